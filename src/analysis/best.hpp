#pragma once
#include "analysis/xy.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace tuantra::analysis {

/// A closed stretch of a line and what it holds.
struct Stretch {
    double from_km = 0;
    double to_km = 0;
    double weight = 0;
    std::size_t events = 0;
};

struct BestStretches {
    std::vector<Stretch> stretches;  ///< along the line, apart from each other
    double weight = 0;               ///< in all of them together
    double total = 0;                ///< on the whole line
    double share = 0;                ///< weight / total: "these 60 km hold 41 % of crossings"
};

/// The one closed stretch of length_km that holds most weight: exact. Of equals the first; it starts at an event, or
/// earlier where it would leave the line of line_km.
/// Weights empty (all 1) or as many as chainages. None at all, chainages outside the line or not finite, weights
/// negative or not finite, a length not within 0 and line_km: std::invalid_argument.
BestStretches best_stretch(std::span<const double> chainages_km, std::span<const double> weights, double line_km,
                           double length_km);

/// Up to `count` stretches, each of length_km / count, that do not overlap and hold most weight together: exact over
/// all places of all stretches (dynamic programming over events). The same preconditions, and count >= 1.
BestStretches best_equal_stretches(std::span<const double> chainages_km, std::span<const double> weights,
                                   double line_km, double length_km, std::size_t count);

/// Up to `count` stretches of any lengths, together at most `steps` cells of step_km, each at least `least_steps`, that
/// hold most weight: exact over the cells of a line (weights[i] lies in km i * step_km to (i + 1) * step_km). Of equals
/// the one of fewest cells. Cost: cells times steps times count; more than 5e7 of them throw std::invalid_argument, as
/// do negative or non-finite weights, count, steps or least_steps of 0, and least_steps above steps.
BestStretches best_free_stretches(std::span<const double> weights, double step_km, std::size_t steps, std::size_t count,
                                  std::size_t least_steps = 1);

struct BestCircle {
    XY centre;
    double radius_m = 0;
    double area_km2 = 0;
    double weight = 0;
    double total = 0;
    double share = 0;
    std::vector<std::size_t> members;  ///< events inside, ascending
};

/// The circle of area_km2 that holds most weight, wherever its centre lies: at least as much as any closed circle of
/// that area, where events up to 1 cm beyond the edge count as inside (branch and bound over squares of centres, split
/// down to that centimetre). The centre is moved to the middle of the members where that keeps them all. None at all,
/// all weights zero, coordinates or weights not finite, a weight negative, an area under 100 m2: std::invalid_argument.
BestCircle best_circle(std::span<const XY> points, std::span<const double> weights, double area_km2);

}  // namespace tuantra::analysis
