#include "render/map_renderer.hpp"

#include "render/error.hpp"
#include "render/sample.hpp"

#include <epoxy/gl.h>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <tuple>

using namespace tuantra;
using domain::MapPoint;

namespace {

constexpr int width = 480, height = 360;
constexpr MapPoint middle{11'900'000, 2'400'000};
const char* const font = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf";

struct Pixel {
    int r = 0, g = 0, b = 0;
    bool near(std::uint32_t rgb, int tolerance = 10) const
    {
        return std::abs(r - static_cast<int>(rgb >> 16U)) <= tolerance &&
               std::abs(g - static_cast<int>(rgb >> 8U & 0xffU)) <= tolerance &&
               std::abs(b - static_cast<int>(rgb & 0xffU)) <= tolerance;
    }
};

struct Picture {
    std::vector<std::uint8_t> rgba;
    Pixel at(int x, int y) const
    {
        const auto i = static_cast<std::size_t>(y * width + x) * 4;
        return {rgba[i], rgba[i + 1], rgba[i + 2]};
    }
    int count(std::uint32_t rgb, int x0, int y0, int x1, int y1, int tolerance = 12) const
    {
        int n = 0;
        for (int y = y0; y < y1; ++y)
            for (int x = x0; x < x1; ++x) n += at(x, y).near(rgb, tolerance);
        return n;
    }
};

MapPoint at_pixel(double x, double y, double metres_per_pixel = 100)
{
    return {middle.x + (x - width / 2.0) * metres_per_pixel, middle.y + (height / 2.0 - y) * metres_per_pixel};
}

view::Palette plain_palette()
{
    view::Palette p;
    p.name = "test";
    p.sea = {0x0c1a26ff};
    p.land = {0x1e2a33ff};
    p.abroad = {0x502020ff};
    p.border = {0xf0c35aff};
    p.coast = {0x6fb3d2ff};
    p.panel = {0x151f2aff};
    p.warning = {0xff9f43ff};
    p.accent = {0x4cc2ffff};
    p.label = {0xd5dee6ff};
    p.label_halo = {0x0e151dd0};
    p.background = {0x0e151dff};
    p.graticule = p.river = p.province = p.text = p.dim = p.faint = {0x22303cff};
    return p;
}

/// Land in the left half of the picture: home above, abroad below, the border between them at y = 180.
view::Model small_model()
{
    view::Model model;
    model.palette = plain_palette();
    model.camera = {middle, 100, width, height};
    model.layers.graticule = false;
    auto map = std::make_shared<domain::Basemap>();
    for (auto& level : map->land) {
        level.push_back({domain::LandClass::home,
                         {{at_pixel(-900, 180), at_pixel(240.5, 180), at_pixel(240.5, -900), at_pixel(-900, -900)}}});
        level.push_back({domain::LandClass::abroad,
                         {{at_pixel(-900, 180), at_pixel(-900, 900), at_pixel(240.5, 900), at_pixel(240.5, 180)}}});
        // Far outside the picture, so that the picture's shore is not the frame of all land.
        level.push_back({domain::LandClass::island, {{at_pixel(2000, 0), at_pixel(2100, 0), at_pixel(2100, 100)}}});
    }
    map->border.push_back({{at_pixel(-900, 180), at_pixel(240, 180)}, 0, "", ""});
    model.basemap = map;
    return model;
}

std::shared_ptr<view::Scene> scene_at(const std::vector<std::pair<MapPoint, domain::Kind>>& marks,
                                      std::uint64_t version = 1)
{
    auto rows = std::make_shared<domain::IncidentColumns>();
    auto scene = std::make_shared<view::Scene>();
    for (const auto& [place, kind] : marks) {
        scene->shown.push_back(static_cast<std::uint32_t>(rows->size()));
        rows->id.push_back(100 + static_cast<std::int64_t>(rows->size()));
        rows->place.push_back(domain::to_lon_lat(place));
        rows->map.push_back(place);
        rows->kind.push_back(kind);
        rows->severity.push_back(3);
    }
    scene->version = version;
    scene->incidents = rows;
    return scene;
}

struct Studio {
    render::Offscreen target{width, height};
    render::MapRenderer map{TUANTRA_SOURCE_DIR "/shaders", font};

    Picture draw(const view::Model& model, const render::MapTexts& texts = {})
    {
        map.draw_complete(model, texts, {0, 0, width, height}, height);
        CHECK(glGetError() == GL_NO_ERROR);
        return {render::read_pixels({0, 0, width, height}, height)};
    }
};

}  // namespace

