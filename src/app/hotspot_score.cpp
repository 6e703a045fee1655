#include "app/hotspot_score.hpp"

#include "analysis/accuracy.hpp"
#include "app/errors.hpp"
#include "app/hotspot_data.hpp"
#include "app/hotspot_output.hpp"
#include "app/hotspot_seal.hpp"
#include "app/record_writer.hpp"
#include "app/table.hpp"
#include "lang/lang.hpp"
#include "view/sentence.hpp"

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
    double snap_km = 0;
};

/// The rows of incidents that lie on what the run looked at and begin in the window.
std::vector<std::uint32_t> rows_in(const Court& court, const HotspotEvents& events, const domain::TimeSpan& window,
                                   double& outside)
{
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto from = events.time[i].from;
        if (from < window.from || from >= window.to) continue;
        const auto& a = events.address[i];
        const auto holds = [&](const LinePart& part) {
            return part.line == a->line && a->chainage_km >= part.from_km && a->chainage_km <= part.to_km;
        };
        const bool on = a && std::abs(a->offset_m) <= court.snap_km * 1000 &&
                        std::any_of(court.kept.parts.begin(), court.kept.parts.end(), holds);
        if (on)
            rows.push_back(static_cast<std::uint32_t>(i));
        else
            ++outside;
    }
    return rows;
}

/// Incidents per cell: the first cell that holds a place has it.
std::vector<double> counts_in(const std::vector<store::HotspotRunCell>& cells, const HotspotEvents& events,
                              std::span<const std::uint32_t> rows)
{
    std::vector<double> counts(cells.size(), 0);
    std::vector<std::size_t> order(cells.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(cells[a].line, cells[a].from_km) < std::pair(cells[b].line, cells[b].from_km);
    });
    for (const std::uint32_t row : rows) {
        const auto& a = *events.address[row];
        const std::pair place(std::optional(a.line), a.chainage_km);
        auto at = std::upper_bound(order.begin(), order.end(), place, [&](const auto& p, std::size_t i) {
            return p < std::pair(cells[i].line, cells[i].from_km);
        });
        if (at == order.begin()) continue;
        const auto& cell = cells[*--at];
        if (cell.line == a.line && a.chainage_km <= cell.to_km) ++counts[*at];
    }
    return counts;
}

using Cells = std::vector<store::HotspotRunCell>;

std::vector<analysis::ForecastCell> forecast(const Cells& cells, const std::vector<double>& risk,
                                             const std::vector<double>& after)
{
    std::vector<analysis::ForecastCell> out;
    for (std::size_t i = 0; i < cells.size(); ++i) out.push_back({cells[i].size, risk[i], cells[i].count, after[i]});
    return out;
}

/// The share of the size that may be called hot, where nothing without risk ever is.
double coverage_of(const Cells& cells, const std::vector<double>& risk, double share)
{
    double size = 0, risky = 0;
    for (std::size_t i = 0; i < risk.size(); ++i) {
        size += cells[i].size;
        risky += risk[i] > 0 ? cells[i].size : 0;
    }
    return std::min({1.0, share * slack, risky / size * slack});
}

struct Judged {
    ScoreLine line;
    std::optional<double> best_pai;
};

std::optional<Judged> by_share(const char* id, const char* label, const Cells& cells, const std::vector<double>& risk,
                               const std::vector<double>& after, double share)
{
    const double coverage = coverage_of(cells, risk, share);
    if (!(coverage > 0)) return {};
    const auto a = analysis::accuracy(forecast(cells, risk, after), coverage);
    const auto ser = a.size > 0 ? std::optional(a.ser) : std::nullopt;
    return Judged{{id, label, a.size, a.hits, a.hit_rate, a.pai, a.pei, ser, a.rri}, a.best_pai};
}

std::vector<double> risks_of(const Cells& cells)
{
    std::vector<double> risk;
    for (const auto& cell : cells) risk.push_back(cell.risk.value_or(0));
    return risk;
}

