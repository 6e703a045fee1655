#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

namespace tuantra::store {

/// Our own SQL functions. Box arguments are the four coordinates of an index entry: west, east, south, north.
///
///     in_box(geom, west, south, east, north)             a point in full precision
///     in_circle(geom, lon, lat, radius_m)                geodesic
///     circle_has(w, e, s, n, lon, lat, radius_m)         1 when the whole index entry is certainly within
///     line_meets_circle(geom, lon, lat, radius_m)        a LINESTRINGM
///     area_side(geom, area)                              0 outside, 1 inside, 2 SpatiaLite must say
///     area_has(w, e, s, n, area)                         1 when the whole index entry is certainly inside
///     text_match(title, narrative, words)                the text part of a filter
///     text_words(title, narrative)                       what the text index holds for a record
///     blob_west(geom), blob_east, blob_south, blob_north the bounding box as the blob's header has it
///     valid_blob(geom, type)                             a blob that SpatiaLite may see
///
/// and for R*Trees, in `id MATCH ...`: rtree_circle(lon, lat, radius_m), rtree_area(area), rtree_nearest(lon, lat),
/// which yields entries by a lower bound of their distance, and for incident_rtree rtree_facet(kind bits, severity
/// from, to, grade from, to) and rtree_position(from, to, from, to).
void register_functions(SQLite::Database& db);

}  // namespace tuantra::store
