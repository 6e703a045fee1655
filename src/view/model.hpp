#pragma once
#include "domain/basemap.hpp"
#include "domain/filter.hpp"
#include "domain/line.hpp"
#include "lang/lang.hpp"
#include "view/camera.hpp"
#include "view/import.hpp"
#include "view/lanes.hpp"
#include "view/numbers.hpp"
#include "view/scene.hpp"
#include "view/style.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::view {

struct HotspotBoard;

struct Layers {
    bool relief = false, rivers = true, provinces = true, places = true, gates = true, graticule = true;
    bool heat = true, incidents = true, tracks = true;
    friend bool operator==(const Layers&, const Layers&) = default;
};

/// The switches by the names that settings and saved views have for them.
struct LayerName {
    const char* name;
    bool Layers::*member;
};
inline constexpr std::array<LayerName, 9> layer_names{{{"relief", &Layers::relief},
                                                       {"rivers", &Layers::rivers},
                                                       {"provinces", &Layers::provinces},
                                                       {"places", &Layers::places},
                                                       {"gates", &Layers::gates},
                                                       {"graticule", &Layers::graticule},
                                                       {"heat", &Layers::heat},
                                                       {"incidents", &Layers::incidents},
                                                       {"tracks", &Layers::tracks}}};

/// A row of the table: what the store says of one shown incident. Texts are fetched page by page.
struct TableRow {
    std::int64_t id = 0;
    std::string title;
    std::string source;
};

/// The texts of a run of the table's rows, from a job.
struct TablePage {
    std::size_t first = 0;
    std::vector<TableRow> rows;
};

enum class TableColumn : std::uint8_t { time, kind, severity, address, title, source, grade, position };
inline constexpr std::size_t table_column_count = 8;
/// Columns as bits. The first six are shown unless the user says otherwise.
struct TableColumns {
    std::uint8_t bits = 0x3f;
    bool has(TableColumn c) const { return (bits >> static_cast<unsigned>(c) & 1U) != 0; }
    void flip(TableColumn c) { bits = static_cast<std::uint8_t>(bits ^ 1U << static_cast<unsigned>(c)); }
    friend bool operator==(const TableColumns&, const TableColumns&) = default;
};

struct TableState {
    TableColumn sort = TableColumn::time;
    bool descending = true;
    TableColumns columns;
    std::shared_ptr<const std::vector<std::uint32_t>> order;  ///< rows of the scene in the table's order
    std::vector<TablePage> pages;                             ///< the most recent few
};

/// A version of a record in its history.
struct RecordVersion {
    domain::Incident incident;
    std::string source_name;  ///< who wrote it
    std::int64_t written_unix_s = 0;
    bool by_hand = false;
    std::string who;  ///< whose hand
};

/// A post, port or squadron near an incident.
struct NearUnit {
    std::string name, kind;
    domain::LonLat place;
    double km = 0;
};

/// A track that passed near an incident about when it happened.
struct NearTrack {
    std::string name, kind;
    double km = 0;             ///< of its nearest fix
    std::int64_t apart_s = 0;  ///< between that fix and the incident's time; negative: before
};

/// Everything known of one incident, for the details panel.
struct Details {
    std::int64_t id = 0;
    domain::Incident incident;
    std::uint64_t content = 0;            ///< tells this version from another
    std::vector<RecordVersion> versions;  ///< the newest, which is `incident`, first
    std::vector<NearUnit> units;          ///< the nearest first
    std::vector<NearTrack> tracks;
    std::string source_name;
    std::string created_at, updated_at;
    std::string nearest_gate;
    double nearest_gate_km = 0;
    std::string province;   ///< today's province on this stretch
    std::string neighbour;  ///< country on the other side, LAND only
};

struct Notice {
    enum class Level : std::uint8_t { info, warning, error } level = Level::info;
    std::string text;
    std::int64_t at_unix_s = 0;
    std::uint64_t undo = 0;  ///< of a change by hand that can be taken back; 0: none
};

/// A text on its way to the clipboard, which belongs to the window.
struct Clip {
    std::uint64_t serial = 0;  ///< changes with each text
    std::string text;
};

/// The table on its way to a file.
struct ExportState {
    bool open = false, running = false;
    std::string exists;  ///< a file of this name is there; it is replaced only when asked for again
    std::string error;
};

