#include "analysis/near_repeat.hpp"

#include "analysis/parallel.hpp"
#include "analysis/random.hpp"
#include "domain/geodesy.hpp"
#include "domain/time.hpp"
#include "reference.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>

using namespace tuantra;
using namespace tuantra::analysis;
using namespace tuantra::tests;
using domain::LonLat;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

double day(const std::string& date)
{
    return static_cast<double>(domain::parse_time(date, {0})->from.unix_s) / 86400;
}

using Distance = std::function<double(std::size_t, std::size_t)>;

/// The table counted pair by pair.
void check_by_hand(const KnoxTable& table, const KnoxBands& bands, const std::vector<double>& times,
                   const Distance& distance)
{
    const std::size_t n = times.size();
    std::vector<std::uint64_t> row(bands.space.size()), column(bands.time.size());
    std::vector<std::vector<std::uint64_t>> both(bands.space.size(), std::vector<std::uint64_t>(bands.time.size()));
    const auto band = [](const std::vector<double>& edges, double v) {
        std::size_t i = 0;
        while (i + 1 < edges.size() && !(v >= edges[i] && v < edges[i + 1])) ++i;
        return i;  // edges.size() - 1: in none
    };
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const auto s = band(bands.space, distance(i, j)), t = band(bands.time, std::abs(times[i] - times[j]));
            ++row[s], ++column[t], ++both[s][t];
        }
    const double total = static_cast<double>(n) * static_cast<double>(n - 1) / 2;
    REQUIRE(static_cast<double>(table.pairs) == total);
    REQUIRE(table.cells.size() == (bands.space.size() - 1) * (bands.time.size() - 1));
    for (std::size_t i = 0; i + 1 < bands.space.size(); ++i)
        for (std::size_t j = 0; j + 1 < bands.time.size(); ++j) {
            const KnoxCell& cell = table.at(i, j);
            CHECK(cell.space_from == bands.space[i]);
            CHECK(cell.time_to == bands.time[j + 1]);
            CHECK(cell.observed == both[i][j]);
            const double expected = static_cast<double>(row[i]) * static_cast<double>(column[j]) / total;
            CHECK(cell.expected == Approx(expected).margin(1e-12));
            CHECK(cell.ratio.has_value() == (expected > 0));
        }
}

KnoxOptions replicas(std::size_t count, unsigned threads = 0)
{
    KnoxOptions options;
    options.replicas = count;
    options.threads = threads;
    return options;
}

/// Incidents along 40 km of border over a year; each is followed by one near it two days later when `repeats`.
struct Series {
    std::vector<LonLat> places;
    std::vector<double> times;
};
Series series(std::size_t n, bool repeats, std::uint64_t seed = 3)
{
    Random random(seed);
    Series s;
    while (s.places.size() < n) {
        const LonLat p{106 + random.uniform() * 0.3, 22 + random.uniform() * 0.1};
        const double t = std::floor(random.uniform() * 365);
        s.places.push_back(p);
        s.times.push_back(t);
        if (!repeats) continue;
        s.places.push_back({p.lon + random.uniform() * 0.001, p.lat});
        s.times.push_back(t + 2);
    }
    return s;
}

}  // namespace

TEST_CASE("Near repeats of arson in Chicago are the reference's, cell by cell, for both distances", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    std::vector<XY> places;
    std::vector<double> times;
    for (const auto& row : read_csv(shared / "reference/near_repeat/chicago_arson.csv")) {
        places.push_back({number(row, "x_m"), number(row, "y_m")});
        times.push_back(day(row.at("date")));
    }
    const auto expected = read_csv(shared / "reference/near_repeat/chicago_arson_knox_expected.csv");
    REQUIRE(expected.size() == 80);
    for (std::size_t first = 0; first < 80; first += 20) {
        std::set<double> space, time;
        for (std::size_t i = first; i < first + 20; ++i) {
            for (const auto* name : {"space_from_m_incl", "space_to_m_excl"}) space.insert(number(expected[i], name));
            for (const auto* name : {"time_from_d_incl", "time_to_d_excl"}) time.insert(number(expected[i], name));
        }
        const KnoxBands bands{{space.begin(), space.end()}, {time.begin(), time.end()}};
        const bool manhattan = expected[first].at("metric") == "manhattan";
        const auto table =
            knox(places, times, bands, replicas(99), manhattan ? PlaneDistance::manhattan : PlaneDistance::euclidean);
        REQUIRE(table.cells.size() == 20);
        for (std::size_t i = 0; i < 20; ++i) {
            const auto& row = expected[first + i];
            const auto& cell = table.cells[i];
            REQUIRE(cell.space_from == number(row, "space_from_m_incl"));
            REQUIRE(cell.time_to == number(row, "time_to_d_excl"));
            CHECK(static_cast<double>(cell.observed) == number(row, "observed_pairs"));
            CHECK(cell.expected == Approx(number(row, "expected_pairs_permutation_mean")).epsilon(1e-12));
            CHECK(cell.ratio.value() == Approx(number(row, "knox_ratio")).epsilon(1e-12));
        }
    }
}

