#pragma once
#include "domain/filter.hpp"
#include "view/model.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>

namespace tuantra::view {

/// The clock's speeds, seconds of the records in a second: to 3600 as on a clock, then hours and days a second.
inline constexpr std::array<double, 9> speeds{1, 10, 60, 600, 3600, 6 * 3600, 86400, 3 * 86400, 7 * 86400};
/// How long what happened stays in view, seconds.
inline constexpr std::array<double, 6> trails{3600, 6 * 3600, 86400, 3 * 86400, 7 * 86400, 28 * 86400};
/// The one `by` steps from `now` in such a list, which need not hold `now`; the ends stay.
double stepped(std::span<const double> list, double now, int by);

/// "×600", "6 h/s", "1 day/s".
std::string speed_text(double speed);
/// "6 h", "7 d": how long what happened stays in view.
std::string duration_text(double seconds);
/// "the 24 h before the clock".
std::string trail_text(double seconds);

/// Unix seconds, from <= to.
struct PlayedSpan {
    double from_s = 0, to_s = 0;
};
/// What the clock runs through: the filter's window, where it is open the records' span. nullopt without records or
/// where the window has none.
std::optional<PlayedSpan> played_span(const domain::Filter& filter, const std::optional<domain::TimeSpan>& records);

/// The clock after `seconds` of a user's time; it stops at the end of the span.
Playback advanced(Playback now, const PlayedSpan& span, double seconds);

/// What is shown while the clock is on: the filter with the clock's trail as its window (records that began not after
/// the clock and ended not before the trail's beginning). The filter itself when the clock is off.
domain::Filter filter_at(const domain::Filter& filter, const Playback& playback);

}  // namespace tuantra::view
