#include "analysis/contours.hpp"

#include "analysis/require.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace tuantra::analysis {

std::vector<VolumeLevel> volume_levels(const Grid& grid, std::span<const float> values,
                                       std::span<const double> percents)
{
    require_grid(grid);
    require_same_size(values.size(), grid.size(), "volume levels");
    std::vector<float> sorted;
    for (const float v : values)
        if (v > 0) sorted.push_back(v);
    if (sorted.empty()) throw std::invalid_argument("volume levels: no cell has a positive value");
    std::sort(sorted.begin(), sorted.end(), std::greater<>{});
    std::vector<double> sums;  // of the highest cells
    double sum = 0;
    for (const float v : sorted) sums.push_back(sum += double{v});
    std::vector<VolumeLevel> levels;
    for (const double percent : percents) {
        if (!(percent > 0 && percent <= 100))
            throw std::invalid_argument("volume levels: a percentage must be more than 0 and at most 100");
        const auto at = std::lower_bound(sums.begin(), sums.end() - 1, sum * percent / 100) - sums.begin();
        const float level = sorted[static_cast<std::size_t>(at)];
        const auto below = std::upper_bound(sorted.begin(), sorted.end(), level, std::greater<>{});
        levels.push_back(
            {percent, double{level}, static_cast<double>(below - sorted.begin()) * grid.cell * grid.cell / 1e6});
    }
    return levels;
}

std::vector<VolumeLevel> volume_levels(const Grid& grid, std::span<const float> values)
{
    return volume_levels(grid, values, std::array{25.0, 50.0, 75.0, 90.0, 95.0});
}

namespace {

/// The sides of squares whose corners are the cells' centres and a ring of nothing around them.
class Squares {
public:
    Squares(const Grid& grid, std::span<const float> values, double level)
        : m_grid(grid), m_values(values), m_level(level), m_width(grid.columns + 2)
    {
    }

    /// One straight piece of a line across a square, between two of its sides.
    struct Piece {
        std::size_t from = 0, to = 0;
        friend auto operator<=>(const Piece&, const Piece&) = default;
    };

    std::vector<Piece> pieces() const
    {
        std::vector<Piece> all;
        for (std::size_t row = 0; row + 1 < m_grid.rows + 2; ++row)
            for (std::size_t column = 0; column + 1 < m_width; ++column) add(column, row, all);
        std::sort(all.begin(), all.end());
        return all;
    }

    /// Where the line crosses a side.
    XY crossing(std::size_t side) const
    {
        const std::size_t column = side / 2 % m_width, row = side / 2 / m_width;
        const bool upright = side % 2 != 0;
        const double a = value(column, row), b = upright ? value(column, row + 1) : value(column + 1, row);
        const double t = (m_level - a) / (b - a);
        const double x = static_cast<double>(column) - 0.5 + (upright ? 0 : t);
        const double y = static_cast<double>(row) - 0.5 + (upright ? t : 0);
        return {m_grid.origin.x + x * m_grid.cell, m_grid.origin.y + y * m_grid.cell};
    }

private:
    double value(std::size_t column, std::size_t row) const
    {
        if (column == 0 || row == 0 || column > m_grid.columns || row > m_grid.rows) return 0;
        const double v = m_values[(row - 1) * m_grid.columns + column - 1];
        return std::isnan(v) ? 0 : v;
    }

    void add(std::size_t column, std::size_t row, std::vector<Piece>& all) const
    {
        const double corners[] = {value(column, row), value(column + 1, row), value(column + 1, row + 1),
                                  value(column, row + 1)};
        unsigned above = 0;
        for (unsigned i = 0; i < 4; ++i)
            if (corners[i] >= m_level) above += 1U << i;
        if (above == 0 || above == 15) return;
        const std::size_t bottom = 2 * (row * m_width + column), left = bottom + 1;
        const std::size_t top = bottom + 2 * m_width, right = left + 2;
        const bool joined = (corners[0] + corners[1] + corners[2] + corners[3]) / 4 >= m_level;
        // Corners from the lower left, counter-clockwise; the higher side stays on the left.
        switch (above) {
            case 1:
                all.push_back({bottom, left});
                break;
            case 2:
                all.push_back({right, bottom});
                break;
            case 3:
                all.push_back({right, left});
                break;
            case 4:
                all.push_back({top, right});
                break;
            case 5:
                all.push_back({bottom, joined ? right : left});
                all.push_back({top, joined ? left : right});
                break;
            case 6:
                all.push_back({top, bottom});
                break;
            case 7:
                all.push_back({top, left});
                break;
            case 8:
                all.push_back({left, top});
                break;
            case 9:
                all.push_back({bottom, top});
                break;
            case 10:
                all.push_back({right, joined ? top : bottom});
                all.push_back({left, joined ? bottom : top});
                break;
            case 11:
                all.push_back({right, top});
                break;
            case 12:
                all.push_back({left, right});
                break;
            case 13:
                all.push_back({bottom, right});
                break;
            default:
                all.push_back({left, bottom});
                break;
        }
    }

    const Grid& m_grid;
    std::span<const float> m_values;
    double m_level;
    std::size_t m_width;
};

}  // namespace

std::vector<PlaneRing> isolines(const Grid& grid, std::span<const float> values, double level)
{
    require_grid(grid);
    require_same_size(values.size(), grid.size(), "isolines");
    if (!(level > 0) || !std::isfinite(level)) throw std::invalid_argument("isolines: the level must be positive");
    const Squares squares(grid, values, level);
    const auto pieces = squares.pieces();
    std::vector<std::uint8_t> used(pieces.size(), 0);
    std::vector<PlaneRing> rings;
    for (std::size_t start = 0; start < pieces.size(); ++start) {
        if (used[start] != 0) continue;
        PlaneRing ring;
        // Every side that a piece ends at is one where exactly one other begins.
        for (std::size_t at = start; used[at] == 0;) {
            used[at] = 1;
            const XY p = squares.crossing(pieces[at].from);
            if (ring.empty() || p.x != ring.back().x || p.y != ring.back().y) ring.push_back(p);
            const Squares::Piece next{pieces[at].to, 0};
            at = static_cast<std::size_t>(std::lower_bound(pieces.begin(), pieces.end(), next) - pieces.begin());
        }
        while (ring.size() > 1 && ring.back().x == ring[0].x && ring.back().y == ring[0].y) ring.pop_back();
        if (ring.size() > 2) rings.push_back(std::move(ring));
    }
    return rings;
}

}  // namespace tuantra::analysis
