#include "analysis/bandwidth.hpp"
#include "analysis/parallel.hpp"
#include "analysis/random.hpp"
#include "reference.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>

using namespace tuantra::analysis;
using namespace tuantra::tests;

namespace {

/// Crowds of a standard deviation of 2 km, thirty of them in a country of 400 km.
std::vector<XY> crowds(std::size_t n)
{
    Random random(11);
    std::vector<XY> centres, points;
    for (int i = 0; i < 30; ++i) centres.push_back({random.uniform() * 4e5, random.uniform() * 4e5});
    while (points.size() < n) {
        const XY c = centres[random.below(30)];
        const double far = 2000 * std::sqrt(-2 * std::log(1 - random.uniform()));
        const double turn = 2 * std::numbers::pi * random.uniform();
        points.push_back({c.x + far * std::cos(turn), c.y + far * std::sin(turn)});
    }
    return points;
}

}  // namespace

TEST_CASE("the likelihood of two events is that of their distance", "[unit]")
{
    const double sigma = 1500, d = 4000;
    const double each = std::log(std::exp(-d * d / (2 * sigma * sigma)) / (2 * std::numbers::pi * sigma * sigma));
    CHECK(cross_validation(std::vector<XY>{{0, 0}, {0, d}}, sigma) == Approx(2 * each).epsilon(1e-14));
    // However far they are: no logarithm of zero.
    CHECK(std::isfinite(cross_validation(std::vector<XY>{{0, 0}, {0, 1e7}}, 1)));
}

TEST_CASE("the chosen bandwidth predicts better than others", "[unit]")
{
    // Exactly, and by cells.
    for (const std::size_t n : {1500U, 4000U}) {
        const auto points = crowds(n);
        const auto choice = choose_bandwidth(points, Kernel::gaussian);
        CHECK(choice.incidents == n);
        CHECK(choice.places == n);
        CHECK(choice.evaluated == n);
        CHECK(choice.bandwidth_m < choice.scott_m / 5);
        const double best = cross_validation(points, choice.bandwidth_m);
        for (const double other : {0.5, 0.9, 1.1, 2.0})
            CHECK(cross_validation(points, choice.bandwidth_m * other) < best);
    }
}

TEST_CASE("a part of the events chooses nearly the bandwidth that all of them do", "[unit]")
{
    // Ten thousand events and ten thousand more of the same kind; the width shrinks by 2^(-1/6) with twice as many.
    const auto some = choose_bandwidth(crowds(10000), Kernel::gaussian);
    const auto more = choose_bandwidth(crowds(20000), Kernel::gaussian);
    CHECK(some.evaluated == 10000);
    CHECK(more.evaluated == 10000);
    CHECK(more.bandwidth_m / some.bandwidth_m == Approx(std::pow(2, -1.0 / 6)).epsilon(0.06));
}

TEST_CASE("the choice depends neither on the order of events nor on threads", "[unit]")
{
    auto points = crowds(12000);
    const auto choice = choose_bandwidth(points, Kernel::quartic, 1);
    CHECK(choose_bandwidth(points, Kernel::quartic, 3).bandwidth_m == choice.bandwidth_m);
    Random(5).shuffle(std::span(points));
    CHECK(choose_bandwidth(points, Kernel::quartic, 3).bandwidth_m == Approx(choice.bandwidth_m).epsilon(1e-9));
    CHECK(choice.bandwidth_m == Approx(quartic_radius(1) * choose_bandwidth(points, Kernel::gaussian).bandwidth_m));
}

TEST_CASE("events at the very same place do not draw the bandwidth to zero", "[unit]")
{
    // Every event three times: the places, and what is elsewhere for each, are the same.
    const auto points = crowds(500);
    auto thrice = points;
    thrice.insert(thrice.end(), points.begin(), points.end());
    thrice.insert(thrice.end(), points.begin(), points.end());
    CHECK(cross_validation(thrice, 3000) == Approx(3 * cross_validation(points, 3000)).epsilon(1e-12));
    const auto choice = choose_bandwidth(thrice, Kernel::gaussian), once = choose_bandwidth(points, Kernel::gaussian);
    CHECK(choice.places == 500);
    CHECK(choice.incidents == 1500);
    CHECK(choice.bandwidth_m == Approx(once.bandwidth_m).epsilon(0.005));
}

TEST_CASE("events spread as a normal distribution take nearly Scott's bandwidth", "[unit]")
{
    Random random(2);
    std::vector<XY> points;
    for (int i = 0; i < 3000; ++i) {
        const double far = 50000 * std::sqrt(-2 * std::log(1 - random.uniform()));
        const double turn = 2 * std::numbers::pi * random.uniform();
        points.push_back({far * std::cos(turn), far * std::sin(turn)});
    }
    const auto choice = choose_bandwidth(points, Kernel::gaussian);
    CHECK(choice.bandwidth_m > 0.75 * choice.scott_m);
    CHECK(choice.bandwidth_m <= choice.scott_m);
}

