#include "domain/equal_area.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tuantra::domain {

namespace {

constexpr double radian = std::numbers::pi / 180;
constexpr double semi_major_m = 6378137.0;
constexpr double flattening = 1 / 298.257223563;
constexpr double e2 = flattening * (2 - flattening);

double q_of(double sin_lat)
{
    static const double e = std::sqrt(e2);
    const double es = e * sin_lat;
    return (1 - e2) * (sin_lat / (1 - es * es) + std::atanh(es) / e);
}

/// What depends on the centre alone, in Snyder's letters.
struct Centre {
    double q_pole = q_of(1);
    double radius = semi_major_m * std::sqrt(q_pole / 2);  // R_q
    double sin_beta, cos_beta, d;

    Centre()
    {
        const double lat = plane_centre.lat * radian, s = std::sin(lat);
        sin_beta = q_of(s) / q_pole;
        cos_beta = std::sqrt(1 - sin_beta * sin_beta);
        d = semi_major_m * std::cos(lat) / (std::sqrt(1 - e2 * s * s) * radius * cos_beta);
    }
};

const Centre& centre()
{
    static const Centre c;
    return c;
}

/// Newton's iteration for the latitude whose q is given (Snyder's 3-16); converges in three or four steps.
double latitude_of(double q)
{
    static const double e = std::sqrt(e2);
    const double q_pole = centre().q_pole;
    if (std::abs(q) >= q_pole) return std::copysign(std::numbers::pi / 2, q);
    double lat = std::asin(std::clamp(q / 2, -1.0, 1.0));
    for (int i = 0; i < 20; ++i) {
        const double s = std::sin(lat), one = 1 - e2 * s * s, c = std::cos(lat);
        if (c < 1e-12) break;
        const double step = one * one / (2 * c) * (q / (1 - e2) - s / one - std::atanh(e * s) / e);
        lat = std::clamp(lat + step, -std::numbers::pi / 2, std::numbers::pi / 2);
        if (std::abs(step) < 1e-15) break;
    }
    return lat;
}

}  // namespace

PlanePoint to_plane(LonLat place)
{
    const Centre& c = centre();
    const double sin_beta = std::clamp(q_of(std::sin(place.lat * radian)) / c.q_pole, -1.0, 1.0);
    const double cos_beta = std::sqrt(1 - sin_beta * sin_beta);
    const double east = (place.lon - plane_centre.lon) * radian;
    const double along = c.sin_beta * sin_beta + c.cos_beta * cos_beta * std::cos(east);
    const double b = c.radius * std::sqrt(2 / std::max(1 + along, 1e-15));
    return {b * c.d * cos_beta * std::sin(east),
            b / c.d * (c.cos_beta * sin_beta - c.sin_beta * cos_beta * std::cos(east))};
}

LonLat from_plane(PlanePoint point)
{
    const Centre& c = centre();
    const double x = point.x / c.d, y = point.y * c.d, rho = std::hypot(x, y);
    if (rho < 1e-9) return plane_centre;
    const double angle = 2 * std::asin(std::min(1.0, rho / (2 * c.radius)));
    const double sin_angle = std::sin(angle), cos_angle = std::cos(angle);
    const double sin_beta = cos_angle * c.sin_beta + y * sin_angle * c.cos_beta / rho;
    const double east = std::atan2(x * sin_angle, rho * c.cos_beta * cos_angle - y * c.sin_beta * sin_angle);
    double lon = plane_centre.lon + east / radian;
    if (lon > 180) lon -= 360;
    return {lon, latitude_of(c.q_pole * std::clamp(sin_beta, -1.0, 1.0)) / radian};
}

}  // namespace tuantra::domain
