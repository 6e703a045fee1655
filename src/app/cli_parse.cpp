#include "app/cli_parse.hpp"

#include "app/cli_context.hpp"
#include "domain/uid.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

namespace tuantra::app {

namespace {

using lang::fill;
using lang::tr;

[[noreturn]] void refuse(const std::string& option, const std::string& text, const std::string& takes)
{
    throw CallError(fill(tr("{0}: '{1}' is not understood; it takes {2}"), {option, text, takes}));
}

std::vector<std::string> split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, from)) {
        parts.push_back(text.substr(from, at - from));
        from = at + 1;
    }
    parts.push_back(text.substr(from));
    return parts;
}

std::optional<double> to_number(std::string_view text)
{
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
    return value;
}

std::vector<double> numbers(const std::string& option, const std::string& text, std::size_t count, const char* takes)
{
    std::vector<double> values;
    for (const auto& part : split(text, ',')) {
        const auto value = to_number(part);
        if (!value) refuse(option, text, takes);
        values.push_back(*value);
    }
    if (values.size() != count) refuse(option, text, takes);
    return values;
}

domain::KindSet parse_kinds(const std::string& text)
{
    auto kinds = domain::KindSet::none();
    for (const auto& part : split(text, ',')) {
        const auto kind = domain::parse_kind(part);
        if (!kind) {
            std::string known;
            for (const auto& k : domain::kinds()) known += (known.empty() ? "" : ", ") + std::string(k.id);
            refuse("--kind", part, known);
        }
        kinds.set(*kind, true);
    }
    return kinds;
}

void parse_severity(const std::string& text, domain::Filter& filter)
{
    const char* takes = tr("a number 1 to 5, or a range such as 3:5");
    const auto range = parse_range("--severity", text);
    const double from = range.from.value_or(1), to = range.to.value_or(5);
    if (from != std::floor(from) || to != std::floor(to) || from < 1 || to > 5) refuse("--severity", text, takes);
    filter.severity_min = static_cast<int>(from);
    filter.severity_max = static_cast<int>(to);
}

domain::Box parse_box(const std::string& text)
{
    const char* takes = tr("W,S,E,N in degrees, for example 102,8,118,24");
    const auto v = numbers("--bbox", text, 4, takes);
    if (!domain::is_valid({v[0], v[1]}) || !domain::is_valid({v[2], v[3]}) || v[0] > v[2] || v[1] > v[3])
        refuse("--bbox", text, takes);
    return {v[0], v[1], v[2], v[3]};
}

domain::Circle parse_circle(const std::string& text)
{
    const char* takes = tr("LON,LAT,KM, for example 107.97,21.52,25");
    const auto v = numbers("--near", text, 3, takes);
    if (!domain::is_valid({v[0], v[1]}) || v[2] < 0) refuse("--near", text, takes);
    return {{v[0], v[1]}, v[2]};
}

void parse_grade(const std::string& text, domain::Filter& filter)
{
    const char* takes = tr("a grade A to F, or a range such as A-C");
    const auto upper = [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); };
    const bool pair = text.size() == 3 && (text[1] == '-' || text[1] == ':');
    if (text.size() != 1 && !pair) refuse("--grade", text, takes);
    filter.grade_min = upper(text.front());
    filter.grade_max = upper(text.back());
    if (filter.grade_min < 'A' || filter.grade_max > 'F' || filter.grade_min > filter.grade_max)
        refuse("--grade", text, takes);
}

}  // namespace

double parse_number(const std::string& option, const std::string& text)
{
    const auto value = to_number(text);
    if (!value) refuse(option, text, tr("a number"));
    return *value;
}

std::uint64_t parse_whole(const std::string& option, const std::string& text)
{
    constexpr double most = 1e15;  // every whole number up to there is a double
    const auto value = to_number(text);
    if (!value) refuse(option, text, tr("a number"));
    if (*value < 0 || *value > most || *value != std::floor(*value)) refuse(option, text, tr("a whole number"));
    return static_cast<std::uint64_t>(*value);
}

std::vector<double> parse_list(const std::string& option, const std::string& text)
{
    std::vector<double> values;
    for (const std::string& part : split(text, ',')) values.push_back(parse_number(option, part));
    return values;
}

domain::Range parse_range(const std::string& option, const std::string& text)
{
    const char* takes = tr("a range A:B; either side may be left out");
    const auto parts = split(text, ':');
    domain::Range range;
    if (parts.size() > 2) refuse(option, text, takes);
    const auto end = [&](const std::string& part) -> std::optional<double> {
        if (part.empty() && parts.size() == 2) return {};
        const auto value = to_number(part);
        if (!value) refuse(option, text, takes);
        return value;
    };
    range.from = end(parts.front());
    range.to = end(parts.back());
    if (range.from && range.to && *range.from > *range.to) refuse(option, text, takes);
    return range;
}

domain::TimeSpan parse_time_option(const std::string& option, const std::string& text, domain::Zone zone)
{
    const auto span = domain::parse_time(text, zone);
    if (!span) refuse(option, text, tr("a time such as 2024-01-31 or 2024-01-31T14:05"));
    return *span;
}

