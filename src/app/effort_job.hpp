#pragma once
#include "analysis/effort.hpp"
#include "app/json.hpp"
#include "app/movers.hpp"
#include "domain/filter.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace tuantra::app {

struct EffortQuestion {
    /// Its period, places, line, chainages, offsets and source; what it says of incidents alone (kinds, severity, text,
    /// grade) says nothing of patrols and is left aside.
    domain::Filter filter;
    double segment_km = 10;
    std::vector<analysis::LineSegment> segments;  ///< these instead, where not empty
    double snap_km = 25;  ///< half the strip along the line, where the filter's offsets do not narrow it
    bool posts = true;    ///< fixed posts too, taken to be manned as data/movers.json says
    std::stop_token stop;
};

struct EffortReport {
    analysis::Effort effort;
    std::optional<double> from_s, to_s;     ///< the period: the filter's, and where that is open the tracks'
    std::optional<double> first_s, last_s;  ///< of the tracks that are effort
    std::size_t tracks = 0;                 ///< looked at
    std::size_t other_tracks = 0;           ///< of movers that are no patrol (animals, ships' traffic)
    std::size_t posts = 0;                  ///< that can see the line or stand too far from it, but see something
    bool posts_without_period = false;      ///< posts were left out: nothing says from when to when
};

/// What the measure takes for granted, to be told with every number made from it: sweep widths of movers, reach and
/// hours of posts (null where posts do not count).
Json effort_assumptions(const Movers& movers, bool posts);

/// The segments of the question. Throws std::invalid_argument where nothing is left of the lines.
std::vector<analysis::LineSegment> effort_segments(const domain::Lines& lines, const EffortQuestion& question);

/// Patrol effort on those segments from the database. `tick` gets the number of fixes looked at and may throw.
/// Throws store::Error, std::invalid_argument (no strip left), analysis::Stopped. Deterministic.
EffortReport measure_effort(const store::Store& store, const domain::Lines& lines, const Movers& movers,
                            const EffortQuestion& question, const std::function<void(std::size_t)>& tick = {});

}  // namespace tuantra::app
