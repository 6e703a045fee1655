#include "lang/lang.hpp"
#include "ui/keys.hpp"
#include "ui/panels.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

using lang::tr;

namespace {

view::ScreenPoint mouse_on_map(const Frame& f)
{
    const auto& io = ImGui::GetIO();
    return {static_cast<double>((io.MousePos.x - f.at.map.x) * io.DisplayFramebufferScale.x),
            static_cast<double>((io.MousePos.y - f.at.map.y) * io.DisplayFramebufferScale.y)};
}

ImVec2 to_window(const Frame& f, view::ScreenPoint p)
{
    const auto& io = ImGui::GetIO();
    return {f.at.map.x + static_cast<float>(p.x) / io.DisplayFramebufferScale.x,
            f.at.map.y + static_cast<float>(p.y) / io.DisplayFramebufferScale.y};
}

domain::Box box_between(const view::Camera& camera, view::ScreenPoint a, view::ScreenPoint b)
{
    const auto p = view::to_lon_lat(camera, a), q = view::to_lon_lat(camera, b);
    return {std::min(p.lon, q.lon), std::min(p.lat, q.lat), std::max(p.lon, q.lon), std::max(p.lat, q.lat)};
}

void hover(Frame& f, bool hovered, view::ScreenPoint at)
{
    auto& desk = f.desk;
    if (hovered) {
        const bool moved = !desk.hover_sent || desk.hover_sent->x != at.x || desk.hover_sent->y != at.y;
        if (moved) f.send(view::Hover{at});
        desk.hover_sent = at;
    } else if (desk.hover_sent) {
        desk.hover_sent.reset();
        f.send(view::Hover{});
    }
}

void draw_box(Frame& f, view::ScreenPoint at)
{
    if (!f.desk.box_from) return;
    const ImVec2 a = to_window(f, *f.desk.box_from), b = to_window(f, at);
    const ImVec2 min{std::min(a.x, b.x), std::min(a.y, b.y)}, max{std::max(a.x, b.x), std::max(a.y, b.y)};
    auto* to = ImGui::GetWindowDrawList();
    to->AddRectFilled(min, max, u32(f.pal().accent, 0.14F));
    to->AddRect(min, max, u32(f.pal().accent), 0, 0, std::max(1.0F, 1.5F * f.scale));
}

/// The area that the filter keeps to, so that an empty map explains itself.
void show_filter_box(const Frame& f)
{
    if (!f.model.filter.box) return;
    const auto& b = *f.model.filter.box;
    const ImVec2 a = to_window(f, view::to_screen(f.model.camera, domain::to_map({b.west, b.north})));
    const ImVec2 c = to_window(f, view::to_screen(f.model.camera, domain::to_map({b.east, b.south})));
    ImGui::GetWindowDrawList()->AddRect(a, c, u32(f.pal().accent, 0.7F), 0, 0, std::max(1.0F, f.scale));
}

bool far_enough(const Frame& f, view::ScreenPoint a, view::ScreenPoint b)
{
    return std::hypot(a.x - b.x, a.y - b.y) >= static_cast<double>(f.px(4) * ImGui::GetIO().DisplayFramebufferScale.x);
}

void press_and_release(Frame& f, view::ScreenPoint at, bool activated, view::Camera& camera)
{
    auto& desk = f.desk;
    const auto& io = ImGui::GetIO();
    const bool tool = f.model.drawing == "box";
    if (activated) {
        desk.map_pressed = true;
        desk.map_dragged = false;
        desk.map_press = at;
        if (tool) desk.box_from = at;
    }
    if (!desk.map_pressed) return;
    if (far_enough(f, desk.map_press, at)) desk.map_dragged = true;
    const bool down = ImGui::IsMouseDown(ImGuiMouseButton_Left);
    if (desk.box_from) {
        if (down) return;
        if (desk.map_dragged) {
            domain::Filter changed = f.model.filter;
            changed.box = box_between(f.model.camera, *desk.box_from, at);
            f.send(view::SetFilter{changed});
        }
        f.send(view::StartTool{""});
        desk.box_from.reset();
    } else if (down && desk.map_dragged) {
        camera = view::panned(camera, static_cast<double>(io.MouseDelta.x * io.DisplayFramebufferScale.x),
                              static_cast<double>(io.MouseDelta.y * io.DisplayFramebufferScale.y));
    } else if (!down && !desk.map_dragged) {
        f.send(view::PickAt{desk.map_press});
    }
    if (!down) desk.map_pressed = false;
}

void keys_on_map(const Frame& f, view::Camera& camera)
{
    const double step = 80 * static_cast<double>(f.scale);
    const view::ScreenPoint middle{camera.width / 2.0, camera.height / 2.0};
    if (pressed(Key::left, true)) camera = view::panned(camera, step, 0);
    if (pressed(Key::right, true)) camera = view::panned(camera, -step, 0);
    if (pressed(Key::up, true)) camera = view::panned(camera, 0, step);
    if (pressed(Key::down, true)) camera = view::panned(camera, 0, -step);
    if (ImGui::GetIO().KeyCtrl) return;
    if (pressed(Key::plus, true)) camera = view::zoomed(camera, 1.5, middle);
    if (pressed(Key::minus, true)) camera = view::zoomed(camera, 1 / 1.5, middle);
    if (pressed(Key::home)) f.send(view::FitBox{home_box(f.model)});
    if (pressed(Key::enter)) f.send(view::PickAt{middle});
}

}  // namespace

