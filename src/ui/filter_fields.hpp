#pragma once
#include "domain/filter.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tuantra::ui {

/// The range after the user pressed a level: a level outside widens to it, an end is taken off, one inside becomes the
/// least, and the only one left gives all five.
void press_severity(domain::Filter& filter, int level);
/// The same for the source's grade, 'A' to 'F'.
void press_grade(domain::Filter& filter, char grade);

/// The last moment that "24 h" and the like count back from: the newest record, or now where it lies ahead or there is
/// none.
domain::Instant period_end(const std::optional<domain::TimeSpan>& data, std::int64_t now_unix_s);

/// A number with "." or "," and blanks between thousands; a minus sign of any kind. nullopt when it is none.
std::optional<double> parse_number(std::string_view text);

}  // namespace tuantra::ui
