#pragma once
#include "app/hotspot.hpp"

#include <optional>
#include <vector>

namespace tuantra::app {

/// Whole weeks (from Monday) or calendar months, one after the other.
struct TimeSteps {
    std::vector<std::int64_t> starts;  ///< one more than there are steps; the last is where they end
    TimeStep kind = TimeStep::month;
    domain::Zone zone;

    std::size_t size() const { return starts.empty() ? 0 : starts.size() - 1; }
    std::optional<std::size_t> step_of(std::int64_t unix_s) const;
    /// "2024-05" or "2024-05-06".
    std::string name(std::size_t step) const;
};

/// The steps that lie wholly within [from, to).
TimeSteps whole_steps(std::int64_t from, std::int64_t to, TimeStep kind, domain::Zone zone);

/// First and last moment. \pre not empty
domain::TimeSpan span_of(const std::vector<domain::TimeSpan>& times);

/// The time a question is about, [from, to): the filter's, else from the first incident to the end of the last one's
/// day or to now, whichever comes first. \pre times not empty, or the filter says both ends
domain::TimeSpan time_of(const domain::Filter& filter, const std::vector<domain::TimeSpan>& times, domain::Instant now,
                         domain::Zone zone);

}  // namespace tuantra::app
