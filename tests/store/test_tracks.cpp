#include "support.hpp"

#include "domain/geodesy.hpp"

using namespace tuantra;
using namespace tuantra::tests;
using domain::Filter;
using domain::Fix;
using store::OpenMode;
using store::Store;

namespace {

std::vector<Fix> walk(domain::LonLat from, double step, std::size_t n, double at = noon)
{
    std::vector<Fix> out;
    for (std::size_t i = 0; i < n; ++i)
        out.push_back({{from.lon + static_cast<double>(i) * step, from.lat}, at + static_cast<double>(i) * 60 + 0.25});
    return out;
}

void add_tracks(Store& store, const std::string& source, double step, domain::Uid* uid = nullptr)
{
    auto import = store.begin_import({source, "", "", false}, now_ms);
    if (uid != nullptr) *uid = import.source();
    import.add({{}, "a", "Tổ 1", "foot", {}}, {walk({105, 15}, step, 700), walk({106, 15}, step, 1, noon + 90000)});
    import.add({{}, "b", "Tổ 2", "boat", {}}, {walk({108, 10}, step, 256, noon + 40 * day)});
    import.finish();
}

}  // namespace

TEST_CASE("Tracks come back whole, their chunks joined to pieces", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    add_tracks(store, "one", 0.001);
    CHECK(store.info().tracks == 2);
    CHECK(store.info().fixes == 957);
    const auto columns = store.load_tracks();
    CHECK(columns.pieces() == 3);
    CHECK(columns.fixes() == 957);
    CHECK(columns.start == std::vector<std::size_t>{0, 700, 701, 957});
    CHECK(columns.track_id == std::vector<std::int64_t>{1, 1, 2});
    CHECK(columns.movers == std::vector<std::string>{"foot", "boat"});
    CHECK(columns.mover == std::vector<std::uint8_t>{0, 0, 1});
    auto expected = walk({105, 15}, 0.001, 700);
    expected.push_back(walk({106, 15}, 0.001, 1, noon + 90000).front());
    CHECK(store.track_fixes(1) == expected);
    CHECK(store.track_fixes(3).empty());
    CHECK(store.check().empty());
    std::vector<Store::TrackRow> rows;
    store.tracks({}, [&](const Store::TrackRow& row) {
        rows.push_back(row);
        return true;
    });
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].name == "Tổ 1");
    CHECK(rows[0].source_key == "a");
    CHECK(rows[0].fixes == 701);
    domain::Polyline path;
    for (std::size_t i = 0; i < 700; ++i) path.push_back(expected[i].place);
    CHECK(rows[0].length_km == Approx(domain::length_m(path) / 1000).epsilon(1e-9));
    CHECK(rows[0].span == domain::TimeSpan{{noon}, {noon + 90000}});
}

TEST_CASE("A track that is known is a duplicate, a longer one an update, and undo takes it back", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    domain::Uid first, second;
    add_tracks(store, "one", 0.001, &first);
    const auto before = store.digest();
    {
        auto import = store.begin_import({"one", "", "", false}, now_ms);
        CHECK_FALSE(import.add({{}, "b", "Tổ 2", "boat", {}}, {walk({108, 10}, 0.001, 256, noon + 40 * day)}));
        import.count_duplicate(256);
        const auto counts = import.finish();
        CHECK(counts.tracks == 0);
        CHECK(counts.read == 256);
    }
    CHECK(store.digest() == before);
    {
        auto import = store.begin_import({"one", "", "", false}, now_ms);
        second = import.source();
        CHECK(import.add({{}, "b", "Tổ 2", "boat", {}}, {walk({108, 10}, 0.001, 300, noon + 40 * day)}));
        CHECK(import.add({{}, "c", "", "boat", {}}, {walk({109, 10}, 0.001, 2)}));
        import.finish();
    }
    CHECK(store.info().tracks == 3);
    CHECK(store.load_tracks().fixes() == 1003);
    CHECK(store.check().empty());
    CHECK(store.undo(second) == 2);
    CHECK(store.digest() == before);
    CHECK(store.check().empty());
    store.undo(first);
    CHECK(store.info().tracks == 0);
    CHECK(store.load_tracks().pieces() == 0);
    CHECK(store.check().empty());
}

