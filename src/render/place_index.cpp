#include "render/place_index.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::render {

PlaceIndex::PlaceIndex(std::span<const domain::MapPoint> places, std::span<const std::uint32_t> rows) : m_places(places)
{
    if (rows.empty()) return;
    for (const std::uint32_t row : rows) m_box.add(places[row]);
    m_side =
        std::clamp<std::size_t>(static_cast<std::size_t>(std::sqrt(static_cast<double>(rows.size()) / 2)), 1, 1024);
    m_cell_width = std::max((m_box.east - m_box.west) / static_cast<double>(m_side), 1e-6);
    m_cell_height = std::max((m_box.north - m_box.south) / static_cast<double>(m_side), 1e-6);
    std::vector<std::uint32_t> cell(rows.size());
    m_start.assign(m_side * m_side + 1, 0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const domain::MapPoint p = places[rows[i]];
        const auto x = std::min(static_cast<std::size_t>((p.x - m_box.west) / m_cell_width), m_side - 1);
        const auto y = std::min(static_cast<std::size_t>((p.y - m_box.south) / m_cell_height), m_side - 1);
        cell[i] = static_cast<std::uint32_t>(y * m_side + x);
        ++m_start[cell[i] + 1];
    }
    for (std::size_t c = 1; c < m_start.size(); ++c) m_start[c] += m_start[c - 1];
    std::vector<std::uint32_t> next(m_start.begin(), m_start.end() - 1);
    m_rows.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) m_rows[next[cell[i]]++] = rows[i];
}

PlaceIndex::Cells PlaceIndex::cells(const MapBox& box) const
{
    if (m_rows.empty() || !box.meets(m_box)) return {};
    const auto index = [this](double from, double at, double size) {
        return static_cast<std::size_t>(std::clamp((at - from) / size, 0.0, static_cast<double>(m_side - 1)));
    };
    return {index(m_box.west, box.west, m_cell_width), index(m_box.west, box.east, m_cell_width),
            index(m_box.south, box.south, m_cell_height), index(m_box.south, box.north, m_cell_height), false};
}

std::size_t PlaceIndex::at_most(const MapBox& box) const
{
    const Cells c = cells(box);
    std::size_t total = 0;
    for (std::size_t y = c.y0; !c.none && y <= c.y1; ++y)
        total += m_start[y * m_side + c.x1 + 1] - m_start[y * m_side + c.x0];
    return total;
}

void PlaceIndex::each(const MapBox& box, const std::function<void(std::uint32_t, domain::MapPoint)>& visit) const
{
    const Cells c = cells(box);
    for (std::size_t y = c.y0; !c.none && y <= c.y1; ++y)
        for (std::uint32_t i = m_start[y * m_side + c.x0]; i < m_start[y * m_side + c.x1 + 1]; ++i) {
            const domain::MapPoint p = m_places[m_rows[i]];
            if (box.has(p)) visit(m_rows[i], p);
        }
}

}  // namespace tuantra::render
