#pragma once
#include "analysis/density.hpp"
#include "app/json.hpp"
#include "app/note.hpp"
#include "app/paths.hpp"
#include "domain/equal_area.hpp"
#include "domain/filter.hpp"
#include "domain/line.hpp"
#include "domain/time.hpp"
#include "store/store.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tuantra::app {

/// What hotspots are looked for with. The order is that of lists.
enum class HotspotMethod : std::uint8_t {
    line,
    density,
    gi,
    moran,
    trend,
    rates,
    scan,
    near_repeat,
    clusters,
    best,
    compare
};

/// How long a step of time is.
enum class TimeStep : std::uint8_t { week, month };

/// What a rate is taken over. Kilometres are those of patrols' tracks; hours are theirs and, where posts count, the
/// hours that posts watched, each by the share of the segment it sees.
enum class EffortUnit : std::uint8_t { km, hours };

/// Where incidents could have been seen at all, as far as the base map knows.
enum class StudyGround : std::uint8_t {
    land,  ///< the country's, islands too
    sea    ///< all that is no land
};

/// All that a method can be told. What is empty is chosen from the data or is the method's own default, and the result
/// says so in a sentence.
struct HotspotSettings {
    double snap_km = 25;                 ///< incidents farther from the line are left out, and counted
    std::optional<double> bandwidth_km;  ///< line, density
    std::optional<double> cell_km;       ///< length of a segment or side of a cell
    std::optional<double> hexagon_km;    ///< gi, moran: hexagons instead, so far from centre to centre
    unsigned reach = 1;                  ///< neighbours of a segment: so many back and ahead
    std::uint64_t seed = 1;
    std::size_t permutations = 999;  ///< also replicas of a scan
    double alpha = 0.05;             ///< what is called significant, after Benjamini and Hochberg where many are tested
    TimeStep step = TimeStep::month;
    double length_km = 60;  ///< best
    std::size_t stretches = 1;
    std::optional<double> area_km2;  ///< best: a circle instead
    double max_share = 0.10;         ///< scan: largest window
    bool space_time = false, prospective = false;
    std::optional<domain::TimeSpan> against;              ///< compare: the first period, [from, to)
    EffortUnit effort = EffortUnit::km;                   ///< rates
    bool posts = true;                                    ///< rates: fixed posts watch too
    analysis::Kernel kernel = analysis::Kernel::quartic;  ///< density
    bool adaptive = false;                                ///< density
    std::optional<analysis::EdgeCorrection> edge;         ///< density
    std::optional<StudyGround> area;                      ///< density
    std::vector<double> space_km, days;                   ///< near-repeat: edges of its bands
    double least_ratio = 1.2;                             ///< near-repeat: of observed to expected pairs
    std::optional<double> radius_km;                      ///< clusters
    std::optional<std::size_t> min_points;                ///< clusters
    std::optional<double> window_days;                    ///< clusters in time too
    bool occupancy = false;  ///< rates: also how likely each segment is used at all, from its steps
};

struct HotspotRequest {
    HotspotMethod method = HotspotMethod::line;
    domain::Filter filter;
    HotspotSettings settings;
    domain::Zone zone;    ///< of calendar months and weeks
    domain::Instant now;  ///< a month that is not over by then is no whole step
    Paths paths;          ///< of movers.json (rates) and the base map (density)
};

/// A stretch of a line that was looked at.
struct LinePart {
    domain::LineId line = domain::LineId::land;
    double from_km = 0, to_km = 0;
    friend bool operator==(const LinePart&, const LinePart&) = default;
};

/// A stretch of a line, or an area.
struct HotspotCell {
    std::optional<domain::LineId> line;
    double from_km = 0, to_km = 0;
    domain::MultiPolygon area;  ///< empty for a stretch
    domain::LonLat centre;      ///< of a stretch: half-way along it
    double size = 0;            ///< km, or km2
    double count = 0;           ///< incidents in it
    double risk = 0;            ///< what the method says of the future, per unit of size; only the order counts
    bool watched = true;        ///< false: no effort, so nothing is known
    bool hot = false;           ///< called hot by the method itself
};

