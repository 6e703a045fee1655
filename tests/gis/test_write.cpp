#include "gis/error.hpp"
#include "gis/gdal.hpp"
#include "gis/write_features.hpp"
#include "gis/write_raster.hpp"
#include "scratch.hpp"

#include <array>
#include <cmath>
#include <cstdio>

using namespace tuantra;
using namespace tuantra::tests;
using Catch::Matchers::Contains;

namespace {

/// What a program prints; empty when it is not there.
std::string output_of(const std::string& command)
{
    std::string out;
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) return out;
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) out.append(buffer.data(), n);
    return ::pclose(pipe) == 0 ? out : std::string();
}

bool is_there(const std::string& program)
{
    if (!output_of("command -v " + program).empty()) return true;
    WARN("skipped: " + program + " is not installed");
    return false;
}

std::vector<gis::WrittenLayer> two_layers()
{
    gis::WrittenLayer stretches{"stretches",
                                "Where it is hot.",
                                {{"name", gis::FieldType::text},
                                 {"z", gis::FieldType::real},
                                 {"n", gis::FieldType::integer},
                                 {"hot", gis::FieldType::boolean}},
                                {}};
    stretches.features.push_back({
        domain::Polyline{{106.7, 21.9}, {106.8, 22}},
        {std::string("Lạng Sơn"), 3.25, std::int64_t{7}, true}
    });
    stretches.features.push_back({
        domain::Polyline{{106.8, 22}, {106.9, 22}},
        {std::monostate{}, std::monostate{}, std::int64_t{0}, false}
    });
    gis::WrittenLayer areas{"areas", "A circle.", {}, {}};
    areas.features.push_back({domain::MultiPolygon{{{{105, 20}, {106, 20}, {106, 21}}}}, {}});
    return {stretches, areas};
}

const gis::Metadata facts{{"filter", "tất cả vụ việc"}, {"licence", "ODbL"}, {"SYNTHETIC", "YES"}};

std::size_t files_in(const std::filesystem::path& dir)
{
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(dir), {}));
}

}  // namespace

TEST_CASE("a GeoPackage holds layers, fields, nothing where there is nothing, and the facts", "[unit]")
{
    const Scratch scratch;
    const auto file = scratch.path() / "hot.gpkg";
    scratch.write("hot.gpkg", "an older file");
    gis::write_geopackage(file, two_layers(), facts);
    CHECK(files_in(scratch.path()) == 1);
    const char* const drivers[] = {"GPKG", nullptr};
    const gis::Dataset back(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR, drivers, nullptr, nullptr));
    REQUIRE(back);
    REQUIRE(back->GetLayerCount() == 2);
    CHECK(std::string(back->GetMetadataItem("licence")) == "ODbL");
    auto* layer = back->GetLayerByName("stretches");
    REQUIRE(layer != nullptr);
    CHECK(std::string(layer->GetMetadataItem("SYNTHETIC")) == "YES");
    CHECK(std::string(layer->GetMetadataItem("filter")) == "tất cả vụ việc");
    CHECK(std::string(layer->GetSpatialRef()->GetAuthorityCode(nullptr)) == "4326");
    CHECK(layer->GetGeomType() == wkbLineString);
    const gis::Feature first(layer->GetNextFeature());
    CHECK(std::string(first->GetFieldAsString("name")) == "Lạng Sơn");
    CHECK(first->GetFieldAsDouble("z") == 3.25);
    CHECK(first->GetFieldAsInteger64("n") == 7);
    CHECK(first->GetFieldAsInteger("hot") == 1);
    CHECK(first->GetGeometryRef()->toLineString()->getX(1) == 106.8);
    const gis::Feature second(layer->GetNextFeature());
    CHECK(second->IsFieldNull(second->GetFieldIndex("name")));
    CHECK(second->IsFieldNull(second->GetFieldIndex("z")));
    CHECK(second->GetFieldAsInteger64("n") == 0);
    CHECK(back->GetLayerByName("areas")->GetFeatureCount() == 1);
}

