#pragma once
#include "domain/geo.hpp"
#include "domain/line.hpp"
#include "domain/basemap.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace tuantra::gis {

/// Quiets GDAL's own printing and sets its limits. Once per process, before any other call of this layer.
void initialise();

/// maps/line_*.fgb with data/lines/lines.json and stretches.csv. Throws Error.
domain::Lines load_lines(const std::filesystem::path& maps, const std::filesystem::path& data);
/// All of maps/ for drawing. A missing optional layer (rivers, relief) leaves it empty. Throws Error.
domain::Basemap load_basemap(const std::filesystem::path& maps);
/// Polygons of any file of the allow-list, for --within. Throws Error when it has none.
domain::MultiPolygon load_area(const std::filesystem::path& file);
/// RGBA rows from the top. The file appears whole or not at all. Throws Error.
void write_png(const std::filesystem::path& file, int width, int height, std::span<const std::uint8_t> rgba);

}  // namespace tuantra::gis
