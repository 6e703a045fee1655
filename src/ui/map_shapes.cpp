#include "ui/map_shapes.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

domain::Filter without_area(domain::Filter filter)
{
    filter.box.reset();
    filter.near.reset();
    filter.within.clear();
    filter.within_name.clear();
    return filter;
}

domain::Filter with_box(domain::Filter filter, const domain::Box& box)
{
    filter = without_area(std::move(filter));
    filter.box = box;
    return filter;
}

domain::Filter with_circle(domain::Filter filter, const domain::Circle& circle)
{
    filter = without_area(std::move(filter));
    filter.near = circle;
    return filter;
}

domain::Filter with_polygon(domain::Filter filter, domain::Ring corners)
{
    filter = without_area(std::move(filter));
    filter.within = {{std::move(corners)}};
    return filter;
}

domain::Range offsets_of(const Strip& strip)
{
    if (!(strip.depth_m > 0)) return {};
    return {strip.side > 0 ? 0 : -strip.depth_m, strip.side < 0 ? 0 : strip.depth_m};
}

domain::Filter with_strip(domain::Filter filter, const Strip& strip)
{
    filter.line = strip.line;
    filter.km = {std::min(strip.from_km, strip.to_km), std::max(strip.from_km, strip.to_km)};
    filter.offset_m = offsets_of(strip);
    return filter;
}

std::vector<domain::Polyline> offset_edge(const domain::MeasuredLine& line, double from_km, double to_km,
                                          double offset_m, std::size_t samples)
{
    // What lies nearer than this to another part of the line is inside a loop.
    constexpr double nearly = 0.98;
    std::vector<domain::Polyline> out;
    domain::Polyline run;
    domain::LonLat last;
    const double step_km = (to_km - from_km) / static_cast<double>(std::max<std::size_t>(samples, 2) - 1);
    // A bend is bridged by its chord; where a whole bay falls out, the edge is broken.
    const double bridge_m = 2.5 * std::abs(offset_m) + 3000 * step_km;
    for (std::size_t i = 0; i < std::max<std::size_t>(samples, 2); ++i) {
        const auto p = line.point_at(from_km + step_km * static_cast<double>(i), offset_m);
        if (line.locate_within(p, nearly * std::abs(offset_m))) continue;
        const double dx = (p.lon - last.lon) * std::cos(p.lat * 0.017453292519943295), dy = p.lat - last.lat;
        if (!run.empty() && std::hypot(dx, dy) * 111'000 > bridge_m) out.push_back(std::exchange(run, {}));
        run.push_back(p);
        last = p;
    }
    if (!run.empty()) out.push_back(std::move(run));
    return out;
}

domain::Polyline along(const domain::MeasuredLine& line, double from_km, double to_km, double step_km)
{
    domain::Polyline out;
    const double pieces = std::clamp(std::ceil((to_km - from_km) / std::max(step_km, 1e-4)), 1.0, 8000.0);
    for (double i = 0; i <= pieces; ++i) out.push_back(line.point_at(from_km + (to_km - from_km) * i / pieces));
    return out;
}

domain::Polyline straight_in_degrees(const domain::Ring& corners, bool closed)
{
    domain::Polyline out;
    const std::size_t n = corners.size(), sides = closed ? n : n - std::min<std::size_t>(n, 1);
    for (std::size_t i = 0; i < sides; ++i) {
        const auto a = corners[i], b = corners[(i + 1) % n];
        // A side of half a degree is straight on the map too, to less than a pixel at any scale that shows it whole.
        const int pieces = static_cast<int>(std::clamp(std::abs(b.lat - a.lat) * 2, 1.0, 64.0));
        for (int k = 0; k < pieces; ++k)
            out.push_back({a.lon + (b.lon - a.lon) * k / pieces, a.lat + (b.lat - a.lat) * k / pieces});
    }
    if (n > 0) out.push_back(closed ? corners.front() : corners.back());
    return out;
}

bool clip_to_view(const view::Camera& camera, double margin, view::ScreenPoint& a, view::ScreenPoint& b)
{
    double from = 0, to = 1;
    const double dx = b.x - a.x, dy = b.y - a.y;
    // Liang and Barsky (1984): each edge of the rectangle moves one end of the kept part.
    const auto edge = [&](double direction, double room) {
        if (direction == 0) return room >= 0;
        const double t = room / direction;
        (direction < 0 ? from : to) = direction < 0 ? std::max(from, t) : std::min(to, t);
        return from <= to;
    };
    const double w = camera.width + margin, h = camera.height + margin;
    if (!edge(-dx, a.x + margin) || !edge(dx, w - a.x) || !edge(-dy, a.y + margin) || !edge(dy, h - a.y)) return false;
    b = {a.x + dx * to, a.y + dy * to};
    a = {a.x + dx * from, a.y + dy * from};
    return true;
}

}  // namespace tuantra::ui
