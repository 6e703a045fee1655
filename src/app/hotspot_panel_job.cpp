// What the hotspot panel has done off the UI thread: runs, scores, and the list of what was sealed.
#include "analysis/parallel.hpp"
#include "app/errors.hpp"
#include "app/hotspot_panel.hpp"
#include "app/hotspot_seal.hpp"
#include "app/note.hpp"
#include "lang/lang.hpp"
#include "view/sentence.hpp"

#include <algorithm>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

std::optional<double> number_of(const Json& json, const char* name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

/// What the log keeps of a score.
struct Kept {
    view::HotspotMarks marks;
    std::string told;
};

std::optional<Kept> kept_score(const std::string& detail, domain::Zone zone)
{
    const auto json = Json::parse(detail, nullptr, false);
    if (!json.is_object() || !json.contains("scores") || !json["scores"].is_array()) return {};
    Kept kept;
    for (const auto& line : json["scores"]) {
        if (!line.is_object() || line.value("what", std::string()) != "run") continue;
        kept.marks = {number_of(line, "hit_rate"), number_of(line, "pai"), number_of(line, "pei")};
        const auto later = number_of(json, "later");
        const auto from = domain::parse_time(json.value("from", std::string()), zone);
        const auto to = domain::parse_time(json.value("to", std::string()), zone);
        if (later && from && to)
            kept.told = fill(tr("held against {0} incidents, {1} to {2}"),
                             {number_text(*later), view::date_text(from->from, zone), view::date_text(to->from, zone)});
        return kept;
    }
    return {};
}

std::map<std::string, Kept> last_scores(const store::Store& store, domain::Zone zone)
{
    std::map<std::string, Kept> last;
    store.log([&](const store::LogRow& row) {
        if (row.action != "score") return;
        if (auto kept = kept_score(row.detail, zone)) last[row.subject] = std::move(*kept);
    });
    return last;
}

}  // namespace

HotspotResult run_for_panel(const HotspotRequest& request, const std::filesystem::path& database,
                            const domain::Lines& lines, jobs::Progress& progress)
{
    const auto store = store::Store::open(database, store::OpenMode::read_only);
    const HotspotControl control{[&](double done) {
                                     progress.set(done);
                                     progress.check();
                                 },
                                 progress.stop()};
    try {
        return run_hotspots(request, store, lines, control);
    } catch (const analysis::Stopped&) {
        throw jobs::Cancelled{};
    }
}

HotspotScore score_for_panel(const std::string& uid, const std::filesystem::path& database, domain::Instant now,
                             jobs::Progress& progress)
{
    const auto run = domain::parse_uid(uid);
    if (!run) throw DataError(fill(tr("there is no run {0}"), {uid}));
    auto store = store::Store::open(database, store::OpenMode::read_write);
    const auto score = score_run({*run, {}, {}, now}, store,
                                 {[&](double done) {
                                      progress.set(done);
                                      progress.check();
                                  },
                                  progress.stop()});
    auto detail = score_json(score, domain::Zone{0});
    for (const char* told : {"hash", "data_hash", "program", "warnings"}) detail.erase(told);
    store.note("score", uid, to_text(detail));
    return score;
}

std::vector<view::HotspotRunRow> panel_runs(const store::Store& store, domain::Zone zone)
{
    std::vector<view::HotspotRunRow> rows;
    const auto scores = last_scores(store, zone);
    for (const auto& run : store.hotspot_runs()) {
        view::HotspotRunRow row;
        row.uid = domain::to_string(run.uid);
        row.method = run.method;
        row.made = view::moment_text({run.made_at_ms / 1000}, zone);
        row.end = view::date_text(run.end, zone);
        row.valid_until = view::date_text(run.valid_until, zone);
        row.n = lang::number(run.n);
        row.synthetic = run.synthetic;
        if (const auto found = scores.find(row.uid); found != scores.end()) {
            row.last = found->second.marks;
            row.told = found->second.told;
        }
        rows.push_back(std::move(row));
    }
    std::reverse(rows.begin(), rows.end());
    return rows;
}

void add_last_marks(std::vector<view::HotspotMethodRow>& methods, const std::vector<view::HotspotRunRow>& runs)
{
    for (auto& method : methods) {
        method.last.reset();
        for (const auto& run : runs)
            if (run.method == method.id && run.last) {
                method.last = run.last;
                break;
            }
    }
}

}  // namespace tuantra::app
