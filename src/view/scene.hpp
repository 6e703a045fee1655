#pragma once
#include "domain/clock.hpp"
#include "domain/filter.hpp"
#include "domain/incident.hpp"
#include "domain/time_bins.hpp"
#include "domain/track.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace tuantra::view {

/// Line hotspots ready to draw and to print: density along a measured line.
struct LineHeat {
    double length_km = 0;         ///< official
    double step_km = 1;
    double bandwidth_km = 10;
    std::vector<float> per_km;    ///< events per km at (i + 0.5) * step_km
    std::vector<domain::MapPoint> map;  ///< the place of each cell's centre
    float peak = 0;
    std::size_t events = 0, left_out = 0;
};

/// Counts of incidents per kilometre of a line, by kind. count[kind][km].
struct LineCounts {
    std::vector<std::array<std::uint32_t, domain::kind_count>> per_km;
};

/// Incidents over time under the filter without its time window.
struct Timeline {
    std::array<domain::TimeHistogram, domain::time_bin_count> levels;  ///< by domain::TimeBin
    std::optional<domain::TimeSpan> span;  ///< of all incidents and positions, whatever the filter
};

/// What is drawn: an immutable value that jobs make and the UI thread swaps in.
struct Scene {
    std::uint64_t version = 0;  ///< differs between scenes; renderers rebuild their buffers when it does
    std::shared_ptr<const domain::IncidentColumns> incidents;
    std::vector<std::uint32_t> shown;   ///< rows that pass the filter, ascending
    std::shared_ptr<const domain::TrackColumns> tracks;
    std::vector<std::uint32_t> shown_pieces;
    std::array<LineHeat, domain::line_count> heat;
    std::array<LineCounts, domain::line_count> counts;
    std::array<std::size_t, domain::kind_count> by_kind{};  ///< under the filter without its kinds
    bool synthetic = false;  ///< any record shown is invented: say so
    domain::Filter filter;   ///< what it was made with
    std::shared_ptr<const std::vector<std::uint32_t>> any_time;  ///< rows that pass all but time window and kinds
    std::shared_ptr<const Timeline> timeline;
    std::shared_ptr<const domain::TrackClock> clock;  ///< of `tracks`
};

}  // namespace tuantra::view