TEST_CASE("Knox of Burkitt's lymphoma is the reference's for every distance and window", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    std::vector<XY> places;
    std::vector<double> times;
    for (const auto& row : read_csv(shared / "reference/spacetime/burkitt.csv")) {
        places.push_back({number(row, "x"), number(row, "y")});
        times.push_back(number(row, "t_days"));
    }
    // the reference's bands are closed
    const auto closed = [&](double delta, double tau) {
        return knox(places, times, {{0, std::nextafter(delta, inf), inf}, {0, std::nextafter(tau, inf), inf}},
                    replicas(0));
    };
    for (const auto& row : read_csv(shared / "reference/spacetime/knox_burkitt_expected.csv")) {
        const auto table = closed(number(row, "delta"), number(row, "tau_days"));
        CHECK(static_cast<double>(table.at(0, 0).observed) == number(row, "pairs_close_both"));
        CHECK(static_cast<double>(table.at(0, 0).observed + table.at(0, 1).observed) ==
              number(row, "pairs_close_space"));
        CHECK(static_cast<double>(table.at(0, 0).observed + table.at(1, 0).observed) ==
              number(row, "pairs_close_time"));
        CHECK(static_cast<double>(table.pairs) == number(row, "pairs_total"));
        CHECK(table.at(0, 0).expected == Approx(number(row, "expected_under_independence")).epsilon(1e-12));
    }
    const auto ref = read_json(shared / "reference/spacetime/burkitt_expected.json");
    CHECK(closed(20, 5).at(0, 0).observed == ref["knox_delta20_tau5"].get<std::uint64_t>());
}

TEST_CASE("The table is what counting every pair gives, on the plane and on the globe", "[unit]")
{
    const std::vector<KnoxBands> all = {{{0, 3, 10, inf}, {0, 1, 5, inf}},
                                        {{0, 7}, {0, 2}},
                                        {{2, 5, 20}, {1, 4, 30}},
                                        {{0, inf}, {3, inf}},
                                        {{4, inf}, {0, inf}},
                                        {{0, 200}, {0, 1, 2, 3}}};
    Random random(11);
    for (const auto& bands : all) {
        std::vector<XY> places;
        std::vector<double> times;
        for (int i = 0; i < 60; ++i) {
            places.push_back({std::floor(random.uniform() * 30), std::floor(random.uniform() * 30) - 15});
            times.push_back(std::floor(random.uniform() * 40) - 5);
        }
        check_by_hand(knox(places, times, bands, replicas(9)), bands, times, [&](std::size_t a, std::size_t b) {
            return std::hypot(places[a].x - places[b].x, places[a].y - places[b].y);
        });
        check_by_hand(knox(places, times, bands, replicas(9), PlaneDistance::manhattan), bands, times,
                      [&](std::size_t a, std::size_t b) {
                          return std::abs(places[a].x - places[b].x) + std::abs(places[a].y - places[b].y);
                      });
        KnoxBands metres = bands;
        for (double& edge : metres.space) edge *= 500;
        for (const LonLat centre : {LonLat{106, 21}, LonLat{179.99, -60}, LonLat{-30, 89.95}}) {
            std::vector<LonLat> globe;
            for (int i = 0; i < 60; ++i) {
                LonLat p{centre.lon + random.uniform() * 0.1, centre.lat + random.uniform() * 0.05};
                if (p.lon > 180) p.lon -= 360;
                globe.push_back(p);
            }
            check_by_hand(knox(globe, times, metres, replicas(0)), metres, times,
                          [&](std::size_t a, std::size_t b) { return domain::distance_m(globe[a], globe[b]); });
        }
    }
}

