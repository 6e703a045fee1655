#include "analysis/classes.hpp"
#include "analysis/quantile.hpp"
#include "analysis/random.hpp"
#include "reference.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>

using namespace tuantra::analysis;
using namespace tuantra::tests;

namespace {

double squares(const std::vector<double>& sorted, std::size_t begin, std::size_t end)
{
    double mean = 0, sum = 0;
    for (std::size_t i = begin; i < end; ++i) mean += sorted[i] / static_cast<double>(end - begin);
    for (std::size_t i = begin; i < end; ++i) sum += (sorted[i] - mean) * (sorted[i] - mean);
    return sum;
}

/// The least squared deviations of all ways to cut the values, equal ones together.
double least(const std::vector<double>& sorted, std::size_t begin, std::size_t classes)
{
    if (begin == sorted.size()) return 0;
    if (classes == 1) return squares(sorted, begin, sorted.size());
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t end = begin + 1; end <= sorted.size(); ++end)
        if (end == sorted.size() || sorted[end] != sorted[end - 1])
            best = std::min(best, squares(sorted, begin, end) + least(sorted, end, classes - 1));
    return best;
}

}  // namespace

TEST_CASE("Fisher-Jenks finds the best of all ways to cut the values", "[unit]")
{
    Random random(4);
    for (int trial = 0; trial < 200; ++trial) {
        std::vector<double> values(1 + random.below(14));
        // Few different values in half the trials, so that many are equal; far from zero in a third.
        for (double& v : values)
            v = (trial % 3 == 0 ? 1e6 : 0) +
                (trial % 2 == 0 ? static_cast<double>(random.below(6)) : std::exp(5 * random.uniform()));
        auto sorted = values;
        std::sort(sorted.begin(), sorted.end());
        const std::size_t k = 1 + random.below(5);
        const auto classes = fisher_jenks(values, k);
        CAPTURE(trial, k, sorted);
        double sum = 0;
        std::size_t begin = 0;
        for (const std::size_t count : classes.counts) {
            CHECK(count > 0);
            sum += squares(sorted, begin, begin + count);
            begin += count;
        }
        CHECK(begin == values.size());
        CHECK(classes.upper_bounds.back() == sorted.back());
        CHECK(sum == Approx(least(sorted, 0, k)).epsilon(1e-9).margin(1e-7));
        for (const double v : values) {
            const std::size_t c = classes.class_of(v);
            CHECK(v <= classes.upper_bounds[c]);
            if (c > 0) CHECK(v > classes.upper_bounds[c - 1]);
        }
    }
}

TEST_CASE("Fisher-Jenks takes gaps in many values where they are", "[unit]")
{
    Random random(1);
    std::vector<double> values;
    for (std::size_t i = 0; i < 50000; ++i) values.push_back(100 * static_cast<double>(i % 7) + random.uniform());
    const auto classes = fisher_jenks(values, 7);
    REQUIRE(classes.counts.size() == 7);
    for (std::size_t i = 0; i < 7; ++i) CHECK(std::floor(classes.upper_bounds[i]) == 100 * static_cast<double>(i));
    CHECK(classes.variance_fit > 0.9999);
}

TEST_CASE("of equal cuts the lower one is taken, and equal values are never parted", "[unit]")
{
    const auto even = fisher_jenks(std::vector<double>{3, 1, 2}, 2);
    CHECK(even.upper_bounds == std::vector<double>{1, 3});
    const auto equal = fisher_jenks(std::vector<double>(1000, 5), 4);
    CHECK(equal.upper_bounds == std::vector<double>{5});
    CHECK(equal.variance_fit == 1);
    CHECK(fisher_jenks(std::vector<double>{2, 2, 7}, 6).upper_bounds == std::vector<double>{2, 7});
}

