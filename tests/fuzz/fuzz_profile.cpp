// libFuzzer: any text as a profile; what is read must survive being written and read again.
#include "gis/error.hpp"
#include "gis/profile.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace tuantra::gis;
    try {
        const auto profile = parse_profile("fuzz", {reinterpret_cast<const char*>(data), size});
        const auto text = write_profile(profile);
        if (write_profile(parse_profile("again", text)) != text) __builtin_trap();
    } catch (const Error&) {
    }
    return 0;
}
