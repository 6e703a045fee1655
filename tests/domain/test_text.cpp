#include "domain/text.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace tuantra::domain;

TEST_CASE("folding takes case and diacritics away", "[unit][text]")
{
    CHECK(fold("Lạng Sơn") == "lang son");
    CHECK(fold("LANG SON") == "lang son");
    CHECK(fold("Đắk Lắk, ĐÀ NẴNG") == "dak lak, da nang");
    CHECK(fold("Œuvre à l'étranger: ÇA Y EST") == "oeuvre a l'etranger: ca y est");
    CHECK(fold("Straße Ærø Þór") == "strasse aero thor");
    CHECK(fold("") == "");
    CHECK(fold("km 12-34 (A/B)") == "km 12-34 (a/b)");
}

TEST_CASE("every Vietnamese letter folds to its base letter", "[unit][text]")
{
    CHECK(fold("aàảãáạăằẳẵắặâầẩẫấậ AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ") == std::string(18, 'a') + " " + std::string(18, 'a'));
    CHECK(fold("eèẻẽéẹêềểễếệ EÈẺẼÉẸÊỀỂỄẾỆ") == std::string(12, 'e') + " " + std::string(12, 'e'));
    CHECK(fold("iìỉĩíị IÌỈĨÍỊ") == std::string(6, 'i') + " " + std::string(6, 'i'));
    CHECK(fold("oòỏõóọôồổỗốộơờởỡớợ OÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ") == std::string(18, 'o') + " " + std::string(18, 'o'));
    CHECK(fold("uùủũúụưừửữứự UÙỦŨÚỤƯỪỬỮỨỰ") == std::string(12, 'u') + " " + std::string(12, 'u'));
    CHECK(fold("yỳỷỹýỵ YỲỶỸÝỴ") == std::string(6, 'y') + " " + std::string(6, 'y'));
    CHECK(fold("đĐ") == "dd");
}

TEST_CASE("combining marks fold like precomposed letters", "[unit][text]")
{
    CHECK(fold("La\u0323ng So\u031Bn") == "lang son");
    CHECK(fold("e\u0302\u0301") == fold("ế"));
}

TEST_CASE("other scripts and signs pass unchanged", "[unit][text]")
{
    CHECK(fold("Пограничник 边防 ກ 😀 – “x”") == "Пограничник 边防 ກ 😀 – “x”");
}

TEST_CASE("folding twice changes nothing more", "[unit][text]")
{
    for (const char* text : {"Lạng Sơn", "Œ", "\xff", "La\u0323ng", "Ǆ ẞ Ａ", "边防"})
        CHECK(fold(fold(text)) == fold(text));
}

TEST_CASE("bytes that are not UTF-8 become question marks", "[unit][text]")
{
    CHECK(fold("a\xff"
               "B") == "a?b");
    CHECK(fold("\xe1\xba") == "??");
    CHECK(fold("\xc3") == "?");
    CHECK(fold("\xed\xa0\x80") == "???");
    CHECK(fold(std::string("a\0B", 3)) == std::string("a\0b", 3));
}

TEST_CASE("well-formed UTF-8 is told from the rest", "[unit][text]")
{
    CHECK(is_utf8(""));
    CHECK(is_utf8("Lạng Sơn 边防 😀"));
    CHECK(is_utf8("\xf4\x8f\xbf\xbf"));
    CHECK(is_utf8("\xed\x9f\xbf"));
    CHECK_FALSE(is_utf8("\xc0\x80"));          // overlong
    CHECK_FALSE(is_utf8("\xe0\x9f\xbf"));      // overlong
    CHECK_FALSE(is_utf8("\xf0\x8f\xbf\xbf"));  // overlong
    CHECK_FALSE(is_utf8("\xed\xa0\x80"));      // surrogate
    CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));  // beyond Unicode
    CHECK_FALSE(is_utf8("\x80"));
    CHECK_FALSE(is_utf8("abc\xe1\xba"));
    CHECK_FALSE(
        is_utf8("Qu\xe9"
                "bec"));
}

TEST_CASE("the hash is FNV-1a of 64 bits", "[unit][text]")
{
    CHECK(hash64("") == 0xcbf29ce484222325ULL);
    CHECK(hash64("a") == 0xaf63dc4c8601ec8cULL);
    CHECK(hash64("foobar") == 0x85944171f73967e8ULL);
    CHECK(hash64("bar", hash64("foo")) == hash64("foobar"));
    CHECK(hash64("\xff") != hash64("\x7f"));
}
