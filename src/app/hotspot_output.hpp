#pragma once
#include "app/hotspot.hpp"

#include <ostream>

namespace tuantra::app {

/// The contract's document: run_uid (null while not sealed), method, settings, n, cells, and what else is known.
Json hotspot_json(const HotspotResult& result, const Json& run_uid, domain::Zone zone);
/// The same as a GeoJSON FeatureCollection (RFC 7946), a feature for every cell, what is said of the whole beside them.
Json hotspot_geojson(const HotspotResult& result, const domain::Lines& lines, const Json& run_uid, domain::Zone zone);
/// One cell a row, all columns; RFC 4180.
void write_hotspot_csv(std::ostream& out, const HotspotResult& result, domain::Zone zone);
/// Sentences, then the cells worth showing.
void write_hotspot_table(std::ostream& out, const HotspotResult& result, domain::Zone zone);

/// What a cell's column says in a file: a number, whole, true or false, an English name, a time (ISO 8601), or null.
Json cell_value(const HotspotColumn& column, std::size_t cell, domain::Zone zone);
Json notes_json(const std::vector<Note>& notes);

}  // namespace tuantra::app
