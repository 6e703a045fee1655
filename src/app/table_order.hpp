#pragma once
#include "jobs/runner.hpp"
#include "view/model.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace tuantra::app {

/// The scene's shown rows in the table's order. Ties keep time order. Text columns are read from the database.
/// Throws store::Error, jobs::Cancelled.
std::vector<std::uint32_t> table_order(const view::Scene& scene, view::TableColumn sort, bool descending,
                                       const std::filesystem::path& database, jobs::Progress& progress);

}  // namespace tuantra::app
