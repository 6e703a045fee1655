#pragma once
#include "analysis/xy.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tuantra::analysis {

/// Who is next to whom, in one block: the neighbours of cell i are targets[offsets[i]] up to targets[offsets[i + 1]].
/// A cell is not its own neighbour. Symmetric for every builder below.
struct Neighbours {
    std::vector<std::uint32_t> offsets{0};
    std::vector<std::uint32_t> targets;

    std::size_t size() const { return offsets.size() - 1; }
    std::span<const std::uint32_t> of(std::size_t cell) const
    {
        return std::span(targets).subspan(offsets[cell], offsets[cell + 1] - offsets[cell]);
    }
    std::size_t count(std::size_t cell) const { return offsets[cell + 1] - offsets[cell]; }
};

/// From lists, for a lattice that somebody else made (hexagons, counties). An id that does not exist, a cell that lists
/// itself or one neighbour twice throw std::invalid_argument.
Neighbours neighbours_of(std::span<const std::vector<std::uint32_t>> lists);

/// Consecutive segments of one or more lines: up to `reach` segments back and ahead, never from one line to the next.
/// segments_per_line says how many segments each line has, in order. \pre reach >= 1, else std::invalid_argument
Neighbours line_neighbours(std::span<const std::size_t> segments_per_line, std::size_t reach);

/// Cells of a grid of rows times columns, numbered row by row; those sharing an edge, or also a corner.
enum class Contiguity { edge, corner };
Neighbours grid_neighbours(std::size_t rows, std::size_t columns, Contiguity contiguity = Contiguity::edge);

/// All pairs of points no farther apart than radius_m; neighbours in an order that depends on the points only. Cost:
/// points plus pairs.
/// \pre radius positive, coordinates finite, else std::invalid_argument
Neighbours neighbours_within(std::span<const XY> points, double radius_m, unsigned threads = 0);

}  // namespace tuantra::analysis
