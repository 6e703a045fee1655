#include "domain/geodesy.hpp"

#include <geodesic.h>

#include <cmath>

namespace tuantra::domain {

namespace {

const geod_geodesic& wgs84()
{
    static const geod_geodesic instance = [] {
        geod_geodesic g;
        geod_init(&g, 6378137, 1 / 298.257223563);
        return g;
    }();
    return instance;
}

}  // namespace

Inverse inverse(LonLat from, LonLat to)
{
    Inverse result;
    geod_inverse(&wgs84(), from.lat, from.lon, to.lat, to.lon, &result.distance_m, &result.azimuth_deg,
                 &result.azimuth_to_deg);
    return result;
}

LonLat direct(LonLat from, double azimuth_deg, double distance_m)
{
    LonLat to;
    geod_direct(&wgs84(), from.lat, from.lon, azimuth_deg, distance_m, &to.lat, &to.lon, nullptr);
    return to;
}

double distance_m(LonLat a, LonLat b)
{
    double distance = 0;
    geod_inverse(&wgs84(), a.lat, a.lon, b.lat, b.lon, &distance, nullptr, nullptr);
    return distance;
}

double length_m(const Polyline& line)
{
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i) sum += distance_m(line[i - 1], line[i]);
    return sum;
}

Area ring_area(const Ring& ring)
{
    geod_polygon polygon;
    geod_polygon_init(&polygon, 0);
    for (const LonLat p : ring) geod_polygon_addpoint(&wgs84(), &polygon, p.lat, p.lon);
    Area area;
    geod_polygon_compute(&wgs84(), &polygon, 0, 1, &area.area_m2, &area.perimeter_m);
    return area;
}

double area_m2(const Polygon& polygon)
{
    double sum = 0;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const double area = std::abs(ring_area(polygon[i]).area_m2);
        sum += i == 0 ? area : -area;
    }
    return sum;
}

}  // namespace tuantra::domain
