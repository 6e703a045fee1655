#pragma once
#include "domain/ecef.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tuantra::analysis {

/// Points in cubes of space, and in slices of time where there are times; only those that hold a point are kept. The
/// points of a cell lie next to each other in `order`.
class CellIndex {
public:
    /// Sides much smaller than the extent (4e9 of them) throw std::invalid_argument, as do more than 4e9 points.
    /// \pre side > 0; times empty, or as many as points with slice > 0; all finite
    CellIndex(std::span<const domain::Vec3> points, double side, std::span<const double> times = {}, double slice = 0);

    std::size_t cells() const { return m_keys.size(); }
    /// Positions of a cell in order().
    std::uint32_t begin(std::size_t cell) const { return m_starts[cell]; }
    std::uint32_t end(std::size_t cell) const { return m_starts[cell + 1]; }
    /// Ids of points, cell by cell, ascending within a cell.
    const std::vector<std::uint32_t>& order() const { return m_order; }

    /// Runs of cells (first, past the last) that hold all points up to `reach` sides away from any point of the cell
    /// along every axis, and `slices` away in time; the cell itself is among them. Ascending.
    struct Run {
        std::size_t first = 0, last = 0;
    };
    void near(std::size_t cell, std::uint32_t reach, std::uint32_t slices, std::vector<Run>& out) const;

private:
    struct Key {
        std::uint32_t t = 0, x = 0, y = 0, z = 0;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    std::vector<Key> m_keys;
    std::vector<std::uint32_t> m_starts;
    std::vector<std::uint32_t> m_order;
};

}  // namespace tuantra::analysis
