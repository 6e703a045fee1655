#include "render/furniture.hpp"

#include "lang/lang.hpp"
#include "render/heat.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::render {

namespace {

constexpr double edge = 12;  // design pixels between the map's edge and what stands on it
constexpr double pad = 10;

TextStyle plain(const Frame& frame, double size, view::Colour colour, bool bold = false)
{
    TextStyle style;
    style.size = frame.px(size);
    style.bold = bold;
    style.fill = colour;
    return style;
}

/// The text, cut at a character with an ellipsis where it is too wide. Empty when not even that fits.
std::string fitted(GlyphAtlas& glyphs, std::string text, const TextStyle& style, float width)
{
    if (glyphs.width(text, style) <= width) return text;
    while (!text.empty()) {
        do text.pop_back();
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U);
        if (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0xC0U) text.pop_back();
        while (!text.empty() && text.back() == ' ') text.pop_back();
        if (glyphs.width(text + "…", style) <= width) return text.empty() ? text : text + "…";
    }
    return text;
}

/// The greatest of 1, 2, 5 times a power of ten that is at most v.
double round_down(double v)
{
    const double power = std::pow(10, std::floor(std::log10(v)));
    for (const double step : {5.0, 2.0})
        if (step * power <= v * (1 + 1e-9)) return step * power;
    return power;
}

int decimals_for(double v)
{
    return v >= 10 ? 0 : v >= 1 ? 1 : v >= 0.1 ? 2 : 3;
}

std::string short_number(double v)
{
    std::string text = lang::number(v, decimals_for(v));
    const bool fraction = decimals_for(v) > 0;
    while (fraction && !text.empty() && text.back() == '0') text.pop_back();
    if (fraction && !text.empty() && (text.back() == '.' || text.back() == ',')) text.pop_back();
    return text;
}

bool stands(const PixelBox& box)
{
    return box.right > box.left;
}

double graticule_step(const Frame& frame)
{
    const double degrees_per_pixel = frame.camera.metres_per_pixel / domain::map_extent * 180;
    const double wanted = degrees_per_pixel * static_cast<double>(frame.px(150));
    constexpr double steps[] = {1.0 / 3600, 2.0 / 3600, 5.0 / 3600, 10.0 / 3600, 20.0 / 3600, 30.0 / 3600,
                                1.0 / 60,   2.0 / 60,   5.0 / 60,   10.0 / 60,   20.0 / 60,   0.5,
                                1,          2,          5,          10,          20,          30};
    for (const double step : steps)
        if (step >= wanted) return step;
    return 45;
}

std::string degrees_text(double degrees, double step, const char* hemisphere)
{
    const auto seconds = static_cast<long>(std::lround(std::abs(degrees) * 3600));
    std::string text = std::to_string(seconds / 3600) + "°";
    const auto two = [](long v) { return (v < 10 ? "0" : "") + std::to_string(v); };
    if (step < 1) text += two(seconds / 60 % 60) + "′";
    if (step < 1.0 / 60) text += two(seconds % 60) + "″";
    return text + hemisphere;
}

/// Calls with each round degree between two bounds.
template <typename Visit>
void each_degree(double from, double to, double step, Visit visit)
{
    const double first = std::ceil(from / step);
    for (int i = 0; i < 200; ++i) {
        const double degrees = (first + i) * step;
        if (degrees > to) return;
        visit(degrees);
    }
}

struct Degrees {
    double west, south, east, north;
};

Degrees degrees_in_view(const Frame& frame)
{
    const MapBox view = frame.box();
    const double limit = domain::map_extent;
    const auto on_plane = [limit](double v) { return std::clamp(v, -limit, limit); };
    const domain::LonLat a = domain::to_lon_lat({on_plane(view.west), on_plane(view.south)});
    const domain::LonLat b = domain::to_lon_lat({on_plane(view.east), on_plane(view.north)});
    return {a.lon, a.lat, b.lon, b.lat};
}

}  // namespace

