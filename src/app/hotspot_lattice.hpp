#pragma once
#include "analysis/hexagons.hpp"
#include "app/hotspot_data.hpp"

namespace tuantra::app {

/// What tests of neighbouring places work on: segments of the lines, or hexagons of one true area along them.
struct Lattice {
    HotspotResult result;  ///< cells with their counts, frame, n; method and settings still empty
    HotspotSettings settings;
    analysis::Neighbours neighbours;
    std::vector<double> counts;
    std::vector<double> values;  ///< counts made comparable: what a shorter or longer segment would hold at full length
    bool hexagons = false;
};

/// Hexagons where the settings ask for them, else segments of default_segment_km. All hexagons count that reach into
/// the strip of snap_km along the filter's kilometres, within its offsets and areas.
/// Throws DataError where incidents are too few, or where all cells hold the same, for then none can stand out.
Lattice lattice_of(const HotspotInput& input, double default_segment_km);

/// The settings of a test by neighbours, and in words when it calls something unlikely: `says` takes the number of
/// permutations, the seed and the percent.
void say_permutations(HotspotResult& result, const HotspotSettings& settings, const char* says);

/// The lattice's hexagons: the same for the same spacing, so that runs can be compared and later incidents be put in.
analysis::HexGrid hexagons_of(double spacing_km);

}  // namespace tuantra::app
