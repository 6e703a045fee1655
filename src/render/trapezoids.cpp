#include "render/trapezoids.hpp"

#include <algorithm>
#include <unordered_map>

namespace tuantra::render {

using domain::MapPoint;
using Rings = std::vector<std::vector<MapPoint>>;

FixedPoint to_fixed(MapPoint p)
{
    const auto fix = [](double v) {
        const double limit = domain::map_extent;
        return static_cast<std::int32_t>(std::lround(std::clamp(v, -limit, limit) * fixed_per_metre));
    };
    return {fix(p.x), fix(p.y)};
}

namespace {

constexpr std::size_t leaf_edges = 40;
constexpr int max_depth = 28;

struct Edge {
    MapPoint low, high;
    double x_at(double y) const { return low.x + (high.x - low.x) * (y - low.y) / (high.y - low.y); }
};

struct Open {
    std::size_t left = 0, right = 0;
    double from = 0;
};

/// Sutherland-Hodgman against one half-plane: `side(p)` >= 0 stays. Parts that fall apart stay joined along the cut,
/// where their edges lie on each other and cancel in the even-odd rule.
template <typename Side>
std::vector<MapPoint> clipped(const std::vector<MapPoint>& ring, Side side)
{
    std::vector<MapPoint> out;
    out.reserve(ring.size() / 2 + 8);
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const MapPoint a = ring[i], b = ring[i + 1 == ring.size() ? 0 : i + 1];
        const double da = side(a), db = side(b);
        if (da >= 0) out.push_back(a);
        if ((da >= 0) != (db >= 0)) {
            const double t = da / (da - db);
            out.push_back({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t});
        }
    }
    return out;
}

MapBox bounds_of(const Rings& rings)
{
    MapBox box = MapBox::nothing();
    for (const auto& ring : rings)
        for (const MapPoint& p : ring) box.add(p);
    return box;
}

class Cutter {
public:
    explicit Cutter(Mesh& mesh) : m_mesh(mesh) {}
    void cut(Rings rings, int depth);

private:
    void leaf(const Rings& rings);
    void emit(const Open& open, double to);
    void collect(const Rings& rings);

    Mesh& m_mesh;
    std::vector<Edge> m_edges;
    std::vector<double> m_levels;
    std::vector<Open> m_open, m_next;
    std::vector<std::pair<double, std::size_t>> m_crossing;
};

void Cutter::cut(Rings rings, int depth)
{
    std::size_t edges = 0;
    for (const auto& ring : rings) edges += ring.size();
    if (edges < 3) return;
    if (edges <= leaf_edges || depth >= max_depth) return leaf(rings);
    const MapBox box = bounds_of(rings);
    const bool upright = box.east - box.west >= box.north - box.south;
    const double middle = upright ? (box.west + box.east) / 2 : (box.south + box.north) / 2;
    for (const double sign : {1.0, -1.0}) {
        Rings half;
        for (const auto& ring : rings) {
            auto part = clipped(ring, [&](MapPoint p) { return sign * ((upright ? p.x : p.y) - middle); });
            if (part.size() >= 3) half.push_back(std::move(part));
        }
        if (sign < 0) rings.clear();
        cut(std::move(half), depth + 1);
    }
}

void Cutter::collect(const Rings& rings)
{
    m_edges.clear();
    m_levels.clear();
    for (const auto& ring : rings)
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const MapPoint a = ring[i], b = ring[i + 1 == ring.size() ? 0 : i + 1];
            m_levels.push_back(a.y);
            if (a.y < b.y) m_edges.push_back({a, b});
            if (b.y < a.y) m_edges.push_back({b, a});
        }
    std::sort(m_levels.begin(), m_levels.end());
    m_levels.erase(std::unique(m_levels.begin(), m_levels.end()), m_levels.end());
}

