#include "app/hotspot_score.hpp"

#include "analysis/accuracy.hpp"
#include "app/errors.hpp"
#include "app/hotspot_data.hpp"
#include "app/hotspot_seal.hpp"
#include "app/hotspot_units.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;

namespace {

/// Adds this little so that rounding in a sum of sizes leaves no place out.
constexpr double slack = 1 + 1e-9;

/// What a run is held against, and the run itself.
struct Court {
    const store::HotspotRun& run;
    SealedSettings kept;
    std::vector<store::HotspotRunCell> cells;
    const HotspotMethodInfo& method;
    ScoreUnits units;
};

/// The rows of incidents that lie on what the run looked at and begin in the window.
std::vector<std::uint32_t> rows_in(const ScoreUnits& units, const HotspotEvents& events, const domain::TimeSpan& window,
                                   double& outside)
{
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto from = events.time[i].from;
        if (from < window.from || from >= window.to) continue;
        if (units.on(events, i))
            rows.push_back(static_cast<std::uint32_t>(i));
        else
            ++outside;
    }
    return rows;
}

std::vector<analysis::ForecastCell> forecast(const ScoreUnits& units, const std::vector<double>& risk,
                                             const std::vector<double>& before, const std::vector<double>& after)
{
    std::vector<analysis::ForecastCell> out;
    out.reserve(units.count());
    for (std::size_t i = 0; i < units.count(); ++i) out.push_back({units.size[i], risk[i], before[i], after[i]});
    return out;
}

/// The share of the size that may be called hot, where nothing without risk ever is.
double coverage_of(const ScoreUnits& units, const std::vector<double>& risk, double share)
{
    double size = 0, risky = 0;
    for (std::size_t i = 0; i < risk.size(); ++i) {
        size += units.size[i];
        risky += risk[i] > 0 ? units.size[i] : 0;
    }
    return std::min({1.0, share * slack, risky / size * slack});
}

struct Judged {
    ScoreLine line;
    std::optional<double> best_pai;
};

struct Label {
    const char* id;
    const char* text;
};

std::optional<Judged> by_share(const Label& label, const ScoreUnits& units, const std::vector<double>& risk,
                               const std::vector<double>& before, const std::vector<double>& after, double share)
{
    const double coverage = coverage_of(units, risk, share);
    if (!(coverage > 0)) return {};
    const auto a = analysis::accuracy(forecast(units, risk, before, after), coverage);
    const auto ser = a.size > 0 ? std::optional(a.ser) : std::nullopt;
    return Judged{{label.id, label.text, a.size, a.hits, a.hit_rate, a.pai, a.pei, ser, a.rri}, a.best_pai};
}

double risky_size(const ScoreUnits& units)
{
    double size = 0;
    for (std::size_t i = 0; i < units.count(); ++i) size += units.risk[i] > 0 ? units.size[i] : 0;
    return size;
}

/// Kilometres that lie apart, held against the best that so many kilometres could have held.
Judged by_stretches(const Court& court, const HotspotEvents& events, std::span<const std::uint32_t> rows)
{
    const auto after = court.units.counts(events, rows);
    ScoreLine line;
    line.id = "run";
    line.label = mark("the run");
    double before = 0;
    for (std::size_t i = 0; i < court.cells.size(); ++i) {
        line.size += court.cells[i].size;
        line.hits += after[i];
        before += court.cells[i].count;
    }
    const double n = static_cast<double>(rows.size()), total = court.kept.total_size;
    line.hit_rate = line.hits / n;
    line.pai = *line.hit_rate / (line.size / total);
    line.ser = line.hits / line.size;
    if (before > 0) line.rri = line.hits / before / (n / static_cast<double>(court.run.n));
    std::vector<std::vector<double>> km;
    for (const auto& part : court.kept.parts) km.push_back(chainages_in(events, rows, part));
    const auto count = court.kept.settings.at("stretches").get<std::size_t>();
    const double each = court.kept.settings.at("length_km").get<double>() / static_cast<double>(count);
    const double best = most_in_stretches(km, court.kept.parts, each, count);
    if (!(best > 0)) return {line, {}};
    line.pei = line.hits / best;
    return {line, best / n / (line.size / total)};
}

/// Even chance: what a blind choice of the same size would hit on average.
ScoreLine uniform_line(double size, double total, double n, double before, const std::optional<double>& best_pai)
{
    ScoreLine line{"uniform", mark("uniform"), size, n * size / total, size / total, 1.0, {}, n / total, {}};
    if (best_pai && *best_pai > 0) line.pei = 1 / *best_pai;
    if (before > 0) line.rri = 1.0;
    return line;
}

struct Came {
    const HotspotEvents& events;
    const std::vector<std::uint32_t>& rows;
};

/// Where nothing was recorded before, one place is as good as another: what is left of the size is spread evenly over
/// them, so that both sides of the comparison call the same size hot.
void fill_evenly(ScoreLine& line, const ScoreUnits& units, const std::vector<double>& old,
                 const std::vector<double>& after, double size, double total)
{
    double blank = 0, hits = 0;
    for (std::size_t i = 0; i < units.count(); ++i)
        if (!(old[i] > 0)) {
            blank += units.size[i];
            hits += after[i];
        }
    if (!(size > line.size) || !(blank > 0)) return;
    const double more = hits * (size - line.size) / blank;
    if (line.rri && line.hits > 0) *line.rri *= 1 + more / line.hits;
    line.hits += more;
    line.size = size;
    const double n = std::accumulate(after.begin(), after.end(), 0.0);
    line.hit_rate = line.hits / n;
    line.pai = *line.hit_rate / (line.size / total);
    line.ser = line.hits / line.size;
}

