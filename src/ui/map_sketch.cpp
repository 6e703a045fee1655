#include "ui/map_sketch.hpp"

#include "ui/ribbon_math.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

namespace {

constexpr double curve_px = 24;

double ground_per_pixel(const Frame& f)
{
    return view::ground_metres_per_pixel(f.model.camera);
}

/// The geodesic as the map shows it.
domain::Polyline curve(const Frame& f, domain::LonLat a, domain::LonLat b)
{
    return view::geodesic(a, b, std::max(1000.0, curve_px * ground_per_pixel(f)));
}

void draw_path(const Frame& f, const Pen& pen, const domain::Polyline& places, bool closed)
{
    const auto measured = view::measured(places, closed);
    for (std::size_t i = 0; i < measured.legs.size(); ++i) {
        const auto a = places[i], b = places[(i + 1) % places.size()];
        const auto line = curve(f, a, b);
        pen.path(line, f.pal().background, 4.5F, 0.8F);
        pen.path(line, f.pal().accent, 2);
    }
    for (const auto& p : places) pen.dot(p, f.pal().accent, 4);
    for (std::size_t i = 0; i < measured.legs.size(); ++i) {
        const auto a = places[i], b = places[(i + 1) % places.size()];
        const ImVec2 from = pen.at(a), to = pen.at(b);
        const auto& leg = measured.legs[i];
        const std::string text = distance_text(leg.distance_m) + " · " + bearing_text(leg.bearing_deg);
        // A leg shorter than its label keeps silent; the sum is said anyway.
        if (std::hypot(from.x - to.x, from.y - to.y) < text_width(f.font.label, text) * 0.7F) continue;
        const auto middle = view::geodesic(a, b, leg.distance_m / 2 + 1);
        pen.label(pen.at(middle[middle.size() / 2]), text);
    }
}

void draw_rings(const Frame& f, const Pen& pen, const view::RangeRings& rings)
{
    pen.dot(rings.centre, f.pal().warning, 3.5F);
    for (int i = 1; i <= rings.count; ++i) {
        auto ring = view::ring_of({rings.centre, rings.step_m * i / 1000});
        ring.push_back(ring.front());
        pen.path(ring, f.pal().background, 3.5F, 0.6F);
        pen.path(ring, f.pal().warning, 1.5F);
    }
    for (int i = 1; i <= rings.count; ++i)
        pen.label(pen.at(view::ring_of({rings.centre, rings.step_m * i / 1000}, 4).front()),
                  distance_text(rings.step_m * i));
}

void draw_circle(const Frame& f, const Pen& pen, const domain::Circle& circle)
{
    auto ring = view::ring_of(circle);
    ring.push_back(ring.front());
    pen.path(ring, f.pal().accent, 1.5F);
}

void draw_box(const Frame& f, view::ScreenPoint at)
{
    if (!f.desk.box_from) return;
    const ImVec2 a = to_window(f, *f.desk.box_from), b = to_window(f, at);
    const ImVec2 min{std::min(a.x, b.x), std::min(a.y, b.y)}, max{std::max(a.x, b.x), std::max(a.y, b.y)};
    auto* to = ImGui::GetWindowDrawList();
    to->AddRectFilled(min, max, u32(f.pal().accent, 0.14F));
    to->AddRect(min, max, u32(f.pal().accent), 0, 0, std::max(1.0F, 1.5F * f.scale));
}

const domain::MeasuredLine* line_of(const Frame& f, domain::LineId id)
{
    return id == domain::LineId::land ? f.model.lines.land.get() : f.model.lines.coast.get();
}

/// The edges of what lies in the range of offsets: one line where one end is open, the measured line itself where an
/// end is 0.
std::vector<domain::Polyline> edges_of(const domain::MeasuredLine& line, const KmRun& km, const domain::Range& offset)
{
    std::vector<domain::Polyline> out;
    for (const auto& bound : {offset.from, offset.to}) {
        if (!bound || *bound == 0) continue;
        const double step = std::max(0.1, std::abs(*bound) / 4000);
        const auto samples = static_cast<std::size_t>(std::clamp((km.to - km.from) / step, 40.0, 1500.0));
        for (auto& edge : offset_edge(line, km.from, km.to, *bound, samples)) out.push_back(std::move(edge));
    }
    if (offset.from && offset.to)
        for (const double end : {km.from, km.to})
            out.push_back({line.point_at(end, *offset.from), line.point_at(end, *offset.to)});
    return out;
}

/// The line within the view, as finely as its pixels.
std::vector<domain::Polyline> middle_of(const Frame& f, const domain::MeasuredLine& line, const KmRun& km)
{
    std::vector<domain::Polyline> out;
    const double step_km = std::max(0.02, 3 * ground_per_pixel(f) / 1000);
    for (const auto& run : runs_in(line, view::view_box(f.model.camera))) {
        const double from = std::max(run.from - 2, km.from), to = std::min(run.to + 2, km.to);
        if (from < to) out.push_back(along(line, from, to, step_km));
    }
    return out;
}

void draw_strip(Frame& f, const Pen& pen, domain::LineId id, const domain::Range& km_range, const domain::Range& offset,
                StripOutline& kept)
{
    const auto* line = line_of(f, id);
    if (line == nullptr) return;
    const KmRun km{std::clamp(km_range.from.value_or(0), 0.0, line->official_km()),
                   std::clamp(km_range.to.value_or(line->official_km()), 0.0, line->official_km())};
    if (km.to <= km.from) return;
    if (kept.line != line || kept.from_km != km.from || kept.to_km != km.to || kept.offset != offset) {
        kept = {line, km.from, km.to, offset, edges_of(*line, km, offset), {}, {}};
        kept.camera.width = -1;
    }
    if (!(kept.camera == f.model.camera)) {
        kept.camera = f.model.camera;
        kept.middle = middle_of(f, *line, km);
    }
    for (const auto& part : kept.middle) pen.path(part, f.pal().warning, 5, 0.45F);
    for (const auto& part : kept.edges) pen.path(part, f.pal().warning, 1.5F, 0.9F);
}

}  // namespace

