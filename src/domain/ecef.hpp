#pragma once
#include "domain/geo.hpp"

namespace tuantra::domain {

/// Metres from the Earth's centre; x to (0, 0), y to (90 E, 0), z to the north pole. For nearness only: distances that
/// are shown come from geodesy.hpp or from arc_m below.
struct Vec3 {
    double x = 0, y = 0, z = 0;
    friend Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
    friend Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
    friend Vec3 operator*(Vec3 a, double s) { return {a.x * s, a.y * s, a.z * s}; }
};
inline double dot(Vec3 a, Vec3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

/// A direction on the ground: east and north parts.
struct Heading {
    double e = 0, n = 0;
};
/// Positive when b points to the left of a.
inline double cross(Heading a, Heading b)
{
    return a.e * b.n - a.n * b.e;
}
inline double dot(Heading a, Heading b)
{
    return a.e * b.e + a.n * b.n;
}
Heading unit(Heading h);  ///< zero stays zero
Heading heading_of_azimuth(double azimuth_deg);
double azimuth_of(Heading h);

/// The ground under a point: its sines and cosines, and east and north there.
struct Ground {
    double sin_lat = 0, cos_lat = 1, sin_lon = 0, cos_lon = 1;

    Vec3 east() const { return {-sin_lon, cos_lon, 0}; }
    Vec3 north() const { return {-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat}; }
    Heading flat(Vec3 v) const { return {dot(v, east()), dot(v, north())}; }
    LonLat place() const;
};

Vec3 to_ecef(LonLat p);
/// \pre p is within a few metres of the ellipsoid (exact to a micrometre there).
Ground ground_at(Vec3 p);

/// Geodesic distance between two points of the ellipsoid from the straight line `chord` between them (to - from);
/// `ground` is at `from`. Within 0.1 mm up to arc_exact_m and within arc_error_m up to arc_usable_m (measured).
double arc_m(Vec3 from, Vec3 chord, const Ground& ground);
inline constexpr double arc_exact_m = 100'000;
inline constexpr double arc_usable_m = 1'000'000;
constexpr double arc_error_m(double distance_m)
{
    const double share = distance_m / arc_usable_m;
    return 0.001 + 0.5 * share * share * share;
}

}  // namespace tuantra::domain
