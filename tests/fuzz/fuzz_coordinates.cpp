// libFuzzer: any text as one coordinate and as a pair.
#include "gis/coordinates.hpp"

#include <cmath>
#include <cstddef>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace tuantra::gis;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto pair = parse_angle_pair(text); pair && !std::isfinite(pair->first.degrees + pair->second.degrees))
        __builtin_trap();
    parse_angle(text, LetterN::south);
    return 0;
}
