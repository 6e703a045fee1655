// What the ribbon's lanes and the numbers panel count, against models that were counted by hand.
#include "app/lane_job.hpp"
#include "app/numbers_job.hpp"
#include "app/paths.hpp"
#include "app/session.hpp"
#include "domain/geodesy.hpp"
#include "gis/files.hpp"
#include "settle.hpp"
#include "store/store.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <numeric>
#include <thread>

using namespace tuantra;
using domain::LineId;

namespace {

std::int64_t at(const char* text)
{
    return domain::parse_time(text)->from.unix_s;
}

/// Two straight lines to the north; an official kilometre is a measured one.
std::shared_ptr<const domain::MeasuredLine> straight(LineId id, double lon, double from_lat, double to_lat)
{
    domain::LineSpec spec;
    spec.id = id;
    spec.points = {{lon, from_lat}, {lon, to_lat}};
    spec.official_km = domain::distance_m(spec.points[0], spec.points[1]) / 1000;
    spec.official_source = "test";
    if (id == LineId::land)
        spec.stretches = {{"neighbour", "North", "", "", "", 0, 20},
                          {"province", "Old", "", "", "2025-07-01", 0, 60},
                          {"province", "New", "Mới", "2025-07-01", "", 0, 10}};
    return std::make_shared<const domain::MeasuredLine>(spec);
}

domain::Lines two_lines()
{
    return {straight(LineId::land, 105, 20, 20.6), straight(LineId::coast, 108, 12, 12.25)};
}

struct TempFile {
    std::filesystem::path dir, path;
    TempFile()
    {
        std::string name = (std::filesystem::temp_directory_path() / "tuantra-counts-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        dir = name;
        path = dir / "t.sqlite";
    }
    ~TempFile()
    {
        std::error_code ignored;
        std::filesystem::remove_all(dir, ignored);
    }
};

/// One patrol on foot along the land line, from its beginning to 20.25 north, a fix every minute and 50 m or so.
constexpr double first_fix = 1'760'000'000;
void walk(const std::filesystem::path& database)
{
    gis::initialise();
    auto store = store::Store::open(database, store::OpenMode::create);
    auto import = store.begin_import({"patrols", "", "", false}, 1'700'000'000'000, 9);
    domain::Track track;
    track.kind = "foot";
    track.source_key = "n";
    std::vector<domain::Fix> fixes;
    for (int i = 0; i <= 500; ++i) fixes.push_back({{105.0005, 20 + 0.0005 * i}, first_fix + 60.0 * i});
    import.add(track, {fixes});
    import.finish();
}

app::WatchInput input_for(const std::filesystem::path& database)
{
    return {database, app::find_paths().data / "movers.json", two_lines(), {}, {}, {}, 501};
}

/// Rows by hand: time, end, kind, line, chainage, offset.
struct Row {
    std::int64_t from, to;
    domain::Kind kind;
    int line;
    float km, offset;
};
std::shared_ptr<view::Scene> scene_of(const std::vector<Row>& rows)
{
    auto columns = std::make_shared<domain::IncidentColumns>();
    auto scene = std::make_shared<view::Scene>();
    scene->version = 7;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        columns->id.push_back(static_cast<std::int64_t>(i) + 1);
        columns->place.push_back({105, 20});
        columns->map.push_back({});
        columns->from_s.push_back(rows[i].from);
        columns->to_s.push_back(rows[i].to);
        columns->kind.push_back(rows[i].kind);
        columns->severity.push_back(3);
        columns->reliability.push_back('B');
        columns->line.push_back(static_cast<std::int8_t>(rows[i].line));
        columns->chainage_km.push_back(rows[i].km);
        columns->offset_m.push_back(rows[i].offset);
        scene->shown.push_back(static_cast<std::uint32_t>(i));
    }
    scene->incidents = columns;
    scene->any_time = std::make_shared<const std::vector<std::uint32_t>>(scene->shown);
    return scene;
}

double sum(const std::vector<float>& of)
{
    return std::accumulate(of.begin(), of.end(), 0.0, [](double a, float b) { return a + static_cast<double>(b); });
}

}  // namespace

