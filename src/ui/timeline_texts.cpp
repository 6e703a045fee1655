#include "ui/timeline_texts.hpp"

#include "lang/lang.hpp"
#include "ui/texts.hpp"

#include <cmath>

namespace tuantra::ui {

using domain::Instant;
using domain::TimeBin;
using lang::tr;

namespace {

std::string month_and_year(Instant t)
{
    const auto c = domain::civil(t);
    if (lang::current() == lang::Language::vi) return std::to_string(c.month) + "/" + std::to_string(c.year);
    return month_text(c.month) + " " + std::to_string(c.year);
}

/// A day within its year.
std::string day_text(Instant t)
{
    const auto c = domain::civil(t);
    if (lang::current() == lang::Language::en) return std::to_string(c.day) + " " + month_text(c.month);
    return std::to_string(c.day) + "/" + std::to_string(c.month);
}

}  // namespace

std::string month_text(int month)
{
    static constexpr std::array<const char*, 12> names{lang::mark("Jan"), lang::mark("Feb"), lang::mark("Mar"),
                                                       lang::mark("Apr"), lang::mark("May"), lang::mark("Jun"),
                                                       lang::mark("Jul"), lang::mark("Aug"), lang::mark("Sep"),
                                                       lang::mark("Oct"), lang::mark("Nov"), lang::mark("Dec")};
    return tr(names[static_cast<std::size_t>(month - 1) % 12]);
}

std::string tick_text(const TimeTick& tick, TickUnit step)
{
    const auto c = domain::civil(tick.at);
    switch (step) {
        case TickUnit::minute:
        case TickUnit::hour:
            return tick.unit <= TickUnit::hour ? clock_text(tick.at) : day_text(tick.at);
        case TickUnit::day:
            return day_text(tick.at);
        case TickUnit::month:
            return tick.unit == TickUnit::year ? std::to_string(c.year) : month_text(c.month);
        case TickUnit::year:
            break;
    }
    return std::to_string(c.year);
}

std::string context_text(Instant t, TickUnit step)
{
    switch (step) {
        case TickUnit::minute:
        case TickUnit::hour:
            return date_text(t);
        case TickUnit::day:
            return month_and_year(t);
        case TickUnit::month:
            return std::to_string(domain::civil(t).year);
        case TickUnit::year:
            break;
    }
    return {};
}

std::string bin_text(Instant start, TimeBin bin)
{
    const Instant last{domain::bin_start(domain::bin_of(start, bin) + 1, bin).unix_s - 1};
    switch (bin) {
        case TimeBin::hour:
            return weekday_text(start) + " " + date_text(start) + " " + clock_text(start) + "–" +
                   clock_text({last.unix_s + 1});
        case TimeBin::day:
            return weekday_text(start) + " " + date_text(start);
        case TimeBin::week:
            return date_text(start) + " – " + date_text(last);
        case TimeBin::month:
            return month_and_year(start);
        case TimeBin::year:
            break;
    }
    return std::to_string(domain::civil(start).year);
}

const char* bin_unit_text(TimeBin bin)
{
    switch (bin) {
        case TimeBin::hour:
            return tr("incidents by the hour");
        case TimeBin::day:
            return tr("incidents by the day");
        case TimeBin::week:
            return tr("incidents by the week");
        case TimeBin::month:
            return tr("incidents by the month");
        case TimeBin::year:
            break;
    }
    return tr("incidents by the year");
}

std::string window_text(TimeRun window)
{
    const Instant from{static_cast<std::int64_t>(window.from)}, to{static_cast<std::int64_t>(window.to) - 1};
    // The window's last second says its last day: 23:59:59 reads as a whole day.
    return span_text({from, std::max(from, to)});
}

const char* preset_text(Preset preset)
{
    switch (preset) {
        case Preset::day:
            return tr("24 h");
        case Preset::week:
            return tr("7 d");
        case Preset::four_weeks:
            return tr("28 d");
        case Preset::month:
            return tr("This month");
        case Preset::year:
            return tr("This year");
        case Preset::year_before:
            return tr("Same period last year");
        case Preset::all:
            break;
    }
    return lang::trc("time", "All");
}

}  // namespace tuantra::ui
