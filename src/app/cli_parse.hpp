#pragma once
#include "domain/filter.hpp"
#include "domain/time.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace tuantra::app {

/// Readers of option values. Each throws CallError that names the option, the value and what it takes.

double parse_number(const std::string& option, const std::string& text);
/// From 0 up.
std::uint64_t parse_whole(const std::string& option, const std::string& text);
/// "1,2.5,7"
std::vector<double> parse_list(const std::string& option, const std::string& text);
/// "A:B", either side may be missing; a single number is both ends.
domain::Range parse_range(const std::string& option, const std::string& text);
domain::TimeSpan parse_time_option(const std::string& option, const std::string& text, domain::Zone zone);
/// "+07:00", "+7", "-03:30", "Z", "UTC".
domain::Zone parse_zone(const std::string& text);
/// "1280x720".
std::pair<int, int> parse_size(const std::string& option, const std::string& text);
domain::LonLat parse_place(const std::string& lon, const std::string& lat);
domain::LineId parse_line_option(const std::string& text);

/// The texts of the FILTER options, the same for every command.
struct FilterTexts {
    std::string since, until, kind, severity, text, bbox, near, within, line, km, offset, source, grade;
};

void add_filter_options(CLI::App& command, FilterTexts& texts);
/// Throws CallError, or gis::Error for --within.
domain::Filter to_filter(const FilterTexts& texts, domain::Zone zone);

}  // namespace tuantra::app
