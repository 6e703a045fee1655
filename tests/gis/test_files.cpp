#include "gis/files.hpp"

#include "gis/error.hpp"
#include "scratch.hpp"

#include <algorithm>

using namespace tuantra;
using namespace tuantra::tests;

namespace {

const std::filesystem::path source = TUANTRA_SOURCE_DIR;

}  // namespace

TEST_CASE("The measured lines know which side is outward", "[unit][files]")
{
    const auto lines = gis::load_lines(source / "maps", source / "data");
    const domain::LonLat ha_noi{105.85, 21.03}, nanning{108.32, 22.82}, hoang_sa{112.0, 16.5}, vientiane{102.6, 17.97},
        phnom_penh{104.92, 11.56}, da_lat{108.44, 11.94};
    CHECK(lines.land->locate(ha_noi).address.offset_m < -50'000);
    CHECK(lines.coast->locate(ha_noi).address.offset_m < -50'000);
    CHECK(lines.land->locate(nanning).address.offset_m > 50'000);
    CHECK(lines.land->locate(vientiane).address.offset_m > 50'000);
    CHECK(lines.land->locate(phnom_penh).address.offset_m > 50'000);
    CHECK(lines.coast->locate(hoang_sa).address.offset_m > 200'000);
    CHECK(lines.coast->locate(da_lat).address.offset_m < -30'000);
    CHECK(lines.land->official_km() == 5036);
    CHECK(lines.coast->official_km() == 3260);
    CHECK(lines.land->measured_km() == Approx(4763).epsilon(0.005));
}

TEST_CASE("The stretches of LAND are China, Laos and Cambodia in order", "[unit][files]")
{
    const auto lines = gis::load_lines(source / "maps", source / "data");
    std::vector<domain::Stretch> neighbours;
    for (const auto& s : lines.land->stretches())
        if (s.kind == "neighbour") neighbours.push_back(s);
    REQUIRE(neighbours.size() == 3);
    CHECK(neighbours[0].from_km == 0);
    CHECK(neighbours[2].to_km == Approx(5036).margin(0.5));
    CHECK(neighbours[0].to_km == Approx(neighbours[1].from_km));
}

TEST_CASE("The basemap has land of all classes at three levels and Viet Nam's own labels", "[unit][files]")
{
    const auto map = gis::load_basemap(source / "maps");
    REQUIRE_FALSE(map.attribution.empty());
    CHECK(map.attribution.front() == "© OpenStreetMap contributors (ODbL)");
    for (const auto& level : map.land) {
        for (const auto land_class : {domain::LandClass::abroad, domain::LandClass::home, domain::LandClass::island})
            CHECK(std::any_of(level.begin(), level.end(), [&](const auto& p) { return p.land_class == land_class; }));
    }
    CHECK(map.land[0].size() < map.land[2].size());
    CHECK_FALSE(map.border.empty());
    CHECK_FALSE(map.coast.empty());
}

TEST_CASE("A missing map folder is an error that names the file", "[unit][files]")
{
    const Scratch scratch;
    CHECK_THROWS_WITH(gis::load_basemap(scratch.path()), Catch::Contains("land_"));
    CHECK_THROWS_WITH(gis::load_lines(scratch.path(), scratch.path()), Catch::Contains("lines.json"));
}

TEST_CASE("A picture is written whole or not at all", "[unit][files]")
{
    const Scratch scratch;
    std::vector<std::uint8_t> pixels(4 * 3 * 2, 200);
    gis::write_png(scratch.path() / "a.png", 3, 2, pixels);
    CHECK(read_all(scratch.path() / "a.png").starts_with("\x89PNG"));
    CHECK_THROWS_AS(gis::write_png(scratch.path() / "none" / "a.png", 3, 2, pixels), gis::Error);
    CHECK_THROWS_AS(gis::write_png(scratch.path() / "b.png", 4, 2, pixels), gis::Error);
    const auto files =
        std::distance(std::filesystem::directory_iterator(scratch.path()), std::filesystem::directory_iterator{});
    CHECK(files == 1);
}

TEST_CASE("An area is read from polygons and refused where there are none", "[unit][files]")
{
    const Scratch scratch;
    const auto area = gis::load_area(
        scratch.write("a.geojson", R"({"type":"Polygon","coordinates":[[[105,20],[106,20],[106,21],[105,20]]]})"));
    REQUIRE(area.size() == 1);
    CHECK(domain::contains(area[0], {105.8, 20.3}));
    CHECK_THROWS_WITH(gis::load_area(scratch.write("p.geojson", R"({"type":"Point","coordinates":[105,20]})")),
                      Catch::Contains("no areas"));
    CHECK_THROWS_WITH(gis::load_area(scratch.write(
                          "s.geojson", R"({"type":"Polygon","coordinates":[[[20,105],[20,106],[21,106],[20,105]]]})")),
                      Catch::Contains("swapped"));
}
