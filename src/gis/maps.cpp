#include "gis/files.hpp"

#include "domain/basemap.hpp"
#include "gis/csv.hpp"
#include "gis/error.hpp"
#include "gis/gdal.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <fstream>
#include <functional>
#include <future>
#include <map>

namespace tuantra::gis {

namespace {

using std::filesystem::path;

nlohmann::json read_json(const path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Error(file.string(), 0, "cannot be opened");
    try {
        return nlohmann::json::parse(in);
    } catch (const nlohmann::json::exception& e) {
        throw Error(file.string(), 0, one_line(e.what()));
    }
}

/// Calls `use` with a function that gives the value of a column by its name.
void each_csv_row(const path& file, const std::function<void(const std::function<std::string(std::string_view)>&)>& use)
{
    CsvReader reader(file.string(), file.stem().string(), open_bytes(file, {}, UINT64_MAX), {});
    RawRow row;
    const auto value = [&](std::string_view name) -> std::string {
        for (std::size_t i = 0; i < reader.columns().size(); ++i)
            if (reader.columns()[i] == name) return std::string(row.values[i]);
        throw Error(file.string(), 0, "has no column " + std::string(name));
    };
    while (reader.next(row)) {
        if (!row.defect.empty()) throw Error(file.string(), row.number, std::string(row.defect));
        use(value);
    }
}

double number(const path& file, const std::string& text)
{
    double value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc{} || end != text.data() + text.size()) throw Error(file.string(), 0, "not a number: " + text);
    return value;
}

/// Calls `use` for every feature of the first layer.
void each_feature(const path& file, const std::function<void(const OGRFeature&, const OGRFeatureDefn&)>& use)
{
    const Dataset dataset = open_map_file(file);
    ErrorTrap trap;
    OGRLayer* layer = dataset->GetLayer(0);
    if (layer == nullptr) throw Error(file.string(), 0, "holds no layer");
    while (const Feature feature{layer->GetNextFeature()}) use(*feature, *layer->GetLayerDefn());
    if (trap.failed()) throw Error(file.string(), 0, trap.text(""));
}

std::string text_of(const OGRFeature& feature, const OGRFeatureDefn& columns, const char* name)
{
    const int i = columns.GetFieldIndex(name);
    return i < 0 || feature.IsFieldSetAndNotNull(i) == 0 ? std::string{} : feature.GetFieldAsString(i);
}

std::vector<domain::MapPoint> map_points(const OGRSimpleCurve& curve, bool open_ring)
{
    int n = curve.getNumPoints();
    if (open_ring && n > 1 && curve.getX(0) == curve.getX(n - 1) && curve.getY(0) == curve.getY(n - 1)) --n;
    std::vector<domain::MapPoint> out;
    out.reserve(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) out.push_back(domain::to_map({curve.getX(i), curve.getY(i)}));
    return out;
}

std::vector<domain::LandPolygon> load_land(const path& file)
{
    std::vector<domain::LandPolygon> out;
    each_feature(file, [&](const OGRFeature& feature, const OGRFeatureDefn& columns) {
        const OGRGeometry* geometry = feature.GetGeometryRef();
        if (geometry == nullptr || wkbFlatten(geometry->getGeometryType()) != wkbPolygon) return;
        domain::LandPolygon land;
        const int which = feature.GetFieldAsInteger(columns.GetFieldIndex("class"));
        land.land_class = static_cast<domain::LandClass>(std::clamp(which, 0, 2));
        for (const auto* ring : *geometry->toPolygon()) land.rings.push_back(map_points(*ring, true));
        if (!land.rings.empty()) out.push_back(std::move(land));
    });
    return out;
}

void each_line(const OGRGeometry* geometry, const std::function<void(const OGRSimpleCurve&)>& use)
{
    if (geometry == nullptr) return;
    const auto type = wkbFlatten(geometry->getGeometryType());
    if (type == wkbLineString) use(*geometry->toLineString());
    if (type == wkbMultiLineString)
        for (const auto* part : *geometry->toMultiLineString()) use(*part);
}

std::vector<domain::MapLine> load_map_lines(const path& file)
{
    std::vector<domain::MapLine> out;
    each_feature(file, [&](const OGRFeature& feature, const OGRFeatureDefn& columns) {
        each_line(feature.GetGeometryRef(), [&](const OGRSimpleCurve& curve) {
            domain::MapLine line;
            line.points = map_points(curve, false);
            line.valid_from = text_of(feature, columns, "valid_from");
            line.valid_to = text_of(feature, columns, "valid_to");
            const int rank = columns.GetFieldIndex("rank");
            if (rank >= 0) line.rank = feature.GetFieldAsInteger(rank);
            out.push_back(std::move(line));
        });
    });
    return out;
}

std::vector<domain::ProvinceLabel> load_provinces(const path& file)
{
    std::vector<domain::ProvinceLabel> out;
    each_feature(file, [&](const OGRFeature& feature, const OGRFeatureDefn& columns) {
        const OGRGeometry* geometry = feature.GetGeometryRef();
        if (geometry == nullptr) return;
        OGRPoint inside;
        // The label belongs on the mainland part, not between islands: the largest polygon's own centre.
        const OGRGeometry* largest = geometry;
        if (wkbFlatten(geometry->getGeometryType()) == wkbMultiPolygon) {
            double best = -1;
            for (const auto* part : *geometry->toMultiPolygon())
                if (part->get_Area() > best) best = part->get_Area(), largest = part;
        }
        if (largest->Centroid(&inside) != OGRERR_NONE || inside.IsEmpty()) return;
        out.push_back({text_of(feature, columns, "name"), domain::to_map({inside.getX(), inside.getY()}),
                       text_of(feature, columns, "valid_from"), text_of(feature, columns, "valid_to")});
    });
    return out;
}

std::vector<domain::MapPlace> load_places(const path& file)
{
    std::vector<domain::MapPlace> out;
    each_csv_row(file, [&](const auto& value) {
        domain::MapPlace place;
        place.name = value("name");
        place.place = {number(file, value("lon")), number(file, value("lat"))};
        place.map = domain::to_map(place.place);
        place.rank = static_cast<int>(number(file, value("rank")));
        out.push_back(std::move(place));
    });
    return out;
}

domain::GateClass gate_class(const std::string& kind)
{
    if (kind.find("port") != std::string::npos) return domain::GateClass::seaport;
    if (kind.find("international") != std::string::npos) return domain::GateClass::international;
    return kind.find("secondary") != std::string::npos ? domain::GateClass::secondary : domain::GateClass::main;
}

std::vector<domain::Gate> load_gates(const path& file)
{
    std::vector<domain::Gate> out;
    each_csv_row(file, [&](const auto& value) {
        domain::Gate gate;
        gate.name = value("name_vi");
        gate.province = value("province");
        gate.gate_class = gate_class(value("kind"));
        gate.place = {number(file, value("lon")), number(file, value("lat"))};
        gate.map = domain::to_map(gate.place);
        out.push_back(std::move(gate));
    });
    return out;
}

std::vector<domain::MapLabel> load_labels(const path& file)
{
    std::vector<domain::MapLabel> out;
    each_csv_row(file, [&](const auto& value) {
        domain::MapLabel label;
        label.text = {value("text_vi"), value("text_en"), value("text_fr")};
        label.map = domain::to_map({number(file, value("lon")), number(file, value("lat"))});
        label.kind = value("kind");
        label.min_zoom = number(file, value("min_zoom"));
        label.max_zoom = number(file, value("max_zoom"));
        out.push_back(std::move(label));
    });
    return out;
}

domain::Relief load_relief(const path& file)
{
    const Dataset dataset = open_map_file(file);
    ErrorTrap trap;
    domain::Relief relief;
    double t[6];
    relief.width = dataset->GetRasterXSize();
    relief.height = dataset->GetRasterYSize();
    if (dataset->GetGeoTransform(t) != CE_None || dataset->GetRasterCount() < 1)
        throw Error(file.string(), 0, trap.text("has no position"));
    relief.box = {t[0], t[3] + t[5] * relief.height, t[0] + t[1] * relief.width, t[3]};
    relief.metres.resize(static_cast<std::size_t>(relief.width) * static_cast<std::size_t>(relief.height));
    if (dataset->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, relief.width, relief.height, relief.metres.data(),
                                            relief.width, relief.height, GDT_Int16, 0, 0, nullptr) != CE_None)
        throw Error(file.string(), 0, trap.text("cannot be read"));
    return relief;
}

