#include "gis/csv.hpp"

#include "gis/error.hpp"
#include "scratch.hpp"

#include <string>
#include <vector>

using namespace tuantra;
using namespace tuantra::gis;

namespace {

using Rows = std::vector<std::vector<std::string>>;

CsvReader reader_of(std::string text, const OpenOptions& options = {})
{
    return CsvReader("text", "text", memory_bytes(std::move(text)), options);
}

Rows rows_of(std::string text)
{
    auto reader = reader_of(std::move(text));
    Rows out;
    RawRow row;
    while (reader.next(row)) {
        if (!row.defect.empty()) {
            out.push_back({"!" + std::string(row.defect)});
        } else {
            out.emplace_back(row.values.begin(), row.values.end());
        }
    }
    return out;
}

std::string utf16(std::string_view ascii, bool big)
{
    std::string out;
    for (const char c : ascii) {
        if (big) out += '\0';
        out += c;
        if (!big) out += '\0';
    }
    return out;
}

}  // namespace

TEST_CASE("Quoted fields keep delimiters, line breaks and doubled quotes", "[unit][csv]")
{
    CHECK(rows_of("a,b\n\"1,2\",\"x\ny\"\r\n\"say \"\"hi\"\"\",\"\"\n") == Rows{{"1,2", "x\ny"}, {"say \"hi\"", ""}});
    CHECK(rows_of("a,b\n\"a\"\"\"\"b\",\"\"\"\"") == Rows{{"a\"\"b", "\""}});
}

TEST_CASE("Line ends may be LF, CRLF or CR and the last may be missing", "[unit][csv]")
{
    const Rows expected{{"1", "2"}, {"3", "4"}};
    CHECK(rows_of("a,b\n1,2\n3,4") == expected);
    CHECK(rows_of("a,b\r\n1,2\r\n3,4\r\n") == expected);
    CHECK(rows_of("a,b\r1,2\r3,4\r") == expected);
    CHECK(rows_of("a,b\n\n1,2\n\n\n3,4\n\n") == expected);
}

TEST_CASE("Missing fields are empty and surplus ones make the row defective", "[unit][csv]")
{
    CHECK(rows_of("a,b,c\n1\n1,2,3,,\n1,2,3,4\n") ==
          Rows{{"1", "", ""}, {"1", "2", "3"}, {"!the row has more fields than the header"}});
}

TEST_CASE("The delimiter is found out", "[unit][csv]")
{
    CHECK(rows_of("a;b\n1,5;2\n") == Rows{{"1,5", "2"}});
    CHECK(rows_of("a\tb\nx, y\t2\n") == Rows{{"x, y", "2"}});
    CHECK(rows_of("a|b\n1|2\n") == Rows{{"1", "2"}});
    CHECK(rows_of("name\nx\n") == Rows{{"x"}});
}

TEST_CASE("A first row with numbers is data", "[unit][csv]")
{
    auto reader = reader_of("1,106.7\n2,106.8\n");
    CHECK_FALSE(reader.has_header());
    CHECK(reader.columns() == std::vector<std::string>{"1", "2"});
    CHECK(rows_of("1,106.7\n2,106.8\n").size() == 2);
}

TEST_CASE("Text is read in UTF-8, UTF-16 and windows-1258", "[unit][csv][encoding]")
{
    CHECK(rows_of("\xEF\xBB\xBF"
                  "a,b\nViệt,2\n") == Rows{{"Việt", "2"}});
    CHECK(rows_of("\xFF\xFE" + utf16("a,b\nx,2\n", false)) == Rows{{"x", "2"}});
    CHECK(rows_of("\xFE\xFF" + utf16("a,b\nx,2\n", true)) == Rows{{"x", "2"}});
    CHECK(rows_of(utf16("a,b\nx,2\n", false)) == Rows{{"x", "2"}});
    // "Lạng Sơn, Việt" with its marks after the letters, as windows-1258 writes them, composed on reading.
    CHECK(rows_of("ten,b\nLa\xF2ng S\xF5n Vi\xEA\xF2t,2\n") == Rows{{"Lạng Sơn Việt", "2"}});
    CHECK(rows_of("nom,b\nH\xF4tel de l'\xC9toile \xE0 c\xF4t\xE9,2\n") == Rows{{"Hôtel de l'Étoile à côté", "2"}});
}

