#include "app/import_preview.hpp"

#include "app/cli_context.hpp"
#include "app/views.hpp"
#include "domain/text.hpp"
#include "gis/profile.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <tuple>

namespace tuantra::app {

namespace {

constexpr std::size_t sampled_rows = 200, samples_shown = 3, sample_length = 60, rejects_shown = 100;
constexpr std::size_t places_shown = 2000;

gis::Target target_of(const std::string& id)
{
    using enum gis::Target;
    for (const gis::Target target : {incidents, tracks, places, zones})
        if (gis::to_string(target) == id) return target;
    return automatic;
}

std::string cut(std::string text)
{
    if (text.size() <= sample_length) return text;
    text.resize(sample_length);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.pop_back();
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0U) text.pop_back();
    return text + "…";
}

gis::ImportOptions options_of(const view::ImportChoice& choice, const Paths& paths, domain::Zone zone)
{
    gis::ImportOptions options;
    options.target = target_of(choice.target);
    options.profile = choice.profile;
    options.layer = choice.layer;
    options.crs = choice.crs;
    options.zone = zone;
    options.profiles_dir = paths.data / "profiles";
    return options;
}

/// What was settled for the file, with the columns that the user gave a meaning. The rest of it, such as the order of
/// day and month, stays.
gis::Mapping corrected(gis::Mapping mapping, const view::ImportChoice& choice)
{
    for (const auto& role : gis::column_roles()) mapping.*role.member = {};
    for (const auto& [id, column] : choice.roles)
        for (const auto& role : gis::column_roles())
            if (role.id == id) mapping.*role.member = column;
    if (!mapping.key.empty()) mapping.key_columns.clear();
    mapping.profile.clear();
    return mapping;
}

/// What is known of the columns: nothing, where the file is to say it.
std::optional<gis::Mapping> known_of(const std::string& path, const view::ImportChoice& choice,
                                     const std::optional<gis::Mapping>& before, gis::ImportOptions options)
{
    if (choice.roles.empty()) return {};
    if (before) return corrected(*before, choice);
    // A wrong column may be why it could not be read: what else is settled comes from the file as it is, if it can.
    try {
        return corrected(gis::ImportReader::open(path, options)->mapping(), choice);
    } catch (const gis::Error&) {
        gis::Mapping nothing;
        nothing.target = options.target;
        return corrected(nothing, choice);
    }
}

void add_columns(view::ImportPreview& preview, gis::ImportReader& reader)
{
    for (const auto& name : reader.rows().columns()) preview.columns.push_back({name, {}});
    for (const auto& role : gis::column_roles()) {
        if (!role.holds_for(reader.target())) continue;
        preview.roles.emplace_back(role.id);
        const int column = gis::find_column(reader.rows().columns(), reader.mapping().*role.member);
        if (column >= 0) preview.meanings.emplace_back(role.id, preview.columns[static_cast<std::size_t>(column)].name);
    }
    gis::RawRow row;
    for (std::size_t i = 0; i < sampled_rows && reader.rows().next(row); ++i) {
        if (!row.defect.empty()) continue;
        for (std::size_t c = 0; c < std::min(preview.columns.size(), row.values.size()); ++c) {
            auto& samples = preview.columns[c].samples;
            std::string value = cut(std::string(row.values[c]));
            if (value.empty() || samples.size() >= samples_shown) continue;
            if (std::find(samples.begin(), samples.end(), value) == samples.end()) samples.push_back(std::move(value));
        }
    }
}

/// Extent, span and a sample of what is read.
class Gathered {
public:
    explicit Gathered(view::ImportPreview& preview) : m_preview(preview) {}

    void add(const gis::Batch& batch)
    {
        for (const auto& incident : batch.incidents) {
            add(incident.place);
            add(incident.occurred.from.unix_s);
            add(incident.occurred.to.unix_s);
        }
        for (const auto& fix : batch.fixes) {
            add(fix.fix.place);
            add(static_cast<std::int64_t>(std::floor(fix.fix.time_s)));
        }
        for (const auto& place : batch.places) add(place.place);
        for (const auto& zone : batch.zones)
            for (const auto& polygon : zone.polygons)
                for (const auto& ring : polygon)
                    for (const auto& p : ring) add(p);
    }

private:
    void add(domain::LonLat p)
    {
        auto& box = m_preview.extent;
        if (!box) box = domain::Box{p.lon, p.lat, p.lon, p.lat};
        *box = {std::min(box->west, p.lon), std::min(box->south, p.lat), std::max(box->east, p.lon),
                std::max(box->north, p.lat)};
        // Every n-th; once there are too many, every other of these.
        if (m_seen++ % m_step != 0) return;
        auto& places = m_preview.places;
        places.push_back(p);
        if (places.size() < 2 * places_shown) return;
        for (std::size_t i = 0; i < places_shown; ++i) places[i] = places[2 * i];
        places.resize(places_shown);
        m_step *= 2;
    }

    void add(std::int64_t unix_s)
    {
        auto& span = m_preview.span;
        if (!span) span = domain::TimeSpan{{unix_s}, {unix_s}};
        span->from.unix_s = std::min(span->from.unix_s, unix_s);
        span->to.unix_s = std::max(span->to.unix_s, unix_s);
    }

    view::ImportPreview& m_preview;
    std::size_t m_seen = 0, m_step = 1;
};

}  // namespace

