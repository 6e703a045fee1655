#include "gis/coordinates.hpp"

#include "domain/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <string>
#include <vector>

namespace tuantra::gis {

namespace {

constexpr std::size_t longest = 400;
constexpr std::size_t most_tokens = 40;

enum class What : std::uint8_t { number, degree, minute, second, hemisphere, label, separator, minus };

struct Token {
    What what = What::number;
    double value = 0;
    bool fraction = false;
    bool close = false;   ///< nothing stands between it and the token before
    char hemisphere = 0;  ///< n s e w, or N for a bare n
    bool vietnamese = false;
    Axis axis = Axis::unknown;
};

struct Word {
    std::string_view text;
    What what;
    char hemisphere = 0;
    Axis axis = Axis::unknown;
    bool vietnamese = false;
};

// Folded words. "N" alone keeps its capital, since its meaning depends on the language of its neighbours.
constexpr Word words[] = {
    {"n", What::hemisphere, 'N', Axis::lat},
    {"north", What::hemisphere, 'n', Axis::lat},
    {"nord", What::hemisphere, 'n', Axis::lat},
    {"b", What::hemisphere, 'n', Axis::lat, true},
    {"bac", What::hemisphere, 'n', Axis::lat, true},
    {"s", What::hemisphere, 's', Axis::lat},
    {"south", What::hemisphere, 's', Axis::lat},
    {"sud", What::hemisphere, 's', Axis::lat},
    {"nam", What::hemisphere, 's', Axis::lat, true},
    {"e", What::hemisphere, 'e', Axis::lon},
    {"east", What::hemisphere, 'e', Axis::lon},
    {"est", What::hemisphere, 'e', Axis::lon},
    {"d", What::hemisphere, 'e', Axis::lon, true},
    {"dong", What::hemisphere, 'e', Axis::lon, true},
    {"w", What::hemisphere, 'w', Axis::lon},
    {"west", What::hemisphere, 'w', Axis::lon},
    {"o", What::hemisphere, 'w', Axis::lon},
    {"ouest", What::hemisphere, 'w', Axis::lon},
    {"t", What::hemisphere, 'w', Axis::lon, true},
    {"tay", What::hemisphere, 'w', Axis::lon, true},
    {"deg", What::degree},
    {"degree", What::degree},
    {"degrees", What::degree},
    {"degre", What::degree},
    {"degres", What::degree},
    {"do", What::degree},
    {"m", What::minute},
    {"min", What::minute},
    {"minutes", What::minute},
    {"phut", What::minute},
    {"sec", What::second},
    {"seconds", What::second},
    {"secondes", What::second},
    {"giay", What::second},
    {"lat", What::label, 0, Axis::lat},
    {"latitude", What::label, 0, Axis::lat},
    {"vi", What::label, 0, Axis::lat, true},
    {"vido", What::label, 0, Axis::lat, true},
    {"lon", What::label, 0, Axis::lon},
    {"long", What::label, 0, Axis::lon},
    {"lng", What::label, 0, Axis::lon},
    {"longitude", What::label, 0, Axis::lon},
    {"kinh", What::label, 0, Axis::lon, true},
    {"kinhdo", What::label, 0, Axis::lon, true},
};

struct Symbol {
    std::string_view text;
    What what;
};

constexpr Symbol symbols[] = {
    {"''", What::second},   {"\"", What::second},   {"″", What::second},    {"”", What::second},    {"“", What::second},
    {"’’", What::second},   {"′′", What::second},   {"'", What::minute},    {"′", What::minute},    {"’", What::minute},
    {"‘", What::minute},    {"´", What::minute},    {"`", What::minute},    {"°", What::degree},    {"º", What::degree},
    {"˚", What::degree},    {"∘", What::degree},    {"−", What::minus},     {"–", What::minus},     {"-", What::minus},
    {"+", What::label},     {":", What::label},     {"=", What::label},     {"(", What::label},     {")", What::label},
    {"[", What::label},     {"]", What::label},     {"{", What::label},     {"}", What::label},     {".", What::label},
    {";", What::separator}, {"/", What::separator}, {",", What::separator}, {"|", What::separator},
};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

class Scanner {
public:
    Scanner(std::string_view text, bool comma_is_decimal) : m_text(text), m_comma_is_decimal(comma_is_decimal) {}

