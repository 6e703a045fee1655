#pragma once
#include "csv.hpp"
#include "shared.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace tuantra::tests {

inline nlohmann::json read_json(const std::filesystem::path& file)
{
    std::ifstream in(file);
    if (!in) throw std::runtime_error("cannot open " + file.string());
    return nlohmann::json::parse(in);
}

/// The column of a CSV file as numbers, in the order of its rows.
inline std::vector<double> column(const std::vector<CsvRow>& rows, const std::string& name)
{
    std::vector<double> values;
    for (const auto& row : rows) values.push_back(number(row, name));
    return values;
}

/// "id,neighbour_ids" with ids from first_id and a blank between neighbours.
inline std::vector<std::vector<std::uint32_t>> neighbour_lists(const std::vector<CsvRow>& rows, std::uint32_t first_id)
{
    std::vector<std::vector<std::uint32_t>> lists;
    for (const auto& row : rows) {
        std::istringstream in(row.at("neighbour_ids"));
        lists.emplace_back();
        for (std::uint32_t id; in >> id;) lists.back().push_back(id - first_id);
    }
    return lists;
}

}  // namespace tuantra::tests