void draw_map_input(Frame& f)
{
    const auto& at = f.at.map;
    if (at.empty()) return;
    begin_panel(f, tr("Map"), "map", at, {.padding = {0, 0}, .scroll = false, .keys = false, .alpha = 0});
    if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();
    ImGui::SetCursorScreenPos({at.x, at.y});
    ImGui::InvisibleButton("##map", {at.w, at.h});
    const bool hovered = ImGui::IsItemHovered();
    const auto mouse = mouse_on_map(f);
    view::Camera camera = f.model.camera;
    hover(f, hovered, mouse);
    press_and_release(f, mouse, ImGui::IsItemActivated(), camera);
    if (hovered) {
        const auto& io = ImGui::GetIO();
        if (io.MouseWheel != 0)
            camera = view::zoomed(camera, std::pow(1.25, static_cast<double>(io.MouseWheel)), mouse);
        if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && f.model.drawing.empty())
            camera = view::zoomed(camera, io.KeyShift ? 0.5 : 2, mouse);
        if (f.desk.map_pressed && f.desk.map_dragged && !f.desk.box_from)
            ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
        else if (f.model.hovered)
            ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    if (ImGui::IsWindowFocused() && !ImGui::GetIO().WantTextInput) keys_on_map(f, camera);
    if (camera != f.model.camera) f.send(view::SetCamera{camera});
    show_filter_box(f);
    draw_box(f, mouse);
    end_panel();
}

namespace {

bool close_something(Frame& f)
{
    if (!f.model.drawing.empty() || f.desk.box_from) {
        f.desk.box_from.reset();
        f.desk.map_pressed = false;
        f.send(view::StartTool{""});
    } else if (f.model.help_open) {
        f.send(view::TogglePanel{view::Panel::help});
    } else if (f.model.import_open) {
        f.send(view::TogglePanel{view::Panel::import});
    } else if (f.model.sources_open) {
        f.send(view::TogglePanel{view::Panel::sources});
    } else if (f.model.selected) {
        f.send(view::Select{});
    } else if (f.desk.drawer) {
        f.desk.drawer = false;
    } else {
        return false;
    }
    return true;
}

}  // namespace

void handle_keys(Frame& f)
{
    const auto& io = ImGui::GetIO();
    if (io.KeyCtrl) {
        if (pressed(Key::f)) f.desk.search_wants_focus = true;
        if (pressed(Key::q)) f.send(view::Quit{});
        if (pressed(Key::plus)) f.send(view::SetUiScale{std::min(2.5F, std::round(f.model.ui_scale * 4 + 1) / 4)});
        if (pressed(Key::minus)) f.send(view::SetUiScale{std::max(0.75F, std::round(f.model.ui_scale * 4 - 1) / 4)});
    }
    if (pressed(Key::f1)) f.send(view::TogglePanel{view::Panel::help});
    if (pressed(Key::escape)) {
        if (!get(f.desk.search).empty())
            f.desk.search.fill(0);
        else if (!io.WantTextInput)
            close_something(f);
    }
    if (io.KeyCtrl || io.KeyAlt || io.WantTextInput) return;
    if (pressed(Key::t)) f.send(view::TogglePanel{view::Panel::table});
    if (pressed(Key::r)) f.send(view::TogglePanel{view::Panel::ribbon});
    if (pressed(Key::l)) f.send(view::TogglePanel{view::Panel::filter});
    if (pressed(Key::b)) f.send(view::StartTool{f.model.drawing == "box" ? "" : "box"});
}

}  // namespace tuantra::ui
