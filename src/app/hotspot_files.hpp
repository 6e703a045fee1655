#pragma once
#include "app/hotspot.hpp"

#include <filesystem>

namespace tuantra::app {

/// Everything a result says of itself, by name, for files.
std::vector<std::pair<std::string, std::string>> hotspot_metadata(const HotspotResult& result, const Json& run_uid,
                                                                  domain::Zone zone);

/// The cells as features of a GeoPackage, with everything the result says of itself as metadata. Throws gis::Error.
void write_hotspot_geopackage(const std::filesystem::path& file, const HotspotResult& result,
                              const domain::Lines& lines, const Json& run_uid, domain::Zone zone);

/// The surface of a density as it was computed, on its equal-area plane. Throws gis::Error, CallError for a method that
/// makes none.
void write_hotspot_geotiff(const std::filesystem::path& file, const HotspotResult& result, const Json& run_uid,
                           domain::Zone zone);

}  // namespace tuantra::app
