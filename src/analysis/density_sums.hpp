#pragma once
#include "analysis/grid.hpp"
#include "analysis/kernel.hpp"
#include "analysis/parallel.hpp"

#include <cstddef>
#include <functional>
#include <span>

namespace tuantra::analysis {

/// The events of a density: each kernel is weight * K(distance / bandwidth).
struct KernelEvents {
    std::span<const XY> points;
    std::span<const double> weights;       ///< one per point, or empty: all 1
    std::span<const double> bandwidths_m;  ///< one per point, or one for all

    double weight(std::size_t i) const { return weights.empty() ? 1 : weights[i]; }
    double bandwidth_m(std::size_t i) const { return bandwidths_m[bandwidths_m.size() == 1 ? 0 : i]; }
};

/// Takes the sums of one row, events per square metre. Called once for each row, from several threads.
using RowSink = std::function<void(std::size_t row, std::span<const double> sums)>;

/// Sums the kernels of all events at the cells' centres, each event where it is, in double precision; a Gaussian within
/// 6 standard deviations. The same sums for any number of threads. Throws Stopped, and what the sink throws.
void sum_kernels(Kernel kernel, const KernelEvents& events, const Grid& grid, unsigned threads,
                 const std::stop_token& stop, const RowSink& sink);

/// The same for Gaussians of one bandwidth, in time that does not grow with the kernel's area: see density().
/// \pre one bandwidth, of 2 cells or more
void sum_gaussians(const KernelEvents& events, const Grid& grid, unsigned threads, const std::stop_token& stop,
                   const RowSink& sink);

}  // namespace tuantra::analysis
