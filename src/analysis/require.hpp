#pragma once
#include "analysis/xy.hpp"

#include <cmath>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

namespace tuantra::analysis {

/// Throws std::invalid_argument "not enough: 7 incidents, this test needs 30" when there are fewer than needed.
inline void require_enough(std::size_t have, std::size_t needed, const std::string& what)
{
    if (have < needed)
        throw std::invalid_argument("not enough: " + std::to_string(have) + " " + what + ", this test needs " +
                                    std::to_string(needed));
}

/// Throws std::invalid_argument naming the first value that is not a finite number.
inline void require_finite(std::span<const double> values, const std::string& what)
{
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isfinite(values[i]))
            throw std::invalid_argument(what + ": value " + std::to_string(i) + " is not a number");
}

/// The same, and none may be negative.
inline void require_counts(std::span<const double> values, const std::string& what)
{
    require_finite(values, what);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] < 0) throw std::invalid_argument(what + ": value " + std::to_string(i) + " is negative");
}

/// Throws std::invalid_argument naming the first place that has a coordinate which is not a finite number.
inline void require_places(std::span<const XY> places, const std::string& what)
{
    for (std::size_t i = 0; i < places.size(); ++i)
        if (!std::isfinite(places[i].x) || !std::isfinite(places[i].y))
            throw std::invalid_argument(what + ": place " + std::to_string(i) + " is not a number");
}

inline void require_same_size(std::size_t a, std::size_t b, const std::string& what)
{
    if (a != b)
        throw std::invalid_argument(what + ": lists of different length, " + std::to_string(a) + " and " +
                                    std::to_string(b));
}

}  // namespace tuantra::analysis
