#pragma once
#include "domain/filter.hpp"
#include "domain/time_bins.hpp"
#include "view/model.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace tuantra::ui {

/// How Unix seconds lie on the screen.
struct TimeAxis {
    double from = 0, to = 1;  ///< from < to
    float x = 0, width = 1;
    float at(double t) const { return x + static_cast<float>((t - from) / (to - from) * static_cast<double>(width)); }
    double time(float px) const
    {
        return from + static_cast<double>(px - x) / static_cast<double>(width) * (to - from);
    }
    double per_pixel() const { return (to - from) / static_cast<double>(width); }
};

/// A stretch of time, Unix seconds.
struct TimeRun {
    double from = 0, to = 0;
    friend bool operator==(const TimeRun&, const TimeRun&) = default;
};

/// Whole days around the records, so that the first and the last are not cut; a day around now where there are none.
TimeRun whole_time(const std::optional<domain::TimeSpan>& records, std::int64_t now_unix_s, domain::Zone zone = {});
/// What of `whole` is shown: the view's range or all. Never outside, never under an hour.
TimeRun shown_time(const view::TimelineView& view, TimeRun whole);
/// After zooming by `factor` (> 1 nearer) with `anchor` standing still.
TimeRun zoomed_time(TimeRun now, double factor, double anchor, TimeRun whole);
TimeRun panned_time(TimeRun now, double by_s, TimeRun whole);
/// The range moved and widened no more than needed so that a window stands in it and is wide enough to be seen and
/// taken hold of: at least a twelfth of it.
TimeRun revealed(TimeRun now, TimeRun window, TimeRun whole);

/// The finest step of the timeline whose bins are at least `least` pixels wide; the coarsest where none is. nullptr
/// without any.
const domain::TimeHistogram* level_for(const view::Timeline& timeline, const TimeAxis& axis, float least);

/// What a tick of the axis begins.
enum class TickUnit : std::uint8_t { minute, hour, day, month, year };
struct TimeTick {
    domain::Instant at;
    TickUnit unit = TickUnit::day;  ///< the largest that begins here
};
/// Ticks at round times of one step, at least `least` pixels apart.
struct TimeTicks {
    TickUnit step = TickUnit::day;
    std::vector<TimeTick> ticks;
};
TimeTicks time_ticks(const TimeAxis& axis, float least, domain::Zone zone = {});

/// To what a dragged edge keeps: whole days, hours or five minutes, whichever can still be told apart.
double snapped(double t, const TimeAxis& axis, domain::Zone zone = {});

/// The filter's window; open ends reach to those of `whole`. nullopt when both are open.
std::optional<TimeRun> window_of(const domain::Filter& filter, TimeRun whole);
/// What of the window the pointer takes hold of: an edge within `reach` pixels, the window between them, or nothing: a
/// new window begins.
enum class Grab : std::uint8_t { none, fresh, from, to, whole };
Grab grab_at(float x, const std::optional<TimeRun>& window, const TimeAxis& axis, float reach);
/// The window after a drag from `pressed` to `now`, snapped, within `whole`, at least one snap wide.
TimeRun dragged(Grab grab, TimeRun start, double pressed, double now, const TimeAxis& axis, TimeRun whole,
                domain::Zone zone = {});

enum class Preset : std::uint8_t { day, week, four_weeks, month, year, year_before, all };
inline constexpr std::array<Preset, 7> presets{Preset::day,  Preset::week,        Preset::four_weeks, Preset::month,
                                               Preset::year, Preset::year_before, Preset::all};
/// The filter with a preset's window. `end` is what "the last" counts back from: they leave the window's end open, so
/// that what comes in is shown. `month` and `year` are the calendar's, of `end`. `year_before` moves the window one
/// year back, where it has none the last twelve months.
domain::Filter with_preset(domain::Filter filter, Preset preset, domain::Instant end, domain::Zone zone = {});
/// The same moment a year before; 29 February becomes the 28th.
domain::Instant year_earlier(domain::Instant t, domain::Zone zone = {});

}  // namespace tuantra::ui
