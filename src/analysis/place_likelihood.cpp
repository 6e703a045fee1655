#include "analysis/place_likelihood.hpp"

#include "analysis/parallel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <numeric>

namespace tuantra::analysis {

namespace {

constexpr std::size_t most_exact = 2000, most_evaluated = 10000;
constexpr double cells_per_sigma = 6, widest = 1.5;  // sigma over that of the cells
constexpr double reach_sigmas = 6, lonely = 0.01;
constexpr std::int64_t most_reach = static_cast<std::int64_t>(reach_sigmas * cells_per_sigma * widest) + 1;

/// The logarithm of the Gaussian's height and of what it is divided by.
double log_scale(double sigma, double others)
{
    return -std::log(2 * std::numbers::pi * sigma * sigma * others);
}

}  // namespace

/// Events counted in square cells, column by column.
class CountCells {
public:
    CountCells(const std::vector<PlaceLikelihood::Place>& places, double cell, unsigned threads)
        : m_origin(places[0].at), m_cell(cell)
    {
        // Places are in order of their easting, so that columns are runs of them.
        std::vector<Cell> all(places.size());
        for (std::size_t i = 0; i < places.size(); ++i) {
            const std::int64_t column = index(places[i].at.x - m_origin.x);
            if (m_columns.empty() || m_columns.back().at != column) m_columns.push_back({column, i});
            all[i] = {index(places[i].at.y - m_origin.y), places[i].count};
        }
        m_columns.push_back({std::numeric_limits<std::int64_t>::max(), places.size()});
        parallel_chunks(m_columns.size() - 1, 16, threads, [&](std::size_t begin, std::size_t end) {
            for (std::size_t c = begin; c < end; ++c)
                std::sort(all.begin() + static_cast<std::ptrdiff_t>(m_columns[c].first),
                          all.begin() + static_cast<std::ptrdiff_t>(m_columns[c + 1].first),
                          [](const Cell& a, const Cell& b) { return a.row < b.row; });
        });
        for (std::size_t c = 0; c + 1 < m_columns.size(); ++c) {
            const std::size_t begin = m_columns[c].first, end = m_columns[c + 1].first;
            m_columns[c].first = m_cells.size();
            for (std::size_t i = begin; i < end; ++i) {
                if (i > begin && all[i].row == m_cells.back().row)
                    m_cells.back().count += all[i].count;
                else
                    m_cells.push_back(all[i]);
            }
        }
        m_columns.back().first = m_cells.size();
    }

    /// The logarithm of sum count exp(-d^2 / 2 sigma^2) over the cells, without `own` events of the place's own cell.
    double log_sum(XY place, double own, double sigma) const
    {
        const double x = (place.x - m_origin.x) / m_cell, y = (place.y - m_origin.y) / m_cell;
        const double narrow = -0.5 * (m_cell / sigma) * (m_cell / sigma);
        const auto column = static_cast<std::int64_t>(std::floor(x)), row = static_cast<std::int64_t>(std::floor(y));
        const std::int64_t reach =
            std::min(most_reach, static_cast<std::int64_t>(std::ceil(reach_sigmas * sigma / m_cell)));
        std::array<double, 2 * most_reach + 1> down;
        for (std::int64_t k = 0; k <= 2 * reach; ++k)
            down[static_cast<std::size_t>(k)] = std::exp(narrow * square(middle(row - reach + k) - y));
        double sum = 0;
        for (auto c = first_column(column - reach); c->at <= column + reach; ++c) {
            double in_column = 0;
            for (auto cell = first_cell(c, row - reach); cell != last_cell(c) && cell->row <= row + reach; ++cell) {
                const double count = c->at == column && cell->row == row ? cell->count - own : cell->count;
                in_column += count * down[static_cast<std::size_t>(cell->row - row + reach)];
            }
            sum += in_column * std::exp(narrow * square(middle(c->at) - x));
        }
        return sum > lonely ? std::log(sum) : log_far_sum(x, y, narrow);
    }

private:
    struct Column {
        std::int64_t at = 0;
        std::size_t first = 0;  ///< of its cells
    };
    struct Cell {
        std::int64_t row = 0;
        double count = 0;
    };
    using ColumnAt = std::vector<Column>::const_iterator;
    using CellAt = std::vector<Cell>::const_iterator;

    static double square(double d) { return d * d; }
    static double middle(std::int64_t cell) { return static_cast<double>(cell) + 0.5; }
    std::int64_t index(double metres) const { return static_cast<std::int64_t>(std::floor(metres / m_cell)); }

    ColumnAt first_column(std::int64_t from) const
    {
        return std::lower_bound(m_columns.begin(), m_columns.end(), from,
                                [](const Column& c, std::int64_t at) { return c.at < at; });
    }
    CellAt last_cell(ColumnAt c) const { return m_cells.begin() + static_cast<std::ptrdiff_t>((c + 1)->first); }
    CellAt first_cell(ColumnAt c, std::int64_t row) const
    {
        return std::lower_bound(m_cells.begin() + static_cast<std::ptrdiff_t>(c->first), last_cell(c), row,
                                [](const Cell& cell, std::int64_t at) { return cell.row < at; });
    }