void draw_graticule(const Frame& frame, StrokeMesh& lines)
{
    const double step = graticule_step(frame);
    const Degrees d = degrees_in_view(frame);
    const std::uint32_t colour = packed(rgba(frame.palette->graticule, 0.8F));
    each_degree(d.west, d.east, step, [&](double lon) {
        const float x = std::floor(frame.pixel(domain::to_map({lon, 0})).x) + 0.5F;
        const Pixel line[] = {{x, 0}, {x, frame.height()}};
        lines.add(line, 0.5F * frame.scale, colour);
    });
    each_degree(d.south, d.north, step, [&](double lat) {
        const float y = std::floor(frame.pixel(domain::to_map({0, lat})).y) + 0.5F;
        const Pixel line[] = {{0, y}, {frame.width(), y}};
        lines.add(line, 0.5F * frame.scale, colour);
    });
}

void label_graticule(const Frame& frame, Room& room, GlyphAtlas& glyphs, std::vector<TextVertex>& text)
{
    TextStyle style = plain(frame, 10, mixed(frame.palette->dim, frame.palette->faint, 0.3));
    style.halo = frame.palette->label_halo;
    style.halo_alpha = 0.9F;
    const double step = graticule_step(frame);
    const Degrees d = degrees_in_view(frame);
    const auto put = [&](const std::string& label, float left, float base) {
        const float width = glyphs.width(label, style);
        const PixelBox box{left, base - style.size, left + width, base + style.size * 0.25F};
        if (box.left < 2 || box.right > frame.width() - 2 || box.top < 2 || box.bottom > frame.height()) return;
        if (!room.free(box.grown(frame.px(2)))) return;
        room.take(box.grown(frame.px(2)));
        glyphs.write(text, label, {std::round(left), base}, style, 1);
    };
    each_degree(d.south, d.north, step, [&](double lat) {
        const char* hemisphere = lat < 0 ? lang::trc("latitude", "S") : lang::trc("latitude", "N");
        put(degrees_text(lat, step, hemisphere), frame.px(5), frame.pixel(domain::to_map({0, lat})).y - frame.px(3));
    });
    each_degree(d.west, d.east, step, [&](double lon) {
        const char* hemisphere = lon < 0 ? lang::trc("longitude", "W") : lang::trc("longitude", "E");
        put(degrees_text(lon, step, hemisphere), frame.pixel(domain::to_map({lon, 0})).x + frame.px(4),
            frame.height() - frame.px(6));
    });
}

Furniture::Furniture(const Frame& frame, const view::Model& model, const MapTexts& texts, GlyphAtlas& glyphs)
    : m_frame(frame), m_model(model), m_texts(texts), m_glyphs(glyphs)
{
    if (model.scene && model.layers.heat) m_peak = Heat::peak(*model.scene);
    if (frame.width() < frame.px(120) || frame.height() < frame.px(90)) return;
    lay_out_legend();
    lay_out_title();
    lay_out_banner();
    lay_out_scale();
}

void Furniture::lay_out_legend()
{
    if (m_peak <= 0 || m_frame.width() < m_frame.px(420) || m_frame.height() < m_frame.px(200)) return;
    const float inner = std::max({m_frame.px(150), m_glyphs.width(m_texts.heat_legend, plain(m_frame, 12, {}, true)),
                                  m_glyphs.width(m_texts.heat_unit, plain(m_frame, 11, {}))});
    const float width = std::min(inner, m_frame.width() * 0.4F) + 2 * m_frame.px(pad);
    const float right = m_frame.width() - m_frame.px(edge), top = m_frame.px(edge);
    m_legend = {right - width, top, right, top + m_frame.px(81)};
    m_ramp = {m_legend.left + m_frame.px(pad), top + m_frame.px(46), right - m_frame.px(pad), top + m_frame.px(56)};
    for (float* v : {&m_ramp.left, &m_ramp.top, &m_ramp.right, &m_ramp.bottom}) *v = std::round(*v);
}

