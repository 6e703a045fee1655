#include "support.hpp"

using namespace tuantra;
using namespace tuantra::tests;
using store::OpenMode;
using store::Store;

TEST_CASE("Columns of many records, read by several connections, are those of the records one by one", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const auto records = random_incidents(45'000, 3);
    import_all(store, "one", records);
    const auto columns = store.load_incidents();
    REQUIRE(columns.size() == records.size());
    REQUIRE(columns.map.size() == records.size());
    std::size_t disordered = 0, wrong = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& in = records[static_cast<std::size_t>(columns.id[i] - 1)];
        if (i > 0 && std::pair(columns.from_s[i - 1], columns.id[i - 1]) >= std::pair(columns.from_s[i], columns.id[i]))
            ++disordered;
        if (columns.place[i] != in.place || columns.from_s[i] != in.occurred.from.unix_s ||
            columns.to_s[i] != in.occurred.to.unix_s || columns.kind[i] != in.kind ||
            columns.severity[i] != in.severity || columns.reliability[i] != in.reliability ||
            columns.map[i] != domain::to_map(in.place) || (columns.line[i] >= 0) != in.address.has_value())
            ++wrong;
    }
    CHECK(disordered == 0);
    CHECK(wrong == 0);
    // The readers let go of the file: it can be written again.
    import_all(store, "two", {incident("later")});
    CHECK(store.load_incidents().size() == records.size() + 1);
}

TEST_CASE("Many tracks read by several connections keep their order and their movers' names", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const char* kinds[] = {"foot", "boat", "vehicle", "vessel"};
    std::vector<std::vector<domain::Fix>> walks;
    auto import = store.begin_import({"one", "", "", false}, now_ms);
    for (int t = 0; t < 90; ++t) {
        std::vector<domain::Fix> fixes;
        for (int i = 0; i < 200 + t * 3; ++i)
            fixes.push_back({{100 + t * 0.05 + i * 0.0003, 10 + t * 0.1}, double{noon} + t * 1000.0 + i * 60.0});
        import.add({{}, "t" + std::to_string(t), "", kinds[t * 7 % 4], {}}, {fixes});
        walks.push_back(std::move(fixes));
    }
    import.finish();
    const auto columns = store.load_tracks();
    REQUIRE(columns.pieces() == walks.size());
    CHECK(columns.movers == std::vector<std::string>{"foot", "vessel", "vehicle", "boat"});
    for (std::size_t t = 0; t < walks.size(); ++t) {
        CHECK(columns.track_id[t] == static_cast<std::int64_t>(t) + 1);
        CHECK(columns.movers[columns.mover[t]] == kinds[t * 7 % 4]);
        const std::size_t from = columns.start[t];
        REQUIRE(columns.start[t + 1] - from == walks[t].size());
        for (std::size_t i = 0; i < walks[t].size(); ++i)
            if (columns.map[from + i] != domain::to_map(walks[t][i].place) ||
                columns.time_s[from + i] != walks[t][i].time_s)
                FAIL_CHECK("fix " << i << " of track " << t);
    }
}
