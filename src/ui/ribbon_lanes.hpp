#pragma once
#include "ui/frame.hpp"
#include "ui/ribbon_math.hpp"
#include "ui/ribbon_values.hpp"

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

/// A kind's colour as a bar: dimmed as the map is, and strong enough on light ground.
view::Colour kind_colour(const Frame& f, const domain::KindInfo& kind);
/// The lanes with their names, units and maxima beside them.
void draw_lanes(const Frame& f, const RibbonLine& line);
/// Time downwards, the oldest above, by kilometre.
void draw_space_time(const Frame& f, const RibbonLine& line);
/// What all lanes, or the cell of time under the pointer, say of a kilometre.
std::string lanes_text(const Frame& f, const RibbonLine& line, double km, float pointer_y);

}  // namespace tuantra::ui
