#include "ui/map_tools.hpp"

#include "lang/lang.hpp"
#include "ui/incident_form.hpp"
#include "ui/map_sketch.hpp"
#include "ui/texts.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tuantra::ui {

using lang::tr;

namespace {

constexpr float button_side = 30, bar_pad = 3;

std::optional<domain::LonLat> place_at(const Frame& f, view::ScreenPoint at)
{
    const auto place = view::to_lon_lat(f.model.camera, at);
    return domain::is_valid(place) ? std::optional(place) : std::nullopt;
}

double ground_per_pixel(const Frame& f)
{
    return view::ground_metres_per_pixel(f.model.camera);
}

bool near_to(const Frame& f, domain::LonLat place, view::ScreenPoint at, float points)
{
    const auto p = view::to_screen(f.model.camera, domain::to_map(place));
    return std::hypot(p.x - at.x, p.y - at.y) <=
           static_cast<double>(f.px(points) * ImGui::GetIO().DisplayFramebufferScale.x);
}

/// Kilometres as fine as two pixels tell apart.
double rounded_km(const Frame& f, double km)
{
    return view::rounded_to(km, std::max(0.1, 2 * ground_per_pixel(f) / 1000));
}

void end_tool(const Frame& f)
{
    f.send(view::StartTool{""});
}

void begin_strip(Frame& f, view::ScreenPoint at)
{
    constexpr float reach_px = 80;
    const auto place = place_at(f, at);
    if (!place || !f.model.lines.land || !f.model.lines.coast) return;
    const auto found = f.model.lines.locate_within(*place, static_cast<double>(f.px(reach_px)) * ground_per_pixel(f));
    if (!found) return;
    const double km = rounded_km(f, found->address.chainage_km);
    f.desk.sketch.strip = Strip{found->address.line, km, km, 0, 0};
    f.desk.sketch.strip_deep = false;
}

void send_strip(Frame& f)
{
    f.send(view::SetFilter{with_strip(f.model.filter, *f.desk.sketch.strip)});
    end_tool(f);
}

void strip_moved(Frame& f, view::ScreenPoint at)
{
    auto& s = *f.desk.sketch.strip;
    const auto place = place_at(f, at);
    if (!place) return;
    const auto& line = f.model.lines.get(s.line);
    const auto found = line.locate(*place);
    if (!f.desk.sketch.strip_deep) {
        s.to_km = std::clamp(rounded_km(f, found.address.chainage_km), 0.0, line.official_km());
        return;
    }
    const double least = std::max(100.0, 4 * ground_per_pixel(f));
    s.depth_m = std::max(least, view::rounded_to(std::abs(found.address.offset_m), least));
    s.side = !ImGui::GetIO().KeyShift ? 0 : found.address.offset_m < 0 ? -1 : 1;
}

void add_rings(Frame& f, domain::LonLat centre, double outer_m)
{
    constexpr int count = 4;
    const double each = outer_m / count;
    f.desk.sketch.rings.push_back({centre, view::rounded_to(each, view::round_below(each) / 10), count});
}

bool close_polygon(Frame& f)
{
    auto& corners = f.desk.sketch.corners;
    if (corners.size() < 3 || view::crosses_itself(corners)) return false;
    f.send(view::SetFilter{with_polygon(f.model.filter, corners)});
    end_tool(f);
    return true;
}

std::string measured_text(const Frame& f)
{
    const auto& sketch = f.desk.sketch;
    const auto places = measured_places(f, f.model.cursor_place);
    if (places.size() < 2) return {};
    const auto m = view::measured(places, sketch.closed);
    std::string text = distance_text(m.length_m);
    if (m.area_m2) text += " · " + area_text(*m.area_m2);
    if (sketch.closed && !m.area_m2 && places.size() > 2) text += std::string(" · ") + tr("the sides cross: no area");
    if (!sketch.closed && m.legs.size() == 1) text += " · " + bearing_text(m.legs[0].bearing_deg);
    return text;
}

std::string strip_text(const Strip& s)
{
    auto filter = with_strip({}, s);
    auto text = view::sentence(filter);
    // Without the leading "all kinds; ".
    if (const auto at = text.find("; "); at != std::string::npos) text.erase(0, at + 2);
    return text;
}

struct Hint {
    std::string first, then;
    bool bad = false;
};

Hint hint_of(const Frame& f)
{
    const auto& sketch = f.desk.sketch;
    const std::string& tool = f.model.drawing;
    if (tool == "measure")
        return {measured_text(f),
                sketch.path.size() > 2
                    ? tr("Double click ends · click the first point for the area · Backspace takes a point back")
                    : tr("Click from point to point · double click ends · Esc leaves")};
    if (tool == "rings") return {"", tr("Click for rings round a point, drag for their size · Backspace takes back")};
    if (tool == "box") return {"", tr("Drag to draw a box · Esc cancels")};
    if (tool == "circle") return {"", tr("Drag from the centre to draw a circle · Esc cancels")};
    if (tool == "polygon") {
        if (sketch.corners.size() > 2 && view::crosses_itself(sketch.corners))
            return {"", tr("The sides cross: take a corner back with Backspace"), true};
        return {"", sketch.corners.size() > 2 ? tr("Double click or click the first corner to close · Backspace")
                                              : tr("Click the corners of an area · Esc cancels")};
    }
    if (tool == "stretch" && sketch.strip)
        return {strip_text(*sketch.strip),
                sketch.strip_deep
                    ? tr("Move away from the line for the depth, Shift for one side · click ends · Enter: any depth")
                    : tr("Drag along the line")};
    if (tool == "place") return {"", tr("Click where it happened · Esc cancels")};
    if (tool == "stretch") return {"", tr("Press on the line and drag along it · Esc cancels")};
    return {sketch.path.empty() ? "" : measured_text(f), ""};
}

void wipe_unfinished(Frame& f)
{
    auto& sketch = f.desk.sketch;
    sketch.corners.clear();
    sketch.centre.reset();
    sketch.strip.reset();
    sketch.strip_deep = false;
    f.desk.box_from.reset();
    if (sketch.path.size() < 2) sketch.path.clear();
}

}  // namespace

