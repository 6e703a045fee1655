#include "lang/lang.hpp"
#include "ui/keys.hpp"
#include "ui/panels.hpp"
#include "ui/ribbon_math.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tuantra::ui {

using domain::LineId;
using lang::tr;

namespace {

/// One line of the ribbon, where its parts stand.
struct Lane {
    LineId line = LineId::land;
    const domain::MeasuredLine* measured = nullptr;
    const view::LineHeat* heat = nullptr;
    const view::LineCounts* counts = nullptr;
    double length = 0;
    KmAxis axis;
    Rect all, names, profile, bars;
    float axis_y = 0;
    std::size_t index() const { return static_cast<std::size_t>(line); }
};

Lane lane_of(const Frame& f, LineId line, Rect at)
{
    Lane lane;
    lane.line = line;
    lane.measured = line == LineId::land ? f.model.lines.land.get() : f.model.lines.coast.get();
    if (f.model.scene) {
        lane.heat = &f.model.scene->heat[lane.index()];
        lane.counts = &f.model.scene->counts[lane.index()];
    }
    lane.length = lane.measured != nullptr ? lane.measured->official_km()
                  : lane.heat != nullptr   ? lane.heat->length_km
                                           : 0;
    const float left = f.px(124), right = f.px(20);
    lane.all = {at.x + left, at.y, std::max(40.0F, at.w - left - right), at.h};
    const KmRun range = shown_range(f.model.ribbon[lane.index()], lane.length);
    lane.axis = {range.from, range.to, lane.all.x, lane.all.w};
    const float label = line_height(f.font.label);
    const float names = at.h > f.px(76) ? label + f.px(5) : 0, bars = std::min(f.px(16), at.h * 0.2F);
    lane.names = {lane.all.x, at.y, lane.all.w, names};
    lane.axis_y = at.bottom() - label - f.px(3);
    lane.bars = {lane.all.x, lane.axis_y - f.px(1) - bars, lane.all.w, bars};
    lane.profile = {lane.all.x, at.y + names, lane.all.w, std::max(8.0F, lane.bars.y - f.px(2) - at.y - names)};
    return lane;
}

view::Colour ramp(const Frame& f, float share)
{
    return f.model.heat_ramp.colours[static_cast<std::size_t>(std::lround(std::clamp(share, 0.0F, 1.0F) * 255))];
}

void profile(const Frame& f, const Lane& lane)
{
    auto* to = ImGui::GetWindowDrawList();
    const auto& p = lane.profile;
    to->AddRectFilled({p.x, p.y}, {p.right(), p.bottom()}, u32(mixed(f.pal().panel, f.pal().background, 0.75F)));
    if (lane.heat == nullptr || lane.heat->peak <= 0) return;
    const float step = p.w > 1600 ? 2.0F : std::max(1.0F, std::round(f.scale));
    for (float x = p.x; x < p.right(); x += step) {
        const float share = density_between(*lane.heat, lane.axis.km(x), lane.axis.km(x + step)) / lane.heat->peak;
        if (share <= 0.002F) continue;
        // The lowest tenth of the ramp is as dark as the ground, so colours begin above it.
        const ImU32 top = u32(ramp(f, 0.12F + 0.88F * share)), foot = u32(ramp(f, 0.08F + 0.5F * share));
        const float high = std::max(2.0F, share * (p.h - 2));
        to->AddRectFilledMultiColor({x, p.bottom() - high}, {x + step, p.bottom()}, top, top, foot, foot);
    }
}

void bars(const Frame& f, const Lane& lane)
{
    auto* to = ImGui::GetWindowDrawList();
    const auto& b = lane.bars;
    to->AddRectFilled({b.x, b.y}, {b.right(), b.bottom()}, u32(mixed(f.pal().panel, f.pal().background, 0.4F)));
    if (lane.counts == nullptr) return;
    const double km_px = 1 / lane.axis.per_pixel();
    // Whole kilometres per bar, so that no incident falls between two bars.
    const double step = std::max(1.0, std::ceil(static_cast<double>(f.px(4)) / km_px));
    const double first = std::floor(lane.axis.from / step) * step;
    std::uint32_t most = 1;
    for (double km = first; km < lane.axis.to; km += step) {
        const auto sum = counts_between(*lane.counts, km, km + step);
        most = std::max(most, std::accumulate(sum.begin(), sum.end(), 0U));
    }
    for (double km = first; km < lane.axis.to; km += step) {
        const auto sum = counts_between(*lane.counts, km, km + step);
        const float left = std::max(b.x, lane.axis.at(km)), right = std::min(b.right(), lane.axis.at(km + step) - 1);
        float y = b.bottom();
        if (right <= left) continue;
        for (const auto& kind : domain::kinds()) {
            const auto n = sum[static_cast<std::size_t>(kind.kind)];
            if (n == 0) continue;
            const float high = b.h * static_cast<float>(n) / static_cast<float>(most);
            to->AddRectFilled({left, y - high}, {right, y}, u32({kind.rgb << 8U | 255U}, 0.85F));
            y -= high;
        }
    }
}

void kilometres(const Frame& f, const Lane& lane)
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

void names(const Frame& f, const Lane& lane)
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
            to->AddLine({lane.axis.at(from), lane.names.y}, {lane.axis.at(from), lane.bars.bottom()},
                        u32(f.pal().border, 0.55F));
    }
    for (const auto& name : f.desk.ribbon_labels[lane.index()]) place(name.km, name.text, u32(f.pal().dim), true);
}