    /// For a place with nobody near, where many that are far may count for more: the nearest cell but its own, columns
    /// outwards while they can hold a nearer one; then all that are hardly farther.
    double log_far_sum(double x, double y, double narrow) const
    {
        const auto column = static_cast<std::int64_t>(std::floor(x)), row = static_cast<std::int64_t>(std::floor(y));
        double nearest = std::numeric_limits<double>::infinity();
        const auto look = [&](ColumnAt c) {
            const auto look_at = [&](CellAt cell) {
                if (c->at != column || cell->row != row)
                    nearest = std::min(nearest, square(middle(c->at) - x) + square(middle(cell->row) - y));
            };
            const auto above = first_cell(c, row + 1), own = first_cell(c, row);
            if (above != last_cell(c)) look_at(above);
            if (own != above) look_at(own);
            if (own != m_cells.begin() + static_cast<std::ptrdiff_t>(c->first)) look_at(own - 1);
        };
        const auto start = first_column(column);
        for (auto c = start; c + 1 != m_columns.end() && square(middle(c->at) - x) < nearest; ++c) look(c);
        for (auto c = start; c != m_columns.begin() && square(middle((c - 1)->at) - x) < nearest; --c) look(c - 1);

        const double farthest = nearest + 30 / -narrow, side = std::sqrt(farthest);
        double sum = 0;
        const auto last = first_column(static_cast<std::int64_t>(std::floor(x + side)) + 1);
        for (auto c = first_column(static_cast<std::int64_t>(std::floor(x - side))); c != last; ++c) {
            const double aside = square(middle(c->at) - x);
            if (aside >= farthest) continue;
            const double high = y + std::sqrt(farthest - aside);
            const auto low = static_cast<std::int64_t>(std::floor(2 * y - high));
            for (auto cell = first_cell(c, low); cell != last_cell(c) && middle(cell->row) < high; ++cell)
                if (c->at != column || cell->row != row)
                    sum += cell->count * std::exp(narrow * (aside + square(middle(cell->row) - y) - nearest));
        }
        return std::log(sum) + narrow * nearest;
    }

    XY m_origin;
    double m_cell;
    std::vector<Column> m_columns;  ///< that hold cells, and an end
    std::vector<Cell> m_cells;
};

PlaceLikelihood::PlaceLikelihood(std::span<const XY> points, unsigned threads)
    : m_events(points.size()), m_threads(threads)
{
    std::vector<XY> sorted(points.begin(), points.end());
    std::sort(sorted.begin(), sorted.end(),
              [](const XY& a, const XY& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
    const std::size_t step = (points.size() + most_evaluated - 1) / most_evaluated;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (m_places.empty() || m_places.back().at.x != sorted[i].x || m_places.back().at.y != sorted[i].y)
            m_places.push_back({sorted[i], 0});
        ++m_places.back().count;
    }
    std::size_t event = 0;
    for (const Place& place : m_places) {
        const std::size_t end = event + static_cast<std::size_t>(place.count);
        const std::size_t here = (end + step - 1) / step - (event + step - 1) / step;
        if (here > 0) m_predicted.push_back({place, static_cast<double>(here)});
        m_evaluated += here;
        event = end;
    }
    if (m_places.size() <= most_exact) m_evaluated = m_events;
}

double PlaceLikelihood::exactly_at(double sigma, const std::stop_token& stop) const
{
    const double narrow = -0.5 / (sigma * sigma);
    std::vector<double> parts(m_places.size());
    parallel_chunks(m_places.size(), 32, m_threads, [&](std::size_t begin, std::size_t end) {
        std::vector<double> squares(m_places.size());
        for (std::size_t i = begin; i < end; ++i) {
            check_stop(stop);
            double nearest = std::numeric_limits<double>::infinity();
            for (std::size_t j = 0; j < m_places.size(); ++j) {
                const double dx = m_places[i].at.x - m_places[j].at.x, dy = m_places[i].at.y - m_places[j].at.y;
                squares[j] = dx * dx + dy * dy;
                if (j != i) nearest = std::min(nearest, squares[j]);
            }
            // Relative to the nearest, so that nothing vanishes however far it is.
            double sum = 0;
            for (std::size_t j = 0; j < m_places.size(); ++j) {
                const double exponent = narrow * (squares[j] - nearest);
                if (j != i && exponent > -50) sum += m_places[j].count * std::exp(exponent);
            }
            const double others = static_cast<double>(m_events) - m_places[i].count;
            parts[i] = m_places[i].count * (narrow * nearest + std::log(sum) + log_scale(sigma, others));
        }
    });
    return std::accumulate(parts.begin(), parts.end(), 0.0);
}

double PlaceLikelihood::at(double sigma, double cell_sigma, const std::stop_token& stop) const
{
    if (m_places.size() <= most_exact) return exactly_at(sigma, stop);
    const CountCells cells(m_places, cell_sigma / cells_per_sigma, m_threads);
    std::vector<double> parts(m_predicted.size());
    parallel_chunks(parts.size(), 64, m_threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            check_stop(stop);
            const auto& [place, events] = m_predicted[i];
            parts[i] = events * (cells.log_sum(place.at, place.count, sigma) +
                                 log_scale(sigma, static_cast<double>(m_events) - place.count));
        }
    });
    return std::accumulate(parts.begin(), parts.end(), 0.0) * static_cast<double>(m_events) /
           static_cast<double>(m_evaluated);
}

}  // namespace tuantra::analysis
