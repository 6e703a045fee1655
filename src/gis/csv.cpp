#include "gis/csv.hpp"

#include "domain/text.hpp"
#include "gis/error.hpp"
#include "gis/gdal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace tuantra::gis {

namespace {

constexpr std::size_t first_buffer = 1U << 20U;
constexpr std::size_t raw_limit = 64U << 10U;
constexpr int most_broken_quotes = 100;

bool is_number(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '+')) text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    double value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    return bad == std::errc{} && end == text.data() + text.size();
}

/// Fields of the sample's first rows for one delimiter. A last row that the sample may have cut is left out.
std::vector<std::vector<std::string>> sample_rows(std::string_view sample, char delimiter, std::size_t most)
{
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> row(1);
    bool quoted = false;
    for (std::size_t i = 0; i < sample.size() && rows.size() < most; ++i) {
        const char c = sample[i];
        if (quoted) {
            if (c != '"') {
                row.back() += c;
            } else if (i + 1 < sample.size() && sample[i + 1] == '"') {
                row.back() += sample[++i];
            } else {
                quoted = false;
            }
        } else if (c == '"' && row.back().empty()) {
            quoted = true;
        } else if (c == delimiter) {
            row.emplace_back();
        } else if (c == '\n' || c == '\r') {
            if (row.size() > 1 || !row.front().empty()) rows.push_back(std::move(row));
            row.assign(1, {});
        } else {
            row.back() += c;
        }
    }
    if (rows.empty() || (rows.size() < most && !quoted && (row.size() > 1 || !row.front().empty())))
        rows.push_back(std::move(row));
    return rows;
}

}  // namespace

CsvDialect sniff_dialect(std::string_view utf8_sample)
{
    constexpr std::array<char, 4> delimiters = {',', ';', '\t', '|'};
    CsvDialect best;
    double best_score = 0;
    for (const char delimiter : delimiters) {
        const auto rows = sample_rows(utf8_sample, delimiter, 30);
        const std::size_t width = rows.front().size();
        if (width < 2) continue;
        const auto same = std::count_if(rows.begin(), rows.end(), [&](const auto& r) { return r.size() == width; });
        const double score =
            static_cast<double>(same) / static_cast<double>(rows.size()) + static_cast<double>(width) * 1e-3;
        if (score > best_score) {
            best_score = score;
            best.delimiter = delimiter;
        }
    }
    const auto first = sample_rows(utf8_sample, best.delimiter, 1).front();
    best.header = std::none_of(first.begin(), first.end(), [](const std::string& field) { return is_number(field); });
    return best;
}

CsvReader::CsvReader(std::string shown, std::string layer, std::unique_ptr<ByteSource> bytes,
                     const OpenOptions& options)
    : m_shown(std::move(shown)),
      m_format("CSV"),
      m_crs(options.crs.empty() ? "EPSG:4326" : options.crs),
      m_bytes(std::move(bytes)),
      m_max_row(std::max<std::size_t>(options.max_row_bytes, 4096)),
      m_buffer(first_buffer)
{
    m_layers.push_back({std::move(layer), "none", -1});
    while (!m_eof && m_end < first_buffer / 2) {
        const std::size_t got = m_bytes->read(m_buffer.data() + m_end, m_buffer.size() - m_end);
        m_eof = got == 0;
        m_end += got;
    }
    if (m_end == 0) throw Error(m_shown, 0, "the file is empty");
    const std::string_view all(m_buffer.data(), m_end);
    const auto sniffed = sniff_encoding(all);
    m_encoding = sniffed.encoding;
    m_encoding_certain = sniffed.certain;
    if (m_encoding == Encoding::utf16_le || m_encoding == Encoding::utf16_be) {
        m_pending.assign(all.substr(sniffed.bom));
        m_end = 0;
        const bool last = m_eof;
        m_eof = false;
        const std::size_t whole = last ? m_pending.size() : m_pending.size() & ~std::size_t{3};
        append_utf8(m_packed, std::string_view(m_pending).substr(0, whole), m_encoding);
        m_pending.erase(0, whole);
        refill();
    } else {
        m_at = m_next = sniffed.bom;
    }
    const std::string_view text(m_buffer.data() + m_at, m_end - m_at);
    if (std::count(text.begin(), text.end(), '\0') > 0) throw Error(m_shown, 0, "this is not a text file");
    m_dialect = sniff_dialect(text.substr(0, 128U << 10U));
    for (const char c : {m_dialect.delimiter, '\n', '\r'}) m_stops[static_cast<unsigned char>(c)] = true;
    if (m_dialect.delimiter == '\t') m_format = "TSV";
    read_header();
}

CsvReader::~CsvReader() = default;

std::string_view CsvReader::record() const
{
    return {m_buffer.data() + m_at, m_record_end - m_at};
}

