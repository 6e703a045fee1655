#pragma once
#include "domain/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

namespace tuantra::tests {

struct BruteFoot {
    double distance_m = std::numeric_limits<double>::infinity();
    domain::LonLat foot;
};

/// The nearest point of a polyline of geodesics by trying every segment with precise geodesics. Segments are left out
/// only where the triangle inequality along the line proves them farther.
class BruteForce {
public:
    explicit BruteForce(domain::Polyline line) : m_line(std::move(line))
    {
        m_measured.push_back(0);
        for (std::size_t i = 1; i < m_line.size(); ++i) {
            const auto way = domain::inverse(m_line[i - 1], m_line[i]);
            m_ways.push_back(way);
            m_measured.push_back(m_measured.back() + way.distance_m);
        }
    }

    BruteFoot nearest(domain::LonLat p) const
    {
        BruteFoot best;
        walk([&](std::size_t i) { return consider(m_line[i], p, best); }, best);
        walk(
            [&](std::size_t i) {
                return i + 1 < m_line.size() ? segment(i, p, best) : domain::distance_m(m_line[i], p);
            },
            best);
        return best;
    }

private:
    /// Visits vertices; `distance_of` gives the distance at one, which proves how far the next ones may be left out.
    template <class DistanceOf>
    void walk(DistanceOf distance_of, const BruteFoot& best) const
    {
        for (std::size_t i = 0; i < m_line.size();) {
            const double clear_to = m_measured[i] + distance_of(i) - best.distance_m;
            const auto next = std::upper_bound(m_measured.begin(), m_measured.end(), clear_to) - m_measured.begin();
            i = std::max(i + 1, static_cast<std::size_t>(std::max<std::ptrdiff_t>(next - 1, 0)));
        }
    }
    static double consider(domain::LonLat at, domain::LonLat p, BruteFoot& best)
    {
        const double d = domain::distance_m(at, p);
        if (d < best.distance_m) best = {d, at};
        return d;
    }
    double segment(std::size_t i, domain::LonLat p, BruteFoot& best) const
    {
        const auto& way = m_ways[i];
        const auto from_start = domain::inverse(m_line[i], p);
        const auto from_end = domain::inverse(m_line[i + 1], p);
        const double degree = std::numbers::pi / 180;
        const bool falls_at_start = std::cos((from_start.azimuth_deg - way.azimuth_deg) * degree) > 0;
        const bool rises_at_end = std::cos((from_end.azimuth_deg - way.azimuth_to_deg) * degree) < 0;
        if (falls_at_start && rises_at_end) {
            double low = 0;
            double high = way.distance_m;
            while (high - low > 0.001) {
                const double third = (high - low) / 3;
                const auto left = domain::direct(m_line[i], way.azimuth_deg, low + third);
                const auto right = domain::direct(m_line[i], way.azimuth_deg, high - third);
                if (domain::distance_m(left, p) < domain::distance_m(right, p))
                    high -= third;
                else
                    low += third;
            }
            consider(domain::direct(m_line[i], way.azimuth_deg, (low + high) / 2), p, best);
        }
        return from_start.distance_m;
    }

    domain::Polyline m_line;
    std::vector<domain::Inverse> m_ways;
    std::vector<double> m_measured;
};

/// A line as rough as a river border: halves again and again, each middle thrown sideways.
inline domain::Polyline rough_line(std::size_t halvings, std::uint32_t seed)
{
    domain::Polyline line{{108.04, 21.55}, {104.5, 22.8}, {102.15, 22.4}, {104.0, 19.5},
                          {107.5, 15.0},   {106.5, 12.0}, {104.44, 10.42}};
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> throw_by(-0.25, 0.25);
    for (std::size_t k = 0; k < halvings; ++k) {
        domain::Polyline finer{line.front()};
        for (std::size_t i = 1; i < line.size(); ++i) {
            const auto a = line[i - 1];
            const auto b = line[i];
            const double side = throw_by(random);
            finer.push_back(
                {(a.lon + b.lon) / 2 - side * (b.lat - a.lat), (a.lat + b.lat) / 2 + side * (b.lon - a.lon)});
            finer.push_back(b);
        }
        line = std::move(finer);
    }
    return line;
}

}  // namespace tuantra::tests
