#pragma once
#include "domain/filter.hpp"
#include "domain/geo.hpp"
#include "domain/line.hpp"
#include "view/camera.hpp"

#include <vector>

namespace tuantra::ui {

/// One drawn area at a time: each takes the place of whatever box, circle or polygon the filter had.
domain::Filter with_box(domain::Filter filter, const domain::Box& box);
domain::Filter with_circle(domain::Filter filter, const domain::Circle& circle);
domain::Filter with_polygon(domain::Filter filter, domain::Ring corners);
domain::Filter without_area(domain::Filter filter);

/// A stretch of a line and how deep: offsets on both sides, or only outward (1) or inland (-1). depth_m 0: any.
struct Strip {
    domain::LineId line = domain::LineId::land;
    double from_km = 0, to_km = 0;
    double depth_m = 0;
    int side = 0;
    friend bool operator==(const Strip&, const Strip&) = default;
};
domain::Range offsets_of(const Strip& strip);
domain::Filter with_strip(domain::Filter filter, const Strip& strip);

/// The places that lie `offset_m` from the line between two kilometres, as polylines: the edge of what is so near,
/// without the loops that laying off each metre of a winding line would make. About `samples` places.
std::vector<domain::Polyline> offset_edge(const domain::MeasuredLine& line, double from_km, double to_km,
                                          double offset_m, std::size_t samples = 600);

/// The line itself between two kilometres, a place every `step_km`.
domain::Polyline along(const domain::MeasuredLine& line, double from_km, double to_km, double step_km);

/// A ring or line whose sides are straight in degrees, as areas of the filter are, with places enough to be drawn.
domain::Polyline straight_in_degrees(const domain::Ring& corners, bool closed);

/// The part of a straight piece within `margin` pixels of the camera's view; false when there is none.
bool clip_to_view(const view::Camera& camera, double margin, view::ScreenPoint& a, view::ScreenPoint& b);

}  // namespace tuantra::ui
