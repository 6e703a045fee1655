#pragma once
#include "gis/import.hpp"

#include <filesystem>
#include <span>
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

/// What a column can mean, by the profile's member names, in the order in which a user would look for them; `targets`
/// are those that the meaning is for.
struct ColumnRole {
    std::string_view id;
    std::string Mapping::*member = nullptr;
    std::span<const Target> targets;
    bool holds_for(Target target) const;
};
std::span<const ColumnRole> column_roles();

/// Names of the profiles in a folder, ascending; those that cannot be read are left out.
std::vector<std::string> profile_names(const std::filesystem::path& folder);

/// Whether the file's columns are those of the profile, in any order.
bool fits(const Profile& profile, const std::vector<std::string>& columns);

/// Folded, letters and digits only: "Kinh độ (X)" and "kinh_do_x" are one.
std::string column_key(std::string_view name);
/// Index of the column of that name, -1 when there is none or the name is empty.
int find_column(const std::vector<std::string>& columns, std::string_view name);

std::string_view to_string(Target target);

}  // namespace tuantra::gis
