#include "store/words.hpp"

#include "domain/text.hpp"

#include <algorithm>

namespace tuantra::store {

namespace {

bool is_ascii_word(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/// Bytes of the sign that starts at `at` when it parts words (all ASCII but letters and digits, U+0080..BF,
/// U+2000..206F, U+3000..303F), else 0.
std::size_t separator(std::string_view s, std::size_t at)
{
    const auto byte = [&](std::size_t k) { return at + k < s.size() ? static_cast<unsigned char>(s[at + k]) : 0U; };
    if (byte(0) < 0x80) return is_ascii_word(static_cast<unsigned char>(byte(0))) ? 0 : 1;
    if (byte(0) == 0xC2) return 2;
    if (byte(0) == 0xE2 && (byte(1) == 0x80 || byte(1) == 0x81)) return 3;
    if (byte(0) == 0xE3 && byte(1) == 0x80) return 3;
    return 0;
}

bool begins_a_word(std::string_view words, std::string_view wanted)
{
    for (auto at = words.find(wanted); at != std::string_view::npos; at = words.find(wanted, at + 1))
        if (at == 0 || words[at - 1] == ' ') return true;
    return false;
}

}  // namespace

std::string words_of(std::string_view text)
{
    const auto folded = domain::fold(text);
    std::string out;
    out.reserve(folded.size());
    bool gap = false;
    for (std::size_t i = 0; i < folded.size();) {
        if (const auto n = separator(folded, i); n > 0) {
            gap = true;
            i += n;
            continue;
        }
        if (gap && !out.empty()) out += ' ';
        gap = false;
        out += folded[i++];
    }
    return out;
}

std::vector<std::string> split_words(std::string_view query)
{
    std::vector<std::string> out;
    const auto words = words_of(query);
    for (std::size_t at = 0; at < words.size();) {
        const auto end = std::min(words.find(' ', at), words.size());
        out.push_back(words.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

bool words_match(const std::vector<std::string>& wanted, std::string_view title, std::string_view narrative)
{
    const auto in_title = words_of(title);
    const auto in_narrative = narrative.empty() ? std::string() : words_of(narrative);
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](const auto& w) { return begins_a_word(in_title, w) || begins_a_word(in_narrative, w); });
}

}  // namespace tuantra::store