domain::Zone parse_zone(const std::string& text)
{
    const char* takes = tr("an offset such as +07:00, or UTC");
    if (text == "Z" || text == "z" || text == "UTC" || text == "utc") return {0};
    if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) refuse("--tz", text, takes);
    std::string digits;
    for (const char c : text.substr(1))
        if (c != ':') digits += c;
    if (digits.empty() || digits.size() > 4 || digits.find_first_not_of("0123456789") != std::string::npos)
        refuse("--tz", text, takes);
    const int value = std::stoi(digits);
    const int minutes = digits.size() <= 2 ? value * 60 : value / 100 * 60 + value % 100;
    if (minutes > 14 * 60 || (digits.size() > 2 && value % 100 > 59)) refuse("--tz", text, takes);
    return {text[0] == '-' ? -minutes : minutes};
}

std::pair<int, int> parse_size(const std::string& option, const std::string& text)
{
    const char* takes = tr("WxH in pixels, 64 to 8192, for example 1600x1000");
    const auto parts = split(text, 'x');
    if (parts.size() != 2) refuse(option, text, takes);
    int size[2] = {0, 0};
    for (std::size_t i = 0; i < 2; ++i) {
        const auto value = to_number(parts[i]);
        if (!value || *value != std::floor(*value) || *value < 64 || *value > 8192) refuse(option, text, takes);
        size[i] = static_cast<int>(*value);
    }
    return {size[0], size[1]};
}

domain::LonLat parse_place(const std::string& lon, const std::string& lat)
{
    const domain::LonLat place{parse_number("LON", lon), parse_number("LAT", lat)};
    if (domain::is_valid(place)) return place;
    if (domain::is_valid({place.lat, place.lon}))
        throw CallError(
            fill(tr("{0} {1} is no place; longitude comes before latitude: did you mean {1} {0}?"), {lon, lat}));
    throw CallError(
        fill(tr("{0} {1} is no place; it takes LON (-180 to 180) and LAT (-90 to 90) in degrees"), {lon, lat}));
}

domain::LineId parse_line_option(const std::string& text)
{
    const auto line = domain::parse_line(text);
    if (!line) refuse("LINE", text, tr("LAND or COAST"));
    return *line;
}

void add_filter_options(CLI::App& command, FilterTexts& texts)
{
    const auto add = [&](const char* name, std::string& text, const char* takes, const char* description) {
        command.add_option(name, text, description)->type_name(takes)->group(tr("Filter"));
    };
    add("--since", texts.since, "T", tr("from this time on (ISO 8601; UTC+7 unless it has a zone)"));
    add("--until", texts.until, "T", tr("before this time"));
    add("--kind", texts.kind, "K[,K...]", tr("kinds of incident"));
    add("--severity", texts.severity, "A:B", tr("severity, 1 least to 5 worst"));
    add("--text", texts.text, "WORDS", tr("every word begins a word of title or narrative"));
    add("--bbox", texts.bbox, "W,S,E,N", tr("inside a box, degrees"));
    add("--near", texts.near, "LON,LAT,KM", tr("within a geodesic distance of a place"));
    add("--within", texts.within, "FILE", tr("inside the polygons of a file"));
    add("--line", texts.line, "LAND|COAST", tr("addressed on this measured line"));
    add("--km", texts.km, "A:B", tr("chainage along the line, km"));
    add("--offset", texts.offset, "A:B", tr("offset from the line, metres, positive outward"));
    add("--source", texts.source, "UID", tr("from one import"));
    add("--grade", texts.grade, "A-C", tr("reliability of the source"));
}

domain::Filter to_filter(const FilterTexts& texts, domain::Zone zone)
{
    domain::Filter filter;
    if (!texts.since.empty()) filter.since = parse_time_option("--since", texts.since, zone).from;
    if (!texts.until.empty()) filter.until = parse_time_option("--until", texts.until, zone).from;
    if (filter.since && filter.until && *filter.since > *filter.until)
        throw CallError(fill(tr("--since {0} is later than --until {1}"), {texts.since, texts.until}));
    if (!texts.kind.empty()) filter.kinds = parse_kinds(texts.kind);
    if (!texts.severity.empty()) parse_severity(texts.severity, filter);
    filter.text = texts.text;
    if (!texts.bbox.empty()) filter.box = parse_box(texts.bbox);
    if (!texts.near.empty()) filter.near = parse_circle(texts.near);
    if (!texts.line.empty()) filter.line = parse_line_option(texts.line);
    if (!texts.km.empty()) filter.km = parse_range("--km", texts.km);
    if (!texts.offset.empty()) filter.offset_m = parse_range("--offset", texts.offset);
    if (!texts.source.empty()) {
        filter.source = domain::parse_uid(texts.source);
        if (!filter.source) refuse("--source", texts.source, tr("the uid of an import, as 'tuantra sources' lists it"));
    }
    if (!texts.grade.empty()) parse_grade(texts.grade, filter);
    if (!texts.within.empty()) {
        filter.within = gis::load_area(texts.within);
        filter.within_name = std::filesystem::path(texts.within).filename().string();
    }
    return filter;
}

}  // namespace tuantra::app
