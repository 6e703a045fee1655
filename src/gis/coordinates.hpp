#pragma once
#include "domain/geo.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tuantra::gis {

enum class Axis : std::uint8_t { unknown, lon, lat };

/// N stands for north in English and French and for nam, south, in Vietnamese.
enum class LetterN : std::uint8_t { north, south };

struct Angle {
    double degrees = 0;
    Axis axis = Axis::unknown;  ///< from a hemisphere letter or a label
};

/// One coordinate: decimal degrees (point or comma), or degrees with minutes and seconds in the usual notations
/// (13°43'00"N, 13-43N, N 13 43.5, 13d43m05.2s S, 13 độ 43 phút Bắc), hemispheres in English, French and Vietnamese.
/// Minutes and seconds up to 60, of which only the last may have a fraction. Any finite size: ranges are the caller's.
std::optional<Angle> parse_angle(std::string_view text, LetterN n = LetterN::north);

struct AnglePair {
    Angle first, second;
};

/// Two coordinates in one text: either order with letters or labels ("21°N 105°E", "POINT (105 21)",
/// "{'longitude': 105, 'latitude': 21}"), or two plain numbers, whose order is the caller's to know. N means nam when
/// the other letter is Vietnamese.
std::optional<AnglePair> parse_angle_pair(std::string_view text);

}  // namespace tuantra::gis
