#pragma once
#include "domain/geo.hpp"
#include "domain/line.hpp"
#include "ui/incident_form.hpp"
#include "ui/layout.hpp"
#include "ui/map_shapes.hpp"
#include "ui/timeline_math.hpp"
#include "view/camera.hpp"
#include "view/measure.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tuantra::ui {

using TextBuffer = std::array<char, 160>;

/// An input whose text follows the model until the user edits it.
struct Field {
    TextBuffer text{};
    bool editing = false;
    bool bad = false;        ///< the last edit could not be read
    float changed_ago = -1;  ///< seconds since the last keystroke not yet sent, -1 none
};

/// A name that the search box finds; folded once per basemap.
struct SearchEntry {
    std::string folded;
    std::string name;
    std::string where;
    domain::LonLat place;
    double metres_per_pixel = 60;
    int rank = 4;
    bool gate = false;
};

struct RibbonLabel {
    double km = 0;
    int rank = 4;
    std::string text;
};

/// A run of a line in kilometres.
struct KmRun {
    double from = 0, to = 0;
};

/// For what the selected row's place in the table was looked up.
struct RankKey {
    const void* order = nullptr;
    std::size_t size = 0;
    std::uint64_t scene = 0;
    std::int64_t id = 0;
    friend bool operator==(const RankKey&, const RankKey&) = default;
};

/// What the map's tools have under way, and the drawings they leave.
struct Sketch {
    std::string tool;       ///< of the frame before
    domain::Polyline path;  ///< measured
    bool closed = false;
    std::vector<view::RangeRings> rings;
    domain::Ring corners;                  ///< of the area being drawn
    std::optional<domain::LonLat> centre;  ///< where a circle or rings were pressed
    std::optional<Strip> strip;            ///< being drawn
    bool strip_deep = false;               ///< its kilometres are set; its depth follows the pointer
    bool twice = false;                    ///< the press was a double click
};

/// A stretch's outline on the map, kept until it or the view changes.
struct StripOutline {
    const void* line = nullptr;
    double from_km = 0, to_km = 0;
    domain::Range offset;
    std::vector<domain::Polyline> edges, middle;
    view::Camera camera;  ///< that `middle` was made for
};

/// A hotspot result's cells on the display plane, kept until there is another.
struct HotspotShape {
    struct Box {
        double west = 1e300, south = 1e300, east = -1e300, north = -1e300;
        void add(domain::MapPoint p)
        {
            west = p.x < west ? p.x : west;
            east = p.x > east ? p.x : east;
            south = p.y < south ? p.y : south;
            north = p.y > north ? p.y : north;
        }
    };
    struct Cell {
        std::vector<std::vector<domain::MapPoint>> paths;
        Box box;
    };
    std::uint64_t version = 0;
    const void* land = nullptr;
    std::vector<Cell> cells;
    std::vector<std::size_t> order;  ///< as they are drawn
};

/// What widgets remember between frames: half-typed texts, drags, panel sizes, and things worked out once per basemap.
/// Nothing here outlives the window or is known to the model.
struct DeskState {
    Sizes sizes;
    bool table_in_front = false;
    bool drawer = false;  ///< the user opened the drawer with nothing selected

    TextBuffer search{};
    int search_at = 0;
    bool search_wants_focus = false;
    const void* search_basemap = nullptr;
    std::vector<SearchEntry> search_entries;

    Field since, until, text, km_from, km_to, offset_from, offset_to;

    std::optional<view::ScreenPoint> hover_sent;
    bool hovering = false;
    bool map_pressed = false, map_dragged = false;
    view::ScreenPoint map_press;
    std::optional<view::ScreenPoint> box_from;
    Sketch sketch;
    StripOutline sketch_strip;
    std::array<StripOutline, domain::line_count> filter_strip;

    const void* table_order = nullptr;
    std::optional<std::int64_t> table_seen;
    std::optional<std::size_t> table_rank;
    std::optional<RankKey> rank_key;
    std::size_t want_first = 0, want_count = 0;
    float want_age = 0;

    const void* ribbon_basemap = nullptr;
    const void* ribbon_lines = nullptr;
    std::array<std::vector<RibbonLabel>, domain::line_count> ribbon_labels;
    view::Camera extent_camera;
    bool extent_known = false;
    std::array<std::vector<KmRun>, domain::line_count> extent;
    int brush_line = -1;
    double brush_from = 0, brush_to = 0;
    bool brush_moved = false;

    /// A drag on the timeline.
    Grab time_grab = Grab::none;
    TimeRun time_start;
    double time_pressed = 0;
    bool time_moved = false;
    std::optional<TimeRun> time_window;               ///< while dragging: what the filter will be
    std::optional<std::optional<TimeRun>> time_seen;  ///< the filter's window of the frame before

    IncidentForm form;
    std::optional<domain::LonLat> form_place;  ///< for the next new form

    Rect views_button;  ///< where the list of views hangs
    TextBuffer view_name{}, view_path{};
    std::string view_armed, view_to_file;

    std::vector<std::int64_t> table_marked;  ///< ids, ascending
    std::optional<std::size_t> table_anchor;
    std::pair<std::size_t, std::size_t> table_seen_rows;  ///< positions in view, from and behind
    bool columns_open = false;
    std::array<char, 1024> export_path{};
    std::uint64_t clip_seen = 0;
    std::optional<std::size_t> table_reveal;  ///< position that the table is to come to
    std::optional<std::size_t> numbers_cell;  ///< of the week's hours, whose rows were marked
    std::size_t numbers_marked = 0;           ///< so many; other marks since then are none of it

    std::map<std::string, Field> hotspot_fields;  ///< by option
    bool hotspot_methods_open = false, hotspot_settings_open = false;
    HotspotShape hotspot_shape;

    std::string undo_armed;
    std::array<char, 1024> import_path{};
    TextBuffer import_crs{};
    std::string import_seen;    ///< the file whose CRS the field holds
    std::string import_folder;  ///< that the path was last set from
    bool import_asked = false;  ///< for the folder's list, since the panel was opened
};

/// The scale that load_fonts was last called with: what the fonts were made for is what everything is drawn at.
float& loaded_scale();

/// The state of the current ImGui context; a new context starts afresh.
DeskState& desk_state();

}  // namespace tuantra::ui
