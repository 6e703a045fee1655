#include "app/session.hpp"

#include "app/details.hpp"
#include "app/import_job.hpp"
#include "app/table_order.hpp"
#include "app/table_text.hpp"
#include "app/views.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <unordered_map>
#include <utility>

namespace tuantra::app {

namespace {

constexpr std::size_t table_pages_kept = 8;

const view::Palette* find_palette(const std::vector<view::Palette>& palettes, const std::string& name)
{
    const auto found = std::find_if(palettes.begin(), palettes.end(), [&](const auto& p) { return p.name == name; });
    return found == palettes.end() ? nullptr : &*found;
}

/// Makes the file when absent and brings it to this program's schema; true where it can only be read.
bool open_for_writing(const std::filesystem::path& database, const domain::Lines& lines)
{
    try {
        auto store = store::Store::open(database, store::OpenMode::create);
        if (store.read_only()) return true;
        store.save_lines(lines);
        return false;
    } catch (const store::Error& e) {
        if (e.code() != store::Error::Code::read_only && e.code() != store::Error::Code::locked) throw;
        return true;
    }
}

}  // namespace

Session::Session(std::filesystem::path database, Paths paths, domain::Zone zone, std::function<void()> wake)
    : m_database(std::move(database)),
      m_paths(std::move(paths)),
      m_zone(zone),
      m_files(wake, 1),
      m_writes(wake, 1),
      m_runner(wake)
{
    m_model.database_path = m_database.string();
}

Session::~Session() = default;

void Session::start()
{
    m_model.palettes = view::load_palettes(m_paths.data / "palettes.json");
    if (const auto* office = find_palette(m_model.palettes, "office")) m_model.palette = *office;
    for (const auto& ramp : view::load_ramps(m_paths.data / "ramps.json")) {
        if (ramp.name == "inferno") m_model.heat_ramp = ramp;
        if (ramp.name == "viridis") m_model.time_ramp = ramp;
    }
    m_files.start(lang::tr("Reading the saved views"), "", [this](jobs::Progress&) {
        const std::string folder = documents_folder().string();
        return [this, folder] { m_model.documents = folder; };
    });
    change_views(lang::tr("Reading the saved views"), {});
    start_hotspots();
    load();
}

void Session::load()
{
    // The records of a database that is there need nothing but themselves, and are what a user waits for.
    read_first_records();
    m_runner.start(lang::tr("Reading the measured lines"), "lines",
                   [this, maps = m_paths.maps, data = m_paths.data](jobs::Progress&) {
                       auto lines = gis::load_lines(maps, data);
                       auto places = std::make_shared<const HeatPlaces>(heat_places(lines));
                       return [this, lines, places] {
                           m_model.lines = lines;
                           m_places = places;
                           show_home();
                           if (m_records.incidents) request_scene();
                           open_database();
                           take_lines_for_imports();
                       };
                   },
                   {.stop = jobs::Stop::by_program, .otherwise = [this] { give_up_imports(); }});
    m_runner.start(lang::tr("Reading the map"), "basemap",
                   [this, maps = m_paths.maps](jobs::Progress&) {
                       auto basemap = std::make_shared<const domain::Basemap>(gis::load_basemap(maps));
                       return [this, basemap] {
                           m_model.basemap = basemap;
                           request_details();
                       };
                   },
                   {.stop = jobs::Stop::by_program});
}

void Session::show_home()
{
    m_wanted_box = home_box(m_model.lines);
    if (m_map_sized) apply(view::SetCamera{m_model.camera});
}

void Session::open_database()
{
    m_writes.start(lang::tr("Opening the database"), "open",
                   [this, database = m_database, lines = m_model.lines](jobs::Progress&) {
                       const bool read_only = open_for_writing(database, lines);
                       return [this, read_only] {
                           const bool again = std::exchange(m_opened, true);
                           m_model.read_only = read_only;
                           // What was read at the start is as it was, but where this made the file or changed it.
                           if (again || m_first_read == FirstRead::failed) read_records();
                       };
                   },
                   {.stop = jobs::Stop::by_program, .ahead = true});
}

void Session::reload_records(bool tracks_too)
{
    m_tracks_stale = m_tracks_stale || tracks_too;
    m_first_read = FirstRead::failed;  // there is more than it has seen
    // What could not be written may have been in use by another program for a while.
    if (!m_opened || m_model.read_only)
        open_database();
    else
        read_records();
}

void Session::read_first_records()
{
    m_first_read = FirstRead::running;
    m_runner.start(lang::tr("Reading the records"), "records",
                   [this, database = m_database](jobs::Progress&) -> jobs::Runner::Delivery {
                       try {
                           const auto store = store::Store::open(database, store::OpenMode::read_only);
                           auto records = std::make_shared<const Records>(reload_incidents(store, {}));
                           return [this, records] {
                               if (m_first_read == FirstRead::running) m_first_read = FirstRead::done;
                               take_records(*records);
                               read_tracks();
                           };
                       } catch (const std::exception&) {
                           // Not there yet, or of an older program: opening makes it so, or says what is wrong.
                           return [this] {
                               m_first_read = FirstRead::failed;
                               if (m_opened) read_records();
                           };
                       }
                   },
                   {.stop = jobs::Stop::by_program});
}

/// Behind the incidents, which are seen before them.
void Session::read_tracks()
{
    m_runner.start(lang::tr("Reading the records"), "records",
                   [this, database = m_database](jobs::Progress&) {
                       const auto store = store::Store::open(database, store::OpenMode::read_only);
                       const auto tracks = std::make_shared<const domain::TrackColumns>(store.load_tracks());
                       const auto clock = std::make_shared<const domain::TrackClock>(tracks);
                       return [this, tracks, clock] {
                           m_tracks_stale = false;
                           m_records.tracks = tracks;
                           m_records.clock = clock;
                           follow_clock();  // behind the scene that is being made, which is seen first
                       };
                   },
                   {.stop = jobs::Stop::by_program});
}

void Session::read_records()
{
    m_runner.start(lang::tr("Reading the records"), "records",
                   [this, database = m_database, known = m_records, all = m_tracks_stale](jobs::Progress&) {
                       const auto store = store::Store::open(database, store::OpenMode::read_only);
                       auto records =
                           std::make_shared<const Records>(all ? load_records(store) : reload_incidents(store, known));
                       return [this, records, all] {
                           if (all) m_tracks_stale = false;
                           take_records(*records);
                       };
                   },
                   {.stop = jobs::Stop::by_program});
}

void Session::take_records(const Records& records)
{
    m_records = records;
    m_model.incidents_total = m_records.incidents->size();
    m_model.data_span = m_records.span;
    m_model.sources.clear();
    for (const auto& row : m_records.sources) m_model.sources.push_back(source_view(row));
    request_scene();
    request_details();
    read_hotspot_runs();
}

void Session::request_scene()
{
    if (!m_records.incidents || !m_places) return;
    // The clock's own steps are no news to wait for.
    if (!m_model.playback.at_s) m_model.filter_pending = true;
    const auto filter = view::filter_at(m_model.filter, m_model.playback);
    const SceneInput input{m_records, filter, m_model.lines, m_places, 10, m_database, m_zone, m_model.scene, m_passes};
    m_since_scene_s = 0;
    m_clock_moved = false;
    m_scene_running = true;
    const auto turn = ++m_scene_turn;
    m_runner.start(lang::tr("Filtering"), "scene",
                   [this, input, asked = m_model.filter](jobs::Progress& progress) {
                       auto scene = std::make_shared<const view::Scene>(make_scene(input, progress));
                       return [this, scene, asked] { take_scene(scene, asked); };
                   },
                   {.otherwise = [this, turn] {
                       if (turn == m_scene_turn) give_up_scene();
                   }});
}

void Session::take_scene(const std::shared_ptr<const view::Scene>& scene, const domain::Filter& asked)
{
    m_scene_running = false;
    // The order names rows, and rows of other records mean nothing in these.
    if (!m_model.scene || m_model.scene->incidents != scene->incidents) m_model.table.order.reset();
    m_model.scene = scene;
    m_shown_filter = asked;
    m_model.filter_pending = false;
    m_model.hovered.reset();
    spdlog::debug("scene {}: {} of {} incidents, {} track pieces", scene->version, scene->shown.size(),
                  scene->incidents->size(), scene->shown_pieces.size());
    request_order();
    request_counts();
    if (m_clock_moved) follow_clock();
}

/// The picture stays as it is, and so do the words about it.
void Session::give_up_scene()
{
    m_scene_running = false;
    m_model.filter_pending = false;
    m_model.playback.playing = false;
    if (!m_shown_filter) return;
    m_model.filter = *m_shown_filter;
    keep_clock_in_span();
}

void Session::request_order()
{
    if (!m_model.scene) return;
    const auto turn = ++m_order_turn;
    m_runner.start(lang::tr("Sorting"), "order",
                   [this, scene = m_model.scene, sort = m_model.table.sort, descending = m_model.table.descending,
                    database = m_database](jobs::Progress& progress) {
                       auto order = std::make_shared<const std::vector<std::uint32_t>>(
                           table_order(*scene, sort, descending, database, progress));
                       return [this, scene, order] {
                           if (m_model.scene != scene) return;
                           m_model.table.order = order;
                           carry_texts();
                       };
                   },
                   {.stop = jobs::Stop::by_program, .otherwise = [this, turn] {
                        // The order of time needs nothing that could fail.
                        if (turn != m_order_turn || m_model.table.sort == view::TableColumn::time) return;
                        m_model.table.sort = view::TableColumn::time;
                        m_model.table.descending = true;
                        request_order();
                    }});
}

void Session::request_details()
{
    m_model.details.reset();
    if (!m_model.selected) return;
    m_runner.start(lang::tr("Reading one incident"), "details",
                   [this, id = *m_model.selected, database = m_database, basemap = m_model.basemap,
                    lines = m_model.lines](jobs::Progress&) {
                       auto details = std::make_shared<const std::optional<view::Details>>(
                           read_details(database, id, basemap.get(), lines));
                       return [this, id, details] {
                           if (m_model.selected == id) m_model.details = *details;
                       };
                   },
                   {.stop = jobs::Stop::by_program});
}

void Session::request_rows(std::size_t first, std::size_t count)
{
    const auto order = m_model.table.order;
    const auto scene = m_model.scene;
    m_wanted_first = first;
    m_wanted_count = count;
    if (!order || !scene || first >= order->size()) return;
    std::vector<std::int64_t> ids;
    for (std::size_t i = first; i < std::min(first + count, order->size()); ++i)
        ids.push_back(scene->incidents->id[(*order)[i]]);
    m_runner.start(lang::tr("Reading rows"), "rows", [this, ids, first, order, database = m_database](jobs::Progress&) {
        auto page = std::make_shared<view::TablePage>();
        page->first = first;
        const auto store = store::Store::open(database, store::OpenMode::read_only);
        for (auto& text : store.table_texts(ids)) page->rows.push_back({text.id, text.title, text.source});
        return [this, page, order] {
            if (m_model.table.order != order) return;
            auto& pages = m_model.table.pages;
            pages.push_back(std::move(*page));
            if (pages.size() > table_pages_kept) pages.erase(pages.begin());
        };
    });
}

/// Rows that were known in the order before are known in the new one: while the clock runs, titles stay readable.
void Session::carry_texts()
{
    std::unordered_map<std::int64_t, view::TableRow> known;
    for (auto& page : m_model.table.pages)
        for (auto& row : page.rows) known.try_emplace(row.id, std::move(row));
    m_model.table.pages.clear();
    const auto& order = *m_model.table.order;
    const auto& ids = m_model.scene->incidents->id;
    view::TablePage page;
    page.first = m_wanted_first;
    for (std::size_t i = page.first; i < std::min(page.first + m_wanted_count, order.size()); ++i) {
        const auto found = known.find(ids[order[i]]);
        page.rows.push_back(found != known.end() ? std::move(found->second) : view::TableRow{-1, "", ""});
    }
    if (!known.empty()) m_model.table.pages.push_back(std::move(page));
}

void Session::undo(const std::string& source_uid)
{
    const auto uid = domain::parse_uid(source_uid);
    if (!uid) return;
    m_writes.start(
        lang::tr("Undoing an import"), "",
        [this, uid = *uid, database = m_database](jobs::Progress&) {
            auto store = store::Store::open(database, store::OpenMode::read_write);
            const auto touched = store.undo(uid);
            return [this, touched] {
                notify(view::Notice::Level::info,
                       lang::fill(lang::trn("Undone: {0} record taken back", "Undone: {0} records taken back", touched),
                                  {lang::number(touched)}));
                reload_records();
            };
        },
        {.stop = jobs::Stop::never});
}

void Session::update_cursor(std::optional<view::ScreenPoint> at)
{
    m_model.cursor = at;
    m_model.cursor_place.reset();
    m_model.cursor_address.reset();
    m_model.hovered.reset();
    if (!at) return;
    const domain::LonLat place = view::to_lon_lat(m_model.camera, *at);
    if (!domain::is_valid(place)) return;
    m_model.cursor_place = place;
    if (m_model.lines.land) m_model.cursor_address = m_model.lines.locate_within(place, domain::address_reach_m);
    if (m_pick) m_model.hovered = m_pick(*at);
}

bool Session::deliver()
{
    bool changed = false;
    for (jobs::Runner* runner : {&m_files, &m_writes, &m_runner}) {
        changed = runner->deliver() || changed;
        for (const auto& failure : runner->take_failures())
            notify(view::Notice::Level::error, failure.title + ": " + failure.what);
    }
    refresh_jobs();
    return changed;
}

void Session::refresh_jobs()
{
    // What is over at once need not be told.
    constexpr std::chrono::milliseconds silent{400};
    const auto now = std::chrono::steady_clock::now();
    std::map<std::uint64_t, std::chrono::steady_clock::time_point> seen;
    m_model.jobs.clear();
    for (const jobs::Runner* runner : {&m_files, &m_writes, &m_runner}) {
        for (auto& status : runner->status()) {
            const auto before = m_job_seen.find(status.id);
            const auto since = seen[status.id] = before == m_job_seen.end() ? now : before->second;
            if (now - since >= silent)
                m_model.jobs.push_back({status.id, std::move(status.title), status.done, status.stoppable});
        }
    }
    std::sort(m_model.jobs.begin(), m_model.jobs.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    m_job_seen = std::move(seen);
}

void Session::notify(view::Notice::Level level, std::string text)
{
    spdlog::debug("notice: {}", text);
    m_model.notices.push_back({level, std::move(text), m_model.now_unix_s});
    if (m_model.notices.size() > 20) m_model.notices.erase(m_model.notices.begin());
}

void Session::apply_all()
{
    for (const auto& command : m_commands.take()) apply(command);
}

view::SourceView source_view(const store::SourceRow& row)
{
    view::SourceView view;
    view.uid = domain::to_string(row.uid);
    view.name = row.name;
    view.path = row.path;
    view.imported_at = row.imported_at;
    view.read = row.counts.read;
    view.kept = row.counts.kept;
    view.duplicate = row.counts.duplicate;
    view.updated = row.counts.updated;
    view.rejected = row.counts.rejected;
    view.synthetic = row.synthetic;
    return view;
}

domain::Box home_box(const domain::Lines& lines)
{
    domain::Polyline all = lines.land->points();
    all.insert(all.end(), lines.coast->points().begin(), lines.coast->points().end());
    return *domain::bounds(all);
}

}  // namespace tuantra::app
