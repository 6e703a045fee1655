#include "analysis/hexagons.hpp"
#include "analysis/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

using namespace tuantra::analysis;

namespace {

double distance(XY a, XY b)
{
    return std::hypot(a.x - b.x, a.y - b.y);
}

/// To the left of every side, or on it to rounding.
bool inside(const std::array<XY, 6>& ring, XY p, double slack)
{
    for (std::size_t i = 0; i < 6; ++i) {
        const XY a = ring[i], b = ring[(i + 1) % 6];
        if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) < -slack) return false;
    }
    return true;
}

XY anywhere(Random& random, double reach)
{
    return {(2 * random.uniform() - 1) * reach, (2 * random.uniform() - 1) * reach};
}

}  // namespace

TEST_CASE("every hexagon has the area asked for", "[unit]")
{
    for (const double area : {0.01, 1.0, 25.0, 1000.0}) {
        const HexGrid grid(area, {500, -300});
        CHECK(grid.area_km2() == area);
        for (const HexCell cell : {HexCell{0, 0}, HexCell{-7, 12}, HexCell{900, -2000}}) {
            const auto ring = grid.polygon(cell);
            double twice = 0;
            for (std::size_t i = 0; i < 6; ++i) {
                const XY a = ring[i], b = ring[(i + 1) % 6], c = grid.centre(cell);
                twice += (a.x - c.x) * (b.y - c.y) - (b.x - c.x) * (a.y - c.y);
                CHECK(distance(a, c) == Approx(grid.side_m()).epsilon(1e-9));
            }
            CHECK(twice / 2 == Approx(area * 1e6).epsilon(1e-9));
        }
    }
}

TEST_CASE("a cell's centre lies in the cell", "[unit]")
{
    const HexGrid grid(3, {1234.5, -77});
    CHECK(grid.centre({0, 0}).x == 1234.5);
    CHECK(grid.at({1234.5, -77}) == HexCell{0, 0});
    Random random(1);
    for (int i = 0; i < 2000; ++i) {
        const HexCell cell{static_cast<std::int32_t>(random.below(4000)) - 2000,
                           static_cast<std::int32_t>(random.below(4000)) - 2000};
        CHECK(grid.at(grid.centre(cell)) == cell);
    }
}

TEST_CASE("a point lies in the cell whose centre is nearest and within its polygon", "[unit]")
{
    const HexGrid grid(2, {10, 20});
    Random random(2);
    for (int i = 0; i < 20000; ++i) {
        const XY p = anywhere(random, i % 2 == 0 ? 5e3 : 2e6);
        const HexCell cell = grid.at(p);
        const double near = distance(p, grid.centre(cell));
        CHECK(near <= grid.side_m() * (1 + 1e-9));
        for (const HexCell other : neighbours(cell)) CHECK(near <= distance(p, grid.centre(other)) + 1e-9);
        CHECK(inside(grid.polygon(cell), p, 1e-3));
    }
}

TEST_CASE("a point on a side belongs to the western cell, one on a corner to the lower row", "[unit]")
{
    // A spacing of 2 km between centres makes the sides to the east and the west exact numbers.
    const double side = 2000 / std::sqrt(3.0);
    const HexGrid grid(1.5 * std::sqrt(3.0) * side * side / 1e6);
    REQUIRE(grid.spacing_m() == Approx(2000).epsilon(1e-15));
    CHECK(grid.at({grid.spacing_m() / 2, 0}) == HexCell{0, 0});
    CHECK(grid.at({-grid.spacing_m() / 2, 0}) == HexCell{0, -1});
    CHECK(grid.at({0, grid.side_m() * (1 + 1e-12)}).row == 1);
    CHECK(grid.at({0, grid.side_m() * (1 - 1e-12)}) == HexCell{0, 0});
}

