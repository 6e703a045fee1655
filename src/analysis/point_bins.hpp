#pragma once
#include "analysis/xy.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace tuantra::analysis {

/// Square bins as wide as the radius over the points, so that all neighbours lie in three by three bins. The points are
/// kept in the order of their bins: a row of three bins is one run of memory.
class PointBins {
public:
    /// \pre points not empty, all finite; radius positive
    PointBins(std::span<const XY> points, double radius) : m_origin(points[0])
    {
        XY top = points[0];
        for (const XY& p : points) {
            m_origin = {std::min(m_origin.x, p.x), std::min(m_origin.y, p.y)};
            top = {std::max(top.x, p.x), std::max(top.y, p.y)};
        }
        // Far-flung points must not make more bins than points; wider bins stay correct.
        const double limit = std::max(64.0, std::sqrt(static_cast<double>(points.size())) * 2);
        m_width = std::max({radius, (top.x - m_origin.x) / limit, (top.y - m_origin.y) / limit});
        m_columns = column(top.x) + 1;
        m_rows = row(top.y) + 1;
        m_starts.assign(m_rows * m_columns + 1, 0);
        for (const XY& p : points) ++m_starts[bin(p) + 1];
        std::partial_sum(m_starts.begin(), m_starts.end(), m_starts.begin());
        auto next = m_starts;
        m_ids.resize(points.size());
        m_points.resize(points.size());
        for (std::size_t i = 0; i < points.size(); ++i) {
            const std::size_t at = next[bin(points[i])]++;
            m_ids[at] = static_cast<std::uint32_t>(i);
            m_points[at] = points[i];
        }
    }

    std::uint32_t id(std::size_t at) const { return m_ids[at]; }

    XY place(std::size_t at) const { return m_points[at]; }

    /// Calls use(begin, end) for each run of places that holds all places within the radius of the one at `at`.
    template <class Use>
    void each_run(std::size_t at, Use use) const
    {
        const XY p = m_points[at];
        const std::size_t c = column(p.x), r = row(p.y);
        const std::size_t first_column = c > 0 ? c - 1 : 0, last_column = std::min(c + 1, m_columns - 1);
        for (std::size_t y = r > 0 ? r - 1 : 0; y <= std::min(r + 1, m_rows - 1); ++y)
            use(m_starts[y * m_columns + first_column], m_starts[y * m_columns + last_column + 1]);
    }

private:
    std::size_t column(double x) const { return static_cast<std::size_t>((x - m_origin.x) / m_width); }
    std::size_t row(double y) const { return static_cast<std::size_t>((y - m_origin.y) / m_width); }
    std::size_t bin(const XY& p) const { return row(p.y) * m_columns + column(p.x); }

    XY m_origin;
    double m_width = 1;
    std::size_t m_columns = 1, m_rows = 1;
    std::vector<std::size_t> m_starts;
    std::vector<std::uint32_t> m_ids;
    std::vector<XY> m_points;
};

}  // namespace tuantra::analysis