TEST_CASE("Sea, land and abroad have their colours, and the border its dashes", "[gl]")
{
    Studio studio;
    const Picture picture = studio.draw(small_model());
    CHECK(picture.at(470, 10).near(0x0c1a26));
    CHECK(picture.at(100, 60).near(0x1e2a33));
    CHECK(picture.at(100, 300).near(0x502020));
    const int dashes = picture.count(0xf0c35a, 0, 178, 236, 182, 40);
    CHECK(dashes > 120);                                          // drawn
    CHECK(dashes < 236 * 3);                                      // with gaps
    CHECK(picture.count(0x6fb3d2, 237, 20, 244, 160, 40) > 100);  // the shore between land and sea
    CHECK(picture.count(0x6fb3d2, 20, 176, 200, 184, 40) == 0);   // but none between two lands
}

TEST_CASE("An incident shows its kind's colour, the selected one a white ring", "[gl]")
{
    Studio studio;
    view::Model model = small_model();
    model.scene = scene_at({{at_pixel(350, 200), domain::Kind::smuggling}, {at_pixel(400, 100), domain::Kind::drugs}});
    Picture picture = studio.draw(model);
    CHECK(picture.count(0x7fd1ff, 340, 190, 361, 211) > 60);
    CHECK(picture.count(0xc792ea, 390, 90, 411, 111) > 60);
    CHECK(picture.count(0xffffff, 380, 80, 420, 120) == 0);
    model.selected = 101;
    picture = studio.draw(model);
    CHECK(picture.count(0xffffff, 380, 80, 421, 121, 30) > 80);
    CHECK(picture.count(0xffffff, 330, 180, 371, 221, 30) == 0);
}

TEST_CASE("Layers that are off are not drawn", "[gl]")
{
    Studio studio;
    view::Model model = small_model();
    model.scene = scene_at({{at_pixel(350, 200), domain::Kind::smuggling}});
    model.layers.incidents = false;
    CHECK(studio.draw(model).count(0x7fd1ff, 330, 180, 371, 221) == 0);
    CHECK_FALSE(studio.map.pick(model, {350, 200}));
}

TEST_CASE("The banner of an exercise stands on the map", "[gl]")
{
    Studio studio;
    render::MapTexts texts;
    CHECK(studio.draw(small_model(), texts).count(0xff9f43, 0, 0, width, 80, 25) == 0);
    texts.banner = "DIỄN TẬP · DỮ LIỆU MÔ PHỎNG";
    CHECK(studio.draw(small_model(), texts).count(0xff9f43, 0, 0, width, 80, 25) > 150);
}

TEST_CASE("Picking gives the nearest incident within twelve pixels", "[gl]")
{
    Studio studio;
    view::Model model = small_model();
    model.scene = scene_at({{at_pixel(350, 200), domain::Kind::smuggling}, {at_pixel(380, 200), domain::Kind::drugs}});
    studio.draw(model);
    CHECK(studio.map.pick(model, {352, 203}) == 0U);
    CHECK(studio.map.pick(model, {376, 200}) == 1U);
    CHECK_FALSE(studio.map.pick(model, {350, 215}));
    CHECK_FALSE(studio.map.pick(model, {10, 10}));
}