void title(const Frame& f, const Lane& lane, float left)
{
    auto* to = ImGui::GetWindowDrawList();
    const float wide = lane.all.x - left - f.px(8);
    float y = lane.profile.y;
    text_at(to, f.font.bold, {left, y}, u32(f.pal().text), elided(f.font.bold, line_title(lane.line), wide));
    y += line_height(f.font.bold);
    text_at(to, f.font.label, {left, y}, u32(f.pal().dim), "0–" + lang::number(lane.length) + " km");
    y += line_height(f.font.label);
    if (lane.measured != nullptr && y + line_height(f.font.label) <= lane.all.bottom()) {
        const std::string text = lang::fill(tr("measured {}"), {lang::number(lane.measured->measured_km())});
        text_at(to, f.font.label, {left, y}, u32(f.pal().faint), elided(f.font.label, text, wide));
    }
}

void band(const Frame& f, const Lane& lane, double from, double until, view::Colour colour, float fill, float line)
{
    const float a = std::max(lane.all.x, lane.axis.at(from)), b = std::min(lane.all.right(), lane.axis.at(until));
    if (b < a) return;
    auto* to = ImGui::GetWindowDrawList();
    const ImVec2 min{a, lane.profile.y}, max{std::max(b, a + 2), lane.bars.bottom()};
    to->AddRectFilled(min, max, u32(colour, fill));
    to->AddRect(min, max, u32(colour, line), 0, 0, std::max(1.0F, f.scale * 1.2F));
}

void marks(const Frame& f, const Lane& lane)
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
        to->AddLine({x, lane.profile.y}, {x, lane.bars.bottom()}, IM_COL32(0, 0, 0, 160), f.px(3));
        to->AddLine({x, lane.profile.y}, {x, lane.bars.bottom()}, u32(f.pal().text), f.px(1));
        to->AddTriangleFilled({x - r, lane.profile.y - r}, {x + r, lane.profile.y - r}, {x, lane.profile.y + r},
                              u32(f.pal().text));
    }
}

void hover(const Frame& f, const Lane& lane, double km)
{
    auto* to = ImGui::GetWindowDrawList();
    const float x = lane.axis.at(km);
    to->AddLine({x, lane.profile.y}, {x, lane.bars.bottom()}, u32(f.pal().text, 0.6F));
    const double half = std::max(0.5, lane.axis.per_pixel() * static_cast<double>(f.px(4)));
    std::string text = line_km_text({lane.line, km, 0});
    if (lane.counts != nullptr) {
        const double from = std::floor(km - half + 0.5), until = std::max(from + 1, std::floor(km + half + 0.5));
        const auto sum = counts_between(*lane.counts, from, until);
        const std::int64_t n = std::accumulate(sum.begin(), sum.end(), std::int64_t{0});
        text += "\n" + lang::fill(lang::trn("{0} incident in km {1}–{2}", "{0} incidents in km {1}–{2}", n),
                                  {lang::number(n), lang::number(std::max(0.0, from)),
                                   lang::number(std::min(lane.length, until))});
    }
    if (lane.heat != nullptr)
        text += "\n" + lang::fill(tr("density {} per km"),
                                  {lang::number(static_cast<double>(density_between(*lane.heat, km, km)), 2)});
    tip(f, text);
}

void set_range(const Frame& f, const Lane& lane, KmRun range)
{
    const bool whole = range.from <= 0 && range.to >= lane.length;
    f.send(view::SetRibbon{lane.line, whole ? view::RibbonView{} : view::RibbonView{range.from, range.to}});
}

void wheel_and_keys(const Frame& f, const Lane& lane, double km, bool hovered, bool focused)
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

void mouse(Frame& f, const Lane& lane)
{
    auto& desk = f.desk;
    const auto& io = ImGui::GetIO();
    ImGui::SetCursorScreenPos({lane.all.x, lane.profile.y});
    const bool focus_item = hit(lane.line == LineId::land ? "##land" : "##coast",
                                {lane.all.w, std::max(1.0F, lane.axis_y - lane.profile.y)});
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
        const Lane lane = lane_of(f, line, place);
        if (lane.length <= 0) continue;
        profile(f, lane);
        bars(f, lane);
        names(f, lane);
        kilometres(f, lane);
        title(f, lane, at.x + f.px(16));
        ImGui::PushClipRect({lane.all.x - 1, at.y}, {lane.all.right() + 1, at.bottom()}, true);
        marks(f, lane);
        ImGui::PopClipRect();
        mouse(f, lane);
    }
    if (f.model.lines.land == nullptr && f.model.lines.coast == nullptr && f.model.scene == nullptr)
        text_centred(ImGui::GetWindowDrawList(), f.font.body, {at.x + at.w / 2, at.y + at.h / 2}, u32(f.pal().dim),
                     tr("No measured lines"));
    end_panel();
}

}  // namespace tuantra::ui
