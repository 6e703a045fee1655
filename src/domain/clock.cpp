#include "domain/clock.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace tuantra::domain {

TrackClock::TrackClock(std::shared_ptr<const TrackColumns> tracks) : m_tracks(std::move(tracks))
{
    if (!m_tracks || m_tracks->time_s.size() < m_tracks->fixes()) return;
    const TrackColumns& t = *m_tracks;
    m_entries.reserve(t.pieces());
    m_extents.resize(t.pieces());
    for (std::size_t piece = 0; piece < t.pieces(); ++piece) {
        const std::size_t first = t.start[piece], last = t.start[piece + 1];
        if (first == last) continue;
        m_entries.push_back({t.time_s[first], t.time_s[last - 1], 0, static_cast<std::uint32_t>(piece)});
        MapExtent& e = m_extents[piece] = {t.map[first], t.map[first]};
        for (std::size_t i = first + 1; i < last; ++i) {
            e.low = {std::min(e.low.x, t.map[i].x), std::min(e.low.y, t.map[i].y)};
            e.high = {std::max(e.high.x, t.map[i].x), std::max(e.high.y, t.map[i].y)};
        }
    }
    std::sort(m_entries.begin(), m_entries.end(), [](const Entry& a, const Entry& b) {
        return a.from_s != b.from_s ? a.from_s < b.from_s : a.piece < b.piece;
    });
    grow(0, m_entries.size());
}

double TrackClock::grow(std::size_t begin, std::size_t end)
{
    if (begin == end) return -std::numeric_limits<double>::infinity();
    const std::size_t root = begin + (end - begin) / 2;
    Entry& e = m_entries[root];
    e.latest_s = std::max({e.to_s, grow(begin, root), grow(root + 1, end)});
    return e.latest_s;
}

std::optional<TimeSpan> TrackClock::span() const
{
    if (m_entries.empty()) return std::nullopt;
    const double last = m_entries[m_entries.size() / 2].latest_s;
    return TimeSpan{{static_cast<std::int64_t>(std::floor(m_entries.front().from_s))},
                    {static_cast<std::int64_t>(std::ceil(last))}};
}

void TrackClock::visit(std::size_t begin, std::size_t end, double from_s, double to_s,
                       std::vector<std::uint32_t>& found) const
{
    while (begin < end) {
        const std::size_t root = begin + (end - begin) / 2;
        const Entry& e = m_entries[root];
        if (e.latest_s < from_s) return;
        visit(begin, root, from_s, to_s, found);
        if (e.from_s > to_s) return;
        if (e.to_s >= from_s) found.push_back(e.piece);
        begin = root + 1;
    }
}

void TrackClock::pieces_between(double from_s, double to_s, std::vector<std::uint32_t>& found) const
{
    found.clear();
    visit(0, m_entries.size(), from_s, to_s, found);
    std::sort(found.begin(), found.end());
}

FixRange fixes_between(const TrackColumns& tracks, std::size_t piece, double from_s, double to_s)
{
    const auto begin = tracks.time_s.begin() + static_cast<std::ptrdiff_t>(tracks.start[piece]);
    const auto end = tracks.time_s.begin() + static_cast<std::ptrdiff_t>(tracks.start[piece + 1]);
    const auto first = std::lower_bound(begin, end, from_s);
    const auto last = std::upper_bound(first, end, to_s);
    return {static_cast<std::size_t>(first - tracks.time_s.begin()),
            static_cast<std::size_t>(last - tracks.time_s.begin())};
}

std::optional<TrackPosition> position_at(const TrackColumns& tracks, std::size_t piece, double at_s)
{
    const std::size_t first = tracks.start[piece], end = tracks.start[piece + 1];
    if (first == end || at_s < tracks.time_s[first] || at_s > tracks.time_s[end - 1]) return std::nullopt;
    const std::size_t before = fixes_between(tracks, piece, at_s, at_s).last - 1;
    const std::size_t after = std::min(before + 1, end - 1);
    TrackPosition out{tracks.map[before], before, std::nullopt};
    const double step = tracks.time_s[after] - tracks.time_s[before];
    if (step > 0) {
        const double share = (at_s - tracks.time_s[before]) / step;
        const MapPoint a = tracks.map[before], b = tracks.map[after];
        out.place = {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
    }
    // At the last fix the mover still heads where it came along.
    const std::size_t from = after > before ? before : std::max(first + 1, before) - 1;
    const double dx = tracks.map[after].x - tracks.map[from].x, dy = tracks.map[after].y - tracks.map[from].y;
    if (dx != 0 || dy != 0) out.course = std::atan2(dx, dy);
    return out;
}

std::span<const std::uint32_t> rows_beginning(const IncidentColumns& columns, std::span<const std::uint32_t> rows,
                                              std::int64_t since_s, std::int64_t until_s)
{
    const auto earlier = [&](std::uint32_t row, std::int64_t t) { return columns.from_s[row] < t; };
    const auto first = std::lower_bound(rows.begin(), rows.end(), since_s, earlier);
    const auto last = std::lower_bound(first, rows.end(), std::max(since_s, until_s), earlier);
    return {first, last};
}

std::vector<std::uint32_t> rows_within(const IncidentColumns& columns, std::span<const std::uint32_t> rows,
                                       std::optional<Instant> since, std::optional<Instant> until)
{
    constexpr auto always = std::numeric_limits<std::int64_t>::min();
    if (until) rows = rows_beginning(columns, rows, always, until->unix_s);
    if (!since) return {rows.begin(), rows.end()};
    std::vector<std::uint32_t> kept(rows.size() + 1);
    std::size_t n = 0;
    for (const std::uint32_t row : rows) {
        kept[n] = row;
        n += columns.to_s[row] >= since->unix_s;
    }
    kept.resize(n);
    return kept;
}

}  // namespace tuantra::domain
