#pragma once
#include "analysis/xy.hpp"

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

namespace tuantra::analysis {

/// The likelihood of cross-validation over the places of events; the rules are at choose_bandwidth(). Thread-safe.
class PlaceLikelihood {
public:
    /// \pre all finite, at least one
    PlaceLikelihood(std::span<const XY> points, unsigned threads);

    std::size_t places() const { return m_places.size(); }
    std::size_t evaluated() const { return m_evaluated; }

    /// Of all events. \pre two places or more
    double exactly_at(double sigma, const std::stop_token& stop) const;
    /// The same by the rules, the cells a sixth of cell_sigma where there are cells.
    /// \pre cell_sigma <= sigma <= 1.5 cell_sigma
    double at(double sigma, double cell_sigma, const std::stop_token& stop) const;

private:
    struct Place {
        XY at;
        double count = 0;
    };

    struct Predicted {
        Place place;
        double events = 0;  ///< of its events, how many the likelihood is taken over
    };

    std::vector<Place> m_places;  ///< by easting, then northing
    std::vector<Predicted> m_predicted;
    std::size_t m_events = 0, m_evaluated = 0;
    unsigned m_threads = 0;

    friend class CountCells;
};

}  // namespace tuantra::analysis
