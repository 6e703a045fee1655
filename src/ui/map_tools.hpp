#pragma once
#include "ui/frame.hpp"
#include "ui/keys.hpp"
#include "ui/widgets.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace tuantra::ui {

/// A tool of the map: the id that the model's `drawing` has while it runs.
struct Tool {
    const char* id;
    Icon icon;
    Key key;
    char letter;
};
inline constexpr std::array<Tool, 6> tools{{{"measure", Icon::ruler, Key::m, 'M'},
                                            {"rings", Icon::rings, Key::g, 'G'},
                                            {"box", Icon::box, Key::b, 'B'},
                                            {"circle", Icon::circle, Key::o, 'O'},
                                            {"polygon", Icon::polygon, Key::p, 'P'},
                                            {"stretch", Icon::strip, Key::k, 'K'}}};
const char* tool_name(std::string_view id);  ///< in the current language

/// Where the toolbar stands on the map, and each of its buttons: one per tool, then the one that
/// enters an incident and the one that wipes the drawings.
/// A row where the map is too low for a column.
struct ToolBar {
    Rect all;
    std::array<Rect, tools.size() + 2> button;
};
ToolBar tool_bar(const Rect& clear, float scale);

void draw_tool_bar(Frame& f);
/// What to do next and what was measured, at the map's upper edge.
void draw_tool_hint(const Frame& f);

/// Starts the tool, or ends it where it runs.
void toggle_tool(const Frame& f, std::string_view id);
/// Forgets what is half done when the model's tool has changed.
void follow_tool(Frame& f);
/// The left button went down on the map.
void tool_press(Frame& f, view::ScreenPoint at);
/// While it is down: true where the tool draws with it, so that the map stays.
bool tool_drags(const Frame& f);
void tool_moved(Frame& f, view::ScreenPoint at, bool hovered);
/// It went up after a drag that the tool takes.
void tool_release(Frame& f, view::ScreenPoint at, bool dragged);
/// It was pressed and released in one place; false where the click is not the tool's.
bool tool_click(Frame& f, view::ScreenPoint at);
/// Enter: the tool takes what it has. Backspace: it takes back the last step. False where it has no use for it.
bool tool_finish(Frame& f);
bool tool_back(Frame& f);
/// Whether drawings stand on the map that Escape would wipe, and wiping them.
bool has_drawings(const Frame& f);
void wipe_drawings(Frame& f);

}  // namespace tuantra::ui
