#include "analysis/bandwidth.hpp"

#include "analysis/parallel.hpp"
#include "analysis/place_likelihood.hpp"
#include "analysis/quantile.hpp"
#include "analysis/require.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace tuantra::analysis {

namespace {

/// \pre sorted. Of equal values exactly 0, which rounding would miss.
double deviation(std::span<const double> values)
{
    if (values.front() == values.back()) return 0;
    const double n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double v : values) squares += (v - mean) * (v - mean);
    return std::sqrt(squares / (n - 1));
}

void require_points(std::span<const XY> points)
{
    require_enough(points.size(), 2, "incidents");
    require_places(points, "bandwidth");
}

[[noreturn]] void throw_one_place()
{
    throw std::invalid_argument("bandwidth: all incidents are at one place, from which none can be chosen");
}

constexpr double step = 1.189207115002721;  // a quarter octave
constexpr int most_steps = 40, most_worse = 8;

struct Best {
    double sigma = 0, value = 0;
};

/// Downwards from the widest until it only gets worse.
Best search_down(const PlaceLikelihood& likelihood, double widest, const std::stop_token& stop)
{
    Best best{widest, likelihood.at(widest, widest, stop)};
    double sigma = widest;
    for (int i = 0, worse = 0; i < most_steps && worse < most_worse; ++i) {
        sigma /= step;
        const double value = likelihood.at(sigma, sigma, stop);
        worse = value > best.value ? 0 : worse + 1;
        if (value > best.value) best = {sigma, value};
    }
    return best;
}

/// Golden section over the logarithm; the likelihood is binned alike all the time, so that it has no steps.
double search_between(const PlaceLikelihood& likelihood, double low, double high, const std::stop_token& stop)
{
    const double narrowest = low;
    const auto value = [&](double log_sigma) { return likelihood.at(std::exp(log_sigma), narrowest, stop); };
    constexpr double part = 1 / std::numbers::phi;
    double a = std::log(low), b = std::log(high), c = b - part * (b - a), d = a + part * (b - a);
    double at_c = value(c), at_d = value(d);
    while (b - a > 0.002) {
        if (at_c >= at_d) {
            b = d, d = c, at_d = at_c;
            at_c = value(c = b - part * (b - a));
        } else {
            a = c, c = d, at_c = at_d;
            at_d = value(d = a + part * (b - a));
        }
    }
    return std::exp((a + b) / 2);
}

}  // namespace

ScottBandwidth scott_bandwidth(std::span<const XY> points)
{
    require_points(points);
    std::vector<double> x, y;
    for (const XY& p : points) x.push_back(p.x), y.push_back(p.y);
    for (auto* values : {&x, &y}) std::sort(values->begin(), values->end());  // the order of events must not show
    const double factor = std::pow(static_cast<double>(points.size()), -1.0 / 6);
    ScottBandwidth result{deviation(x) * factor, deviation(y) * factor, 0};
    result.both_m = std::sqrt(result.x_m * result.y_m);
    if (result.both_m == 0) result.both_m = std::max(result.x_m, result.y_m);
    if (result.both_m == 0) throw_one_place();
    return result;
}

BandwidthChoice choose_bandwidth(std::span<const XY> points, Kernel kernel, unsigned threads,
                                 const std::stop_token& stop)
{
    const double scott = scott_bandwidth(points).both_m;
    const PlaceLikelihood likelihood(points, threads);
    if (likelihood.places() < 2) throw_one_place();
    const Best coarse = search_down(likelihood, scott, stop);
    double sigma = search_between(likelihood, coarse.sigma / step, std::min(coarse.sigma * step, scott), stop);
    const bool at_scott = sigma > scott * 0.998;
    if (at_scott) sigma = scott;
    const double scale = kernel == Kernel::quartic ? quartic_radius(1) : 1;
    return {kernel, sigma * scale, scott * scale, at_scott, points.size(), likelihood.places(), likelihood.evaluated()};
}

double cross_validation(std::span<const XY> points, double sigma_m, unsigned threads, const std::stop_token& stop)
{
    require_points(points);
    if (!(sigma_m > 0) || !std::isfinite(sigma_m))
        throw std::invalid_argument("bandwidth: the standard deviation must be positive");
    const PlaceLikelihood likelihood(points, threads);
    if (likelihood.places() < 2) throw_one_place();
    return likelihood.exactly_at(sigma_m, stop);
}

LineBandwidths line_bandwidths(std::span<const double> chainages_km)
{
    require_enough(chainages_km.size(), 2, "incidents");
    require_finite(chainages_km, "bandwidth");
    std::vector<double> sorted(chainages_km.begin(), chainages_km.end());
    std::sort(sorted.begin(), sorted.end());
    if (sorted.front() == sorted.back()) throw_one_place();
    double spread = deviation(sorted);
    const double quartiles = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    if (quartiles > 0) spread = std::min(spread, quartiles / 1.34);
    const double unit = spread * std::pow(static_cast<double>(sorted.size()), -0.2);
    return {0.9 * unit, 1.06 * unit};
}

}  // namespace tuantra::analysis