TEST_CASE("Ten thousand incidents at one place are still pickable, and a new scene replaces them", "[gl]")
{
    Studio studio;
    view::Model model = small_model();
    std::vector<std::pair<MapPoint, domain::Kind>> many(10'000, {at_pixel(350, 200), domain::Kind::piracy});
    model.scene = scene_at(many);
    CHECK(studio.draw(model).count(0xff8a5b, 330, 180, 371, 221) > 50);
    CHECK(studio.map.pick(model, {350, 200}));
    model.scene = scene_at({{at_pixel(100, 60), domain::Kind::piracy}}, 2);
    const Picture picture = studio.draw(model);
    CHECK(picture.count(0xff8a5b, 330, 180, 371, 221) == 0);
    CHECK(picture.count(0xff8a5b, 80, 40, 121, 81) > 50);
    CHECK_FALSE(studio.map.pick(model, {350, 200}));
}

TEST_CASE("More incidents than can be told apart become densities in their places", "[gl]")
{
    Studio studio;
    view::Model model = small_model();
    std::vector<std::pair<MapPoint, domain::Kind>> many;
    for (int i = 0; i < 60'000; ++i)
        many.push_back({at_pixel(300 + i % 100, 100 + i / 100 % 100), domain::Kind::illegal_fishing});
    model.scene = scene_at(many);
    const Picture picture = studio.draw(model);
    CHECK_FALSE(picture.at(350, 150).near(0x0c1a26, 40));
    CHECK(picture.at(350, 150).g > picture.at(350, 150).r);
    CHECK(picture.at(450, 150).near(0x0c1a26));
    CHECK(picture.at(350, 250).near(0x0c1a26));
}

TEST_CASE("A great scene is made beside the frames, which keep the picture before it", "[gl]")
{
    Studio studio;
    view::Model model = small_model();
    model.scene = scene_at({{at_pixel(100, 60), domain::Kind::piracy}});
    CHECK(studio.draw(model).count(0xff8a5b, 80, 40, 121, 81) > 50);
    CHECK_FALSE(studio.map.busy());
    model.scene = scene_at(
        std::vector<std::pair<MapPoint, domain::Kind>>(100'000, {at_pixel(350, 200), domain::Kind::piracy}), 2);
    studio.map.draw(model, {}, {0, 0, width, height}, height);
    CHECK(studio.map.busy());
    const Picture before{render::read_pixels({0, 0, width, height}, height)};
    CHECK(before.count(0xff8a5b, 80, 40, 121, 81) > 50);
    CHECK_FALSE(studio.map.pick(model, {350, 200}));
    while (studio.map.busy()) studio.map.draw(model, {}, {0, 0, width, height}, height);
    const Picture after{render::read_pixels({0, 0, width, height}, height)};
    CHECK(after.count(0xff8a5b, 80, 40, 121, 81) == 0);
    CHECK_FALSE(after.at(350, 200).near(0x0c1a26, 40));
    CHECK(studio.map.pick(model, {350, 200}));
}

TEST_CASE("A map that was panned step by step is the map drawn there at once", "[gl]")
{
    Studio panned;
    view::Model model = small_model();
    model.layers.heat = false;
    std::vector<std::pair<MapPoint, domain::Kind>> marks;
    for (int i = 0; i < 400; ++i)
        marks.push_back({at_pixel(i * 37 % 900 - 199.5, i * 53 % 700 - 149.5), domain::Kind::piracy});
    model.scene = scene_at(marks);
    panned.draw(model);
    const auto [dx, dy, steps] =
        GENERATE(std::tuple{-23, 0, 15}, std::tuple{0, 31, 9}, std::tuple{17, -9, 20}, std::tuple{-130, -130, 2});
    for (int i = 0; i < steps; ++i) {
        model.camera = view::panned(model.camera, dx, dy);
        panned.map.draw(model, {}, {0, 0, width, height}, height);
    }
    CHECK(glGetError() == GL_NO_ERROR);
    const Picture picture{render::read_pixels({0, 0, width, height}, height)};
    const Picture fresh = Studio().draw(model);
    int different = 0;
    constexpr int rim = 16;  // where a picture of just this view lacks the symbols with their middle outside
    for (int y = rim; y < height - rim; ++y)
        for (int x = rim; x < width - rim; ++x) {
            const Pixel a = picture.at(x, y), b = fresh.at(x, y);
            different += std::abs(a.r - b.r) > 24 || std::abs(a.g - b.g) > 24 || std::abs(a.b - b.b) > 24;
        }
    CAPTURE(dx, dy);
    CHECK(different < 40);
    CHECK(fresh.count(0xff8a5b, 0, 0, width, height) > 300);  // there was something to see
}

TEST_CASE("A scene that was replaced while it was made is never shown", "[gl]")
{
    Studio studio;
    view::Model model = small_model();
    model.scene =
        scene_at(std::vector<std::pair<MapPoint, domain::Kind>>(100'000, {at_pixel(350, 200), domain::Kind::piracy}));
    studio.map.draw(model, {}, {0, 0, width, height}, height);
    CHECK(studio.map.busy());
    model.scene = scene_at({{at_pixel(100, 60), domain::Kind::piracy}}, 2);
    const Picture picture = studio.draw(model);
    CHECK_FALSE(studio.map.busy());
    CHECK(picture.at(350, 200).near(0x0c1a26));
    CHECK(picture.count(0xff8a5b, 80, 40, 121, 81) > 50);
}

namespace {

/// A boat along y = 300.5: at sea from x = 260 to 300, silent for `silence_s`, and from 400 to 460 again.
std::shared_ptr<view::Scene> interrupted(double silence_s)
{
    auto tracks = std::make_shared<domain::TrackColumns>();
    tracks->movers = {"boat"};
    tracks->track_id = {1, 1};
    tracks->mover = {0, 0};
    tracks->start = {0, 2, 4};
    for (const int x : {260, 300, 400, 460}) tracks->map.push_back(at_pixel(x, 300.5));
    tracks->time_s = {0, 60, 60 + silence_s, 120 + silence_s};
    auto scene = std::make_shared<view::Scene>();
    scene->tracks = tracks;
    scene->shown_pieces = {0, 1};
    return scene;
}

}  // namespace

TEST_CASE("Silence between two pieces of a track is dashed, a jump is not drawn, and a hidden piece has no dashes",
          "[gl]")
{
    Studio studio;
    view::Model model = small_model();
    const auto inked = [&](const Picture& picture) {
        int columns = 0;
        for (int x = 304; x < 396; ++x) columns += !picture.at(x, 300).near(0x0c1a26, 12);
        return columns;
    };
    auto scene = interrupted(3600);
    model.scene = scene;
    const int dashed = inked(studio.draw(model));
    CHECK(dashed > 25);
    CHECK(dashed < 75);
    model.scene = interrupted(30);
    CHECK(inked(studio.draw(model)) == 0);
    auto half = std::make_shared<view::Scene>(*scene);
    half->shown_pieces = {1};
    model.scene = half;
    CHECK(inked(studio.draw(model)) == 0);
}

TEST_CASE("Tracks are drawn where they run, and only the shown ones", "[gl]")
{
    Studio studio;
    view::Model model = small_model();
    auto tracks = std::make_shared<domain::TrackColumns>();
    tracks->movers = {"boat"};
    tracks->track_id = {1, 1};
    tracks->mover = {0, 0};
    tracks->start = {0, 2, 4};
    tracks->map = {at_pixel(260, 50), at_pixel(460, 50), at_pixel(260, 300.5), at_pixel(460, 300.5)};
    tracks->time_s = {0, 60, 0, 60};
    auto scene = std::make_shared<view::Scene>();
    scene->tracks = tracks;
    scene->shown_pieces = {1};
    model.scene = scene;
    const Picture picture = studio.draw(model);
    CHECK(picture.count(0x4cc2ff, 262, 296, 458, 304, 70) > 150);
    CHECK(picture.count(0x4cc2ff, 262, 46, 458, 54, 70) == 0);
}

TEST_CASE("The glow of a line is brightest where the density peaks", "[gl]")
{
    Studio studio;
    view::Model model = small_model();
    model.heat_ramp.name = "grey";
    for (std::size_t i = 0; i < 256; ++i)
        model.heat_ramp.colours[i] = {static_cast<std::uint32_t>(i << 24U | i << 16U | i << 8U | 0xffU)};
    auto scene = std::make_shared<view::Scene>();
    view::LineHeat& heat = scene->heat[0];
    for (int i = 0; i < 100; ++i) {
        heat.per_km.push_back(i < 40 ? 0.0F : i < 70 ? 5.0F : 2.0F);
        heat.map.push_back(at_pixel(260 + 2 * i, 120));
    }
    heat.peak = 5;
    heat.length_km = 100;
    model.scene = scene;
    render::MapTexts texts;
    texts.heat_legend = "Density";
    const Picture picture = studio.draw(model, texts);
    const auto brightness = [&](int x) { return picture.at(x, 120).r; };
    CHECK(brightness(370) > 200);
    CHECK(brightness(430) > 60);
    CHECK(brightness(430) < brightness(370) - 60);
    CHECK(picture.at(280, 120).near(0x0c1a26));
}

TEST_CASE("Nothing to draw, absurd scales and the smallest window do no harm", "[gl]")
{
    Studio studio;
    view::Model model;
    model.palette = plain_palette();
    CHECK_NOTHROW(studio.draw(model));
    model.scene = std::make_shared<view::Scene>();
    CHECK_NOTHROW(studio.draw(model));
    auto empty = std::make_shared<view::Scene>();
    empty->incidents = std::make_shared<domain::IncidentColumns>();
    empty->tracks = std::make_shared<domain::TrackColumns>();
    model.scene = empty;
    model.basemap = std::make_shared<domain::Basemap>();
    CHECK_NOTHROW(studio.draw(model));
    CHECK_FALSE(studio.map.pick(model, {1, 1}));

    model = small_model();
    model.scene = scene_at({{at_pixel(350, 200), domain::Kind::smuggling}});
    model.selected = 100;
    const render::MapTexts texts{"banner", "title", "legend", "unit", "attribution", "km", "nm"};
    for (const double scale : {0.05, 0.5, 40'000.0, 1e-9, 1e12, 0.0}) {
        model.camera.metres_per_pixel = scale;
        CHECK_NOTHROW(studio.draw(model, texts));
    }
    for (const auto& [w, h] : {std::pair{1, 1}, {3, 200}, {300, 2}, {0, 0}}) {
        model.camera = {middle, 100, w, h};
        CHECK_NOTHROW(studio.map.draw(model, texts, {0, 0, w, h}, height));
    }
    CHECK(glGetError() == GL_NO_ERROR);
}

TEST_CASE("The map stays inside its viewport and gives the state back", "[gl]")
{
    Studio studio;
    glClearColor(1, 0, 1, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glDisable(GL_BLEND);
    view::Model model = small_model();
    model.camera = {middle, 100, 200, 100};
    studio.map.draw_complete(model, {}, {40, 30, 200, 100}, height);
    CHECK(glIsEnabled(GL_BLEND) == GL_FALSE);
    CHECK(glIsEnabled(GL_SCISSOR_TEST) == GL_FALSE);
    const Picture picture{render::read_pixels({0, 0, width, height}, height)};
    CHECK(picture.at(39, 60).near(0xff00ff));
    CHECK(picture.at(241, 60).near(0xff00ff));
    CHECK(picture.at(100, 29).near(0xff00ff));
    CHECK(picture.at(100, 131).near(0xff00ff));
    CHECK(picture.at(60, 40).near(0x1e2a33));
    CHECK(picture.at(230, 120).near(0x0c1a26));
}

TEST_CASE("A missing font or shader folder is an error that names it", "[gl]")
{
    const render::Offscreen target(8, 8);
    CHECK_THROWS_WITH(render::MapRenderer("/no/shaders", font), Catch::Contains("/no/shaders"));
    CHECK_THROWS_WITH(render::MapRenderer(TUANTRA_SOURCE_DIR "/shaders", "/no/font.ttf"),
                      Catch::Contains("/no/font.ttf"));
}

TEST_CASE("At the clock a mover stands between its fixes, with its way behind it, and incidents of the trail", "[gl]")
{
    Studio studio;
    view::Model model = small_model();
    const auto scene = scene_at({{at_pixel(350, 60), domain::Kind::smuggling}});
    auto tracks = std::make_shared<domain::TrackColumns>();
    tracks->movers = {"boat"};
    tracks->map = {at_pixel(300, 300), at_pixel(400, 300), at_pixel(460, 300)};
    tracks->time_s = {1000, 2000, 3000};
    tracks->track_id = {1};
    tracks->mover = {0};
    tracks->start = {0, 3};
    scene->tracks = tracks;
    scene->shown_pieces = {0};
    scene->clock = std::make_shared<const domain::TrackClock>(tracks);
    model.scene = scene;
    const auto drawn = [](const Picture& picture, int x0, int x1) {  // all but sea
        return (x1 - x0) * 20 - picture.count(0x0c1a26, x0, 290, x1, 310, 12);
    };
    const auto whole = studio.draw(model);
    CHECK(drawn(whole, 405, 455) >= 50);
    model.playback = {1500, false, 1, 250};
    const auto half = studio.draw(model);
    CHECK(half.count(0x4cc2ff, 342, 292, 358, 308) > 40);  // the mover, half way
    CHECK(drawn(half, 330, 340) >= 10);                    // a quarter of the way back
    CHECK(drawn(half, 260, 320) == 0);                     // older than the trail
    CHECK(drawn(half, 365, 479) == 0);                     // not yet
    CHECK(half.count(0x7fd1ff, 340, 50, 361, 71) > 60);
    model.playback.at_s = 3200;
    const auto silent = studio.draw(model);
    CHECK(drawn(silent, 455, 466) >= 10);  // a ring where it was last
    CHECK(silent.at(460, 300).near(0x0c1a26, 40));
    model.playback.at_s = 3300;
    CHECK(drawn(studio.draw(model), 260, 479) == 0);
    model.playback.at_s.reset();
    CHECK(studio.draw(model).rgba == whole.rgba);
}