    std::optional<std::vector<Token>> scan()
    {
        std::vector<Token> tokens;
        bool close = false;
        while (m_at < m_text.size()) {
            if (tokens.size() > most_tokens) return std::nullopt;
            if (skip_space()) {
                close = false;
                continue;
            }
            auto token = is_digit(m_text[m_at]) || decimal_point() ? number()
                         : is_letter(m_text[m_at])                 ? word(tokens)
                                                                   : symbol();
            if (!token) return std::nullopt;
            token->close = close;
            close = true;
            tokens.push_back(*token);
        }
        return tokens;
    }

private:
    bool skip_space()
    {
        const auto rest = m_text.substr(m_at);
        for (std::string_view space : {" ", "\n", "\r", "\t", "_", "\u00A0", "\u202F", "\u2009"}) {
            if (rest.starts_with(space)) {
                m_at += space.size();
                return true;
            }
        }
        return false;
    }

    bool decimal_point() const { return m_text[m_at] == '.' && m_at + 1 < m_text.size() && is_digit(m_text[m_at + 1]); }

    std::optional<Token> number()
    {
        std::string digits;
        Token token;
        while (m_at < m_text.size() && is_digit(m_text[m_at])) digits += m_text[m_at++];
        const bool point = m_at < m_text.size() && (m_text[m_at] == '.' || (m_comma_is_decimal && m_text[m_at] == ','));
        if (point && m_at + 1 < m_text.size() && is_digit(m_text[m_at + 1])) {
            token.fraction = true;
            digits += '.';
            for (++m_at; m_at < m_text.size() && is_digit(m_text[m_at]); ++m_at) digits += m_text[m_at];
            if (m_at + 1 < m_text.size() && m_text[m_at] == 'e' &&
                (is_digit(m_text[m_at + 1]) || m_text[m_at + 1] == '-')) {
                digits += m_text[m_at++];
                while (m_at < m_text.size() && (is_digit(m_text[m_at]) || m_text[m_at] == '-'))
                    digits += m_text[m_at++];
            }
        }
        const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), token.value);
        if (bad != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
        return token;
    }

    std::optional<Token> word(const std::vector<Token>& before)
    {
        std::size_t end = m_at;
        while (end < m_text.size() && is_letter(m_text[end])) ++end;
        auto text = m_text.substr(m_at, end - m_at);
        m_at = end;
        if (text == "point" || text == "z") return Token{What::label, 0, false, false, 0, false, Axis::unknown};
        Token token;
        // In 13d43m05s the letters are units: d before a digit, s after a number that follows minutes.
        if (text == "d" && m_at < m_text.size() && is_digit(m_text[m_at])) {
            token.what = What::degree;
            return token;
        }
        const auto n = before.size();
        if (text == "s" && n >= 2 && before[n - 1].what == What::number && before[n - 2].what == What::minute &&
            m_letters_are_units) {
            token.what = What::second;
            return token;
        }
        for (const Word& w : words) {
            if (w.text != text) continue;
            m_letters_are_units |= text == "m";
            token.what = w.what;
            token.hemisphere = w.hemisphere;
            token.axis = w.axis;
            token.vietnamese = w.vietnamese;
            return token;
        }
        return std::nullopt;
    }

    std::optional<Token> symbol()
    {
        for (const Symbol& s : symbols) {
            if (!m_text.substr(m_at).starts_with(s.text)) continue;
            m_at += s.text.size();
            Token token;
            token.what = s.what;
            return token;
        }
        return std::nullopt;
    }

    std::string_view m_text;
    bool m_comma_is_decimal;
    bool m_letters_are_units = false;
    std::size_t m_at = 0;
};

/// An angle from the tokens of one coordinate.
std::optional<Angle> compose(std::span<const Token> tokens, LetterN letter_n)
{
    std::array<double, 3> parts{};
    std::size_t count = 0;
    bool negative = false, last_fraction = false;
    char hemisphere = 0;
    Angle angle;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Token& t = tokens[i];
        switch (t.what) {
            case What::number:
                if (count == 3 || last_fraction) return std::nullopt;
                last_fraction = t.fraction;
                parts[count++] = t.value;
                break;
            case What::degree:
                if (count > 1) return std::nullopt;
                break;
            case What::minute:
                if (count == 1 && i > 0 && tokens[i - 1].what == What::number) return std::nullopt;
                if (count > 2) return std::nullopt;
                break;
            case What::second:
                if (count < 3) return std::nullopt;
                break;
            case What::hemisphere:
                if (hemisphere != 0) return std::nullopt;
                hemisphere = t.hemisphere == 'N' ? (letter_n == LetterN::north ? 'n' : 's') : t.hemisphere;
                if (angle.axis != Axis::unknown && angle.axis != t.axis) return std::nullopt;
                angle.axis = t.axis;
                break;
            case What::label:
                if (t.axis == Axis::unknown) break;
                if (angle.axis != Axis::unknown && angle.axis != t.axis) return std::nullopt;
                angle.axis = t.axis;
                break;
            case What::minus:
                if (count == 0) negative = true;  // later ones stand between degrees and minutes, as in 13-43
                break;
            case What::separator:
                break;
        }
    }
    if (count == 0 || parts[1] > 60 || parts[2] > 60) return std::nullopt;
    angle.degrees = parts[0] + parts[1] / 60 + parts[2] / 3600;
    if (negative != (hemisphere == 's' || hemisphere == 'w')) angle.degrees = -angle.degrees;
    if (negative && hemisphere != 0) return std::nullopt;
    return std::isfinite(angle.degrees) ? std::optional(angle) : std::nullopt;
}

