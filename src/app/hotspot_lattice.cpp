#include "app/hotspot_lattice.hpp"

#include "app/errors.hpp"
#include "app/hotspot_areas.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;

namespace {

/// Segments of unlike length are compared by what they would hold at the common one.
std::vector<double> evened(const std::vector<double>& counts, const LineFrame& frame, double segment_km)
{
    auto values = counts;
    for (std::size_t i = 0; i < values.size(); ++i) values[i] *= segment_km / frame.length_km(i);
    return values;
}

void must_vary(const std::vector<double>& values)
{
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    if (values.size() < 3 || *least == *most)
        throw DataError(tr("every segment holds as much as any other, so none can stand out"));
}

Lattice segments(const HotspotInput& input, double default_segment_km)
{
    auto on = on_segments(input, default_segment_km);
    require_incidents(input, on.snapped.rows.size(), on.snapped.left_out);
    Lattice lattice;
    lattice.settings = on.settings;
    lattice.result = line_result(input, on.frame, on.snapped);
    lattice.result.choices = on.choices;
    lattice.result.settings_json = segment_settings(input, *on.settings.cell_km);
    lattice.neighbours = on.frame.neighbours(on.settings.reach);
    lattice.counts = counts_of(input.events, on.snapped.rows, on.frame);
    lattice.values = evened(lattice.counts, on.frame, *on.settings.cell_km);
    return lattice;
}

/// Whether a hexagon's centre lies on what is looked at, or so near that a part of the hexagon may.
bool belongs(const HotspotInput& input, const domain::PlaceTest& places, domain::LonLat centre, double side_m)
{
    const auto& f = input.request.filter;
    const double snap_m = input.settings().snap_km * 1000;
    const auto located = input.lines.locate_within(centre, snap_m + side_m);
    if (!located || !places(centre)) return false;
    const auto& a = located->address;
    if (f.line && *f.line != a.line) return false;
    const double side_km = side_m / 1000;
    if (f.km.from && a.chainage_km < *f.km.from - side_km) return false;
    if (f.km.to && a.chainage_km > *f.km.to + side_km) return false;
    if (f.offset_m.from && a.offset_m < *f.offset_m.from - side_m) return false;
    return !f.offset_m.to || a.offset_m <= *f.offset_m.to + side_m;
}

/// In the order of rows and columns.
std::vector<analysis::HexCell> hexagons_along(const HotspotInput& input, const analysis::HexGrid& grid,
                                              const std::vector<LineFrame::Part>& parts)
{
    const double spacing_km = grid.spacing_m() / 1000;
    const auto reach = static_cast<std::int32_t>(std::ceil(input.settings().snap_km / spacing_km * 1.16)) + 2;
    std::set<analysis::HexCell> on_line;
    for (const auto& part : parts)
        for (double km = part.from_km;; km = std::min(km + spacing_km / 2, part.to_km)) {
            on_line.insert(grid.at(on_plane(input.lines.get(part.line).point_at(km))));
            if (km >= part.to_km) break;
        }
    std::set<analysis::HexCell> near;
    for (const auto& cell : on_line)
        for (std::int32_t steps = 0; steps <= reach; ++steps)
            for (const auto& other : analysis::hex_ring(cell, steps)) near.insert(other);
    const domain::PlaceTest places(input.request.filter);
    std::vector<analysis::HexCell> cells;
    for (const auto& cell : near) {
        if (cells.size() % 256 == 0) input.control.at(0.1);
        if (belongs(input, places, off_plane(grid.centre(cell)), grid.side_m())) cells.push_back(cell);
    }
    return cells;
}

HotspotCell to_cell(const analysis::HexGrid& grid, analysis::HexCell hexagon)
{
    HotspotCell cell;
    cell.area = {{ring_off_plane(grid.polygon(hexagon))}};
    cell.centre = off_plane(grid.centre(hexagon));
    cell.size = grid.area_km2();
    return cell;
}

Lattice hexagons(const HotspotInput& input)
{
    Lattice lattice;
    lattice.hexagons = true;
    lattice.settings = input.settings();
    const auto grid = hexagons_of(*input.settings().hexagon_km);
    const LineFrame frame(input.lines, input.request.filter, 1);
    const auto cells = hexagons_along(input, grid, frame.parts());
    std::map<analysis::HexCell, std::uint32_t> index;
    for (const auto& cell : cells) index.emplace(cell, static_cast<std::uint32_t>(index.size()));

    const auto snapped = snap(input.events, input.settings().snap_km);
    auto& result = lattice.result;
    lattice.counts.assign(cells.size(), 0);
    for (const auto row : snapped.rows) {
        const auto at = index.find(grid.at(on_plane(input.events.place[row])));
        if (at != index.end()) ++lattice.counts[at->second], ++result.n;
    }
    result.left_out = input.events.size() - result.n;
    require_incidents(input, result.n, result.left_out);
    lattice.values = lattice.counts;

    std::vector<std::vector<std::uint32_t>> lists(cells.size());
    std::vector<double> rows, columns;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        result.cells.push_back(to_cell(grid, cells[i]));
        result.cells.back().count = lattice.counts[i];
        rows.push_back(cells[i].row);
        columns.push_back(cells[i].q);
        for (std::int32_t steps = 1; steps <= static_cast<std::int32_t>(lattice.settings.reach); ++steps)
            for (const auto& other : analysis::hex_ring(cells[i], steps))
                if (const auto at = index.find(other); at != index.end()) lists[i].push_back(at->second);
    }
    lattice.neighbours = analysis::neighbours_of(lists);
    result.size_unit = "km2";
    result.total_size = grid.area_km2() * static_cast<double>(cells.size());
    result.frame = frame.line_parts();
    add_column(result, "hex_row", mark("row"), rows, 0, HotspotColumn::Type::whole);
    add_column(result, "hex_q", mark("column"), columns, 0, HotspotColumn::Type::whole);
    result.settings_json = {{"hexagon_km", *input.settings().hexagon_km},
                            {"hexagon_km2", grid.area_km2()},
                            {"plane", domain::plane_crs},
                            {"snap_km", input.settings().snap_km}};
    result.choices.push_back(
        {mark("{0} hexagons of {1} km2 along {2} km on both sides of the lines"),
         {static_cast<double>(cells.size()), std::round(grid.area_km2() * 100) / 100, input.settings().snap_km}});
    return lattice;
}

}  // namespace

void say_permutations(HotspotResult& result, const HotspotSettings& settings, const char* says)
{
    result.settings_json.update(Json{{"neighbours", settings.reach},
                                     {"permutations", settings.permutations},
                                     {"seed", settings.seed},
                                     {"alpha", settings.alpha},
                                     {"correction", "Benjamini-Hochberg"}});
    result.choices.push_back(
        {says, {static_cast<double>(settings.permutations), static_cast<double>(settings.seed), settings.alpha * 100}});
}

analysis::HexGrid hexagons_of(double spacing_km)
{
    return analysis::HexGrid(spacing_km * spacing_km * std::sqrt(3.0) / 2);
}

Lattice lattice_of(const HotspotInput& input, double default_segment_km)
{
    auto lattice = input.settings().hexagon_km ? hexagons(input) : segments(input, default_segment_km);
    must_vary(lattice.values);
    return lattice;
}

}  // namespace tuantra::app
