#pragma once
#include "analysis/edge_mass.hpp"
#include "analysis/grid.hpp"
#include "analysis/kernel.hpp"

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

namespace tuantra::analysis {

/// What becomes of the part of an event's kernel that would lie outside the study area, where nothing could be seen
/// (Diggle 1985; Baddeley, Rubak and Turner 2015, section 6.5.2).
enum class EdgeCorrection {
    none,     ///< it is lost: the density sinks towards coast and border
    uniform,  ///< f(x) / e(x), e the mass inside of a kernel at x: unbiased where the true density is even
    diggle,   ///< every event is divided by e(event): the surface holds exactly as many events as were counted
};

struct DensitySettings {
    Kernel kernel = Kernel::quartic;
    double bandwidth_m = 0;
    /// Abramson's (1982) own bandwidth for every event; bandwidth_m is then that of the pilot and, on (geometric)
    /// average, of the events.
    bool adaptive = false;
    EdgeCorrection edge = EdgeCorrection::none;
    unsigned threads = 0;  ///< 0: one per core. The result is the same for any number.
};

/// Events per square kilometre, f(x) = sum w K(x - x_i), at the centres of a grid's cells.
struct Surface {
    Grid grid;
    std::vector<float> values;  ///< row by row from the south-west; NaN outside the study area, where one is given
    double peak = 0;            ///< the largest value, before it was rounded to a float,
    XY peak_at;                 ///< and the first cell that has it
    std::size_t events = 0;     ///< used, whether or not they reach into the grid
    std::size_t left_out = 0;   ///< more than a cell outside the study area
};

/// Every event is evaluated where it is and not where its cell is, in double precision; the Gaussian is cut at 6
/// standard deviations (1.5e-8 of its height). One saving: where Gaussians of one bandwidth, of 4 cells or more, would
/// take more than 5e8 steps, they are made by spreading events over cells with cubic B-splines and smoothing these,
/// which errs by less than 1e-6 of the surface's peak.
/// Weights are empty (all 1) or as many as points; none may be negative.
/// With a study area, events more than a cell outside it are left out, and Diggle's correction moves the others outside
/// to the centre of the inside cell nearest to them; an edge correction needs an area. Its grid has the
/// surface's cells, or more of them around (see grid_with_margin): what that grid does not hold counts as outside.
/// Cost: events times (2 bandwidth / cell)^2 steps (tests/bench/bench_kernels.cpp).
/// Throws std::invalid_argument with what is wrong: no events, numbers that are not finite, a bandwidth that is not
/// positive or wider than the grid, uniform correction of an adaptive kernel (which has no one e(x)), a study area that
/// is missing or whose cells do not fit. Throws Stopped.
Surface density(std::span<const XY> points, std::span<const double> weights, const Grid& grid,
                const DensitySettings& settings, const StudyArea* area = nullptr, const std::stop_token& stop = {});

/// The same at any places, from all events with nothing cut or binned: for a click on the map and for tests. Cost:
/// places times points.
std::vector<double> density_at(std::span<const XY> places, std::span<const XY> points, std::span<const double> weights,
                               const DensitySettings& settings, const StudyArea* area = nullptr);

/// Bandwidths h_i = h sqrt(g / f(x_i)) where f is the density with bandwidth h over the same events, each included in
/// its own, and g the geometric mean of f over the events (Abramson 1982; Silverman 1986, equations 5.7 and 5.8). Up to
/// 5,000 events f is exact; beyond, it is read between the cells of a grid of h/8, which moves a bandwidth by less
/// than one in a hundred.
/// Throws as density, and where that grid would need too many cells.
std::vector<double> abramson_bandwidths(std::span<const XY> points, std::span<const double> weights, Kernel kernel,
                                        double bandwidth_m, unsigned threads = 0, const std::stop_token& stop = {});

}  // namespace tuantra::analysis
