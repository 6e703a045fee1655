// Moran's I and the general G of a whole map; both need the same three sums over the weights.
#include "analysis/local_stats.hpp"
#include "analysis/require.hpp"
#include "analysis/special.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace tuantra::analysis {

namespace {

struct WeightSums {
    double s0 = 0, s1 = 0, s2 = 0;
};

/// s0 = sum w_ij, s1 = sum (w_ij + w_ji)^2 / 2, s2 = sum_i (sum_j w_ij + sum_j w_ji)^2, for any pattern of neighbours.
WeightSums weight_sums(const Neighbours& neighbours, Weights weights)
{
    const std::size_t n = neighbours.size();
    const auto weight = [&](std::size_t i) {
        return weights == Weights::binary ? 1.0 : 1.0 / static_cast<double>(neighbours.count(i));
    };
    WeightSums sums;
    std::vector<double> both(n, 0);
    for (std::size_t i = 0; i < n; ++i)
        for (const std::uint32_t j : neighbours.of(i)) {
            const auto back = neighbours.of(j);
            const bool mutual = std::find(back.begin(), back.end(), static_cast<std::uint32_t>(i)) != back.end();
            const double w = weight(i), w_back = mutual ? weight(j) : 0;
            sums.s0 += w;
            // A pair seen from both ends is met twice, one seen from one end only once.
            sums.s1 += (mutual ? 0.5 : 1.0) * (w + w_back) * (w + w_back);
            both[i] += w;
            both[j] += w;
        }
    for (const double b : both) sums.s2 += b * b;
    return sums;
}

void check(std::span<const double> values, const Neighbours& neighbours, const std::string& test)
{
    require_same_size(values.size(), neighbours.size(), test + ", values and neighbours");
    require_enough(values.size(), 4, "cells");
    require_finite(values, test);
    if (neighbours.targets.empty()) throw std::invalid_argument(test + ": no cell has a neighbour");
    if (std::all_of(values.begin(), values.end(), [&](double x) { return x == values[0]; }))
        throw std::invalid_argument(test + ": all values are equal, so that there is no pattern to test");
}

void score(GlobalStatistic& g)
{
    const double difference = g.value - g.expected;
    if (g.variance_normal > 0) g.z_normal = difference / std::sqrt(g.variance_normal);
    if (g.variance_random > 0) g.z_random = difference / std::sqrt(g.variance_random);
    g.p_normal = normal_above(std::abs(g.z_normal));
    g.p_random = normal_above(std::abs(g.z_random));
}

}  // namespace

GlobalStatistic global_moran(std::span<const double> values, const Neighbours& neighbours, Weights weights)
{
    check(values, neighbours, "Moran's I");
    const auto [s0, s1, s2] = weight_sums(neighbours, weights);
    const double n = static_cast<double>(values.size());
    double mean = 0, squares = 0, fourths = 0, cross = 0;
    for (const double x : values) mean += x / n;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double z = values[i] - mean;
        squares += z * z;
        fourths += z * z * z * z;
        double lag = 0;
        for (const std::uint32_t j : neighbours.of(i)) lag += values[j] - mean;
        if (weights == Weights::row_standardised && neighbours.count(i) > 0)
            lag /= static_cast<double>(neighbours.count(i));
        cross += z * lag;
    }
    GlobalStatistic g;
    g.value = n / s0 * cross / squares;
    g.expected = -1 / (n - 1);
    const double s02 = s0 * s0, kurtosis = fourths / n / (squares / n * squares / n);
    g.variance_normal = (n * n * s1 - n * s2 + 3 * s02) / ((n - 1) * (n + 1) * s02) - g.expected * g.expected;
    const double spread = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s02);
    const double peaked = kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s02);
    g.variance_random = (spread - peaked) / ((n - 1) * (n - 2) * (n - 3) * s02) - g.expected * g.expected;
    score(g);
    return g;
}

GlobalStatistic global_g(std::span<const double> values, const Neighbours& neighbours)
{
    check(values, neighbours, "general G");
    require_counts(values, "general G");
    const auto [s0, s1, s2] = weight_sums(neighbours, Weights::binary);
    const double n = static_cast<double>(values.size()), s02 = s0 * s0;
    double m1 = 0, m2 = 0, m3 = 0, m4 = 0, cross = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = values[i];
        m1 += x;
        m2 += x * x;
        m3 += x * x * x;
        m4 += x * x * x * x;
        for (const std::uint32_t j : neighbours.of(i)) cross += x * values[j];
    }
    const double pairs = m1 * m1 - m2;
    if (!(pairs > 0)) throw std::invalid_argument("general G: only one cell holds anything");
    GlobalStatistic g;
    g.value = cross / pairs;
    g.expected = s0 / (n * (n - 1));
    const double b0 = (n * n - 3 * n + 3) * s1 - n * s2 + 3 * s02;
    const double b1 = -((n * n - n) * s1 - 2 * n * s2 + 6 * s02);
    const double b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s02);
    const double b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s02;
    const double b4 = s1 - s2 + s02;
    const double sum = b0 * m2 * m2 + b1 * m4 + b2 * m1 * m1 * m2 + b3 * m1 * m3 + b4 * m1 * m1 * m1 * m1;
    g.variance_random = sum / (pairs * pairs * n * (n - 1) * (n - 2) * (n - 3)) - g.expected * g.expected;
    score(g);
    return g;
}

}  // namespace tuantra::analysis
