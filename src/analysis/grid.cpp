#include "analysis/grid.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace tuantra::analysis {

namespace {

std::size_t cells_between(double low, double high)
{
    // Compared before the cast: a double beyond the integers has no defined value.
    const double cells = std::max(1.0, high - low);
    if (cells > static_cast<double>(most_cells))
        throw std::invalid_argument("grid: more than 100 million cells; take a larger cell");
    return static_cast<std::size_t>(cells);
}

/// Where the rings cross the horizontal line through y, in order. Half-open edges: a corner on the line counts once.
std::vector<double> crossings(std::span<const PlaneRing> rings, double y)
{
    std::vector<double> xs;
    for (const PlaneRing& ring : rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const XY& a = ring[i];
            const XY& b = ring[i + 1 < ring.size() ? i + 1 : 0];
            if ((a.y > y) == (b.y > y)) continue;
            xs.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
        }
    }
    std::sort(xs.begin(), xs.end());
    return xs;
}

/// \param column,row whole numbers, perhaps outside the grid
bool is_inside(const StudyArea& area, double column, double row)
{
    const Grid& grid = area.grid;
    return column >= 0 && row >= 0 && column < static_cast<double>(grid.columns) &&
           row < static_cast<double>(grid.rows) &&
           area.inside[static_cast<std::size_t>(row) * grid.columns + static_cast<std::size_t>(column)] != 0;
}

}  // namespace

void require_grid(const Grid& grid)
{
    if (!std::isfinite(grid.origin.x) || !std::isfinite(grid.origin.y) || !std::isfinite(grid.cell) || !(grid.cell > 0))
        throw std::invalid_argument("grid: the origin must be finite and the cell's side positive");
    if (grid.columns == 0 || grid.rows == 0) throw std::invalid_argument("grid: no cells");
    if (grid.columns > most_cells / grid.rows)
        throw std::invalid_argument("grid: more than 100 million cells; take a larger cell");
}

Grid grid_over(XY low, XY high, double cell)
{
    if (!std::isfinite(low.x + low.y) || !std::isfinite(high.x + high.y) || !std::isfinite(cell) || !(cell > 0))
        throw std::invalid_argument("grid: the corners must be finite and the cell's side positive");
    const double west = std::floor(low.x / cell), south = std::floor(low.y / cell);
    const Grid grid{{west * cell, south * cell},
                    cell,
                    cells_between(west, std::ceil(high.x / cell)),
                    cells_between(south, std::ceil(high.y / cell))};
    require_grid(grid);
    return grid;
}

Grid grid_with_margin(const Grid& grid, double margin)
{
    require_grid(grid);
    if (!std::isfinite(margin) || margin < 0) throw std::invalid_argument("grid: the margin must not be negative");
    const std::size_t more = margin > 0 ? cells_between(0, std::ceil(margin / grid.cell)) : 0;
    const double shift = static_cast<double>(more) * grid.cell;
    const Grid wider{
        {grid.origin.x - shift, grid.origin.y - shift}, grid.cell, grid.columns + 2 * more, grid.rows + 2 * more};
    require_grid(wider);
    return wider;
}

bool StudyArea::contains(XY point) const
{
    return is_inside(*this, std::floor((point.x - grid.origin.x) / grid.cell),
                     std::floor((point.y - grid.origin.y) / grid.cell));
}

std::optional<XY> StudyArea::just_inside(XY point) const
{
    const double column = std::floor((point.x - grid.origin.x) / grid.cell),
                 row = std::floor((point.y - grid.origin.y) / grid.cell);
    if (is_inside(*this, column, row)) return point;
    std::optional<XY> nearest;
    double least = 0;
    for (const double r : {row - 1, row, row + 1})
        for (const double c : {column - 1, column, column + 1}) {
            if (!is_inside(*this, c, r)) continue;
            const XY centre = grid.centre(static_cast<std::size_t>(c), static_cast<std::size_t>(r));
            const double dx = centre.x - point.x, dy = centre.y - point.y, d = dx * dx + dy * dy;
            if (nearest && d >= least) continue;
            nearest = centre;
            least = d;
        }
    return nearest;
}

StudyArea study_area(std::span<const PlaneRing> rings, const Grid& grid)
{
    require_grid(grid);
    for (const PlaneRing& ring : rings)
        for (const XY& p : ring)
            if (!std::isfinite(p.x) || !std::isfinite(p.y))
                throw std::invalid_argument("study area: a coordinate is not a number");
    StudyArea area{grid, std::vector<std::uint8_t>(grid.size(), 0)};
    const auto column_after = [&](double x) {
        const double column = std::ceil((x - grid.origin.x) / grid.cell - 0.5);
        return static_cast<std::size_t>(std::clamp(column, 0.0, static_cast<double>(grid.columns)));
    };
    bool any = false;
    for (std::size_t row = 0; row < grid.rows; ++row) {
        const auto xs = crossings(rings, grid.centre(0, row).y);
        for (std::size_t i = 0; i + 1 < xs.size(); i += 2) {
            const std::size_t begin = column_after(xs[i]), end = column_after(xs[i + 1]);
            const auto line = area.inside.begin() + static_cast<std::ptrdiff_t>(row * grid.columns);
            std::fill(line + static_cast<std::ptrdiff_t>(begin), line + static_cast<std::ptrdiff_t>(end), 1);
            any = any || end > begin;
        }
    }
    if (!any) throw std::invalid_argument("study area: no cell of the grid lies inside");
    return area;
}

}  // namespace tuantra::analysis
