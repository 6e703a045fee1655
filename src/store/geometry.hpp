#pragma once
#include "domain/geo.hpp"
#include "domain/track.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tuantra::store {

/// SpatiaLite's geometry blobs, SRID 4326, little-endian. SpatiaLite crashes on malformed ones, so nothing stored
/// reaches it unseen by valid_geometry().
using Blob = std::vector<std::uint8_t>;

enum class GeometryType : std::uint32_t { point = 1, multipolygon = 6, linestring_m = 2002 };

inline constexpr std::size_t point_blob_size = 60;
/// A line's blob has empty_line_blob bytes (the header, the count, the end) and line_vertex for each vertex.
inline constexpr std::size_t empty_line_blob = 48, line_vertex = 24;

/// Writes a point into 60 bytes.
void write_point(std::uint8_t* out, domain::LonLat p);
Blob point_blob(domain::LonLat p);
/// M is the third number of each vertex. A single fix becomes a line of two equal vertices.
Blob line_blob(std::span<const domain::Fix> fixes);
/// Rings are closed where they are not. \pre each ring has at least three places
Blob polygons_blob(const domain::MultiPolygon& polygons);

/// Exactly one well-formed geometry of that type: finite numbers in range, counts that fit the size to the byte, a
/// bounding box that is that of the vertices, rings closed with at least four vertices.
bool valid_geometry(std::span<const std::uint8_t> blob, GeometryType type);
/// nullopt when not valid.
std::optional<domain::LonLat> read_point(std::span<const std::uint8_t> blob);
std::optional<std::vector<domain::Fix>> read_line(std::span<const std::uint8_t> blob);
std::optional<domain::MultiPolygon> read_polygons(std::span<const std::uint8_t> blob);
/// The bounding box in the header. \pre valid_geometry
domain::Box blob_bounds(std::span<const std::uint8_t> blob);

}  // namespace tuantra::store
