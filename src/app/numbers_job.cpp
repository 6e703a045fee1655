#include "app/numbers_job.hpp"

#include "analysis/compare.hpp"

#include <algorithm>
#include <limits>

namespace tuantra::app {

namespace {

using domain::IncidentColumns;
using domain::Instant;
using domain::LineId;

constexpr std::int64_t hour_s = 3600;
constexpr double day_s = 86400;
constexpr std::size_t check_every = 65536;

/// Monday 0 .. Sunday 6.
std::size_t weekday_of(const domain::CivilTime& c)
{
    return static_cast<std::size_t>((c.weekday + 6) % 7);
}

std::uint8_t cell_of(std::int64_t from_s, std::int64_t to_s, domain::Zone zone)
{
    const auto begin = domain::civil({from_s}, zone);
    if (to_s - from_s <= hour_s)
        return static_cast<std::uint8_t>(weekday_of(begin) * view::hour_count + static_cast<std::size_t>(begin.hour));
    const auto end = domain::civil({to_s}, zone);
    if (begin.year != end.year || begin.month != end.month || begin.day != end.day) return view::Numbers::no_cell;
    return static_cast<std::uint8_t>(view::weekday_count * view::hour_count + weekday_of(begin));
}

void count_times(view::Numbers& out, const view::Scene& scene, domain::Zone zone, jobs::Progress& progress)
{
    const IncidentColumns& columns = *scene.incidents;
    out.cell.reserve(scene.shown.size());
    for (const std::uint32_t row : scene.shown) {
        if (out.cell.size() % check_every == 0) progress.check();
        const auto cell = cell_of(columns.from_s[row], columns.to_s[row], zone);
        out.cell.push_back(cell);
        constexpr std::size_t hours = view::weekday_count * view::hour_count;
        if (cell == view::Numbers::no_cell)
            ++out.longer;
        else if (cell >= hours)
            ++out.day_only[cell - hours];
        else
            ++out.by_hour[cell / view::hour_count][cell % view::hour_count];
    }
}

bool of_today(const domain::Stretch& stretch, const std::string& today)
{
    return (stretch.valid_from.empty() || stretch.valid_from <= today) &&
           (stretch.valid_to.empty() || stretch.valid_to > today);
}

std::vector<view::StretchCount> stretches_of(const domain::Lines& lines, const std::string& today)
{
    std::vector<view::StretchCount> out;
    for (const char* kind : {"neighbour", "province"})
        for (const auto* line : {lines.land.get(), lines.coast.get()}) {
            if (line == nullptr) continue;
            for (const auto& s : line->stretches())
                if (s.kind == kind && of_today(s, today))
                    out.push_back({line->id(), s.kind, s.name, s.name_vi, s.from_km, s.to_km, 0});
        }
    return out;
}

/// By the same test as the filter's kilometres, so that a stretch has as many rows as its number says.
void count_stretches(view::Numbers& out, const view::Scene& scene, jobs::Progress& progress)
{
    const IncidentColumns& columns = *scene.incidents;
    std::size_t looked_at = 0;
    for (const std::uint32_t row : scene.shown) {
        if (++looked_at % check_every == 0) progress.check();
        if (columns.line[row] < 0) {
            ++out.off_lines;
            continue;
        }
        const auto line = static_cast<LineId>(columns.line[row]);
        const auto km = static_cast<double>(columns.chainage_km[row]);
        for (auto& s : out.stretches)
            if (s.line == line && km >= s.from_km && km <= s.to_km) ++s.count;
    }
}

/// The period that is compared, [from, to); nullopt where the filter leaves its beginning open or nothing of it is
/// past.
std::optional<domain::TimeSpan> period_of(const NumbersInput& input)
{
    const auto& filter = input.scene->filter;
    if (!filter.since || !input.data_span) return std::nullopt;
    // An end in the future, or open, is where the records end: what has not happened yet is no quiet time.
    Instant end{std::min(input.data_span->to.unix_s + 1, input.now_unix_s + 1)};
    if (filter.until) end = std::min(*filter.until, Instant{input.now_unix_s});
    if (end <= *filter.since) return std::nullopt;
    return domain::TimeSpan{*filter.since, end};
}

std::optional<view::Trend> trend_of(const NumbersInput& input, jobs::Progress& progress)
{
    const auto period = period_of(input);
    const auto& scene = *input.scene;
    if (!period || !scene.any_time) return std::nullopt;
    view::Trend trend;
    trend.now = *period;
    const std::int64_t length = period->to.unix_s - period->from.unix_s;
    trend.before = {{period->from.unix_s - length}, period->from};
    trend.covered = input.data_span->from <= trend.before.from;
    const IncidentColumns& columns = *scene.incidents;
    std::size_t looked_at = 0;
    for (const std::uint32_t row : *scene.any_time) {
        if (++looked_at % check_every == 0) progress.check();
        const std::int64_t moment = columns.from_s[row] + (columns.to_s[row] - columns.from_s[row]) / 2;
        const bool before = moment >= trend.before.from.unix_s && moment < trend.before.to.unix_s;
        const bool now = moment >= trend.now.from.unix_s && moment < trend.now.to.unix_s;
        if (before) ++trend.before_by_kind[static_cast<std::size_t>(columns.kind[row])];
        if (!scene.filter.kinds.has(columns.kind[row])) continue;
        trend.before_count += before ? 1 : 0;
        trend.now_count += now ? 1 : 0;
    }
    if (!trend.covered) return trend;
    const double days = static_cast<double>(length) / day_s;
    const auto compared = analysis::compare(trend.before_count, days, trend.now_count, days, 1);
    trend.ratio = compared.ratio;
    trend.low = compared.ratio_limits.low;
    trend.high = compared.ratio_limits.high;
    trend.p = compared.p;
    return trend;
}

}  // namespace

view::Numbers make_numbers(const NumbersInput& input, jobs::Progress& progress)
{
    view::Numbers out;
    out.scene = input.scene->version;
    out.total = input.scene->shown.size();
    out.stretches = stretches_of(input.lines, domain::to_iso_date({input.now_unix_s}, input.zone));
    count_stretches(out, *input.scene, progress);
    count_times(out, *input.scene, input.zone, progress);
    out.trend = trend_of(input, progress);
    return out;
}

}  // namespace tuantra::app
