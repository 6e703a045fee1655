#include "app/snapshot.hpp"

#include "app/map_texts.hpp"
#include "app/scene_job.hpp"
#include "app/session.hpp"
#include "gis/files.hpp"
#include "render/map_renderer.hpp"

#include <algorithm>
#include <stdexcept>

namespace tuantra::app {

namespace {

view::Model make_model(const std::filesystem::path& database, const Paths& paths, const SnapshotOptions& options)
{
    view::Model model;
    model.basemap = std::make_shared<const domain::Basemap>(gis::load_basemap(paths.maps));
    model.lines = gis::load_lines(paths.maps, paths.data);
    const auto store = store::Store::open(database, store::OpenMode::read_only);
    SceneInput input{load_records(store),  options.filter,
                     model.lines,          std::make_shared<const HeatPlaces>(heat_places(model.lines)),
                     options.bandwidth_km, database};
    jobs::Progress progress;
    model.scene = std::make_shared<const view::Scene>(make_scene(input, progress));
    model.filter = options.filter;
    model.layers = options.layers;
    model.palettes = view::load_palettes(paths.data / "palettes.json");
    const auto palette = std::find_if(model.palettes.begin(), model.palettes.end(),
                                      [&](const auto& p) { return p.name == options.palette; });
    if (palette == model.palettes.end()) throw std::runtime_error("no palette is called '" + options.palette + "'");
    model.palette = *palette;
    for (const auto& ramp : view::load_ramps(paths.data / "ramps.json"))
        if (ramp.name == "inferno") model.heat_ramp = ramp;
    return model;
}

view::Camera camera_of(const SnapshotOptions& options, const domain::Lines& lines)
{
    view::Camera camera;
    camera.width = options.width;
    camera.height = options.height;
    if (!options.centre)
        return view::fitted(camera, options.view.value_or(home_box(lines)), options.view ? 0.08 : home_margin);
    camera.centre = domain::to_map(*options.centre);
    if (options.metres_per_pixel > 0) camera.metres_per_pixel = options.metres_per_pixel;
    return camera;
}

}  // namespace

void write_snapshot(const std::filesystem::path& database, const Paths& paths, const SnapshotOptions& options)
{
    view::Model model = make_model(database, paths, options);
    model.camera = camera_of(options, model.lines);
    const render::Offscreen target(options.width, options.height);
    render::MapRenderer renderer(paths.shaders, paths.fonts / "NotoSans-Regular.ttf");
    const render::Viewport whole{0, 0, options.width, options.height};
    renderer.draw_complete(model, map_texts(model, options.zone), whole, options.height);
    gis::write_png(options.out, options.width, options.height, render::read_pixels(whole, options.height));
}

}  // namespace tuantra::app
