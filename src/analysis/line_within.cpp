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
/// What is in reach is asked in parts of at most this length whether it is inside.
constexpr double asked_m = 250;

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
            if (within) {
                const domain::Vec3 begin = domain::to_ecef(from), way_of_part = domain::to_ecef(to) - begin;
                const double share = within->second - within->first;
                const double bits = inside ? std::max(1.0, std::ceil(share * way.distance_m / parts / asked_m)) : 1;
                for (double bit = 0; bit < bits; ++bit) {
                    const double first = within->first + share * bit / bits;
                    const double last = bit + 1 < bits ? within->first + share * (bit + 1) / bits : within->second;
                    if (inside && !inside(domain::ground_at(begin + way_of_part * ((first + last) / 2)).place()))
                        continue;
                    add(std::lerp(km[i - 1], km[i], (part + first) / parts),
                        std::lerp(km[i - 1], km[i], (part + last) / parts));
                }
            }
            from = to;
        }
    }
    return found;
}

}  // namespace tuantra::analysis
