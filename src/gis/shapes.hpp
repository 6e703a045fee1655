#pragma once
#include "gis/crs.hpp"
#include "gis/gdal.hpp"
#include "gis/rows.hpp"

#include <string>

namespace tuantra::gis {

/// Writes the geometry into `out` in WGS 84. Returns why it cannot be used, or an empty text. A missing or empty
/// geometry gives Type::none. Curves become lines; a collection must hold one sort of shape.
std::string to_shape(const OGRGeometry* geometry, const ToWgs84& crs, Shape& out);

}  // namespace tuantra::gis