TEST_CASE("ogrinfo reads the GeoPackage", "[unit]")
{
    if (!is_there("ogrinfo")) return;
    const Scratch scratch;
    gis::write_geopackage(scratch.path() / "hot.gpkg", two_layers(), facts);
    const auto said = output_of("ogrinfo -ro -al '" + (scratch.path() / "hot.gpkg").string() + "'");
    CHECK_THAT(said, Contains("Feature Count: 2") && Contains("z (Real) = 3.25") && Contains("hot (Integer(Boolean)) = 1"));
    CHECK_THAT(said, Contains("LINESTRING (106.7 21.9,106.8 22") && Contains("MULTIPOLYGON (((105 20"));
    CHECK_THAT(said, Contains("licence=ODbL") && Contains("WGS 84"));
}

TEST_CASE("a GeoTIFF holds its plane, its cells, nothing where there is nothing, and the facts", "[unit]")
{
    const Scratch scratch;
    const auto file = scratch.path() / "density.tif";
    gis::WrittenGrid grid{3, 2, -1500, 4000, 500, "+proj=laea +lat_0=16 +lon_0=108 +datum=WGS84 +units=m +no_defs",
                          "incidents per km2", "density"};
    const std::vector<float> values{1, 2, 3, 4, NAN, 6};
    gis::write_geotiff(file, grid, values, facts);
    CHECK(files_in(scratch.path()) == 1);
    const char* const drivers[] = {"GTiff", nullptr};
    const gis::Dataset back(GDALDataset::Open(file.c_str(), GDAL_OF_RASTER, drivers, nullptr, nullptr));
    REQUIRE(back);
    std::vector<float> read(6);
    auto* band = back->GetRasterBand(1);
    REQUIRE(band->RasterIO(GF_Read, 0, 0, 3, 2, read.data(), 3, 2, GDT_Float32, 0, 0, nullptr) == CE_None);
    CHECK(read[0] == 1);
    CHECK(std::isnan(read[4]));
    CHECK(read[5] == 6);
    CHECK(std::isnan(band->GetNoDataValue()));
    CHECK(std::string(band->GetUnitType()) == "incidents per km2");
    CHECK(std::string(back->GetMetadataItem("licence")) == "ODbL");
    std::array<double, 6> transform{};
    REQUIRE(back->GetGeoTransform(transform.data()) == CE_None);
    CHECK(transform == std::array<double, 6>{-1500, 500, 0, 4000, 0, -500});
    if (!is_there("gdalinfo")) return;
    const auto said = output_of("gdalinfo '" + file.string() + "'");
    CHECK_THAT(said, Contains("Lambert Azimuthal Equal Area") && Contains("Size is 3, 2") && Contains("SYNTHETIC=YES"));
}

TEST_CASE("what cannot be written leaves no half file and names the file", "[unit]")
{
    const Scratch scratch;
    std::filesystem::create_directory(scratch.path() / "taken.gpkg");
    CHECK_THROWS_WITH(gis::write_geopackage(scratch.path() / "no" / "folder.gpkg", two_layers(), facts),
                      Contains("folder.gpkg"));
    CHECK_THROWS_WITH(gis::write_geopackage(scratch.path() / "taken.gpkg", two_layers(), facts),
                      Contains("taken.gpkg") && Contains("cannot be written"));
    const gis::WrittenGrid grid{2, 2, 0, 0, 1, "EPSG:4326", "", ""};
    CHECK_THROWS_AS(gis::write_geotiff(scratch.path() / "a.tif", grid, std::vector<float>(3), facts), gis::Error);
    auto nowhere = grid;
    nowhere.crs = "EPSG:999999";
    CHECK_THROWS_WITH(gis::write_geotiff(scratch.path() / "a.tif", nowhere, std::vector<float>(4), facts),
                      Contains("a.tif"));
    CHECK(files_in(scratch.path()) == 1);
}
