#include "analysis/contours.hpp"
#include "analysis/random.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace tuantra::analysis;

namespace {

double signed_area(const PlaneRing& ring)
{
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const XY& a = ring[i];
        const XY& b = ring[(i + 1) % ring.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return twice / 2;
}

/// How often the rings go round a point: 1 where it is above the level.
int turns(const std::vector<PlaneRing>& rings, XY p)
{
    int count = 0;
    for (const PlaneRing& ring : rings)
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const XY& a = ring[i];
            const XY& b = ring[(i + 1) % ring.size()];
            if ((a.y > p.y) == (b.y > p.y)) continue;
            if (a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x) > p.x) count += b.y > a.y ? 1 : -1;
        }
    return count;
}

}  // namespace

TEST_CASE("percent-volume levels take the highest cells first", "[unit]")
{
    const Grid grid{{0, 0}, 1000, 5, 1};
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const std::vector<float> values{10, 40, nan, 30, 20};
    const auto levels = volume_levels(grid, values, std::vector<double>{25, 40, 50, 75, 90, 95, 100});
    const double expected[] = {40, 40, 30, 20, 20, 10, 10}, area[] = {1, 1, 2, 3, 3, 4, 4};
    REQUIRE(levels.size() == 7);
    for (std::size_t i = 0; i < 7; ++i) {
        CHECK(levels[i].level == expected[i]);
        CHECK(levels[i].area_km2 == area[i]);
    }
    // Equal values are taken together, as a level cannot part them.
    const auto equal = volume_levels(grid, std::vector<float>{1, 1, 1, 1, 0});
    REQUIRE(equal.size() == 5);
    CHECK(equal[0].percent == 25);
    CHECK(equal[0].area_km2 == 4);
    CHECK_THROWS_AS(volume_levels(grid, std::vector<float>{0, 0, nan, 0, 0}), std::invalid_argument);
    CHECK_THROWS_AS(volume_levels(grid, std::vector<float>{1}), std::invalid_argument);
    CHECK_THROWS_AS(volume_levels(grid, values, std::vector<double>{0}), std::invalid_argument);
}

TEST_CASE("a single cell is a diamond, counter-clockwise", "[unit]")
{
    const Grid grid{{100, 200}, 10, 3, 3};
    const auto rings = isolines(grid, std::vector<float>{0, 0, 0, 0, 4, 0, 0, 0, 0}, 1);
    REQUIRE(rings.size() == 1);
    REQUIRE(rings[0].size() == 4);
    for (const XY& p : rings[0]) CHECK(std::abs(p.x - 115) + std::abs(p.y - 215) == Approx(7.5));
    CHECK(signed_area(rings[0]) == Approx(2 * 7.5 * 7.5));
}

TEST_CASE("a hill that reaches the edge of the grid is closed there, a hollow turns the other way", "[unit]")
{
    const Grid grid{{0, 0}, 1, 5, 5};
    std::vector<float> values(25, 2);
    values[12] = 0;
    const auto rings = isolines(grid, values, 1);
    REQUIRE(rings.size() == 2);
    CHECK(signed_area(rings[0]) > 20);
    CHECK(signed_area(rings[1]) == Approx(-0.5));
    const float nan = std::numeric_limits<float>::quiet_NaN();
    values[12] = nan;
    CHECK(isolines(grid, values, 1).size() == 2);
}

TEST_CASE("two corners across are joined when the middle is above", "[unit]")
{
    const Grid grid{{0, 0}, 1, 2, 2};
    CHECK(isolines(grid, std::vector<float>{3, 0, 0, 3}, 1).size() == 1);
    CHECK(isolines(grid, std::vector<float>{3, 0, 0, 3}, 2).size() == 2);
    CHECK(isolines(grid, std::vector<float>{0, 3, 3, 0}, 1).size() == 1);
    CHECK(isolines(grid, std::vector<float>{0, 3, 3, 0}, 2).size() == 2);
}

TEST_CASE("isolines part the cells above a level from those below", "[unit]")
{
    Random random(9);
    for (int trial = 0; trial < 60; ++trial) {
        const Grid grid{{-3, 5}, 2, 1 + random.below(12), 1 + random.below(12)};
        std::vector<float> values(grid.size());
        // Few different values make ties with the level and saddles common.
        for (float& v : values) v = static_cast<float>(random.below(trial % 2 == 0 ? 4 : 1000));
        const double level = trial % 2 == 0 ? 2 : 500.5;
        const auto rings = isolines(grid, values, level);
        for (std::size_t i = 0; i < values.size(); ++i) {
            // A centre on the level lies on the line; a little beside it would be either.
            if (double{values[i]} == level) continue;
            const int inside = turns(rings, grid.centre(i % grid.columns, i / grid.columns));
            CHECK(inside == (double{values[i]} > level ? 1 : 0));
        }
    }
}

TEST_CASE("the ring around a round hill has its circle's length and area", "[unit]")
{
    const Grid grid{{-50, -50}, 1, 100, 100};
    std::vector<float> values;
    for (std::size_t r = 0; r < 100; ++r)
        for (std::size_t c = 0; c < 100; ++c) {
            const XY p = grid.centre(c, r);
            values.push_back(static_cast<float>(std::exp(-(p.x * p.x + p.y * p.y) / 800)));
        }
    const auto rings = isolines(grid, values, std::exp(-0.5));
    REQUIRE(rings.size() == 1);
    CHECK(signed_area(rings[0]) == Approx(3.141592653589793 * 400).epsilon(0.002));
}

TEST_CASE("isolines refuse a level of zero or none", "[unit]")
{
    const Grid grid{{0, 0}, 1, 2, 1};
    const std::vector<float> values{1, 2};
    CHECK_THROWS_AS(isolines(grid, values, 0), std::invalid_argument);
    CHECK_THROWS_AS(isolines(grid, values, std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
    CHECK_THROWS_AS(isolines(grid, std::vector<float>{1}, 1), std::invalid_argument);
    CHECK(isolines(grid, values, 3).empty());
}
