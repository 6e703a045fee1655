#include "gis/field_text.hpp"

#include "domain/text.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>

namespace tuantra::gis {

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

int count_of(std::string_view text)
{
    int value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    return bad == std::errc{} && end == text.data() + text.size() && value >= 0 ? value : -1;
}

std::optional<int> severity_of(std::string_view text)
{
    const int number = count_of(text);
    if (number >= 1 && number <= 5) return number;
    static const TextMap<int> words = {{"very low", 1},
                                       {"rat thap", 1},
                                       {"tres faible", 1},
                                       {"minor", 1},
                                       {"low", 2},
                                       {"thap", 2},
                                       {"faible", 2},
                                       {"nhe", 2},
                                       {"medium", 3},
                                       {"moderate", 3},
                                       {"normal", 3},
                                       {"trung binh", 3},
                                       {"vua", 3},
                                       {"moyen", 3},
                                       {"moyenne", 3},
                                       {"high", 4},
                                       {"cao", 4},
                                       {"eleve", 4},
                                       {"elevee", 4},
                                       {"serious", 4},
                                       {"severe", 4},
                                       {"nghiem trong", 4},
                                       {"grave", 4},
                                       {"critical", 5},
                                       {"very high", 5},
                                       {"rat cao", 5},
                                       {"critique", 5},
                                       {"tres grave", 5},
                                       {"rat nghiem trong", 5},
                                       {"dac biet nghiem trong", 5}};
    if (text.empty() || number >= 0) return std::nullopt;
    const auto found = words.find(domain::fold(text));
    return found != words.end() ? std::optional(found->second) : std::nullopt;
}

double fraction_of(std::string_view text)
{
    const auto colon = text.rfind(':');
    const auto point = text.find('.', text.find(':'));
    if (colon == std::string_view::npos || point == std::string_view::npos) return 0;
    double value = 0;
    std::size_t end = point + 1;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    const auto [stop, bad] = std::from_chars(text.data() + point, text.data() + end, value);
    return bad == std::errc{} ? value : 0;
}

std::string plain_digits(std::string_view text)
{
    double value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool all = bad == std::errc{} && end == text.data() + text.size();
    if (!all || text.find_first_of("eE") == std::string_view::npos || !(value >= 0 && value < 1e15)) return {};
    return std::to_string(static_cast<std::int64_t>(value));
}

double numeric_fraction(std::string_view text)
{
    double value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc{} || end != text.data() + text.size()) return 0;
    if (value > 1e11) value /= 1000;
    return value - std::floor(value);
}

}  // namespace tuantra::gis
