#include "render/raster.hpp"
#include "render/track_levels.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace tuantra;

TEST_CASE("A raster keeps the squares that hold something, each with its neighbours' rim", "[unit]")
{
    render::Raster raster;
    raster.columns = 70;
    raster.rows = 40;
    raster.side = 16;
    const auto at = [](int x, int y) { return x == 16 && y == 5 ? 7U : x == 69 && y == 39 ? 9U : 0U; };
    raster.fill(at);
    REQUIRE(raster.squares.size() == 2);
    CHECK(raster.squares[0].column == 1);
    CHECK(raster.squares[0].row == 0);
    CHECK(raster.squares[1].column == 4);
    CHECK(raster.squares[1].row == 2);
    REQUIRE(raster.texels.size() == std::size_t{2} * 18 * 18);
    CHECK(raster.texels[6 * 18 + 1] == 7);
    CHECK(std::count(raster.texels.begin(), raster.texels.end(), 7U) == 1);
    CHECK(std::count(raster.texels.begin(), raster.texels.end(), 9U) == 1);
    raster.fill([](int, int) { return 0U; });
    CHECK(raster.squares.empty());
}

TEST_CASE("A line on the canvas covers about its length times its width, whatever its slope", "[unit]")
{
    for (int degrees = 0; degrees < 360; degrees += 15) {
        render::LineCanvas canvas(200, 200);
        const auto angle = static_cast<float>(degrees * M_PI / 180);
        const render::Pixel a{100.3F, 99.8F}, b{a.x + 80 * std::cos(angle), a.y + 80 * std::sin(angle)};
        canvas.line(a, b, 0.7F, 3);
        double sum = 0;
        for (int y = 0; y < 200; ++y)
            for (int x = 0; x < 200; ++x) {
                sum += canvas.at(x, y).cover / 255.0;
                if (canvas.at(x, y).cover > 0) CHECK(canvas.at(x, y).colour == 3);
            }
        CHECK(sum == Approx(80 * 1.4).margin(4));
    }
}

TEST_CASE("Lines that pass where others did are counted and change nothing else", "[unit]")
{
    render::LineCanvas canvas(60, 20);
    const auto walk = [&](std::uint8_t colour) {
        for (int x = 5; x < 50; ++x)
            canvas.line({static_cast<float>(x) + 0.3F, 10.5F}, {static_cast<float>(x) + 1.3F, 10.5F}, 0.6F, colour);
    };
    walk(1);
    const auto before = canvas.at(30, 10);
    CHECK(before.cover == 255);
    for (int i = 0; i < 500; ++i) walk(2);
    CHECK(canvas.at(30, 10).cover == before.cover);
    CHECK(canvas.at(30, 10).colour == 1);
    CHECK(canvas.at(30, 10).times == before.times + 500);
    CHECK(canvas.at(30, 3).times == 0);
}

TEST_CASE("Lines that leave the canvas are drawn as far as it goes, and none does harm", "[unit]")
{
    render::LineCanvas canvas(50, 30);
    canvas.line({-1e6F, 15.5F}, {1e6F, 15.5F}, 0.5F, 1);
    for (int x = 0; x < 50; ++x) CHECK(canvas.at(x, 15).cover > 240);
    canvas.line({10, -1e7F}, {10, -5}, 0.7F, 2);
    canvas.line({60, 40}, {70, 80}, 0.7F, 2);
    canvas.line({20.5F, -50}, {20.5F, 100}, 0.5F, 2);
    CHECK(canvas.at(20, 0).cover > 240);
    CHECK(canvas.at(20, 29).cover > 240);
    CHECK(canvas.at(20, 0).colour == 2);
    CHECK(canvas.at(10, 0).cover == 0);
    canvas.line({5, 5}, {5, 5}, 0.7F, 4);
    CHECK(canvas.at(5, 5).cover > 0);
}

TEST_CASE("Levels of tracks keep the ends of every piece and what is needed between", "[unit]")
{
    auto tracks = std::make_shared<domain::TrackColumns>();
    std::mt19937 random(11);
    std::normal_distribution<double> step(0, 60);
    for (int piece = 0; piece < 700; ++piece) {
        tracks->start.push_back(tracks->map.size());
        tracks->track_id.push_back(piece);
        domain::MapPoint p{step(random) * 100, step(random) * 100};
        const int fixes = piece % 50 == 0 ? piece % 3 : 300;  // also none and one
        for (int i = 0; i < fixes; ++i) tracks->map.push_back(p = {p.x + step(random), p.y + step(random)});
    }
    tracks->start.push_back(tracks->map.size());
    const render::TrackLevels levels(tracks);
    CHECK(levels.level(0).fixes.empty());
    const auto& level = levels.level(600);
    REQUIRE(level.tolerance == 512);
    REQUIRE(level.start.size() == tracks->start.size());
    CHECK(level.fixes.size() < tracks->map.size() / 2);
    for (std::size_t piece = 0; piece < tracks->pieces(); ++piece) {
        const std::size_t begin = tracks->start[piece], end = tracks->start[piece + 1];
        const std::size_t from = level.start[piece], to = level.start[piece + 1];
        REQUIRE((begin == end) == (from == to));
        if (begin == end) continue;
        CHECK(level.fix(from) == begin);
        CHECK(level.fix(to - 1) == end - 1);
        std::size_t kept = from;
        for (std::size_t i = begin; i < end; ++i) {
            if (kept + 1 < to && level.fix(kept + 1) == i) ++kept;
            const auto p = tracks->map[i], q = tracks->map[level.fix(kept)];
            CHECK(std::hypot(p.x - q.x, p.y - q.y) <= 2 * level.tolerance);
            CHECK(levels.extent(piece).has(p));
        }
    }
}
