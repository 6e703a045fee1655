#include "ui/desk.hpp"

#include "ui/frame.hpp"
#include "ui/hotspot_panel.hpp"
#include "ui/keys.hpp"
#include "ui/numbers_panel.hpp"
#include "ui/panels.hpp"
#include "ui/widgets.hpp"

#include <imgui.h>

#include <algorithm>

namespace tuantra::ui {

DeskState& desk_state()
{
    static DeskState state;
    static const ImGuiContext* owner = nullptr;
    static int last_frame = 0;
    const ImGuiContext* context = ImGui::GetCurrentContext();
    if (context != nullptr) {
        const int frame = ImGui::GetFrameCount();
        if (context != owner || frame < last_frame) state = DeskState{};
        owner = context;
        last_frame = frame;
    }
    return state;
}

namespace {

/// Strips between the panels that resize them when dragged; each a small window of its own, so that a panel's scrolling
/// does not carry it away.
void splitter(Frame& f, const char* id, Rect at, bool vertical, float& size, float sign)
{
    begin_panel(f, id, id, at, {.padding = {0, 0}, .scroll = false, .keys = false, .alpha = 0, .raised = true});
    size += sign * grip(f, "##grip", at, vertical);
    end_panel();
}

void splitters(Frame& f)
{
    auto& sizes = f.desk.sizes;
    const auto& at = f.at;
    const float wide = f.px(5);
    if (!at.left_folded)
        splitter(f, "split-left", {at.left.right() - wide / 2, at.left.y, wide, at.left.h}, true, sizes.left, 1);
    if (!at.right_folded)
        splitter(f, "split-right", {at.right.x - wide / 2, at.right.y, wide, at.right.h}, true, sizes.right, -1);
    if (at.ribbon.h > 0 && at.table.h > 0)
        splitter(f, "split-ribbon", {at.ribbon.x, at.ribbon.y - wide / 2, at.ribbon.w, wide}, false, sizes.ribbon, -1);
    const Rect edge{at.bottom_bar.x, at.bottom_bar.y - wide / 2, at.bottom_bar.w, wide};
    if (at.table.h > 0)
        splitter(f, "split-bottom", edge, false, sizes.table, -1);
    else if (at.ribbon.h > 0)
        splitter(f, "split-bottom", edge, false, sizes.ribbon, -1);
}

Layout layout_now(const view::Model& model, float width, float height)
{
    const auto& desk = desk_state();
    return layout(model, desk.sizes, width, height, loaded_scale(), desk.table_in_front);
}

}  // namespace

MapArea map_area(const view::Model& model, float width, float height)
{
    const auto at = layout_now(model, width, height).map;
    return {at.x, at.y, at.w, at.h};
}

domain::Box home_box(const view::Model& model)
{
    std::optional<domain::Box> out;
    for (const auto* line : {model.lines.land.get(), model.lines.coast.get()}) {
        if (line == nullptr) continue;
        const auto box = domain::bounds(line->points());
        if (!box) continue;
        if (!out) out = box;
        out = domain::Box{std::min(out->west, box->west), std::min(out->south, box->south),
                          std::max(out->east, box->east), std::max(out->north, box->north)};
    }
    return out.value_or(domain::Box{102, 8, 110, 24});
}

void draw(const view::Model& model, view::CommandQueue& commands)
{
    const auto& io = ImGui::GetIO();
    const Layout at = layout_now(model, io.DisplaySize.x, io.DisplaySize.y);
    Rect clear = at.map;
    clear.w -= drawer_place(model, desk_state(), at, loaded_scale()).w;
    Frame f{model, commands, desk_state(), at, clear, current_fonts(), loaded_scale()};
    draw_map_input(f);
    draw_map_overlays(f);
    draw_clock(f);
    draw_filter_panel(f);
    draw_details_panel(f);
    draw_bottom_bar(f);
    draw_table(f);
    draw_ribbon(f);
    draw_timeline(f);
    draw_jobs_and_notices(f);
    draw_sources(f);
    draw_import(f);
    draw_help(f);
    draw_table_export(f);
    draw_views(f);
    draw_top_bar(f);
    splitters(f);
    handle_keys(f);
    handle_clock_keys(f);
    handle_count_keys(f);
    handle_hotspot_keys(f);
}

}  // namespace tuantra::ui
