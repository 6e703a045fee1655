#pragma once
#include "domain/incident.hpp"
#include "store/connection.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace tuantra::store {

inline constexpr std::int32_t application_id = 0x54756154;  // "TuaT"
inline constexpr std::int32_t schema_version = 2;

/// Looks at the first bytes of the file without opening it as a database. Throws Error when it is none of ours, or
/// newer. \returns false when the file is absent or empty
bool inspect_header(const std::filesystem::path& file);

/// Whether the database has the version this program writes. Throws Error when it is none of ours, or newer.
bool is_current(Connection& connection);

/// Brings the database to this program's schema (or an earlier one, for tests) in one transaction; an empty one gets
/// everything.
void migrate(Connection& connection, std::int32_t to = schema_version);

/// The columns of incident, in the order of its history table too.
inline constexpr const char* incident_columns =
    "id,occurred_from,occurred_to,kind,severity,reliability,line,chainage_km,offset_m,geom,credibility,suspects,"
    "victims,"
    "title,narrative,attributes,source_key,uid,source_id,content_hash,created_at,updated_at";

/// The index of incident, incident_rtree, has five dimensions: lon, lat, time, position and facet. It answers every
/// part of a filter but text and source, most of them without the record. As SQL on the columns of `prefix`:
/// - position: the chainage, COAST after LAND (20,000 km further); far below 0 without an address
std::string incident_position(const std::string& prefix);
/// - facet: kind * 64 + severity * 8 + grade (A 1 .. F 6, 0 unknown). The number of a kind is part of the schema.
std::string incident_facet(const std::string& prefix);
/// All values of an entry from those columns, comma-separated as the index wants them; `sides` are the SQL functions
/// that give a blob's west, east, south, north.
std::string incident_index_values(const std::string& prefix, const std::array<const char*, 4>& sides);

inline constexpr double coast_position_km = 20000;
inline constexpr double no_position = -100000;
double position_of(const std::optional<domain::Address>& address);
double facet_of(domain::Kind kind, int severity, char reliability);

}  // namespace tuantra::store
