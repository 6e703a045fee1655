#pragma once
#include <cmath>
#include <numbers>

namespace tuantra::analysis {

/// Kernels on the plane. The quartic (biweight) K(d) = 3 / (pi h^2) (1 - (d/h)^2)^2 for d < h, its bandwidth the
/// radius; the Gaussian K(d) = exp(-(d/h)^2 / 2) / (2 pi h^2), its bandwidth the standard deviation (Silverman 1986,
/// equations 4.4 to 4.6). Both integrate to one.
enum class Kernel { quartic, gaussian };

/// K in events per square metre at the square of the distance, both in metres.
inline double kernel_at(Kernel kernel, double distance_squared, double bandwidth_m)
{
    const double h2 = bandwidth_m * bandwidth_m;
    if (kernel == Kernel::gaussian) return std::exp(-0.5 * distance_squared / h2) * (0.5 * std::numbers::inv_pi / h2);
    const double v = 1 - distance_squared / h2;
    return v > 0 ? v * v * (3 * std::numbers::inv_pi / h2) : 0;
}

/// The radius of the quartic that spreads as far as a Gaussian of this standard deviation: both have the variance
/// sigma^2 = h^2 / 8 along each axis.
inline double quartic_radius(double sigma)
{
    return sigma * 2 * std::numbers::sqrt2;
}

}  // namespace tuantra::analysis
