#include "ui/filter_fields.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

namespace tuantra::ui {

namespace {

template <typename T>
void press(T& lo, T& hi, T level, T least, T most)
{
    if (level < lo)
        lo = level;
    else if (level > hi)
        hi = level;
    else if (lo == hi)
        lo = least, hi = most;
    else if (level == hi)
        hi = static_cast<T>(hi - 1);
    else if (level == lo)
        lo = static_cast<T>(lo + 1);
    else
        lo = level;
}

}  // namespace

void press_severity(domain::Filter& filter, int level)
{
    press(filter.severity_min, filter.severity_max, level, 1, 5);
}

void press_grade(domain::Filter& filter, char grade)
{
    press(filter.grade_min, filter.grade_max, grade, 'A', 'F');
}

domain::Instant period_end(const std::optional<domain::TimeSpan>& data, std::int64_t now_unix_s)
{
    if (!data) return {now_unix_s};
    if (now_unix_s > 0 && data->to.unix_s > now_unix_s) return {now_unix_s};
    return data->to;
}

std::optional<double> parse_number(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto rest = text.substr(i);
        if (rest.starts_with("\u2212"))
            plain += '-', i += 2;
        else if (rest.starts_with("\u202f"))
            i += 2;
        else if (rest.starts_with("\u00a0"))
            i += 1;
        else if (text[i] == ',')
            plain += '.';
        else if (text[i] != ' ')
            plain += text[i];
    }
    if (plain.empty()) return std::nullopt;
    char* end = nullptr;
    const double v = std::strtod(plain.c_str(), &end);
    if (end != plain.c_str() + plain.size() || !std::isfinite(v)) return std::nullopt;
    return v;
}

}  // namespace tuantra::ui
