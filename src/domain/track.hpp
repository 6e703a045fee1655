#pragma once
#include "domain/geo.hpp"
#include "domain/time.hpp"
#include "domain/uid.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tuantra::domain {

/// One position of a mover.
struct Fix {
    LonLat place;
    double time_s = 0;  ///< Unix seconds, fractions kept
    friend bool operator==(const Fix&, const Fix&) = default;
};

/// Limits by kind of mover (data/movers.json).
struct MoverLimits {
    std::string kind;            ///< foot, vehicle, boat, vessel, aircraft, animal, unknown
    double max_speed_mps = 0;    ///< a faster step is a jump
    double max_gap_s = 0;        ///< a longer silence splits the line (drawn dashed, not counted as effort)
};

struct Track {
    Uid uid;
    std::string source_key;  ///< the mover's key in its source (MMSI, collar, patrol id)
    std::string name;
    std::string kind;        ///< kind of mover
    std::vector<Fix> fixes;  ///< strictly increasing in time
};

struct TrackBuild {
    std::vector<std::vector<Fix>> pieces;  ///< each at least one fix, strictly increasing in time
    std::size_t duplicates = 0;            ///< fixes dropped because another has the same time and place (to 1 cm)
    std::size_t conflicting = 0;           ///< fixes dropped because an earlier row has the same time elsewhere
    std::size_t jumps = 0;                 ///< splits made because the step was faster than the limit
    std::size_t gaps = 0;                  ///< splits made because of silence
};

/// Sorts by time (stable), merges fixes of one time (the first row wins), splits at jumps and gaps.
/// A single wild fix (jump there and back, and the step around it possible) is set apart as a piece of its own.
TrackBuild build_track(std::vector<Fix> fixes, const MoverLimits& limits);

/// Cuts a piece into runs of at most max_fixes; each run after the first repeats the last fix of the one before, so the
/// drawn line has no holes. A run has at least two fixes unless the piece has one.
std::vector<std::span<const Fix>> chunk(std::span<const Fix> piece, std::size_t max_fixes = 256);

/// The tracks of a scene as columns. Piece i owns fixes [start[i], start[i+1]).
struct TrackColumns {
    std::vector<std::int64_t> track_id;   ///< one per piece, the store's row id of the track
    std::vector<std::size_t> start;       ///< pieces + 1 entries (empty when there are none)
    std::vector<std::uint8_t> mover;      ///< one per piece: index into `movers`
    std::vector<std::string> movers;
    std::vector<MapPoint> map;            ///< one per fix
    std::vector<double> time_s;           ///< one per fix
    std::size_t pieces() const { return start.empty() ? 0 : start.size() - 1; }
    std::size_t fixes() const { return map.size(); }
};

}  // namespace tuantra::domain
