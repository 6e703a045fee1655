#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace tuantra::analysis {

inline constexpr std::size_t most_classes = 7;

/// How values are put into classes for a map's colours. A class holds what is above the bound before it and at most its
/// own: (previous, upper]; the first begins at the least value.
struct Classes {
    std::vector<double> upper_bounds;  ///< ascending, one per class
    std::vector<std::size_t> counts;   ///< of the values that the classes were made for
    /// Goodness of variance fit, 1 - squared deviations from the classes' means / those from the mean of all (Jenks and
    /// Caspall 1971); 1 where all values are equal.
    double variance_fit = 0;
    /// The sum of absolute deviations from the classes' medians.
    double absolute_deviation = 0;

    /// The class of a value: below the first bound 0, above the last bound the last. What is not a number has none:
    /// std::invalid_argument.
    std::size_t class_of(double value) const;
};

/// Each throws std::invalid_argument for no values, one that is not a finite number, or a number of classes that is not
/// 1 to most_classes. Fewer classes than asked for come back where values are too few or too often the same.

/// The classes with the least sum of squared deviations from their means (Fisher 1958; Jenks 1977), exactly: dynamic
/// programming over the different values, which one class always takes together, by divide and conquer (the cost meets
/// the quadrangle inequality), n log n steps per class: 100,000 different values take a fraction of a second. Of equal
/// optima the one whose bounds are lower.
Classes fisher_jenks(std::span<const double> values, std::size_t classes);
/// As many values in each as can be: bounds at the quantiles i/k by linear interpolation (Hyndman and Fan 1996,
/// definition 7). Equal bounds become one.
Classes quantile_classes(std::span<const double> values, std::size_t classes);
/// Equally wide, from the least value to the largest. One class where all are the same.
Classes equal_intervals(std::span<const double> values, std::size_t classes);
/// Bounds that are given, such as those of another period, so that two maps can be compared; values above the last
/// count in the last class. Throws also where the bounds do not ascend or are too many.
Classes fixed_breaks(std::span<const double> values, std::span<const double> upper_bounds);

}  // namespace tuantra::analysis
