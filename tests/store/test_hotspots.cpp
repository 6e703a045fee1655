#include "support.hpp"

#include "store/connection.hpp"

#include <cmath>

using namespace tuantra;
using namespace tuantra::tests;
using store::HotspotRun;
using store::HotspotRunCell;
using store::OpenMode;
using store::Store;

namespace {

HotspotRun a_run(std::uint64_t seed = 1)
{
    HotspotRun run;
    run.uid = domain::UidMaker(seed).make(now_ms);
    run.method = "gi";
    run.filter = R"({"line":"LAND"})";
    run.settings = R"({"segment_km":5})";
    run.seed = 0xfedcba9876543210ULL;
    run.data_hash = std::string(64, 'a');
    run.n = 120;
    run.left_out = 3;
    run.data = {{noon - 100 * day}, {noon - 1}};
    run.end = {noon};
    run.valid_until = {noon + 30 * day};
    run.made_at_ms = now_ms;
    run.program = "0.1.0";
    run.grid = {0.5F, NAN, 2};
    return run;
}

std::vector<HotspotRunCell> some_cells()
{
    HotspotRunCell stretch;
    stretch.line = domain::LineId::land;
    stretch.from_km = 10;
    stretch.to_km = 15;
    stretch.size = 5;
    stretch.count = 7;
    stretch.risk = 3.25;
    stretch.hot = true;
    stretch.numbers = R"({"z":3.25})";
    stretch.stretch = {{{106.7, 21.9}, 10}, {{106.72, 21.93}, 12.5}, {{106.75, 21.95}, 15}};
    HotspotRunCell area;
    area.size = 4.5;
    area.watched = false;
    area.numbers = "{}";
    area.area = {{{{105, 20}, {106, 20}, {106, 21}, {105, 20}}}};
    return {stretch, area};
}

std::vector<store::LogRow> log_of(const Store& store)
{
    std::vector<store::LogRow> rows;
    store.log([&](const auto& row) { rows.push_back(row); });
    return rows;
}

std::string first_finding(const std::filesystem::path& file)
{
    const auto findings = Store::open(file, OpenMode::read_only).check();
    return findings.empty() ? "" : findings.front();
}

/// As another program with bad intent does it: past the triggers.
void tamper(const std::filesystem::path& file, const std::string& sql)
{
    store::Connection(file, store::Connection::Access::write).db().exec(sql);
}

}  // namespace

TEST_CASE("A sealed run comes back as it went in, and the log knows it", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const auto run = a_run();
    const auto hash = store.seal(run, some_cells());
    CHECK(hash.size() == 64);
    const auto back = store.hotspot_run(run.uid);
    REQUIRE(back);
    CHECK(back->method == run.method);
    CHECK(back->filter == run.filter);
    CHECK(back->settings == run.settings);
    CHECK(back->seed == run.seed);
    CHECK(back->data_hash == run.data_hash);
    CHECK(back->n == 120);
    CHECK(back->left_out == 3);
    CHECK(back->data == run.data);
    CHECK(back->end == run.end);
    CHECK(back->valid_until == run.valid_until);
    CHECK(back->made_at_ms == run.made_at_ms);
    CHECK(back->hash == hash);
    REQUIRE(back->grid.size() == 3);
    CHECK(back->grid[0] == 0.5F);
    CHECK(std::isnan(back->grid[1]));
    const auto cells = store.hotspot_cells(run.uid);
    REQUIRE(cells.size() == 2);
    CHECK(cells[0].line == domain::LineId::land);
    CHECK(cells[0].risk == 3.25);
    CHECK(cells[0].hot);
    CHECK(cells[0].stretch == some_cells()[0].stretch);
    CHECK_FALSE(cells[1].line);
    CHECK_FALSE(cells[1].risk);
    CHECK_FALSE(cells[1].watched);
    CHECK(cells[1].area == some_cells()[1].area);
    CHECK(store.hotspot_runs().size() == 1);
    CHECK(store.info().hotspot_runs == 1);
    CHECK_FALSE(store.hotspot_run(domain::Uid{}));
    const auto log = log_of(store);
    REQUIRE(log.size() == 2);
    CHECK(log[1].action == "seal");
    CHECK(log[1].subject == domain::to_string(run.uid));
    CHECK_THAT(log[1].detail, Catch::Contains(hash));
    CHECK_FALSE(log[1].who.empty());
    CHECK(store.check() == std::vector<std::string>{});
}

TEST_CASE("A run is not sealed with data later than its own end, nor without place, size or validity", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const auto refused = [&](auto change) {
        auto run = a_run();
        auto cells = some_cells();
        change(run, cells);
        return code_of([&] { store.seal(run, cells); }) == store::Error::Code::failed;
    };
    CHECK(refused([](auto& run, auto&) { run.data.to = run.end; }));
    CHECK(refused([](auto& run, auto&) { run.valid_until = run.end; }));
    CHECK(refused([](auto& run, auto& cells) { cells.clear(), run.grid.clear(); }));
    CHECK(refused([](auto&, auto& cells) { cells[0].size = 0; }));
    CHECK(refused([](auto&, auto& cells) { cells[0].stretch.clear(); }));
    CHECK(refused([](auto&, auto& cells) { cells[0].risk = NAN; }));
    CHECK(store.hotspot_runs().empty());
    store.seal(a_run(), some_cells());
    CHECK(code_of([&] { store.seal(a_run(), some_cells()); }).has_value());  // the same uid
    CHECK(store.hotspot_runs().size() == 1);
    CHECK(log_of(store).size() == 2);
}

