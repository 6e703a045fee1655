#include "lang/lang.hpp"
#include "ui/panels.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <array>

namespace tuantra::ui {

using lang::tr;

namespace {

/// A card in the middle of the map with a title and a cross; returns false when the cross was pressed.
bool begin_card(Frame& f, const char* title, const char* id, float width, float height)
{
    const auto& io = ImGui::GetIO();
    const float w = std::min(f.px(width), io.DisplaySize.x - f.px(32)),
                h = std::min(f.px(height), io.DisplaySize.y - f.px(96));
    const Rect at{(io.DisplaySize.x - w) / 2, f.at.top.h + (io.DisplaySize.y - f.at.top.h - h) / 2, w, h};
    begin_panel(f, title, id, at, {.padding = {20, 16}, .raised = true, .rounded = true});
    if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    text_at(ImGui::GetWindowDrawList(), f.font.heading, from, u32(f.pal().text), title);
    ImGui::SetCursorScreenPos({from.x + ImGui::GetContentRegionAvail().x - f.px(24), from.y - f.px(2)});
    const bool closed = icon_button(f, "##close", Icon::cross, tr("Close (Esc)"));
    ImGui::SetCursorScreenPos({from.x, from.y + line_height(f.font.heading) + f.px(10)});
    return !closed;
}

void undo_button(Frame& f, const view::SourceView& source, float right, float y)
{
    auto& armed = f.desk.undo_armed;
    if (f.model.read_only) return;
    const float high = f.px(28);
    if (armed != source.uid) {
        const float width = text_width(f.font.body, tr("Take back")) + f.px(24);
        ImGui::SetCursorScreenPos({right - width, y});
        if (button(f, "##undo", tr("Take back"), {width, high})) armed = source.uid;
        return;
    }
    const std::string yes = lang::fill(tr("Take back {} records"), {lang::number(source.kept + source.updated)});
    const float keep = text_width(f.font.body, tr("Keep")) + f.px(24), sure = text_width(f.font.bold, yes) + f.px(24);
    ImGui::SetCursorScreenPos({right - keep - f.px(6) - sure, y});
    if (button(f, "##sure", yes.c_str(), {sure, high}, true)) {
        f.send(view::UndoImport{source.uid});
        armed.clear();
    }
    ImGui::SetCursorScreenPos({right - keep, y});
    if (button(f, "##keep", tr("Keep"), {keep, high})) armed.clear();
}

void source_row(Frame& f, const view::SourceView& source, int i)
{
    const auto& pal = f.pal();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    auto* to = ImGui::GetWindowDrawList();
    const auto n = [](std::int64_t v) { return lang::number(v); };
    std::string counts = lang::fill(tr("{0} read · {1} kept · {2} duplicate · {3} rejected"),
                                    {n(source.read), n(source.kept), n(source.duplicate), n(source.rejected)});
    if (source.updated > 0) counts += " · " + lang::fill(tr("{} updated"), {n(source.updated)});
    std::string title = source.name;
    if (source.synthetic) title += std::string(" · ") + tr("SYNTHETIC");
    const float room = width - f.px(300);
    text_at(to, f.font.bold, {at.x, at.y + f.px(6)}, u32(source.synthetic ? pal.warning : pal.text),
            elided(f.font.bold, title, room));
    text_at(to, f.font.body, {at.x, at.y + f.px(6) + line_height(f.font.bold)}, u32(pal.dim),
            elided(f.font.body, counts, width));
    text_at(to, f.font.label, {at.x, at.y + f.px(8) + 2 * line_height(f.font.bold)}, u32(pal.faint),
            elided(f.font.label, source.imported_at + (source.path.empty() ? "" : " · " + source.path), width));
    const float high = f.px(14) + 2 * line_height(f.font.bold) + line_height(f.font.label);
    ImGui::PushID(i);
    undo_button(f, source, at.x + width, at.y + f.px(4));
    ImGui::PopID();
    ImGui::SetCursorScreenPos({at.x, at.y + high});
    rule(f);
}

void import_part(Frame& f)
{
    wrapped(f, f.font.body, f.pal().dim,
            tr("Drop files on the window, or write a path here. Incidents, tracks, places and zones: CSV, TSV, Excel, "
               "GeoJSON, GeoPackage, Shapefile, KML, GPX, FlatGeobuf. Rows that cannot be read are kept aside with the "
               "reason."));
    ImGui::Dummy({0, f.px(4)});
    const float width = ImGui::GetContentRegionAvail().x, label = text_width(f.font.body, tr("Import")) + f.px(32);
    input(f, "##path", tr("/path/to/file.csv"), f.desk.import_path, width - label - f.px(8), false);
    const bool entered = ImGui::IsItemDeactivatedAfterEdit() && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter));
    ImGui::SameLine(0, f.px(8));
    const bool any = !get(f.desk.import_path).empty();
    if ((button(f, "##go", tr("Import"), {label, line_height(f.font.body) + f.px(8)}, any, any) || entered) && any) {
        f.send(view::ImportFiles{{std::string(get(f.desk.import_path))}});
        f.desk.import_path.fill(0);
    }
}

