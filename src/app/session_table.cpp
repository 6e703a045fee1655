// What a session does with the table's rows on their way out: to the clipboard and to a file.
#include "app/session.hpp"

#include "app/output.hpp"
#include "app/record_writer.hpp"
#include "app/table_text.hpp"
#include "lang/lang.hpp"

#include <memory>
#include <utility>

namespace tuantra::app {

void Session::copy_rows(std::vector<std::int64_t> ids)
{
    if (ids.empty() || ids.size() > copied_at_most) {
        if (!ids.empty())
            notify(view::Notice::Level::warning, lang::fill(lang::tr("More than {0} rows: use CSV instead"),
                                                            {lang::number(static_cast<std::int64_t>(copied_at_most))}));
        return;
    }
    m_runner.start(lang::tr("Copying"), "copy",
                   [this, ids = std::move(ids), columns = m_model.table.columns, database = m_database,
                    zone = m_zone](jobs::Progress& progress) {
                       const auto store = store::Store::open(database, store::OpenMode::read_only);
                       std::vector<store::IncidentRecord> records;
                       for (const auto id : ids) {
                           progress.check();
                           if (auto record = store.incident(id)) records.push_back(std::move(*record));
                       }
                       auto text = std::make_shared<std::string>(table_text(records, columns, zone));
                       const auto n = static_cast<std::int64_t>(records.size());
                       return [this, text, n] {
                           m_model.clip = {m_model.clip.serial + 1, std::move(*text)};
                           notify(view::Notice::Level::info,
                                  lang::fill(lang::trn("{0} row copied", "{0} rows copied", n), {lang::number(n)}));
                       };
                   });
}

void Session::export_rows(const std::string& path, bool replace)
{
    auto& state = m_model.table_export;
    if (path.empty() || state.running) return;
    state.running = true;
    state.error.clear();
    state.exists.clear();
    m_runner.start(
        lang::fill(lang::tr("Writing {0}"), {std::filesystem::path(path).filename().string()}), "export",
        [this, path, replace, filter = view::filter_at(m_model.filter, m_model.playback), database = m_database,
         zone = m_zone](jobs::Progress& progress) -> jobs::Runner::Delivery {
            try {
                if (!replace && std::filesystem::exists(path)) {
                    return [this, path] {
                        m_model.table_export.running = false;
                        m_model.table_export.exists = path;
                    };
                }
                const auto written = write_csv(database, filter, path, zone, progress);
                return [this, path, written] {
                    m_model.table_export = {};
                    notify(view::Notice::Level::info,
                           lang::fill(lang::trn("{0} record written to {1}", "{0} records written to {1}", written),
                                      {lang::number(written), path}));
                };
            } catch (const std::exception& e) {
                return [this, why = std::string(e.what())] {
                    m_model.table_export.running = false;
                    m_model.table_export.error = why;
                };
            }
        },
        {.otherwise = [this] { m_model.table_export.running = false; }});
}

}  // namespace tuantra::app
