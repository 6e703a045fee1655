#include "app/session.hpp"

#include "domain/geodesy.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"
#include "settle.hpp"
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

    void settle() { tests::settle(session); }
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

TEST_CASE("a file is looked at, counted and corrected before any of it is kept", "[store]")
{
    Desk desk;
    const auto file = desk.dir.path / "reports.csv", other = desk.dir.path / "other.csv";
    // The day of the report, too, could be the day it happened.
    std::ofstream(file) << "ref,ngay,ngay_bao,lon,lat,loai\n"
                           "a,2024-05-01,2024-06-01,106.6,22.1,ma túy\n"
                           "b,2024-05-02,2024-06-02,106.7,22.0,ma túy\n"
                           "c,2024-05-03,2024-06-03,106.7,95,ma túy\n";
    std::ofstream(other) << "id,time,lon,lat\nx,2024-05-01T10:00:00Z,106.6,22.1\n";
    desk.session.apply(view::OpenFiles{{file.string(), other.string()}});
    desk.settle();
    const auto& m = desk.session.model();
    REQUIRE(m.import.waiting.size() == 2);
    REQUIRE(m.import.preview);
    const auto& before = *m.import.preview;
    CHECK(before.error.empty());
    CHECK(before.target == "incidents");
    CHECK(before.format == "CSV");
    REQUIRE(before.columns.size() == 6);
    using Meanings = std::vector<view::ColumnMeaning>;
    CHECK(before.meanings ==
          Meanings{{"time", "ngay"}, {"lon", "lon"}, {"lat", "lat"}, {"kind", "loai"}, {"key", "ref"}});
    CHECK(before.columns[1].samples == std::vector<std::string>{"2024-05-01", "2024-05-02", "2024-05-03"});
    REQUIRE(before.counted);
    CHECK(before.read == 3);
    CHECK(before.kept == 2);
    CHECK(before.rejected == 1);
    REQUIRE(before.rejects.size() == 1);
    CHECK(before.rejects[0].row == 3);
    REQUIRE(before.extent);
    CHECK(*before.extent == domain::Box{106.6, 22.0, 106.7, 22.1});
    CHECK(before.places.size() == 2);
    REQUIRE(before.span);
    const std::int64_t first_day = before.span->from.unix_s;
    // Nothing was kept by looking.
    CHECK(m.incidents_total == 10);
    CHECK(m.sources.size() == 1);

    view::ImportChoice choice;
    choice.roles = {{"key", "ref"}, {"time", "ngay_bao"}, {"lon", "lon"}, {"lat", "lat"}};
    desk.session.apply(view::SetImportChoice{choice});
    desk.settle();
    REQUIRE(m.import.preview->counted);
    CHECK(m.import.preview->meanings == Meanings{{"time", "ngay_bao"}, {"lon", "lon"}, {"lat", "lat"}, {"key", "ref"}});
    CHECK(m.import.preview->span->from.unix_s - first_day == 31 * 86400);

    // Pressed before the look at another choice is back, nothing is imported as it was before that choice.
    choice.roles[1].second = "ngay";
    desk.session.apply(view::SetImportChoice{choice});
    desk.session.apply(view::AcceptImport{});
    CHECK(m.import.waiting.size() == 2);
    desk.settle();
    CHECK(m.incidents_total == 10);
    CHECK(m.import.preview->span->from.unix_s == first_day);

    // What cannot be is said, and the file stays to be corrected.
    choice.roles = {{"time", "ref"}};
    desk.session.apply(view::SetImportChoice{choice});
    desk.settle();
    CHECK_FALSE(m.import.preview->error.empty());
    desk.session.apply(view::AcceptImport{});
    desk.settle();
    CHECK(m.incidents_total == 10);
    CHECK(m.import.waiting.size() == 2);

    choice.roles = {{"key", "ref"}, {"time", "ngay_bao"}, {"lon", "lon"}, {"lat", "lat"}};
    desk.session.apply(view::SetImportChoice{choice});
    desk.settle();
    desk.session.apply(view::AcceptImport{});
    desk.settle();
    CHECK(m.incidents_total == 12);
    // The other one is looked at now, and left out.
    REQUIRE(m.import.waiting == std::vector<std::string>{other.string()});
    REQUIRE(m.import.preview);
    CHECK(m.import.preview->path == other.string());
    desk.session.apply(view::DismissImport{});
    desk.settle();
    CHECK(m.import.waiting.empty());
    CHECK_FALSE(m.import.preview);
    CHECK(m.incidents_total == 12);
}

