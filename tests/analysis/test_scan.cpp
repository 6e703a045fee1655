#include "analysis/scan.hpp"

#include "analysis/parallel.hpp"
#include "analysis/random.hpp"
#include "reference.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

using namespace tuantra::analysis;
using tuantra::tests::column;
using tuantra::tests::number;
using tuantra::tests::read_csv;
using tuantra::tests::read_json;

namespace {

double great_circle_km(double lon1, double lat1, double lon2, double lat2)
{
    constexpr double rad = std::numbers::pi / 180;
    const double dlat = (lat2 - lat1) * rad / 2, dlon = (lon2 - lon1) * rad / 2;
    const double h =
        std::pow(std::sin(dlat), 2) + std::cos(lat1 * rad) * std::cos(lat2 * rad) * std::pow(std::sin(dlon), 2);
    return 2 * 6371.0088 * std::asin(std::sqrt(h));
}

double llr_of(double c, double mu, double total)
{
    return c * std::log(c / mu) + (total > c ? (total - c) * std::log((total - c) / (total - mu)) : 0);
}

void check_cluster(const ScanCluster& got, const nlohmann::json& expected)
{
    CHECK(got.centre == expected["centre"].get<std::size_t>());
    CHECK(got.members == expected["members"].get<std::vector<std::uint32_t>>());
    CHECK(got.cases == expected["cases"].get<double>());
    CHECK(got.expected == Approx(expected["expected"].get<double>()).epsilon(1e-9));
    CHECK(got.llr == Approx(expected["llr"].get<double>()).margin(1e-9));
    if (expected.contains("relative_risk"))
        CHECK(got.relative_risk == Approx(expected["relative_risk"].get<double>()).epsilon(1e-9));
    const auto radius = expected.contains("radius_km") ? expected["radius_km"] : expected["radius"];
    CHECK(got.reach == Approx(radius.get<double>()).margin(1e-6));
}

}  // namespace

TEST_CASE("The scan of North Carolina finds the reference's clusters at 50 and at 10 percent", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto rows = read_csv(shared / "reference/scan/nc_sids_1974.csv");
    const auto ref = read_json(shared / "reference/scan/nc_sids_1974_expected.json");
    const auto lon = column(rows, "lon"), lat = column(rows, "lat"), population = column(rows, "population");
    std::vector<std::uint32_t> cases;
    for (const double c : column(rows, "cases")) cases.push_back(static_cast<std::uint32_t>(c));
    const auto distance = [&](std::size_t a, std::size_t b) { return great_circle_km(lon[a], lat[a], lon[b], lat[b]); };
    const auto check = [&](double share, const nlohmann::json& expected) {
        const auto got = scan_poisson(cases, population, circular_zones(rows.size(), distance, population, share));
        REQUIRE(got.size() >= expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) check_cluster(got[i], expected[i]);
        return got;
    };
    const auto half = check(0.5, ref["clusters"]);
    CHECK(half[0].p == Approx(ref["mc_p_199"].get<double>()).margin(0.05));
    check(0.1, ref["clusters_max_10_percent"]);
}

TEST_CASE("The space-time permutation scan finds the reference's cluster, looking back and looking now", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto places = read_csv(shared / "reference/scan/stp_synthetic_locations.csv");
    const auto ref = read_json(shared / "reference/scan/stp_synthetic_expected.json");
    std::vector<XY> points;
    for (const auto& row : places) points.push_back({number(row, "x_km"), number(row, "y_km")});
    std::vector<ScanCase> cases;
    std::vector<double> per_place(points.size(), 0);
    for (const auto& row : read_csv(shared / "reference/scan/stp_synthetic_cases.csv")) {
        const auto value = [&](const char* name) { return static_cast<std::uint32_t>(number(row, name)); };
        cases.push_back({value("location_id"), value("day"), value("count")});
        per_place[cases.back().location] += cases.back().count;
    }
    const auto zones = circular_zones(points, per_place, 0.5);
    for (const auto& expected : ref["clusters"]) {
        SpaceTimeOptions options;
        options.prospective = expected["mode"] == "prospective";
        const auto got = scan_space_time(cases, points.size(), 30, zones, options);
        REQUIRE_FALSE(got.empty());
        check_cluster(got[0], expected);
        CHECK(got[0].first_step == expected["first_day"].get<std::size_t>());
        CHECK(got[0].last_step == expected["last_day"].get<std::size_t>());
        CHECK(got[0].p <= 0.05);
    }
}

