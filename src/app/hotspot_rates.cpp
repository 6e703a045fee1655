#include "analysis/local_stats.hpp"
#include "analysis/rates.hpp"
#include "app/effort_job.hpp"
#include "app/errors.hpp"
#include "app/hotspot_data.hpp"
#include "app/hotspot_occupancy.hpp"
#include "lang/lang.hpp"
#include "store/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace tuantra::app {

using lang::mark;
using lang::tr;

namespace {

constexpr double default_segment_km = 10;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t day_s = 86400;

enum class State : std::uint8_t { neither, hot, cold, by_post, not_watched };
constexpr std::array<const char*, 5> state_names{mark("neither"), mark("hot"), mark("cold"), mark("only by a post"),
                                                 mark("not watched")};

/// Detections and effort of every segment, of one and the same time.
struct Seen {
    EffortReport report;
    domain::TimeSpan period;
    std::vector<std::uint64_t> detections;
    std::vector<double> effort;  ///< in the unit asked for
    std::size_t outside_period = 0, without_effort = 0, used = 0;
};

EffortQuestion question_of(const HotspotInput& input, const LineFrame& frame, const HotspotSettings& settings)
{
    EffortQuestion question;
    question.filter = input.request.filter;
    question.filter.source = {};  // incidents of one import are met by the patrols of all
    question.snap_km = settings.snap_km;
    question.posts = settings.posts;
    question.stop = input.control.stop;
    for (std::size_t i = 0; i < frame.size(); ++i) question.segments.push_back(frame.segment(i));
    return question;
}

/// What is known of when patrols were recorded: an incident of another time has no effort that it could be held
/// against. Posts are taken to be manned throughout the period asked for.
domain::TimeSpan effort_period(const EffortReport& report, const HotspotSettings& settings)
{
    const bool posts_alone = settings.effort == EffortUnit::hours && report.posts > 0;
    const auto at = [](double s) { return static_cast<std::int64_t>(std::floor(s)); };
    domain::TimeSpan span{{at(*report.from_s)}, {at(std::ceil(*report.to_s))}};
    if (posts_alone || !report.first_s) return span;
    span.from.unix_s = std::max(span.from.unix_s, at(*report.first_s) - day_s);
    span.to.unix_s = std::min(span.to.unix_s, at(*report.last_s) + day_s);
    return span;
}

/// A sealed run says what effort it was made from as it says of the incidents.
std::string hash_of(const analysis::Effort& effort)
{
    store::Sha256 hash;
    for (const auto& s : effort.segments)
        hash.add(fmt::format("{:a} {:a} {:a}\n", s.patrol_km, s.patrol_hours, s.post_km_hours));
    return hash.hex();
}

double effort_of(const analysis::SegmentEffort& s, const HotspotSettings& settings)
{
    return settings.effort == EffortUnit::km ? s.patrol_km : s.patrol_hours + s.post_hours();
}

Seen seen_of(const HotspotInput& input, const LineFrame& frame, const Snapped& snapped, const HotspotSettings& settings)
{
    const Movers movers(input.request.paths.data / "movers.json");
    Seen seen;
    seen.report = measure_effort(input.store, input.lines, movers, question_of(input, frame, settings),
                                 [&](std::size_t) { input.control.at(0.3); });
    for (const auto& s : seen.report.effort.segments) seen.effort.push_back(effort_of(s, settings));
    if (std::none_of(seen.effort.begin(), seen.effort.end(), [](double e) { return e > 0; }))
        throw DataError(tr("no patrol effort is recorded there and then, so there is no rate, only \"not watched\""));
    seen.period = effort_period(seen.report, settings);
    seen.detections.assign(frame.size(), 0);
    for (const std::uint32_t row : snapped.rows) {
        const auto segment = frame.segment_of(*input.events.address[row]);
        const auto t = input.events.moment(row);
        if (!segment || t < seen.period.from.unix_s || t > seen.period.to.unix_s) {
            ++seen.outside_period;
            continue;
        }
        ++seen.detections[*segment];
        ++(seen.effort[*segment] > 0 ? seen.used : seen.without_effort);
    }
    require_incidents(input, seen.used, 0);
    return seen;
}

/// How every watched segment's count stands against the rate of the whole.
struct Tested {
    double overall = 0;       ///< detections per unit of effort
    std::vector<double> p;    ///< after Benjamini and Hochberg; NaN without effort
    std::vector<bool> above;  ///< the overall rate
};

/// Given how many came to light in all, each segment's number is binomial with its share of the effort as chance: exact
/// and two-sided (the conditional test of Przyborowski and Wilenski 1940).
Tested tested(const Seen& seen)
{
    Tested test;
    double effort = 0;
    std::uint64_t detections = 0;
    for (std::size_t i = 0; i < seen.effort.size(); ++i) {
        if (!(seen.effort[i] > 0)) continue;
        effort += seen.effort[i];
        detections += seen.detections[i];
    }
    test.overall = static_cast<double>(detections) / effort;
    std::vector<double> p;
    std::vector<std::size_t> at;
    for (std::size_t i = 0; i < seen.effort.size(); ++i) {
        test.above.push_back(static_cast<double>(seen.detections[i]) > test.overall * seen.effort[i]);
        if (!(seen.effort[i] > 0)) continue;
        p.push_back(analysis::binomial_p(seen.detections[i], detections, std::min(1.0, seen.effort[i] / effort)));
        at.push_back(i);
    }
    const auto adjusted = analysis::benjamini_hochberg(p);
    test.p.assign(seen.effort.size(), nan);
    for (std::size_t k = 0; k < at.size(); ++k) test.p[at[k]] = adjusted[k];
    return test;
}

State state_of(const Seen& seen, const Tested& test, std::size_t i, double alpha)
{
    if (!(seen.effort[i] > 0)) return seen.report.effort.segments[i].watched() ? State::by_post : State::not_watched;
    if (!(test.p[i] <= alpha)) return State::neither;
    return test.above[i] ? State::hot : State::cold;
}

/// Adds the rates and what is called hot; \returns how many segments are in each state.
std::array<std::size_t, state_names.size()> add_rates(HotspotResult& result, const Seen& seen, double per, double alpha)
{
    const auto rates = analysis::encounter_rates(seen.detections, seen.effort, per, 1 - alpha);
    const std::vector<double> counts(seen.detections.begin(), seen.detections.end());
    const auto drawn = analysis::empirical_bayes(counts, seen.effort);
    const auto test = tested(seen);
    std::array<std::size_t, state_names.size()> held{};
    std::vector<double> km, hours, post_hours, rate, low, high, bayes, state;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto& spent = seen.report.effort.segments[i];
        km.push_back(spent.patrol_km);
        hours.push_back(spent.patrol_hours);
        post_hours.push_back(spent.post_hours());
        rate.push_back(rates[i] ? rates[i]->rate : nan);
        low.push_back(rates[i] ? rates[i]->limits.low : nan);
        high.push_back(rates[i] ? rates[i]->limits.high : nan);
        bayes.push_back(drawn[i] ? *drawn[i] * per : nan);
        const auto s = state_of(seen, test, i, alpha);
        ++held[static_cast<std::size_t>(s)];
        state.push_back(static_cast<double>(s));
        auto& cell = result.cells[i];
        cell.count = counts[i];
        cell.watched = spent.watched();
        cell.risk = bayes.back();
        cell.hot = s == State::hot;
    }
    result.shown = ranked(bayes, [&](std::size_t i) { return result.cells[i].hot; });
    if (result.shown.empty()) result.shown = ranked(bayes, [&](std::size_t i) { return seen.effort[i] > 0; });
    using Type = HotspotColumn::Type;
    add_column(result, "incidents", mark("incidents"), counts, 0, Type::whole);
    add_column(result, "patrol_km", mark("patrol-km"), km, 1);
    add_column(result, "patrol_hours", mark("patrol-hours"), hours, 1);
    add_column(result, "post_hours", mark("post-hours"), post_hours, 1);
    add_column(result, "rate", mark("rate"), rate, 2);
    add_column(result, "rate_low", mark("at least"), low, 2);
    add_column(result, "rate_high", mark("at most"), high, 2);
    add_column(result, "rate_smoothed", mark("smoothed"), bayes, 2);
    add_column(result, "p_adjusted", mark("p adjusted"), test.p, 4);
    add_column(result, "state", mark("state"), state, 0, Type::name, {state_names.begin(), state_names.end()});
    result.facts["overall_rate"] = test.overall * per;
    return held;
}

