#pragma once
#include "view/model.hpp"

#include <filesystem>
#include <string>

namespace tuantra::app {

/// What the window remembers between runs.
struct Settings {
    int width = 1600, height = 1000;
    bool maximised = false;
    std::string palette = "office";
    std::string language;  ///< empty: from the environment
    float ui_scale = 1;
    view::Layers layers;
    view::TableColumns columns;
    bool table_open = true, ribbon_open = true, filter_open = true, details_open = true, timeline_open = true;
    bool space_time_open = false, numbers_open = false, hotspots_open = false;
};

/// $XDG_CONFIG_HOME/tuantra/settings.json, or ~/.config/...
std::filesystem::path settings_file();
/// Missing or unreadable settings give the defaults; values out of range are brought into it.
Settings read_settings(const std::filesystem::path& file);
/// Whole or not at all; failure to write is silent (a read-only home must not stop a watch).
void write_settings(const std::filesystem::path& file, const Settings& settings);

}  // namespace tuantra::app
