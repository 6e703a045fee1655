#include "render/raster.hpp"

#include <cmath>

namespace tuantra::render {

RasterImage::RasterImage()
{
    describe(m_array, m_buffer, sizeof(Corner),
             {{2, GL_FLOAT, offsetof(Corner, x)},
              {2, GL_FLOAT, offsetof(Corner, u)},
              {4, GL_UNSIGNED_BYTE, offsetof(Corner, tint), Attribute::As::normalised}});
    glBindVertexArray(0);
}

void RasterImage::upload(const Raster& raster, bool smooth)
{
    m_squares = raster.squares;
    m_columns = raster.columns;
    m_rows = raster.rows;
    m_side = raster.side;
    m_box = raster.box;
    if (m_squares.empty()) return;
    if (m_columns > m_width || m_rows > m_height || smooth != m_smooth) {
        m_smooth = smooth;
        m_width = std::max(m_columns, m_width);
        m_height = std::max(m_rows, m_height);
        fill_texture(m_texture, GL_RGBA8, GL_RGBA, m_width, m_height, nullptr, smooth);
    }
    glBindTexture(GL_TEXTURE_2D, m_texture.id());
    const int pitch = m_side + 2;
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, pitch);
    for (std::size_t i = 0; i < m_squares.size(); ++i) {
        const int left = m_squares[i].column * m_side, top = m_squares[i].row * m_side;
        const int x = std::max(left - 1, 0), y = std::max(top - 1, 0);
        const int right = std::min(left + m_side + 1, m_width), bottom = std::min(top + m_side + 1, m_height);
        const std::uint32_t* block = raster.texels.data() + i * static_cast<std::size_t>(pitch * pitch);
        glTexSubImage2D(GL_TEXTURE_2D, 0, x, y, right - x, bottom - y, GL_RGBA, GL_UNSIGNED_BYTE,
                        block + (y - top + 1) * pitch + (x - left + 1));
    }
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
}

void RasterImage::draw(const Program& image, const Frame& frame, const Rgba& tint) const
{
    if (m_squares.empty()) return;
    const Pixel from = frame.pixel({m_box.west, m_box.north}), to = frame.pixel({m_box.east, m_box.south});
    const float wide = (to.x - from.x) / static_cast<float>(m_columns),
                high = (to.y - from.y) / static_cast<float>(m_rows);
    const std::uint32_t colour = packed(tint);
    const auto corner = [&](int column, int row) {
        const auto x = static_cast<float>(std::min(column, m_columns)), y = static_cast<float>(std::min(row, m_rows));
        return Corner{from.x + x * wide, from.y + y * high, x / static_cast<float>(m_width),
                      y / static_cast<float>(m_height), colour};
    };
    std::vector<Corner> corners;
    for (std::size_t i = 0; i < m_squares.size(); ++i) {
        const auto [column, row] = m_squares[i];
        int last = column;  // squares in a row are drawn as one
        while (i + 1 < m_squares.size() && m_squares[i + 1].row == row && m_squares[i + 1].column == last + 1) {
            ++i;
            ++last;
        }
        const Corner a = corner(column * m_side, row * m_side), d = corner((last + 1) * m_side, (row + 1) * m_side);
        if (d.x < 0 || d.y < 0 || a.x > frame.width() || a.y > frame.height()) continue;
        const Corner b{d.x, a.y, d.u, a.v, colour}, c{a.x, d.y, a.u, d.v, colour};
        corners.insert(corners.end(), {a, b, c, c, b, d});
    }
    if (corners.empty()) return;
    glBindVertexArray(m_array.id());
    glBindBuffer(GL_ARRAY_BUFFER, m_buffer.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(corners.size() * sizeof(Corner)), corners.data(),
                 GL_STREAM_DRAW);
    image.use();
    set_space(image, frame, {0, 0});
    glUniform1f(image.uniform("u_grow"), 1);
    glBindTexture(GL_TEXTURE_2D, m_texture.id());
    glDrawArrays(GL_TRIANGLES, 0, static_cast<GLsizei>(corners.size()));
}

namespace {

constexpr float short_step = 1.5F;          // pixels
constexpr std::uint8_t well_covered = 150;  // of 255

/// The whole number below; much cheaper than std::floor, which without SSE 4 is a call.
int below(float v)
{
    const int i = static_cast<int>(v);
    return i - (static_cast<float>(i) > v ? 1 : 0);
}

}  // namespace

/// Whether both ends are well covered; then the pass is counted.
bool LineCanvas::again(Pixel a, Pixel b)
{
    const int ax = below(a.x), ay = below(a.y), bx = below(b.x), by = below(b.y);
    if (!has(ax, ay) || !has(bx, by)) return false;
    Point& end = m_pixels[index(bx, by)];
    if (end.cover < well_covered || at(ax, ay).cover < well_covered) return false;
    count(end);
    return true;
}

/// Walks along the longer axis; at each step the line's cross section covers two or three pixels of the other axis.
void LineCanvas::line(Pixel a, Pixel b, float half_width, std::uint8_t colour)
{
    float dx = b.x - a.x, dy = b.y - a.y;
    if (std::abs(dx) < short_step && std::abs(dy) < short_step && again(a, b)) return;
    const bool steep = std::abs(dy) > std::abs(dx);
    if (steep) {
        std::swap(a.x, a.y);
        std::swap(b.x, b.y);
        std::swap(dx, dy);
    }
    if (dx < 0) {
        std::swap(a, b);
        dx = -dx;
        dy = -dy;
    }
    const auto most = static_cast<float>(steep ? m_height : m_width),
               across = static_cast<float>(steep ? m_width : m_height);
    if (!(b.x >= 0 && a.x <= most)) return;
    if ((a.y < -2 && b.y < -2) || (a.y > across + 2 && b.y > across + 2)) return;
    const float slope = dx > 0 ? dy / dx : 0;
    const float half = half_width * std::sqrt(1 + slope * slope);  // of the cross section along the other axis
    const int first = below(std::max(a.x, 0.0F)), last = below(std::min(b.x, most));
    for (int x = first; x <= last; ++x) {
        const float middle = std::clamp(static_cast<float>(x) + 0.5F, a.x, b.x);
        const float y = a.y + (middle - a.x) * slope, low = y - half, high = y + half;
        if (!(high >= 0 && low <= across)) continue;
        for (int cell = below(low); static_cast<float>(cell) < high; ++cell) {
            const float part = std::min(high, static_cast<float>(cell) + 1) - std::max(low, static_cast<float>(cell));
            if (steep)
                put(cell, x, part, colour);
            else
                put(x, cell, part, colour);
        }
    }
}

}  // namespace tuantra::render
