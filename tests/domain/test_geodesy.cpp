#include "csv.hpp"
#include "domain/geodesy.hpp"
#include "shared.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

using namespace tuantra::domain;
using tuantra::tests::number;
using tuantra::tests::read_csv;

namespace {

double turn(double a, double b)
{
    return std::abs(std::remainder(a - b, 360.0));
}

void check_inverse(const std::filesystem::path& file, double metres, bool azimuths)
{
    const auto rows = read_csv(file);
    REQUIRE(rows.size() >= 13);
    for (const auto& row : rows) {
        const auto lon2 = row.count("lon2_deg") != 0 ? "lon2_deg" : "lon2_unrolled_deg";
        const LonLat from{number(row, "lon1_deg"), number(row, "lat1_deg")};
        const LonLat to{number(row, lon2), number(row, "lat2_deg")};
        const double expected = number(row, "s12_m");
        const Inverse result = inverse(from, to);
        CAPTURE(from.lon, from.lat, to.lon, to.lat);
        CHECK(std::abs(result.distance_m - expected) < metres);
        CHECK(std::abs(distance_m(from, to) - expected) < metres);
        if (!azimuths) continue;
        CHECK(turn(result.azimuth_deg, number(row, "azi1_deg")) < 1e-9);
        CHECK(turn(result.azimuth_to_deg, number(row, "azi2_deg")) < 1e-9);
    }
}

}  // namespace

TEST_CASE("a quarter of a meridian is ten thousand kilometres", "[unit]")
{
    CHECK(distance_m({106, 0}, {106, 90}) == Approx(10'001'965.729).margin(0.001));
    CHECK(inverse({106, 0}, {106, 90}).azimuth_deg == Approx(0).margin(1e-12));
}

TEST_CASE("going a way and asking for it give the same", "[unit]")
{
    const LonLat from{107.97, 21.53};
    for (const double azimuth : {-170.0, -90.0, 0.0, 33.0, 90.0, 179.0}) {
        const LonLat to = direct(from, azimuth, 250'000);
        const Inverse back = inverse(from, to);
        CHECK(back.distance_m == Approx(250'000).margin(1e-6));
        CHECK(turn(back.azimuth_deg, azimuth) < 1e-9);
    }
}

TEST_CASE("longitudes stay within half a turn across the date line", "[unit]")
{
    const LonLat to = direct({179.9, 10}, 90, 100'000);
    CHECK(to.lon < -179);
    CHECK(to.lon > -180);
}

TEST_CASE("a line is as long as its segments", "[unit]")
{
    const Polyline line{{106, 16}, {106.1, 16}, {106.1, 16.2}};
    CHECK(length_m({}) == 0);
    CHECK(length_m({{106, 16}}) == 0);
    CHECK(length_m(line) == Approx(distance_m(line[0], line[1]) + distance_m(line[1], line[2])));
}

TEST_CASE("a hole is taken off an area, whichever way it turns", "[unit]")
{
    const Ring outer{{106, 16}, {107, 16}, {107, 17}, {106, 17}};
    const Ring hole{{106.4, 16.4}, {106.6, 16.4}, {106.6, 16.6}, {106.4, 16.6}};
    const Ring reversed(hole.rbegin(), hole.rend());
    CHECK(ring_area(outer).area_m2 > 0);
    CHECK(ring_area(reversed).area_m2 == Approx(-ring_area(hole).area_m2));
    CHECK(area_m2({outer, hole}) == Approx(ring_area(outer).area_m2 - ring_area(hole).area_m2));
    CHECK(area_m2({outer, reversed}) == Approx(area_m2({outer, hole})));
    CHECK(area_m2(Polygon{}) == 0);
}

TEST_CASE("inverse geodesics meet the reference values", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    check_inverse(shared / "reference/geodesy/inverse_vietnam.csv", 2e-8, true);
    check_inverse(shared / "reference/geodesy/karney_suite.csv", 2e-8, true);
    check_inverse(shared / "reference/geodesy/inverse_special.csv", 1e-6, false);
}

TEST_CASE("direct geodesics meet the reference values", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto rows = read_csv(shared / "reference/geodesy/direct_vietnam.csv");
    REQUIRE(rows.size() == 40);
    for (const auto& row : rows) {
        const LonLat to =
            direct({number(row, "lon1_deg"), number(row, "lat1_deg")}, number(row, "azi1_deg"), number(row, "s12_m"));
        CHECK(to.lon == Approx(number(row, "lon2_deg")).margin(1e-11));
        CHECK(to.lat == Approx(number(row, "lat2_deg")).margin(1e-11));
    }
}

TEST_CASE("geodesic areas meet the reference values", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    std::ifstream in(shared / "reference/geodesy/polygon_area.json");
    const auto cases = nlohmann::json::parse(in);
    REQUIRE(cases.size() == 13);
    for (const auto& c : cases) {
        INFO(c["id"].get<std::string>());
        Ring ring;
        for (const auto& p : c["lat_lon_deg"]) ring.push_back({p[1].get<double>(), p[0].get<double>()});
        const Area area = ring_area(ring);
        if (!c["perimeter_m"].is_null())
            CHECK(std::abs(area.perimeter_m - c["perimeter_m"].get<double>()) <= c["perimeter_tol"].get<double>());
        CHECK(std::abs(area.area_m2 - c["area_m2"].get<double>()) <= c["area_tol"].get<double>());
    }
}
