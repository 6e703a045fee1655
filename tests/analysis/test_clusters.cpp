#include "analysis/clusters.hpp"

#include "analysis/parallel.hpp"
#include "analysis/random.hpp"
#include "domain/geodesy.hpp"
#include "reference.hpp"

#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

using namespace tuantra;
using namespace tuantra::analysis;
using namespace tuantra::tests;
using domain::LonLat;

namespace {

using Near = std::function<bool(std::size_t, std::size_t)>;

/// The textbook's algorithm: point by point in order, each cluster grown whole.
std::vector<std::int32_t> textbook(std::size_t n, std::size_t min_points, const Near& near)
{
    const auto around = [&](std::size_t i) {
        std::vector<std::size_t> found;
        for (std::size_t j = 0; j < n; ++j)
            if (j == i || near(i, j)) found.push_back(j);
        return found;
    };
    std::vector<std::int32_t> label(n, noise);
    std::int32_t clusters = 0;
    for (std::size_t i = 0; i < n; ++i) {
        if (label[i] != noise || around(i).size() < min_points) continue;
        std::vector<std::size_t> open{i};
        label[i] = clusters;
        while (!open.empty()) {
            const auto found = around(open.back());
            open.pop_back();
            if (found.size() < min_points) continue;
            for (const std::size_t j : found)
                if (label[j] == noise) label[j] = clusters, open.push_back(j);
        }
        ++clusters;
    }
    // numbered anew in order of first appearance
    std::vector<std::int32_t> number(static_cast<std::size_t>(clusters), noise);
    std::int32_t next = 0;
    for (auto& l : label)
        if (l != noise) {
            auto& renumbered = number[static_cast<std::size_t>(l)];
            if (renumbered == noise) renumbered = next++;
            l = renumbered;
        }
    return label;
}

void check_sizes(const Clusters& got)
{
    std::size_t clustered = 0;
    for (std::size_t c = 0; c < got.count(); ++c) {
        CHECK(got.sizes[c] ==
              static_cast<std::size_t>(std::count(got.label.begin(), got.label.end(), static_cast<std::int32_t>(c))));
        clustered += got.sizes[c];
    }
    CHECK(clustered + got.noise_points == got.label.size());
}

std::vector<std::int32_t> labels(const std::vector<CsvRow>& rows, const std::string& name)
{
    std::vector<std::int32_t> out;
    for (const double v : column(rows, name)) out.push_back(static_cast<std::int32_t>(v));
    return out;
}

/// Points where the picture has letters, one metre apart, in the order of the alphabet.
std::vector<XY> drawn(const std::vector<std::string>& rows)
{
    std::vector<XY> points;
    for (char letter = 'a'; letter <= 'z'; ++letter)
        for (std::size_t y = 0; y < rows.size(); ++y)
            for (std::size_t x = 0; x < rows[y].size(); ++x)
                if (rows[y][x] == letter) points.push_back({static_cast<double>(x), static_cast<double>(y)});
    return points;
}

}  // namespace

TEST_CASE("Clusters of the reference's points have its labels and core points, on the plane and on the globe",
          "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto rows = read_csv(shared / "reference/clusters/points.csv");
    const auto expected = read_csv(shared / "reference/clusters/expected_labels.csv");
    const auto summary = read_json(shared / "reference/clusters/summary.json");
    std::vector<XY> plane;
    std::vector<LonLat> globe;
    for (const auto& row : rows) {
        plane.push_back({number(row, "x_m"), number(row, "y_m")});
        globe.push_back({number(row, "lon_deg"), number(row, "lat_deg")});
    }
    const auto times = column(rows, "t_days");
    const auto check = [&](const Clusters& got, const std::string& name) {
        INFO(name);
        CHECK(got.label == labels(expected, name));
        CHECK(got.count() == summary[name]["clusters"].get<std::size_t>());
        CHECK(got.noise_points == summary[name]["noise"].get<std::size_t>());
        check_sizes(got);
        if (!summary[name].contains("core")) return;
        CHECK(std::vector<std::int32_t>(got.core.begin(), got.core.end()) == labels(expected, name + "_core"));
        CHECK(std::accumulate(got.core.begin(), got.core.end(), 0) == summary[name]["core"].get<int>());
    };
    check(dbscan(plane, 900, 6), "dbscan_eps900.0_min6");
    check(dbscan(plane, 600, 5), "dbscan_eps600.0_min5");
    check(dbscan(globe, 900, 6), "dbscan_haversine_R6371008.8_eps900.0_min6");
    check(st_dbscan(plane, times, 900, 10, 5), "stdbscan_eps900.0_tau10.0_min5");
    check(st_dbscan(plane, times, 1500, 5, 4), "stdbscan_eps1500.0_tau5.0_min4");
    check(st_dbscan(globe, times, 1500, 5, 4), "stdbscan_eps1500.0_tau5.0_min4");
}

