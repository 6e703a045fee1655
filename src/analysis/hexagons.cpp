#include "analysis/hexagons.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <stdexcept>

namespace tuantra::analysis {

namespace {

constexpr double farthest = 1e9;  // cells from the origin
constexpr double most_covering = 1e7;
constexpr double root3 = std::numbers::sqrt3;

}  // namespace

HexGrid::HexGrid(double area_km2, XY origin)
    : m_area_km2(area_km2),
      m_side(std::sqrt(2 * area_km2 * 1e6 / (3 * root3))),
      m_width(root3 * m_side),
      m_origin(origin)
{
    if (!(area_km2 > 0) || !std::isfinite(area_km2) || !std::isfinite(origin.x) || !std::isfinite(origin.y))
        throw std::invalid_argument("hexagons: the area must be positive and the origin finite");
}

XY HexGrid::corner_at(std::int64_t half_widths, std::int64_t half_sides) const
{
    return {m_origin.x + static_cast<double>(half_widths) * (m_width / 2),
            m_origin.y + static_cast<double>(half_sides) * (m_side / 2)};
}

HexCell HexGrid::at(XY point) const
{
    const double x = (point.x - m_origin.x) / m_width, y = (point.y - m_origin.y) / (1.5 * m_side);
    if (!(std::abs(x) < farthest && std::abs(y) < farthest))
        throw std::invalid_argument("hexagons: a place is not a number or too far away");
    // A hexagon reaches up and down by two thirds of the way to the next row, so that only two rows come into question.
    const auto lower = static_cast<std::int32_t>(std::floor(y));
    const auto nearest_in = [&](std::int32_t row) {
        return HexCell{row, static_cast<std::int32_t>(std::ceil(x - 0.5 * row - 0.5))};
    };
    const auto square_to = [&](HexCell cell) {
        const XY c = centre(cell);
        return (point.x - c.x) * (point.x - c.x) + (point.y - c.y) * (point.y - c.y);
    };
    const HexCell below = nearest_in(lower), above = nearest_in(lower + 1);
    return square_to(above) < square_to(below) ? above : below;
}

std::array<XY, 6> HexGrid::polygon(HexCell cell) const
{
    const std::int64_t x = 2 * std::int64_t{cell.q} + cell.row, y = 3 * std::int64_t{cell.row};
    return {corner_at(x, y + 2), corner_at(x - 1, y + 1), corner_at(x - 1, y - 1),
            corner_at(x, y - 2), corner_at(x + 1, y - 1), corner_at(x + 1, y + 1)};
}

std::vector<HexCell> HexGrid::covering(XY low, XY high) const
{
    if (!(low.x <= high.x && low.y <= high.y))
        throw std::invalid_argument("hexagons: the corners of the rectangle are in the wrong order");
    const double area = (high.x - low.x + 2 * m_width) * (high.y - low.y + 2 * m_side) / 1e6;
    if (!(area / m_area_km2 < most_covering))
        throw std::invalid_argument("hexagons: more than 10 million cells; take larger ones");
    const std::int32_t first = at(low).row - 1, last = at(high).row + 1;
    std::vector<HexCell> cells;
    for (std::int32_t row = first; row <= last; ++row) {
        const double y = centre({row, 0}).y;
        // The hexagons of a row are widest where the rectangle comes nearest to the line of their centres.
        const double away = std::max({low.y - y, y - high.y, 0.0});
        if (away > m_side) continue;
        const double half = std::min(m_width / 2, (m_side - away) * root3);
        const double shift = m_origin.x + m_width * 0.5 * row;
        const auto begin = static_cast<std::int32_t>(std::ceil((low.x - half - shift) / m_width));
        const auto end = static_cast<std::int32_t>(std::floor((high.x + half - shift) / m_width));
        for (std::int32_t q = begin; q <= end; ++q) cells.push_back({row, q});
    }
    return cells;
}

std::array<HexCell, 6> neighbours(HexCell cell)
{
    const auto [row, q] = cell;
    return {{{row, q + 1}, {row + 1, q}, {row + 1, q - 1}, {row, q - 1}, {row - 1, q}, {row - 1, q + 1}}};
}

std::int64_t hex_distance(HexCell a, HexCell b)
{
    const std::int64_t rows = std::int64_t{a.row} - b.row, columns = std::int64_t{a.q} - b.q;
    return (std::abs(rows) + std::abs(columns) + std::abs(rows + columns)) / 2;
}

std::vector<HexCell> hex_ring(HexCell cell, std::int32_t steps)
{
    if (steps < 0) throw std::invalid_argument("hexagons: a ring is not less than 0 steps away");
    if (steps == 0) return {cell};
    std::vector<HexCell> ring;
    HexCell at{cell.row, cell.q + steps};
    // From the east, along each of the six sides; the first one leads to the north-east.
    for (std::size_t side = 0; side < 6; ++side)
        for (std::int32_t i = 0; i < steps; ++i) {
            ring.push_back(at);
            at = neighbours(at)[(side + 2) % 6];
        }
    return ring;
}

}  // namespace tuantra::analysis