/// A record being entered or changed by hand.
struct EditState {
    bool open = false;
    std::optional<std::int64_t> id;  ///< nullopt: a new one
    std::uint64_t seen = 0;          ///< the content that was on the desk when it was opened
    std::uint64_t opened = 0;        ///< counts openings, so that a form knows when to fill itself
    bool saving = false;
    std::string error;  ///< why saving failed
    std::optional<domain::Incident> incident = {};  ///< as it was when opened; set where `id` is
    bool changed = false;                           ///< something was typed that would be lost
};

struct JobView {
    std::uint64_t id = 0;
    std::string title;
    double done = -1;
    bool stoppable = true;  ///< by the user
};

/// What the ribbon shows of one line.
struct RibbonView {
    double from_km = 0, to_km = 0;  ///< equal: the whole line
};

/// What the timeline shows, Unix seconds.
struct TimelineView {
    double from_s = 0, to_s = 0;  ///< equal: all there is
};

/// The clock that plays the records back. While it is on, what is shown is what happened in the trail before it, within
/// the filter's window; the filter itself stays.
struct Playback {
    std::optional<double> at_s;  ///< Unix seconds; nullopt: off
    bool playing = false;
    double speed = 600;  ///< seconds of the records in a second
    double trail_s = 86400;
};

/// A row of the import preview or of the sources list.
struct SourceView {
    std::string uid, name, path, imported_at;
    std::int64_t read = 0, kept = 0, duplicate = 0, updated = 0, rejected = 0;
    bool synthetic = false;
};

/// Everything that panels and map draw. Only the UI thread touches it, and only app/apply changes it.
struct Model {
    // what is open
    std::string database_path;
    bool read_only = false;
    std::shared_ptr<const domain::Basemap> basemap;
    domain::Lines lines;
    std::vector<SourceView> sources;
    std::size_t incidents_total = 0;
    std::optional<domain::TimeSpan> data_span;  ///< first and last incident

    // what is asked
    domain::Filter filter;
    bool filter_pending = false;  ///< a newer scene is on its way; the old one stays in view

    // what is shown
    std::shared_ptr<const Scene> scene;  ///< null before the first one
    std::shared_ptr<const Watch> watch;  ///< null before the first one; the old one stays until the new is there
    std::shared_ptr<const SpaceTime> space_time;  ///< while the ribbon shows it, once counted
    std::shared_ptr<const Numbers> numbers;       ///< while the panel is open, once counted
    std::shared_ptr<const HotspotBoard> hotspots;  ///< view/hotspot.hpp; null before the session starts
    Camera camera;
    Layers layers;
    Palette palette;
    std::vector<Palette> palettes;
    Ramp heat_ramp;
    Ramp time_ramp;  ///< of what grows with time gone by
    TableState table;
    std::array<RibbonView, domain::line_count> ribbon;
    TimelineView timeline;
    Playback playback;

    // what is pointed at
    std::optional<ScreenPoint> cursor;  ///< on the map, framebuffer pixels
    std::optional<domain::LonLat> cursor_place;
    std::optional<domain::Located> cursor_address;
    std::optional<std::uint32_t> hovered;      ///< row of the scene
    std::optional<std::int64_t> selected;      ///< row id in the store
    std::optional<Details> details;            ///< of the selected one, once fetched

    // the rest of the desk
    std::vector<JobView> jobs;
    std::vector<Notice> notices;
    std::int64_t now_unix_s = 0;  ///< shown by the clock
    float ui_scale = 1;
    bool table_open = true, ribbon_open = true, filter_open = true, details_open = true, help_open = false,
         import_open = false, sources_open = false, timeline_open = true;
    bool space_time_open = false;  ///< the ribbon shows time by kilometre in place of its lanes
    bool numbers_open = false;     ///< in front of the details
    bool hotspots_open = false;    ///< likewise; one of the two
    std::string drawing;  ///< active tool: "", "box", "circle", "polygon", "stretch", "measure", "rings", "place"
    EditState edit;
    Clip clip;
    ExportState table_export;
    ImportDesk import;
    std::string documents;           ///< the folder that files are offered in
    std::vector<std::string> views;  ///< names of the saved ones, in their order
    bool views_open = false;
};

}  // namespace tuantra::view
