#pragma once
#include "domain/line.hpp"
#include "ui/desk_state.hpp"
#include "view/model.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tuantra::ui {

struct Hit {
    enum class Kind { address, position, place, gate } kind = Kind::place;
    std::string name, where;
    domain::LonLat place;
    double metres_per_pixel = 0;
};

/// "LAND 268.4", "coast km 1 234,5 -800 m", "biên giới 12". nullopt when it names no line or no kilometre.
std::optional<domain::Address> parse_address(std::string_view text);
/// "106.73 21.81" (longitude first), "21.81N 106.73E", "21°48'10"N 106°44'05"E". Two plain numbers that can only be
/// latitude first are taken so. nullopt when it is no place on Earth.
std::optional<domain::LonLat> parse_position(std::string_view text);
/// Every place and gate of the map, folded, for find().
std::vector<SearchEntry> search_entries(const domain::Basemap& basemap);
/// What a text in the search box means, best first; at most `limit`. Diacritics and case do not matter.
std::vector<Hit> find(const view::Model& model, const std::vector<SearchEntry>& entries, std::string_view text,
                      std::size_t limit = 8);

}  // namespace tuantra::ui
