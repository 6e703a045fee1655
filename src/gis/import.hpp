#pragma once
#include "domain/incident.hpp"
#include "domain/time.hpp"
#include "domain/track.hpp"
#include "gis/error.hpp"
#include "gis/rows.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::gis {

enum class Target : std::uint8_t { automatic, incidents, tracks, places, zones };

/// Which column means what, and how to read it. Column names as in the file; empty: none. Read from and written to JSON
/// (data/profiles); matching of names ignores case, diacritics, spaces and underscores.
struct Mapping {
    std::string profile;          ///< name, for the report; empty when guessed
    Target target = Target::automatic;
    std::string key, time, time_to, clock, lon, lat, both, easting, northing, kind, severity, title, narrative, reliability,
        credibility, suspects, victims, mover, name, zone_kind, valid_from, valid_to;
    std::string crs;              ///< of lon/lat or easting/northing columns; empty: WGS 84
    std::string default_kind;     ///< id of domain::Kind for rows without one
    std::vector<std::pair<std::string, std::string>> kind_words;  ///< substring of the kind column (folded) -> kind id
    std::string mover_kind;       ///< foot, vehicle, boat, vessel, ...
    domain::DateOrder date_order = domain::DateOrder::day_first;
    std::vector<std::string> key_columns;  ///< several columns that together are the key
};

struct ImportOptions {
    Target target = Target::automatic;
    std::string profile;      ///< name of a shipped profile, or a path ending in .json
    std::string layer, crs;
    domain::Zone zone;        ///< for times without one
    std::optional<Mapping> mapping;  ///< as a user corrected it: instead of profile and guess; target and CRS above outrank it
    std::filesystem::path profiles_dir;
};

struct Reject {
    std::int64_t row = 0;
    std::string reason;
    std::string raw;          ///< at most 64 KB
};

struct PlaceRecord {
    std::string key, name, kind;
    domain::LonLat place;
    std::vector<std::pair<std::string, std::string>> attributes;
};

struct ZoneRecord {
    std::string key, name, kind, valid_from, valid_to;
    domain::MultiPolygon polygons;
};

/// A fix with the key of its mover; the caller groups.
struct TrackFix {
    std::uint32_t mover = 0;  ///< index into ImportReader::movers()
    domain::Fix fix;
};

struct Mover {
    std::string key, name, kind;
};

/// What one call of next() yields. rows_read counts the rows behind it; every one is in exactly one of the lists, save
/// for a row of a line layer, which yields several fixes (then rows_read counts the row once).
struct Batch {
    std::vector<domain::Incident> incidents;
    std::vector<std::int64_t> incident_rows;  ///< row number of each
    std::vector<TrackFix> fixes;
    std::vector<PlaceRecord> places;
    std::vector<ZoneRecord> zones;
    std::vector<Reject> rejects;
    std::int64_t rows_read = 0;
    std::int64_t rows_to_tracks = 0;          ///< rows that became fixes
    std::vector<domain::Incident> spare;      ///< emptied incidents whose memory the next call uses again
    void clear();
};

/// A foreign file with a meaning for its columns.
class ImportReader {
public:
    /// Opens the file and settles what its rows are: from the profile, else a shipped profile whose columns fit exactly,
    /// else guessed from names (Vietnamese, English, French) and the first rows. Throws Error, e.g. when no column can be
    /// a place, naming the columns it saw.
    static std::unique_ptr<ImportReader> open(const std::filesystem::path& file, const ImportOptions& options);
    virtual ~ImportReader() = default;

    virtual const Mapping& mapping() const = 0;
    virtual Target target() const = 0;
    virtual RowReader& rows() = 0;
    virtual const std::vector<Mover>& movers() const = 0;
    /// Fills the batch with at most `limit` rows; false at the end. Incidents have no address yet.
    /// Bad rows become rejects; swapped axes are named as such in the reason.
    virtual bool next(Batch& batch, std::size_t limit = 4096) = 0;
};

/// SHA-256 of the file's bytes, lower-case hex.
std::string file_sha256(const std::filesystem::path& file);

}  // namespace tuantra::gis
