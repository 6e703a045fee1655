#pragma once
#include "domain/kind.hpp"
#include "domain/line.hpp"
#include "domain/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::view {

/// Shown incidents addressed on a stretch of a line; the filter with these kilometres yields as many.
struct StretchCount {
    domain::LineId line = domain::LineId::land;
    std::string kind;  ///< neighbour, province
    std::string name, name_vi;
    double from_km = 0, to_km = 0;
    std::size_t count = 0;
};

/// The filter's period beside one as long just before it. An incident counts where the middle of what is known of its
/// time lies, so that it is in one of the two.
struct Trend {
    domain::TimeSpan now, before;  ///< [from, to)
    std::size_t now_count = 0, before_count = 0;
    std::array<std::size_t, domain::kind_count> before_by_kind{};  ///< under the filter without its kinds
    /// The records reach back to the beginning of the period before; what follows is empty where they do not.
    bool covered = false;
    std::optional<double> ratio;  ///< now over before, per day; empty where there was none before
    double low = 0,
           high = std::numeric_limits<double>::infinity();  ///< 95 % limits of the ratio (analysis/compare.hpp)
    double p = 1;                                           ///< that both periods have one rate
};

/// Weekdays by hours of a zone's clock, Monday first.
inline constexpr std::size_t weekday_count = 7, hour_count = 24;

/// What the numbers panel counts of the shown incidents.
struct Numbers {
    std::uint64_t scene = 0;  ///< version of the scene it was made from
    std::size_t total = 0;
    std::vector<StretchCount> stretches;  ///< neighbours, then today's provinces, each line by line from its beginning
    std::size_t off_lines = 0;            ///< have no address
    /// Known to the hour: of a span of at most an hour, where it begins.
    std::array<std::array<std::size_t, hour_count>, weekday_count> by_hour{};
    std::array<std::size_t, weekday_count> day_only{};  ///< known no better than several hours of one day
    std::size_t longer = 0;                             ///< known no better than several days
    std::optional<Trend> trend;                         ///< where the filter says since when

    static constexpr std::uint8_t no_cell = 255;
    /// The cell of each shown row: 24 * weekday + hour, 168 + weekday of day_only, else no_cell.
    std::vector<std::uint8_t> cell;
};

}  // namespace tuantra::view
