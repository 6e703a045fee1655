#include "render/line_set.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::render {

using domain::MapPoint;

namespace {

constexpr std::uint32_t chunk_points = 64;
constexpr double finest_tolerance = 8;
constexpr std::size_t max_levels = 15;

void cut_chunks(LineSet::Level& level, std::uint32_t line, std::uint32_t begin, std::uint32_t end)
{
    for (std::uint32_t from = begin; from < end;) {
        const std::uint32_t to = std::min(from + chunk_points, end);
        LineSet::Chunk chunk{from, to, line, MapBox::nothing()};
        for (std::uint32_t i = from; i <= to; ++i) chunk.box.add(level.points[i]);
        level.chunks.push_back(chunk);
        from = to;
    }
    if (begin == end) {  // a line of one point is still a place
        LineSet::Chunk chunk{begin, end, line, MapBox::nothing()};
        chunk.box.add(level.points[begin]);
        level.chunks.push_back(chunk);
    }
}

/// Keeps the first point, then each one at least `tolerance` from the last kept, then the last.
void thin(const LineSet::Level& from, LineSet::Level& to, std::uint32_t begin, std::uint32_t end)
{
    const double limit = to.tolerance * to.tolerance;
    const auto keep = [&](std::uint32_t i) {
        to.points.push_back(from.points[i]);
        if (!from.along.empty()) to.along.push_back(from.along[i]);
    };
    keep(begin);
    for (std::uint32_t i = begin + 1; i < end; ++i) {
        const double dx = from.points[i].x - to.points.back().x, dy = from.points[i].y - to.points.back().y;
        if (dx * dx + dy * dy >= limit) keep(i);
    }
    if (end > begin) keep(end);
}

}  // namespace

LineSet::LineSet(std::span<const MapPoint> points, std::span<const std::size_t> start, bool with_along)
{
    build(points, start, with_along);
}

LineSet::LineSet(const std::vector<std::vector<MapPoint>>& lines, bool with_along)
{
    std::vector<MapPoint> points;
    std::vector<std::size_t> start{0};
    for (const auto& line : lines) {
        points.insert(points.end(), line.begin(), line.end());
        start.push_back(points.size());
    }
    build(points, start, with_along);
}

LineSet::LineSet(std::span<const MapPoint> points, std::span<const double> measure)
{
    const std::size_t start[2] = {0, points.size()};
    build(points, start, false, measure);
}

void LineSet::build(std::span<const MapPoint> points, std::span<const std::size_t> start, bool with_along,
                    std::span<const double> measure)
{
    if (points.empty() || start.size() < 2) return;
    Level& finest = m_levels.emplace_back();
    finest.points.assign(points.begin(), points.end());
    if (with_along) finest.along.resize(points.size());
    if (!measure.empty()) finest.along.assign(measure.begin(), measure.end());
    for (std::size_t line = 0; line + 1 < start.size(); ++line) {
        const std::size_t begin = start[line], end = start[line + 1];
        if (begin >= end) continue;
        for (std::size_t i = begin + 1; with_along && i < end; ++i)
            finest.along[i] =
                finest.along[i - 1] + std::hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
        cut_chunks(finest, static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(begin),
                   static_cast<std::uint32_t>(end - 1));
    }
    double tolerance = finest_tolerance;
    while (m_levels.size() < max_levels) {
        const Level& from = m_levels.back();
        Level to;
        to.tolerance = tolerance;
        tolerance *= 2;
        for (std::size_t c = 0; c < from.chunks.size();) {
            std::size_t last = c;
            while (last + 1 < from.chunks.size() && from.chunks[last + 1].line == from.chunks[c].line) ++last;
            const auto begin = static_cast<std::uint32_t>(to.points.size());
            thin(from, to, from.chunks[c].begin, from.chunks[last].end);
            cut_chunks(to, from.chunks[c].line, begin, static_cast<std::uint32_t>(to.points.size() - 1));
            c = last + 1;
        }
        // A level that drops little is not worth its memory: the next, coarser one is thinned from the same points.
        if (to.points.size() * 10 > from.points.size() * 7) {
            if (tolerance > 1e6) return;
            continue;
        }
        m_levels.push_back(std::move(to));
    }
}

const LineSet::Level& LineSet::level(double tolerance) const
{
    const Level* best = &m_levels.front();
    for (const Level& level : m_levels)
        if (level.tolerance <= tolerance) best = &level;
    return *best;
}

}  // namespace tuantra::render
