// Exact sums of kernels on a grid. Events of the same few cells are handled together: where all their quartics reach,
// the sum is one polynomial of the place, made from ten moments; elsewhere each is added to a run of cells that stays
// in registers. Threads own rows, and each sum runs over the events in one fixed order.
#include "analysis/density_sums.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <numbers>
#include <type_traits>
#include <vector>

namespace tuantra::analysis {

namespace {

constexpr std::size_t most_together = 64;  // events of one batch

/// In cells, from the centre of the first cell.
struct Placed {
    double x, y, inverse_square, height;
};

/// Numbers that are computed side by side: every processor of the last twenty years has room for two.
typedef double Pair __attribute__((vector_size(16)));

/// height (1 - dx^2/h^2 - dy^2/h^2)^2 = max(0, a(x) - b(y))^2, both parts scaled by the root of the height.
struct Quartic {
    static constexpr double reach = 1;
    static double unit_height(double bandwidth_m) { return std::sqrt(3 * std::numbers::inv_pi) / bandwidth_m; }
    static double height(double unit, double weight) { return unit * std::sqrt(weight); }
    static double across(double d, const Placed& e) { return e.height * (1 - d * d * e.inverse_square); }
    static double along(double d, const Placed& e) { return e.height * (d * d * e.inverse_square); }
    static void add(Pair& sum, const Pair& a, double b)
    {
        const Pair v = a - b;
        const Pair inside = v > 0 ? v : Pair{};
        sum += inside * inside;
    }
};

struct Gaussian {
    static constexpr double reach = 6;
    static double unit_height(double bandwidth_m) { return 0.5 * std::numbers::inv_pi / (bandwidth_m * bandwidth_m); }
    static double height(double unit, double weight) { return unit * weight; }
    static double across(double d, const Placed& e) { return e.height * along(d, e); }
    static double along(double d, const Placed& e) { return std::exp(-0.5 * d * d * e.inverse_square); }
    static void add(Pair& sum, const Pair& a, double b) { sum += a * b; }
};

/// The events in the order of blocks of cells: small beside the kernel, but with room for several events.
class BlockOrder {
public:
    BlockOrder(const KernelEvents& events, const Grid& grid, double reach)
        : m_points(events.points), m_origin(grid.origin)
    {
        double mean = 0;
        for (const double h : events.bandwidths_m) mean += h / static_cast<double>(events.bandwidths_m.size());
        const double side = std::clamp(std::floor(mean / grid.cell / 6), 1.0, 64.0);
        m_per_column = 1 / (side * grid.cell);
        m_columns = static_cast<std::size_t>(static_cast<double>(grid.columns) / side) + 1;
        m_rows.resize(static_cast<std::size_t>(static_cast<double>(grid.rows) / side) + 1);
        // Counted two places ahead, so that filling moves each start to where it belongs.
        m_starts.assign(m_columns * m_rows.size() + 2, 0);
        for (std::size_t i = 0; i < events.points.size(); ++i) {
            const XY& p = events.points[i];
            const double far = reach * events.bandwidth_m(i);
            Row& row = m_rows[row_of(p)];
            row.bottom = std::min(row.bottom, p.y - far);
            row.top = std::max(row.top, p.y + far);
            ++m_starts[block_of(p) + 2];
        }
        for (std::size_t b = 2; b < m_starts.size(); ++b) m_starts[b] += m_starts[b - 1];
        m_order.resize(events.points.size());
        for (std::size_t i = 0; i < events.points.size(); ++i)
            m_order[m_starts[block_of(events.points[i]) + 1]++] = static_cast<std::uint32_t>(i);
    }

    /// Calls use(ids) for batches of neighbouring events, all that may reach between the two places among them.
    template <class Use>
    void each_batch(double bottom, double top, Use use) const
    {
        for (std::size_t r = 0; r < m_rows.size(); ++r) {
            if (m_rows[r].bottom > top || m_rows[r].top < bottom) continue;
            for (std::size_t b = r * m_columns; b < (r + 1) * m_columns; ++b)
                for (std::size_t i = m_starts[b]; i < m_starts[b + 1]; i += most_together) {
                    const std::size_t count = std::min<std::size_t>(most_together, m_starts[b + 1] - i);
                    fetch_ahead(i + count);
                    use(std::span(m_order).subspan(i, count));
                }
        }
    }

private:
    struct Row {
        double bottom = std::numeric_limits<double>::infinity(), top = -bottom;  ///< of what its events reach, metres
    };