TEST_CASE("quantiles, equal intervals and fixed breaks count what they hold", "[unit]")
{
    const std::vector<double> values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    const auto fifths = quantile_classes(values, 5);
    CHECK(fifths.counts == std::vector<std::size_t>{2, 2, 2, 2, 2});
    const auto thirds = equal_intervals(values, 3);
    CHECK(thirds.upper_bounds == std::vector<double>{4, 7, 10});
    CHECK(thirds.counts == std::vector<std::size_t>{4, 3, 3});
    const auto fixed = fixed_breaks(values, std::vector<double>{0.5, 4, 8});
    CHECK(fixed.counts == std::vector<std::size_t>{0, 4, 6});
    CHECK(fixed.class_of(0) == 0);
    CHECK(fixed.class_of(4) == 1);
    CHECK(fixed.class_of(4.001) == 2);
    CHECK(fixed.class_of(1e9) == 2);
    // Mostly zeros: fewer classes rather than empty ones that look alike.
    const auto zeros = quantile_classes(std::vector<double>{0, 0, 0, 0, 0, 0, 0, 1, 2, 3}, 5);
    CHECK(zeros.upper_bounds.front() == 0);
    CHECK(zeros.upper_bounds.size() == 3);
    CHECK(equal_intervals(std::vector<double>{4, 4}, 5).upper_bounds == std::vector<double>{4});
}

TEST_CASE("classes refuse what cannot be put into them", "[unit]")
{
    const std::vector<double> good{1, 2}, bad{1, std::numeric_limits<double>::quiet_NaN()};
    CHECK_THROWS_AS(fisher_jenks({}, 3), std::invalid_argument);
    CHECK_THROWS_AS(fisher_jenks(bad, 3), std::invalid_argument);
    CHECK_THROWS_AS(fisher_jenks(good, 0), std::invalid_argument);
    CHECK_THROWS_AS(quantile_classes(good, 8), std::invalid_argument);
    CHECK_THROWS_AS(equal_intervals(bad, 2), std::invalid_argument);
    CHECK_THROWS_AS(fixed_breaks(good, {}), std::invalid_argument);
    CHECK_THROWS_AS(fixed_breaks(good, std::vector<double>{2, 2}), std::invalid_argument);
    CHECK_THROWS_AS(fixed_breaks(good, bad), std::invalid_argument);
    CHECK_THROWS_AS(fisher_jenks(good, 2).class_of(bad[1]), std::invalid_argument);
}

TEST_CASE("classification meets the reference values", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto values = column(read_csv(shared / "reference/classification/calempdensity.csv"), "value");
    const auto expected = read_json(shared / "reference/classification/calempdensity_expected.json");
    const std::size_t k = expected["k"];
    const auto meets = [&](const Classes& classes, const std::string& name) {
        const std::vector<double> bounds = expected[name]["upper_bounds"];
        REQUIRE(classes.upper_bounds.size() == bounds.size());
        for (std::size_t i = 0; i < bounds.size(); ++i)
            CHECK(classes.upper_bounds[i] == Approx(bounds[i]).margin(1e-6));
        CHECK(classes.counts == expected[name]["counts"].get<std::vector<std::size_t>>());
    };
    const auto fisher = fisher_jenks(values, k);
    meets(fisher, "fisher_jenks");
    CHECK(fisher.counts == expected["own_fisher_counts"].get<std::vector<std::size_t>>());
    CHECK(fisher.variance_fit == Approx(double(expected["own_fisher_gvf"])).margin(1e-6));
    CHECK(fisher.absolute_deviation == Approx(double(expected["fisher_jenks"]["adcm"])).margin(1e-6));
    CHECK(fisher.absolute_deviation == Approx(double(expected["own_adcm"])).margin(1e-6));
    meets(equal_intervals(values, k), "equal_interval");
    meets(quantile_classes(values, k), "quantiles_type7");
    // Classes that another program made serve as fixed breaks.
    meets(fixed_breaks(values, expected["max_breaks"]["upper_bounds"].get<std::vector<double>>()), "max_breaks");
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const double percents[] = {1, 10, 50, 90, 99, 100};
    for (std::size_t i = 0; i < 6; ++i)
        CHECK(quantile(sorted, percents[i] / 100) ==
              Approx(double(expected["percentiles_1_10_50_90_99_100"][i])).margin(1e-6));
}
