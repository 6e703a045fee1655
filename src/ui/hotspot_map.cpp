#include "lang/lang.hpp"
#include "ui/hotspot_panel.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace tuantra::ui {

using lang::tr;
using view::HotspotStyle;

namespace {

constexpr float reach_px = 14;  // of a click beside the line

/// Places of the cells, projected once for each result.
void prepare(const Frame& f, const view::HotspotShown& shown)
{
    auto& kept = f.desk.hotspot_shape;
    if (kept.version == shown.version && kept.land == f.model.lines.land.get()) return;
    kept.version = shown.version;
    kept.land = f.model.lines.land.get();
    kept.cells.assign(shown.cells.size(), {});
    for (std::size_t i = 0; i < shown.cells.size(); ++i) {
        const auto& cell = shown.cells[i];
        auto& shape = kept.cells[i];
        const auto add = [&](const domain::Polyline& places, bool closed) {
            std::vector<domain::MapPoint> points;
            for (const auto& p : places) points.push_back(domain::to_map(p));
            if (closed && !points.empty()) points.push_back(points.front());
            shape.paths.push_back(std::move(points));
        };
        if (cell.line && shown.classes[cell.in_class].style != HotspotStyle::none && kept.land != nullptr)
            add(f.model.lines.get(*cell.line).between(cell.from_km, cell.to_km), false);
        for (const auto& polygon : cell.area)
            for (const auto& ring : polygon) add(ring, true);
        for (const auto& path : shape.paths)
            for (const auto& p : path) shape.box.add(p);
    }
    // Those that lie within others come last and so on top.
    kept.order.resize(shown.cells.size());
    for (std::size_t i = 0; i < kept.order.size(); ++i) kept.order[i] = i;
    std::stable_sort(kept.order.begin(), kept.order.end(),
                     [&](std::size_t a, std::size_t b) { return shown.cells[a].level < shown.cells[b].level; });
}

/// The visible part of a path in ImGui's points, thinned to what a pixel can tell.
std::vector<ImVec2> on_screen(const Frame& f, const std::vector<domain::MapPoint>& path)
{
    std::vector<ImVec2> out;
    const auto& io = ImGui::GetIO();
    for (const auto& p : path) {
        const auto at = view::to_screen(f.model.camera, p);
        const ImVec2 q{f.at.map.x + static_cast<float>(at.x) / io.DisplayFramebufferScale.x,
                       f.at.map.y + static_cast<float>(at.y) / io.DisplayFramebufferScale.y};
        if (!out.empty() && &p != &path.back() && std::hypot(q.x - out.back().x, q.y - out.back().y) < 1.5F) continue;
        out.push_back(q);
    }
    return out;
}

/// Calls `mark(place, direction)` every `step` points along a path.
template <typename Mark>
void each_step(const std::vector<ImVec2>& path, float step, const Mark& mark)
{
    float left = step / 2;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const ImVec2 a = path[i], b = path[i + 1];
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        // Far outside the window nothing is drawn, however long the piece.
        if (length <= 0 || length > 20'000) continue;
        const ImVec2 dir{(b.x - a.x) / length, (b.y - a.y) / length};
        for (; left < length; left += step) mark(ImVec2{a.x + dir.x * left, a.y + dir.y * left}, dir);
        left -= length;
    }
}

float half_width(const Frame& f, const view::HotspotClass& c)
{
    return f.px(2) + f.scale * 5 * c.weight;
}

view::Colour dimmed(const Frame& f, view::Colour c)
{
    return mixed(view::Colour{0x000000ffU}, c, static_cast<float>(f.pal().map_dim));
}

void stretch(const Frame& f, ImDrawList* to, const std::vector<ImVec2>& path, const view::HotspotClass& c, bool rim)
{
    const int n = static_cast<int>(path.size());
    const float half = half_width(f, c);
    const ImU32 ink = u32(dimmed(f, c.colour)), under = u32(f.pal().background, 0.9F);
    const auto line = [&](ImU32 colour, float thick) { to->AddPolyline(path.data(), n, colour, 0, thick); };
    switch (c.style) {
        case HotspotStyle::none:
            return;
        case HotspotStyle::solid:
            line(rim ? u32(f.pal().text) : under, 2 * half + f.px(rim ? 4 : 2));
            if (rim) line(under, 2 * half + f.px(1));
            return line(ink, 2 * half);
        case HotspotStyle::hollow:
            line(rim ? u32(f.pal().text) : under, 2 * half + f.px(4));
            line(ink, 2 * half + f.px(1));
            return line(under, std::max(f.px(1), 2 * half - f.px(4)));
        case HotspotStyle::dotted:
            line(under, 2 * half);
            return each_step(path, f.px(9), [&](ImVec2 p, ImVec2) { to->AddCircleFilled(p, f.px(3), ink, 8); });
        case HotspotStyle::hatched:
            line(under, f.px(7));
            return each_step(path, f.px(7), [&](ImVec2 p, ImVec2 d) {
                const float s = f.px(5);
                const ImVec2 way{d.x * 0.5F - d.y * 0.87F, d.y * 0.5F + d.x * 0.87F};
                to->AddLine({p.x - way.x * s, p.y - way.y * s}, {p.x + way.x * s, p.y + way.y * s}, ink, f.px(2));
            });
    }
}

bool is_convex(const std::vector<ImVec2>& ring)
{
    int turns = 0;
    for (std::size_t i = 0; i + 2 < ring.size(); ++i) {
        const ImVec2 a = ring[i], b = ring[i + 1], c = ring[i + 2];
        const float cross = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
        if (std::abs(cross) < 1) continue;
        const int turn = cross > 0 ? 1 : -1;
        if (turns != 0 && turn != turns) return false;
        turns = turn;
    }
    return true;
}

void area(const Frame& f, ImDrawList* to, const std::vector<ImVec2>& ring, const view::HotspotClass& c, bool rim)
{
    const int n = static_cast<int>(ring.size());
    const auto colour = dimmed(f, c.colour);
    if (c.style == HotspotStyle::solid && n >= 4 && is_convex(ring))
        to->AddConvexPolyFilled(ring.data(), n - 1, u32(colour, 0.25F + 0.35F * c.weight));
    if (c.style == HotspotStyle::none) return;
    to->AddPolyline(ring.data(), n, rim ? u32(f.pal().text) : u32(f.pal().background, 0.9F), 0, f.px(4));
    if (c.style == HotspotStyle::dotted)
        return each_step(ring, f.px(8), [&](ImVec2 p, ImVec2) { to->AddCircleFilled(p, f.px(2), u32(colour), 8); });
    to->AddPolyline(ring.data(), n, u32(colour), 0, f.px(2));
}

void picked(const Frame& f, ImDrawList* to, const std::vector<ImVec2>& path)
{
    const int n = static_cast<int>(path.size());
    to->AddPolyline(path.data(), n, u32(f.pal().accent, 0.9F), 0, f.px(3));
    for (const ImVec2 end : {path.front(), path.back()}) {
        to->AddCircleFilled(end, f.px(5), u32(f.pal().background));
        to->AddCircleFilled(end, f.px(4), u32(f.pal().accent));
    }
}

/// A sample of a class as it stands on the map.
void sample(const Frame& f, ImDrawList* to, Rect at, const view::HotspotClass& c)
{
    const float y = at.y + at.h / 2;
    const std::vector<ImVec2> path{{at.x, y}, {at.right(), y}};
    stretch(f, to, path, c, false);
}

/// Classes in use, what their colour means, and everything that a map must say of itself.
void legend(const Frame& f, const view::HotspotShown& shown)
{
    std::vector<bool> used(shown.classes.size(), false);
    bool any_rim = false;
    for (const auto& cell : shown.cells) {
        used[cell.in_class] = true;
        any_rim = any_rim || cell.rim;
    }
    std::vector<const view::HotspotClass*> rows;
    for (std::size_t i = shown.classes.size(); i-- > 0;)
        if (used[i] && shown.classes[i].style != HotspotStyle::none) rows.push_back(&shown.classes[i]);
    const float pad = f.px(10), mark = f.px(30), row = f.px(19), small = line_height(f.font.label) + f.px(2);
    const float widest = std::min(f.px(300), f.clear.w * 0.42F);
    float width = std::max(text_width(f.font.bold, shown.title), text_width(f.font.label, shown.unit));
    for (const auto* c : rows) width = std::max(width, mark + f.px(8) + text_width(f.font.label, c->label));
    if (any_rim) width = std::max(width, mark + f.px(8) + text_width(f.font.label, shown.rim_label));
    for (const auto& line : shown.legend) width = std::max(width, text_width(f.font.label, line));
    width = std::min(width, widest) + 2 * pad;
    const float lines = static_cast<float>(shown.legend.size()), entries = static_cast<float>(rows.size());
    const float high = 2 * pad + line_height(f.font.bold) + small + f.px(4) + row * (entries + (any_rim ? 1 : 0)) +
                       f.px(2) + small * lines;
    if (f.clear.w < f.px(420) || high > f.clear.h - f.px(90)) return;
    const Rect at{f.clear.right() - width - f.px(12), f.clear.y + f.px(12), width, high};
    begin_panel(f, tr("Legend"), "hotspot-legend", at,
                {.padding = {0, 0}, .scroll = false, .keys = false, .alpha = 0.94F, .raised = true, .rounded = true});
    auto* to = ImGui::GetWindowDrawList();
    const float room = width - 2 * pad;
    float y = at.y + pad;
    text_at(to, f.font.bold, {at.x + pad, y}, u32(f.pal().text), elided(f.font.bold, shown.title, room));
    y += line_height(f.font.bold);
    text_at(to, f.font.label, {at.x + pad, y}, u32(f.pal().dim), elided(f.font.label, shown.unit, room));
    y += small + f.px(4);
    for (const auto* c : rows) {
        sample(f, to, {at.x + pad, y, mark, row}, *c);
        text_at(to, f.font.label, {at.x + pad + mark + f.px(8), y + f.px(2)}, u32(f.pal().text),
                elided(f.font.label, c->label, room - mark - f.px(8)));
        y += row;
    }
    if (any_rim) {
        to->AddRect({at.x + pad, y + f.px(4)}, {at.x + pad + mark, y + row - f.px(4)}, u32(f.pal().text), 0, 0,
                    f.px(2));
        text_at(to, f.font.label, {at.x + pad + mark + f.px(8), y + f.px(2)}, u32(f.pal().text),
                elided(f.font.label, shown.rim_label, room - mark - f.px(8)));
        y += row;
    }
    y += f.px(2);
    for (const auto& line : shown.legend) {
        text_at(to, f.font.label, {at.x + pad, y}, u32(f.pal().dim), elided(f.font.label, line, room));
        y += small;
    }
    end_panel();
}

const view::HotspotShown* result_of(const Frame& f)
{
    return f.model.hotspots && f.model.hotspots->result ? f.model.hotspots->result.get() : nullptr;
}

bool holds(const std::vector<domain::MapPoint>& ring, domain::MapPoint p)
{
    bool in = false;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const auto &a = ring[i], &b = ring[i + 1];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) in = !in;
    }
    return in;
}

}  // namespace

