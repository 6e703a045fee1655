#include "lang/lang.hpp"
#include "ui/keys.hpp"
#include "ui/panels.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tuantra::ui {

using lang::tr;

namespace {

constexpr float panel_width = 340, row_high = 30;

void view_row(Frame& f, std::size_t i)
{
    const std::string& name = f.model.views[i];
    auto& desk = f.desk;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, high = f.px(row_high), side = f.px(24);
    auto* to = ImGui::GetWindowDrawList();
    ImGui::PushID(static_cast<int>(i));
    const bool open = hit("##open", {width - 2 * side - f.px(4), high});
    if (ImGui::IsItemHovered()) {
        to->AddRectFilled({at.x - f.px(6), at.y}, {at.x + width + f.px(6), at.y + high}, u32(f.pal().raised), f.px(5));
        tip(f, tr("Show this view"));
    }
    const float y = at.y + (high - line_height(f.font.body)) / 2;
    if (i < 9) text_at(to, f.font.label, {at.x, y + f.px(2)}, u32(f.pal().dim), std::to_string(i + 1));
    text_at(to, f.font.body, {at.x + f.px(20), y}, u32(f.pal().text),
            elided(f.font.body, name, width - 2 * side - f.px(30)));
    ImGui::SetCursorScreenPos({at.x + width - 2 * side - f.px(2), at.y + f.px(3)});
    if (icon_button(f, "##file", Icon::arrow_out, tr("Write to a file…"), desk.view_to_file == name)) {
        desk.view_to_file = desk.view_to_file == name ? "" : name;
        put(desk.view_path, f.model.documents.empty() ? "" : f.model.documents + "/" + name + ".view.json");
    }
    ImGui::SetCursorScreenPos({at.x + width - side, at.y + f.px(3)});
    const bool armed = desk.view_armed == name;
    if (icon_button(f, "##remove", Icon::bin, armed ? tr("Press again to remove") : tr("Remove this view"), armed)) {
        if (armed) f.send(view::RemoveView{name});
        desk.view_armed = armed ? "" : name;
    }
    ImGui::PopID();
    ImGui::SetCursorScreenPos({at.x, at.y + high});
    ImGui::Dummy({0, 0});
    if (open) {
        f.send(view::OpenView{name});
        f.send(view::TogglePanel{view::Panel::views});
    }
    if (desk.view_to_file != name) return;
    const float go = text_width(f.font.body, tr("Write")) + f.px(24);
    input(f, "##view-path", tr("/path/to/file.view.json"), desk.view_path, width - go - f.px(6));
    ImGui::SameLine(0, f.px(6));
    if (button(f, "##write", tr("Write"), {go, line_height(f.font.body) + f.px(8)}, true)) {
        f.send(view::ExportView{name, std::string(get(desk.view_path))});
        desk.view_to_file.clear();
    }
}

void save_part(Frame& f)
{
    auto& desk = f.desk;
    const float width = ImGui::GetContentRegionAvail().x, go = text_width(f.font.bold, tr("Save")) + f.px(24);
    section(f, tr("SAVE WHAT IS SHOWN NOW"));
    input(f, "##view-name", tr("name of the view"), desk.view_name, width - go - f.px(6));
    const bool entered = ImGui::IsItemDeactivatedAfterEdit() && pressed(Key::enter);
    ImGui::SameLine(0, f.px(6));
    const std::string name(get(desk.view_name));
    const bool any = name.find_first_not_of(' ') != std::string::npos;
    if ((button(f, "##save-view", tr("Save"), {go, line_height(f.font.body) + f.px(8)}, any, any) || entered) && any) {
        f.send(view::SaveView{name});
        desk.view_name.fill(0);
    }
    const bool known = std::find(f.model.views.begin(), f.model.views.end(), name) != f.model.views.end();
    wrapped(f, f.font.label, f.pal().dim,
            known ? tr("Replaces the view of this name.")
                  : tr("Filter, place, layers and palette. Files of views can be dropped on the window."));
}

}  // namespace

void draw_views(Frame& f)
{
    if (!f.model.views_open) return;
    const float width = std::min(f.px(panel_width), f.at.top.w - f.px(16));
    const float rows = static_cast<float>(std::max<std::size_t>(f.model.views.size(), 1)) * f.px(row_high);
    const float file = f.desk.view_to_file.empty() ? 0 : f.px(36);
    const float high = std::min(rows + file + f.px(184), ImGui::GetIO().DisplaySize.y - f.at.top.h - f.px(24));
    const float right = std::min(f.desk.views_button.right() + f.px(8), f.at.top.w - f.px(8));
    begin_panel(f, tr("Views"), "views", {right - width, f.at.top.bottom() + f.px(4), width, high},
                {.padding = {14, 10}, .raised = true, .rounded = true});
    if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();
    section(f, tr("SAVED VIEWS"));
    if (f.model.views.empty()) wrapped(f, f.font.body, f.pal().dim, tr("None yet. Keys 1 to 9 open the first nine."));
    for (std::size_t i = 0; i < f.model.views.size(); ++i) view_row(f, i);
    save_part(f);
    end_panel();
}

}  // namespace tuantra::ui
