#include "analysis/scan.hpp"
#include "app/errors.hpp"
#include "app/hotspot_data.hpp"
#include "app/hotspot_time.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;

namespace {

constexpr double default_segment_km = 5;
constexpr std::size_t least_steps = 2, clusters_at_most = 20;

/// Intervals that never lead from one line to the other, each at most max_share of the whole.
analysis::ScanZones zones_of(const LineFrame& frame, const std::vector<double>& weights, double max_share)
{
    double total = 0;
    for (const double w : weights) total += w;
    analysis::ScanZones zones;
    for (const auto& part : frame.parts()) {
        std::vector<double> km, own;
        double sum = 0;
        for (std::size_t i = part.first; i < part.first + part.count; ++i) {
            km.push_back(frame.middle_km(i));
            own.push_back(weights[i]);
            sum += weights[i];
        }
        analysis::ScanZones piece;
        // A share of the whole is a larger share of a part, up to the half that a window may hold at most.
        if (sum > 0)
            piece = analysis::interval_zones(km, own, std::min(0.5, max_share * total / sum));
        else
            piece.offsets.assign(part.count + 1, 0);
        const auto before = zones.members.size();
        for (const auto member : piece.members)
            zones.members.push_back(static_cast<std::uint32_t>(part.first) + member);
        zones.reach.insert(zones.reach.end(), piece.reach.begin(), piece.reach.end());
        for (std::size_t i = 1; i < piece.offsets.size(); ++i) zones.offsets.push_back(before + piece.offsets[i]);
    }
    return zones;
}

struct Found {
    std::vector<analysis::ScanCluster> clusters;
    std::optional<TimeSteps> steps;  ///< of a scan through time
    std::size_t used = 0;
};

Found scan_lengths(const HotspotInput& input, const LineFrame& frame, const Snapped& snapped,
                   const analysis::ScanOptions& options)
{
    const auto counts = counts_of(input.events, snapped.rows, frame);
    std::vector<std::uint32_t> cases;
    std::vector<double> km;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        cases.push_back(static_cast<std::uint32_t>(counts[i]));
        km.push_back(frame.length_km(i));
    }
    const auto zones = zones_of(frame, km, input.settings().max_share);
    return {analysis::scan_poisson(cases, km, zones, options), {}, snapped.rows.size()};
}

Found scan_times(const HotspotInput& input, const LineFrame& frame, const Snapped& snapped,
                 const analysis::ScanOptions& options)
{
    const auto& request = input.request;
    const auto span = time_of(request.filter, input.events.time, request.now, request.zone);
    Found found;
    found.steps = whole_steps(span.from.unix_s, span.to.unix_s, input.settings().step, request.zone);
    if (found.steps->size() < least_steps)
        throw DataError(fill(tr("not enough: {0} whole steps of time, this test needs {1}"),
                             {std::to_string(found.steps->size()), std::to_string(least_steps)}));
    std::vector<double> counts(frame.size(), 0);
    std::vector<analysis::ScanCase> cases;
    for (const std::uint32_t row : snapped.rows) {
        const auto segment = frame.segment_of(*input.events.address[row]);
        const auto step = found.steps->step_of(input.events.moment(row));
        if (!segment || !step) continue;
        ++counts[*segment];
        cases.push_back({static_cast<std::uint32_t>(*segment), static_cast<std::uint32_t>(*step), 1});
    }
    found.used = cases.size();
    require_incidents(input, found.used, 0);
    analysis::SpaceTimeOptions through;
    through.scan = options;
    through.prospective = input.settings().prospective;
    found.clusters = analysis::scan_space_time(cases, frame.size(), found.steps->size(),
                                               zones_of(frame, counts, input.settings().max_share), through);
    return found;
}

Json cluster_json(const analysis::ScanCluster& c, const LineFrame& frame, const std::optional<TimeSteps>& steps)
{
    const auto first = c.members.front(), last = c.members.back();
    Json json = {{"line", domain::to_string(frame.part_of(first).line)},
                 {"from_km", frame.from_km(first)},
                 {"to_km", frame.to_km(last)},
                 {"cases", c.cases},
                 {"expected", c.expected},
                 {"relative_risk", std::isfinite(c.relative_risk) ? Json(c.relative_risk) : Json()},
                 {"llr", c.llr},
                 {"p", std::isfinite(c.p) ? Json(c.p) : Json()}};
    if (steps) {
        json["first_step"] = steps->name(c.first_step);
        json["last_step"] = steps->name(c.last_step);
    }
    return json;
}

