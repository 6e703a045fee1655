#pragma once
#include "domain/filter.hpp"
#include "domain/incident.hpp"
#include "domain/line.hpp"
#include "domain/track.hpp"
#include "store/edit.hpp"
#include "store/error.hpp"
#include "store/hotspots.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::store {

enum class OpenMode : std::uint8_t { read_only, read_write, create };  ///< create: makes the file when absent

struct SourceInfo {
    std::string name;  ///< identity across editions: two imports of one name are editions of one source
    std::string path;
    std::string sha256;
    bool synthetic = false;
};

/// read = kept + duplicate + rejected; updated is the part of kept that replaced an older version.
struct ImportCounts {
    std::int64_t read = 0, kept = 0, updated = 0, duplicate = 0, rejected = 0;
    std::int64_t tracks = 0, fixes = 0;
};

struct SourceRow {
    domain::Uid uid;
    std::string name, path, sha256, imported_at;
    ImportCounts counts;
    bool synthetic = false;
};

struct QuarantineRow {
    domain::Uid source;
    std::int64_t row = 0;
    std::string reason, raw;
};

struct UnitRow {
    domain::Uid uid;
    std::string name, kind;
    domain::LonLat base;
};

struct PatrolRow {
    domain::Uid uid, unit;
    domain::TimeSpan span;
    std::string state;  ///< scheduled, active, done, cancelled
    bool planned = false;
};

struct TableText {
    std::int64_t id = 0;
    std::string title, source;
};

struct IncidentRecord {
    std::int64_t id = 0;
    domain::Incident incident;
    std::string source_name, created_at, updated_at;
    bool synthetic = false;
    std::uint64_t content = 0;  ///< tells this version from another; for edit_by_hand()
};

/// What a question looks like to SQLite.
struct Explained {
    std::string sql;
    std::vector<std::string> plan;  ///< detail lines of EXPLAIN QUERY PLAN
    bool full_scan = false;         ///< some step reads a whole table of records although the filter restricts it
};

struct FileInfo {
    std::int64_t schema_version = 0;
    std::int64_t incidents = 0, tracks = 0, fixes = 0, sources = 0, places = 0, zones = 0, quarantined = 0;
    std::int64_t hotspot_runs = 0;
    std::int64_t bytes = 0;
    std::string sqlite, spatialite;
    bool synthetic = false;
};

class Store;

