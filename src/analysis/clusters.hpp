#pragma once
#include "analysis/xy.hpp"
#include "domain/geo.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace tuantra::analysis {

inline constexpr std::int32_t noise = -1;

struct Clusters {
    std::vector<std::int32_t> label;  ///< per point: its cluster, numbered in order of first appearance, or noise
    std::vector<std::uint8_t> core;   ///< per point: 1 when it has enough neighbours itself
    std::vector<std::size_t> sizes;   ///< per cluster
    std::size_t noise_points = 0;

    std::size_t count() const { return sizes.size(); }
};

struct ClusterOptions {
    unsigned threads = 0;
    std::stop_token stop;  ///< throws Stopped (parallel.hpp) once asked to stop
};

/// DBSCAN (Ester and others 1996): a point with min_points others or itself within radius_m is core; core points within
/// the radius of each other are one cluster; a point that is not core joins a cluster with a core point within the
/// radius, and where several could have it the one whose first core point comes first; the rest is noise. Clusters say
/// that points are dense, not that they are denser than chance or effort would make them.
///
/// Distances: geodesic between places, straight on the plane; exactly the radius is within. Found by cells in which all
/// points are near each other, so that many points at one place cost no more than elsewhere (Gunawan 2013): near linear
/// in points. Deterministic on any number of threads.
/// No point gives no cluster. Radius not positive, min_points of 0, places that are not finite or off the globe, a
/// radius too small for the extent (a thousand-millionth): std::invalid_argument.
Clusters dbscan(std::span<const domain::LonLat> places, double radius_m, std::size_t min_points,
                const ClusterOptions& options = {});
Clusters dbscan(std::span<const XY> places, double radius_m, std::size_t min_points,
                const ClusterOptions& options = {});

/// The same where near also means not farther apart in time than the window (ST-DBSCAN, Birant and Kut 2007, without
/// its third condition on a measured value). Times in the unit of the window; whole seconds keep differences exact.
/// Also: times not finite, as many as places, window not positive: std::invalid_argument.
Clusters st_dbscan(std::span<const domain::LonLat> places, std::span<const double> times, double radius_m,
                   double window, std::size_t min_points, const ClusterOptions& options = {});
Clusters st_dbscan(std::span<const XY> places, std::span<const double> times, double radius_m, double window,
                   std::size_t min_points, const ClusterOptions& options = {});

}  // namespace tuantra::analysis
