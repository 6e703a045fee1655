#include "lang/lang.hpp"
#include "ui/hotspot_panel.hpp"
#include "ui/keys.hpp"
#include "ui/panels.hpp"
#include "ui/ribbon_lanes.hpp"
#include "ui/ribbon_math.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

using domain::LineId;
using lang::tr;

namespace {

RibbonLine line_of(const Frame& f, LineId id, Rect at)
{
    RibbonLine line;
    line.line = id;
    line.measured = id == LineId::land ? f.model.lines.land.get() : f.model.lines.coast.get();
    if (f.model.scene) {
        line.heat = &f.model.scene->heat[line.index()];
        line.counts = &f.model.scene->counts[line.index()];
    }
    line.length = line.measured != nullptr ? line.measured->official_km()
                  : line.heat != nullptr   ? line.heat->length_km
                                           : 0;
    const float side = f.px(16), gutter = std::clamp(at.w * 0.17F, f.px(120), f.px(212));
    line.gutter = {at.x + side, at.y, gutter - side - f.px(8), at.h};
    line.all = {at.x + gutter, at.y, std::max(40.0F, at.w - gutter - f.px(20)), at.h};
    const KmRun range = shown_range(f.model.ribbon[line.index()], line.length);
    line.axis = {range.from, range.to, line.all.x, line.all.w};
    const float label = line_height(f.font.label);
    const float names = at.h > f.px(72) ? label + f.px(5) : 0;
    line.names = {line.all.x, at.y, line.all.w, names};
    line.axis_y = at.bottom() - label - f.px(3);
    const float foot = f.px(1) + hotspot_lane_height(f);
    line.body = {line.all.x, at.y + names, line.all.w, std::max(8.0F, line.axis_y - foot - at.y - names)};
    if (!f.model.space_time_open) line.lanes = lane_places(line.body.h, f.scale);
    return line;
}

void kilometres(const Frame& f, const RibbonLine& lane)
{
    auto* to = ImGui::GetWindowDrawList();
    const double step = tick_step(lane.axis, f.px(72));
    for (double km = std::ceil(lane.axis.from / step) * step; km <= lane.axis.to + 1e-9; km += step) {
        const float x = lane.axis.at(km);
        to->AddLine({x, lane.axis_y}, {x, lane.axis_y + f.px(3)}, u32(f.pal().faint));
        const std::string text = lang::number(km, step < 1 ? 1 : 0);
        const float width = text_width(f.font.label, text);
        const float left = std::clamp(x - width / 2, lane.all.x - f.px(4), lane.all.right() - width + f.px(12));
        text_at(to, f.font.label, {left, lane.axis_y + f.px(3)}, u32(f.pal().dim), text);
    }
}

/// Keeps texts of one row apart.
class Row {
public:
    explicit Row(float gap) : m_gap(gap) {}
    bool take(float from, float to)
    {
        for (const auto& [a, b] : m_taken)
            if (from < b + m_gap && to > a - m_gap) return false;
        m_taken.emplace_back(from, to);
        return true;
    }

private:
    float m_gap;
    std::vector<std::pair<float, float>> m_taken;
};

void names(const Frame& f, const RibbonLine& lane)
{
    if (lane.names.h <= 0 || lane.measured == nullptr) return;
    auto* to = ImGui::GetWindowDrawList();
    Row row(f.px(10));
    const auto place = [&](double km, const std::string& text, ImU32 ink, bool tick) {
        if (km < lane.axis.from || km > lane.axis.to) return;
        const float x = lane.axis.at(km), width = text_width(f.font.label, text);
        const float left = std::clamp(x - width / 2, lane.names.x, std::max(lane.names.x, lane.names.right() - width));
        if (!row.take(left, left + width)) return;
        text_at(to, f.font.label, {left, lane.names.y}, ink, text);
        if (tick) to->AddLine({x, lane.names.bottom() - f.px(4)}, {x, lane.names.bottom()}, u32(f.pal().faint));
    };
    for (const auto& s : lane.measured->stretches()) {
        if (s.kind != "neighbour") continue;
        const double from = std::max(s.from_km, lane.axis.from), until = std::min(s.to_km, lane.axis.to);
        if (until <= from) continue;
        place((from + until) / 2, neighbour_text(lane.measured, s.name), u32(f.pal().text), false);
        if (s.from_km > lane.axis.from)
            to->AddLine({lane.axis.at(from), lane.names.y}, {lane.axis.at(from), lane.body.bottom()},
                        u32(f.pal().border, 0.55F));
    }
    for (const auto& name : f.desk.ribbon_labels[lane.index()]) place(name.km, name.text, u32(f.pal().dim), true);
}

/// Name and both lengths, where the lanes leave room.
void title(const Frame& f, const RibbonLine& lane)
{
    auto* to = ImGui::GetWindowDrawList();
    const auto& at = lane.gutter;
    text_at(to, f.font.bold, {at.x, at.y}, u32(f.pal().text), elided(f.font.bold, line_title(lane.line), at.w));
    std::string lengths = lang::number(lane.length) + " km";
    if (lane.measured != nullptr)
        lengths += " · " + lang::fill(tr("measured {}"), {lang::number(lane.measured->measured_km())});
    text_at(to, f.font.label, {at.x, lane.axis_y + f.px(3)}, u32(f.pal().dim), elided(f.font.label, lengths, at.w));
}

void band(const Frame& f, const RibbonLine& lane, double from, double until, view::Colour colour, float fill,
          float line)
{
    const float a = std::max(lane.all.x, lane.axis.at(from)), b = std::min(lane.all.right(), lane.axis.at(until));
    if (b < a) return;
    auto* to = ImGui::GetWindowDrawList();
    const ImVec2 min{a, lane.body.y}, max{std::max(b, a + 2), lane.body.bottom()};
    to->AddRectFilled(min, max, u32(colour, fill));
    to->AddRect(min, max, u32(colour, line), 0, 0, std::max(1.0F, f.scale * 1.2F));
}

void marks(const Frame& f, const RibbonLine& lane)
{
    for (const auto& run : f.desk.extent[lane.index()]) band(f, lane, run.from, run.to, f.pal().accent, 0.10F, 0.9F);
    const auto& filter = f.model.filter;
    if (!filter.km.open() && (!filter.line || *filter.line == lane.line))
        band(f, lane, filter.km.from.value_or(0), filter.km.to.value_or(lane.length), f.pal().warning, 0.10F, 0.9F);
    if (f.desk.brush_line == static_cast<int>(lane.index()) && f.desk.brush_moved)
        band(f, lane, std::min(f.desk.brush_from, f.desk.brush_to), std::max(f.desk.brush_from, f.desk.brush_to),
             f.pal().warning, 0.22F, 1);
    const auto& details = f.model.details;
    if (f.model.selected && details && details->id == *f.model.selected && details->incident.address &&
        details->incident.address->line == lane.line) {
        const double km = details->incident.address->chainage_km;
        if (km < lane.axis.from || km > lane.axis.to) return;
        const float x = lane.axis.at(km), r = f.px(5);
        auto* to = ImGui::GetWindowDrawList();
        to->AddLine({x, lane.body.y}, {x, lane.body.bottom()}, IM_COL32(0, 0, 0, 160), f.px(3));
        to->AddLine({x, lane.body.y}, {x, lane.body.bottom()}, u32(f.pal().text), f.px(1));
        to->AddTriangleFilled({x - r, lane.body.y - r}, {x + r, lane.body.y - r}, {x, lane.body.y + r},
                              u32(f.pal().text));
    }
}

void hover(const Frame& f, const RibbonLine& lane, double km)
{
    const float x = lane.axis.at(km);
    ImGui::GetWindowDrawList()->AddLine({x, lane.body.y}, {x, lane.body.bottom()}, u32(f.pal().text, 0.6F));
    tip(f, lanes_text(f, lane, km, ImGui::GetIO().MousePos.y));
}

void set_range(const Frame& f, const RibbonLine& lane, KmRun range)
{
    const bool whole = range.from <= 0 && range.to >= lane.length;
    f.send(view::SetRibbon{lane.line, whole ? view::RibbonView{} : view::RibbonView{range.from, range.to}});
}

void wheel_and_keys(const Frame& f, const RibbonLine& lane, double km, bool hovered, bool focused)
{
    const KmRun now{lane.axis.from, lane.axis.to};
    const auto& io = ImGui::GetIO();
    if (hovered && io.MouseWheel != 0) {
        if (io.KeyShift)
            set_range(f, lane,
                      panned_range(now, -0.1 * static_cast<double>(io.MouseWheel) * (now.to - now.from), lane.length));
        else
            set_range(f, lane, zoomed_range(now, std::pow(1.3, static_cast<double>(io.MouseWheel)), km, lane.length));
    }
    if (!focused || io.WantTextInput) return;
    const double middle = (now.from + now.to) / 2, tenth = (now.to - now.from) / 10;
    if (pressed(Key::left, true)) set_range(f, lane, panned_range(now, -tenth, lane.length));
    if (pressed(Key::right, true)) set_range(f, lane, panned_range(now, tenth, lane.length));
    if (pressed(Key::plus, true)) set_range(f, lane, zoomed_range(now, 1.3, middle, lane.length));
    if (pressed(Key::minus, true)) set_range(f, lane, zoomed_range(now, 1 / 1.3, middle, lane.length));
}

void mouse(Frame& f, const RibbonLine& lane)
{
    auto& desk = f.desk;
    const auto& io = ImGui::GetIO();
    ImGui::SetCursorScreenPos({lane.all.x, lane.body.y});
    const bool focus_item =
        hit(lane.line == LineId::land ? "##land" : "##coast", {lane.all.w, std::max(1.0F, lane.body.h)});
    (void)focus_item;
    const bool hovered = ImGui::IsItemHovered();
    const double km = std::clamp(lane.axis.km(io.MousePos.x), 0.0, lane.length);
    const int me = static_cast<int>(lane.index());
    if (ImGui::IsItemActivated() && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        desk.brush_line = me;
        desk.brush_from = desk.brush_to = km;
        desk.brush_moved = false;
    }
    if (desk.brush_line == me) {
        desk.brush_to = km;
        if (std::abs(lane.axis.at(desk.brush_from) - lane.axis.at(km)) >= f.px(4)) desk.brush_moved = true;
        if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
            desk.brush_line = -1;
            if (desk.brush_moved)
                f.send(view::BrushRibbon{lane.line, std::min(desk.brush_from, km), std::max(desk.brush_from, km)});
            else if (hovered && lane.measured != nullptr)
                f.send(view::GoTo{lane.measured->point_at(km), 0});
        }
    }
    if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) f.send(view::SetRibbon{lane.line, {}});
    wheel_and_keys(f, lane, km, hovered, ImGui::IsItemFocused());
    if (hovered) hover(f, lane, km);
}

