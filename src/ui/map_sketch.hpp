#pragma once
#include "ui/frame.hpp"
#include "ui/map_shapes.hpp"
#include "view/measure.hpp"

#include <span>
#include <string>

namespace tuantra::ui {

/// Draws lines of places on the map with Dear ImGui's list: for what a hand draws, not for records.
class Pen {
public:
    Pen(const Frame& f, ImDrawList* to) : m_f(f), m_to(to) {}
    ImVec2 at(domain::LonLat place) const;
    void path(std::span<const domain::LonLat> places, view::Colour colour, float width, float alpha = 1) const;
    void dot(domain::LonLat place, view::Colour colour, float radius) const;
    /// On a plate, centred; left out where it would leave the map.
    void label(ImVec2 centre, const std::string& text) const;

private:
    const Frame& m_f;
    ImDrawList* m_to;
};

/// Map pixels of the framebuffer to window points, and the place under the pointer.
ImVec2 to_window(const Frame& f, view::ScreenPoint p);
view::ScreenPoint mouse_on_map(const Frame& f);

/// What the filter keeps to (box, circle, area, stretch), so that an empty map explains itself.
void draw_filter_area(Frame& f);
/// What the tools have under way and the drawings they left; `live` while the pointer is on the map.
void draw_sketch(Frame& f, view::ScreenPoint mouse, bool live);

/// The measured path with the place under the pointer where the tool still runs.
domain::Polyline measured_places(const Frame& f, std::optional<domain::LonLat> pointer);

}  // namespace tuantra::ui
