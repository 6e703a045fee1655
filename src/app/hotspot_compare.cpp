#include "analysis/compare.hpp"
#include "analysis/local_stats.hpp"
#include "app/errors.hpp"
#include "app/hotspot_data.hpp"
#include "app/hotspot_time.hpp"
#include "lang/lang.hpp"
#include "store/sha256.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::app {

using lang::mark;
using lang::tr;

namespace {

constexpr double default_segment_km = 10;
constexpr double day_s = 86400;

double days(const domain::TimeSpan& span)
{
    return static_cast<double>(span.to.unix_s - span.from.unix_s) / day_s;
}

Json number_or_null(double value)
{
    return std::isfinite(value) ? Json(value) : Json();
}

Json comparison_json(const analysis::Comparison& c)
{
    return {{"first", c.first_count},
            {"second", c.second_count},
            {"first_days", c.first_effort},
            {"second_days", c.second_effort},
            {"ratio", c.ratio ? Json(*c.ratio) : Json()},
            {"ratio_low", number_or_null(c.ratio_limits.low)},
            {"ratio_high", number_or_null(c.ratio_limits.high)},
            {"p", c.p}};
}

/// The earlier period: the one asked for, else as long a one that ends where the later begins.
domain::TimeSpan first_period(const HotspotInput& input, const domain::TimeSpan& second, bool& chosen)
{
    if (input.settings().against) return *input.settings().against;
    chosen = true;
    return {{second.from.unix_s - (second.to.unix_s - second.from.unix_s)}, second.from};
}

/// Counts of the incidents whose moment lies in the period: one that may belong to two periods is in one of them.
std::vector<double> counts_in(const HotspotEvents& events, Snapped snapped, const domain::TimeSpan& period,
                              const LineFrame& frame, std::size_t& n)
{
    std::erase_if(snapped.rows, [&](std::uint32_t row) {
        const auto at = events.moment(row);
        return at < period.from.unix_s || at >= period.to.unix_s;
    });
    n = snapped.rows.size();
    return counts_of(events, snapped.rows, frame);
}

struct Sides {
    std::vector<double> first, second;
    std::size_t first_n = 0, second_n = 0;
    domain::TimeSpan first_span, second_span;
};

void add_cells(HotspotResult& result, const Sides& sides, double alpha)
{
    std::vector<double> ratio, low, high, p;
    for (std::size_t i = 0; i < sides.first.size(); ++i) {
        const auto c = analysis::compare(static_cast<std::uint64_t>(sides.first[i]), days(sides.first_span),
                                         static_cast<std::uint64_t>(sides.second[i]), days(sides.second_span), 1);
        const bool any = sides.first[i] + sides.second[i] > 0;
        ratio.push_back(c.ratio && any ? *c.ratio : NAN);
        low.push_back(any ? c.ratio_limits.low : NAN);
        high.push_back(any && std::isfinite(c.ratio_limits.high) ? c.ratio_limits.high : NAN);
        p.push_back(c.p);
        result.cells[i].count = sides.second[i];
    }
    const auto adjusted = analysis::benjamini_hochberg(p);
    std::vector<double> change(p.size()), strength(p.size());
    double up = 0, down = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
        const double per_day = sides.second[i] / days(sides.second_span) - sides.first[i] / days(sides.first_span);
        change[i] = adjusted[i] <= alpha ? (per_day > 0 ? 1 : -1) : 0;
        up += change[i] > 0 ? 1 : 0;
        down += change[i] < 0 ? 1 : 0;
        strength[i] = -p[i];
        result.cells[i].hot = change[i] > 0;
        result.cells[i].risk = NAN;
    }
    result.shown = ranked(strength, [&](std::size_t i) { return sides.first[i] + sides.second[i] > 0; });
    using Type = HotspotColumn::Type;
    add_column(result, "first", mark("first period"), sides.first, 0, Type::whole);
    add_column(result, "second", mark("second period"), sides.second, 0, Type::whole);
    add_column(result, "ratio", mark("ratio"), ratio, 2);
    add_column(result, "ratio_low", mark("at least"), low, 2);
    add_column(result, "ratio_high", mark("at most"), high, 2);
    add_column(result, "p", mark("p"), p, 4);
    add_column(result, "p_adjusted", mark("p adjusted"), adjusted, 4);
    add_column(result, "change", mark("change"), change, 0, Type::whole);
    result.findings.push_back(
        {mark("{0} segments rose and {1} fell for certain ({2} percent after Benjamini and Hochberg)"),
         {up, down, alpha * 100}});
}

}  // namespace

HotspotResult run_compare(const HotspotInput& input)
{
    const auto [settings, choices, frame, snapped] = on_segments(input, default_segment_km);
    Sides sides;
    bool chosen = false;
    if (!input.request.filter.since) throw CallError(tr("compare takes --since of the second period"));
    if (input.events.size() == 0 && !input.request.filter.until) require_incidents(input, 0, 0);
    sides.second_span = time_of(input.request.filter, input.events.time, input.request.now, input.request.zone);
    sides.first_span = first_period(input, sides.second_span, chosen);
    if (!(days(sides.first_span) > 0) || !(days(sides.second_span) > 0))
        throw CallError(tr("compare takes two periods that last"));
    if (sides.first_span.from < sides.second_span.to && sides.second_span.from < sides.first_span.to)
        throw CallError(tr("compare takes two periods that do not overlap"));
    auto earlier = input.request.filter;
    earlier.since = sides.first_span.from;
    earlier.until = sides.first_span.to;
    const auto first_events = load_hotspot_events(input.store, earlier, input.control);
    const auto first_snapped = snap(first_events, settings.snap_km);
    sides.first = counts_in(first_events, first_snapped, sides.first_span, frame, sides.first_n);
    sides.second = counts_in(input.events, snapped, sides.second_span, frame, sides.second_n);
    const auto left_out = first_snapped.left_out + snapped.left_out;
    require_incidents(input, sides.first_n + sides.second_n, left_out);
    auto result = line_result(input, frame, snapped);
    result.left_out = left_out;
    add_cells(result, sides, settings.alpha);
    const auto whole =
        analysis::compare(sides.first_n, days(sides.first_span), sides.second_n, days(sides.second_span), 1);
    result.n = sides.first_n + sides.second_n;
    result.facts = {{"whole", comparison_json(whole)},
                    {"first_from", domain::to_iso(sides.first_span.from, input.request.zone)},
                    {"first_to", domain::to_iso(sides.first_span.to, input.request.zone)},
                    {"second_from", domain::to_iso(sides.second_span.from, input.request.zone)},
                    {"second_to", domain::to_iso(sides.second_span.to, input.request.zone)},
                    {"exposure", "days"}};
    result.unit = mark("ratio of the second period to the first");
    result.settings_json = segment_settings(input, *settings.cell_km);
    result.settings_json["alpha"] = settings.alpha;
    result.choices = choices;
    if (sides.first_n == 0)
        result.warnings.push_back(
            {mark("the first period holds no incident at all: perhaps nothing was recorded then"), {}});
    if (chosen) result.choices.push_back({mark("the first period is as long and ends where the second begins"), {}});
    result.data_hash = store::Sha256().add(first_events.hash).add(input.events.hash).hex();
    result.settings = settings;
    return result;
}

}  // namespace tuantra::app
