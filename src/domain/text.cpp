#include "domain/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace tuantra::domain {
namespace {

// One base letter for each code point from the first named one on; '.' where there is no single base letter.
constexpr char32_t latin_from = 0x00C0;
constexpr std::string_view latin =
    "aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllll."
    ".llnnnnnn.nnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "bb.....ccdd......ffg...ikkl..nnooo..pp.....ttttuu.vyyzz........."
    ".............aaiioouuuuuuuuuu.aaaa..ggggkkoooo..j...gg..nnaa...."
    "aaaaeeeeiiiioooorrrruuuusstt..hhnd..zzaaeeooooooooyylntj..acclts"
    "z..bu.eejj..rryy";
constexpr char32_t additional_from = 0x1E00;
constexpr std::string_view additional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";
static_assert(latin_from + latin.size() == 0x0250 && additional_from + additional.size() == 0x1F00);

struct Pair {
    char32_t code;
    char letters[3];
};
constexpr std::array<Pair, 22> pairs{{
    {0xC6, "ae"},  {0xDE, "th"},  {0xDF, "ss"},  {0xE6, "ae"},   {0xFE, "th"},  {0x132, "ij"},
    {0x133, "ij"}, {0x152, "oe"}, {0x153, "oe"}, {0x1C4, "dz"},  {0x1C5, "dz"}, {0x1C6, "dz"},
    {0x1C7, "lj"}, {0x1C8, "lj"}, {0x1C9, "lj"}, {0x1CA, "nj"},  {0x1CB, "nj"}, {0x1CC, "nj"},
    {0x1F1, "dz"}, {0x1F2, "dz"}, {0x1F3, "dz"}, {0x1E9E, "ss"},
}};

bool is_combining(char32_t c)
{
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE20 && c <= 0xFE2F);
}

struct Decoded {
    char32_t code = 0;
    std::size_t bytes = 0;  // 0: not well formed
};

// The well-formed sequences are those of table 3-7 of the Unicode standard.
Decoded decode(std::string_view s, std::size_t at)
{
    const auto byte = [&](std::size_t k) { return at + k < s.size() ? static_cast<unsigned char>(s[at + k]) : 0U; };
    const auto more = [](unsigned b) { return (b & 0xC0U) == 0x80U; };
    const unsigned a = byte(0);
    const unsigned b = byte(1);
    const unsigned c = byte(2);
    const unsigned d = byte(3);
    if (a < 0x80) return {a, 1};
    if (a < 0xC2 || a > 0xF4 || !more(b)) return {};
    if (a < 0xE0) return {(a & 0x1FU) << 6 | (b & 0x3FU), 2};
    if (!more(c)) return {};
    if (a < 0xF0) {
        if ((a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F)) return {};
        return {(a & 0x0FU) << 12 | (b & 0x3FU) << 6 | (c & 0x3FU), 3};
    }
    if (!more(d) || (a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F)) return {};
    return {(a & 0x07U) << 18 | (b & 0x3FU) << 12 | (c & 0x3FU) << 6 | (d & 0x3FU), 4};
}

char base_letter(char32_t c)
{
    if (c >= latin_from && c < latin_from + latin.size()) return latin[c - latin_from];
    if (c >= additional_from && c < additional_from + additional.size()) return additional[c - additional_from];
    if (c >= 0xFF21 && c <= 0xFF3A) return static_cast<char>('a' + (c - 0xFF21));
    if (c >= 0xFF41 && c <= 0xFF5A) return static_cast<char>('a' + (c - 0xFF41));
    return '.';
}

}  // namespace

std::string fold(std::string_view utf8)
{
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size();) {
        const char ascii = utf8[i];
        if (static_cast<unsigned char>(ascii) < 0x80) {
            out += ascii >= 'A' && ascii <= 'Z' ? static_cast<char>(ascii - 'A' + 'a') : ascii;
            ++i;
            continue;
        }
        const auto [code, bytes] = decode(utf8, i);
        if (bytes == 0) {
            out += '?';
            ++i;
            continue;
        }
        if (const char letter = base_letter(code); letter != '.') {
            out += letter;
        } else if (!is_combining(code)) {
            const auto* const pair =
                std::find_if(pairs.begin(), pairs.end(), [&](const Pair& p) { return p.code == code; });
            out += pair != pairs.end() ? std::string_view(pair->letters, 2) : utf8.substr(i, bytes);
        }
        i += bytes;
    }
    return out;
}

bool is_utf8(std::string_view bytes)
{
    for (std::size_t i = 0; i < bytes.size();) {
        const auto length = decode(bytes, i).bytes;
        if (length == 0) return false;
        i += length;
    }
    return true;
}

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed)
{
    std::uint64_t h = seed;
    for (const char c : bytes) {
        h ^= static_cast<unsigned char>(c);
        h *= 0x100000001b3ULL;
    }
    return h;
}

}  // namespace tuantra::domain