TEST_CASE("Legacy letters that come late still count", "[unit][csv][encoding]")
{
    std::string text = "ten,b\n";
    for (int i = 0; i < 200'000; ++i) text += "abcdef,1\n";
    text += "\xD0\xF4\xECng,2\n";
    const auto rows = rows_of(text);
    REQUIRE(rows.size() == 200'001);
    CHECK(rows.back() == std::vector<std::string>{"Đống", "2"});
}

TEST_CASE("A surrogate pair across two blocks stays whole", "[unit][csv][encoding]")
{
    for (std::size_t pad = 0; pad < 3; ++pad) {
        std::string text = "\xFF\xFE" + utf16("a,b\n", false);
        while (text.size() < (1U << 20U) + 65534 + pad * 2) text += utf16("x", false);
        text += std::string("\x3D\xD8\x00\xDE", 4) + utf16(",2\n", false);
        auto reader = reader_of(text);
        RawRow row;
        REQUIRE(reader.next(row));
        CHECK(row.values[0].ends_with("x\xF0\x9F\x98\x80"));
    }
}

TEST_CASE("A row that is not text in a file known to be UTF-8 is defective and the rest is read",
          "[unit][csv][encoding]")
{
    CHECK(rows_of("a,b\nViệt,1\nbad\xFF\xFE,2\nok,3\n") ==
          Rows{{"Việt", "1"}, {"!the row is not text in UTF-8"}, {"ok", "3"}});
}

TEST_CASE("A row longer than allowed is passed over and not kept", "[unit][csv]")
{
    OpenOptions options;
    options.max_row_bytes = 8192;
    auto reader = reader_of("a,b\n1,2\n" + std::string(5U << 20U, 'x') + "\n3,4\n", options);
    RawRow row;
    REQUIRE(reader.next(row));
    CHECK(row.values[0] == "1");
    REQUIRE(reader.next(row));
    CHECK(row.defect == "the row is longer than allowed");
    CHECK(row.number == 2);
    CHECK(row.raw.size() <= 65536);
    REQUIRE(reader.next(row));
    CHECK(row.values[1] == "4");
    CHECK(row.number == 3);
    CHECK_FALSE(reader.next(row));
}

TEST_CASE("A quote that never closes costs its own row only", "[unit][csv]")
{
    CHECK(rows_of("a,b\n1,2\n\"3,4\n5,6\n") == Rows{{"1", "2"}, {"!a quotation mark is never closed"}, {"5", "6"}});
}

TEST_CASE("Rows are whole wherever the buffer ends", "[unit][csv]")
{
    std::string text = "a,b,c\n";
    constexpr int count = 60'000;
    for (int i = 0; i < count; ++i)
        text += std::to_string(i) + ",\"q\"\"" + std::string(static_cast<std::size_t>(i % 97), 'z') + "\",end\r\n";
    auto reader = reader_of(text);
    RawRow row;
    int n = 0;
    bool good = true;
    while (reader.next(row)) {
        good = good && row.defect.empty() && row.values[0] == std::to_string(n) && row.values[2] == "end" &&
               row.values[1] == "q\"" + std::string(static_cast<std::size_t>(n % 97), 'z');
        ++n;
    }
    CHECK(n == count);
    CHECK(good);
}

TEST_CASE("Files without rows are errors in one line", "[unit][csv]")
{
    CHECK_THROWS_AS(reader_of(""), Error);
    CHECK_THROWS_AS(reader_of("\n\n"), Error);
    CHECK_THROWS_AS(reader_of(std::string("a\0b,c\0\0d\ne,f", 13)), Error);
}
