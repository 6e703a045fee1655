#include "analysis/best.hpp"

#include "analysis/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

using namespace tuantra::analysis;

namespace {

double brute_equal(std::vector<double> at, const std::vector<double>& weights, double each, std::size_t count)
{
    // Tries every set of starting events.
    std::vector<std::size_t> order(at.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return at[a] < at[b]; });
    const std::function<double(std::size_t, std::size_t)> best = [&](std::size_t first, std::size_t left) {
        double most = 0;
        if (left == 0) return most;
        for (std::size_t i = first; i < order.size(); ++i) {
            double weight = 0;
            std::size_t end = i;
            while (end < order.size() && at[order[end]] <= at[order[i]] + each + 1e-7) weight += weights[order[end++]];
            most = std::max(most, weight + best(end, left - 1));
        }
        return most;
    };
    return best(0, count);
}

/// Every subset of cells as bits: at most `count` runs, each long enough.
double brute_free(const std::vector<double>& weights, int steps, std::size_t count, int least)
{
    double most = 0;
    for (unsigned mask = 0; mask < (1U << weights.size()); ++mask) {
        if (__builtin_popcount(mask) > steps) continue;
        double weight = 0;
        std::size_t runs = 0;
        int run = 0;
        bool fits = true;
        for (std::size_t i = 0; i <= weights.size(); ++i) {
            if (i < weights.size() && ((mask >> i) & 1U)) {
                weight += weights[i];
                ++run;
            } else if (run > 0) {
                fits = fits && run >= least;
                ++runs;
                run = 0;
            }
        }
        if (fits && runs <= count) most = std::max(most, weight);
    }
    return most;
}

/// Over all circles through two points, and one round every point.
double brute_circle(const std::vector<XY>& points, const std::vector<double>& weights, double radius)
{
    double most = 0;
    const auto inside = [&](double x, double y) {
        double weight = 0;
        for (std::size_t k = 0; k < points.size(); ++k)
            if (std::hypot(points[k].x - x, points[k].y - y) <= radius * (1 + 1e-9)) weight += weights[k];
        most = std::max(most, weight);
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        inside(points[i].x, points[i].y);
        for (std::size_t j = 0; j < points.size(); ++j) {
            const double dx = points[j].x - points[i].x, dy = points[j].y - points[i].y, d = std::hypot(dx, dy);
            if (d == 0 || d > 2 * radius) continue;
            const double h = std::sqrt(radius * radius - d * d / 4);
            inside(points[i].x + dx / 2 - dy / d * h, points[i].y + dy / 2 + dx / d * h);
        }
    }
    return most;
}

}  // namespace

TEST_CASE("The best ten kilometres are where the counts say", "[unit]")
{
    const std::vector<double> at{1, 20, 24, 30, 30.001, 55, 99};
    const auto best = best_stretch(at, {}, 100, 10);
    REQUIRE(best.stretches.size() == 1);
    CHECK(best.stretches[0].from_km == 20);
    CHECK(best.stretches[0].to_km == 30);
    CHECK(best.stretches[0].events == 3);
    CHECK(best.share == Approx(3.0 / 7));
    const auto end = best_stretch(std::vector<double>{98, 99}, {}, 100, 10);
    CHECK(end.stretches[0].from_km == 90);
    CHECK(end.stretches[0].to_km == 100);
    CHECK(end.weight == 2);
}

TEST_CASE("Several stretches hold as much as the best of all choices", "[unit]")
{
    Random random(31);
    for (int round = 0; round < 60; ++round) {
        std::vector<double> at(12), weights(12);
        for (double& x : at) x = std::floor(random.uniform() * 1000) / 10;
        for (double& w : weights) w = static_cast<double>(random.below(5));
        const std::size_t count = 1 + random.below(4);
        const auto best = best_equal_stretches(at, weights, 100, 24, count);
        REQUIRE(best.weight == Approx(brute_equal(at, weights, 24.0 / static_cast<double>(count), count)));
        for (std::size_t i = 0; i < best.stretches.size(); ++i) {
            const Stretch& s = best.stretches[i];
            REQUIRE(s.from_km >= 0);
            REQUIRE(s.to_km <= 100 + 1e-9);
            REQUIRE(s.to_km - s.from_km == Approx(24.0 / static_cast<double>(count)));
            if (i > 0) REQUIRE(s.from_km >= best.stretches[i - 1].to_km - 1e-9);
        }
    }
}