void say_assumptions(HotspotResult& result, const Movers& movers, const Seen& seen, const HotspotSettings& settings)
{
    const auto assumed = effort_assumptions(movers, settings.posts);
    std::string widths;
    for (const auto& [kind, width] : assumed.at("sweep_width_m").items())
        if (movers.sweep(kind).patrol)
            widths += (widths.empty() ? "" : ", ") + kind + ' ' + number_text(width.get<double>());
    result.choices.push_back({mark("assumed, not measured (data/movers.json): sweep widths in m: {0}"), {widths}});
    if (seen.report.posts > 0 && settings.effort == EffortUnit::hours)
        result.choices.push_back(
            {mark("assumed, not measured (data/movers.json): {0} posts manned, an hour of each counts by the share of "
                  "the segment it sees"),
             {static_cast<double>(seen.report.posts)}});
}

void say_left_out(HotspotResult& result, const Seen& seen, domain::Zone zone)
{
    if (seen.outside_period > 0)
        result.warnings.push_back(
            {mark("{0} incidents lie outside the time of which patrols are known, {1} to {2}, "
                  "and enter no rate"),
             {static_cast<double>(seen.outside_period), domain::to_iso_date(seen.period.from, zone),
              domain::to_iso_date(seen.period.to, zone)}});
    if (seen.without_effort > 0)
        result.warnings.push_back({mark("{0} incidents came to light where no effort is known, and enter no rate"),
                                   {static_cast<double>(seen.without_effort)}});
}

