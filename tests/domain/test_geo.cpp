#include "domain/geo.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace tuantra::domain;

TEST_CASE("the display plane is spherical Web Mercator", "[unit]")
{
    // R * radians(lon), R * ln(tan(pi/4 + lat/2)) with R = 6378137.
    const MapPoint hai_phong = to_map({106.8, 20.86});
    CHECK(hai_phong.x == Approx(11888921.6).margin(0.05));
    CHECK(hai_phong.y == Approx(2375192.89).margin(0.05));
    CHECK(to_map({0, 0}).y == Approx(0).margin(1e-9));
    CHECK(to_map({180, 0}).x == Approx(map_extent));
}

TEST_CASE("the display plane ends at its square also at the poles", "[unit]")
{
    CHECK(to_map({0, 90}).y == Approx(map_extent));
    CHECK(to_map({0, -90}).y == Approx(-map_extent));
    CHECK(to_map({0, 86}).y == map_extent);
    CHECK(to_map({0, 85}).y < map_extent);
}

TEST_CASE("places return from the display plane", "[unit]")
{
    for (const LonLat p : {LonLat{102.14, 22.4}, LonLat{109.46, 12.65}, LonLat{-70, -33}, LonLat{179.9, 84.9}}) {
        const LonLat back = to_lon_lat(to_map(p));
        CHECK(back.lon == Approx(p.lon).epsilon(1e-12));
        CHECK(back.lat == Approx(p.lat).epsilon(1e-12));
    }
}

TEST_CASE("a place outside the degrees of the Earth is not valid", "[unit]")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double inf = std::numeric_limits<double>::infinity();
    CHECK(is_valid({180, 90}));
    CHECK(is_valid({-180, -90}));
    CHECK_FALSE(is_valid({106, 95}));
    CHECK_FALSE(is_valid({181, 10}));
    CHECK_FALSE(is_valid({nan, 10}));
    CHECK_FALSE(is_valid({106, nan}));
    CHECK_FALSE(is_valid({inf, 10}));
    CHECK_FALSE(is_valid({106, -inf}));
}

TEST_CASE("a box holds its sides", "[unit]")
{
    const Box box{105, 10, 107, 12};
    CHECK(contains(box, {105, 10}));
    CHECK(contains(box, {107, 12}));
    CHECK_FALSE(contains(box, {107.0001, 12}));
    CHECK_FALSE(contains(box, {106, 9.9999}));
}

TEST_CASE("a polygon holds what its hole does not", "[unit]")
{
    const Polygon polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, {{4, 4}, {6, 4}, {6, 6}, {4, 6}}};
    CHECK(contains(polygon, {2, 2}));
    CHECK(contains(polygon, {5, 7}));
    CHECK_FALSE(contains(polygon, {5, 5}));
    CHECK_FALSE(contains(polygon, {11, 5}));
    CHECK_FALSE(contains(polygon, {-1, 4}));
    CHECK_FALSE(contains(Polygon{}, {0, 0}));
}

TEST_CASE("a ring may repeat its first point", "[unit]")
{
    const Polygon open{{{0, 0}, {10, 0}, {5, 10}}};
    const Polygon closed{{{0, 0}, {10, 0}, {5, 10}, {0, 0}}};
    for (double lon = -0.5; lon < 11; lon += 0.7)
        for (double lat = -0.5; lat < 11; lat += 0.7) CHECK(contains(open, {lon, lat}) == contains(closed, {lon, lat}));
}

TEST_CASE("a ray through a corner counts once", "[unit]")
{
    const Polygon diamond{{{0, 5}, {5, 0}, {10, 5}, {5, 10}}};
    CHECK(contains(diamond, {1, 5}));
    CHECK(contains(diamond, {9, 5}));
    CHECK_FALSE(contains(diamond, {-1, 5}));
    CHECK_FALSE(contains(diamond, {-1, 10}));
}

TEST_CASE("bounds hold every point and nothing has no bounds", "[unit]")
{
    CHECK_FALSE(bounds({}).has_value());
    CHECK(bounds({{106, 16}}) == Box{106, 16, 106, 16});
    CHECK(bounds({{106, 16}, {104, 18}, {105, 9}}) == Box{104, 9, 106, 18});
}
