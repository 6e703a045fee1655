#include "analysis/best.hpp"
#include "analysis/point_bins.hpp"
#include "analysis/require.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace tuantra::analysis {

namespace {

/// Incidents of one place are one event, or a busy post would be compared with itself a million times.
struct Places {
    std::vector<XY> at;
    std::vector<double> weight;
};

Places places_of(std::span<const XY> points, std::span<const double> weights)
{
    std::map<std::pair<double, double>, double> sums;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!std::isfinite(points[i].x) || !std::isfinite(points[i].y))
            throw std::invalid_argument("best circle: a place is not a number");
        sums[{points[i].x, points[i].y}] += weights.empty() ? 1 : weights[i];
    }
    Places places;
    for (const auto& [at, weight] : sums) {
        places.at.push_back({at.first, at.second});
        places.weight.push_back(weight);
    }
    return places;
}

/// Where an arc of the sweep begins or ends.
struct Event {
    double angle = 0;
    double weight = 0;  ///< negative at an end
};

struct Found {
    double weight = 0;
    double angle = 0;
};

/// Circles through the place at `at` of the bins, by the direction of their centre: another place is inside for an arc
/// of directions.
Found sweep(const Places& places, const PointBins& bins, std::size_t at, double radius, std::vector<Event>& events)
{
    events.clear();
    const std::size_t i = bins.id(at);
    double running = places.weight[i];
    const XY p = places.at[i];
    bins.each_within(at, 4 * radius * radius, [&](std::size_t other) {
        const std::size_t j = bins.id(other);
        const double dx = places.at[j].x - p.x, dy = places.at[j].y - p.y;
        const double towards = std::atan2(dy, dx);
        const double half = std::acos(std::min(1.0, std::hypot(dx, dy) / (2 * radius))) + 1e-12;
        double from = towards - half, to = towards + half;
        if (from < -std::numbers::pi) from += 2 * std::numbers::pi;
        if (to > std::numbers::pi) to -= 2 * std::numbers::pi;
        if (from > to) running += places.weight[j];
        events.push_back({from, places.weight[j]});
        events.push_back({to, -places.weight[j]});
    });
    // At one angle beginnings come before ends: the circle is closed.
    std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
        return a.angle != b.angle ? a.angle < b.angle : a.weight > b.weight;
    });
    Found best{running, events.empty() ? 0 : (events.front().angle - std::numbers::pi) / 2};
    for (std::size_t e = 0; e < events.size(); ++e) {
        running += events[e].weight;
        // The middle of the arc keeps every member as far from the edge as it can be.
        if (running > best.weight && events[e].weight > 0)
            best = {running, (events[e].angle + (e + 1 < events.size() ? events[e + 1].angle : std::numbers::pi)) / 2};
    }
    return best;
}

XY best_centre(const Places& places, double radius)
{
    const PointBins bins(places.at, 2 * radius);
    std::vector<double> bound(places.at.size());
    for (std::size_t at = 0; at < bound.size(); ++at) {
        bound[at] = places.weight[bins.id(at)];
        bins.each_within(at, 4 * radius * radius,
                         [&](std::size_t other) { bound[at] += places.weight[bins.id(other)]; });
    }
    std::vector<std::size_t> order(bound.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return bound[a] > bound[b]; });
    std::vector<Event> events;
    double best = -1;
    XY centre;
    for (const std::size_t at : order) {
        if (bound[at] <= best) break;
        const Found found = sweep(places, bins, at, radius, events);
        if (found.weight <= best) continue;
        best = found.weight;
        const XY p = places.at[bins.id(at)];
        centre = {p.x + radius * std::cos(found.angle), p.y + radius * std::sin(found.angle)};
    }
    return centre;
}

BestCircle circle_at(XY centre, double radius, std::span<const XY> points, std::span<const double> weights)
{
    BestCircle circle{centre, radius, 0, 0, 0, 0, {}};
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double weight = weights.empty() ? 1 : weights[i];
        circle.total += weight;
        if (std::hypot(points[i].x - centre.x, points[i].y - centre.y) > radius * (1 + 1e-9)) continue;
        circle.members.push_back(i);
        circle.weight += weight;
    }
    circle.share = circle.total > 0 ? circle.weight / circle.total : 0;
    return circle;
}

/// The middle of the box round the members.
XY middle_of(std::span<const XY> points, const std::vector<std::size_t>& members)
{
    XY low = points[members.front()], high = low;
    for (const std::size_t i : members) {
        low = {std::min(low.x, points[i].x), std::min(low.y, points[i].y)};
        high = {std::max(high.x, points[i].x), std::max(high.y, points[i].y)};
    }
    return {(low.x + high.x) / 2, (low.y + high.y) / 2};
}

}  // namespace

BestCircle best_circle(std::span<const XY> points, std::span<const double> weights, double area_km2)
{
    require_enough(points.size(), 1, "incidents");
    if (!weights.empty()) require_same_size(points.size(), weights.size(), "best circle, places and weights");
    require_counts(weights, "best circle, weights");
    if (!(area_km2 > 0) || !std::isfinite(area_km2))
        throw std::invalid_argument("best circle: the area must be positive");
    const Places places = places_of(points, weights);
    const double radius = std::sqrt(area_km2 * 1e6 / std::numbers::pi);
    const XY centre = best_centre(places, radius);
    BestCircle result = circle_at(centre, radius, points, weights);
    const BestCircle moved = circle_at(middle_of(points, result.members), radius, points, weights);
    if (moved.weight >= result.weight) result = moved;
    result.area_km2 = area_km2;
    return result;
}

}  // namespace tuantra::analysis
