#include "analysis/edge_mass.hpp"

#include "analysis/special.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace tuantra::analysis {

namespace {

double reach_of(Kernel kernel)
{
    return kernel == Kernel::gaussian ? 7 : 1;
}

struct Node {
    double at, weight;
};
// Gauss-Legendre on -1..1, five points.
constexpr std::array<Node, 5> nodes{{{-0.9061798459386640, 0.2369268850561891},
                                     {-0.5384693101056831, 0.4786286704993665},
                                     {0, 0.5688888888888889},
                                     {0.5384693101056831, 0.4786286704993665},
                                     {0.9061798459386640, 0.2369268850561891}}};

/// A row of cells seen from a kernel's centre, in bandwidths: the kernel's mass in it to the left of a place.
class Strip {
public:
    Strip(Kernel kernel, double bottom, double top)
    {
        if (kernel == Kernel::gaussian) {
            m_gaussian = normal_below(top) - normal_below(bottom);
            return;
        }
        m_quartic = true;
        bottom = std::clamp(bottom, -1.0, 1.0);
        top = std::clamp(top, -1.0, 1.0);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const double v = (bottom + top) / 2 + (top - bottom) / 2 * nodes[i].at;
            m_chord[i] = 1 - v * v;
            m_half_width[i] = std::sqrt(std::max(m_chord[i], 0.0));
            m_weight[i] = nodes[i].weight * (top - bottom) / 2 * 3 * std::numbers::inv_pi;
        }
    }

    double left_of(double u) const
    {
        if (!m_quartic) return m_gaussian * normal_below(u);
        double sum = 0;
        for (std::size_t i = 0; i < nodes.size(); ++i)
            sum += m_weight[i] * (integral(m_chord[i], std::clamp(u, -m_half_width[i], m_half_width[i])) +
                                  integral(m_chord[i], m_half_width[i]));
        return sum;
    }

private:
    /// Of (a - u^2)^2 from 0 to u.
    static double integral(double a, double u) { return u * (a * a - u * u * (2.0 / 3.0 * a - u * u / 5)); }

    bool m_quartic = false;
    double m_gaussian = 0;
    std::array<double, nodes.size()> m_chord{}, m_half_width{}, m_weight{};
};

/// How many inside cells a rectangle holds, from a table of sums.
class InsideCounts {
public:
    explicit InsideCounts(const StudyArea& area) : m_width(area.grid.columns + 1)
    {
        m_sums.assign(m_width * (area.grid.rows + 1), 0);
        for (std::size_t r = 0; r < area.grid.rows; ++r) {
            std::uint32_t row = 0;
            for (std::size_t c = 0; c < area.grid.columns; ++c) {
                row += area.inside[r * area.grid.columns + c] != 0;
                m_sums[(r + 1) * m_width + c + 1] = m_sums[r * m_width + c + 1] + row;
            }
        }
    }

    /// Half open.
    std::size_t in(std::size_t left, std::size_t bottom, std::size_t right, std::size_t top) const
    {
        return m_sums[top * m_width + right] - m_sums[top * m_width + left] - m_sums[bottom * m_width + right] +
               m_sums[bottom * m_width + left];
    }

private:
    std::size_t m_width;
    std::vector<std::uint32_t> m_sums;
};

}  // namespace

EdgeMass::EdgeMass(const StudyArea& area, Kernel kernel) : m_area(area), m_kernel(kernel)
{
    m_starts.push_back(0);
    for (std::size_t r = 0; r < area.grid.rows; ++r) {
        const std::uint8_t* row = area.inside.data() + r * area.grid.columns;
        for (std::uint32_t c = 0; c < area.grid.columns; ++c) {
            if (row[c] == 0) continue;
            const std::uint32_t begin = c;
            while (c < area.grid.columns && row[c] != 0) ++c;
            m_runs.push_back({begin, c});
        }
        m_starts.push_back(m_runs.size());
    }
}

