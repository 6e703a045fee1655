#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tuantra::domain {

/// An instant, UTC, whole seconds since 1970-01-01 (no leap seconds).
struct Instant {
    std::int64_t unix_s = 0;
    friend auto operator<=>(const Instant&, const Instant&) = default;
};

/// What a record knows of its time: it lies in [from, to]. Equal when the clock is known to the second; a bare day
/// spans 00:00:00 to 23:59:59 of that day in its zone.
struct TimeSpan {
    Instant from;
    Instant to;
    friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

/// A zone as minutes east of Greenwich. Viet Nam is +420 all year.
struct Zone {
    int minutes = 420;
    friend bool operator==(const Zone&, const Zone&) = default;
};

/// Which of two numbers comes first where a date like 03/04/2020 leaves it open.
enum class DateOrder : std::uint8_t { day_first, month_first };

/// Reads ISO 8601 dates and times (fractions dropped; Z, +07, +07:00, +0700), `2020/01/31`, `20200131`, `31/01/2020`,
/// `31-01-2020`, `31.01.2020`, `13-Jan-20`, `13 January 2020`, `January 13, 2020`, each with an optional clock
/// (`14:05`, `14:05:06`, `2:05 PM`), and whole or decimal Unix seconds or milliseconds of the years 1973..2100.
/// A text without a zone is read in `zone`. Two-digit years: 70..99 are 19xx, 00..69 are 20xx.
/// nullopt when it is none of these or not a real date (31 February, 25:00).
std::optional<TimeSpan> parse_time(std::string_view text, Zone zone = {}, DateOrder order = DateOrder::day_first);

/// "2026-11-24T03:05:06+07:00"; with Zone{0} the offset is written as Z.
std::string to_iso(Instant t, Zone zone = {});
/// "2026-11-24" in the zone.
std::string to_iso_date(Instant t, Zone zone = {});

struct CivilTime {
    int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0;
    int weekday = 4;  ///< 0 Sunday .. 6 Saturday
};
CivilTime civil(Instant t, Zone zone = {});
Instant from_civil(const CivilTime& c, Zone zone = {});

}  // namespace tuantra::domain
