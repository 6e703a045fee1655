// What the panel's fields are called, what they hold where nothing is said, and how their texts are read.
#include "app/cli_parse.hpp"
#include "app/errors.hpp"
#include "app/hotspot_panel.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;

namespace {

using Field = view::HotspotField;
using Type = Field::Type;

/// One option: its field and what its text does to the settings.
struct Option {
    Field field;
    void (*set)(HotspotSettings&, const std::string& option, const std::string& text);
};

Field number(const char* option, const char* label, const char* unit, const char* automatic)
{
    Field field;
    field.option = option;
    field.label = label;
    field.unit = unit;
    field.automatic = automatic;
    return field;
}

Field number(const char* option, const char* label, const char* unit, double standard, Type type = Type::number)
{
    Field field = number(option, label, unit, "");
    field.standard = standard;
    field.has_standard = true;
    field.type = type;
    return field;
}

Field of_type(Field field, Type type)
{
    field.type = type;
    return field;
}

/// The first choice is what holds where nothing is said.
Field choice(const char* option, const char* label, std::vector<Field::Choice> choices)
{
    Field field = number(option, label, "", "");
    field.type = Type::choice;
    field.choices = std::move(choices);
    return field;
}

Field flag(const char* option, const char* label)
{
    return of_type(number(option, label, "", ""), Type::flag);
}

void set_kernel(HotspotSettings& s, const std::string&, const std::string& v)
{
    s.kernel = v == "gaussian" ? analysis::Kernel::gaussian : analysis::Kernel::quartic;
}

void set_edge(HotspotSettings& s, const std::string&, const std::string& v)
{
    s.edge = v == "none"      ? analysis::EdgeCorrection::none
             : v == "uniform" ? analysis::EdgeCorrection::uniform
                              : analysis::EdgeCorrection::diggle;
}

void set_ground(HotspotSettings& s, const std::string&, const std::string& v)
{
    if (v != "none") s.area = v == "land" ? StudyGround::land : StudyGround::sea;
}

std::vector<Option> line_fields(const HotspotSettings& s)
{
    return {
        {number("--snap-km", mark("At most so far from the line"), "km", s.snap_km),
         [](auto& into, const auto& o, const auto& v) { into.snap_km = parse_number(o, v); }},
        {number("--bandwidth-km", mark("Bandwidth"), "km", mark("automatic")),
         [](auto& into, const auto& o, const auto& v) { into.bandwidth_km = parse_number(o, v); }},
        {number("--step-km", mark("Length of a cell"), "km", 1),
         [](auto& into, const auto& o, const auto& v) { into.cell_km = parse_number(o, v); }},
        {number("--segment-km", mark("Length of a segment"), "km", mark("automatic")),
         [](auto& into, const auto& o, const auto& v) { into.cell_km = parse_number(o, v); }},
        {number("--neighbours", mark("Neighbours on each side"), "", s.reach, Type::whole),
         [](auto& into, const auto& o, const auto& v) {
             into.reach = static_cast<unsigned>(std::min<std::uint64_t>(parse_whole(o, v), 1'000'000));
         }},
        {number("--length-km", mark("Kilometres to name"), "km", s.length_km),
         [](auto& into, const auto& o, const auto& v) { into.length_km = parse_number(o, v); }},
        {number("--stretches", mark("In so many stretches"), "", static_cast<double>(s.stretches), Type::whole),
         [](auto& into, const auto& o, const auto& v) { into.stretches = parse_whole(o, v); }},
        {number("--area-km2", mark("A circle of this area instead"), "km²", mark("no")),
         [](auto& into, const auto& o, const auto& v) { into.area_km2 = parse_number(o, v); }},
    };
}

std::vector<Option> time_fields()
{
    return {
        {choice("--step", mark("Step of time"), {{"month", mark("month")}, {"week", mark("week")}}),
         [](auto& into, const auto&, const auto& v) { into.step = v == "week" ? TimeStep::week : TimeStep::month; }},
        {flag("--space-time", mark("In place and time together")),
         [](auto& into, const auto&, const auto&) { into.space_time = true; }},
        {flag("--prospective", mark("Only what still lasts")),
         [](auto& into, const auto&, const auto&) { into.prospective = true; }},
        {of_type(number("--against-since", mark("Compare with: from"), "", mark("as long before")), Type::time),
         nullptr},
        {of_type(number("--against-until", mark("Compare with: until"), "", mark("as long before")), Type::time),
         nullptr},
        {of_type(number("--days", mark("Bands of time"), "d", mark("automatic")), Type::list),
         [](auto& into, const auto& o, const auto& v) { into.days = parse_list(o, v); }},
        {number("--window-days", mark("Clusters in time too, within"), "d", mark("no")),
         [](auto& into, const auto& o, const auto& v) { into.window_days = parse_number(o, v); }},
    };
}

std::vector<Option> area_fields(const HotspotSettings& s)
{
    return {
        {number("--cell-km", mark("Side of a cell"), "km", mark("automatic")),
         [](auto& into, const auto& o, const auto& v) { into.cell_km = parse_number(o, v); }},
        {number("--hexagons", mark("Hexagons instead, from centre to centre"), "km", mark("no")),
         [](auto& into, const auto& o, const auto& v) { into.hexagon_km = parse_number(o, v); }},
        {choice("--kernel", mark("Kernel"), {{"quartic", mark("quartic")}, {"gaussian", mark("Gaussian")}}),
         set_kernel},
        {flag("--adaptive", mark("Bandwidth by what lies around")),
         [](auto& into, const auto&, const auto&) { into.adaptive = true; }},
        {choice("--area", mark("Only within"),
                {{"none", mark("anywhere")}, {"land", mark("land")}, {"sea", mark("sea")}}),
         set_ground},
        {choice("--edge", mark("Edges"),
                {{"", mark("automatic")},
                 {"none", mark("left as they are")},
                 {"uniform", mark("divided by the part inside")},
                 {"diggle", mark("Diggle")}}),
         set_edge},
        {of_type(number("--distances-km", mark("Bands of distance"), "km", mark("automatic")), Type::list),
         [](auto& into, const auto& o, const auto& v) { into.space_km = parse_list(o, v); }},
        {number("--least-ratio", mark("Watch from this ratio on"), "", s.least_ratio),
         [](auto& into, const auto& o, const auto& v) { into.least_ratio = parse_number(o, v); }},
        {number("--radius-km", mark("Radius of a neighbourhood"), "km", mark("automatic")),
         [](auto& into, const auto& o, const auto& v) { into.radius_km = parse_number(o, v); }},
        {of_type(number("--min-points", mark("Least incidents of a cluster"), "", mark("automatic")), Type::whole),
         [](auto& into, const auto& o, const auto& v) { into.min_points = parse_whole(o, v); }},
    };
}

std::vector<Option> test_fields(const HotspotSettings& s)
{
    return {
        {choice("--effort", mark("Effort counted in"), {{"km", mark("patrol-km")}, {"hours", mark("hours")}}),
         [](auto& into, const auto&, const auto& v) {
             into.effort = v == "hours" ? EffortUnit::hours : EffortUnit::km;
         }},
        {flag("--no-posts", mark("Patrols only, without posts")),
         [](auto& into, const auto&, const auto&) { into.posts = false; }},
        {flag("--occupancy", mark("Also how likely each is used")),
         [](auto& into, const auto&, const auto&) { into.occupancy = true; }},
        {number("--max-share", mark("Largest window, share"), "", s.max_share),
         [](auto& into, const auto& o, const auto& v) { into.max_share = parse_number(o, v); }},
        {number("--permutations", mark("Permutations"), "", static_cast<double>(s.permutations), Type::whole),
         [](auto& into, const auto& o, const auto& v) { into.permutations = parse_whole(o, v); }},
        {number("--seed", mark("Seed"), "", static_cast<double>(s.seed), Type::whole),
         [](auto& into, const auto& o, const auto& v) { into.seed = parse_whole(o, v); }},
        {number("--alpha", mark("Significant below"), "", s.alpha),
         [](auto& into, const auto& o, const auto& v) { into.alpha = parse_number(o, v); }},
    };
}

const std::vector<Option>& options()
{
    static const auto all = [] {
        const HotspotSettings standard;
        std::vector<Option> list = line_fields(standard);
        for (auto part : {time_fields(), area_fields(standard), test_fields(standard)})
            list.insert(list.end(), part.begin(), part.end());
        return list;
    }();
    return all;
}

const Option* option_of(std::string_view name)
{
    const auto& all = options();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& o) { return o.field.option == name; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

std::vector<view::HotspotMethodRow> panel_methods()
{
    std::vector<view::HotspotMethodRow> rows;
    for (const auto& method : hotspot_methods()) {
        view::HotspotMethodRow row;
        row.id = method.id;
        row.label = method.label;
        row.answers = method.answers;
        row.cannot = method.cannot;
        row.least = method.least;
        row.forecasts = method.score != ScoreBy::none;
        for (const auto name : method.options) {
            if (const auto* option = option_of(name))
                row.fields.push_back(option->field);
            else
                row.elsewhere.emplace_back(name);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

HotspotSettings panel_settings(const std::string& method, const std::map<std::string, std::string>& values,
                               domain::Zone zone)
{
    HotspotSettings settings;
    const auto* known = hotspot_method(method);
    if (known == nullptr) return settings;
    const auto value = [&](std::string_view name) {
        const bool own = std::find(known->options.begin(), known->options.end(), name) != known->options.end();
        const auto found = own ? values.find(std::string(name)) : values.end();
        return found == values.end() ? std::string() : found->second;
    };
    for (const auto& option : options())
        if (const auto text = value(option.field.option); option.set != nullptr && !text.empty())
            option.set(settings, option.field.option, text);
    const auto since = value("--against-since"), until = value("--against-until");
    if (since.empty() != until.empty()) throw CallError(tr("--against-since and --against-until go together"));
    if (!since.empty())
        settings.against = domain::TimeSpan{parse_time_option("--against-since", since, zone).from,
                                            parse_time_option("--against-until", until, zone).from};
    return settings;
}

std::string in_panel_words(std::string text)
{
    const auto replace = [&](const std::string& option, const char* label) {
        for (auto at = text.find(option); at != std::string::npos; at = text.find(option, at)) {
            const auto end = at + option.size();
            // "--step" is not the beginning of "--step-km".
            if (end < text.size() && (text[end] == '-' || (text[end] >= 'a' && text[end] <= 'z'))) {
                at = end;
                continue;
            }
            const std::string words = std::string("“") + tr(label) + "”";
            text.replace(at, option.size(), words);
            at += words.size();
        }
    };
    for (const auto& option : options()) replace(option.field.option, option.field.label);
    replace("--since", mark("from date"));
    replace("--until", mark("to date"));
    replace("--km", mark("kilometres"));
    return text;
}

}  // namespace tuantra::app
