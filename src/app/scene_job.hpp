#pragma once
#include "app/track_passes.hpp"
#include "domain/filter.hpp"
#include "domain/line.hpp"
#include "jobs/runner.hpp"
#include "store/store.hpp"
#include "view/scene.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace tuantra::app {

/// Hotspots along a line take events at most this far from it; the rest are counted as left out.
inline constexpr double heat_snap_m = 25'000;
inline constexpr double heat_step_km = 1;

/// The records of a database in memory, shared between scenes.
struct Records {
    std::shared_ptr<const domain::IncidentColumns> incidents;
    std::shared_ptr<const domain::TrackColumns> tracks;
    std::vector<store::SourceRow> sources;
    std::optional<domain::TimeSpan> span;             ///< first and last incident
    std::shared_ptr<const domain::TrackClock> clock;  ///< of the tracks
    bool synthetic = false;
};

Records load_records(const store::Store& store);
/// Everything but the tracks read anew, for a change that touched none.
Records reload_incidents(const store::Store& store, Records known);

/// Where each heat cell of a line is drawn: computed once per program run.
struct HeatPlaces {
    std::array<std::vector<domain::MapPoint>, domain::line_count> centre;
};
HeatPlaces heat_places(const domain::Lines& lines);

struct SceneInput {
    Records records;
    domain::Filter filter;
    domain::Lines lines;
    std::shared_ptr<const HeatPlaces> places;
    double bandwidth_km = 10;
    std::filesystem::path database;                    ///< asked when the filter needs the store
    domain::Zone zone = {};                            ///< of the timeline's days
    std::shared_ptr<const view::Scene> previous = {};  ///< what it worked out is used again where it still holds
    std::shared_ptr<TrackPassCache> passes = {};       ///< used again likewise, where there is one
};

/// Applies the filter and computes what map, ribbon and panels show. Throws store::Error, jobs::Cancelled.
view::Scene make_scene(const SceneInput& input, jobs::Progress& progress);

}  // namespace tuantra::app