    /// The next events lie anywhere in memory; while one batch is added, the next can arrive.
    void fetch_ahead(std::size_t from) const
    {
        for (std::size_t i = from; i < std::min(from + 12, m_order.size()); ++i)
            __builtin_prefetch(m_points.data() + m_order[i]);
    }

    std::size_t index(double metres, std::size_t count) const
    {
        return static_cast<std::size_t>(std::clamp(metres * m_per_column, 0.0, static_cast<double>(count - 1)));
    }
    std::size_t row_of(const XY& p) const { return index(p.y - m_origin.y, m_rows.size()); }
    std::size_t block_of(const XY& p) const { return row_of(p) * m_columns + index(p.x - m_origin.x, m_columns); }

    std::span<const XY> m_points;
    XY m_origin;
    double m_per_column = 1;
    std::size_t m_columns = 1;
    std::vector<Row> m_rows;
    std::vector<std::uint32_t> m_starts, m_order;
};

/// Events that lie close together, and what any of them and all of them reach.
struct Batch {
    std::array<Placed, most_together> events;
    std::size_t count = 0;
    double left = 0, right = 0, bottom = 0, top = 0, widest = 0, narrowest = 0;
};

/// Turns events into batches, in cells of a grid.
template <class K>
class Placer {
public:
    Placer(const KernelEvents& events, const Grid& grid) : m_events(events), m_grid(grid)
    {
        m_per_cell = 1 / grid.cell;
        set_bandwidth(events.bandwidths_m[0]);
    }

    void place(std::span<const std::uint32_t> ids, Batch& batch)
    {
        constexpr double far = std::numeric_limits<double>::infinity();
        batch.count = ids.size();
        batch.left = batch.bottom = batch.narrowest = far;
        batch.right = batch.top = batch.widest = -far;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const XY& p = m_events.points[ids[i]];
            if (m_events.bandwidths_m.size() > 1) set_bandwidth(m_events.bandwidths_m[ids[i]]);
            Placed& e = batch.events[i];
            e.x = (p.x - m_grid.origin.x) * m_per_cell - 0.5;
            e.y = (p.y - m_grid.origin.y) * m_per_cell - 0.5;
            e.inverse_square = m_inverse_square;
            e.height = m_events.weights.empty() ? m_unit : K::height(m_unit, m_events.weights[ids[i]]);
            batch.left = std::min(batch.left, e.x);
            batch.right = std::max(batch.right, e.x);
            batch.bottom = std::min(batch.bottom, e.y);
            batch.top = std::max(batch.top, e.y);
            batch.narrowest = std::min(batch.narrowest, m_reach);
            batch.widest = std::max(batch.widest, m_reach);
        }
    }

private:
    void set_bandwidth(double bandwidth_m)
    {
        const double cells = bandwidth_m * m_per_cell;
        m_reach = K::reach * cells;
        m_inverse_square = 1 / (cells * cells);
        m_unit = K::unit_height(bandwidth_m);
    }

    const KernelEvents& m_events;
    const Grid& m_grid;
    double m_per_cell = 1, m_reach = 0, m_inverse_square = 0, m_unit = 0;
};

/// The sum of quartics where none is cut: sum s^2 (e + b X - q X^2)^2 with e = a + c Y - q Y^2, X and Y from a place
/// between the events.
class QuarticSum {
public:
    QuarticSum() = default;
    explicit QuarticSum(const Batch& batch) : m_x((batch.left + batch.right) / 2), m_y((batch.bottom + batch.top) / 2)
    {
        for (std::size_t i = 0; i < batch.count; ++i) {
            const Placed& e = batch.events[i];
            const double x = e.x - m_x, y = e.y - m_y, s = e.height, q = s * e.inverse_square;
            const double a = s - q * (x * x + y * y), b = 2 * q * x, c = 2 * q * y;
            m_aa += a * a, m_ab += a * b, m_ac += a * c, m_aq += a * q, m_bb += b * b;
            m_bc += b * c, m_bq += b * q, m_cc += c * c, m_cq += c * q, m_qq += q * q;
        }
    }

