#pragma once
#include "app/import_job.hpp"
#include "app/paths.hpp"
#include "view/import.hpp"

namespace tuantra::app {

/// How a file is read so: format, layers, columns with their meaning and first values. What is wrong with it comes back
/// as the preview's error. Reads the first rows only.
view::ImportPreview peek(const std::string& path, const view::ImportChoice& choice, const Paths& paths,
                         domain::Zone zone);

/// The settings of an import that a user chose so. Throws gis::Error where the choice names what is not there.
ImportSettings import_settings(const view::ImportPreview& preview, const Paths& paths, domain::Zone zone);

/// Does the import and keeps nothing: the preview with counts, extent, time span and rejects. An error of the file
/// comes back as the preview's; throws store::Error and what `tick` throws.
view::ImportPreview count(view::ImportPreview preview, const Paths& paths, domain::Zone zone, store::Store& store,
                          const domain::Lines& lines, const Tick& tick);

/// A folder's folders and files that can be imported; hidden ones are left out, and what is beyond `at_most`.
inline constexpr std::size_t listed_at_most = 5000;
view::FolderView list_folder(const std::filesystem::path& folder, const std::filesystem::path& documents,
                             std::size_t at_most = listed_at_most);

}  // namespace tuantra::app
