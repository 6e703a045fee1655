#include "domain/kind.hpp"
#include "lang/lang.hpp"
#include "ui/panels.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tuantra::ui {

using lang::tr;

namespace {

void plate(const Frame& f, ImDrawList* to, Rect at)
{
    to->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, u32(f.pal().background, 0.82F), f.px(5));
}

/// What the map shows, in words, in its upper left corner.
float caption(const Frame& f, ImDrawList* to)
{
    std::string whole = view::sentence(f.model.filter);
    if (!whole.empty() && whole[0] >= 'a' && whole[0] <= 'z') whole[0] = static_cast<char>(whole[0] - 'a' + 'A');
    const std::string text = elided(f.font.body, whole, f.clear.w * 0.6F);
    const float high = line_height(f.font.body) + f.px(8);
    const Rect at{f.clear.x + f.px(16), f.clear.y + f.px(16), text_width(f.font.body, text) + f.px(20), high};
    plate(f, to, at);
    text_at(to, f.font.body, {at.x + f.px(10), at.y + f.px(4)}, u32(f.pal().text), text);
    return at.right();
}

void legend(const Frame& f, ImDrawList* to, float clear_of)
{
    if (!f.model.layers.heat || !f.model.scene) return;
    const auto& heat = f.model.scene->heat;
    const float peak = std::max(heat[0].peak, heat[1].peak);
    if (peak <= 0) return;
    const float width = f.px(172), pad = f.px(12), bar = f.px(10);
    const float high = 2 * pad + line_height(f.font.bold) + 2 * line_height(f.font.label) + bar + f.px(8);
    const Rect at{f.clear.right() - width - f.px(16), f.clear.y + f.px(16), width, high};
    if (at.x < clear_of + f.px(8) || at.h > f.clear.h * 0.6F) return;
    plate(f, to, at);
    float y = at.y + pad - f.px(2);
    text_at(to, f.font.bold, {at.x + pad, y}, u32(f.pal().text), elided(f.font.bold, tr("Density along the line"), width - 2 * pad));
    y += line_height(f.font.bold);
    const std::string unit = lang::fill(tr("incidents per km · h = {} km"), {lang::number(heat[0].bandwidth_km)});
    text_at(to, f.font.label, {at.x + pad, y}, u32(f.pal().dim), elided(f.font.label, unit, width - 2 * pad));
    y += line_height(f.font.label) + f.px(5);
    const float inner = width - 2 * pad;
    for (int i = 0; i < 64; ++i) {
        const float from = at.x + pad + inner * static_cast<float>(i) / 64;
        const auto colour = f.model.heat_ramp.colours[static_cast<std::size_t>(i * 4 + 2)];
        to->AddRectFilled({from, y}, {from + inner / 64 + 0.5F, y + bar}, u32(colour));
    }
    y += bar + f.px(3);
    text_at(to, f.font.label, {at.x + pad, y}, u32(f.pal().dim), lang::number(0.0));
    text_right(to, f.font.label, {at.right() - pad, y}, u32(f.pal().dim), lang::number(static_cast<double>(peak), peak < 10 ? 2 : 0));
}

/// Where the pointer is: position, address, side.
void readout(const Frame& f, ImDrawList* to)
{
    if (!f.model.cursor_place) return;
    std::vector<std::string> parts{view::position_text(*f.model.cursor_place)};
    if (f.model.cursor_address) {
        parts.push_back(line_km_text(f.model.cursor_address->address));
        parts.push_back(offset_text(f.model.cursor_address->address));
    }
    const float gap = f.px(16), pad = f.px(10), high = line_height(f.font.body) + f.px(8);
    float width = 2 * pad - gap;
    for (const auto& p : parts) width += text_width(f.font.body, p) + gap;
    const Rect at{f.clear.x + f.px(16), f.clear.bottom() - high - f.px(12), width, high};
    plate(f, to, at);
    float x = at.x + pad;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        text_at(to, f.font.body, {x, at.y + f.px(4)}, u32(i == 1 ? f.pal().text : f.pal().dim), parts[i]);
        x += text_width(f.font.body, parts[i]) + gap;
    }
}

