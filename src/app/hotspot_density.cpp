#include "analysis/bandwidth.hpp"
#include "analysis/contours.hpp"
#include "analysis/density.hpp"
#include "app/errors.hpp"
#include "app/hotspot_areas.hpp"
#include "app/hotspot_data.hpp"
#include "app/hotspot_time.hpp"
#include "domain/geodesy.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;

namespace {

/// Beyond it the plane's distances and the base map end.
constexpr double reach_m = 1'500'000;
constexpr double cells_at_most = 4'000'000;  ///< of the country in one go, as 2048 by 2048
constexpr double cells_per_bandwidth = 5;
constexpr double mean_month_s = 86400 * 365.2425 / 12;

struct Points {
    std::vector<analysis::XY> at;
    std::size_t left_out = 0;
};

Points points_of(const HotspotInput& input)
{
    Points points;
    for (const auto& place : input.events.place) {
        if (domain::distance_m(domain::plane_centre, place) <= reach_m)
            points.at.push_back(on_plane(place));
        else
            ++points.left_out;
    }
    if (points.at.empty() && points.left_out > 0)
        throw DataError(fill(tr("all {0} incidents lie farther than {1} km from the centre of the country"),
                             {lang::number(static_cast<std::int64_t>(points.left_out)), number_text(reach_m / 1000)}));
    require_incidents(input, points.at.size(), 0);
    return points;
}

struct Extent {
    analysis::XY low, high;
};

/// All incidents with as much around as a kernel reaches.
Extent extent_of(const Points& points, const HotspotSettings& settings, double bandwidth_m)
{
    const bool gaussian = settings.kernel == analysis::Kernel::gaussian;
    const double reach = bandwidth_m * (gaussian ? 4 : 1) * (settings.adaptive ? 2 : 1);
    Extent e{points.at.front(), points.at.front()};
    for (const auto& p : points.at) {
        e.low = {std::min(e.low.x, p.x), std::min(e.low.y, p.y)};
        e.high = {std::max(e.high.x, p.x), std::max(e.high.y, p.y)};
    }
    return {{e.low.x - reach, e.low.y - reach}, {e.high.x + reach, e.high.y + reach}};
}

double cells_of(const Extent& e, double cell_m)
{
    return ((e.high.x - e.low.x) / cell_m + 2) * ((e.high.y - e.low.y) / cell_m + 2);
}

/// The bandwidth, and why.
double bandwidth_of(const HotspotInput& input, const Points& points, std::vector<Note>& choices, Json& json)
{
    const auto& s = input.settings();
    if (s.bandwidth_km) return *s.bandwidth_km * 1000;
    const auto choice = analysis::choose_bandwidth(points.at, s.kernel, 0, input.control.stop);
    const auto km = [](double m) { return std::round(m / 10) / 100; };
    choices.push_back(
        {mark("bandwidth {0} km by cross-validation over {1} incidents; Scott's, the upper end, is {2} km"),
         {km(choice.bandwidth_m), static_cast<double>(choice.evaluated), km(choice.scott_m)}});
    json["scott_km"] = choice.scott_m / 1000;
    json["cross_validated_km"] = choice.bandwidth_m / 1000;
    double least = choice.bandwidth_m;
    while (!s.cell_km && cells_of(extent_of(points, s, least), least / cells_per_bandwidth) > cells_at_most)
        least *= 1.02;
    if (least > choice.bandwidth_m)
        choices.push_back(
            {mark("raised to {0} km, the narrowest whose cells fit; a smaller area allows a narrower one"),
             {km(least)}});
    return least;
}

analysis::Grid grid_for(const HotspotInput& input, const Points& points, double bandwidth_m)
{
    const auto& s = input.settings();
    const double cell = s.cell_km ? *s.cell_km * 1000 : bandwidth_m / cells_per_bandwidth;
    if (cell > bandwidth_m / cells_per_bandwidth * (1 + 1e-9))
        throw CallError(fill(tr("--cell-km takes at most {0}, a fifth of the bandwidth"),
                             {number_text(bandwidth_m / cells_per_bandwidth / 1000)}));
    const auto extent = extent_of(points, s, bandwidth_m);
    if (cells_of(extent, cell) > cells_at_most)
        throw CallError(
            fill(tr("{0} cells of {1} km are too many (at most {2}): a wider bandwidth or a smaller area"),
                 {lang::number(cells_of(extent, cell)), number_text(cell / 1000), lang::number(cells_at_most)}));
    return analysis::grid_over(extent.low, extent.high, cell);
}

/// The country's land, or all that the map does not know as land.
analysis::StudyArea area_of(const HotspotInput& input, const analysis::Grid& grid, double bandwidth_m)
{
    const bool land = *input.settings().area == StudyGround::land;
    const auto wider = analysis::grid_with_margin(grid, bandwidth_m);
    std::vector<analysis::PlaneRing> rings;
    const auto basemap = gis::load_basemap(input.request.paths.maps);
    for (const auto& polygon : basemap.land.back()) {
        if (land && polygon.land_class == domain::LandClass::abroad) continue;
        for (const auto& ring : polygon.rings) {
            auto& out = rings.emplace_back();
            for (const auto& p : ring) out.push_back(on_plane(domain::to_lon_lat(p)));
        }
    }
    auto area = analysis::study_area(rings, wider);
    if (!land)
        for (auto& in : area.inside) in = in == 0 ? 1 : 0;
    return area;
}

analysis::EdgeCorrection edge_of(const HotspotSettings& s)
{
    if (!s.area) return analysis::EdgeCorrection::none;
    return s.edge.value_or(analysis::EdgeCorrection::diggle);
}

const char* name_of(analysis::EdgeCorrection edge)
{
    switch (edge) {
        case analysis::EdgeCorrection::uniform:
            return "uniform";
        case analysis::EdgeCorrection::diggle:
            return "Diggle";
        case analysis::EdgeCorrection::none:
            break;
    }
    return "none";
}

/// Incidents in each cell's own square.
std::vector<std::uint32_t> counts_on(const analysis::Grid& grid, const Points& points)
{
    std::vector<std::uint32_t> counts(grid.size(), 0);
    for (const auto& p : points.at)
        if (const auto cell = cell_at(grid, p)) ++counts[*cell];
    return counts;
}

void add_contours(HotspotResult& result, const Points& points, analysis::XY peak)
{
    const auto& [grid, values] = *result.surface;
    const auto counts = counts_on(grid, points);
    std::vector<double> percents, levels, shares;
    for (const auto& level : analysis::volume_levels(grid, values)) {
        HotspotCell cell;
        const auto rings = analysis::isolines(grid, values, level.level);
        cell.area = areas_of(rings);
        cell.size = level.area_km2;
        cell.risk = level.level;
        cell.centre = off_plane(peak);
        double inside = 0;
        for (std::size_t i = 0; i < values.size(); ++i) inside += values[i] >= level.level ? counts[i] : 0;
        cell.count = inside;
        percents.push_back(level.percent);
        levels.push_back(level.level);
        shares.push_back(inside / static_cast<double>(result.n));
        result.shown.push_back(result.cells.size());
        result.cells.push_back(std::move(cell));
    }
    add_column(result, "percent", mark("percent of the density"), percents, 0);
    add_column(result, "level", mark("at least, per km2"), levels, 6);
    add_column(result, "share", mark("share"), shares, 3);
}

void say_density(HotspotResult& result, const HotspotInput& input, const analysis::Surface& surface, double bandwidth_m)
{
    const auto& s = input.settings();
    const auto period = time_of(input.request.filter, input.events.time, input.request.now, input.request.zone);
    const double months =
        std::max<double>(1, static_cast<double>(period.to.unix_s - period.from.unix_s)) / mean_month_s;
    const auto peak = off_plane(surface.peak_at);
    result.facts = {{"peak_per_km2", surface.peak},
                    {"peak_per_km2_month", surface.peak / months},
                    {"peak", {{"lon", std::round(peak.lon * 1e7) / 1e7}, {"lat", std::round(peak.lat * 1e7) / 1e7}}},
                    {"months", months},
                    {"cells", surface.grid.size()}};
    result.findings.push_back({mark("densest at {0} E {1} N: {2} incidents per km2, {3} a month"),
                               {std::round(peak.lon * 1e4) / 1e4, std::round(peak.lat * 1e4) / 1e4,
                                std::round(surface.peak * 1e4) / 1e4, std::round(surface.peak / months * 1e6) / 1e6}});
    if (!s.area)
        result.warnings.push_back(
            {mark("no correction at coast and border: the density sinks towards them (--area land "
                  "or --area sea corrects)"),
             {}});
    if (result.left_out > 0)
        result.warnings.push_back({mark("{0} incidents lie outside the study area or beyond {1} km from the centre of "
                                        "the country and are left out"),
                                   {static_cast<double>(result.left_out), reach_m / 1000}});
    result.choices.push_back({mark("cells of {0} km; bandwidth {1} km"),
                              {std::round(surface.grid.cell * 10) / 1e4, std::round(bandwidth_m * 10) / 1e4}});
}

}  // namespace

