// Gaussians of one bandwidth on a grid: each event is spread over four by four cells by cubic B-splines, and the cells
// are smoothed along rows and columns. The spline's variance and fourth cumulant (1/3 and -1/30 of a cell's powers) are
// taken off the smoothing kernel, so that both together are the Gaussian to the sixth order.
#include "analysis/density_sums.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <memory>
#include <numbers>
#include <vector>

namespace tuantra::analysis {

namespace {

constexpr std::size_t block = 32;  // cells that are smoothed together

/// From the middle outwards; what an event of weight one leaves per cell.
std::vector<double> smoothing_kernel(double sigma_cells)
{
    const double variance = sigma_cells * sigma_cells - 1.0 / 3;
    std::vector<double> kernel;
    for (int k = 0; k <= static_cast<int>(std::ceil(6 * sigma_cells)); ++k) {
        const double x2 = static_cast<double>(k) * k / variance;
        const double fourth_hermite = x2 * x2 - 6 * x2 + 3;
        kernel.push_back(std::exp(-x2 / 2) / std::sqrt(2 * std::numbers::pi * variance) *
                         (1 + fourth_hermite / (720 * variance * variance)));
    }
    return kernel;
}

struct Range {
    std::size_t begin = 0, end = 0;
};

struct Spread {
    std::ptrdiff_t first = 0;  ///< of four cells
    std::array<double, 4> weights{};
};

/// \param at in cells, from the centre of the first
Spread spread(double at)
{
    const double whole = std::floor(at), f = at - whole, g = 1 - f;
    return {static_cast<std::ptrdiff_t>(whole) - 1,
            {g * g * g / 6, (f * f * (3 * f - 6) + 4) / 6, (g * g * (3 * g - 6) + 4) / 6, f * f * f / 6}};
}

/// The events by the row of the grid (with a margin) in which their spreading begins.
class RowOrder {
public:
    RowOrder(const KernelEvents& events, const Grid& grid, std::size_t margin) : m_events(events), m_grid(grid)
    {
        m_low = -static_cast<double>(margin);
        m_rows = grid.rows + 2 * margin;
        m_starts.assign(m_rows + 2, 0);
        each_row_of_events([&](std::size_t, std::size_t row) { ++m_starts[row + 2]; });
        for (std::size_t r = 2; r < m_starts.size(); ++r) m_starts[r] += m_starts[r - 1];
        m_order.resize(m_starts.back());
        each_row_of_events(
            [&](std::size_t i, std::size_t row) { m_order[m_starts[row + 1]++] = static_cast<std::uint32_t>(i); });
    }

    std::size_t rows() const { return m_rows; }

    /// Fills the cells of one row, margins included; returns those that are not empty.
    Range fill(std::size_t row, std::vector<double>& cells) const
    {
        Range filled{cells.size(), 0};
        const std::size_t first = row > 3 ? row - 3 : 0;
        if (m_starts[first] == m_starts[row + 1]) return filled;
        std::fill(cells.begin(), cells.end(), 0);
        for (std::size_t begin = first; begin <= row; ++begin)
            for (std::size_t k = m_starts[begin]; k < m_starts[begin + 1]; ++k) {
                const XY& p = m_events.points[m_order[k]];
                const double amount = m_events.weight(m_order[k]) * spread(row_at(p.y)).weights[row - begin];
                const Spread across = spread((p.x - m_grid.origin.x) / m_grid.cell - 0.5 - m_low);
                if (across.first < 0 || across.first + 4 > static_cast<std::ptrdiff_t>(cells.size())) continue;
                const auto column = static_cast<std::size_t>(across.first);
                for (std::size_t c = 0; c < 4; ++c) cells[column + c] += amount * across.weights[c];
                filled = {std::min(filled.begin, column), std::max(filled.end, column + 4)};
            }
        return filled;
    }

private:
    double row_at(double y) const { return (y - m_grid.origin.y) / m_grid.cell - 0.5 - m_low; }

    template <class Use>
    void each_row_of_events(Use use) const
    {
        for (std::size_t i = 0; i < m_events.points.size(); ++i) {
            const double row = std::floor(row_at(m_events.points[i].y)) - 1;
            if (row >= 0 && row + 4 <= static_cast<double>(m_rows)) use(i, static_cast<std::size_t>(row));
        }
    }

    const KernelEvents& m_events;
    const Grid& m_grid;
    double m_low = 0;
    std::size_t m_rows = 0;
    std::vector<std::size_t> m_starts;
    std::vector<std::uint32_t> m_order;
};

/// One block of cells: sum of kernel[k] times the two blocks that begin k away. at(d) is the block d away, or null
/// where it is empty.
template <class At>
void smooth(const std::vector<double>& kernel, const At& at, double* out)
{
    std::array<double, block> sums{};
    const auto add = [&](double weight, const double* from) {
        if (from == nullptr) return;
        for (std::size_t i = 0; i < block; ++i) sums[i] += weight * from[i];
    };
    add(kernel[0], at(0));
    for (std::ptrdiff_t k = 1; k < std::ssize(kernel); ++k) {
        add(kernel[static_cast<std::size_t>(k)], at(k));
        add(kernel[static_cast<std::size_t>(k)], at(-k));
    }
    std::copy(sums.begin(), sums.end(), out);
}

}  // namespace

void sum_gaussians(const KernelEvents& events, const Grid& grid, unsigned threads, const std::stop_token& stop,
                   const RowSink& sink)
{
    auto kernel = smoothing_kernel(events.bandwidth_m(0) / grid.cell);
    const std::size_t reach = kernel.size() - 1, margin = reach + 2;
    const RowOrder order(events, grid, margin);
    const std::size_t width = (grid.columns + block - 1) / block * block;
    // Smoothed along rows; only what `filled` names is ever written or read.
    const auto along = std::make_unique_for_overwrite<double[]>(order.rows() * width);
    std::vector<Range> filled(order.rows());
    parallel_chunks(order.rows(), 16, threads, [&](std::size_t begin, std::size_t end) {
        std::vector<double> cells(width + 2 * margin);
        for (std::size_t row = begin; row < end; ++row) {
            check_stop(stop);
            const Range events_at = order.fill(row, cells);
            if (events_at.begin >= events_at.end) continue;
            // A cell's column is less by the margin; it reaches `reach` to both sides.
            const std::size_t first = events_at.begin > margin + reach ? events_at.begin - margin - reach : 0;
            const std::size_t last = events_at.end + reach > margin ? events_at.end + reach - margin : 0;
            filled[row] = {first / block * block, std::min(width, last)};
            for (std::size_t c = filled[row].begin; c < filled[row].end; c += block) {
                const double* middle = cells.data() + margin + c;
                smooth(
                    kernel, [&](std::ptrdiff_t d) { return middle + d; }, along.get() + row * width + c);
            }
        }
    });
    for (double& k : kernel) k /= grid.cell * grid.cell;
    parallel_chunks(grid.rows, 16, threads, [&](std::size_t begin, std::size_t end) {
        std::vector<double> sums(width);
        for (std::size_t row = begin; row < end; ++row) {
            check_stop(stop);
            for (std::size_t c = 0; c < width; c += block) {
                const auto at = [&](std::ptrdiff_t d) -> const double* {
                    const std::size_t from = row + margin + static_cast<std::size_t>(d);
                    return c >= filled[from].begin && c < filled[from].end ? along.get() + from * width + c : nullptr;
                };
                smooth(kernel, at, sums.data() + c);
            }
            sink(row, std::span(sums).first(grid.columns));
        }
    });
}

}  // namespace tuantra::analysis
