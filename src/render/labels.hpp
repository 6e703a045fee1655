#pragma once
#include "domain/basemap.hpp"
#include "lang/lang.hpp"
#include "render/strokes.hpp"
#include "render/text.hpp"
#include "view/model.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tuantra::render {

/// Boxes on the screen that nothing else may cover.
class Room {
public:
    bool free(const PixelBox& box) const;
    void take(const PixelBox& box) { m_boxes.push_back(box); }

private:
    std::vector<PixelBox> m_boxes;
};

/// Names on the map. Each is fixed to its place; the greater ones are set first and the others give way, so that
/// panning moves names but does not shuffle them.
class Labels {
public:
    void prepare(const std::shared_ptr<const domain::Basemap>& basemap, const std::string& today);
    /// Adds texts and the dots and squares that belong to them. `room` holds what stands already. First the great names
    /// (countries, seas, capitals), which may stand over symbols, then, in a second call, the others.
    void draw(const Frame& frame, const view::Layers& layers, bool great, Room& room, GlyphAtlas& glyphs,
              std::vector<TextVertex>& text, StrokeMesh& overlay);

private:
    enum class Sort : std::uint8_t { country, sea, archipelago, place, gate, port, province };
    struct Name {
        std::string text;
        domain::MapPoint map;
        Sort sort = Sort::place;
        int rank = 4;
        double nearest = 0, farthest = 1e9;  ///< metres per pixel between which it is shown
        double priority = 0;                 ///< smaller first
    };
    void add(Name name);
    TextStyle style_of(const Name& name, const Frame& frame) const;
    bool place_area(const Name& name, const Frame& frame, Room& room, GlyphAtlas& glyphs,
                    std::vector<TextVertex>& text) const;
    void place_point(const Name& name, const Frame& frame, Room& room, GlyphAtlas& glyphs,
                     std::vector<TextVertex>& text, StrokeMesh& overlay) const;

    std::shared_ptr<const domain::Basemap> m_basemap;
    lang::Language m_language = lang::Language::vi;
    std::string m_today;
    std::vector<Name> m_names;  ///< by priority
};

}  // namespace tuantra::render
