#include "render/symbols.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tuantra::render {

namespace {

using domain::Shape;

constexpr int samples = 5;               // per pixel and axis
constexpr float outline = 1.4F;          // design pixels
constexpr std::uint32_t ink = 0x0e151d;  // outline and letter: dark on every palette, so that colour stays readable

/// Signed distance to a regular polygon with a corner upwards (`turn` 0), negative inside.
float polygon(float x, float y, int corners, float radius, float turn = 0)
{
    const float step = 2 * std::numbers::pi_v<float> / static_cast<float>(corners);
    const float inner = radius * std::cos(step / 2);
    float distance = -1e9F;
    for (int i = 0; i < corners; ++i) {
        const float angle = turn + step * (static_cast<float>(i) + 0.5F);
        distance = std::max(distance, x * std::sin(angle) - y * std::cos(angle) - inner);
    }
    return distance;
}

float box(float x, float y, float half_width, float half_height)
{
    return std::max(std::abs(x) - half_width, std::abs(y) - half_height);
}

/// Distance to the shape's edge in design pixels, y down, negative inside.
float distance(Shape shape, float x, float y)
{
    switch (shape) {
        case Shape::diamond:
            return polygon(x, y, 4, 9.6F);
        case Shape::triangle:
            return polygon(x, y - 2.2F, 3, 10.6F);
        case Shape::square:
            return box(x, y, 7, 7);
        case Shape::circle:
            return std::hypot(x, y) - 7.6F;
        case Shape::pentagon:
            return polygon(x, y - 0.6F, 5, 8.9F);
        case Shape::hexagon:
            return polygon(x, y, 6, 8.6F, std::numbers::pi_v<float> / 6);
        case Shape::cross:
            return std::min(box(x, y, 3.4F, 8), box(x, y, 8, 3.4F));
    }
    return 1;
}

struct Accumulated {
    float r = 0, g = 0, b = 0, a = 0;
    void over(std::uint32_t rgb, float alpha)
    {
        const auto part = [&](unsigned shift) { return static_cast<float>(rgb >> shift & 0xffU) / 255 * alpha; };
        r = part(16) + r * (1 - alpha);
        g = part(8) + g * (1 - alpha);
        b = part(0) + b * (1 - alpha);
        a = alpha + a * (1 - alpha);
    }
};

template <typename Distance>
void draw_cell(SymbolSheet& sheet, std::size_t cell, float scale, float line, std::uint32_t rgb, Distance at)
{
    const float middle = static_cast<float>(sheet.side) / 2;
    for (int py = 0; py < sheet.side; ++py)
        for (int px = 0; px < sheet.side; ++px) {
            int inside = 0, edge = 0;
            for (int s = 0; s < samples * samples; ++s) {
                const float sx = (static_cast<float>(s % samples) + 0.5F) / samples;
                const float sy = (static_cast<float>(s / samples) + 0.5F) / samples;
                const float d =
                    at((static_cast<float>(px) + sx - middle) / scale, (static_cast<float>(py) + sy - middle) / scale);
                inside += d <= 0;
                edge += d > 0 && d <= line;
            }
            constexpr float all = samples * samples;
            Accumulated out;
            out.over(ink, static_cast<float>(inside + edge) / all * 0.92F);
            out.over(rgb, static_cast<float>(inside) / all);
            const auto column = cell * static_cast<std::size_t>(sheet.side) + static_cast<std::size_t>(px);
            auto* to =
                &sheet.rgba[(static_cast<std::size_t>(py) * domain::kind_count * static_cast<std::size_t>(sheet.side) +
                             column) *
                            4];
            const float parts[4] = {out.r, out.g, out.b, out.a};
            for (int c = 0; c < 4; ++c) to[c] = static_cast<std::uint8_t>(std::lround(parts[c] * 255));
        }
}

void draw_letter(SymbolSheet& sheet, std::size_t cell, const GlyphAtlas::Bitmap& letter, float down)
{
    const int left = (sheet.side - letter.width) / 2;
    const int top = static_cast<int>(std::lround(static_cast<float>(sheet.side - letter.height) / 2 + down));
    for (int y = 0; y < letter.height; ++y)
        for (int x = 0; x < letter.width; ++x) {
            const int ty = top + y, tx = left + x;
            if (ty < 0 || ty >= sheet.side || tx < 0 || tx >= sheet.side) continue;
            const float cover = static_cast<float>(letter.cover[static_cast<std::size_t>(y * letter.width + x)]) / 255;
            const auto column = cell * static_cast<std::size_t>(sheet.side) + static_cast<std::size_t>(tx);
            auto* to =
                &sheet.rgba[(static_cast<std::size_t>(ty) * domain::kind_count * static_cast<std::size_t>(sheet.side) +
                             column) *
                            4];
            const std::uint32_t parts[3] = {ink >> 16U & 0xffU, ink >> 8U & 0xffU, ink & 0xffU};
            for (int c = 0; c < 3; ++c)
                to[c] = static_cast<std::uint8_t>(
                    std::lround(static_cast<float>(parts[c]) * cover + static_cast<float>(to[c]) * (1 - cover)));
        }
}

SymbolSheet empty_sheet(float design_side, float scale)
{
    SymbolSheet sheet;
    sheet.side = static_cast<int>(std::ceil(design_side * scale));
    const auto side = static_cast<std::size_t>(sheet.side);
    sheet.rgba.resize(side * side * domain::kind_count * 4);
    return sheet;
}

}  // namespace

SymbolSheet full_symbols(GlyphAtlas& glyphs, float scale)
{
    SymbolSheet sheet = empty_sheet(26, scale);
    for (std::size_t k = 0; k < domain::kind_count; ++k) {
        const domain::KindInfo& kind = domain::kinds()[k];
        draw_cell(sheet, k, scale, outline, kind.rgb, [&](float x, float y) { return distance(kind.shape, x, y); });
        const bool triangle = kind.shape == Shape::triangle, cross = kind.shape == Shape::cross;
        const float size = triangle ? 7.5F : cross ? 7.0F : 9.5F;
        const auto letter = glyphs.letter(static_cast<char32_t>(kind.letter), size * scale, true);
        draw_letter(sheet, k, letter, (triangle ? 2.6F : kind.shape == Shape::pentagon ? 0.6F : 0.0F) * scale);
    }
    return sheet;
}

SymbolSheet dot_symbols(float scale)
{
    SymbolSheet sheet = empty_sheet(7, scale);
    for (std::size_t k = 0; k < domain::kind_count; ++k)
        draw_cell(sheet, k, scale, 0.8F, domain::kinds()[k].rgb,
                  [](float x, float y) { return std::hypot(x, y) - 2.1F; });
    return sheet;
}

SymbolSheet speck_symbols(float scale)
{
    SymbolSheet sheet = empty_sheet(5, scale);
    for (std::size_t k = 0; k < domain::kind_count; ++k)
        draw_cell(sheet, k, scale, 0.5F, domain::kinds()[k].rgb,
                  [](float x, float y) { return std::hypot(x, y) - 1.2F; });
    return sheet;
}

}  // namespace tuantra::render
