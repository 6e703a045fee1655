#pragma once
#include "gis/bytes.hpp"
#include "gis/encoding.hpp"
#include "gis/rows.hpp"

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tuantra::gis {

/// How the text is cut into rows and fields.
struct CsvDialect {
    char delimiter = ',';
    bool header = true;  ///< the first row names the columns
};

/// Of , ; tab | the one that cuts the sample's first rows into the same number (> 1) of fields most often; comma when
/// none does. The first row is no header when one of its fields is a number.
CsvDialect sniff_dialect(std::string_view utf8_sample);

/// Rows of delimited text (RFC 4180 with other delimiters, line breaks inside quotes, CR, LF or CRLF), in any encoding
/// of encoding.hpp. Blank lines are no rows. Memory stays near options.max_row_bytes however long a row is. A row that
/// is too long, has more fields than the header (where there is one), opens a quote that never closes, or is not text
/// in the file's encoding has a defect and is passed over. Values live until the next call.
class CsvReader : public RowReader {
public:
    CsvReader(std::string shown, std::string layer, std::unique_ptr<ByteSource> bytes, const OpenOptions& options);
    ~CsvReader() override;

    const std::vector<std::string>& columns() const override { return m_columns; }
    const std::string& format() const override { return m_format; }
    const std::string& layer() const override { return m_layers.front().name; }
    const std::vector<LayerInfo>& layers() const override { return m_layers; }
    std::string crs() const override { return m_crs; }
    bool next(RawRow& row) override;
    double done() const override { return m_bytes->done(); }

    bool has_header() const { return m_dialect.header; }
    char delimiter() const { return m_dialect.delimiter; }
    Encoding encoding() const { return m_encoding; }

private:
    struct Field {
        std::size_t from, to;  ///< from the start of the record
        bool escaped;          ///< holds doubled quotes
    };
    enum class Cut : std::uint8_t { row, end, unclosed, too_long };

    bool refill();
    bool more(std::size_t i);
    bool seek_field_end(std::size_t& i);
    bool seek_closing_quote(std::size_t& i, bool& escaped);
    Cut cut_record();
    void skip_line();
    void finish_values();
    bool fail_row(RawRow& row, std::string why);
    bool check_text(RawRow& row);
    void read_header();
    std::string_view record() const;

    std::string m_shown, m_format, m_crs;
    std::vector<LayerInfo> m_layers;
    std::unique_ptr<ByteSource> m_bytes;
    std::size_t m_max_row;
    CsvDialect m_dialect;
    std::array<bool, 256> m_stops{};  ///< bytes that end an unquoted field
    Encoding m_encoding = Encoding::utf8;
    bool m_encoding_certain = false;

    std::vector<char> m_buffer;    ///< UTF-8, or a legacy 8-bit encoding that keeps ASCII where it is
    std::size_t m_at = 0;          ///< start of the record
    std::size_t m_end = 0;         ///< end of what was read
    std::size_t m_record_end = 0;  ///< past the record's last byte, its line end left out
    std::size_t m_next = 0;        ///< start of the next record
    bool m_eof = false;
    std::string m_pending;  ///< UTF-16 bytes that wait for their other half
    std::string m_packed;   ///< UTF-16 on its way to m_buffer
    std::size_t m_packed_at = 0;

    std::vector<Field> m_fields;
    std::vector<std::string_view> m_values;
    std::string m_scratch, m_raw, m_defect;
    std::vector<std::string> m_columns;
    std::int64_t m_number = 0;
    int m_broken_quotes = 0;
};

}  // namespace tuantra::gis