    /// Adds to out[k] the value at column first + k of a row, for k in from to to.
    void add_row(double row, double first, std::size_t from, std::size_t to, double* out) const
    {
        const double y = row - m_y;
        const double ee = m_aa + y * (2 * m_ac + y * (m_cc - 2 * m_aq + y * (-2 * m_cq + y * m_qq)));
        const double eb = m_ab + y * (m_bc - y * m_bq), eq = m_aq + y * (m_cq - y * m_qq);
        const double c1 = 2 * eb, c2 = m_bb - 2 * eq, c3 = -2 * m_bq, c4 = m_qq;
        const double x = first + static_cast<double>(from) - m_x;
        Pair at{x, x + 1};
        std::size_t k = from;
        for (; k + 2 <= to; k += 2, at += 2.0) {
            Pair sum;
            std::memcpy(&sum, out + k, sizeof sum);
            sum += ee + at * (c1 + at * (c2 + at * (c3 + at * c4)));
            std::memcpy(out + k, &sum, sizeof sum);
        }
        if (k < to) out[k] += ee + at[0] * (c1 + at[0] * (c2 + at[0] * (c3 + at[0] * c4)));
    }

private:
    double m_x = 0, m_y = 0;
    double m_aa = 0, m_ab = 0, m_ac = 0, m_aq = 0, m_bb = 0, m_bc = 0, m_bq = 0, m_cc = 0, m_cq = 0, m_qq = 0;
};

/// Adds batches to some rows of the grid.
template <class K>
class Adder {
public:
    explicit Adder(const Grid& grid) : m_columns(grid.columns), m_width(grid.columns + 2 * block) {}

    void start(std::size_t first_row, std::size_t last_row)
    {
        m_first_row = first_row;
        m_last_row = last_row;
        m_values.assign((last_row - first_row) * m_width, 0);
    }

    std::span<const double> row(std::size_t row) const
    {
        return std::span(m_values).subspan((row - m_first_row) * m_width, m_columns);
    }

    void add(const Batch& batch)
    {
        const double columns = static_cast<double>(m_columns);
        const double first = static_cast<double>(m_first_row), last = static_cast<double>(m_last_row);
        const double bottom = std::clamp(std::ceil(batch.bottom - batch.widest), first, last);
        const double top = std::clamp(std::floor(batch.top + batch.widest) + 1, first, last);
        const double left = std::clamp(std::ceil(batch.left - batch.widest), 0.0, columns);
        const double right = std::clamp(std::floor(batch.right + batch.widest) + 1, 0.0, columns);
        if (bottom >= top || left >= right) return;
        m_first = static_cast<std::size_t>(left);
        m_cells = static_cast<std::size_t>(right) - m_first;
        fill_table(batch);
        m_together = std::is_same_v<K, Quartic> && batch.count > 2;
        if (m_together) m_sum = QuarticSum(batch);
        for (double r = bottom; r < top; ++r) add_row(batch, r);
    }

private:
    static constexpr std::size_t block = 4;

    /// The cells from one to another column, rounded up; none where they are the other way round.
    static std::size_t whole_blocks(std::size_t to, std::size_t from)
    {
        return to > from ? (to - from + block - 1) / block * block : 0;
    }

    void fill_table(const Batch& batch)
    {
        m_stride = m_cells + 2 * block;
        m_table.resize(std::max(m_table.size(), batch.count * m_stride));
        for (std::size_t i = 0; i < batch.count; ++i) {
            const Placed& e = batch.events[i];
            const double first = static_cast<double>(m_first) - e.x;
            double* line = m_table.data() + i * m_stride;
            for (std::size_t k = 0; k < m_stride; ++k) line[k] = K::across(first + static_cast<double>(k), e);
        }
    }

