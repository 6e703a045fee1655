#include "analysis/rates.hpp"

#include "analysis/require.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

namespace tuantra::analysis {

std::optional<Rate> encounter_rate(std::uint64_t detections, double effort, double per, double confidence)
{
    if (!std::isfinite(effort) || effort < 0) throw std::invalid_argument("rate: effort is negative or not a number");
    if (!std::isfinite(per) || !(per > 0)) throw std::invalid_argument("rate: the unit of effort must be positive");
    if (effort == 0) return std::nullopt;
    const Limits mean = poisson_limits(detections, confidence);
    const double scale = per / effort;
    return Rate{detections, effort, static_cast<double>(detections) * scale, {mean.low * scale, mean.high * scale}};
}

std::vector<std::optional<Rate>> encounter_rates(std::span<const std::uint64_t> detections,
                                                 std::span<const double> effort, double per, double confidence)
{
    require_same_size(detections.size(), effort.size(), "rates, detections and effort");
    std::vector<std::optional<Rate>> rates;
    rates.reserve(effort.size());
    for (std::size_t i = 0; i < effort.size(); ++i)
        rates.push_back(encounter_rate(detections[i], effort[i], per, confidence));
    return rates;
}

std::vector<std::optional<double>> empirical_bayes(std::span<const double> counts, std::span<const double> effort)
{
    require_same_size(counts.size(), effort.size(), "empirical Bayes, counts and effort");
    require_counts(counts, "empirical Bayes, counts");
    require_counts(effort, "empirical Bayes, effort");
    double total = 0, sum = 0, watched = 0, spread = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (effort[i] == 0) continue;
        total += effort[i];
        sum += counts[i];
        ++watched;
    }
    if (!(total > 0)) throw std::invalid_argument("empirical Bayes: no cell has any effort");
    const double mean = sum / total;
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (effort[i] > 0) spread += effort[i] * (counts[i] / effort[i] - mean) * (counts[i] / effort[i] - mean);
    const double between = std::max(0.0, spread / total - mean / (total / watched));
    std::vector<std::optional<double>> rates(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (effort[i] == 0) continue;
        const double within = mean / effort[i];
        const double trust = between + within > 0 ? between / (between + within) : 0;
        rates[i] = mean + trust * (counts[i] / effort[i] - mean);
    }
    return rates;
}

}  // namespace tuantra::analysis
