#include "view/measure.hpp"

#include "domain/geodesy.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::view {

namespace {

double cross(domain::LonLat o, domain::LonLat a, domain::LonLat b)
{
    return (a.lon - o.lon) * (b.lat - o.lat) - (a.lat - o.lat) * (b.lon - o.lon);
}

bool within_box(domain::LonLat a, domain::LonLat b, domain::LonLat p)
{
    return p.lon >= std::min(a.lon, b.lon) && p.lon <= std::max(a.lon, b.lon) && p.lat >= std::min(a.lat, b.lat) &&
           p.lat <= std::max(a.lat, b.lat);
}

bool meet(domain::LonLat a, domain::LonLat b, domain::LonLat c, domain::LonLat d)
{
    const double abc = cross(a, b, c), abd = cross(a, b, d), cda = cross(c, d, a), cdb = cross(c, d, b);
    if ((abc > 0) != (abd > 0) && (cda > 0) != (cdb > 0) && abc != 0 && abd != 0 && cda != 0 && cdb != 0) return true;
    return (abc == 0 && within_box(a, b, c)) || (abd == 0 && within_box(a, b, d)) ||
           (cda == 0 && within_box(c, d, a)) || (cdb == 0 && within_box(c, d, b));
}

double compass(double azimuth_deg)
{
    return azimuth_deg < 0 ? azimuth_deg + 360 : azimuth_deg;
}

}  // namespace

bool crosses_itself(const domain::Ring& ring)
{
    const std::size_t n = ring.size();
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = i + 2; k < n; ++k) {
            if (i == 0 && k + 1 == n) continue;  // neighbours round the corner
            if (meet(ring[i], ring[i + 1], ring[k], ring[(k + 1) % n])) return true;
        }
    }
    return false;
}

Measured measured(const domain::Polyline& places, bool closed)
{
    Measured out;
    const std::size_t n = places.size();
    const std::size_t legs = n < 2 ? 0 : closed && n > 2 ? n : n - 1;
    for (std::size_t i = 0; i < legs; ++i) {
        const auto leg = domain::inverse(places[i], places[(i + 1) % n]);
        out.legs.push_back({leg.distance_m, compass(leg.azimuth_deg)});
        out.length_m += leg.distance_m;
    }
    if (closed && n > 2 && !crosses_itself(places)) out.area_m2 = std::abs(domain::ring_area(places).area_m2);
    return out;
}

domain::Polyline geodesic(domain::LonLat from, domain::LonLat to, double step_m)
{
    const auto way = domain::inverse(from, to);
    const double wanted = step_m > 0 ? std::ceil(way.distance_m / step_m) : 1;
    const int pieces = static_cast<int>(std::clamp(wanted, 1.0, 512.0));
    domain::Polyline out{from};
    for (int i = 1; i < pieces; ++i) out.push_back(domain::direct(from, way.azimuth_deg, way.distance_m * i / pieces));
    out.push_back(to);
    return out;
}

domain::Ring ring_of(const domain::Circle& circle, std::size_t corners)
{
    domain::Ring out;
    out.reserve(corners);
    for (std::size_t i = 0; i < corners; ++i) {
        const double turn = 360.0 * static_cast<double>(i) / static_cast<double>(corners);
        out.push_back(domain::direct(circle.centre, turn, circle.radius_km * 1000));
    }
    return out;
}

double round_below(double value)
{
    if (!(value > 0)) return 0;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double k : {10.0, 5.0, 2.0, 1.0})
        if (k * power <= value * (1 + 1e-12)) return k * power;
    return power;
}

double rounded_to(double value, double least)
{
    if (!(least > 0)) return value;
    double step = round_below(least);
    if (step < least * (1 - 1e-12)) step = round_below(step * 2.51);
    return std::round(value / step) * step;
}

}  // namespace tuantra::view