/// Whether a cluster says something of what comes: one in time that has ended does not.
bool is_live(const analysis::ScanCluster& c, const std::optional<TimeSteps>& steps)
{
    return !steps || c.last_step + 1 == steps->size();
}

void mark_clusters(HotspotResult& result, const Found& found, const LineFrame& frame, double alpha)
{
    std::vector<double> number(frame.size(), 0), risk(frame.size(), NAN), p(frame.size(), NAN);
    Json list = Json::array();
    std::size_t sure = 0, ended = 0;
    for (std::size_t k = 0; k < found.clusters.size(); ++k) {
        const auto& c = found.clusters[k];
        list.push_back(cluster_json(c, frame, found.steps));
        const auto first = c.members.front(), last = c.members.back();
        result.shown.push_back(first);
        result.findings.push_back({mark("{0} km {1} to {2}: {3} incidents where {4} were expected, p {5}"),
                                   {std::string(domain::to_string(frame.part_of(first).line)), frame.from_km(first),
                                    frame.to_km(last), c.cases, std::round(c.expected * 10) / 10, c.p}});
        const bool significant = c.p <= alpha, live = is_live(c, found.steps);
        sure += significant ? 1 : 0;
        ended += significant && !live ? 1 : 0;
        for (const auto i : c.members) {
            number[i] = static_cast<double>(k + 1);
            risk[i] = c.relative_risk;
            p[i] = c.p;
            result.cells[i].hot = significant;
            // Where everything lies inside, the ratio has no end; the rank needs a number.
            if (significant && live) result.cells[i].risk = std::isfinite(c.relative_risk) ? c.relative_risk : 1e9;
        }
    }
    result.facts = {{"clusters", list}, {"significant", sure}};
    result.findings.insert(result.findings.begin(), {mark("{0} clusters are significant at {1} percent"),
                                                     {static_cast<double>(sure), alpha * 100}});
    if (ended > 0)
        result.warnings.push_back({mark("{0} of them ended before the last step and say nothing of what comes"),
                                   {static_cast<double>(ended)}});
    using Type = HotspotColumn::Type;
    add_column(result, "cluster", mark("cluster"), number, 0, Type::whole);
    add_column(result, "relative_risk", mark("relative risk"), risk, 2);
    add_column(result, "p", mark("p"), p, 3);
}

}  // namespace

HotspotResult run_scan(const HotspotInput& input)
{
    const auto [settings, choices, frame, snapped] = on_segments(input, default_segment_km);
    const bool times = settings.space_time || settings.prospective;
    require_incidents(input, snapped.rows.size(), snapped.left_out);
    analysis::ScanOptions options;
    options.replicas = settings.permutations;
    options.seed = settings.seed;
    options.clusters = clusters_at_most;
    options.stop = input.control.stop;
    input.control.at(0.1);
    const auto found =
        times ? scan_times(input, frame, snapped, options) : scan_lengths(input, frame, snapped, options);
    input.control.at(0.9);

    auto result = line_result(input, frame, snapped);
    result.n = found.used;
    std::vector<double> counts;
    for (const auto& cell : result.cells) counts.push_back(cell.count);
    add_column(result, "incidents", mark("incidents"), counts, 0, HotspotColumn::Type::whole);
    mark_clusters(result, found, frame, settings.alpha);
    result.unit = mark("relative risk");
    result.settings_json = segment_settings(input, *settings.cell_km);
    result.settings_json.update(Json{{"model", times ? "space-time permutation" : "Poisson, exposure in km of line"},
                                     {"windows", "intervals of the line"},
                                     {"max_share", settings.max_share},
                                     {"replicas", settings.permutations},
                                     {"seed", settings.seed},
                                     {"alpha", settings.alpha}});
    if (times) {
        result.settings_json["step"] = settings.step == TimeStep::month ? "month" : "week";
        result.settings_json["steps"] = found.steps->size();
        result.settings_json["prospective"] = settings.prospective;
    }
    result.choices = choices;
    result.choices.push_back(
        {mark("a window holds at most {0} percent of the whole; {1} replicas, seed {2}"),
         {settings.max_share * 100, static_cast<double>(settings.permutations), static_cast<double>(settings.seed)}});
    result.settings = settings;
    return result;
}

}  // namespace tuantra::app
