#pragma once
#include "domain/time_bins.hpp"
#include "ui/timeline_math.hpp"

#include <string>

namespace tuantra::ui {

/// "T11", "Nov", "nov.".
std::string month_text(int month);
/// A tick of an axis with this step: "06:00", "23/11", "T11", "2026".
std::string tick_text(const TimeTick& tick, TickUnit step);
/// What the ticks leave unsaid at the axis' left end: the day beside hours, the month beside days, the year beside
/// months. Empty beside years.
std::string context_text(domain::Instant t, TickUnit step);
/// "22/11/2026 02:00–03:00", "CN 22/11/2026", "16/11/2026 – 22/11/2026", "T11 2026", "2026".
std::string bin_text(domain::Instant start, domain::TimeBin bin);
/// "by the week".
const char* bin_unit_text(domain::TimeBin bin);
/// The window of a filter: whole days without a clock.
std::string window_text(TimeRun window);
const char* preset_text(Preset preset);

}  // namespace tuantra::ui