TEST_CASE("A pair exactly on an edge belongs to the band that begins there", "[unit]")
{
    auto s = series(30, false);
    s.places[0] = {106, 22};
    s.places[1] = {106.01, 22.01};
    s.times[0] = 1000;
    s.times[1] = 1007;
    const double apart = domain::distance_m(s.places[0], s.places[1]);
    const auto alone = [&](double from, double to, double t_from, double t_to) {
        const auto table = knox(s.places, s.times, {{from, to}, {t_from, t_to}}, replicas(0));
        return table.at(0, 0).observed;
    };
    const double up = std::nextafter(apart, inf);
    CHECK(alone(apart, up, 7, 8) == 1);
    CHECK(alone(apart, up, 0, 7) == 0);
    CHECK(alone(std::nextafter(apart, 0), apart, 7, 8) == 0);
}

TEST_CASE("Planted near repeats are significant in their own cell only", "[unit]")
{
    const auto s = series(200, true);
    const auto table = knox(s.places, s.times, {{0, 200, 1000, 3000, inf}, {0, 2, 4, 14, inf}});
    CHECK(table.at(0, 1).observed >= 100);
    CHECK(*table.at(0, 1).ratio > 20);
    CHECK(*table.at(0, 1).p == Approx(0.001));
    for (std::size_t i = 1; i < 4; ++i)
        for (std::size_t j = 0; j < 4; ++j) CHECK(table.at(i, j).ratio.value() < 3);
    CHECK(*table.at(3, 1).p > 0.5);
}

TEST_CASE("Without near repeats one cell in twenty is below 0.05", "[unit]")
{
    int cells = 0, below = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const auto s = series(80, false, seed);
        for (const auto& cell : knox(s.places, s.times, {{0, 4000, 8000, inf}, {0, 60, 120, inf}}, replicas(199)).cells)
            ++cells, below += *cell.p <= 0.05 ? 1 : 0;
    }
    CHECK(below > 0.02 * cells);
    CHECK(below < 0.08 * cells);
}

TEST_CASE("The table depends on the seed and not on threads", "[unit]")
{
    const auto s = series(300, true);
    const KnoxBands bands{{0, 500, 5000, inf}, {0, 3, 30, inf}};
    const auto one = knox(s.places, s.times, bands, replicas(199, 1)),
               four = knox(s.places, s.times, bands, replicas(199, 4));
    auto other_seed = replicas(199);
    other_seed.seed = 2;
    const auto other = knox(s.places, s.times, bands, other_seed);
    bool differs = false;
    for (std::size_t i = 0; i < one.cells.size(); ++i) {
        CHECK(one.cells[i].observed == four.cells[i].observed);
        CHECK(one.cells[i].p == four.cells[i].p);
        differs = differs || one.cells[i].p != other.cells[i].p;
    }
    CHECK(differs);
}

TEST_CASE("Incidents all at one place or at one time hold no near repeat", "[unit]")
{
    auto s = series(100, false);
    const KnoxBands bands{{0, 500, inf}, {0, 30, inf}};
    const auto one_time = knox(s.places, std::vector<double>(100, 5.0), bands, replicas(99));
    const auto one_place = knox(std::vector<LonLat>(100, {106, 22}), s.times, bands, replicas(99));
    for (const auto& table : {one_time, one_place})
        for (const auto& cell : table.cells) {
            CHECK(static_cast<double>(cell.observed) == Approx(cell.expected));
            CHECK(cell.p == 1.0);
        }
    CHECK(watch_circles(one_place, std::vector<LonLat>(100, {106, 22}), s.times, 400).empty());
}

