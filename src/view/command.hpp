#pragma once
#include "domain/filter.hpp"
#include "lang/lang.hpp"
#include "view/camera.hpp"
#include "view/import.hpp"
#include "view/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tuantra::view {

/// What a user can ask for. Panels and input push these; app/apply has one function for each.
struct SetFilter { domain::Filter filter; };
struct ResetFilter {};
struct SetCamera { Camera camera; };
struct FitBox { domain::Box box; };
struct GoTo { domain::LonLat place; double metres_per_pixel = 0; };  ///< 0 keeps the scale
struct SetLayers { Layers layers; };
struct SetPalette { std::string name; };
struct SetLanguage { lang::Language language; };
struct SetUiScale { float scale = 1; };
struct Hover { std::optional<ScreenPoint> at; };
struct PickAt { ScreenPoint at; };
struct Select { std::optional<std::int64_t> id; bool go_there = false; };
struct SortTable { TableColumn column = TableColumn::time; bool descending = true; };
struct WantTableRows { std::size_t first = 0, count = 0; };
struct SetRibbon { domain::LineId line = domain::LineId::land; RibbonView view; };
struct BrushRibbon { domain::LineId line = domain::LineId::land; double from_km = 0, to_km = 0; };  ///< becomes the filter
struct SetTimeline { TimelineView view; };
struct SetClock { std::optional<double> at_s; };  ///< Unix seconds, brought into the played span; nullopt puts it away
struct Play { bool on = true; };                  ///< starts the clock at the span's beginning when it is off or at the end
struct SetPlayback { double speed = 600, trail_s = 86400; };
struct StartTool { std::string tool; };
struct OpenEdit { std::optional<std::int64_t> id; };  ///< the selected record, or a new one
struct CloseEdit {};
struct TouchEdit { bool changed = false; };  ///< the form now differs from what it was opened with, or no longer
struct SaveIncident { domain::Incident incident; };  ///< of the open form; address and NFC are seen to
struct RemoveIncident { std::int64_t id = 0; };      ///< the one whose details are shown
struct UndoEdit { std::uint64_t id = 0; };           ///< of a notice; 0: the last change by hand
struct SetColumns { TableColumns columns; };
struct CopyRows { std::vector<std::int64_t> ids; };  ///< the shown columns of these records as text
struct ExportRows { std::string path; bool replace = false; };  ///< what the filter yields, as CSV
struct SaveView { std::string name; };  ///< one of the same name is replaced
struct OpenView { std::string name; };
struct RemoveView { std::string name; };
struct ExportView { std::string name, path; };
struct ImportView { std::string path; };
struct ImportFiles { std::vector<std::string> paths; };  ///< at once, as each says of itself
struct OpenFiles { std::vector<std::string> paths; };    ///< to look at, one after the other, before they are imported
struct SetImportChoice { ImportChoice choice; };         ///< for the file that is looked at
struct AcceptImport { bool all = false; };               ///< with those that wait
struct DismissImport { bool all = false; };
struct BrowseFolder { std::string path; };  ///< empty: where documents are
struct ChooseHotspots { std::string method; };  ///< by its id on the command line
struct SetHotspotOption { std::string option, text; };  ///< empty text: automatic
struct RunHotspots {};
struct PickHotspot { std::optional<std::size_t> cell; };  ///< goes there and filters by it; nullopt lets the rest back in
struct SealHotspots {};
struct ScoreHotspots { std::string run_uid; };
struct ClearHotspots {};  ///< takes the result off map, ribbon and panel
struct UndoImport { std::string source_uid; };
struct CancelJob { std::uint64_t id = 0; };
struct DismissNotice { std::size_t index = 0; };
enum class Panel : std::uint8_t { filter, details, table, ribbon, help, import, sources, timeline, views, table_export, space_time, numbers, hotspots };
struct TogglePanel { Panel panel = Panel::filter; };
struct Quit {};

using Command = std::variant<SetFilter, ResetFilter, SetCamera, FitBox, GoTo, SetLayers, SetPalette, SetLanguage,
                             SetUiScale, Hover, PickAt, Select, SortTable, WantTableRows, SetRibbon, BrushRibbon,
                             SetTimeline, SetClock, Play, SetPlayback, StartTool, OpenEdit, CloseEdit, TouchEdit, SaveIncident,
                             RemoveIncident, UndoEdit, SetColumns, CopyRows, ExportRows, SaveView, OpenView, RemoveView,
                             ExportView, ImportView, ImportFiles, OpenFiles, SetImportChoice, AcceptImport,
                             DismissImport, BrowseFolder, ChooseHotspots, SetHotspotOption, RunHotspots, PickHotspot,
                             SealHotspots, ScoreHotspots, ClearHotspots, UndoImport, CancelJob, DismissNotice, TogglePanel, Quit>;

/// Commands of one frame, in order.
class CommandQueue {
public:
    void push(Command c) { m_commands.push_back(std::move(c)); }
    std::vector<Command> take() { return std::exchange(m_commands, {}); }
    bool empty() const { return m_commands.empty(); }
    const std::vector<Command>& peek() const { return m_commands; }

private:
    std::vector<Command> m_commands;
};

}  // namespace tuantra::view