ImVec2 to_window(const Frame& f, view::ScreenPoint p)
{
    const auto& io = ImGui::GetIO();
    return {f.at.map.x + static_cast<float>(p.x) / io.DisplayFramebufferScale.x,
            f.at.map.y + static_cast<float>(p.y) / io.DisplayFramebufferScale.y};
}

view::ScreenPoint mouse_on_map(const Frame& f)
{
    const auto& io = ImGui::GetIO();
    return {static_cast<double>((io.MousePos.x - f.at.map.x) * io.DisplayFramebufferScale.x),
            static_cast<double>((io.MousePos.y - f.at.map.y) * io.DisplayFramebufferScale.y)};
}

ImVec2 Pen::at(domain::LonLat place) const
{
    return to_window(m_f, view::to_screen(m_f.model.camera, domain::to_map(place)));
}

void Pen::path(std::span<const domain::LonLat> places, view::Colour colour, float width, float alpha) const
{
    const auto& camera = m_f.model.camera;
    const float line = std::max(1.0F, width * m_f.scale);
    for (std::size_t i = 0; i + 1 < places.size(); ++i) {
        auto a = view::to_screen(camera, domain::to_map(places[i]));
        auto b = view::to_screen(camera, domain::to_map(places[i + 1]));
        // Far ends would lose their precision in floats.
        if (clip_to_view(camera, 40, a, b))
            m_to->AddLine(to_window(m_f, a), to_window(m_f, b), u32(colour, alpha), line);
    }
}

void Pen::dot(domain::LonLat place, view::Colour colour, float radius) const
{
    const auto p = view::to_screen(m_f.model.camera, domain::to_map(place));
    auto a = p, b = p;
    if (!clip_to_view(m_f.model.camera, 40, a, b)) return;
    m_to->AddCircleFilled(to_window(m_f, p), m_f.px(radius + 1.5F), u32(m_f.pal().background));
    m_to->AddCircleFilled(to_window(m_f, p), m_f.px(radius), u32(colour));
}

