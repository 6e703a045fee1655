#include "app/note.hpp"

#include "lang/lang.hpp"

#include <cmath>
#include <stdexcept>

namespace tuantra::app {

namespace {

constexpr int most_decimals = 4;

/// lang::fill takes a list of fixed length; a note's is not.
std::string filled(std::string text, const std::vector<std::string>& values)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text[at] == '{' ? text.find('}', at) : std::string::npos;
        const auto digits = end == std::string::npos ? std::string() : text.substr(at + 1, end - at - 1);
        const bool is_place = !digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos;
        const std::size_t place = is_place && digits.size() < 3 ? std::stoul(digits) : values.size();
        if (place < values.size()) {
            out += values[place];
            at = end + 1;
        } else {
            out += text[at++];
        }
    }
    return out;
}

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
    return filled(lang::tr(note.id.c_str()), values);
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
