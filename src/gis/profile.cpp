#include "gis/profile.hpp"

#include "domain/kind.hpp"
#include "domain/text.hpp"
#include "gis/gdal.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace tuantra::gis {

namespace {

using Json = nlohmann::ordered_json;

struct TextMember {
    const char* name;
    std::string Mapping::*member;
};

constexpr std::array<TextMember, 26> text_members = {{
    {"name", &Mapping::profile},
    {"key", &Mapping::key},
    {"time", &Mapping::time},
    {"time_to", &Mapping::time_to},
    {"clock", &Mapping::clock},
    {"lon", &Mapping::lon},
    {"lat", &Mapping::lat},
    {"both", &Mapping::both},
    {"easting", &Mapping::easting},
    {"northing", &Mapping::northing},
    {"kind", &Mapping::kind},
    {"severity", &Mapping::severity},
    {"title", &Mapping::title},
    {"narrative", &Mapping::narrative},
    {"reliability", &Mapping::reliability},
    {"credibility", &Mapping::credibility},
    {"suspects", &Mapping::suspects},
    {"victims", &Mapping::victims},
    {"mover", &Mapping::mover},
    {"name_column", &Mapping::name},
    {"zone_kind", &Mapping::zone_kind},
    {"valid_from", &Mapping::valid_from},
    {"valid_to", &Mapping::valid_to},
    {"crs", &Mapping::crs},
    {"default_kind", &Mapping::default_kind},
    {"mover_kind", &Mapping::mover_kind},
}};

constexpr std::array<std::pair<Target, std::string_view>, 5> targets = {{
    {Target::automatic, "auto"},
    {Target::incidents, "incidents"},
    {Target::tracks, "tracks"},
    {Target::places, "places"},
    {Target::zones, "zones"},
}};

std::vector<std::string> strings(const Json& json)
{
    return json.get<std::vector<std::string>>();
}

void read_kind_words(const std::string& shown, const Json& json, Mapping& mapping)
{
    for (const auto& entry : json) {
        const auto pair = strings(entry);
        if (pair.size() != 2) throw Error(shown, 0, "kind_words holds pairs: a word and a kind");
        mapping.kind_words.emplace_back(domain::fold(pair[0]), pair[1]);
    }
}

void check_kinds(const std::string& shown, const Mapping& mapping)
{
    const auto check = [&](const std::string& id) {
        const auto& all = domain::kinds();
        if (std::none_of(all.begin(), all.end(), [&](const auto& k) { return k.id == id; }))
            throw Error(shown, 0, "no kind of incident is called \"" + one_line(id, 60) + "\"");
    };
    if (!mapping.default_kind.empty()) check(mapping.default_kind);
    for (const auto& [word, id] : mapping.kind_words) check(id);
}

void read_member(const std::string& shown, const std::string& name, const Json& value, Profile& out)
{
    for (const auto& [text, member] : text_members) {
        if (name == text) {
            out.mapping.*member = value.get<std::string>();
            return;
        }
    }
    if (name == "columns") {
        out.columns = strings(value);
    } else if (name == "key_columns") {
        out.mapping.key_columns = strings(value);
    } else if (name == "kind_words") {
        read_kind_words(shown, value, out.mapping);
    } else if (name == "date_order") {
        const auto order = value.get<std::string>();
        if (order != "day_first" && order != "month_first")
            throw Error(shown, 0, "date_order is day_first or month_first");
        out.mapping.date_order = order == "day_first" ? domain::DateOrder::day_first : domain::DateOrder::month_first;
    } else if (name == "target") {
        const auto text = value.get<std::string>();
        const auto* found =
            std::find_if(targets.begin(), targets.end(), [&](const auto& t) { return t.second == text; });
        if (found == targets.end()) throw Error(shown, 0, "target is auto, incidents, tracks, places or zones");
        out.mapping.target = found->first;
    } else if (name != "about") {
        throw Error(shown, 0, "unknown member \"" + one_line(name, 60) + "\"");
    }
}

}  // namespace

std::string_view to_string(Target target)
{
    return targets[static_cast<std::size_t>(target)].second;
}

