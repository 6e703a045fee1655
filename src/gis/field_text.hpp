#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tuantra::gis {

// What single fields of foreign rows say. Pure; none throws.

/// Without blanks and control characters at either end.
std::string_view trimmed(std::string_view text);
/// A whole number from 0 to 2^31 - 1, and nothing else; else -1.
int count_of(std::string_view text);
/// 1 (lightest) to 5, as a number or a word in Vietnamese, English or French; nullopt when it is neither.
std::optional<int> severity_of(std::string_view text);
/// Seconds after the whole one, which domain::parse_time drops: 06:57:25.537Z gives 0.537. 0 without a clock.
double fraction_of(std::string_view text);
/// The same of Unix seconds or milliseconds written as one number.
double numeric_fraction(std::string_view text);
/// Spreadsheets and R write 1522542000000 as 1.522542e+12: its digits. Empty for any other text.
std::string plain_digits(std::string_view text);

/// Text hashing that looks up a view without making a string.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <typename T>
using TextMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

}  // namespace tuantra::gis
