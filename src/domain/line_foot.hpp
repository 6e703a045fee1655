#pragma once
#include "domain/ecef.hpp"
#include "domain/line_index.hpp"

#include <optional>
#include <vector>

namespace tuantra::domain {

/// The point of a line that is nearest to a place.
struct Foot {
    std::size_t piece = 0;
    double t = 0;           ///< along the piece, 0..1
    double distance_m = 0;  ///< geodesic
    Ground ground;          ///< at the foot
    Heading sight;          ///< unit, from the foot to the place; zero when they coincide
};

/// Finds feet; knows nothing of calibration, chainage or outward.
class FootFinder {
public:
    /// \pre vertices has two distinct points. Throws std::invalid_argument otherwise.
    explicit FootFinder(const Polyline& vertices);

    /// nullopt when the line is farther than max_m. \pre is_valid(p)
    std::optional<Foot> find(LonLat p, double max_m) const;

    double length_m() const { return m_length_m; }
    const std::vector<double>& vertex_m() const { return m_vertex_m; }  ///< measured length before each vertex
    double measured_m(const Foot& foot) const;
    /// The foot at a measured length, clamped; its sight and distance are zero.
    Foot at(double measured_m) const;
    /// The line's direction at a foot, unit: between two pieces, half-way between theirs.
    Heading direction(const Foot& foot) const;

private:
    Foot looked_at(const Candidate& c, Vec3 p) const;
    Foot exact(std::size_t piece, LonLat p) const;
    void near_feet(LonLat place, Vec3 p, const std::vector<Candidate>& candidates, std::vector<Foot>& feet) const;
    std::vector<Foot> far_feet(LonLat p) const;
    bool is_bottom(const Foot& foot) const;
    Foot first_of_nearest(const std::vector<Foot>& feet) const;
    double end_m(std::size_t piece) const;
    Heading along(std::size_t piece, const Ground& ground) const;

    std::vector<double> m_vertex_m;
    double m_length_m = 0;
    LineIndex m_index;
};

}  // namespace tuantra::domain
