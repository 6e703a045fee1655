#pragma once
#include "domain/incident.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace tuantra::domain {

/// Calendar steps of a zone's clock. Weeks begin on Monday.
enum class TimeBin : std::uint8_t { hour, day, week, month, year };
inline constexpr std::size_t time_bin_count = 5;

/// The number of the bin that holds an instant: 0 is the one of 1970-01-01 00:00 in the zone, earlier ones are
/// negative.
std::int64_t bin_of(Instant t, TimeBin bin, Zone zone = {});
/// The first instant of a bin.
Instant bin_start(std::int64_t number, TimeBin bin, Zone zone = {});

/// Incidents by when they occurred. A record whose time is known no better than a span of several bins (a bare day, by
/// the hour) is shared between them by the length of the overlap, as in aoristic analysis (Ratcliffe, 2000): it counts
/// one in total, and no hour collects the records that know only their day.
struct TimeHistogram {
    TimeBin bin = TimeBin::day;
    Zone zone;
    std::int64_t first = 0;              ///< number of the first bin
    std::vector<std::uint32_t> certain;  ///< records that lie wholly within a bin
    std::vector<float> shared;           ///< the parts of the others, as long as `certain`

    bool empty() const { return certain.empty(); }
    double at(std::size_t i) const { return static_cast<double>(certain[i]) + static_cast<double>(shared[i]); }
    Instant start(std::size_t i) const { return bin_start(first + static_cast<std::int64_t>(i), bin, zone); }
};

/// Bins from the earliest beginning to the latest end of the rows. Empty for no rows, and where there would be more
/// than a million bins (hours of more than a century): take a coarser step then. Cost linear in rows and bins.
TimeHistogram time_histogram(const IncidentColumns& columns, std::span<const std::uint32_t> rows, TimeBin bin,
                             Zone zone = {});

}  // namespace tuantra::domain
