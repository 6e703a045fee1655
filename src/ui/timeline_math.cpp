#include "ui/timeline_math.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

using domain::Instant;
using domain::TimeBin;
using domain::Zone;

namespace {

constexpr double hour_s = 3600, day_s = 86400;
constexpr double least_s = hour_s;

TimeRun bounded(double from, double span, TimeRun whole)
{
    const double length = whole.to - whole.from;
    span = std::clamp(span, std::min(least_s, length), length);
    from = std::clamp(from, whole.from, whole.to - span);
    return {from, from + span};
}

Instant whole_seconds(double t)
{
    return {static_cast<std::int64_t>(std::floor(t))};
}

/// Steps of less than a day, from the day's beginning.
constexpr std::array<int, 8> day_parts_s{300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400};
constexpr std::array<int, 2> months{1, 3};
constexpr std::array<int, 8> years{1, 2, 5, 10, 20, 50, 100, 500};

TickUnit unit_of(Instant t, Zone zone)
{
    const auto c = domain::civil(t, zone);
    if (c.minute != 0) return TickUnit::minute;
    if (c.hour != 0) return TickUnit::hour;
    if (c.day != 1) return TickUnit::day;
    return c.month != 1 ? TickUnit::month : TickUnit::year;
}

void add_even(TimeTicks& out, const TimeAxis& axis, int step, Zone zone)
{
    const std::int64_t east = std::int64_t{zone.minutes} * 60;
    auto t = static_cast<std::int64_t>(std::ceil((axis.from + static_cast<double>(east)) / step)) * step - east;
    for (; static_cast<double>(t) <= axis.to; t += step) out.ticks.push_back({{t}, unit_of({t}, zone)});
}

void add_bins(TimeTicks& out, const TimeAxis& axis, TimeBin bin, int every, Zone zone)
{
    // Years are counted from 1970, and round ones are wanted of the calendar.
    const std::int64_t shift = bin == TimeBin::year ? 1970 : 0;
    std::int64_t n = domain::bin_of(whole_seconds(axis.from), bin, zone) + shift;
    n -= ((n % every) + every) % every;
    for (;; n += every) {
        const Instant t = domain::bin_start(n - shift, bin, zone);
        if (static_cast<double>(t.unix_s) > axis.to) return;
        if (static_cast<double>(t.unix_s) >= axis.from) out.ticks.push_back({t, unit_of(t, zone)});
    }
}

double snap_step(const TimeAxis& axis)
{
    const double pixels = 3 * axis.per_pixel();
    return pixels >= 2 * hour_s ? day_s : pixels >= 300 ? hour_s : 300;
}

}  // namespace

TimeRun whole_time(const std::optional<domain::TimeSpan>& records, std::int64_t now_unix_s, Zone zone)
{
    const domain::TimeSpan span = records.value_or(domain::TimeSpan{{now_unix_s}, {now_unix_s}});
    const auto first = domain::bin_of(span.from, TimeBin::day, zone),
               last = domain::bin_of(span.to, TimeBin::day, zone);
    return {static_cast<double>(domain::bin_start(first, TimeBin::day, zone).unix_s),
            static_cast<double>(domain::bin_start(last + 1, TimeBin::day, zone).unix_s)};
}

TimeRun shown_time(const view::TimelineView& view, TimeRun whole)
{
    if (!(view.to_s > view.from_s)) return whole;
    return bounded(view.from_s, view.to_s - view.from_s, whole);
}

TimeRun zoomed_time(TimeRun now, double factor, double anchor, TimeRun whole)
{
    const double span = now.to - now.from, length = whole.to - whole.from;
    const double next = std::clamp(span / factor, std::min(least_s, length), length);
    const double share = span > 0 ? (anchor - now.from) / span : 0;
    return bounded(anchor - share * next, next, whole);
}

TimeRun panned_time(TimeRun now, double by_s, TimeRun whole)
{
    return bounded(now.from + by_s, now.to - now.from, whole);
}

TimeRun revealed(TimeRun now, TimeRun window, TimeRun whole)
{
    const double span = now.to - now.from, wide = window.to - window.from;
    constexpr double least_share = 1.0 / 12;
    if (window.from >= now.from && window.to <= now.to && wide >= span * least_share) return now;
    double next = span;
    if (wide > span) next = wide * 1.2;
    if (wide < span * least_share) next = wide * 6;
    if (next == span) {  // moved as far as needed
        const double margin = std::min(span * 0.05, (span - wide) / 2);
        if (window.from < now.from) return bounded(window.from - margin, span, whole);
        return bounded(window.to + margin - span, span, whole);
    }
    return bounded((window.from + window.to - next) / 2, next, whole);
}

