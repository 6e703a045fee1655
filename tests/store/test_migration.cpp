#include "support.hpp"

#include "store/schema.hpp"

using namespace tuantra;
using namespace tuantra::tests;
using store::OpenMode;
using store::Store;

namespace {

/// A file as the program of schema 1 left it: its tables, made by its own migration, with records that came by SQL as
/// another program writes them (the triggers keep the indexes).
void make_version_1(const std::filesystem::path& file)
{
    {
        store::Connection making(file, store::Connection::Access::create);
        store::migrate(making, 1);
        making.db().exec("PRAGMA journal_mode=WAL");
    }
    store::Connection connection(file, store::Connection::Access::write);
    connection.triggers(true);
    connection.trusted_schema(true);
    connection.db().exec(R"(
        INSERT INTO source(id,uid,name,path,sha256,imported_at,synthetic,rows_kept,first_incident,last_incident)
            VALUES(1,x'0192a000000070008000000000000001','old.csv','/data/old.csv','00',1735711200000,0,2,1,2);
        INSERT INTO incident(id,occurred_from,occurred_to,kind,severity,reliability,line,chainage_km,offset_m,geom,title,
                uid,source_id,content_hash,created_at,updated_at)
            VALUES(1,1735711200,1735711200,'drugs',4,'B','LAND',268.4,-120,MakePoint(106.7,21.9,4326),'Seizure',
                x'0192a000000070008000000000000002',1,11,1735711200000,1735711200000),
            (2,1735797600,1735797600,'piracy',2,NULL,NULL,NULL,NULL,MakePoint(150,-10,4326),'Far away',
                x'0192a000000070008000000000000003',1,12,1735711200000,1735711200000);
        UPDATE meta SET value=3 WHERE name='next_incident';)");
}

std::string schema_of(const std::filesystem::path& file)
{
    SQLite::Database db(file.string(), SQLite::OPEN_READONLY);
    std::string out;
    SQLite::Statement rows(db, "SELECT type,name,sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1,2");
    while (rows.executeStep()) out += rows.getColumn(1).getString() + "\n" + rows.getColumn(2).getString() + "\n";
    return out;
}

}  // namespace

TEST_CASE("A file of schema 1 is brought up to date with all it holds", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    make_version_1(file);
    CHECK(code_of([&] { Store::open(file, OpenMode::read_only); }) == store::Error::Code::older);
    {
        auto store = Store::open(file, OpenMode::read_write);
        CHECK(store.info().schema_version == 2);
        CHECK(store.check() == std::vector<std::string>{});
        CHECK(store.count_incidents({}) == 2);
        domain::Filter filter;
        filter.line = domain::LineId::land;
        CHECK(store.incident_ids(filter) == std::vector<std::int64_t>{1});
        REQUIRE(store.sources().size() == 1);
        std::vector<store::LogRow> log;
        store.log([&](const auto& row) { log.push_back(row); });
        REQUIRE(log.size() == 1);
        CHECK(log[0].action == "begin");
        CHECK(log[0].detail == R"({"sources":1,"incidents":2,"tracks":0})");
        import_all(store, "new", random_incidents(30, 3));
        CHECK(store.count_incidents({}) == 32);
        store.undo(store.sources()[0].uid);
        CHECK(store.count_incidents({}) == 30);
        CHECK(store.check() == std::vector<std::string>{});
    }
    CHECK(Store::open(file, OpenMode::read_only).count_incidents({}) == 30);
}

TEST_CASE("A migrated file has the schema of a new one", "[store]")
{
    const TempDir dir;
    make_version_1(dir / "old.sqlite");
    Store::open(dir / "old.sqlite", OpenMode::read_write);
    Store::open(dir / "new.sqlite", OpenMode::create);
    CHECK(schema_of(dir / "old.sqlite") == schema_of(dir / "new.sqlite"));
}

TEST_CASE("A migration that fails leaves the file as it was", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    make_version_1(file);
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec("CREATE TABLE log(mine)");
    CHECK(code_of([&] { Store::open(file, OpenMode::read_write); }).has_value());
    SQLite::Database db(file.string(), SQLite::OPEN_READWRITE);
    CHECK(db.execAndGet("PRAGMA user_version").getInt() == 1);
    CHECK_FALSE(db.tableExists("hotspot_run"));
    CHECK(db.execAndGet("SELECT count(*) FROM incident").getInt() == 2);
    db.exec("DROP TABLE log");
    CHECK(Store::open(file, OpenMode::read_write).check() == std::vector<std::string>{});
}
