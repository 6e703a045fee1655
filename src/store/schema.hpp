#pragma once
#include "store/connection.hpp"

#include <cstdint>

namespace tuantra::store {

inline constexpr std::int32_t application_id = 0x54756154;  // "TuaT"
inline constexpr std::int32_t schema_version = 1;

/// Looks at the first bytes of the file without opening it as a database. Throws Error when it is none of ours, or
/// newer. \returns false when the file is absent or empty
bool inspect_header(const std::filesystem::path& file);

/// Whether the database has the version this program writes. Throws Error when it is none of ours, or newer.
bool is_current(Connection& connection);

/// Brings the database to this program's schema in one transaction; an empty one gets everything.
void migrate(Connection& connection);

/// The columns of incident, in the order of its history table too.
inline constexpr const char* incident_columns =
    "id,occurred_from,occurred_to,kind,severity,reliability,line,chainage_km,offset_m,geom,credibility,suspects,"
    "victims,"
    "title,narrative,attributes,source_key,uid,source_id,content_hash,created_at,updated_at";

/// Indexes of incident that a large import builds at its end.
inline constexpr const char* create_incident_indexes =
    "CREATE INDEX incident_facet ON incident(kind,severity,reliability);"
    "CREATE INDEX incident_address ON incident(line,chainage_km,offset_m) WHERE line IS NOT NULL;";
inline constexpr const char* drop_incident_indexes = "DROP INDEX incident_facet; DROP INDEX incident_address;";

}  // namespace tuantra::store
