// What a session does for the hotspot panel: runs, picks, seals and scores.
#include "app/errors.hpp"
#include "app/hotspot_panel.hpp"
#include "app/hotspot_seal.hpp"
#include "app/session.hpp"
#include "lang/lang.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace tuantra::app {

namespace {

std::int64_t now_ms()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// A box around a cell with room on all sides, so that its neighbours are seen.
domain::Box around(const view::HotspotCellView& cell, const domain::Lines& lines)
{
    domain::Box box{cell.centre.lon, cell.centre.lat, cell.centre.lon, cell.centre.lat};
    const auto add = [&](domain::LonLat p) {
        box = {std::min(box.west, p.lon), std::min(box.south, p.lat), std::max(box.east, p.lon),
               std::max(box.north, p.lat)};
    };
    if (cell.line)
        for (const auto& p : lines.get(*cell.line).between(cell.from_km, cell.to_km)) add(p);
    for (const auto& polygon : cell.area)
        for (const auto& ring : polygon)
            for (const auto& p : ring) add(p);
    constexpr double least_deg = 0.05;
    const double side = std::max({box.east - box.west, box.north - box.south, least_deg});
    return {box.west - side, box.south - side, box.east + side, box.north + side};
}

}  // namespace

void Session::start_hotspots()
{
    m_board = std::make_shared<view::HotspotBoard>();
    m_board->methods = panel_methods();
    m_model.hotspots = m_board;
}

void Session::choose_hotspots(const std::string& method)
{
    if (hotspot_method(method) == nullptr || m_board->method == method) return;
    m_board->method = method;
    m_board->refusal.clear();
}

void Session::set_hotspot_option(const std::string& option, const std::string& text)
{
    if (text.empty())
        m_board->values.erase(option);
    else
        m_board->values[option] = text;
}

void Session::run_hotspots()
{
    const auto* method = hotspot_method(m_board->method);
    if (method == nullptr || !m_model.lines.land) return;
    m_board->refusal.clear();
    HotspotRequest request;
    request.method = method->method;
    request.filter = view::asked_filter(*m_board, m_model.filter);
    request.zone = m_zone;
    request.now = {now_ms() / 1000};
    request.paths = m_paths;
    try {
        request.settings = panel_settings(m_board->method, m_board->values, m_zone);
    } catch (const CallError& e) {
        m_board->refusal = in_panel_words(e.what());
        return;
    }
    const auto turn = ++m_hotspot_turn;
    m_board->job = m_runner.start(
        lang::fill(lang::tr("Hotspots: {0}"), {lang::tr(method->label)}), "hotspots",
        [this, request, database = m_database,
         lines = m_model.lines](jobs::Progress& progress) -> jobs::Runner::Delivery {
            try {
                auto result = std::make_shared<const HotspotResult>(run_for_panel(request, database, lines, progress));
                return [this, result] { take_hotspots(result); };
            } catch (const jobs::Cancelled&) {
                throw;
            } catch (const std::exception& e) {
                return [this, why = std::string(e.what())] {
                    m_board->job = 0;
                    m_board->refusal = in_panel_words(why);
                };
            }
        },
        {.otherwise = [this, turn] {
            // A newer run has put its own number there.
            if (turn == m_hotspot_turn) m_board->job = 0;
        }});
}

void Session::take_hotspots(const std::shared_ptr<const HotspotResult>& result)
{
    pick_hotspot({});
    m_board->job = 0;
    m_board->sealed.clear();
    m_board->seal_refusal.clear();
    m_hotspots = result;
    spdlog::debug("hotspots: {} cells of {} incidents", result->cells.size(), result->n);
    m_board->result = std::make_shared<const view::HotspotShown>(
        shown_hotspots(*result, m_model.heat_ramp, ++m_hotspot_version, m_zone));
    // Two glows along one line could not be told apart.
    if (m_model.layers.heat) {
        m_model.layers.heat = false;
        m_board->hides_heat = true;
    }
}

