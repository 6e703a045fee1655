#include "view/style.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <set>
#include <string>

using namespace tuantra;
using view::Colour;

namespace {

const std::filesystem::path data = std::filesystem::path(TUANTRA_SOURCE_DIR) / "data";

// Relative luminance and contrast as WCAG 2.1 defines them.
double luminance(Colour c)
{
    const auto channel = [&](unsigned shift) {
        const double v = (c.rgba >> shift & 0xffU) / 255.0;
        return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(24) + 0.7152 * channel(16) + 0.0722 * channel(8);
}

double contrast(Colour a, Colour b)
{
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

view::Palette named(const std::string& name)
{
    for (const auto& palette : view::load_palettes(data / "palettes.json"))
        if (palette.name == name) return palette;
    FAIL("no palette " << name);
    return {};
}

// What the loader says of a file with this text.
std::string what_of(const std::string& text, bool ramps = false)
{
    const std::string folder = (std::filesystem::temp_directory_path() / "tuantra-style-XXXXXX").string();
    std::vector<char> name(folder.c_str(), folder.c_str() + folder.size() + 1);
    REQUIRE(mkdtemp(name.data()) != nullptr);
    const std::filesystem::path path = std::filesystem::path(name.data()) / "style.json";
    std::ofstream(path) << text;
    const auto remove = [&](int*) { std::filesystem::remove_all(path.parent_path()); };
    int any = 0;
    const std::unique_ptr<int, decltype(remove)> cleanup(&any, remove);
    try {
        if (ramps)
            view::load_ramps(path);
        else
            view::load_palettes(path);
    } catch (const std::runtime_error& e) {
        return e.what();
    }
    return "no error";
}

}  // namespace

TEST_CASE("the formula of contrast gives 21 for black on white", "[unit][style]")
{
    CHECK(contrast({0x000000ff}, {0xffffffff}) == Approx(21));
    CHECK(contrast({0x767676ff}, {0xffffffff}) == Approx(4.54).margin(0.005));
}

TEST_CASE("four palettes are shipped, in the order of the list", "[unit][style]")
{
    std::vector<std::string> names;
    for (const auto& palette : view::load_palettes(data / "palettes.json")) names.push_back(palette.name);
    CHECK(names == std::vector<std::string>{"office", "day", "dusk", "night"});
}

TEST_CASE("the office palette has the tokens of the design", "[unit][style]")
{
    const auto p = named("office");
    CHECK(p.dark);
    CHECK(p.map_dim == 1);
    CHECK(p.background == Colour{0x0e151dff});
    CHECK(p.panel == Colour{0x151f2aff});
    CHECK(p.accent == Colour{0x4cc2ffff});
    CHECK(p.border == Colour{0xf0c35aff});
    CHECK(p.coast == Colour{0x6fb3d2ff});
    CHECK(p.label_halo == Colour{0x0e151dd0});
}

TEST_CASE("texts of the office palettes stand out 4.5 to 1 from everything they are drawn on", "[unit][style]")
{
    for (const char* name : {"office", "day", "dusk"}) {
        const auto p = named(name);
        INFO(name);
        for (const Colour behind : {p.panel, p.background, p.raised}) {
            CHECK(contrast(p.text, behind) >= 4.5);
            CHECK(contrast(p.dim, behind) >= 4.5);
        }
        for (const Colour behind : {p.sea, p.land, p.abroad}) CHECK(contrast(p.label, behind) >= 4.5);
    }
    for (const char* name : {"office", "day"}) {
        const auto p = named(name);
        INFO(name);
        for (const Colour signal : {p.accent, p.warning, p.danger, p.good}) CHECK(contrast(signal, p.panel) >= 4.5);
    }
}

TEST_CASE("border and coast stand out from the land and the sea in every palette", "[unit][style]")
{
    for (const auto& p : view::load_palettes(data / "palettes.json")) {
        INFO(p.name);
        CHECK(contrast(p.border, p.land) >= 3);
        CHECK(contrast(p.coast, p.sea) >= (p.name == "night" ? 2 : 3));
    }
}

TEST_CASE("each darker palette is dimmer than the one before", "[unit][style]")
{
    const auto office = named("office"), dusk = named("dusk"), night = named("night");
    CHECK(luminance(dusk.text) < 0.7 * luminance(office.text));
    CHECK(luminance(night.text) < 0.6 * luminance(dusk.text));
    CHECK(luminance(night.panel) < luminance(dusk.panel));
    CHECK(luminance(dusk.panel) < luminance(office.panel));
    CHECK(night.map_dim < dusk.map_dim);
    CHECK(dusk.map_dim < office.map_dim);
    CHECK_FALSE(named("day").dark);
}

TEST_CASE("the night palette keeps dark adaptation: red leads and nothing is bright", "[unit][style]")
{
    const auto p = named("night");
    for (const Colour c : {p.text, p.dim, p.faint, p.accent, p.warning, p.danger, p.label}) {
        const unsigned red = c.rgba >> 24, green = c.rgba >> 16 & 0xff, blue = c.rgba >> 8 & 0xff;
        CHECK(red > green);
        CHECK(green > blue);
        CHECK(luminance(c) < 0.3);
    }
    CHECK(luminance(p.panel) < 0.005);
    CHECK(contrast(p.text, p.panel) >= 4.5);
    CHECK(contrast(p.dim, p.panel) >= 3);
}

TEST_CASE("three ramps of 256 colours rise in lightness from end to end", "[unit][style]")
{
    std::set<std::string> names;
    for (const auto& ramp : view::load_ramps(data / "ramps.json")) {
        names.insert(ramp.name);
        INFO(ramp.name);
        for (std::size_t i = 8; i < 256; i += 8) CHECK(luminance(ramp.colours[i]) > luminance(ramp.colours[i - 8]));
    }
    CHECK(names == std::set<std::string>{"cividis", "inferno", "viridis"});
}

TEST_CASE("a ramp begins and ends with its published colours", "[unit][style]")
{
    for (const auto& ramp : view::load_ramps(data / "ramps.json")) {
        if (ramp.name == "inferno") {
            CHECK(ramp.colours.front() == Colour{0x000004ff});
            CHECK(ramp.colours.back() == Colour{0xfcffa4ff});
        }
        if (ramp.name == "viridis") CHECK(ramp.colours.back() == Colour{0xfde725ff});
    }
}

TEST_CASE("what is wrong with a palette file is said with its name", "[unit][style]")
{
    CHECK_THROWS_WITH(view::load_palettes("/nowhere/palettes.json"), "/nowhere/palettes.json: cannot be read");
    CHECK_THAT(what_of("{"), Catch::Contains("style.json") && Catch::Contains("parse error"));
    CHECK_THAT(what_of("{}"), Catch::Contains("palettes"));
    CHECK_THAT(what_of(R"({"palettes":[{"name":"x","dark":true,"map_dim":1,"panels":{},"map":{}}]})"),
               Catch::Contains("background"));
    CHECK_THAT(what_of(R"({"palettes":[{"name":"x","dark":true,"map_dim":1,"panels":{"background":"red"}}]})"),
               Catch::Contains("\"red\" is not a colour"));
    CHECK_THAT(what_of(R"({"ramps":[{"name":"short","colours":["#000000"]}]})", true),
               Catch::Contains("ramp short has 1 colours, not 256"));
}
