#pragma once
#include "domain/line.hpp"
#include "domain/uid.hpp"
#include "gis/import.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::app {

struct ImportSettings {
    gis::ImportOptions options;
    std::filesystem::path movers;  ///< data/movers.json
    std::string source_name;       ///< empty: the file's name; two imports of one name are editions of one source
    bool dry_run = false;          ///< do everything, keep nothing
    std::int64_t now_unix_ms = 0;
    std::uint64_t seed = 0;  ///< of the uids; 0: entropy
    unsigned threads = 0;    ///< that look up addresses; 0: as many as there are cores
    std::function<void(const gis::Batch&)> watch;  ///< sees every batch that was read, in the file's order
};

/// For the report; the quarantine has every one with its raw text.
struct RejectNote {
    std::int64_t row = 0;
    std::string reason;
};
inline constexpr std::size_t reject_notes_kept = 10'000;

/// More fixes than this in one file do not fit in memory beside the rest: gis::Error that says to split the file.
inline constexpr std::size_t fixes_at_most = 16'000'000;

struct ImportReport {
    std::filesystem::path path;
    gis::Target target = gis::Target::automatic;
    std::string profile, format, layer, source_name;
    std::optional<domain::Uid> source;  ///< nullopt after a dry run
    store::ImportCounts counts;         ///< read = kept + duplicate + rejected
    std::vector<RejectNote> rejects;    ///< at most reject_notes_kept
    std::size_t jumps = 0, gaps = 0;    ///< where tracks were split
};

/// Progress in 0..1, negative while unknown. May throw to stop; the import is then rolled back.
using Tick = std::function<void(double)>;

/// Reads a foreign file into the database, in one transaction: rows are read on one thread, get their addresses on
/// others, and are stored on the calling one, in the file's order. Memory is bounded by fixes_at_most fixes and a few
/// batches. Throws gis::Error, store::Error, and what `tick` throws; the database is then as before.
ImportReport import_file(const std::filesystem::path& file, const ImportSettings& settings, store::Store& store,
                         const domain::Lines& lines, const Tick& tick = {});

/// "incidents", "tracks", ...
std::string to_string(gis::Target target);
/// One line in the current language: what was read, kept, and left out.
std::string summary(const ImportReport& report);

}  // namespace tuantra::app
