#include "analysis/compare.hpp"
#include "analysis/random.hpp"
#include "analysis/rates.hpp"
#include "ranks.hpp"
#include "reference.hpp"

#include <cmath>
#include <limits>
#include <numeric>

using namespace tuantra::analysis;
using tuantra::tests::column;
using tuantra::tests::number;
using tuantra::tests::read_csv;
using tuantra::tests::read_json;

namespace {

std::uint64_t count_of(const tuantra::tests::CsvRow& row, const std::string& name)
{
    return static_cast<std::uint64_t>(std::stoull(row.at(name)));
}

}  // namespace

TEST_CASE("Encounter rates per 100 km have R's exact limits", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto rows = read_csv(shared / "reference/rates/encounter_rate_garwood.csv");
    for (const auto& row : rows) {
        const auto rate = encounter_rate(count_of(row, "detections"), number(row, "effort_km"));
        REQUIRE(rate);
        CHECK(rate->rate == Approx(number(row, "rate_per_100km")).epsilon(1e-9));
        CHECK(rate->limits.low == Approx(number(row, "lo95")).epsilon(1e-9));
        CHECK(rate->limits.high == Approx(number(row, "hi95")).epsilon(1e-9));
    }
    CHECK(rows.size() >= 10);
}

TEST_CASE("Empirical Bayes rates and exact limits of a hundred counties are R's", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto rows = read_csv(shared / "reference/rates/nc_sids_1974_eb.csv");
    const auto rates = empirical_bayes(column(rows, "cases"), column(rows, "population"));
    REQUIRE(rows.size() == 100);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        REQUIRE(rates[i]);
        CHECK(*rates[i] == Approx(number(rows[i], "eb_global_marshall_rate")).epsilon(1e-9));
        const auto limits = poisson_limits(count_of(rows[i], "cases"));
        CHECK(limits.low == Approx(number(rows[i], "poisson95_lo_cases")).epsilon(1e-9));
        CHECK(limits.high == Approx(number(rows[i], "poisson95_hi_cases")).epsilon(1e-9));
    }
}

TEST_CASE("Occupancy with effort has the reference's estimates, likelihood and chances", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto ref = read_json(shared / "reference/rates/occupancy_expected.json");
    std::vector<Visit> visits;
    for (const auto& row : read_csv(shared / "reference/rates/occupancy_visits.csv"))
        visits.push_back({count_of(row, "cell"), number(row, "effort_km"), row.at("detected") == "1"});
    const auto result = occupancy(ref["cells"].get<std::size_t>(), visits);
    CHECK(result.psi == Approx(ref["psi"].get<double>()).margin(1e-4));
    CHECK(result.theta == Approx(ref["theta_per_km"].get<double>()).margin(1e-4));
    CHECK(result.log_likelihood == Approx(ref["log_likelihood"].get<double>()).margin(1e-6));
    CHECK(result.naive == Approx(ref["naive_occupancy"].get<double>()).margin(1e-12));
    CHECK_FALSE(result.at_bound);
    for (const auto& [cell, chance] : ref["posterior_occupied"].items())
        CHECK(result.occupied.at(std::stoul(cell)) == Approx(chance.get<double>()).margin(1e-4));
}

TEST_CASE("A place without effort has no rate, not a rate of zero", "[unit]")
{
    CHECK_FALSE(encounter_rate(0, 0));
    CHECK_FALSE(encounter_rate(3, 0));
    const auto none = encounter_rate(0, 12.5);
    REQUIRE(none);
    CHECK(none->rate == 0);
    CHECK(none->limits.high == Approx(29.51103563291149).epsilon(1e-12));
    const auto rates = empirical_bayes(std::vector<double>{4, 0, 7}, std::vector<double>{10, 0, 30});
    CHECK(rates[0]);
    CHECK_FALSE(rates[1]);
    CHECK_THROWS_WITH(empirical_bayes(std::vector<double>{4, 1}, std::vector<double>{0, 0}),
                      "empirical Bayes: no cell has any effort");
    CHECK_THROWS_AS(encounter_rate(1, -1), std::invalid_argument);
    CHECK_THROWS_AS(encounter_rate(1, std::nan("")), std::invalid_argument);
    CHECK_THROWS_AS(encounter_rate(1, 1, 0), std::invalid_argument);
}

TEST_CASE("Empirical Bayes draws a small count to the mean and leaves a large one", "[unit]")
{
    const auto rates = empirical_bayes(std::vector<double>{3, 300, 100, 100}, std::vector<double>{1, 100, 100, 100});
    CHECK(std::abs(*rates[0] - 503.0 / 301) < std::abs(3 - 503.0 / 301));
    CHECK(*rates[1] == Approx(3).margin(0.05));
    // Counts that vary less than chance does all get the mean.
    const auto flat = empirical_bayes(std::vector<double>{5, 5, 5}, std::vector<double>{10, 10, 10});
    CHECK(*flat[2] == Approx(0.5).epsilon(1e-14));
}

