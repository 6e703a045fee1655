#include "analysis/cell_index.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace tuantra::analysis {

namespace {

/// One axis cut into equal steps from its lowest value.
class Axis {
public:
    template <class Value>
    Axis(std::size_t n, double step, const Value& value) : m_step(step)
    {
        double high = -std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < n; ++i) {
            m_low = std::min(m_low, value(i));
            high = std::max(high, value(i));
        }
        if (n > 0 && !((high - m_low) / step < 4e9))
            throw std::invalid_argument("the radius is too small for places or times this far apart");
    }
    std::uint32_t at(double value) const { return static_cast<std::uint32_t>((value - m_low) / m_step); }

private:
    double m_low = std::numeric_limits<double>::infinity();
    double m_step;
};

std::uint32_t less(std::uint32_t value, std::uint32_t by)
{
    return value - std::min(value, by);
}

std::uint32_t more(std::uint32_t value, std::uint32_t by)
{
    return value + std::min(std::numeric_limits<std::uint32_t>::max() - value, by);
}

}  // namespace

CellIndex::CellIndex(std::span<const domain::Vec3> points, double side, std::span<const double> times, double slice)
{
    const std::size_t n = points.size();
    if (n >= std::numeric_limits<std::uint32_t>::max()) throw std::invalid_argument("too many points");
    const Axis x(n, side, [&](std::size_t i) { return points[i].x; });
    const Axis y(n, side, [&](std::size_t i) { return points[i].y; });
    const Axis z(n, side, [&](std::size_t i) { return points[i].z; });
    const Axis t(times.size(), times.empty() ? 1 : slice, [&](std::size_t i) { return times[i]; });
    struct Entry {
        Key key;
        std::uint32_t id = 0;
        auto operator<=>(const Entry&) const = default;
    };
    std::vector<Entry> entries(n);
    for (std::size_t i = 0; i < n; ++i)
        entries[i] = {{times.empty() ? 0 : t.at(times[i]), x.at(points[i].x), y.at(points[i].y), z.at(points[i].z)},
                      static_cast<std::uint32_t>(i)};
    std::sort(entries.begin(), entries.end());
    m_order.resize(n);
    for (std::uint32_t i = 0; i < n; ++i) {
        m_order[i] = entries[i].id;
        if (i == 0 || entries[i].key != entries[i - 1].key) {
            m_keys.push_back(entries[i].key);
            m_starts.push_back(i);
        }
    }
    m_starts.push_back(static_cast<std::uint32_t>(n));
}

void CellIndex::near(std::size_t cell, std::uint32_t reach, std::uint32_t slices, std::vector<Run>& out) const
{
    out.clear();
    const Key c = m_keys[cell];
    auto from = m_keys.begin();
    for (std::uint32_t t = less(c.t, slices); t <= more(c.t, slices); ++t) {
        for (std::uint32_t x = less(c.x, reach); x <= more(c.x, reach); ++x) {
            from = std::lower_bound(from, m_keys.end(), Key{t, x, less(c.y, reach), 0});
            if (from == m_keys.end()) return;
            if (from->t != t) break;  // no more of this slice
            for (std::uint32_t y = less(c.y, reach); y <= more(c.y, reach); ++y) {
                if (from->t != t || from->x != x) break;
                from = std::lower_bound(from, m_keys.end(), Key{t, x, y, less(c.z, reach)});
                auto to = from;
                while (to != m_keys.end() && *to <= Key{t, x, y, more(c.z, reach)}) ++to;
                if (from != to)
                    out.push_back({static_cast<std::size_t>(from - m_keys.begin()),
                                   static_cast<std::size_t>(to - m_keys.begin())});
                from = to;
                if (from == m_keys.end()) return;
            }
        }
    }
}

}  // namespace tuantra::analysis
