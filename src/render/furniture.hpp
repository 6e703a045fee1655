#pragma once
#include "render/labels.hpp"
#include "render/map_renderer.hpp"
#include "render/strokes.hpp"
#include "render/text.hpp"
#include "view/model.hpp"

namespace tuantra::render {

/// What stands on the map's edge: title, banner, legend, scale bar, north, attribution, graticule. First the boxes are
/// laid out (so that names keep clear of them), then drawn above the map.
class Furniture {
public:
    Furniture(const Frame& frame, const view::Model& model, const MapTexts& texts, GlyphAtlas& glyphs);
    void reserve(Room& room) const;
    void draw(std::vector<TextVertex>& text, StrokeMesh& overlay) const;
    /// The legend's ramp, drawn by the caller's image program: where it stands, or an empty box.
    PixelBox ramp() const { return m_ramp; }

private:
    void lay_out_legend();
    void lay_out_title();
    void lay_out_banner();
    void lay_out_scale();

    const Frame& m_frame;
    const view::Model& m_model;
    const MapTexts& m_texts;
    GlyphAtlas& m_glyphs;
    PixelBox m_legend, m_title, m_banner, m_scale, m_attribution, m_ramp;
    std::string m_title_text, m_scale_text, m_attribution_text;
    float m_scale_length = 0, m_peak = 0;
};

/// Meridians and parallels at round steps, with their degrees on the left and lower edge.
void draw_graticule(const Frame& frame, StrokeMesh& lines);
void label_graticule(const Frame& frame, Room& room, GlyphAtlas& glyphs, std::vector<TextVertex>& text);

}  // namespace tuantra::render
