#include "app/hotspot.hpp"

#include "app/errors.hpp"
#include "app/hotspot_data.hpp"
#include "app/hotspot_time.hpp"
#include "lang/lang.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;
using std::string_view_literals::operator""sv;

namespace {

constexpr std::array line_options{"--snap-km"sv, "--bandwidth-km"sv, "--step-km"sv};
constexpr std::array density_options{"--bandwidth-km"sv, "--cell-km"sv, "--kernel"sv,
                                     "--adaptive"sv,     "--area"sv,    "--edge"sv};
constexpr std::array local_options{"--snap-km"sv,      "--segment-km"sv, "--hexagons"sv, "--neighbours"sv,
                                   "--permutations"sv, "--seed"sv,       "--alpha"sv};
constexpr std::array trend_options{"--snap-km"sv, "--segment-km"sv, "--neighbours"sv, "--step"sv, "--alpha"sv};
constexpr std::array rates_options{"--snap-km"sv,   "--segment-km"sv, "--effort"sv, "--no-posts"sv,
                                   "--occupancy"sv, "--step"sv,       "--alpha"sv};
constexpr std::array near_options{"--distances-km"sv, "--days"sv,  "--permutations"sv,
                                  "--seed"sv,         "--alpha"sv, "--least-ratio"sv};
constexpr std::array cluster_options{"--radius-km"sv, "--min-points"sv, "--window-days"sv};
constexpr std::array best_options{"--snap-km"sv, "--length-km"sv, "--stretches"sv, "--area-km2"sv};
constexpr std::array scan_options{"--snap-km"sv,    "--segment-km"sv,  "--max-share"sv, "--permutations"sv, "--seed"sv,
                                  "--space-time"sv, "--prospective"sv, "--step"sv,      "--alpha"sv};
constexpr std::array compare_options{"--snap-km"sv, "--segment-km"sv, "--against-since"sv, "--against-until"sv,
                                     "--alpha"sv};

struct Method {
    HotspotMethodInfo info;
    HotspotResult (*run)(const HotspotInput&);
};

// In the order of HotspotMethod.
const std::array<Method, 11> methods{{
    {{HotspotMethod::line, "line", mark("Line density"),
      mark("Where along the line incidents lie densest, smoothed over the bandwidth."),
      mark("It cannot tell chance from pattern, nor a quiet stretch from one that nobody watched."), 1, ScoreBy::share,
      line_options},
     &run_line},
    {{HotspotMethod::density, "density", mark("Density"),
      mark("Where in the area incidents lie densest, smoothed over the bandwidth, and the smallest areas that hold "
           "given "
           "shares."),
      mark("It cannot tell chance from pattern, nor a quiet place from one that nobody watched."), 1, ScoreBy::share,
      density_options},
     &run_density},
    {{HotspotMethod::gi, "gi", mark("Gi* on segments"),
      mark("Which segments, with their neighbours, hold more or fewer incidents than chance would give them."),
      mark("It cannot tell a cold segment from one that nobody watched."), 30, ScoreBy::share, local_options},
     &run_gi},
    {{HotspotMethod::moran, "moran", mark("Local Moran"),
      mark("Which segments are like their neighbours, high among high ones, and which stand out from them."),
      mark("It cannot tell a cold segment from one that nobody watched."), 30, ScoreBy::own, local_options},
     &run_moran},
    {{HotspotMethod::trend, "trend", mark("Emerging hotspots"),
      mark("Which segments are becoming, staying or ceasing to be hot over at least ten months or weeks."),
      mark("It cannot tell more incidents from more eyes: a rise in patrols looks like a rise in crossings."), 30,
      ScoreBy::share, trend_options},
     &run_trend},
    {{HotspotMethod::rates, "rates", mark("Detection rates"),
      mark("How many incidents came to light for the effort spent there: per 100 patrol-kilometres or per hour, with "
           "limits, small numbers drawn towards the whole."),
      mark("It knows nothing of segments that nobody watched, and takes all patrols for equally sharp-eyed."), 1,
      ScoreBy::share, rates_options},
     &run_rates},
    {{HotspotMethod::scan, "scan", mark("Scan"),
      mark("Which stretch (and, with time, when) holds more incidents than its length explains, tested against all "
           "other stretches."),
      mark("It cannot draw the edge of a cluster sharply, and without effort it scans what was seen, not what was."),
      10, ScoreBy::own, scan_options},
     &run_scan},
    {{HotspotMethod::near_repeat, "near-repeat", mark("Near repeat"),
      mark("Whether one incident is soon followed by others near by, how near and how soon, and which places are still "
           "to be watched."),
      mark("It cannot say why, and a rise that begins at different times in different places looks alike."), 30,
      ScoreBy::none, near_options},
     &run_near_repeat},
    {{HotspotMethod::clusters, "clusters", mark("Clusters"),
      mark("Which incidents lie so close together that they belong to one cluster, and which to none."),
      mark("It says that incidents are dense, not that they are denser than chance or patrols would make them."), 1,
      ScoreBy::none, cluster_options},
     &run_clusters},
    {{HotspotMethod::best, "best", mark("Best kilometres"),
      mark("Which N kilometres of border, or which circle of N km2, hold most incidents."),
      mark("It always names a place, also where all is chance; and the past need not return."), 1, ScoreBy::own,
      best_options},
     &run_best},
    {{HotspotMethod::compare, "compare", mark("Comparison"),
      mark("What rose and what fell between two periods, with the limits of each ratio."),
      mark("It cannot say why: without effort a change of patrols looks like a change of crossings."), 1, ScoreBy::none,
      compare_options},
     &run_compare},
}};

void must_lie(const char* option, double value, double from, double to)
{
    if (!(value >= from && value <= to))
        throw CallError(fill(tr("{0} takes {1} to {2}"), {option, fmt::format("{:g}", from), fmt::format("{:g}", to)}));
}

/// Edges of bands: none, or two and more from 0 on.
void must_ascend(const char* option, const std::vector<double>& edges, double most)
{
    if (edges.empty()) return;
    bool right = edges.size() >= 2 && edges.front() >= 0 && edges.back() <= most;
    for (std::size_t i = 1; i < edges.size(); ++i) right = right && edges[i] > edges[i - 1];
    if (!right)
        throw CallError(
            fill(tr("{0} takes two or more ascending numbers from 0 to {1}"), {option, fmt::format("{:g}", most)}));
}

void check(const HotspotRequest& request)
{
    const auto& s = request.settings;
    const bool line = request.method == HotspotMethod::line, area = request.method == HotspotMethod::density;
    if (!(s.snap_km >= 0) || !std::isfinite(s.snap_km)) throw CallError(tr("--snap-km takes 0 or more"));
    if (s.bandwidth_km) must_lie("--bandwidth-km", *s.bandwidth_km, 0.1, 500);
    if (s.cell_km && area)
        must_lie("--cell-km", *s.cell_km, 0.01, 100);
    else if (s.cell_km)
        must_lie(line ? "--step-km" : "--segment-km", *s.cell_km, line ? 0.1 : 0.5, 100);
    if (s.hexagon_km) must_lie("--hexagons", *s.hexagon_km, 2, 200);
    if (s.hexagon_km && s.cell_km) throw CallError(tr("--hexagons or --segment-km, not both"));
    must_ascend("--distances-km", s.space_km, 1000);
    must_ascend("--days", s.days, 3660);
    must_lie("--least-ratio", s.least_ratio, 1, 100);
    if (s.radius_km) must_lie("--radius-km", *s.radius_km, 0.01, 500);
    if (s.min_points) must_lie("--min-points", static_cast<double>(*s.min_points), 2, 1e6);
    if (s.window_days) must_lie("--window-days", *s.window_days, 0.01, 36600);
    must_lie("--neighbours", s.reach, 1, 100);
    must_lie("--permutations", static_cast<double>(s.permutations), 99, 99'999);
    must_lie("--alpha", s.alpha, 0.0001, 0.5);
    must_lie("--length-km", s.length_km, 0.1, 5000);
    must_lie("--stretches", static_cast<double>(s.stretches), 1, 20);
    if (s.area_km2) must_lie("--area-km2", *s.area_km2, 0.01, 1e6);
    must_lie("--max-share", s.max_share, 0.001, 0.5);
    if (s.against && s.against->from >= s.against->to)
        throw CallError(tr("--against-since must be earlier than --against-until"));
}

void add_common(HotspotResult& result, const HotspotInput& input)
{
    const auto& request = input.request;
    result.method = request.method;
    result.filter = request.filter;
    result.made = request.now;
    result.synthetic = input.store.synthetic();
    if (result.data_hash.empty()) result.data_hash = input.events.hash;
    if (input.events.size() > 0) result.data = span_of(input.events.time);
    const bool has_period = result.period.from != result.period.to;
    if (!has_period && (input.events.size() > 0 || (request.filter.since && request.filter.until)))
        result.period = time_of(request.filter, input.events.time, request.now, request.zone);
    if (result.left_out > 0 && result.by_snap)
        result.warnings.push_back({mark("{0} incidents lie farther than {1} km from the lines and are left out"),
                                   {static_cast<double>(result.left_out), request.settings.snap_km}});
    if (!result.with_effort)
        result.warnings.push_back(
            {mark("patrol effort is not in it: where nothing was found, perhaps nobody looked"), {}});
}

}  // namespace

std::span<const HotspotMethodInfo> hotspot_methods()
{
    static const auto all = [] {
        std::vector<HotspotMethodInfo> list;
        for (const auto& method : methods) list.push_back(method.info);
        return list;
    }();
    return all;
}

const HotspotMethodInfo& info(HotspotMethod method)
{
    return hotspot_methods()[static_cast<std::size_t>(method)];
}

const HotspotMethodInfo* hotspot_method(std::string_view id)
{
    for (const auto& method : hotspot_methods())
        if (id == method.id) return &method;
    return nullptr;
}

const HotspotColumn* HotspotResult::column(std::string_view id) const
{
    const auto at = std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.id == id; });
    return at == columns.end() ? nullptr : &*at;
}

HotspotResult run_hotspots(const HotspotRequest& request, const store::Store& store, const domain::Lines& lines,
                           const HotspotControl& control)
{
    check(request);
    const HotspotInput input{request, store, lines, control, load_hotspot_events(store, request.filter, control)};
    control.at(0.05);
    try {
        auto result = methods[static_cast<std::size_t>(request.method)].run(input);
        add_common(result, input);
        return result;
    } catch (const std::invalid_argument& error) {
        throw DataError(error.what());
    }
}

}  // namespace tuantra::app
