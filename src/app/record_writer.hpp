#pragma once
#include "app/cli_context.hpp"
#include "domain/time.hpp"
#include "store/store.hpp"

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace tuantra::app {

/// One record of a query with its columns in order, ready for any format.
struct Record {
    std::vector<std::pair<std::string, Json>> columns;  ///< null where unknown
    std::vector<domain::LonLat> shape;                  ///< one: a point; more: a line
};

enum class Format { table, json, csv, geojson };
std::optional<Format> parse_format(const std::string& text);

/// Writes records one after the other. finish() closes the document; without it the document is incomplete.
class RecordWriter {
public:
    virtual ~RecordWriter() = default;
    virtual void add(const Record& record) = 0;
    virtual void finish() = 0;
};

/// `columns` names what the records hold (used where there are none). Table: only those in `shown`, and a first line
/// says SYNTHETIC when `synthetic`. JSON is an array of objects, CSV follows RFC 4180, GeoJSON RFC 7946 (with bbox).
std::unique_ptr<RecordWriter> make_writer(Format format, std::ostream& out, std::vector<std::string> columns,
                                          std::vector<std::string> shown, bool synthetic);

Record to_record(const store::IncidentRecord& row, domain::Zone zone);
std::vector<std::string> incident_columns();
Record to_record(const store::Store::TrackRow& row, std::vector<domain::Fix> fixes, bool synthetic, domain::Zone zone);
std::vector<std::string> track_columns();

/// One field of a CSV row, quoted where RFC 4180 asks for it.
std::string csv_field(const std::string& text);

/// The line that heads every table with invented records.
std::string synthetic_note();

}  // namespace tuantra::app