// Brings more bytes behind m_end, making room first by moving the open record to the front, then by growing the buffer.
// False when there are no more bytes or no more room is allowed.
bool CsvReader::refill()
{
    if (m_eof && m_packed_at == m_packed.size()) return false;
    if (m_at > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_at, m_end - m_at);
        m_end -= m_at;
        m_at = 0;
    }
    if (m_end == m_buffer.size()) {
        if (m_buffer.size() >= m_max_row + first_buffer) return false;
        m_buffer.resize(std::min(m_buffer.size() * 2, m_max_row + first_buffer));
    }
    if (m_encoding == Encoding::utf8 || m_encoding == Encoding::windows_1252 || m_encoding == Encoding::windows_1258) {
        const std::size_t got = m_bytes->read(m_buffer.data() + m_end, m_buffer.size() - m_end);
        m_eof = got == 0;
        m_end += got;
        return got > 0;
    }
    if (m_packed_at == m_packed.size()) {
        m_packed.clear();
        m_packed_at = 0;
        std::array<char, 65536> block;
        const std::size_t got = m_bytes->read(block.data(), block.size());
        m_eof = got == 0;
        m_pending.append(block.data(), got);
        // Only whole surrogate pairs are converted: a high half at the end waits for the next block.
        std::size_t whole = m_eof ? m_pending.size() : m_pending.size() & ~std::size_t{1};
        if (!m_eof && whole >= 2) {
            const auto high =
                static_cast<std::uint8_t>(m_pending[m_encoding == Encoding::utf16_le ? whole - 1 : whole - 2]);
            if (high >= 0xD8 && high < 0xDC) whole -= 2;
        }
        append_utf8(m_packed, std::string_view(m_pending).substr(0, whole), m_encoding);
        m_pending.erase(0, whole);
        if (m_packed.empty()) return !m_eof;
    }
    const std::size_t n = std::min(m_packed.size() - m_packed_at, m_buffer.size() - m_end);
    std::memcpy(m_buffer.data() + m_end, m_packed.data() + m_packed_at, n);
    m_packed_at += n;
    m_end += n;
    return true;
}

// Whether byte i of the record is there. May move the record inside the buffer, so offsets count from m_at.
bool CsvReader::more(std::size_t i)
{
    while (m_at + i >= m_end)
        if (i > m_max_row || !refill()) return false;
    return true;
}

// Moves i to the next delimiter or line end; false when the bytes ran out before one.
bool CsvReader::seek_field_end(std::size_t& i)
{
    do {
        const char* const base = m_buffer.data() + m_at;
        const std::size_t size = m_end - m_at;
        while (i < size && !m_stops[static_cast<unsigned char>(base[i])]) ++i;
        if (i < size) return true;
    } while (more(i));
    return false;
}

// Moves i from behind an opening quote to behind the closing one; false when there is none.
bool CsvReader::seek_closing_quote(std::size_t& i, bool& escaped)
{
    while (true) {
        if (!more(i)) return false;
        const char* const base = m_buffer.data() + m_at;
        const std::size_t size = m_end - m_at;
        const auto* found = static_cast<const char*>(std::memchr(base + i, '"', size - i));
        i = found == nullptr ? size : static_cast<std::size_t>(found - base) + 1;
        if (found == nullptr) continue;
        if (!more(i) || m_buffer[m_at + i] != '"') return true;
        escaped = true;
        ++i;
    }
}

CsvReader::Cut CsvReader::cut_record()
{
    m_fields.clear();
    if (!more(0)) return Cut::end;
    std::size_t i = 0;
    while (true) {
        Field field{i, i, false};
        if (more(i) && m_buffer[m_at + i] == '"') {
            std::size_t end = i + 1;
            if (!seek_closing_quote(end, field.escaped)) return Cut::unclosed;
            const std::size_t closed = end;
            seek_field_end(end);
            const bool clean = end == closed;  // else something follows the closing quote: all is kept as it stands
            field = clean ? Field{i + 1, closed - 1, field.escaped} : Field{i, end, false};
            i = end;
        } else {
            seek_field_end(i);
            field.to = i;
        }
        m_fields.push_back(field);
        if (!more(i)) {
            if (!m_eof || m_packed_at < m_packed.size()) return Cut::too_long;
            m_record_end = m_next = m_at + i;
            return Cut::row;
        }
        if (m_buffer[m_at + i] != m_dialect.delimiter) break;
        ++i;
    }
    const bool two = m_buffer[m_at + i] == '\r' && more(i + 1) && m_buffer[m_at + i + 1] == '\n';
    m_record_end = m_at + i;
    m_next = m_record_end + (two ? 2U : 1U);
    return Cut::row;
}

