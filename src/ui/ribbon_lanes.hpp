#pragma once
#include "ui/frame.hpp"
#include "ui/ribbon_math.hpp"
#include "ui/ribbon_values.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace tuantra::ui {

/// One line of the ribbon, where its parts stand.
struct RibbonLine {
    domain::LineId line = domain::LineId::land;
    const domain::MeasuredLine* measured = nullptr;
    const view::LineHeat* heat = nullptr;
    const view::LineCounts* counts = nullptr;
    double length = 0;
    KmAxis axis;
    Rect all, gutter, names, body;  ///< body: the lanes, or time by kilometre
    float axis_y = 0;
    std::vector<LanePlace> lanes;  ///< y from body's top; empty: time by kilometre
    std::size_t index() const { return static_cast<std::size_t>(line); }
    Rect at(const LanePlace& lane) const { return {body.x, body.y + lane.y, body.w, lane.h}; }
};

/// A colour of a ramp, 0..1, dimmed as the map is.
view::Colour ramp_at(const Frame& f, const view::Ramp& ramp, float share);
void lane_ground(const Frame& f, const Rect& at);

/// Whole kilometres that are drawn as one, so that none falls between two.
struct Steps {
    double step = 1, first = 0;
};
Steps steps_of(const Frame& f, const RibbonLine& line, float least_px);
/// Each step with its left and right edge on the screen.
template <typename Each>
void each_step(const RibbonLine& line, const Steps& s, const Each& each)
{
    for (double km = s.first; km < line.axis.to; km += s.step) {
        const float left = std::max(line.body.x, line.axis.at(km));
        const float right = std::min(line.body.right(), line.axis.at(std::min(km + s.step, line.length)));
        if (right > left) each(km, left, right);
    }
}

/// A kind's colour as a bar: dimmed as the map is, and strong enough on light ground.
view::Colour kind_colour(const Frame& f, const domain::KindInfo& kind);
/// The lanes with their names, units and maxima beside them.
void draw_lanes(const Frame& f, const RibbonLine& line);
/// Time downwards, the oldest above, by kilometre.
void draw_space_time(const Frame& f, const RibbonLine& line);
/// What the cell of time under the pointer says of kilometres; begins on a new line.
std::string space_time_text(const Frame& f, const RibbonLine& line, double from_km, double to_km, float pointer_y);
/// What all lanes, or the cell of time under the pointer, say of a kilometre.
std::string lanes_text(const Frame& f, const RibbonLine& line, double km, float pointer_y);

}  // namespace tuantra::ui