struct Shortcut {
    const char* keys;
    const char* what;
};

void shortcuts(const Frame& f)
{
    const std::array<Shortcut, 33> all{{{"F1", tr("this help")},
                                        {"Ctrl F", tr("find a place, an address, coordinates")},
                                        {"Esc", tr("cancel the tool, close, clear the selection")},
                                        {tr("arrows"), tr("move the map")},
                                        {"+  -", tr("zoom the map, or the ribbon where it has the focus")},
                                        {tr("wheel"), tr("zoom to the pointer")},
                                        {tr("double click"), tr("zoom in; on the ribbon: the whole line")},
                                        {"Home", tr("show both lines")},
                                        {"Enter", tr("pick what is in the middle of the map")},
                                        {"M", tr("measure distance, bearing, area")},
                                        {"G", tr("range rings")},
                                        {"B", tr("draw a box")},
                                        {"O", tr("draw a circle")},
                                        {"P", tr("draw an area")},
                                        {"K", tr("a stretch of the line and a depth")},
                                        {"Backspace", tr("take back the last point of a drawing")},
                                        {"L", tr("filter panel")},
                                        {"R", tr("ribbon")},
                                        {"T", tr("table")},
                                        {"C", tr("timeline and clock")},
                                        {tr("Space"), tr("play or pause; press the button that has the focus")},
                                        {",  .", tr("step the clock back, forward")},
                                        {"Shift ,  .", tr("slower, faster")},
                                        {tr("drag on the timeline"), tr("window of time; its edges and middle move")},
                                        {tr("arrows on the timeline"), tr("the window before, the window after")},
                                        {tr("up, down"), tr("next row of the table; Enter goes there")},
                                        {tr("click on the ribbon"), tr("go to that kilometre")},
                                        {tr("drag on the ribbon"), tr("filter by kilometres")},
                                        {tr("Shift wheel"), tr("move along the ribbon")},
                                        {tr("Ctrl click on a kind"), tr("only this kind")},
                                        {"Ctrl +  Ctrl -", tr("larger, smaller")},
                                        {"Ctrl Tab", tr("next panel")},
                                        {"Ctrl Q", tr("quit")}}};
    auto* to = ImGui::GetWindowDrawList();
    const float width = ImGui::GetContentRegionAvail().x, high = f.px(25), left = f.px(170);
    for (const auto& s : all) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        text_at(to, f.font.bold, at, u32(f.pal().text), elided(f.font.bold, s.keys, left - f.px(8)));
        text_at(to, f.font.body, {at.x + left, at.y}, u32(f.pal().dim), elided(f.font.body, s.what, width - left));
        ImGui::Dummy({width, high - f.px(4)});
    }
}

}  // namespace

void draw_sources(Frame& f)
{
    if (f.model.import_open) {
        const bool stays = begin_card(f, tr("Import"), "import", 620, 200);
        import_part(f);
        end_panel();
        if (!stays) f.send(view::TogglePanel{view::Panel::import});
    }
    if (!f.model.sources_open) return;
    const bool stays =
        begin_card(f, tr("Sources"), "sources", 720,
                   std::min(520.0F, 90 + 72 * static_cast<float>(std::max<std::size_t>(1, f.model.sources.size()))));
    if (f.model.sources.empty())
        wrapped(f, f.font.body, f.pal().dim, tr("Nothing has been imported yet. Drop files on the window."));
    int i = 0;
    for (const auto& source : f.model.sources) source_row(f, source, i++);
    end_panel();
    if (!stays) f.send(view::TogglePanel{view::Panel::sources});
}

void draw_help(Frame& f)
{
    if (!f.model.help_open) return;
    const bool stays = begin_card(f, tr("Help"), "help", 560, 800);
    wrapped(f, f.font.body, f.pal().dim,
            tr("Every place has an address: the line, the kilometre from Móng Cái, and the offset in metres, outward "
               "positive. It can be said over a radio and typed in the search box."));
    ImGui::Dummy({0, f.px(8)});
    shortcuts(f);
    end_panel();
    if (!stays) f.send(view::TogglePanel{view::Panel::help});
}

}  // namespace tuantra::ui
