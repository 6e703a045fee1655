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
    void upload(const Raster& raster);
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
    VertexArray m_array;
    Buffer m_buffer;
};

/// Lines of one width drawn on the CPU: how far each pixel is covered, and in which of a few colours.
class LineCanvas {
public:
    LineCanvas(int width, int height)
        : m_width(width), m_height(height), m_pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height))
    {
    }
    /// Pixels from the upper left corner; what lies outside is left out. Where lines cross, the fuller one shows, and a
    /// step of a pixel or two that others have covered before is not drawn again.
    void line(Pixel a, Pixel b, float half_width, std::uint8_t colour);
    /// Full pixels are 255.
    std::uint8_t cover(int x, int y) const { return static_cast<std::uint8_t>(m_pixels[at(x, y)] >> 8U); }
    std::uint8_t colour(int x, int y) const { return static_cast<std::uint8_t>(m_pixels[at(x, y)] & 0xffU); }

private:
    std::size_t at(int x, int y) const
    {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(x);
    }
    bool has(int x, int y) const { return x >= 0 && y >= 0 && x < m_width && y < m_height; }
    bool covered(Pixel p) const;
    void put(int x, int y, float cover, std::uint8_t colour)
    {
        if (!has(x, y)) return;
        const auto value = static_cast<std::uint32_t>(std::min(cover, 1.0F) * 255);
        auto& pixel = m_pixels[at(x, y)];
        if (value > pixel >> 8U) pixel = static_cast<std::uint16_t>(value << 8U | colour);
    }
    int m_width, m_height;
    std::vector<std::uint16_t> m_pixels;  ///< cover, colour
};

}  // namespace tuantra::render
