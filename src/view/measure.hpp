#pragma once
#include "domain/geo.hpp"

#include <optional>
#include <vector>

namespace tuantra::view {

/// What measuring from place to place gives; all on the ellipsoid.
struct Leg {
    double distance_m = 0;
    double bearing_deg = 0;  ///< at its beginning, clockwise from true north, 0..360
};

struct Measured {
    std::vector<Leg> legs;          ///< with the closing one where `closed`
    double length_m = 0;            ///< their sum
    std::optional<double> area_m2;  ///< of a closed figure of at least three places whose sides do not cross
};

Measured measured(const domain::Polyline& places, bool closed);

/// Whether two sides of the closed figure cross or touch other than at a shared corner (sides straight in degrees).
bool crosses_itself(const domain::Ring& ring);

/// The geodesic between two places as points at most `step_m` apart, both ends included; at most 512 pieces.
domain::Polyline geodesic(domain::LonLat from, domain::LonLat to, double step_m);

/// The circle as `corners` places on it. \pre corners >= 3
domain::Ring ring_of(const domain::Circle& circle, std::size_t corners = 128);

/// Rings round a place at equal steps.
struct RangeRings {
    domain::LonLat centre;
    double step_m = 1000;
    int count = 4;
    friend bool operator==(const RangeRings&, const RangeRings&) = default;
};

/// The greatest of 1, 2, 5 times a power of ten that is not above `value`; 0 for value <= 0.
double round_below(double value);
/// `value` to the nearest multiple of the smallest of 1, 2, 5 times a power of ten that is at least `least`.
double rounded_to(double value, double least);

}  // namespace tuantra::view
