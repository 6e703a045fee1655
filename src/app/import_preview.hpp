#pragma once
#include "app/import_job.hpp"
#include "app/paths.hpp"
#include "jobs/runner.hpp"
#include "view/import.hpp"

namespace tuantra::app {

/// A look at a file, and what was settled about its columns, which the import then takes as it is.
struct Looked {
    view::ImportPreview preview;
    std::optional<gis::Mapping> mapping;  ///< nullopt where the file cannot be read so
};

/// How a file is read so: format, layers, columns with their meaning and first values. What is wrong with it comes back
/// as the preview's error. Reads the first rows only. `before` is what was settled for the same file and layer: columns
/// that the choice gives a meaning are put into it, so that the rest of it, such as the order of day and month, stays.
Looked look_at(const std::string& path, const view::ImportChoice& choice, const std::optional<gis::Mapping>& before,
               const Paths& paths, domain::Zone zone);

/// The settings of an import that a user chose so; `before` as above.
ImportSettings import_settings(const std::string& path, const view::ImportChoice& choice,
                               const std::optional<gis::Mapping>& before, const Paths& paths, domain::Zone zone);

/// Does the import and keeps nothing: the preview with counts, extent, time span and rejects. An error of the file
/// comes back as the preview's; throws store::Error and what `tick` throws.
view::ImportPreview count(view::ImportPreview preview, ImportSettings settings, store::Store& store,
                          const domain::Lines& lines, const Tick& tick);

/// A folder's folders and files that can be imported; hidden ones are left out, and what is beyond `at_most`. Heeds
/// `progress`.
inline constexpr std::size_t listed_at_most = 5000;
view::FolderView list_folder(const std::filesystem::path& folder, const std::filesystem::path& documents,
                             const jobs::Progress& progress, std::size_t at_most = listed_at_most);

}  // namespace tuantra::app
