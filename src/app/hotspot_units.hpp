#pragma once
#include "app/hotspot_data.hpp"
#include "app/hotspot_seal.hpp"

#include <functional>

namespace tuantra::app {

/// The pieces of line or area that a run is judged on: its own segments, hexagons or cells of its surface.
struct ScoreUnits {
    std::vector<double> size;    ///< km or km2
    std::vector<double> risk;    ///< as sealed; 0 where it said nothing
    std::vector<double> before;  ///< incidents the run was made from; all 0 where it did not keep them
    /// Whether an incident lies on what the run looked at.
    std::function<bool(const HotspotEvents&, std::size_t row)> on;
    /// The piece that it lies on; nullopt for none.
    std::function<std::optional<std::size_t>(const HotspotEvents&, std::size_t row)> of;

    std::size_t count() const { return size.size(); }
    /// Incidents of these rows on each piece.
    std::vector<double> counts(const HotspotEvents& events, std::span<const std::uint32_t> rows) const;
};

/// The pieces of a sealed run. Throws DataError for one that names a place within no whole.
ScoreUnits score_units(const store::HotspotRun& run, const SealedSettings& kept,
                       const std::vector<store::HotspotRunCell>& cells);

/// Kilometres of the parts one by one, for what needs no method's cells.
ScoreUnits kilometre_units(const std::vector<LinePart>& parts, double snap_km);

}  // namespace tuantra::app
