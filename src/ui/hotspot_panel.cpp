#include "ui/hotspot_panel.hpp"

#include "lang/lang.hpp"
#include "ui/keys.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <string>

namespace tuantra::ui {

using lang::fill;
using lang::tr;

namespace {

const view::JobView* job_of(const Frame& f, std::uint64_t id)
{
    const auto found =
        std::find_if(f.model.jobs.begin(), f.model.jobs.end(), [&](const auto& j) { return j.id == id; });
    return found == f.model.jobs.end() ? nullptr : &*found;
}

/// A row that takes the whole width, with a text left and one right; true when pressed.
bool row(const Frame& f, const char* id, const std::string& left, const std::string& right, bool on, ImU32 mark = 0)
{
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, high = f.px(26);
    auto* to = ImGui::GetWindowDrawList();
    const bool go = hit(id, {width, high});
    if (on || ImGui::IsItemHovered())
        to->AddRectFilled({at.x - f.px(6), at.y}, {at.x + width + f.px(6), at.y + high}, u32(f.pal().raised), f.px(5));
    if (on) to->AddRectFilled({at.x - f.px(6), at.y}, {at.x - f.px(3), at.y + high}, u32(f.pal().accent));
    const float y = at.y + (high - line_height(f.font.body)) / 2, pad = mark != 0 ? f.px(12) : 0;
    if (mark != 0) to->AddRectFilled({at.x, at.y + f.px(7)}, {at.x + f.px(5), at.y + high - f.px(7)}, mark, f.px(2));
    const float used = text_width(f.font.body, right);
    text_right(to, f.font.body, {at.x + width, y}, u32(f.pal().dim), right);
    text_at(to, on ? f.font.bold : f.font.body, {at.x + pad, y}, u32(f.pal().text),
            elided(on ? f.font.bold : f.font.body, left, width - used - pad - f.px(10)));
    return go;
}

void method_part(Frame& f, const view::HotspotBoard& board, const view::HotspotMethodRow& chosen)
{
    auto& desk = f.desk;
    const float width = ImGui::GetContentRegionAvail().x;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (button(f, "##method", tr(chosen.label), {width, f.px(30)}, desk.hotspot_methods_open))
        desk.hotspot_methods_open = !desk.hotspot_methods_open;
    icon(f, ImGui::GetWindowDrawList(), {at.x + width - f.px(16), at.y + f.px(15)}, f.px(6),
         desk.hotspot_methods_open ? Icon::fold_up : Icon::fold_down, u32(f.pal().dim));
    if (ImGui::IsItemHovered()) tip(f, tr("Choose a method"));
    if (desk.hotspot_methods_open) {
        for (const auto& method : board.methods) {
            ImGui::PushID(method.id.c_str());
            if (row(f, "##one", tr(method.label),
                    method.last ? marks_text({{}, method.last->pai, method.last->pei}) : "",
                    method.id == board.method)) {
                f.send(view::ChooseHotspots{method.id});
                desk.hotspot_methods_open = false;
            }
            ImGui::PopID();
        }
        ImGui::Dummy({0, f.px(4)});
    }
    wrapped(f, f.font.body, f.pal().text, tr(chosen.answers));
    wrapped(f, f.font.body, f.pal().warning, tr(chosen.cannot));
    if (chosen.last)
        wrapped(f, f.font.label, f.pal().dim, fill(tr("Last scored run: {0}"), {marks_text(*chosen.last)}));
}

void settings_part(Frame& f, const view::HotspotBoard& board, const view::HotspotMethodRow& chosen)
{
    auto& open = f.desk.hotspot_settings_open;
    ImGui::Dummy({0, f.px(4)});
    std::string title = tr("Settings");
    const auto set = std::count_if(chosen.fields.begin(), chosen.fields.end(),
                                   [&](const auto& field) { return board.values.contains(field.option); });
    title += " · " + (set == 0 ? std::string(tr("all automatic")) : fill(tr("{0} set by hand"), {lang::number(set)}));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    if (hit("##settings", {width, f.px(24)})) open = !open;
    auto* to = ImGui::GetWindowDrawList();
    icon(f, to, {at.x + f.px(6), at.y + f.px(12)}, f.px(5), open ? Icon::fold_down : Icon::fold_right,
         u32(f.pal().dim));
    text_at(to, f.font.body, {at.x + f.px(18), at.y + f.px(3)}, u32(f.pal().dim), title);
    if (open) draw_hotspot_fields(f, chosen);
}

void run_part(Frame& f, const view::HotspotBoard& board)
{
    const float width = ImGui::GetContentRegionAvail().x, high = f.px(30);
    ImGui::Dummy({0, f.px(2)});
    if (board.job == 0) {
        const bool ready = f.model.lines.land != nullptr && f.model.incidents_total > 0;
        if (button(f, "##run", tr("Run"), {width, high}, ready, ready)) f.send(view::RunHotspots{});
    } else {
        const auto* job = job_of(f, board.job);
        const double done = job == nullptr ? -1 : job->done;
        const float side = text_width(f.font.body, tr("Stop")) + f.px(24);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        auto* to = ImGui::GetWindowDrawList();
        const float bar = width - side - f.px(6);
        to->AddRectFilled(at, {at.x + bar, at.y + high}, u32(f.pal().raised), f.px(5));
        if (done > 0)
            to->AddRectFilled(at, {at.x + bar * static_cast<float>(std::min(1.0, done)), at.y + high},
                              u32(f.pal().accent, 0.45F), f.px(5));
        const std::string text = done > 0 ? fill(tr("Working… {0} %"), {lang::number(100 * done, 0)}) : tr("Working…");
        text_centred(to, f.font.body, {at.x + bar / 2, at.y + high / 2}, u32(f.pal().text), text);
        ImGui::SetCursorScreenPos({at.x + width - side, at.y});
        if (button(f, "##stop", tr("Stop"), {side, high})) f.send(view::CancelJob{board.job});
    }
    if (!board.refusal.empty()) {
        ImGui::Dummy({0, f.px(4)});
        wrapped(f, f.font.bold, f.pal().warning, board.refusal);
        if (board.result) wrapped(f, f.font.label, f.pal().dim, tr("What is shown below is the result before."));
    }
}

void notes(const Frame& f, const std::vector<std::string>& texts, const ImFont* font, view::Colour colour)
{
    for (const auto& text : texts) wrapped(f, font, colour, text);
}

void why_part(Frame& f, const view::HotspotWhy& why)
{
    section(f, tr("WHY HERE"));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    text_at(ImGui::GetWindowDrawList(), f.font.heading, at, u32(f.pal().text),
            elided(f.font.heading, why.place, ImGui::GetContentRegionAvail().x - f.px(28)));
    ImGui::SetCursorScreenPos({at.x + ImGui::GetContentRegionAvail().x - f.px(24), at.y});
    if (icon_button(f, "##unpick", Icon::cross, tr("Let the other incidents back in"))) f.send(view::PickHotspot{});
    ImGui::SetCursorScreenPos({at.x, at.y + line_height(f.font.heading) + f.px(4)});
    wrapped(f, f.font.body, f.pal().text, why.sentence);
    const bool shown = f.model.filter == why.filter;
    const auto n = static_cast<std::int64_t>(why.incidents);
    wrapped(f, f.font.label, f.pal().dim,
            shown ? fill(lang::trn("Map and table show its {0} incident.", "Map and table show its {0} incidents.", n),
                         {lang::number(n)})
                  : std::string(tr("The filter was changed since: map and table show something else.")));
    for (const auto& [label, value] : why.numbers) field_row(f, label.c_str(), value);
    if (why.neighbours.empty()) return;
    section(f, tr("ITS NEIGHBOURS"));
    for (const auto& near : why.neighbours) {
        ImGui::PushID(static_cast<int>(near.cell));
        if (row(f, "##near", near.place, near.incidents, false)) f.send(view::PickHotspot{near.cell});
        ImGui::PopID();
    }
}

void table_part(Frame& f, const view::HotspotBoard& board, const view::HotspotShown& shown)
{
    section(f, tr("PLACES"));
    if (shown.rows.empty()) return wrapped(f, f.font.body, f.pal().dim, tr("No place stands out."));
    wrapped(f, f.font.label, f.pal().dim, fill(tr("place, {0} (incidents)"), {shown.value_title}));
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(shown.rows.size()), f.px(26));
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const auto& one = shown.rows[static_cast<std::size_t>(i)];
            const auto& cell = shown.cells[one.cell];
            ImGui::PushID(i);
            if (row(f, "##place", one.place, one.value + " (" + one.incidents + ")",
                    board.why && board.why->cell == one.cell, u32(shown.classes[cell.in_class].colour)))
                f.send(view::PickHotspot{one.cell});
            ImGui::PopID();
        }
    if (shown.rows_left_out > 0)
        wrapped(f, f.font.label, f.pal().dim,
                fill(tr("{0} more: tuantra hotspots writes them all"),
                     {lang::number(static_cast<std::int64_t>(shown.rows_left_out))}));
}

