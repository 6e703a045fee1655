#pragma once
#include "app/json.hpp"

#include <string>
#include <variant>
#include <vector>

namespace tuantra::app {

/// A sentence that stays in no language until it is shown: an English message id with {0}, {1} ... and what goes there.
/// Numbers are written as the language writes them, with as many decimals (at most four) as they need.
struct Note {
    std::string id;
    std::vector<std::variant<std::string, double>> values;
    friend bool operator==(const Note&, const Note&) = default;
};

/// In the current language. Any thread.
std::string text(const Note& note);
/// {"text": id, "values": [...]}, to be kept in a file.
Json to_json(const Note& note);
/// Throws std::runtime_error when it is not what to_json() writes.
Note note_of(const Json& json);

/// "4.1", "3,214": the number alone, as text() writes it.
std::string number_text(double value);

}  // namespace tuantra::app
