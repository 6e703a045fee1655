#pragma once
#include "domain/track.hpp"
#include "render/frame.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace tuantra::render {

/// The tracks of a scene at falling levels of detail. A level is a list of fixes of the columns, so that ten million of
/// them cost a few bytes each rather than a copy.
class TrackLevels {
public:
    struct Level {
        double tolerance = 0;  ///< display metres; what was left out is within twice that of the fix kept before it
        std::vector<std::uint32_t> fixes;  ///< ascending; empty in the finest level, which has all
        std::vector<std::uint32_t> start;  ///< pieces + 1 entries, as in the columns
        std::uint32_t fix(std::size_t i) const { return fixes.empty() ? static_cast<std::uint32_t>(i) : fixes[i]; }
    };
    /// Reads every fix about once, on as many threads as there are cores. \pre fewer than 2^32 fixes
    explicit TrackLevels(std::shared_ptr<const domain::TrackColumns> tracks);

    const domain::TrackColumns& tracks() const { return *m_tracks; }
    const std::shared_ptr<const domain::TrackColumns>& columns() const { return m_tracks; }
    /// The coarsest level that is still exact to `tolerance`.
    const Level& level(double tolerance) const;
    /// What a piece covers; nothing for one without fixes.
    const MapBox& extent(std::size_t piece) const { return m_extents[piece]; }

private:
    std::shared_ptr<const domain::TrackColumns> m_tracks;
    std::vector<Level> m_levels;  ///< finest first
    std::vector<MapBox> m_extents;
};

}  // namespace tuantra::render
