#pragma once
#include "analysis/xy.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace tuantra::analysis {

/// The windows a scan looks through: for every centre the locations from near to far; each beginning of that list is
/// one window. Locations equally far enter together.
struct ScanZones {
    std::vector<std::size_t> offsets{0};  ///< per centre, into members
    std::vector<std::uint32_t> members;
    std::vector<double> reach;  ///< of each member: distance from the centre

    std::size_t centres() const { return offsets.size() - 1; }
};

/// Circles centred on every location. `weights` (population for the Poisson scan, cases over the whole period for the
/// permutation scan) bound their size: a circle holds at most max_share of the sum. Distances in whatever unit the
/// function or the plane gives.
/// Empty input, negative or non-finite weights or places, weights all zero, max_share outside 0 to 0.5:
/// std::invalid_argument. A location that alone exceeds the share has no window of its own.
ScanZones circular_zones(std::span<const XY> places, std::span<const double> weights, double max_share = 0.10);
ScanZones circular_zones(std::size_t locations, const std::function<double(std::size_t, std::size_t)>& distance,
                         std::span<const double> weights, double max_share = 0.10);

/// Intervals of a line: from every location onward along the line, the reach being the length of the interval. The same
/// preconditions.
ScanZones interval_zones(std::span<const double> chainages_km, std::span<const double> weights,
                         double max_share = 0.10);

struct ScanOptions {
    std::size_t replicas = 999;  ///< Monte Carlo; 0 for none, p is then NaN
    std::uint64_t seed = 1;
    std::size_t clusters = 5;  ///< most that are reported; each shares no location with a likelier one
    unsigned threads = 0;
    std::stop_token stop;  ///< throws Stopped (parallel.hpp) once asked to stop
};

struct ScanCluster {
    std::size_t centre = 0;
    std::vector<std::uint32_t> members;         ///< ascending
    double reach = 0;                           ///< radius, or length of the interval
    std::size_t first_step = 0, last_step = 0;  ///< of the permutation scan
    double cases = 0;
    double expected = 0;
    double relative_risk = 0;  ///< inside over outside; infinite where all cases are inside
    double llr = 0;
    double p = 0;  ///< (1 + replicas whose best is as good) / (1 + replicas)
};

/// Kulldorff (1997), Poisson, high rates only: LLR = c ln(c / mu) + (C - c) ln((C - c) / (C - mu)) where c > mu, mu the
/// cases that the window's share of the population would have. Clusters by LLR descending; of equals the first centre.
/// Replicas hand the C cases out by population. Population is whatever exposes: people, effort, kilometres.
/// Cases without population, no cases, lists of different length: std::invalid_argument. Independent of threads.
std::vector<ScanCluster> scan_poisson(std::span<const std::uint32_t> cases, std::span<const double> population,
                                      const ScanZones& zones, const ScanOptions& options = {});

/// Cases of one location in one step of time.
struct ScanCase {
    std::uint32_t location = 0;
    std::uint32_t step = 0;
    std::uint32_t count = 1;
};

struct SpaceTimeOptions {
    ScanOptions scan;
    bool prospective = false;     ///< only windows that are still open in the last step
    double max_time_share = 0.5;  ///< of the steps
};

/// The space-time permutation scan (Kulldorff and others 2005): needs cases only. mu = C_z C_t / C for the cases of the
/// zone in all steps and of all zones in the steps; LLR as above. Replicas shuffle the steps among the cases. Zones
/// come from above, bounded by the cases of each location. No cases, a step or location that does not exist, fewer than
/// two steps: std::invalid_argument.
std::vector<ScanCluster> scan_space_time(std::span<const ScanCase> cases, std::size_t locations, std::size_t steps,
                                         const ScanZones& zones, const SpaceTimeOptions& options = {});

}  // namespace tuantra::analysis
