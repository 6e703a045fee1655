#pragma once
#include "domain/geo.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>

class OGRSpatialReference;

namespace tuantra::gis {

/// Brings coordinates (easting/longitude first) of one CRS to WGS 84. VN-2000 goes by EPSG:6960, whatever operation
/// PROJ would choose, unless the CRS carries parameters of its own. Not thread-safe: one per thread.
class ToWgs84 {
public:
    /// Nothing to do: coordinates are WGS 84 already.
    ToWgs84();
    /// `shown` names the file in errors. Throws Error for a CRS that is unknown, has no place on the earth, or stands
    /// on a datum whose shift is not known well enough (Hanoi 1972, Indian 1960).
    ToWgs84(const std::string& shown, const std::string& crs);
    ToWgs84(const std::string& shown, const OGRSpatialReference& crs);
    ~ToWgs84();
    ToWgs84(ToWgs84&&) noexcept;
    ToWgs84& operator=(ToWgs84&&) noexcept;

    bool identity() const;
    const std::string& name() const;  ///< "EPSG:3405", else the CRS's own name
    std::optional<domain::LonLat> convert(double x, double y) const;
    /// In place; false when any of them has no place on WGS 84 (their values are then undefined).
    bool convert(std::span<domain::LonLat> points) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace tuantra::gis
