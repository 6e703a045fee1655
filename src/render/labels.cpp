#include "render/labels.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::render {

namespace {

constexpr double great_below = 3;  // priority

double metres_at_zoom(double zoom)
{
    return 2 * domain::map_extent / 256 / std::exp2(zoom);
}

}  // namespace

bool Room::free(const PixelBox& box) const
{
    return std::none_of(m_boxes.begin(), m_boxes.end(), [&](const PixelBox& b) { return b.meets(box); });
}

void Labels::add(Name name)
{
    if (name.text.empty()) return;
    m_names.push_back(std::move(name));
}

void Labels::prepare(const std::shared_ptr<const domain::Basemap>& basemap, const std::string& today)
{
    const lang::Language language = lang::current();
    if (basemap == m_basemap && language == m_language && today == m_today) return;
    m_basemap = basemap;
    m_language = language;
    m_today = today;
    m_names.clear();
    if (!basemap) return;
    for (const domain::MapLabel& label : basemap->labels) {
        const Sort sort = label.kind == "sea"           ? Sort::sea
                          : label.kind == "archipelago" ? Sort::archipelago
                                                        : Sort::country;
        const double priority = sort == Sort::archipelago ? 1 : sort == Sort::country ? 2.5 : 2.6;
        add({label.text[static_cast<std::size_t>(language)], label.map, sort, 1, metres_at_zoom(label.max_zoom + 1),
             metres_at_zoom(label.min_zoom), priority});
    }
    constexpr double place_from[5] = {0, 1e9, 2600, 1100, 330};
    for (const domain::MapPlace& place : basemap->places) {
        const int rank = std::clamp(place.rank, 1, 5);
        add({place.name, place.map, Sort::place, rank, 0, rank == 5 ? 120 : place_from[rank], rank * 2.0});
    }
    for (const domain::Gate& gate : basemap->gates) {
        const bool port = gate.gate_class == domain::GateClass::seaport;
        const int rank = static_cast<int>(gate.gate_class);
        constexpr double gate_from[4] = {420, 230, 130, 420};
        add({gate.name, gate.map, port ? Sort::port : Sort::gate, rank, 0, gate_from[rank & 3],
             port ? 5.5 : 5 + rank * 1.5});
    }
    for (const domain::ProvinceLabel& province : basemap->provinces) {
        const bool valid = today.empty() ? province.valid_to.empty()
                                         : (province.valid_from.empty() || province.valid_from <= today) &&
                                               (province.valid_to.empty() || province.valid_to > today);
        if (valid) add({province.name, province.map, Sort::province, 3, 60, 700, 7});
    }
    std::stable_sort(m_names.begin(), m_names.end(),
                     [](const Name& a, const Name& b) { return a.priority < b.priority; });
}

TextStyle Labels::style_of(const Name& name, const Frame& frame) const
{
    const view::Palette& p = *frame.palette;
    TextStyle style;
    style.halo = p.label_halo;
    style.halo_alpha = 1;
    style.fill = p.label;
    switch (name.sort) {
        case Sort::country:
            style.size = frame.px(15);
            style.spacing = frame.px(2.5);
            style.fill = mixed(p.label, p.abroad, 0.35);
            break;
        case Sort::sea:
            style.size = frame.px(14);
            style.spacing = frame.px(2);
            style.fill = mixed(p.coast, p.sea, 0.3);
            break;
        case Sort::archipelago:
            style.size = frame.px(13);
            style.fill = mixed(p.label, p.coast, 0.35);
            break;
        case Sort::place:
            style.size = frame.px(name.rank == 1 ? 14.5 : name.rank == 2 ? 13 : 12);
            style.bold = name.rank == 1;
            if (name.rank >= 4) style.fill = mixed(p.label, p.land, 0.22);
            break;
        case Sort::gate:
            style.size = frame.px(11.5);
            style.fill = mixed(p.border, p.label, 0.15);
            break;
        case Sort::port:
            style.size = frame.px(11.5);
            style.fill = mixed(p.coast, p.label, 0.3);
            break;
        case Sort::province:
            style.size = frame.px(12);
            style.spacing = frame.px(1.2);
            style.fill = mixed(p.label, p.land, 0.5);
            break;
    }
    return style;
}

