#pragma once
#include "render/background.hpp"
#include "render/raster.hpp"
#include "render/strokes.hpp"
#include "render/track_levels.hpp"
#include "view/scene.hpp"

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace tuantra::render {

/// The colour of a mover's track.
view::Colour mover_colour(std::string_view mover, const view::Palette& palette);

/// Patrol and vessel tracks, thinned to the pixels they cover, with arrows in the direction of travel when near and
/// dashes where a mover was silent. Where there are too many to be followed they are drawn beside the frames into a
/// raster, which costs as many pixels as they cover, whatever their number.
class Tracks {
public:
    /// Takes over what the background has finished and orders what is missing. With `complete` the picture is the
    /// scene's when it returns. Whether the picture changed.
    bool prepare(const std::shared_ptr<const view::Scene>& scene, const Frame& frame, bool complete);
    void draw(const Program& stroke, const Program& image, const Frame& frame) const;
    bool busy() const { return m_work.running(); }

private:
    struct Gap {
        std::size_t before = 0, after = 0;  ///< pieces
    };
    /// What depends on the records alone.
    struct Lines {
        TrackLevels levels;
        std::vector<Gap> gaps;
    };
    struct Picture {
        std::shared_ptr<const Lines> lines;
        std::shared_ptr<const view::Scene> scene;
        std::string palette;
        Patch patch;
        StrokeMesh mesh, gaps;
        Raster raster;
    };
    class Arrows;
    struct Look;
    static std::vector<Gap> find_gaps(const domain::TrackColumns& columns);
    static std::optional<Picture> build(std::shared_ptr<const Lines> lines, std::shared_ptr<const view::Scene> scene,
                                        const Frame& frame, std::stop_token stop);
    static Look look_of(const Lines& lines, const Frame& frame, const Patch& patch, double pixels);
    static void add_strokes(Picture& picture, const Look& look, const std::vector<std::uint32_t>& pieces);
    static void add_raster(Picture& picture, const Look& look, const std::vector<std::uint32_t>& pieces,
                           const Frame& frame, const std::stop_token& stop);
    static void add_lines(LineCanvas& canvas, const Patch& patch, const Look& look,
                          std::span<const std::uint32_t> pieces, Pixel corner, const std::stop_token& stop);
    static void colour_raster(Raster& raster, const Look& look, const LineCanvas& one, const LineCanvas& two,
                              double steps);
    static void add_arrows(StrokeMesh& mesh, const Patch& patch, const Look& look,
                           std::span<const std::uint32_t> pieces);
    static void add_gaps(Picture& picture, const Look& look, const std::vector<bool>& shown);
    void show(Picture picture);

    std::shared_ptr<const Lines> m_lines;
    std::shared_ptr<const view::Scene> m_scene;
    std::string m_palette;
    Patch m_patch;
    StrokeBuffer m_buffer, m_gap_buffer;
    RasterImage m_image;
    Background<Picture> m_work;
    std::shared_ptr<const view::Scene> m_ordered;  ///< that the work is for
};

}  // namespace tuantra::render