TEST_CASE("files handed over before the measured lines are there are imported with addresses once they are", "[store]")
{
    const TempDir dir;
    const auto file = dir.path / "early.csv", seen = dir.path / "seen.csv";
    for (const auto& path : {file, seen}) std::ofstream(path) << "id,time,lon,lat\nx,2024-05-01T10:00:00Z,106.6,22.1\n";
    app::Session session(Desk::make(dir.path / "t.sqlite"), app::find_paths(), {}, {});
    session.apply(view::ImportFiles{{file.string()}});
    session.apply(view::OpenFiles{{seen.string()}});
    session.start();
    tests::settle(session);
    const auto& m = session.model();
    CHECK(m.incidents_total == 11);
    CHECK(m.scene->incidents->line.back() >= 0);
    REQUIRE(m.import.preview);
    CHECK(m.import.preview->counted);
}

TEST_CASE("a record saved while a file is counted does not wait for it, and the file is counted all the same",
          "[store]")
{
    Desk desk;
    const auto file = desk.dir.path / "many.csv";
    {
        std::ofstream rows(file);
        rows << "id,time,lon,lat\n";
        for (int i = 0; i < 150'000; ++i) rows << i << ",2024-05-01T10:00:00Z,106." << 100 + i % 800 << ",22.1\n";
    }
    desk.session.apply(view::OpenFiles{{file.string()}});
    const auto& m = desk.session.model();
    for (int i = 0; i < 2000 && m.import.counting == 0; ++i) {
        desk.session.deliver();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    REQUIRE(m.import.counting != 0);
    domain::Incident one;
    one.occurred = {{1'700'000'000}, {1'700'000'000}};
    one.title = "Seen from the post";
    one.place = {106.7, 21.95};
    desk.session.apply(view::OpenEdit{});
    desk.session.apply(view::SaveIncident{one});
    for (int i = 0; i < 2000 && m.edit.saving; ++i) {
        desk.session.deliver();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    CHECK_FALSE(m.edit.saving);
    CHECK_FALSE(m.import.preview->counted);
    desk.settle();
    CHECK(m.import.preview->counted);
    CHECK(m.import.preview->kept == 150'000);
    CHECK(m.incidents_total == 11);
}

TEST_CASE("all files that wait can be imported at once, and none that cannot be read stops the others", "[store]")
{
    Desk desk;
    std::vector<std::string> files;
    for (int i = 0; i < 3; ++i) {
        files.push_back((desk.dir.path / ("f" + std::to_string(i) + ".csv")).string());
        std::ofstream(files.back()) << (i == 0 ? "nothing,here\n1,2\n"
                                               : "id,time,lon,lat\nx,2024-05-01T10:00:00Z,106.6,22.1\n");
    }
    desk.session.apply(view::OpenFiles{files});
    desk.settle();
    const auto& m = desk.session.model();
    REQUIRE(m.import.preview);
    CHECK(m.import.preview->error.find("no column") != std::string::npos);
    desk.session.apply(view::AcceptImport{true});
    desk.settle();
    CHECK(m.import.waiting.empty());
    CHECK(m.incidents_total == 12);
    CHECK(std::count_if(m.notices.begin(), m.notices.end(), [](const auto& n) {
              return n.level == view::Notice::Level::error && n.text.find("f0.csv") != std::string::npos;
          }) == 1);
    // Before its first rows are read, too, the first file is not forgotten.
    desk.session.apply(view::OpenFiles{{files[1], files[2]}});
    desk.session.apply(view::AcceptImport{true});
    desk.settle();
    CHECK(m.import.waiting.empty());
    CHECK(m.sources.size() == 5);
}

TEST_CASE("a folder lists what can be imported, folders first", "[store]")
{
    Desk desk;
    const auto folder = desk.dir.path / "files";
    std::filesystem::create_directories(folder / "sub");
    for (const char* name : {"b.csv", "Á.gpkg", "notes.pdf", ".hidden.csv", "c.view.json"})
        std::ofstream(folder / name) << "x";
    desk.session.apply(view::BrowseFolder{folder.string() + "/"});
    desk.settle();
    const auto& listed = desk.session.model().import.folder;
    CHECK(listed.path == folder.string());
    CHECK(listed.parent == desk.dir.path.string());
    std::vector<std::string> names;
    for (const auto& entry : listed.entries) names.push_back(entry.name);
    CHECK(names == std::vector<std::string>{"sub", "Á.gpkg", "b.csv", "c.view.json"});
    CHECK(listed.entries[0].folder);
    CHECK(listed.entries[2].bytes == 1);
    desk.session.apply(view::BrowseFolder{(folder / "absent").string()});
    desk.settle();
    CHECK_FALSE(desk.session.model().import.folder.error.empty());
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

namespace {

/// Selects the record with the title and waits for its details.
std::int64_t select_titled(Desk& desk, const std::string& title)
{
    domain::Filter filter;
    filter.text = title;
    const auto ids = store::Store::open(desk.database, store::OpenMode::read_only).incident_ids(filter);
    REQUIRE(ids.size() == 1);
    desk.session.apply(view::Select{ids[0], false});
    desk.settle();
    REQUIRE(desk.session.model().details);
    return ids[0];
}

}  // namespace

TEST_CASE("a drawn circle and a drawn area show only what lies within", "[store]")
{
    Desk desk;
    domain::Filter filter;
    filter.near = domain::Circle{{106.70, 21.95}, 2.2};  // a hundredth of a degree is about 1.03 km here
    desk.session.apply(view::SetFilter{filter});
    desk.settle();
    CHECK(desk.session.model().scene->shown.size() == 3);
    filter = {};
    filter.within = {{{{106.735, 21.9}, {106.765, 21.9}, {106.765, 22.0}, {106.735, 22.0}}}};
    desk.session.apply(view::SetFilter{filter});
    desk.settle();
    CHECK(desk.session.model().scene->shown.size() == 3);
}

TEST_CASE("an incident entered by hand gets its address and its letters composed, and is selected", "[store]")
{
    Desk desk;
    auto& s = desk.session;
    s.apply(view::OpenEdit{});
    REQUIRE(s.model().edit.open);
    domain::Incident typed;
    typed.occurred = {{1'700'100'000}, {1'700'100'000}};
    typed.title = "Vu\xCC\x9B\xC6\xA1\xCC\xA3t bie\xCC\x82n";  // letters and their marks apart
    typed.place = {106.75, 21.9};
    s.apply(view::SaveIncident{typed});
    CHECK(s.model().edit.saving);
    s.apply(view::Quit{});
    CHECK_FALSE(s.wants_quit());
    desk.settle();
    CHECK(s.wants_quit());
    const auto& m = s.model();
    CHECK_FALSE(m.edit.open);
    CHECK(m.incidents_total == 11);
    REQUIRE(m.details);
    CHECK(m.selected == m.details->id);
    CHECK(m.details->incident.title == "V\xC6\xB0\xE1\xBB\xA3t bi\xC3\xAAn");
    REQUIRE(m.details->incident.address);
    const auto expected = m.lines.locate(typed.place).address;
    CHECK(m.details->incident.address->line == expected.line);
    CHECK(m.details->incident.address->chainage_km == Approx(expected.chainage_km));
    CHECK(m.scene->shown.size() == 11);
    REQUIRE(m.notices.size() == 1);
    REQUIRE(m.notices[0].undo != 0);
    s.apply(view::UndoEdit{m.notices[0].undo});
    desk.settle();
    CHECK(m.incidents_total == 10);
    CHECK_FALSE(m.selected);
    CHECK(m.notices[0].undo == 0);
    s.apply(view::UndoEdit{});  // nothing is left to take back
    desk.settle();
    CHECK(m.incidents_total == 10);
}

TEST_CASE("a changed incident shows what it was, and undo brings it back", "[store]")
{
    Desk desk;
    auto& s = desk.session;
    const auto& m = s.model();
    const auto id = select_titled(desk, "Report 4");
    s.apply(view::OpenEdit{id});
    REQUIRE(m.edit.id == id);
    auto changed = m.details->incident;
    changed.title = "Đã sửa";
    changed.place = {106.2, 22.3};
    s.apply(view::SaveIncident{changed});
    desk.settle();
    REQUIRE(m.details);
    REQUIRE(m.details->versions.size() == 2);
    CHECK(m.details->versions[0].by_hand);
    CHECK(m.details->versions[1].incident.title == "Report 4");
    CHECK(m.details->incident.address->chainage_km == Approx(m.lines.locate(changed.place).address.chainage_km));
    CHECK(m.incidents_total == 10);
    s.apply(view::UndoEdit{});
    desk.settle();
    REQUIRE(m.details);
    CHECK(m.details->incident.title == "Report 4");
    CHECK(m.details->versions.size() == 1);
}

TEST_CASE("a removed incident is gone, and undo brings it back selected", "[store]")
{
    Desk desk;
    auto& s = desk.session;
    const auto& m = s.model();
    const auto id = select_titled(desk, "Report 4");
    s.apply(view::RemoveIncident{id});
    desk.settle();
    CHECK(m.incidents_total == 9);
    CHECK_FALSE(m.selected);
    s.apply(view::UndoEdit{});
    desk.settle();
    CHECK(m.incidents_total == 10);
    CHECK(m.selected == id);
    REQUIRE(m.details);
    CHECK(m.details->incident.title == "Report 4");
}

TEST_CASE("a record that somebody else changed meanwhile is not overwritten: the form stays with the reason", "[store]")
{
    Desk desk;
    auto& s = desk.session;
    const auto& m = s.model();
    const auto id = select_titled(desk, "Report 4");
    s.apply(view::OpenEdit{id});
    {
        auto store = store::Store::open(desk.database, store::OpenMode::read_write);
        const auto record = *store.incident(id);
        auto other = record.incident;
        other.title = "Theirs";
        store.edit_by_hand(id, other, record.content, 1'700'000'001'000);
    }
    auto mine = m.details->incident;
    mine.title = "Mine";
    s.apply(view::SaveIncident{mine});
    desk.settle();
    CHECK(m.edit.open);
    CHECK_FALSE(m.edit.saving);
    CHECK(m.edit.error.find("changed since") != std::string::npos);
    s.apply(view::CloseEdit{});
    CHECK_FALSE(m.edit.open);
    CHECK(store::Store::open(desk.database, store::OpenMode::read_only).incident(id)->incident.title == "Theirs");
}

TEST_CASE("details name the nearest posts and the patrols that passed", "[store]")
{
    Desk desk;
    {
        auto store = store::Store::open(desk.database, store::OpenMode::read_write);
        auto import = store.begin_import({"patrols", "", "", false}, 1'700'000'000'000, 9);
        for (int i = 0; i < 5; ++i)
            import.add_unit({domain::UidMaker(static_cast<std::uint64_t>(i) + 1).make(1),
                             "Post " + std::to_string(i),
                             "post",
                             { 106.74 + 0.02 * i,
                               21.95 }});
        domain::Track near, late;
        near.name = "Night patrol";
        near.kind = late.kind = "foot";
        near.source_key = "n";
        late.name = "Next day";
        late.source_key = "l";
        const double at = 1'700'000'000 + 4 * 3600;
        std::vector<domain::Fix> fixes;
        for (int i = 0; i < 20; ++i) fixes.push_back({{106.70 + 0.004 * i, 21.96}, at + 1800 + 60.0 * i});
        import.add(near, {fixes});
        for (auto& fix : fixes) fix.time_s += 86400;
        import.add(late, {fixes});
        import.finish();
    }
    const auto id = select_titled(desk, "Report 5");  // the fourth, at 106.74
    const auto& d = *desk.session.model().details;
    CHECK(d.id == id);
    REQUIRE(d.units.size() == 3);
    CHECK(d.units[0].name == "Post 0");
    CHECK(d.units[0].km == Approx(0).margin(0.001));
    CHECK(d.units[1].km == Approx(domain::distance_m({106.74, 21.95}, {106.76, 21.95}) / 1000));
    REQUIRE(d.tracks.size() == 1);
    CHECK(d.tracks[0].name == "Night patrol");
    CHECK(d.tracks[0].km == Approx(domain::distance_m({106.74, 21.95}, {106.74, 21.96}) / 1000).margin(0.001));
    CHECK(d.tracks[0].apart_s == 1800 + 600);
}

namespace {

/// The user's folders in a place of the test's own.
struct OwnFolders {
    explicit OwnFolders(const std::filesystem::path& dir) { setenv("XDG_CONFIG_HOME", (dir / "config").c_str(), 1); }
    ~OwnFolders() { unsetenv("XDG_CONFIG_HOME"); }
};

}  // namespace

TEST_CASE("a view saved by name comes back with filter, place, layers and palette, also in another session", "[store]")
{
    Desk desk;
    const OwnFolders own(desk.dir.path);
    auto& s = desk.session;
    const auto& m = s.model();
    domain::Filter drugs;
    drugs.kinds = domain::KindSet::none();
    drugs.kinds.set(domain::Kind::drugs, true);
    s.apply(view::SetFilter{drugs});
    s.apply(view::GoTo{{106.7, 21.9}, 77});
    s.apply(view::SetPalette{"day"});
    auto layers = m.layers;
    layers.relief = !layers.relief;
    s.apply(view::SetLayers{layers});
    s.apply(view::SaveView{"Ma túy"});
    desk.settle();
    REQUIRE(m.views == std::vector<std::string>{"Ma túy"});

    app::Session other(desk.database, app::find_paths(), {}, {});
    other.start();
    other.apply(view::SetCamera{view::resized({}, 1000, 600)});
    for (int i = 0; i < 3000 && !(other.idle() && other.model().scene); ++i) {
        other.deliver();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    other.deliver();
    REQUIRE(other.model().views == m.views);
    other.apply(view::OpenView{"Ma túy"});
    CHECK(other.model().filter == drugs);
    CHECK(other.model().palette.name == "day");
    CHECK(other.model().layers == layers);
    CHECK(other.model().camera.metres_per_pixel == 77);
    CHECK(domain::distance_m(domain::to_lon_lat(other.model().camera.centre), {106.7, 21.9}) < 0.01);

    const auto file = (desk.dir.path / "out.view.json").string();
    s.apply(view::ExportView{"Ma túy", file});
    desk.settle();
    s.apply(view::RemoveView{"Ma túy"});
    desk.settle();
    CHECK(m.views.empty());
    s.apply(view::ImportFiles{{file}});
    desk.settle();
    CHECK(m.views.size() == 1);
    CHECK(m.incidents_total == 10);
    s.apply(view::ExportView{"Ma túy", file});
    desk.settle();
    CHECK(m.notices.back().level == view::Notice::Level::error);  // the file is there already
}

TEST_CASE("copied rows are the shown columns as text, in the order that was asked for", "[store]")
{
    Desk desk;
    auto& s = desk.session;
    const auto& m = s.model();
    view::TableColumns columns{0};
    for (const auto c : {view::TableColumn::kind, view::TableColumn::title, view::TableColumn::grade}) columns.flip(c);
    s.apply(view::SetColumns{columns});
    s.apply(view::SetColumns{view::TableColumns{0}});  // none at all is not taken
    CHECK(m.table.columns == columns);
    const auto& ids = m.scene->incidents->id;
    s.apply(view::CopyRows{{ids[4], ids[3]}});
    desk.settle();
    CHECK(m.clip.serial == 1);
    CHECK(m.clip.text == "Kind\tTitle\tGrade\nSmuggling\tReport 5\t\nDrugs\tThuốc lá lậu\t\n");
}

TEST_CASE("the table goes to a CSV file that holds what the filter yields, and never over another file unasked",
          "[store]")
{
    Desk desk;
    auto& s = desk.session;
    const auto& m = s.model();
    domain::Filter drugs;
    drugs.kinds = domain::KindSet::none();
    drugs.kinds.set(domain::Kind::drugs, true);
    s.apply(view::SetFilter{drugs});
    desk.settle();
    s.apply(view::TogglePanel{view::Panel::table_export});
    REQUIRE(m.table_export.open);
    const auto file = desk.dir.path / "out.csv";
    const auto lines = [&] {
        std::ifstream in(file);
        std::size_t n = 0;
        for (std::string line; std::getline(in, line);) ++n;
        return n;
    };
    s.apply(view::ExportRows{file.string(), false});
    desk.settle();
    CHECK_FALSE(m.table_export.open);
    CHECK(lines() == 1 + 5);
    s.apply(view::TogglePanel{view::Panel::table_export});
    s.apply(view::ResetFilter{});
    desk.settle();
    s.apply(view::ExportRows{file.string(), false});
    desk.settle();
    CHECK(m.table_export.open);
    CHECK(m.table_export.exists == file.string());
    CHECK(lines() == 1 + 5);
    s.apply(view::ExportRows{file.string(), true});
    desk.settle();
    CHECK(lines() == 1 + 10);
    s.apply(view::TogglePanel{view::Panel::table_export});
    s.apply(view::ExportRows{"/proc/nowhere/x.csv", false});
    desk.settle();
    CHECK(m.table_export.open);
    CHECK(m.table_export.error.find("x.csv") != std::string::npos);
}

TEST_CASE("the table sorts by grade and by position", "[store]")
{
    Desk desk;
    const auto& m = desk.session.model();
    desk.session.apply(view::SortTable{view::TableColumn::position, false});
    desk.settle();
    const auto& place = m.scene->incidents->place;
    const auto& order = *m.table.order;
    for (std::size_t i = 0; i + 1 < order.size(); ++i)
        CHECK(std::pair(place[order[i]].lat, place[order[i]].lon) <=
              std::pair(place[order[i + 1]].lat, place[order[i + 1]].lon));
    desk.session.apply(view::SortTable{view::TableColumn::grade, true});
    desk.settle();
    CHECK(m.table.order->size() == 10);
}

namespace {

/// The cross of every job that is or could be listed.
void stop_all(app::Session& session)
{
    jobs::Runner probe({}, 1);
    const auto newest = probe.start("", "", [](jobs::Progress&) { return jobs::Runner::Delivery{}; });
    for (std::uint64_t id = newest > 50 ? newest - 50 : 1; id < newest; ++id) session.apply(view::CancelJob{id});
}

domain::Incident typed_incident(const char* title)
{
    domain::Incident typed;
    typed.occurred = {{1'700'100'000}, {1'700'100'000}};
    typed.title = title;
    typed.place = {106.75, 21.9};
    return typed;
}

}  // namespace

TEST_CASE("a stopped export and a stopped filter leave nothing waiting, and the program quits", "[store]")
{
    Desk desk;
    auto& s = desk.session;
    const auto& m = s.model();
    s.apply(view::ExportRows{(desk.dir.path / "out.csv").string(), false});
    REQUIRE(m.table_export.running);
    stop_all(s);
    desk.settle();
    CHECK_FALSE(m.table_export.running);
    domain::Filter filter;
    filter.text = "thuoc la";
    s.apply(view::SetFilter{filter});
    REQUIRE(m.filter_pending);
    stop_all(s);
    desk.settle();
    CHECK_FALSE(m.filter_pending);
    CHECK(m.scene->shown.size() == 10);
    CHECK(m.filter == m.scene->filter);  // what is said is what is shown
    s.apply(view::Quit{});
    CHECK(s.wants_quit());
}

TEST_CASE("what is saved by hand cannot be stopped: it is written, and the form closes", "[store]")
{
    Desk desk;
    auto& s = desk.session;
    s.apply(view::OpenEdit{});
    s.apply(view::SaveIncident{typed_incident("Kept")});
    stop_all(s);
    desk.settle();
    CHECK_FALSE(s.model().edit.saving);
    CHECK_FALSE(s.model().edit.open);
    CHECK(s.model().incidents_total == 11);
    select_titled(desk, "Kept");
}

TEST_CASE("what waits to be written keeps nobody from reading", "[store]")
{
    Desk desk;
    auto& s = desk.session;
    const auto& m = s.model();
    const auto first = m.scene->incidents->id[0];
    s.apply(view::Select{first, false});
    desk.settle();
    s.apply(view::OpenEdit{});
    domain::Filter filter;
    filter.kinds = domain::KindSet::none();
    filter.kinds.set(domain::Kind::drugs, true);
    {
        // Another program writes meanwhile.
        auto store = store::Store::open(desk.database, store::OpenMode::read_write);
        auto import = store.begin_import({"other", "", "", false}, 1'700'000'000'000, 9);
        s.apply(view::RemoveIncident{first});
        s.apply(view::SaveIncident{typed_incident("Waits")});
        s.apply(view::SetFilter{filter});
        for (int i = 0; i < 3000 && m.filter_pending; ++i) {
            s.deliver();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        CHECK(m.scene->shown.size() == 5);
        CHECK(m.edit.saving);
    }
    desk.settle();
    CHECK_FALSE(m.edit.saving);
    CHECK(m.incidents_total == 10);  // one gone, one new
}

TEST_CASE("the table's rows are never those of records that are gone", "[store]")
{
    Desk desk;
    auto& s = desk.session;
    const auto& m = s.model();
    REQUIRE(m.sources.size() == 1);
    s.apply(view::UndoImport{m.sources[0].uid});
    for (int i = 0; i < 3000 && (m.scene->incidents->size() > 0 || !s.idle()); ++i) {
        s.deliver();
        if (m.table.order)
            for (const auto row : *m.table.order) REQUIRE(row < m.scene->incidents->size());
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    CHECK(m.scene->incidents->size() == 0);
    s.deliver();
    REQUIRE(m.table.order);
    CHECK(m.table.order->empty());
}

TEST_CASE("a record changed by hand brings no tracks with it anew", "[store]")
{
    Desk desk;
    auto& s = desk.session;
    const auto tracks = s.model().scene->tracks;
    s.apply(view::OpenEdit{});
    s.apply(view::SaveIncident{typed_incident("One more")});
    desk.settle();
    CHECK(s.model().scene->incidents->size() == 11);
    CHECK(s.model().scene->tracks == tracks);
}

TEST_CASE(
    "a form in which something was typed makes room for no other, for no undo, and for quitting only when asked twice",
    "[store]")
{
    Desk desk;
    auto& s = desk.session;
    const auto& m = s.model();
    s.set_now(1'800'000'000);
    s.apply(view::OpenEdit{});
    s.apply(view::SaveIncident{typed_incident("First")});
    desk.settle();
    const auto id = select_titled(desk, "Report 4");
    s.apply(view::OpenEdit{});
    const auto opened = m.edit.opened;
    s.apply(view::TouchEdit{true});
    const auto told = m.notices.size();
    s.apply(view::OpenEdit{id});
    CHECK(m.edit.opened == opened);
    CHECK_FALSE(m.edit.id);
    s.apply(view::UndoEdit{});
    CHECK(m.notices.size() == told + 2);
    desk.settle();
    CHECK(m.incidents_total == 11);
    s.apply(view::Quit{});
    CHECK_FALSE(s.wants_quit());
    s.set_now(1'800'000'100);  // forgotten by then
    s.apply(view::Quit{});
    CHECK_FALSE(s.wants_quit());
    s.apply(view::TouchEdit{false});
    s.apply(view::OpenEdit{id});
    CHECK(m.edit.id == id);
    REQUIRE(m.edit.incident);
    CHECK(m.edit.incident->title == "Report 4");
    s.apply(view::RemoveIncident{id});
    desk.settle();
    CHECK(m.incidents_total == 11);
    s.apply(view::TouchEdit{true});
    s.apply(view::Quit{});
    s.apply(view::Quit{});
    CHECK(s.wants_quit());
}

TEST_CASE("playing ends when there is nothing left to play", "[store]")
{
    Desk desk;
    auto& s = desk.session;
    s.apply(view::Play{true});
    desk.settle();
    REQUIRE(s.playing());
    s.apply(view::UndoImport{s.model().sources[0].uid});
    desk.settle();
    s.tick(0.1);
    CHECK_FALSE(s.playing());
    CHECK_FALSE(s.model().playback.at_s);
}
