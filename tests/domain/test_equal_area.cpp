#include "csv.hpp"
#include "domain/equal_area.hpp"
#include "domain/geodesy.hpp"
#include "shared.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace tuantra::domain;
using tuantra::tests::number;
using tuantra::tests::read_csv;

TEST_CASE("the equal-area plane is that of PROJ", "[unit]")
{
    // PROJ 9.1.1
    const PlanePoint p = to_plane({106.6881, 21.854});
    CHECK(p.x == Approx(-135789.3071).margin(0.001));
    CHECK(p.y == Approx(648153.2238).margin(0.001));
    CHECK(to_plane(plane_centre).x == 0);
    CHECK(std::abs(to_plane(plane_centre).y) < 1e-8);
}

TEST_CASE("places on the equal-area plane agree with the reference to a millimetre", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto rows = read_csv(shared / "reference" / "proj" / "wgs84_projected.csv");
    REQUIRE(rows.size() >= 10);
    for (const auto& row : rows) {
        const LonLat place{number(row, "lon_deg"), number(row, "lat_deg")};
        CAPTURE(place.lon, place.lat);
        const PlanePoint p = to_plane(place);
        CHECK(std::abs(p.x - number(row, "laea_16_108_x")) < 0.001);
        CHECK(std::abs(p.y - number(row, "laea_16_108_y")) < 0.001);
        const LonLat back = from_plane(p);
        CHECK(std::abs(back.lon - place.lon) < 1e-10);
        CHECK(std::abs(back.lat - place.lat) < 1e-10);
    }
}

TEST_CASE("the equal-area plane leads back to every place on the earth", "[unit]")
{
    for (double lon = -180; lon < 180; lon += 23.5)
        for (double lat = -90; lat <= 90; lat += 7.5) {
            const LonLat place{lon, lat};
            if (distance_m(place, {-72, -16}) < 300'000) continue;  // opposite the centre
            CAPTURE(lon, lat);
            CHECK(distance_m(from_plane(to_plane(place)), place) < 1e-3);
        }
}

TEST_CASE("a square of the equal-area plane has its area on the ground", "[unit]")
{
    for (const PlanePoint corner : {PlanePoint{0, 0}, PlanePoint{-600'000, 700'000}, PlanePoint{300'000, -900'000}}) {
        Ring ring;
        // Straight on the plane is not straight on the ground: short sides keep the difference out.
        constexpr int parts = 50;
        constexpr double side = 20'000;
        const auto walk = [&](double x, double y, double dx, double dy) {
            for (int i = 0; i < parts; ++i)
                ring.push_back(from_plane({corner.x + x + dx * i / parts, corner.y + y + dy * i / parts}));
        };
        walk(0, 0, side, 0);
        walk(side, 0, 0, side);
        walk(side, side, -side, 0);
        walk(0, side, 0, -side);
        CHECK(ring_area(ring).area_m2 == Approx(side * side).epsilon(1e-6));
    }
}
