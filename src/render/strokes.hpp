#pragma once
#include "render/frame.hpp"
#include "render/line_set.hpp"

#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace tuantra::render {

struct StrokeVertex {
    float x = 0, y = 0;      ///< pixels
    float across = 0;        ///< signed distance from the line's middle, pixels
    float along = 0;         ///< pixels along the line, for dashes
    float half = 0.5F;       ///< half the line's width, unless the pass says another
    std::uint32_t rgba = 0;  ///< premultiplied
};

/// Lines as triangles in pixel space: mitred where they bend, cut where they turn back.
class StrokeMesh {
public:
    /// `half_width`: of the widest pass that will be drawn with it.
    void add(std::span<const Pixel> line, float half_width, std::uint32_t rgba, float along = 0);
    void add_ring(Pixel centre, float radius, float half_width, std::uint32_t rgba);
    /// A filled rectangle with round corners.
    void add_panel(const PixelBox& box, float radius, std::uint32_t rgba);
    void add_triangle(Pixel a, Pixel b, Pixel c, std::uint32_t rgba);
    void clear();
    bool empty() const { return m_indices.empty(); }
    const std::vector<StrokeVertex>& vertices() const { return m_vertices; }
    const std::vector<std::uint32_t>& indices() const { return m_indices; }

private:
    void pair(Pixel p, Pixel normal, float stretch, float half, float along, std::uint32_t rgba, bool joined);
    std::vector<StrokeVertex> m_vertices;
    std::vector<std::uint32_t> m_indices;
};

/// A mesh on the GPU.
class StrokeBuffer {
public:
    StrokeBuffer();
    void upload(const StrokeMesh& mesh);
    struct Pass {
        Rgba tint{1, 1, 1, 1};
        float half_width = 0;                ///< 0: as wide as the vertices say
        float dash_on = 0, dash_period = 0;  ///< 0: solid
    };
    /// `grow` other than 1 shows a mesh that was made for a nearby zoom.
    void draw(const Program& stroke, const Frame& frame, Pixel shift, const Pass& pass, float grow = 1) const;
    bool empty() const { return m_count == 0; }

private:
    VertexArray m_array;
    Buffer m_vertices, m_indices;
    GLsizei m_count = 0;
};

/// Lines of the map, tessellated for a patch and kept until the view leaves it.
class MapStrokes {
public:
    explicit MapStrokes(LineSet lines) : m_lines(std::move(lines)) {}
    /// `half_width` as for StrokeMesh; `dash_period` keeps dashes in place while panning.
    void prepare(const Frame& frame, float half_width, float dash_period = 0);
    void draw(const Program& stroke, const Frame& frame, const StrokeBuffer::Pass& pass) const;
    bool empty() const { return m_lines.empty(); }

private:
    LineSet m_lines;
    Patch m_patch;
    StrokeMesh m_mesh;
    StrokeBuffer m_buffer;
    float m_half_width = 0;
};

/// The part of a - b inside the box, or nothing: of far ends pixels would lose their precision.
std::optional<std::pair<domain::MapPoint, domain::MapPoint>> clipped(domain::MapPoint a, domain::MapPoint b,
                                                                     const MapBox& box);

/// Calls `run(points of the level, first index, last index)` for each stretch of segments that touch the box.
void each_run(const LineSet::Level& level, const MapBox& box,
              const std::function<void(const LineSet::Chunk&, std::uint32_t, std::uint32_t)>& run);

}  // namespace tuantra::render
