#pragma once
#include "gis/write_features.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace tuantra::gis {

/// Square cells on a plane, rows from the north.
struct WrittenGrid {
    int width = 0, height = 0;
    double west_m = 0, north_m = 0;  ///< outer corner
    double cell_m = 0;
    std::string crs;          ///< as PROJ or EPSG name it
    std::string unit;         ///< of the values
    std::string description;  ///< of the band
};

/// A compressed GeoTIFF of 32-bit floats, NaN where there is nothing, with the metadata in it. It appears whole
/// (written beside, then renamed) or not at all. Throws Error; also when the values are not width times height.
void write_geotiff(const std::filesystem::path& file, const WrittenGrid& grid, std::span<const float> values,
                   const Metadata& metadata);

}  // namespace tuantra::gis
