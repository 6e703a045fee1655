#pragma once
#include "analysis/density.hpp"

#include <span>
#include <stop_token>
#include <vector>

namespace tuantra::analysis {

/// The same shape over distance and over time: quartic 3/(pi hs^2) (1 - u^2)^2 and 15/(16 ht) (1 - v^2)^2, or
/// Epanechnikov 2/(pi hs^2) (1 - u^2) and 3/(4 ht) (1 - v^2), with u = d / hs, v = (t - t_i) / ht, both below 1
/// (Brunsdon, Corcoran and Higgs 2007; Nakaya and Yano 2010, equation 1).
enum class SpaceTimeKernel { quartic, epanechnikov };

struct SpaceTimeSettings {
    SpaceTimeKernel kernel = SpaceTimeKernel::quartic;
    double bandwidth_m = 0;
    double bandwidth_days = 0;
    /// Only events at or before the time count, each twice: what was known then, for a forecast.
    bool past_only = false;
    unsigned threads = 0;
};

/// A place and a time in days.
struct SpaceTime {
    XY at;
    double days = 0;
};

/// Events per square kilometre and day, f(x, t) = sum w K(x - x_i) k(t - t_i), at each place and time. Weights are
/// empty or one per event, none negative. Cost: places times events. Throws std::invalid_argument for no events,
/// numbers that are not finite, bandwidths that are not positive.
std::vector<double> space_time_density_at(std::span<const SpaceTime> places, std::span<const SpaceTime> events,
                                          std::span<const double> weights, const SpaceTimeSettings& settings);

/// The same over a grid at one time, with the quartic: see density() for the exactness and the cost. Without events
/// near in time every value is 0. Throws std::invalid_argument as above, for another kernel, and as density().
Surface space_time_surface(double days, std::span<const SpaceTime> events, std::span<const double> weights,
                           const Grid& grid, const SpaceTimeSettings& settings, const std::stop_token& stop = {});

}  // namespace tuantra::analysis
