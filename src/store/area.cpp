#include "store/area.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::store {

namespace {

constexpr double near_edge = 1e-9;  // degrees, a tenth of a millimetre

bool apart(const domain::Box& a, const domain::Box& b)
{
    return a.east < b.west || a.west > b.east || a.north < b.south || a.south > b.north;
}

domain::Box grown(const domain::Box& box, double by)
{
    return {box.west - by, box.south - by, box.east + by, box.north + by};
}

}  // namespace

Area::Area(const domain::MultiPolygon& polygons)
{
    for (const auto& polygon : polygons) {
        m_polygons.push_back(prepare(polygon));
        const auto& b = m_polygons.back().bounds;
        if (m_polygons.size() == 1) m_bounds = b;
        m_bounds = {std::min(m_bounds.west, b.west), std::min(m_bounds.south, b.south), std::max(m_bounds.east, b.east),
                    std::max(m_bounds.north, b.north)};
    }
}

Area::Banded Area::prepare(const domain::Polygon& polygon)
{
    std::vector<domain::LonLat> all;
    std::vector<Edge> edges;
    for (const auto& ring : polygon) {
        all.insert(all.end(), ring.begin(), ring.end());
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const auto& next = ring[(i + 1) % ring.size()];
            if (!(ring[i] == next)) edges.push_back({ring[i], next});
        }
    }
    Banded out;
    out.bounds = domain::bounds(all).value_or(domain::Box{});
    const std::size_t bands = std::clamp<std::size_t>(edges.size() / 2, 1, 65536);
    const double height = out.bounds.north - out.bounds.south;
    out.per_degree = height > 0 ? static_cast<double>(bands) / height : 0;
    out.start.assign(bands + 1, 0);
    const auto range = [&](const Edge& e) {
        const auto [low, high] = std::minmax(e.a.lat, e.b.lat);
        return std::pair(out.band(low - near_edge), out.band(high + near_edge));
    };
    for (const auto& e : edges)
        for (auto [k, last] = range(e); k <= last; ++k) ++out.start[k + 1];
    for (std::size_t k = 1; k <= bands; ++k) out.start[k] += out.start[k - 1];
    out.edges.resize(out.start.back());
    auto at = out.start;
    for (const auto& e : edges)
        for (auto [k, last] = range(e); k <= last; ++k) out.edges[at[k]++] = e;
    return out;
}

std::size_t Area::Banded::band(double lat) const
{
    const double k = (lat - bounds.south) * per_degree;
    const auto last = static_cast<double>(start.size() - 2);
    return static_cast<std::size_t>(std::clamp(k, 0.0, last));
}

Area::Side Area::Banded::side(domain::LonLat p) const
{
    if (apart(grown(bounds, near_edge), {p.lon, p.lat, p.lon, p.lat})) return Side::outside;
    bool in = false;
    const auto k = band(p.lat);
    for (auto i = start[k]; i < start[k + 1]; ++i) {
        const auto& [a, b] = edges[i];
        const double dx = b.lon - a.lon;
        const double dy = b.lat - a.lat;
        const double cross = dx * (p.lat - a.lat) - dy * (p.lon - a.lon);
        const bool beside = p.lat >= std::min(a.lat, b.lat) - near_edge &&
                            p.lat <= std::max(a.lat, b.lat) + near_edge &&
                            p.lon >= std::min(a.lon, b.lon) - near_edge && p.lon <= std::max(a.lon, b.lon) + near_edge;
        if (beside && std::abs(cross) <= near_edge * std::hypot(dx, dy)) return Side::unsure;
        if ((a.lat > p.lat) != (b.lat > p.lat) && (cross > 0) == (dy < 0)) in = !in;
    }
    return in ? Side::inside : Side::outside;
}

bool Area::Banded::touches(const domain::Box& box) const
{
    for (auto i = start[band(box.south)]; i < start[band(box.north) + 1]; ++i) {
        const auto& [a, b] = edges[i];
        const auto [south, north] = std::minmax(a.lat, b.lat);
        const auto [west, east] = std::minmax(a.lon, b.lon);
        if (apart(box, {west, south, east, north})) continue;
        // All four corners strictly on one side of the edge's line: the edge misses the box.
        const double dx = b.lon - a.lon;
        const double dy = b.lat - a.lat;
        const auto cross = [&](double lon, double lat) { return dx * (lat - a.lat) - dy * (lon - a.lon); };
        const auto [least, most] = std::minmax({cross(box.west, box.south), cross(box.east, box.south),
                                                cross(box.west, box.north), cross(box.east, box.north)});
        if (least <= 0 && most >= 0) return true;
    }
    return false;
}

Area::Side Area::side(domain::LonLat p) const
{
    auto out = Side::outside;
    for (const auto& polygon : m_polygons) {
        const auto s = polygon.side(p);
        if (s == Side::inside) return s;
        if (s == Side::unsure) out = s;
    }
    return out;
}

Area::Side Area::side(const domain::Box& box) const
{
    const auto wide = grown(box, near_edge);
    auto out = Side::outside;
    for (const auto& polygon : m_polygons) {
        if (apart(polygon.bounds, wide)) continue;
        const auto s = polygon.touches(wide) ? Side::unsure : polygon.side({box.west, box.south});
        if (s == Side::inside) return s;
        if (s == Side::unsure) out = s;
    }
    return out;
}

}  // namespace tuantra::store
