#pragma once
#include "analysis/xy.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tuantra::analysis {

/// Square cells on the plane, row by row from the south-west.
struct Grid {
    XY origin;        ///< south-west corner of the first cell, metres
    double cell = 0;  ///< side of a cell, metres
    std::size_t columns = 0;
    std::size_t rows = 0;

    std::size_t size() const { return columns * rows; }
    XY centre(std::size_t column, std::size_t row) const
    {
        return {origin.x + (static_cast<double>(column) + 0.5) * cell,
                origin.y + (static_cast<double>(row) + 0.5) * cell};
    }
};

/// Cells of the side that cover the rectangle; its corners are rounded outwards to whole multiples of the side, so that
/// grids of one cell size always fit on each other.
/// Throws std::invalid_argument where a number is not finite, the side not positive or the cells too many.
Grid grid_over(XY low, XY high, double cell);
/// The same cells with enough more on every side to reach `margin` metres farther.
Grid grid_with_margin(const Grid& grid, double margin);
/// Throws std::invalid_argument where a grid has no cells, more than most_cells, or a side that is not positive.
void require_grid(const Grid& grid);

inline constexpr std::size_t most_cells = 100'000'000;

using PlaneRing = std::vector<XY>;

/// Where events could have been seen at all (the study area), as cells of a grid.
struct StudyArea {
    Grid grid;
    std::vector<std::uint8_t> inside;  ///< one per cell, 0 or 1

    bool contains(XY point) const;
    /// The point, where it is inside; the nearest centre of an inside cell that touches the point's own, for an event
    /// on the very border must not be lost to the cells' steps; else nothing. Of equally near ones the southern,
    /// western.
    std::optional<XY> just_inside(XY point) const;
};

/// A cell is inside when its centre is inside an odd number of rings: outer rings and holes in any order and direction,
/// closed or not. A centre exactly on an edge belongs to the area east or north of it, never to two neighbours.
/// Throws std::invalid_argument for a coordinate that is not finite and for an area without a cell.
StudyArea study_area(std::span<const PlaneRing> rings, const Grid& grid);

}  // namespace tuantra::analysis
