#include "analysis/line_density.hpp"
#include "csv.hpp"
#include "shared.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>

using namespace tuantra::analysis;
using tuantra::tests::number;
using tuantra::tests::read_csv;

namespace {

double integral(const LineDensity& d)
{
    return std::accumulate(d.density.begin(), d.density.end(), 0.0) * d.step_km;
}

}  // namespace

TEST_CASE("one event spreads as the quartic kernel", "[unit]")
{
    const std::vector<double> event{50};
    // 15/16 / h at the event; (1 - 1/4)^2 of that half a bandwidth away; nothing a bandwidth away.
    CHECK(line_density_at(50, event, {}, 100, 10) == Approx(0.09375));
    CHECK(line_density_at(55, event, {}, 100, 10) == Approx(0.09375 * 0.5625));
    CHECK(line_density_at(45, event, {}, 100, 10) == Approx(0.09375 * 0.5625));
    CHECK(line_density_at(60, event, {}, 100, 10) == 0);
    CHECK(line_density_at(50, event, std::vector<double>{3}, 100, 10) == Approx(0.28125));
}

TEST_CASE("an event at an end is reflected, so nothing leaks off the line", "[unit]")
{
    CHECK(line_density_at(0, std::vector<double>{0}, {}, 100, 10) == Approx(2 * 0.09375));
    CHECK(line_density_at(100, std::vector<double>{100}, {}, 100, 10) == Approx(2 * 0.09375));
    CHECK(line_density_at(2, std::vector<double>{3}, {}, 100, 10) ==
          Approx(0.09375 * (std::pow(1 - 0.01, 2) + std::pow(1 - 0.25, 2))));
}

TEST_CASE("the density integrates to the sum of the weights", "[unit]")
{
    std::mt19937 random(1);
    std::uniform_real_distribution<double> anywhere(-1, 101);
    std::vector<double> events;
    std::vector<double> weights;
    for (int i = 0; i < 200; ++i) {
        events.push_back(anywhere(random));
        weights.push_back(1 + i % 3);
    }
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (const double bandwidth : {2.0, 10.0, 60.0, 150.0, 350.0}) {
        const auto d = line_density(events, weights, 100, bandwidth, 0.02);
        CAPTURE(bandwidth);
        CHECK(integral(d) == Approx(sum).epsilon(1e-4));
    }
}

TEST_CASE("a cell has the density at its centre", "[unit]")
{
    const std::vector<double> events{1, 20, 21, 99.5};
    for (const double step : {0.5, 0.7, 3.0}) {
        const auto d = line_density(events, {}, 100, 8, step);
        REQUIRE(d.density.size() == static_cast<std::size_t>(std::ceil(100 / step)));
        double peak = 0;
        for (std::size_t i = 0; i < d.density.size(); ++i) {
            const double at = std::min((static_cast<double>(i) + 0.5) * step, 100.0);
            CHECK(d.density[i] == Approx(line_density_at(at, events, {}, 100, 8)).margin(1e-15));
            peak = std::max(peak, d.density[i]);
        }
        CHECK(d.peak == peak);
        CHECK(d.events == 4);
    }
}

TEST_CASE("no events give a line of nothing", "[unit]")
{
    const auto d = line_density({}, {}, 5036, 10, 1);
    CHECK(d.density.size() == 5036);
    CHECK(d.peak == 0);
    CHECK(d.events == 0);
}

TEST_CASE("events beyond the line count at its ends", "[unit]")
{
    CHECK(line_density_at(1, std::vector<double>{-4}, {}, 100, 10) ==
          line_density_at(1, std::vector<double>{0}, {}, 100, 10));
}

TEST_CASE("what is not a number or does not fit is refused", "[unit]")
{
    const std::vector<double> good{1, 2};
    const std::vector<double> bad{1, std::numeric_limits<double>::quiet_NaN()};
    CHECK_THROWS_AS(line_density(bad, {}, 100, 10, 1), std::invalid_argument);
    CHECK_THROWS_AS(line_density(good, bad, 100, 10, 1), std::invalid_argument);
    CHECK_THROWS_AS(line_density(good, std::vector<double>{1}, 100, 10, 1), std::invalid_argument);
    CHECK_THROWS_AS(line_density(good, {}, 0, 10, 1), std::invalid_argument);
    CHECK_THROWS_AS(line_density(good, {}, 100, 0, 1), std::invalid_argument);
    CHECK_THROWS_AS(line_density(good, {}, 100, 10, 0), std::invalid_argument);
}

TEST_CASE("line density meets the reference values", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    std::vector<double> events;
    std::vector<double> weights;
    for (const auto& row : read_csv(shared / "reference/line_kde/events.csv")) {
        events.push_back(number(row, "chainage_km"));
        weights.push_back(number(row, "weight"));
    }
    REQUIRE(events.size() == 80);
    int checked = 0;
    for (const auto& row : read_csv(shared / "reference/line_kde/expected.csv")) {
        const double x = number(row, "x_km"), h = number(row, "h_km");
        const bool quartic = row.at("kernel") == "quartic";
        const auto meets = [&](LineEnds ends, const std::string& name) {
            const auto kernel = quartic ? LineKernel::quartic : LineKernel::gaussian;
            CAPTURE(name, row.at("kernel"), x, h);
            CHECK(line_density_at(x, events, weights, 1200, h, kernel, ends) ==
                  Approx(number(row, name)).epsilon(1e-9).margin(1e-14));
            ++checked;
        };
        meets(LineEnds::lost, "raw_per_km");
        meets(LineEnds::reflected, "reflection_per_km");
        meets(LineEnds::renormalised, "renormalised_at_x_per_km");
        meets(LineEnds::diggle, "renormalised_at_event_diggle_per_km");
        if (!quartic) continue;
        const double density = line_density_at(x, events, weights, 1200, h);
        CHECK(density == Approx(number(row, "reflection_per_km")).epsilon(1e-9).margin(1e-14));
    }
    CHECK(checked > 4 * 60);
}
