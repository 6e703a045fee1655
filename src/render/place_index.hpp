#pragma once
#include "domain/incident.hpp"
#include "render/frame.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace tuantra::render {

/// A uniform grid over the shown incidents of one scene: what stands in a box, and about how many.
class PlaceIndex {
public:
    PlaceIndex() = default;
    PlaceIndex(std::span<const domain::MapPoint> places, std::span<const std::uint32_t> rows);

    /// At least as many as there are.
    std::size_t at_most(const MapBox& box) const;
    /// All rows in the box, in no particular order.
    void each(const MapBox& box, const std::function<void(std::uint32_t row, domain::MapPoint place)>& visit) const;
    std::size_t size() const { return m_rows.size(); }

private:
    struct Cells {
        std::size_t x0 = 0, x1 = 0, y0 = 0, y1 = 0;
        bool none = true;
    };
    Cells cells(const MapBox& box) const;

    std::span<const domain::MapPoint> m_places;
    MapBox m_box = MapBox::nothing();
    std::size_t m_side = 1;
    double m_cell_width = 1, m_cell_height = 1;
    std::vector<std::uint32_t> m_start, m_rows;
};

}  // namespace tuantra::render
