#include "analysis/density.hpp"

#include "analysis/density_sums.hpp"
#include "analysis/require.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace tuantra::analysis {

namespace {

constexpr double per_km2 = 1e6;  // square metres
constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();

void require_events(std::span<const XY> points, std::span<const double> weights, double bandwidth_m)
{
    require_enough(points.size(), 1, "incidents");
    require_places(points, "density");
    if (!weights.empty()) require_same_size(weights.size(), points.size(), "density");
    require_counts(weights, "density");
    if (!(bandwidth_m > 0) || !std::isfinite(bandwidth_m))
        throw std::invalid_argument("density: the bandwidth must be positive");
}

void require_area(const DensitySettings& settings, const StudyArea* area)
{
    if (area != nullptr) {
        require_grid(area->grid);
        require_same_size(area->inside.size(), area->grid.size(), "density: the study area");
    }
    if (settings.edge == EdgeCorrection::none) return;
    if (area == nullptr) throw std::invalid_argument("density: an edge correction needs the study area");
    if (settings.edge == EdgeCorrection::uniform && settings.adaptive)
        throw std::invalid_argument("density: the uniform edge correction needs one bandwidth for all events");
}

/// How many whole cells lie from one grid's origin to the other's.
std::size_t cells_to(double from, double to, double cell)
{
    const double cells = (to - from) / cell;
    if (std::abs(cells - std::round(cells)) > 1e-6 || std::round(cells) < 0)
        throw std::invalid_argument("density: the cells of the study area do not fit those of the surface");
    return static_cast<std::size_t>(std::round(cells));
}

/// The surface's cells as part of the study area's.
struct Window {
    std::size_t column = 0, row = 0;

    Window(const Grid& inner, const Grid& outer)
        : column(cells_to(outer.origin.x, inner.origin.x, inner.cell)),
          row(cells_to(outer.origin.y, inner.origin.y, inner.cell))
    {
        if (std::abs(inner.cell / outer.cell - 1) > 1e-9 || column + inner.columns > outer.columns ||
            row + inner.rows > outer.rows)
            throw std::invalid_argument("density: the cells of the study area do not fit those of the surface");
    }
};

/// Events in the study area, with what the settings say about each.
struct Prepared {
    std::vector<XY> points;
    std::vector<double> weights, bandwidths;
    std::size_t left_out = 0;

    KernelEvents events() const { return {points, weights, bandwidths}; }
};

Prepared prepare(std::span<const XY> points, std::span<const double> weights, const DensitySettings& settings,
                 const StudyArea* area, const std::stop_token& stop)
{
    Prepared result;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto inside = area != nullptr ? area->just_inside(points[i]) : points[i];
        if (!inside) {
            ++result.left_out;
            continue;
        }
        // Diggle's divides by what of a kernel lies inside, which may be nothing for one centred outside.
        result.points.push_back(settings.edge == EdgeCorrection::diggle ? *inside : points[i]);
        if (!weights.empty()) result.weights.push_back(weights[i]);
    }
    require_enough(result.points.size(), 1, "incidents in the study area");
    result.bandwidths = {settings.bandwidth_m};
    if (settings.adaptive)
        result.bandwidths = abramson_bandwidths(result.points, result.weights, settings.kernel, settings.bandwidth_m,
                                                settings.threads, stop);
    if (settings.edge == EdgeCorrection::diggle) {
        const EdgeMass mass(*area, settings.kernel);
        result.weights.resize(result.points.size(), 1);
        parallel_chunks(result.points.size(), 256, settings.threads, [&](std::size_t begin, std::size_t end) {
            check_stop(stop);
            for (std::size_t i = begin; i < end; ++i)
                result.weights[i] /= mass.at(result.points[i], result.events().bandwidth_m(i));
        });
    }
    return result;
}

bool worth_smoothing(const DensitySettings& settings, std::size_t events, const Grid& grid)
{
    const double cells = settings.bandwidth_m / grid.cell;
    return settings.kernel == Kernel::gaussian && !settings.adaptive && cells >= 4 &&
           static_cast<double>(events) * 144 * cells * cells > 5e8;
}

double kernel_sum(Kernel kernel, const XY& place, const KernelEvents& events)
{
    double sum = 0;
    for (std::size_t i = 0; i < events.points.size(); ++i) {
        const double dx = place.x - events.points[i].x, dy = place.y - events.points[i].y;
        sum += events.weight(i) * kernel_at(kernel, dx * dx + dy * dy, events.bandwidth_m(i));
    }
    return sum;
}

}  // namespace

