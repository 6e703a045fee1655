#pragma once
#include "view/lanes.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tuantra::ui {

/// The lanes of one line of the ribbon, in their order from above.
enum class LaneKind : std::uint8_t { density, incidents, patrols, unseen };
struct LanePlace {
    LaneKind kind = LaneKind::density;
    float y = 0, h = 0;  ///< from the top of the room
};
/// Which lanes find room in a height, and where: the density always, then the time unseen, the patrols, the incidents.
/// `unit` is pixels per point.
std::vector<LanePlace> lane_places(float height, float unit);

/// What was watched between two kilometres.
struct WatchedPart {
    double km = 0;  ///< of the line
    double not_watched_km = 0;
    double patrol_per_km = 0;  ///< mean over the part
    double post_hours = 0;     ///< mean over the part
    bool mostly_not() const { return 2 * not_watched_km > km; }
};
/// Cells that lie half within count half. Nothing outside the line.
WatchedPart watched_between(const view::LineWatch& watch, double from_km, double to_km);

/// When the part was last seen.
struct SeenPart {
    double km = 0;
    double never_km = 0;
    std::optional<std::int64_t> longest_ago_s;  ///< of the cells that were seen at all
    bool mostly_never() const { return 2 * never_km > km; }
};
SeenPart seen_between(const std::vector<std::int64_t>& at_s, double length_km, double from_km, double to_km);
/// Hours since the cells that were seen at all were seen: the shortest and the longest; 0 and 0 without any.
struct UnseenRange {
    double least_h = 0, most_h = 0;
};
UnseenRange unseen_range(const std::vector<std::int64_t>& at_s, std::int64_t now_s);
/// Where hours stand in the range, 0..1, by their logarithm: a day and a week must both be told from a year.
float unseen_share(double hours, UnseenRange range);

/// Sum of a block of the space-time counts, rows [row, row_end) and whole kilometres [km, km_end).
double block_sum(const view::SpaceTime& counts, std::size_t line, std::size_t row, std::size_t row_end, double from_km,
                 double to_km);
/// How many neighbouring rows of time are drawn as one, so that each is at least `least` high.
std::size_t rows_per_band(std::size_t rows, float height, float least);

}  // namespace tuantra::ui
