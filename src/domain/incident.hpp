#pragma once
#include "domain/geo.hpp"
#include "domain/kind.hpp"
#include "domain/line.hpp"
#include "domain/time.hpp"
#include "domain/uid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tuantra::domain {

/// One incident as the program keeps it.
struct Incident {
    Uid uid;                 ///< all zero: the store makes one
    std::string source_key;  ///< the record's own key in its source; empty: the store derives one from the content
    TimeSpan occurred;
    Kind kind = Kind::other;
    int severity = 3;        ///< 1 least .. 5 worst
    std::string title;
    std::string narrative;
    char reliability = 0;    ///< A..F of the source, 0 unknown
    int credibility = 0;     ///< 1..6 of the report, 0 unknown
    int suspects = -1;       ///< -1 unknown
    int victims = -1;        ///< -1 unknown
    std::vector<std::pair<std::string, std::string>> attributes;  ///< columns without a meaning of their own, in order
    LonLat place;
    std::optional<Address> address;
};

/// The incidents of a scene as columns, one entry each, ordered by (from, id). Immutable once shared.
struct IncidentColumns {
    std::vector<std::int64_t> id;  ///< the store's row id
    std::vector<LonLat> place;
    std::vector<MapPoint> map;
    std::vector<std::int64_t> from_s, to_s;
    std::vector<Kind> kind;
    std::vector<std::uint8_t> severity;
    std::vector<char> reliability;
    std::vector<std::int8_t> line;    ///< LineId, or -1 for no address
    std::vector<float> chainage_km;
    std::vector<float> offset_m;
    std::size_t size() const { return id.size(); }
};

}  // namespace tuantra::domain
