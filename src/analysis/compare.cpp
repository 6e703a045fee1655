#include "analysis/compare.hpp"

namespace tuantra::analysis {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double odds(double chance)
{
    return chance < 1 ? chance / (1 - chance) : infinity;
}

}  // namespace

Comparison compare(std::uint64_t first_count, double first_effort, std::uint64_t second_count, double second_effort,
                   double per, double confidence)
{
    Comparison c;
    c.first_count = first_count;
    c.second_count = second_count;
    c.first_effort = first_effort;
    c.second_effort = second_effort;
    c.first = encounter_rate(first_count, first_effort, per, confidence);
    c.second = encounter_rate(second_count, second_effort, per, confidence);
    c.comparable = c.first && c.second;
    if (!c.comparable) return c;
    c.effort_ratio = second_effort / first_effort;
    const std::uint64_t both = first_count + second_count;
    const Limits share = binomial_limits(second_count, both, confidence);
    c.ratio_limits = {odds(share.low) / c.effort_ratio, odds(share.high) / c.effort_ratio};
    c.p = binomial_p(second_count, both, second_effort / (first_effort + second_effort));
    if (first_count > 0) c.ratio = c.second->rate / c.first->rate;
    return c;
}

}  // namespace tuantra::analysis