TEST_CASE("a patrol watches the kilometres that it walks, and the rest is not watched", "[store]")
{
    const TempFile file;
    walk(file.path);
    jobs::Progress progress;
    const auto watch = app::make_watch(input_for(file.path), progress);
    const auto& land = watch.lines[0];
    const auto& seen = watch.last_seen->at_s[0];
    const double walked_km = domain::distance_m({105, 20}, {105, 20.25}) / 1000;  // 27.7
    REQUIRE(land.watched.size() == 67);
    CHECK(watch.tracks == 1);
    for (std::size_t i = 0; i < land.watched.size(); ++i) {
        INFO("km " << i);
        CHECK(land.watched[i] == (i < 28));
        CHECK((seen[i] != view::LastSeen::never) == (i < 28));
        if (i > 0 && i < 27) CHECK(land.patrol_per_km[i] == Approx(1).margin(0.26));
    }
    CHECK(sum(land.patrol_per_km) == Approx(walked_km).epsilon(0.01));
    CHECK(std::is_sorted(seen.begin(), seen.begin() + 28));
    CHECK(seen[27] == static_cast<std::int64_t>(first_fix) + 500 * 60);
    CHECK(sum(watch.lines[1].patrol_per_km) == 0);
    CHECK(std::none_of(watch.lines[1].watched.begin(), watch.lines[1].watched.end(), [](bool b) { return b; }));
}

TEST_CASE("outside the window nothing is watched, but what was seen before it is remembered", "[store]")
{
    const TempFile file;
    walk(file.path);
    jobs::Progress progress;
    auto input = input_for(file.path);
    input.since = domain::Instant{static_cast<std::int64_t>(first_fix) + 86400};
    auto watch = app::make_watch(input, progress);
    CHECK(watch.lines[0].peak == 0);
    CHECK_FALSE(watch.lines[0].watched[5]);
    CHECK(watch.last_seen->at_s[0][5] != view::LastSeen::never);
    input.since = {};
    input.until = domain::Instant{static_cast<std::int64_t>(first_fix) + 60 * 100};
    watch = app::make_watch(input, progress);
    CHECK(watch.lines[0].watched[4]);
    CHECK_FALSE(watch.lines[0].watched[8]);
    CHECK(watch.last_seen->at_s[0][8] == view::LastSeen::never);
    // A window that ends before it begins.
    input.since = domain::Instant{static_cast<std::int64_t>(first_fix) + 86400};
    watch = app::make_watch(input, progress);
    CHECK(watch.lines[0].peak == 0);
    CHECK(watch.last_seen->at_s[0][4] != view::LastSeen::never);
}

TEST_CASE("a window that was measured is found again, and the oldest gives way", "[unit]")
{
    app::WatchCache cache;
    const auto make = [&](std::int64_t since) {
        auto w = std::make_shared<view::Watch>();
        w->since = domain::Instant{since};
        w->last_seen = std::make_shared<const view::LastSeen>();
        cache.add(w);
    };
    for (int i = 0; i < 12; ++i) make(i);
    REQUIRE(cache.find(domain::Instant{0}, {}));
    make(100);  // 1 was used longest ago
    CHECK(cache.find(domain::Instant{0}, {}));
    CHECK_FALSE(cache.find(domain::Instant{1}, {}));
    CHECK_FALSE(cache.find({}, {}));
    CHECK(cache.last_seen({}));
    CHECK_FALSE(cache.last_seen(domain::Instant{5}));
    cache.clear();
    CHECK_FALSE(cache.find(domain::Instant{0}, {}));
}

