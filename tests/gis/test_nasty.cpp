#include "scratch.hpp"

#include <string>

using namespace tuantra;
using namespace tuantra::tests;

TEST_CASE("Every broken or odd file is one line of error or a balanced count", "[shared][nasty]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    std::size_t files = 0, errors = 0;
    for (const char* folder : {"nasty", "tracks/gpsbabel_nmea", "ais", "charts", "hotspots", "places"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(shared / "data" / folder)) {
            if (!entry.is_regular_file()) continue;
            INFO(entry.path());
            ++files;
            try {
                const auto all = import_all(entry.path());
                CHECK(all.balanced());
                CHECK(all.read > 0);
                for (const auto& reject : all.rejects) {
                    CHECK(reject.row > 0);
                    CHECK_FALSE(reject.reason.empty());
                    CHECK(reject.reason.find('\n') == std::string::npos);
                }
            } catch (const gis::Error& e) {
                ++errors;
                const std::string text = e.what();
                CHECK(text.find('\n') == std::string::npos);
                CHECK(text.find(entry.path().string()) == 0);
                CHECK(text.size() > entry.path().string().size() + 10);
            }
        }
    }
    CHECK(files > 140);
    CHECK(errors > 60);
}

TEST_CASE("Odd files that are sound are read", "[shared][nasty]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto nasty = shared / "data" / "nasty";
    CHECK(import_all(nasty / "fiona/coutwildrnp.zip").zones.size() == 67);
    CHECK(import_all(nasty / "fiona/test_gpx.gpx").fixes.size() == 19);
    CHECK(import_all(nasty / "mapshaper/kml/Albania.kmz").places.size() == 63);
    CHECK(import_all(nasty / "mapshaper/shapefile/six_counties.shp").zones.size() == 6);
    CHECK(import_all(nasty / "mapshaper/geopackage/same_crs_points.gpkg").places.size() == 5);
    const auto empty = import_all(nasty / "mapshaper/text/empty_fields3.csv");
    CHECK(empty.places.size() == 2);
    REQUIRE(empty.rejects.size() == 1);
    CHECK(empty.rejects[0].row == 1);
    CHECK(empty.rejects[0].reason == "the place is empty");
    // NAD27 and Robinson coordinates arrive in WGS 84 degrees.
    for (const auto& place : import_all(nasty / "mapshaper/shapefile/nad27/popctr_state1970.shp").places)
        CHECK(domain::is_valid(place.place));
    const auto world = import_all(nasty / "mapshaper/geopackage/world_land_robin.gpkg").zones;
    REQUIRE(world.size() == 1);
    CHECK(world[0].polygons.size() == 302);
}

TEST_CASE("Broken files say what is wrong with them", "[shared][nasty]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto nasty = shared / "data" / "nasty";
    const auto says = [&](const char* file, const char* words) {
        INFO(file);
        const auto text = error_of(nasty / file);
        INFO(text);
        CHECK(text.find(words) != std::string::npos);
    };
    says("mapshaper/text/empty.csv", "the file is empty");
    says("mapshaper/text/states.csv", "no column can be a place");
    says("mapshaper/text/utf16_be_bom.csv", "polling_place_name");
    says("mapshaper/text/utf16le.txt", "the columns are NAME");
    says("mapshaper/shapefile/polygons.shp", ".shx");
    says("mapshaper/shapefile/geo_lines.shp", "no times");
    says("fiona/multicurve.gml", "GML");
    says("jsontestsuite/n_structure_array_trailing_garbage.json", "GeoJSON");
    const auto projected = import_all(nasty / "mapshaper/shapefile/shplib/polygon.shp");
    CHECK(projected.rejects.size() == 474);
    CHECK(projected.rejects[0].reason.find("projected") != std::string::npos);
}
