#include "analysis/space_time_density.hpp"
#include "reference.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <stdexcept>

using namespace tuantra::analysis;
using namespace tuantra::tests;

TEST_CASE("one event fades over distance and over time", "[unit]")
{
    const std::vector<SpaceTime> event{{{0, 0}, 10}};
    SpaceTimeSettings settings{SpaceTimeKernel::quartic, 1000, 4};
    const std::vector<SpaceTime> places{{{0, 0}, 10}, {{500, 0}, 12}, {{1000, 0}, 10}, {{0, 0}, 14}, {{0, 0}, 9}};
    const double top = 3 / 3.141592653589793 * 15 / 16 / 4;
    auto values = space_time_density_at(places, event, {}, settings);
    CHECK(values[0] == Approx(top));
    CHECK(values[1] == Approx(top * 0.5625 * 0.5625));
    CHECK(values[2] == 0);
    CHECK(values[3] == 0);
    settings.past_only = true;
    values = space_time_density_at(places, event, std::vector<double>{3}, settings);
    CHECK(values[0] == Approx(6 * top));
    CHECK(values[4] == 0);
}

TEST_CASE("a space-time surface has the density at its cells' centres", "[unit]")
{
    std::vector<SpaceTime> events;
    std::vector<double> weights;
    for (int i = 0; i < 60; ++i) {
        events.push_back({{1000.0 * (i * 7 % 20), 1000.0 * (i * 3 % 17)}, 1.5 * i});
        weights.push_back(i % 3);
    }
    const Grid grid{{0, 0}, 1000, 20, 18};
    const SpaceTimeSettings settings{SpaceTimeKernel::quartic, 4000, 20, true, 2};
    const auto surface = space_time_surface(50, events, weights, grid, settings);
    for (std::size_t i = 0; i < grid.size(); ++i) {
        const SpaceTime at{grid.centre(i % 20, i / 20), 50};
        CHECK(surface.values[i] ==
              Approx(space_time_density_at(std::vector{at}, events, weights, settings)[0]).epsilon(1e-6).margin(1e-12));
    }
    CHECK(space_time_surface(1000, events, weights, grid, settings).peak == 0);
}

TEST_CASE("a space-time density refuses what is not a number", "[unit]")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<SpaceTime> good{{{0, 0}, 1}}, bad{{{0, 0}, nan}};
    const Grid grid{{0, 0}, 1000, 2, 2};
    CHECK_THROWS_AS(space_time_density_at(good, {}, {}, {SpaceTimeKernel::quartic, 1, 1}), std::invalid_argument);
    CHECK_THROWS_AS(space_time_density_at(good, bad, {}, {SpaceTimeKernel::quartic, 1, 1}), std::invalid_argument);
    CHECK_THROWS_AS(space_time_density_at(good, good, {}, {SpaceTimeKernel::quartic, 0, 1}), std::invalid_argument);
    CHECK_THROWS_AS(space_time_density_at(good, good, {}, {SpaceTimeKernel::quartic, 1, nan}), std::invalid_argument);
    CHECK_THROWS_AS(space_time_density_at(good, good, std::vector<double>{nan}, {SpaceTimeKernel::quartic, 1, 1}),
                    std::invalid_argument);
    CHECK_THROWS_AS(space_time_surface(nan, good, {}, grid, {SpaceTimeKernel::quartic, 1000, 1}),
                    std::invalid_argument);
    CHECK_THROWS_AS(space_time_surface(1, good, {}, grid, {SpaceTimeKernel::epanechnikov, 1000, 1}),
                    std::invalid_argument);
}

TEST_CASE("space-time density meets the reference values", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    std::vector<SpaceTime> events;
    for (const auto& row : read_csv(shared / "reference/clusters/points.csv"))
        events.push_back({{number(row, "x_m"), number(row, "y_m")}, number(row, "t_days")});
    const auto rows = read_csv(shared / "reference/kde/stkde_expected.csv");
    REQUIRE(rows.size() == 24);
    for (const auto& row : rows) {
        const std::vector<SpaceTime> at{{{number(row, "x_m"), number(row, "y_m")}, number(row, "t_days")}};
        const double hs = number(row, "hs_m"), ht = number(row, "ht_days");
        const auto meets = [&](const SpaceTimeSettings& settings, const std::string& name) {
            CHECK(space_time_density_at(at, events, {}, settings)[0] ==
                  Approx(number(row, name)).epsilon(1e-9).margin(1e-14));
        };
        meets({SpaceTimeKernel::quartic, hs, ht}, "quartic_quartic_events_per_km2_day");
        meets({SpaceTimeKernel::epanechnikov, hs, ht}, "epanechnikov_epanechnikov_events_per_km2_day");
        meets({SpaceTimeKernel::quartic, hs, ht, true}, "past_only_quartic_quartic_events_per_km2_day");
    }
}