void draw_hotspot_map(const Frame& f, ImDrawList* to)
{
    const auto* shown = result_of(f);
    if (shown == nullptr) return;
    prepare(f, *shown);
    const auto& kept = f.desk.hotspot_shape;
    const auto& camera = f.model.camera;
    const double w = camera.width * 0.6 * camera.metres_per_pixel, h = camera.height * 0.6 * camera.metres_per_pixel;
    const auto seen = [&](const HotspotShape::Box& box) {
        return box.west <= camera.centre.x + w && box.east >= camera.centre.x - w && box.south <= camera.centre.y + h &&
               box.north >= camera.centre.y - h;
    };
    to->PushClipRect({f.at.map.x, f.at.map.y}, {f.at.map.right(), f.at.map.bottom()}, true);
    const auto draw = [&](std::size_t i, bool as_picked) {
        const auto& cell = shown->cells[i];
        for (const auto& path : kept.cells[i].paths) {
            const auto points = on_screen(f, path);
            if (points.size() < 2) continue;
            if (as_picked)
                picked(f, to, points);
            else if (cell.line)
                stretch(f, to, points, shown->classes[cell.in_class], cell.rim);
            else
                area(f, to, points, shown->classes[cell.in_class], cell.rim);
        }
    };
    for (const auto i : kept.order)
        if (!kept.cells[i].paths.empty() && seen(kept.cells[i].box)) draw(i, false);
    const auto& why = f.model.hotspots->why;
    if (why && why->cell < shown->cells.size()) draw(why->cell, true);
    to->PopClipRect();
    legend(f, *shown);
}

