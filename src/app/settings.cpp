#include "app/settings.hpp"

#include "app/paths.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace tuantra::app {

namespace {

using nlohmann::json;

/// Name and member of each switch that is remembered, for reading and writing alike.
template <typename Visit>
void each_panel(Settings& s, const Visit& visit)
{
    visit("table", s.table_open);
    visit("ribbon", s.ribbon_open);
    visit("filter", s.filter_open);
    visit("details", s.details_open);
    visit("timeline", s.timeline_open);
    visit("space_time", s.space_time_open);
    visit("numbers", s.numbers_open);
    visit("hotspots", s.hotspots_open);
}

template <typename T>
void take(const json& from, const char* name, T& into)
{
    const auto found = from.find(name);
    if (found == from.end()) return;
    try {
        into = found->get<T>();
    } catch (const json::exception&) {  // a value of another type keeps the default
    }
}

}  // namespace

std::filesystem::path settings_file()
{
    return config_folder() / "settings.json";
}

Settings read_settings(const std::filesystem::path& file)
{
    Settings settings;
    std::ifstream in(file);
    const json root = json::parse(in, nullptr, false);
    if (!root.is_object()) return settings;
    take(root, "width", settings.width);
    take(root, "height", settings.height);
    take(root, "maximised", settings.maximised);
    take(root, "palette", settings.palette);
    take(root, "language", settings.language);
    take(root, "ui_scale", settings.ui_scale);
    take(root, "table_columns", settings.columns.bits);
    if (settings.columns.bits == 0) settings.columns = {};
    settings.width = std::clamp(settings.width, 800, 7680);
    settings.height = std::clamp(settings.height, 500, 4320);
    settings.ui_scale = std::clamp(settings.ui_scale, 0.75F, 2.5F);
    const json layers = root.value("layers", json::object());
    const json panels = root.value("panels", json::object());
    if (layers.is_object())
        for (const auto& layer : view::layer_names) take(layers, layer.name, settings.layers.*layer.member);
    if (panels.is_object()) each_panel(settings, [&](const char* name, bool& on) { take(panels, name, on); });
    return settings;
}

void write_settings(const std::filesystem::path& file, const Settings& settings)
{
    Settings s = settings;
    json root{{"width", s.width},
              {"height", s.height},
              {"maximised", s.maximised},
              {"palette", s.palette},
              {"language", s.language},
              {"ui_scale", s.ui_scale},
              {"table_columns", s.columns.bits},
              {"layers", json::object()},
              {"panels", json::object()}};
    for (const auto& layer : view::layer_names) root["layers"][layer.name] = s.layers.*layer.member;
    each_panel(s, [&](const char* name, bool& on) { root["panels"][name] = on; });
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    const std::filesystem::path part = file.string() + ".part";
    {
        std::ofstream out(part);
        out << root.dump(2) << '\n';
        if (!out) return;
    }
    std::filesystem::rename(part, file, ignored);
}

}  // namespace tuantra::app
