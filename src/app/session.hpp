#pragma once
#include "app/import_preview.hpp"
#include "app/lane_job.hpp"
#include "app/numbers_job.hpp"
#include "app/paths.hpp"
#include "app/scene_job.hpp"
#include "jobs/runner.hpp"
#include "view/command.hpp"
#include "view/model.hpp"
#include "view/playback.hpp"
#include "view/saved_view.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::app {

struct HotspotResult;

/// The program without its window: the model, the jobs behind it, and what each command does. Everything on one thread
/// (the UI thread) except the jobs, which see only what is passed to them.
class Session {
public:
    /// `wake` is called from workers when deliver() has something. Nothing is read yet: start() begins.
    Session(std::filesystem::path database, Paths paths, domain::Zone zone, std::function<void()> wake);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Starts reading palettes (at once), base map, lines and records (as jobs).
    void start();
    /// Swaps in finished work and turns failures into notices. True when the model changed.
    bool deliver();
    void apply(const view::Command& command);
    /// Commands queued by panels this frame, in order.
    void apply_all();

    view::Model& model() { return m_model; }
    const view::Model& model() const { return m_model; }
    view::CommandQueue& commands() { return m_commands; }
    /// Not before what was entered and saved is written.
    bool wants_quit() const { return m_quit && m_writes.idle() && m_files.idle(); }
    bool idle() const { return m_runner.idle() && m_writes.idle() && m_files.idle(); }
    /// Lets the clock run for so many seconds of the user's time. Only a playing clock moves.
    void tick(double seconds);
    /// Draw again at once: the clock runs.
    bool playing() const { return m_model.playback.at_s && m_model.playback.playing; }
    /// True once after SetUiScale or SetPalette, so that the window rebuilds fonts and style.
    bool take_style_change() { return std::exchange(m_style_changed, false); }
    /// The window lends its renderer's eye.
    void set_picker(std::function<std::optional<std::uint32_t>(view::ScreenPoint)> pick) { m_pick = std::move(pick); }
    void set_now(std::int64_t unix_s) { m_model.now_unix_s = unix_s; }
    void notify(view::Notice::Level level, std::string text);

private:
    struct Apply;
    friend struct Apply;
    void load();
    void show_home();
    void open_database();
    void reload_records(bool tracks_too = true);
    void read_first_records();
    void read_tracks();
    void read_records();
    void take_records(const Records& records);
    void request_scene();
    void take_scene(const std::shared_ptr<const view::Scene>& scene, const domain::Filter& asked);
    void give_up_scene();
    void set_clock(std::optional<double> at_s);
    void play(bool on);
    void set_playback(const view::SetPlayback& c);
    void keep_clock_in_span();
    void follow_clock();
    std::optional<view::PlayedSpan> played_span() const;
    void request_order();
    void request_counts();
    void request_watch();
    void request_space_time();
    void request_numbers();
    void carry_texts();
    void start_hotspots();
    void choose_hotspots(const std::string& method);
    void set_hotspot_option(const std::string& option, const std::string& text);
    void run_hotspots();
    void take_hotspots(const std::shared_ptr<const HotspotResult>& result);
    void pick_hotspot(std::optional<std::size_t> cell);
    void seal_hotspots();
    void score_hotspots(const std::string& run_uid);
    void clear_hotspots();
    void read_hotspot_runs();
    void retell_hotspots();
    void request_details();
    void request_rows(std::size_t first, std::size_t count);
    void import_files(const std::vector<std::string>& paths);
    /// A file to import, as its user chose, and what looks at it have settled.
    struct Wanted {
        std::string path;
        view::ImportChoice choice;
        std::optional<gis::Mapping> settled;
    };
    void import_now(Wanted wanted);
    void take_lines_for_imports();
    void give_up_imports();
    void open_files(const std::vector<std::string>& paths);
    void look_at_file(const view::ImportChoice& choice);
    std::optional<gis::Mapping> settled_for(const view::ImportChoice& choice) const;
    void take_look(const Looked& looked);
    void count_file();
    void make_way();
    void drop_count();
    void accept_import(bool all);
    void dismiss_import(bool all);
    void next_file();
    void browse(const std::string& folder);
    void undo(const std::string& source_uid);
    void open_edit(std::optional<std::int64_t> id);
    void save_incident(domain::Incident incident);
    void remove_incident(std::int64_t id);
    void quit();
    void undo_edit(std::uint64_t id);
    void take_views(std::vector<view::SavedView> views);
    void change_views(const char* title, std::function<std::string()> change);
    void save_view(const std::string& name);
    void open_view(const std::string& name);
    void remove_view(const std::string& name);
    void export_view(const std::string& name, const std::string& path);
    void import_view(const std::string& path);
    void copy_rows(std::vector<std::int64_t> ids);
    void export_rows(const std::string& path, bool replace);
    void edited(const store::EditReceipt& receipt, const std::string& title);
    void update_cursor(std::optional<view::ScreenPoint> at);
    void refresh_jobs();

