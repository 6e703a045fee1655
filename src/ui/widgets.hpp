#pragma once
#include "domain/kind.hpp"
#include "ui/frame.hpp"

#include <span>
#include <string>
#include <string_view>

namespace tuantra::ui {

ImU32 u32(view::Colour c);
ImU32 u32(view::Colour c, float alpha);
ImVec4 vec4(view::Colour c, float alpha = 1);
view::Colour mixed(view::Colour a, view::Colour b, float t);
/// Black or white, whichever reads better on `c`.
ImU32 ink_on(view::Colour c);

float text_width(const ImFont* font, std::string_view text);
float line_height(const ImFont* font);
void text_at(ImDrawList* to, const ImFont* font, ImVec2 at, ImU32 colour, std::string_view text);
/// Right edge at at.x.
void text_right(ImDrawList* to, const ImFont* font, ImVec2 at, ImU32 colour, std::string_view text);
void text_centred(ImDrawList* to, const ImFont* font, ImVec2 centre, ImU32 colour, std::string_view text);
/// Cut with an ellipsis where it is wider than `width`.
std::string elided(const ImFont* font, std::string_view text, float width);

/// The symbol of a kind: shape, letter, colour, dark outline. `alpha` dims it where the kind is off.
void kind_symbol(const Frame& f, ImDrawList* to, ImVec2 centre, float radius, const domain::KindInfo& kind,
                 float alpha = 1);

/// Opens a fixed panel. Always pair with end_panel().
struct PanelLook {
    ImVec2 padding{16, 12};
    bool scroll = true;
    bool keys = true;     ///< keyboard navigation inside
    float alpha = 1;      ///< of the background
    bool raised = false;  ///< stands above other panels
    bool rounded = false;
};
void begin_panel(const Frame& f, const char* title, const char* id, Rect at, const PanelLook& look = {});
void end_panel();
/// A card in the middle of the window with a title and a cross; false when the cross was pressed. Pair with
/// end_panel().
bool begin_card(const Frame& f, const char* title, const char* id, float width, float height);

/// An invisible button that shows keyboard focus; the caller draws it.
bool hit(const char* id, ImVec2 size);
/// A small heading in dim letters, with space above.
void section(const Frame& f, const char* text);
/// A link-like text button; returns true when pressed.
bool link(const Frame& f, const char* id, const char* text);
/// A filled button of the full width or its own.
bool button(const Frame& f, const char* id, const char* text, ImVec2 size, bool on = false, bool enabled = true);
/// A row with a switch, over the whole width where `width` is 0; returns true when it was flipped.
bool toggle(const Frame& f, const char* id, const char* text, bool on, float width = 0);
enum class Icon {
    cross,
    fold_left,
    fold_right,
    fold_down,
    fold_up,
    help,
    search,
    box,
    menu,
    up,
    down,
    undo,
    palette,
    ruler,
    rings,
    circle,
    polygon,
    strip,
    eraser,
    play,
    pause,
    step_back,
    step_forward,
    plus,
    arrow_out,
    columns,
    copy,
    target,
    pencil,
    bin
};
void icon(const Frame& f, ImDrawList* to, ImVec2 centre, float radius, Icon which, ImU32 colour);
bool icon_button(const Frame& f, const char* id, Icon which, const char* tip, bool on = false, float size = 24);
/// A label left, a value right, a rule below. Long values wrap under the label.
void field_row(const Frame& f, const char* label, std::string_view value);
/// Wrapped text at the cursor.
void wrapped(const Frame& f, const ImFont* font, view::Colour colour, std::string_view text);
void rule(const Frame& f);
/// A single-line input in the house's look. True when the text changed.
bool input(const Frame& f, const char* id, const char* hint, TextBuffer& text, float width, bool bad = false,
           ImGuiInputTextFlags flags = 0);
/// The same for a buffer of any size, and over several lines.
bool input_text(const Frame& f, const char* id, const char* hint, std::span<char> text, float width, bool bad = false,
                ImGuiInputTextFlags flags = 0);
bool input_lines(const Frame& f, const char* id, std::span<char> text, ImVec2 size);
void tip(const Frame& f, std::string_view text);
/// A grip between panels. Returns how far it was dragged this frame along its axis, in points at scale 1.
float grip(const Frame& f, const char* id, Rect at, bool vertical);

void put(TextBuffer& to, std::string_view text);
std::string_view get(const TextBuffer& from);

}  // namespace tuantra::ui
