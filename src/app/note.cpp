#include "app/note.hpp"

#include "lang/lang.hpp"

#include <cmath>
#include <stdexcept>

namespace tuantra::app {

namespace {

constexpr int most_decimals = 4;

}  // namespace

std::string number_text(double value)
{
    int decimals = 0;
    double scale = 1;
    while (decimals < most_decimals && std::abs(std::round(value * scale) / scale - value) > 1e-9 * std::abs(value)) {
        ++decimals;
        scale *= 10;
    }
    return lang::number(value, decimals);
}

std::string text(const Note& note)
{
    std::vector<std::string> values;
    for (const auto& value : note.values)
        values.push_back(std::holds_alternative<double>(value) ? number_text(std::get<double>(value))
                                                               : std::get<std::string>(value));
    return lang::fill(lang::tr(note.id.c_str()), values);
}

Json to_json(const Note& note)
{
    Json values = Json::array();
    for (const auto& value : note.values) std::visit([&](const auto& v) { values.push_back(v); }, value);
    return {{"text", note.id}, {"values", values}};
}

Note note_of(const Json& json)
{
    try {
        Note note{json.at("text").get<std::string>(), {}};
        for (const auto& value : json.at("values")) {
            if (value.is_number())
                note.values.emplace_back(value.get<double>());
            else
                note.values.emplace_back(value.get<std::string>());
        }
        return note;
    } catch (const nlohmann::json::exception& error) {
        throw std::runtime_error(std::string("not a note: ") + error.what());
    }
}

}  // namespace tuantra::app
