#include "app/hotspot_output.hpp"

#include "app/hotspot_data.hpp"
#include "app/record_writer.hpp"
#include "app/table.hpp"
#include "lang/lang.hpp"
#include "view/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

constexpr std::size_t cells_shown = 20;

double rounded_degrees(double value)
{
    return std::round(value * 1e7) / 1e7;
}

Json polygon_json(const domain::Polygon& polygon)
{
    Json rings = Json::array();
    for (const auto& ring : polygon) {
        Json places = Json::array();
        for (const auto& p : ring) places.push_back({rounded_degrees(p.lon), rounded_degrees(p.lat)});
        if (!ring.empty()) places.push_back(places.front());
        rings.push_back(std::move(places));
    }
    return rings;
}

Json cell_json(const HotspotResult& result, std::size_t i, domain::Zone zone)
{
    const auto& cell = result.cells[i];
    Json json;
    if (cell.line) {
        json["line"] = domain::to_string(*cell.line);
        json["from_km"] = cell.from_km;
        json["to_km"] = cell.to_km;
    } else {
        json["area_km2"] = cell.size;
    }
    for (const auto& column : result.columns) json[column.id] = cell_value(column, i, zone);
    if (!result.column("incidents")) json["incidents"] = cell.count;
    if (!cell.watched) json["watched"] = false;
    json["hot"] = cell.hot;
    json["lon"] = rounded_degrees(cell.centre.lon);
    json["lat"] = rounded_degrees(cell.centre.lat);
    if (cell.area.size() == 1) json["polygon"] = polygon_json(cell.area.front());
    if (cell.area.size() > 1) {
        auto& polygons = json["multipolygon"] = Json::array();
        for (const auto& polygon : cell.area) polygons.push_back(polygon_json(polygon));
    }
    return json;
}

std::string cell_text(const HotspotColumn& column, std::size_t i, domain::Zone zone)
{
    const double value = column.values[i];
    if (std::isnan(value)) return {};
    switch (column.type) {
        case HotspotColumn::Type::flag:
            return value != 0 ? tr("yes") : "";
        case HotspotColumn::Type::name:
            return tr(column.names[static_cast<std::size_t>(value)]);
        case HotspotColumn::Type::whole:
            return fmt::format("{:.0f}", value);
        case HotspotColumn::Type::moment:
            return view::date_text({static_cast<std::int64_t>(value)}, zone);
        case HotspotColumn::Type::number:
            break;
    }
    const double least = std::pow(10.0, -column.decimals);
    if (value > 0 && value < least / 2) return fmt::format("<{:.{}f}", least, column.decimals);
    return fmt::format("{:.{}f}", value, column.decimals);
}

void write_cells(std::ostream& out, const HotspotResult& result, domain::Zone zone)
{
    using Align = Table::Align;
    std::vector<Table::Column> columns{{tr("place"), Align::left, 32}};
    for (const auto& column : result.columns) {
        const bool words = column.type == HotspotColumn::Type::name || column.type == HotspotColumn::Type::flag;
        columns.push_back({tr(column.label), words ? Align::left : Align::right, 24});
    }
    for (const char* side : {tr("lon"), tr("lat")}) columns.push_back({side, Align::right, 12});
    Table table(columns);
    for (std::size_t k = 0; k < std::min(cells_shown, result.shown.size()); ++k) {
        const std::size_t i = result.shown[k];
        const auto& cell = result.cells[i];
        std::vector<std::string> row{cell.line ? stretch_text(*cell.line, cell.from_km, cell.to_km)
                                               : fill(tr("{0} km2"), {number_text(std::round(cell.size * 100) / 100)})};
        for (const auto& column : result.columns) row.push_back(cell_text(column, i, zone));
        row.push_back(fmt::format("{:.5f}", cell.centre.lon));
        row.push_back(fmt::format("{:.5f}", cell.centre.lat));
        table.add(std::move(row));
    }
    table.print(out);
}

}  // namespace

Json cell_value(const HotspotColumn& column, std::size_t cell, domain::Zone zone)
{
    const double value = column.values[cell];
    if (!std::isfinite(value)) return nullptr;
    switch (column.type) {
        case HotspotColumn::Type::flag:
            return value != 0;
        case HotspotColumn::Type::name:
            return column.names[static_cast<std::size_t>(value)];
        case HotspotColumn::Type::whole:
            return static_cast<std::int64_t>(value);
        case HotspotColumn::Type::moment:
            return domain::to_iso({static_cast<std::int64_t>(value)}, zone);
        case HotspotColumn::Type::number:
            break;
    }
    return value;
}