TEST_CASE("time by kilometre counts each incident once, those known to the day shared between its hours", "[unit]")
{
    const auto day = at("2026-03-02");
    auto scene = scene_of({{day + 3600, day + 3600, domain::Kind::drugs, 0, 12.4F, 0},
                           {day + 3700, day + 3700, domain::Kind::drugs, 0, 12.9F, 100},
                           {day, day + 86399, domain::Kind::drugs, 0, 30.0F, 0},
                           {day + 7200, day + 7200, domain::Kind::drugs, 1, 27.9F, 0},
                           {day + 7200, day + 7200, domain::Kind::drugs, 0, 5, 30'000},
                           {day + 7200, day + 7200, domain::Kind::drugs, -1, 0, 0}});
    jobs::Progress progress;
    const auto c = app::make_space_time(*scene, two_lines(), {}, progress);
    CHECK(c.scene == 7);
    REQUIRE(c.bin == domain::TimeBin::hour);
    REQUIRE(c.rows == 24);
    REQUIRE(c.cells[0] == 67);
    CHECK(c.start(0).unix_s == day);
    CHECK(c.count[0][1 * 67 + 12] == 2);
    CHECK(c.count[0][5 * 67 + 30] == Approx(1.0 / 24));
    CHECK(sum(c.count[0]) == Approx(3));
    CHECK(c.count[1][2 * c.cells[1] + 27] == 1);
    CHECK(sum(c.count[1]) == Approx(1));

    // The window's end is left out, and a coarser step keeps the rows few.
    scene->filter.since = domain::Instant{day - 400 * 86400};
    scene->filter.until = domain::Instant{day};
    const auto past = app::make_space_time(*scene, two_lines(), {}, progress);
    CHECK(past.bin == domain::TimeBin::week);
    CHECK(past.rows <= app::space_time_rows);
    scene->shown.clear();
    CHECK(app::make_space_time(*scene, two_lines(), {}, progress).rows == 0);
}

TEST_CASE("numbers are those counted by hand", "[unit]")
{
    const auto monday = at("2026-03-02");                                                          // local midnight
    auto scene = scene_of({{monday - 3600, monday - 3600, domain::Kind::drugs, 0, 5, 0},           // Sunday 23
                           {monday + 7200, monday + 7200, domain::Kind::drugs, 0, 10, 0},          // Monday 02, both
                           {monday + 7200, monday + 10'800, domain::Kind::piracy, 0, 15, 90'000},  // an hour
                           {monday, monday + 86'399, domain::Kind::drugs, 1, 3, 0},                // Monday alone
                           {monday, monday + 7 * 86'400, domain::Kind::drugs, -1, 0, 0}});         // a week
    jobs::Progress progress;
    const app::NumbersInput input{
        scene, two_lines(), {}, domain::TimeSpan{{monday - 90'000}, {monday + 86'400}}, monday + 10 * 86'400};
    const auto n = app::make_numbers(input, progress);
    CHECK(n.total == 5);
    CHECK(n.by_hour[6][23] == 1);
    CHECK(n.by_hour[0][2] == 2);
    CHECK(n.day_only[0] == 1);
    CHECK(n.longer == 1);
    CHECK(n.cell == std::vector<std::uint8_t>{6 * 24 + 23, 2, 2, 168, view::Numbers::no_cell});
    REQUIRE(n.stretches.size() == 2);  // the province of before July 2025 is gone
    CHECK(n.stretches[0].name == "North");
    CHECK(n.stretches[0].count == 3);
    CHECK(n.stretches[1].name_vi == "Mới");
    CHECK(n.stretches[1].count == 2);  // its end belongs to it, as for the filter
    CHECK(n.off_lines == 1);
    CHECK_FALSE(n.trend);
    domain::Filter filter;
    filter.line = n.stretches[1].line;
    filter.km = {n.stretches[1].from_km, n.stretches[1].to_km};
    CHECK(domain::select(*scene->incidents, filter).size() == n.stretches[1].count);
}

TEST_CASE("the trend counts each incident in one period, and tells no change where the records do not reach back",
          "[unit]")
{
    const auto day = at("2026-03-02");
    constexpr std::int64_t d = 86'400;
    std::vector<Row> rows;
    for (int i = 0; i < 12; ++i) rows.push_back({day + i * 3600, day + i * 3600, domain::Kind::drugs, 0, 1, 0});
    for (int i = 1; i <= 4; ++i) rows.push_back({day - i * 3600, day - i * 3600, domain::Kind::drugs, 0, 1, 0});
    rows.push_back({day - 3600, day - 3600, domain::Kind::piracy, 0, 1, 0});
    rows.push_back({day - d / 2, day + d / 4, domain::Kind::drugs, 0, 1, 0});  // its middle is before
    auto scene = scene_of(rows);
    scene->filter.since = domain::Instant{day};
    scene->filter.until = domain::Instant{day + d};
    scene->filter.kinds.set(domain::Kind::piracy, false);
    jobs::Progress progress;
    app::NumbersInput input{scene, two_lines(), {}, domain::TimeSpan{{day - 10 * d}, {day + 2 * d}}, day + 5 * d};
    const auto n = app::make_numbers(input, progress);
    REQUIRE(n.trend);
    const auto& t = *n.trend;
    CHECK(t.covered);
    CHECK(t.before.from.unix_s == day - d);
    CHECK(t.before.to.unix_s == day);
    CHECK(t.now_count == 12);
    CHECK(t.before_count == 5);
    CHECK(t.before_by_kind[static_cast<std::size_t>(domain::Kind::piracy)] == 1);
    REQUIRE(t.ratio);
    CHECK(*t.ratio == Approx(2.4));
    // Clopper and Pearson on 12 of 17: 0.4404 and 0.8969; p / (1 - p) is the ratio.
    CHECK(t.low == Approx(0.4404 / 0.5596).epsilon(2e-3));
    CHECK(t.high == Approx(0.8969 / 0.1031).epsilon(2e-3));
    CHECK(t.p > 0.05);

    input.data_span->from.unix_s = day - d / 2;
    const auto short_of = app::make_numbers(input, progress);
    REQUIRE(short_of.trend);
    CHECK_FALSE(short_of.trend->covered);
    CHECK_FALSE(short_of.trend->ratio);

    // An end that is yet to come is not counted as quiet time.
    input.now_unix_s = day + d / 2;
    const auto half = app::make_numbers(input, progress);
    REQUIRE(half.trend);
    CHECK(half.trend->now.to.unix_s == day + d / 2);
    CHECK(half.trend->before.from.unix_s == day - d / 2);
}

TEST_CASE("the old lanes stay until the new ones are there, and a window that was shown before is not measured again",
          "[store]")
{
    const TempFile file;
    walk(file.path);
    app::Session session(file.path, app::find_paths(), {}, {});
    session.start();
    tests::settle(session);
    const auto& model = session.model();
    const auto all = model.watch;
    REQUIRE(all);
    CHECK_FALSE(all->since);
    CHECK(all->tracks == 1);
    domain::Filter late;
    late.since = domain::Instant{static_cast<std::int64_t>(first_fix) + 10 * 86400};
    session.apply(view::SetFilter{late});
    CHECK(model.watch == all);
    tests::settle(session);
    REQUIRE(model.watch != all);
    CHECK(model.watch->since == late.since);
    CHECK(model.watch->tracks == 0);
    CHECK(model.watch->last_seen == all->last_seen);
    session.apply(view::SetFilter{});
    tests::settle(session);
    CHECK(model.watch == all);
}

TEST_CASE("numbers and time by kilometre are counted while they are open, and again for each new scene", "[store]")
{
    const TempFile file;
    walk(file.path);
    app::Session session(file.path, app::find_paths(), {}, {});
    session.start();
    tests::settle(session);
    const auto& model = session.model();
    CHECK_FALSE(model.numbers);
    CHECK_FALSE(model.space_time);
    session.apply(view::TogglePanel{view::Panel::numbers});
    session.apply(view::TogglePanel{view::Panel::space_time});
    tests::settle(session);
    REQUIRE(model.numbers);
    REQUIRE(model.space_time);
    CHECK(model.numbers->scene == model.scene->version);
    domain::Filter severe;
    severe.severity_min = 4;
    session.apply(view::SetFilter{severe});
    tests::settle(session);
    CHECK(model.numbers->scene == model.scene->version);
    CHECK(model.space_time->scene == model.scene->version);
    // A selected record brings its details to the front.
    session.apply(view::Select{std::int64_t{1}});
    CHECK_FALSE(model.numbers_open);
}
