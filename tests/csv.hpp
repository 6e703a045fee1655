#pragma once
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace tuantra::tests {

using CsvRow = std::map<std::string, std::string>;

inline std::vector<std::string> split_csv(const std::string& line)
{
    std::vector<std::string> parts;
    std::istringstream in(line);
    for (std::string part; std::getline(in, part, ',');) {
        if (!part.empty() && part.back() == '\r') part.pop_back();
        parts.push_back(part);
    }
    return parts;
}

/// The rows of a plain CSV file (no quotes) by the names of its first line.
inline std::vector<CsvRow> read_csv(const std::filesystem::path& file)
{
    std::ifstream in(file);
    if (!in) throw std::runtime_error("cannot open " + file.string());
    std::string line;
    std::getline(in, line);
    const auto names = split_csv(line);
    std::vector<CsvRow> rows;
    while (std::getline(in, line)) {
        const auto values = split_csv(line);
        CsvRow row;
        for (std::size_t i = 0; i < values.size() && i < names.size(); ++i) row[names[i]] = values[i];
        if (!row.empty()) rows.push_back(std::move(row));
    }
    return rows;
}

inline double number(const CsvRow& row, const std::string& name)
{
    return std::stod(row.at(name));
}

}  // namespace tuantra::tests
