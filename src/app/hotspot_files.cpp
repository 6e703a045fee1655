#include "app/hotspot_files.hpp"

#include "app/errors.hpp"
#include "app/hotspot_output.hpp"
#include "gis/write_features.hpp"
#include "gis/write_raster.hpp"
#include "lang/lang.hpp"
#include "view/sentence.hpp"

#include <cmath>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

gis::FieldType type_of(const HotspotColumn& column)
{
    switch (column.type) {
        case HotspotColumn::Type::flag:
            return gis::FieldType::boolean;
        case HotspotColumn::Type::name:
        case HotspotColumn::Type::moment:
            return gis::FieldType::text;
        case HotspotColumn::Type::whole:
            return gis::FieldType::integer;
        case HotspotColumn::Type::number:
            break;
    }
    return gis::FieldType::real;
}

gis::FieldValue to_value(const Json& json)
{
    if (json.is_boolean()) return json.get<bool>();
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_number()) return json.get<double>();
    if (json.is_string()) return json.get<std::string>();
    return std::monostate{};
}

gis::WrittenFeature to_feature(const HotspotResult& result, std::size_t i, const domain::Lines& lines,
                               domain::Zone zone)
{
    const auto& cell = result.cells[i];
    gis::WrittenFeature feature;
    if (cell.line) {
        feature.shape = lines.get(*cell.line).between(cell.from_km, cell.to_km);
        feature.values = {std::string(domain::to_string(*cell.line)), cell.from_km, cell.to_km};
    } else {
        feature.shape = cell.area;
        feature.values = {cell.size};
    }
    for (const auto& column : result.columns) feature.values.push_back(to_value(cell_value(column, i, zone)));
    if (!result.column("incidents")) feature.values.emplace_back(static_cast<std::int64_t>(std::llround(cell.count)));
    for (const bool flag : {cell.hot, cell.watched, result.synthetic}) feature.values.emplace_back(flag);
    return feature;
}

/// Every incident with its cluster.
gis::WrittenLayer points_layer(const HotspotResult& result, domain::Zone zone)
{
    using gis::FieldType;
    gis::WrittenLayer layer{"incidents",
                            "Incidents and the cluster each belongs to",
                            {{"at", FieldType::text},
                             {"cluster", FieldType::integer},
                             {"core", FieldType::boolean},
                             {"synthetic", FieldType::boolean}},
                            {}};
    for (const auto& p : result.points) {
        gis::FieldValue cluster;
        if (p.cluster >= 0) cluster = static_cast<std::int64_t>(p.cluster);
        layer.features.push_back({p.place, {domain::to_iso(p.at, zone), cluster, p.core, result.synthetic}});
    }
    return layer;
}

std::string sentences(const std::vector<Note>& notes)
{
    std::string out;
    for (const auto& note : notes) out += (out.empty() ? "" : "; ") + text(note);
    return out;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> hotspot_metadata(const HotspotResult& result, const Json& run_uid,
                                                                  domain::Zone zone)
{
    const auto& method = info(result.method);
    std::vector<std::pair<std::string, std::string>> facts{
        {"program", std::string("Tuantra ") + TUANTRA_VERSION},
        {"method", std::string(method.id) + ": " + tr(method.answers) + ' ' + tr(method.cannot)},
        {"settings", to_text(result.settings_json)},
        {"filter", view::sentence(result.filter, zone)},
        {"incidents", std::to_string(result.n)},
        {"left_out", std::to_string(result.left_out)},
        {"from", domain::to_iso(result.period.from, zone)},
        {"to", domain::to_iso(result.period.to, zone)},
        {"unit", tr(result.unit)},
        {"effort", result.with_effort ? "yes" : "no"},
        {"classified_on", domain::to_iso_date(result.made, zone)},
        {"choices", sentences(result.choices)},
        {"findings", sentences(result.findings)},
        {"warnings", sentences(result.warnings)},
        {"data_hash", result.data_hash},
        {"licence", "measured lines: (c) OpenStreetMap contributors, ODbL 1.0; incidents: as their sources say"}};
    if (!run_uid.is_null()) facts.emplace_back("run_uid", run_uid.get<std::string>());
    if (result.synthetic) facts.emplace_back("SYNTHETIC", "YES");
    return facts;
}

void write_hotspot_geopackage(const std::filesystem::path& file, const HotspotResult& result,
                              const domain::Lines& lines, const Json& run_uid, domain::Zone zone)
{
    using gis::FieldType;
    const auto& method = info(result.method);
    gis::WrittenLayer layer{std::string("hotspots_") + method.id, tr(method.answers), {}, {}};
    if (result.size_unit == "km")
        layer.fields = {{"line", FieldType::text}, {"from_km", FieldType::real}, {"to_km", FieldType::real}};
    else
        layer.fields = {{"area_km2", FieldType::real}};
    for (const auto& column : result.columns) layer.fields.emplace_back(column.id, type_of(column));
    if (!result.column("incidents")) layer.fields.emplace_back("incidents", FieldType::integer);
    for (const char* flag : {"hot", "watched", "synthetic"}) layer.fields.emplace_back(flag, FieldType::boolean);
    for (std::size_t i = 0; i < result.cells.size(); ++i) layer.features.push_back(to_feature(result, i, lines, zone));
    std::vector<gis::WrittenLayer> layers{std::move(layer)};
    if (!result.points.empty()) layers.push_back(points_layer(result, zone));
    gis::write_geopackage(file, layers, hotspot_metadata(result, run_uid, zone));
}

void write_hotspot_geotiff(const std::filesystem::path& file, const HotspotResult& result, const Json& run_uid,
                           domain::Zone zone)
{
    if (!result.surface)
        throw CallError(fill(tr("{0} makes no surface: .tif is for density"), {info(result.method).id}));
    const auto& [grid, values] = *result.surface;
    // from the north, as images are
    std::vector<float> rows;
    rows.reserve(values.size());
    for (std::size_t row = grid.rows; row-- > 0;) {
        const auto from = values.begin() + static_cast<std::ptrdiff_t>(row * grid.columns);
        rows.insert(rows.end(), from, from + static_cast<std::ptrdiff_t>(grid.columns));
    }
    const gis::WrittenGrid written{static_cast<int>(grid.columns),
                                   static_cast<int>(grid.rows),
                                   grid.origin.x,
                                   grid.origin.y + static_cast<double>(grid.rows) * grid.cell,
                                   grid.cell,
                                   domain::plane_crs,
                                   tr(result.unit),
                                   tr(info(result.method).label)};
    gis::write_geotiff(file, written, rows, hotspot_metadata(result, run_uid, zone));
}

}  // namespace tuantra::app
