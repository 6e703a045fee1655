#pragma once
#include "app/hotspot_data.hpp"
#include "app/movers.hpp"

namespace tuantra::app {

/// Adds to rates how likely each segment is used at all (analysis::occupancy), every whole step of time within the
/// period being a visit: its effort, and whether anything came to light. Throws DataError where there are no two steps.
void add_occupancy(HotspotResult& result, const HotspotInput& input, const LineFrame& frame, const Snapped& snapped,
                   const Movers& movers, domain::TimeSpan period);

}  // namespace tuantra::app
