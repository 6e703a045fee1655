#include "ui/texts.hpp"

#include "view/sentence.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace tuantra::ui {

using lang::tr;

namespace {

std::string two(int v)
{
    std::array<char, 16> b{};
    std::snprintf(b.data(), b.size(), "%02d", v);
    return b.data();
}

std::string clock_of(const domain::CivilTime& c)
{
    return two(c.hour) + ":" + two(c.minute);
}

std::string day_of(const domain::CivilTime& c)
{
    std::array<char, 48> b{};
    if (lang::current() == lang::Language::en)
        std::snprintf(b.data(), b.size(), "%04d-%02d-%02d", c.year, c.month, c.day);
    else
        std::snprintf(b.data(), b.size(), "%02d/%02d/%04d", c.day, c.month, c.year);
    return b.data();
}

bool same_day(const domain::CivilTime& a, const domain::CivilTime& b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

}  // namespace

std::string date_text(domain::Instant t)
{
    return day_of(domain::civil(t));
}

std::string time_text(domain::Instant t)
{
    const auto c = domain::civil(t);
    return day_of(c) + " " + clock_of(c);
}

std::string clock_text(domain::Instant t)
{
    return clock_of(domain::civil(t));
}

std::string span_text(const domain::TimeSpan& span)
{
    const auto a = domain::civil(span.from), b = domain::civil(span.to);
    const bool whole_days = a.hour == 0 && a.minute == 0 && b.hour == 23 && b.minute == 59;
    // What is known to the minute spans that minute.
    if (span.to.unix_s - span.from.unix_s < 60 && same_day(a, b)) return time_text(span.from);
    if (same_day(a, b)) return whole_days ? day_of(a) : day_of(a) + " " + clock_of(a) + "–" + clock_of(b);
    if (whole_days) return day_of(a) + " – " + day_of(b);
    return time_text(span.from) + " – " + time_text(span.to);
}

std::string weekday_text(domain::Instant t)
{
    static constexpr std::array<const char*, 7> names{lang::mark("Sun"), lang::mark("Mon"), lang::mark("Tue"),
                                                      lang::mark("Wed"), lang::mark("Thu"), lang::mark("Fri"),
                                                      lang::mark("Sat")};
    return tr(names[static_cast<std::size_t>(domain::civil(t).weekday) % 7]);
}

std::string offset_text(const domain::Address& a)
{
    const double m = std::abs(a.offset_m);
    const std::string amount = m < 100'000 ? lang::number(m) + " m" : lang::number(m / 1000) + " km";
    if (m < 0.5) return lang::fill(tr("{} on the line"), {amount});
    if (a.offset_m < 0) return lang::fill(tr("-{} inland"), {amount});
    return lang::fill(a.line == domain::LineId::land ? tr("+{} abroad") : tr("+{} seaward"), {amount});
}

std::string line_km_text(const domain::Address& a)
{
    const std::string whole = view::address_text(a);
    return whole.substr(0, whole.find(", "));
}

std::string neighbour_text(const domain::MeasuredLine* land, const std::string& name)
{
    if (land != nullptr && lang::current() == lang::Language::vi)
        for (const auto& s : land->stretches())
            if (s.kind == "neighbour" && s.name == name && !s.name_vi.empty()) return s.name_vi;
    // The data's names, so that the catalogues hold them.
    static constexpr std::array<const char*, 3> known{lang::mark("China"), lang::mark("Laos"), lang::mark("Cambodia")};
    return std::find(known.begin(), known.end(), name) == known.end() ? name : tr(name.c_str());
}

std::string source_text(const std::string& name)
{
    return name == "by hand" ? tr("by hand") : name;
}

std::string distance_text(double metres)
{
    const auto near_three = [](double v) { return lang::number(v, v < 9.995 ? 2 : v < 99.95 ? 1 : 0); };
    const std::string miles = near_three(metres / 1852);
    if (metres < 999.5) return lang::fill(tr("{0} m · {1} nm"), {lang::number(metres), miles});
    return lang::fill(tr("{0} km · {1} nm"), {near_three(metres / 1000), miles});
}

std::string area_text(double square_metres)
{
    const auto near_three = [](double v) { return lang::number(v, v < 9.995 ? 2 : v < 99.95 ? 1 : 0); };
    if (square_metres < 999'500) return near_three(square_metres / 10'000) + " ha";
    return near_three(square_metres / 1e6) + " km²";
}

std::string bearing_text(double degrees)
{
    const auto whole = static_cast<int>(std::lround(degrees)) % 360;
    std::array<char, 16> b{};
    std::snprintf(b.data(), b.size(), "%03d°", whole);
    return b.data();
}

const char* line_title(domain::LineId line)
{
    return line == domain::LineId::land ? tr("LAND BORDER") : tr("COAST");
}

}  // namespace tuantra::ui