TEST_CASE("neighbours share a side, to the last bit, and count each other", "[unit]")
{
    const HexGrid grid(7, {3, 4});
    for (const HexCell cell : {HexCell{0, 0}, HexCell{-3, 8}, HexCell{12345, -6789}}) {
        const auto ring = grid.polygon(cell);
        std::set<HexCell> different;
        for (const HexCell other : neighbours(cell)) {
            different.insert(other);
            CHECK(hex_distance(cell, other) == 1);
            CHECK(distance(grid.centre(cell), grid.centre(other)) == Approx(grid.spacing_m()).epsilon(1e-6));
            const auto back = neighbours(other);
            CHECK(std::count(back.begin(), back.end(), cell) == 1);
            int shared = 0;
            for (const XY& p : grid.polygon(other))
                shared += static_cast<int>(
                    std::count_if(ring.begin(), ring.end(), [&](const XY& q) { return p.x == q.x && p.y == q.y; }));
            CHECK(shared == 2);
        }
        CHECK(different.size() == 6);
    }
}

TEST_CASE("rings hold all cells at their distance, each once", "[unit]")
{
    const HexCell middle{5, -9};
    CHECK(hex_ring(middle, 0) == std::vector<HexCell>{middle});
    std::set<HexCell> all;
    for (std::int32_t steps = 0; steps <= 6; ++steps) {
        const auto ring = hex_ring(middle, steps);
        CHECK(ring.size() == (steps == 0 ? 1U : 6U * static_cast<unsigned>(steps)));
        for (std::size_t i = 0; i < ring.size(); ++i) {
            CHECK(hex_distance(middle, ring[i]) == steps);
            CHECK(all.insert(ring[i]).second);
            if (steps > 0) CHECK(hex_distance(ring[i], ring[(i + 1) % ring.size()]) == 1);
        }
    }
    for (std::int32_t row = -3; row < 14; ++row)
        for (std::int32_t q = -18; q < 0; ++q)
            CHECK((all.count({row, q}) == 1) == (hex_distance(middle, {row, q}) <= 6));
    CHECK_THROWS_AS(hex_ring(middle, -1), std::invalid_argument);
}

TEST_CASE("the cells that cover a rectangle are those that touch it", "[unit]")
{
    const HexGrid grid(1, {50, 60});
    Random random(3);
    for (int trial = 0; trial < 60; ++trial) {
        const XY a = anywhere(random, 20000);
        const XY b{a.x + 4000 * random.uniform(), a.y + (trial % 5 == 0 ? 0 : 4000) * random.uniform()};
        const auto cells = grid.covering(a, b);
        const std::set<HexCell> found(cells.begin(), cells.end());
        CHECK(found.size() == cells.size());
        CHECK(std::is_sorted(cells.begin(), cells.end()));
        // Every point of the rectangle lies in one of them, and each of them has a point in it.
        for (int i = 0; i < 200; ++i)
            CHECK(found.count(grid.at({a.x + (b.x - a.x) * random.uniform(), a.y + (b.y - a.y) * random.uniform()})));
        for (const HexCell cell : cells) {
            bool touches = false;
            const XY c = grid.centre(cell);
            const XY nearest{std::clamp(c.x, a.x, b.x), std::clamp(c.y, a.y, b.y)};
            for (int i = 0; i <= 400 && !touches; ++i) {
                // Along the nearest part of the rectangle: the hexagon is widest where it comes nearest to its centre.
                const double x = a.x + (b.x - a.x) * i / 400;
                touches = inside(grid.polygon(cell), {x, nearest.y}, 1e4) || inside(grid.polygon(cell), nearest, 1e-3);
            }
            CHECK(touches);
        }
    }
    CHECK(grid.covering({50, 60}, {50, 60}) == std::vector<HexCell>{{0, 0}});
}

TEST_CASE("hexagons refuse what is not a place or an area", "[unit]")
{
    const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    for (const double area : {0.0, -1.0, nan, inf}) CHECK_THROWS_AS(HexGrid(area), std::invalid_argument);
    CHECK_THROWS_AS(HexGrid(1, {nan, 0}), std::invalid_argument);
    const HexGrid grid(1);
    CHECK_THROWS_AS(grid.at({nan, 0}), std::invalid_argument);
    CHECK_THROWS_AS(grid.at({0, 1e30}), std::invalid_argument);
    CHECK_THROWS_AS(grid.covering({1, 1}, {0, 2}), std::invalid_argument);
    CHECK_THROWS_AS(grid.covering({nan, 1}, {0, 2}), std::invalid_argument);
    CHECK_THROWS_AS(grid.covering({0, 0}, {1e8, 1e8}), std::invalid_argument);
}
