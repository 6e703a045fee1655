#include "view/camera.hpp"

#include "domain/geodesy.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>

using namespace tuantra;
using view::Camera;
using view::ScreenPoint;

namespace {

constexpr std::array<ScreenPoint, 5> corners{{{0, 0}, {1280, 0}, {0, 720}, {1280, 720}, {417.25, 33.5}}};

Camera somewhere()
{
    return {.centre = domain::to_map(domain::LonLat{106.72, 21.98}),
            .metres_per_pixel = 38.2,
            .width = 1280,
            .height = 720};
}

}  // namespace

TEST_CASE("the middle of the window shows the centre, x to the right and y downwards", "[unit][camera]")
{
    const Camera camera = somewhere();
    const auto middle = view::to_map(camera, {640, 360});
    CHECK(middle == camera.centre);
    const auto right_below = view::to_map(camera, {641, 361});
    CHECK(right_below.x == Approx(camera.centre.x + 38.2));
    CHECK(right_below.y == Approx(camera.centre.y - 38.2));
}

TEST_CASE("screen to map and back is the same pixel", "[unit][camera]")
{
    for (const double scale : {0.05, 38.2, 1800.0, 40000.0}) {
        Camera camera = somewhere();
        camera.metres_per_pixel = scale;
        for (const auto& at : corners) {
            const auto back = view::to_screen(camera, view::to_map(camera, at));
            CHECK(back.x == Approx(at.x).margin(1e-6));
            CHECK(back.y == Approx(at.y).margin(1e-6));
        }
    }
}

TEST_CASE("zooming keeps the place under the anchor", "[unit][camera]")
{
    for (const double factor : {0.01, 0.5, 1.0, 1.1, 2.0, 1e9}) {
        for (const auto& anchor : corners) {
            const Camera before = somewhere();
            const Camera after = view::zoomed(before, factor, anchor);
            const auto was = view::to_map(before, anchor);
            const auto is = view::to_map(after, anchor);
            CHECK(std::hypot(is.x - was.x, is.y - was.y) < 1e-6);
        }
    }
}

TEST_CASE("zooming by two halves the metres per pixel and adds one to the level", "[unit][camera]")
{
    const Camera before = somewhere();
    const Camera after = view::zoomed(before, 2, {100, 100});
    CHECK(after.metres_per_pixel == Approx(19.1));
    CHECK(view::zoom_level(after) == Approx(view::zoom_level(before) + 1));
    CHECK(after.width == before.width);
}

TEST_CASE("the scale stays between 0.05 and 40,000 display metres per pixel", "[unit][camera]")
{
    CHECK(view::zoomed(somewhere(), 1e12, {0, 0}).metres_per_pixel == 0.05);
    CHECK(view::zoomed(somewhere(), 1e-12, {0, 0}).metres_per_pixel == 40000);
    CHECK(view::zoomed(somewhere(), 0, {0, 0}) == somewhere());
    CHECK(view::zoomed(somewhere(), -1, {0, 0}) == somewhere());
    CHECK(view::zoomed(somewhere(), std::nan(""), {0, 0}) == somewhere());
}

TEST_CASE("a drag moves what is drawn by its own movement", "[unit][camera]")
{
    const Camera before = somewhere();
    const auto place = view::to_map(before, {300, 200});
    const auto now = view::to_screen(view::panned(before, 40, -25), place);
    CHECK(now.x == Approx(340));
    CHECK(now.y == Approx(175));
}

TEST_CASE("the centre cannot be dragged off the map", "[unit][camera]")
{
    const Camera far = view::panned(somewhere(), 1e9, 1e9);
    CHECK(far.centre.x == -domain::map_extent);
    CHECK(far.centre.y == domain::map_extent);
}

TEST_CASE("a fitted box is whole in view, centred, and fills the window but for the margin", "[unit][camera]")
{
    const domain::Box wide{102.1, 21.0, 108.2, 21.5};
    const domain::Box tall{105.0, 8.4, 105.5, 23.4};
    for (const auto& box : {wide, tall}) {
        const Camera camera = view::fitted(somewhere(), box, 0.1);
        const auto low = view::to_screen(camera, domain::to_map(domain::LonLat{box.west, box.south}));
        const auto high = view::to_screen(camera, domain::to_map(domain::LonLat{box.east, box.north}));
        const double left = low.x / 1280, right = 1 - high.x / 1280, top = high.y / 720, bottom = 1 - low.y / 720;
        CHECK(left == Approx(right));
        CHECK(top == Approx(bottom));
        CHECK(std::min(left, top) == Approx(0.1));
    }
}

TEST_CASE("fitting a point keeps the scale", "[unit][camera]")
{
    const Camera camera = view::fitted(somewhere(), {107.97, 21.52, 107.97, 21.52});
    CHECK(camera.metres_per_pixel == somewhere().metres_per_pixel);
    CHECK(view::to_lon_lat(camera, {640, 360}).lon == Approx(107.97));
}

TEST_CASE("the view box holds the corners of the window and never leaves the world", "[unit][camera]")
{
    const Camera camera = somewhere();
    const auto box = view::view_box(camera);
    const auto upper_left = view::to_lon_lat(camera, {0, 0});
    CHECK(box.west == Approx(upper_left.lon));
    CHECK(box.north == Approx(upper_left.lat));
    CHECK(box.west < box.east);
    CHECK(box.south < box.north);
    const auto world = view::view_box(view::zoomed(camera, 1e-12, {640, 360}));
    CHECK(domain::is_valid({world.west, world.south}));
    CHECK(domain::is_valid({world.east, world.north}));
}

TEST_CASE("level 0 is the world in one tile of 256 pixels", "[unit][camera]")
{
    Camera camera = somewhere();
    camera.metres_per_pixel = 156543.03392804097;
    CHECK(view::zoom_level(camera) == Approx(0).margin(1e-9));
    camera.metres_per_pixel /= 1 << 12;
    CHECK(view::zoom_level(camera) == Approx(12));
}

TEST_CASE("ground metres per pixel agree with the geodesic along the middle of the window", "[unit][camera]")
{
    for (const double lat : {-8.5, 0.0, 8.6, 23.4, 60.0}) {
        Camera camera = somewhere();
        camera.centre = domain::to_map(domain::LonLat{106, lat});
        camera.metres_per_pixel = 10;
        const auto a = view::to_lon_lat(camera, {590, 360});
        const auto b = view::to_lon_lat(camera, {690, 360});
        CHECK(view::ground_metres_per_pixel(camera) == Approx(domain::distance_m(a, b) / 100).epsilon(1e-6));
    }
}

TEST_CASE("a resized camera keeps its centre and is never empty", "[unit][camera]")
{
    const Camera camera = view::resized(somewhere(), 0, 900);
    CHECK(camera.width == 1);
    CHECK(camera.height == 900);
    CHECK(camera.centre == somewhere().centre);
}
