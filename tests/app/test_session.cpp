#include "app/session.hpp"

#include "domain/geodesy.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"
#include "store/store.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace tuantra;

namespace {

struct TempDir {
    std::filesystem::path path;
    TempDir()
    {
        std::string name = (std::filesystem::temp_directory_path() / "tuantra-session-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~TempDir()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

/// A session on a database of a few incidents near Lang Son, all read.
struct Desk {
    TempDir dir;
    std::filesystem::path database = dir.path / "t.sqlite";
    app::Session session;

    Desk() : session(make(database), app::find_paths(), {}, {})
    {
        session.start();
        session.apply(view::SetCamera{view::resized({}, 1000, 600)});
        settle();
    }

    static std::filesystem::path make(const std::filesystem::path& file)
    {
        lang::use(lang::Language::en);
        gis::initialise();
        const auto paths = app::find_paths();
        const auto lines = gis::load_lines(paths.maps, paths.data);
        auto store = store::Store::open(file, store::OpenMode::create);
        auto import = store.begin_import({"test", "test.csv", "", false}, 1'700'000'000'000, 7);
        for (int i = 0; i < 10; ++i) {
            domain::Incident one;
            one.source_key = std::to_string(i);
            one.occurred = {{1'700'000'000 + i * 3600}, {1'700'000'000 + i * 3600}};
            one.kind = i % 2 == 0 ? domain::Kind::smuggling : domain::Kind::drugs;
            one.severity = 1 + i % 5;
            one.title = i == 3 ? "Thuốc lá lậu" : "Report " + std::to_string(9 - i);
            one.place = {106.70 + 0.01 * i, 21.95};
            one.address = lines.locate(one.place).address;
            import.add(one);
        }
        import.finish();
        return file;
    }

    void settle()
    {
        for (int i = 0; i < 3000; ++i) {
            session.deliver();
            if (session.idle()) {
                session.deliver();
                if (session.idle()) return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        FAIL("jobs did not end");
    }
};

}  // namespace

TEST_CASE("a session reads map, lines and records and shows all of them", "[store]")
{
    Desk desk;
    const auto& m = desk.session.model();
    REQUIRE(m.basemap);
    REQUIRE(m.scene);
    CHECK(m.scene->shown.size() == 10);
    CHECK(m.incidents_total == 10);
    CHECK(m.scene->by_kind[static_cast<std::size_t>(domain::Kind::drugs)] == 5);
    CHECK(m.scene->heat[0].events == 10);
    CHECK(m.table.order->front() == 9);
    CHECK(m.notices.empty());
}

TEST_CASE("a filter on kind changes the scene and keeps the counts of the other kinds", "[store]")
{
    Desk desk;
    domain::Filter filter;
    filter.kinds = domain::KindSet::none();
    filter.kinds.set(domain::Kind::drugs, true);
    desk.session.apply(view::SetFilter{filter});
    CHECK(desk.session.model().filter_pending);
    desk.settle();
    const auto& scene = *desk.session.model().scene;
    CHECK(scene.shown.size() == 5);
    CHECK(scene.by_kind[static_cast<std::size_t>(domain::Kind::smuggling)] == 5);
    CHECK_FALSE(desk.session.model().filter_pending);
    desk.session.apply(view::ResetFilter{});
    desk.settle();
    CHECK(desk.session.model().scene->shown.size() == 10);
}

TEST_CASE("a text filter asks the database, whatever the diacritics", "[store]")
{
    Desk desk;
    domain::Filter filter;
    filter.text = "thuoc la";
    desk.session.apply(view::SetFilter{filter});
    desk.settle();
    REQUIRE(desk.session.model().scene->shown.size() == 1);
    CHECK(desk.session.model().scene->incidents->severity[desk.session.model().scene->shown[0]] == 4);
}

TEST_CASE("selecting an incident fetches its details with the nearest gate and its stretch", "[store]")
{
    Desk desk;
    const auto id = desk.session.model().scene->incidents->id[0];
    desk.session.apply(view::Select{id, true});
    desk.settle();
    const auto& m = desk.session.model();
    REQUIRE(m.details);
    CHECK(m.details->id == id);
    CHECK(m.details->neighbour == "China");
    CHECK(m.details->province == "Lạng Sơn");
    CHECK(m.details->nearest_gate_km < 10);
    CHECK(domain::to_lon_lat(m.camera.centre).lon == Approx(106.70).margin(1e-6));
    desk.session.apply(view::Select{});
    CHECK_FALSE(desk.session.model().details);
}

TEST_CASE("the table sorts by every column, ties in time order", "[store]")
{
    Desk desk;
    const auto first_id = [&] {
        desk.settle();
        const auto& m = desk.session.model();
        return m.scene->incidents->severity[m.table.order->front()];
    };
    desk.session.apply(view::SortTable{view::TableColumn::severity, true});
    CHECK(first_id() == 5);
    desk.session.apply(view::SortTable{view::TableColumn::severity, false});
    CHECK(first_id() == 1);
    desk.session.apply(view::SortTable{view::TableColumn::title, false});
    CHECK(first_id() == 5);  // "Report 0" is the last made
    desk.session.apply(view::SortTable{view::TableColumn::title, true});
    CHECK(first_id() == 4);  // "Thuốc lá lậu"
}

TEST_CASE("rows of the table are fetched by page", "[store]")
{
    Desk desk;
    desk.session.apply(view::WantTableRows{8, 100});
    desk.settle();
    REQUIRE(desk.session.model().table.pages.size() == 1);
    const auto& page = desk.session.model().table.pages[0];
    CHECK(page.first == 8);
    REQUIRE(page.rows.size() == 2);
    CHECK(page.rows[1].title == "Report 9");
    CHECK(page.rows[1].source == "test");
}

TEST_CASE("brushing the ribbon filters by kilometres of that line", "[store]")
{
    Desk desk;
    const auto& columns = *desk.session.model().scene->incidents;
    const double km = static_cast<double>(columns.chainage_km[0]);
    desk.session.apply(view::BrushRibbon{domain::LineId::land, km + 0.001, km - 0.001});
    desk.settle();
    CHECK(desk.session.model().filter.km.from < desk.session.model().filter.km.to);
    CHECK(desk.session.model().scene->shown.size() >= 1);
    CHECK(desk.session.model().scene->shown.size() < 10);
    desk.session.apply(view::BrushRibbon{domain::LineId::coast, 0, 10});
    desk.settle();
    CHECK(desk.session.model().scene->shown.empty());
}

TEST_CASE("the clock shows what happened in its trail, and away it shows all again", "[store]")
{
    Desk desk;
    auto& session = desk.session;
    const auto& m = session.model();
    session.apply(view::SetPlayback{3600, 2.5 * 3600});
    session.apply(view::Play{true});
    REQUIRE(m.playback.at_s);
    CHECK(*m.playback.at_s == 1'700'000'000);
    CHECK(session.playing());
    desk.settle();
    CHECK(m.scene->shown == std::vector<std::uint32_t>{0});
    for (int i = 0; i < 20; ++i) session.tick(0.25);
    CHECK(*m.playback.at_s == 1'700'000'000 + 5 * 3600);
    desk.settle();
    session.apply(view::Play{false});
    desk.settle();
    CHECK(m.scene->shown.size() == m.table.order->size());
    CHECK(m.scene->shown.back() == 5);
    CHECK(m.scene->filter.until->unix_s == 1'700'000'000 + 5 * 3600 + 1);
    CHECK_FALSE(m.filter.since);
    CHECK(m.scene->any_time->size() == 10);
    session.tick(0.25);
    CHECK(*m.playback.at_s == 1'700'000'000 + 5 * 3600);
    session.apply(view::SetClock{});
    desk.settle();
    CHECK(m.scene->shown.size() == 10);
    CHECK_FALSE(m.scene->filter.since);
}

TEST_CASE("the clock stops at the window's end, begins anew from there, and stays within a new window", "[store]")
{
    Desk desk;
    auto& session = desk.session;
    const auto& p = session.model().playback;
    domain::Filter filter;
    filter.since = domain::Instant{1'700'000'000 + 2 * 3600};
    filter.until = domain::Instant{1'700'000'000 + 6 * 3600};
    session.apply(view::SetFilter{filter});
    desk.settle();
    session.apply(view::SetPlayback{86400, 86400});
    session.apply(view::Play{true});
    CHECK(*p.at_s == 1'700'000'000 + 2 * 3600);
    for (int i = 0; i < 4; ++i) session.tick(0.25);
    CHECK(*p.at_s == 1'700'000'000 + 6 * 3600 - 1);
    CHECK_FALSE(session.playing());
    desk.settle();
    CHECK(session.model().scene->shown == std::vector<std::uint32_t>{2, 3, 4, 5});
    session.apply(view::Play{true});
    CHECK(*p.at_s == 1'700'000'000 + 2 * 3600);
    filter.since = domain::Instant{1'700'000'000 + 4 * 3600};
    session.apply(view::SetFilter{filter});
    CHECK(*p.at_s == 1'700'000'000 + 4 * 3600);
    filter.since = domain::Instant{1'800'000'000};
    filter.until.reset();
    session.apply(view::SetFilter{filter});
    CHECK_FALSE(p.at_s);
    desk.settle();
    CHECK(session.model().scene->shown.empty());
}

TEST_CASE("the timeline counts what the filter lets through at any time", "[store]")
{
    Desk desk;
    const auto total = [&] {
        std::size_t n = 0;
        for (const auto count : desk.session.model().scene->timeline->levels[0].certain) n += count;
        return n;
    };
    CHECK(total() == 10);
    domain::Filter filter;
    filter.since = domain::Instant{1'700'000'000 + 8 * 3600};
    desk.session.apply(view::SetFilter{filter});
    desk.settle();
    CHECK(desk.session.model().scene->shown.size() == 2);
    CHECK(total() == 10);
    filter.kinds = domain::KindSet::none();
    filter.kinds.set(domain::Kind::drugs, true);
    desk.session.apply(view::SetFilter{filter});
    desk.settle();
    CHECK(desk.session.model().scene->shown.size() == 1);
    CHECK(total() == 5);
    filter.text = "thuoc la";
    desk.session.apply(view::SetFilter{filter});
    desk.settle();
    CHECK(total() == 1);
    filter.since.reset();
    desk.session.apply(view::SetFilter{filter});
    desk.settle();
    CHECK(desk.session.model().scene->shown == std::vector<std::uint32_t>{3});
}

TEST_CASE("a dropped file is imported, its counts are told, and undo takes it back", "[store]")
{
    Desk desk;
    const auto file = desk.dir.path / "more.csv";
    std::ofstream(file) << "id,time,lon,lat,kind,title\n"
                           "a,2024-05-01T10:00:00Z,106.6,22.1,drugs,One\n"
                           "b,2024-05-02T10:00:00Z,106.6,95,drugs,Nowhere\n";
    desk.session.apply(view::ImportFiles{{file.string()}});
    desk.settle();
    const auto& m = desk.session.model();
    CHECK(m.incidents_total == 11);
    REQUIRE(m.sources.size() == 2);
    const auto& source =
        *std::find_if(m.sources.begin(), m.sources.end(), [](const auto& s) { return s.name != "test"; });
    CHECK(source.read == 2);
    CHECK(source.kept == 1);
    CHECK(source.rejected == 1);
    REQUIRE(m.notices.size() == 1);
    CHECK(m.notices[0].text.find("more.csv") != std::string::npos);
    desk.session.apply(view::UndoImport{source.uid});
    desk.settle();
    CHECK(m.incidents_total == 10);
}

TEST_CASE("a broken file gives a notice that names it and changes nothing", "[store]")
{
    Desk desk;
    const auto file = desk.dir.path / "broken.geojson";
    std::ofstream(file) << "{\"type\": \"FeatureCollection\", \"features\": [";
    desk.session.apply(view::ImportFiles{{file.string(), (desk.dir.path / "absent.csv").string()}});
    desk.settle();
    const auto& m = desk.session.model();
    REQUIRE(m.notices.size() == 2);
    for (const auto& notice : m.notices) CHECK(notice.level == view::Notice::Level::error);
    CHECK(m.incidents_total == 10);
}

TEST_CASE("a file that is no database is told and left alone", "[store]")
{
    TempDir dir;
    const auto file = dir.path / "garbage.sqlite";
    std::ofstream(file) << "this is no database, whatever its name says, and it is long enough to be read as a header";
    const auto size = std::filesystem::file_size(file);
    lang::use(lang::Language::en);
    app::Session session(file, app::find_paths(), {}, {});
    session.start();
    for (int i = 0; i < 2000 && session.model().notices.empty(); ++i) {
        session.deliver();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    REQUIRE_FALSE(session.model().notices.empty());
    CHECK(session.model().notices[0].level == view::Notice::Level::error);
    CHECK(std::filesystem::file_size(file) == size);
}