void scale_bar(const Frame& f, ImDrawList* to)
{
    const double metres = view::ground_metres_per_pixel(f.model.camera) * static_cast<double>(ImGui::GetIO().DisplayFramebufferScale.x);
    if (!(metres > 0)) return;
    const double most = static_cast<double>(f.px(150)) * metres;
    double length = std::pow(10.0, std::floor(std::log10(most)));
    for (const double k : {5.0, 2.0})
        if (length * k <= most) {
            length *= k;
            break;
        }
    const float width = static_cast<float>(length / metres);
    const double miles = length / 1852;
    const std::string text = (length < 1000 ? lang::number(length) + " m" : lang::number(length / 1000) + " km") + " · " +
                             lang::fill(tr("{} nmi"), {lang::number(miles, miles < 10 ? 1 : 0)});
    const float plate_width = std::max(width, text_width(f.font.label, text)) + f.px(20);
    const float high = line_height(f.font.label) + f.px(13);
    const Rect at{f.clear.right() - plate_width - f.px(16), f.clear.bottom() - high - f.px(12), plate_width, high};
    plate(f, to, at);
    const float right = at.right() - f.px(10), y = at.bottom() - f.px(6);
    text_right(to, f.font.label, {right, at.y + f.px(2)}, u32(f.pal().text), text);
    to->AddLine({right - width, y}, {right, y}, u32(f.pal().text), f.px(2));
    for (const float x : {right - width, right}) to->AddLine({x, y - f.px(4)}, {x, y}, u32(f.pal().text), std::max(1.0F, f.scale));
}

void hovered_incident(const Frame& f)
{
    if (!f.model.hovered || !f.model.scene || !f.model.scene->incidents || !f.model.cursor || f.desk.map_dragged) return;
    const auto& rows = *f.model.scene->incidents;
    const std::size_t i = *f.model.hovered;
    if (i >= rows.size()) return;
    std::string text = tr(domain::info(rows.kind[i]).label.data());
    text += " · " + lang::fill(tr("severity {} of 5"), {lang::number(std::int64_t{rows.severity[i]})});
    text += "\n" + span_text({{rows.from_s[i]}, {rows.to_s[i]}});
    if (rows.line[i] >= 0)
        text += "\n" + view::address_text({static_cast<domain::LineId>(rows.line[i]), static_cast<double>(rows.chainage_km[i]),
                                           static_cast<double>(rows.offset_m[i])});
    tip(f, text);
}

void tool_hint(const Frame& f, ImDrawList* to)
{
    if (f.model.drawing != "box") return;
    const char* text = tr("Drag to draw a box · Esc cancels");
    const float width = text_width(f.font.bold, text) + f.px(28), high = f.px(30);
    const Rect at{f.clear.x + (f.clear.w - width) / 2, f.clear.y + f.px(56), width, high};
    to->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, u32(f.pal().accent), f.px(6));
    text_centred(to, f.font.bold, {at.x + at.w / 2, at.y + at.h / 2}, ink_on(f.pal().accent), text);
}

void first_hint(const Frame& f, ImDrawList* to)
{
    if (f.model.incidents_total > 0 || !f.model.sources.empty() || !f.model.jobs.empty()) return;
    const char* title = tr("Drop files on the window");
    const char* more = tr("Incidents and patrol tracks: CSV, Excel, GeoJSON, GeoPackage, Shapefile, KML, GPX");
    const float width = std::min(f.clear.w - f.px(32), text_width(f.font.body, more) + f.px(48));
    const float high = f.px(84);
    const Rect at{f.clear.x + (f.clear.w - width) / 2, f.clear.y + (f.clear.h - high) / 2, width, high};
    plate(f, to, at);
    to->AddRect({at.x, at.y}, {at.right(), at.bottom()}, u32(f.pal().accent, 0.7F), f.px(6));
    text_centred(to, f.font.heading, {at.x + at.w / 2, at.y + f.px(30)}, u32(f.pal().text), title);
    text_centred(to, f.font.body, {at.x + at.w / 2, at.y + f.px(56)}, u32(f.pal().dim), elided(f.font.body, more, width - f.px(24)));
}

}  // namespace

void draw_map_overlays(Frame& f)
{
    if (f.clear.empty()) return;
    begin_panel(f, tr("Map"), "map", f.at.map, {.padding = {0, 0}, .scroll = false, .keys = false, .alpha = 0});
    auto* to = ImGui::GetWindowDrawList();
    const float clear_of = caption(f, to);
    legend(f, to, clear_of);
    readout(f, to);
    scale_bar(f, to);
    tool_hint(f, to);
    first_hint(f, to);
    hovered_incident(f);
    end_panel();
}

}  // namespace tuantra::ui
