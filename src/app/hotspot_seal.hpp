#pragma once
#include "app/hotspot.hpp"

namespace tuantra::app {

/// A result ready to be kept.
struct SealedHotspots {
    store::HotspotRun run;
    std::vector<store::HotspotRunCell> cells;
};

/// The run ends where its filter does, else now. `valid_until` empty: as long after the end as the run looked back, at
/// most a year. `now_unix_ms` stamps it. Throws DataError when the result holds data later than its own end (--until
/// chooses another), CallError for a validity that ends too early.
SealedHotspots seal_hotspots(const HotspotResult& result, const domain::Lines& lines, domain::Zone zone,
                             std::optional<domain::Instant> valid_until, std::int64_t now_unix_ms);

/// What else than numbers stands in a sealed run.
struct SealedSettings {
    Json settings, facts;
    std::vector<Note> choices, findings, warnings;
    std::string unit, size_unit;
    double total_size = 0;        ///< of all that was looked at
    std::vector<LinePart> parts;  ///< of the lines that were looked at
};
/// The filter that a run was made under. Throws DataError when it is not what seal_hotspots() wrote.
domain::Filter sealed_filter(const store::HotspotRun& run);
/// Throws DataError when they are not what seal_hotspots() wrote.
SealedSettings sealed_settings(const store::HotspotRun& run);

/// One line for a list, and the whole with its cells.
Json run_json(const store::HotspotRun& run, domain::Zone zone);
Json whole_run_json(const store::HotspotRun& run, const std::vector<store::HotspotRunCell>& cells, domain::Zone zone);

}  // namespace tuantra::app
