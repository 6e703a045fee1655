#pragma once
#include "domain/ecef.hpp"
#include "domain/geo.hpp"
#include "domain/track.hpp"

#include <span>

namespace tuantra::store {

/// A geodesic distance no place of the box is nearer than, metres. Never more than 0.6 % below the truth.
double least_distance_m(domain::LonLat from, const domain::Box& box);

/// Geodesic "within radius" for many places: decided from the chord where that is certain, else by the geodesic itself.
class CircleTest {
public:
    CircleTest(domain::LonLat centre, double radius_m);
    bool has(domain::LonLat p) const;
    /// Every place of a small box is within; false also when not certain.
    bool has_all(const domain::Box& box) const;
    /// Some place of the line is within (legs as seen in the azimuthal equidistant plane around the centre).
    bool meets(std::span<const domain::Fix> line) const;
    domain::LonLat centre() const { return m_centre; }
    double radius_m() const { return m_radius_m; }

private:
    double chord(domain::LonLat p) const;

    domain::LonLat m_centre;
    double m_radius_m, m_sure_chord_m;
    domain::Vec3 m_at;
};

}  // namespace tuantra::store
