#include "app/table.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>

namespace tuantra::app {

namespace {

struct Decoded {
    char32_t code;
    std::size_t bytes;
};

Decoded decode(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
    if (length == 0 || at + length > text.size()) return {0xfffd, 1};
    if (length == 1) return {first, 1};
    char32_t code = first & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xc0U) != 0x80U) return {0xfffd, 1};
        code = code << 6U | (byte(at + i) & 0x3fU);
    }
    return {code, length};
}

std::size_t columns_of(char32_t c)
{
    const auto in = [c](char32_t from, char32_t to) { return c >= from && c <= to; };
    if (in(0x300, 0x36f) || in(0x200b, 0x200f) || in(0xfe00, 0xfe0f) || c == 0xfeff) return 0;
    if (in(0x1100, 0x115f) || in(0x2e80, 0xa4cf) || in(0xac00, 0xd7a3) || in(0xf900, 0xfaff) || in(0xfe30, 0xfe6f) ||
        in(0xff00, 0xff60) || in(0xffe0, 0xffe6) || in(0x1f300, 0x1faff) || in(0x20000, 0x3fffd))
        return 2;
    return 1;
}

bool is_control(char32_t c)
{
    // bidirectional overrides could make a printed line read differently from what it says
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::size_t display_width(std::string_view utf8)
{
    std::size_t width = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto [code, bytes] = decode(utf8, at);
        width += columns_of(code);
        at += bytes;
    }
    return width;
}

std::string one_line(std::string_view utf8)
{
    std::string line;
    line.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        const auto [code, bytes] = decode(utf8, at);
        if (is_control(code))
            line += ' ';
        else if (code == 0xfffd && bytes == 1)
            line += '?';
        else
            line += utf8.substr(at, bytes);
        at += bytes;
    }
    return line;
}

std::string cut(std::string_view utf8, std::size_t width)
{
    if (display_width(utf8) <= width) return std::string(utf8);
    std::size_t used = 0, at = 0;
    while (at < utf8.size()) {
        const auto [code, bytes] = decode(utf8, at);
        const std::size_t columns = columns_of(code);
        if (used + columns + 1 > width) break;
        used += columns;
        at += bytes;
    }
    return std::string(utf8.substr(0, at)) + "…";
}

Table::Table(std::vector<Column> columns) : m_columns(std::move(columns)) {}

void Table::add(std::vector<std::string> cells)
{
    assert(cells.size() == m_columns.size());
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = cut(one_line(cells[i]), m_columns[i].max_width);
    m_rows.push_back(std::move(cells));
}

void Table::print(std::ostream& out) const
{
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        std::size_t width = display_width(m_columns[i].header);
        for (const auto& row : m_rows) width = std::max(width, display_width(row[i]));
        widths.push_back(width);
    }
    const auto line = [&](const auto& text_of) {
        std::string text;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const std::string& cell = text_of(i);
            const std::string space(widths[i] - display_width(cell), ' ');
            if (i > 0) text += "  ";
            text += m_columns[i].align == Align::right ? space + cell : cell + space;
        }
        while (!text.empty() && text.back() == ' ') text.pop_back();
        out << text << '\n';
    };
    line([&](std::size_t i) -> const std::string& { return m_columns[i].header; });
    for (const auto& row : m_rows) line([&](std::size_t i) -> const std::string& { return row[i]; });
}

}  // namespace tuantra::app
