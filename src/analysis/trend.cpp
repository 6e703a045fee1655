#include "analysis/trend.hpp"

#include "analysis/require.hpp"
#include "analysis/special.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace tuantra::analysis {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> kept(std::span<const double> values)
{
    std::vector<double> result;
    for (const double v : values) {
        if (std::isinf(v)) throw std::invalid_argument("trend: a value is infinite");
        if (!std::isnan(v)) result.push_back(v);
    }
    return result;
}

double pairs(double n)
{
    return n * (n - 1) / 2;
}

struct Score {
    double s = 0, variance = 0, tied = 0;  ///< tied: pairs of equal values
};

Score score_of(std::span<const double> values)
{
    Score score;
    const double n = static_cast<double>(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        for (std::size_t j = i + 1; j < values.size(); ++j)
            score.s += static_cast<double>((values[j] > values[i]) - (values[j] < values[i]));
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    double sum = n * (n - 1) * (2 * n + 5);
    for (auto run = sorted.begin(); run != sorted.end();) {
        const auto end = std::upper_bound(run, sorted.end(), *run);
        const double t = static_cast<double>(end - run);
        sum -= t * (t - 1) * (2 * t + 5);
        score.tied += pairs(t);
        run = end;
    }
    score.variance = sum / 18;
    return score;
}

void set_z(Trend& trend)
{
    const double towards_zero = trend.s > 0 ? trend.s - 1 : trend.s < 0 ? trend.s + 1 : 0;
    trend.z = trend.variance > 0 ? towards_zero / std::sqrt(trend.variance) : 0;
    trend.p = two_sided_p(trend.z);
}

/// Slopes of all pairs, skipping what was not observed.
void add_slopes(std::span<const double> values, std::vector<double>& slopes)
{
    for (std::size_t i = 0; i < values.size(); ++i)
        for (std::size_t j = i + 1; j < values.size(); ++j)
            if (!std::isnan(values[i]) && !std::isnan(values[j]))
                slopes.push_back((values[j] - values[i]) / static_cast<double>(j - i));
}

double median(std::vector<double>& values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

std::vector<double> every(std::span<const double> values, std::size_t first, std::size_t period)
{
    std::vector<double> series;
    for (std::size_t i = first; i < values.size(); i += period) series.push_back(values[i]);
    return series;
}

std::vector<double> full_periods(std::span<const double> values, std::size_t period)
{
    std::vector<double> result;
    for (std::size_t first = 0; first + period <= values.size(); first += period) {
        const auto year = values.subspan(first, period);
        if (std::none_of(year.begin(), year.end(), [](double v) { return std::isnan(v); }))
            result.insert(result.end(), year.begin(), year.end());
    }
    return result;
}

/// Ranks from one, ties sharing their mean.
std::vector<double> ranks_of(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first + 1;
        while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
        for (std::size_t i = first; i < end; ++i) ranks[order[i]] = static_cast<double>(first + end + 1) / 2;
        first = end;
    }
    return ranks;
}

}  // namespace

Trend mann_kendall(std::span<const double> values)
{
    const auto series = kept(values);
    require_enough(series.size(), 3, "steps");
    const Score score = score_of(series);
    Trend trend;
    trend.n = series.size();
    trend.s = score.s;
    trend.variance = score.variance;
    set_z(trend);
    const double all = pairs(static_cast<double>(series.size()));
    trend.tau_a = score.s / all;
    trend.tau_b = all > score.tied ? score.s / std::sqrt(all * (all - score.tied)) : nan;
    std::vector<double> slopes;
    slopes.reserve(static_cast<std::size_t>(all));
    add_slopes(series, slopes);
    trend.sen_slope = median(slopes);
    return trend;
}

Trend seasonal_mann_kendall(std::span<const double> values, std::size_t period)
{
    if (period < 2) throw std::invalid_argument("seasonal trend: the period must be at least two steps");
    Trend trend;
    trend.tau_b = nan;
    double all = 0;
    std::vector<double> slopes;
    for (std::size_t season = 0; season < std::min(period, values.size()); ++season) {
        const auto series = every(values, season, period);
        add_slopes(series, slopes);
        const auto seen = kept(series);
        const Score score = score_of(seen);
        trend.n += seen.size();
        trend.s += score.s;
        trend.variance += score.variance;
        all += pairs(static_cast<double>(seen.size()));
    }
    require_enough(trend.n, 3, "steps");
    if (slopes.empty())
        throw std::invalid_argument(
            "seasonal trend: no season was observed twice; the series is shorter than two periods");
    set_z(trend);
    trend.tau_a = trend.s / all;
    const auto full = full_periods(values, period);
    if (full.size() >= 2 * period) {
        slopes.clear();
        for (std::size_t season = 0; season < period; ++season) add_slopes(every(full, season, period), slopes);
    }
    trend.sen_slope = median(slopes);
    return trend;
}

Trend hamed_rao(std::span<const double> values, std::size_t max_lag)
{
    Trend trend = mann_kendall(values);
    auto series = kept(values);
    const std::size_t count = series.size();
    const double n = static_cast<double>(count);
    for (std::size_t i = 0; i < count; ++i) series[i] -= static_cast<double>(i + 1) * trend.sen_slope;
    auto ranks = ranks_of(series);
    for (double& rank : ranks) rank -= (n + 1) / 2;
    double square = 0;
    for (const double rank : ranks) square += rank * rank;
    if (!(square > 0)) return trend;  // a straight line: nothing left to be autocorrelated
    const double band = normal_quantile(0.975) / std::sqrt(n);
    const std::size_t last = max_lag == 0 ? count - 1 : std::min(max_lag, count - 1);
    double sum = 0;
    for (std::size_t lag = 1; lag <= last; ++lag) {
        double product = 0;
        for (std::size_t i = 0; i + lag < count; ++i) product += ranks[i] * ranks[i + lag];
        const double correlation = product / square, left = n - static_cast<double>(lag);
        if (std::abs(correlation) > band) sum += left * (left - 1) * (left - 2) * correlation;
    }
    trend.variance *= std::max(0.0, 1 + 2 / (n * (n - 1) * (n - 2)) * sum);
    set_z(trend);
    return trend;
}

}  // namespace tuantra::analysis
