#include "app/hotspot_areas.hpp"

#include "domain/equal_area.hpp"
#include "domain/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace tuantra::app {

namespace {

constexpr int rim_steps = 72;

double cross(analysis::XY o, analysis::XY a, analysis::XY b)
{
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

struct Outer {
    const analysis::PlaneRing* ring;
    double area;
    analysis::XY low, high;
    std::size_t polygon;
};

Outer outer_of(const analysis::PlaneRing& ring, double area, std::size_t polygon)
{
    Outer outer{&ring, area, ring.front(), ring.front(), polygon};
    for (const auto& p : ring) {
        outer.low = {std::min(outer.low.x, p.x), std::min(outer.low.y, p.y)};
        outer.high = {std::max(outer.high.x, p.x), std::max(outer.high.y, p.y)};
    }
    return outer;
}

}  // namespace

analysis::XY on_plane(domain::LonLat place)
{
    const auto p = domain::to_plane(place);
    return {p.x, p.y};
}

domain::LonLat off_plane(analysis::XY point)
{
    return domain::from_plane({point.x, point.y});
}

domain::Ring ring_off_plane(std::span<const analysis::XY> ring)
{
    domain::Ring out;
    for (const auto& p : ring) out.push_back(off_plane(p));
    return out;
}

domain::Ring circle_around(domain::LonLat centre, double radius_m)
{
    domain::Ring ring;
    for (int i = 0; i < rim_steps; ++i) ring.push_back(domain::direct(centre, 90 - 360.0 * i / rim_steps, radius_m));
    return ring;
}

domain::Ring plane_circle(analysis::XY centre, double radius_m)
{
    domain::Ring ring;
    for (int i = 0; i < rim_steps; ++i) {
        const double angle = 2 * std::numbers::pi * i / rim_steps;
        ring.push_back(off_plane({centre.x + radius_m * std::cos(angle), centre.y + radius_m * std::sin(angle)}));
    }
    return ring;
}

bool inside(const analysis::PlaneRing& ring, analysis::XY point)
{
    bool odd = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const auto a = ring[i], b = ring[j];
        if ((a.y > point.y) == (b.y > point.y)) continue;
        if (point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x) odd = !odd;
    }
    return odd;
}

double signed_area_m2(std::span<const analysis::XY> ring)
{
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const auto a = ring[i], b = ring[(i + 1) % ring.size()];
        twice += (a.x - ring[0].x) * (b.y - ring[0].y) - (b.x - ring[0].x) * (a.y - ring[0].y);
    }
    return twice / 2;
}

domain::MultiPolygon areas_of(std::span<const analysis::PlaneRing> rings)
{
    domain::MultiPolygon areas;
    std::vector<Outer> outers;
    for (const auto& ring : rings) {
        const double area = signed_area_m2(ring);
        if (!(area > 0)) continue;
        outers.push_back(outer_of(ring, area, areas.size()));
        areas.push_back({ring_off_plane(ring)});
    }
    std::stable_sort(outers.begin(), outers.end(), [](const auto& a, const auto& b) { return a.area < b.area; });
    for (const auto& ring : rings) {
        if (signed_area_m2(ring) > 0 || ring.empty()) continue;
        const auto p = ring.front();
        const auto holds = [&](const Outer& o) {
            return p.x >= o.low.x && p.x <= o.high.x && p.y >= o.low.y && p.y <= o.high.y && inside(*o.ring, p);
        };
        const auto at = std::find_if(outers.begin(), outers.end(), holds);
        if (at != outers.end()) areas[at->polygon].push_back(ring_off_plane(ring));
    }
    return areas;
}

std::vector<analysis::XY> convex_hull(std::vector<analysis::XY> points)
{
    std::sort(points.begin(), points.end(),
              [](const auto& a, const auto& b) { return std::pair(a.x, a.y) < std::pair(b.x, b.y); });
    points.erase(std::unique(points.begin(), points.end(),
                             [](const auto& a, const auto& b) { return a.x == b.x && a.y == b.y; }),
                 points.end());
    if (points.size() < 3) return points;
    std::vector<analysis::XY> hull;
    const auto half = [&](auto first, auto last) {
        const std::size_t base = hull.size();
        for (auto p = first; p != last; ++p) {
            while (hull.size() >= base + 2 && cross(hull[hull.size() - 2], hull.back(), *p) <= 0) hull.pop_back();
            hull.push_back(*p);
        }
        hull.pop_back();
    };
    half(points.begin(), points.end());
    half(points.rbegin(), points.rend());
    return hull;
}

}  // namespace tuantra::app