/// One import: one transaction. Destroyed without finish(), it leaves the database as it was.
/// A record whose (source name, source_key) is known is a duplicate when its content is the same, and else an update.
/// All records of a Store are written by one thread.
class Import {
public:
    ~Import();
    Import(Import&&) noexcept;
    /// \pre place is valid. Strings that are not UTF-8, or dates out of range, throw Error (the caller rejects first).
    void add(const domain::Incident& incident);
    /// Pieces of one track, in time order. False when the track was known with the same content (nothing is written).
    /// Its rows are counted by the caller, with count_kept() or else count_duplicate().
    bool add(const domain::Track& track, const std::vector<std::vector<domain::Fix>>& pieces,
             std::optional<domain::Uid> patrol = {});
    void add_place(const std::string& key, const std::string& name, const std::string& kind, domain::LonLat place);
    void add_zone(const std::string& key, const std::string& name, const std::string& kind,
                  const std::string& valid_from, const std::string& valid_to, const domain::MultiPolygon& polygons);
    void add_unit(const UnitRow& unit);
    void add_patrol(const PatrolRow& patrol);
    void reject(std::int64_t row, const std::string& reason, const std::string& raw);
    /// Rows that were read but are no record of their own (fixes, merged fixes): they count as kept or duplicate.
    void count_kept(std::int64_t rows);
    void count_duplicate(std::int64_t rows);
    /// Builds what was put off (indexes of a large import), writes the source row and commits. Progress in 0..1;
    /// `tick` may throw to abort, which rolls back.
    ImportCounts finish(const std::function<void(double)>& tick = {});
    /// What finish() would report if called now. Destroying the import afterwards makes it a rehearsal.
    ImportCounts counts() const;
    const domain::Uid& source() const;

private:
    friend class Store;
    struct Impl;
    explicit Import(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// One connection to one database file. Not shared between threads: each thread opens its own; one of them writes.
class Store {
public:
    /// Opens, checks application id and schema version, migrates (read_write and create only) in one transaction.
    /// Throws Error; a file from a newer program, or one that is no Tuantra file, is left untouched byte for byte.
    static Store open(const std::filesystem::path& file, OpenMode mode);
    ~Store();
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;

    const std::filesystem::path& path() const;
    bool read_only() const;

    /// Writes the measured lines and their stretches (replacing those there).
    void save_lines(const domain::Lines& lines);

    /// For a program that has just made the database and is alone with it: imports write each page once instead of
    /// twice, and other programs wait while one runs. Killed at any moment, the file is still as before or as after.
    void load_alone();

    /// `now_unix_ms` stamps the records; `seed` 0 draws uids from entropy, else reproducibly.
    Import begin_import(const SourceInfo& source, std::int64_t now_unix_ms, std::uint64_t seed = 0);
    std::vector<SourceRow> sources() const;
    /// Takes an import back whole: its new records vanish, the versions it replaced return. Returns records touched.
    std::int64_t undo(const domain::Uid& source);

    /// One record added, changed or removed by hand, in a transaction of its own; what was there goes to the history.
    /// The address is taken as given; text must be NFC already. Throws Error for a record that is refused (see validate
    /// and the ranges of domain::Incident), and where the record is gone or no longer has the content that was seen.
    /// Each is logged. A change that changes nothing does nothing. A hand's record is synthetic where the one it changes is, and a new
    /// one where the database holds only invented records.
    EditReceipt add_by_hand(domain::Incident incident, std::int64_t now_unix_ms);
    EditReceipt edit_by_hand(std::int64_t id, domain::Incident incident, std::uint64_t seen_content,
                             std::int64_t now_unix_ms);
    EditReceipt remove_by_hand(std::int64_t id, std::uint64_t seen_content, std::int64_t now_unix_ms);
    /// Takes the change back: an added record goes, a changed or removed one is as before. Throws Error where the
    /// record changed again since.
    void undo_edit(const EditReceipt& edit, std::int64_t now_unix_ms);
    /// The record's versions, the newest first; empty for an unknown id.
    std::vector<IncidentVersion> incident_history(std::int64_t id) const;

    void quarantine(const std::optional<domain::Uid>& source,
                    const std::function<void(const QuarantineRow&)>& each) const;

    std::int64_t count_incidents(const domain::Filter& filter) const;
    /// Row ids, ascending.
    std::vector<std::int64_t> incident_ids(const domain::Filter& filter) const;
    /// In (occurred_from, id) order. `each` returns false to stop.
    void incidents(const domain::Filter& filter, const std::function<bool(const IncidentRecord&)>& each) const;
    Explained explain_incidents(const domain::Filter& filter) const;
    /// Row ids of the k nearest, nearest first, ties by id, geodesic.
    std::vector<std::int64_t> nearest_incidents(domain::LonLat place, std::size_t k) const;

    struct TrackRow {
        std::int64_t id = 0;
        domain::Uid uid;
        std::string name, kind, source_name, source_key;
        domain::TimeSpan span;
        std::int64_t fixes = 0;
        double length_km = 0;
    };
    std::int64_t count_tracks(const domain::Filter& filter) const;
    /// Tracks with a chunk that passes the filter's time, box, near, within and source.
    void tracks(const domain::Filter& filter, const std::function<bool(const TrackRow&)>& each) const;
    Explained explain_tracks(const domain::Filter& filter) const;
    std::vector<domain::Fix> track_fixes(std::int64_t track_id) const;

    /// A stored run of fixes: never across a silence or a jump; the first fix of a run repeats the last one of the run
    /// before where they are one piece, so that every step lies in exactly one run.
    struct TrackRun {
        std::int64_t track_id = 0;
        std::string kind;  ///< of the mover
        std::optional<domain::Uid> patrol;
        std::vector<domain::Fix> fixes;
    };
    /// All runs that pass the filter's time, box, near, within and source, and some that only come near: the index
    /// decides, and callers look at the fixes anyway. In the order of track, piece and run. `each` may keep what it is
    /// given; it returns false to stop.
    void track_runs(const domain::Filter& filter, const std::function<bool(TrackRun&&)>& each) const;
    Explained explain_track_runs(const domain::Filter& filter) const;
    /// Posts, ports, squadrons, by name.
    std::vector<UnitRow> units() const;

    /// All live incidents / tracks as columns, for drawing.
    domain::IncidentColumns load_incidents() const;
    domain::TrackColumns load_tracks() const;
    std::optional<IncidentRecord> incident(std::int64_t id) const;
    std::vector<TableText> table_texts(const std::vector<std::int64_t>& ids) const;

    /// Keeps a hotspot run with its cells for good and logs it; \returns its hash. Throws Error for a run with data at
    /// or after its own end, without validity or cells, or with a cell without size, place or number.
    std::string seal(const HotspotRun& run, const std::vector<HotspotRunCell>& cells);
    std::vector<HotspotRun> hotspot_runs() const;  ///< in order of sealing, without their grids
    std::optional<HotspotRun> hotspot_run(const domain::Uid& uid) const;
    std::vector<HotspotRunCell> hotspot_cells(const domain::Uid& uid) const;
    /// Throws Error (damaged) when the run is not as it was sealed.
    void verify_hotspot_run(const domain::Uid& uid) const;
    /// Everything that was imported, undone and sealed, in order.
    void log(const std::function<void(const LogRow&)>& each) const;
    /// Appends to the log what happened outside the store. `detail`: a JSON object.
    void note(const std::string& action, const std::string& subject, const std::string& detail);

    bool synthetic() const;  ///< any live record comes from a synthetic source
    FileInfo info() const;
    /// Empty when whole; else one line per finding (integrity, foreign keys, R*Trees, counts, geometry blobs, the log's
    /// chain, sealed runs).
    std::vector<std::string> check() const;
    /// SHA-256 over all records in a fixed order, without uids and stamps that depend on when they were made.
    std::string digest() const;

private:
    friend class Import;
    struct Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace tuantra::store
