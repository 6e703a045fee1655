#include "domain/geo.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tuantra::domain {

namespace {

constexpr double earth_radius = map_extent / std::numbers::pi;
constexpr double degree = std::numbers::pi / 180;

}  // namespace

MapPoint to_map(LonLat p)
{
    const double y = earth_radius * std::asinh(std::tan(p.lat * degree));
    return {p.lon * (map_extent / 180), std::clamp(y, -map_extent, map_extent)};
}

LonLat to_lon_lat(MapPoint p)
{
    return {p.x * (180 / map_extent), std::atan(std::sinh(p.y / earth_radius)) / degree};
}

bool is_valid(LonLat p)
{
    // NaN fails both comparisons, so no test for finiteness is needed.
    return std::abs(p.lon) <= 180 && std::abs(p.lat) <= 90;
}

bool contains(const Box& box, LonLat p)
{
    return p.lon >= box.west && p.lon <= box.east && p.lat >= box.south && p.lat <= box.north;
}

bool contains(const Polygon& polygon, LonLat p)
{
    bool inside = false;
    for (const Ring& ring : polygon) {
        if (ring.empty()) continue;
        LonLat a = ring.back();
        for (const LonLat b : ring) {
            // Half-open in latitude: a ray through a shared vertex meets exactly one of the two edges.
            if ((a.lat > p.lat) != (b.lat > p.lat)) {
                const double lon = a.lon + (p.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon);
                if (p.lon < lon) inside = !inside;
            }
            a = b;
        }
    }
    return inside;
}

std::optional<Box> bounds(const std::vector<LonLat>& points)
{
    if (points.empty()) return std::nullopt;
    Box box{points[0].lon, points[0].lat, points[0].lon, points[0].lat};
    for (const LonLat p : points) {
        box.west = std::min(box.west, p.lon);
        box.east = std::max(box.east, p.lon);
        box.south = std::min(box.south, p.lat);
        box.north = std::max(box.north, p.lat);
    }
    return box;
}

}  // namespace tuantra::domain
