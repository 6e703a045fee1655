#include "gis/gdal.hpp"

#include "gis/error.hpp"
#include "gis/files.hpp"

#include <gdal_frmts.h>

#include <mutex>

namespace tuantra::gis {

namespace {

// Only what is needed is registered: a driver that is not there can be neither tricked into the network nor attacked.
void register_drivers()
{
    RegisterOGRFlatGeobuf();
    RegisterOGRGeoJSON();
    RegisterOGRGeoPackage();
    RegisterOGRShape();
    RegisterOGRLIBKML();
    RegisterOGRKML();
    RegisterOGRGPX();
    RegisterOGRXLSX();
    GDALRegister_MEM();
    GDALRegister_PNG();
    GDALRegister_GTiff();
}

void set_limits()
{
    const std::pair<const char*, const char*> settings[] = {
        {"GDAL_DISABLE_READDIR_ON_OPEN", "TRUE"},
        {"CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO"},
        {"GDAL_PAM_ENABLED", "NO"},
        {"OGR_GEOJSON_MAX_OBJ_SIZE", "200"},
        {"SHAPE_RESTORE_SHX", "NO"},
        {"OGR_XLSX_HEADERS", "FORCE"},
        {"LIBKML_RESOLVE_STYLE", "NO"},
    };
    for (const auto& [key, value] : settings) CPLSetConfigOption(key, value);
    CPLSetErrorHandler(CPLQuietErrorHandler);
    register_drivers();
}

}  // namespace

void initialise()
{
    static std::once_flag once;
    std::call_once(once, set_limits);
}

ErrorTrap::ErrorTrap()
{
    CPLErrorReset();
    CPLPushErrorHandlerEx(&ErrorTrap::note, this);
}

ErrorTrap::~ErrorTrap()
{
    CPLPopErrorHandler();
}

void ErrorTrap::note(CPLErr level, CPLErrorNum, const char* message)
{
    auto* self = static_cast<ErrorTrap*>(CPLGetErrorHandlerUserData());
    if (self == nullptr) return;
    if (level >= CE_Failure) {
        self->m_failed = true;
        if (self->m_failure.empty()) self->m_failure = message;
    } else if (level == CE_Warning && self->m_warning.empty()) {
        self->m_warning = message;
    }
}

std::string ErrorTrap::text(const std::string& otherwise) const
{
    if (!m_failure.empty()) return one_line(m_failure);
    return m_warning.empty() ? otherwise : one_line(m_warning);
}

void ErrorTrap::clear()
{
    m_failed = false;
    m_failure.clear();
    m_warning.clear();
}

std::string one_line(std::string_view text, std::size_t limit)
{
    const bool cut = text.size() > limit;
    if (cut) {
        text = text.substr(0, limit);
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.remove_suffix(1);
        if (!text.empty() && (static_cast<unsigned char>(text.back()) & 0x80U) != 0) text.remove_suffix(1);
    }
    std::string out(text);
    for (char& c : out) {
        if (static_cast<unsigned char>(c) < 0x20U || c == 0x7F) c = ' ';
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    if (cut) out += "...";
    return out;
}

Dataset open_map_file(const std::filesystem::path& file)
{
    initialise();
    if (!std::filesystem::exists(file)) throw Error(file.string(), 0, "no such file");
    ErrorTrap trap;
    const char* const drivers[] = {"FlatGeobuf", "GTiff", nullptr};
    const char* const options[] = {"VERIFY_BUFFERS=NO", nullptr};
    const bool flat = file.extension() == ".fgb";
    const auto flags =
        static_cast<unsigned>(GDAL_OF_READONLY) | static_cast<unsigned>(flat ? GDAL_OF_VECTOR : GDAL_OF_RASTER);
    Dataset dataset(GDALDataset::Open(file.c_str(), flags, drivers, flat ? options : nullptr, nullptr));
    if (!dataset) throw Error(file.string(), 0, trap.text("cannot be read"));
    return dataset;
}

const std::vector<std::string>& allowed_drivers()
{
    static const std::vector<std::string> drivers = {"XLSX",   "GeoJSON", "GPKG", "ESRI Shapefile",
                                                     "LIBKML", "KML",     "GPX",  "FlatGeobuf"};
    return drivers;
}

}  // namespace tuantra::gis