void Pen::label(ImVec2 centre, const std::string& text) const
{
    const float wide = text_width(m_f.font.label, text) / 2 + m_f.px(5),
                high = line_height(m_f.font.label) / 2 + m_f.px(2);
    const auto& map = m_f.at.map;
    if (!(centre.x - wide >= map.x && centre.x + wide <= map.right() && centre.y - high >= map.y &&
          centre.y + high <= map.bottom()))
        return;
    m_to->AddRectFilled({centre.x - wide, centre.y - high}, {centre.x + wide, centre.y + high},
                        u32(m_f.pal().background, 0.86F), m_f.px(4));
    text_centred(m_to, m_f.font.label, centre, u32(m_f.pal().text), text);
}

domain::Polyline measured_places(const Frame& f, std::optional<domain::LonLat> pointer)
{
    auto places = f.desk.sketch.path;
    if (f.model.drawing == "measure" && pointer && !places.empty() && *pointer != places.back())
        places.push_back(*pointer);
    return places;
}

void draw_filter_area(Frame& f)
{
    const auto& filter = f.model.filter;
    const Pen pen(f, ImGui::GetWindowDrawList());
    const auto colour = f.pal().accent;
    if (filter.box) {
        const auto& b = *filter.box;
        const domain::Polyline ring{
            {b.west, b.south}, {b.east, b.south}, {b.east, b.north}, {b.west, b.north}, {b.west, b.south}};
        pen.path(ring, colour, 1.5F, 0.8F);
    }
    if (filter.near) draw_circle(f, pen, *filter.near);
    for (const auto& polygon : filter.within)
        for (const auto& ring : polygon) pen.path(straight_in_degrees(ring, true), colour, 1.5F, 0.8F);
    if (filter.km.open() && filter.offset_m.open() && !filter.line) return;
    for (const auto id : {domain::LineId::land, domain::LineId::coast})
        if (!filter.line || *filter.line == id)
            draw_strip(f, pen, id, filter.km, filter.offset_m, f.desk.filter_strip[static_cast<std::size_t>(id)]);
}

void draw_sketch(Frame& f, view::ScreenPoint mouse, bool live)
{
    const auto& sketch = f.desk.sketch;
    const Pen pen(f, ImGui::GetWindowDrawList());
    std::optional<domain::LonLat> pointer;
    if (live) {
        pointer = view::to_lon_lat(f.model.camera, mouse);
        if (!domain::is_valid(*pointer)) pointer.reset();
    }
    for (const auto& rings : sketch.rings) draw_rings(f, pen, rings);
    draw_path(f, pen, measured_places(f, pointer), sketch.closed);
    draw_box(f, mouse);
    if (!sketch.corners.empty()) {
        auto corners = sketch.corners;
        if (pointer) corners.push_back(*pointer);
        pen.path(straight_in_degrees(corners, corners.size() > 2), f.pal().accent, 2);
        for (const auto& p : sketch.corners) pen.dot(p, f.pal().accent, 4);
    }
    if (sketch.centre && pointer) {
        const double radius_m = view::measured({*sketch.centre, *pointer}, false).length_m;
        pen.dot(*sketch.centre, f.pal().accent, 3.5F);
        draw_circle(f, pen, {*sketch.centre, radius_m / 1000});
        pen.path(curve(f, *sketch.centre, *pointer), f.pal().accent, 1.5F, 0.8F);
        pen.label(to_window(f, {mouse.x, mouse.y - static_cast<double>(f.px(16))}), distance_text(radius_m));
    }
    if (sketch.strip) {
        const auto& s = *sketch.strip;
        draw_strip(f, pen, s.line, domain::Range{std::min(s.from_km, s.to_km), std::max(s.from_km, s.to_km)},
                   offsets_of(s), f.desk.sketch_strip);
    }
}

}  // namespace tuantra::ui
