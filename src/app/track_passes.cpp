#include "app/track_passes.hpp"

#include "domain/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tuantra::app {

namespace {

using domain::LonLat;

LonLat between(LonLat a, LonLat b, double t)
{
    return {a.lon + (b.lon - a.lon) * t, a.lat + (b.lat - a.lat) * t};
}

bool apart(double a, double b, double low, double high)
{
    return std::max(a, b) < low || std::min(a, b) > high;
}

domain::Box around(const domain::Circle& circle)
{
    // A degree of latitude is nowhere shorter than 110.5 km.
    const double lat = circle.radius_km / 110.5;
    const double furthest = std::min(89.0, std::abs(circle.centre.lat) + lat);
    const double lon = lat / std::cos(furthest * std::numbers::pi / 180);
    return {circle.centre.lon - lon, circle.centre.lat - lat, circle.centre.lon + lon, circle.centre.lat + lat};
}

void narrow(std::optional<domain::Box>& box, const domain::Box& to)
{
    if (!box)
        box = to;
    else
        box = domain::Box{std::max(box->west, to.west), std::max(box->south, to.south), std::min(box->east, to.east),
                          std::min(box->north, to.north)};
}

}  // namespace

LegTest::LegTest(const domain::Filter& filter) : m_place(filter), m_circle(filter.near), m_area(filter.within)
{
    if (filter.box) narrow(m_box, *filter.box);
    if (filter.near) narrow(m_box, around(*filter.near));
    std::vector<LonLat> corners;
    for (const auto& polygon : m_area)
        if (!polygon.empty()) corners.insert(corners.end(), polygon.front().begin(), polygon.front().end());
    if (const auto box = domain::bounds(corners)) narrow(m_box, *box);
}

void LegTest::box_crossings(LonLat a, LonLat b, std::vector<double>& at) const
{
    for (const double edge : {m_box->west, m_box->east}) at.push_back((edge - a.lon) / (b.lon - a.lon));
    for (const double edge : {m_box->south, m_box->north}) at.push_back((edge - a.lat) / (b.lat - a.lat));
}

/// On the plane that touches at the centre: near enough to say where to ask the exact test.
void LegTest::circle_crossings(LonLat a, LonLat b, std::vector<double>& at) const
{
    if (!m_circle) return;
    const double east = std::cos(m_circle->centre.lat * std::numbers::pi / 180);
    const double x = (a.lon - m_circle->centre.lon) * east, y = a.lat - m_circle->centre.lat;
    const double dx = (b.lon - a.lon) * east, dy = b.lat - a.lat;
    const double length = dx * dx + dy * dy;
    if (!(length > 0)) return;
    const double nearest = -(x * dx + y * dy) / length;
    at.push_back(nearest);
    const double radius = m_circle->radius_km / 111.2;
    const double left = radius * radius - (std::pow(x + nearest * dx, 2) + std::pow(y + nearest * dy, 2));
    if (left <= 0) return;
    const double half = std::sqrt(left / length);
    at.push_back(nearest - half);
    at.push_back(nearest + half);
}

void LegTest::area_crossings(LonLat a, LonLat b, std::vector<double>& at) const
{
    const double dx = b.lon - a.lon, dy = b.lat - a.lat;
    for (const auto& polygon : m_area) {
        for (const auto& ring : polygon) {
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const LonLat p = ring[i], q = ring[(i + 1) % ring.size()];
                const double ex = q.lon - p.lon, ey = q.lat - p.lat, cross = dx * ey - dy * ex;
                if (cross == 0) continue;
                const double along = ((p.lon - a.lon) * dy - (p.lat - a.lat) * dx) / cross;
                if (along >= 0 && along <= 1) at.push_back(((p.lon - a.lon) * ey - (p.lat - a.lat) * ex) / cross);
            }
        }
    }
}

bool LegTest::near(LonLat low, LonLat high) const
{
    return !apart(low.lon, high.lon, m_box->west, m_box->east) && !apart(low.lat, high.lat, m_box->south, m_box->north);
}

bool LegTest::operator()(LonLat a, LonLat b) const
{
    if (m_place.open()) return true;
    if (!near(a, b)) return false;
    if (m_place(a) || m_place(b)) return true;
    // Between two crossings the leg is all within or all without.
    std::vector<double> at{0, 1};
    box_crossings(a, b, at);
    circle_crossings(a, b, at);
    area_crossings(a, b, at);
    std::erase_if(at, [](double t) { return !(t >= 0 && t <= 1); });
    std::sort(at.begin(), at.end());
    for (std::size_t i = 0; i < at.size(); ++i) {
        if (m_place(between(a, b, at[i]))) return true;
        if (i > 0 && at[i] > at[i - 1] && m_place(between(a, b, (at[i - 1] + at[i]) / 2))) return true;
    }
    return false;
}

domain::Filter places_and_source(const domain::Filter& filter)
{
    domain::Filter out;
    out.box = filter.box;
    out.near = filter.near;
    out.within = filter.within;
    out.source = filter.source;
    return out;
}

namespace {

void passes_of(const domain::TrackColumns& tracks, std::uint32_t piece, const LegTest& test,
               std::vector<TrackPass>& out)
{
    const std::size_t first = tracks.start[piece], last = tracks.start[piece + 1];
    bool inside = false;
    LonLat before = domain::to_lon_lat(tracks.map[first]);
    if (last == first + 1 && test(before, before)) out.push_back({piece, tracks.time_s[first], tracks.time_s[first]});
    for (std::size_t i = first + 1; i < last; ++i) {
        const LonLat now = domain::to_lon_lat(tracks.map[i]);
        const bool here = test(before, now);
        if (here && inside)
            out.back().to_s = tracks.time_s[i];
        else if (here)
            out.push_back({piece, tracks.time_s[i - 1], tracks.time_s[i]});
        inside = here;
        before = now;
    }
}

}  // namespace

std::vector<TrackPass> track_passes(const domain::TrackClock& clock, const domain::Filter& places,
                                    const std::vector<std::int64_t>* wanted, const jobs::Progress& progress)
{
    std::vector<TrackPass> out;
    if (!clock.tracks()) return out;
    const auto& tracks = *clock.tracks();
    const LegTest test(places);
    for (std::uint32_t piece = 0; piece < tracks.pieces(); ++piece) {
        if (piece % 1024 == 0) progress.check();
        const std::size_t first = tracks.start[piece], last = tracks.start[piece + 1];
        if (first == last) continue;
        if (wanted != nullptr && !std::binary_search(wanted->begin(), wanted->end(), tracks.track_id[piece])) continue;
        if (test.open())
            out.push_back({piece, tracks.time_s[first], tracks.time_s[last - 1]});
        else if (const auto& extent = clock.extent(piece);
                 test.near(domain::to_lon_lat(extent.low), domain::to_lon_lat(extent.high)))
            passes_of(tracks, piece, test, out);
    }
    return out;
}

std::vector<std::uint32_t> pieces_passing(const std::vector<TrackPass>& passes, double from_s, double to_s)
{
    std::vector<std::uint32_t> out;
    for (const auto& pass : passes)
        if (pass.to_s >= from_s && pass.from_s <= to_s && (out.empty() || out.back() != pass.piece))
            out.push_back(pass.piece);
    return out;
}

}  // namespace tuantra::app
