#pragma once
#include "domain/basemap.hpp"
#include "render/frame.hpp"

#include <cstdint>
#include <vector>

namespace tuantra::render {

/// Display metres in steps of 2 cm: the whole plane, and every difference on it, fits 32 bits, so that the GPU
/// subtracts the camera exactly.
struct FixedPoint {
    std::int32_t x = 0, y = 0;
    friend bool operator==(const FixedPoint&, const FixedPoint&) = default;
};
inline constexpr double fixed_per_metre = 50;
FixedPoint to_fixed(domain::MapPoint p);

/// Filled polygons as triangles, in runs that lie close together.
struct Mesh {
    struct Run {
        std::uint32_t first = 0, count = 0;  ///< indices
        MapBox box = MapBox::nothing();
    };
    std::vector<FixedPoint> vertices;
    std::vector<std::uint32_t> indices;
    std::vector<Run> runs;
};

/// Adds the even-odd inside of the rings. Exact for any rings, also touching, repeated or self-crossing at vertices:
/// the plane is halved until few edges are left, and each part is cut into trapezoids. About n log n.
void add_polygon(Mesh& mesh, const std::vector<std::vector<domain::MapPoint>>& rings);

/// Outlines that belong to one polygon only: where land meets sea. Edges shared by two polygons, and edges along the
/// frame of all of them, are left out.
struct Shores {
    std::vector<std::vector<domain::MapPoint>> home, other;
};
Shores shores(const std::vector<domain::LandPolygon>& land);

}  // namespace tuantra::render