TEST_CASE("Tracks are found by time, box, circle, area and source, through an index", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    domain::Uid uid;
    add_tracks(store, "one", 0.001, &uid);
    const auto found = [&](const Filter& filter) {
        const auto explained = store.explain_tracks(filter);
        INFO(explained.sql);
        CHECK_FALSE(explained.full_scan);
        std::string keys;
        store.tracks(filter, [&](const Store::TrackRow& row) {
            keys += row.source_key;
            return true;
        });
        CHECK(store.count_tracks(filter) == static_cast<std::int64_t>(keys.size()));
        return keys;
    };
    Filter f;
    CHECK(found(f) == "ab");
    f.since = domain::Instant{noon + 39 * day};
    CHECK(found(f) == "b");
    f = {};
    f.until = domain::Instant{noon + 39 * day};
    CHECK(found(f) == "a");
    f.until = domain::Instant{noon};
    CHECK(found(f).empty());
    f = {};
    f.box = domain::Box{107.9, 9, 108.05, 11};
    CHECK(found(f) == "b");
    f.box = domain::Box{107, 10.0001, 109, 11};
    CHECK(found(f).empty());
    f = {};
    f.near = domain::Circle{{105.3, 15.01}, 1.2};  // between two fixes of the line, 1.1 km beside it
    CHECK(found(f) == "a");
    f.near->radius_km = 1.0;
    CHECK(found(f).empty());
    f = {};
    f.within = {{{{105.2, 14}, {105.3, 14}, {105.25, 15.5}}}};
    CHECK(found(f) == "a");
    f = {};
    f.source = uid;
    CHECK(found(f) == "ab");
    f.source = domain::Uid{};
    CHECK(found(f).empty());
}

TEST_CASE("Runs of tracks hold every step once and none across a silence", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const domain::Uid unit{{1, 2}}, patrol{{3, 4}};
    domain::Uid source;
    {
        auto import = store.begin_import({"one", "", "", true}, now_ms);
        source = import.source();
        import.add_unit({unit, "Đồn B", "post", { 105, 15 }});
        import.add_unit({{}, "Đồn A", "port", { 106, 16 }});
        import.add_patrol({patrol, unit, {{noon}, { noon + 3600 }}, "done", false});
        import.add({{}, "a", "", "foot", {}}, {walk({105, 15}, 0.001, 700), walk({106, 15}, 0.001, 2, noon + 90000)},
                   patrol);
        import.add({{}, "b", "", "boat", {}}, {walk({108, 10}, 0.001, 10, noon + 40 * day)});
        import.finish();
    }
    const auto runs_of = [&](const Filter& filter) {
        const auto explained = store.explain_track_runs(filter);
        INFO(explained.sql);
        CHECK_FALSE(explained.full_scan);
        std::vector<Store::TrackRun> runs;
        store.track_runs(filter, [&](Store::TrackRun&& run) {
            runs.push_back(std::move(run));
            return true;
        });
        return runs;
    };
    const auto runs = runs_of({});
    std::size_t steps = 0;
    for (const auto& run : runs) {
        CHECK(run.fixes.size() <= 256);
        steps += run.fixes.size() - 1;
        CHECK(run.fixes.back().time_s - run.fixes.front().time_s < 90000 - 700 * 60);
        CHECK(run.kind == (run.track_id == 1 ? "foot" : "boat"));
        CHECK(run.patrol == (run.track_id == 1 ? std::optional(patrol) : std::nullopt));
    }
    CHECK(steps == 699 + 1 + 9);
    REQUIRE(runs.size() > 3);
    CHECK(runs[1].fixes.front() == runs[0].fixes.back());

    Filter f;
    f.since = domain::Instant{noon + 39 * day};
    REQUIRE(runs_of(f).size() == 1);
    CHECK(runs_of(f)[0].kind == "boat");
    f = {};
    f.box = domain::Box{105.9, 14, 106.2, 16};
    CHECK(runs_of(f).size() == 1);
    f = {};
    f.near = domain::Circle{{105.05, 15}, 3};
    CHECK(runs_of(f).size() == 1);
    f = {};
    f.source = source;
    CHECK(runs_of(f).size() == runs.size());
    f.source = domain::Uid{};
    CHECK(runs_of(f).empty());

    std::size_t seen = 0;
    store.track_runs({}, [&](Store::TrackRun&&) { return ++seen < 2; });
    CHECK(seen == 2);
    const auto units = store.units();
    REQUIRE(units.size() == 2);
    CHECK(units[0].name == "Đồn A");
    CHECK(units[1].uid == unit);
    CHECK(units[1].kind == "post");
    CHECK(units[1].base == domain::LonLat{105, 15});
}

TEST_CASE("The measured lines are written with their stretches", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    domain::LineSpec land{
        domain::LineId::land, {{108, 21.5}, {106, 22}, {104, 10}}, 5036, "decree", domain::Outward::right, {}, {}};
    land.stretches = {{"neighbour", "China", "Trung Quốc", "", "", 0, 100}};
    domain::LineSpec coast{
        domain::LineId::coast, {{108, 21.5}, {104, 10}}, 3260, "decree", domain::Outward::left, {}, {}};
    const domain::Lines lines{std::make_shared<domain::MeasuredLine>(land),
                              std::make_shared<domain::MeasuredLine>(coast)};
    store.save_lines(lines);
    const auto digest = store.digest();
    store.save_lines(lines);
    CHECK(store.digest() == digest);
    CHECK(store.check().empty());
}