void seal_part(Frame& f, const view::HotspotBoard& board, const view::HotspotShown& shown)
{
    ImGui::Dummy({0, f.px(6)});
    const float gap = f.px(6), half = (ImGui::GetContentRegionAvail().x - gap) / 2, high = f.px(28);
    const bool sealed = !board.sealed.empty();
    const bool can = !sealed && !board.busy_sealing && !f.model.read_only;
    const char* word = sealed ? tr("Sealed") : board.busy_sealing ? tr("Sealing…") : tr("Seal");
    if (button(f, "##seal", word, {half, high}, false, can) && can) f.send(view::SealHotspots{});
    if (ImGui::IsItemHovered())
        tip(f, shown.forecasts ? tr("Keeps this result unchanged, to be scored on what comes later")
                               : tr("Keeps this result unchanged; it makes no forecast, so it is never scored"));
    ImGui::SameLine(0, gap);
    if (button(f, "##clear", tr("Clear"), {half, high})) f.send(view::ClearHotspots{});
    if (ImGui::IsItemHovered()) tip(f, tr("Takes the result off map and ribbon"));
    if (sealed) wrapped(f, f.font.label, f.pal().dim, fill(tr("sealed as run {0}"), {board.sealed}));
    if (!board.seal_refusal.empty()) wrapped(f, f.font.body, f.pal().warning, board.seal_refusal);
}

