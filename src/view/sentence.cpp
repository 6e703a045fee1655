#include "view/sentence.hpp"

#include "lang/lang.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace tuantra::view {
namespace {

using lang::fill;
using lang::tr;
using lang::trc;

constexpr std::int64_t day_s = 86400;

// domain speaks no language, so its labels are marked for the catalogues here.
[[maybe_unused]] constexpr std::array<const char*, domain::kind_count> kind_labels{
    lang::mark("Human trafficking"), lang::mark("Illegal crossing"), lang::mark("Drugs"), lang::mark("Smuggling"),
    lang::mark("Illegal fishing"),   lang::mark("Piracy"),           lang::mark("Other"),
};

// Chainages are grouped by spaces in every language: in "LAND km 1,234.5, -800 m" an English comma would read as a
// list.
std::string spaced(double value, int decimals)
{
    std::string text = lang::number(value, decimals);
    if (lang::current() != lang::Language::en) return text;
    std::string out;
    for (const char c : text) {
        if (c == ',')
            out += "\u202F";
        else
            out += c;
    }
    return out;
}

// As few decimals as say the value to three.
int decimals_of(double value)
{
    int decimals = 0;
    for (double scale = 1; decimals < 3 && std::fabs(std::round(value * scale) / scale - value) > 5e-4; scale *= 10)
        ++decimals;
    return decimals;
}

std::string brief(double value)
{
    return spaced(value, decimals_of(value));
}

std::string two_digits(int value)
{
    return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string lower_first(std::string text)
{
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

bool is_midnight(domain::Instant t, domain::Zone zone)
{
    const auto c = domain::civil(t, zone);
    return c.hour == 0 && c.minute == 0 && c.second == 0;
}

std::string date_or_moment(domain::Instant t, domain::Zone zone)
{
    return is_midnight(t, zone) ? date_text(t, zone) : moment_text(t, zone);
}

std::string kinds_part(const domain::KindSet& kinds, bool alone)
{
    if (kinds == domain::KindSet::all()) return alone ? tr("all incidents") : tr("all kinds");
    std::string list;
    for (const auto& kind : domain::kinds()) {
        if (!kinds.has(kind.kind)) continue;
        if (!list.empty()) list += ", ";
        list += lower_first(kind_text(kind.kind));
    }
    return list.empty() ? tr("no kind") : list;
}

// An end at midnight is said as the day before it, which is the last day let through.
std::string time_words(const domain::Filter& f, domain::Zone zone)
{
    if (!f.until) return fill(tr("since {0}"), {date_or_moment(*f.since, zone)});
    const bool whole_days = is_midnight(*f.until, zone);
    const domain::Instant last{f.until->unix_s - (whole_days ? day_s : 0)};
    const std::string end = whole_days ? date_text(last, zone) : moment_text(last, zone);
    if (!f.since) return fill(whole_days ? tr("up to and including {0}") : tr("before {0}"), {end});
    if (whole_days && *f.since == last) return fill(tr("on {0}"), {end});
    return fill(trc("time", "{0} to {1}"), {date_or_moment(*f.since, zone), end});
}

std::string zone_suffix(domain::Zone zone)
{
    if (zone == domain::Zone{}) return {};
    const int size = std::abs(zone.minutes);
    std::string text = " (UTC";
    if (size != 0) {
        text += zone.minutes < 0 ? '-' : '+';
        text += std::to_string(size / 60);
        if (size % 60 != 0) text += ":" + two_digits(size % 60);
    }
    return text + ")";
}

std::string severity_part(int from, int to)
{
    if (from == to) return fill(tr("severity {0}"), {std::to_string(from)});
    return fill(tr("severity {0} to {1}"), {std::to_string(from), std::to_string(to)});
}

std::string km_words(const domain::Range& km)
{
    if (km.from && km.to) return fill(trc("chainage", "km {0}–{1}"), {brief(*km.from), brief(*km.to)});
    if (km.from) return fill(trc("chainage", "from km {0}"), {brief(*km.from)});
    return fill(trc("chainage", "up to km {0}"), {brief(*km.to)});
}

std::string line_part(const domain::Filter& f)
{
    if (!f.line) return fill(tr("{0} of either line"), {km_words(f.km)});
    const std::string name(domain::to_string(*f.line));
    if (f.km.open()) return fill(tr("along {0}"), {name});
    return name + " " + km_words(f.km);
}

std::string offset_part(const domain::Range& offset)
{
    const auto metres = [](double m) { return (m > 0 ? "+" : "") + brief(m); };
    if (offset.from && offset.to) return fill(tr("offset {0} to {1} m"), {metres(*offset.from), metres(*offset.to)});
    if (offset.from) return fill(tr("offset from {0} m"), {metres(*offset.from)});
    return fill(tr("offset up to {0} m"), {metres(*offset.to)});
}

void add_place_parts(const domain::Filter& f, std::vector<FilterPhrase>& parts)
{
    if (f.box) {
        parts.push_back({FilterPart::box, fill(tr("box {0} to {1}"), {position_text({f.box->west, f.box->south}),
                                                                      position_text({f.box->east, f.box->north})})});
    }
    if (f.near)
        parts.push_back({FilterPart::near,
                         fill(tr("within {0} km of {1}"), {brief(f.near->radius_km), position_text(f.near->centre)})});
    if (!f.within.empty()) {
        parts.push_back({FilterPart::within, f.within_name.empty() ? std::string(tr("in a drawn area"))
                                                                   : fill(trc("area", "in {0}"), {f.within_name})});
    }
    if (f.line || !f.km.open()) parts.push_back({FilterPart::line, line_part(f)});
    if (!f.offset_m.open()) parts.push_back({FilterPart::offset, offset_part(f.offset_m)});
}

// Degrees, minutes and seconds with the carry of rounding: 59.6" is the next minute.
std::string dms(double degrees, int width)
{
    const auto seconds = static_cast<long>(std::lround(std::fabs(degrees) * 3600));
    std::string whole = std::to_string(seconds / 3600);
    whole.insert(0, whole.size() < static_cast<std::size_t>(width) ? static_cast<std::size_t>(width) - whole.size() : 0,
                 '0');
    return whole + "°" + two_digits(static_cast<int>(seconds / 60 % 60)) + "'" +
           two_digits(static_cast<int>(seconds % 60)) + "\"";
}

}  // namespace

const char* kind_text(domain::Kind kind)
{
    return tr(domain::info(kind).label.data());
}

std::string date_text(domain::Instant t, domain::Zone zone)
{
    const auto c = domain::civil(t, zone);
    return fill(trc("date: 0 year, 1 month, 2 day", "{0}-{1}-{2}"),
                {std::to_string(c.year), two_digits(c.month), two_digits(c.day)});
}

std::string moment_text(domain::Instant t, domain::Zone zone)
{
    const auto c = domain::civil(t, zone);
    std::string text = date_text(t, zone) + " " + two_digits(c.hour) + ":" + two_digits(c.minute);
    if (c.second != 0) text += ":" + two_digits(c.second);
    return text;
}

std::string address_text(const domain::Address& address)
{
    return std::string(domain::to_string(address.line)) + " km " + spaced(address.chainage_km, 1) + ", " +
           spaced(address.offset_m, 0) + " m";
}

std::string position_text(domain::LonLat place)
{
    const char* north_south = place.lat < 0 ? trc("latitude", "S") : trc("latitude", "N");
    const char* east_west = place.lon < 0 ? trc("longitude", "W") : trc("longitude", "E");
    return dms(place.lat, 2) + north_south + " " + dms(place.lon, 2) + east_west;
}

std::vector<FilterPhrase> phrases(const domain::Filter& filter, domain::Zone zone)
{
    std::vector<FilterPhrase> parts;
    if (filter.kinds != domain::KindSet::all()) parts.push_back({FilterPart::kinds, kinds_part(filter.kinds, false)});
    if (filter.since || filter.until) parts.push_back({FilterPart::time, time_words(filter, zone) + zone_suffix(zone)});
    if (filter.severity_min > 1 || filter.severity_max < 5)
        parts.push_back({FilterPart::severity, severity_part(filter.severity_min, filter.severity_max)});
    if (!filter.text.empty()) parts.push_back({FilterPart::text, fill(tr("text \"{0}\""), {filter.text})});
    add_place_parts(filter, parts);
    if (filter.source)
        parts.push_back({FilterPart::source, fill(tr("source {0}"), {domain::to_string(*filter.source)})});
    if (filter.grade_min > 'A' || filter.grade_max < 'F') {
        parts.push_back({FilterPart::grade, fill(tr("reliability {0} to {1}"), {std::string(1, filter.grade_min),
                                                                                std::string(1, filter.grade_max)})});
    }
    return parts;
}

domain::Filter without(domain::Filter filter, FilterPart part)
{
    const domain::Filter open;
    switch (part) {
        case FilterPart::kinds:
            filter.kinds = open.kinds;
            break;
        case FilterPart::time:
            filter.since.reset(), filter.until.reset();
            break;
        case FilterPart::severity:
            filter.severity_min = 1, filter.severity_max = 5;
            break;
        case FilterPart::text:
            filter.text.clear();
            break;
        case FilterPart::box:
            filter.box.reset();
            break;
        case FilterPart::near:
            filter.near.reset();
            break;
        case FilterPart::within:
            filter.within.clear(), filter.within_name.clear();
            break;
        case FilterPart::line:
            filter.line.reset(), filter.km = {};
            break;
        case FilterPart::offset:
            filter.offset_m = {};
            break;
        case FilterPart::source:
            filter.source.reset();
            break;
        case FilterPart::grade:
            filter.grade_min = 'A', filter.grade_max = 'F';
            break;
    }
    return filter;
}

std::string sentence(const domain::Filter& filter, domain::Zone zone)
{
    const auto parts = phrases(filter, zone);
    const bool some_kinds = !parts.empty() && parts.front().part == FilterPart::kinds;
    std::string text = some_kinds ? parts.front().text : kinds_part(filter.kinds, parts.empty());
    for (std::size_t i = some_kinds ? 1 : 0; i < parts.size(); ++i) text += "; " + parts[i].text;
    return text;
}

}  // namespace tuantra::view
