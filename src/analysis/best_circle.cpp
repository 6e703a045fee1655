// The best place of a circle by branch and bound over squares of possible centres: what every centre of a square would
// hold and what none could hold are settled for all its parts, so that only the events near the edge are looked at
// again.
#include "analysis/best.hpp"
#include "analysis/require.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <queue>
#include <stdexcept>
#include <utility>

namespace tuantra::analysis {

namespace {

/// Squares are split down to here, and an event this near to the edge counts as inside.
constexpr double edge_m = 0.01;

/// Incidents of one place are one event.
struct Place {
    XY at;
    double weight = 0;
};

std::vector<Place> places_of(std::span<const XY> points, std::span<const double> weights)
{
    require_places(points, "best circle");
    std::map<std::pair<double, double>, double> sums;
    for (std::size_t i = 0; i < points.size(); ++i)
        sums[{points[i].x, points[i].y}] += weights.empty() ? 1 : weights[i];
    std::vector<Place> places;
    for (const auto& [at, weight] : sums)
        if (weight > 0) places.push_back({{at.first, at.second}, weight});
    return places;
}

/// Centres within half of the middle, each way.
struct Square {
    XY middle;
    double half = 0;
    double certain = 0;       ///< weight inside for every centre
    double bound = 0;         ///< no centre holds more
    std::vector<Place> open;  ///< inside for some centres, perhaps
    std::size_t number = 0;   ///< in the order made: of equal bounds the first is split first

    bool operator<(const Square& o) const { return bound != o.bound ? bound < o.bound : number > o.number; }
};

class Search {
public:
    explicit Search(double radius) : m_radius(radius) {}

    XY run(const std::vector<Place>& places)
    {
        for (auto& [cell, near] : roots(places))
            add({static_cast<double>(cell.first) + 0.5, static_cast<double>(cell.second) + 0.5}, near);
        while (!m_queue.empty() && m_queue.top().bound > m_best) {
            const Square square = m_queue.top();
            m_queue.pop();
            const double half = square.half / 2;
            for (const double dx : {-half, half})
                for (const double dy : {-half, half})
                    settle({square.middle.x + dx, square.middle.y + dy}, half, square.certain, square.open);
        }
        return m_centre;
    }

private:
    using Cell = std::pair<long, long>;

    /// Squares as wide as the radius that a centre may lie in, each with the places of the squares around.
    std::map<Cell, std::vector<Place>> roots(const std::vector<Place>& places) const
    {
        std::map<Cell, std::vector<Place>> own, all;
        for (const Place& p : places)
            own[{std::lround(std::floor(p.at.x / m_radius)), std::lround(std::floor(p.at.y / m_radius))}].push_back(p);
        // A best circle can be moved, keeping its members, until its centre lies within the box of these.
        for (const auto& [cell, here] : own)
            for (long dx = -1; dx <= 1; ++dx)
                for (long dy = -1; dy <= 1; ++dy) {
                    auto& near = all[{cell.first + dx, cell.second + dy}];
                    near.insert(near.end(), here.begin(), here.end());
                }
        return all;
    }

    void add(XY cell, const std::vector<Place>& near)
    {
        settle({cell.x * m_radius, cell.y * m_radius}, m_radius / 2, 0, near);
    }

    /// Tries the middle of a square, and keeps the square where some of it could be better.
    void settle(XY middle, double half, double certain, const std::vector<Place>& places)
    {
        Square square{middle, half, certain, certain, {}, m_made++};
        double inside = certain;
        for (const Place& p : places) {
            const double dx = std::abs(p.at.x - middle.x), dy = std::abs(p.at.y - middle.y);
            const double nearest = std::hypot(std::max(0.0, dx - half), std::max(0.0, dy - half));
            if (nearest > m_radius) continue;
            square.bound += p.weight;
            if (std::hypot(dx, dy) <= m_radius + edge_m) inside += p.weight;
            if (std::hypot(dx + half, dy + half) <= m_radius)
                square.certain += p.weight;
            else
                square.open.push_back(p);
        }
        if (inside > m_best) {
            m_best = inside;
            m_centre = middle;
        }
        // In a square this small the middle holds, within edge_m, whatever any of its centres holds.
        if (square.bound > m_best && half * std::numbers::sqrt2 > edge_m) m_queue.push(std::move(square));
    }

    double m_radius, m_best = -1;
    XY m_centre;
    std::size_t m_made = 0;
    std::priority_queue<Square> m_queue;
};

BestCircle circle_at(XY centre, double radius, std::span<const XY> points, std::span<const double> weights)
{
    BestCircle circle{centre, radius, 0, 0, 0, 0, {}};
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double weight = weights.empty() ? 1 : weights[i];
        circle.total += weight;
        if (std::hypot(points[i].x - centre.x, points[i].y - centre.y) > radius + edge_m) continue;
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
    if (!(area_km2 >= 1e-4) || !std::isfinite(area_km2))
        throw std::invalid_argument("best circle: the area must be at least 0.0001 km2");
    const auto places = places_of(points, weights);
    if (places.empty()) throw std::invalid_argument("best circle: all weights are zero");
    const double radius = std::sqrt(area_km2 * 1e6 / std::numbers::pi);
    const XY centre = Search(radius).run(places);
    BestCircle result = circle_at(centre, radius, points, weights);
    const BestCircle moved = circle_at(middle_of(points, result.members), radius, points, weights);
    if (moved.weight >= result.weight) result = moved;
    result.area_km2 = area_km2;
    return result;
}

}  // namespace tuantra::analysis
