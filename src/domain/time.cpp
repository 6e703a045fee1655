#include "domain/time.hpp"

#include "domain/time_parser.hpp"

#include <array>

namespace tuantra::domain {
namespace {

constexpr std::int64_t day_s = 86400;

// Howard Hinnant's days_from_civil and civil_from_days: exact for every year of the proleptic Gregorian calendar.
std::int64_t days_from_civil(std::int64_t year, int month, int day)
{
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

void append_padded(std::string& out, int value, int width)
{
    std::array<char, 12> digits{};
    std::size_t n = 0;
    const bool negative = value < 0;
    auto rest = negative ? 0U - static_cast<unsigned>(value) : static_cast<unsigned>(value);
    do {
        digits[n++] = static_cast<char>('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (negative) out += '-';
    for (auto pad = static_cast<std::size_t>(width); pad > n; --pad) out += '0';
    while (n > 0) out += digits[--n];
}

void append_date(std::string& out, const CivilTime& c)
{
    append_padded(out, c.year, 4);
    out += '-';
    append_padded(out, c.month, 2);
    out += '-';
    append_padded(out, c.day, 2);
}

}  // namespace

std::optional<TimeSpan> parse_time(std::string_view text, Zone zone, DateOrder order)
{
    const auto parsed = read_time(text, order);
    if (!parsed) return std::nullopt;
    if (parsed->unix_s) return TimeSpan{{*parsed->unix_s}, {*parsed->unix_s}};
    const int east = parsed->zone_minutes.value_or(zone.minutes);
    const std::int64_t from = days_from_civil(parsed->year, parsed->month, parsed->day) * day_s + parsed->hour * 3600 +
                              parsed->minute * 60 + parsed->second - std::int64_t{east} * 60;
    return TimeSpan{{from}, {from + parsed->width_s - 1}};
}

std::string to_iso(Instant t, Zone zone)
{
    const CivilTime c = civil(t, zone);
    std::string out;
    out.reserve(32);
    append_date(out, c);
    const std::array<int, 3> clock{c.hour, c.minute, c.second};
    for (std::size_t i = 0; i < clock.size(); ++i) {
        out += i == 0 ? 'T' : ':';
        append_padded(out, clock[i], 2);
    }
    if (zone.minutes == 0) return out + 'Z';
    const int east = zone.minutes < 0 ? -zone.minutes : zone.minutes;
    out += zone.minutes < 0 ? '-' : '+';
    append_padded(out, east / 60, 2);
    out += ':';
    append_padded(out, east % 60, 2);
    return out;
}

std::string to_iso_date(Instant t, Zone zone)
{
    std::string out;
    append_date(out, civil(t, zone));
    return out;
}

CivilTime civil(Instant t, Zone zone)
{
    const std::int64_t local = t.unix_s + std::int64_t{zone.minutes} * 60;
    const std::int64_t days = floor_div(local, day_s);
    const auto of_day = static_cast<int>(local - days * day_s);
    const std::int64_t z = days + 719468;
    const std::int64_t era = floor_div(z, 146097);
    const std::int64_t day_of_era = z - era * 146097;
    const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t mp = (5 * day_of_year + 2) / 153;
    CivilTime c;
    c.day = static_cast<int>(day_of_year - (153 * mp + 2) / 5 + 1);
    c.month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
    c.year = static_cast<int>(year_of_era + era * 400 + (c.month <= 2 ? 1 : 0));
    c.hour = of_day / 3600;
    c.minute = of_day / 60 % 60;
    c.second = of_day % 60;
    c.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);
    return c;
}

Instant from_civil(const CivilTime& c, Zone zone)
{
    return {days_from_civil(c.year, c.month, c.day) * day_s + std::int64_t{c.hour} * 3600 +
            std::int64_t{c.minute} * 60 + c.second - std::int64_t{zone.minutes} * 60};
}

}  // namespace tuantra::domain
