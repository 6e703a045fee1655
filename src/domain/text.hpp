#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace tuantra::domain {

/// Lower case without diacritics: "Lạng Sơn" and "LANG SON" both give "lang son"; đ gives d. Covers Latin letters, both
/// precomposed and with combining marks; other characters pass unchanged. Bytes that are not UTF-8 become '?'.
std::string fold(std::string_view utf8);
/// Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view bytes);
/// FNV-1a, 64 bits: stable across runs and machines. For keys, not for safety.
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0xcbf29ce484222325ULL);

}  // namespace tuantra::domain