TEST_CASE("Imports and undos stand in the log, rehearsals do not", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    domain::Uid source;
    import_all(store, "quote \" name", random_incidents(10, 1), &source);
    {
        auto rehearsal = store.begin_import({"two", "", "", false}, now_ms);
        rehearsal.add(incident("x"));
    }
    store.undo(source);
    store.note("score", "subject", "{}");
    const auto log = log_of(store);
    REQUIRE(log.size() == 4);
    CHECK(log[1].action == "import");
    CHECK(log[1].subject == domain::to_string(source));
    CHECK_THAT(log[1].detail, Catch::Contains(R"("name":"quote \" name")") && Catch::Contains(R"("kept":10)"));
    CHECK(log[2].action == "undo");
    CHECK_THAT(log[2].detail, Catch::Contains(R"("records":10)"));
    CHECK(log[3].action == "score");
    for (std::size_t i = 0; i < log.size(); ++i) CHECK(log[i].seq == static_cast<std::int64_t>(i) + 1);
    CHECK(store.check() == std::vector<std::string>{});
}

TEST_CASE("No program changes sealed runs or the log without getting past the triggers", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    Store::open(file, OpenMode::create).seal(a_run(), some_cells());
    store::Connection connection(file, store::Connection::Access::write);
    connection.triggers(true);
    connection.trusted_schema(true);
    for (const char* sql :
         {"UPDATE hotspot_run SET n=1", "DELETE FROM hotspot_run", "UPDATE hotspot_cell SET risk=0",
          "DELETE FROM hotspot_cell",
          "INSERT INTO hotspot_cell SELECT 99,run_id,99,line,from_km,to_km,size,incidents,risk,watched,"
          "hot,numbers,area,stretch FROM hotspot_cell LIMIT 1",
          "UPDATE log SET who='nobody'", "DELETE FROM log"}) {
        INFO(sql);
        CHECK_THROWS_WITH(connection.db().exec(sql), Catch::Contains("sealed") || Catch::Contains("the log"));
    }
}

TEST_CASE("The check finds whatever was altered past the triggers", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    auto whole = Store::open(file, OpenMode::create);
    whole.seal(a_run(1), some_cells());
    whole.seal(a_run(2), some_cells());
    whole.note("score", "s", "{}");
    REQUIRE(whole.check().empty());
    SECTION("a number of a cell")
    {
        tamper(file, "UPDATE hotspot_cell SET risk=9 WHERE id=3");
        CHECK_THAT(first_finding(file), Catch::Contains("altered after it was sealed"));
        CHECK(code_of([&] { whole.verify_hotspot_run(a_run(2).uid); }) == store::Error::Code::damaged);
        whole.verify_hotspot_run(a_run(1).uid);
    }
    SECTION("the run's own end")
    {
        tamper(file, "UPDATE hotspot_run SET valid_until=valid_until+1 WHERE id=1");
        CHECK_THAT(first_finding(file), Catch::Contains("altered after it was sealed"));
    }
    SECTION("a run taken out")
    {
        tamper(file,
               "DELETE FROM idx_hotspot_cell_area WHERE pkid=2; DELETE FROM idx_hotspot_cell_stretch WHERE pkid=1;"
               "DELETE FROM hotspot_cell WHERE run_id=1; DELETE FROM hotspot_run WHERE id=1");
        CHECK_THAT(first_finding(file), Catch::Contains("is gone"));
    }
    SECTION("a run slipped in with a hash of its own")
    {
        tamper(file, "UPDATE hotspot_run SET uid=randomblob(16) WHERE id=1");
        CHECK_THAT(first_finding(file), Catch::Contains("altered"));
    }
    SECTION("a text of the log")
    {
        tamper(file, "UPDATE log SET who='nobody' WHERE seq=2");
        CHECK(first_finding(file) == "log: row 2 was altered");
    }
    SECTION("a row of the log taken out")
    {
        tamper(file, "DELETE FROM log WHERE seq=4");
        CHECK(first_finding(file) == "log: rows are missing after 3");
    }
    SECTION("a row taken out in the middle")
    {
        tamper(file, "DELETE FROM log WHERE seq=1");
        CHECK(first_finding(file) == "log: rows are missing before 2");
    }
}

TEST_CASE("Sealed cells are layers that other programs open", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    Store::open(file, OpenMode::create).seal(a_run(), some_cells());
    store::Connection connection(file, store::Connection::Access::write);
    for (const char* column : {"area", "stretch"}) {
        INFO(column);
        SQLite::Statement check(connection.db(), "SELECT CheckSpatialIndex('hotspot_cell',?1)");
        check.bind(1, column);
        REQUIRE(check.executeStep());
        CHECK(check.getColumn(0).getInt() == 1);
    }
    if (shell("command -v ogrinfo").status != 0) {
        WARN("skipped: ogrinfo is not installed");
        return;
    }
    const auto layers = shell("ogrinfo -ro " + file.string());
    CHECK_THAT(layers.text, Catch::Contains("hotspot_cell (Multi Polygon, Measured Line String)"));
    const auto stretch = shell("ogrinfo -ro -q " + file.string() + " hotspot_cell -fid 1");
    CHECK_THAT(stretch.text, Catch::Contains("LINESTRING M (106.7 21.9 10"));
    CHECK_THAT(stretch.text, Catch::Contains("risk (Real) = 3.25"));
}
