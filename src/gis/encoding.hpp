#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace tuantra::gis {

enum class Encoding : std::uint8_t { utf8, utf16_le, utf16_be, windows_1258, windows_1252 };
std::string_view to_string(Encoding encoding);

struct Sniffed {
    Encoding encoding = Encoding::utf8;
    std::size_t bom = 0;   ///< bytes to skip
    bool certain = false;  ///< false: nothing but ASCII was seen, so UTF-8 is a guess
};

/// From a mark at the front, zero bytes in every second place, well-formed UTF-8, else Vietnamese letters with their
/// combining marks (windows-1258) or not (windows-1252).
Sniffed sniff_encoding(std::string_view sample);

/// windows-1258 when bytes above ASCII read as Vietnamese, else windows-1252. For bytes that are not UTF-8.
Encoding legacy_of(std::string_view bytes);

/// Appends the text as UTF-8, composed (NFC). Bytes with no meaning become U+FFFD. UTF-16: `bytes` holds whole units;
/// an odd last byte and a lone half of a pair become U+FFFD.
void append_utf8(std::string& out, std::string_view bytes, Encoding encoding);

bool is_ascii(std::string_view bytes);

}  // namespace tuantra::gis
