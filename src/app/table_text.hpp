#pragma once
#include "domain/filter.hpp"
#include "domain/time.hpp"
#include "jobs/runner.hpp"
#include "store/store.hpp"
#include "view/model.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tuantra::app {

inline constexpr std::size_t copied_at_most = 20'000;

/// The records as lines of tab-separated texts under a line of headings, in the current language: what spreadsheets
/// take from the clipboard. Tabs and line ends within a text become blanks.
std::string table_text(const std::vector<store::IncidentRecord>& records, view::TableColumns columns,
                       domain::Zone zone);

/// What `tuantra query incidents --format csv --out FILE` writes for the same filter. \returns how many records
/// Throws store::Error, DataError, jobs::Cancelled.
std::int64_t write_csv(const std::filesystem::path& database, const domain::Filter& filter,
                       const std::filesystem::path& file, domain::Zone zone, jobs::Progress& progress);

/// Where documents go: XDG_DOCUMENTS_DIR of user-dirs.dirs, else ~/Documents where it is there, else the home folder.
std::filesystem::path documents_folder();

}  // namespace tuantra::app
