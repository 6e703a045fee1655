#pragma once
#include "render/strokes.hpp"
#include "view/model.hpp"

#include <vector>

namespace tuantra::render {

/// Movers at the clock's instant: where each is, where it heads, and its way through the trail, fading with age. Made
/// anew for every frame from the pieces under way, so that a frame costs what is shown of the instant, not what the
/// records hold. A mover that fell silent within the trail keeps an empty ring where it was last.
class Movers {
public:
    void draw(const Program& stroke, const view::Model& model, const Frame& frame);
    /// Rings that widen round incidents in the moment after they occur. Only while the clock plays.
    void add_rings(const view::Model& model, const Frame& frame, StrokeMesh& overlay) const;

private:
    void add_tail(const domain::TrackColumns& tracks, std::size_t piece, const domain::FixRange& range,
                  std::optional<domain::MapPoint> here, std::size_t stride, const Frame& frame, view::Colour colour);
    void add_head(const domain::TrackPosition& here, const Frame& frame, view::Colour colour);

    double m_from_s = 0, m_at_s = 0;
    std::vector<std::uint32_t> m_pieces;
    std::vector<domain::FixRange> m_ranges;
    std::vector<Pixel> m_line;
    StrokeMesh m_tails, m_heads;
    StrokeBuffer m_tail_buffer, m_head_buffer;
};

}  // namespace tuantra::render