void Furniture::lay_out_title()
{
    if (m_texts.title.empty()) return;
    const TextStyle style = plain(m_frame, 12, {});
    const float most = (stands(m_legend) ? m_legend.left : m_frame.width()) - m_frame.px(3 * edge + 2 * pad);
    m_title_text = fitted(m_glyphs, m_texts.title, style, std::min(most, m_frame.width() * 0.62F));
    if (m_title_text.empty()) return;
    const float left = m_frame.px(edge), top = m_frame.px(edge);
    m_title = {left, top, left + m_glyphs.width(m_title_text, style) + 2 * m_frame.px(pad), top + m_frame.px(28)};
}

void Furniture::lay_out_banner()
{
    if (m_texts.banner.empty()) return;
    const float width = m_glyphs.width(m_texts.banner, plain(m_frame, 12, {}, true)) + m_frame.px(2 * (pad + 4));
    const float left = std::max((m_frame.width() - width) / 2, m_frame.px(4));
    m_banner = {left, m_frame.px(edge), left + width, m_frame.px(edge + 28)};
    const float gap = m_frame.px(8);
    for (const PixelBox& other : {m_title, m_legend}) {
        if (!stands(other) || !other.grown(gap).meets(m_banner)) continue;
        const float down = other.bottom + gap - m_banner.top;
        m_banner.top += down;
        m_banner.bottom += down;
    }
}

void Furniture::lay_out_scale()
{
    const float right = m_frame.width() - m_frame.px(edge), bottom = m_frame.height() - m_frame.px(edge);
    const float room = std::min(m_frame.px(140), m_frame.width() * 0.3F);
    const double ground = view::ground_metres_per_pixel(m_frame.camera);
    float attribution_top = bottom;
    if (!m_texts.attribution.empty()) {
        const TextStyle style = plain(m_frame, 10, {});
        m_attribution_text = fitted(m_glyphs, m_texts.attribution, style, m_frame.width() * 0.75F);
        const float width = m_glyphs.width(m_attribution_text, style);
        const float low = m_frame.height() - m_frame.px(4);
        if (width > 0)
            m_attribution = {m_frame.width() - m_frame.px(6) - width, low - m_frame.px(14),
                             m_frame.width() - m_frame.px(6), low};
        if (width > 0) attribution_top = m_attribution.top - m_frame.px(4);
    }
    if (!(ground > 0) || !std::isfinite(ground)) return;
    const double kilometres = round_down(ground * static_cast<double>(room) / 1000);
    m_scale_length = static_cast<float>(kilometres * 1000 / ground);
    m_scale_text = short_number(kilometres) + " " + m_texts.km + " · " + short_number(kilometres / 1.852) + " " +
                   m_texts.nautical_miles;
    if (kilometres < 1)
        m_scale_text =
            short_number(kilometres * 1000) + " m · " + short_number(kilometres / 1.852) + " " + m_texts.nautical_miles;
    const float text_width = m_glyphs.width(m_scale_text, plain(m_frame, 11, {}));
    const float width = std::max(m_scale_length, text_width) + m_frame.px(2 * 8) + m_frame.px(22);
    m_scale = {right - width, attribution_top - m_frame.px(34), right, attribution_top};
}

void Furniture::reserve(Room& room) const
{
    for (const PixelBox& box : {m_legend, m_title, m_banner, m_scale, m_attribution})
        if (stands(box)) room.take(box.grown(m_frame.px(4)));
}