TEST_CASE("Intervals of a line are scanned like every pair of ends", "[unit]")
{
    Random random(4);
    for (int round = 0; round < 20; ++round) {
        std::vector<double> at(40), population(40);
        std::vector<std::uint32_t> cases(40);
        for (std::size_t i = 0; i < 40; ++i) {
            at[i] = static_cast<double>(random.below(30));  // some at the same kilometre
            population[i] = 1 + static_cast<double>(random.below(9));
            cases[i] = static_cast<std::uint32_t>(random.below(4));
        }
        const double people = std::accumulate(population.begin(), population.end(), 0.0);
        const double total = std::accumulate(cases.begin(), cases.end(), 0.0);
        double best = 0;
        for (const double from : at)
            for (const double to : at) {
                double c = 0, n = 0;
                for (std::size_t i = 0; i < 40; ++i)
                    if (at[i] >= from && at[i] <= to) c += cases[i], n += population[i];
                const double mu = total * n / people;
                if (n > 0 && n <= 0.25 * people && c > mu) best = std::max(best, llr_of(c, mu, total));
            }
        ScanOptions options;
        options.replicas = 0;
        const auto got = scan_poisson(cases, population, interval_zones(at, population, 0.25), options);
        REQUIRE_FALSE(got.empty());
        REQUIRE(got[0].llr == Approx(best).epsilon(1e-10));
        REQUIRE(std::isnan(got[0].p));
        for (std::size_t i = 1; i < got.size(); ++i) REQUIRE(got[i].llr <= got[i - 1].llr);
    }
}

TEST_CASE("A planted stretch is found, and noise is not", "[unit]")
{
    Random random(77);
    std::vector<double> at(200), population(200, 1);
    std::vector<std::uint32_t> noise(200), planted;
    for (std::size_t i = 0; i < 200; ++i) at[i] = static_cast<double>(i);
    for (int i = 0; i < 400; ++i) ++noise[random.below(200)];
    planted = noise;
    for (std::size_t i = 120; i < 126; ++i) planted[i] += 6;
    const auto zones = interval_zones(at, population);
    const auto hot = scan_poisson(planted, population, zones);
    CHECK(hot[0].p == Approx(0.001));
    CHECK(hot[0].members.front() >= 118);
    CHECK(hot[0].members.back() <= 127);
    CHECK(scan_poisson(noise, population, zones)[0].p > 0.05);
}

TEST_CASE("Monte Carlo p-values depend on the seed and not on the threads", "[unit]")
{
    std::vector<XY> points(60);
    std::vector<double> population(60, 2), per_place(60, 3);
    std::vector<std::uint32_t> counts(60, 3);
    std::vector<ScanCase> cases;
    Random random(1);
    for (std::uint32_t i = 0; i < 60; ++i) {
        points[i] = {random.uniform() * 100, random.uniform() * 100};
        for (int k = 0; k < 3; ++k) cases.push_back({i, static_cast<std::uint32_t>(random.below(12)), 1});
    }
    counts[5] = 9;
    const auto zones = circular_zones(points, population);
    const auto run = [&](unsigned threads) {
        SpaceTimeOptions options;
        options.scan.threads = threads;
        options.scan.replicas = 199;
        const auto a = scan_poisson(counts, population, zones, options.scan);
        const auto b = scan_space_time(cases, 60, 12, zones, options);
        return std::pair(a[0].p, b[0].p);
    };
    CHECK(run(1) == run(2));
    CHECK(run(1) == run(7));
}

TEST_CASE("A scan without cases, without people or with windows of other places is refused", "[unit]")
{
    const std::vector<XY> points{{0, 0}, {1, 0}, {2, 0}};
    const std::vector<double> ones{1, 1, 1};
    const auto zones = circular_zones(points, ones, 0.5);
    using Counts = std::vector<std::uint32_t>;
    CHECK_THROWS_WITH(scan_poisson(Counts{0, 0, 0}, ones, zones), "not enough: 0 cases, this test needs 1");
    CHECK_THROWS_AS(scan_poisson(Counts{1, 0, 0}, std::vector<double>{0, 1, 1}, zones), std::invalid_argument);
    CHECK_THROWS_AS(scan_poisson(Counts{1, 0}, std::vector<double>{1, 1}, zones), std::invalid_argument);
    CHECK_THROWS_AS(circular_zones(points, std::vector<double>{0, 0, 0}), std::invalid_argument);
    CHECK_THROWS_AS(circular_zones(points, ones, 0.9), std::invalid_argument);
    CHECK_THROWS_AS(interval_zones(std::vector<double>{0, std::nan("")}, std::vector<double>{1, 1}),
                    std::invalid_argument);
    CHECK_THROWS_AS(scan_space_time({}, 3, 10, zones), std::invalid_argument);
    CHECK_THROWS_AS(scan_space_time(std::vector<ScanCase>{{0, 10, 1}}, 3, 10, zones), std::invalid_argument);
    // All places hold too much for any window: nothing is found, and that is no error.
    CHECK(scan_poisson(Counts{1, 2, 3}, ones, circular_zones(points, ones, 0.1)).empty());
    std::stop_source stop;
    stop.request_stop();
    ScanOptions stopped;
    stopped.stop = stop.get_token();
    CHECK_THROWS_AS(scan_poisson(Counts{5, 0, 1}, ones, zones, stopped), Stopped);
}