std::vector<std::string> load_attribution(const path& file)
{
    std::vector<std::string> out;
    try {
        const auto json = read_json(file);
        for (const auto& entry : json)
            if (const auto text = entry.at("text").get<std::string>(); !text.empty()) out.push_back(text);
    } catch (const nlohmann::json::exception& e) {
        throw Error(file.string(), 0, e.what());
    }
    return out;
}

domain::Polyline load_polyline(const path& file)
{
    domain::Polyline out;
    each_feature(file, [&](const OGRFeature& feature, const OGRFeatureDefn&) {
        each_line(feature.GetGeometryRef(), [&](const OGRSimpleCurve& curve) {
            for (int i = 0; i < curve.getNumPoints(); ++i) {
                const domain::LonLat p{curve.getX(i), curve.getY(i)};
                if (out.empty() || out.back() != p) out.push_back(p);
            }
        });
    });
    return out;
}

void load_stretches(const path& file, std::map<std::string, domain::LineSpec>& specs)
{
    each_csv_row(file, [&](const auto& value) {
        const auto spec = specs.find(value("line"));
        if (spec == specs.end()) throw Error(file.string(), 0, "unknown line " + value("line"));
        domain::Stretch stretch;
        stretch.kind = value("kind");
        stretch.name = value("name");
        stretch.name_vi = value("name_vi");
        stretch.valid_from = value("valid_from");
        stretch.valid_to = value("valid_to");
        stretch.from_km = number(file, value("from_km"));
        stretch.to_km = number(file, value("to_km"));
        spec->second.stretches.push_back(std::move(stretch));
    });
}

