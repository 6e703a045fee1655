#pragma once
#include "domain/clock.hpp"
#include "domain/filter.hpp"
#include "domain/track.hpp"
#include "jobs/runner.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace tuantra::app {

/// Whether a leg, straight in degrees between two fixes, comes through the filter's box, circle and area: through all
/// that are set at one of its points. Thread-safe.
class LegTest {
public:
    explicit LegTest(const domain::Filter& filter);
    bool open() const { return m_place.open(); }
    /// False where nothing of what has these corners can pass. \pre not open
    bool near(domain::LonLat low, domain::LonLat high) const;
    bool operator()(domain::LonLat a, domain::LonLat b) const;

private:
    void box_crossings(domain::LonLat a, domain::LonLat b, std::vector<double>& at) const;
    void circle_crossings(domain::LonLat a, domain::LonLat b, std::vector<double>& at) const;
    void area_crossings(domain::LonLat a, domain::LonLat b, std::vector<double>& at) const;

    domain::PlaceTest m_place;
    std::optional<domain::Box> m_box;
    std::optional<domain::Circle> m_circle;
    domain::MultiPolygon m_area;
};

/// While a piece was where a filter asks, from fix to fix.
struct TrackPass {
    std::uint32_t piece = 0;
    double from_s = 0, to_s = 0;
    friend bool operator==(const TrackPass&, const TrackPass&) = default;
};

/// The filter without all that says nothing of tracks or changes with the clock: its box, circle, area and source.
domain::Filter places_and_source(const domain::Filter& filter);

/// When each piece came through the places, whatever the time window, in the pieces' order; a piece as a whole where no
/// place is asked. `wanted`, ascending, are the only tracks that count where it is given. Reads every fix of those that
/// come near. Throws jobs::Cancelled.
std::vector<TrackPass> track_passes(const domain::TrackClock& clock, const domain::Filter& places,
                                    const std::vector<std::int64_t>* wanted, const jobs::Progress& progress);

/// Pieces with a pass that has a moment in [from_s, to_s], ascending.
std::vector<std::uint32_t> pieces_passing(const std::vector<TrackPass>& passes, double from_s, double to_s);

/// The passes of the last filter that asked for places or a source: a moved time window asks for them again and again.
struct TrackPassCache {
    std::mutex mutex;
    std::shared_ptr<const domain::TrackColumns> tracks;
    domain::Filter places;
    std::shared_ptr<const std::vector<TrackPass>> passes;
};

}  // namespace tuantra::app
