#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tuantra::view {

/// 0xRRGGBBAA.
struct Colour {
    std::uint32_t rgba = 0xffffffffU;
    friend bool operator==(const Colour&, const Colour&) = default;
};

/// The tokens of one palette (data/palettes.json): panels, map and ramps all take their colours from here.
struct Palette {
    std::string name;  ///< office, day, dusk, night
    bool dark = true;
    Colour background, panel, raised, rule, text, dim, faint, accent, warning, danger, good;
    Colour sea, land, abroad, border, coast, river, province, label, label_halo, graticule;
    double map_dim = 1;  ///< multiplies symbols and ramps at night
};

/// A ramp of 256 colours from low to high (data/ramps.json).
struct Ramp {
    std::string name;  ///< inferno, viridis, cividis
    std::array<Colour, 256> colours{};
};

/// Reads data/palettes.json and data/ramps.json, in the file's order. Colours are "#rrggbb" or "#rrggbbaa". Throws
/// std::runtime_error naming the file and what is wrong: unreadable, not JSON, a token missing, not 256 colours.
std::vector<Palette> load_palettes(const std::filesystem::path& path);
std::vector<Ramp> load_ramps(const std::filesystem::path& path);

}  // namespace tuantra::view
