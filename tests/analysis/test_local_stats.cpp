#include "analysis/local_stats.hpp"

#include "analysis/random.hpp"
#include "analysis/special.hpp"
#include "reference.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace tuantra::analysis;
using tuantra::tests::column;
using tuantra::tests::CsvRow;
using tuantra::tests::number;
using tuantra::tests::read_csv;

namespace {

constexpr double tight = 1e-9;

std::vector<double> counts(std::size_t n, std::uint64_t seed)
{
    Random random(seed);
    std::vector<double> values(n);
    for (double& v : values) v = std::floor(-2.0 * std::log(1 - random.uniform()));
    return values;
}

std::string quadrant_name(Quadrant q)
{
    return q == Quadrant::high_high ? "HH" : q == Quadrant::high_low ? "HL" : q == Quadrant::low_low ? "LL" : "LH";
}

/// Local Moran as the reference prints it, in both conventions.
void check_moran(const LocalMoran& moran, const std::vector<CsvRow>& expected)
{
    const double n = static_cast<double>(expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto& row = expected[i];
        CHECK(moran.statistic.value[i] == Approx(number(row, "local_moran_I_m2n")).epsilon(tight));
        CHECK(moran.statistic.value[i] * (n - 1) / n == Approx(number(row, "local_moran_I_esda")).epsilon(tight));
        CHECK(quadrant_name(moran.quadrant[i]) == row.at("quadrant"));
    }
}

}  // namespace

TEST_CASE("Gi*, Gi and the general G of six points are Getis and Ord's", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto ref = tuantra::tests::read_json(shared / "reference/hotspot/gi_star_6pt.json");
    std::vector<XY> points;
    for (const auto& p : ref["points"]) points.push_back({p[0].get<double>(), p[1].get<double>()});
    const auto values = ref["y"].get<std::vector<double>>();
    const auto near = neighbours_within(points, ref["distance_threshold"].get<double>());
    const auto star = gi_star(values, near);
    const auto plain = gi(values, near);
    for (std::size_t i = 0; i < values.size(); ++i) {
        CHECK(star.z[i] == Approx(ref["gi_star_z_own_formula"][i].get<double>()).epsilon(tight));
        CHECK(star.z[i] == Approx(ref["gi_star_z_binary_self"][i].get<double>()).margin(1e-7));
        CHECK(plain.z[i] == Approx(ref["gi_z_binary"][i].get<double>()).margin(1e-6));
    }
    const auto g = global_g(values, near);
    CHECK(g.value == Approx(ref["global_G"].get<double>()).margin(1e-6));
    CHECK(g.p_random == Approx(ref["global_G_p_norm_one_sided"].get<double>()).margin(1e-6));
}

TEST_CASE("Ten cells have the Gi* and the local Moran of R spdep", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto expected = read_csv(shared / "reference/hotspot/desmith_expected.csv");
    const auto lists =
        tuantra::tests::neighbour_lists(read_csv(shared / "reference/hotspot/desmith_neighbours.csv"), 1);
    const auto neighbours = neighbours_of(lists);
    const auto values = column(expected, "z");
    const auto star = gi_star(values, neighbours);
    const auto z = column(expected, "gi_star_z");
    for (std::size_t i = 0; i < z.size(); ++i) CHECK(star.z[i] == Approx(z[i]).epsilon(tight));
    check_moran(local_moran(values, neighbours), expected);
}

TEST_CASE("The counties round St. Louis have the Gi*, p, adjusted p and Moran of R spdep", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto expected = read_csv(shared / "reference/hotspot/stl_expected.csv");
    const auto lists = tuantra::tests::neighbour_lists(read_csv(shared / "reference/hotspot/stl_neighbours.csv"), 1);
    const auto neighbours = neighbours_of(lists);
    const auto values = column(expected, "HR8893");
    const auto star = gi_star(values, neighbours);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto& row = expected[i];
        CHECK(star.z[i] == Approx(number(row, "gi_star_z")).epsilon(tight));
        CHECK(star.p[i] == Approx(number(row, "p_two_sided")).epsilon(tight));
        CHECK(star.p_adjusted[i] == Approx(number(row, "bh_adjusted_p")).epsilon(tight));
    }
    check_moran(local_moran(values, neighbours), expected);
    const auto ref = tuantra::tests::read_json(shared / "reference/hotspot/global_moran.json");
    const auto global = global_moran(values, neighbours, Weights::row_standardised);
    CHECK(global.value == Approx(ref["stl_HR8893"]["I"].get<double>()).margin(1e-5));
    CHECK(global.p_normal == Approx(ref["stl_HR8893"]["p_norm_one_sided"].get<double>()).margin(1e-5));
}