double EdgeMass::at(XY point, double bandwidth_m) const
{
    const Grid& grid = m_area.grid;
    const double scale = grid.cell / bandwidth_m, reach = reach_of(m_kernel) / scale;
    // In cells from the grid's corner.
    const double x = (point.x - grid.origin.x) / grid.cell, y = (point.y - grid.origin.y) / grid.cell;
    const double rows = static_cast<double>(grid.rows);
    const auto first = static_cast<std::size_t>(std::clamp(std::floor(y - reach), 0.0, rows));
    const auto last = static_cast<std::size_t>(std::clamp(std::ceil(y + reach), 0.0, rows));
    double sum = 0;
    for (std::size_t row = first; row < last; ++row) {
        if (m_starts[row] == m_starts[row + 1]) continue;
        const double bottom = (static_cast<double>(row) - y) * scale;
        const Strip strip(m_kernel, bottom, bottom + scale);
        for (std::size_t i = m_starts[row]; i < m_starts[row + 1]; ++i) {
            const double left = static_cast<double>(m_runs[i].begin) - x,
                         right = static_cast<double>(m_runs[i].end) - x;
            if (right <= -reach || left >= reach) continue;
            sum += strip.left_of(right * scale) - strip.left_of(left * scale);
        }
    }
    return std::min(sum, 1.0);
}

std::vector<double> EdgeMass::at_centres(double bandwidth_m, unsigned threads, const std::stop_token& stop) const
{
    const Grid& grid = m_area.grid;
    const double scale = grid.cell / bandwidth_m;
    // Beyond the grid there is nothing to add, however wide the kernel.
    const double reach = std::ceil(reach_of(m_kernel) / scale);
    const auto half_x = static_cast<std::size_t>(std::min(reach, static_cast<double>(grid.columns)));
    const auto half_y = static_cast<std::size_t>(std::min(reach, static_cast<double>(grid.rows)));
    const std::size_t width = 2 * half_x + 2;
    // By row and edge of a cell, from the kernel's centre; rows above mirror those below.
    std::vector<double> left_of((half_y + 1) * width);
    for (std::size_t j = 0; j <= half_y; ++j) {
        const double bottom = (static_cast<double>(j) - 0.5) * scale;
        const Strip strip(m_kernel, bottom, bottom + scale);
        for (std::size_t i = 0; i < width; ++i)
            left_of[j * width + i] =
                strip.left_of((static_cast<double>(i) - static_cast<double>(half_x) - 0.5) * scale);
    }
    const InsideCounts counts(m_area);
    std::vector<double> mass(grid.size(), 0);
    const auto one = [&](std::size_t column, std::size_t row) {
        const std::size_t left = column > half_x ? column - half_x : 0,
                          right = std::min(column + half_x + 1, grid.columns);
        const std::size_t bottom = row > half_y ? row - half_y : 0, top = std::min(row + half_y + 1, grid.rows);
        if (counts.in(left, bottom, right, top) == (2 * half_x + 1) * (2 * half_y + 1)) return 1.0;
        double sum = 0;
        for (std::size_t r = bottom; r < top; ++r) {
            const double* table = left_of.data() + (r > row ? r - row : row - r) * width;
            for (std::size_t i = m_starts[r]; i < m_starts[r + 1]; ++i) {
                if (m_runs[i].end <= left) continue;
                if (m_runs[i].begin >= right) break;
                sum += table[std::min<std::size_t>(m_runs[i].end, right) + half_x - column] -
                       table[std::max<std::size_t>(m_runs[i].begin, left) + half_x - column];
            }
        }
        return std::min(sum, 1.0);
    };
    parallel_chunks(grid.rows, 16, threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
            check_stop(stop);
            for (std::size_t column = 0; column < grid.columns; ++column)
                if (m_area.inside[row * grid.columns + column] != 0)
                    mass[row * grid.columns + column] = one(column, row);
        }
    });
    return mass;
}

}  // namespace tuantra::analysis
