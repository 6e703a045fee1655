#include "analysis/effort.hpp"

#include "analysis/effort_walk.hpp"
#include "analysis/parallel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace tuantra::analysis {

namespace {

constexpr double seconds_per_hour = 3600;

void require(bool holds, const char* why)
{
    if (!holds) throw std::invalid_argument(std::string("effort: ") + why);
}

void require_settings(const domain::Lines& lines, const EffortSettings& s)
{
    const LineSegment* before = nullptr;
    for (const auto& segment : s.segments) {
        require(segment.to_km > segment.from_km, "a segment has no length");
        require(segment.from_km >= 0 && segment.to_km <= lines.get(segment.line).official_km(),
                "a segment leaves its line");
        require(before == nullptr || before->line < segment.line ||
                    (before->line == segment.line && before->to_km <= segment.from_km),
                "segments overlap or are out of order");
        before = &segment;
    }
    require(std::isfinite(s.strip_from_m) && std::isfinite(s.strip_to_m) && s.strip_from_m < s.strip_to_m,
            "the strip along the line has no width");
    require(s.part_m > 0 && std::isfinite(s.part_m), "the length of a part must be positive");
    require(!s.since_s || !s.until_s || *s.since_s <= *s.until_s, "the period ends before it begins");
}

void require_piece(const EffortPiece& piece)
{
    require(piece.half_width_m >= 0 && std::isfinite(piece.half_width_m), "a sweep width is negative or no number");
    require(piece.max_gap_s >= 0, "the longest gap is negative or no number");
    for (std::size_t i = 0; i < piece.fixes.size(); ++i) {
        require(domain::is_valid(piece.fixes[i].place), "a fix is not on the globe");
        require(std::isfinite(piece.fixes[i].time_s), "the time of a fix is no number");
        require(i == 0 || piece.fixes[i].time_s > piece.fixes[i - 1].time_s, "the times of a track do not increase");
    }
}

/// Ascending and apart; touching ones become one.
void unite(std::vector<KmInterval>& intervals)
{
    std::sort(intervals.begin(), intervals.end(),
              [](const KmInterval& a, const KmInterval& b) { return a.from_km < b.from_km; });
    std::size_t kept = 0;
    for (const KmInterval& i : intervals) {
        if (kept > 0 && i.from_km <= intervals[kept - 1].to_km)
            intervals[kept - 1].to_km = std::max(intervals[kept - 1].to_km, i.to_km);
        else
            intervals[kept++] = i;
    }
    intervals.resize(kept);
}

}  // namespace

std::vector<LineSegment> line_segments(const domain::Lines& lines, double length_km, std::optional<domain::LineId> only,
                                       const domain::Range& km)
{
    require(length_km > 0 && std::isfinite(length_km), "the length of a segment must be positive");
    std::vector<LineSegment> segments;
    for (const auto id : {domain::LineId::land, domain::LineId::coast}) {
        if (only && *only != id) continue;
        const double first = std::max(0.0, km.from.value_or(0));
        const double last = std::min(lines.get(id).official_km(), km.to.value_or(lines.get(id).official_km()));
        require((last - first) / length_km < 1e6, "more than a million segments");
        // Rounding leaves no segment of a hair's breadth at either end.
        const double hair = 1e-9 * length_km;
        for (double i = std::floor(first / length_km + 1e-9); i * length_km < last - hair; ++i) {
            const double end = (i + 1) * length_km;
            const LineSegment segment{id, std::max(first, i * length_km), end < last - hair ? end : last};
            if (segment.to_km > segment.from_km) segments.push_back(segment);
        }
    }
    require(!segments.empty(), "nothing is left of the lines");
    return segments;
}

struct EffortMeter::Impl {
    Impl(const domain::Lines& measured, EffortSettings given) : lines(measured), settings(std::move(given))
    {
        require_settings(lines, settings);
        for (const auto& segment : settings.segments) {
            effort.segments.push_back({});
            effort.segments.back().segment = segment;
        }
    }

