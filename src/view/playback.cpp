#include "view/playback.hpp"

#include "lang/lang.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::view {

double stepped(std::span<const double> list, double now, int by)
{
    const auto at = std::min_element(list.begin(), list.end(), [now](double a, double b) {
        return std::abs(std::log(a / now)) < std::abs(std::log(b / now));
    });
    const auto index = std::clamp<std::ptrdiff_t>(at - list.begin() + by, 0, std::ssize(list) - 1);
    return list[static_cast<std::size_t>(index)];
}

std::string duration_text(double seconds)
{
    const double days = seconds / 86400;
    if (days > 1) return lang::fill(lang::tr("{0} d"), {lang::number(days)});
    if (seconds >= 3600) return lang::fill(lang::tr("{0} h"), {lang::number(seconds / 3600)});
    return lang::fill(lang::tr("{0} min"), {lang::number(seconds / 60)});
}

std::string speed_text(double speed)
{
    if (speed <= 3600) return "×" + lang::number(speed);
    if (speed < 86400) return lang::fill(lang::tr("{0} h/s"), {lang::number(speed / 3600)});
    return lang::fill(lang::tr("{0} d/s"), {lang::number(speed / 86400)});
}

std::string trail_text(double seconds)
{
    return lang::fill(lang::tr("the {0} before the clock"), {duration_text(seconds)});
}

std::optional<PlayedSpan> played_span(const domain::Filter& filter, const std::optional<domain::TimeSpan>& records)
{
    if (!records) return std::nullopt;
    PlayedSpan span{static_cast<double>(records->from.unix_s), static_cast<double>(records->to.unix_s)};
    if (filter.since) span.from_s = std::max(span.from_s, static_cast<double>(filter.since->unix_s));
    if (filter.until) span.to_s = std::min(span.to_s, static_cast<double>(filter.until->unix_s - 1));
    if (span.from_s > span.to_s) return std::nullopt;
    return span;
}

Playback advanced(Playback now, const PlayedSpan& span, double seconds)
{
    if (!now.at_s || !now.playing) return now;
    *now.at_s += seconds * now.speed;
    if (*now.at_s >= span.to_s) now.playing = false;
    now.at_s = std::clamp(*now.at_s, span.from_s, span.to_s);
    return now;
}

domain::Filter filter_at(const domain::Filter& filter, const Playback& playback)
{
    if (!playback.at_s) return filter;
    domain::Filter out = filter;
    const domain::Instant from{static_cast<std::int64_t>(std::floor(*playback.at_s - playback.trail_s)) + 1};
    const domain::Instant until{static_cast<std::int64_t>(std::floor(*playback.at_s)) + 1};
    out.since = filter.since ? std::max(*filter.since, from) : from;
    out.until = filter.until ? std::min(*filter.until, until) : until;
    return out;
}

}  // namespace tuantra::view