    void add_row(const Batch& batch, double row)
    {
        const double first = static_cast<double>(m_first), cells = static_cast<double>(m_cells);
        const auto column = [&](double x) { return static_cast<std::size_t>(std::clamp(x - first, 0.0, cells)); };
        const auto chord = [&](double radius, double away) {
            return std::sqrt(std::max(radius * radius - away * away, 0.0));
        };
        // Cells between `from` and `to` are reached by some events of the batch, those of `left` to `right` by all.
        const double some = chord(batch.widest, std::max({batch.bottom - row, row - batch.top, 0.0}));
        const std::size_t from = column(batch.left - some), to = column(batch.right + some + 1);
        std::size_t left = to, right = to;
        if (m_together) {
            const double all = chord(batch.narrowest, std::max(batch.top - row, row - batch.bottom));
            if (batch.right - all < batch.left + all) {
                // The parts beside are whole blocks, cut off what all reach.
                left = from + whole_blocks(column(std::ceil(batch.right - all)), from);
                right = column(std::floor(batch.left + all) + 1);
                const std::size_t beside = whole_blocks(to, right);
                right = beside < to ? to - beside : 0;
                if (left >= right) left = right = to;
            }
        }
        for (std::size_t i = 0; i < batch.count; ++i) m_along[i] = K::along(row - batch.events[i].y, batch.events[i]);
        double* out = m_values.data() + (static_cast<std::size_t>(row) - m_first_row) * m_width + m_first;
        add_cells(batch.count, from, left, out);
        if (left < right) m_sum.add_row(row, first, left, right, out);
        add_cells(batch.count, right, to, out);
    }

    void add_cells(std::size_t count, std::size_t from, std::size_t to, double* out) const
    {
        for (std::size_t k = from; k < to; k += block) {
            Pair sums[block / 2] = {};
            const double* at = m_table.data() + k;
            for (std::size_t i = 0; i < count; ++i, at += m_stride) {
                Pair a[block / 2];
                std::memcpy(a, at, sizeof a);
                K::add(sums[0], a[0], m_along[i]);
                K::add(sums[1], a[1], m_along[i]);
            }
            for (std::size_t c = 0; c < block; c += 2) {
                Pair cell;
                std::memcpy(&cell, out + k + c, sizeof cell);
                cell += sums[c / 2];
                std::memcpy(out + k + c, &cell, sizeof cell);
            }
        }
    }

    std::size_t m_columns, m_width;  ///< of the grid, and with room for the last block of a row
    std::vector<double> m_values;
    std::size_t m_first_row = 0, m_last_row = 0;
    std::size_t m_first = 0, m_cells = 0, m_stride = 0;
    bool m_together = false;
    QuarticSum m_sum;
    std::vector<double> m_table;
    std::array<double, most_together> m_along{};
};

template <class K>
void sum_all(const KernelEvents& events, const Grid& grid, unsigned threads, const std::stop_token& stop,
             const RowSink& sink)
{
    const BlockOrder order(events, grid, K::reach);
    const std::size_t band = std::clamp<std::size_t>(grid.rows / 16, 8, 128);
    parallel_chunks(grid.rows, band, threads, [&](std::size_t begin, std::size_t end) {
        Batch batch;
        Placer<K> placer(events, grid);
        Adder<K> adder(grid);
        for (std::size_t first = begin; first < end; first += band) {
            check_stop(stop);
            const std::size_t last = std::min(first + band, end);
            adder.start(first, last);
            order.each_batch(grid.centre(0, first).y, grid.centre(0, last).y, [&](auto ids) {
                placer.place(ids, batch);
                adder.add(batch);
            });
            for (std::size_t row = first; row < last; ++row) sink(row, adder.row(row));
        }
    });
}

}  // namespace

void sum_kernels(Kernel kernel, const KernelEvents& events, const Grid& grid, unsigned threads,
                 const std::stop_token& stop, const RowSink& sink)
{
    if (kernel == Kernel::gaussian)
        sum_all<Gaussian>(events, grid, threads, stop, sink);
    else
        sum_all<Quartic>(events, grid, threads, stop, sink);
}

}  // namespace tuantra::analysis
