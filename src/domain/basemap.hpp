#pragma once
#include "domain/geo.hpp"
#include "domain/line.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace tuantra::domain {

enum class LandClass : std::uint8_t { abroad, home, island };

struct LandPolygon {
    LandClass land_class = LandClass::abroad;
    std::vector<std::vector<MapPoint>> rings;  ///< first outside, others holes; not repeated at the end
};

struct MapLine {
    std::vector<MapPoint> points;
    int rank = 0;                       ///< rivers: 1 greatest
    std::string valid_from, valid_to;   ///< ISO dates, empty where open
};

struct MapPlace {
    std::string name;        ///< in its own language, with diacritics
    LonLat place;
    MapPoint map;
    int rank = 4;            ///< 1 capital .. 4 small
};

enum class GateClass : std::uint8_t { international, main, secondary, seaport };
struct Gate {
    std::string name;
    std::string province;
    GateClass gate_class = GateClass::main;
    LonLat place;
    MapPoint map;
};

/// A text of the map that is no place: countries, seas, archipelagos. Texts by Language (vi, en, fr).
struct MapLabel {
    std::array<std::string, 3> text;
    MapPoint map;
    std::string kind;  ///< country, sea, archipelago
    double min_zoom = 0, max_zoom = 24;
};

struct ProvinceLabel {
    std::string name;
    MapPoint map;
    std::string valid_from, valid_to;
};

/// Elevation in metres, row 0 north.
struct Relief {
    Box box;
    int width = 0, height = 0;
    std::vector<std::int16_t> metres;
};

/// The map under the records. Immutable once loaded.
struct Basemap {
    std::array<std::vector<LandPolygon>, 3> land;  ///< coarsest first
    std::vector<MapLine> border, borders_abroad, coast, rivers, province_lines;
    std::vector<MapPlace> places;
    std::vector<Gate> gates;
    std::vector<MapLabel> labels;
    std::vector<ProvinceLabel> provinces;
    Relief relief;
    std::vector<std::string> attribution;  ///< short lines for the map's corner
};

}  // namespace tuantra::domain
