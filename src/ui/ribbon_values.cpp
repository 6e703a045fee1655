#include "ui/ribbon_values.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

namespace {

constexpr float least_density = 15, most_lane = 30;

/// Each cell that lies in [from, to] with the kilometres of it that do.
template <typename Each>
void cells_between(std::size_t cells, double length_km, double from_km, double to_km, const Each& each)
{
    from_km = std::max(from_km, 0.0);
    to_km = std::min(to_km, length_km);
    if (!(to_km > from_km)) return;
    for (auto i = static_cast<std::size_t>(from_km); i < cells && static_cast<double>(i) < to_km; ++i) {
        const double begin = static_cast<double>(i), end = std::min(begin + 1, length_km);
        const double part = std::min(end, to_km) - std::max(begin, from_km);
        if (part > 0) each(i, part);
    }
}

}  // namespace

std::vector<LanePlace> lane_places(float height, float unit)
{
    const float thin = std::clamp(std::round(height * 0.17F), std::round(13 * unit), std::round(most_lane * unit));
    const float gap = std::max(1.0F, std::round(2 * unit));
    std::size_t n = 3;
    while (n > 0 && height - static_cast<float>(n) * (thin + gap) < least_density * unit) --n;
    std::vector<LanePlace> out{{LaneKind::density, 0, std::max(1.0F, height - static_cast<float>(n) * (thin + gap))}};
    float y = out.front().h + gap;
    for (const auto kind : {LaneKind::incidents, LaneKind::patrols, LaneKind::unseen}) {
        // The nearer to the end, the sooner a lane finds room.
        if (static_cast<std::size_t>(LaneKind::unseen) - static_cast<std::size_t>(kind) >= n) continue;
        out.push_back({kind, y, thin});
        y += thin + gap;
    }
    return out;
}

WatchedPart watched_between(const view::LineWatch& watch, double from_km, double to_km)
{
    WatchedPart out;
    double patrol_km = 0, hours = 0;
    cells_between(watch.watched.size(), watch.length_km, from_km, to_km, [&](std::size_t i, double part) {
        out.km += part;
        if (!watch.watched[i]) out.not_watched_km += part;
        patrol_km += part * static_cast<double>(watch.patrol_per_km[i]);
        hours += part * static_cast<double>(watch.post_hours[i]);
    });
    if (out.km > 0) {
        out.patrol_per_km = patrol_km / out.km;
        out.post_hours = hours / out.km;
    }
    return out;
}

SeenPart seen_between(const std::vector<std::int64_t>& at_s, double length_km, double from_km, double to_km)
{
    SeenPart out;
    cells_between(at_s.size(), length_km, from_km, to_km, [&](std::size_t i, double part) {
        out.km += part;
        if (at_s[i] == view::LastSeen::never)
            out.never_km += part;
        else
            out.longest_ago_s = std::min(out.longest_ago_s.value_or(at_s[i]), at_s[i]);
    });
    return out;
}

UnseenRange unseen_range(const std::vector<std::int64_t>& at_s, std::int64_t now_s)
{
    std::optional<std::int64_t> first, last;
    for (const auto t : at_s) {
        if (t == view::LastSeen::never) continue;
        first = std::min(first.value_or(t), t);
        last = std::max(last.value_or(t), t);
    }
    if (!first) return {};
    const auto hours = [&](std::int64_t t) { return static_cast<double>(std::max<std::int64_t>(0, now_s - t)) / 3600; };
    return {hours(*last), hours(*first)};
}

float unseen_share(double hours, UnseenRange range)
{
    constexpr double watch_h = 8;  // what was seen in this watch is as good as seen now
    const auto scaled = [](double h) { return std::log1p(std::max(0.0, h) / watch_h); };
    const double low = scaled(range.least_h), high = scaled(range.most_h);
    if (!(high > low)) return 0;
    return static_cast<float>(std::clamp((scaled(hours) - low) / (high - low), 0.0, 1.0));
}

double block_sum(const view::SpaceTime& counts, std::size_t line, std::size_t row, std::size_t row_end, double from_km,
                 double to_km)
{
    const std::size_t cells = counts.cells[line];
    const auto first = static_cast<std::size_t>(std::max(0.0, std::ceil(from_km)));
    const auto end = static_cast<std::size_t>(std::clamp(std::ceil(to_km), 0.0, static_cast<double>(cells)));
    double sum = 0;
    for (std::size_t r = row; r < std::min(row_end, counts.rows); ++r)
        for (std::size_t km = first; km < end; ++km) sum += static_cast<double>(counts.count[line][r * cells + km]);
    return sum;
}

std::size_t rows_per_band(std::size_t rows, float height, float least)
{
    const auto fit = static_cast<std::size_t>(std::max(1.0F, std::floor(height / std::max(least, 1.0F))));
    return std::max<std::size_t>(1, (rows + fit - 1) / fit);
}

}  // namespace tuantra::ui
