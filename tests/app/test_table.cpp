#include "app/table.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace tuantra::app;

TEST_CASE("width counts what a terminal shows", "[unit]")
{
    CHECK(display_width("abc") == 3);
    CHECK(display_width("Lạng Sơn") == 8);
    CHECK(display_width("La\xCC\xA3ng") == 4);
    CHECK(display_width("越南") == 4);
    CHECK(display_width("") == 0);
    CHECK(display_width("\xff\xfe") == 2);
}

TEST_CASE("a cut text keeps whole characters and says that it was cut", "[unit]")
{
    CHECK(cut("Lạng Sơn", 8) == "Lạng Sơn");
    CHECK(cut("Lạng Sơn", 5) == "Lạng…");
    CHECK(cut("越南", 3) == "越…");
}

TEST_CASE("nothing in a record can steer the terminal", "[unit]")
{
    CHECK(one_line("a\nb\tc") == "a b c");
    CHECK(one_line("\x1b[31mred") == " [31mred");
    CHECK(one_line("\xC2\x9b"
                   "31m") == " 31m");
    CHECK(one_line("a\xE2\x80\xAE"
                   "b") == "a b");
    CHECK(one_line("bad\xff") == "bad?");
}

TEST_CASE("columns line up whatever the script", "[unit]")
{
    Table table({{"name"}, {"km", Table::Align::right}});
    table.add({"Móng Cái", "0.0"});
    table.add({"Hữu Nghị quan", "234.5"});
    std::ostringstream out;
    table.print(out);
    CHECK(out.str() ==
          "name              km\n"
          "Móng Cái         0.0\n"
          "Hữu Nghị quan  234.5\n");
}