TEST_CASE("A cluster is numbered by the first point that belongs to it, core or not", "[unit]")
{
    //                                             a reaches b only: border of the cluster of b, c, d
    const auto got = dbscan(drawn({"abcd....efg.h"}), 1, 3);
    CHECK(got.label == std::vector<std::int32_t>{0, 0, 0, 0, 1, 1, 1, -1});
    CHECK(got.core == std::vector<std::uint8_t>{0, 1, 1, 0, 0, 1, 0, 0});
    CHECK(got.sizes == std::vector<std::size_t>{4, 3});
    CHECK(got.noise_points == 1);
}

TEST_CASE("A border point between two clusters goes to the one whose first core point comes first", "[unit]")
{
    // m is within a metre of a core point of either cluster and has too few neighbours itself
    const auto to_the_right = dbscan(drawn({"xyz.abc",  //
                                            "xyzmabc",  //
                                            "xyz.abc"}),
                                     1, 4);
    const auto to_the_left = dbscan(drawn({"abc.xyz",  //
                                           "abcmxyz",  //
                                           "abc.xyz"}),
                                    1, 4);
    for (const auto& got : {to_the_right, to_the_left}) {
        const std::size_t a = 0, m = 9, x = 10;
        CHECK(got.count() == 2);
        CHECK(got.core[m] == 0);
        CHECK(got.label[m] == got.label[a]);
        CHECK(got.label[x] != got.label[a]);
    }
}

TEST_CASE("A border point that comes before both clusters takes the number of its own", "[unit]")
{
    // a lies between; the cluster of b (core first) has it, and is therefore number 0
    const auto got = dbscan(drawn({"efg.bcd",  //
                                   "efgabcd",  //
                                   "efg.bcd"}),
                            1, 4);
    CHECK(got.label[0] == 0);
    CHECK(got.core[0] == 0);
    CHECK(got.label[1] == 0);
    CHECK(got.label.back() == 1);
}

TEST_CASE("Labels are the textbook's on the plane, in space and time and on the globe", "[unit]")
{
    Random random(21);
    for (int round = 0; round < 120; ++round) {
        const std::size_t n = 20 + random.below(120), enough = 1 + random.below(7);
        std::vector<XY> plane;
        std::vector<LonLat> globe;
        std::vector<double> times;
        const LonLat centre = round % 3 == 0 ? LonLat{179.99, 10} : round % 3 == 1 ? LonLat{105, 18} : LonLat{0, 89.97};
        for (std::size_t i = 0; i < n; ++i) {
            plane.push_back({std::floor(random.uniform() * 25), std::floor(random.uniform() * 25)});
            LonLat p{centre.lon + random.uniform() * 0.02, centre.lat + random.uniform() * 0.02};
            if (p.lon > 180) p.lon -= 360;
            globe.push_back(p);
            times.push_back(std::floor(random.uniform() * 20));
        }
        const double radius = 1 + std::floor(random.uniform() * 3), metres = radius * 90;
        const double window = 1 + std::floor(random.uniform() * 5);
        const auto in_time = [&](std::size_t a, std::size_t b) { return std::abs(times[a] - times[b]) <= window; };
        const auto on_plane = [&](std::size_t a, std::size_t b) {
            return std::hypot(plane[a].x - plane[b].x, plane[a].y - plane[b].y) <= radius;
        };
        const auto on_globe = [&](std::size_t a, std::size_t b) {
            return domain::distance_m(globe[a], globe[b]) <= metres;
        };
        CHECK(dbscan(plane, radius, enough).label == textbook(n, enough, on_plane));
        CHECK(dbscan(globe, metres, enough).label == textbook(n, enough, on_globe));
        CHECK(st_dbscan(plane, times, radius, window, enough).label ==
              textbook(n, enough, [&](std::size_t a, std::size_t b) { return in_time(a, b) && on_plane(a, b); }));
        CHECK(st_dbscan(globe, times, metres, window, enough).label ==
              textbook(n, enough, [&](std::size_t a, std::size_t b) { return in_time(a, b) && on_globe(a, b); }));
    }
}