TEST_CASE("Moran's variances on the numbers one to nine in a square are PySAL's", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto ref =
        tuantra::tests::read_json(shared / "reference/hotspot/global_moran.json")["lattice3x3_1to9_binary"];
    const std::vector<double> values{1, 2, 3, 4, 5, 6, 7, 8, 9};
    const auto global = global_moran(values, grid_neighbours(3, 3), Weights::binary);
    CHECK(global.variance_normal == Approx(ref["VI_norm"].get<double>()).margin(1e-9));
    CHECK(global.variance_random == Approx(ref["VI_rand"].get<double>()).margin(1e-9));
}

TEST_CASE("Gi* of four segments is what one works out by hand", "[unit]")
{
    // Values 1 2 3 4 on a line: mean 2.5, s^2 = 1.25. The first and its neighbour: sum 3, W 2.
    const std::vector<double> values{1, 2, 3, 4};
    const std::vector<std::size_t> lines{4};
    const auto star = gi_star(values, line_neighbours(lines, 1));
    CHECK(star.z[0] == Approx((3 - 2.5 * 2) / (std::sqrt(1.25) * std::sqrt((4 * 2 - 4) / 3.0))).epsilon(1e-13));
    CHECK(star.z[1] == Approx((6 - 2.5 * 3) / (std::sqrt(1.25) * std::sqrt((4 * 3 - 9) / 3.0))).epsilon(1e-13));
    CHECK(star.z[3] == Approx(-star.z[0]).epsilon(1e-13));
}

TEST_CASE("Neighbours along a line stop at its end and never reach the next line", "[unit]")
{
    const std::vector<std::size_t> lines{4, 3};
    const auto n = line_neighbours(lines, 2);
    const auto list = [&](std::size_t i) { return std::vector<std::uint32_t>(n.of(i).begin(), n.of(i).end()); };
    REQUIRE(n.size() == 7);
    CHECK(list(0) == std::vector<std::uint32_t>{1, 2});
    CHECK(list(3) == std::vector<std::uint32_t>{1, 2});
    CHECK(list(4) == std::vector<std::uint32_t>{5, 6});
    CHECK(list(5) == std::vector<std::uint32_t>{4, 6});
    CHECK_THROWS_AS(line_neighbours(lines, 0), std::invalid_argument);
}

TEST_CASE("Neighbours within a radius are those of comparing every pair", "[unit]")
{
    Random random(9);
    for (const double spread : {10.0, 1000.0, 1e6}) {
        std::vector<XY> points(400);
        for (XY& p : points) p = {random.uniform() * spread - 50, random.uniform() * 100};
        points[7] = points[8];
        const auto n = neighbours_within(points, 12, 2);
        for (std::size_t i = 0; i < points.size(); ++i) {
            std::vector<std::uint32_t> expected;
            for (std::uint32_t j = 0; j < points.size(); ++j)
                if (j != i && std::hypot(points[i].x - points[j].x, points[i].y - points[j].y) <= 12)
                    expected.push_back(j);
            std::vector<std::uint32_t> got(n.of(i).begin(), n.of(i).end());
            std::sort(got.begin(), got.end());
            REQUIRE(got == expected);
        }
    }
}

TEST_CASE("Gi* within a radius is Gi* over the neighbours within it", "[unit]")
{
    Random random(19);
    std::vector<XY> points(500);
    for (XY& p : points) p = {random.uniform() * 1000, random.uniform() * 300};
    points[3] = points[4];
    const auto values = counts(500, 2);
    const auto direct = gi_star_within(values, points, 40, 3);
    const auto listed = gi_star(values, neighbours_within(points, 40));
    for (std::size_t i = 0; i < 500; ++i) REQUIRE(direct.z[i] == Approx(listed.z[i]).epsilon(1e-10).margin(1e-10));
    CHECK(direct.z == gi_star_within(values, points, 40, 1).z);
    CHECK_THROWS_AS(gi_star_within(values, points, std::nan("")), std::invalid_argument);
}

TEST_CASE("Neighbour lists that lie are refused", "[unit]")
{
    using Lists = std::vector<std::vector<std::uint32_t>>;
    CHECK_THROWS_AS(neighbours_of(Lists{{1}, {2}}), std::invalid_argument);
    CHECK_THROWS_AS(neighbours_of(Lists{{0}, {0}}), std::invalid_argument);
    CHECK_THROWS_AS(neighbours_of(Lists{{1, 1}, {0}}), std::invalid_argument);
    CHECK(neighbours_of(Lists{{1}, {0}, {}}).count(2) == 0);
}

TEST_CASE("A conditional permutation is what drawing for each cell would give", "[unit]")
{
    // The exact chance by enumerating all pairs of others on a ring of nine, against many permutations.
    const std::vector<double> values{9, 1, 0, 0, 2, 5, 1, 0, 8};
    std::vector<std::vector<std::uint32_t>> ring;
    for (std::uint32_t i = 0; i < 9; ++i) ring.push_back({(i + 8) % 9, (i + 1) % 9});
    const auto neighbours = neighbours_of(ring);
    const auto p = permutation_p(values, neighbours, 4, 99999);
    for (std::size_t i = 0; i < 9; ++i) {
        const double seen = values[ring[i][0]] + values[ring[i][1]];
        double above = 0, below = 0, all = 0;
        for (std::size_t a = 0; a < 9; ++a)
            for (std::size_t b = a + 1; b < 9; ++b) {
                if (a == i || b == i) continue;
                ++all;
                above += values[a] + values[b] >= seen;
                below += values[a] + values[b] <= seen;
            }
        CHECK(p[i] == Approx(std::min(1.0, 2 * std::min(above, below) / all)).margin(0.01));
    }
}