Json grid_json(const analysis::Grid& grid)
{
    return {{"west_m", grid.origin.x}, {"south_m", grid.origin.y}, {"cell_m", grid.cell},
            {"columns", grid.columns}, {"rows", grid.rows},        {"plane", domain::plane_crs}};
}

analysis::Grid grid_of(const Json& json)
{
    try {
        analysis::Grid grid{{json.at("west_m").get<double>(), json.at("south_m").get<double>()},
                            json.at("cell_m").get<double>(),
                            json.at("columns").get<std::size_t>(),
                            json.at("rows").get<std::size_t>()};
        analysis::require_grid(grid);
        return grid;
    } catch (const std::exception& error) {
        throw DataError(std::string("the grid of a run: ") + error.what());
    }
}

std::optional<std::size_t> cell_at(const analysis::Grid& grid, analysis::XY p)
{
    const double column = std::floor((p.x - grid.origin.x) / grid.cell),
                 row = std::floor((p.y - grid.origin.y) / grid.cell);
    if (!(column >= 0 && row >= 0 && column < static_cast<double>(grid.columns) &&
          row < static_cast<double>(grid.rows)))
        return {};
    return static_cast<std::size_t>(row) * grid.columns + static_cast<std::size_t>(column);
}

HotspotResult run_density(const HotspotInput& input)
{
    const auto& s = input.settings();
    if (!s.area && s.edge && *s.edge != analysis::EdgeCorrection::none)
        throw CallError(tr("--edge needs to know against what: --area land or --area sea"));
    const auto points = points_of(input);
    HotspotResult result;
    Json chosen = Json::object();
    const double bandwidth_m = bandwidth_of(input, points, result.choices, chosen);
    input.control.at(0.3);
    analysis::DensitySettings settings{s.kernel, bandwidth_m, s.adaptive, edge_of(s), 0};
    const auto grid = grid_for(input, points, bandwidth_m);
    std::optional<analysis::StudyArea> area;
    if (s.area) area = area_of(input, grid, bandwidth_m);
    input.control.at(0.5);
    const auto surface = analysis::density(points.at, {}, grid, settings, area ? &*area : nullptr, input.control.stop);
    input.control.at(0.8);

    result.n = surface.events;
    result.left_out = surface.left_out + points.left_out;
    result.size_unit = "km2";
    result.by_snap = false;
    result.unit = mark("incidents per km2");
    result.surface = HotspotSurface{surface.grid, surface.values};
    const double cell_km2 = grid.cell * grid.cell / 1e6;
    double held = 0;
    for (const float v : surface.values) {
        if (std::isnan(v)) continue;
        result.total_size += cell_km2;
        held += static_cast<double>(v) * cell_km2;
    }
    add_contours(result, points, surface.peak_at);
    result.settings_json = {{"kernel", s.kernel == analysis::Kernel::gaussian ? "gaussian" : "quartic"},
                            {"bandwidth_km", bandwidth_m / 1000},
                            {"adaptive", s.adaptive},
                            {"edge", name_of(settings.edge)},
                            {"area", !s.area                        ? "none"
                                     : *s.area == StudyGround::land ? "land"
                                                                    : "sea"},
                            {"cell_km", grid.cell / 1000},
                            {"grid", grid_json(grid)}};
    result.settings_json.update(chosen);
    say_density(result, input, surface, bandwidth_m);
    result.facts["integral"] = held;
    result.facts["area_km2"] = result.total_size;
    if (s.adaptive)
        result.choices.push_back({mark("each incident's own bandwidth, narrow where they are many (Abramson)"), {}});
    result.settings = s;
    result.settings.bandwidth_km = bandwidth_m / 1000;
    result.settings.cell_km = grid.cell / 1000;
    return result;
}

}  // namespace tuantra::app
