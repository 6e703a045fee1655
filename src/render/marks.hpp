#pragma once
#include "render/place_index.hpp"
#include "render/strokes.hpp"
#include "render/text.hpp"
#include "view/model.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace tuantra::render {

/// Incidents: full symbols where they can be told apart, dots beside them, and a texture of densities once there are more
/// in view than anyone could tell apart.
class Marks {
public:
    Marks(GlyphAtlas& glyphs, float scale);

    void prepare(const std::shared_ptr<const view::Scene>& scene, const Frame& frame);
    void draw(const Program& mark, const Program& image, const Frame& frame) const;
    /// The selected and the hovered one, above all others. Adds their rings to `overlay`.
    void draw_pointed(const Program& mark, const view::Model& model, const Frame& frame, StrokeMesh& overlay);
    std::optional<std::uint32_t> pick(const view::Model& model, view::ScreenPoint at, float reach) const;
    /// Where full symbols stand, so that labels can keep clear.
    void each_symbol(const Frame& frame, const std::function<void(PixelBox)>& visit) const;

private:
    struct Vertex {
        float x = 0, y = 0;
        std::uint32_t cell = 0;
    };
    struct Points {
        Points();
        void upload(const std::vector<Vertex>& vertices);
        VertexArray array;
        Buffer buffer;
        GLsizei count = 0;
    };
    struct Sheet {
        Texture texture;
        int side = 1;
    };
    void gather(const Frame& frame);
    void bin(const Frame& frame);
    void colour_bins(int columns, int rows);
    void draw_points(const Program& mark, const Frame& frame, const Points& points, const Sheet& sheet, Pixel shift,
                     float alpha = 1) const;

    std::shared_ptr<const view::Scene> m_scene;
    PlaceIndex m_index;
    Patch m_patch;
    bool m_binned = false;
    std::vector<std::uint32_t> m_symbol_rows;
    std::vector<Vertex> m_symbol_vertices;
    Points m_symbols, m_dots, m_pointed;
    Sheet m_symbol_sheet, m_dot_sheet, m_speck_sheet;
    bool m_specks = false;

    struct Bin {
        float n = 0, r = 0, g = 0, b = 0;
    };
    std::vector<Bin> m_bins;
    std::vector<std::uint8_t> m_image;
    Texture m_bin_texture;
    VertexArray m_bin_array;
    Buffer m_bin_buffer;
    MapBox m_bin_box = MapBox::nothing();
    double m_bin_step = 0;
};

}  // namespace tuantra::render