TEST_CASE("Stretches of free lengths hold as much as the best of all subsets of cells", "[unit]")
{
    Random random(8);
    for (int round = 0; round < 80; ++round) {
        std::vector<double> weights(11);
        for (double& w : weights) w = static_cast<double>(random.below(6));
        const auto count = 1 + random.below(3), least = 1 + random.below(3), steps = least + random.below(6);
        const auto best = best_free_stretches(weights, 2, steps, count, least);
        REQUIRE(best.weight == brute_free(weights, static_cast<int>(steps), count, static_cast<int>(least)));
        double length = 0, held = 0;
        for (const Stretch& s : best.stretches) {
            length += s.to_km - s.from_km;
            REQUIRE(s.to_km - s.from_km >= 2.0 * static_cast<double>(least));
            for (auto i = static_cast<std::size_t>(s.from_km / 2); i < static_cast<std::size_t>(s.to_km / 2); ++i)
                held += weights[i];
        }
        REQUIRE(length <= 2.0 * static_cast<double>(steps));
        REQUIRE(held == best.weight);
        REQUIRE(best.stretches.size() <= count);
    }
}

TEST_CASE("The best circle holds as much as the best of all circles through two points", "[unit]")
{
    Random random(17);
    for (int round = 0; round < 40; ++round) {
        std::vector<XY> points(40);
        std::vector<double> weights(40);
        for (XY& p : points) p = {std::floor(random.uniform() * 20) * 1000, std::floor(random.uniform() * 20) * 1000};
        for (double& w : weights) w = static_cast<double>(random.below(4));
        const double radius = 500 + 4000 * random.uniform();
        const auto best = best_circle(points, weights, std::numbers::pi * radius * radius / 1e6);
        REQUIRE(best.weight == brute_circle(points, weights, radius));
        double held = 0;
        for (const std::size_t i : best.members) {
            held += weights[i];
            REQUIRE(std::hypot(points[i].x - best.centre.x, points[i].y - best.centre.y) <= radius + 0.0101);
        }
        REQUIRE(held == best.weight);
    }
}

TEST_CASE("Incidents all at one place make one circle round it", "[unit]")
{
    const std::vector<XY> same(5000, XY{1e6, 2e6});
    const auto best = best_circle(same, {}, 10);
    CHECK(best.weight == 5000);
    CHECK(best.share == 1);
    CHECK(best.centre.x == 1e6);
    CHECK(best.centre.y == 2e6);
}

TEST_CASE("Two incidents exactly a diameter apart are in one circle, and two a metre more are not", "[unit]")
{
    const double area = std::numbers::pi;  // a radius of one kilometre
    const auto both = best_circle(std::vector<XY>{{0, 0}, {1200, 1600}}, {}, area);
    CHECK(both.weight == 2);
    CHECK(both.centre.x == Approx(600));
    CHECK(best_circle(std::vector<XY>{{0, 0}, {2001, 0}}, {}, area).weight == 1);
}

TEST_CASE("Nothing, nonsense and too much are refused", "[unit]")
{
    const std::vector<double> at{1, 2};
    CHECK_THROWS_WITH(best_stretch({}, {}, 100, 10), "not enough: 0 incidents, this test needs 1");
    CHECK_THROWS_AS(best_stretch(at, {}, 100, 0), std::invalid_argument);
    CHECK_THROWS_AS(best_stretch(at, {}, 100, 101), std::invalid_argument);
    CHECK_THROWS_AS(best_stretch(std::vector<double>{101}, {}, 100, 10), std::invalid_argument);
    CHECK_THROWS_AS(best_stretch(std::vector<double>{std::nan("")}, {}, 100, 10), std::invalid_argument);
    CHECK_THROWS_AS(best_stretch(at, std::vector<double>{1, -1}, 100, 10), std::invalid_argument);
    CHECK_THROWS_AS(best_equal_stretches(at, {}, 100, 10, 0), std::invalid_argument);
    CHECK_THROWS_AS(best_free_stretches(at, 1, 2, 1, 3), std::invalid_argument);
    CHECK_THROWS_AS(best_free_stretches(std::vector<double>(100000, 1), 1, 50000, 9), std::invalid_argument);
    CHECK_THROWS_AS(best_circle({}, {}, 10), std::invalid_argument);
    CHECK_THROWS_AS(best_circle(std::vector<XY>{{0, 0}}, {}, 0), std::invalid_argument);
    CHECK_THROWS_AS(best_circle(std::vector<XY>{{0, std::nan("")}}, {}, 5), std::invalid_argument);
}