std::optional<double> plain_number(std::string_view text)
{
    if (text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || (!is_digit(text.front()) && text.front() != '-' && text.front() != '.')) return std::nullopt;
    double value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string_view trim(std::string_view text)
{
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

/// In a text of two coordinates a comma inside digits may be a decimal comma or stand between them.
bool commas_are_decimal(std::string_view text)
{
    if (text.find('.') != std::string_view::npos) return false;
    const auto inside = [&](std::size_t i) {
        return text[i] == ',' && i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
    };
    std::size_t between_digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) between_digits += inside(i) ? 1U : 0U;
    return between_digits >= 2;
}

/// Where the second coordinate starts.
std::optional<std::size_t> split_at(std::span<const Token> tokens)
{
    std::vector<std::size_t> numbers, letters, separators;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].what == What::number) numbers.push_back(i);
        if (tokens[i].what == What::hemisphere || (tokens[i].what == What::label && tokens[i].axis != Axis::unknown))
            letters.push_back(i);
        if (tokens[i].what == What::separator) separators.push_back(i);
    }
    if (numbers.size() < 2) return std::nullopt;
    if (separators.size() == 1 && separators[0] > numbers.front() && separators[0] < numbers.back())
        return separators[0] + 1;
    if (letters.size() >= 2) {
        const bool prefixed = letters.front() < numbers.front();
        if (!prefixed) return letters.front() + 1;
        const auto second =
            std::find_if(letters.begin(), letters.end(), [&](std::size_t i) { return i > numbers.front(); });
        // "vi do 21 bac, kinh do 105 dong" has letters on both sides: the second label starts the second coordinate.
        for (auto i = second; i != letters.end(); ++i)
            if (tokens[*i].axis != tokens[letters.front()].axis) return *i;
        return std::nullopt;
    }
    if (numbers.size() % 2 != 0) return std::nullopt;
    std::size_t at = numbers[numbers.size() / 2];
    if (at > 0 && tokens[at - 1].what == What::minus && !tokens[at - 1].close) --at;
    return at;
}

}  // namespace

std::optional<Angle> parse_angle(std::string_view text, LetterN n)
{
    text = trim(text);
    if (const auto value = plain_number(text)) return Angle{*value, Axis::unknown};
    if (text.empty() || text.size() > longest) return std::nullopt;
    const std::string folded = domain::fold(text);
    const auto tokens = Scanner(folded, true).scan();
    return tokens ? compose(*tokens, n) : std::nullopt;
}

std::optional<AnglePair> parse_angle_pair(std::string_view text)
{
    text = trim(text);
    if (text.empty() || text.size() > longest) return std::nullopt;
    const std::string folded = domain::fold(text);
    const bool point = folded.starts_with("point");
    auto tokens = Scanner(folded, commas_are_decimal(folded)).scan();
    if (!tokens) return std::nullopt;
    // A quotation mark around a key is no second of arc.
    if (folded.starts_with("{"))
        std::erase_if(*tokens, [](const Token& t) { return t.what == What::minute || t.what == What::second; });
    const auto at = split_at(*tokens);
    if (!at) return std::nullopt;
    const bool vietnamese = std::any_of(tokens->begin(), tokens->end(), [](const Token& t) { return t.vietnamese; });
    const auto n = vietnamese ? LetterN::south : LetterN::north;
    const auto all = std::span(*tokens);
    const auto first = compose(all.first(*at), n);
    const auto second = compose(all.subspan(*at), n);
    if (!first || !second) return std::nullopt;
    AnglePair pair{*first, *second};
    if (point) pair.first.axis = Axis::lon, pair.second.axis = Axis::lat;
    if (pair.first.axis != Axis::unknown && pair.first.axis == pair.second.axis) return std::nullopt;
    if (pair.first.axis == Axis::unknown && pair.second.axis != Axis::unknown)
        pair.first.axis = pair.second.axis == Axis::lat ? Axis::lon : Axis::lat;
    if (pair.second.axis == Axis::unknown && pair.first.axis != Axis::unknown)
        pair.second.axis = pair.first.axis == Axis::lat ? Axis::lon : Axis::lat;
    return pair;
}

}  // namespace tuantra::gis
