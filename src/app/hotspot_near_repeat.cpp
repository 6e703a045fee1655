#include "analysis/near_repeat.hpp"
#include "app/errors.hpp"
#include "app/hotspot_areas.hpp"
#include "app/hotspot_data.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tuantra::app {

using lang::mark;

namespace {

constexpr double day_s = 86400;
const std::vector<double> default_space_km{0, 1, 2, 5, 10, 20};
const std::vector<double> default_days{0, 7, 14, 21, 28};

std::string list_text(const std::vector<double>& values)
{
    std::string text;
    for (const double v : values) text += (text.empty() ? "" : ", ") + number_text(v);
    return text;
}

std::vector<double> scaled(std::vector<double> values, double factor)
{
    for (double& v : values) v *= factor;
    return values;
}

Json table_json(const analysis::KnoxTable& table)
{
    Json bands = Json::array();
    for (const auto& c : table.cells)
        bands.push_back({{"km_from", c.space_from / 1000},
                         {"km_to", c.space_to / 1000},
                         {"days_from", c.time_from / day_s},
                         {"days_to", c.time_to / day_s},
                         {"observed", c.observed},
                         {"expected", c.expected},
                         {"ratio", c.ratio ? Json(*c.ratio) : Json()},
                         {"p", c.p ? Json(*c.p) : Json()}});
    return bands;
}

bool is_sure(const analysis::KnoxCell& c, const analysis::WatchRule& rule)
{
    return c.p && c.ratio && *c.p <= rule.alpha && *c.ratio >= rule.least_ratio;
}

void say_table(HotspotResult& result, const analysis::KnoxTable& table, const analysis::WatchRule& rule)
{
    std::size_t sure = 0;
    for (const auto& c : table.cells) {
        if (!is_sure(c, rule)) continue;
        ++sure;
        result.findings.push_back(
            {mark("{0} to {1} km and {2} to {3} days apart: {4} pairs, {5} times as many as expected, p {6}"),
             {c.space_from / 1000, c.space_to / 1000, c.time_from / day_s, c.time_to / day_s,
              static_cast<double>(c.observed), std::round(*c.ratio * 100) / 100, *c.p}});
    }
    result.facts["significant"] = sure;
    result.findings.insert(
        result.findings.begin(),
        {mark("{0} of {1} bands hold more pairs than chance (p at most {2}, {3} times as many or more)"),
         {static_cast<double>(sure), static_cast<double>(table.cells.size()), rule.alpha, rule.least_ratio}});
}

HotspotCell cell_of(const analysis::WatchCircle& circle)
{
    HotspotCell cell;
    cell.centre = circle.place;
    cell.area = {{circle_around(circle.place, circle.radius_m)}};
    if (circle.inner_m > 0) cell.area.front().push_back(circle_around(circle.place, circle.inner_m));
    const double outer = circle.radius_m / 1000, inner = circle.inner_m / 1000;
    cell.size = std::numbers::pi * (outer * outer - inner * inner);
    cell.count = 1;
    cell.risk = circle.ratio;
    cell.hot = true;
    return cell;
}

void add_circles(HotspotResult& result, const std::vector<analysis::WatchCircle>& circles,
                 const std::vector<double>& times)
{
    std::vector<double> at, from, until, inner, outer, pairs, ratio;
    for (const auto& c : circles) {
        result.cells.push_back(cell_of(c));
        at.push_back(times[c.incident]);
        from.push_back(c.from);
        until.push_back(c.until);
        inner.push_back(c.inner_m / 1000);
        outer.push_back(c.radius_m / 1000);
        pairs.push_back(static_cast<double>(c.observed));
        ratio.push_back(c.ratio);
        result.total_size += result.cells.back().size;
    }
    result.shown = ranked(ratio, [](std::size_t) { return true; });
    if (!until.empty())
        result.expires = domain::Instant{static_cast<std::int64_t>(*std::max_element(until.begin(), until.end()))};
    using Type = HotspotColumn::Type;
    add_column(result, "incident_at", mark("incident"), at, 0, Type::moment);
    add_column(result, "watch_from", mark("watch from"), from, 0, Type::moment);
    add_column(result, "watch_until", mark("watch until"), until, 0, Type::moment);
    add_column(result, "inner_km", mark("inner km"), inner, 2);
    add_column(result, "radius_km", mark("radius km"), outer, 2);
    add_column(result, "pairs", mark("pairs"), pairs, 0, Type::whole);
    add_column(result, "ratio", mark("times as many as expected"), ratio, 2);
}

}  // namespace

HotspotResult run_near_repeat(const HotspotInput& input)
{
    auto settings = input.settings();
    HotspotResult result;
    const auto use = [&](std::vector<double>& bands, const std::vector<double>& otherwise, const char* says) {
        if (!bands.empty()) return;
        bands = otherwise;
        result.choices.push_back({says, {list_text(otherwise)}});
    };
    use(settings.space_km, default_space_km, mark("bands of {0} km, the program's own default"));
    use(settings.days, default_days, mark("bands of {0} days, the program's own default"));
    require_incidents(input, input.events.size(), 0);
    std::vector<double> times;
    for (std::size_t i = 0; i < input.events.size(); ++i) times.push_back(static_cast<double>(input.events.moment(i)));
    analysis::KnoxOptions options;
    options.replicas = settings.permutations;
    options.seed = settings.seed;
    options.stop = input.control.stop;
    const auto table = analysis::knox(input.events.place, times,
                                      {scaled(settings.space_km, 1000), scaled(settings.days, day_s)}, options);
    input.control.at(0.9);
    const analysis::WatchRule rule{settings.alpha, settings.least_ratio};
    // Watched from the end of the question's time on: until then it is known what came.
    const auto now = input.request.filter.until.value_or(input.request.now);
    const auto circles =
        analysis::watch_circles(table, input.events.place, times, static_cast<double>(now.unix_s), rule);

    result.n = input.events.size();
    result.size_unit = "km2";
    result.by_snap = false;
    result.unit = mark("pairs, times as many as expected");
    result.facts = {{"bands", table_json(table)},
                    {"pairs", table.pairs},
                    {"circles", circles.size()},
                    {"watched_from", domain::to_iso(now, input.request.zone)}};
    add_circles(result, circles, times);
    say_table(result, table, rule);
    result.findings.push_back({mark("{0} circles to watch from {1} on"),
                               {static_cast<double>(circles.size()), domain::to_iso_date(now, input.request.zone)}});
    result.warnings.push_back({mark("every p is of its own band: of twenty bands one is below 0.05 by chance"), {}});
    result.settings_json = {{"space_km", settings.space_km},         {"days", settings.days}, {"bands", "half-open"},
                            {"permutations", settings.permutations}, {"seed", settings.seed}, {"alpha", settings.alpha},
                            {"least_ratio", settings.least_ratio}};
    result.settings = settings;
    return result;
}

}  // namespace tuantra::app
