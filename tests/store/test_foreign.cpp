#include "support.hpp"

#include "store/connection.hpp"
#include "store/rtree_pack.hpp"

using namespace tuantra;
using namespace tuantra::tests;
using store::OpenMode;
using store::Store;

namespace {

void fill(const std::filesystem::path& file)
{
    auto store = Store::open(file, OpenMode::create);
    import_all(store, "one", random_incidents(4000, 1));  // packed
    import_all(store, "two", random_incidents(50, 2));    // row by row
    auto import = store.begin_import({"three", "", "", false}, now_ms);
    import.add({{}, "a", "Tổ 1", "foot", {}}, {{ {{105, 15}, 10.0}, { {105.1, 15}, 20.5 } }});
    import.add_zone("z", "Z", "sector", "", "", {{ { {105, 20}, {106, 20}, { 106, 21 } } }});
    import.add_place("p", "P", "post", {105, 20});
    import.finish();
}

bool is_there(const char* program)
{
    return shell(std::string("command -v ") + program).status == 0;
}

}  // namespace

TEST_CASE("SpatiaLite finds its geometry columns registered and its indexes right", "[store]")
{
    const TempDir dir;
    fill(dir / "a.sqlite");
    store::Connection connection(dir / "a.sqlite", store::Connection::Access::write);
    for (const char* table : {"incident", "place", "zone", "track_chunk", "line", "unit"}) {
        INFO(table);
        SQLite::Statement check(connection.db(),
                                "SELECT CheckSpatialIndex(?1,'geom'),spatial_index_enabled FROM geometry_columns "
                                "WHERE f_table_name=?1 AND f_geometry_column='geom'");
        check.bind(1, table);
        REQUIRE(check.executeStep());
        CHECK(check.getColumn(0).getInt() == 1);
        CHECK(check.getColumn(1).getInt() == 1);
    }
    CHECK(connection.db().execAndGet("SELECT ST_Length(geom,1) FROM track_chunk").getDouble() ==
          Approx(10756).margin(20));
    CHECK(connection.db().execAndGet("SELECT ST_M(ST_EndPoint(geom)) FROM track_chunk").getDouble() == 20.5);
}

TEST_CASE("The spatialite program reads and edits the file, and the indexes follow", "[store]")
{
    if (!is_there("spatialite")) {
        WARN("skipped: spatialite is not installed");
        return;
    }
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    fill(file);
    const auto ask = [&](const std::string& sql) {
        return shell("spatialite -silent " + file.string() + " \"" + sql + "\"");
    };
    const auto counted =
        ask("SELECT count(*) FROM incident WHERE ROWID IN (SELECT ROWID FROM SpatialIndex WHERE "
            "f_table_name='incident' AND search_frame=BuildMbr(90,0,130,30,4326))");
    CHECK(counted.status == 0);
    CHECK(counted.text == "4050\n");
    CHECK(ask("SELECT CheckSpatialIndex()").text == "1\n");
    const auto moved =
        ask("UPDATE incident SET geom=MakePoint(100,5,4326), title='Dời đi' WHERE id=17; DELETE FROM incident WHERE "
            "id=18;");
    CHECK(moved.status == 0);
    CHECK(moved.text.empty());
    auto store = Store::open(file, OpenMode::read_write);
    CHECK(store.check().empty());
    domain::Filter filter;
    filter.box = domain::Box{99.5, 4.5, 100.5, 5.5};
    CHECK(store.incident_ids(filter) == std::vector<std::int64_t>{17});
    filter.since = domain::Instant{0};
    CHECK(store.incident_ids(filter) == std::vector<std::int64_t>{17});
    filter = {};
    filter.text = "doi";
    CHECK(store.incident_ids(filter) == std::vector<std::int64_t>{17});
}

TEST_CASE("OGR sees every layer with its shape and reference system", "[store]")
{
    if (!is_there("ogrinfo")) {
        WARN("skipped: ogrinfo is not installed");
        return;
    }
    const TempDir dir;
    fill(dir / "a.sqlite");
    const auto file = (dir / "a.sqlite").string();
    const auto layers = shell("ogrinfo -ro " + file);
    CHECK(layers.status == 0);
    CHECK_THAT(layers.text, Catch::Contains("incident (Point)"));
    CHECK_THAT(layers.text, Catch::Contains("track_chunk (Measured Line String)"));
    CHECK_THAT(layers.text, Catch::Contains("zone (Multi Polygon)"));
    const auto summary = shell("ogrinfo -ro -so " + file + " incident");
    CHECK_THAT(summary.text, Catch::Contains("Feature Count: 4050"));
    CHECK_THAT(summary.text, Catch::Contains("4326"));
    const auto one = shell("ogrinfo -ro -q " + file + " incident -spat 90 0 130 30 -fid 1");
    CHECK_THAT(one.text, Catch::Contains("POINT ("));
}

TEST_CASE("A packed R*Tree is whole at every size, and takes rows afterwards", "[store]")
{
    const TempDir dir;
    Store::open(dir / "a.sqlite", OpenMode::create);
    store::Connection connection(dir / "a.sqlite", store::Connection::Access::write);
    auto& db = connection.db();
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> at(-80, 80);
    for (const std::size_t n : {0U, 1U, 50U, 51U, 52U, 2601U, 2602U, 7000U}) {
        INFO(n);
        std::vector<store::IndexEntry> entries;
        for (std::size_t i = 0; i < n; ++i) {
            const double x = at(random), y = at(random), t = at(random) * 1e7;
            entries.push_back({static_cast<std::int64_t>(i) + 1, x, y, t, t + 5, x * 10, 77});
        }
        for (const auto& [table, shape] : {std::pair("idx_place_geom", store::IndexShape::plane),
                                           std::pair("incident_rtree", store::IndexShape::full)}) {
            const std::string name = table;
            db.exec("BEGIN");
            store::pack_rtree(connection, name, shape, entries);
            const auto value = [&](const std::string& sql) { return db.execAndGet(sql).getString(); };
            CHECK(value("SELECT rtreecheck('" + name + "')") == "ok");
            CHECK(value("SELECT count(*) FROM " + name) == std::to_string(n));
            for (int i = 0; i < 200; ++i)
                db.exec("INSERT INTO " + name + " VALUES(" + std::to_string(1000000 + i) + ",1,2,3,4" +
                        (name == "incident_rtree" ? ",5,6,7,7,8,8)" : ")"));
            db.exec("DELETE FROM " + name + " WHERE " + (name == "incident_rtree" ? "id" : "pkid") + "<=25");
            CHECK(value("SELECT rtreecheck('" + name + "')") == "ok");
            db.exec("ROLLBACK");
        }
    }
}
