#include "analysis/local_stats.hpp"
#include "analysis/trend.hpp"
#include "app/errors.hpp"
#include "app/hotspot_data.hpp"
#include "app/hotspot_time.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;

namespace {

constexpr double default_segment_km = 10;
constexpr std::size_t least_steps = 10;
constexpr std::size_t months_of_year = 12;

// In the order of analysis::Pattern.
constexpr std::array<const char*, 17> pattern_names{
    mark("no pattern"),      mark("new hot"),          mark("consecutive hot"),  mark("intensifying hot"),
    mark("persistent hot"),  mark("diminishing hot"),  mark("sporadic hot"),     mark("oscillating hot"),
    mark("historical hot"),  mark("new cold"),         mark("consecutive cold"), mark("intensifying cold"),
    mark("persistent cold"), mark("diminishing cold"), mark("sporadic cold"),    mark("oscillating cold"),
    mark("historical cold")};

/// A pattern whose last step is hot.
bool is_hot_now(analysis::Pattern pattern)
{
    return pattern >= analysis::Pattern::new_hot && pattern <= analysis::Pattern::oscillating_hot;
}

struct Cut {
    TimeSteps steps;
    analysis::Cube cube;
    std::size_t used = 0, outside_steps = 0;
};

Cut cut(const HotspotInput& input, const HotspotSettings& settings, const LineFrame& frame, const Snapped& snapped)
{
    const auto span = time_of(input.request.filter, input.events.time, input.request.now, input.request.zone);
    Cut result{whole_steps(span.from.unix_s, span.to.unix_s, settings.step, input.request.zone), {}, 0, 0};
    auto& cube = result.cube;
    cube.cells = frame.size();
    cube.steps = result.steps.size();
    if (cube.steps < least_steps)
        throw DataError(fill(settings.step == TimeStep::month ? tr("not enough: {0} whole months, this test needs {1}")
                                                              : tr("not enough: {0} whole weeks, this test needs {1}"),
                             {std::to_string(cube.steps), std::to_string(least_steps)}));
    cube.counts.assign(cube.cells * cube.steps, 0);
    for (const std::uint32_t row : snapped.rows) {
        const auto segment = frame.segment_of(*input.events.address[row]);
        const auto step = result.steps.step_of(input.events.moment(row));
        if (!segment || !step) {
            ++result.outside_steps;
            continue;
        }
        ++cube.counts[*segment * cube.steps + *step];
        ++result.used;
    }
    require_incidents(input, result.used, 0);
    return result;
}

Json trend_json(const analysis::Trend& t)
{
    return {{"n", t.n}, {"s", t.s}, {"z", t.z}, {"p", t.p}, {"sen_slope_per_step", t.sen_slope}};
}

/// Whether the whole rises or falls; by season where there are two years of months.
void add_overall(HotspotResult& result, const Cut& c, const HotspotSettings& settings)
{
    std::vector<double> totals(c.cube.steps, 0);
    for (std::size_t i = 0; i < c.cube.counts.size(); ++i) totals[i % c.cube.steps] += c.cube.counts[i];
    const bool seasonal = settings.step == TimeStep::month && c.cube.steps >= 2 * months_of_year;
    const auto all =
        seasonal ? analysis::seasonal_mann_kendall(totals, months_of_year) : analysis::mann_kendall(totals);
    result.facts["overall"] = trend_json(all);
    result.facts["overall"]["seasonal"] = seasonal;
    result.facts["totals"] = totals;
    const bool sure = all.p <= settings.alpha;
    const char* says = !sure       ? mark("the whole neither rises nor falls for certain (p {0})")
                       : all.s > 0 ? mark("the whole rises (p {0})")
                                   : mark("the whole falls (p {0})");
    result.findings.push_back({says, {std::round(all.p * 1e4) / 1e4}});
}

}  // namespace

HotspotResult run_trend(const HotspotInput& input)
{
    const auto [settings, choices, frame, snapped] = on_segments(input, default_segment_km);
    require_incidents(input, snapped.rows.size(), snapped.left_out);
    const auto c = cut(input, settings, frame, snapped);
    input.control.at(0.1);
    analysis::EmergingOptions options;
    options.alpha_trend = settings.alpha;
    const auto emerging = analysis::emerging_patterns(c.cube, frame.neighbours(settings.reach), options);
    input.control.at(0.9);

    auto result = line_result(input, frame, snapped);
    result.n = c.used;
    const std::size_t steps = c.cube.steps;
    std::vector<double> pattern, last_z, last_count, z_trend, slope, counts;
    std::array<std::size_t, pattern_names.size()> held{};
    for (std::size_t i = 0; i < c.cube.cells; ++i) {
        const std::span<const double> series(c.cube.counts.data() + i * steps, steps);
        const auto which = static_cast<std::size_t>(emerging.patterns[i]);
        ++held[which];
        pattern.push_back(static_cast<double>(which));
        last_z.push_back(emerging.z[i * steps + steps - 1]);
        last_count.push_back(series.back());
        z_trend.push_back(emerging.trends[i].z);
        slope.push_back(analysis::mann_kendall(series).sen_slope);
        double sum = 0;
        for (const double x : series) sum += x;
        counts.push_back(sum);
        result.cells[i].count = sum;
        result.cells[i].risk = last_z[i];
        result.cells[i].hot = is_hot_now(emerging.patterns[i]);
    }
    result.shown = ranked(last_z, [&](std::size_t i) { return emerging.patterns[i] != analysis::Pattern::none; });
    using Type = HotspotColumn::Type;
    add_column(result, "incidents", mark("incidents"), counts, 0, Type::whole);
    add_column(result, "pattern", mark("pattern"), pattern, 0, Type::name,
               {pattern_names.begin(), pattern_names.end()});
    add_column(result, "last", mark("in the last step"), last_count, 0, Type::whole);
    add_column(result, "z_last", mark("z of the last step"), last_z, 2);
    add_column(result, "z_trend", mark("z of the trend"), z_trend, 2);
    add_column(result, "sen_slope", mark("Sen's slope a step"), slope, 4);
    result.unit = mark("emerging pattern");

    result.settings_json = segment_settings(input, *settings.cell_km);
    result.settings_json.update(Json{{"neighbours", settings.reach},
                                     {"step", settings.step == TimeStep::month ? "month" : "week"},
                                     {"steps", steps},
                                     {"first_step", c.steps.name(0)},
                                     {"last_step", c.steps.name(steps - 1)},
                                     {"steps_back", options.steps_back},
                                     {"alpha_bins", options.alpha_bins},
                                     {"alpha_trend", options.alpha_trend}});
    Json patterns = Json::object();
    for (std::size_t i = 1; i < held.size(); ++i)
        if (held[i] > 0) patterns[pattern_names[i]] = held[i];
    result.facts = {{"patterns", patterns}, {"outside_steps", c.outside_steps}};
    add_overall(result, c, settings);
    result.choices = choices;
    result.choices.push_back(
        {settings.step == TimeStep::month ? mark("{0} whole months, {1} to {2}") : mark("{0} whole weeks, {1} to {2}"),
         {static_cast<double>(steps), c.steps.name(0), c.steps.name(steps - 1)}});
    if (c.outside_steps > 0)
        result.warnings.push_back({mark("{0} incidents lie outside the whole steps and are not used; --since and "
                                        "--until say what time was recorded"),
                                   {static_cast<double>(c.outside_steps)}});
    result.settings = settings;
    return result;
}

}  // namespace tuantra::app
