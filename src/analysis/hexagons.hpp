#pragma once
#include "analysis/xy.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <vector>

namespace tuantra::analysis {

/// A hexagon by its row and its place in it.
struct HexCell {
    std::int32_t row = 0;  ///< northwards
    std::int32_t q = 0;    ///< eastwards; the same q one row up lies half a cell farther east
    friend auto operator<=>(const HexCell&, const HexCell&) = default;
};

/// Equally large hexagons over the whole plane, a corner to the north and the south, sides to the east and the west;
/// cell (0, 0) is centred on the origin. On an equal-area plane they have the same true area everywhere.
/// Axial coordinates: the centre of (row, q) lies at x = w (q + row / 2), y = 3/2 s row, s the side, w = sqrt(3) s.
class HexGrid {
public:
    /// Throws std::invalid_argument where the area is not positive or a number not finite.
    HexGrid(double area_km2, XY origin = {});

    double area_km2() const { return m_area_km2; }
    double side_m() const { return m_side; }
    /// Between the centres of neighbours.
    double spacing_m() const { return m_width; }

    /// The cell whose centre is nearest. A point as near to two centres (on a side or a corner of a hexagon) belongs to
    /// the cell of the lower row, in one row to the western one.
    /// Throws std::invalid_argument where a coordinate is not finite or more than 1e9 cells from the origin.
    HexCell at(XY point) const;
    XY centre(HexCell cell) const { return corner_at(2 * std::int64_t{cell.q} + cell.row, 3 * std::int64_t{cell.row}); }
    /// Counter-clockwise from the north. Corners that cells share are the same numbers in each.
    std::array<XY, 6> polygon(HexCell cell) const;
    /// The cells that share at least a point with the rectangle, by row and column.
    /// Throws std::invalid_argument for corners that are not finite or in the wrong order, and beyond 10 million cells.
    std::vector<HexCell> covering(XY low, XY high) const;

private:
    /// Every centre and corner lies on one lattice of half widths and half sides.
    XY corner_at(std::int64_t half_widths, std::int64_t half_sides) const;

    double m_area_km2, m_side, m_width;
    XY m_origin;
};

/// The six that share a side, counter-clockwise from the east.
std::array<HexCell, 6> neighbours(HexCell cell);
/// Steps from cell to neighbour between two.
std::int64_t hex_distance(HexCell a, HexCell b);
/// All cells exactly so many steps away, counter-clockwise from the east; the cell itself for 0.
std::vector<HexCell> hex_ring(HexCell cell, std::int32_t steps);

}  // namespace tuantra::analysis