Looked look_at(const std::string& path, const view::ImportChoice& choice, const std::optional<gis::Mapping>& before,
               const Paths& paths, domain::Zone zone)
{
    Looked looked;
    auto& preview = looked.preview;
    preview.path = path;
    preview.choice = choice;
    preview.profiles = gis::profile_names(paths.data / "profiles");
    try {
        auto options = options_of(choice, paths, zone);
        options.mapping = known_of(path, choice, before, options);
        const auto reader = gis::ImportReader::open(path, options);
        preview.target = gis::to_string(reader->target());
        preview.profile = reader->mapping().profile;
        preview.format = reader->rows().format();
        preview.layer = reader->rows().layer();
        preview.crs = reader->mapping().crs.empty() ? reader->rows().crs() : reader->mapping().crs;
        if (preview.crs.empty()) preview.crs = "EPSG:4326";  // what the reader takes it for
        for (const auto& layer : reader->rows().layers()) preview.layers.push_back(layer.name);
        add_columns(preview, *reader);
        looked.mapping = reader->mapping();
    } catch (const std::exception& e) {
        preview.error = e.what();
    }
    return looked;
}

ImportSettings import_settings(const std::string& path, const view::ImportChoice& choice,
                               const std::optional<gis::Mapping>& before, const Paths& paths, domain::Zone zone)
{
    ImportSettings settings;
    settings.options = options_of(choice, paths, zone);
    settings.options.mapping = known_of(path, choice, before, settings.options);
    settings.movers = paths.data / "movers.json";
    settings.now_unix_ms = now_unix_ms();
    return settings;
}

view::ImportPreview count(view::ImportPreview preview, ImportSettings settings, store::Store& store,
                          const domain::Lines& lines, const Tick& tick)
{
    try {
        settings.dry_run = true;
        Gathered gathered(preview);
        settings.watch = [&](const gis::Batch& batch) { gathered.add(batch); };
        const ImportReport report = import_file(preview.path, settings, store, lines, tick);
        preview.read = report.counts.read;
        preview.kept = report.counts.kept;
        preview.duplicate = report.counts.duplicate;
        preview.updated = report.counts.updated;
        preview.rejected = report.counts.rejected;
        for (const auto& reject : report.rejects)
            if (preview.rejects.size() < rejects_shown) preview.rejects.push_back({reject.row, reject.reason});
        preview.counted = true;
    } catch (const gis::Error& e) {
        preview.error = e.what();
    }
    return preview;
}

namespace {

std::vector<std::string> places_to_go(const std::filesystem::path& documents)
{
    std::vector<std::string> places;
    const auto add = [&](const std::filesystem::path& place) {
        std::error_code none;
        if (!place.empty() && std::filesystem::is_directory(place, none) &&
            std::find(places.begin(), places.end(), place.string()) == places.end())
            places.push_back(place.string());
    };
    if (const char* home = std::getenv("HOME"); home != nullptr) add(home);
    add(documents);
    std::error_code none;
    const char* user = std::getenv("USER");
    for (const std::filesystem::path root : {"/media", "/run/media"})
        for (const auto& disk : std::filesystem::directory_iterator(user != nullptr ? root / user : root, none))
            add(disk.path());
    add("/");
    return places;
}

view::FolderEntry entry_of(const std::filesystem::directory_entry& from)
{
    view::FolderEntry entry;
    std::error_code none;
    entry.name = from.path().filename().string();
    entry.folder = from.is_directory(none);
    if (!entry.folder) entry.bytes = static_cast<std::int64_t>(from.file_size(none));
    const auto changed = from.last_write_time(none);
    if (!none)
        entry.changed_unix_s = std::chrono::duration_cast<std::chrono::seconds>(
                                   std::chrono::file_clock::to_sys(changed).time_since_epoch())
                                   .count();
    return entry;
}

}  // namespace

view::FolderView list_folder(const std::filesystem::path& folder, const std::filesystem::path& documents,
                             const jobs::Progress& progress, std::size_t at_most)
{
    view::FolderView view;
    view.path = folder.lexically_normal().string();
    if (view.path.size() > 1 && view.path.back() == '/') view.path.pop_back();
    view.parent = view.path == "/" ? "" : std::filesystem::path(view.path).parent_path().string();
    view.places = places_to_go(documents);
    if (const char* home = std::getenv("HOME"); home != nullptr) view.home = home;
    std::error_code failed;
    std::filesystem::directory_iterator each(view.path, failed);
    for (; !failed && each != std::filesystem::directory_iterator(); each.increment(failed)) {
        progress.check();
        const std::string name = each->path().filename().string();
        std::error_code none;
        if (name.starts_with(".")) continue;
        if (!each->is_directory(none) && !gis::looks_readable(each->path()) && !name.ends_with(view_ending)) continue;
        if (view.entries.size() == at_most) {
            view.more = true;
            break;
        }
        view.entries.push_back(entry_of(*each));
    }
    if (failed) view.error = failed.message();
    std::vector<std::pair<std::string, view::FolderEntry>> keyed;
    for (auto& entry : view.entries) keyed.emplace_back(domain::fold(entry.name), std::move(entry));
    std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) {
        if (a.second.folder != b.second.folder) return a.second.folder;
        return std::tie(a.first, a.second.name) < std::tie(b.first, b.second.name);
    });
    for (std::size_t i = 0; i < keyed.size(); ++i) view.entries[i] = std::move(keyed[i].second);
    return view;
}

}  // namespace tuantra::app