/// The hotspot result under the other lanes; a click on it asks why.
void hotspot_lane(Frame& f, const RibbonLine& lane)
{
    const float high = hotspot_lane_height(f);
    if (high <= 0) return;
    const Rect at{lane.body.x, lane.body.bottom() + f.px(1), lane.body.w, high - f.px(1)};
    draw_hotspot_lane(f, lane, at);
    ImGui::SetCursorScreenPos({at.x, at.y});
    const bool go = hit(lane.line == LineId::land ? "##hot-land" : "##hot-coast", {at.w, at.h});
    if (!ImGui::IsItemHovered() && !go) return;
    const double km = std::clamp(lane.axis.km(ImGui::GetIO().MousePos.x), 0.0, lane.length);
    const auto cell = hotspot_at_km(*f.model.hotspots->result, lane.line, km);
    if (!cell) return;
    const auto& shown = *f.model.hotspots->result;
    tip(f, line_km_text({lane.line, km, 0}) + "\n" + shown.classes[shown.cells[*cell].in_class].label);
    if (!go) return;
    f.send(view::PickHotspot{cell});
    if (!f.model.details_open) f.send(view::TogglePanel{view::Panel::details});
    if (!f.model.hotspots_open) f.send(view::TogglePanel{view::Panel::hotspots});
}