TEST_CASE("one event far away does not stop the choice", "[unit]")
{
    auto points = crowds(5000);
    const auto before = choose_bandwidth(points, Kernel::gaussian);
    points.push_back({9e6, -4e6});
    const auto choice = choose_bandwidth(points, Kernel::gaussian);
    CHECK(choice.bandwidth_m > before.bandwidth_m);
    CHECK(choice.bandwidth_m <= choice.scott_m);
}

TEST_CASE("no bandwidth can be chosen from one place", "[unit]")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_WITH(choose_bandwidth(std::vector<XY>{{1, 1}}, Kernel::quartic),
                      "not enough: 1 incidents, this test needs 2");
    CHECK_THROWS_WITH(choose_bandwidth(std::vector<XY>(40, XY{1, 1}), Kernel::quartic),
                      "bandwidth: all incidents are at one place, from which none can be chosen");
    // Whose sum, divided by twelve, does not give the value back.
    CHECK_THROWS_WITH(choose_bandwidth(std::vector<XY>(12, XY{560123.4, 2380987.6}), Kernel::quartic),
                      "bandwidth: all incidents are at one place, from which none can be chosen");
    CHECK_THROWS_AS(choose_bandwidth(std::vector<XY>{{1, 1}, {nan, 2}}, Kernel::quartic), std::invalid_argument);
    CHECK_THROWS_AS(cross_validation(std::vector<XY>{{1, 1}, {2, 2}}, 0), std::invalid_argument);
    CHECK_THROWS_AS(line_bandwidths(std::vector<double>{3, 3, 3}), std::invalid_argument);
    CHECK_THROWS_AS(line_bandwidths(std::vector<double>{3}), std::invalid_argument);
    // On a line due north the other axis gives no measure.
    CHECK(choose_bandwidth(std::vector<XY>{{5, 0}, {5, 1000}, {5, 2500}}, Kernel::gaussian).bandwidth_m > 0);
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(choose_bandwidth(crowds(100), Kernel::quartic, 1, stop.get_token()), Stopped);
}

TEST_CASE("cross-validation and Scott's rule meet the reference values", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    std::vector<XY> points;
    std::vector<double> eastings;
    for (const auto& row : read_csv(shared / "reference/kde/points.csv")) {
        points.push_back({number(row, "x_m"), number(row, "y_m")});
        eastings.push_back(points.back().x);
    }
    double best = -std::numeric_limits<double>::infinity(), best_at = 0;
    for (const auto& row : read_csv(shared / "reference/kde/lcv_grid.csv")) {
        const double value = cross_validation(points, number(row, "sigma_m"));
        CHECK(value == Approx(number(row, "loo_log_likelihood")).epsilon(1e-9));
        if (value > best) best = value, best_at = number(row, "sigma_m");
    }
    const auto r = read_json(shared / "reference/kde/bandwidths_R.json");
    CHECK(best_at == r["lcv_argmax_sigma_m"][0]);
    const auto choice = choose_bandwidth(points, Kernel::gaussian);
    CHECK(std::abs(choice.bandwidth_m - best_at) < 250);
    CHECK(cross_validation(points, choice.bandwidth_m) >= best);
    const auto scott = scott_bandwidth(points);
    CHECK(scott.x_m == Approx(double(r["spatstat_bw_scott_xy_m"][0])).epsilon(1e-9));
    CHECK(scott.y_m == Approx(double(r["spatstat_bw_scott_xy_m"][1])).epsilon(1e-9));
    CHECK(scott.both_m == Approx(double(r["spatstat_bw_scott_iso_m"][0])).epsilon(1e-9));
    CHECK(choice.scott_m == scott.both_m);
    // The rules of thumb for one dimension, over the eastings.
    CHECK(line_bandwidths(eastings).silverman_km == Approx(double(r["bw_nrd0_x_m"][0])).epsilon(1e-9));
    CHECK(line_bandwidths(eastings).scott_km == Approx(double(r["bw_nrd_x_m"][0])).epsilon(1e-9));
}

TEST_CASE("bandwidths along a line meet the reference values", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto expected = read_json(shared / "reference/line_kde/bandwidth.json");
    const auto chainages = column(read_csv(shared / "reference/line_kde/events.csv"), "chainage_km");
    const auto bandwidths = line_bandwidths(chainages);
    CHECK(bandwidths.silverman_km == Approx(double(expected["silverman_nrd0_km"])).epsilon(1e-9));
    CHECK(bandwidths.scott_km == Approx(double(expected["scott_nrd_km"])).epsilon(1e-9));
    CHECK(line_quartic_radius(2) == Approx(2 * std::sqrt(7.0)));
}
