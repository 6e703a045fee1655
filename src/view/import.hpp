#pragma once
#include "domain/geo.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tuantra::view {

/// A meaning, by the name that profiles have for it, and the column that has it. A column may have several.
using ColumnMeaning = std::pair<std::string, std::string>;

/// What a user says of a file before it is imported. Empty members: as the file itself says, or as guessed.
struct ImportChoice {
    std::string target;   ///< incidents, tracks, places, zones
    std::string profile;  ///< the name of a shipped one
    std::string layer;
    std::string crs;  ///< "EPSG:3405"
    /// Meaning and column; where there are any, they stand for profile and guess.
    std::vector<ColumnMeaning> roles;
    friend bool operator==(const ImportChoice&, const ImportChoice&) = default;
};

struct ImportColumn {
    std::string name;
    std::vector<std::string> samples;  ///< its first few values that are not empty
};

struct ImportReject {
    std::int64_t row = 0;
    std::string reason;
};

/// What an import would do: first how the file is read, then, once all of it was, what would come of it.
struct ImportPreview {
    std::string path;
    ImportChoice choice;
    std::string error;  ///< not empty: it cannot be read so, and nothing below holds

    std::string target, profile, format, layer, crs;
    std::vector<std::string> profiles, layers;
    std::vector<std::string> roles;  ///< that the target's columns can have
    std::vector<ImportColumn> columns;
    std::vector<ColumnMeaning> meanings;  ///< of the columns; one without any is kept as it is

    bool counted = false;  ///< what follows is known
    std::int64_t read = 0, kept = 0, duplicate = 0, updated = 0, rejected = 0;
    std::vector<ImportReject> rejects;  ///< the first few
    std::optional<domain::Box> extent;  ///< of what would be kept
    std::optional<domain::TimeSpan> span;
    std::vector<domain::LonLat> places;  ///< some, spread over the file
};

struct FolderEntry {
    std::string name;
    bool folder = false;
    std::int64_t bytes = 0;
    std::int64_t changed_unix_s = 0;
};

/// What a folder holds that can be opened: folders first, both by name.
struct FolderView {
    std::string path, parent;  ///< parent empty: none
    std::vector<FolderEntry> entries;
    bool more = false;  ///< than are listed
    std::string error;
    std::string home;                 ///< one of the places, or empty
    std::vector<std::string> places;  ///< folders to go to: home, documents, disks
};

/// Files on their way in.
struct ImportDesk {
    std::vector<std::string> waiting;              ///< the first is being looked at
    ImportChoice asked;                            ///< for the first, perhaps not yet looked at
    std::shared_ptr<const ImportPreview> preview;  ///< of the first; null until its first rows are read
    std::uint64_t counting = 0;                    ///< the job that counts; 0: none
    FolderView folder;

    /// The preview, if it shows what was asked for last and the file can be read so; else null, and there is nothing to
    /// accept yet.
    const ImportPreview* acceptable() const
    {
        const bool shown = preview && !waiting.empty() && preview->path == waiting.front() && preview->choice == asked;
        return shown && preview->error.empty() ? preview.get() : nullptr;
    }
};

}  // namespace tuantra::view