Surface density(std::span<const XY> points, std::span<const double> weights, const Grid& grid,
                const DensitySettings& settings, const StudyArea* area, const std::stop_token& stop)
{
    require_grid(grid);
    require_events(points, weights, settings.bandwidth_m);
    require_area(settings, area);
    if (settings.bandwidth_m >
        std::hypot(static_cast<double>(grid.columns), static_cast<double>(grid.rows)) * grid.cell)
        throw std::invalid_argument("density: the bandwidth is wider than the whole grid");
    const Window window = area != nullptr ? Window(grid, area->grid) : Window(grid, grid);
    const bool all = area == nullptr && !settings.adaptive;
    const Prepared prepared = all ? Prepared{} : prepare(points, weights, settings, area, stop);
    const KernelEvents events =
        all ? KernelEvents{points, weights, std::span(&settings.bandwidth_m, 1)} : prepared.events();
    std::vector<double> mass;
    if (settings.edge == EdgeCorrection::uniform)
        mass = EdgeMass(*area, settings.kernel).at_centres(settings.bandwidth_m, settings.threads, stop);

    Surface surface{
        grid, std::vector<float>(grid.size()), 0, grid.centre(0, 0), events.points.size(), prepared.left_out};
    std::vector<double> peaks(grid.rows);
    const auto take_row = [&](std::size_t row, std::span<const double> sums) {
        float* out = surface.values.data() + row * grid.columns;
        const std::size_t first = area != nullptr ? (window.row + row) * area->grid.columns + window.column : 0;
        double peak = 0;
        for (std::size_t c = 0; c < grid.columns; ++c) {
            double value = sums[c] * per_km2;
            if (area != nullptr && area->inside[first + c] == 0) value = nowhere;
            if (!mass.empty()) value /= mass[first + c];
            out[c] = static_cast<float>(value);
            peak = value > peak ? value : peak;
        }
        peaks[row] = peak;
    };
    if (worth_smoothing(settings, events.points.size(), grid))
        sum_gaussians(events, grid, settings.threads, stop, take_row);
    else
        sum_kernels(settings.kernel, events, grid, settings.threads, stop, take_row);

    const auto highest = std::max_element(peaks.begin(), peaks.end());
    if (*highest == 0) return surface;
    surface.peak = *highest;
    const auto row = static_cast<std::size_t>(highest - peaks.begin());
    const auto line = surface.values.begin() + static_cast<std::ptrdiff_t>(row * grid.columns);
    const auto at = std::find(line, line + static_cast<std::ptrdiff_t>(grid.columns), static_cast<float>(*highest));
    surface.peak_at = grid.centre(static_cast<std::size_t>(at - line), row);
    return surface;
}

std::vector<double> density_at(std::span<const XY> places, std::span<const XY> points, std::span<const double> weights,
                               const DensitySettings& settings, const StudyArea* area)
{
    require_events(points, weights, settings.bandwidth_m);
    require_area(settings, area);
    const Prepared prepared = prepare(points, weights, settings, area, {});
    const KernelEvents events = prepared.events();
    std::vector<double> values;
    for (const XY& place : places) {
        if (area != nullptr && !area->contains(place)) {
            values.push_back(nowhere);
            continue;
        }
        values.push_back(kernel_sum(settings.kernel, place, events) * per_km2);
    }
    if (settings.edge == EdgeCorrection::uniform) {
        const EdgeMass mass(*area, settings.kernel);
        for (std::size_t i = 0; i < places.size(); ++i) values[i] /= mass.at(places[i], settings.bandwidth_m);
    }
    return values;
}

namespace {

constexpr std::size_t most_exact = 5000;

std::vector<double> exact_pilot(const KernelEvents& events, Kernel kernel, unsigned threads,
                                const std::stop_token& stop)
{
    std::vector<double> pilot(events.points.size());
    parallel_chunks(pilot.size(), 64, threads, [&](std::size_t begin, std::size_t end) {
        check_stop(stop);
        for (std::size_t i = begin; i < end; ++i) pilot[i] = kernel_sum(kernel, events.points[i], events);
    });
    return pilot;
}

/// Read between the centres of the four cells around each event.
std::vector<double> grid_pilot(const KernelEvents& events, const DensitySettings& settings, const std::stop_token& stop)
{
    XY low = events.points[0], high = low;
    for (const XY& p : events.points) {
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    const double cell = settings.bandwidth_m / 8;
    if ((high.x - low.x) / cell * ((high.y - low.y) / cell) > static_cast<double>(most_cells) / 2)
        throw std::invalid_argument("density: the bandwidth is too small for adaptive kernels over so wide an area");
    // The margin also keeps the bandwidth below the grid's own width.
    const Grid grid = grid_with_margin(grid_over(low, high, cell), settings.bandwidth_m);
    const Surface surface = density(events.points, events.weights, grid, settings, nullptr, stop);
    std::vector<double> pilot;
    for (const XY& p : events.points) {
        const double x = (p.x - grid.origin.x) / cell - 0.5, y = (p.y - grid.origin.y) / cell - 0.5;
        const double column = std::floor(x), row = std::floor(y);
        const float* at =
            surface.values.data() + static_cast<std::size_t>(row) * grid.columns + static_cast<std::size_t>(column);
        pilot.push_back(std::lerp(std::lerp(double{at[0]}, double{at[1]}, x - column),
                                  std::lerp(double{at[grid.columns]}, double{at[grid.columns + 1]}, x - column),
                                  y - row));
    }
    return pilot;
}

}  // namespace

std::vector<double> abramson_bandwidths(std::span<const XY> points, std::span<const double> weights, Kernel kernel,
                                        double bandwidth_m, unsigned threads, const std::stop_token& stop)
{
    require_events(points, weights, bandwidth_m);
    const KernelEvents events{points, weights, std::span(&bandwidth_m, 1)};
    const auto pilot = points.size() <= most_exact
                           ? exact_pilot(events, kernel, threads, stop)
                           : grid_pilot(events, {kernel, bandwidth_m, false, EdgeCorrection::none, threads}, stop);
    double logs = 0, total = 0;
    for (std::size_t i = 0; i < pilot.size(); ++i) {
        if (events.weight(i) == 0) continue;
        logs += events.weight(i) * std::log(pilot[i]);
        total += events.weight(i);
    }
    std::vector<double> bandwidths(points.size(), bandwidth_m);
    if (total == 0) return bandwidths;
    const double mean = std::exp(logs / total);
    // An event of weight 0 may stand where nothing is; it adds nothing with any bandwidth.
    for (std::size_t i = 0; i < pilot.size(); ++i)
        if (pilot[i] > 0) bandwidths[i] = bandwidth_m * std::sqrt(mean / pilot[i]);
    return bandwidths;
}

}  // namespace tuantra::analysis
