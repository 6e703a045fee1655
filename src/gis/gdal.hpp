#pragma once
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tuantra::gis {

struct DatasetCloser {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, DatasetCloser>;
using Feature = std::unique_ptr<OGRFeature>;

/// Collects what GDAL says on this thread while it lives, so that nothing is printed and nothing is missed.
class ErrorTrap {
public:
    ErrorTrap();
    ~ErrorTrap();
    ErrorTrap(const ErrorTrap&) = delete;
    ErrorTrap& operator=(const ErrorTrap&) = delete;

    bool failed() const { return m_failed; }
    /// The first failure, else the first warning, on one line; `otherwise` when GDAL said nothing.
    std::string text(const std::string& otherwise) const;
    bool warned() const { return !m_warning.empty(); }
    void clear();

private:
    static void CPL_STDCALL note(CPLErr level, CPLErrorNum number, const char* message);
    bool m_failed = false;
    std::string m_failure, m_warning;
};

/// Control characters and line breaks become spaces; at most `limit` bytes, cut at a character.
std::string one_line(std::string_view text, std::size_t limit = 300);

/// Opens one of our own map files. Throws Error.
Dataset open_map_file(const std::filesystem::path& file);

/// One entry per driver of the allow-list, as GDAL names them.
const std::vector<std::string>& allowed_drivers();

}  // namespace tuantra::gis
