#pragma once
#include <filesystem>

namespace tuantra::app {

/// Where the program's own files are: the source tree when run from its build folder, else the installed data folder.
struct Paths {
    std::filesystem::path maps, data, shaders, catalogues, fonts;
};

/// TUANTRA_DATA_DIR (one folder holding maps, data, shaders) wins; then the installed place relative to the executable
/// (../share/tuantra); then the source tree it was built from. Throws std::runtime_error naming the places tried.
Paths find_paths();

/// $XDG_DATA_HOME/tuantra/tuantra.sqlite, or ~/.local/share/...
std::filesystem::path default_database();

/// $XDG_CONFIG_HOME/tuantra, or ~/.config/tuantra: what the program remembers of its user.
std::filesystem::path config_folder();

}  // namespace tuantra::app
