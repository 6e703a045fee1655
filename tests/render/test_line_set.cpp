#include "render/line_set.hpp"
#include "render/place_index.hpp"
#include "render/strokes.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace tuantra;
using domain::MapPoint;

TEST_CASE("Coarser levels keep fewer points and both ends", "[unit]")
{
    std::vector<MapPoint> line;
    for (int i = 0; i <= 10'000; ++i) line.push_back({i * 10.0, 300 * std::sin(i * 0.01)});
    const render::LineSet set(std::vector<std::vector<MapPoint>>{line});
    CHECK(set.level(0).points.size() == line.size());
    const auto& coarse = set.level(1000);
    CHECK(coarse.tolerance <= 1000);
    CHECK(coarse.points.size() < 300);
    CHECK(coarse.points.front() == line.front());
    CHECK(coarse.points.back() == line.back());
}

TEST_CASE("Points of a level lie within its tolerance of those left out", "[unit]")
{
    std::mt19937 random(7);
    std::normal_distribution<double> step(0, 30);
    std::vector<MapPoint> line{{0, 0}};
    for (int i = 0; i < 5000; ++i) line.push_back({line.back().x + step(random), line.back().y + step(random)});
    const render::LineSet set(std::vector<std::vector<MapPoint>>{line});
    const auto& level = set.level(200);
    REQUIRE(level.tolerance > 0);
    std::size_t kept = 0;
    for (const MapPoint p : line) {
        if (kept + 1 < level.points.size() && p == level.points[kept + 1]) ++kept;
        CHECK(std::hypot(p.x - level.points[kept].x, p.y - level.points[kept].y) <= 2 * level.tolerance);
    }
}

TEST_CASE("Only the runs of segments that touch the box are visited", "[unit]")
{
    std::vector<MapPoint> line;
    for (int i = 0; i < 100; ++i) line.push_back({i * 100.0, 0});
    const render::LineSet set({line, {{0, 5000}, {100, 5000}}}, true);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> runs;
    render::each_run(set.level(0), {1950, -10, 2250, 10}, [&](const auto& chunk, std::uint32_t from, std::uint32_t to) {
        CHECK(chunk.line == 0);
        runs.emplace_back(from, to);
    });
    REQUIRE(runs.size() == 1);
    CHECK(runs[0].first == 19);
    CHECK(runs[0].second == 23);
    CHECK(set.level(0).along[19] == Approx(1900));
}

TEST_CASE("The index of places finds exactly what a box holds", "[unit]")
{
    std::mt19937 random(3);
    std::uniform_real_distribution<double> at(0, 1e6);
    std::vector<MapPoint> places;
    std::vector<std::uint32_t> rows;
    for (std::uint32_t i = 0; i < 20'000; ++i) {
        places.push_back({at(random), at(random)});
        if (i % 3 != 0) rows.push_back(i);
    }
    const render::PlaceIndex index(places, rows);
    const render::MapBox box{2e5, 3e5, 4e5, 3.2e5};
    std::vector<std::uint32_t> found, expected;
    index.each(box, [&](std::uint32_t row, MapPoint) { found.push_back(row); });
    for (const std::uint32_t row : rows)
        if (box.has(places[row])) expected.push_back(row);
    std::sort(found.begin(), found.end());
    CHECK(found == expected);
    CHECK(index.at_most(box) >= expected.size());
    CHECK(render::PlaceIndex(places, {}).at_most(box) == 0);
}
