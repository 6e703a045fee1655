#pragma once
#include "domain/basemap.hpp"
#include "domain/line.hpp"
#include "view/model.hpp"

#include <filesystem>
#include <optional>

namespace tuantra::app {

/// Everything the details panel says of one incident. nullopt when the record is gone. `basemap` may be null (then no
/// gate is named). Throws store::Error.
std::optional<view::Details> read_details(const std::filesystem::path& database, std::int64_t id,
                                          const domain::Basemap* basemap, const domain::Lines& lines);

}  // namespace tuantra::app