void Furniture::draw(std::vector<TextVertex>& text, StrokeMesh& overlay) const
{
    const view::Palette& p = *m_frame.palette;
    const float s = m_frame.scale;
    const std::uint32_t panel = packed(rgba(p.panel, 0.93F)), rule = packed(rgba(p.rule, 0.9F));
    const auto write = [&](std::string_view t, float x, float y, const TextStyle& style) {
        m_glyphs.write(text, t, {std::round(x), y}, style, 1);
    };
    if (stands(m_title)) {
        overlay.add_panel(m_title, 4 * s, panel);
        write(m_title_text, m_title.left + m_frame.px(pad), m_title.top + 18.5F * s, plain(m_frame, 12, p.text));
    }
    if (stands(m_legend)) {
        const float left = m_legend.left + m_frame.px(pad), right = m_legend.right - m_frame.px(pad);
        overlay.add_panel(m_legend, 4 * s, panel);
        write(m_texts.heat_legend, left, m_legend.top + 19 * s, plain(m_frame, 12, p.text, true));
        write(m_texts.heat_unit, left, m_legend.top + 36 * s, plain(m_frame, 11, p.dim));
        const Pixel frame_line[] = {{m_ramp.left - 0.5F, m_ramp.top - 0.5F},
                                    {m_ramp.right + 0.5F, m_ramp.top - 0.5F},
                                    {m_ramp.right + 0.5F, m_ramp.bottom + 0.5F},
                                    {m_ramp.left - 0.5F, m_ramp.bottom + 0.5F},
                                    {m_ramp.left - 0.5F, m_ramp.top - 0.5F}};
        overlay.add(frame_line, 0.5F, rule);
        const TextStyle figure = plain(m_frame, 11, p.dim);
        const auto peak = static_cast<double>(m_peak);
        const float base = m_ramp.bottom + 15 * s;
        write("0", left, base, figure);
        const std::string middle = short_number(peak / 2), most = short_number(peak);
        write(middle, (left + right - m_glyphs.width(middle, figure)) / 2, base, figure);
        write(most, right - m_glyphs.width(most, figure), base, figure);
    }
    if (stands(m_banner)) {
        overlay.add_panel(m_banner, 5 * s, packed(rgba(mixed(p.panel, p.warning, p.dark ? 0.18 : 0.12), 0.96F)));
        write(m_texts.banner, m_banner.left + m_frame.px(pad + 4), m_banner.top + 18.5F * s,
              plain(m_frame, 12, p.warning, true));
    }
    if (stands(m_attribution))
        write(m_attribution_text, m_attribution.left, m_attribution.bottom - 4 * s, [&] {
            TextStyle style = plain(m_frame, 10, p.dim);
            style.halo = p.label_halo;
            style.halo_alpha = 0.9F;
            return style;
        }());
    if (!stands(m_scale)) return;
    overlay.add_panel(m_scale, 4 * s, packed(rgba(p.panel, 0.9F)));
    const float bar_right = m_scale.right - m_frame.px(8), y = std::floor(m_scale.bottom - 8 * s) + 0.5F;
    const float bar_left = bar_right - m_scale_length;
    const std::uint32_t ink = packed(rgba(p.text));
    const Pixel bar[] = {{bar_left, y - 4 * s}, {bar_left, y}, {bar_right, y}, {bar_right, y - 4 * s}};
    overlay.add(bar, 0.75F * s, ink);
    const TextStyle style = plain(m_frame, 11, p.text);
    const float text_width = m_glyphs.width(m_scale_text, style);
    write(m_scale_text, bar_right - text_width - std::max(0.0F, (m_scale_length - text_width) / 2), y - 8 * s, style);
    const float nx = std::round(m_scale.left + 13 * s), ny = (m_scale.top + m_scale.bottom) / 2;  // north is up
    overlay.add_triangle({nx, ny - 10 * s}, {nx - 4.5F * s, ny + 3 * s}, {nx, ny}, ink);
    overlay.add_triangle({nx, ny - 10 * s}, {nx + 4.5F * s, ny + 3 * s}, {nx, ny}, packed(rgba(p.dim)));
    const TextStyle north = plain(m_frame, 9, p.text, true);
    const char* letter = lang::trc("latitude", "N");
    write(letter, nx - m_glyphs.width(letter, north) / 2, ny + 12 * s, north);
}

}  // namespace tuantra::render
