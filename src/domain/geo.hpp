#pragma once
#include <cstddef>
#include <optional>
#include <vector>

namespace tuantra::domain {

/// A place on WGS 84, degrees. Longitude first, in -180..180; latitude in -90..90.
struct LonLat {
    double lon = 0;
    double lat = 0;
    friend bool operator==(const LonLat&, const LonLat&) = default;
};

/// A place on the display plane: spherical Web Mercator metres, x east, y north. For drawing only; never measured in.
struct MapPoint {
    double x = 0;
    double y = 0;
    friend bool operator==(const MapPoint&, const MapPoint&) = default;
};

/// A rectangle in degrees, both sides inclusive. west <= east; a box never crosses the date line.
struct Box {
    double west = 0;
    double south = 0;
    double east = 0;
    double north = 0;
    friend bool operator==(const Box&, const Box&) = default;
};

/// A circle: every place whose geodesic distance to the centre is at most radius_km.
struct Circle {
    LonLat centre;
    double radius_km = 0;
    friend bool operator==(const Circle&, const Circle&) = default;
};

/// A ring is closed implicitly (first point not repeated, though a repeated one does no harm).
using Ring = std::vector<LonLat>;
/// First ring outside, others holes.
using Polygon = std::vector<Ring>;
using MultiPolygon = std::vector<Polygon>;
using Polyline = std::vector<LonLat>;

/// Half the side of the Web Mercator square, metres.
inline constexpr double map_extent = 20037508.342789244;

/// Latitudes beyond +-85.06 degrees are clamped to the square's edge.
MapPoint to_map(LonLat p);
LonLat to_lon_lat(MapPoint p);

/// Finite and within -180..180, -90..90.
bool is_valid(LonLat p);
bool contains(const Box& box, LonLat p);
/// Even-odd over all rings, straight edges in degrees; a point on an edge may fall on either side.
bool contains(const Polygon& polygon, LonLat p);
/// nullopt for an empty list.
std::optional<Box> bounds(const std::vector<LonLat>& points);

}  // namespace tuantra::domain
