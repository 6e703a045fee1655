// The patterns of a cube of counts over space and time.
#include "analysis/local_stats.hpp"
#include "analysis/parallel.hpp"
#include "analysis/require.hpp"
#include "analysis/special.hpp"
#include "analysis/trend.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace tuantra::analysis {

namespace {

constexpr std::size_t cells_per_chunk = 64;

/// What one side, hot or cold, has been doing. `rising` is the trend towards that side.
Pattern pattern_of_side(std::span<const int> bins, int side, int rising)
{
    const auto of_side = [&](int bin) { return bin == side; };
    const auto count = static_cast<std::size_t>(std::count_if(bins.begin(), bins.end(), of_side));
    const bool most = count * 10 >= bins.size() * 9;
    if (bins.back() != side) return most ? Pattern::historical_hot : Pattern::none;
    if (count == 1) return Pattern::new_hot;
    if (most)
        return rising > 0 ? Pattern::intensifying_hot : rising < 0 ? Pattern::diminishing_hot : Pattern::persistent_hot;
    const auto run_end = std::find_if_not(bins.rbegin(), bins.rend(), of_side);
    if (static_cast<std::size_t>(run_end - bins.rbegin()) == count) return Pattern::consecutive_hot;
    return std::find(bins.begin(), bins.end(), -side) != bins.end() ? Pattern::oscillating_hot : Pattern::sporadic_hot;
}

Pattern as_cold(Pattern hot)
{
    constexpr int shift = static_cast<int>(Pattern::new_cold) - static_cast<int>(Pattern::new_hot);
    return hot == Pattern::none ? hot : static_cast<Pattern>(static_cast<int>(hot) + shift);
}

void check(const Cube& cube, const Neighbours& neighbours)
{
    require_same_size(cube.counts.size(), cube.cells * cube.steps, "space-time cube, counts and cells times steps");
    require_same_size(cube.cells, neighbours.size(), "space-time cube, cells and neighbours");
    require_enough(cube.counts.size(), 3, "bins");
    require_finite(cube.counts, "space-time cube");
    if (std::all_of(cube.counts.begin(), cube.counts.end(), [&](double x) { return x == cube.counts[0]; }))
        throw std::invalid_argument("space-time cube: all counts are equal, so that no bin stands out");
}

}  // namespace

std::string_view pattern_name(Pattern pattern)
{
    constexpr std::array<std::string_view, 17> names{
        "no pattern",       "new hot",           "consecutive hot", "intensifying hot", "persistent hot",
        "diminishing hot",  "sporadic hot",      "oscillating hot", "historical hot",   "new cold",
        "consecutive cold", "intensifying cold", "persistent cold", "diminishing cold", "sporadic cold",
        "oscillating cold", "historical cold"};
    return names.at(static_cast<std::size_t>(pattern));
}

Pattern pattern_of(std::span<const int> bins, int trend)
{
    if (bins.empty()) throw std::invalid_argument("pattern: a cell without time steps");
    const Pattern hot = pattern_of_side(bins, 1, trend);
    return hot != Pattern::none ? hot : as_cold(pattern_of_side(bins, -1, -trend));
}

std::vector<double> space_time_gi_star(const Cube& cube, const Neighbours& neighbours, std::size_t steps_back,
                                       unsigned threads)
{
    check(cube, neighbours);
    const std::size_t steps = cube.steps;
    const double n = static_cast<double>(cube.counts.size());
    double mean = 0, s2 = 0;
    for (const double x : cube.counts) mean += x / n;
    for (const double x : cube.counts) s2 += (x - mean) * (x - mean) / n;
    std::vector<double> z(cube.counts.size());
    parallel_chunks(cube.cells, cells_per_chunk, threads, [&](std::size_t begin, std::size_t end) {
        std::vector<double> around(steps);
        for (std::size_t cell = begin; cell < end; ++cell) {
            for (std::size_t t = 0; t < steps; ++t) around[t] = cube.counts[cell * steps + t];
            for (const std::uint32_t other : neighbours.of(cell))
                for (std::size_t t = 0; t < steps; ++t) around[t] += cube.counts[other * steps + t];
            const double width = static_cast<double>(neighbours.count(cell) + 1);
            for (std::size_t t = 0; t < steps; ++t) {
                const std::size_t back = std::min(steps_back, t);
                double sum = 0;
                for (std::size_t u = t - back; u <= t; ++u) sum += around[u];
                const double w = width * static_cast<double>(back + 1);
                const double variance = s2 * (n * w - w * w) / (n - 1);
                z[cell * steps + t] = variance > 0 ? (sum - mean * w) / std::sqrt(variance) : 0;
            }
        }
    });
    return z;
}

Emerging emerging_patterns(const Cube& cube, const Neighbours& neighbours, const EmergingOptions& options,
                           unsigned threads)
{
    require_enough(cube.steps, 10, "steps");
    if (!(options.alpha_bins > 0 && options.alpha_bins < 1 && options.alpha_trend > 0 && options.alpha_trend < 1))
        throw std::invalid_argument("emerging patterns: the levels must be between 0 and 1");
    Emerging result;
    result.z = space_time_gi_star(cube, neighbours, options.steps_back, threads);
    std::vector<double> p(result.z.size());
    std::transform(result.z.begin(), result.z.end(), p.begin(), two_sided_p);
    p = benjamini_hochberg(p);
    result.bins.resize(p.size());
    for (std::size_t i = 0; i < p.size(); ++i)
        result.bins[i] = static_cast<std::int8_t>(p[i] > options.alpha_bins ? 0 : result.z[i] > 0 ? 1 : -1);
    result.trends.resize(cube.cells);
    result.patterns.resize(cube.cells);
    parallel_chunks(cube.cells, cells_per_chunk, threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t cell = begin; cell < end; ++cell) {
            const std::size_t at = cell * cube.steps;
            const Trend trend = mann_kendall(std::span(result.z).subspan(at, cube.steps));
            const bool significant = trend.p <= options.alpha_trend;
            const std::vector<int> bins(result.bins.begin() + static_cast<std::ptrdiff_t>(at),
                                        result.bins.begin() + static_cast<std::ptrdiff_t>(at + cube.steps));
            result.trends[cell] = trend;
            result.patterns[cell] = pattern_of(bins, !significant ? 0 : trend.z > 0 ? 1 : -1);
        }
    });
    return result;
}

}  // namespace tuantra::analysis