    std::filesystem::path m_database;
    Paths m_paths;
    domain::Zone m_zone;
    view::Model m_model;
    view::CommandQueue m_commands;
    Records m_records;
    std::shared_ptr<const HeatPlaces> m_places;
    std::shared_ptr<TrackPassCache> m_passes = std::make_shared<TrackPassCache>();
    std::function<std::optional<std::uint32_t>(view::ScreenPoint)> m_pick;
    std::optional<domain::Box> m_wanted_box;  ///< shown once the map's size is known
    /// The reading that begins with the program, beside all else that begins with it.
    enum class FirstRead : std::uint8_t { running, done, failed } m_first_read = FirstRead::failed;
    bool m_opened = false;                    ///< the database is there and of this program's schema
    bool m_tracks_stale = true;               ///< those in m_records, once the reading under way is done
    bool m_scene_running = false;
    std::uint64_t m_import_turn = 0;        ///< of the last file or choice looked at
    std::uint64_t m_count_started = 0;      ///< how many counts were
    std::optional<gis::Mapping> m_settled;  ///< by the last look at the file in the preview that succeeded
    std::vector<Wanted> m_wanted;           ///< waiting for the measured lines
    std::uint64_t m_scene_turn = 0, m_order_turn = 0;  ///< of the last one asked for
    std::optional<domain::Filter> m_shown_filter;      ///< that the model's scene was asked with
    std::map<std::uint64_t, std::chrono::steady_clock::time_point> m_job_seen;
    struct WatchKey {
        std::shared_ptr<const domain::TrackColumns> tracks;
        std::optional<domain::Instant> since, until;
        friend bool operator==(const WatchKey&, const WatchKey&) = default;
    };
    WatchKey m_watch_asked;
    std::shared_ptr<const domain::TrackColumns> m_watched_tracks;  ///< of those in m_watches
    WatchCache m_watches;
    bool m_clock_moved = false;                          ///< since the scene that is being made
    bool m_speed_chosen = false;                         ///< by the user: else the clock takes one that fits the window
    double m_since_scene_s = 0;                          ///< of playing
    std::size_t m_wanted_first = 0, m_wanted_count = 0;  ///< rows of the table
    bool m_map_sized = false;
    struct Edit {
        std::uint64_t id = 0;
        store::EditReceipt receipt;
        std::string title;
    };
    std::vector<Edit> m_edits;  ///< changes by hand that can be taken back, the last one last
    std::uint64_t m_last_edit = 0;
    std::vector<view::SavedView> m_views;
    std::shared_ptr<view::HotspotBoard> m_board;     ///< the model's; only the session writes it
    std::shared_ptr<const HotspotResult> m_hotspots;  ///< what the board's result was made of
    std::uint64_t m_hotspot_version = 0, m_hotspot_turn = 0;
    bool m_quit = false;
    std::optional<std::int64_t> m_quit_asked_s;  ///< while something typed is not saved
    bool m_style_changed = true;
    // Last: their destructors wait for jobs before the rest goes.
    jobs::Runner m_files;   ///< one after the other: saved views
    jobs::Runner m_writes;  ///< one after the other: all that changes the database
    jobs::Runner m_runner;  ///< what only reads and works out
};

/// One line of the sources panel.
view::SourceView source_view(const store::SourceRow& row);

/// The box around both lines, and the room left around it.
inline constexpr double home_margin = 0.06;
domain::Box home_box(const domain::Lines& lines);

}  // namespace tuantra::app
