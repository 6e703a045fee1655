#pragma once
#include "domain/geo.hpp"

namespace tuantra::domain {

/// A place on the plane of all grids and kernels: metres east and north of 108 E 16 N, Lambert azimuthal equal-area on
/// WGS 84. Areas are true everywhere; distances are off by less than 1 in 200 within 1,100 km of the centre.
struct PlanePoint {
    double x = 0;
    double y = 0;
    friend bool operator==(const PlanePoint&, const PlanePoint&) = default;
};

inline constexpr LonLat plane_centre{108, 16};
/// The plane for other programs.
inline constexpr const char* plane_crs = "+proj=laea +lat_0=16 +lon_0=108 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs";

/// Snyder (1987), Map projections, equations 24-2, 24-13 to 24-20; EPSG method 9820. Any valid place but the one
/// opposite the centre, which lands somewhere on the rim. Thread-safe.
PlanePoint to_plane(LonLat place);
/// The inverse, to 1e-11 degrees. A point beyond the rim (12,700 km) is pulled to it.
LonLat from_plane(PlanePoint point);

}  // namespace tuantra::domain
