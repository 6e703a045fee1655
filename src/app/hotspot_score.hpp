#pragma once
#include "app/hotspot.hpp"

#include <ostream>

namespace tuantra::app {

/// How right something was about where incidents would come. What cannot be divided is empty.
struct ScoreLine {
    std::string id;                                      ///< "run", "last_period", "uniform", "effort"
    const char* label = "";                              ///< English message id
    double size = 0;                                     ///< of what it called hot, km or km2
    double hits = 0;                                     ///< later incidents there
    std::optional<double> hit_rate, pai, pei, ser, rri;  ///< as in analysis/accuracy.hpp
};

struct HotspotScore {
    store::HotspotRun run;
    domain::TimeSpan window;  ///< of the incidents it was held against, [from, to)
    bool over = false;        ///< the window lies in the past
    double n = 0;             ///< incidents in the window on what the run looked at
    double left_out = 0;      ///< in the window, but outside of it
    double share = 0;         ///< of the size, asked for; of the run's own places where it names them
    double total_size = 0;
    std::string size_unit;
    bool after_the_fact = false;   ///< sealed when its window had already begun
    std::vector<ScoreLine> lines;  ///< the run first, then what needs no method
    std::vector<Note> warnings;
};

struct ScoreRequest {
    domain::Uid run;
    std::optional<domain::Instant> until;  ///< end of the window; the run's validity if not given
    std::optional<double> share;           ///< 0.20 if not given
    domain::Instant now;
};

inline constexpr double default_share = 0.20;

/// Holds a sealed run against the incidents from its end on that pass its filter (its time and source apart). The run
/// is read, never recomputed. Throws DataError for a run that is not there, was altered, or makes no forecast, or when
/// nothing came; CallError for a window or share that cannot be.
HotspotScore score_run(const ScoreRequest& request, const store::Store& store, const HotspotControl& control = {});

Json score_json(const HotspotScore& score, domain::Zone zone);
void write_score_table(std::ostream& out, const HotspotScore& score, domain::Zone zone);

}  // namespace tuantra::app
