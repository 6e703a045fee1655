#pragma once
#include <cstdint>

namespace tuantra::analysis {

/// Standard normal distribution: P(Z <= z), and P(Z > z) without loss in the tail.
double normal_below(double z);
double normal_above(double z);
/// The z with P(Z <= z) = p. \pre 0 < p < 1, else std::invalid_argument
double normal_quantile(double p);
/// P(|Z| >= |z|).
double two_sided_p(double z);

struct Limits {
    double low = 0;
    double high = 0;
};

/// Exact limits of a Poisson mean after counting `count` (Garwood 1936): half chi-square quantiles. Low is 0 at count
/// 0. \pre 0 < confidence < 1, else std::invalid_argument
Limits poisson_limits(std::uint64_t count, double confidence = 0.95);

/// Exact limits of a chance after `hits` of `trials` (Clopper and Pearson 1934): beta quantiles.
/// \pre hits <= trials, 0 < confidence < 1, else std::invalid_argument. No trials: 0 to 1.
Limits binomial_limits(std::uint64_t hits, std::uint64_t trials, double confidence = 0.95);

/// Exact two-sided p-value of `hits` of `trials` under `chance`: the sum of the probabilities of all outcomes that are
/// no likelier than the one seen (as R's binom.test).
double binomial_p(std::uint64_t hits, std::uint64_t trials, double chance);

}  // namespace tuantra::analysis
