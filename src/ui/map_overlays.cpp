#include "domain/kind.hpp"
#include "lang/lang.hpp"
#include "ui/chips.hpp"
#include "ui/hotspot_panel.hpp"
#include "ui/map_tools.hpp"
#include "ui/panels.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <vector>

namespace tuantra::ui {

using lang::tr;

namespace {

void plate(const Frame& f, ImDrawList* to, Rect at)
{
    to->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, u32(f.pal().background, 0.82F), f.px(5));
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
    // Above the line that names the map's sources.
    const Rect at{f.clear.x + f.px(12), f.clear.bottom() - high - f.px(24), width, high};
    plate(f, to, at);
    float x = at.x + pad;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        text_at(to, f.font.body, {x, at.y + f.px(4)}, u32(i == 1 ? f.pal().text : f.pal().dim), parts[i]);
        x += text_width(f.font.body, parts[i]) + gap;
    }
}

void hovered_incident(const Frame& f)
{
    if (!f.model.hovered || !f.model.scene || !f.model.scene->incidents || !f.model.cursor || f.desk.map_dragged)
        return;
    const auto& rows = *f.model.scene->incidents;
    const std::size_t i = *f.model.hovered;
    if (i >= rows.size()) return;
    std::string text = tr(domain::info(rows.kind[i]).label.data());
    text += " · " + lang::fill(tr("severity {} of 5"), {lang::number(std::int64_t{rows.severity[i]})});
    text += "\n" + span_text({{rows.from_s[i]}, {rows.to_s[i]}});
    if (rows.line[i] >= 0)
        text += "\n" +
                view::address_text({static_cast<domain::LineId>(rows.line[i]), static_cast<double>(rows.chainage_km[i]),
                                    static_cast<double>(rows.offset_m[i])});
    tip(f, text);
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
    text_centred(to, f.font.body, {at.x + at.w / 2, at.y + f.px(56)}, u32(f.pal().dim),
                 elided(f.font.body, more, width - f.px(24)));
}

}  // namespace

void draw_map_overlays(Frame& f)
{
    if (f.clear.empty()) return;
    begin_panel(f, tr("Map"), "map", f.at.map, {.padding = {0, 0}, .scroll = false, .keys = false, .alpha = 0});
    auto* to = ImGui::GetWindowDrawList();
    draw_hotspot_map(f, to);
    readout(f, to);
    draw_tool_hint(f);
    first_hint(f, to);
    hovered_incident(f);
    end_panel();
    draw_tool_bar(f);
    draw_chips(f);
}

}  // namespace tuantra::ui