TEST_CASE("Occupancy finds planted truth, and cells never watched stay at the mean", "[unit]")
{
    Random random(11);
    std::vector<Visit> visits;
    for (std::size_t cell = 0; cell < 1999; ++cell) {
        const bool used = random.uniform() < 0.35;
        for (int visit = 0; visit < 4; ++visit) {
            const double effort = 30 * random.uniform();
            visits.push_back({cell, effort, used && random.uniform() < -std::expm1(-0.06 * effort)});
        }
    }
    visits.push_back({1999, 0, false});
    const auto result = occupancy(2000, visits);
    CHECK(result.psi == Approx(0.35).margin(0.04));
    CHECK(result.theta == Approx(0.06).margin(0.006));
    CHECK(result.naive < result.psi);
    CHECK(result.occupied[1999] == Approx(result.psi).epsilon(1e-12));
    CHECK_FALSE(result.watched[1999]);
}

TEST_CASE("Occupancy refuses what it cannot tell", "[unit]")
{
    using Visits = std::vector<Visit>;
    CHECK_THROWS_WITH(occupancy(3, Visits{{0, 5, false}, {1, 5, false}}),
                      "not enough: 0 detections, this test needs 1");
    CHECK_THROWS_AS(occupancy(3, Visits{{0, 0, false}}), std::invalid_argument);
    CHECK_THROWS_AS(occupancy(3, Visits{{0, 0, true}}), std::invalid_argument);
    CHECK_THROWS_AS(occupancy(3, Visits{{3, 1, true}}), std::invalid_argument);
    CHECK_THROWS_AS(occupancy(3, Visits{{0, std::numeric_limits<double>::infinity(), true}}), std::invalid_argument);
    CHECK(occupancy(2, Visits{{0, 5, true}, {1, 5, true}}).at_bound);
}

TEST_CASE("The rate map follows the planted risk where raw counts follow the patrols", "[unit]")
{
    // Risk and effort are planted against each other; what is detected is risk times effort, by chance.
    Random random(2024);
    std::vector<double> risk, effort, raw, rate;
    for (std::size_t i = 0; i < 400; ++i) {
        risk.push_back(0.01 + 0.05 * random.uniform());
        effort.push_back(i % 20 == 0 ? 0 : 20 * std::exp(3 * random.uniform()));
        const double mean = risk.back() * effort.back();
        double count = 0;
        for (double product = random.uniform(); product > std::exp(-mean); product *= random.uniform()) ++count;
        raw.push_back(count);
    }
    const auto smoothed = empirical_bayes(raw, effort);
    std::vector<double> watched_risk, watched_raw;
    for (std::size_t i = 0; i < 400; ++i) {
        CHECK(smoothed[i].has_value() == (effort[i] > 0));
        if (!smoothed[i]) continue;
        watched_risk.push_back(risk[i]);
        watched_raw.push_back(raw[i]);
        rate.push_back(*smoothed[i]);
    }
    CHECK(tuantra::tests::spearman(rate, watched_risk) > tuantra::tests::spearman(watched_raw, watched_risk) + 0.2);
}

TEST_CASE("Two periods are compared with exact limits of the ratio", "[unit]")
{
    // R 4.2: poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)) has ratio 1.971488 and p 0.07967, limits 0.8584
    // to 4.2773.
    const auto c = compare(21, 3011, 11, 800);
    REQUIRE(c.comparable);
    CHECK(*c.ratio == Approx(1.971488).epsilon(1e-6));
    CHECK(c.p == Approx(0.07967).margin(1e-5));
    CHECK(c.ratio_limits.low == Approx(0.8584264).epsilon(1e-6));
    CHECK(c.ratio_limits.high == Approx(4.2772659).epsilon(1e-6));
    CHECK(c.effort_ratio == Approx(800.0 / 3011));
    const auto unwatched = compare(21, 3011, 5, 0);
    CHECK_FALSE(unwatched.comparable);
    CHECK_FALSE(unwatched.second);
    CHECK_FALSE(unwatched.ratio);
    const auto nothing = compare(0, 10, 0, 10);
    CHECK(nothing.comparable);
    CHECK_FALSE(nothing.ratio);
    CHECK(nothing.p == 1);
    CHECK(std::isinf(nothing.ratio_limits.high));
    CHECK(std::isinf(compare(0, 10, 9, 10).ratio_limits.high));
}
