#pragma once
#include "analysis/effort.hpp"

#include <utility>
#include <vector>

namespace tuantra::analysis {

/// What one piece spent where.
struct EffortFound {
    struct Spent {
        std::size_t segment = 0;
        double km = 0, hours = 0, swept_km2 = 0;
        double last_s = 0;
    };
    std::vector<Spent> spent;  ///< one for every stay in a segment
    std::vector<std::pair<domain::LineId, KmInterval>> passed;
    double elsewhere_km = 0, elsewhere_hours = 0;
    bool any = false;
    std::size_t silences = 0;
    double silent_s = 0;
};

/// Walks along a piece as EffortMeter promises. \pre both are valid
EffortFound walk(const EffortPiece& piece, const domain::Lines& lines, const EffortSettings& settings);

}  // namespace tuantra::analysis
