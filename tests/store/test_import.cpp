#include "support.hpp"

#include "domain/text.hpp"

using namespace tuantra;
using namespace tuantra::tests;
using store::OpenMode;
using store::Store;

namespace {

std::vector<store::IncidentRecord> all_of(const Store& store)
{
    std::vector<store::IncidentRecord> out;
    store.incidents({}, [&](const store::IncidentRecord& r) {
        out.push_back(r);
        return true;
    });
    return out;
}

}  // namespace

TEST_CASE("A record comes back as it went in", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    auto in = random_incidents(12, 3).back();
    in.narrative = "Đồn biên phòng \"A\" \\ báo cáo\n2";
    in.attributes = {{"b", "2"}, {"a", "\x01\t\"x\""}};
    in.credibility = 2;
    in.suspects = 0;
    in.reliability = 'B';
    import_all(store, "one", {in});
    const auto rows = all_of(store);
    REQUIRE(rows.size() == 1);
    const auto& out = rows[0].incident;
    CHECK(out.source_key == in.source_key);
    CHECK(out.occurred == in.occurred);
    CHECK(out.kind == in.kind);
    CHECK(out.severity == in.severity);
    CHECK(out.title == in.title);
    CHECK(out.narrative == in.narrative);
    CHECK(out.attributes == in.attributes);
    CHECK(out.reliability == 'B');
    CHECK(out.credibility == 2);
    CHECK(out.suspects == 0);
    CHECK(out.victims == -1);
    CHECK(out.place == in.place);
    CHECK(out.address == in.address);
    CHECK_FALSE(out.uid == domain::Uid{});
    CHECK(rows[0].source_name == "one");
    CHECK(rows[0].created_at == "2026-01-01T00:00:00Z");
    CHECK(store.incident(rows[0].id)->incident.title == in.title);
    CHECK_FALSE(store.incident(99).has_value());
    CHECK(store.table_texts({rows[0].id, 99}).size() == 1);
}

TEST_CASE("The same file twice adds nothing", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    auto records = random_incidents(500, 1);
    for (std::size_t i = 0; i < 50; ++i) records[i].source_key.clear();  // keyless ones are known by their content
    records.push_back(records[3]);
    records.push_back(records[200]);
    auto again = records[100];  // one key, two contents: the later row is the newer version
    again.title = "corrected";
    records.push_back(again);
    const auto first = import_all(store, "one", records);
    CHECK(first.kept == 501);
    CHECK(first.updated == 1);
    CHECK(first.duplicate == 2);
    CHECK(first.read == 503);
    CHECK(store.count_incidents({}) == 500);
    const auto digest = store.digest();
    const auto second = import_all(store, "one", records);
    CHECK(second.kept == 0);
    CHECK(second.duplicate == 503);
    CHECK(store.digest() == digest);
    CHECK(store.check().empty());
    CHECK(import_all(store, "another source", records).kept == 501);
}

TEST_CASE("A newer edition adds what is new, updates what changed, and undo takes it back", "[store]")
{
    const auto n = GENERATE(std::size_t{40}, std::size_t{6000});  // row by row, and packed
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const auto first = random_incidents(n, 1);
    domain::Uid uid_1, uid_2, uid_3;
    import_all(store, "register", first, &uid_1);
    domain::Filter text;
    text.text = "moved";
    CHECK(store.count_incidents(text) == 0);  // the text index is there from now on
    const auto after_first = store.digest();

    auto second = first;
    for (std::size_t i = 0; i < n; i += 4) {
        second[i].title = "moved north";
        second[i].place.lat += 0.5;
    }
    const auto more = random_incidents(n + n / 2, 2);
    for (std::size_t i = n; i < more.size(); ++i) second.push_back(more[i]);
    const auto counts = import_all(store, "register", second, &uid_2);
    CHECK(counts.updated == static_cast<std::int64_t>(n / 4));
    CHECK(counts.kept == static_cast<std::int64_t>(n / 4 + n / 2));
    CHECK(counts.duplicate == static_cast<std::int64_t>(n - n / 4));
    CHECK(store.count_incidents({}) == static_cast<std::int64_t>(n + n / 2));
    CHECK(store.count_incidents(text) == static_cast<std::int64_t>(n / 4));
    CHECK(store.check().empty());
    const auto after_second = store.digest();

    auto third = second;
    for (std::size_t i = 0; i < n; i += 8) third[i].title = "moved twice";
    import_all(store, "register", third, &uid_3);
    const auto after_third = store.digest();

    SECTION("the last ones one by one")
    {
        CHECK(store.undo(uid_3) == static_cast<std::int64_t>(n / 8));
        CHECK(store.digest() == after_second);
        CHECK(store.count_incidents(text) == static_cast<std::int64_t>(n / 4));
        CHECK(store.undo(uid_2) == static_cast<std::int64_t>(n / 4 + n / 2));
        CHECK(store.digest() == after_first);
        CHECK(store.count_incidents(text) == 0);
        CHECK(store.check().empty());
        CHECK(store.undo(uid_1) == static_cast<std::int64_t>(n));
        CHECK(store.count_incidents({}) == 0);
        CHECK(store.sources().empty());
    }
    SECTION("the middle one leaves what the last one wrote")
    {
        store.undo(uid_2);
        CHECK(store.count_incidents({}) == static_cast<std::int64_t>(n));
        text.text = "twice";
        CHECK(store.count_incidents(text) == static_cast<std::int64_t>(n / 8));
        store.undo(uid_3);
        CHECK(store.digest() == after_first);
    }
    SECTION("the first one leaves the later versions")
    {
        store.undo(uid_1);
        domain::Filter of_second;
        of_second.source = uid_2;
        domain::Filter of_third;
        of_third.source = uid_3;
        CHECK(store.count_incidents(of_third) == static_cast<std::int64_t>(n / 8));
        CHECK(store.count_incidents({}) == static_cast<std::int64_t>(n / 4 + n / 2));
        CHECK(store.count_incidents(of_second) == static_cast<std::int64_t>(n / 4 + n / 2 - n / 8));
        store.undo(uid_3);
        store.undo(uid_2);
        CHECK(store.count_incidents({}) == 0);
    }
    CHECK(store.check().empty());
    CHECK_FALSE(after_third == after_second);
}

