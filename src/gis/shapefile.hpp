#pragma once
#include <string>

namespace tuantra::gis {

/// GDAL reads what is there of a cut Shapefile and says nothing. Compares the sizes that the .shp and .dbf headers
/// promise with the files. `name` is what GDAL opens. Throws Error when bytes are missing.
void check_shapefile(const std::string& shown, const std::string& name);

}  // namespace tuantra::gis