const char* tool_name(std::string_view id)
{
    if (id == "measure") return tr("Measure distance, bearing, area");
    if (id == "rings") return tr("Range rings");
    if (id == "box") return tr("Filter by a box");
    if (id == "circle") return tr("Filter by a circle");
    if (id == "polygon") return tr("Filter by an area");
    if (id == "stretch") return tr("Filter by a stretch of the line and a depth");
    return "";
}

ToolBar tool_bar(const Rect& clear, float scale)
{
    const auto px = [scale](float v) { return std::round(v * scale); };
    constexpr auto n = static_cast<float>(tools.size() + 2);
    const float side = px(button_side), pad = px(bar_pad), top = px(52), below = px(64);
    const bool column = clear.h >= top + n * side + 2 * pad + below;
    ToolBar bar;
    bar.all = {clear.x + px(12), clear.y + top, column ? side + 2 * pad : n * side + 2 * pad,
               column ? n * side + 2 * pad : side + 2 * pad};
    if (bar.all.right() > clear.right() || bar.all.bottom() + px(8) > clear.bottom()) return {};
    for (std::size_t i = 0; i < bar.button.size(); ++i) {
        const float along = static_cast<float>(i) * side + pad;
        bar.button[i] = {bar.all.x + (column ? pad : along), bar.all.y + (column ? along : pad), side, side};
    }
    return bar;
}

void toggle_tool(const Frame& f, std::string_view id)
{
    f.send(view::StartTool{f.model.drawing == id ? "" : std::string(id)});
}