Json hotspot_geojson(const HotspotResult& result, const domain::Lines& lines, const Json& run_uid, domain::Zone zone)
{
    Json features = Json::array();
    for (std::size_t i = 0; i < result.cells.size(); ++i) {
        const auto& cell = result.cells[i];
        auto properties = cell_json(result, i, zone);
        properties.erase("polygon");
        properties.erase("multipolygon");
        if (result.synthetic) properties["synthetic"] = true;
        Json geometry;
        if (cell.line) {
            Json places = Json::array();
            for (const auto& p : lines.get(*cell.line).between(cell.from_km, cell.to_km))
                places.push_back({rounded_degrees(p.lon), rounded_degrees(p.lat)});
            geometry = {{"type", "LineString"}, {"coordinates", places}};
        } else {
            Json polygons = Json::array();
            for (const auto& polygon : cell.area) polygons.push_back(polygon_json(polygon));
            geometry = {{"type", "MultiPolygon"}, {"coordinates", polygons}};
        }
        features.push_back({{"type", "Feature"}, {"geometry", geometry}, {"properties", properties}});
    }
    auto document = hotspot_json(result, run_uid, zone);
    document.erase("cells");
    document.erase("points");
    document["type"] = "FeatureCollection";
    document["features"] = std::move(features);
    return document;
}

Json notes_json(const std::vector<Note>& notes)
{
    Json list = Json::array();
    for (const auto& note : notes) list.push_back(text(note));
    return list;
}

Json hotspot_json(const HotspotResult& result, const Json& run_uid, domain::Zone zone)
{
    Json cells = Json::array();
    for (std::size_t i = 0; i < result.cells.size(); ++i) cells.push_back(cell_json(result, i, zone));
    Json document = {{"run_uid", run_uid},
                     {"method", info(result.method).id},
                     {"settings", result.settings_json},
                     {"filter", view::sentence(result.filter, zone)},
                     {"n", result.n},
                     {"left_out", result.left_out},
                     {"from", domain::to_iso(result.period.from, zone)},
                     {"to", domain::to_iso(result.period.to, zone)},
                     {"unit", result.unit},
                     {"effort", result.with_effort},
                     {"classified_on", domain::to_iso_date(result.made, zone)},
                     {"choices", notes_json(result.choices)},
                     {"findings", notes_json(result.findings)},
                     {"warnings", notes_json(result.warnings)},
                     {"facts", result.facts},
                     {"data_hash", result.data_hash}};
    if (result.synthetic) document["synthetic"] = true;
    document["cells"] = std::move(cells);
    if (!result.points.empty()) {
        auto& points = document["points"] = Json::array();
        for (const auto& p : result.points)
            points.push_back({{"lon", rounded_degrees(p.place.lon)},
                              {"lat", rounded_degrees(p.place.lat)},
                              {"at", domain::to_iso(p.at, zone)},
                              {"cluster", p.cluster < 0 ? Json() : Json(p.cluster)},
                              {"core", p.core}});
    }
    return document;
}

void write_hotspot_csv(std::ostream& out, const HotspotResult& result, domain::Zone zone)
{
    const bool line = result.size_unit == "km";
    out << (line ? "line,from_km,to_km" : "area_km2");
    for (const auto& column : result.columns) out << ',' << column.id;
    out << ",hot,lon,lat,synthetic\r\n";
    for (std::size_t i = 0; i < result.cells.size(); ++i) {
        const auto& cell = result.cells[i];
        if (cell.line)
            out << fmt::format("{},{:g},{:g}", domain::to_string(*cell.line), cell.from_km, cell.to_km);
        else
            out << fmt::format("{:.6g}", cell.size);
        for (const auto& column : result.columns) {
            const auto value = cell_value(column, i, zone);
            out << ','
                << (value.is_null()     ? ""
                    : value.is_string() ? csv_field(value.get<std::string>())
                                        : to_text(value));
        }
        out << fmt::format(",{},{:.7f},{:.7f},{}\r\n", cell.hot, cell.centre.lon, cell.centre.lat, result.synthetic);
    }
}

void write_hotspot_table(std::ostream& out, const HotspotResult& result, domain::Zone zone)
{
    if (result.synthetic) out << synthetic_note() << '\n';
    const auto& method = info(result.method);
    out << tr(method.label) << ": " << tr(method.answers) << '\n' << tr(method.cannot) << '\n';
    out << view::sentence(result.filter, zone) << '\n';
    out << fill(tr("{0} incidents, {1} to {2}; unit: {3}"),
                {lang::number(static_cast<std::int64_t>(result.n)), view::date_text(result.period.from, zone),
                 view::date_text(result.period.to, zone), tr(result.unit)})
        << '\n'
        << fill(tr("left out: {0}; effort: {1}; classified on {2}"),
                {lang::number(static_cast<std::int64_t>(result.left_out)),
                 result.with_effort ? tr("patrols and posts") : tr("not in it"), view::date_text(result.made, zone)})
        << '\n';
    for (const auto* notes : {&result.choices, &result.findings})
        for (const auto& note : *notes) out << text(note) << '\n';
    for (const auto& note : result.warnings) out << tr("Note:") << ' ' << text(note) << '\n';
    if (result.shown.empty())
        out << tr("no place stands out") << '\n';
    else
        write_cells(out, result, zone);
}

}  // namespace tuantra::app
