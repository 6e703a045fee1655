#include "gis/ogr_rows.hpp"

#include "domain/text.hpp"
#include "gis/crs.hpp"
#include "gis/encoding.hpp"
#include "gis/error.hpp"
#include "gis/gdal.hpp"
#include "gis/shapes.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

namespace tuantra::gis {

namespace {

constexpr std::size_t value_limit = 1U << 20U;

std::string shape_type_of(OGRLayer& layer)
{
    switch (wkbFlatten(layer.GetGeomType())) {
        case wkbPoint:
        case wkbMultiPoint:
            return "point";
        case wkbLineString:
        case wkbMultiLineString:
            return "line";
        case wkbPolygon:
        case wkbMultiPolygon:
            return "polygon";
        case wkbNone:
            return "none";
        default:
            return "mixed";
    }
}

/// ISO 8601 with the zone where the file has one.
std::string time_text(const OGRFeature& feature, int field)
{
    int year, month, day, hour, minute, zone;
    float second;
    if (feature.GetFieldAsDateTime(field, &year, &month, &day, &hour, &minute, &second, &zone) == 0) return {};
    std::array<char, 64> text;
    int n = std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", year, month, day);
    if (feature.GetFieldDefnRef(field)->GetType() == OFTDate) return text.data();
    const auto room = [&] { return text.size() - static_cast<std::size_t>(n); };
    const double seconds = static_cast<double>(second);
    const bool whole = seconds == static_cast<double>(static_cast<int>(seconds));
    n += std::snprintf(text.data() + n, room(), whole ? "T%02d:%02d:%02.0f" : "T%02d:%02d:%06.3f", hour, minute,
                       seconds);
    if (zone == 100) {
        std::snprintf(text.data() + n, room(), "Z");
    } else if (zone > 1) {
        const int minutes = (zone - 100) * 15;
        std::snprintf(text.data() + n, room(), "%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                      std::abs(minutes) % 60);
    }
    return text.data();
}

class OgrRows : public RowReader {
public:
    OgrRows(const OgrSource& source, const OpenOptions& options) : m_shown(source.shown), m_format(source.driver)
    {
        ErrorTrap trap;
        open(source, trap);
        list_layers(options, trap);
        choose_layer(options);
        settle_crs(options);
        name_columns(trap);
        m_layer->ResetReading();
    }

    const std::vector<std::string>& columns() const override { return m_columns; }
    const std::string& format() const override { return m_format; }
    const std::string& layer() const override { return m_layers[m_chosen].name; }
    const std::vector<LayerInfo>& layers() const override { return m_layers; }
    std::string crs() const override { return m_crs.name(); }
    double done() const override
    {
        const auto all = m_layers[m_chosen].features;
        return all > 0 ? std::min(1.0, static_cast<double>(m_number) / static_cast<double>(all)) : -1.0;
    }
    bool next(RawRow& row) override;

private:
    void open(const OgrSource& source, const ErrorTrap& trap);
    void list_layers(const OpenOptions& options, const ErrorTrap& trap);
    void choose_layer(const OpenOptions& options);
    void settle_crs(const OpenOptions& options);
    void name_columns(const ErrorTrap& trap);
    void read_values(const OGRFeature& feature);

    std::string m_shown, m_format;
    Dataset m_dataset;
    OGRLayer* m_layer = nullptr;
    std::vector<LayerInfo> m_layers;
    std::size_t m_chosen = 0;
    ToWgs84 m_crs;
    std::vector<std::string> m_columns;
    int m_track_field = -1;
    std::map<long long, std::string> m_track_names;
    Feature m_feature;
    std::vector<std::string> m_texts;
    std::vector<std::string_view> m_values;
    Shape m_shape;
    std::string m_defect;
    std::int64_t m_number = 0;
};

void OgrRows::open(const OgrSource& source, const ErrorTrap& trap)
{
    const char* const drivers[] = {source.driver.c_str(), nullptr};
    m_dataset.reset(
        GDALDataset::Open(source.name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, nullptr, nullptr));
    if (!m_dataset) {
        const std::string format = m_format == "GPKG" ? "GeoPackage" : m_format == "LIBKML" ? "KML" : m_format;
        throw Error(m_shown, 0, "cannot be read as " + format + ": " + trap.text("it is something else or damaged"));
    }
    if (trap.failed()) throw Error(m_shown, 0, "is damaged: " + trap.text(""));
}

void OgrRows::list_layers(const OpenOptions&, const ErrorTrap& trap)
{
    for (int i = 0; i < m_dataset->GetLayerCount(); ++i) {
        OGRLayer* layer = m_dataset->GetLayer(i);
        m_layers.push_back({layer->GetName(), shape_type_of(*layer), layer->GetFeatureCount(TRUE)});
    }
    if (trap.failed()) throw Error(m_shown, 0, "is damaged: " + trap.text(""));
    if (m_layers.empty()) throw Error(m_shown, 0, "holds no layer: " + trap.text("there is nothing in it"));
}

void OgrRows::choose_layer(const OpenOptions& options)
{
    std::vector<std::string> order;
    if (!options.layer.empty()) {
        order = {options.layer};
    } else if (m_format == "GPX") {
        order = {"track_points", "route_points", "waypoints"};
    } else {
        for (const auto& layer : m_layers) order.push_back(layer.name);
    }
    for (const auto& wanted : order) {
        const auto found = std::find_if(m_layers.begin(), m_layers.end(), [&](const auto& l) {
            return l.name == wanted && (l.features != 0 || !options.layer.empty());
        });
        if (found == m_layers.end()) continue;
        m_chosen = static_cast<std::size_t>(found - m_layers.begin());
        m_layer = m_dataset->GetLayer(static_cast<int>(m_chosen));
        return;
    }
    if (options.layer.empty()) throw Error(m_shown, 0, "holds no rows");
    std::string names;
    for (const auto& layer : m_layers) names += (names.empty() ? "" : ", ") + layer.name;
    throw Error(m_shown, 0, "has no layer \"" + options.layer + "\"; it has " + one_line(names));
}

void OgrRows::settle_crs(const OpenOptions& options)
{
    const OGRSpatialReference* own = m_layer->GetSpatialRef();
    if (!options.crs.empty() && own == nullptr) {
        m_crs = ToWgs84(m_shown, options.crs);
    } else if (own != nullptr && m_layer->GetGeomType() != wkbNone && own->GetName() != nullptr &&
               !std::string_view(own->GetName()).starts_with("Undefined")) {
        m_crs = ToWgs84(m_shown, *own);
    }
}

void OgrRows::name_columns(const ErrorTrap& trap)
{
    OGRFeatureDefn* definition = m_layer->GetLayerDefn();
    for (int i = 0; i < definition->GetFieldCount(); ++i)
        m_columns.push_back(one_line(definition->GetFieldDefn(i)->GetNameRef(), 200));
    if (m_format != "GPX" || layer() != "track_points") return;
    m_track_field = definition->GetFieldIndex("track_fid");
    m_columns.emplace_back("track_name");
    OGRLayer* tracks = m_dataset->GetLayerByName("tracks");
    while (tracks != nullptr) {
        const Feature track(tracks->GetNextFeature());
        if (!track) break;
        const int name = track->GetFieldIndex("name");
        if (name >= 0 && track->IsFieldSetAndNotNull(name) != 0)
            m_track_names[track->GetFID()] = track->GetFieldAsString(name);
    }
    if (trap.failed()) throw Error(m_shown, 0, "is damaged: " + trap.text(""));
}

void OgrRows::read_values(const OGRFeature& feature)
{
    const int count = feature.GetFieldCount();
    m_texts.resize(m_columns.size());
    m_values.resize(m_columns.size());
    for (int i = 0; i < count; ++i) {
        std::string& text = m_texts[static_cast<std::size_t>(i)];
        text.clear();
        if (feature.IsFieldSetAndNotNull(i) == 0) continue;
        const auto type = feature.GetFieldDefnRef(i)->GetType();
        text = type == OFTDateTime || type == OFTDate ? time_text(feature, i) : feature.GetFieldAsString(i);
        if (!domain::is_utf8(text)) {
            std::string decoded;
            append_utf8(decoded, text, legacy_of(text));
            text = std::move(decoded);
        }
        if (text.size() > value_limit) text = one_line(text, value_limit);
    }
    if (m_track_field >= 0) {
        const auto name = m_track_names.find(feature.GetFieldAsInteger64(m_track_field));
        m_texts.back() = name != m_track_names.end() ? name->second : std::string{};
    }
    std::copy(m_texts.begin(), m_texts.end(), m_values.begin());
}

bool OgrRows::next(RawRow& row)
{
    ErrorTrap trap;
    m_feature.reset(m_layer->GetNextFeature());
    const auto promised = m_layers[m_chosen].features;
    if (!m_feature) {
        if (trap.failed()) throw Error(m_shown, m_number + 1, "the file breaks off here: " + trap.text(""));
        if (promised > m_number)
            throw Error(m_shown, m_number + 1,
                        "the file breaks off here: it promises " + std::to_string(promised) + " rows");
        return false;
    }
    row.number = ++m_number;
    row.raw = {};
    m_defect = trap.failed() ? trap.text("") : std::string{};
    trap.clear();
    read_values(*m_feature);
    std::string why = to_shape(m_feature->GetGeometryRef(), m_crs, m_shape);
    if (m_defect.empty()) m_defect = std::move(why);
    row.values = m_values;
    row.shape = m_shape.type == Shape::Type::none ? nullptr : &m_shape;
    row.defect = m_defect;
    return true;
}

}  // namespace

std::unique_ptr<RowReader> open_ogr(const OgrSource& source, const OpenOptions& options)
{
    return std::make_unique<OgrRows>(source, options);
}

}  // namespace tuantra::gis
