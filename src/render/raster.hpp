#pragma once
#include "render/frame.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace tuantra::render {

/// Texels over a stretch of the map, most of them empty: only the squares with anything in them are kept, each with a
/// rim of its neighbours' texels, so that it can be smoothed on its own. Pure; made beside the frames.
struct Raster {
    struct Square {
        int column = 0, row = 0;  ///< of the square, not of texels
    };
    int columns = 0, rows = 0;       ///< texels
    MapBox box = MapBox::nothing();  ///< rows go from north to south
    int side = 32;                   ///< of a square, texels
    std::vector<Square> squares;
    std::vector<std::uint32_t> texels;  ///< as packed(), (side + 2)^2 for each square

    /// Keeps the squares that hold anything. `at(column, row)` gives a texel, 0 for an empty one.
    template <typename At>
    void fill(const At& at)
    {
        squares.clear();
        texels.clear();
        for (int row = 0; row * side < rows; ++row)
            for (int column = 0; column * side < columns; ++column) {
                const int left = column * side, top = row * side;
                if (!any(at, left, top)) continue;
                squares.push_back({column, row});
                for (int y = top - 1; y <= top + side; ++y)
                    for (int x = left - 1; x <= left + side; ++x)
                        texels.push_back(x >= 0 && y >= 0 && x < columns && y < rows ? at(x, y) : 0);
            }
    }

private:
    template <typename At>
    bool any(const At& at, int left, int top) const
    {
        for (int y = top; y < std::min(top + side, rows); ++y)
            for (int x = left; x < std::min(left + side, columns); ++x)
                if (at(x, y) != 0) return true;
        return false;
    }
};

/// A raster on the GPU. Uploading and drawing cost as many texels as there are in squares that hold something.
class RasterImage {
public:
    RasterImage();
    /// `smooth`: between texels, for those larger than pixels.
    void upload(const Raster& raster, bool smooth);
    void draw(const Program& image, const Frame& frame, const Rgba& tint) const;
    bool empty() const { return m_squares.empty(); }

private:
    struct Corner {
        float x = 0, y = 0, u = 0, v = 0;
        std::uint32_t tint = 0;
    };
    std::vector<Raster::Square> m_squares;
    int m_columns = 0, m_rows = 0, m_side = 1;
    MapBox m_box = MapBox::nothing();
    Texture m_texture;
    int m_width = 0, m_height = 0;  ///< of the texture
    bool m_smooth = false;
    VertexArray m_array;
    Buffer m_buffer;
};

/// Lines of one width drawn on the CPU: how far each pixel is covered, in which of a few colours, and how often.
class LineCanvas {
public:
    LineCanvas(int width, int height)
        : m_width(width), m_height(height), m_pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height))
    {
    }
    struct Point {
        std::uint8_t cover = 0, colour = 0;  ///< 255: full
        std::uint16_t times = 0;             ///< about how many lines passed; stays at the greatest
    };
    /// Pixels from the upper left corner; what lies outside is left out. Where lines cross, the fuller one shows, and a
    /// step of a pixel or two that others have covered before is counted but not drawn again.
    void line(Pixel a, Pixel b, float half_width, std::uint8_t colour);
    const Point& at(int x, int y) const { return m_pixels[index(x, y)]; }

private:
    std::size_t index(int x, int y) const
    {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(x);
    }
    bool has(int x, int y) const { return x >= 0 && y >= 0 && x < m_width && y < m_height; }
    bool again(Pixel a, Pixel b);
    static void count(Point& point) { point.times = static_cast<std::uint16_t>(std::min(point.times + 1, 0xffff)); }
    void put(int x, int y, float cover, std::uint8_t colour)
    {
        if (!has(x, y)) return;
        Point& point = m_pixels[index(x, y)];
        const auto value = static_cast<std::uint8_t>(std::min(cover, 1.0F) * 255);
        count(point);
        if (value <= point.cover) return;
        point.cover = value;
        point.colour = colour;
    }
    int m_width, m_height;
    std::vector<Point> m_pixels;
};

}  // namespace tuantra::render
