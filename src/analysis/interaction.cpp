#include "analysis/interaction.hpp"

#include "analysis/parallel.hpp"
#include "analysis/random.hpp"
#include "analysis/require.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace tuantra::analysis {

namespace {

void require_input(std::span<const XY> places, std::span<const double> times)
{
    require_same_size(places.size(), times.size(), "interaction");
    require_enough(places.size(), 3, "incidents");
    require_finite(times, "times");
    require_places(places, "interaction");
    if (places.size() > interaction_most_incidents)
        throw std::invalid_argument("too many: " + std::to_string(places.size()) +
                                    " incidents, this test looks at every pair and takes " +
                                    std::to_string(interaction_most_incidents));
}

double apart(const XY& a, const XY& b)
{
    return std::hypot(a.x - b.x, a.y - b.y);
}

/// statistic_of(which): what the incidents would give if incident i had the time of incident which[i].
template <class StatisticOf>
Interaction test(std::size_t n, const InteractionOptions& options, const StatisticOf& statistic_of)
{
    std::vector<std::uint32_t> own(n);
    std::iota(own.begin(), own.end(), 0U);
    Interaction result{statistic_of(own), {}};
    std::atomic<std::size_t> as_good{0};
    // sums of the same numbers in another order differ by rounding, and equal ones must count as equal
    const double bar = result.statistic - 1e-9 * std::max(1.0, std::abs(result.statistic));
    parallel_chunks(options.replicas, 4, options.threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r) {
            auto which = own;
            Random(options.seed, r).shuffle(std::span(which));
            if (statistic_of(which) >= bar) ++as_good;
        }
    });
    if (options.replicas > 0) result.p = static_cast<double>(as_good + 1) / static_cast<double>(options.replicas + 1);
    return result;
}

/// The k nearest of each of n, one row after the other.
template <class Distance>
std::vector<std::uint32_t> nearest(std::size_t n, std::size_t k, const Distance& distance)
{
    std::vector<std::uint32_t> rows;
    std::vector<std::uint32_t> others;
    std::vector<double> far(n);
    for (std::uint32_t i = 0; i < n; ++i) {
        others.clear();
        for (std::uint32_t j = 0; j < n; ++j) {
            far[j] = distance(i, j);
            if (j != i) others.push_back(j);
        }
        std::partial_sort(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(k), others.end(),
                          [&](std::uint32_t a, std::uint32_t b) { return far[a] != far[b] ? far[a] < far[b] : a < b; });
        rows.insert(rows.end(), others.begin(), others.begin() + static_cast<std::ptrdiff_t>(k));
    }
    return rows;
}

}  // namespace

Interaction modified_knox(std::span<const XY> places, std::span<const double> times, double distance, double window,
                          const InteractionOptions& options)
{
    require_input(places, times);
    if (!(distance >= 0) || !(window >= 0))
        throw std::invalid_argument("interaction: distance and window must not be negative");
    const auto n = static_cast<std::uint32_t>(places.size());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> close;
    std::vector<double> in_space(n, 0), in_time(n, 0);
    for (std::uint32_t i = 0; i < n; ++i)
        for (std::uint32_t j = 0; j < i; ++j) {
            if (apart(places[i], places[j]) <= distance) close.emplace_back(i, j), ++in_space[i], ++in_space[j];
            if (std::abs(times[i] - times[j]) <= window) ++in_time[i], ++in_time[j];
        }
    return test(n, options, [&](const std::vector<std::uint32_t>& which) {
        double pairs = 0, expected = 0;
        for (const auto& [i, j] : close) pairs += std::abs(times[which[i]] - times[which[j]]) <= window ? 1 : 0;
        for (std::uint32_t i = 0; i < n; ++i) expected += in_space[i] * in_time[which[i]];
        return pairs - expected / (2 * (static_cast<double>(n) - 1));
    });
}

Interaction jacquez(std::span<const XY> places, std::span<const double> times, std::size_t k,
                    const InteractionOptions& options)
{
    require_input(places, times);
    const std::size_t n = places.size();
    if (k == 0 || k >= n)
        throw std::invalid_argument("interaction: nearest neighbours must be at least one and fewer than incidents");
    const auto in_space = nearest(n, k, [&](std::size_t a, std::size_t b) { return apart(places[a], places[b]); });
    const auto in_time = nearest(n, k, [&](std::size_t a, std::size_t b) { return std::abs(times[a] - times[b]); });
    return test(n, options, [&](const std::vector<std::uint32_t>& which) {
        double both = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const auto first = in_time.begin() + static_cast<std::ptrdiff_t>(which[i] * k);
            for (std::size_t m = i * k; m < (i + 1) * k; ++m)
                both += std::find(first, first + static_cast<std::ptrdiff_t>(k), which[in_space[m]]) !=
                                first + static_cast<std::ptrdiff_t>(k)
                            ? 1
                            : 0;
        }
        return both;
    });
}

Interaction mantel(std::span<const XY> places, std::span<const double> times, MantelTransform transform,
                   const InteractionOptions& options)
{
    require_input(places, times);
    const std::size_t n = places.size();
    const double pairs = static_cast<double>(n) * (static_cast<double>(n) - 1) / 2;
    const bool reciprocal = transform == MantelTransform::reciprocal;
    const auto weighed = [&](double far) { return reciprocal ? 1 / (1 + far) : far; };
    const auto in_time = [&](std::size_t a, std::size_t b) { return weighed(std::abs(times[a] - times[b])); };
    std::vector<double> in_space;
    double space_sum = 0, time_sum = 0;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            in_space.push_back(weighed(apart(places[i], places[j])));
            space_sum += in_space.back();
            time_sum += in_time(i, j);
        }
    double space_square = 0, time_square = 0;
    for (std::size_t i = 0, pair = 0; i < n; ++i)
        for (std::size_t j = 0; j < i; ++j, ++pair) {
            in_space[pair] -= space_sum / pairs;
            space_square += in_space[pair] * in_space[pair];
            time_square += std::pow(in_time(i, j) - time_sum / pairs, 2);
        }
    const auto all_equal = [&](double square, double sum) { return !(square > 1e-24 * sum * sum / pairs); };
    if (all_equal(space_square, space_sum) || all_equal(time_square, time_sum))
        throw std::invalid_argument("interaction: all incidents are equally far apart in space or in time");
    const double scale = std::sqrt(space_square) * std::sqrt(time_square);
    return test(n, options, [&](const std::vector<std::uint32_t>& which) {
        double sum = 0;
        for (std::size_t i = 0, pair = 0; i < n; ++i)
            for (std::size_t j = 0; j < i; ++j, ++pair) sum += in_space[pair] * in_time(which[i], which[j]);
        return sum / scale;
    });
}

}  // namespace tuantra::analysis
