#include "gis/files.hpp"
#include "gis/gdal.hpp"
#include "gis/rows.hpp"
#include "scratch.hpp"

#include <cpl_vsi.h>

#include <sys/stat.h>

using namespace tuantra;
using namespace tuantra::tests;

namespace {

std::string refusal(const std::filesystem::path& file, const gis::OpenOptions& options = {})
{
    try {
        const auto rows = gis::open_rows(file, options);
        gis::RawRow row;
        while (rows->next(row)) {
        }
    } catch (const gis::Error& e) {
        const std::string text = e.what();
        CHECK(text.find('\n') == std::string::npos);
        return text;
    }
    return {};
}

/// An archive with the given files inside.
std::filesystem::path zip(const Scratch& scratch, const std::string& name,
                          const std::vector<std::pair<std::string, std::string>>& files)
{
    gis::initialise();
    const auto path = scratch.path() / name;
    VSILFILE* archive = VSIFOpenL(("/vsizip/" + path.string()).c_str(), "wb");
    REQUIRE(archive != nullptr);
    for (const auto& [inner, bytes] : files) {
        VSILFILE* file = VSIFOpenL(("/vsizip/" + path.string() + "/" + inner).c_str(), "wb");
        REQUIRE(file != nullptr);
        VSIFWriteL(bytes.data(), 1, bytes.size(), file);
        VSIFCloseL(file);
    }
    VSIFCloseL(archive);
    return path;
}

}  // namespace

TEST_CASE("Names that are no plain files are refused", "[unit][rows]")
{
    const Scratch scratch;
    CHECK(refusal("/vsicurl/http://example.com/a.csv").find("virtual") != std::string::npos);
    CHECK(refusal("/vsizip/a.zip").find("virtual") != std::string::npos);
    CHECK(refusal("http://example.com/a.csv").find("network") != std::string::npos);
    CHECK(refusal("PG:dbname=x").find("refused") != std::string::npos);
    CHECK(refusal(scratch.path()).find("directory") != std::string::npos);
    CHECK(refusal("/dev/zero").find("regular") != std::string::npos);
    CHECK(refusal(scratch.path() / "none.csv").find("no such file") != std::string::npos);
    const auto fifo = scratch.path() / "fifo.csv";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    CHECK(refusal(fifo).find("regular") != std::string::npos);
    CHECK(refusal(scratch.write("empty.csv", "")).find("empty") != std::string::npos);
}

TEST_CASE("A zipped CSV is read, also when its name inside says zip", "[unit][rows]")
{
    const Scratch scratch;
    for (const char* inner : {"a.csv", "folder/a.csv", "a.csv.zip"}) {
        const auto rows = gis::open_rows(zip(scratch, "a.zip", {{inner, "a,b\n1,x\n"}}));
        gis::RawRow row;
        REQUIRE(rows->next(row));
        CHECK(row.values[1] == "x");
        std::filesystem::remove(scratch.path() / "a.zip");
    }
}

TEST_CASE("Archives with several files want a name, and archives in archives are refused", "[unit][rows]")
{
    const Scratch scratch;
    const auto two = zip(scratch, "two.zip", {{"a.csv", "a,b\n1,x\n"}, {"b.csv", "a,b\n1,y\n"}});
    CHECK(refusal(two).find("a.csv, b.csv") != std::string::npos);
    gis::OpenOptions options;
    options.layer = "b";
    const auto rows = gis::open_rows(two, options);
    gis::RawRow row;
    REQUIRE(rows->next(row));
    CHECK(row.values[1] == "y");
    const auto nested = zip(scratch, "nested.zip", {{"two.zip", read_all(two)}});
    CHECK(refusal(nested).find("inside an archive") != std::string::npos);
}

TEST_CASE("What unpacks to more than allowed is refused", "[unit][rows]")
{
    const Scratch scratch;
    gis::OpenOptions options;
    options.max_unpacked_bytes = 1U << 20U;
    const std::string bomb = "a,b\n" + std::string(8U << 20U, '\n');
    CHECK(refusal(zip(scratch, "bomb.zip", {{"a.csv", bomb}}), options).find("refused") != std::string::npos);
    gis::initialise();
    VSILFILE* gz = VSIFOpenL(("/vsigzip/" + (scratch.path() / "bomb.csv.gz").string()).c_str(), "wb");
    REQUIRE(gz != nullptr);
    VSIFWriteL(bomb.data(), 1, bomb.size(), gz);
    VSIFCloseL(gz);
    CHECK(refusal(scratch.path() / "bomb.csv.gz", options).find("refused") != std::string::npos);
    CHECK(refusal(scratch.path() / "bomb.csv.gz").find("refused") == std::string::npos);
}

