#include "domain/line_index.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tuantra::domain {

namespace {

constexpr float inf = std::numeric_limits<float>::infinity();

/// How much farther (straight) than the best a piece may be and still hold the geodesically nearest point: the arc over
/// a chord c is longer by c^3 / 24 R^2, and R differs by azimuth; the constant covers ties and the depth of pieces.
double keep_within(double chord_m)
{
    return chord_m + 0.02 + 4e-17 * chord_m * chord_m * chord_m;
}

struct Open {
    float distance2;
    std::uint32_t level;
    std::size_t node;
};

}  // namespace

LineIndex::LineIndex(std::vector<Piece> pieces) : m_pieces(std::move(pieces))
{
    Vec3 low = m_pieces.front().start;
    Vec3 high = low;
    for (const Piece& piece : m_pieces) {
        const Vec3 end = piece.at(1);
        low = {std::min(low.x, end.x), std::min(low.y, end.y), std::min(low.z, end.z)};
        high = {std::max(high.x, end.x), std::max(high.y, end.y), std::max(high.z, end.z)};
    }
    m_centre = (low + high) * 0.5;
    // Axes along the ground make the boxes flat, hence tight.
    const Ground ground = ground_at(m_centre);
    m_axes = {ground.east(), ground.north(),
              Vec3{ground.cos_lat * ground.cos_lon, ground.cos_lat * ground.sin_lon, ground.sin_lat}};
    build();
}

Vec3 LineIndex::turned(Vec3 p) const
{
    const Vec3 q = p - m_centre;
    return {dot(q, m_axes[0]), dot(q, m_axes[1]), dot(q, m_axes[2])};
}

LineIndex::Local LineIndex::local(Vec3 p) const
{
    const Vec3 q = turned(p);
    const double size = std::abs(q.x) + std::abs(q.y) + std::abs(q.z);
    return {{static_cast<float>(q.x), static_cast<float>(q.y), static_cast<float>(q.z)},
            static_cast<float>(0.01 + 1e-6 * size)};
}

LineIndex::Node LineIndex::node_over(std::size_t level, std::size_t index, std::size_t children) const
{
    Node node;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        node.low[axis].fill(inf);
        node.high[axis].fill(-inf);
    }
    for (std::size_t i = 0; i < fan && index * fan + i < children; ++i) {
        const std::size_t child = index * fan + i;
        const auto include = [&](std::size_t axis, float low, float high) {
            node.low[axis][i] = std::min(node.low[axis][i], low);
            node.high[axis][i] = std::max(node.high[axis][i], high);
        };
        if (level == 0) {
            for (std::size_t k = child * leaf; k < std::min(m_pieces.size(), (child + 1) * leaf); ++k) {
                for (const Local p : {local(m_pieces[k].at(0)), local(m_pieces[k].at(1))})
                    for (std::size_t axis = 0; axis < 3; ++axis)
                        include(axis, p.at[axis] - p.slack, p.at[axis] + p.slack);
            }
        } else {
            const Node& below = m_nodes[m_levels[level - 1] + child];
            for (std::size_t axis = 0; axis < 3; ++axis)
                for (std::size_t k = 0; k < fan; ++k) include(axis, below.low[axis][k], below.high[axis][k]);
        }
    }
    return node;
}

void LineIndex::build()
{
    std::size_t children = (m_pieces.size() + leaf - 1) / leaf;
    for (std::size_t level = 0; level == 0 || children > 1; ++level) {
        m_levels.push_back(m_nodes.size());
        const std::size_t count = (children + fan - 1) / fan;
        for (std::size_t i = 0; i < count; ++i) m_nodes.push_back(node_over(level, i, children));
        children = count;
    }
}

void LineIndex::squared_distances(const Node& node, const Local& p, std::array<float, fan>& out)
{
    out.fill(0);
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const float at = p.at[axis];
        for (std::size_t i = 0; i < fan; ++i) {
            const float below = node.low[axis][i] - at;
            const float above = at - node.high[axis][i];
            float d = below > above ? below : above;
            d = d > 0.0F ? d : 0.0F;
            out[i] += d * d;
        }
    }
}

double LineIndex::visit_leaf(std::size_t index, Vec3 p, double limit, std::vector<Candidate>& out) const
{
    for (std::size_t k = index * leaf; k < std::min(m_pieces.size(), (index + 1) * leaf); ++k) {
        const Piece& piece = m_pieces[k];
        const double t = piece.nearest(p);
        const Vec3 v = p - piece.at(t);
        const double d2 = dot(v, v);
        if (d2 > limit * limit) continue;
        const double d = std::sqrt(d2);
        limit = std::min(limit, keep_within(d));
        out.push_back({static_cast<std::uint32_t>(k), t, d});
    }
    return limit;
}

void LineIndex::near(Vec3 p, double max_m, std::vector<Candidate>& out) const
{
    out.clear();
    const Local at = local(p);
    double limit = max_m + 0.02;
    const auto limit2 = [&] {
        const auto padded = static_cast<float>(limit) * (1 + 1e-6F) + at.slack;
        return padded * padded;
    };
    float box_limit = limit2();
    std::array<Open, 128> stack;
    std::size_t top = 0;
    stack[top++] = {0, static_cast<std::uint32_t>(m_levels.size() - 1), 0};
    while (top > 0) {
        const Open open = stack[--top];
        if (open.distance2 > box_limit) continue;
        std::array<float, fan> d2;
        squared_distances(m_nodes[m_levels[open.level] + open.node], at, d2);
        const std::size_t base = top;
        for (std::size_t i = 0; i < fan; ++i) {
            if (d2[i] > box_limit) continue;
            // Farthest first, so that the nearest comes off the stack first.
            std::size_t k = top++;
            for (; k > base && stack[k - 1].distance2 < d2[i]; --k) stack[k] = stack[k - 1];
            stack[k] = {d2[i], open.level, open.node * fan + i};
        }
        if (open.level > 0) {
            for (std::size_t k = base; k < top; ++k) --stack[k].level;
            continue;
        }
        while (top > base) {
            const Open child = stack[--top];
            if (child.distance2 > box_limit) continue;
            const double narrower = visit_leaf(child.node, p, limit, out);
            if (narrower < limit) {
                limit = narrower;
                box_limit = limit2();
            }
        }
    }
    std::erase_if(out, [&](const Candidate& c) { return c.chord_m > limit; });
    std::sort(out.begin(), out.end(), [](const Candidate& a, const Candidate& b) { return a.piece < b.piece; });
}

}  // namespace tuantra::domain