TEST_CASE("An import that is not finished leaves nothing", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    import_all(store, "one", random_incidents(100, 1));
    const auto before = store.digest();
    {
        auto import = store.begin_import({"two", "", "", false}, now_ms);
        for (const auto& in : random_incidents(3000, 2)) import.add(in);
    }
    CHECK(store.digest() == before);
    {
        auto import = store.begin_import({"two", "", "", false}, now_ms);
        for (const auto& in : random_incidents(3000, 2)) import.add(in);
        CHECK_THROWS_AS(import.finish([](double done) {
            if (done > 0.6) throw std::runtime_error("stop");
        }),
                        std::runtime_error);
    }
    CHECK(store.digest() == before);
    CHECK(store.sources().size() == 1);
    CHECK(store.check().empty());
    CHECK(import_all(store, "two", random_incidents(3000, 2)).kept == 3000);
}

TEST_CASE("What cannot be stored is refused, and the import goes on", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    auto import = store.begin_import({"one", "", "", false}, now_ms);
    auto bad = incident("bad");
    bad.title = "\xff\xfe";
    CHECK_THROWS_AS(import.add(bad), store::Error);
    bad = incident("bad", {200, 95});
    CHECK_THROWS_AS(import.add(bad), store::Error);
    bad = incident("bad");
    bad.occurred = {{noon}, {noon - 1}};
    CHECK_THROWS_AS(import.add(bad), store::Error);
    bad.occurred = {{noon}, {std::int64_t{1} << 60}};
    CHECK_THROWS_AS(import.add(bad), store::Error);
    import.reject(4, "latitude 95", "200,95");
    import.add(incident("good"));
    const auto counts = import.finish();
    CHECK(counts.read == 2);
    CHECK(counts.kept == 1);
    CHECK(counts.rejected == 1);
    CHECK_THROWS_AS(import.add(incident("late")), store::Error);
    std::vector<store::QuarantineRow> rows;
    store.quarantine({}, [&](const store::QuarantineRow& row) { rows.push_back(row); });
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].row == 4);
    CHECK(rows[0].reason == "latitude 95");
    CHECK(rows[0].raw == "200,95");
    CHECK(rows[0].source == store.sources().at(0).uid);
}

TEST_CASE("The same seed gives the same uids, the digest does not depend on them", "[store]")
{
    const TempDir dir;
    const auto records = random_incidents(50, 1);
    const auto fill = [&](const char* name, std::uint64_t seed, std::int64_t at) {
        auto store = Store::open(dir / name, OpenMode::create);
        auto import = store.begin_import({"one", "", "", true}, at, seed);
        for (const auto& in : records) import.add(in);
        import.finish();
        CHECK(store.synthetic());
        return std::pair(all_of(store).at(0).incident.uid, store.digest());
    };
    const auto a = fill("a.sqlite", 5, now_ms);
    const auto b = fill("b.sqlite", 5, now_ms);
    const auto c = fill("c.sqlite", 6, now_ms + 1000);
    CHECK(a == b);
    CHECK_FALSE(a.first == c.first);
    CHECK(a.second == c.second);
}

TEST_CASE("Places, zones, units and patrols follow the same rules", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const domain::MultiPolygon area{{{{105, 20}, {106, 20}, {106, 21}}}};
    const auto fill = [&](double lon, const char* zone) {
        auto import = store.begin_import({"map", "", "", false}, now_ms);
        import.add_place("p1", "Đồn Hữu Nghị", "post", {lon, 21.9});
        import.add_zone("z1", zone, "sector", "2025-07-01", "", area);
        store::PatrolRow patrol;
        import.add_unit({{}, "Đội 1", "foot", { 106, 21 }});
        import.add_patrol(patrol);
        const auto uid = import.source();
        return std::pair(import.finish(), uid);
    };
    const auto [first, uid_1] = fill(106.7, "A");
    CHECK(first.kept == 2);
    const auto before = store.digest();
    const auto [second, uid_2] = fill(106.8, "A");
    CHECK(second.updated == 1);
    CHECK(second.duplicate == 1);
    CHECK(store.info().places == 1);
    CHECK(store.info().zones == 1);
    CHECK(store.check().empty());
    store.undo(uid_2);
    CHECK(store.digest() == before);
    store.undo(uid_1);
    CHECK(store.info().places == 0);
    CHECK(store.info().zones == 0);
    CHECK(store.check().empty());
    auto import = store.begin_import({"map", "", "", false}, now_ms);
    CHECK_THROWS_AS(import.add_zone("z", "", "", "", "", {{{{105, 20}, {106, 20}}}}), store::Error);
    CHECK_THROWS_AS(import.add_place("p", "", "", {105, 95}), store::Error);
}
