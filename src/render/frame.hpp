#pragma once
#include "render/gl.hpp"
#include "view/camera.hpp"
#include "view/style.hpp"

#include <array>
#include <cmath>
#include <cstdint>

namespace tuantra::render {

struct Pixel {
    float x = 0, y = 0;
};

/// A rectangle in pixels, y down.
struct PixelBox {
    float left = 0, top = 0, right = 0, bottom = 0;
    bool meets(const PixelBox& o) const { return left < o.right && o.left < right && top < o.bottom && o.top < bottom; }
    PixelBox grown(float by) const { return {left - by, top - by, right + by, bottom + by}; }
};

/// A rectangle on the display plane.
struct MapBox {
    double west = 0, south = 0, east = 0, north = 0;
    bool meets(const MapBox& o) const
    {
        return west <= o.east && o.west <= east && south <= o.north && o.south <= north;
    }
    bool has(domain::MapPoint p) const { return p.x >= west && p.x <= east && p.y >= south && p.y <= north; }
    void add(domain::MapPoint p)
    {
        west = std::min(west, p.x);
        east = std::max(east, p.x);
        south = std::min(south, p.y);
        north = std::max(north, p.y);
    }
    static MapBox nothing() { return {1e300, 1e300, -1e300, -1e300}; }
};

/// What one draw() sees: the camera resized to its viewport, and the sizes that follow from it.
struct Frame {
    view::Camera camera;
    float scale = 1;  ///< pixels per design pixel
    const view::Palette* palette = nullptr;

    float px(double design) const { return static_cast<float>(design) * scale; }
    float width() const { return static_cast<float>(camera.width); }
    float height() const { return static_cast<float>(camera.height); }
    Pixel pixel(domain::MapPoint p) const
    {
        return {static_cast<float>((p.x - camera.centre.x) / camera.metres_per_pixel + camera.width * 0.5),
                static_cast<float>((camera.centre.y - p.y) / camera.metres_per_pixel + camera.height * 0.5)};
    }
    MapBox box(double margin_px = 0) const
    {
        const double w = (camera.width * 0.5 + margin_px) * camera.metres_per_pixel;
        const double h = (camera.height * 0.5 + margin_px) * camera.metres_per_pixel;
        return {camera.centre.x - w, camera.centre.y - h, camera.centre.x + w, camera.centre.y + h};
    }
};

/// The part of the map that a buffer was built for. Buffers hold pixels relative to `centre`, computed in doubles, so
/// that nothing jitters; they serve every camera of the same scale that stays within.
struct Patch {
    domain::MapPoint centre;
    double metres_per_pixel = 0;
    MapBox box = MapBox::nothing();

    static Patch around(const Frame& frame)
    {
        return around(frame, 0.2 * std::max(frame.camera.width, frame.camera.height) + 64);
    }
    static Patch around(const Frame& frame, double margin)
    {
        return {frame.camera.centre, frame.camera.metres_per_pixel, frame.box(margin)};
    }
    /// With `margin_px` around the frame.
    bool serves(const Frame& frame, double margin_px = 0) const
    {
        const MapBox view = frame.box(margin_px);
        return frame.camera.metres_per_pixel == metres_per_pixel && view.west >= box.west && view.east <= box.east &&
               view.south >= box.south && view.north <= box.north;
    }
    Pixel pixel(domain::MapPoint p) const
    {
        return {static_cast<float>((p.x - centre.x) / metres_per_pixel),
                static_cast<float>((centre.y - p.y) / metres_per_pixel)};
    }
    /// What to multiply the patch's pixels by, and then to add, to get the frame's.
    float grow(const Frame& frame) const
    {
        return metres_per_pixel > 0 ? static_cast<float>(metres_per_pixel / frame.camera.metres_per_pixel) : 1;
    }
    Pixel shift(const Frame& frame) const { return frame.pixel(centre); }
};

using Rgba = std::array<float, 4>;

/// Premultiplied.
inline Rgba rgba(view::Colour c, float alpha = 1, float dim = 1)
{
    const auto part = [&](unsigned shift) { return static_cast<float>(c.rgba >> shift & 0xffU) / 255.0F; };
    const float a = part(0) * alpha;
    return {part(24) * a * dim, part(16) * a * dim, part(8) * a * dim, a};
}

inline std::uint32_t packed(const Rgba& c)
{
    const auto byte = [](float v) {
        return static_cast<std::uint32_t>(std::lround(std::fmin(std::fmax(v, 0.0F), 1.0F) * 255));
    };
    return byte(c[0]) | byte(c[1]) << 8U | byte(c[2]) << 16U | byte(c[3]) << 24U;
}

inline view::Colour mixed(view::Colour a, view::Colour b, double t)
{
    std::uint32_t out = 0;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        const double va = a.rgba >> shift & 0xffU, vb = b.rgba >> shift & 0xffU;
        out |= static_cast<std::uint32_t>(std::lround(va + (vb - va) * t)) << shift;
    }
    return {out};
}

inline view::Colour opaque_rgb(std::uint32_t rgb)
{
    return {rgb << 8U | 0xffU};
}

inline void set_colour(GLint uniform, const Rgba& c)
{
    glUniform4f(uniform, c[0], c[1], c[2], c[3]);
}

/// Sets the uniforms that every pixel-space program has: u_shift and u_size.
inline void set_space(const Program& program, const Frame& frame, Pixel shift)
{
    glUniform2f(program.uniform("u_shift"), shift.x, shift.y);
    glUniform2f(program.uniform("u_size"), frame.width(), frame.height());
}

}  // namespace tuantra::render
