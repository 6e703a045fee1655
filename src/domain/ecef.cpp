#include "domain/ecef.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tuantra::domain {

namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr double a = 6378137;
constexpr double f = 1 / 298.257223563;
constexpr double b = a * (1 - f);
constexpr double e2 = f * (2 - f);
constexpr double second_e2 = e2 / (1 - e2);

}  // namespace

Heading unit(Heading h)
{
    const double length = std::sqrt(dot(h, h));
    return length > 0 ? Heading{h.e / length, h.n / length} : Heading{};
}

Heading heading_of_azimuth(double azimuth_deg)
{
    return {std::sin(azimuth_deg * degree), std::cos(azimuth_deg * degree)};
}

double azimuth_of(Heading h)
{
    return std::atan2(h.e, h.n) / degree;
}

LonLat Ground::place() const
{
    return {std::atan2(sin_lon, cos_lon) / degree, std::atan2(sin_lat, cos_lat) / degree};
}

Vec3 to_ecef(LonLat p)
{
    const double sin_lat = std::sin(p.lat * degree);
    const double cos_lat = std::cos(p.lat * degree);
    const double n = a / std::sqrt(1 - e2 * sin_lat * sin_lat);
    return {n * cos_lat * std::cos(p.lon * degree), n * cos_lat * std::sin(p.lon * degree), n * (1 - e2) * sin_lat};
}

Ground ground_at(Vec3 p)
{
    // Bowring 1976, one step: the error at ground level is far below the precision of a double.
    const double r = std::hypot(p.x, p.y);
    const double scale = std::sqrt(b * b * r * r + a * a * p.z * p.z);
    const double sin_reduced = a * p.z / scale;
    const double cos_reduced = b * r / scale;
    const double north = p.z + second_e2 * b * sin_reduced * sin_reduced * sin_reduced;
    const double out = r - e2 * a * cos_reduced * cos_reduced * cos_reduced;
    const double length = std::sqrt(north * north + out * out);
    Ground ground;
    ground.sin_lat = north / length;
    ground.cos_lat = out / length;
    if (r > 0) {
        ground.sin_lon = p.y / r;
        ground.cos_lon = p.x / r;
    }
    return ground;
}

double arc_m(Vec3 from, Vec3 chord, const Ground& ground)
{
    const double c = std::sqrt(dot(chord, chord));
    if (c < 1) return c;
    // The ellipsoid bends like a circle of Euler's radius at the middle of the way, in the direction of the way.
    const Vec3 middle = from + chord * 0.5;
    const double sin2 = middle.z * middle.z / dot(middle, middle);
    const double w = 1 - e2 * sin2;
    const double n = a / std::sqrt(w);
    const double m = n * (1 - e2) / w;
    const Heading h = ground.flat(chord);
    const double bend = (h.n * h.n / m + h.e * h.e / n) / dot(h, h);
    const double half = 0.5 * c * bend;
    return half < 0.02 ? c * (1 + half * half / 6 * (1 + half * half * 0.45))
                       : 2 * std::asin(std::min(1.0, half)) / bend;
}

}  // namespace tuantra::domain
