#include "analysis/special.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace tuantra::analysis {

namespace {

double tail_of(double confidence)
{
    if (!(confidence > 0 && confidence < 1))
        throw std::invalid_argument("limits: the confidence must be between 0 and 1");
    return (1 - confidence) / 2;
}

}  // namespace

double normal_below(double z)
{
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

double normal_above(double z)
{
    return 0.5 * std::erfc(z / std::numbers::sqrt2);
}

double normal_quantile(double p)
{
    if (!(p > 0 && p < 1)) throw std::invalid_argument("normal quantile: the chance must be between 0 and 1");
    return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * p);
}

double two_sided_p(double z)
{
    return std::erfc(std::abs(z) / std::numbers::sqrt2);
}

Limits poisson_limits(std::uint64_t count, double confidence)
{
    const double tail = tail_of(confidence), n = static_cast<double>(count);
    return {count == 0 ? 0 : boost::math::gamma_p_inv(n, tail), boost::math::gamma_q_inv(n + 1, tail)};
}

Limits binomial_limits(std::uint64_t hits, std::uint64_t trials, double confidence)
{
    const double tail = tail_of(confidence), x = static_cast<double>(hits), n = static_cast<double>(trials);
    if (hits > trials) throw std::invalid_argument("binomial limits: more hits than trials");
    return {hits == 0 ? 0 : boost::math::ibeta_inv(x, n - x + 1, tail),
            hits == trials ? 1 : boost::math::ibetac_inv(x + 1, n - x, tail)};
}

double binomial_p(std::uint64_t hits, std::uint64_t trials, double chance)
{
    if (hits > trials || !(chance >= 0 && chance <= 1))
        throw std::invalid_argument("binomial test: more hits than trials, or a chance outside 0 to 1");
    if (trials == 0) return 1;
    const boost::math::binomial_distribution<> outcome(static_cast<double>(trials), chance);
    const auto probability = [&](std::uint64_t k) { return boost::math::pdf(outcome, static_cast<double>(k)); };
    // Outcomes as likely as the one seen count as well; the slack only absorbs rounding.
    const double seen = probability(hits) * (1 + 1e-7);
    const double mode = std::floor(static_cast<double>(trials + 1) * chance);
    const auto centre = static_cast<std::uint64_t>(std::clamp(mode, 0.0, static_cast<double>(trials)));
    const bool upper = hits >= centre;
    // The far tail starts at the first outcome beyond the mode that is no likelier; the pmf falls away from the mode.
    std::uint64_t low = upper ? 0 : centre, high = upper ? centre : trials + 1;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        const bool rare = probability(middle) <= seen;
        if (rare == upper)
            low = middle + 1;
        else
            high = middle;
    }
    const double near =
        upper ? (hits == 0 ? 1 : boost::math::cdf(boost::math::complement(outcome, static_cast<double>(hits - 1))))
              : boost::math::cdf(outcome, static_cast<double>(hits));
    const double far =
        upper ? (low == 0 ? 0 : boost::math::cdf(outcome, static_cast<double>(low - 1)))
              : (low > trials ? 0 : boost::math::cdf(boost::math::complement(outcome, static_cast<double>(low - 1))));
    return std::min(1.0, near + far);
}

}  // namespace tuantra::analysis
