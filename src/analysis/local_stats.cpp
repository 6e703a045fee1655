#include "analysis/local_stats.hpp"

#include "analysis/parallel.hpp"
#include "analysis/point_bins.hpp"
#include "analysis/require.hpp"
#include "analysis/special.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

namespace tuantra::analysis {

namespace {

constexpr std::size_t cells_per_chunk = 4096;

struct Moments {
    double n = 0, sum = 0, mean = 0;
    double squares = 0;  ///< sum of squared deviations
};

Moments moments_of(std::span<const double> values, std::size_t places, const std::string& test)
{
    require_same_size(values.size(), places, test + ", values and places");
    require_enough(values.size(), 3, "cells");
    require_finite(values, test);
    Moments m;
    m.n = static_cast<double>(values.size());
    m.sum = std::accumulate(values.begin(), values.end(), 0.0);
    m.mean = m.sum / m.n;
    for (const double x : values) m.squares += (x - m.mean) * (x - m.mean);
    if (std::all_of(values.begin(), values.end(), [&](double x) { return x == values[0]; }))
        throw std::invalid_argument(test + ": all values are equal, so that no cell stands out");
    return m;
}

double sum_over(std::span<const double> values, std::span<const std::uint32_t> cells)
{
    double sum = 0;
    for (const std::uint32_t cell : cells) sum += values[cell];
    return sum;
}

/// Fills the statistic from score(cell) -> pair of value and z.
template <class Score>
LocalStatistic score_cells(std::size_t n, unsigned threads, const Score& score)
{
    LocalStatistic result;
    result.value.resize(n);
    result.z.resize(n);
    result.p.resize(n);
    parallel_chunks(n, cells_per_chunk, threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            std::tie(result.value[i], result.z[i]) = score(i);
            result.p[i] = two_sided_p(result.z[i]);
        }
    });
    result.p_adjusted = benjamini_hochberg(result.p);
    return result;
}

/// The deviation can be a rounding error away from zero where all other values are equal.
double ratio_or_zero(double difference, double variance, double scale)
{
    return variance > scale * 1e-14 ? difference / std::sqrt(variance) : 0;
}

}  // namespace

LocalStatistic gi_star(std::span<const double> values, const Neighbours& neighbours, unsigned threads)
{
    const Moments m = moments_of(values, neighbours.size(), "Gi*");
    const double s2 = m.squares / m.n;
    return score_cells(values.size(), threads, [&](std::size_t i) {
        const double w = static_cast<double>(neighbours.count(i) + 1);
        const double difference = values[i] + sum_over(values, neighbours.of(i)) - m.mean * w;
        const double z = ratio_or_zero(difference, s2 * (m.n * w - w * w) / (m.n - 1), 0);
        return std::pair(z, z);
    });
}

LocalStatistic gi_star_within(std::span<const double> values, std::span<const XY> points, double radius_m,
                              unsigned threads)
{
    const Moments m = moments_of(values, points.size(), "Gi*");
    if (!(radius_m > 0) || !std::isfinite(radius_m)) throw std::invalid_argument("Gi*: the radius must be positive");
    require_places(points, "Gi*");
    const PointBins bins(points, radius_m);
    std::vector<double> binned(values.size());
    std::vector<std::size_t> where(values.size());
    for (std::size_t at = 0; at < values.size(); ++at) {
        binned[at] = values[bins.id(at)];
        where[bins.id(at)] = at;
    }
    const double s2 = m.squares / m.n, radius2 = radius_m * radius_m;
    return score_cells(values.size(), threads, [&](std::size_t i) {
        const XY p = bins.place(where[i]);
        double sum = 0, w = 0;
        // Without a branch this is four additions per place, and the processor does several places at once.
        bins.each_run(where[i], [&](std::size_t first, std::size_t last) {
            for (std::size_t other = first; other < last; ++other) {
                const XY q = bins.place(other);
                const double dx = q.x - p.x, dy = q.y - p.y, near = dx * dx + dy * dy <= radius2 ? 1.0 : 0.0;
                sum += near * binned[other];
                w += near;
            }
        });
        const double z = ratio_or_zero(sum - m.mean * w, s2 * (m.n * w - w * w) / (m.n - 1), 0);
        return std::pair(z, z);
    });
}

LocalStatistic gi(std::span<const double> values, const Neighbours& neighbours, unsigned threads)
{
    const Moments m = moments_of(values, neighbours.size(), "Gi");
    return score_cells(values.size(), threads, [&](std::size_t i) {
        const double others = m.n - 1, deviation = values[i] - m.mean;
        const double w = static_cast<double>(neighbours.count(i));
        const double mean = m.mean - deviation / others;
        const double s2 = std::max(0.0, m.squares - deviation * deviation * m.n / others) / others;
        const double difference = sum_over(values, neighbours.of(i)) - mean * w;
        const double z = ratio_or_zero(difference, s2 * (others * w - w * w) / (others - 1), m.squares);
        return std::pair(z, z);
    });
}

LocalMoran local_moran(std::span<const double> values, const Neighbours& neighbours, unsigned threads)
{
    const Moments m = moments_of(values, neighbours.size(), "local Moran");
    const double m2 = m.squares / m.n;
    LocalMoran result;
    result.quadrant.resize(values.size());
    result.statistic = score_cells(values.size(), threads, [&](std::size_t i) {
        const double count = static_cast<double>(neighbours.count(i)), deviation = values[i] - m.mean;
        const double lag = count > 0 ? sum_over(values, neighbours.of(i)) / count - m.mean : 0;
        result.quadrant[i] = deviation > 0 ? (lag > 0 ? Quadrant::high_high : Quadrant::high_low)
                                           : (lag > 0 ? Quadrant::low_high : Quadrant::low_low);
        const double moran = deviation / m2 * lag;
        if (count == 0) return std::pair(0.0, 0.0);
        const double expected = -deviation * deviation / ((m.n - 1) * m2);
        const double spread = (1 / count - 1 / (m.n - 1)) * (m2 - deviation * deviation / (m.n - 1));
        const double variance = deviation * deviation / (m2 * m2) * m.n / (m.n - 2) * spread;
        return std::pair(moran, ratio_or_zero(moran - expected, variance, 0));
    });
    return result;
}

std::vector<double> benjamini_hochberg(std::span<const double> p)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (const double value : p)
        if (!(value >= 0 && value <= 1))
            throw std::invalid_argument("false discovery rate: a p-value is not in 0 to 1");
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    std::vector<double> adjusted(p.size());
    const double n = static_cast<double>(p.size());
    double least = 1;
    for (std::size_t rank = p.size(); rank > 0; --rank) {
        least = std::min(least, p[order[rank - 1]] * n / static_cast<double>(rank));
        adjusted[order[rank - 1]] = least;
    }
    return adjusted;
}

std::vector<Heat> heat_of(std::span<const double> values, std::span<const double> z, std::span<const double> p)
{
    require_same_size(values.size(), z.size(), "heat, values and z");
    require_same_size(values.size(), p.size(), "heat, values and p");
    std::vector<Heat> result(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int level = p[i] <= 0.01 ? 3 : p[i] <= 0.05 ? 2 : p[i] <= 0.10 ? 1 : 0;
        result[i].level = static_cast<std::int8_t>(z[i] > 0 ? level : z[i] < 0 ? -level : 0);
        result[i].through_neighbours = result[i].level > 0 && !(values[i] > 0);
    }
    return result;
}

}  // namespace tuantra::analysis
