#pragma once
#include "store/content_hash.hpp"
#include "store/impl.hpp"
#include "store/key_map.hpp"
#include "store/rtree_pack.hpp"

#include <unordered_map>
#include <unordered_set>

namespace tuantra::store {

/// A small table of keyed records (places, zones, tracks): what is known of the same source name.
struct KeyedTable {
    explicit KeyedTable(const char* name) : table(name) {}
    const char* table;
    bool loaded = false;
    KeyMap known;
    std::unordered_set<std::uint64_t> superseded;
};

enum class Fate : std::uint8_t { fresh, update, duplicate };
struct Verdict {
    Fate fate = Fate::fresh;
    std::int64_t id = 0;  ///< of the known record
};

struct Import::Impl {
    Impl(Store::Impl& store, const SourceInfo& source, std::int64_t now_unix_ms, std::uint64_t seed);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    // incidents
    void add(const domain::Incident& incident);
    void insert_incident(const domain::Incident& incident, std::int64_t id, std::uint64_t content);
    void update_incident(const domain::Incident& incident, std::int64_t id, std::uint64_t content);
    void load_known_incidents();
    void load_changed_by_hand();
    void index_incidents();
    // others
    Verdict judge(KeyedTable& table, const std::string& key, std::uint64_t content);
    /// Archives the known version when there is one; \returns the row to write, and its uid.
    std::pair<std::int64_t, domain::Uid> take_row(KeyedTable& table, const Verdict& verdict, std::uint64_t key_hash,
                                                  std::uint64_t content);
    bool add_track(const domain::Track& track, const std::vector<std::vector<domain::Fix>>& pieces,
                   const std::optional<domain::Uid>& patrol);
    void write_chunks(std::int64_t track, const std::vector<std::vector<domain::Fix>>& pieces);
    void archive(const char* table, std::int64_t id);
    void count(Fate fate);
    void index_box(const char* table, std::int64_t id, const domain::Box& box);

    ImportCounts finish(const std::function<void(double)>& tick);
    void write_source_row();
    void close();

    Store::Impl& store;
    SQLite::Database& db;
    std::string source_name;
    std::int64_t now_ms;
    domain::UidMaker uids;
    domain::Uid source_uid;
    std::int64_t source_id = 0;
    ImportCounts counts;
    bool open = false;

    // Incidents: rows of this import have the ids first_id, first_id + 1, ...
    std::int64_t first_id = 0, next_id = 0, before = 0;
    std::int64_t least_updated = 0, greatest_updated = 0;
    bool known_loaded = false;
    KeyMap known;
    std::unordered_set<std::uint64_t> superseded;
    std::vector<IndexEntry> entries;                     ///< of the new rows, by id - first_id
    std::unordered_map<std::int64_t, IndexEntry> moved;  ///< older rows that were updated
    std::int64_t watermark = 0;
    std::unique_ptr<SQLite::Statement> insert, update;
    std::vector<std::uint8_t> blob;
    std::string attributes;

    KeyedTable places{"place"}, zones{"zone"}, tracks{"track"};
    std::unique_ptr<SQLite::Statement> insert_chunk, insert_chunk_index, insert_chunk_box;
};

}  // namespace tuantra::store
