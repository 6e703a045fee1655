#pragma once
#include "domain/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tuantra::domain {

/// What a text says of a time, before its zone is applied. Private to the time module.
struct ReadTime {
    std::optional<std::int64_t> unix_s;  ///< a plain Unix time; the rest then means nothing
    int year = 0, month = 0, day = 0;    ///< a real date
    int hour = 0, minute = 0, second = 0;
    std::int64_t width_s = 86400;     ///< how much the text leaves open: 86400 a day, 3600, 60, or 1 second
    std::optional<int> zone_minutes;  ///< when the text names one
};

/// The forms that parse_time() promises; nullopt for anything else.
std::optional<ReadTime> read_time(std::string_view text, DateOrder order);

}  // namespace tuantra::domain
