#pragma once
#include "analysis/grid.hpp"
#include "analysis/kernel.hpp"
#include "analysis/parallel.hpp"

#include <cstdint>
#include <vector>

namespace tuantra::analysis {

/// The part of a kernel that lies inside a study area, in 0 to 1: what an edge correction divides by. The area is the
/// union of its cells. Over them the Gaussian is integrated exactly (cut at 7 standard deviations, 3e-12), the quartic
/// exactly along rows and by five-point Gauss-Legendre across them. Thread-safe.
class EdgeMass {
public:
    /// \pre the area outlives this
    EdgeMass(const StudyArea& area, Kernel kernel);

    double at(XY point, double bandwidth_m) const;
    /// The same at the centres of all inside cells of the area's grid; 0 at the others.
    std::vector<double> at_centres(double bandwidth_m, unsigned threads, const std::stop_token& stop) const;

private:
    struct Run {
        std::uint32_t begin, end;  ///< columns, half open
    };

    const StudyArea& m_area;
    Kernel m_kernel;
    std::vector<std::size_t> m_starts;  ///< of the runs of each row
    std::vector<Run> m_runs;            ///< inside cells, row by row
};

}  // namespace tuantra::analysis
