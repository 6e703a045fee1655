#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace tuantra::analysis {

/// A piece of border, river or road between two nodes; two pieces may join the same nodes, one may lead back to its
/// own.
struct NetworkEdge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    double length_km = 0;
};

struct Network {
    std::size_t nodes = 0;
    std::vector<NetworkEdge> edges;
};

/// A place on an edge, so far from where the edge begins.
struct NetworkPlace {
    std::uint32_t edge = 0;
    double offset_km = 0;
};

/// How a kernel goes on where edges meet (Okabe and Sugihara 2012, chapter 9; Okabe, Satoh and Sugihara 2009).
enum class NetworkMethod {
    simple,         ///< by the shortest distance, whole into every branch: sums to more than the events
    discontinuous,  ///< along every path that does not turn back, split evenly: 1 / (n - 1) into each of n - 1 branches
    continuous,     ///< 2 / n into each branch and (2 - n) / n back, so that the density has no step at a node and a
                    ///< dead end (n = 1) reflects: nothing is lost there
};

enum class NetworkKernel { quartic, epanechnikov, triangle };

struct NetworkSettings {
    NetworkMethod method = NetworkMethod::continuous;
    NetworkKernel kernel = NetworkKernel::quartic;
    double bandwidth_km = 0;
    unsigned threads = 0;
};

/// A part of an edge for which a density is given.
struct Lixel {
    NetworkPlace centre;
    double length_km = 0;
};

/// Every edge in equal parts, as few as are no longer than `longest_km`, in the order of the edges.
/// Throws std::invalid_argument as network_density, and where the length is not positive.
std::vector<Lixel> lixels(const Network& network, double longest_km);

/// Events per kilometre of network, f(x) = sum w K(d) along the paths that the method counts, K(d) = 15/16 (1-u^2)^2 /
/// h, 3/4 (1-u^2) / h or (1-u) / h for u = d/h < 1. An event at a node counts as being on its own edge, next to the
/// node. The same sums for any number of threads. The paths of the split kernels multiply at every node. Throws
/// std::invalid_argument for no events, what is not finite or not on the network, edges without length, weights that
/// are negative or not as many as events, a bandwidth that is not positive, and where one event has more than a million
/// paths. Throws Stopped.
std::vector<double> network_density_at(std::span<const NetworkPlace> places, const Network& network,
                                       std::span<const NetworkPlace> events, std::span<const double> weights,
                                       const NetworkSettings& settings, const std::stop_token& stop = {});

}  // namespace tuantra::analysis
