#include "domain/time_parser.hpp"

#include "domain/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tuantra::domain {
namespace {

constexpr std::size_t longest_text = 80;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

bool is_real_date(int year, int month, int day)
{
    constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || month < 1 || month > 12 || day < 1) return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[static_cast<std::size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
}

// Two digits at p, or 100 and more when they are none.
unsigned two(const char* p)
{
    const auto a = static_cast<unsigned>(p[0]) - '0';
    const auto b = static_cast<unsigned>(p[1]) - '0';
    return a > 9 || b > 9 ? 1000U : a * 10 + b;
}

// "+07", "+0700", "+07:00": minutes east, when that is all that s holds.
std::optional<int> read_offset(std::string_view s)
{
    if ((s.size() != 3 && s.size() != 5 && s.size() != 6) || (s[0] != '+' && s[0] != '-')) return std::nullopt;
    if (s.size() == 6 && s[3] != ':') return std::nullopt;
    const unsigned hours = two(s.data() + 1);
    const unsigned minutes = s.size() == 3 ? 0 : two(s.data() + s.size() - 2);
    if (hours > 14 || minutes > 59 || hours * 60 + minutes > 14 * 60) return std::nullopt;
    const int east = static_cast<int>(hours * 60 + minutes);
    return s[0] == '-' ? -east : east;
}

// `2024-05-06T07:08:09`, a fraction, Z or an offset: what a million rows of a file look like.
std::optional<ReadTime> read_common_iso(std::string_view s)
{
    if (s.size() < 19) return std::nullopt;
    const char* p = s.data();
    if ((p[4] != '-' && p[4] != '/') || p[7] != p[4] || (p[10] != 'T' && p[10] != ' ') || p[13] != ':' ||
        p[16] != ':') {
        return std::nullopt;
    }
    const unsigned century = two(p), of_century = two(p + 2), month = two(p + 5), day = two(p + 8);
    const unsigned hour = two(p + 11), minute = two(p + 14), second = two(p + 17);
    if (century > 99 || of_century > 99 || month > 12 || day > 31 || hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    ReadTime t;
    t.year = static_cast<int>(century * 100 + of_century);
    t.month = static_cast<int>(month);
    t.day = static_cast<int>(day);
    t.hour = static_cast<int>(hour);
    t.minute = static_cast<int>(minute);
    t.second = static_cast<int>(second);
    t.width_s = 1;
    std::size_t at = 19;
    if (at + 1 < s.size() && s[at] == '.' && is_digit(s[at + 1])) {
        while (++at < s.size() && is_digit(s[at])) {
        }
    }
    const std::string_view zone = s.substr(at);
    if (zone == "Z")
        t.zone_minutes = 0;
    else if (!zone.empty() && !(t.zone_minutes = read_offset(zone)))
        return std::nullopt;
    if (!is_real_date(t.year, t.month, t.day)) return std::nullopt;
    return t;
}

struct Named {
    std::string_view name;
    int value;
};

// English and French, and the two Vietnamese months that have names of their own; all folded.
constexpr std::array months{
    Named{"jan", 1},       Named{"january", 1},   Named{"janv", 1},      Named{"janvier", 1},   Named{"gieng", 1},
    Named{"feb", 2},       Named{"february", 2},  Named{"fev", 2},       Named{"fevr", 2},      Named{"fevrier", 2},
    Named{"mar", 3},       Named{"march", 3},     Named{"mars", 3},      Named{"apr", 4},       Named{"april", 4},
    Named{"avr", 4},       Named{"avril", 4},     Named{"may", 5},       Named{"mai", 5},       Named{"jun", 6},
    Named{"june", 6},      Named{"juin", 6},      Named{"jul", 7},       Named{"july", 7},      Named{"juil", 7},
    Named{"juillet", 7},   Named{"aug", 8},       Named{"august", 8},    Named{"aout", 8},      Named{"sep", 9},
    Named{"sept", 9},      Named{"september", 9}, Named{"septembre", 9}, Named{"oct", 10},      Named{"october", 10},
    Named{"octobre", 10},  Named{"nov", 11},      Named{"november", 11}, Named{"novembre", 11}, Named{"dec", 12},
    Named{"december", 12}, Named{"decembre", 12}, Named{"chap", 12},
};

// Words that stand around a date and say nothing of it: weekdays in three languages ("thu" is both Thursday and the
// first word of a Vietnamese weekday), "on", "le", "ngay", "luc".
constexpr auto fillers = std::to_array<std::string_view>(
    {"mon",      "monday",   "tue",    "tues",  "tuesday",  "wed",      "wednesday", "thu",    "thur",  "thurs",
     "thursday", "fri",      "friday", "sat",   "saturday", "sun",      "sunday",    "lun",    "lundi", "mardi",
     "mer",      "mercredi", "jeu",    "jeudi", "ven",      "vendredi", "sam",       "samedi", "dim",   "dimanche",
     "hai",      "ba",       "tu",     "nam",   "sau",      "bay",      "chu",       "nhat",   "ngay",  "vao",
     "luc",      "hoi",      "le",     "a",     "on",       "at",       "the",       "vers",   "about"});

class Reader {
public:
    Reader(std::string_view s, DateOrder order) : m_s(s), m_order(order) {}

    std::optional<ReadTime> read()
    {
        skip_fillers();
        const bool clock_first = read_leading_clock();
        if (clock_first) skip_fillers();
        if (!read_date()) return std::nullopt;
        if (!clock_first && !read_clock_after_date()) return std::nullopt;
        skip_gap();
        if (m_at != m_s.size() || !is_real_date(m_t.year, m_t.month, m_t.day)) return std::nullopt;
        return m_t;
    }

private:
    struct Number {
        int value = 0;
        std::size_t digits = 0;
    };

    char peek() const { return m_at < m_s.size() ? m_s[m_at] : '\0'; }
    bool accept(char c)
    {
        if (peek() != c) return false;
        ++m_at;
        return true;
    }
    void skip_gap()
    {
        while (m_at < m_s.size()) {
            const auto rest = m_s.substr(m_at);
            if (rest[0] == ' ' || rest[0] == '\t')
                m_at += 1;
            else if (rest.starts_with("\u00A0"))
                m_at += 2;
            else if (rest.starts_with("\u202F") || rest.starts_with("\u2009"))
                m_at += 3;
            else
                return;
        }
    }
    std::optional<Number> number(std::size_t most_digits)
    {
        Number n;
        while (is_digit(peek()) && n.digits < most_digits) {
            if (n.digits < 9) n.value = n.value * 10 + (peek() - '0');  // longer runs are cut up by digits_at()
            ++m_at;
            ++n.digits;
        }
        if (n.digits == 0 || is_digit(peek())) return std::nullopt;
        return n;
    }
    std::string_view peek_word() const
    {
        std::size_t end = m_at;
        while (end < m_s.size() && is_letter(m_s[end])) ++end;
        return m_s.substr(m_at, end - m_at);
    }
    bool accept_word(std::string_view word)
    {
        if (peek_word() != word) return false;
        m_at += word.size();
        return true;
    }

    void skip_fillers()
    {
        for (;;) {
            skip_gap();
            const auto word = peek_word();
            if (word.empty() || std::find(fillers.begin(), fillers.end(), word) == fillers.end()) return;
            m_at += word.size();
            accept('.');
            accept(',');
        }
    }

    static bool set_year(Number n, int& year)
    {
        if (n.digits == 4)
            year = n.value;
        else if (n.digits == 2)
            year = n.value + (n.value >= 70 ? 1900 : 2000);
        else
            return false;
        return true;
    }

    bool read_date()
    {
        const std::size_t start = m_at;
        if (const auto month = month_name()) return read_after_month(*month);
        const auto first = number(14);
        if (!first) return false;
        if (first->digits == 8 || first->digits == 14) return read_run_of_digits(start, first->digits);
        if (first->digits == 4) return read_year_first(first->value);
        return first->digits <= 2 && read_day_or_month_first(first->value);
    }

    int digits_at(std::size_t at, std::size_t count) const
    {
        int value = 0;
        for (std::size_t i = at; i < at + count; ++i) value = value * 10 + (m_s[i] - '0');
        return value;
    }

    bool read_run_of_digits(std::size_t at, std::size_t count)
    {
        m_t.year = digits_at(at, 4);
        m_t.month = digits_at(at + 4, 2);
        m_t.day = digits_at(at + 6, 2);
        if (count == 14) m_at = at + 8;
        m_clock_may_follow_at_once = count == 14;
        return true;
    }

    bool read_year_first(int year)
    {
        m_t.year = year;
        const char separator = peek();
        if (separator != '-' && separator != '/' && separator != '.' && separator != ' ') return false;
        ++m_at;
        if (const auto named = month_name()) {
            m_t.month = *named;
        } else {
            const auto month = number(2);
            if (!month || separator == ' ') return false;
            m_t.month = month->value;
        }
        if (!accept(separator)) return false;
        const auto day = number(2);
        if (!day) return false;
        m_t.day = day->value;
        return true;
    }

    bool read_day_or_month_first(int first)
    {
        const char separator = peek();
        if (separator == '/' || separator == '-' || separator == '.') {
            const std::size_t back = m_at;
            ++m_at;
            if (is_digit(peek())) return read_three_numbers(first, separator);
            m_at = back;
        }
        m_t.day = first;
        if (!accept_word("er") && !accept_word("st") && !accept_word("nd") && !accept_word("rd")) accept_word("th");
        const char between = skip_between();
        if (accept_word("of") || accept_word("de")) skip_gap();
        if (accept_word("thang")) return read_vietnamese_month();
        const auto month = month_name();
        if (!month) return false;
        m_t.month = *month;
        accept('.');
        if (between == '-' || between == '/')
            accept(between);
        else
            accept(',');
        skip_gap();
        const auto year = number(4);
        return year && set_year(*year, m_t.year);
    }

    char skip_between()
    {
        skip_gap();
        const char c = peek();
        if (c == '-' || c == '/' || c == '.' || c == ',') ++m_at;
        skip_gap();
        return c;
    }

    bool read_three_numbers(int first, char separator)
    {
        const auto second = number(2);
        if (!second || !accept(separator)) return false;
        const auto year = number(4);
        if (!year || !set_year(*year, m_t.year)) return false;
        const bool open = first <= 12 && second->value <= 12;
        const bool day_first = open ? m_order == DateOrder::day_first : second->value <= 12;
        m_t.day = day_first ? first : second->value;
        m_t.month = day_first ? second->value : first;
        return true;
    }

    bool read_vietnamese_month()
    {
        skip_gap();
        if (const auto named = month_name()) {
            m_t.month = *named;
        } else {
            const auto month = number(2);
            if (!month) return false;
            m_t.month = month->value;
        }
        accept(',');
        skip_gap();
        if (accept_word("nam")) skip_gap();
        const auto year = number(4);
        return year && year->digits == 4 && set_year(*year, m_t.year);
    }

    std::optional<int> month_name()
    {
        const auto word = peek_word();
        if (word.size() < 3) return std::nullopt;
        const auto* const found =
            std::find_if(months.begin(), months.end(), [&](const Named& m) { return m.name == word; });
        if (found == months.end()) return std::nullopt;
        m_at += word.size();
        return found->value;
    }

    // "January 13, 2020" and "Jan-13-2020".
    bool read_after_month(int month)
    {
        m_t.month = month;
        skip_between();
        const auto day = number(2);
        if (!day) return false;
        m_t.day = day->value;
        if (!accept_word("st") && !accept_word("nd") && !accept_word("rd")) accept_word("th");
        skip_between();
        const auto year = number(4);
        return year && year->digits == 4 && set_year(*year, m_t.year);
    }

    // A clock before its date, as Vietnamese reports write it: "14:05 13/01/2020", "14h05 ngay 13/01/2020".
    bool read_leading_clock()
    {
        const std::size_t back = m_at;
        const auto hour = number(2);
        if (hour) {
            const std::size_t after = m_at;
            skip_gap();
            const bool is_clock = peek() == ':' || peek_word() == "h" || peek_word() == "gio";
            m_at = after;
            if (is_clock) {
                m_at = back;
                if (read_clock()) {
                    accept(',');
                    return true;
                }
            }
        }
        m_at = back;
        return false;
    }

    bool read_clock_after_date()
    {
        if (m_clock_may_follow_at_once) return read_clock() && read_zone();
        const std::size_t end_of_date = m_at;
        if (accept('t') || accept(',') || accept('_')) m_separated = true;
        const std::size_t before = m_at;
        skip_fillers();
        m_separated = m_separated || m_at != before;
        if (m_at == m_s.size()) return end_of_date == m_at;
        return m_separated && read_clock() && read_zone();
    }

    bool set_clock(int hour, int minute, int second, std::int64_t width_s)
    {
        const bool end_of_day = hour == 24 && minute == 0 && second == 0;
        if ((hour > 23 && !end_of_day) || minute > 59 || second > 59) return false;
        m_t.hour = hour;
        m_t.minute = minute;
        m_t.second = second;
        m_t.width_s = width_s;
        return true;
    }

    bool read_clock()
    {
        const std::size_t start = m_at;
        const auto first = number(6);
        if (!first) return false;
        if (first->digits == 4) return set_clock(digits_at(start, 2), digits_at(start + 2, 2), 0, 60);
        if (first->digits == 6) {
            skip_fraction();
            return set_clock(digits_at(start, 2), digits_at(start + 2, 2), digits_at(start + 4, 2), 1);
        }
        if (first->digits > 2) return false;
        if (accept(':')) return read_after_colon(first->value);
        const std::size_t after = m_at;
        skip_gap();
        if (accept_word("h") || accept_word("gio")) return read_after_h(first->value);
        m_at = after;
        const auto hour = with_half_of_day(first->value, true);
        return hour && set_clock(*hour, 0, 0, 3600);
    }

    bool read_after_colon(int hour)
    {
        const auto minute = number(2);
        if (!minute || minute->digits != 2) return false;
        int second = 0;
        std::int64_t width_s = 60;
        if (accept(':')) {
            const auto n = number(2);
            if (!n || n->digits != 2) return false;
            second = n->value;
            width_s = 1;
            if (!skip_fraction()) return false;
        }
        const auto of_day = with_half_of_day(hour, false);
        return of_day && set_clock(*of_day, minute->value, second, width_s);
    }

    bool read_after_h(int hour)
    {
        skip_gap();
        if (!is_digit(peek())) return set_clock(hour, 0, 0, 3600);
        const std::size_t back = m_at;
        const auto minute = number(2);
        // "14h 13/01/2020": the number belongs to the date.
        if (!minute || peek() == '/' || peek() == '-' || peek() == '.') {
            m_at = back;
            return set_clock(hour, 0, 0, 3600);
        }
        const std::size_t after = m_at;
        skip_gap();
        if (!accept_word("phut") && !accept_word("min") && !accept_word("p")) m_at = after;
        return set_clock(hour, minute->value, 0, 60);
    }

    bool skip_fraction()
    {
        if (peek() != '.' && peek() != ',') return true;
        if (m_at + 1 >= m_s.size() || !is_digit(m_s[m_at + 1])) return peek() == ',';
        ++m_at;
        while (is_digit(peek())) ++m_at;
        return true;
    }

    // The hour of the day once "AM" or "PM" is read; without one the hour as it is, or nothing when one is needed.
    std::optional<int> with_half_of_day(int hour, bool needed)
    {
        const std::size_t back = m_at;
        skip_gap();
        std::string_view word = peek_word();
        std::size_t length = word.size();
        if ((word == "a" || word == "p") && m_s.substr(m_at + 1).starts_with(".m."))
            length = 4;
        else if (word != "am" && word != "pm")
            word = {};
        if (word.empty()) {
            m_at = back;
            return needed ? std::nullopt : std::optional(hour);
        }
        m_at += length;
        if (hour < 1 || hour > 12) return std::nullopt;
        return hour % 12 + (word[0] == 'p' ? 12 : 0);
    }

    bool read_zone()
    {
        skip_gap();
        const bool bracket = accept('(');
        const bool named = accept_word("utc") || accept_word("gmt");
        if (named)
            m_t.zone_minutes = 0;
        else if (accept_word("z")) {
            m_t.zone_minutes = 0;
            return !bracket || accept(')');
        }
        if (peek() == '+' || peek() == '-') {
            const int sign = m_s[m_at++] == '-' ? -1 : 1;
            const auto hours = number(4);
            if (!hours || hours->digits == 3) return false;
            int minutes = hours->digits == 4 ? hours->value / 100 * 60 + hours->value % 100 : hours->value * 60;
            if (hours->digits == 4 && hours->value % 100 > 59) return false;
            if (hours->digits <= 2 && accept(':')) {
                const auto n = number(2);
                if (!n || n->digits != 2 || n->value > 59) return false;
                minutes += n->value;
            }
            if (minutes > 14 * 60) return false;
            m_t.zone_minutes = sign * minutes;
        }
        return !bracket || accept(')');
    }

    std::string_view m_s;
    std::size_t m_at = 0;
    DateOrder m_order;
    ReadTime m_t;
    bool m_clock_may_follow_at_once = false;
    bool m_separated = false;
};

// Unix seconds (9 or 10 digits) or milliseconds (12 or 13) up to the year 2100; eight digits are a date.
std::optional<std::int64_t> read_unix(std::string_view s)
{
    constexpr std::int64_t first_s = 94694400;  // 1973
    constexpr std::int64_t end_s = 4133980800;  // 2101
    std::size_t digits = 0;
    std::int64_t value = 0;
    while (digits < s.size() && is_digit(s[digits])) {
        if (digits == 13) return std::nullopt;
        value = value * 10 + (s[digits++] - '0');
    }
    const bool decimal = digits < s.size();
    if (decimal) {
        if (s[digits] != '.' || digits + 1 == s.size()) return std::nullopt;
        if (!std::all_of(s.begin() + static_cast<std::ptrdiff_t>(digits) + 1, s.end(), is_digit)) return std::nullopt;
    }
    if (digits < 8 || (digits == 8 && !decimal)) return std::nullopt;
    if (digits >= 11) value /= 1000;
    if (value < first_s || value >= end_s) return std::nullopt;
    return value;
}

std::string_view trimmed(std::string_view s)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    constexpr std::string_view no_break = "\u00A0";
    for (;;) {
        if (!s.empty() && blank(s.front()))
            s.remove_prefix(1);
        else if (!s.empty() && blank(s.back()))
            s.remove_suffix(1);
        else if (s.ends_with(no_break))
            s.remove_suffix(no_break.size());
        else
            return s;
    }
}

}  // namespace

std::optional<ReadTime> read_time(std::string_view text, DateOrder order)
{
    const std::string_view s = trimmed(text);
    if (s.empty() || s.size() > longest_text) return std::nullopt;
    if (const auto common = read_common_iso(s)) return common;
    if (is_digit(s[0])) {
        if (const auto unix_s = read_unix(s)) {
            ReadTime t;
            t.unix_s = unix_s;
            t.width_s = 1;
            return t;
        }
    }
    const bool plain = std::all_of(s.begin(), s.end(), [](char c) { return c > 0 && (c < 'A' || c > 'Z'); });
    if (plain) return Reader(s, order).read();
    const std::string folded = fold(s);
    return Reader(folded, order).read();
}

}  // namespace tuantra::domain
