#pragma once
#include "domain/ecef.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace tuantra::domain {

/// A straight piece of a line between two points of the ellipsoid. Geodesics longer than piece_max_m are cut, so that a
/// piece is never more than a few millimetres below the ground.
struct Piece {
    Vec3 start;
    Vec3 way;               ///< to the end
    double per_way2 = 0;    ///< 1 / |way|^2
    double measured_m = 0;  ///< geodesic length of the line before this piece

    Vec3 at(double t) const { return start + way * t; }
    /// The place of the nearest point, 0 at the start, 1 at the end.
    double nearest(Vec3 p) const
    {
        const double t = dot(p - start, way) * per_way2;
        return t < 0 ? 0 : t > 1 ? 1 : t;
    }
};
inline constexpr double piece_max_m = 500;

/// A piece that may hold the nearest point.
struct Candidate {
    std::uint32_t piece = 0;
    double t = 0;
    double chord_m = 0;
};

/// Boxes over pieces in the order of the line (a line is near itself, so its order packs well), eight to a node.
class LineIndex {
public:
    /// \pre pieces is not empty
    explicit LineIndex(std::vector<Piece> pieces);

    const std::vector<Piece>& pieces() const { return m_pieces; }

    /// Every piece that can hold the geodesically nearest point of the line, judged by straight distances; empty when
    /// all are farther than max_m.
    /// \pre the nearest is not farther than arc_usable_m (candidates are too many otherwise), or max_m is not.
    void near(Vec3 p, double max_m, std::vector<Candidate>& out) const;

private:
    static constexpr std::size_t fan = 8;   ///< children of a node
    static constexpr std::size_t leaf = 4;  ///< pieces of a leaf
    struct Node {
        std::array<std::array<float, fan>, 3> low, high;
    };
    struct Local {
        std::array<float, 3> at;
        float slack;
    };

    Vec3 turned(Vec3 p) const;
    Local local(Vec3 p) const;
    static void squared_distances(const Node& node, const Local& p, std::array<float, fan>& out);
    void build();
    Node node_over(std::size_t level, std::size_t index, std::size_t children) const;
    double visit_leaf(std::size_t leaf, Vec3 p, double limit, std::vector<Candidate>& out) const;

    std::vector<Piece> m_pieces;
    std::vector<Node> m_nodes;
    std::vector<std::size_t> m_levels;  ///< first node of each level, leaves first; the root is the last node
    Vec3 m_centre;
    std::array<Vec3, 3> m_axes;
};

}  // namespace tuantra::domain