std::optional<std::size_t> hotspot_at_km(const view::HotspotShown& shown, domain::LineId line, double km)
{
    const auto [from, behind] = shown.on_line[static_cast<std::size_t>(line)];
    for (std::size_t i = from; i < behind; ++i) {
        const auto& cell = shown.cells[i];
        if (cell.line == line && km >= cell.from_km && km <= cell.to_km) return i;
    }
    return {};
}

std::optional<std::size_t> hotspot_at_cursor(const Frame& f)
{
    const auto* shown = result_of(f);
    if (shown == nullptr || !f.model.cursor_place) return {};
    const auto& kept = f.desk.hotspot_shape;
    if (kept.version != shown->version) return {};
    const auto p = domain::to_map(*f.model.cursor_place);
    if (const auto& address = f.model.cursor_address) {
        const double pixels = std::abs(address->address.offset_m) / view::ground_metres_per_pixel(f.model.camera);
        if (pixels <= static_cast<double>(f.px(reach_px)))
            if (const auto cell = hotspot_at_km(*shown, address->address.line, address->address.chainage_km))
                return cell;
    }
    for (auto i = kept.order.rbegin(); i != kept.order.rend(); ++i)
        if (!shown->cells[*i].line)
            for (const auto& path : kept.cells[*i].paths)
                if (holds(path, p)) return *i;
    return {};
}

