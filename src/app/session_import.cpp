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

void Session::import_now(const view::ImportPreview& what)
{
    // Stopped when it is done, it is no less done.
    const auto done = std::make_shared<std::atomic<bool>>(false);
    m_writes.start(lang::fill(lang::tr("Importing {0}"), {name_of(what.path)}), "",
                   [this, what, done, database = m_database, lines = m_model.lines, zone = m_zone,
                    paths = m_paths](jobs::Progress& progress) {
                       progress.check();
                       auto line = std::make_shared<std::string>(
                           import_one(what.path, import_settings(what, paths, zone), database, lines, progress));
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

void Session::import_files(const std::vector<std::string>& paths)
{
    for (const std::string& path : paths) {
        if (path.ends_with(view_ending)) {
            import_view(path);
            continue;
        }
        view::ImportPreview unseen;
        unseen.path = path;
        import_now(unseen);
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
    const auto turn = ++m_import_turn;
    m_files.start(lang::fill(lang::tr("Looking at {0}"), {name_of(desk.waiting.front())}), "peek",
                  [this, turn, choice, path = desk.waiting.front(), paths = m_paths, zone = m_zone](jobs::Progress&) {
                      auto preview = std::make_shared<const view::ImportPreview>(peek(path, choice, paths, zone));
                      return [this, turn, preview] {
                          if (turn != m_import_turn) return;
                          m_model.import.preview = preview;
                          if (preview->error.empty()) count_file();
                      };
                  },
                  {.stop = jobs::Stop::by_program});
}

void Session::count_file()
{
    const auto turn = m_import_turn;
    m_model.import.counting =
        m_writes.start(lang::fill(lang::tr("Counting {0}"), {name_of(m_model.import.preview->path)}), "count",
                       [this, turn, preview = m_model.import.preview, database = m_database, lines = m_model.lines,
                        paths = m_paths, zone = m_zone](jobs::Progress& progress) {
                           auto store = store::Store::open(database, store::OpenMode::create);
                           auto counted = std::make_shared<const view::ImportPreview>(
                               count(*preview, paths, zone, store, lines, [&](double done) {
                                   progress.set(done);
                                   progress.check();
                               }));
                           return [this, turn, counted] {
                               if (turn != m_import_turn) return;
                               m_model.import.preview = counted;
                               m_model.import.counting = 0;
                           };
                       },
                       {.otherwise = [this, turn] {
                           if (turn == m_import_turn) m_model.import.counting = 0;
                       }});
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
    if (desk.preview && desk.preview->error.empty() && desk.preview->path == desk.waiting.front())
        import_now(*desk.preview);
    else if (!all)
        return;
    next_file();
    if (!all) return;
    import_files(desk.waiting);
    dismiss_import(true);
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
    if (!desk.waiting.empty()) desk.waiting.erase(desk.waiting.begin());
    if (!desk.waiting.empty()) look_at_file({});
}

void Session::browse(const std::string& folder)
{
    m_files.start(lang::tr("Reading the folder"), "folder",
                  [this, folder, documents = m_model.documents](jobs::Progress&) {
                      auto listed = std::make_shared<view::FolderView>(
                          list_folder(folder.empty() ? documents : folder, documents));
                      return [this, listed] { m_model.import.folder = std::move(*listed); };
                  },
                  {.stop = jobs::Stop::by_program});
}

}  // namespace tuantra::app
