#pragma once
#include "analysis/grid.hpp"
#include "analysis/xy.hpp"
#include "domain/geo.hpp"

#include <span>
#include <vector>

namespace tuantra::app {

/// A place on the plane of all grids, and back.
analysis::XY on_plane(domain::LonLat place);
domain::LonLat off_plane(analysis::XY point);
domain::Ring ring_off_plane(std::span<const analysis::XY> ring);

/// A circle of this radius around a place, geodesic, drawn with 72 corners.
domain::Ring circle_around(domain::LonLat centre, double radius_m);

/// The same on the plane, of true area.
domain::Ring plane_circle(analysis::XY centre, double radius_m);

/// Rings as analysis::isolines() gives them (outer ones counter-clockwise, holes clockwise, none crossing) put
/// together: each hole into the smallest outer ring that holds it.
domain::MultiPolygon areas_of(std::span<const analysis::PlaneRing> rings);

/// The smallest convex ring around points of the plane, counter-clockwise; fewer than three corners where all lie on a
/// line or at one place (Andrew's monotone chain, 1979).
std::vector<analysis::XY> convex_hull(std::vector<analysis::XY> points);

/// Whether a place lies inside, by an odd number of edges to the east.
bool inside(const analysis::PlaneRing& ring, analysis::XY point);

/// Area enclosed, positive counter-clockwise, m2.
double signed_area_m2(std::span<const analysis::XY> ring);

}  // namespace tuantra::app
