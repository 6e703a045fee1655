#include "analysis/space_time_density.hpp"

#include "analysis/require.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

namespace tuantra::analysis {

namespace {

void require_input(std::span<const SpaceTime> events, std::span<const double> weights, const SpaceTimeSettings& s)
{
    require_enough(events.size(), 1, "incidents");
    for (std::size_t i = 0; i < events.size(); ++i)
        if (!std::isfinite(events[i].at.x) || !std::isfinite(events[i].at.y) || !std::isfinite(events[i].days))
            throw std::invalid_argument("space-time density: event " + std::to_string(i) + " is not a number");
    if (!weights.empty()) require_same_size(weights.size(), events.size(), "space-time density");
    require_counts(weights, "space-time density");
    if (!(s.bandwidth_m > 0) || !std::isfinite(s.bandwidth_m) || !(s.bandwidth_days > 0) ||
        !std::isfinite(s.bandwidth_days))
        throw std::invalid_argument("space-time density: the bandwidths must be positive");
}

/// k(t - t_i), per day; `since` is how long ago the event was.
double in_time(double since, const SpaceTimeSettings& s)
{
    if (s.past_only && since < 0) return 0;
    const double v = since / s.bandwidth_days, left = 1 - v * v;
    if (left <= 0) return 0;
    const double value = s.kernel == SpaceTimeKernel::quartic ? 15.0 / 16 * left * left : 0.75 * left;
    return value / s.bandwidth_days * (s.past_only ? 2 : 1);
}

/// K(x - x_i), per square kilometre.
double in_space(const XY& a, const XY& b, const SpaceTimeSettings& s)
{
    const double dx = a.x - b.x, dy = a.y - b.y, h2 = s.bandwidth_m * s.bandwidth_m;
    const double left = 1 - (dx * dx + dy * dy) / h2;
    if (left <= 0) return 0;
    const double value = s.kernel == SpaceTimeKernel::quartic ? 3 * left * left : 2 * left;
    return value * std::numbers::inv_pi / h2 * 1e6;
}

}  // namespace

std::vector<double> space_time_density_at(std::span<const SpaceTime> places, std::span<const SpaceTime> events,
                                          std::span<const double> weights, const SpaceTimeSettings& settings)
{
    require_input(events, weights, settings);
    std::vector<double> values;
    for (const SpaceTime& place : places) {
        double sum = 0;
        for (std::size_t i = 0; i < events.size(); ++i) {
            const double time = in_time(place.days - events[i].days, settings);
            if (time > 0) sum += (weights.empty() ? 1 : weights[i]) * time * in_space(place.at, events[i].at, settings);
        }
        values.push_back(sum);
    }
    return values;
}

Surface space_time_surface(double days, std::span<const SpaceTime> events, std::span<const double> weights,
                           const Grid& grid, const SpaceTimeSettings& settings, const std::stop_token& stop)
{
    require_input(events, weights, settings);
    if (!std::isfinite(days)) throw std::invalid_argument("space-time density: the time is not a number");
    if (settings.kernel != SpaceTimeKernel::quartic)
        throw std::invalid_argument("space-time density: a surface is made with the quartic kernel");
    std::vector<XY> points;
    std::vector<double> parts;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const double time = in_time(days - events[i].days, settings);
        if (time == 0) continue;
        points.push_back(events[i].at);
        parts.push_back((weights.empty() ? 1 : weights[i]) * time);
    }
    if (points.empty()) {
        require_grid(grid);
        return {grid, std::vector<float>(grid.size(), 0), 0, grid.centre(0, 0), 0, 0};
    }
    return density(points, parts, grid,
                   {Kernel::quartic, settings.bandwidth_m, false, EdgeCorrection::none, settings.threads}, nullptr,
                   stop);
}

}  // namespace tuantra::analysis
