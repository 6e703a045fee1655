// Frame times of the map on this machine, off screen: a fixed pan and zoom replay over the real basemap.
//
//     bench_render                 a table of medians and worst frames
//     bench_render --playing       frames while the clock runs, every sixth with new panels behind it
//     bench_render --pictures DIR  the pictures themselves, to look at
#include "bench/real_map.hpp"
#include "render/map_renderer.hpp"
#include "render/sample.hpp"
#include "view/playback.hpp"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <chrono>
#include <cstring>
#include <ctime>
#include <filesystem>

using namespace tuantra;

namespace {

const std::filesystem::path root = TUANTRA_SOURCE_DIR;

struct View {
    const char* name;
    domain::LonLat centre;
    double metres_per_pixel;
};
constexpr View views[] = {{"country", {106.6, 16.0}, 1800},
                          {"north", {106.2, 21.8}, 480},
                          {"langson", {106.75, 21.95}, 105},
                          {"mongcai", {107.97, 21.5}, 18},
                          {"street", {106.713, 21.975}, 0.8}};

double milliseconds(std::chrono::steady_clock::time_point since)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since).count();
}

struct Stage {
    view::Model model;
    render::MapTexts texts{"DIỄN TẬP · DỮ LIỆU MÔ PHỎNG",
                           "Xuất nhập cảnh trái phép, buôn lậu · 28 ngày · LAND km 0–1 465",
                           "Mật độ dọc tuyến",
                           "vụ / km · h = 10 km",
                           "© OpenStreetMap (ODbL) · GSHHG · Natural Earth · GeoNames (CC BY 4.0)",
                           "km",
                           "hải lý"};

    Stage() { bench::load_real_map(model, root); }
    void look(const View& v, int width, int height, double scale = 1)
    {
        model.camera.centre = domain::to_map(v.centre);
        model.camera.metres_per_pixel = v.metres_per_pixel / scale;
        model.camera.width = width;
        model.camera.height = height;
    }
};

std::filesystem::path font()
{
    return "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf";
}

struct Frames {
    double median_ms = 0, worst_ms = 0;
    double cpu_ms = 0;  ///< of all threads, the mean: what stays comparable on a busy machine
};

enum class Motion { none, pan, zoom };

/// Twenty-four frames at a place.
Frames replay(render::MapRenderer& map, Stage& stage, int width, int height, Motion motion)
{
    std::vector<double> times;
    const std::clock_t cpu = std::clock();
    for (int i = 0; i < 24; ++i) {
        if (motion == Motion::zoom)
            stage.model.camera = view::zoomed(stage.model.camera, 1.04, {width * 0.5, height * 0.5});
        else if (motion == Motion::pan)
            stage.model.camera = view::panned(stage.model.camera, -17, 9);
        const auto start = std::chrono::steady_clock::now();
        map.draw(stage.model, stage.texts, {0, 0, width, height}, height);
        glFinish();
        times.push_back(milliseconds(start));
    }
    const double cpu_ms =
        1000.0 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC / static_cast<double>(times.size());
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times.back(), cpu_ms};
}

void measure(Stage& stage)
{
    const render::Offscreen target(1920, 1080);
    fmt::print("{}\n", reinterpret_cast<const char*>(glGetString(GL_RENDERER)));
    fmt::print("{:>10} {:>9} {:>9} {:>9} {:>7} {:>23} {:>23}\n", "incidents", "fixes", "view", "first ms", "still",
               "pan median, worst, CPU", "zoom median, worst, CPU");
    struct Load {
        std::size_t incidents, pieces, fixes;
    };
    for (const Load load :
         {Load{0, 0, 0}, Load{10'000, 400, 500}, Load{100'000, 4000, 500}, Load{1'000'000, 4000, 500}}) {
        tests::Sampler sampler;
        sampler.lines = stage.model.lines;
        stage.model.scene = sampler.scene(load.incidents, load.pieces, load.fixes);
        render::MapRenderer map(root / "shaders", font());
        for (const View& v : views) {
            stage.look(v, 1920, 1080);
            const auto start = std::chrono::steady_clock::now();
            map.draw_complete(stage.model, stage.texts, {0, 0, 1920, 1080}, 1080);
            glFinish();
            const double first = milliseconds(start);
            const auto pan = replay(map, stage, 1920, 1080, Motion::pan);
            const auto still = replay(map, stage, 1920, 1080, Motion::none);
            const auto zoom = replay(map, stage, 1920, 1080, Motion::zoom);
            fmt::print("{:>10} {:>9} {:>9} {:9.1f} {:7.1f} {:9.1f}{:7.1f}{:7.1f} {:9.1f}{:7.1f}{:7.1f}\n",
                       load.incidents, load.pieces * load.fixes, v.name, first, still.median_ms, pan.median_ms,
                       pan.worst_ms, pan.cpu_ms, zoom.median_ms, zoom.worst_ms, zoom.cpu_ms);
        }
    }
}

/// The scene of the trail before the clock, as the program makes it beside the frames.
std::shared_ptr<const view::Scene> trail_scene(const view::Scene& all, const view::Playback& playback)
{
    auto scene = std::make_shared<view::Scene>(all);
    static std::uint64_t version = 1'000'000'000;
    scene->version = ++version;
    scene->filter = view::filter_at({}, playback);
    scene->shown = domain::rows_within(*all.incidents, *all.any_time, scene->filter.since, scene->filter.until);
    return scene;
}