domain::LineSpec line_spec(const nlohmann::json& line, const path& maps)
{
    domain::LineSpec spec;
    const auto id = domain::parse_line(line.at("name").get<std::string>());
    if (!id) throw std::invalid_argument("unknown line " + line.at("name").get<std::string>());
    spec.id = *id;
    // Both lines run from Mong Cai to Ha Tien: going west and south, the neighbours lie on the right and the sea on the
    // left.
    spec.outward = spec.id == domain::LineId::land ? domain::Outward::right : domain::Outward::left;
    spec.official_km = line.at("official_km").get<double>();
    spec.official_source = line.at("official_source").get<std::string>();
    for (const auto& control : line.value("controls", nlohmann::json::array()))
        spec.controls.push_back({control.at("measured_km").get<double>(), control.at("chainage_km").get<double>()});
    spec.points = load_polyline(maps / line.at("geometry").get<std::string>());
    return spec;
}

}  // namespace

domain::Lines load_lines(const path& maps, const path& data)
{
    initialise();
    const path file = data / "lines" / "lines.json";
    const auto json = read_json(file);
    try {
        std::map<std::string, domain::LineSpec> specs;
        for (const auto& line : json.at("lines")) specs[line.at("name").get<std::string>()] = line_spec(line, maps);
        if (const path stretches = data / "lines" / "stretches.csv"; std::filesystem::exists(stretches))
            load_stretches(stretches, specs);
        if (!specs.contains("LAND") || !specs.contains("COAST"))
            throw Error(file.string(), 0, "LAND and COAST are needed");
        auto coast = std::async(std::launch::async, [&] {
            return std::make_shared<const domain::MeasuredLine>(std::move(specs.at("COAST")));
        });
        auto land = std::make_shared<const domain::MeasuredLine>(std::move(specs.at("LAND")));
        return {std::move(land), coast.get()};
    } catch (const nlohmann::json::exception& e) {
        throw Error(file.string(), 0, one_line(e.what()));
    } catch (const std::invalid_argument& e) {
        throw Error(file.string(), 0, one_line(e.what()));
    }
}

domain::Basemap load_basemap(const path& maps)
{
    initialise();
    domain::Basemap map;
    const auto optional = [&](const char* name, auto& to, auto load) {
        if (std::filesystem::exists(maps / name)) to = load(maps / name);
    };
    // The finest land takes as long as all else together, so it has a thread of its own.
    auto finest = std::async(std::launch::async, [&] { return load_land(maps / "land_2.fgb"); });
    map.land[0] = load_land(maps / "land_0.fgb");
    map.land[1] = load_land(maps / "land_1.fgb");
    map.border = load_map_lines(maps / "border.fgb");
    map.coast = load_map_lines(maps / "coast.fgb");
    optional("borders_abroad.fgb", map.borders_abroad, load_map_lines);
    optional("rivers.fgb", map.rivers, load_map_lines);
    optional("province_lines.fgb", map.province_lines, load_map_lines);
    optional("provinces.fgb", map.provinces, load_provinces);
    optional("places.csv", map.places, load_places);
    optional("gates.csv", map.gates, load_gates);
    optional("labels.csv", map.labels, load_labels);
    optional("relief.tif", map.relief, load_relief);
    optional("attribution.json", map.attribution, load_attribution);
    map.land[2] = finest.get();
    return map;
}

}  // namespace tuantra::gis
