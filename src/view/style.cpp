#include "view/style.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace tuantra::view {
namespace {

using Json = nlohmann::json;

Colour colour(const std::string& text)
{
    if ((text.size() == 7 || text.size() == 9) && text[0] == '#') {
        std::uint32_t value = 0;
        const char* end = text.data() + text.size();
        if (const auto [at, error] = std::from_chars(text.data() + 1, end, value, 16);
            error == std::errc{} && at == end)
            return {text.size() == 9 ? value : value << 8 | 0xffU};
    }
    throw std::runtime_error("\"" + text + "\" is not a colour like #rrggbb or #rrggbbaa");
}

struct Token {
    const char* name;
    Colour Palette::*member;
};

constexpr Token panel_tokens[] = {
    {"background", &Palette::background},
    {"panel", &Palette::panel},
    {"raised", &Palette::raised},
    {"rule", &Palette::rule},
    {"text", &Palette::text},
    {"dim", &Palette::dim},
    {"faint", &Palette::faint},
    {"accent", &Palette::accent},
    {"warning", &Palette::warning},
    {"danger", &Palette::danger},
    {"good", &Palette::good},
};
constexpr Token map_tokens[] = {
    {"sea", &Palette::sea},
    {"land", &Palette::land},
    {"abroad", &Palette::abroad},
    {"border", &Palette::border},
    {"coast", &Palette::coast},
    {"river", &Palette::river},
    {"province", &Palette::province},
    {"label", &Palette::label},
    {"label_halo", &Palette::label_halo},
    {"graticule", &Palette::graticule},
};

Palette palette(const Json& json)
{
    Palette p;
    p.name = json.at("name").get<std::string>();
    p.dark = json.at("dark").get<bool>();
    p.map_dim = json.at("map_dim").get<double>();
    for (const auto& [name, member] : panel_tokens) p.*member = colour(json.at("panels").at(name).get<std::string>());
    for (const auto& [name, member] : map_tokens) p.*member = colour(json.at("map").at(name).get<std::string>());
    return p;
}

Ramp ramp(const Json& json)
{
    Ramp r;
    r.name = json.at("name").get<std::string>();
    const Json& colours = json.at("colours");
    if (colours.size() != r.colours.size())
        throw std::runtime_error("ramp " + r.name + " has " + std::to_string(colours.size()) + " colours, not 256");
    for (std::size_t i = 0; i < r.colours.size(); ++i) r.colours[i] = colour(colours[i].get<std::string>());
    return r;
}

template <typename T>
std::vector<T> load(const std::filesystem::path& path, const char* list, T (*read)(const Json&))
{
    std::ifstream file(path);
    if (!file) throw std::runtime_error(path.string() + ": cannot be read");
    try {
        std::vector<T> all;
        const Json json = Json::parse(file);
        for (const Json& entry : json.at(list)) all.push_back(read(entry));
        return all;
    } catch (const std::exception& e) {
        throw std::runtime_error(path.string() + ": " + e.what());
    }
}

}  // namespace

std::vector<Palette> load_palettes(const std::filesystem::path& path)
{
    return load<Palette>(path, "palettes", palette);
}

std::vector<Ramp> load_ramps(const std::filesystem::path& path)
{
    return load<Ramp>(path, "ramps", ramp);
}

}  // namespace tuantra::view
