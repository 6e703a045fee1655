#include "app/hotspot_units.hpp"

#include "app/errors.hpp"
#include "app/hotspot_areas.hpp"
#include "app/hotspot_lattice.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

namespace tuantra::app {

namespace {

using Cells = std::vector<store::HotspotRunCell>;

/// Whether an incident lies near enough to a stretch of line that was looked at.
bool on_parts(const std::optional<domain::Address>& a, const std::vector<LinePart>& parts, double snap_km)
{
    return a && std::abs(a->offset_m) <= snap_km * 1000 &&
           std::any_of(parts.begin(), parts.end(), [&](const LinePart& part) {
               return part.line == a->line && a->chainage_km >= part.from_km && a->chainage_km <= part.to_km;
           });
}

ScoreUnits with_cells(const Cells& cells)
{
    ScoreUnits units;
    for (const auto& cell : cells) {
        units.size.push_back(cell.size);
        units.risk.push_back(cell.risk.value_or(0));
        units.before.push_back(cell.count);
    }
    return units;
}

struct Piece {
    domain::LineId line = domain::LineId::land;
    double from_km = 0, to_km = 0;
    std::size_t unit = 0;
};

auto within_parts(std::vector<LinePart> parts, double snap_km)
{
    return [parts = std::move(parts), snap_km](const HotspotEvents& events, std::size_t row) {
        return on_parts(events.address[row], parts, snap_km);
    };
}

/// Of pieces that overlap, the one that begins last has an incident.
auto on_line(std::vector<Piece> pieces, std::vector<LinePart> parts, double snap_km)
{
    std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
        return std::pair(a.line, a.from_km) < std::pair(b.line, b.from_km);
    });
    return [pieces = std::move(pieces), parts = std::move(parts), snap_km](
               const HotspotEvents& events, std::size_t row) -> std::optional<std::size_t> {
        const auto& a = events.address[row];
        if (!on_parts(a, parts, snap_km)) return {};
        auto at =
            std::upper_bound(pieces.begin(), pieces.end(), std::pair(a->line, a->chainage_km),
                             [](const auto& place, const Piece& p) { return place < std::pair(p.line, p.from_km); });
        if (at == pieces.begin()) return {};
        --at;
        if (at->line != a->line || a->chainage_km > at->to_km) return {};
        return at->unit;
    };
}

ScoreUnits segments(const SealedSettings& kept, const Cells& cells)
{
    auto units = with_cells(cells);
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < cells.size(); ++i)
        pieces.push_back({cells[i].line.value_or(domain::LineId::land), cells[i].from_km, cells[i].to_km, i});
    const double snap_km = kept.settings.at("snap_km").get<double>();
    units.on = within_parts(kept.parts, snap_km);
    units.of = on_line(std::move(pieces), kept.parts, snap_km);
    return units;
}

ScoreUnits hexagons(const SealedSettings& kept, const Cells& cells)
{
    auto units = with_cells(cells);
    const auto grid = hexagons_of(kept.settings.at("hexagon_km").get<double>());
    const double snap_m = kept.settings.at("snap_km").get<double>() * 1000;
    std::map<analysis::HexCell, std::size_t> index;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto numbers = Json::parse(cells[i].numbers);
        index.emplace(
            analysis::HexCell{numbers.at("hex_row").get<std::int32_t>(), numbers.at("hex_q").get<std::int32_t>()}, i);
    }
    units.of = [grid, snap_m, index = std::move(index)](const HotspotEvents& events,
                                                        std::size_t row) -> std::optional<std::size_t> {
        const auto& a = events.address[row];
        if (!a || std::abs(a->offset_m) > snap_m) return {};
        const auto at = index.find(grid.at(on_plane(events.place[row])));
        return at == index.end() ? std::nullopt : std::optional(at->second);
    };
    units.on = [of = units.of](const HotspotEvents& events, std::size_t row) { return of(events, row).has_value(); };
    return units;
}

/// The cells of a surface that have a value.
ScoreUnits surface(const store::HotspotRun& run, const SealedSettings& kept)
{
    const auto grid = grid_of(kept.settings.at("grid"));
    if (run.grid.size() != grid.size()) throw DataError("the surface of the run does not fit its grid");
    ScoreUnits units;
    auto unit_of = std::make_shared<std::vector<std::int32_t>>(grid.size(), -1);
    for (std::size_t i = 0; i < grid.size(); ++i) {
        if (std::isnan(run.grid[i])) continue;
        (*unit_of)[i] = static_cast<std::int32_t>(units.size.size());
        units.size.push_back(grid.cell * grid.cell / 1e6);
        units.risk.push_back(run.grid[i]);
    }
    units.before.assign(units.size.size(), 0);
    units.of = [grid, unit_of](const HotspotEvents& events, std::size_t row) -> std::optional<std::size_t> {
        const auto cell = cell_at(grid, on_plane(events.place[row]));
        if (!cell || (*unit_of)[*cell] < 0) return {};
        return static_cast<std::size_t>((*unit_of)[*cell]);
    };
    units.on = [of = units.of](const HotspotEvents& events, std::size_t row) { return of(events, row).has_value(); };
    return units;
}

}  // namespace

std::vector<double> ScoreUnits::counts(const HotspotEvents& events, std::span<const std::uint32_t> rows) const
{
    std::vector<double> counts(count(), 0);
    for (const std::uint32_t row : rows)
        if (const auto unit = of(events, row)) ++counts[*unit];
    return counts;
}

ScoreUnits score_units(const store::HotspotRun& run, const SealedSettings& kept, const Cells& cells)
{
    if (kept.settings.contains("grid")) return surface(run, kept);
    if (kept.settings.contains("hexagon_km")) return hexagons(kept, cells);
    if (kept.parts.empty())
        throw DataError(lang::tr("the run names a place within no whole, so there is nothing to hold it against"));
    return segments(kept, cells);
}

ScoreUnits kilometre_units(const std::vector<LinePart>& parts, double snap_km)
{
    ScoreUnits units;
    std::vector<Piece> pieces;
    for (const auto& part : parts)
        for (double from = part.from_km; from < part.to_km - 1e-9; from += 1) {
            pieces.push_back({part.line, from, std::min(from + 1, part.to_km), pieces.size()});
            units.size.push_back(pieces.back().to_km - from);
        }
    units.risk.assign(units.size.size(), 0);
    units.before = units.risk;
    units.on = within_parts(parts, snap_km);
    units.of = on_line(std::move(pieces), parts, snap_km);
    return units;
}

}  // namespace tuantra::app
