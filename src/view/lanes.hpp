#pragma once
#include "domain/line.hpp"
#include "domain/time.hpp"
#include "domain/time_bins.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace tuantra::view {

/// What patrols and posts watched along a line, in cells of one kilometre; cell i is [i, i + 1) and the last is
/// shorter.
struct LineWatch {
    double length_km = 0;              ///< official
    std::vector<float> patrol_per_km;  ///< patrol-kilometres per kilometre of line, in the window
    std::vector<float> post_hours;     ///< hours that posts watched it, in the window
    std::vector<bool> watched;         ///< by either, in the window; without it nothing is known: not cold, not watched
    float peak = 0;                    ///< greatest patrol_per_km
    bool empty() const { return patrol_per_km.empty(); }
};

/// The last moment of a patrol on each kilometre before an instant, however long ago.
struct LastSeen {
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::min();
    std::optional<domain::Instant> before;  ///< open: all there is
    std::array<std::vector<std::int64_t>, domain::line_count> at_s;
};

/// Patrol effort for the ribbon. It is that of the filter's window and of the whole line: what the filter says of
/// places, sources and incidents leaves it alone, so that a kilometre is called unwatched only when nobody was there.
struct Watch {
    std::optional<domain::Instant> since, until;
    std::array<LineWatch, domain::line_count> lines;
    std::shared_ptr<const LastSeen> last_seen;  ///< before `until`
    std::size_t tracks = 0, posts = 0;          ///< of patrols looked at in the window; posts that see anything
};

/// Incidents by time and kilometre, as the filter yields them, within the reach of the ribbon's other counts.
struct SpaceTime {
    std::uint64_t scene = 0;  ///< version of the scene it was made from
    domain::TimeBin bin = domain::TimeBin::day;
    domain::Zone zone;
    std::int64_t first = 0;  ///< number of the first bin
    std::size_t rows = 0;    ///< bins
    /// Of row r and kilometre k at [r * cells + k]. A record that is known no better than several bins is shared
    /// between them by the overlap.
    std::array<std::vector<float>, domain::line_count> count;
    std::array<std::size_t, domain::line_count> cells{};

    domain::Instant start(std::size_t row) const
    {
        return domain::bin_start(first + static_cast<std::int64_t>(row), bin, zone);
    }
};

}  // namespace tuantra::view
