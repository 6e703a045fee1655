#include "gis/coordinates.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace tuantra::gis;

namespace {

double degrees(std::string_view text, LetterN n = LetterN::north)
{
    const auto angle = parse_angle(text, n);
    INFO(text);
    REQUIRE(angle);
    return angle->degrees;
}

void check_pair(std::string_view text, double lon, double lat)
{
    INFO(text);
    const auto pair = parse_angle_pair(text);
    REQUIRE(pair);
    REQUIRE(pair->first.axis != Axis::unknown);
    const auto& east = pair->first.axis == Axis::lon ? pair->first : pair->second;
    const auto& north = pair->first.axis == Axis::lon ? pair->second : pair->first;
    CHECK(east.degrees == Approx(lon).margin(1e-9));
    CHECK(north.degrees == Approx(lat).margin(1e-9));
}

}  // namespace

TEST_CASE("Decimal degrees are read with a point or a comma", "[unit][coordinates]")
{
    CHECK(degrees("106.70") == 106.70);
    CHECK(degrees(" -1.5 ") == -1.5);
    CHECK(degrees("106,70") == 106.70);
    CHECK(degrees("+21") == 21);
    CHECK(degrees("1e2") == 100);
    CHECK(degrees("21.5°") == 21.5);
    CHECK(degrees("21,5° B") == 21.5);
}

TEST_CASE("Degrees, minutes and seconds are read in the usual notations", "[unit][coordinates]")
{
    const double expected = 13 + 43.0 / 60 + 5.25 / 3600;
    for (const char* text :
         {"13°43'05.25\"N", "13° 43′ 05.25″ N", "13 43 5.25 N", "N 13 43 5.25", "13d43m05.25s N", "13-43-05.25N",
          "13º43’05.25”N", "13°43'05,25''N", "13 deg 43 min 5.25 sec N", "13:43:05.25N", "13 độ 43 phút 5,25 giây Bắc"})
        CHECK(degrees(text) == Approx(expected).margin(1e-12));
    CHECK(degrees("13°43.5'S") == Approx(-13.725));
    CHECK(degrees("0°04'00\"S") == Approx(-4.0 / 60));
    CHECK(degrees("-13°30'") == -13.5);
}

TEST_CASE("Sixty minutes or seconds carry over and more is refused", "[unit][coordinates]")
{
    CHECK(degrees("5°60'00\"N") == 6);
    CHECK(degrees("5°59'60\"N") == 6);
    CHECK_FALSE(parse_angle("5°61'00\"N"));
    CHECK_FALSE(parse_angle("5°00'61\"N"));
    CHECK_FALSE(parse_angle("5.5°30'N"));
}

TEST_CASE("Hemispheres are read in English, French and Vietnamese", "[unit][coordinates]")
{
    CHECK(degrees("51 W") == -51);
    CHECK(degrees("51 O") == -51);
    CHECK(degrees("51 ouest") == -51);
    CHECK(degrees("51 T") == -51);
    CHECK(degrees("51 tây") == -51);
    CHECK(degrees("106,7 Đ") == 106.7);
    CHECK(degrees("106.7 Đông") == 106.7);
    CHECK(degrees("21.5 Bắc") == 21.5);
    CHECK(degrees("21.5 nord") == 21.5);
    CHECK(degrees("21.5 sud") == -21.5);
    CHECK(degrees("21.5 N") == 21.5);
    CHECK(degrees("21.5 N", LetterN::south) == -21.5);
    CHECK(parse_angle("21.5 N")->axis == Axis::lat);
    CHECK(parse_angle("106 E")->axis == Axis::lon);
}

TEST_CASE("A text of both coordinates is split where one ends", "[unit][coordinates]")
{
    check_pair("13°43'00\"N \n121°02'00\"E", 121 + 2.0 / 60, 13 + 43.0 / 60);
    check_pair("21°N 105°E", 105, 21);
    check_pair("E105.5, N21.25", 105.5, 21.25);
    check_pair("N 21 15 00 E 105 30 00", 105.5, 21.25);
    check_pair("21,25° B; 105,5° Đ", 105.5, 21.25);
    check_pair("1-16N 104-17E", 104 + 17.0 / 60, 1 + 16.0 / 60);
    check_pair("POINT (-2.1601667 15.653505)", -2.1601667, 15.653505);
    check_pair("{'longitude': -2.16, 'latitude': 15.65}", -2.16, 15.65);
    check_pair("Vĩ độ 21,5 Bắc, kinh độ 105,8 Đông", 105.8, 21.5);
    check_pair("lat 21.5 lon 105.8", 105.8, 21.5);
}

TEST_CASE("N beside a Vietnamese letter is nam, south", "[unit][coordinates]")
{
    check_pair("8°30' N, 104°30' Đ", 104.5, -8.5);
    check_pair("8°30' N, 104°30' E", 104.5, 8.5);
    check_pair("8°30' B, 104°30' Đ", 104.5, 8.5);
}

TEST_CASE("Two plain numbers keep their order and have no axis", "[unit][coordinates]")
{
    for (const char* text :
         {"37.27, -1.72", "37.27 -1.72", "37.27;-1.72", "37,27 -1,72", "37,27;-1,72", "37,27, -1,72"}) {
        const auto pair = parse_angle_pair(text);
        INFO(text);
        REQUIRE(pair);
        CHECK(pair->first.axis == Axis::unknown);
        CHECK(pair->first.degrees == Approx(37.27));
        CHECK(pair->second.degrees == Approx(-1.72));
    }
    CHECK(parse_angle_pair("21,105")->second.degrees == 105);
}

TEST_CASE("What is no coordinate is refused", "[unit][coordinates]")
{
    for (const char* text : {"", " ", "abc", "Hà Nội", "12 13 14 15", "N", "--", "1.2.3", "13°43'00\"N 121°02'00\"E",
                             "- 5 S", "2020-13-45x", "°", "5''"})
        CHECK_FALSE(parse_angle(text));
    for (const char* text : {"", "21", "21 N 22 N", "1 2 3", "POINT EMPTY", "Hà Nội, Việt Nam", ",", "1,2,3,4,5"})
        CHECK_FALSE(parse_angle_pair(text));
    CHECK_FALSE(parse_angle(std::string(100'000, '1') + "x"));
}