void Cutter::leaf(const Rings& rings)
{
    collect(rings);
    const auto first = static_cast<std::uint32_t>(m_mesh.indices.size());
    m_open.clear();
    for (std::size_t i = 0; i + 1 < m_levels.size(); ++i) {
        const double bottom = m_levels[i], top = m_levels[i + 1], middle = bottom + (top - bottom) / 2;
        m_crossing.clear();
        for (std::size_t e = 0; e < m_edges.size(); ++e)
            if (m_edges[e].low.y <= bottom && m_edges[e].high.y >= top)
                m_crossing.emplace_back(m_edges[e].x_at(middle), e);
        std::sort(m_crossing.begin(), m_crossing.end());
        m_next.clear();
        for (std::size_t k = 0; k + 1 < m_crossing.size(); k += 2) {
            Open open{m_crossing[k].second, m_crossing[k + 1].second, bottom};
            const auto same = std::find_if(m_open.begin(), m_open.end(),
                                           [&](const Open& o) { return o.left == open.left && o.right == open.right; });
            if (same != m_open.end()) {
                open.from = same->from;
                *same = m_open.back();
                m_open.pop_back();
            }
            m_next.push_back(open);
        }
        for (const Open& open : m_open) emit(open, bottom);
        m_open.swap(m_next);
    }
    if (!m_levels.empty())
        for (const Open& open : m_open) emit(open, m_levels.back());
    const auto count = static_cast<std::uint32_t>(m_mesh.indices.size()) - first;
    if (count > 0) m_mesh.runs.push_back({first, count, bounds_of(rings)});
}

void Cutter::emit(const Open& open, double to)
{
    const Edge &l = m_edges[open.left], &r = m_edges[open.right];
    const FixedPoint corners[4] = {to_fixed({l.x_at(open.from), open.from}), to_fixed({r.x_at(open.from), open.from}),
                                   to_fixed({r.x_at(to), to}), to_fixed({l.x_at(to), to})};
    if (corners[0].y == corners[2].y) return;
    const auto base = static_cast<std::uint32_t>(m_mesh.vertices.size());
    m_mesh.vertices.insert(m_mesh.vertices.end(), std::begin(corners), std::end(corners));
    if (!(corners[0] == corners[1])) m_mesh.indices.insert(m_mesh.indices.end(), {base, base + 1, base + 2});
    if (!(corners[2] == corners[3])) m_mesh.indices.insert(m_mesh.indices.end(), {base, base + 2, base + 3});
}

struct EdgeKey {
    FixedPoint a, b;
    bool operator==(const EdgeKey&) const = default;
};

struct EdgeHash {
    std::size_t operator()(const EdgeKey& k) const
    {
        const auto mix = [](FixedPoint p) {
            return static_cast<std::uint64_t>(static_cast<std::uint32_t>(p.x)) << 32U | static_cast<std::uint32_t>(p.y);
        };
        return static_cast<std::size_t>((mix(k.a) * 0x9e3779b97f4a7c15ULL) ^ (mix(k.b) * 0xc2b2ae3d27d4eb4fULL) >> 7U);
    }
};

EdgeKey key_of(MapPoint p, MapPoint q)
{
    FixedPoint a = to_fixed(p), b = to_fixed(q);
    if (b.x < a.x || (b.x == a.x && b.y < a.y)) std::swap(a, b);
    return {a, b};
}

}  // namespace

void add_polygon(Mesh& mesh, const Rings& rings)
{
    Cutter(mesh).cut(rings, 0);
}

Shores shores(const std::vector<domain::LandPolygon>& land)
{
    std::unordered_map<EdgeKey, int, EdgeHash> uses;
    MapBox frame = MapBox::nothing();
    // Islands share no edges with anything, so only the others are counted.
    for (const auto& polygon : land)
        for (const auto& ring : polygon.rings)
            for (std::size_t i = 0; i < ring.size(); ++i) {
                frame.add(ring[i]);
                if (polygon.land_class != domain::LandClass::island)
                    ++uses[key_of(ring[i], ring[i + 1 == ring.size() ? 0 : i + 1])];
            }
    const auto on_frame = [&](MapPoint p, MapPoint q) {
        const auto same = [](double a, double b, double line) {
            return std::abs(a - line) < 1 && std::abs(b - line) < 1;
        };
        return same(p.x, q.x, frame.west) || same(p.x, q.x, frame.east) || same(p.y, q.y, frame.south) ||
               same(p.y, q.y, frame.north);
    };
    Shores out;
    for (const auto& polygon : land) {
        auto& lines = polygon.land_class == domain::LandClass::home ? out.home : out.other;
        for (const auto& ring : polygon.rings) {
            bool open = false;
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const MapPoint a = ring[i], b = ring[i + 1 == ring.size() ? 0 : i + 1];
                const bool shared = polygon.land_class != domain::LandClass::island && uses[key_of(a, b)] > 1;
                if (shared || on_frame(a, b) || a == b) {
                    open = false;
                    continue;
                }
                if (!open) lines.push_back({a});
                lines.back().push_back(b);
                open = true;
            }
        }
    }
    return out;
}

}  // namespace tuantra::render