const domain::TimeHistogram* level_for(const view::Timeline& timeline, const TimeAxis& axis, float least)
{
    constexpr std::array<double, domain::time_bin_count> seconds{hour_s, day_s, 7 * day_s, 30 * day_s, 365 * day_s};
    const domain::TimeHistogram* found = nullptr;
    for (std::size_t i = timeline.levels.size(); i-- > 0;) {
        if (timeline.levels[i].empty()) continue;
        if (found != nullptr && seconds[i] < axis.per_pixel() * static_cast<double>(least)) break;
        found = &timeline.levels[i];
    }
    return found;
}

TimeTicks time_ticks(const TimeAxis& axis, float least, Zone zone)
{
    const double wanted = axis.per_pixel() * static_cast<double>(least);
    TimeTicks out;
    for (const int step : day_parts_s) {
        if (step < wanted) continue;
        out.step = step < 3600 ? TickUnit::minute : step < 86400 ? TickUnit::hour : TickUnit::day;
        add_even(out, axis, step, zone);
        return out;
    }
    if (7 * day_s >= wanted) {
        add_bins(out, axis, TimeBin::week, 1, zone);
        return out;
    }
    for (const int every : months) {
        if (every * 28 * day_s < wanted) continue;
        out.step = TickUnit::month;
        add_bins(out, axis, TimeBin::month, every, zone);
        return out;
    }
    out.step = TickUnit::year;
    for (const int every : years) {
        if (every * 365 * day_s < wanted && every != years.back()) continue;
        add_bins(out, axis, TimeBin::year, every, zone);
        return out;
    }
    return out;
}

double snapped(double t, const TimeAxis& axis, Zone zone)
{
    const double step = snap_step(axis), east = zone.minutes * 60.0;
    return std::round((t + east) / step) * step - east;
}

std::optional<TimeRun> window_of(const domain::Filter& filter, TimeRun whole)
{
    if (!filter.since && !filter.until) return std::nullopt;
    const double from = filter.since ? static_cast<double>(filter.since->unix_s) : whole.from;
    const double to = filter.until ? static_cast<double>(filter.until->unix_s) : whole.to;
    return TimeRun{from, std::max(from, to)};
}

Grab grab_at(float x, const std::optional<TimeRun>& window, const TimeAxis& axis, float reach)
{
    if (!window) return Grab::fresh;
    const float a = axis.at(window->from), b = axis.at(window->to);
    // A narrow window keeps a middle to be moved by.
    const float inside = std::min(reach, (b - a) / 3);
    if (x < a - reach || x > b + reach) return Grab::fresh;
    if (x <= a + inside) return Grab::from;
    if (x >= b - inside) return Grab::to;
    return Grab::whole;
}

TimeRun dragged(Grab grab, TimeRun start, double pressed, double now, const TimeAxis& axis, TimeRun whole, Zone zone)
{
    const double step = snap_step(axis);
    const auto snap = [&](double t) { return std::clamp(snapped(t, axis, zone), whole.from, whole.to); };
    switch (grab) {
        case Grab::none:
            break;
        case Grab::fresh: {
            const double a = snap(std::min(pressed, now)), b = snap(std::max(pressed, now));
            if (b > a) return {a, b};
            return a + step <= whole.to ? TimeRun{a, a + step} : TimeRun{whole.to - step, whole.to};
        }
        case Grab::from:
            return {std::min(snap(start.from + now - pressed), start.to - step), start.to};
        case Grab::to:
            return {start.from, std::max(snap(start.to + now - pressed), start.from + step)};
        case Grab::whole: {
            const double wide = start.to - start.from;
            const double latest = std::max(whole.from, whole.to - wide);
            const double from = std::clamp(snapped(start.from + now - pressed, axis, zone), whole.from, latest);
            return {from, from + wide};
        }
    }
    return start;
}

Instant year_earlier(Instant t, Zone zone)
{
    auto c = domain::civil(t, zone);
    --c.year;
    if (c.month == 2 && c.day == 29) c.day = 28;
    return domain::from_civil(c, zone);
}

domain::Filter with_preset(domain::Filter filter, Preset preset, Instant end, Zone zone)
{
    const auto back = [&](int days) {
        filter.since = Instant{end.unix_s - days * 86400};
        filter.until.reset();
    };
    const auto calendar = [&](TimeBin bin) {
        const auto n = domain::bin_of(end, bin, zone);
        filter.since = domain::bin_start(n, bin, zone);
        filter.until = domain::bin_start(n + 1, bin, zone);
    };
    switch (preset) {
        case Preset::day:
            back(1);
            break;
        case Preset::week:
            back(7);
            break;
        case Preset::four_weeks:
            back(28);
            break;
        case Preset::month:
            calendar(TimeBin::month);
            break;
        case Preset::year:
            calendar(TimeBin::year);
            break;
        case Preset::year_before: {
            if (!filter.since) break;
            const Instant until = filter.until.value_or(Instant{end.unix_s + 1});
            filter.since = year_earlier(*filter.since, zone);
            filter.until = year_earlier(until, zone);
            break;
        }
        case Preset::all:
            filter.since.reset();
            filter.until.reset();
            break;
    }
    return filter;
}

}  // namespace tuantra::ui
