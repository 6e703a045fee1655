#pragma once
#include "domain/line.hpp"
#include "render/line_set.hpp"
#include "view/model.hpp"

#include <array>
#include <memory>
#include <vector>

namespace tuantra::render {

/// Line hotspots: a glow along the measured lines, as wide and as bright as the density there.
class Heat {
public:
    Heat();
    void prepare(const domain::Lines& lines, const std::shared_ptr<const view::Scene>& scene, const Frame& frame);
    /// Draws into `target` (a framebuffer) by way of a texture at half size.
    void draw(const Program& heat, const Program& glow, const view::Ramp& ramp, const Frame& frame, GLuint target,
              const GLint (&viewport)[4]);
    /// The density that the ramp's upper end stands for; 0 when there is nothing to show.
    static float peak(const view::Scene& scene);

private:
    struct Vertex {
        float x = 0, y = 0;
        float across = 0, value = 0;
    };
    struct Line {
        std::shared_ptr<const domain::MeasuredLine> source;
        LineSet set;  ///< `along` holds the chainage
    };
    void build(const view::Scene& scene, const Frame& frame);
    void add_run(const LineSet::Level& level, std::uint32_t from, std::uint32_t to, const view::LineHeat& heat,
                 float peak);
    void mark_tiles(domain::MapPoint a, domain::MapPoint b, float half);
    void build_tiles();
    void resize(int width, int height);

    std::array<Line, domain::line_count> m_lines;
    std::shared_ptr<const view::Scene> m_scene;
    Patch m_patch;
    float m_scale = 1;
    std::vector<Vertex> m_mesh;
    std::vector<std::uint32_t> m_indices;
    std::vector<bool> m_tiles;  ///< squares of the patch that the glow touches: only they are coloured
    std::size_t m_tiles_wide = 0, m_tiles_high = 0;
    VertexArray m_array, m_tile_array;
    Buffer m_vertices, m_index_buffer, m_tile_vertices;
    GLsizei m_count = 0, m_tile_count = 0;
    Texture m_values, m_ramp_texture;
    Framebuffer m_framebuffer;
    std::string m_ramp;
    int m_width = 0, m_height = 0;
};

}  // namespace tuantra::render
