#pragma once
#include "analysis/special.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tuantra::analysis {

/// Detections over effort with exact limits.
struct Rate {
    std::uint64_t detections = 0;
    double effort = 0;
    double rate = 0;  ///< detections per `per` units of effort
    Limits limits;    ///< of the rate, Garwood (1936)
};

/// Detections per `per` units of effort: per 100 patrol-kilometres, per patrol-hour. Without effort there is no rate,
/// not a rate of zero: the place was not watched, and the result is empty. (So are detections somebody reported from
/// there.) Effort negative or not finite, or per not positive: std::invalid_argument.
std::optional<Rate> encounter_rate(std::uint64_t detections, double effort, double per = 100, double confidence = 0.95);

/// The same for every cell.
std::vector<std::optional<Rate>> encounter_rates(std::span<const std::uint64_t> detections,
                                                 std::span<const double> effort, double per = 100,
                                                 double confidence = 0.95);

/// Rates drawn towards the overall rate, the more the less effort stands behind them (Marshall 1991, global):
/// m = sum y / sum n, s^2 = sum n_i (r_i - m)^2 / sum n, A = max(0, s^2 - m / mean(n)), the rate is
/// m + A / (A + m / n_i) (r_i - m). Cells without effort are left out of all sums and stay empty.
/// Negative or non-finite input, lists of different length, no effort at all: std::invalid_argument.
std::vector<std::optional<double>> empirical_bayes(std::span<const double> counts, std::span<const double> effort);

/// One look at one cell.
struct Visit {
    std::size_t cell = 0;
    double effort = 0;  ///< kilometres, hours
    bool detected = false;
};

struct Occupancy {
    double psi = 0;    ///< share of cells that are used
    double theta = 0;  ///< detections per unit of effort in a used cell
    double log_likelihood = 0;
    double naive = 0;  ///< share of all cells with a detection
    std::vector<double>
        occupied;               ///< per cell: chance that it is used, after what was (not) seen; psi where not watched
    std::vector<bool> watched;  ///< per cell: had any effort
    bool at_bound = false;      ///< psi is 1 or theta at an end of its range: the data do not tell them apart
};

/// Single-season occupancy with effort (MacKenzie and others 2002; P(detect | used, effort e) = 1 - exp(-theta e)), by
/// maximum likelihood. Visits of no effort say nothing and are skipped.
/// No detection, no visit with effort, a visit of a cell that does not exist, a detection without effort, effort
/// negative or not finite: std::invalid_argument.
Occupancy occupancy(std::size_t cells, std::span<const Visit> visits);

}  // namespace tuantra::analysis
