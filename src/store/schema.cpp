#include "store/schema.hpp"

#include "store/journal.hpp"
#include "store/rtree_pack.hpp"

#include <array>
#include <cstring>
#include <fstream>
#include <string>

namespace tuantra::store {

namespace {

constexpr const char* incident_body = R"(
    occurred_from INTEGER NOT NULL,   -- Unix seconds, UTC
    occurred_to INTEGER NOT NULL,
    kind TEXT NOT NULL,
    severity INTEGER NOT NULL,        -- 1 least .. 5 worst
    reliability TEXT,                 -- A..F of the source
    line TEXT,                        -- LAND, COAST
    chainage_km REAL,
    offset_m REAL,
    geom POINT NOT NULL,
    credibility INTEGER,              -- 1..6 of the report
    suspects INTEGER,
    victims INTEGER,
    title TEXT NOT NULL,
    narrative TEXT,
    attributes TEXT,                  -- JSON object
    source_key TEXT,
    uid BLOB NOT NULL,
    source_id INTEGER NOT NULL REFERENCES source(id),
    content_hash INTEGER NOT NULL,
    created_at INTEGER NOT NULL,      -- Unix milliseconds
    updated_at INTEGER NOT NULL)";

constexpr const char* place_body = R"(
    name TEXT NOT NULL, kind TEXT NOT NULL, geom POINT NOT NULL,
    source_key TEXT, uid BLOB NOT NULL, source_id INTEGER NOT NULL REFERENCES source(id), content_hash INTEGER NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL)";

constexpr const char* zone_body = R"(
    name TEXT NOT NULL, kind TEXT NOT NULL, valid_from TEXT, valid_to TEXT, geom MULTIPOLYGON NOT NULL,
    source_key TEXT, uid BLOB NOT NULL, source_id INTEGER NOT NULL REFERENCES source(id), content_hash INTEGER NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL)";

constexpr const char* track_body = R"(
    name TEXT NOT NULL, kind TEXT NOT NULL, patrol_uid BLOB, from_time REAL, to_time REAL, fixes INTEGER NOT NULL,
    length_m REAL NOT NULL,
    source_key TEXT, uid BLOB NOT NULL, source_id INTEGER NOT NULL REFERENCES source(id), content_hash INTEGER NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL)";

constexpr const char* chunk_body = R"(
    track_id INTEGER NOT NULL, piece INTEGER NOT NULL, seq INTEGER NOT NULL,
    from_time REAL NOT NULL, to_time REAL NOT NULL, fixes INTEGER NOT NULL,
    geom LINESTRING NOT NULL)";

/// A table of records and the one its replaced versions go to.
void create_recorded(SQLite::Database& db, const std::string& name, const std::string& body)
{
    db.exec("CREATE TABLE " + name + "(id INTEGER PRIMARY KEY," + body + ")");
    auto plain = body;
    for (auto at = plain.find(" REFERENCES source(id)"); at != std::string::npos;
         at = plain.find(" REFERENCES source(id)"))
        plain.erase(at, std::strlen(" REFERENCES source(id)"));
    db.exec("CREATE TABLE " + name +
            "_history(by_source INTEGER NOT NULL REFERENCES source(id), in_file INTEGER NOT NULL,"
            "id INTEGER NOT NULL," +
            plain + ")");
    db.exec("CREATE INDEX " + name + "_history_by ON " + name + "_history(by_source,in_file)");
    db.exec("CREATE INDEX " + name + "_history_id ON " + name + "_history(id)");
}

