#pragma once
#include "app/hotspot.hpp"
#include "app/hotspot_score.hpp"
#include "jobs/runner.hpp"
#include "store/store.hpp"
#include "view/hotspot.hpp"

#include <exception>
#include <map>
#include <string>
#include <vector>

namespace tuantra::app {

/// The table of methods for the panel, each with what it can be told. Scores are left empty.
std::vector<view::HotspotMethodRow> panel_methods();

/// What the panel says, read as the command line reads it; options of other methods are passed over. Throws CallError.
HotspotSettings panel_settings(const std::string& method, const std::map<std::string, std::string>& values,
                               domain::Zone zone);

/// A refusal for the panel: names of options become the names that the fields have there. UI thread.
std::string in_panel_words(std::string text);

/// run_hotspots() as a job: its progress and its cancel. Throws as that does, jobs::Cancelled.
HotspotResult run_for_panel(const HotspotRequest& request, const std::filesystem::path& database,
                            const domain::Lines& lines, jobs::Progress& progress);

/// Score of a sealed run, told to the log as `tuantra score` tells it. Throws as score_run() does, store::Error.
HotspotScore score_for_panel(const std::string& uid, const std::filesystem::path& database, domain::Instant now,
                             jobs::Progress& progress);

/// The sealed runs, the newest first, each with its last score in the log. Throws store::Error.
std::vector<view::HotspotRunRow> panel_runs(const store::Store& store, domain::Zone zone);
/// Writes each method's newest score next to it.
void add_last_marks(std::vector<view::HotspotMethodRow>& methods, const std::vector<view::HotspotRunRow>& runs);

/// How each cell of a result is coloured.
struct HotspotClasses {
    std::vector<view::HotspotClass> classes;  ///< the first is that of cells that are not drawn
    std::vector<std::uint8_t> of_cell;
    std::vector<float> level;  ///< 0..1
    std::string rim_label;     ///< what it means that a cell has a rim; empty where none has
};
/// Natural breaks (analysis/classes.hpp) of what the method says, or the classes that it names itself. What was not
/// watched is hatched whatever its value. `ramp`: a sequential one that all eyes tell apart.
HotspotClasses classify(const HotspotResult& result, const view::Ramp& ramp);

/// The column that the panel's table shows; null where there is none.
const HotspotColumn* main_column(const HotspotResult& result);
/// What a column says of a cell, as the language writes it; a dash where it says nothing.
std::string column_text(const HotspotColumn& column, std::size_t cell, domain::Zone zone);
/// "LAND km 1,200 to 1,205", "12.4 km²".
std::string cell_place(const HotspotCell& cell);

/// The result in the language of now. UI thread.
view::HotspotShown shown_hotspots(const HotspotResult& result, const view::Ramp& ramp, std::uint64_t version,
                                  domain::Zone zone);

/// Why a cell is what it is: its numbers, the neighbours that the method reckoned with, one plain sentence, and the
/// filter that lets its incidents through. \pre cell < result.cells.size(). UI thread.
view::HotspotWhy why_hot(const HotspotResult& result, std::size_t cell, domain::Zone zone);

}  // namespace tuantra::app
