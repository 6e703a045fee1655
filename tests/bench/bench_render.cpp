// Frame times of the map on this machine, off screen: a fixed pan and zoom replay over the real basemap.
//
//     bench_render                 a table of medians and worst frames
//     bench_render --pictures DIR  the pictures themselves, to look at
#include "gis/files.hpp"
#include "render/map_renderer.hpp"
#include "render/sample.hpp"

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

    Stage()
    {
        gis::initialise();
        lang::use(lang::Language::vi);
        model.basemap = std::make_shared<domain::Basemap>(gis::load_basemap(root / "maps"));
        model.lines = gis::load_lines(root / "maps", root / "data");
        model.palettes = view::load_palettes(root / "data/palettes.json");
        model.palette = model.palettes.front();
        model.heat_ramp = view::load_ramps(root / "data/ramps.json").front();
    }
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
    if (argc == 3 && std::strcmp(argv[1], "--pictures") == 0)
        pictures(stage, argv[2]);
    else
        measure(stage);
    return 0;
}
