#pragma once
#include "view/saved_view.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tuantra::app {

/// Saved views as files, one each, in $XDG_CONFIG_HOME/tuantra/views.
std::filesystem::path views_folder();
/// What the name of such files ends with.
inline constexpr const char* view_ending = ".view.json";

/// All that can be read, by name; a file that is none is left alone and left out. An absent folder holds none.
std::vector<view::SavedView> read_views(const std::filesystem::path& folder);
/// Throws std::runtime_error naming the file.
view::SavedView read_view(const std::filesystem::path& file);
/// The file appears whole or not at all. Throws std::runtime_error naming the file.
void write_view(const std::filesystem::path& file, const view::SavedView& view);
/// The file of a name within a folder: readable where the name has letters, and never that of another name.
std::filesystem::path view_file(const std::filesystem::path& folder, const std::string& name);

}  // namespace tuantra::app