double size_of(const Cells& cells, bool risky_only)
{
    double size = 0;
    for (const auto& cell : cells) size += !risky_only || cell.risk.value_or(0) > 0 ? cell.size : 0;
    return size;
}

/// Kilometres of the parts one by one, for what needs no method's cells.
Cells kilometres(const std::vector<LinePart>& parts)
{
    Cells cells;
    for (const auto& part : parts)
        for (double from = part.from_km; from < part.to_km - 1e-9; from += 1) {
            store::HotspotRunCell cell;
            cell.line = part.line;
            cell.from_km = from;
            cell.to_km = std::min(from + 1, part.to_km);
            cell.size = cell.to_km - from;
            cells.push_back(std::move(cell));
        }
    return cells;
}

/// Kilometres that lie apart, held against the best that so many kilometres could have held.
Judged by_stretches(const Court& court, const HotspotEvents& events, std::span<const std::uint32_t> rows)
{
    const auto after = counts_in(court.cells, events, rows);
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
void fill_evenly(ScoreLine& line, const Cells& cells, const std::vector<double>& after, double size, double total)
{
    double blank = 0, hits = 0;
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (!(cells[i].count > 0)) {
            blank += cells[i].size;
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
ScoreLine last_period_line(Cells cells, const Came& after, const Came& before, double size, double total)
{
    const auto old = counts_in(cells, before.events, before.rows);
    const auto later = counts_in(cells, after.events, after.rows);
    std::vector<double> density;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i].count = old[i];
        density.push_back(old[i] / cells[i].size);
    }
    const char* label = mark("as many days before");
    ScoreLine line{"last_period", label, 0, 0, {}, {}, {}, {}, {}};
    if (const auto judged = by_share("last_period", label, cells, density, later, size / total)) line = judged->line;
    fill_evenly(line, cells, later, size, total);
    const auto best = analysis::accuracy(forecast(cells, density, later), std::min(1.0, size / total * slack));
    if (best.best_pai && *best.best_pai > 0 && line.pai) line.pei = *line.pai / *best.best_pai;
    return line;
}

/// What anybody could have said without a method.
void add_baselines(HotspotScore& score, const Judged& judged, const Cells& cells, const Came& after, const Came& before)
{
    if (before.rows.empty())
        score.warnings.push_back({mark("nothing was recorded in as many days before the run's end"), {}});
    score.lines.push_back(last_period_line(cells, after, before, judged.line.size, score.total_size));
    score.lines.push_back(
        uniform_line(judged.line.size, score.total_size, score.n, static_cast<double>(score.run.n), judged.best_pai));
}

Court court_of(const store::HotspotRun& run, const store::Store& store)
{
    const auto* method = hotspot_method(run.method);
    if (method == nullptr) throw DataError(fill(tr("this program does not know the method {0}"), {run.method}));
    if (method->score == ScoreBy::none)
        throw DataError(fill(tr("{0} says nothing of what comes and cannot be scored"), {run.method}));
    Court court{run, sealed_settings(run), store.hotspot_cells(run.uid), *method, 0};
    if (court.kept.parts.empty()) throw DataError(tr("a run on an area cannot be scored yet"));
    court.snap_km = court.kept.settings.at("snap_km").get<double>();
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
    const auto rows = rows_in(court, events, score.window, score.left_out);
    score.n = static_cast<double>(rows.size());
    if (rows.empty()) throw DataError(tr("no incidents in the window, so there is nothing to score"));
    control.at(0.4);
    const domain::TimeSpan earlier{{2 * run->end.unix_s - score.window.to.unix_s}, run->end};
    double ignored = 0;
    const auto old_events = events_between(store, court, earlier.from, earlier.to, control);
    const auto old_rows = rows_in(court, old_events, earlier, ignored);
    control.at(0.8);

    const double share = own ? size_of(court.cells, true) / score.total_size : request.share.value_or(default_share);
    score.share = share;
    const bool apart = run->method == std::string_view("best");
    const auto judged = apart ? std::optional(by_stretches(court, events, rows))
                              : by_share("run", mark("the run"), court.cells, risks_of(court.cells),
                                         counts_in(court.cells, events, rows), share);
    if (!judged) throw DataError(tr("the run calls no place hot, so there is nothing to score"));
    score.lines.push_back(judged->line);
    add_baselines(score, *judged, apart ? kilometres(court.kept.parts) : court.cells, {events, rows},
                  {old_events, old_rows});
    add_warnings(score, court, store, control);
    return score;
}

namespace {

Json known(const std::optional<double>& value)
{
    return value ? Json(*value) : Json();
}

Json whole_or_not(double value)
{
    return value == std::floor(value) ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

std::string known_text(const std::optional<double>& value, int decimals)
{
    return value ? lang::number(*value, decimals) : std::string("-");
}

}  // namespace

Json score_json(const HotspotScore& score, domain::Zone zone)
{
    Json lines = Json::array();
    for (const auto& line : score.lines)
        lines.push_back({{"what", line.id},
                         {"size", line.size},
                         {"hits", whole_or_not(line.hits)},
                         {"hit_rate", known(line.hit_rate)},
                         {"pai", known(line.pai)},
                         {"pei", known(line.pei)},
                         {"ser", known(line.ser)},
                         {"rri", known(line.rri)}});
    auto json = run_json(score.run, zone);
    json["from"] = domain::to_iso(score.window.from, zone);
    json["to"] = domain::to_iso(score.window.to, zone);
    json["over"] = score.over;
    json["after_the_fact"] = score.after_the_fact;
    json["later"] = whole_or_not(score.n);
    json["later_left_out"] = whole_or_not(score.left_out);
    json["share"] = score.share;
    json["size_unit"] = score.size_unit;
    json["total_size"] = score.total_size;
    json["scores"] = std::move(lines);
    json["warnings"] = notes_json(score.warnings);
    return json;
}

void write_score_table(std::ostream& out, const HotspotScore& score, domain::Zone zone)
{
    if (score.run.synthetic) out << synthetic_note() << '\n';
    const auto* method = hotspot_method(score.run.method);
    out << fill(tr("{0}, sealed {1}, from {2} incidents before {3}"),
                {method == nullptr ? score.run.method : tr(method->label),
                 view::moment_text({score.run.made_at_ms / 1000}, zone), lang::number(score.run.n),
                 view::moment_text(score.run.end, zone)})
        << '\n'
        << fill(tr("held against {0} incidents, {1} to {2}; {3} more lie outside"),
                {number_text(score.n), view::moment_text(score.window.from, zone),
                 view::moment_text(score.window.to, zone), number_text(score.left_out)})
        << '\n';
    for (const auto& note : score.warnings) out << tr("Note:") << ' ' << text(note) << '\n';
    using Align = Table::Align;
    Table table({{tr("what"), Align::left, 24},
                 {score.size_unit, Align::right, 12},
                 {tr("hits"), Align::right, 10},
                 {tr("hit rate"), Align::right, 10},
                 {"PAI", Align::right, 10},
                 {"PEI", Align::right, 10},
                 {"SER", Align::right, 10},
                 {"RRI", Align::right, 10}});
    for (const auto& line : score.lines)
        table.add({tr(line.label), lang::number(line.size, 1), lang::number(line.hits, line.id == "uniform" ? 1 : 0),
                   known_text(line.hit_rate, 3), known_text(line.pai, 2), known_text(line.pei, 3),
                   known_text(line.ser, 4), known_text(line.rri, 2)});
    table.print(out);
    out << tr("hit rate: share of later incidents in the hot part; PAI: hit rate over its share of the size, 1 is "
              "blind "
              "chance; PEI: PAI over the best possible, 1 is perfect; SER: hits per size; RRI: hits to earlier "
              "incidents, "
              "against the whole")
        << '\n';
}

}  // namespace tuantra::app