/// Incidents of as many days before the run's end, taken for what comes.
ScoreLine last_period_line(const ScoreUnits& units, const Came& after, const Came& before, double size, double total)
{
    const auto old = units.counts(before.events, before.rows);
    const auto later = units.counts(after.events, after.rows);
    std::vector<double> density;
    for (std::size_t i = 0; i < units.count(); ++i) density.push_back(old[i] / units.size[i]);
    const Label label{"last_period", mark("as many days before")};
    ScoreLine line{label.id, label.text, 0, 0, {}, {}, {}, {}, {}};
    if (const auto judged = by_share(label, units, density, old, later, size / total)) line = judged->line;
    fill_evenly(line, units, old, later, size, total);
    const auto best = analysis::accuracy(forecast(units, density, old, later), std::min(1.0, size / total * slack));
    if (best.best_pai && *best.best_pai > 0 && line.pai) line.pei = *line.pai / *best.best_pai;
    return line;
}

/// What anybody could have said without a method.
void add_baselines(HotspotScore& score, const Judged& judged, const ScoreUnits& units, const Came& after,
                   const Came& before)
{
    if (before.rows.empty())
        score.warnings.push_back({mark("nothing was recorded in as many days before the run's end"), {}});
    score.lines.push_back(last_period_line(units, after, before, judged.line.size, score.total_size));
    score.lines.push_back(
        uniform_line(judged.line.size, score.total_size, score.n, static_cast<double>(score.run.n), judged.best_pai));
}

Court court_of(const store::HotspotRun& run, const store::Store& store)
{
    const auto* method = hotspot_method(run.method);
    if (method == nullptr) throw DataError(fill(tr("this program does not know the method {0}"), {run.method}));
    if (method->score == ScoreBy::none)
        throw DataError(fill(tr("{0} says nothing of what comes and cannot be scored"), {run.method}));
    Court court{run, sealed_settings(run), store.hotspot_cells(run.uid), *method, {}};
    court.units = score_units(run, court.kept, court.cells);
    return court;
}

HotspotEvents events_between(const store::Store& store, const Court& court, domain::Instant from, domain::Instant to,
                             const HotspotControl& control)
{
    auto filter = sealed_filter(court.run);
    filter.since = from;
    filter.until = to;
    filter.source = {};
    return load_hotspot_events(store, filter, control);
}

void add_warnings(HotspotScore& score, const Court& court, const store::Store& store, const HotspotControl& control)
{
    if (!score.over) score.warnings.push_back({mark("the window is not over yet"), {}});
    if (score.after_the_fact)
        score.warnings.push_back({mark("it was sealed when its window had already begun: no forecast, but a test on "
                                       "the past"),
                                  {}});
    auto filter = sealed_filter(court.run);
    if (filter.source) score.warnings.push_back({mark("the run is of one import; later incidents are of all"), {}});
    if (load_hotspot_events(store, filter, control).hash != court.run.data_hash)
        score.warnings.push_back({mark("the incidents under the run have changed since it was sealed"), {}});
}

}  // namespace

HotspotScore score_run(const ScoreRequest& request, const store::Store& store, const HotspotControl& control)
{
    const auto run = store.hotspot_run(request.run);
    if (!run) throw DataError(fill(tr("there is no run {0}"), {domain::to_string(request.run)}));
    store.verify_hotspot_run(request.run);
    const auto court = court_of(*run, store);
    const bool own = court.method.score == ScoreBy::own;
    if (own && request.share) throw CallError(fill(tr("--share: {0} names its places itself"), {run->method}));
    HotspotScore score;
    score.run = *run;
    score.window = {run->end, request.until.value_or(run->valid_until)};
    if (score.window.to <= score.window.from) throw CallError(tr("--until must be later than the run's end"));
    score.over = score.window.to <= request.now;
    score.after_the_fact = run->made_at_ms / 1000 > run->end.unix_s;
    score.total_size = court.kept.total_size;
    score.size_unit = court.kept.size_unit;

    const auto events = events_between(store, court, score.window.from, score.window.to, control);
    const auto rows = rows_in(court.units, events, score.window, score.left_out);
    score.n = static_cast<double>(rows.size());
    if (rows.empty()) throw DataError(tr("no incidents in the window, so there is nothing to score"));
    control.at(0.4);
    const domain::TimeSpan earlier{{2 * run->end.unix_s - score.window.to.unix_s}, run->end};
    double ignored = 0;
    const auto old_events = events_between(store, court, earlier.from, earlier.to, control);
    const auto old_rows = rows_in(court.units, old_events, earlier, ignored);
    control.at(0.8);

    const double share = own ? risky_size(court.units) / score.total_size : request.share.value_or(default_share);
    score.share = share;
    const bool apart = run->method == std::string_view("best");
    const auto judged = apart ? std::optional(by_stretches(court, events, rows))
                              : by_share({"run", mark("the run")}, court.units, court.units.risk, court.units.before,
                                         court.units.counts(events, rows), share);
    if (!judged) throw DataError(tr("the run calls no place hot, so there is nothing to score"));
    score.lines.push_back(judged->line);
    const auto kilometres =
        apart ? kilometre_units(court.kept.parts, court.kept.settings.at("snap_km").get<double>()) : ScoreUnits{};
    add_baselines(score, *judged, apart ? kilometres : court.units, {events, rows}, {old_events, old_rows});
    add_warnings(score, court, store, control);
    return score;
}

}  // namespace tuantra::app
