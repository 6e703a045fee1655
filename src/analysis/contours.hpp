#pragma once
#include "analysis/grid.hpp"

#include <span>
#include <vector>

namespace tuantra::analysis {

/// The smallest area that holds a part of everything: all cells whose value is at least `level`.
struct VolumeLevel {
    double percent = 0;   ///< asked for
    double level = 0;     ///< in the values' unit
    double area_km2 = 0;  ///< of these cells
};

/// Percent-volume contours (isopleths): the level of the cell at which the sum of the values, taken from the highest
/// down, first reaches the percentage of the whole. Values that are not a number count as none.
/// Throws std::invalid_argument where nothing is positive, a percentage is not within 0 (exclusive) to 100, or there
/// are not as many values as cells.
std::vector<VolumeLevel> volume_levels(const Grid& grid, std::span<const float> values,
                                       std::span<const double> percents);
/// The usual 25, 50, 75, 90 and 95 percent.
std::vector<VolumeLevel> volume_levels(const Grid& grid, std::span<const float> values);

/// The lines on which a surface has a level, by marching squares between the cells' centres with straight
/// interpolation. Around the grid and where a value is not a number the surface is taken as 0, so that every line
/// closes. Each ring has the higher side on its left: around a hill it runs counter-clockwise, around a hollow
/// clockwise; the rings of one level never cross. A square with two opposite corners above is joined when its mean is
/// above. The first point is not repeated. In the order of the first point by rows from the south. Throws
/// std::invalid_argument where the level is not positive and finite or there are not as many values as cells.
std::vector<PlaneRing> isolines(const Grid& grid, std::span<const float> values, double level);

}  // namespace tuantra::analysis
