#include "render/track_levels.hpp"

#include <algorithm>
#include <thread>

namespace tuantra::render {

namespace {

constexpr double finest_tolerance = 32, coarsest_tolerance = 8192;
constexpr std::size_t fixes_apart = 100'000;  // fewer are not worth another thread

/// Pieces in as many runs as there are cores, about as many points in each.
std::vector<std::size_t> runs_of(const std::vector<std::uint32_t>& start)
{
    const std::size_t pieces = start.size() - 1, points = start.back();
    const std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 8);
    const std::size_t count = points < fixes_apart ? 1 : cores;
    std::vector<std::size_t> runs{0};
    for (std::size_t i = 1; i < count; ++i) {
        const auto at = std::lower_bound(start.begin(), start.end(), points / count * i);
        runs.push_back(std::clamp(static_cast<std::size_t>(at - start.begin()), runs.back(), pieces));
    }
    runs.push_back(pieces);
    return runs;
}

template <typename Work>
void each_run_apart(const std::vector<std::size_t>& runs, const Work& work)
{
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i + 2 < runs.size(); ++i) threads.emplace_back([&work, i] { work(i); });
    work(runs.size() - 2);
}

struct Thinned {
    std::vector<std::uint32_t> fixes, counts;
};

/// Of each piece the first fix, each one at least `tolerance` from the last kept, and the last.
Thinned thinned(const domain::TrackColumns& tracks, const TrackLevels::Level& from, double tolerance, std::size_t first,
                std::size_t last)
{
    Thinned out;
    out.fixes.reserve(from.start[last] - from.start[first]);
    const double limit = tolerance * tolerance;
    for (std::size_t piece = first; piece < last; ++piece) {
        const std::size_t begin = from.start[piece], end = from.start[piece + 1], before = out.fixes.size();
        domain::MapPoint kept;
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint32_t fix = from.fix(i);
            const domain::MapPoint p = tracks.map[fix];
            const double dx = p.x - kept.x, dy = p.y - kept.y;
            if (i != begin && i + 1 != end && dx * dx + dy * dy < limit) continue;
            kept = p;
            out.fixes.push_back(fix);
        }
        out.counts.push_back(static_cast<std::uint32_t>(out.fixes.size() - before));
    }
    return out;
}

}  // namespace

TrackLevels::TrackLevels(std::shared_ptr<const domain::TrackColumns> tracks) : m_tracks(std::move(tracks))
{
    const domain::TrackColumns& t = *m_tracks;
    m_extents.assign(t.pieces(), MapBox::nothing());
    Level& all = m_levels.emplace_back();
    for (const std::size_t at : t.start) all.start.push_back(static_cast<std::uint32_t>(at));
    if (t.pieces() == 0) return;
    const auto runs = runs_of(all.start);
    each_run_apart(runs, [&](std::size_t run) {
        for (std::size_t piece = runs[run]; piece < runs[run + 1]; ++piece)
            for (std::size_t i = t.start[piece]; i < t.start[piece + 1]; ++i) m_extents[piece].add(t.map[i]);
    });
    for (double tolerance = finest_tolerance; tolerance <= coarsest_tolerance; tolerance *= 2) {
        const Level& from = m_levels.back();
        std::vector<Thinned> parts(runs.size() - 1);
        each_run_apart(runs,
                       [&](std::size_t run) { parts[run] = thinned(t, from, tolerance, runs[run], runs[run + 1]); });
        std::size_t kept = 0;
        for (const Thinned& part : parts) kept += part.fixes.size();
        // A level that drops little is not worth its memory: the next is thinned from the same fixes.
        if (kept * 10 > from.start.back() * std::size_t{7}) continue;
        Level to;
        to.tolerance = tolerance;
        to.fixes.reserve(kept);
        to.start.reserve(from.start.size());
        to.start.push_back(0);
        for (Thinned& part : parts) {
            to.fixes.insert(to.fixes.end(), part.fixes.begin(), part.fixes.end());
            for (const std::uint32_t count : part.counts) to.start.push_back(to.start.back() + count);
            part = {};
        }
        m_levels.push_back(std::move(to));
    }
}

const TrackLevels::Level& TrackLevels::level(double tolerance) const
{
    const Level* best = &m_levels.front();
    for (const Level& level : m_levels)
        if (level.tolerance <= tolerance) best = &level;
    return *best;
}

}  // namespace tuantra::render
