#pragma once
#include <nlohmann/json.hpp>

#include <string>

namespace tuantra::store {

/// One line; bytes that are not UTF-8 are replaced.
inline std::string to_text(const nlohmann::ordered_json& json)
{
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace tuantra::store
