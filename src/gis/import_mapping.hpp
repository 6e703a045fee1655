#pragma once
#include "gis/guess.hpp"
#include "gis/import.hpp"

namespace tuantra::gis {

/// What each column of a file means: a profile named in the options or fitting the columns, else guessed from names and
/// the sample. Options outrank both. `rings` becomes true when every row is a number and a ring, which has no columns.
/// Throws Error, naming the file as `shown`, when nothing could become a record: no place, no time, no such profile.
Mapping settle_mapping(const std::string& shown, const ImportOptions& options, const Sample& sample, bool& rings);

}  // namespace tuantra::gis
