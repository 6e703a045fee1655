#pragma once
#include "domain/geo.hpp"

namespace tuantra::domain {

/// Geodesics on WGS 84 (Karney 2013, as in PROJ's geodesic.h). Thread-safe.

struct Inverse {
    double distance_m = 0;
    double azimuth_deg = 0;     ///< at the first point, clockwise from north, -180..180
    double azimuth_to_deg = 0;  ///< at the second point, forward
};

Inverse inverse(LonLat from, LonLat to);
LonLat direct(LonLat from, double azimuth_deg, double distance_m);
double distance_m(LonLat a, LonLat b);
/// Sum over the segments; 0 for fewer than two points.
double length_m(const Polyline& line);

struct Area {
    double area_m2 = 0;  ///< positive for a counter-clockwise ring
    double perimeter_m = 0;
};
Area ring_area(const Ring& ring);
/// Absolute area, holes taken off.
double area_m2(const Polygon& polygon);

}  // namespace tuantra::domain
