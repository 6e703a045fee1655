#pragma once
#include "gis/import.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tuantra::gis {

/// A mapping with the columns of the files that it is meant for.
struct Profile {
    Mapping mapping;
    std::vector<std::string> columns;  ///< all of them; a file with just these is read by this profile unasked
};

/// Throws Error naming `shown` for text that is no JSON object of a profile, and for unknown members (a typing error
/// would otherwise go unseen).
Profile parse_profile(const std::string& shown, std::string_view json);
std::string write_profile(const Profile& profile);
Profile load_profile(const std::filesystem::path& file);

/// Whether the file's columns are those of the profile, in any order.
bool fits(const Profile& profile, const std::vector<std::string>& columns);

/// Folded, letters and digits only: "Kinh độ (X)" and "kinh_do_x" are one.
std::string column_key(std::string_view name);
/// Index of the column of that name, -1 when there is none or the name is empty.
int find_column(const std::vector<std::string>& columns, std::string_view name);

std::string_view to_string(Target target);

}  // namespace tuantra::gis
