#include "ui/filter_fields.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

namespace tuantra::ui {

void press_severity(domain::Filter& filter, int level)
{
    int& lo = filter.severity_min;
    int& hi = filter.severity_max;
    if (level < lo)
        lo = level;
    else if (level > hi)
        hi = level;
    else if (lo == hi)
        lo = 1, hi = 5;
    else if (level == hi)
        --hi;
    else if (level == lo)
        ++lo;
    else
        lo = level;
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
