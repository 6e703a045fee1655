#include "gis/shapefile.hpp"

#include "gis/error.hpp"
#include "gis/gdal.hpp"

#include <cpl_vsi.h>

#include <array>
#include <cstdint>
#include <optional>

namespace tuantra::gis {

namespace {

struct Start {
    std::uint64_t size = 0;
    std::size_t got = 0;
    std::array<std::uint8_t, 100> bytes{};
};

std::optional<Start> start_of(const std::string& name)
{
    VSIStatBufL info;
    if (VSIStatL(name.c_str(), &info) != 0) return std::nullopt;
    Start start;
    start.size = static_cast<std::uint64_t>(info.st_size);
    VSILFILE* file = VSIFOpenL(name.c_str(), "rb");
    if (file == nullptr) return std::nullopt;
    start.got = VSIFReadL(start.bytes.data(), 1, start.bytes.size(), file);
    VSIFCloseL(file);
    return start;
}

std::uint64_t big32(const Start& s, std::size_t at)
{
    return (std::uint64_t{s.bytes[at]} << 24U) | (std::uint64_t{s.bytes[at + 1]} << 16U) |
           (std::uint64_t{s.bytes[at + 2]} << 8U) | std::uint64_t{s.bytes[at + 3]};
}

std::uint64_t little(const Start& s, std::size_t at, std::size_t bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;) value = (value << 8U) | s.bytes[at + i];
    return value;
}

void demand(const std::string& shown, const char* what, std::uint64_t promised, std::uint64_t size)
{
    if (promised > size) {
        throw Error(shown, 0,
                    std::string("is damaged: the ") + what + " file promises " + std::to_string(promised) +
                        " bytes and has " + std::to_string(size));
    }
}

}  // namespace

void check_shapefile(const std::string& shown, const std::string& name)
{
    ErrorTrap trap;
    const std::string stem = name.substr(0, name.size() - 4);
    const auto there = [&](const char* extension) { return start_of(stem + extension).has_value(); };
    if ((there(".shp") || there(".SHP")) && !there(".shx") && !there(".SHX"))
        throw Error(shown, 0, "its index, the .shx file beside it, is missing");
    for (const char* extension : {".shp", ".SHP", ".shx", ".SHX"}) {
        if (const auto start = start_of(stem + extension)) {
            if (start->got < 100 || big32(*start, 0) != 9994)
                throw Error(shown, 0, std::string("is damaged: the ") + extension + " file has no header");
            demand(shown, extension, big32(*start, 24) * 2, start->size);
        }
    }
    for (const char* extension : {".dbf", ".DBF"}) {
        if (const auto start = start_of(stem + extension)) {
            if (start->got < 32) throw Error(shown, 0, "is damaged: the .dbf file has no header");
            demand(shown, extension, little(*start, 8, 2) + little(*start, 4, 4) * little(*start, 10, 2), start->size);
        }
    }
}

}  // namespace tuantra::gis
