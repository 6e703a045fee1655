#pragma once
#include "analysis/neighbours.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tuantra::analysis {

/// What a test of every cell found. All lists are as long as the cells.
struct LocalStatistic {
    std::vector<double> value;       ///< the statistic: the z itself for Gi and Gi*, I_i for Moran
    std::vector<double> z;           ///< 0 where the neighbourhood leaves nothing to test
    std::vector<double> p;           ///< two-sided, from z
    std::vector<double> p_adjusted;  ///< p after Benjamini and Hochberg
};

enum class Weights { binary, row_standardised };

/// Gi* (Ord and Getis 1995, eq. 8), the cell itself included with weight one:
/// z_i = (sum_j w_ij x_j - xbar W_i) / (s sqrt((n S1i - W_i^2) / (n - 1))), s^2 = sum x^2 / n - xbar^2.
/// Binary and row-standardised weights give the same z.
/// Too few cells (under 3), values that are not finite or all equal, lists of different length: std::invalid_argument.
LocalStatistic gi_star(std::span<const double> values, const Neighbours& neighbours, unsigned threads = 0);

/// Gi* with all points within radius_m as neighbours: gi_star over neighbours_within, apart from rounding, without
/// keeping the pairs. Further: radius not positive or places not finite throw std::invalid_argument.
LocalStatistic gi_star_within(std::span<const double> values, std::span<const XY> points, double radius_m,
                              unsigned threads = 0);

/// Gi, the cell itself left out of sum, mean and deviation (Ord and Getis 1995, eq. 7). The same preconditions.
LocalStatistic gi(std::span<const double> values, const Neighbours& neighbours, unsigned threads = 0);

enum class Quadrant : std::uint8_t { high_high, high_low, low_low, low_high };

struct LocalMoran {
    LocalStatistic statistic;
    std::vector<Quadrant> quadrant;  ///< the cell and then its neighbours, against the mean
};

/// I_i = z_i / m2 sum_j w_ij z_j, row-standardised, z the deviation from the mean, m2 = sum z^2 / n (Anselin 1995; as
/// R's spdep. PySAL divides by n - 1: multiply by (n - 1) / n). The z-score is conditional on the cell's own value
/// (Sokal, Oden and Thomson 1998). The same preconditions.
LocalMoran local_moran(std::span<const double> values, const Neighbours& neighbours, unsigned threads = 0);

/// A statistic of the whole map.
struct GlobalStatistic {
    double value = 0;
    double expected = 0;
    double variance_normal = 0;  ///< if the values were normal (0 where the method has none)
    double variance_random = 0;  ///< if the same values were laid out at random
    double z_normal = 0, z_random = 0;
    double p_normal = 1, p_random = 1;  ///< one-sided, towards the sign of z
};

/// Moran's I (Cliff and Ord 1981). Needs four cells and one pair.
GlobalStatistic global_moran(std::span<const double> values, const Neighbours& neighbours, Weights weights);
/// General G with binary weights (Getis and Ord 1992). Values must not be negative.
GlobalStatistic global_g(std::span<const double> values, const Neighbours& neighbours);

/// Two-sided pseudo p-value of the sum over a cell's neighbours, its own value held and theirs drawn without
/// replacement from all other cells (Anselin 1995): min(1, 2 (1 + rarer tail) / (1 + permutations)). Serves Gi, Gi* and
/// local Moran, which all rise or fall with that sum. One shuffle serves all cells, as in PySAL, so that p-values of
/// different cells are not independent. A cell without neighbours gets 1. Depends on the seed, never on threads.
std::vector<double> permutation_p(std::span<const double> values, const Neighbours& neighbours, std::uint64_t seed,
                                  std::size_t permutations = 999, unsigned threads = 0);

/// Adjusted p-values holding the false discovery rate (Benjamini and Hochberg 1995): min over j >= i of p_(j) n / j.
/// p outside 0 to 1 throws std::invalid_argument.
std::vector<double> benjamini_hochberg(std::span<const double> p);

/// How a cell is drawn.
struct Heat {
    std::int8_t level = 0;            ///< 3, 2, 1: hot at 99, 95, 90 percent; negative: cold; 0: neither
    bool through_neighbours = false;  ///< hot, but the cell itself holds nothing: only its neighbours do
    bool operator==(const Heat&) const = default;
};

std::vector<Heat> heat_of(std::span<const double> values, std::span<const double> z, std::span<const double> p);

}  // namespace tuantra::analysis
