#include "view/measure.hpp"

#include "domain/geodesy.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace tuantra;

TEST_CASE("A path's legs are geodesics with their bearing, and its length is their sum", "[unit]")
{
    const auto m = view::measured({{0, 0}, {1, 0}, {1, 90}}, false);
    REQUIRE(m.legs.size() == 2);
    CHECK(m.legs[0].distance_m == Approx(111319.4908).margin(0.001));
    CHECK(m.legs[0].bearing_deg == Approx(90));
    CHECK(m.legs[1].distance_m == Approx(10001965.729).margin(0.001));
    CHECK(m.legs[1].bearing_deg == Approx(0).margin(1e-9));
    CHECK(m.length_m == Approx(111319.4908 + 10001965.729).margin(0.002));
    CHECK_FALSE(m.area_m2);
    CHECK(view::measured({{106, 21}, {105, 21}}, false).legs[0].bearing_deg == Approx(270).margin(0.5));
    CHECK(view::measured({{106, 21}}, true).legs.empty());
}

TEST_CASE("A closed figure has the area and the perimeter that GeographicLib's own test gives", "[unit]")
{
    // GeographicLib's Planimeter test: one degree square at the equator.
    for (const domain::Polyline& ring :
         {domain::Polyline{{0, 0}, {1, 0}, {1, 1}, {0, 1}}, domain::Polyline{{0, 1}, {1, 1}, {1, 0}, {0, 0}}}) {
        const auto m = view::measured(ring, true);
        REQUIRE(m.legs.size() == 4);
        CHECK(m.length_m == Approx(443770.917248302).epsilon(1e-12));
        REQUIRE(m.area_m2);
        CHECK(*m.area_m2 == Approx(12308778361.469452).epsilon(1e-12));
    }
}

TEST_CASE("A figure whose sides cross has no area", "[unit]")
{
    const domain::Polyline bow{{0, 0}, {1, 1}, {1, 0}, {0, 1}};
    CHECK(view::crosses_itself(bow));
    CHECK_FALSE(view::measured(bow, true).area_m2);
    CHECK_FALSE(view::crosses_itself({{0, 0}, {1, 0}, {1, 1}, {0.4, 0.5}, {0, 1}}));
    CHECK_FALSE(view::crosses_itself({{0, 0}, {1, 0}, {0, 1}}));
    CHECK(view::crosses_itself({{0, 0}, {2, 0}, {2, 1}, {1, 0}, {0, 1}}));  // a corner on another side
}

TEST_CASE("A drawn geodesic keeps its ends, its length and its step", "[unit]")
{
    const domain::LonLat a{105.8, 21}, b{-70, 45};
    const auto line = view::geodesic(a, b, 100'000);
    CHECK(line.front() == a);
    CHECK(line.back() == b);
    const double whole = domain::distance_m(a, b);
    CHECK(domain::length_m(line) == Approx(whole).epsilon(1e-9));
    for (std::size_t i = 0; i + 1 < line.size(); ++i) CHECK(domain::distance_m(line[i], line[i + 1]) < 100'001);
    CHECK(view::geodesic(a, a, 10).size() == 2);
    CHECK(view::geodesic(a, b, 1).size() == 513);
}

TEST_CASE("Every corner of a ring is as far from its centre as the radius says", "[unit]")
{
    const domain::Circle circle{{106.7, 21.9}, 25};
    const auto ring = view::ring_of(circle, 32);
    REQUIRE(ring.size() == 32);
    for (const auto& p : ring) CHECK(domain::distance_m(circle.centre, p) == Approx(25'000).margin(0.001));
}

TEST_CASE("Round numbers are 1, 2 or 5 times a power of ten", "[unit]")
{
    CHECK(view::round_below(1) == Approx(1));
    CHECK(view::round_below(9.99) == Approx(5));
    CHECK(view::round_below(1000) == Approx(1000));
    CHECK(view::round_below(0.03) == Approx(0.02));
    CHECK(view::round_below(0) == 0);
    CHECK(view::rounded_to(1234.5, 100) == Approx(1200));
    CHECK(view::rounded_to(1234.5, 30) == Approx(1250));
    CHECK(view::rounded_to(1234.5, 0.1) == Approx(1234.5));
    CHECK(view::rounded_to(7, 0) == 7);
}
