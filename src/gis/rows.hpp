#pragma once
#include "domain/geo.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tuantra::gis {

/// The shape of one foreign feature, already in WGS 84 longitude, latitude. Lines and polygons as their parts.
struct Shape {
    enum class Type : std::uint8_t { none, point, line, polygon } type = Type::none;
    std::vector<domain::Polyline> parts;      ///< point: one part of one point; line: parts; polygon: rings
    std::vector<std::vector<double>> times;   ///< line: Unix seconds per vertex where the file has them, else empty
    std::vector<std::size_t> polygon_starts;  ///< polygon: index in parts of each outside ring
};

/// One row of a foreign file as plain text plus a shape. Views live until the next call of next().
struct RawRow {
    std::int64_t number = 0;  ///< 1 is the first row of data, as a spreadsheet user counts them without the header
    std::span<const std::string_view> values;  ///< UTF-8, one per column, missing ones empty; more only where
                                               ///< a file without a header has longer rows
    const Shape* shape = nullptr;              ///< null where the row has none
    std::string_view raw;                      ///< the row's text for the quarantine; may be empty (then made of values)
    std::string_view defect;                   ///< not empty: the row could not be read; why
};

struct LayerInfo {
    std::string name;
    std::string shape_type;      ///< point, line, polygon, none, mixed
    std::int64_t features = -1;  ///< -1 unknown
};

struct OpenOptions {
    std::string layer;           ///< empty: the first one that has rows
    std::string crs;             ///< "EPSG:N" for files that do not say; empty: what the file says, else WGS 84
    std::size_t max_row_bytes = 4U << 20U;       ///< a longer row is a defect (its excess is skipped, not stored)
    std::uint64_t max_unpacked_bytes = 4ULL << 30U;  ///< for archives
};

/// Rows of one layer of one foreign file. The narrow waist: it can later be fed from a child process.
class RowReader {
public:
    virtual ~RowReader() = default;
    virtual const std::vector<std::string>& columns() const = 0;
    virtual const std::string& format() const = 0;  ///< "CSV", "GPX", ...
    virtual const std::string& layer() const = 0;
    virtual const std::vector<LayerInfo>& layers() const = 0;
    virtual std::string crs() const = 0;            ///< what coordinates in shapes were read in, "EPSG:4326"
    /// False at the end. Throws Error when the file breaks in a way that leaves the rest unreadable.
    virtual bool next(RawRow& row) = 0;
    /// 0..1, negative while unknown.
    virtual double done() const = 0;
};

/// Whether a file has the ending of one that open_rows() may take, for lists of files.
bool looks_readable(const std::filesystem::path& file);

/// Opens a file of the allow-list (CSV, TSV, TXT, XLSX, GeoJSON, GeoPackage, Shapefile, KML, KMZ, GPX, FlatGeobuf, and
/// these in .zip or .gz). Virtual (/vsi...), network and directory names are refused. Throws Error.
std::unique_ptr<RowReader> open_rows(const std::filesystem::path& file, const OpenOptions& options = {});

}  // namespace tuantra::gis