void result_part(Frame& f, const view::HotspotBoard& board)
{
    const auto& shown = *board.result;
    section(f, tr("RESULT"));
    wrapped(f, f.font.heading, f.pal().text, shown.title);
    if (view::asked_filter(board, f.model.filter) != shown.filter)
        wrapped(f, f.font.bold, f.pal().warning, tr("The filter has changed since. Run again to follow it."));
    notes(f, shown.findings, f.font.body, f.pal().text);
    notes(f, shown.warnings, f.font.body, f.pal().warning);
    if (board.why) why_part(f, *board.why);
    table_part(f, board, shown);
    if (!shown.choices.empty()) {
        section(f, tr("CHOSEN FOR YOU"));
        notes(f, shown.choices, f.font.body, f.pal().dim);
    }
    section(f, tr("WHAT THE MAP SHOWS"));
    wrapped(f, f.font.body, f.pal().dim, shown.unit);
    notes(f, shown.legend, f.font.body, f.pal().dim);
    seal_part(f, board, shown);
}

}  // namespace

void draw_hotspots(Frame& f)
{
    const auto* board = f.model.hotspots.get();
    const auto* chosen = board == nullptr ? nullptr : board->chosen();
    if (chosen == nullptr) return;
    method_part(f, *board, *chosen);
    settings_part(f, *board, *chosen);
    run_part(f, *board);
    if (board->result)
        result_part(f, *board);
    else if (f.model.incidents_total == 0)
        wrapped(f, f.font.body, f.pal().dim, tr("There are no incidents yet. Drop files on the window."));
    else
        wrapped(f, f.font.body, f.pal().dim,
                tr("It runs on what the filter lets through now. The result comes on map and ribbon, and in a table "
                   "here."));
    draw_hotspot_runs(f);
}

void handle_hotspot_keys(Frame& f)
{
    const auto& io = ImGui::GetIO();
    if (io.KeyCtrl || io.KeyAlt || io.WantTextInput || f.model.edit.open || !pressed(Key::w)) return;
    if (!f.model.details_open) f.send(view::TogglePanel{view::Panel::details});
    if (f.model.details_open || !f.model.hotspots_open) f.send(view::TogglePanel{view::Panel::hotspots});
}

}  // namespace tuantra::ui
