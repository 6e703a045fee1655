#include "lang/lang.hpp"
#include "ui/hotspot_panel.hpp"
#include "ui/edit_panel.hpp"
#include "ui/keys.hpp"
#include "ui/map_sketch.hpp"
#include "ui/map_tools.hpp"
#include "ui/panels.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

using lang::tr;

namespace {

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

bool far_enough(const Frame& f, view::ScreenPoint a, view::ScreenPoint b)
{
    return std::hypot(a.x - b.x, a.y - b.y) >= static_cast<double>(f.px(4) * ImGui::GetIO().DisplayFramebufferScale.x);
}

void press_and_release(Frame& f, view::ScreenPoint at, bool activated, view::Camera& camera)
{
    auto& desk = f.desk;
    const auto& io = ImGui::GetIO();
    if (activated) {
        desk.map_pressed = true;
        desk.map_dragged = false;
        desk.map_press = at;
        tool_press(f, at);
    }
    if (!desk.map_pressed) return;
    if (far_enough(f, desk.map_press, at)) desk.map_dragged = true;
    const bool down = ImGui::IsMouseDown(ImGuiMouseButton_Left);
    if (tool_drags(f)) {
        if (!down) tool_release(f, at, desk.map_dragged);
    } else if (down && desk.map_dragged) {
        camera = view::panned(camera, static_cast<double>(io.MouseDelta.x * io.DisplayFramebufferScale.x),
                              static_cast<double>(io.MouseDelta.y * io.DisplayFramebufferScale.y));
    } else if (!down && !desk.map_dragged && !tool_click(f, desk.map_press)) {
        const auto spot = f.model.hotspots_open && !f.model.hovered ? hotspot_at_cursor(f) : std::nullopt;
        if (spot)
            f.send(view::PickHotspot{spot});
        else
            f.send(view::PickAt{desk.map_press});
    }
    if (!down) desk.map_pressed = false;
}

void keys_on_map(Frame& f, view::Camera& camera)
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
    if (pressed(Key::enter) && !tool_finish(f)) f.send(view::PickAt{middle});
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
    follow_tool(f);
    hover(f, hovered, mouse);
    tool_moved(f, mouse, hovered);
    press_and_release(f, mouse, ImGui::IsItemActivated(), camera);
    if (hovered) {
        const auto& io = ImGui::GetIO();
        if (io.MouseWheel != 0)
            camera = view::zoomed(camera, std::pow(1.25, static_cast<double>(io.MouseWheel)), mouse);
        if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && f.model.drawing.empty())
            camera = view::zoomed(camera, io.KeyShift ? 0.5 : 2, mouse);
        if (f.desk.map_pressed && f.desk.map_dragged && !tool_drags(f))
            ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
        else if (f.model.hovered)
            ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    if (ImGui::IsWindowFocused() && !ImGui::GetIO().WantTextInput) keys_on_map(f, camera);
    if (camera != f.model.camera) f.send(view::SetCamera{camera});
    draw_filter_area(f);
    draw_sketch(f, mouse, hovered);
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
    } else if (!f.desk.view_armed.empty() || !f.desk.view_to_file.empty() || !f.desk.undo_armed.empty()) {
        f.desk.view_armed.clear();
        f.desk.view_to_file.clear();
        f.desk.undo_armed.clear();
    } else if (f.model.views_open) {
        f.send(view::TogglePanel{view::Panel::views});
    } else if (f.model.table_export.open) {
        f.send(view::TogglePanel{view::Panel::table_export});
    } else if (!f.model.import.waiting.empty()) {
        f.send(view::DismissImport{true});
    } else if (f.model.import_open) {
        f.send(view::TogglePanel{view::Panel::import});
    } else if (f.model.sources_open) {
        f.send(view::TogglePanel{view::Panel::sources});
    } else if (f.desk.columns_open) {
        f.desk.columns_open = false;
    } else if (f.model.edit.open) {
        leave_form(f);
    } else if (!f.desk.table_marked.empty()) {
        f.desk.table_marked.clear();
        f.desk.table_anchor.reset();
    } else if (has_drawings(f)) {
        wipe_drawings(f);
    } else if (f.model.playback.at_s) {
        f.send(view::SetClock{});
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
        if (pressed(Key::s)) save_form(f);
        if (pressed(Key::c) && !io.WantTextInput) copy_table(f);
        if (pressed(Key::z) && !io.WantTextInput && !f.model.edit.open) f.send(view::UndoEdit{});
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
    if (pressed(Key::c)) f.send(view::TogglePanel{view::Panel::timeline});
    if (pressed(Key::l)) f.send(view::TogglePanel{view::Panel::filter});
    if (pressed(Key::n)) begin_new_incident(f);
    if (pressed(Key::v)) f.send(view::TogglePanel{view::Panel::views});
    if (const auto digit = static_cast<std::size_t>(pressed_digit()); digit > 0 && digit <= f.model.views.size())
        f.send(view::OpenView{f.model.views[digit - 1]});
    if (f.model.selected && pressed(Key::e)) f.send(view::OpenEdit{f.model.selected});
    if (f.model.selected && pressed(Key::remove)) f.send(view::RemoveIncident{*f.model.selected});
    for (const auto& tool : tools)
        if (pressed(tool.key)) toggle_tool(f, tool.id);
    if (pressed(Key::backspace, true)) tool_back(f);
}

}  // namespace tuantra::ui
