#include "store/circle.hpp"

#include "domain/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tuantra::store {

namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr double mean_radius_m = 6371008.8;
// A metre on the ellipsoid is between 0.9944 and 1.0045 of one on the sphere of equal latitudes, whatever its
// direction.
constexpr double least_scale = 0.9943;
// The strongest curvature of the ellipsoid: a chord of a geodesic is never shorter than that of a circle bent so.
constexpr double least_curvature_radius_m = 6335439;
constexpr double most_metres_per_degree = 111'700;

double half_versine(double degrees)
{
    const double s = std::sin(degrees * degree / 2);
    return s * s;
}

}  // namespace

double least_distance_m(domain::LonLat from, const domain::Box& box)
{
    const double cos_lat = std::cos(from.lat * degree);
    double h = 0;
    if (from.lon >= box.west && from.lon <= box.east) {
        if (from.lat < box.south) h = half_versine(box.south - from.lat);
        if (from.lat > box.north) h = half_versine(from.lat - box.north);
    } else {
        const double across = std::min(half_versine(from.lon - box.west), half_versine(from.lon - box.east));
        const auto to = [&](double lat) {
            return half_versine(lat - from.lat) + cos_lat * std::cos(lat * degree) * across;
        };
        const double cos_across = 1 - 2 * across;
        const double nearest_lat = cos_across <= 0 ? std::copysign(90.0, from.lat)
                                                   : std::atan(std::tan(from.lat * degree) / cos_across) / degree;
        h = nearest_lat > box.south && nearest_lat < box.north ? to(nearest_lat)
                                                               : std::min(to(box.south), to(box.north));
    }
    return least_scale * 2 * mean_radius_m * std::asin(std::sqrt(std::clamp(h, 0.0, 1.0)));
}

CircleTest::CircleTest(domain::LonLat centre, double radius_m)
    : m_centre(centre),
      m_radius_m(radius_m),
      m_sure_chord_m(2 * least_curvature_radius_m *
                     std::sin(std::clamp(radius_m / (2 * least_curvature_radius_m), 0.0, std::numbers::pi / 2))),
      m_at(domain::to_ecef(centre))
{
}

double CircleTest::chord(domain::LonLat p) const
{
    const auto d = domain::to_ecef(p) - m_at;
    return std::sqrt(dot(d, d));
}

bool CircleTest::has(domain::LonLat p) const
{
    constexpr double rounding_m = 1e-6;
    const double c = chord(p);
    if (c > m_radius_m + rounding_m) return false;
    if (c < m_sure_chord_m - rounding_m) return true;
    return domain::distance_m(m_centre, p) <= m_radius_m;
}

bool CircleTest::has_all(const domain::Box& box) const
{
    const double half = ((box.east - box.west) + (box.north - box.south)) / 2 * most_metres_per_degree;
    return chord({(box.west + box.east) / 2, (box.south + box.north) / 2}) + half < m_sure_chord_m;
}

bool CircleTest::meets(std::span<const domain::Fix> line) const
{
    struct Flat {
        double x, y;
    };
    const auto flat = [&](domain::LonLat p) {
        const auto inverse = domain::inverse(m_centre, p);
        const double azimuth = inverse.azimuth_deg * degree;
        return Flat{inverse.distance_m * std::sin(azimuth), inverse.distance_m * std::cos(azimuth)};
    };
    const double limit = m_radius_m * m_radius_m;
    Flat before{};
    for (std::size_t i = 0; i < line.size(); ++i) {
        const auto now = flat(line[i].place);
        if (now.x * now.x + now.y * now.y <= limit) return true;
        if (i > 0) {
            const double dx = now.x - before.x;
            const double dy = now.y - before.y;
            const double length = dx * dx + dy * dy;
            const double t = length > 0 ? std::clamp(-(before.x * dx + before.y * dy) / length, 0.0, 1.0) : 0;
            const double x = before.x + t * dx;
            const double y = before.y + t * dy;
            if (x * x + y * y <= limit) return true;
        }
        before = now;
    }
    return false;
}

}  // namespace tuantra::store
