#pragma once
#include "domain/geo.hpp"

#include <cstdint>
#include <vector>

namespace tuantra::store {

/// Polygons prepared for many questions. Where the answer hangs on rounding it says so, and SpatiaLite decides.
class Area {
public:
    enum class Side : std::uint8_t { outside, inside, unsure };

    explicit Area(const domain::MultiPolygon& polygons);
    Side side(domain::LonLat p) const;
    /// inside or outside only when every place of the box is.
    Side side(const domain::Box& box) const;
    const domain::Box& bounds() const { return m_bounds; }

private:
    struct Edge {
        domain::LonLat a, b;
    };
    /// The edges of one polygon by the bands of latitude they touch.
    struct Banded {
        domain::Box bounds;
        double per_degree = 0;
        std::vector<std::uint32_t> start;  // bands + 1
        std::vector<Edge> edges;

        std::size_t band(double lat) const;
        Side side(domain::LonLat p) const;
        bool touches(const domain::Box& box) const;
    };
    static Banded prepare(const domain::Polygon& polygon);

    domain::Box m_bounds;
    std::vector<Banded> m_polygons;
};

}  // namespace tuantra::store
