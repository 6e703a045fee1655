#pragma once
#include "gis/rows.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tuantra::gis {

/// What GDAL is asked to open, and what it is called before the user.
struct OgrSource {
    std::string shown;   ///< the file's name in errors
    std::string name;    ///< what GDAL opens; may be one of its virtual names
    std::string driver;  ///< the only one that may try
};

/// Rows of one layer. GPX: track points where the file has any (with a column track_name), else route points, else
/// waypoints. Throws Error, also from next() when fewer rows come than the file promises.
std::unique_ptr<RowReader> open_ogr(const OgrSource& source, const OpenOptions& options);

}  // namespace tuantra::gis
