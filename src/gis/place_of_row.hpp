#pragma once
#include "gis/coordinates.hpp"
#include "gis/crs.hpp"
#include "gis/guess.hpp"
#include "gis/import.hpp"

#include <string>

namespace tuantra::gis {

/// Finds the place of a row by the mapping.
class PlaceOfRow {
public:
    /// Throws Error for projected columns without a CRS.
    PlaceOfRow(const std::string& shown, const Mapping& mapping, const Sample& sample);

    /// True and the place, or false and why not in one line.
    bool find(const RawRow& row, domain::LonLat& place, std::string& why) const;
    /// The columns it reads, as indices.
    const std::vector<int>& columns() const { return m_columns; }

private:
    bool from_shape(const RawRow& row, domain::LonLat& place, std::string& why) const;
    bool from_pair(std::string_view text, domain::LonLat& place, std::string& why) const;
    bool from_two(std::string_view lon, std::string_view lat, domain::LonLat& place, std::string& why) const;

    int m_lon = -1, m_lat = -1, m_both = -1;
    bool m_projected = false, m_lon_first = false, m_crossed = false;
    LetterN m_letter_n = LetterN::north;
    ToWgs84 m_crs;
    std::vector<int> m_columns;
};

/// Why a place cannot be the place of an event; empty when it can. Names axes that are swapped.
std::string place_defect(domain::LonLat place);

}  // namespace tuantra::gis