TEST_CASE("Bad input of a near-repeat table is refused in a sentence", "[unit]")
{
    const auto s = series(40, false);
    const KnoxBands good{{0, 500}, {0, 7}};
    const auto few = series(7, false);
    CHECK_THROWS_WITH(knox(few.places, few.times, good), "not enough: 7 incidents, this test needs 30");
    CHECK_THROWS_AS(knox(std::vector<LonLat>{}, std::vector<double>{}, good), std::invalid_argument);
    CHECK_THROWS_AS(knox(s.places, std::vector<double>(39, 1.0), good), std::invalid_argument);
    auto times = s.times;
    times[3] = NAN;
    CHECK_THROWS_AS(knox(s.places, times, good), std::invalid_argument);
    auto places = s.places;
    places[5] = {106, 95};
    CHECK_THROWS_AS(knox(places, s.times, good), std::invalid_argument);
    CHECK_THROWS_AS(knox(std::vector<XY>(40, {inf, 0}), s.times, good), std::invalid_argument);
    for (const std::vector<double>& edges :
         {std::vector<double>{}, {0}, {0, 0}, {5, 1}, {-1, 5}, {0, NAN}, {NAN, 1}, {inf, inf}}) {
        CHECK_THROWS_AS(knox(s.places, s.times, {edges, {0, 7}}), std::invalid_argument);
        CHECK_THROWS_AS(knox(s.places, s.times, {{0, 500}, edges}), std::invalid_argument);
    }
    // 100,000 at one place are five thousand million pairs: refused before they are made
    CHECK_THROWS_WITH(knox(std::vector<LonLat>(100000, {106, 22}), std::vector<double>(100000, 1.0), good),
                      Catch::Matchers::Contains("more than 25000000 pairs"));
    std::stop_source stop;
    stop.request_stop();
    auto stopped = replicas(9);
    stopped.stop = stop.get_token();
    CHECK_THROWS_AS(knox(s.places, s.times, good, stopped), Stopped);
}

namespace {

/// A table of three bands of space (to 100, 200, 500 m) and three of time (to 1, 2, 7), with '#' where significant.
KnoxTable drawn(const std::vector<std::string>& rows)
{
    const std::vector<double> space{0, 100, 200, 500}, time{0, 1, 2, 7};
    KnoxTable table{2, 1, 3, 3, 999, 1, {}};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
            const bool hot = rows[i][j] == '#';
            table.cells.push_back({space[i], space[i + 1], time[j], time[j + 1], hot ? 30U : 10U, 10, hot ? 3.0 : 1.0,
                                   hot ? 0.001 : 0.4});
        }
    return table;
}

}  // namespace

TEST_CASE("Significant bands become circles that last as long as they stay the same", "[unit]")
{
    const std::vector<LonLat> places{{106, 22}, {107, 21}};
    const std::vector<double> times{100, 104};
    const auto circles = watch_circles(drawn({"##.",    //
                                              "##.",    //
                                              "..."}),  //
                                       places, times, 101);
    REQUIRE(circles.size() == 1);  // the second has not happened yet
    CHECK(circles[0].incident == 0);
    CHECK(circles[0].place == places[0]);
    CHECK(circles[0].inner_m == 0);
    CHECK(circles[0].radius_m == 200);
    CHECK(circles[0].from == 100);
    CHECK(circles[0].until == 102);
    CHECK(circles[0].observed == 120);
    CHECK(circles[0].ratio == 3);

    // a circle that shrinks, and a ring around what is not significant; the first incident's have run out
    const auto several = watch_circles(drawn({"###",    //
                                              "#..",    //
                                              ".#."}),  //
                                       places, times, 107);
    REQUIRE(several.size() == 1);
    CHECK(several[0].incident == 1);
    CHECK(several[0].radius_m == 100);
    CHECK(several[0].from == 105);
    CHECK(several[0].until == 111);
    const auto ring = watch_circles(drawn({"...",    //
                                           ".#.",    //
                                           "..."}),  //
                                    places, times, 100);
    REQUIRE(ring.size() == 1);
    CHECK(ring[0].inner_m == 100);
    CHECK(ring[0].radius_m == 200);
    CHECK(ring[0].from == 101);
}

TEST_CASE("No circle without significance, without a bound or without a p", "[unit]")
{
    const std::vector<LonLat> places{{106, 22}, {107, 21}};
    const std::vector<double> times{100, 100};
    CHECK(watch_circles(drawn({"...", "...", "..."}), places, times, 100).empty());
    auto table = drawn({"###", "###", "###"});
    CHECK(watch_circles(table, places, times, 100).size() == 2);
    CHECK(watch_circles(table, places, times, 107).empty());
    WatchRule strict;
    strict.least_ratio = 4;
    CHECK(watch_circles(table, places, times, 100, strict).empty());
    for (auto& cell : table.cells) cell.p.reset();
    CHECK(watch_circles(table, places, times, 100).empty());
    table = drawn({"...", "...", "###"});
    for (std::size_t j = 0; j < 3; ++j) table.cells[6 + j].space_to = inf;
    CHECK(watch_circles(table, places, times, 100).empty());
    CHECK_THROWS_AS(watch_circles(table, places, std::vector<double>(3), 100), std::invalid_argument);
}