TEST_CASE("A cut gzip or zip file is an error", "[unit][rows]")
{
    const Scratch scratch;
    std::string text = "a,b\n";
    for (int i = 0; i < 200'000; ++i) text += std::to_string(i * 7919) + ",x\n";
    const auto whole = zip(scratch, "whole.zip", {{"a.csv", text}});
    const auto bytes = read_all(whole);
    CHECK_FALSE(refusal(scratch.write("cut.zip", std::string_view(bytes).substr(0, bytes.size() / 2))).empty());
    VSILFILE* gz = VSIFOpenL(("/vsigzip/" + (scratch.path() / "whole.csv.gz").string()).c_str(), "wb");
    VSIFWriteL(text.data(), 1, text.size(), gz);
    VSIFCloseL(gz);
    const auto packed = read_all(scratch.path() / "whole.csv.gz");
    CHECK(refusal(scratch.path() / "whole.csv.gz").empty());
    CHECK_FALSE(refusal(scratch.write("cut.csv.gz", std::string_view(packed).substr(0, packed.size() / 2))).empty());
}

TEST_CASE("Formats that are not read are named with advice", "[unit][rows]")
{
    const Scratch scratch;
    CHECK(refusal(scratch.write("a.tcx", "<?xml version=\"1.0\"?><TrainingCenterDatabase/>")).find("TCX") !=
          std::string::npos);
    CHECK(refusal(scratch.write("a.nmea", "$GPRMC,1,2")).find("NMEA") != std::string::npos);
    CHECK(refusal(scratch.write("a.pdf", "%PDF-1.4")).find("not known") != std::string::npos);
    CHECK(refusal(scratch.write("a.gpkg", "hello")).find("GeoPackage") != std::string::npos);
    CHECK(refusal(scratch.write("a.gpx", "<gpx><trk>")).find("GPX") != std::string::npos);
    CHECK(refusal(scratch.write("a.kml", "<kml><Document>")).find("KML") != std::string::npos);
    CHECK(refusal(scratch.write("a.geojson", "{\"type\":\"FeatureCollection\",\"features\":[")).find("GeoJSON") !=
          std::string::npos);
}

TEST_CASE("Half a Shapefile, GeoPackage or FlatGeobuf is an error, not half the rows", "[shared][rows]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const Scratch scratch;
    const auto counties = shared / "data" / "nasty" / "mapshaper" / "shapefile" / "six_counties";
    for (const char* extension : {".shp", ".shx", ".dbf"}) {
        auto from = counties;
        from += extension;
        scratch.write(std::string("six") + extension, read_all(from));
    }
    CHECK(refusal(scratch.path() / "six.shp").empty());
    const auto shp = read_all(scratch.path() / "six.shp");
    scratch.write("six.shp", std::string_view(shp).substr(0, shp.size() / 2));
    CHECK(refusal(scratch.path() / "six.shp").find("promises") != std::string::npos);
    const auto gpkg = read_all(shared / "data" / "nasty" / "mapshaper" / "geopackage" / "Oregon.gpkg");
    CHECK_FALSE(refusal(scratch.write("half.gpkg", std::string_view(gpkg).substr(0, gpkg.size() / 2))).empty());
    const auto fgb = read_all(std::filesystem::path(TUANTRA_SOURCE_DIR) / "maps" / "land_0.fgb");
    CHECK_FALSE(refusal(scratch.write("half.fgb", std::string_view(fgb).substr(0, fgb.size() / 2))).empty());
}

TEST_CASE("Spreadsheets are read with their header", "[unit][rows]")
{
    const Scratch scratch;
    gis::initialise();
    const auto path = scratch.path() / "sheet.xlsx";
    {
        auto* driver = GetGDALDriverManager()->GetDriverByName("XLSX");
        gis::Dataset out(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        OGRLayer* layer = out->CreateLayer("Vụ việc", nullptr, wkbNone, nullptr);
        for (const char* name : {"ngày", "kinh độ", "vĩ độ", "loại"}) {
            OGRFieldDefn field(name, OFTString);
            layer->CreateField(&field);
        }
        const gis::Feature feature(new OGRFeature(layer->GetLayerDefn()));
        const char* const values[] = {"05/03/2024 14:05", "106,7", "21,8", "ma túy"};
        for (int i = 0; i < 4; ++i) feature->SetField(i, values[i]);
        REQUIRE(layer->CreateFeature(feature.get()) == OGRERR_NONE);
    }
    const auto all = import_all(path);
    REQUIRE(all.incidents.size() == 1);
    CHECK(all.incidents[0].kind == domain::Kind::drugs);
    CHECK(all.incidents[0].place == domain::LonLat{106.7, 21.8});
}
