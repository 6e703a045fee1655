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

struct Loaded {
    Records records;
    bool read_only = false;
};

/// Opens for writing where that can be done (making the file when absent), else for reading.
Loaded open_and_load(const std::filesystem::path& database, const domain::Lines& lines)
{
    Loaded loaded;
    try {
        auto store = store::Store::open(database, store::OpenMode::create);
        if (store.info().schema_version > 0 && !store.read_only()) store.save_lines(lines);
        loaded.records = load_records(store);
    } catch (const store::Error& e) {
        if (e.code() != store::Error::Code::read_only && e.code() != store::Error::Code::locked) throw;
        loaded.read_only = true;
        loaded.records = load_records(store::Store::open(database, store::OpenMode::read_only));
    }
    return loaded;
}

/// Imports one dropped file and says in a line what came of it.
std::string import_dropped(const std::filesystem::path& file, const std::filesystem::path& database, const Paths& paths,
                           const domain::Lines& lines, domain::Zone zone, jobs::Progress& progress)
{
    using namespace std::chrono;
    ImportSettings settings;
    settings.options.zone = zone;
    settings.options.profiles_dir = paths.data / "profiles";
    settings.movers = paths.data / "movers.json";
    settings.now_unix_ms = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    auto store = store::Store::open(database, store::OpenMode::create);
    return summary(import_file(file, settings, store, lines, [&](double done) {
        progress.set(done);
        progress.check();
    }));
}

}  // namespace

Session::Session(std::filesystem::path database, Paths paths, domain::Zone zone, std::function<void()> wake)
    : m_database(std::move(database)),
      m_paths(std::move(paths)),
      m_zone(zone),
      m_writer(std::make_shared<std::mutex>()),
      m_view_files(std::make_shared<std::mutex>()),
      m_runner(std::move(wake))
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
    m_model.documents = documents_folder().string();
    change_views(lang::tr("Reading the saved views"), {});
    load();
}

void Session::load()
{
    m_runner.start(lang::tr("Reading the map"), "basemap", [this, maps = m_paths.maps](jobs::Progress&) {
        auto basemap = std::make_shared<const domain::Basemap>(gis::load_basemap(maps));
        return [this, basemap] {
            m_model.basemap = basemap;
            request_details();
        };
    });
    m_runner.start(lang::tr("Reading the measured lines"), "lines",
                   [this, maps = m_paths.maps, data = m_paths.data](jobs::Progress&) {
                       auto lines = gis::load_lines(maps, data);
                       auto places = std::make_shared<const HeatPlaces>(heat_places(lines));
                       return [this, lines, places] {
                           m_model.lines = lines;
                           m_places = places;
                           show_home();
                           reload_records();
                       };
                   });
}

void Session::show_home()
{
    m_wanted_box = home_box(m_model.lines);
    if (m_map_sized) apply(view::SetCamera{m_model.camera});
}

void Session::reload_records()
{
    m_runner.start(lang::tr("Reading the records"), "records",
                   [this, database = m_database, lines = m_model.lines, writer = m_writer](jobs::Progress&) {
                       const std::scoped_lock turn(*writer);
                       auto loaded = std::make_shared<Loaded>(open_and_load(database, lines));
                       return [this, loaded] {
                           m_records = loaded->records;
                           m_model.read_only = loaded->read_only;
                           m_model.incidents_total = m_records.incidents->size();
                           m_model.data_span = m_records.span;
                           m_model.sources.clear();
                           for (const auto& row : m_records.sources) m_model.sources.push_back(source_view(row));
                           request_scene();
                           request_details();
                       };
                   });
}

void Session::request_scene()
{
    if (!m_records.incidents || !m_places) return;
    // The clock's own steps are no news to wait for.
    if (!m_model.playback.at_s) m_model.filter_pending = true;
    const auto filter = view::filter_at(m_model.filter, m_model.playback);
    const SceneInput input{m_records, filter, m_model.lines, m_places, 10, m_database, m_zone, m_model.scene};
    m_since_scene_s = 0;
    m_clock_moved = false;
    m_scene_job = m_runner.start(lang::tr("Filtering"), "scene", [this, input](jobs::Progress& progress) {
        auto scene = std::make_shared<const view::Scene>(make_scene(input, progress));
        return [this, scene] {
            m_scene_job = 0;
            m_model.scene = scene;
            m_model.filter_pending = false;
            m_model.hovered.reset();
            spdlog::debug("scene {}: {} of {} incidents, {} track pieces", scene->version, scene->shown.size(),
                          scene->incidents->size(), scene->shown_pieces.size());
            request_order();
            request_counts();
            if (m_clock_moved) follow_clock();
        };
    });
}

void Session::request_order()
{
    if (!m_model.scene) return;
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
                   });
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
                   });
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

void Session::import_files(std::vector<std::string> paths)
{
    for (const std::string& path : paths) {
        if (path.ends_with(view_ending)) {
            import_view(path);
            continue;
        }
        const std::string name = std::filesystem::path(path).filename().string();
        m_runner.start(lang::fill(lang::tr("Importing {0}"), {name}), "",
                       [this, path, database = m_database, lines = m_model.lines, writer = m_writer, zone = m_zone,
                        paths_of_program = m_paths](jobs::Progress& progress) {
                           const std::scoped_lock turn(*writer);
                           progress.check();
                           auto line = std::make_shared<std::string>(
                               import_dropped(path, database, paths_of_program, lines, zone, progress));
                           return [this, line] {
                               notify(view::Notice::Level::info, *line);
                               reload_records();
                           };
                       });
    }
}

void Session::undo(const std::string& source_uid)
{
    const auto uid = domain::parse_uid(source_uid);
    if (!uid) return;
    m_runner.start(
        lang::tr("Undoing an import"), "",
        [this, uid = *uid, database = m_database, writer = m_writer](jobs::Progress&) {
            const std::scoped_lock turn(*writer);
            auto store = store::Store::open(database, store::OpenMode::read_write);
            const auto touched = store.undo(uid);
            return [this, touched] {
                notify(view::Notice::Level::info,
                       lang::fill(lang::trn("Undone: {0} record taken back", "Undone: {0} records taken back", touched),
                                  {lang::number(touched)}));
                reload_records();
            };
        });
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
    bool changed = m_runner.deliver();
    for (const auto& failure : m_runner.take_failures()) {
        changed = true;
        notify(view::Notice::Level::error, failure.title + ": " + failure.what);
        m_model.filter_pending = false;
        if (failure.id == m_scene_job) m_scene_job = 0;
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
    for (auto& status : m_runner.status()) {
        const auto before = m_job_seen.find(status.id);
        const auto since = seen[status.id] = before == m_job_seen.end() ? now : before->second;
        if (now - since >= silent) m_model.jobs.push_back({status.id, std::move(status.title), status.done});
    }
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
