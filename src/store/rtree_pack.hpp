#pragma once
#include "store/connection.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tuantra::store {

/// One place in a spatial index, in full precision.
struct IndexEntry {
    std::int64_t id = 0;
    double lon = 0, lat = 0;
    double from = 0, to = 0;  ///< seconds since rtree_epoch; from here on unused by plane indexes
    double position = 0;      ///< along both lines, see incident_position
    double facet = 0;         ///< see incident_facet
};

/// R*Trees hold 32-bit floats; seconds from here (2020-01-01) stay exact to seconds for years around.
inline constexpr std::int64_t rtree_epoch = 1577836800;

/// plane: SpatiaLite's (x, y). full: (lon, lat, time, position, facet), the index of incident.
enum class IndexShape : std::uint8_t { plane, full };

/// Bytes of a node of the full index: 42 entries, so that a page holds two nodes. Its root is made so by the schema.
inline constexpr std::size_t full_node_size = 4 + 48 * 42;

/// Replaces the content of an R*Tree by `entries`, packed bottom-up in Hilbert order with its nodes written straight
/// into the shadow tables: fifteen times cheaper than row by row. Inside the caller's transaction.
void pack_rtree(Connection& connection, const std::string& table, IndexShape shape, std::vector<IndexEntry>& entries);

}  // namespace tuantra::store
