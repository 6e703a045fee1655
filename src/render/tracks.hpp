#pragma once
#include "render/background.hpp"
#include "render/strokes.hpp"
#include "view/scene.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace tuantra::render {

/// The colour of a mover's track.
view::Colour mover_colour(std::string_view mover, const view::Palette& palette);

/// Patrol and vessel tracks, thinned to the pixels they cover, with arrows in the direction of travel when near and
/// dashes where a mover was silent.
class Tracks {
public:
    /// Takes over what the background has finished and orders what is missing. With `complete` the picture is the
    /// scene's when it returns. Whether the picture changed.
    bool prepare(const std::shared_ptr<const view::Scene>& scene, const Frame& frame, bool complete);
    void draw(const Program& stroke, const Frame& frame) const;
    bool busy() const { return m_work.running(); }

private:
    struct Gap {
        std::size_t before = 0, after = 0;  ///< pieces
    };
    /// What depends on the records alone.
    struct Lines {
        std::shared_ptr<const domain::TrackColumns> columns;
        LineSet set;
        std::vector<Gap> gaps;
    };
    struct Picture {
        std::shared_ptr<const Lines> lines;
        std::shared_ptr<const view::Scene> scene;
        std::string palette;
        Patch patch;
        StrokeMesh mesh, gaps;
    };
    static std::vector<Gap> find_gaps(const domain::TrackColumns& columns);
    static Picture build(std::shared_ptr<const Lines> lines, std::shared_ptr<const view::Scene> scene,
                         const Frame& frame);
    static void add_gaps(Picture& picture, const std::vector<bool>& shown, const std::vector<std::uint32_t>& colours,
                         float half_width);
    void show(Picture picture);

    std::shared_ptr<const Lines> m_lines;
    std::shared_ptr<const view::Scene> m_scene;
    std::string m_palette;
    Patch m_patch;
    StrokeBuffer m_buffer, m_gap_buffer;
    Background<Picture> m_work;
};

}  // namespace tuantra::render
