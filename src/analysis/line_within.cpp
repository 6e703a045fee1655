#include "analysis/effort.hpp"
#include "domain/ecef.hpp"
#include "domain/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace tuantra::analysis {

namespace {

/// Geodesics are cut to this length, so that their chords stay within decimetres of the ground.
constexpr double straight_m = 2000;

/// The part of a straight way within a straight distance of a place, as shares of the way.
std::optional<std::pair<double, double>> part_within(const domain::Vec3& from, const domain::Vec3& to,
                                                     const domain::Vec3& place, double distance)
{
    const domain::Vec3 way = to - from, back = from - place;
    const double a = dot(way, way), b = dot(way, back), c = dot(back, back) - distance * distance;
    const double root = b * b - a * c;
    if (!(a > 0) || root < 0) return {};
    const double first = std::max(0.0, (-b - std::sqrt(root)) / a), last = std::min(1.0, (-b + std::sqrt(root)) / a);
    if (!(first < last)) return {};
    return std::pair(first, last);
}

}  // namespace

std::vector<KmInterval> line_within(const domain::MeasuredLine& line, domain::LonLat place, double distance_m,
                                    const std::function<bool(domain::LonLat)>& inside)
{
    if (!domain::is_valid(place) || !(distance_m >= 0) || !std::isfinite(distance_m))
        throw std::invalid_argument("a distance from a place to a line needs a valid place and a distance from 0 up");
    constexpr double mean_radius_m = 6'371'000, least_metres_per_degree = 110'500;
    const double chord = 2 * mean_radius_m * std::sin(std::min(distance_m / mean_radius_m, 3.14159) / 2);
    const double up = distance_m / least_metres_per_degree;
    const domain::Vec3 centre = domain::to_ecef(place);
    const auto& points = line.points();
    const auto& km = line.vertex_km();
    std::vector<KmInterval> found;
    const auto add = [&](double from, double to) {
        if (!found.empty() && from <= found.back().to_km)
            found.back().to_km = std::max(found.back().to_km, to);
        else
            found.push_back({from, to});
    };
    for (std::size_t i = 1; i < points.size(); ++i) {
        const auto a = points[i - 1], b = points[i];
        // a geodesic bulges beyond the latitudes of its ends, by its length at the very most
        const double bulge = std::abs(a.lon - b.lon);
        if (std::min(a.lat, b.lat) - bulge > place.lat + up || std::max(a.lat, b.lat) + bulge < place.lat - up)
            continue;
        const auto way = domain::inverse(a, b);
        const double parts = std::max(1.0, std::ceil(way.distance_m / straight_m));
        auto from = a;
        for (double part = 0; part < parts; ++part) {
            const double end = (part + 1) / parts;
            const auto to = part + 1 < parts ? domain::direct(a, way.azimuth_deg, way.distance_m * end) : b;
            const auto within = part_within(domain::to_ecef(from), domain::to_ecef(to), centre, chord);
            const domain::Vec3 middle = (domain::to_ecef(from) + domain::to_ecef(to)) * 0.5;
            if (within && (!inside || inside(domain::ground_at(middle).place())))
                add(std::lerp(km[i - 1], km[i], (part + within->first) / parts),
                    std::lerp(km[i - 1], km[i], (part + within->second) / parts));
            from = to;
        }
    }
    return found;
}

}  // namespace tuantra::analysis