TEST_CASE("The permutation and the conditional z of local Moran tell the same", "[unit]")
{
    const auto values = counts(900, 12);
    const auto neighbours = grid_neighbours(30, 30, Contiguity::corner);
    const auto moran = local_moran(values, neighbours).statistic;
    const auto p = permutation_p(values, neighbours, 1, 1999);
    double worst = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (moran.z[i] != 0) worst = std::max(worst, std::abs(p[i] - moran.p[i]));
    CHECK(worst < 0.25);  // skewed counts: close, not equal
    const double mean = std::accumulate(p.begin(), p.end(), 0.0) / 900;
    CHECK(mean > 0.45);
}

TEST_CASE("Statistics and permutations do not depend on the number of threads", "[unit]")
{
    const auto values = counts(10000, 3);
    const auto neighbours = grid_neighbours(100, 100, Contiguity::corner);
    CHECK(permutation_p(values, neighbours, 77, 199, 1) == permutation_p(values, neighbours, 77, 199, 5));
    CHECK(permutation_p(values, neighbours, 77, 199, 2) != permutation_p(values, neighbours, 78, 199, 2));
    CHECK(gi_star(values, neighbours, 1).p_adjusted == gi_star(values, neighbours, 4).p_adjusted);
    CHECK(local_moran(values, neighbours, 1).statistic.z == local_moran(values, neighbours, 3).statistic.z);
}

TEST_CASE("A planted hotspot is hot, and an empty cell in it is hot only through its neighbours", "[unit]")
{
    auto values = counts(900, 21);
    for (std::size_t r = 10; r < 15; ++r)
        for (std::size_t c = 10; c < 15; ++c) values[r * 30 + c] += 15;
    values[12 * 30 + 12] = 0;
    const auto neighbours = grid_neighbours(30, 30, Contiguity::corner);
    const auto star = gi_star(values, neighbours);
    const auto heat = heat_of(values, star.z, star.p_adjusted);
    CHECK(heat[12 * 30 + 12] == Heat{3, true});
    CHECK(heat[11 * 30 + 11] == Heat{3, false});
    CHECK(heat[25 * 30 + 25].level == 0);
    CHECK(permutation_p(values, neighbours, 1)[12 * 30 + 12] == Approx(2.0 / 1000));
}

TEST_CASE("Benjamini and Hochberg's own example is adjusted as R does", "[unit]")
{
    // p.adjust(c(0.01, 0.04, 0.03, 0.005), "BH") = 0.02 0.04 0.04 0.02
    const auto q = benjamini_hochberg(std::vector<double>{0.01, 0.04, 0.03, 0.005});
    CHECK(q[0] == Approx(0.02));
    CHECK(q[1] == Approx(0.04));
    CHECK(q[2] == Approx(0.04));
    CHECK(q[3] == Approx(0.02));
    CHECK_THROWS_AS(benjamini_hochberg(std::vector<double>{0.1, std::nan("")}), std::invalid_argument);
}

TEST_CASE("What cannot be tested is refused in a sentence", "[unit]")
{
    const std::vector<std::size_t> four{4}, two{2};
    const auto line = line_neighbours(four, 1);
    CHECK_THROWS_WITH(gi_star(std::vector<double>{1, 2}, line_neighbours(two, 1)),
                      "not enough: 2 cells, this test needs 3");
    CHECK_THROWS_WITH(gi_star(std::vector<double>{1, 1, 1, 1}, line), Catch::Contains("all values are equal"));
    CHECK_THROWS_WITH(local_moran(std::vector<double>{1, 1, 1, 1}, line), Catch::Contains("all values are equal"));
    CHECK_THROWS_WITH(gi(std::vector<double>{1, 2, std::nan(""), 1}, line), Catch::Contains("value 2 is not a number"));
    CHECK_THROWS_AS(gi_star(std::vector<double>{1, 2, 3}, line), std::invalid_argument);
    CHECK_THROWS_AS(global_moran(std::vector<double>{1, 2, 3, 4}, Neighbours{{0, 0, 0, 0, 0}, {}}, Weights::binary),
                    std::invalid_argument);
    CHECK_THROWS_AS(permutation_p(std::vector<double>{1, 2, 3, 4}, line, 1, 3), std::invalid_argument);
    CHECK_THROWS_AS(neighbours_within(std::vector<XY>{{0, 0}}, 0), std::invalid_argument);
    CHECK(neighbours_within(std::vector<XY>{}, 1).size() == 0);
}