void create_core(SQLite::Database& db)
{
    db.exec(R"(
        CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE source(id INTEGER PRIMARY KEY AUTOINCREMENT, uid BLOB NOT NULL UNIQUE, name TEXT NOT NULL,
            path TEXT NOT NULL, sha256 TEXT NOT NULL, imported_at INTEGER NOT NULL, synthetic INTEGER NOT NULL,
            rows_kept INTEGER NOT NULL DEFAULT 0, rows_updated INTEGER NOT NULL DEFAULT 0,
            rows_duplicate INTEGER NOT NULL DEFAULT 0, rows_rejected INTEGER NOT NULL DEFAULT 0,
            rows_read INTEGER GENERATED ALWAYS AS (rows_kept + rows_duplicate + rows_rejected) VIRTUAL,
            tracks INTEGER NOT NULL DEFAULT 0, fixes INTEGER NOT NULL DEFAULT 0,
            first_incident INTEGER, last_incident INTEGER);
        CREATE INDEX source_name ON source(name);
        CREATE TABLE quarantine(id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            row_number INTEGER NOT NULL, reason TEXT NOT NULL, raw TEXT NOT NULL);
        CREATE INDEX quarantine_source ON quarantine(source_id);
        CREATE TABLE tombstone(uid BLOB NOT NULL, record TEXT NOT NULL, deleted_at INTEGER NOT NULL);
        CREATE TABLE unit(id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
            geom POINT NOT NULL, source_id INTEGER NOT NULL REFERENCES source(id), created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL);
        CREATE INDEX unit_source ON unit(source_id);
        CREATE TABLE patrol(id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, unit_uid BLOB NOT NULL, planned INTEGER NOT NULL,
            start_time INTEGER NOT NULL, end_time INTEGER NOT NULL, state TEXT NOT NULL,
            source_id INTEGER NOT NULL REFERENCES source(id), created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
        CREATE INDEX patrol_source ON patrol(source_id);
        CREATE TABLE line(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, official_km REAL NOT NULL,
            official_source TEXT NOT NULL, measured_km REAL NOT NULL, geom LINESTRING NOT NULL);
        CREATE TABLE stretch(id INTEGER PRIMARY KEY, line TEXT NOT NULL REFERENCES line(name) ON DELETE CASCADE,
            from_km REAL NOT NULL, to_km REAL NOT NULL, name TEXT NOT NULL, name_vi TEXT NOT NULL, kind TEXT NOT NULL,
            valid_from TEXT, valid_to TEXT);
        CREATE INDEX stretch_line ON stretch(line,kind,from_km);)");
    create_recorded(db, "incident", incident_body);
    create_recorded(db, "place", place_body);
    create_recorded(db, "zone", zone_body);
    create_recorded(db, "track", track_body);
    db.exec(std::string("CREATE TABLE track_chunk(id INTEGER PRIMARY KEY,") + chunk_body + ")");
    db.exec(
        std::string("CREATE TABLE track_chunk_history(by_source INTEGER NOT NULL REFERENCES source(id),id INTEGER,") +
        chunk_body + ")");
    db.exec(R"(
        CREATE INDEX place_source ON place(source_id);
        CREATE INDEX zone_source ON zone(source_id);
        CREATE INDEX track_source ON track(source_id);
        CREATE UNIQUE INDEX track_chunk_order ON track_chunk(track_id,piece,seq);
        CREATE INDEX track_chunk_history_by ON track_chunk_history(by_source,track_id);
        INSERT INTO meta VALUES('next_incident',1),('text_watermark',0);)");
}

void register_column(SQLite::Database& db, const char* table, const char* column, const char* type,
                     const char* dimensions)
{
    SQLite::Statement add(db, "SELECT RecoverGeometryColumn(?1,?2,4326,?3,?4), CreateSpatialIndex(?1,?2)");
    add.bind(1, table);
    add.bind(2, column);
    add.bind(3, type);
    add.bind(4, dimensions);
    if (!add.executeStep() || add.getColumn(0).getInt() != 1 || add.getColumn(1).getInt() != 1)
        throw SQLite::Exception(std::string("cannot register the geometry of ") + table);
}

void register_geometry(SQLite::Database& db)
{
    struct Column {
        const char *table, *type, *dimensions;
    };
    static constexpr std::array<Column, 6> columns{{{"incident", "POINT", "XY"},
                                                    {"place", "POINT", "XY"},
                                                    {"unit", "POINT", "XY"},
                                                    {"zone", "MULTIPOLYGON", "XY"},
                                                    {"track_chunk", "LINESTRING", "XYM"},
                                                    {"line", "LINESTRING", "XYM"}}};
    for (const auto& [table, type, dimensions] : columns) register_column(db, table, "geom", type, dimensions);
}

/// Triggers keep the space-time indexes and the text index right when another program edits the file.
void create_space_time(Connection& connection)
{
    auto& db = connection.db();
    db.exec(R"(
        CREATE VIRTUAL TABLE incident_rtree USING rtree(id,lon0,lon1,lat0,lat1,t0,t1,p0,p1,f0,f1);
        CREATE VIRTUAL TABLE track_rtree USING rtree(id,lon0,lon1,lat0,lat1,t0,t1);
        CREATE VIRTUAL TABLE incident_text USING fts5(words,content='',detail=none,tokenize='ascii');)");
    connection.defensive(false);
    db.exec("UPDATE incident_rtree_node SET data=zeroblob(" + std::to_string(full_node_size) + ")");
    connection.defensive(true);
    constexpr std::array<const char*, 4> sides{"MbrMinX", "MbrMaxX", "MbrMinY", "MbrMaxY"};
    const auto mirror = [&](const std::string& table, const std::string& index, const std::string& columns,
                            const std::string& values) {
        const auto put = "INSERT OR REPLACE INTO " + index + " VALUES(" + values + ");";
        const auto drop = "DELETE FROM " + index + " WHERE id=OLD.id;";
        db.exec("CREATE TRIGGER " + index + "_insert AFTER INSERT ON " + table + " BEGIN " + put + " END");
        db.exec("CREATE TRIGGER " + index + "_update AFTER UPDATE OF " + columns + " ON " + table + " BEGIN " + drop +
                put + " END");
        db.exec("CREATE TRIGGER " + index + "_delete AFTER DELETE ON " + table + " BEGIN " + drop + " END");
    };
    mirror("incident", "incident_rtree", "id,geom,occurred_from,occurred_to,kind,severity,reliability,line,chainage_km",
           incident_index_values("NEW.", sides));
    const auto epoch = std::to_string(rtree_epoch);
    mirror("track_chunk", "track_rtree", "id,geom,from_time,to_time",
           "NEW.id,MbrMinX(NEW.geom),MbrMaxX(NEW.geom),MbrMinY(NEW.geom),MbrMaxY(NEW.geom),NEW.from_time-" + epoch +
               ",NEW.to_time-" + epoch);
    db.exec(R"(
        CREATE TRIGGER incident_text_update AFTER UPDATE OF title,narrative ON incident
            BEGIN UPDATE meta SET value=-1 WHERE name='text_watermark'; END;
        CREATE TRIGGER incident_text_delete AFTER DELETE ON incident
            BEGIN UPDATE meta SET value=-1 WHERE name='text_watermark'; END;)");
}

void migrate_to_1(Connection& connection)
{
    auto& db = connection.db();
    SQLite::Statement init(db, "SELECT InitSpatialMetaData(0,'WGS84')");
    if (!init.executeStep() || init.getColumn(0).getInt() != 1)
        throw SQLite::Exception("SpatiaLite cannot set up the database");
    create_core(db);
    register_geometry(db);
    create_space_time(connection);
}

/// Sealed hotspot runs and the log. The triggers stop other programs; this layer changes neither.
void migrate_to_2(Connection& connection)
{
    auto& db = connection.db();
    db.exec(R"(
        CREATE TABLE hotspot_run(id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, method TEXT NOT NULL,
            filter TEXT NOT NULL, settings TEXT NOT NULL,  -- JSON objects
            seed INTEGER NOT NULL, data_hash TEXT NOT NULL, n INTEGER NOT NULL, left_out INTEGER NOT NULL,
            data_from INTEGER NOT NULL, data_to INTEGER NOT NULL, end_at INTEGER NOT NULL,
            valid_until INTEGER NOT NULL,                  -- Unix seconds
            made_at INTEGER NOT NULL,                      -- Unix milliseconds
            program TEXT NOT NULL, synthetic INTEGER NOT NULL, hash TEXT NOT NULL, grid BLOB,
            CHECK(data_to < end_at), CHECK(end_at < valid_until));
        CREATE TABLE hotspot_cell(id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES hotspot_run(id),
            seq INTEGER NOT NULL, line TEXT, from_km REAL, to_km REAL,
            size REAL NOT NULL,                            -- km of line, or km2
            incidents REAL NOT NULL, risk REAL, watched INTEGER NOT NULL, hot INTEGER NOT NULL,
            numbers TEXT NOT NULL,                         -- JSON object
            area MULTIPOLYGON, stretch LINESTRING);
        CREATE UNIQUE INDEX hotspot_cell_order ON hotspot_cell(run_id,seq);
        CREATE TABLE log(seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL,
            action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL, previous_hash TEXT NOT NULL,
            hash TEXT NOT NULL);)");
    register_column(db, "hotspot_cell", "area", "MULTIPOLYGON", "XY");
    register_column(db, "hotspot_cell", "stretch", "LINESTRING", "XYM");
    db.exec(R"(
        CREATE TRIGGER hotspot_run_sealed BEFORE UPDATE ON hotspot_run WHEN OLD.hash<>''
            BEGIN SELECT RAISE(ABORT,'a sealed hotspot run does not change'); END;
        CREATE TRIGGER hotspot_run_kept BEFORE DELETE ON hotspot_run
            BEGIN SELECT RAISE(ABORT,'a sealed hotspot run stays'); END;
        CREATE TRIGGER hotspot_cell_closed BEFORE INSERT ON hotspot_cell
            WHEN (SELECT hash FROM hotspot_run WHERE id=NEW.run_id)<>''
            BEGIN SELECT RAISE(ABORT,'a sealed hotspot run takes no more cells'); END;
        CREATE TRIGGER hotspot_cell_sealed BEFORE UPDATE ON hotspot_cell
            BEGIN SELECT RAISE(ABORT,'a sealed hotspot run does not change'); END;
        CREATE TRIGGER hotspot_cell_kept BEFORE DELETE ON hotspot_cell
            BEGIN SELECT RAISE(ABORT,'a sealed hotspot run stays'); END;
        CREATE TRIGGER log_fixed BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT,'the log does not change'); END;
        CREATE TRIGGER log_kept BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT,'the log stays'); END;)");
    const auto count = [&](const char* table) {
        return db.execAndGet(std::string("SELECT count(*) FROM ") + table).getString();
    };
    write_log(db, user_name(), "begin", "schema 2",
              R"({"sources":)" + count("source") + R"(,"incidents":)" + count("incident") + R"(,"tracks":)" +
                  count("track") + "}");
}

