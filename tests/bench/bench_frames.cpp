// What a user waits for, by the number of records: frames of a fixed pan and zoom path, a changed filter, an instant of
// the tracks, memory. 1920 x 1080 off screen, over the real base map.
//
// 24 November 2026, two cores, llvmpipe, nothing beside: panning, median and 99th percentile: 3.1 and 21 ms with 10 k
// incidents and fixes, 3.0 and 29 with 100 k, 2.7 and 44 with 1 M, 2.7 and 36 with 1 M incidents and 10 M fixes; there
// a changed window is on screen after 0.4 to 0.7 s and the peak is 856 MB. README.md has the table.
//
//     bench_frames                     the table; each load in a process of its own
//     bench_frames INCIDENTS FIXES     one load
//     bench_frames INCIDENTS FIXES DIR the pictures at the path's turns, to look at
#include "bench/real_map.hpp"
#include "bench/records.hpp"
#include "render/map_renderer.hpp"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

using namespace tuantra;
using Clock = std::chrono::steady_clock;

namespace {

const std::filesystem::path root = TUANTRA_SOURCE_DIR;
constexpr int width = 1920, height = 1080;
constexpr auto display_step = std::chrono::microseconds(16'667);  // a display takes no more than 60 frames a second

double milliseconds(Clock::time_point since)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

struct Times {
    std::vector<double> ms;
    double at(double share)
    {
        if (ms.empty()) return 0;
        std::sort(ms.begin(), ms.end());
        return ms[std::min(ms.size() - 1, static_cast<std::size_t>(share * static_cast<double>(ms.size())))];
    }
    double median() { return at(0.5); }
    double p99() { return at(0.99); }
    double worst() { return at(1); }
};

/// The program without its window: records, the scene under a filter, and the map.
class Desk {
    const render::Offscreen m_target;  // first: the map needs its context to the last

public:
    Desk(std::size_t incidents, std::size_t fixes) : m_target(width, height)
    {
        bench::load_real_map(model, root);
        m_records = bench::records(model.lines, incidents, fixes);
        m_places = std::make_shared<const app::HeatPlaces>(app::heat_places(model.lines));
        model.scene = scene_of({});
        map.emplace(root / "shaders", "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf");
    }
    const app::Records& records() const { return m_records; }

    void look(domain::LonLat centre, double metres_per_pixel)
    {
        model.camera = {domain::to_map(centre), metres_per_pixel, width, height};
    }
    void complete()
    {
        map->draw_complete(model, m_texts, {0, 0, width, height}, height);
        glFinish();
    }
    /// One frame as the window draws it.
    double frame()
    {
        const auto start = Clock::now();
        map->draw(model, m_texts, {0, 0, width, height}, height);
        glFinish();
        return milliseconds(start);
    }
    /// From the changed filter to its picture, frames being drawn all the while. `worst` becomes the longest of them.
    double change(const domain::Filter& filter, double& worst)
    {
        const auto start = Clock::now();
        auto coming = std::async(std::launch::async, [&] { return scene_of(filter); });
        while (coming.wait_for(display_step) != std::future_status::ready) worst = std::max(worst, frame());
        model.scene = coming.get();
        for (;;) {
            const auto next = Clock::now() + display_step;
            worst = std::max(worst, frame());
            if (!map->busy()) return milliseconds(start);
            std::this_thread::sleep_until(next);
        }
    }

    view::Model model;
    std::optional<render::MapRenderer> map;

private:
    std::shared_ptr<const view::Scene> scene_of(const domain::Filter& filter) const
    {
        jobs::Progress progress;
        const app::SceneInput input{m_records, filter, model.lines, m_places, 10, {}, {}, model.scene};
        return std::make_shared<const view::Scene>(app::make_scene(input, progress));
    }
    app::Records m_records;
    std::shared_ptr<const app::HeatPlaces> m_places;
    render::MapTexts m_texts{"",   "",      "Mật độ dọc tuyến", "vụ / km · h = 10 km", "© OpenStreetMap (ODbL)",
                             "km", "hải lý"};
};

/// A leg of the path: so many frames that move the picture by pixels, or zoom while a place stays where it is.
struct Leg {
    int frames;
    double dx, dy, zoom;
    domain::LonLat about;
};
constexpr domain::LonLat path_start{106.2, 17}, lang_son{106.75, 21.95}, mong_cai{107.97, 21.53};
constexpr double path_scale = 1400;
/// From the country to a border gate and on to the coast, down to the street, and out again along the coast southward:
/// always over records.
constexpr Leg path[] = {
    {90, 0, 4, 1, {}},  {70, 0, 0, 1.035, lang_son}, {90, -12, -5, 1, {}}, {70, 0, 0, 1.035, mong_cai},
    {90, -6, 4, 1, {}}, {60, 0, 0, 1.03, mong_cai},  {90, 9, 7, 1, {}},    {200, 0, 0, 1 / 1.0335, mong_cai},
    {90, 0, -9, 1, {}}};

struct Replay {
    Times pan, zoom;
    double behind = 0;  ///< share of the frames after which the picture was still to change
};

Replay replay(Desk& desk, const std::string& pictures)
{
    Replay out;
    desk.look(path_start, path_scale);
    for (int i = 0; i < 60; ++i) {  // the software renderer compiles its own code at first use
        desk.model.camera = view::panned(desk.model.camera, i < 30 ? 7 : -7, 3);
        desk.frame();
    }
    desk.look(path_start, path_scale);
    int frames = 0, behind = 0, turn = 0;
    for (const Leg& leg : path) {
        for (int i = 0; i < leg.frames; ++i) {
            const auto next = Clock::now() + display_step;
            auto& camera = desk.model.camera;
            camera = leg.zoom == 1 ? view::panned(camera, leg.dx, leg.dy)
                                   : view::zoomed(camera, leg.zoom, view::to_screen(camera, domain::to_map(leg.about)));
            (leg.zoom == 1 ? out.pan : out.zoom).ms.push_back(desk.frame());
            behind += desk.map->busy();
            ++frames;
            std::this_thread::sleep_until(next);
        }
        if (pictures.empty()) continue;
        gis::write_png(fmt::format("{}/turn{}.png", pictures, ++turn), width, height,
                       render::read_pixels({0, 0, width, height}, height));
    }
    out.behind = static_cast<double>(behind) / frames;
    return out;
}

domain::Filter last_days(int days)
{
    domain::Filter filter;
    filter.since =
        domain::Instant{static_cast<std::int64_t>(bench::Records::first_s + bench::Records::span_s) - days * 86400};
    return filter;
}

/// Windows and other parts of the filter, each from the whole and back to it.
void filters(Desk& desk, Times& window, Times& other, double& worst_frame)
{
    std::vector<domain::Filter> others(3);
    others[0].kinds = domain::KindSet::none();
    others[0].kinds.set(domain::Kind::smuggling, true);
    others[1].severity_min = 3;
    others[2].box = domain::Box{103, 19, 106, 23};
    desk.look({106.6, 16.0}, 1700);
    desk.complete();
    for (int round = 0; round < 3; ++round) {
        for (const int days : {1, 28, 365}) {
            window.ms.push_back(desk.change(last_days(days), worst_frame));
            window.ms.push_back(desk.change({}, worst_frame));
        }
        for (const auto& filter : others) {
            other.ms.push_back(desk.change(filter, worst_frame));
            other.ms.push_back(desk.change({}, worst_frame));
        }
        desk.look({106.75, 21.95}, 200);
        desk.complete();
    }
}

/// Every mover's place and the tail of a day behind it, at instants all over the three years.
Times instants(const domain::TrackClock& clock)
{
    Times out;
    std::vector<std::uint32_t> pieces;
    double sum = 0;
    for (int i = 0; i < 400; ++i) {
        const double at = bench::Records::first_s + std::fmod(i * 7'777'777.0, bench::Records::span_s);
        const auto start = Clock::now();
        clock.pieces_between(at - 86400, at, pieces);
        for (const std::uint32_t piece : pieces) {
            if (const auto here = position_at(*clock.tracks(), piece, at)) sum += here->place.x;
            const auto tail = fixes_between(*clock.tracks(), piece, at - 86400, at);
            for (std::size_t k = tail.first; k < tail.last; ++k) sum += clock.tracks()->map[k].y;
        }
        out.ms.push_back(milliseconds(start));
    }
    if (sum == 1) fmt::print("\n");  // so that it is worked out
    return out;
}

/// What the same display does with every point drawn as it is: the peer that a plain program is.
double all_points_ms(const domain::IncidentColumns& rows)
{
    const char* vertex = "#version 330\nin vec2 p; void main() { gl_Position = vec4(p, 0, 1); gl_PointSize = 3.0; }";
    const char* fragment = "#version 330\nout vec4 c; void main() { c = vec4(0.3, 0.2, 0.1, 0.5); }";
    const GLuint program = glCreateProgram();
    for (const auto& [kind, text] : {std::pair{GL_VERTEX_SHADER, vertex}, {GL_FRAGMENT_SHADER, fragment}}) {
        const GLuint shader = glCreateShader(static_cast<GLenum>(kind));
        glShaderSource(shader, 1, &text, nullptr);
        glCompileShader(shader);
        glAttachShader(program, shader);
    }
    glLinkProgram(program);
    std::vector<float> places;
    for (const auto p : rows.map) {
        places.push_back(static_cast<float>((p.x - 11.87e6) / 1.6e6));
        places.push_back(static_cast<float>((p.y - 1.8e6) / 0.95e6));
    }
    GLuint array = 0, buffer = 0;
    glGenVertexArrays(1, &array);
    glGenBuffers(1, &buffer);
    glBindVertexArray(array);
    glBindBuffer(GL_ARRAY_BUFFER, buffer);
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(places.size() * sizeof(float)), places.data(),
                 GL_STATIC_DRAW);
    glEnableVertexAttribArray(0);
    glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
    glEnable(GL_BLEND);
    glEnable(GL_PROGRAM_POINT_SIZE);
    glUseProgram(program);
    Times times;
    for (int i = 0; i < 9; ++i) {
        const auto start = Clock::now();
        glClear(GL_COLOR_BUFFER_BIT);
        glDrawArrays(GL_POINTS, 0, static_cast<GLsizei>(rows.size()));
        glFinish();
        times.ms.push_back(milliseconds(start));
    }
    return times.median();
}

double peak_mb()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
    return 0;
}

