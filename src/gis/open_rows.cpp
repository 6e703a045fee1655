#include "gis/bytes.hpp"
#include "gis/csv.hpp"
#include "gis/encoding.hpp"
#include "gis/error.hpp"
#include "gis/files.hpp"
#include "gis/gdal.hpp"
#include "gis/ogr_rows.hpp"
#include "gis/rows.hpp"
#include "gis/shapefile.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace tuantra::gis {

namespace {

using std::filesystem::path;

enum class Format : std::uint8_t { unknown, csv, xlsx, geojson, gpkg, shapefile, kml, kmz, gpx, flatgeobuf, zip };

/// Formats whose reader holds the whole document in memory: what is unpacked for them is bounded more tightly.
constexpr std::uint64_t document_limit = 512ULL << 20U;

std::string lower(std::string text)
{
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string extension_of(const std::string& name)
{
    return lower(path(name).extension().string());
}

void refuse_names(const std::string& name)
{
    if (lower(name).starts_with("/vsi")) throw Error(name, 0, "virtual file names are refused");
    if (name.find("://") != std::string::npos) throw Error(name, 0, "network names are refused; give a file");
    if (name.find('\0') != std::string::npos) throw Error("file", 0, "the name holds a zero byte");
    struct stat info {};
    if (::stat(name.c_str(), &info) != 0) {
        const int why = errno;
        const auto colon = name.find(':');
        if (why == ENOENT && colon != std::string::npos && colon > 1 && name.find('/') > colon)
            throw Error(name, 0, "database and service names are refused; give a file");
        throw Error(name.empty() ? "\"\"" : name, 0, why == ENOENT ? "no such file" : std::strerror(why));
    }
    if (S_ISDIR(info.st_mode)) throw Error(name, 0, "is a directory, not a file");
    if (!S_ISREG(info.st_mode)) throw Error(name, 0, "is not a regular file");
    if (info.st_size == 0) throw Error(name, 0, "the file is empty");
}

std::string first_bytes(ByteSource& bytes, std::size_t most)
{
    std::string head(most, '\0');
    std::size_t got = 0;
    while (got < most) {
        const std::size_t n = bytes.read(head.data() + got, most - got);
        if (n == 0) break;
        got += n;
    }
    head.resize(got);
    return head;
}

Format format_of_xml(const std::string& shown, std::string_view head)
{
    const auto has = [&](std::string_view tag) { return head.find(tag) != std::string_view::npos; };
    if (has("<gpx")) return Format::gpx;
    if (has("<kml") || has(":kml") || has("<Placemark") || has("<Document")) return Format::kml;
    if (has("<TrainingCenterDatabase")) throw Error(shown, 0, "TCX is not read; export the activity as GPX");
    if (has("opengis.net/gml")) throw Error(shown, 0, "GML is not read; convert it to GeoPackage or GeoJSON");
    throw Error(shown, 0, "XML of an unknown kind");
}

/// By the first bytes, then by the name. `head` is unpacked already.
Format format_of(const std::string& shown, const std::string& name, std::string_view head)
{
    const std::string extension = extension_of(name);
    if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return Format::zip;
    if (head.starts_with("SQLite format 3")) return Format::gpkg;
    if (head.starts_with("fgb\x03")) return Format::flatgeobuf;
    if (extension == ".shx") throw Error(shown, 0, "is the index of a Shapefile; give the .shp file");
    if (head.starts_with(std::string_view("\0\0\x27\x0A", 4)) || extension == ".shp" || extension == ".dbf")
        return Format::shapefile;
    if (extension == ".gpkg") throw Error(shown, 0, "is no GeoPackage: it does not start like one");
    if (extension == ".fgb" || extension == ".xlsx" || extension == ".kmz")
        throw Error(shown, 0, "is damaged: it does not start like a " + extension.substr(1) + " file");
    const auto sniffed = sniff_encoding(head);
    std::string decoded;
    append_utf8(decoded, head.substr(sniffed.bom), sniffed.encoding);
    std::string_view text = decoded;
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
    const bool delimited = extension == ".csv" || extension == ".tsv" || extension == ".tab" || extension == ".txt";
    if (!delimited && text.starts_with("<")) return format_of_xml(shown, text);
    if (extension == ".gpx") return Format::gpx;
    if (extension == ".kml") return Format::kml;
    if (!delimited &&
        (text.starts_with("{") || text.starts_with("[") || extension == ".json" || extension == ".geojson"))
        return Format::geojson;
    if (text.starts_with("$GP") || text.starts_with("$PG") || text.starts_with("!AIVDM") || text.starts_with("\\"))
        throw Error(shown, 0, "an NMEA log is not read here");
    if (delimited || extension.empty() || extension == ".zip" || extension == ".gz") return Format::csv;
    throw Error(
        shown, 0,
        "the format is not known; CSV, TSV, XLSX, GeoJSON, GeoPackage, Shapefile, KML, KMZ, GPX and FlatGeobuf are");
}

const char* driver_of(Format format)
{
    switch (format) {
        case Format::xlsx:
            return "XLSX";
        case Format::geojson:
            return "GeoJSON";
        case Format::gpkg:
            return "GPKG";
        case Format::shapefile:
            return "ESRI Shapefile";
        case Format::kml:
        case Format::kmz:
            return "LIBKML";
        case Format::gpx:
            return "GPX";
        case Format::flatgeobuf:
            return "FlatGeobuf";
        default:
            return "";
    }
}

std::unique_ptr<RowReader> open_csv(const path& file, const std::string& inner, const OpenOptions& options)
{
    const std::string layer = path(inner.empty() ? file.string() : inner).stem().string();
    if (!options.layer.empty() && options.layer != layer && inner.empty())
        throw Error(file.string(), 0, "has no layer \"" + options.layer + "\"; it has " + layer);
    return std::make_unique<CsvReader>(file.string(), layer, open_bytes(file, inner, options.max_unpacked_bytes),
                                       options);
}

/// Which entry of an archive holds the rows.
std::string choose_entry(const path& file, const std::vector<ZipEntry>& entries, const OpenOptions& options)
{
    constexpr std::array<std::string_view, 9> known = {".shp",  ".csv",  ".tsv", ".txt", ".geojson",
                                                       ".json", ".gpkg", ".kml", ".gpx"};
    std::vector<std::string> found;
    for (const auto& entry : entries) {
        const std::string extension = extension_of(entry.name);
        const bool fits = extension == ".fgb" || std::find(known.begin(), known.end(), extension) != known.end();
        if (!fits || path(entry.name).filename().string().starts_with(".") || entry.name.starts_with("__MACOSX"))
            continue;
        if (!options.layer.empty() && path(entry.name).stem() == options.layer) return entry.name;
        found.push_back(entry.name);
    }
    if (found.size() == 1) return found.front();
    if (found.empty() && entries.size() == 1) return entries.front().name;
    std::string names;
    for (const auto& name : found.empty() ? std::vector<std::string>{"nothing that is read"} : found)
        names += (names.empty() ? "" : ", ") + name;
    if (found.empty()) throw Error(file.string(), 0, "the archive holds " + names);
    throw Error(file.string(), 0,
                "the archive holds several files: " + one_line(names) + "; name one of them as the layer");
}

std::unique_ptr<RowReader> open_format(const path& file, const std::string& gdal_name, Format format,
                                       const OpenOptions& options)
{
    const std::string shown = file.string();
    return open_ogr({shown, gdal_name, driver_of(format)}, options);
}

std::unique_ptr<RowReader> open_zip(const path& file, const OpenOptions& options)
{
    const auto entries = list_zip(file, options.max_unpacked_bytes);
    const auto has = [&](std::string_view name) {
        return std::any_of(entries.begin(), entries.end(), [&](const auto& e) { return e.name == name; });
    };
    const bool kmz = extension_of(file.string()) == ".kmz";
    if (has("[Content_Types].xml") || kmz) {
        list_zip(file, std::min(options.max_unpacked_bytes, document_limit));
        return open_format(file, std::filesystem::absolute(file).string(), kmz ? Format::kmz : Format::xlsx, options);
    }
    const std::string entry = choose_entry(file, entries, options);
    const auto bytes = open_bytes(file, entry, options.max_unpacked_bytes);
    const Format format = format_of(file.string(), entry, first_bytes(*bytes, 4096));
    if (format == Format::zip) throw Error(file.string(), 0, "an archive inside an archive is refused");
    if (format == Format::csv) return open_csv(file, entry, options);
    OpenOptions inner = options;
    if (inner.layer == path(entry).stem()) inner.layer.clear();
    const std::string name = "/vsizip/{" + std::filesystem::absolute(file).string() + "}/" + entry;
    if (format == Format::shapefile) check_shapefile(file.string(), name);
    if (format == Format::kml) list_zip(file, std::min(options.max_unpacked_bytes, document_limit));
    return open_format(file, name, format, inner);
}

}  // namespace

bool looks_readable(const path& file)
{
    constexpr std::array<std::string_view, 15> endings{".csv",  ".tsv",     ".tab",  ".txt", ".xlsx",
                                                       ".json", ".geojson", ".gpkg", ".shp", ".kml",
                                                       ".kmz",  ".gpx",     ".fgb",  ".zip", ".gz"};
    return std::find(endings.begin(), endings.end(), extension_of(file.string())) != endings.end();
}

std::unique_ptr<RowReader> open_rows(const path& file, const OpenOptions& options)
{
    initialise();
    const std::string shown = file.string();
    refuse_names(shown);
    const auto bytes = open_bytes(file, {}, options.max_unpacked_bytes);
    const bool packed = extension_of(shown) == ".gz";
    const std::string head = first_bytes(*bytes, 4096);
    if (head.empty()) throw Error(shown, 0, "the file is empty");
    const std::string name = packed ? path(shown).replace_extension().string() : shown;
    const Format format = format_of(shown, name, head);
    if (format == Format::csv) return open_csv(file, {}, options);
    if (format == Format::zip && !packed) return open_zip(file, options);
    if (format == Format::zip) throw Error(shown, 0, "an archive inside an archive is refused");
    const std::string whole = std::filesystem::absolute(file).string();
    if (format == Format::shapefile) check_shapefile(shown, whole);
    if (!packed) return open_format(file, whole, format, options);
    // GDAL would unpack on its own, without end: the size is known to be bounded before it starts.
    const auto limit = std::min(options.max_unpacked_bytes, document_limit);
    const auto all = open_bytes(file, {}, limit);
    std::array<char, 65536> block;
    while (all->read(block.data(), block.size()) > 0) {
    }
    return open_format(file, "/vsigzip/" + whole, format, options);
}

}  // namespace tuantra::gis
