#pragma once
#include "analysis/kernel.hpp"
#include "analysis/xy.hpp"

#include <cmath>
#include <cstddef>
#include <span>
#include <stop_token>

namespace tuantra::analysis {

/// Standard deviations that suit a normal distribution: s n^(-1/6) along each axis, s the sample's (Scott 1992,
/// equation 6.42), and their geometric mean. Too wide for clustered events: an upper end.
struct ScottBandwidth {
    double x_m = 0;
    double y_m = 0;
    double both_m = 0;  ///< where all lie on one line along an axis, that of the other axis
};

/// Throws std::invalid_argument for fewer than two events, all at one place, or a coordinate that is not finite.
ScottBandwidth scott_bandwidth(std::span<const XY> points);

/// What the automatic choice found, so that it can be stated.
struct BandwidthChoice {
    Kernel kernel = Kernel::quartic;
    double bandwidth_m = 0;  ///< of that kernel
    double scott_m = 0;      ///< Scott's in the same terms; never exceeded
    bool at_scott = false;   ///< no narrower kernel predicts the events better
    std::size_t incidents = 0;
    std::size_t places = 0;     ///< different ones
    std::size_t evaluated = 0;  ///< incidents that the likelihood was taken over
};

/// The bandwidth by likelihood cross-validation (Habbema, Hermans and van den Broek 1974; Duin 1976; Silverman 1986,
/// section 3.4.4): the Gaussian that best predicts every event from the others, see cross_validation(); for the quartic
/// the radius of the same variance (quartic_radius). Weights play no part. Searched from Scott's downwards by quarter
/// octaves until eight in a row are worse, at most ten octaves, and then by golden section to 1 in 500.
/// Up to 2,000 places the likelihood is exact. Beyond, each event is predicted where it is from the counts of cells of
/// a sixth of the bandwidth or less, within six bandwidths or, where nearly nothing is there, from all that counts;
/// beyond 10,000 events, for every k-th one by easting and northing, k = n / 10,000. The same for any number of threads
/// and, but for rounding, any order of events. Throws as scott_bandwidth; throws Stopped.
BandwidthChoice choose_bandwidth(std::span<const XY> points, Kernel kernel, unsigned threads = 0,
                                 const std::stop_token& stop = {});

/// The log-likelihood of all events, sum_i log(sum_{j elsewhere} K(x_i - x_j) / n_elsewhere), K the Gaussian in 1/m^2,
/// exactly. Elsewhere means at another place: with events at the very same place the usual leave-one-out sum grows
/// without bound towards bandwidth 0; without such events it is the same. Cost: places squared.
/// Throws as scott_bandwidth, and where sigma is not positive.
double cross_validation(std::span<const XY> points, double sigma_m, unsigned threads = 0,
                        const std::stop_token& stop = {});

/// Rules of thumb along a line, standard deviations of a Gaussian (Silverman 1986, equation 3.31 with 0.9; Scott 1992
/// with 1.06): factor min(s, IQR / 1.34) n^(-1/5), quartiles by interpolation (R's type 7), with s alone where the
/// quartiles coincide. The quartic's half-width of the same variance is sqrt(7) as much.
struct LineBandwidths {
    double silverman_km = 0;
    double scott_km = 0;
};

/// Throws std::invalid_argument for fewer than two events, all at one place, or one that is not finite.
LineBandwidths line_bandwidths(std::span<const double> chainages_km);

/// The half-width of the line's quartic that spreads as far as a Gaussian of this standard deviation.
inline double line_quartic_radius(double sigma)
{
    return sigma * std::sqrt(7.0);
}

}  // namespace tuantra::analysis
