// What a session does with records that are entered, changed and removed by hand.
#include "app/session.hpp"

#include "lang/lang.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tuantra::app {

namespace {

constexpr std::size_t edits_kept = 50;
/// So long after the first press a second one quits.
constexpr std::int64_t quit_armed_s = 15;

std::int64_t now_ms()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

domain::Incident finished(domain::Incident incident, const domain::Lines& lines)
{
    incident.title = lang::nfc(incident.title);
    incident.narrative = lang::nfc(incident.narrative);
    for (auto& [name, value] : incident.attributes) value = lang::nfc(value);
    incident.address.reset();
    if (const auto found = lines.locate_within(incident.place, domain::address_reach_m))
        incident.address = found->address;
    return incident;
}

std::string title_of(const domain::Incident& incident)
{
    return incident.title.empty() ? lang::tr(domain::info(incident.kind).label.data()) : incident.title;
}

const char* form_first()
{
    return lang::tr("A record is open in the form: save or cancel it first.");
}

}  // namespace

void Session::open_edit(std::optional<std::int64_t> id)
{
    auto& edit = m_model.edit;
    if (edit.saving) return;
    if (m_model.read_only) {
        notify(view::Notice::Level::warning, lang::tr("The database can only be read here: nothing can be entered."));
        return;
    }
    if (edit.open && edit.changed) {
        notify(view::Notice::Level::warning, form_first());
        return;
    }
    if (id && (!m_model.details || m_model.details->id != *id)) return;
    view::EditState next;
    next.open = true;
    next.id = id;
    next.opened = edit.opened + 1;
    if (id) {
        next.seen = m_model.details->content;
        next.incident = m_model.details->incident;
    }
    edit = next;
}

void Session::save_incident(domain::Incident incident)
{
    auto& edit = m_model.edit;
    if (!edit.open || edit.saving || !m_model.lines.land) return;
    edit.saving = true;
    edit.error.clear();
    make_way();
    m_writes.start(lang::tr("Saving the record"), "",
                   [this, incident = finished(std::move(incident), m_model.lines), id = edit.id, seen = edit.seen,
                    database = m_database](jobs::Progress&) -> jobs::Runner::Delivery {
                       try {
                           auto store = store::Store::open(database, store::OpenMode::read_write);
                           const auto receipt = id ? store.edit_by_hand(*id, incident, seen, now_ms())
                                                   : store.add_by_hand(incident, now_ms());
                           return [this, receipt, title = title_of(incident)] {
                               m_model.edit.saving = false;
                               m_model.edit.open = false;
                               m_model.edit.changed = false;
                               edited(receipt, title);
                           };
                       } catch (const std::exception& e) {
                           return [this, why = std::string(e.what())] {
                               m_quit = false;  // what was typed is still there
                               m_model.edit.saving = false;
                               m_model.edit.error = why;
                           };
                       }
                   },
                   {.stop = jobs::Stop::never, .ahead = true, .otherwise = [this] {
                        m_quit = false;
                        m_model.edit.saving = false;
                    }});
}

void Session::edited(const store::EditReceipt& receipt, const std::string& title)
{
    using What = store::EditReceipt::What;
    if (receipt.what == What::nothing) return;
    const char* said = receipt.what == What::added     ? lang::tr("Entered: {0}")
                       : receipt.what == What::changed ? lang::tr("Changed: {0}")
                                                       : lang::tr("Removed: {0}");
    m_edits.push_back({++m_last_edit, receipt, title});
    if (m_edits.size() > edits_kept) m_edits.erase(m_edits.begin());
    notify(view::Notice::Level::info, lang::fill(said, {title}));
    m_model.notices.back().undo = m_last_edit;
    if (receipt.what == What::removed) {
        if (m_model.selected == receipt.id) m_model.selected.reset();
    } else {
        m_model.selected = receipt.id;
    }
    reload_records(false);
}

void Session::remove_incident(std::int64_t id)
{
    if (m_model.read_only || !m_model.details || m_model.details->id != id || m_model.edit.saving) return;
    if (m_model.edit.open && m_model.edit.id == id) {
        notify(view::Notice::Level::warning, form_first());
        return;
    }
    make_way();
    m_writes.start(lang::tr("Removing the record"), "",
                   [this, id, seen = m_model.details->content, title = title_of(m_model.details->incident),
                    database = m_database](jobs::Progress&) {
                       auto store = store::Store::open(database, store::OpenMode::read_write);
                       const auto receipt = store.remove_by_hand(id, seen, now_ms());
                       return [this, receipt, title] { edited(receipt, title); };
                   },
                   {.stop = jobs::Stop::never, .ahead = true});
}

void Session::quit()
{
    const auto now = m_model.now_unix_s;
    const bool unsaved = m_model.edit.open && m_model.edit.changed && !m_model.edit.saving;
    if (unsaved && (!m_quit_asked_s || now - *m_quit_asked_s > quit_armed_s)) {
        m_quit_asked_s = now;
        notify(view::Notice::Level::warning, lang::tr("What was typed is not saved. Quit again to drop it."));
        return;
    }
    drop_count();
    m_quit = true;
    // What was saved is still written; what is imported begins anew another time.
    m_writes.cancel_all();
}

void Session::undo_edit(std::uint64_t id)
{
    if (m_model.edit.open) {
        notify(view::Notice::Level::warning, form_first());
        return;
    }
    const auto found = id == 0
                           ? m_edits.end() - (m_edits.empty() ? 0 : 1)
                           : std::find_if(m_edits.begin(), m_edits.end(), [&](const Edit& e) { return e.id == id; });
    if (found == m_edits.end()) return;
    // Taken off at once, so that a second press does not ask again; a failure is told and leaves the record as it is.
    const Edit edit = *found;
    m_edits.erase(found);
    for (auto& notice : m_model.notices)
        if (notice.undo == edit.id) notice.undo = 0;
    make_way();
    m_writes.start(lang::tr("Taking a change back"), "",
                   [this, edit, database = m_database](jobs::Progress&) {
                       auto store = store::Store::open(database, store::OpenMode::read_write);
                       store.undo_edit(edit.receipt, now_ms());
                       return [this, edit] {
                           notify(view::Notice::Level::info, lang::fill(lang::tr("Taken back: {0}"), {edit.title}));
                           if (edit.receipt.what == store::EditReceipt::What::added) {
                               if (m_model.selected == edit.receipt.id) m_model.selected.reset();
                           } else {
                               m_model.selected = edit.receipt.id;
                           }
                           reload_records(false);
                       };
                   },
                   {.stop = jobs::Stop::never, .ahead = true});
}

}  // namespace tuantra::app
