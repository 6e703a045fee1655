#pragma once
#include "domain/incident.hpp"
#include "domain/time.hpp"
#include "domain/track.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tuantra::domain {

/// The corners of what a piece covers on the display plane.
struct MapExtent {
    MapPoint low, high;
};

/// Which pieces of tracks were under way when. Immutable; shares the columns. Building reads every fix once.
class TrackClock {
public:
    TrackClock() = default;
    explicit TrackClock(std::shared_ptr<const TrackColumns> tracks);

    const std::shared_ptr<const TrackColumns>& tracks() const { return m_tracks; }
    /// From the first to the last fix of all; nullopt without fixes. Fractions of seconds are widened.
    std::optional<TimeSpan> span() const;
    /// \pre piece is one of the tracks', with at least one fix.
    const MapExtent& extent(std::size_t piece) const { return m_extents[piece]; }
    /// Pieces with a moment in [from_s, to_s], ascending, in place of what `found` held. Cost: logarithmic in the
    /// pieces, and linear in those found.
    void pieces_between(double from_s, double to_s, std::vector<std::uint32_t>& found) const;

private:
    void visit(std::size_t begin, std::size_t end, double from_s, double to_s, std::vector<std::uint32_t>& found) const;
    double grow(std::size_t begin, std::size_t end);

    struct Entry {
        double from_s = 0, to_s = 0;
        double latest_s = 0;  ///< greatest to_s of the subtree whose root this is
        std::uint32_t piece = 0;
    };
    std::shared_ptr<const TrackColumns> m_tracks;
    std::vector<MapExtent> m_extents;  ///< by piece
    std::vector<Entry> m_entries;      ///< by from_s; the middle of a range is the root of its subtree
};

/// Where a mover is at an instant of a piece.
struct TrackPosition {
    MapPoint place;                ///< between two fixes: as if it had gone straight and evenly
    std::size_t before = 0;        ///< the last fix not after the instant
    std::optional<double> course;  ///< radians clockwise from the map's north; nullopt where the mover stands still
};
/// nullopt before the piece's first fix and after its last. Cost logarithmic in the piece's fixes.
std::optional<TrackPosition> position_at(const TrackColumns& tracks, std::size_t piece, double at_s);

/// Fixes of a piece in [from_s, to_s]: [first, last), empty when first == last.
struct FixRange {
    std::size_t first = 0, last = 0;
};
FixRange fixes_between(const TrackColumns& tracks, std::size_t piece, double from_s, double to_s);

/// Of rows in ascending order (so by beginning): those that begin in [since, until).
std::span<const std::uint32_t> rows_beginning(const IncidentColumns& columns, std::span<const std::uint32_t> rows,
                                              std::int64_t since_s, std::int64_t until_s);
/// Of rows in ascending order: those that a filter's time window lets through (to_s >= since, from_s < until).
std::vector<std::uint32_t> rows_within(const IncidentColumns& columns, std::span<const std::uint32_t> rows,
                                       std::optional<Instant> since, std::optional<Instant> until);

}  // namespace tuantra::domain
