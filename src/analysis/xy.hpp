#pragma once

namespace tuantra::analysis {

/// A place on the plane, metres (Lambert azimuthal equal-area unless the caller says otherwise).
struct XY {
    double x = 0;
    double y = 0;
};

}  // namespace tuantra::analysis
