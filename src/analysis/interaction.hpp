#pragma once
#include "analysis/xy.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace tuantra::analysis {

/// One number for a whole set of incidents: do those near in space tend to be near in time? Beside the table of
/// near_repeat.hpp, as a check that does not hang on its bands (or hangs on them less).
struct Interaction {
    double statistic = 0;
    std::optional<double> p;  ///< (1 + shuffles of the times with as much or more) / (1 + replicas)
};

struct InteractionOptions {
    std::size_t replicas = 999;  ///< 0 for none
    std::uint64_t seed = 1;
    unsigned threads = 0;
};

/// All look at every pair: more incidents than this throw std::invalid_argument, as do lists of different length,
/// fewer than three incidents, values that are not finite.
inline constexpr std::size_t interaction_most_incidents = 3000;

/// Pairs not farther apart than distance and window, less what each incident's neighbours in space and in time would
/// make of them: X - sum s_i t_i / (2 (n - 1)) (Baker 2004). Negative distance or window: std::invalid_argument.
Interaction modified_knox(std::span<const XY> places, std::span<const double> times, double distance, double window,
                          const InteractionOptions& options = {});

/// How often one of the k nearest in space is one of the k nearest in time (Jacquez 1996, cumulative J_k). Of equally
/// near ones the first. k of 0 or not below the number of incidents: std::invalid_argument.
Interaction jacquez(std::span<const XY> places, std::span<const double> times, std::size_t k,
                    const InteractionOptions& options = {});

/// What stands for a distance: itself, or 1 / (1 + distance), which lets near pairs weigh more (Mantel's own choice).
enum class MantelTransform : std::uint8_t { distance, reciprocal };

/// Correlation over all pairs of the distance and the time apart, or of their reciprocals: Mantel (1967), standardised.
/// All places or all times equally far apart: std::invalid_argument.
Interaction mantel(std::span<const XY> places, std::span<const double> times,
                   MantelTransform transform = MantelTransform::reciprocal, const InteractionOptions& options = {});

}  // namespace tuantra::analysis