constexpr std::array migrations{&migrate_to_1, &migrate_to_2};
static_assert(migrations.size() == schema_version);

[[noreturn]] void refuse(const std::filesystem::path& file, Error::Code code, const std::string& why)
{
    throw Error(code, file.string() + ": " + why);
}

void judge(const std::filesystem::path& file, std::int64_t application, std::int64_t version)
{
    if (application != application_id) refuse(file, Error::Code::not_a_database, "this is not a Tuantra database");
    if (version > schema_version)
        refuse(file, Error::Code::newer,
               "written by a newer program (schema " + std::to_string(version) + ", this program knows " +
                   std::to_string(schema_version) + ")");
}

std::int64_t pragma(SQLite::Database& db, const char* name)
{
    return db.execAndGet(std::string("PRAGMA ") + name).getInt64();
}

}  // namespace

std::string incident_position(const std::string& prefix)
{
    return "coalesce(" + prefix + "chainage_km+CASE " + prefix + "line WHEN 'COAST' THEN 20000 ELSE 0 END,-100000)";
}

std::string incident_facet(const std::string& prefix)
{
    std::string kinds = "CASE " + prefix + "kind";
    for (const auto& info : domain::kinds())
        kinds += " WHEN '" + std::string(info.id) + "' THEN " + std::to_string(static_cast<int>(info.kind));
    return "(" + kinds + " ELSE " + std::to_string(static_cast<int>(domain::Kind::other)) + " END)*64+" + prefix +
           "severity*8+coalesce(unicode(" + prefix + "reliability)-64,0)";
}

