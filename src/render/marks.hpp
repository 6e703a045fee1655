#pragma once
#include "render/background.hpp"
#include "render/place_index.hpp"
#include "render/raster.hpp"
#include "render/strokes.hpp"
#include "render/text.hpp"
#include "view/model.hpp"

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace tuantra::render {

/// Incidents: full symbols where they can be told apart, dots beside them, and a texture of densities once there are
/// more in view than anyone could tell apart.
class Marks {
public:
    Marks(GlyphAtlas& glyphs, float scale);

    /// Takes over what the background has finished and orders what is missing. With `complete` the picture is the
    /// scene's when it returns. Whether the picture changed.
    bool prepare(const std::shared_ptr<const view::Scene>& scene, const Frame& frame, bool complete);
    bool busy() const { return m_work.running(); }
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
    /// What is shown of one scene for one stretch of map.
    struct Picture {
        std::shared_ptr<const view::Scene> scene;
        std::shared_ptr<const PlaceIndex> index;
        Patch patch;
        bool binned = false, specks = false;
        std::vector<std::uint32_t> symbol_rows;
        std::vector<Vertex> symbols, dots;
        Raster raster;    ///< of densities
        double step = 0;  ///< metres of its texels
        bool serves(const Frame& frame) const;
    };
    static std::optional<Picture> build(std::shared_ptr<const view::Scene> scene,
                                        std::shared_ptr<const PlaceIndex> index, const Frame& frame,
                                        const std::stop_token& stop);
    static void gather(Picture& picture, const Frame& frame);
    static void bin(Picture& picture, const Frame& frame);
    void show(Picture picture);
    std::size_t size() const { return m_picture.index ? m_picture.index->size() : 0; }
    void draw_points(const Program& mark, const Frame& frame, const Points& points, const Sheet& sheet, Pixel shift,
                     float grow, float alpha = 1) const;

    Picture m_picture;
    Background<Picture> m_work;
    std::shared_ptr<const view::Scene> m_ordered;  ///< that the work is for
    Points m_symbols, m_dots, m_pointed;
    Sheet m_symbol_sheet, m_dot_sheet, m_speck_sheet;
    RasterImage m_image;
};

}  // namespace tuantra::render