/// Names and the map's extent change seldom, so they are kept until they do.
void prepare(Frame& f)
{
    auto& desk = f.desk;
    const auto* land = f.model.lines.land.get();
    const auto* coast = f.model.lines.coast.get();
    if (f.model.basemap && (desk.ribbon_basemap != f.model.basemap.get() || desk.ribbon_lines != land)) {
        desk.ribbon_basemap = f.model.basemap.get();
        desk.ribbon_lines = land;
        for (const auto* line : {land, coast})
            if (line != nullptr)
                desk.ribbon_labels[static_cast<std::size_t>(line->id())] = names_along(*line, *f.model.basemap);
    }
    if (desk.extent_known && desk.extent_camera == f.model.camera) return;
    desk.extent_camera = f.model.camera;
    desk.extent_known = true;
    const auto box = view::view_box(f.model.camera);
    for (const auto* line : {land, coast})
        if (line != nullptr) desk.extent[static_cast<std::size_t>(line->id())] = runs_in(*line, box);
}

}  // namespace

void draw_ribbon(Frame& f)
{
    const auto& at = f.at.ribbon;
    if (at.empty()) return;
    prepare(f);
    begin_panel(f, tr("Ribbon"), "ribbon", at, {.padding = {0, 0}, .scroll = false});
    const float pad = f.px(8), half = (at.h - 2 * pad) / 2;
    for (const auto line : {LineId::land, LineId::coast}) {
        const Rect place{at.x, at.y + pad + half * static_cast<float>(line), at.w, half - f.px(2)};
        const RibbonLine lane = line_of(f, line, place);
        if (lane.length <= 0) continue;
        if (lane.lanes.empty())
            draw_space_time(f, lane);
        else
            draw_lanes(f, lane);
        names(f, lane);
        kilometres(f, lane);
        title(f, lane);
        ImGui::PushClipRect({lane.all.x - 1, at.y}, {lane.all.right() + 1, at.bottom()}, true);
        marks(f, lane);
        ImGui::PopClipRect();
        mouse(f, lane);
        hotspot_lane(f, lane);
    }
    if (f.model.lines.land == nullptr && f.model.lines.coast == nullptr && f.model.scene == nullptr)
        text_centred(ImGui::GetWindowDrawList(), f.font.body, {at.x + at.w / 2, at.y + at.h / 2}, u32(f.pal().dim),
                     tr("No measured lines"));
    end_panel();
}

}  // namespace tuantra::ui
