#pragma once
#include "app/json.hpp"
#include "domain/filter.hpp"

namespace tuantra::app {

/// A filter as an object that holds only the parts that are set; times in UTC.
Json to_json(const domain::Filter& filter);
/// Throws DataError when it is not what to_json() writes.
domain::Filter filter_of(const Json& json);

}  // namespace tuantra::app
