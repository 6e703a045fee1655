#pragma once
#include "analysis/rates.hpp"
#include "analysis/special.hpp"

#include <cstdint>
#include <limits>
#include <optional>

namespace tuantra::analysis {

/// Two periods or two areas, side by side.
struct Comparison {
    std::uint64_t first_count = 0, second_count = 0;
    double first_effort = 0, second_effort = 0;
    std::optional<Rate> first, second;  ///< empty where there was no effort
    bool comparable = false;            ///< both were watched; what follows has a meaning only then
    std::optional<double> ratio;        ///< rate of the second over rate of the first; empty where the first has none
    Limits ratio_limits{0, std::numeric_limits<double>::infinity()};
    double p = 1;             ///< two-sided, that both rates are equal
    double effort_ratio = 0;  ///< second over first, to be shown beside it; 0 where not comparable
};

/// Counts and exposure of two periods or areas: patrol-kilometres or hours, or plain days or km2 where effort is not
/// known (say so beside the number). Conditional on the sum, the second count is binomial, which gives exact limits of
/// the ratio (Przyborowski and Wilenski 1940; Clopper and Pearson 1934) and an exact p-value.
/// Effort negative or not finite, confidence outside 0 to 1: std::invalid_argument.
Comparison compare(std::uint64_t first_count, double first_effort, std::uint64_t second_count, double second_effort,
                   double per = 100, double confidence = 0.95);

}  // namespace tuantra::analysis