/// One number of every cell. NaN where there is none.
struct HotspotColumn {
    enum class Type : std::uint8_t { number, whole, flag, name, moment };
    std::string id;          ///< in files
    const char* label = "";  ///< English message id
    Type type = Type::number;
    int decimals = 3;  ///< in tables
    std::vector<double> values;
    std::vector<const char*> names;  ///< of Type::name: English message ids; values index them
};

/// A density over an area, NaN where it was not looked at.
struct HotspotSurface {
    analysis::Grid grid;
    std::vector<float> values;
};

/// An incident and the cluster it belongs to.
struct HotspotPoint {
    domain::LonLat place;
    domain::Instant at;
    int cluster = -1;  ///< -1: none
    bool core = false;
};

struct HotspotResult {
    HotspotMethod method = HotspotMethod::line;
    domain::Filter filter;
    HotspotSettings settings;  ///< as used, nothing left empty that the method needs
    std::vector<HotspotCell> cells;
    std::vector<HotspotColumn> columns;
    std::vector<std::size_t> shown;          ///< cells worth a line of a table, most important first
    std::string size_unit = "km";            ///< "km" along a line, "km2"
    const char* unit = "";                   ///< of what is drawn; English message id
    Json settings_json;                      ///< the settings that this method used, for files
    Json facts = Json::object();             ///< what the method says of the whole
    std::vector<Note> choices;               ///< every choice that was made for the user
    std::vector<Note> findings;              ///< what was found, in sentences
    std::vector<Note> warnings;              ///< what the reader must not overlook
    std::size_t n = 0;                       ///< incidents used
    std::size_t left_out = 0;                ///< pass the filter but not the snap distance
    domain::TimeSpan period;                 ///< of the filter, else of the incidents
    domain::TimeSpan data;                   ///< first and last moment of the incidents that passed the filter
    std::vector<LinePart> frame;             ///< all that was looked at along the lines
    double total_size = 0;                   ///< of all that was looked at, in size_unit
    bool with_effort = false;                ///< whether patrol effort is in it
    domain::Instant made;                    ///< when it was classified
    bool by_snap = true;                     ///< left_out are those too far from the lines
    std::optional<HotspotSurface> surface;   ///< density
    std::vector<HotspotPoint> points;        ///< clusters: every incident
    std::optional<domain::Instant> expires;  ///< when the last of its places has nothing more to say
    bool synthetic = false;
    std::string data_hash;  ///< of the incidents that passed the filter

    const HotspotColumn* column(std::string_view id) const;
};

/// What of a sealed run is held against later incidents.
enum class ScoreBy : std::uint8_t {
    none,   ///< it says nothing of the future
    share,  ///< the riskiest share of all its cells
    own     ///< the places that it named
};

struct HotspotMethodInfo {
    HotspotMethod method;
    const char* id;       ///< on the command line and in files
    const char* label;    ///< English message ids from here on
    const char* answers;  ///< one sentence
    const char* cannot;   ///< one sentence
    std::size_t least;    ///< incidents it needs
    ScoreBy score;
    std::span<const std::string_view> options;  ///< of the command line, besides the filter
};

std::span<const HotspotMethodInfo> hotspot_methods();
const HotspotMethodInfo& info(HotspotMethod method);
const HotspotMethodInfo* hotspot_method(std::string_view id);  ///< null when there is none

/// Progress and cancel of a computation. `tick` may throw to abort.
struct HotspotControl {
    std::function<void(double)> tick;  ///< done in 0..1
    std::stop_token stop;
    void at(double done) const
    {
        if (tick) tick(done);
    }
};

/// Reads the incidents that pass the filter and computes. One thread of the caller's (more inside); the store's own
/// connection. The result depends on data, lines, request and nothing else.
/// Throws CallError (errors.hpp) for settings out of range, DataError where the data do not carry the method ("not
/// enough: 7 incidents, this test needs 30"), store::Error, analysis::Stopped once `stop` was asked for.
HotspotResult run_hotspots(const HotspotRequest& request, const store::Store& store, const domain::Lines& lines,
                           const HotspotControl& control = {});

}  // namespace tuantra::app