void draw_tool_bar(Frame& f)
{
    const auto bar = tool_bar(f.clear, f.scale);
    if (bar.all.empty()) return;
    begin_panel(f, tr("Tools"), "tools", bar.all,
                {.padding = {0, 0}, .scroll = false, .alpha = 0.92F, .raised = true, .rounded = true});
    for (std::size_t i = 0; i < tools.size(); ++i) {
        const auto& tool = tools[i];
        ImGui::SetCursorScreenPos({bar.button[i].x, bar.button[i].y});
        const std::string tip = std::string(tool_name(tool.id)) + " (" + tool.letter + ")";
        const std::string id = std::string("##") + tool.id;
        if (icon_button(f, id.c_str(), tool.icon, tip.c_str(), f.model.drawing == tool.id, button_side))
            toggle_tool(f, tool.id);
    }
    const auto& add = bar.button[tools.size()];
    ImGui::SetCursorScreenPos({add.x, add.y});
    if (icon_button(f, "##new", Icon::plus, tr("Enter an incident (N)"), f.model.edit.open && !f.model.edit.id,
                    button_side) &&
        !f.model.edit.open)
        f.send(view::OpenEdit{});
    ImGui::SetCursorScreenPos({bar.button.back().x, bar.button.back().y});
    const bool nothing = !has_drawings(f);  // asked once: wiping changes the answer
    if (nothing) ImGui::BeginDisabled();
    if (icon_button(f, "##wipe", Icon::eraser, tr("Wipe the drawings (Esc)"), false, button_side)) wipe_drawings(f);
    if (nothing) ImGui::EndDisabled();
    end_panel();
}

void draw_tool_hint(const Frame& f)
{
    const auto hint = hint_of(f);
    if (hint.first.empty() && hint.then.empty()) return;
    auto* to = ImGui::GetWindowDrawList();
    const float pad = f.px(14), room = std::min(f.px(440), f.clear.w - f.px(24)) - 2 * pad;
    const auto size_of = [&](const ImFont* font, const std::string& text) {
        if (text.empty()) return ImVec2(0, 0);
        return font->CalcTextSizeA(font->FontSize, FLT_MAX, room, text.data(), text.data() + text.size());
    };
    const ImVec2 first = size_of(f.font.bold, hint.first), then = size_of(f.font.body, hint.then);
    const float gap = first.y > 0 && then.y > 0 ? f.px(4) : 0;
    const float width = std::max(first.x, then.x) + 2 * pad, high = first.y + gap + then.y + f.px(14);
    // Above the line that says where the pointer is.
    const Rect at{f.clear.x + (f.clear.w - width) / 2, f.clear.bottom() - f.px(62) - high, width, high};
    const bool running = !f.model.drawing.empty();
    const auto fill = hint.bad ? f.pal().danger : running ? f.pal().accent : f.pal().background;
    to->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, u32(fill, running ? 1.0F : 0.86F), f.px(6));
    const ImU32 ink = running ? ink_on(fill) : u32(f.pal().text);
    const auto put = [&](const ImFont* font, const std::string& text, ImVec2 size, float y) {
        if (!text.empty())
            to->AddText(font, font->FontSize, {std::round(at.x + (width - size.x) / 2), std::round(y)}, ink,
                        text.data(), text.data() + text.size(), room);
    };
    put(f.font.bold, hint.first, first, at.y + f.px(7));
    put(f.font.body, hint.then, then, at.y + f.px(7) + first.y + gap);
}

void follow_tool(Frame& f)
{
    auto& sketch = f.desk.sketch;
    if (sketch.tool == f.model.drawing) return;
    wipe_unfinished(f);
    if (f.model.drawing == "measure") {
        sketch.path.clear();
        sketch.closed = false;
    }
    sketch.tool = f.model.drawing;
}

void tool_press(Frame& f, view::ScreenPoint at)
{
    auto& sketch = f.desk.sketch;
    const std::string& tool = f.model.drawing;
    sketch.twice = ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    if (tool == "box") f.desk.box_from = at;
    if (tool == "circle" || tool == "rings") sketch.centre = place_at(f, at);
    if (tool == "stretch" && !sketch.strip_deep) begin_strip(f, at);
}

bool tool_drags(const Frame& f)
{
    const auto& sketch = f.desk.sketch;
    return f.desk.box_from || sketch.centre || (sketch.strip && !sketch.strip_deep);
}

