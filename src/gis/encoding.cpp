#include "gis/encoding.hpp"

#include "domain/text.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace tuantra::gis {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

std::uint8_t byte_at(std::string_view s, std::size_t i)
{
    return static_cast<std::uint8_t>(s[i]);
}

void append_code_point(std::string& out, std::uint32_t c)
{
    const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0U | (c >> 6U));
        put(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        put(0xE0U | (c >> 12U));
        put(0x80U | ((c >> 6U) & 0x3FU));
        put(0x80U | (c & 0x3FU));
    } else {
        put(0xF0U | (c >> 18U));
        put(0x80U | ((c >> 12U) & 0x3FU));
        put(0x80U | ((c >> 6U) & 0x3FU));
        put(0x80U | (c & 0x3FU));
    }
}

void append_utf16(std::string& out, std::string_view bytes, bool big)
{
    const auto unit = [&](std::size_t i) {
        const auto a = byte_at(bytes, i), b = byte_at(bytes, i + 1);
        return static_cast<std::uint32_t>(big ? (a << 8U) | b : (b << 8U) | a);
    };
    std::size_t i = 0;
    while (i + 1 < bytes.size()) {
        const std::uint32_t u = unit(i);
        i += 2;
        if (u < 0xD800 || u > 0xDFFF) {
            append_code_point(out, u);
        } else if (u < 0xDC00 && i + 1 < bytes.size() && unit(i) >= 0xDC00 && unit(i) <= 0xDFFF) {
            append_code_point(out, 0x10000U + ((u - 0xD800U) << 10U) + (unit(i) - 0xDC00U));
            i += 2;
        } else {
            out += replacement;
        }
    }
    if (i < bytes.size()) out += replacement;
}

class Converter {
public:
    explicit Converter(const char* from) : m_handle(iconv_open("UTF-8", from)) {}
    ~Converter()
    {
        if (m_handle != iconv_t(-1)) iconv_close(m_handle);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    void append(std::string& out, std::string_view bytes)
    {
        std::string copy(bytes);
        char* in = copy.data();
        std::size_t left = copy.size();
        std::array<char, 4096> buffer;
        while (m_handle != iconv_t(-1)) {
            char* to = buffer.data();
            std::size_t room = buffer.size();
            const bool flush = left == 0;
            const auto result = iconv(m_handle, flush ? nullptr : &in, &left, &to, &room);
            const int why = errno;
            out.append(buffer.data(), static_cast<std::size_t>(to - buffer.data()));
            if (flush) return;
            if (result == static_cast<std::size_t>(-1) && why != E2BIG) {
                out += replacement;
                ++in;
                --left;
            }
        }
        out.append(bytes.size(), '?');
    }

private:
    iconv_t m_handle;
};

bool is_vowel_1258(std::uint8_t c)
{
    const char lower = static_cast<char>(c | 0x20U);
    if (c < 0x80) return std::strchr("aeiouy", lower) != nullptr && lower != 0;
    return std::memchr("\xC2\xE2\xC3\xE3\xCA\xEA\xD4\xF4\xD5\xF5\xDD\xFD", c, 12) != nullptr;
}

/// Without the start of a last character that the sample's end may have cut.
std::string_view whole_characters(std::string_view line, bool may_be_cut)
{
    auto whole = line;
    for (int i = 0; may_be_cut && i < 3 && !whole.empty() && (byte_at(whole, whole.size() - 1) & 0xC0U) == 0x80U; ++i)
        whole.remove_suffix(1);
    if (may_be_cut && !whole.empty() && byte_at(whole, whole.size() - 1) >= 0xC0U) whole.remove_suffix(1);
    return domain::is_utf8(line) || is_ascii(whole) ? line : whole;
}

}  // namespace

std::string_view to_string(Encoding encoding)
{
    constexpr std::array<std::string_view, 5> names = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1258", "windows-1252"};
    return names[static_cast<std::size_t>(encoding)];
}

bool is_ascii(std::string_view bytes)
{
    std::uint64_t seen = 0;
    std::size_t i = 0;
    for (; i + 8 <= bytes.size(); i += 8) {
        std::uint64_t word;
        std::memcpy(&word, bytes.data() + i, 8);
        seen |= word;
    }
    for (; i < bytes.size(); ++i) seen |= byte_at(bytes, i);
    return (seen & 0x8080808080808080ULL) == 0;
}

Encoding legacy_of(std::string_view bytes)
{
    std::size_t marks = 0, strays = 0, letters = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto c = byte_at(bytes, i);
        if (std::memchr("\xCC\xD2\xDE\xEC\xF2", c, 5) != nullptr) {
            ++(i > 0 && is_vowel_1258(byte_at(bytes, i - 1)) ? marks : strays);
        } else if (std::memchr("\xF0\xFD\xD0\xDD", c, 4) != nullptr) {
            ++letters;
        }
    }
    return marks > strays || (marks + strays == 0 && letters > 0) ? Encoding::windows_1258 : Encoding::windows_1252;
}

Sniffed sniff_encoding(std::string_view sample)
{
    if (sample.starts_with("\xEF\xBB\xBF")) return {Encoding::utf8, 3, true};
    if (sample.starts_with("\xFF\xFE")) return {Encoding::utf16_le, 2, true};
    if (sample.starts_with("\xFE\xFF")) return {Encoding::utf16_be, 2, true};
    std::size_t zeros[2] = {};
    for (std::size_t i = 0; i < sample.size(); ++i) zeros[i % 2] += sample[i] == 0 ? 1U : 0U;
    const std::size_t half = sample.size() / 2;
    // Spaces, digits, delimiters and line ends alone give UTF-16 its zeros, in whatever script the words are.
    if (half >= 4 && zeros[1] > half / 5 && zeros[0] * 10 < zeros[1]) return {Encoding::utf16_le, 0, true};
    if (half >= 4 && zeros[0] > half / 5 && zeros[1] * 10 < zeros[0]) return {Encoding::utf16_be, 0, true};
    if (is_ascii(sample)) return {};
    // Legacy letters hardly ever look like UTF-8, so lines that do outweigh as many broken ones.
    std::size_t good = 0, bad = 0;
    for (std::size_t from = 0; from < sample.size();) {
        const std::size_t end = std::min(sample.find('\n', from), sample.size());
        const auto line = whole_characters(sample.substr(from, end - from), end == sample.size());
        if (!is_ascii(line)) ++(domain::is_utf8(line) ? good : bad);
        from = end + 1;
    }
    if (good >= bad && good > 0) return {Encoding::utf8, 0, true};
    return {legacy_of(sample), 0, true};
}

void append_utf8(std::string& out, std::string_view bytes, Encoding encoding)
{
    switch (encoding) {
        case Encoding::utf8:
            out += bytes;
            return;
        case Encoding::utf16_le:
            append_utf16(out, bytes, false);
            return;
        case Encoding::utf16_be:
            append_utf16(out, bytes, true);
            return;
        case Encoding::windows_1258: {
            thread_local Converter vietnamese("CP1258");  // glibc composes the marks while it converts
            vietnamese.append(out, bytes);
            return;
        }
        case Encoding::windows_1252: {
            thread_local Converter western("CP1252");
            western.append(out, bytes);
            return;
        }
    }
}

}  // namespace tuantra::gis
