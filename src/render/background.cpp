#include "render/background.hpp"

#include <sys/resource.h>
#include <unistd.h>

namespace tuantra::render {

void make_way()
{
    // On Linux the priority is the thread's own. Refused, the work is done all the same.
    static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 5));
}

}  // namespace tuantra::render
