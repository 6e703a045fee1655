#pragma once
#include "gis/import.hpp"
#include "gis/rows.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tuantra::gis {

/// The first rows of a file, copied.
struct Sample {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;  ///< of those without a defect
    std::size_t points = 0, lines = 0, polygons = 0, timed_lines = 0;
    std::string format, layer;

    bool shapes() const { return points + lines + polygons > 0; }
};

Sample take_sample(RowReader& reader, std::size_t rows = 200);

/// The meaning of the columns from their names (Vietnamese, English, French) and from the sampled values; a column
/// without any value means nothing. Target::automatic is settled too when the sample tells. Columns that already have a
/// meaning in `given` keep it.
Mapping guess_mapping(const Sample& sample, Mapping given, domain::Zone zone);

/// What rows of this meaning are, when nobody said.
Target guess_target(const Sample& sample, const Mapping& mapping);

/// The closed ring of a row that is a number followed by latitude, longitude pairs, as registers of sea areas are
/// written. Empty when the row is anything else.
domain::Ring ring_of_row(std::span<const std::string_view> values);
/// Whether the sample's rows are all such rings.
bool are_rings(const Sample& sample);

/// Of two plain numbers in a column of both coordinates, whether longitude comes first.
bool longitude_first(const Sample& sample, const std::string& both);
/// Whether a bare N in the columns of these coordinates stands for nam, south.
bool vietnamese_letters(const Sample& sample, const Mapping& mapping);

}  // namespace tuantra::gis