void measure_playing(Stage& stage)
{
    constexpr int width = 1920, height = 1080, frames = 120;
    const render::Offscreen target(width, height);
    fmt::print("{}\n{:>10} {:>9} {:>9} {:>6} {:>8} {:>24} {:>18}\n",
               reinterpret_cast<const char*>(glGetString(GL_RENDERER)), "incidents", "fixes", "view", "trail", "movers",
               "frame median, 99 %, CPU", "with new panels");
    for (const auto& [incidents, pieces] : {std::pair<std::size_t, std::size_t>{12'000, 4000}, {1'000'000, 20'000}}) {
        tests::Sampler sampler;
        sampler.lines = stage.model.lines;
        const auto all = sampler.scene(incidents, pieces, 500);
        const double span_s = static_cast<double>(incidents) * 60;
        auto tracks = std::make_shared<domain::TrackColumns>(*all->tracks);
        for (std::size_t p = 0; p < tracks->pieces(); ++p)
            for (std::size_t i = tracks->start[p]; i < tracks->start[p + 1]; ++i)
                tracks->time_s[i] += static_cast<double>(p) / static_cast<double>(pieces) * span_s;
        all->tracks = tracks;
        all->clock = std::make_shared<const domain::TrackClock>(tracks);
        all->any_time = std::make_shared<const std::vector<std::uint32_t>>(all->shown);
        for (const double trail_s : {86400.0, 7 * 86400.0}) {
            for (const View& v : {views[0], views[2]}) {
                stage.look(v, width, height);
                stage.model.playback = {1.7e9 + span_s / 2, true, 3600, trail_s};
                stage.model.scene = trail_scene(*all, stage.model.playback);
                render::MapRenderer map(root / "shaders", font());
                map.draw_complete(stage.model, stage.texts, {0, 0, width, height}, height);
                std::vector<double> plain, swapped;
                const std::clock_t cpu = std::clock();
                for (int i = 0; i < frames; ++i) {
                    *stage.model.playback.at_s += stage.model.playback.speed / 30;
                    const bool swap = i % 6 == 5;
                    if (swap) stage.model.scene = trail_scene(*all, stage.model.playback);
                    const auto start = std::chrono::steady_clock::now();
                    map.draw(stage.model, stage.texts, {0, 0, width, height}, height);
                    glFinish();
                    (swap ? swapped : plain).push_back(milliseconds(start));
                }
                const double cpu_ms = 1000.0 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC / frames;
                std::sort(plain.begin(), plain.end());
                std::sort(swapped.begin(), swapped.end());
                std::vector<std::uint32_t> movers;
                all->clock->pieces_between(*stage.model.playback.at_s - trail_s, *stage.model.playback.at_s, movers);
                fmt::print("{:>10} {:>9} {:>9} {:>4.0f} h {:>8} {:9.1f}{:8.1f}{:7.1f} {:18.1f}\n", incidents,
                           tracks->fixes(), v.name, trail_s / 3600, movers.size(), plain[plain.size() / 2],
                           plain[plain.size() * 99 / 100], cpu_ms, swapped[swapped.size() / 2]);
            }
        }
    }
    stage.model.playback = {};
}

void picture(Stage& stage, const std::filesystem::path& file, const View& v, int width, int height, float scale)
{
    const render::Offscreen target(width, height);
    render::MapRenderer map(root / "shaders", font(), scale);
    stage.look(v, width, height, static_cast<double>(scale));
    map.draw_complete(stage.model, stage.texts, {0, 0, width, height}, height);
    gis::write_png(file, width, height, render::read_pixels({0, 0, width, height}, height));
}

void pictures(Stage& stage, const std::filesystem::path& dir)
{
    std::filesystem::create_directories(dir);
    tests::Sampler sampler;
    sampler.lines = stage.model.lines;
    stage.model.scene = sampler.scene(12'000, 400, 500);
    stage.model.selected = 4711;
    stage.model.hovered = 77;
    for (const View& v : views) picture(stage, dir / (std::string(v.name) + ".png"), v, 1280, 720, 1);
    for (const view::Palette& palette : stage.model.palettes) {
        stage.model.palette = palette;
        stage.model.layers.relief = palette.name == "day";
        picture(stage, dir / ("north-" + palette.name + ".png"), views[1], 1920, 1080, 1);
    }
    stage.model.palette = stage.model.palettes.front();
    picture(stage, dir / "small.png", views[1], 640, 400, 1);
    picture(stage, dir / "twice.png", views[2], 1600, 1000, 2);
    stage.model.scene = sampler.scene(1'000'000, 4000, 500);
    picture(stage, dir / "million.png", views[0], 1920, 1080, 1);
}

}  // namespace

int main(int argc, char** argv)
{
    Stage stage;
    if (argc == 2 && std::strcmp(argv[1], "--playing") == 0)
        measure_playing(stage);
    else if (argc == 3 && std::strcmp(argv[1], "--pictures") == 0)
        pictures(stage, argv[2]);
    else
        measure(stage);
    return 0;
}
