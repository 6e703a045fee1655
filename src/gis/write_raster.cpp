#include "gis/write_raster.hpp"

#include "gis/error.hpp"
#include "gis/files.hpp"
#include "gis/gdal.hpp"
#include "gis/part_file.hpp"

#include <ogr_spatialref.h>

#include <limits>

namespace tuantra::gis {

void write_geotiff(const std::filesystem::path& file, const WrittenGrid& grid, std::span<const float> values,
                   const Metadata& metadata)
{
    initialise();
    const auto name = file.string();
    if (grid.width <= 0 || grid.height <= 0 ||
        values.size() != static_cast<std::size_t>(grid.width) * static_cast<std::size_t>(grid.height))
        throw Error(name, 0, "the grid's size does not fit its values");
    const PartFile part(file);
    ErrorTrap trap;
    const auto fail = [&](const char* otherwise) {
        throw Error(name, 0, "cannot be written: " + trap.text(otherwise));
    };
    auto* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const char* const options[] = {"COMPRESS=DEFLATE", "PREDICTOR=3", "TILED=YES", nullptr};
    Dataset image(driver == nullptr ? nullptr
                                    : driver->Create(part.path().c_str(), grid.width, grid.height, 1, GDT_Float32,
                                                     const_cast<char**>(options)));
    if (!image) fail("no GeoTIFF driver");
    OGRSpatialReference crs;
    if (crs.SetFromUserInput(grid.crs.c_str()) != OGRERR_NONE) fail("the plane is unknown");
    double transform[6] = {grid.west_m, grid.cell_m, 0, grid.north_m, 0, -grid.cell_m};
    image->SetSpatialRef(&crs);
    image->SetGeoTransform(transform);
    for (const auto& [key, value] : metadata) image->SetMetadataItem(key.c_str(), value.c_str());
    auto* band = image->GetRasterBand(1);
    band->SetNoDataValue(std::numeric_limits<double>::quiet_NaN());
    band->SetDescription(grid.description.c_str());
    band->SetUnitType(grid.unit.c_str());
    // GDAL's RasterIO takes a pointer to non-const for both directions; it only reads here.
    auto* pixels = const_cast<float*>(values.data());
    const auto done = band->RasterIO(GF_Write, 0, 0, grid.width, grid.height, pixels, grid.width, grid.height,
                                     GDT_Float32, 0, 0, nullptr);
    image.reset();  // what is still to be written may fail here
    if (done != CE_None || trap.failed()) fail("no reason given");
    part.commit();
}

}  // namespace tuantra::gis