std::string incident_index_values(const std::string& prefix, const std::array<const char*, 4>& sides)
{
    std::string out = prefix + "id";
    for (const char* side : sides) out += std::string(",") + side + "(" + prefix + "geom)";
    for (const char* time : {"occurred_from", "occurred_to"})
        out += "," + prefix + time + "-" + std::to_string(rtree_epoch);
    const auto position = incident_position(prefix);
    const auto facet = incident_facet(prefix);
    return out + "," + position + "," + position + "," + facet + "," + facet;
}

double position_of(const std::optional<domain::Address>& address)
{
    if (!address) return no_position;
    return address->chainage_km + (address->line == domain::LineId::coast ? coast_position_km : 0);
}

double facet_of(domain::Kind kind, int severity, char reliability)
{
    const int grade = reliability == 0 ? 0 : reliability - 'A' + 1;
    return static_cast<int>(kind) * 64 + severity * 8 + grade;
}

bool inspect_header(const std::filesystem::path& file)
{
    std::error_code ignored;
    const auto status = std::filesystem::status(file, ignored);
    if (!std::filesystem::exists(status)) return false;
    if (std::filesystem::is_directory(status)) refuse(file, Error::Code::not_a_database, "this is a folder");
    if (!std::filesystem::is_regular_file(status)) refuse(file, Error::Code::not_a_database, "this is not a file");
    std::ifstream in(file, std::ios::binary);
    if (!in) refuse(file, Error::Code::failed, "the file cannot be read");
    std::array<char, 100> header{};
    in.read(header.data(), header.size());
    if (in.gcount() == 0) return false;
    if (in.gcount() < 100 || std::memcmp(header.data(), "SQLite format 3", 16) != 0)
        refuse(file, Error::Code::not_a_database, "this is not a database");
    const auto number = [&](std::size_t at) {
        std::uint32_t v = 0;
        for (std::size_t i = 0; i < 4; ++i) v = v << 8U | static_cast<unsigned char>(header[at + i]);
        return static_cast<std::int64_t>(v);
    };
    judge(file, number(68), number(60));
    return true;
}

bool is_current(Connection& connection)
{
    const auto version = pragma(connection.db(), "user_version");
    judge(connection.path(), pragma(connection.db(), "application_id"), version);
    return version == schema_version;
}

void migrate(Connection& connection, std::int32_t to)
{
    auto& db = connection.db();
    connection.triggers(true);
    connection.trusted_schema(true);
    db.exec("BEGIN IMMEDIATE");
    try {
        const auto from = pragma(db, "user_version");
        for (auto step = from; step < to; ++step) migrations.at(static_cast<std::size_t>(step))(connection);
        if (from < to)
            db.exec("PRAGMA application_id=" + std::to_string(application_id) +
                    "; PRAGMA user_version=" + std::to_string(to));
        db.exec("COMMIT");
    } catch (...) {
        db.tryExec("ROLLBACK");
        throw;
    }
    connection.triggers(false);
    connection.trusted_schema(false);
}

}  // namespace tuantra::store
