#include "view/camera.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tuantra::view {
namespace {

constexpr double nearest = 0.05;
constexpr double farthest = 40'000;
constexpr double tile_pixels = 256;

domain::MapPoint within_the_world(domain::MapPoint p)
{
    return {std::clamp(p.x, -domain::map_extent, domain::map_extent),
            std::clamp(p.y, -domain::map_extent, domain::map_extent)};
}

}  // namespace

ScreenPoint to_screen(const Camera& camera, domain::MapPoint p)
{
    return {(p.x - camera.centre.x) / camera.metres_per_pixel + camera.width / 2.0,
            (camera.centre.y - p.y) / camera.metres_per_pixel + camera.height / 2.0};
}

domain::MapPoint to_map(const Camera& camera, ScreenPoint s)
{
    return {camera.centre.x + (s.x - camera.width / 2.0) * camera.metres_per_pixel,
            camera.centre.y - (s.y - camera.height / 2.0) * camera.metres_per_pixel};
}

domain::LonLat to_lon_lat(const Camera& camera, ScreenPoint s)
{
    return domain::to_lon_lat(within_the_world(to_map(camera, s)));
}

Camera panned(Camera camera, double dx_pixels, double dy_pixels)
{
    camera.centre = within_the_world(
        {camera.centre.x - dx_pixels * camera.metres_per_pixel, camera.centre.y + dy_pixels * camera.metres_per_pixel});
    return camera;
}

Camera zoomed(Camera camera, double factor, ScreenPoint anchor)
{
    if (!(factor > 0) || !std::isfinite(factor)) return camera;
    const domain::MapPoint fixed = to_map(camera, anchor);
    camera.metres_per_pixel = std::clamp(camera.metres_per_pixel / factor, nearest, farthest);
    camera.centre = {fixed.x - (anchor.x - camera.width / 2.0) * camera.metres_per_pixel,
                     fixed.y + (anchor.y - camera.height / 2.0) * camera.metres_per_pixel};
    return camera;
}

Camera resized(Camera camera, int width, int height)
{
    camera.width = std::max(1, width);
    camera.height = std::max(1, height);
    return camera;
}

Camera fitted(Camera camera, const domain::Box& box, double margin)
{
    const domain::MapPoint low = domain::to_map(domain::LonLat{box.west, box.south});
    const domain::MapPoint high = domain::to_map(domain::LonLat{box.east, box.north});
    camera.centre = {(low.x + high.x) / 2, (low.y + high.y) / 2};
    const double free = std::max(0.1, 1 - 2 * margin);
    const double wanted = std::max((high.x - low.x) / (camera.width * free), (high.y - low.y) / (camera.height * free));
    if (wanted > 0) camera.metres_per_pixel = std::clamp(wanted, nearest, farthest);
    return camera;
}

domain::Box view_box(const Camera& camera)
{
    const double width = camera.width;
    const double height = camera.height;
    const domain::LonLat south_west = to_lon_lat(camera, {0, height});
    const domain::LonLat north_east = to_lon_lat(camera, {width, 0});
    return {south_west.lon, south_west.lat, north_east.lon, north_east.lat};
}

double zoom_level(const Camera& camera)
{
    return std::log2(2 * domain::map_extent / tile_pixels / camera.metres_per_pixel);
}

// Along the parallel: a display metre is a/(N cos lat) ground metres there, exactly, N being the radius of curvature of
// the prime vertical.
double ground_metres_per_pixel(const Camera& camera)
{
    constexpr double e2 = 0.00669437999014;
    const double lat = domain::to_lon_lat(within_the_world(camera.centre)).lat * std::numbers::pi / 180;
    const double sine = std::sin(lat);
    return camera.metres_per_pixel * std::cos(lat) / std::sqrt(1 - e2 * sine * sine);
}

}  // namespace tuantra::view