bool Labels::place_area(const Name& name, const Frame& frame, Room& room, GlyphAtlas& glyphs,
                        std::vector<TextVertex>& text) const
{
    const TextStyle style = style_of(name, frame);
    const Pixel at = frame.pixel(name.map);
    // Long names break before a bracket: "Hoang Sa Islands" over "(Paracel Islands)".
    std::vector<std::string_view> lines{name.text};
    const auto bracket = name.text.find(" (");
    if (bracket != std::string::npos)
        lines = {std::string_view(name.text).substr(0, bracket), std::string_view(name.text).substr(bracket + 1)};
    float width = 0;
    for (const auto line : lines) width = std::max(width, glyphs.width(line, style));
    const float step = style.size * 1.25F, height = step * static_cast<float>(lines.size());
    const PixelBox box{at.x - width / 2, at.y - height / 2, at.x + width / 2, at.y + height / 2};
    const bool inside = box.left >= 0 && box.top >= 0 && box.right <= frame.width() && box.bottom <= frame.height();
    if (!inside || !room.free(box.grown(frame.px(3)))) return false;
    room.take(box.grown(frame.px(3)));
    float y = box.top + style.size * 0.95F;
    for (const auto line : lines) {
        glyphs.write(text, line, {std::round(at.x - glyphs.width(line, style) / 2), y}, style, 1);
        y += step;
    }
    return true;
}

void Labels::place_point(const Name& name, const Frame& frame, Room& room, GlyphAtlas& glyphs,
                         std::vector<TextVertex>& text, StrokeMesh& overlay) const
{
    const view::Palette& p = *frame.palette;
    const Pixel at = frame.pixel(name.map);
    const TextStyle style = style_of(name, frame);
    const float gap = frame.px(name.sort == Sort::place ? 7 : 8), cap = glyphs.cap_height(style);
    const float width = glyphs.width(name.text, style), up = style.size * 0.95F, down = style.size * 0.28F;
    const float middle = at.y + cap / 2;
    const Pixel starts[4] = {{at.x + gap, middle},
                             {at.x - gap - width, middle},
                             {at.x - width / 2, at.y - gap},
                             {at.x - width / 2, at.y + gap + cap + frame.px(1)}};
    const PixelBox mark = PixelBox{at.x, at.y, at.x, at.y}.grown(frame.px(4));
    if (name.rank > 1 && !room.free(mark)) return;
    for (const Pixel start : starts) {
        const PixelBox box{start.x, start.y - up, start.x + width, start.y + down};
        const bool inside =
            box.left >= 2 && box.top >= 2 && box.right <= frame.width() - 2 && box.bottom <= frame.height() - 2;
        if (!inside || !room.free(box.grown(frame.px(2)))) continue;
        room.take(box.grown(frame.px(2)));
        room.take(mark);
        const Pixel middle_of{std::floor(at.x) + 0.5F, std::floor(at.y) + 0.5F};
        const std::uint32_t casing = packed(rgba(p.label_halo)), ink = packed(rgba(style.fill));
        if (name.sort == Sort::gate) {
            const float h = frame.px(3.2);
            overlay.add_panel({middle_of.x - h - frame.px(1.6), middle_of.y - h - frame.px(1.6),
                               middle_of.x + h + frame.px(1.6), middle_of.y + h + frame.px(1.6)},
                              frame.px(1), casing);
            const Pixel square[] = {{middle_of.x - h, middle_of.y - h},
                                    {middle_of.x + h, middle_of.y - h},
                                    {middle_of.x + h, middle_of.y + h},
                                    {middle_of.x - h, middle_of.y + h},
                                    {middle_of.x - h, middle_of.y - h}};
            overlay.add(square, frame.px(0.7), ink);
        } else if (name.sort == Sort::port) {
            overlay.add_ring(middle_of, frame.px(1.5), frame.px(3.2), casing);
            overlay.add_ring(middle_of, frame.px(3), frame.px(0.75), ink);
        } else {
            const float r = frame.px(name.rank == 1 ? 1.5 : name.rank == 2 ? 1.2 : 0.9);
            overlay.add_ring(middle_of, r, r + frame.px(1.3), casing);
            overlay.add_ring(middle_of, r, r, ink);
        }
        glyphs.write(text, name.text, {std::round(start.x), start.y}, style, 1);
        return;
    }
}

void Labels::draw(const Frame& frame, const view::Layers& layers, bool great, Room& room, GlyphAtlas& glyphs,
                  std::vector<TextVertex>& text, StrokeMesh& overlay)
{
    const double mpp = frame.camera.metres_per_pixel * static_cast<double>(frame.scale);
    const MapBox view = frame.box();
    for (const Name& name : m_names) {
        if ((name.priority < great_below) != great || mpp < name.nearest || mpp > name.farthest || !view.has(name.map))
            continue;
        const bool gate = name.sort == Sort::gate || name.sort == Sort::port;
        if ((gate && !layers.gates) || (name.sort == Sort::place && !layers.places) ||
            (name.sort == Sort::province && !layers.provinces))
            continue;
        if (!glyphs.can_write(name.text)) continue;
        if (gate || name.sort == Sort::place)
            place_point(name, frame, room, glyphs, text, overlay);
        else
            place_area(name, frame, room, glyphs, text);
    }
}

}  // namespace tuantra::render