void Session::pick_hotspot(std::optional<std::size_t> cell)
{
    const auto before = view::asked_filter(*m_board, m_model.filter);
    const bool was_picked = m_board->why && m_model.filter == m_board->why->filter;
    m_board->why.reset();
    if (!cell || !m_hotspots || *cell >= m_hotspots->cells.size()) {
        if (was_picked) apply(view::SetFilter{before});
        return;
    }
    m_board->before_pick = before;
    m_board->why = why_hot(*m_hotspots, *cell, m_zone);
    apply(view::SetFilter{m_board->why->filter});
    apply(view::FitBox{around(m_board->result->cells[*cell], m_model.lines)});
}

void Session::clear_hotspots()
{
    pick_hotspot({});
    if (m_board->job != 0) m_runner.cancel(m_board->job);
    m_board->refusal.clear();
    m_board->result.reset();
    m_hotspots.reset();
    if (m_board->hides_heat) m_model.layers.heat = true;
    m_board->hides_heat = false;
}

void Session::seal_hotspots()
{
    if (!m_hotspots || m_model.read_only || m_board->busy_sealing || !m_board->sealed.empty()) return;
    m_board->busy_sealing = true;
    m_board->seal_refusal.clear();
    m_writes.start(lang::tr("Sealing the hotspots"), "",
                   [this, result = m_hotspots, lines = m_model.lines, zone = m_zone,
                    database = m_database](jobs::Progress&) -> jobs::Runner::Delivery {
                       try {
                           const auto sealed = app::seal_hotspots(*result, lines, zone, {}, now_ms());
                           store::Store::open(database, store::OpenMode::read_write).seal(sealed.run, sealed.cells);
                           return [this, result, uid = domain::to_string(sealed.run.uid)] {
                               m_board->busy_sealing = false;
                               if (m_hotspots == result) m_board->sealed = uid;
                               read_hotspot_runs();
                           };
                       } catch (const std::exception& e) {
                           return [this, why = std::string(e.what())] {
                               m_board->busy_sealing = false;
                               m_board->seal_refusal = in_panel_words(why);
                           };
                       }
                   },
                   {.stop = jobs::Stop::never, .otherwise = [this] { m_board->busy_sealing = false; }});
}

void Session::score_hotspots(const std::string& run_uid)
{
    if (m_model.read_only || !m_board->scoring.empty()) return;
    m_board->scoring = run_uid;
    m_board->score_refusal.clear();
    m_writes.start(lang::tr("Scoring a sealed run"), "",
                   [this, run_uid, database = m_database](jobs::Progress& progress) -> jobs::Runner::Delivery {
                       try {
                           score_for_panel(run_uid, database, {now_ms() / 1000}, progress);
                           return [this] {
                               m_board->scoring.clear();
                               read_hotspot_runs();
                           };
                       } catch (const jobs::Cancelled&) {
                           throw;
                       } catch (const std::exception& e) {
                           return [this, why = std::string(e.what())] {
                               m_board->scoring.clear();
                               m_board->score_refusal = in_panel_words(why);
                           };
                       }
                   },
                   {.otherwise = [this] { m_board->scoring.clear(); }});
}

void Session::read_hotspot_runs()
{
    m_runner.start(lang::tr("Reading the sealed runs"), "hotspot runs",
                   [this, database = m_database, zone = m_zone](jobs::Progress&) {
                       auto rows = std::make_shared<std::vector<view::HotspotRunRow>>(
                           panel_runs(store::Store::open(database, store::OpenMode::read_only), zone));
                       return [this, rows] {
                           m_board->runs = std::move(*rows);
                           add_last_marks(m_board->methods, m_board->runs);
                       };
                   },
                   {.stop = jobs::Stop::by_program});
}

/// The same result in another language.
void Session::retell_hotspots()
{
    if (!m_board) return;
    m_board->refusal.clear();
    m_board->seal_refusal.clear();
    m_board->score_refusal.clear();
    if (m_hotspots) {
        const auto version = m_board->result->version;
        m_board->result =
            std::make_shared<const view::HotspotShown>(shown_hotspots(*m_hotspots, m_model.heat_ramp, version, m_zone));
        if (m_board->why) {
            const auto filter = m_board->why->filter;
            m_board->why = why_hot(*m_hotspots, m_board->why->cell, m_zone);
            m_board->why->filter = filter;  // what the desk asks now; its area's name may be in the other language
        }
    }
    if (m_model.lines.land && m_opened) read_hotspot_runs();
}

}  // namespace tuantra::app
