#pragma once
#include "domain/line.hpp"
#include "domain/time.hpp"
#include "jobs/runner.hpp"
#include "view/lanes.hpp"
#include "view/scene.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace tuantra::app {

struct WatchInput {
    std::filesystem::path database;
    std::filesystem::path movers;  ///< data/movers.json
    domain::Lines lines;
    std::optional<domain::Instant> since, until;      ///< the window; open where empty
    std::shared_ptr<const view::LastSeen> last_seen;  ///< of the same records and `until`, where it is known already
    std::size_t fixes = 0;                            ///< of all tracks, for the progress alone
};

/// Patrol effort of the window on every kilometre of both lines (app/effort_job: tracks within 25 km of a line, posts),
/// and when each was last seen before the window's end. Reads the database. Throws store::Error, std::runtime_error
/// (the movers' file), jobs::Cancelled. A window that ends before it begins has no effort.
view::Watch make_watch(const WatchInput& input, jobs::Progress& progress);

/// What was made of the same records, by window; the one used longest ago gives way.
class WatchCache {
public:
    std::shared_ptr<const view::Watch> find(std::optional<domain::Instant> since, std::optional<domain::Instant> until);
    std::shared_ptr<const view::LastSeen> last_seen(std::optional<domain::Instant> until) const;
    void add(std::shared_ptr<const view::Watch> watch);
    void clear() { m_known.clear(); }

private:
    std::vector<std::shared_ptr<const view::Watch>> m_known;  ///< the latest used last
};

/// At most so many rows of time; the finest calendar step that keeps to it.
inline constexpr std::size_t space_time_rows = 96;

/// The scene's shown incidents by time and kilometre: those within heat_snap_m of a line. The time is the filter's
/// window, and where that is open from the first to the last of them. Without incidents or time there are no rows.
/// Throws jobs::Cancelled.
view::SpaceTime make_space_time(const view::Scene& scene, const domain::Lines& lines, domain::Zone zone,
                                jobs::Progress& progress);

}  // namespace tuantra::app
