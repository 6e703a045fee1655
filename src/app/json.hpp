#pragma once
#include <nlohmann/json.hpp>

#include <string>

namespace tuantra::app {

using Json = nlohmann::ordered_json;

/// One line; bytes that are not UTF-8 are replaced.
std::string to_text(const Json& value);

}  // namespace tuantra::app