Profile parse_profile(const std::string& shown, std::string_view text)
{
    Profile out;
    try {
        const auto json = Json::parse(text);
        if (!json.is_object()) throw Error(shown, 0, "a profile is a JSON object");
        for (const auto& [name, value] : json.items()) read_member(shown, name, value, out);
    } catch (const nlohmann::json::exception& e) {
        throw Error(shown, 0, one_line(e.what()));
    }
    if (out.mapping.profile.empty()) throw Error(shown, 0, "a profile needs a name");
    check_kinds(shown, out.mapping);
    return out;
}

std::string write_profile(const Profile& profile)
{
    Json json;
    json["name"] = profile.mapping.profile;
    json["target"] = to_string(profile.mapping.target);
    json["columns"] = profile.columns;
    for (const auto& [name, member] : text_members)
        if (const auto& value = profile.mapping.*member; !value.empty()) json[name] = value;
    if (!profile.mapping.key_columns.empty()) json["key_columns"] = profile.mapping.key_columns;
    for (const auto& [word, id] : profile.mapping.kind_words) json["kind_words"].push_back(Json::array({word, id}));
    if (profile.mapping.date_order == domain::DateOrder::month_first) json["date_order"] = "month_first";
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Profile load_profile(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Error(file.string(), 0, "cannot be opened");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    return parse_profile(file.string(), text);
}

bool ColumnRole::holds_for(Target target) const
{
    return std::find(targets.begin(), targets.end(), target) != targets.end();
}

std::span<const ColumnRole> column_roles()
{
    using enum Target;
    static constexpr std::array all{incidents, tracks, places, zones};
    static constexpr std::array points{incidents, tracks, places}, named{tracks, places, zones};
    static constexpr std::array timed{incidents, tracks}, kinds{places, zones};
    static constexpr std::array events{incidents}, fixes{tracks}, areas{zones};
    static constexpr std::array<ColumnRole, 22> roles{{{"time", &Mapping::time, timed},
                                                       {"clock", &Mapping::clock, timed},
                                                       {"time_to", &Mapping::time_to, events},
                                                       {"lon", &Mapping::lon, points},
                                                       {"lat", &Mapping::lat, points},
                                                       {"both", &Mapping::both, points},
                                                       {"easting", &Mapping::easting, points},
                                                       {"northing", &Mapping::northing, points},
                                                       {"kind", &Mapping::kind, events},
                                                       {"severity", &Mapping::severity, events},
                                                       {"title", &Mapping::title, events},
                                                       {"narrative", &Mapping::narrative, events},
                                                       {"reliability", &Mapping::reliability, events},
                                                       {"credibility", &Mapping::credibility, events},
                                                       {"suspects", &Mapping::suspects, events},
                                                       {"victims", &Mapping::victims, events},
                                                       {"mover", &Mapping::mover, fixes},
                                                       {"name_column", &Mapping::name, named},
                                                       {"zone_kind", &Mapping::zone_kind, kinds},
                                                       {"valid_from", &Mapping::valid_from, areas},
                                                       {"valid_to", &Mapping::valid_to, areas},
                                                       {"key", &Mapping::key, all}}};
    return roles;
}

std::vector<std::string> profile_names(const std::filesystem::path& folder)
{
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
        if (entry.path().extension() != ".json") continue;
        try {
            names.push_back(load_profile(entry.path()).mapping.profile);
        } catch (const Error&) {
            continue;
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string column_key(std::string_view name)
{
    std::string out;
    for (const char c : domain::fold(name)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain || (static_cast<unsigned char>(c) & 0x80U) != 0) out += c;
    }
    return out;
}

int find_column(const std::vector<std::string>& columns, std::string_view name)
{
    const std::string key = column_key(name);
    if (key.empty()) return -1;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i] == name) return static_cast<int>(i);
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (column_key(columns[i]) == key) return static_cast<int>(i);
    return -1;
}

bool fits(const Profile& profile, const std::vector<std::string>& columns)
{
    const auto keys = [](const std::vector<std::string>& names) {
        std::vector<std::string> out;
        for (const auto& name : names)
            if (auto key = column_key(name); !key.empty()) out.push_back(std::move(key));
        std::sort(out.begin(), out.end());
        return out;
    };
    return !profile.columns.empty() && keys(profile.columns) == keys(columns);
}

}  // namespace tuantra::gis
