#include "gis/crs.hpp"

#include "gis/csv.hpp"
#include "gis/error.hpp"
#include "scratch.hpp"

#include <cmath>

using namespace tuantra;
using namespace tuantra::gis;

namespace {

/// Largest difference in degrees between the converted columns and the expected longitude and latitude.
double worst(const std::filesystem::path& file, const std::string& crs, const char* e, const char* n, const char* lon,
             const char* lat)
{
    CsvReader reader(file.string(), "", open_bytes(file, {}, UINT64_MAX), {});
    const auto at = [&](const char* name) {
        return static_cast<std::size_t>(std::find(reader.columns().begin(), reader.columns().end(), name) -
                                        reader.columns().begin());
    };
    const ToWgs84 convert("test", crs);
    double most = 0;
    RawRow row;
    int rows = 0;
    while (reader.next(row)) {
        const auto number = [&](const char* name) { return std::stod(std::string(row.values[at(name)])); };
        const auto place = convert.convert(number(e), number(n));
        REQUIRE(place);
        most = std::max({most, std::abs(place->lon - number(lon)), std::abs(place->lat - number(lat))});
        ++rows;
    }
    REQUIRE(rows > 15);
    return most;
}

}  // namespace

TEST_CASE("VN-2000 goes to WGS 84 by EPSG:6960, as the reference has it", "[shared][crs]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto file = shared / "reference" / "proj" / "vn2000.csv";
    CHECK(worst(file, "EPSG:4756", "vn2000_lon", "vn2000_lat", "wgs84_lon", "wgs84_lat") < 1e-8);
    CHECK(worst(file, "EPSG:3405", "epsg3405_e", "epsg3405_n", "wgs84_lon", "wgs84_lat") < 1.5e-8);
    CHECK(worst(file, "EPSG:3406", "epsg3406_e", "epsg3406_n", "wgs84_lon", "wgs84_lat") < 1.5e-8);
    CHECK(worst(file, "EPSG:9210", "epsg9210_tm3_105_45_e", "epsg9210_tm3_105_45_n", "wgs84_lon", "wgs84_lat") <
          1.5e-8);
    CHECK(worst(file, "EPSG:5899", "epsg5899_tm3_107_45_e", "epsg5899_tm3_107_45_n", "wgs84_lon", "wgs84_lat") <
          1.5e-8);
}

TEST_CASE("UTM and Mercator go to WGS 84 as the reference has it", "[shared][crs]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto file = shared / "reference" / "proj" / "wgs84_projected.csv";
    CHECK(worst(file, "EPSG:32648", "utm48n_e", "utm48n_n", "lon_deg", "lat_deg") < 2e-7);
    CHECK(worst(file, "EPSG:3857", "webmerc_x", "webmerc_y", "lon_deg", "lat_deg") < 1.5e-8);
    CHECK(worst(file, "EPSG:3395", "merc3395_x", "merc3395_y", "lon_deg", "lat_deg") < 1.5e-8);
}

TEST_CASE("A CRS whose shift is not known is refused with advice", "[unit][crs]")
{
    CHECK_THROWS_WITH(ToWgs84("f", "EPSG:4147"), Catch::Contains("Hanoi 1972") && Catch::Contains("VN-2000"));
    CHECK_THROWS_WITH(ToWgs84("f", "EPSG:2044"), Catch::Contains("Hanoi 1972"));
    CHECK_THROWS_WITH(ToWgs84("f", "EPSG:4131"), Catch::Contains("Indian 1960"));
}

TEST_CASE("A CRS that is none is refused", "[unit][crs]")
{
    for (const char* text : {"", "EPSG:999999", "nonsense", "/etc/passwd", "http://example.com/crs", "EPSG:4978"})
        CHECK_THROWS_AS(ToWgs84("f", text), Error);
}

TEST_CASE("WGS 84 needs no conversion and VN-2000 moves by about 222 m", "[unit][crs]")
{
    CHECK(ToWgs84("f", "EPSG:4326").identity());
    const auto moved = ToWgs84("f", "EPSG:4756").convert(105.8, 21.0);
    REQUIRE(moved);
    CHECK(std::hypot((moved->lon - 105.8) * 103'900, (moved->lat - 21.0) * 110'700) == Approx(222).margin(4));
    CHECK_FALSE(ToWgs84("f", "EPSG:3405").convert(std::nan(""), 1));
}