void say_states(HotspotResult& result, const std::array<std::size_t, state_names.size()>& held)
{
    const auto of = [&](State s) { return static_cast<double>(held[static_cast<std::size_t>(s)]); };
    for (const auto s : {State::hot, State::cold, State::neither, State::by_post, State::not_watched})
        result.facts[std::string(s == State::hot       ? "hot"
                                 : s == State::cold    ? "cold"
                                 : s == State::neither ? "neither"
                                 : s == State::by_post ? "only_by_a_post"
                                                       : "not_watched")] = held[static_cast<std::size_t>(s)];
    const double all = static_cast<double>(result.cells.size());
    result.findings.push_back({mark("{0} of {1} segments are hot and {2} cold against the rate of the whole"),
                               {of(State::hot), all, of(State::cold)}});
    if (of(State::not_watched) > 0)
        result.warnings.push_back({mark("{0} of {1} segments were not watched: nothing is known of them, and none of "
                                        "them is cold"),
                                   {of(State::not_watched), all}});
    if (of(State::by_post) > 0)
        result.warnings.push_back(
            {mark("{0} segments were watched only by a post, which makes no patrol-kilometres: no rate"),
             {of(State::by_post)}});
}

}  // namespace

HotspotResult run_rates(const HotspotInput& input)
{
    const auto [settings, choices, frame, snapped] = on_segments(input, default_segment_km);
    require_incidents(input, snapped.rows.size(), snapped.left_out);
    const auto seen = seen_of(input, frame, snapped, settings);
    auto result = line_result(input, frame, snapped);
    const bool by_km = settings.effort == EffortUnit::km;
    const double per = by_km ? 100 : 1;
    result.n = seen.used;
    result.with_effort = true;
    result.period = seen.period;
    result.unit = by_km ? mark("incidents per 100 patrol-km") : mark("incidents per hour of patrol or post");
    result.facts = {{"outside_period", seen.outside_period},
                    {"without_effort", seen.without_effort},
                    {"tracks", seen.report.tracks},
                    {"posts", seen.report.posts},
                    {"effort_hash", hash_of(seen.report.effort)}};
    const auto held = add_rates(result, seen, per, settings.alpha);

    result.settings_json = segment_settings(input, *settings.cell_km);
    const Movers movers(input.request.paths.data / "movers.json");
    result.settings_json.update(Json{{"effort", by_km ? "km" : "hours"},
                                     {"per", per},
                                     {"limits", "Poisson, exact"},
                                     {"confidence", 1 - settings.alpha},
                                     {"alpha", settings.alpha},
                                     {"smoothing", "empirical Bayes (Marshall, global)"},
                                     {"correction", "Benjamini-Hochberg"}});
    result.settings_json.update(effort_assumptions(movers, settings.posts));
    result.choices = choices;
    say_assumptions(result, movers, seen, settings);
    say_states(result, held);
    say_left_out(result, seen, input.request.zone);
    if (settings.occupancy) add_occupancy(result, input, frame, snapped, movers, seen.period);
    result.settings = settings;
    return result;
}

}  // namespace tuantra::app
