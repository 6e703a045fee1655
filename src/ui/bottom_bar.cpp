#include "lang/lang.hpp"
#include "ui/panels.hpp"
#include "ui/widgets.hpp"

namespace tuantra::ui {

using lang::tr;

namespace {

/// One tab. In a low window the two share a place: pressing the hidden one brings it to the front, pressing the front
/// one folds it. Else each only opens and folds itself, as the timeline always does.
void tab(Frame& f, const char* id, const std::string& text, bool open, bool shown, view::Panel panel)
{
    const bool is_table = panel == view::Panel::table;
    const auto& pal = f.pal();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const auto* font = shown ? f.font.bold : f.font.body;
    const ImVec2 size{text_width(font, text) + f.px(40), f.at.bottom_bar.h};
    const bool chosen = hit(id, size);
    const bool hot = ImGui::IsItemHovered();
    auto* to = ImGui::GetWindowDrawList();
    const ImU32 ink = u32(shown || hot ? pal.text : pal.dim);
    icon(f, to, {at.x + f.px(16), at.y + size.y / 2}, f.px(6), shown ? Icon::fold_down : Icon::fold_right, ink);
    text_at(to, font, {at.x + f.px(28), at.y + (size.y - line_height(font)) / 2}, ink, text);
    if (shown)
        to->AddRectFilled({at.x + f.px(10), at.y + size.y - f.px(2)}, {at.x + size.x - f.px(4), at.y + size.y},
                          u32(pal.accent));
    if (!chosen) return;
    if (panel != view::Panel::timeline && (!open || (f.at.tabbed && !shown))) f.desk.table_in_front = is_table;
    const bool brings_forward = panel != view::Panel::timeline && f.at.tabbed && open && !shown;
    if (!brings_forward) f.send(view::TogglePanel{panel});
}

}  // namespace

void draw_bottom_bar(Frame& f)
{
    const auto& at = f.at.bottom_bar;
    if (at.empty()) return;
    begin_panel(f, tr("Ribbon and table"), "bottom", at, {.padding = {0, 0}, .scroll = false});
    auto* to = ImGui::GetWindowDrawList();
    to->AddLine({at.x, at.y}, {at.right(), at.y}, u32(f.pal().rule));
    to->AddLine({at.x, at.bottom() - 1}, {at.right(), at.bottom() - 1}, u32(f.pal().rule));
    ImGui::SetCursorScreenPos({at.x + f.px(4), at.y});
    tab(f, "##ribbon", tr("Ribbon"), f.model.ribbon_open, f.at.ribbon.h > 0, view::Panel::ribbon);
    ImGui::SameLine(0, 0);
    const auto shown = f.model.scene ? f.model.scene->shown.size() : 0;
    tab(f, "##table", std::string(tr("Table")) + " · " + lang::number(static_cast<std::int64_t>(shown)),
        f.model.table_open, f.at.table.h > 0, view::Panel::table);
    ImGui::SameLine(0, 0);
    tab(f, "##timeline", tr("Timeline"), f.model.timeline_open, f.at.timeline.h > 0, view::Panel::timeline);
    const char* hint = f.at.ribbon.h > 0 ? tr("Wheel zooms the ribbon · drag filters by kilometres · click goes there")
                                         : tr("Up and down move through the rows · Enter goes there");
    const float left = ImGui::GetItemRectMax().x + f.px(24);
    if (at.right() - f.px(16) - text_width(f.font.label, hint) > left)
        text_right(to, f.font.label, {at.right() - f.px(16), at.y + (at.h - line_height(f.font.label)) / 2},
                   u32(f.pal().faint), hint);
    end_panel();
}

}  // namespace tuantra::ui
