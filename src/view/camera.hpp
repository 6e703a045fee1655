#pragma once
#include "domain/geo.hpp"

namespace tuantra::view {

/// A place on the window in framebuffer pixels, x right, y down, from the map's upper left corner.
struct ScreenPoint {
    double x = 0;
    double y = 0;
};

/// What part of the display plane the map shows. A value; every change gives a new one.
struct Camera {
    domain::MapPoint centre{11955000, 1850000};
    double metres_per_pixel = 1800;  ///< display metres, clamped by zoomed() to 0.05 .. 40,000
    int width = 1280;
    int height = 720;
    friend bool operator==(const Camera&, const Camera&) = default;
};

ScreenPoint to_screen(const Camera& camera, domain::MapPoint p);
domain::MapPoint to_map(const Camera& camera, ScreenPoint s);
domain::LonLat to_lon_lat(const Camera& camera, ScreenPoint s);
/// What is drawn moves by so many pixels (so a drag passes its own movement); the centre stays on the map.
Camera panned(Camera camera, double dx_pixels, double dy_pixels);
/// The place under `anchor` stays where it is. factor > 1 comes nearer.
Camera zoomed(Camera camera, double factor, ScreenPoint anchor);
Camera resized(Camera camera, int width, int height);
/// Shows the whole box with a margin of `margin` (0.08 = 8 % on each side). A box without extent keeps the scale.
Camera fitted(Camera camera, const domain::Box& box, double margin = 0.08);
domain::Box view_box(const Camera& camera);
/// Web map zoom level of 256 pixel tiles, as other programs count it.
double zoom_level(const Camera& camera);
/// Geodesic metres per pixel at the centre: what a scale bar uses.
double ground_metres_per_pixel(const Camera& camera);

}  // namespace tuantra::view
