#include "analysis/accuracy.hpp"

#include "reference.hpp"

#include <cmath>

using namespace tuantra::analysis;
using tuantra::tests::number;
using tuantra::tests::read_csv;
using tuantra::tests::read_json;

TEST_CASE("Hit rate, PAI, PEI, SER and RRI are the reference's at every coverage", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    std::vector<ForecastCell> cells;
    for (const auto& row : read_csv(shared / "reference/accuracy/cells.csv"))
        cells.push_back({number(row, "area_km2"), number(row, "predicted_risk_per_km2"), number(row, "events_train"),
                         number(row, "events_test")});
    const auto ref = read_json(shared / "reference/accuracy/expected.json");
    REQUIRE(ref["cases"].size() == 3);
    for (const auto& expected : ref["cases"]) {
        const auto got = accuracy(cells, expected["coverage"].get<double>());
        CHECK(got.selected == expected["selected"].get<std::vector<std::size_t>>());
        CHECK(got.best_selected == expected["best_selected"].get<std::vector<std::size_t>>());
        CHECK(got.hits == expected["hits"].get<double>());
        CHECK(got.total == expected["total"].get<double>());
        CHECK(got.size == Approx(expected["area_selected_km2"].get<double>()).epsilon(1e-12));
        CHECK(got.hit_rate.value() == Approx(expected["hit_rate"].get<double>()).epsilon(1e-12));
        CHECK(got.pai.value() == Approx(expected["PAI"].get<double>()).epsilon(1e-12));
        CHECK(got.best_pai.value() == Approx(expected["PAI_best"].get<double>()).epsilon(1e-12));
        CHECK(got.best_hits == expected["best_hits"].get<double>());
        CHECK(got.pei.value() == Approx(expected["PEI"].get<double>()).epsilon(1e-12));
        CHECK(got.ser == Approx(expected["SER_hits_per_km2"].get<double>()).epsilon(1e-12));
        CHECK(got.rri.value() == Approx(expected["RRI"].get<double>()).epsilon(1e-12));
    }
}

TEST_CASE("Half of four equal stretches, worked out by hand", "[unit]")
{
    const std::vector<ForecastCell> cells{{1, 3, 2, 1}, {1, 9, 4, 5}, {1, 3, 1, 0}, {1, 1, 1, 6}};
    const auto a = accuracy(cells, 0.5);
    CHECK(a.selected == std::vector<std::size_t>{1, 0});  // the tie goes to the first
    CHECK(a.best_selected == std::vector<std::size_t>{3, 1});
    CHECK(a.hit_rate.value() == Approx(0.5));
    CHECK(a.pai.value() == Approx(1));
    CHECK(a.pei.value() == Approx(6.0 / 11));
    CHECK(a.ser == Approx(3));
    CHECK(a.rri.value() == Approx((6.0 / 6) / (12.0 / 8)));
}

TEST_CASE("A score without events, or with a coverage too small for any cell, says nothing instead of dividing by zero",
          "[unit]")
{
    const std::vector<ForecastCell> quiet{{2, 1, 0, 0}, {2, 2, 0, 0}};
    const auto a = accuracy(quiet, 0.5);
    CHECK(a.selected == std::vector<std::size_t>{1});
    CHECK_FALSE(a.hit_rate);
    CHECK_FALSE(a.pai);
    CHECK_FALSE(a.pei);
    CHECK_FALSE(a.rri);
    const auto small = accuracy(std::vector<ForecastCell>{{2, 1, 0, 3}, {2, 2, 0, 4}}, 0.1);
    CHECK(small.selected.empty());
    CHECK_FALSE(small.pai);
    CHECK_THROWS_AS(accuracy({}, 0.1), std::invalid_argument);
    CHECK_THROWS_AS(accuracy(quiet, 0), std::invalid_argument);
    CHECK_THROWS_AS(accuracy(std::vector<ForecastCell>{{0, 1, 0, 0}}, 0.1), std::invalid_argument);
    CHECK_THROWS_AS(accuracy(std::vector<ForecastCell>{{1, std::nan(""), 0, 0}}, 0.1), std::invalid_argument);
}