TEST_CASE("Exactly the radius is within, on the globe as well", "[unit]")
{
    const std::vector<LonLat> two{{106, 21}, {106.01, 21.02}};
    const double apart = domain::distance_m(two[0], two[1]);
    CHECK(dbscan(two, apart, 2).count() == 1);
    CHECK(dbscan(two, std::nextafter(apart, 0), 2).count() == 0);
    const std::vector<double> times{0, 5};
    CHECK(st_dbscan(two, times, apart, 5, 2).count() == 1);
    CHECK(st_dbscan(two, times, apart, std::nextafter(5, 0), 2).count() == 0);
}

TEST_CASE("Clusters do not depend on threads", "[unit]")
{
    Random random(5);
    std::vector<LonLat> places;
    std::vector<double> times;
    for (int i = 0; i < 20000; ++i) {
        places.push_back({105 + random.uniform(), 18 + random.uniform()});
        times.push_back(random.uniform() * 100);
    }
    ClusterOptions one, five;
    one.threads = 1;
    five.threads = 5;
    CHECK(dbscan(places, 900, 5, one).label == dbscan(places, 900, 5, five).label);
    CHECK(st_dbscan(places, times, 3000, 10, 5, one).label == st_dbscan(places, times, 3000, 10, 5, five).label);
}

TEST_CASE("A hundred thousand points at one place, and in two that just fail to meet, are no trouble", "[unit]")
{
    std::vector<LonLat> places(100000, LonLat{106, 21});
    CHECK(dbscan(places, 500, 10).sizes == std::vector<std::size_t>{100000});
    std::vector<double> times(100000, 7.0);
    CHECK(st_dbscan(places, times, 500, 3, 10).sizes == std::vector<std::size_t>{100000});
    for (std::size_t i = 0; i < places.size(); i += 2) places[i] = {106, 21.0046};
    CHECK(dbscan(places, 500, 10).sizes == std::vector<std::size_t>{50000, 50000});
}

TEST_CASE("No points, one point and points without neighbours are noise or nothing", "[unit]")
{
    CHECK(dbscan(std::vector<XY>{}, 1, 2).label.empty());
    CHECK(dbscan(std::vector<LonLat>{{106, 21}}, 1, 2).label == std::vector<std::int32_t>{noise});
    CHECK(dbscan(std::vector<LonLat>{{106, 21}}, 1, 1).label == std::vector<std::int32_t>{0});
    CHECK(dbscan(std::vector<LonLat>{{106, 21}, {-170, -80}}, 1000, 2).noise_points == 2);
}

TEST_CASE("Bad input of clusters is refused in a sentence", "[unit]")
{
    const std::vector<LonLat> two{{106, 21}, {107, 21}};
    const std::vector<double> times{1, 2};
    for (const double bad : {0.0, -1.0, static_cast<double>(NAN), std::numeric_limits<double>::infinity()}) {
        CHECK_THROWS_AS(dbscan(two, bad, 2), std::invalid_argument);
        CHECK_THROWS_AS(st_dbscan(two, times, 100, bad, 2), std::invalid_argument);
    }
    CHECK_THROWS_AS(dbscan(two, 100, 0), std::invalid_argument);
    CHECK_THROWS_AS(dbscan(std::vector<LonLat>{{181, 0}}, 100, 2), std::invalid_argument);
    CHECK_THROWS_AS(dbscan(std::vector<XY>{{NAN, 0}}, 100, 2), std::invalid_argument);
    CHECK_THROWS_AS(dbscan(two, 1e-6, 2), std::invalid_argument);
    CHECK_THROWS_AS(st_dbscan(two, std::vector<double>{1}, 100, 1, 2), std::invalid_argument);
    CHECK_THROWS_AS(st_dbscan(two, std::vector<double>{1, NAN}, 100, 1, 2), std::invalid_argument);
    std::stop_source stop;
    stop.request_stop();
    ClusterOptions options;
    options.stop = stop.get_token();
    CHECK_THROWS_AS(dbscan(two, 100, 2, options), Stopped);
}
