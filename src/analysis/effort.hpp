#pragma once
#include "domain/filter.hpp"
#include "domain/line.hpp"
#include "domain/track.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace tuantra::analysis {

/// A part of a measured line, in calibrated kilometres.
struct LineSegment {
    domain::LineId line = domain::LineId::land;
    double from_km = 0;
    double to_km = 0;

    double km() const { return to_km - from_km; }
};

/// The lines cut at every multiple of length_km, LAND first, the last segment of a line shorter. With `only` one line;
/// with `km` the part between, its ends clamped to the line. length_km not positive or not finite, more than a million
/// segments, nothing left of the lines: std::invalid_argument.
std::vector<LineSegment> line_segments(const domain::Lines& lines, double length_km,
                                       std::optional<domain::LineId> only = {}, const domain::Range& km = {});

struct EffortSettings {
    std::vector<LineSegment> segments;  ///< of each line in order and apart from each other
    /// The strip along the line whose records are counted, as offsets (negative inland).
    double strip_from_m = -25'000;
    double strip_to_m = 25'000;
    /// Only effort within the period; open where empty. Steps across its ends are cut.
    std::optional<double> since_s, until_s;
    /// Only effort where this is true; everywhere when empty. Called from several threads.
    std::function<bool(domain::LonLat)> inside;
    double part_m = 250;  ///< a track is looked at once in this length
    unsigned threads = 0;
    std::stop_token stop;  ///< throws Stopped (parallel.hpp) once asked to stop
};

/// Part of a track without a silence, as the store keeps it.
struct EffortPiece {
    std::span<const domain::Fix> fixes;                          ///< increasing in time; one fix is no effort
    double half_width_m = 0;                                     ///< half the sweep width of the mover
    double max_gap_s = std::numeric_limits<double>::infinity();  ///< a longer step is a silence and no effort
};

/// A post that watches the line from where it stands.
struct WatchPost {
    domain::LonLat place;
    double reach_m = 0;
    double from_s = 0, to_s = 0;  ///< when it was manned
    double share = 1;             ///< of that time
};

/// What was spent on one segment.
struct SegmentEffort {
    LineSegment segment;
    double patrol_km = 0;      ///< length of tracks, each metre counted by the share of its sweep inside the strip
    double patrol_hours = 0;   ///< their time, counted alike
    double swept_km2 = 0;      ///< patrol_km times sweep width; what is swept twice counts twice
    double watched_km = 0;     ///< of the segment: passed by a track at least once, or in reach of a post
    double post_km_hours = 0;  ///< kilometres in reach of posts times hours watched
    std::optional<double> last_seen_s;  ///< the last moment of any track; posts leave it alone

    /// Mean over the segment's length of the hours that posts watched it.
    double post_hours() const { return post_km_hours / segment.km(); }
    /// Without effort nothing is known: such a segment is not cold, it is not watched.
    bool watched() const { return patrol_hours > 0 || patrol_km > 0 || post_km_hours > 0; }
};

struct Effort {
    std::vector<SegmentEffort> segments;  ///< as in the settings
    double elsewhere_km = 0;              ///< of tracks outside all segments or their strip, and of sweeps beyond it
    double elsewhere_hours = 0;
    std::size_t pieces = 0;  ///< with effort in the period
    std::size_t silences = 0;
    double silent_hours = 0;  ///< not counted as effort
};

/// Patrol effort along the measured lines.
///
/// Effort is the length of the transects, as in distance sampling (Buckland and others 2001, Introduction to distance
/// sampling, sec. 1.3: encounter rate n / L), and the area swept is track length times sweep width (Koopman 1980,
/// Search and screening, ch. 3: Z = W L). A track lies along a segment where its place has an address on it, by the
/// same rule that gives incidents theirs, so that detections and effort of a segment speak of the same strip. At the
/// edge of the strip a track counts by the part of its sweep (half_width_m to both sides) that lies inside. Geodesic
/// lengths; a silence is no effort, a rest is (its time, no length).
///
/// A piece is cut along its length into equal parts of at most part_m, and each part counts whole where its middle
/// lies: sums over all segments are exact, a boundary between two is sharp to half a part. Splitting segments keeps
/// sums. A step of the line's chainage more than twice as long as the way of the track and 500 m (a bay or a bend
/// passed by) is not watched_km.
///
/// Pieces are worked on in parallel and added in the order given: the same input gives the same bits on any number of
/// threads. Not safe for calls from several threads at once.
class EffortMeter {
public:
    /// Segments that are empty, overlap, are out of order or leave their line, a strip or part_m that is not positive
    /// or finite, a period that ends before it begins: std::invalid_argument.
    EffortMeter(const domain::Lines& lines, EffortSettings settings);
    ~EffortMeter();

    /// Places off the globe, times or widths that are not finite (max_gap_s may be infinite), a width below 0, times
    /// that do not increase: std::invalid_argument.
    void add(std::span<const EffortPiece> pieces);
    /// The parts of both lines within reach_m of the post, for the time it was manned within the period; nothing where
    /// the line itself is outside the strip. Reach or share negative or not finite, a share above 1, to before from:
    /// std::invalid_argument.
    void add(const WatchPost& post);

    Effort result() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// The parts of a line within a distance of a place: calibrated kilometres, ascending, apart from each other. With
/// `inside` only where that is true, asked at the middle of parts of at most 250 m. Throws std::invalid_argument for a
/// place or a distance that is none.
struct KmInterval {
    double from_km = 0;
    double to_km = 0;
};
std::vector<KmInterval> line_within(const domain::MeasuredLine& line, domain::LonLat place, double distance_m,
                                    const std::function<bool(domain::LonLat)>& inside = {});

}  // namespace tuantra::analysis
