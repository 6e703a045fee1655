#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace tuantra::analysis {

/// The quantile of values in ascending order by linear interpolation (Hyndman and Fan 1996, definition 7; R's default).
/// \pre not empty, 0 <= p <= 1
inline double quantile(std::span<const double> sorted, double p)
{
    const double at = p * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

}  // namespace tuantra::analysis
