#pragma once
#include "analysis/neighbours.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tuantra::analysis {

/// Whether a series rises or falls. In every function here a value that is NaN means "no observation" and is left out;
/// an infinite one throws std::invalid_argument.
struct Trend {
    std::size_t n = 0;     ///< values kept
    double s = 0;          ///< pairs that rise less pairs that fall
    double variance = 0;   ///< of s, with ties
    double z = 0;          ///< (s -+ 1) / sqrt(variance); 0 where the variance is 0
    double p = 1;          ///< two-sided
    double tau_a = 0;      ///< s / (n (n - 1) / 2)
    double tau_b = 0;      ///< corrected for ties; NaN where all values are equal
    double sen_slope = 0;  ///< median of all pairwise slopes, per step
};

/// Mann (1945), Kendall (1975); slope by Sen (1968), whose steps count the values kept.
/// Fewer than three values throw std::invalid_argument ("not enough: 2 steps, this test needs 3").
Trend mann_kendall(std::span<const double> values);

/// The sum of one test per season (Hirsch, Slack and Smith 1982): value i belongs to season i % period; a season leaves
/// out only its own gaps. The slope, per period, is the median over pairs within seasons of the periods observed in
/// full, whose steps count only those (as pyMannKendall); with fewer than two such periods, of all pairs observed,
/// whose steps count every period. tau_b is NaN. \pre period >= 2, some season observed twice, three values in all;
/// else std::invalid_argument
Trend seasonal_mann_kendall(std::span<const double> values, std::size_t period);

/// With the variance widened (or narrowed) by the autocorrelation of the ranks left after taking the slope away, lags
/// 1 to max_lag that are significant at 95 percent (Hamed and Rao 1998). max_lag 0 takes all lags.
Trend hamed_rao(std::span<const double> values, std::size_t max_lag = 0);

/// Counts of cells over equal time steps, [cell * steps + step], oldest step first.
struct Cube {
    std::size_t cells = 0;
    std::size_t steps = 0;
    std::vector<double> counts;
};

/// Gi* of every bin: the cell and its neighbours in space, in the same step and in steps_back steps before it, against
/// mean and deviation of the whole cube. As [cell * steps + step].
/// Values not finite or all equal, sizes that do not fit: std::invalid_argument.
std::vector<double> space_time_gi_star(const Cube& cube, const Neighbours& neighbours, std::size_t steps_back = 1,
                                       unsigned threads = 0);

enum class Pattern : std::uint8_t {
    none,
    new_hot,
    consecutive_hot,
    intensifying_hot,
    persistent_hot,
    diminishing_hot,
    sporadic_hot,
    oscillating_hot,
    historical_hot,
    new_cold,
    consecutive_cold,
    intensifying_cold,
    persistent_cold,
    diminishing_cold,
    sporadic_cold,
    oscillating_cold,
    historical_cold
};

/// "new hot", "no pattern": for files. Not for the eye: that goes through the catalogues.
std::string_view pattern_name(Pattern pattern);

/// The pattern of one cell: bins oldest first are 1 hot, -1 cold, 0 neither; trend is the sign of a significant trend
/// of its z, or 0. "Hot most of the time" is 90 percent of the steps or more. In this order, for a last step that is
/// hot: new (never hot before); by trend intensifying, persistent or diminishing (hot most of the time); consecutive
/// (the final run, of two or more, is all there is); oscillating (was cold once); sporadic. For a last step that is not
/// hot: historical (hot most of the time). The same for cold, with the trend turned round. Else none. \pre bins not
/// empty, else std::invalid_argument
Pattern pattern_of(std::span<const int> bins, int trend);

struct EmergingOptions {
    double alpha_bins = 0.10;  ///< false discovery rate over all bins of the cube
    double alpha_trend = 0.05;
    std::size_t steps_back = 1;
};

struct Emerging {
    std::vector<double> z;          ///< [cell * steps + step]
    std::vector<std::int8_t> bins;  ///< the same: 1, 0, -1
    std::vector<Trend> trends;      ///< of z, per cell
    std::vector<Pattern> patterns;  ///< per cell
};

/// The emerging patterns of a cube: space-time Gi*, Benjamini-Hochberg over all bins, Mann-Kendall on each cell's z.
/// Fewer than ten steps throw std::invalid_argument ("not enough: 6 steps, this test needs 10").
Emerging emerging_patterns(const Cube& cube, const Neighbours& neighbours, const EmergingOptions& options = {},
                           unsigned threads = 0);

}  // namespace tuantra::analysis