float hotspot_lane_height(const Frame& f)
{
    const auto* shown = result_of(f);
    const bool any = shown != nullptr && (shown->on_line[0].second > 0 || shown->on_line[1].second > 0);
    return any ? f.px(10) : 0;
}

void draw_hotspot_lane(const Frame& f, const RibbonLine& line, Rect at)
{
    const auto* shown = result_of(f);
    if (shown == nullptr || at.h <= 0) return;
    auto* to = ImGui::GetWindowDrawList();
    to->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, u32(mixed(f.pal().panel, f.pal().background, 0.75F)));
    text_at(to, f.font.label, {line.gutter.x, at.y + (at.h - line_height(f.font.label)) / 2}, u32(f.pal().dim),
            elided(f.font.label, shown->title, line.gutter.w));
    const auto [from, behind] = shown->on_line[line.index()];
    const auto& why = f.model.hotspots->why;
    for (std::size_t i = from; i < behind; ++i) {
        const auto& cell = shown->cells[i];
        if (cell.line != line.line || cell.to_km < line.axis.from || cell.from_km > line.axis.to) continue;
        const auto& c = shown->classes[cell.in_class];
        const float a = std::max(at.x, line.axis.at(cell.from_km));
        const float b = std::max(a + 1, std::min(at.right(), line.axis.at(cell.to_km)));
        const ImU32 ink = u32(dimmed(f, c.colour));
        const float high = std::max(f.px(3), at.h * (0.35F + 0.65F * c.weight));
        if (c.style == HotspotStyle::solid) to->AddRectFilled({a, at.bottom() - high}, {b, at.bottom()}, ink);
        if (c.style == HotspotStyle::hollow) to->AddRect({a, at.bottom() - high}, {b, at.bottom()}, ink);
        if (c.style == HotspotStyle::dotted)
            for (float x = a + f.px(1); x < b; x += f.px(5))
                to->AddRectFilled({x, at.y + at.h / 2}, {x + f.px(2), at.y + at.h / 2 + f.px(2)}, ink);
        if (c.style == HotspotStyle::hatched)
            for (float x = a; x < b; x += f.px(4)) to->AddLine({x, at.bottom()}, {std::min(b, x + f.px(4)), at.y}, ink);
        if (cell.rim) to->AddRectFilled({a, at.y}, {b, at.y + f.px(2)}, u32(f.pal().text));
        if (why && why->cell == i)
            to->AddRect({a - 1, at.y - 1}, {b + 1, at.bottom() + 1}, u32(f.pal().accent), 0, 0, f.px(2));
    }
}

}  // namespace tuantra::ui
