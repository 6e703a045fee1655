#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace tuantra::analysis {

/// Kernel density along a line of length_km, events per kilometre.
struct LineDensity {
    double length_km = 0;
    double bandwidth_km = 0;
    double step_km = 0;
    std::vector<double> density;  ///< at (i + 0.5) * step_km
    double peak = 0;
    std::size_t events = 0;    ///< used
    std::size_t left_out = 0;  ///< farther from the line than the snap distance (counted by the caller)
};

/// Quartic kernel k(u) = 15/16 (1-u^2)^2 for |u| < 1, f(x) = sum w k((x - x_i)/h) / h, reflected at both ends
/// (Silverman 1986, sec. 2.10), so that it integrates to the sum of the weights.
/// \pre length_km > 0, 0 < bandwidth_km; weights empty (all 1) or as long as chainages. Chainages outside the line are
/// clamped to it; a chainage or weight that is not finite throws std::invalid_argument.
double line_density_at(double x_km, std::span<const double> chainages_km, std::span<const double> weights,
                       double length_km, double bandwidth_km);

/// Along a line the quartic's bandwidth is its half-width, the Gaussian's its standard deviation.
enum class LineKernel { quartic, gaussian };

/// What becomes of the part of a kernel beyond the ends of the line.
enum class LineEnds {
    lost,          ///< the density sinks towards the ends
    reflected,     ///< it is folded back
    renormalised,  ///< f(x) is divided by the part of a kernel at x that lies on the line
    diggle,        ///< every event is divided by the part of its kernel that lies on the line (Diggle 1985)
};

/// The density with another kernel or other ends; the rest as line_density_at above, which is quartic and reflected. A
/// Gaussian is reflected from nine standard deviations.
double line_density_at(double x_km, std::span<const double> chainages_km, std::span<const double> weights,
                       double length_km, double bandwidth_km, LineKernel kernel, LineEnds ends);

/// The quartic, reflected, on a grid of step_km (the last cell may be shorter; its centre is still (i + 0.5) * step_km,
/// clamped). Cost: events times bandwidth over step. Deterministic.
LineDensity line_density(std::span<const double> chainages_km, std::span<const double> weights, double length_km,
                         double bandwidth_km, double step_km);

}  // namespace tuantra::analysis
