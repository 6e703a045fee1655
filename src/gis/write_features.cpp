#include "gis/write_features.hpp"

#include "gis/error.hpp"
#include "gis/files.hpp"
#include "gis/gdal.hpp"
#include "gis/part_file.hpp"

#include <ogr_spatialref.h>

#include <array>
#include <memory>

namespace tuantra::gis {

namespace {

struct GeometryDeleter {
    void operator()(OGRGeometry* g) const { OGRGeometryFactory::destroyGeometry(g); }
};
using Geometry = std::unique_ptr<OGRGeometry, GeometryDeleter>;

Geometry to_geometry(domain::LonLat p)
{
    return Geometry(new OGRPoint(p.lon, p.lat));
}

Geometry to_geometry(const domain::Polyline& places)
{
    auto line = std::make_unique<OGRLineString>();
    for (const auto& p : places) line->addPoint(p.lon, p.lat);
    return Geometry(line.release());
}

Geometry to_geometry(const domain::MultiPolygon& polygons)
{
    auto all = std::make_unique<OGRMultiPolygon>();
    for (const auto& polygon : polygons) {
        OGRPolygon one;
        for (const auto& ring : polygon) {
            OGRLinearRing closed;
            for (const auto& p : ring) closed.addPoint(p.lon, p.lat);
            closed.closeRings();
            one.addRing(&closed);
        }
        all->addGeometry(&one);
    }
    return Geometry(all.release());
}

OGRwkbGeometryType type_of(const WrittenLayer& layer)
{
    constexpr std::array types{wkbPoint, wkbLineString, wkbMultiPolygon};
    return layer.features.empty() ? wkbUnknown : types.at(layer.features.front().shape.index());
}

bool add_field(OGRLayer& layer, const std::string& name, FieldType type)
{
    OGRFieldDefn field(name.c_str(), OFTString);
    switch (type) {
        case FieldType::text:
            break;
        case FieldType::real:
            field.SetType(OFTReal);
            break;
        case FieldType::integer:
            field.SetType(OFTInteger64);
            break;
        case FieldType::boolean:
            field.SetType(OFTInteger);
            field.SetSubType(OFSTBoolean);
            break;
    }
    return layer.CreateField(&field) == OGRERR_NONE;
}

struct SetField {
    OGRFeature& feature;
    int index;
    void operator()(std::monostate) const { feature.SetFieldNull(index); }
    void operator()(bool v) const { feature.SetField(index, v ? 1 : 0); }
    void operator()(std::int64_t v) const { feature.SetField(index, static_cast<GIntBig>(v)); }
    void operator()(double v) const { feature.SetField(index, v); }
    void operator()(const std::string& v) const { feature.SetField(index, v.c_str()); }
};

void add_metadata(GDALMajorObject& object, const Metadata& metadata)
{
    for (const auto& [name, value] : metadata) object.SetMetadataItem(name.c_str(), value.c_str());
}

void write_layer(GDALDataset& dataset, const WrittenLayer& layer, const Metadata& metadata, const ErrorTrap& trap,
                 const std::string& file)
{
    OGRSpatialReference wgs84;
    wgs84.importFromEPSG(4326);
    wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const auto identifier = "IDENTIFIER=" + layer.name, description = "DESCRIPTION=" + layer.description;
    const char* const options[] = {identifier.c_str(), description.c_str(), "GEOMETRY_NAME=geom", nullptr};
    auto* written = dataset.CreateLayer(layer.name.c_str(), &wgs84, type_of(layer), const_cast<char**>(options));
    if (written == nullptr) throw Error(file, 0, "cannot be written: " + trap.text("no layer"));
    const auto require = [&](bool done) {
        if (!done || trap.failed()) throw Error(file, 0, "cannot be written: " + trap.text("no reason given"));
    };
    for (const auto& [name, type] : layer.fields) require(add_field(*written, name, type));
    add_metadata(*written, metadata);
    for (const auto& from : layer.features) {
        const Feature feature(OGRFeature::CreateFeature(written->GetLayerDefn()));
        for (std::size_t i = 0; i < from.values.size(); ++i)
            std::visit(SetField{*feature, static_cast<int>(i)}, from.values[i]);
        auto geometry = std::visit([](const auto& shape) { return to_geometry(shape); }, from.shape);
        feature->SetGeometryDirectly(geometry.release());
        require(written->CreateFeature(feature.get()) == OGRERR_NONE);
    }
}

}  // namespace

void write_geopackage(const std::filesystem::path& file, const std::vector<WrittenLayer>& layers,
                      const Metadata& metadata)
{
    initialise();
    const auto name = file.string();
    const PartFile part(file);
    ErrorTrap trap;
    auto* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
    Dataset dataset(driver == nullptr ? nullptr : driver->Create(part.path().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset) throw Error(name, 0, "cannot be written: " + trap.text("no GeoPackage driver"));
    add_metadata(*dataset, metadata);
    const auto require = [&](bool done) {
        if (!done || trap.failed()) throw Error(name, 0, "cannot be written: " + trap.text("no reason given"));
    };
    require(dataset->StartTransaction() == OGRERR_NONE);
    for (const auto& layer : layers) write_layer(*dataset, layer, metadata, trap, name);
    require(dataset->CommitTransaction() == OGRERR_NONE);
    dataset.reset();  // what is still to be written may fail here
    require(true);
    part.commit();
}

}  // namespace tuantra::gis
