#include "app/import_preview.hpp"
#include "app/session.hpp"
#include "app/views.hpp"

#include <atomic>
#include <filesystem>

namespace tuantra::app {

namespace {

/// How it is done is known only where it was done: in the file's order, in one transaction.
std::string import_one(const std::filesystem::path& file, const ImportSettings& settings,
                       const std::filesystem::path& database, const domain::Lines& lines, jobs::Progress& progress)
{
    auto store = store::Store::open(database, store::OpenMode::create);
    return summary(import_file(file, settings, store, lines, [&](double done) {
        progress.set(done);
        progress.check();
    }));
}

std::string name_of(const std::string& path)
{
    return std::filesystem::path(path).filename().string();
}

}  // namespace

void Session::import_now(Wanted wanted)
{
    // Addresses need the measured lines, which may still be on their way.
    if (!m_model.lines.land) {
        m_wanted.push_back(std::move(wanted));
        return;
    }
    // Stopped when it is done, it is no less done.
    const auto done = std::make_shared<std::atomic<bool>>(false);
    m_writes.start(lang::fill(lang::tr("Importing {0}"), {name_of(wanted.path)}), "",
                   [this, wanted, done, database = m_database, lines = m_model.lines, zone = m_zone,
                    paths = m_paths](jobs::Progress& progress) {
                       progress.check();
                       const auto settings = import_settings(wanted.path, wanted.choice, wanted.settled, paths, zone);
                       auto line =
                           std::make_shared<std::string>(import_one(wanted.path, settings, database, lines, progress));
                       done->store(true);
                       return [this, line] {
                           notify(view::Notice::Level::info, *line);
                           reload_records();
                       };
                   },
                   {.otherwise = [this, done] {
                       if (done->load()) reload_records();
                   }});
}

void Session::take_lines_for_imports()
{
    for (Wanted& wanted : std::exchange(m_wanted, {})) import_now(std::move(wanted));
    const auto* preview = m_model.import.acceptable();
    if (preview != nullptr && !preview->counted && m_model.import.counting == 0) count_file();
}

void Session::give_up_imports()
{
    for (const Wanted& wanted : std::exchange(m_wanted, {}))
        notify(view::Notice::Level::error,
               lang::fill(lang::tr("{0} was not imported: there are no measured lines to give it addresses on"),
                          {name_of(wanted.path)}));
}

void Session::import_files(const std::vector<std::string>& paths)
{
    for (const std::string& path : paths) {
        if (path.ends_with(view_ending))
            import_view(path);
        else
            import_now({path, {}, {}});
    }
}

void Session::open_files(const std::vector<std::string>& paths)
{
    auto& waiting = m_model.import.waiting;
    const bool first = waiting.empty();
    for (const std::string& path : paths) {
        if (path.ends_with(view_ending))
            import_view(path);
        else
            waiting.push_back(path);
    }
    if (first && !waiting.empty()) look_at_file({});
}

/// The first rows at once, then all of them.
void Session::look_at_file(const view::ImportChoice& choice)
{
    auto& desk = m_model.import;
    drop_count();
    desk.asked = choice;
    const auto turn = ++m_import_turn;
    m_runner.start(lang::fill(lang::tr("Looking at {0}"), {name_of(desk.waiting.front())}), "peek",
                   [this, turn, choice, before = settled_for(choice), path = desk.waiting.front(), paths = m_paths,
                    zone = m_zone](jobs::Progress&) {
                       auto looked = std::make_shared<Looked>(look_at(path, choice, before, paths, zone));
                       return [this, turn, looked] {
                           if (turn == m_import_turn) take_look(*looked);
                       };
                   },
                   {.stop = jobs::Stop::by_program});
}

/// What was settled for another layer has other columns.
std::optional<gis::Mapping> Session::settled_for(const view::ImportChoice& choice) const
{
    const auto& preview = m_model.import.preview;
    return preview && preview->choice.layer == choice.layer ? m_settled : std::nullopt;
}

void Session::take_look(const Looked& looked)
{
    if (looked.mapping) m_settled = looked.mapping;
    m_model.import.preview = std::make_shared<const view::ImportPreview>(looked.preview);
    if (looked.preview.error.empty()) count_file();
}

void Session::count_file()
{
    if (!m_model.lines.land) return;  // take_lines_for_imports() counts
    const auto turn = m_import_turn;
    m_model.import.counting =
        m_writes.start(lang::fill(lang::tr("Counting {0}"), {name_of(m_model.import.preview->path)}), "count",
                       [this, turn, preview = m_model.import.preview, settled = m_settled, database = m_database,
                        lines = m_model.lines, paths = m_paths, zone = m_zone](jobs::Progress& progress) {
                           progress.check();
                           auto store = store::Store::open(database, store::OpenMode::create);
                           auto counted = std::make_shared<const view::ImportPreview>(
                               count(*preview, import_settings(preview->path, preview->choice, settled, paths, zone),
                                     store, lines, [&](double done) {
                                         progress.set(done);
                                         progress.check();
                                     }));
                           return [this, turn, counted] {
                               if (turn != m_import_turn) return;
                               m_model.import.preview = counted;
                               m_model.import.counting = 0;
                           };
                       },
                       {.otherwise = [this, turn, id = m_count_started + 1] {
                           if (turn == m_import_turn && id == m_count_started) m_model.import.counting = 0;
                       }});
    ++m_count_started;
}

/// A record that a person waits for does not wait for a file to be counted: that begins again behind it.
void Session::make_way()
{
    if (m_model.import.counting == 0) return;
    m_writes.cancel(m_model.import.counting);
    count_file();
}

void Session::drop_count()
{
    ++m_import_turn;
    if (m_model.import.counting != 0) m_writes.cancel(m_model.import.counting);
    m_model.import.counting = 0;
}

void Session::accept_import(bool all)
{
    auto& desk = m_model.import;
    if (desk.waiting.empty()) return;
    const auto* shown = desk.acceptable();
    if (shown == nullptr && !all) return;
    // With all the others also one that is still being looked at, and one that cannot be read so, which is then told.
    import_now({desk.waiting.front(), desk.asked, settled_for(desk.asked)});
    if (all) {
        import_files({desk.waiting.begin() + 1, desk.waiting.end()});
        desk.waiting.resize(1);
    }
    next_file();
}

void Session::dismiss_import(bool all)
{
    if (all) m_model.import.waiting.resize(std::min<std::size_t>(1, m_model.import.waiting.size()));
    next_file();
}

void Session::next_file()
{
    auto& desk = m_model.import;
    drop_count();
    desk.preview.reset();
    desk.asked = {};
    m_settled.reset();
    if (!desk.waiting.empty()) desk.waiting.erase(desk.waiting.begin());
    if (!desk.waiting.empty()) look_at_file({});
}

void Session::browse(const std::string& folder)
{
    m_runner.start(lang::tr("Reading the folder"), "folder",
                   [this, folder, documents = m_model.documents](jobs::Progress& progress) {
                       auto listed = std::make_shared<view::FolderView>(
                           list_folder(folder.empty() ? documents : folder, documents, progress));
                       return [this, listed] { m_model.import.folder = std::move(*listed); };
                   },
                   {.stop = jobs::Stop::by_program});
}

}  // namespace tuantra::app
