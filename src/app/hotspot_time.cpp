#include "app/hotspot_time.hpp"

#include <algorithm>

namespace tuantra::app {

namespace {

constexpr std::int64_t day_s = 86400;

std::int64_t day_of(std::int64_t unix_s, domain::Zone zone)
{
    auto c = domain::civil({unix_s}, zone);
    c.hour = c.minute = c.second = 0;
    return domain::from_civil(c, zone).unix_s;
}

/// Where the step that holds a moment begins.
std::int64_t begin_of(std::int64_t unix_s, TimeStep kind, domain::Zone zone)
{
    const auto day = day_of(unix_s, zone);
    auto c = domain::civil({day}, zone);
    if (kind == TimeStep::week) return day - (c.weekday + 6) % 7 * day_s;
    c.day = 1;
    return domain::from_civil(c, zone).unix_s;
}

std::int64_t next_of(std::int64_t begin, TimeStep kind, domain::Zone zone)
{
    return kind == TimeStep::week ? begin + 7 * day_s : begin_of(begin + 32 * day_s, kind, zone);
}

}  // namespace

std::optional<std::size_t> TimeSteps::step_of(std::int64_t unix_s) const
{
    if (size() == 0 || unix_s < starts.front() || unix_s >= starts.back()) return {};
    return static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), unix_s) - starts.begin()) - 1;
}

std::string TimeSteps::name(std::size_t step) const
{
    const auto date = domain::to_iso_date({starts[step]}, zone);
    return kind == TimeStep::month ? date.substr(0, 7) : date;
}

TimeSteps whole_steps(std::int64_t from, std::int64_t to, TimeStep kind, domain::Zone zone)
{
    TimeSteps steps{{}, kind, zone};
    auto begin = begin_of(from, kind, zone);
    if (begin < from) begin = next_of(begin, kind, zone);
    for (auto end = next_of(begin, kind, zone); end <= to; end = next_of(end, kind, zone)) {
        if (steps.starts.empty()) steps.starts.push_back(begin);
        steps.starts.push_back(end);
    }
    return steps;
}

domain::TimeSpan span_of(const std::vector<domain::TimeSpan>& times)
{
    auto span = times.front();
    for (const auto& t : times) {
        span.from = std::min(span.from, t.from);
        span.to = std::max(span.to, t.to);
    }
    return span;
}

domain::TimeSpan time_of(const domain::Filter& filter, const std::vector<domain::TimeSpan>& times, domain::Instant now,
                         domain::Zone zone)
{
    if (filter.since && filter.until) return {*filter.since, *filter.until};
    const auto data = span_of(times);
    const auto end = day_of(data.to.unix_s, zone) + day_s;
    domain::TimeSpan span{data.from, {now > data.to ? std::min(end, now.unix_s) : end}};
    if (filter.since) span.from = *filter.since;
    if (filter.until) span.to = *filter.until;
    return span;
}

}  // namespace tuantra::app