// Passes over everything up to the next line end, keeping the first bytes as the raw text.
void CsvReader::skip_line()
{
    m_raw.clear();
    while (true) {
        const auto* from = m_buffer.data() + m_at;
        const auto* end = m_buffer.data() + m_end;
        const auto* stop = std::find_if(from, end, [](char c) { return c == '\n' || c == '\r'; });
        const auto room = raw_limit - std::min(raw_limit, m_raw.size());
        m_raw.append(from, std::min(room, static_cast<std::size_t>(stop - from)));
        m_at = static_cast<std::size_t>(stop - m_buffer.data());
        if (stop != end || !refill()) break;
    }
    if (m_at < m_end) m_at += m_buffer[m_at] == '\r' && m_at + 1 < m_end && m_buffer[m_at + 1] == '\n' ? 2U : 1U;
    m_next = m_record_end = m_at;
}

void CsvReader::finish_values()
{
    m_values.clear();
    std::size_t escaped = 0;
    for (const Field& f : m_fields) escaped += f.escaped ? f.to - f.from : 0;
    m_scratch.clear();
    m_scratch.reserve(escaped);  // the views below point into it
    const char* const base = m_buffer.data() + m_at;
    for (const Field& f : m_fields) {
        if (!f.escaped) {
            m_values.emplace_back(base + f.from, f.to - f.from);
            continue;
        }
        const std::size_t start = m_scratch.size();
        for (std::size_t i = f.from; i < f.to; ++i) {
            m_scratch += base[i];
            if (base[i] == '"') ++i;
        }
        m_values.emplace_back(m_scratch.data() + start, m_scratch.size() - start);
    }
}

bool CsvReader::fail_row(RawRow& row, std::string why)
{
    m_defect = std::move(why);
    row.number = ++m_number;
    row.values = {};
    row.shape = nullptr;
    row.raw = std::string_view(m_raw).substr(0, raw_limit);
    row.defect = m_defect;
    return true;
}

// Turns the row's values into UTF-8 where they are not. False when they are not text in the file's encoding.
bool CsvReader::check_text(RawRow& row)
{
    if (is_ascii(record())) return true;
    const bool legacy = m_encoding == Encoding::windows_1252 || m_encoding == Encoding::windows_1258;
    if (!legacy) {
        if (domain::is_utf8(record())) {
            m_encoding_certain = true;
            return true;
        }
        if (m_encoding_certain) {
            m_raw.clear();
            append_utf8(m_raw, record().substr(0, raw_limit), legacy_of(record()));
            return false;
        }
        m_encoding = legacy_of({m_buffer.data() + m_at, m_end - m_at});
        m_encoding_certain = true;
    }
    std::vector<std::size_t> ends;
    std::string text;
    for (const auto value : m_values) {
        append_utf8(text, value, m_encoding);
        ends.push_back(text.size());
    }
    m_scratch = std::move(text);
    std::size_t from = 0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        m_values[i] = std::string_view(m_scratch).substr(from, ends[i] - from);
        from = ends[i];
    }
    m_raw.clear();
    append_utf8(m_raw, record().substr(0, raw_limit), m_encoding);
    row.raw = m_raw;
    return true;
}

bool CsvReader::next(RawRow& row)
{
    while (true) {
        m_at = m_next;
        const Cut cut = cut_record();
        if (cut == Cut::end) return false;
        if (cut == Cut::too_long) {
            skip_line();
            return fail_row(row, "the row is longer than allowed");
        }
        if (cut == Cut::unclosed) {
            if (++m_broken_quotes > most_broken_quotes)
                throw Error(m_shown, m_number + 1, "quotes do not match from here on");
            skip_line();
            return fail_row(row, "a quotation mark is never closed");
        }
        if (m_record_end == m_at) continue;
        finish_values();
        row.raw = record().substr(0, raw_limit);
        if (!check_text(row)) return fail_row(row, "the row is not text in " + std::string(to_string(m_encoding)));
        while (m_values.size() > m_columns.size() && m_values.back().empty()) m_values.pop_back();
        if (m_dialect.header && m_values.size() > m_columns.size()) {
            m_raw.assign(row.raw);
            return fail_row(row, "the row has more fields than the header");
        }
        m_values.resize(std::max(m_values.size(), m_columns.size()));
        row.number = ++m_number;
        row.values = m_values;
        row.shape = nullptr;
        row.defect = {};
        return true;
    }
}

void CsvReader::read_header()
{
    RawRow row;
    m_at = m_next;
    Cut cut = cut_record();
    while (cut == Cut::row && m_record_end == m_at) {
        m_at = m_next;
        cut = cut_record();
    }
    if (cut == Cut::end) throw Error(m_shown, 0, "the file holds no row");
    if (cut != Cut::row) throw Error(m_shown, 0, "the first row has no end within the allowed length");
    finish_values();
    if (!check_text(row)) throw Error(m_shown, 0, "the header is not text in " + std::string(to_string(m_encoding)));
    for (std::size_t i = 0; i < m_values.size(); ++i)
        m_columns.emplace_back(m_dialect.header ? one_line(m_values[i], 200) : std::to_string(i + 1));
    if (!m_dialect.header) m_next = m_at;
}

}  // namespace tuantra::gis
