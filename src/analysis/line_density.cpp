#include "analysis/line_density.hpp"

#include "analysis/special.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

namespace tuantra::analysis {

namespace {

/// An event and its weight on a line; the images behind both ends are added where they reach into the line.
struct Event {
    double at_km = 0;
    double weight = 1;
};

std::vector<Event> events_of(std::span<const double> chainages_km, std::span<const double> weights, double length_km)
{
    if (!weights.empty() && weights.size() != chainages_km.size())
        throw std::invalid_argument("line density: as many weights as chainages are needed");
    std::vector<Event> events;
    events.reserve(chainages_km.size());
    for (std::size_t i = 0; i < chainages_km.size(); ++i) {
        const double weight = weights.empty() ? 1 : weights[i];
        if (!std::isfinite(chainages_km[i]) || !std::isfinite(weight))
            throw std::invalid_argument("line density: event " + std::to_string(i) + " is not finite");
        events.push_back({std::clamp(chainages_km[i], 0.0, length_km), weight});
    }
    return events;
}

void check(double length_km, double bandwidth_km)
{
    if (!(length_km > 0) || !std::isfinite(length_km) || !(bandwidth_km > 0) || !std::isfinite(bandwidth_km))
        throw std::invalid_argument("line density: length and bandwidth must be positive");
}

double quartic(double u)
{
    const double v = 1 - u * u;
    return v > 0 ? 15.0 / 16.0 * v * v : 0;
}

/// Calls use(x) for the event and every image of it that a kernel of the bandwidth can carry back into the line. A
/// bandwidth beyond the length reflects more than once, as between two mirrors.
template <class Use>
void each_image(double at_km, double length_km, double bandwidth_km, Use use)
{
    const auto turns = static_cast<long>(std::ceil(bandwidth_km / (2 * length_km))) + 1;
    for (long k = -turns; k <= turns; ++k) {
        const double shift = 2 * length_km * static_cast<double>(k);
        for (const double x : {at_km + shift, shift - at_km})
            if (x > -bandwidth_km && x < length_km + bandwidth_km) use(x);
    }
}

double line_kernel(LineKernel kernel, double u)
{
    if (kernel == LineKernel::quartic) return quartic(u);
    return std::exp(-0.5 * u * u) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

/// The part of the kernel below u.
double line_kernel_below(LineKernel kernel, double u)
{
    if (kernel == LineKernel::gaussian) return normal_below(u);
    const double v = std::clamp(u, -1.0, 1.0), v2 = v * v;
    return 0.5 + 15.0 / 16 * v * (1 - v2 * (2.0 / 3 - v2 / 5));
}

}  // namespace

double line_density_at(double x_km, std::span<const double> chainages_km, std::span<const double> weights,
                       double length_km, double bandwidth_km, LineKernel kernel, LineEnds ends)
{
    check(length_km, bandwidth_km);
    const auto on_line = [&](double at) {
        return line_kernel_below(kernel, (length_km - at) / bandwidth_km) -
               line_kernel_below(kernel, -at / bandwidth_km);
    };
    const double reach_km = kernel == LineKernel::gaussian ? 9 * bandwidth_km : bandwidth_km;
    double sum = 0;
    for (const Event& event : events_of(chainages_km, weights, length_km)) {
        const auto add = [&](double image) {
            sum += event.weight * line_kernel(kernel, (x_km - image) / bandwidth_km) /
                   (ends == LineEnds::diggle ? on_line(event.at_km) : 1);
        };
        if (ends == LineEnds::reflected)
            each_image(event.at_km, length_km, reach_km, add);
        else
            add(event.at_km);
    }
    return sum / bandwidth_km / (ends == LineEnds::renormalised ? on_line(x_km) : 1);
}

double line_density_at(double x_km, std::span<const double> chainages_km, std::span<const double> weights,
                       double length_km, double bandwidth_km)
{
    return line_density_at(x_km, chainages_km, weights, length_km, bandwidth_km, LineKernel::quartic,
                           LineEnds::reflected);
}

LineDensity line_density(std::span<const double> chainages_km, std::span<const double> weights, double length_km,
                         double bandwidth_km, double step_km)
{
    check(length_km, bandwidth_km);
    if (!(step_km > 0) || !std::isfinite(step_km)) throw std::invalid_argument("line density: step must be positive");
    LineDensity result{length_km, bandwidth_km, step_km, {}, 0, 0, 0};
    const auto cells = static_cast<std::size_t>(std::max(1.0, std::ceil(length_km / step_km - 1e-9)));
    result.density.assign(cells, 0);
    const auto centre = [&](std::size_t i) { return std::min((static_cast<double>(i) + 0.5) * step_km, length_km); };
    const auto cell_of = [&](double x) {
        return static_cast<std::size_t>(std::clamp(std::floor(x / step_km), 0.0, static_cast<double>(cells - 1)));
    };
    for (const Event& event : events_of(chainages_km, weights, length_km)) {
        ++result.events;
        each_image(event.at_km, length_km, bandwidth_km, [&](double image) {
            const std::size_t last = cell_of(image + bandwidth_km);
            for (std::size_t i = cell_of(image - bandwidth_km); i <= last; ++i)
                result.density[i] += event.weight * quartic((centre(i) - image) / bandwidth_km) / bandwidth_km;
        });
    }
    result.peak = *std::max_element(result.density.begin(), result.density.end());
    return result;
}

}  // namespace tuantra::analysis