    void take(const EffortFound& found)
    {
        for (const auto& spent : found.spent) {
            auto& to = effort.segments[spent.segment];
            to.patrol_km += spent.km;
            to.patrol_hours += spent.hours;
            to.swept_km2 += spent.swept_km2;
            to.last_seen_s = std::max(to.last_seen_s.value_or(spent.last_s), spent.last_s);
        }
        for (const auto& [line, passed] : found.passed) watched[static_cast<std::size_t>(line)].push_back(passed);
        effort.elsewhere_km += found.elsewhere_km;
        effort.elsewhere_hours += found.elsewhere_hours;
        if (found.any) ++effort.pieces;
        effort.silences += found.silences;
        effort.silent_hours += found.silent_s / seconds_per_hour;
        // what has been passed often is kept once
        for (auto& intervals : watched)
            if (intervals.size() > most_intervals) unite(intervals);
    }

    void add(const WatchPost& post)
    {
        require(domain::is_valid(post.place), "a post is not on the globe");
        require(post.reach_m >= 0 && std::isfinite(post.reach_m), "the reach of a post is negative or no number");
        require(post.share >= 0 && post.share <= 1, "a post is manned for a share of 0 to 1 of its time");
        require(std::isfinite(post.from_s) && std::isfinite(post.to_s) && post.from_s <= post.to_s,
                "a post is manned from a time to a later one");
        const double from = std::max(post.from_s, settings.since_s.value_or(post.from_s));
        const double to = std::min(post.to_s, settings.until_s.value_or(post.to_s));
        const double hours = (to - from) / seconds_per_hour * post.share;
        if (!(hours > 0) || settings.strip_from_m > 0 || settings.strip_to_m < 0) return;
        for (const auto id : {domain::LineId::land, domain::LineId::coast})
            for (const auto& reached : line_within(lines.get(id), post.place, post.reach_m, settings.inside)) {
                watched[static_cast<std::size_t>(id)].push_back(reached);
                each_overlap(id, reached, [&](SegmentEffort& s, double km) { s.post_km_hours += km * hours; });
            }
    }

    /// use(segment, kilometres of the interval that lie in it)
    template <class Use>
    void each_overlap(domain::LineId line, const KmInterval& interval, const Use& use)
    {
        auto at = std::lower_bound(
            effort.segments.begin(), effort.segments.end(), interval.from_km, [&](const SegmentEffort& s, double km) {
                return s.segment.line < line || (s.segment.line == line && s.segment.to_km <= km);
            });
        for (; at != effort.segments.end() && at->segment.line == line && at->segment.from_km < interval.to_km; ++at)
            use(*at, std::min(interval.to_km, at->segment.to_km) - std::max(interval.from_km, at->segment.from_km));
    }

    Effort result()
    {
        for (auto& segment : effort.segments) segment.watched_km = 0;
        for (const auto id : {domain::LineId::land, domain::LineId::coast}) {
            auto& intervals = watched[static_cast<std::size_t>(id)];
            unite(intervals);
            for (const auto& interval : intervals)
                each_overlap(id, interval, [](SegmentEffort& s, double km) { s.watched_km += km; });
        }
        return effort;
    }

    static constexpr std::size_t most_intervals = 100'000;
    domain::Lines lines;
    EffortSettings settings;
    Effort effort;
    std::array<std::vector<KmInterval>, domain::line_count> watched;
};

EffortMeter::EffortMeter(const domain::Lines& lines, EffortSettings settings)
    : m_impl(std::make_unique<Impl>(lines, std::move(settings)))
{
}
EffortMeter::~EffortMeter() = default;

void EffortMeter::add(std::span<const EffortPiece> pieces)
{
    std::for_each(pieces.begin(), pieces.end(), require_piece);
    std::vector<EffortFound> found(pieces.size());
    parallel_chunks(pieces.size(), 4, m_impl->settings.threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            check_stop(m_impl->settings.stop);
            found[i] = walk(pieces[i], m_impl->lines, m_impl->settings);
        }
    });
    for (const auto& f : found) m_impl->take(f);
}

void EffortMeter::add(const WatchPost& post)
{
    m_impl->add(post);
}

Effort EffortMeter::result() const
{
    return m_impl->result();
}

}  // namespace tuantra::analysis
