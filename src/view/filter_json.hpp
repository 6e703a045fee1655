#pragma once
#include "domain/filter.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace tuantra::view {

using Json = nlohmann::ordered_json;

/// The parts that restrict, by the names of the command line's options; times in ISO 8601 with their zone.
Json to_json(const domain::Filter& filter);
/// Throws std::runtime_error saying what is wrong: no object, a value of another type or out of range. Parts that it
/// does not know are passed over.
domain::Filter filter_of(const Json& json);

// Checked reading, for other documents too. All throw std::runtime_error that names `what`.

double number(const Json& json, const char* what);  ///< finite
std::vector<double> numbers(const Json& json, std::size_t count, const char* what);
std::string text_of(const Json& json, const char* what);
/// Throws when it is not on the globe.
domain::LonLat place_of(double lon, double lat);

}  // namespace tuantra::view