void measure(std::size_t incidents, std::size_t fixes, const std::string& pictures)
{
    Desk desk(incidents, fixes);
    desk.look(path_start, path_scale);
    const auto start = Clock::now();
    desk.complete();
    const double first = milliseconds(start);
    Replay r = replay(desk, pictures);
    Times window, other;
    double worst_frame = 0;
    filters(desk, window, other, worst_frame);
    Times instant = instants(*desk.records().clock);
    const double peak = peak_mb();
    fmt::print(
        "{:>9} {:>9} | {:5.1f} {:5.1f} {:6.1f} | {:5.1f} {:5.1f} {:6.1f} | {:3.0f} % | {:6.0f} | {:4.0f} {:5.0f} | "
        "{:4.0f} {:5.0f} | {:6.1f} | {:6.2f} {:6.2f} | {:6.0f} | {:6.0f}\n",
        incidents, fixes, r.pan.median(), r.pan.p99(), r.pan.worst(), r.zoom.median(), r.zoom.p99(), r.zoom.worst(),
        r.behind * 100, first, window.median(), window.worst(), other.median(), other.worst(), worst_frame,
        instant.median(), instant.worst(), peak, all_points_ms(*desk.records().incidents));
}

/// One load in a process of its own: its peak of memory is its own.
bool apart(const char* program, std::size_t incidents, std::size_t fixes)
{
    const pid_t child = fork();
    if (child == 0) {
        const auto a = std::to_string(incidents), b = std::to_string(fixes);
        execl(program, program, a.c_str(), b.c_str(), nullptr);
        _exit(127);
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc >= 3) {
        const std::string pictures = argc > 3 ? argv[3] : "";
        if (!pictures.empty()) std::filesystem::create_directories(pictures);
        measure(std::strtoull(argv[1], nullptr, 10), std::strtoull(argv[2], nullptr, 10), pictures);
        return 0;
    }
    fmt::print("{:>9} {:>9} | {:^18} | {:^18} | {:^5} | {:>6} | {:^10} | {:^10} | {:>6} | {:^13} | {:>6} | {:>6}\n", "",
               "", "pan, ms a frame", "zoom, ms a frame", "still", "first", "window", "filter", "frame", "instant, ms",
               "peak", "all as");
    fmt::print(
        "{:>9} {:>9} | {:>5} {:>5} {:>6} | {:>5} {:>5} {:>6} | {:>5} | {:>6} | {:>4} {:>5} | {:>4} {:>5} | {:>6} | "
        "{:>6} {:>6} | {:>6} | {:>6}\n",
        "incidents", "fixes", "med", "99 %", "worst", "med", "99 %", "worst", "older", "ms", "med", "worst", "med",
        "worst", "worst", "med", "worst", "MB", "points");
    std::fflush(stdout);
    for (const auto& [incidents, fixes] : {std::pair<std::size_t, std::size_t>{10'000, 10'000},
                                           {100'000, 100'000},
                                           {1'000'000, 1'000'000},
                                           {1'000'000, 10'000'000}})
        if (!apart(argv[0], incidents, fixes)) return 1;
    return 0;
}
