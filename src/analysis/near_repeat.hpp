#pragma once
#include "analysis/xy.hpp"
#include "domain/geo.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace tuantra::analysis {

/// Half-open bands between consecutive edges, [edge, next edge): at least two edges, strictly ascending, none negative,
/// the last may be infinite. Space in metres; time in the unit of the times.
struct KnoxBands {
    std::vector<double> space;
    std::vector<double> time;
};

struct KnoxOptions {
    std::size_t replicas = 999;  ///< shuffles of the times; 0 for none
    std::uint64_t seed = 1;
    std::uint64_t max_pairs = 25'000'000;  ///< most pairs in the bounded bands of space (8 bytes each)
    unsigned threads = 0;
    std::stop_token stop;  ///< throws Stopped (parallel.hpp) once asked to stop
};

/// One band of space and one of time.
struct KnoxCell {
    double space_from = 0, space_to = 0;
    double time_from = 0, time_to = 0;
    std::uint64_t observed = 0;   ///< pairs, each once
    double expected = 0;          ///< exact mean over all orders of the times
    std::optional<double> ratio;  ///< observed / expected; empty where nothing is expected
    std::optional<double> p;  ///< (1 + shuffles with as many pairs or more) / (1 + replicas); empty without replicas
};

struct KnoxTable {
    std::size_t incidents = 0;
    std::uint64_t pairs = 0;  ///< all, n (n - 1) / 2
    std::size_t space_bands = 0, time_bands = 0;
    std::size_t replicas = 0;
    std::uint64_t seed = 0;
    std::vector<KnoxCell> cells;  ///< one band of space after the other

    const KnoxCell& at(std::size_t space, std::size_t time) const { return cells[space * time_bands + time]; }
};

/// Fewer incidents than this say nothing about pairs that are near in both.
inline constexpr std::size_t knox_least_incidents = 30;

/// Are incidents that are near in space also near in time, more often than if their times were dealt out anew? (Knox
/// 1964; with bands and permutation as in Johnson and others 2007, the near-repeat table.) The expectation of a cell is
/// pairs of its band of space times pairs of its band of time over all pairs, which is the exact mean over all orders
/// of the times. Every p is of its own cell: of twenty cells one is below 0.05 by chance.
/// It does not say why, and a rise in all incidents that begins at different times in different places looks alike
/// (the population-shift bias, Kulldorff and Hjalmars 1999).
///
/// Distances: straight or along both axes on the plane, geodesic between places. Times in one unit; whole seconds keep
/// differences exact. Only pairs in the bounded bands of space are looked at one by one; unbounded bands follow from
/// the totals. Cost: incidents log incidents, plus close pairs for each replica (10,000 incidents with 1,000,000 close
/// pairs: some seconds). Deterministic on any number of threads.
/// Fewer than knox_least_incidents, lists of different length, values that are not finite or places off the globe,
/// edges out of order, more close pairs than max_pairs: std::invalid_argument.
KnoxTable knox(std::span<const domain::LonLat> places, std::span<const double> times, const KnoxBands& bands,
               const KnoxOptions& options = {});

enum class PlaneDistance : std::uint8_t { euclidean, manhattan };
KnoxTable knox(std::span<const XY> places, std::span<const double> times, const KnoxBands& bands,
               const KnoxOptions& options = {}, PlaneDistance distance = PlaneDistance::euclidean);

/// When a cell of the table is called significant. The ratio is the usual bar for acting on one (Ratcliffe, Near Repeat
/// Calculator 2009).
struct WatchRule {
    double alpha = 0.05;
    double least_ratio = 1.2;
};

/// Where the next incident is likelier after one: a circle around it, or a ring where the nearest band is not
/// significant, for a while.
struct WatchCircle {
    std::size_t incident = 0;
    domain::LonLat place;
    double inner_m = 0;  ///< 0: the whole circle
    double radius_m = 0;
    double from = 0, until = 0;  ///< in the unit of the times
    std::uint64_t observed = 0;  ///< pairs of the bands it stands for
    double ratio = 0;            ///< observed over expected of those bands
};

/// The circles that are open at `now` or open later: for each incident up to now, one for every run of significant
/// bands of space, kept as long as the run stays the same from band to band of time. Unbounded bands give none. In the
/// order of incidents, then of from. Empty where no cell is significant or the table has no p.
/// Lists of different length or a table of other incidents: std::invalid_argument.
std::vector<WatchCircle> watch_circles(const KnoxTable& table, std::span<const domain::LonLat> places,
                                       std::span<const double> times, double now, const WatchRule& rule = {});

}  // namespace tuantra::analysis
