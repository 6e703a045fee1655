#pragma once
#include "domain/geo.hpp"
#include "domain/line.hpp"
#include "domain/time.hpp"
#include "domain/track.hpp"
#include "domain/uid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::store {

/// A hotspot map as it was made, kept so that it can be judged by what came later. Nothing changes it afterwards.
struct HotspotRun {
    domain::Uid uid;
    std::string method;
    std::string filter, settings;  ///< JSON objects
    std::uint64_t seed = 0;
    std::string data_hash;  ///< of the incidents it was made from
    std::int64_t n = 0, left_out = 0;
    domain::TimeSpan data;  ///< first and last moment of those incidents
    domain::Instant end;    ///< the run knows nothing of this moment or later
    domain::Instant valid_until;
    std::int64_t made_at_ms = 0;
    std::string program;  ///< version that made it
    bool synthetic = false;
    std::vector<float> grid;  ///< of a surface; NaN outside; rows and place stand in the settings
    std::string hash;         ///< SHA-256 over all of it and its cells; the store makes it
};

struct HotspotRunCell {
    std::optional<domain::LineId> line;
    double from_km = 0, to_km = 0;
    double size = 0;  ///< km of line, or km2
    double count = 0;
    std::optional<double> risk;  ///< per unit of size; only the order counts
    bool watched = true, hot = false;
    std::string numbers;               ///< JSON object: the method's own
    std::vector<domain::Fix> stretch;  ///< of a line: chainage as time; else empty
    domain::MultiPolygon area;         ///< of an area; else empty
};

/// One line of the log that nobody can alter unseen.
struct LogRow {
    std::int64_t seq = 0;
    std::int64_t at_ms = 0;
    std::string who, action, subject, detail;  ///< detail: a JSON object
    std::string hash;
};

}  // namespace tuantra::store
