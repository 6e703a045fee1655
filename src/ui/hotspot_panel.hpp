#pragma once
#include "ui/frame.hpp"
#include "ui/ribbon_lanes.hpp"
#include "view/hotspot.hpp"

namespace tuantra::ui {

/// The panel's content, in place of the details.
void draw_hotspots(Frame& f);
/// Its parts: what the chosen method can be told; what was sealed, with scores.
void draw_hotspot_fields(Frame& f, const view::HotspotMethodRow& method);
void draw_hotspot_runs(Frame& f);
/// "PAI 3.2 · PEI 0.61"; empty where nothing was scored.
std::string marks_text(const view::HotspotMarks& marks);

/// The result along the lines and over the map, and its legend. Within the map's own window.
void draw_hotspot_map(const Frame& f, ImDrawList* to);
/// The cell under a place on the map: along a line within a few pixels, or the topmost area. Null result: none.
std::optional<std::size_t> hotspot_at_cursor(const Frame& f);

/// How much of a ribbon's line the result takes, 0 while there is none.
float hotspot_lane_height(const Frame& f);
void draw_hotspot_lane(const Frame& f, const RibbonLine& line, Rect at);
/// The cell that holds a kilometre; nullopt off the result.
std::optional<std::size_t> hotspot_at_km(const view::HotspotShown& shown, domain::LineId line, double km);

/// W opens and closes the panel.
void handle_hotspot_keys(Frame& f);

}  // namespace tuantra::ui
