#pragma once
#include "analysis/xy.hpp"
#include "domain/ecef.hpp"
#include "domain/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace tuantra::analysis {

/// "Not farther than this", made ready for a metric: a measure up to `sure` is near, one above `no` is not, and between
/// them the distance itself decides.
struct NearLimit {
    double distance = 0;
    double sure = 0;
    double no = 0;
};

// Each metric keeps places as points of space whose straight distance is never greater than the metric's own, so that
// boxes find candidates. cube(limit): places within a cube of this side are all within the limit of each other.

/// Straight distances on the plane.
class PlaneMetric {
public:
    using Place = XY;
    explicit PlaneMetric(std::span<const XY> places) : m_points(points_of(places)) {}

    const std::vector<domain::Vec3>& points() const { return m_points; }
    static NearLimit limit(double distance) { return {distance, distance * distance, distance * distance}; }
    static double cube(double distance) { return distance * (std::numbers::sqrt2 / 2); }
    bool within(std::uint32_t a, std::uint32_t b, const NearLimit& limit) const
    {
        const double dx = m_points[a].x - m_points[b].x, dy = m_points[a].y - m_points[b].y;
        return dx * dx + dy * dy <= limit.sure;
    }
    static std::vector<domain::Vec3> points_of(std::span<const XY> places)
    {
        std::vector<domain::Vec3> points;
        for (const XY& p : places) points.push_back({p.x, p.y, 0});
        return points;
    }

private:
    std::vector<domain::Vec3> m_points;
};

/// Distances along the two axes of the plane.
class ManhattanMetric {
public:
    using Place = XY;
    explicit ManhattanMetric(std::span<const XY> places) : m_points(PlaneMetric::points_of(places)) {}

    const std::vector<domain::Vec3>& points() const { return m_points; }
    static NearLimit limit(double distance) { return {distance, distance, distance}; }
    static double cube(double distance) { return distance / 2; }
    bool within(std::uint32_t a, std::uint32_t b, const NearLimit& limit) const
    {
        return std::abs(m_points[a].x - m_points[b].x) + std::abs(m_points[a].y - m_points[b].y) <= limit.sure;
    }

private:
    std::vector<domain::Vec3> m_points;
};

/// Geodesic distances on WGS 84. The chord is never longer than the geodesic, and never shorter than the chord of an
/// arc of that length on the tightest circle of the ellipsoid (Schur's comparison theorem): what these two leave open,
/// a few millimetres at most, the geodesic itself decides.
class GeodesicMetric {
public:
    using Place = domain::LonLat;
    explicit GeodesicMetric(std::span<const domain::LonLat> places) : m_places(places.begin(), places.end())
    {
        for (const auto& p : places) m_points.push_back(domain::to_ecef(p));
    }

    const std::vector<domain::Vec3>& points() const { return m_points; }
    static NearLimit limit(double distance)
    {
        const double sure =
            2 * tightest_m * std::sin(std::min(distance / tightest_m, std::numbers::pi) / 2) - rounding_m;
        const double no = distance + rounding_m;
        return {distance, sure > 0 ? sure * sure : -1, no * no};
    }
    static double cube(double distance) { return std::sqrt(std::max(0.0, limit(distance).sure) / 3); }
    bool within(std::uint32_t a, std::uint32_t b, const NearLimit& limit) const
    {
        const domain::Vec3 chord = m_points[a] - m_points[b];
        const double square = dot(chord, chord);
        if (square <= limit.sure) return true;
        if (square > limit.no) return false;
        return domain::distance_m(m_places[a], m_places[b]) <= limit.distance;
    }

private:
    static constexpr double tightest_m = 6'335'439;  ///< radius of the meridian at the equator
    static constexpr double rounding_m = 1e-8;       ///< of coordinates of 6,400 km in doubles
    std::vector<domain::LonLat> m_places;
    std::vector<domain::Vec3> m_points;
};

}  // namespace tuantra::analysis
