#pragma once
#include "domain/incident.hpp"
#include "store/rtree_pack.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tuantra::store {

/// How an incident becomes a row: shared by imports and by changes of one record.

/// Throws Error for a place off the globe, a time out of range or turned round, a text that is not UTF-8.
void validate(const domain::Incident& incident);
/// The hash that tells an unchanged record from a changed one. The address is left out: it follows from the place, and
/// changes when the measured lines do.
std::uint64_t content_of(const domain::Incident& incident);
IndexEntry entry_of(const domain::Incident& incident, std::int64_t id);
void write_json(std::string& out, const std::vector<std::pair<std::string, std::string>>& attributes);

/// "INSERT OR REPLACE INTO incident ..." with all columns of incident_columns in order.
extern const std::string put_incident;
/// Binds all of put_incident but id, geom, attributes, uid, source, content and the stamps.
void bind_fields(SQLite::Statement& statement, const domain::Incident& incident);

/// Both spatial indexes of incident, row by row.
class IncidentIndex {
public:
    explicit IncidentIndex(SQLite::Database& db);
    /// Puts the record's place there, instead of where it stood.
    void put(const IndexEntry& entry);

private:
    SQLite::Statement m_plane, m_full;
};

}  // namespace tuantra::store