void tool_moved(Frame& f, view::ScreenPoint at, bool hovered)
{
    if (f.desk.sketch.strip && (hovered || f.desk.map_pressed)) strip_moved(f, at);
}

void tool_release(Frame& f, view::ScreenPoint at, bool dragged)
{
    auto& sketch = f.desk.sketch;
    const auto place = place_at(f, at);
    if (f.desk.box_from) {
        if (dragged) {
            const auto p = view::to_lon_lat(f.model.camera, *f.desk.box_from), q = view::to_lon_lat(f.model.camera, at);
            f.send(view::SetFilter{with_box(f.model.filter, {std::min(p.lon, q.lon), std::min(p.lat, q.lat),
                                                             std::max(p.lon, q.lon), std::max(p.lat, q.lat)})});
        }
        f.desk.box_from.reset();
        end_tool(f);
    } else if (sketch.centre) {
        // No finer than the hand could draw it.
        const double fine = std::max(1.0, ground_per_pixel(f));
        const double drawn_m = place ? view::measured({*sketch.centre, *place}, false).length_m : 0;
        const double radius_m = std::max(fine, view::rounded_to(drawn_m, fine));
        if (f.model.drawing == "rings")
            add_rings(f, *sketch.centre, dragged ? radius_m : 0.4 * f.model.camera.height * ground_per_pixel(f));
        else if (dragged)
            f.send(view::SetFilter{with_circle(f.model.filter, {*sketch.centre, radius_m / 1000})});
        if (f.model.drawing == "circle" && dragged) end_tool(f);
        sketch.centre.reset();
    } else if (sketch.strip) {
        if (sketch.strip->from_km == sketch.strip->to_km)
            sketch.strip.reset();
        else
            sketch.strip_deep = true;
    }
}

bool tool_click(Frame& f, view::ScreenPoint at)
{
    auto& sketch = f.desk.sketch;
    const std::string& tool = f.model.drawing;
    const auto place = place_at(f, at);
    if (tool == "stretch") {
        if (sketch.strip_deep) send_strip(f);
        return true;
    }
    if (tool == "place" && place) {
        put_place(f.desk.form, *place);
        end_tool(f);
    }
    if (tool != "measure" && tool != "polygon") return !tool.empty();
    if (sketch.twice) {
        tool_finish(f);
        return true;
    }
    auto& points = tool == "measure" ? sketch.path : sketch.corners;
    if (points.size() > 2 && near_to(f, points.front(), at, 9)) {
        if (tool == "measure") {
            sketch.closed = true;
            end_tool(f);
        } else {
            close_polygon(f);
        }
    } else if (place && (points.empty() || *place != points.back())) {
        points.push_back(*place);
    }
    return true;
}

bool tool_finish(Frame& f)
{
    const std::string& tool = f.model.drawing;
    if (tool == "measure" && f.desk.sketch.path.size() > 1)
        end_tool(f);
    else if (tool == "polygon")
        close_polygon(f);
    else if (tool == "stretch" && f.desk.sketch.strip_deep) {
        f.desk.sketch.strip->depth_m = 0;
        send_strip(f);
    }
    return !tool.empty();
}

bool tool_back(Frame& f)
{
    auto& sketch = f.desk.sketch;
    const std::string& tool = f.model.drawing;
    const auto drop_last = [](auto& list) {
        if (!list.empty()) list.pop_back();
    };
    if (tool == "measure") drop_last(sketch.path);
    if (tool == "polygon") drop_last(sketch.corners);
    if (tool == "rings") drop_last(sketch.rings);
    if (tool == "stretch") {
        sketch.strip.reset();
        sketch.strip_deep = false;
    }
    return !tool.empty();
}

bool has_drawings(const Frame& f)
{
    return !f.desk.sketch.path.empty() || !f.desk.sketch.rings.empty();
}

void wipe_drawings(Frame& f)
{
    f.desk.sketch.path.clear();
    f.desk.sketch.closed = false;
    f.desk.sketch.rings.clear();
}

}  // namespace tuantra::ui
