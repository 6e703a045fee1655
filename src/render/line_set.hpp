#pragma once
#include "domain/geo.hpp"
#include "render/frame.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace tuantra::render {

/// Polylines at halving levels of detail, so that a view costs about as many segments as it has pixels along its lines.
class LineSet {
public:
    struct Chunk {
        std::uint32_t begin = 0, end = 0;  ///< points begin .. end, both inclusive
        std::uint32_t line = 0;            ///< index as added
        MapBox box = MapBox::nothing();
    };
    struct Level {
        double tolerance = 0;  ///< display metres: no shown point is farther from the true line
        std::vector<domain::MapPoint> points;
        std::vector<double> along;  ///< display metres from the line's start; empty unless asked for
        std::vector<Chunk> chunks;
    };

    LineSet() = default;
    /// `start` as in domain::TrackColumns: line i owns points [start[i], start[i+1]).
    LineSet(std::span<const domain::MapPoint> points, std::span<const std::size_t> start, bool with_along);
    explicit LineSet(const std::vector<std::vector<domain::MapPoint>>& lines, bool with_along = false);
    /// One line with a measure of the caller's at each point, kept in `along`.
    LineSet(std::span<const domain::MapPoint> points, std::span<const double> measure);

    /// The coarsest level that is still exact to `tolerance`.
    const Level& level(double tolerance) const;
    bool empty() const { return m_levels.empty(); }

private:
    void build(std::span<const domain::MapPoint> points, std::span<const std::size_t> start, bool with_along,
               std::span<const double> measure = {});
    std::vector<Level> m_levels;  ///< finest first
};

}  // namespace tuantra::render
