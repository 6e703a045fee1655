#include "domain/time.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace tuantra::domain;

namespace {

constexpr std::int64_t day_s = 86400;

// What a text means, as "from" or "from .. to", in UTC+7.
std::string read(std::string_view text, DateOrder order = DateOrder::day_first)
{
    const auto span = parse_time(text, {}, order);
    if (!span) return "no time";
    const auto from = to_iso(span->from).substr(0, 19);
    if (span->from == span->to) return from;
    return from + " .. " + to_iso(span->to).substr(0, 19);
}

std::string whole_day(const std::string& day)
{
    return day + "T00:00:00 .. " + day + "T23:59:59";
}

}  // namespace

TEST_CASE("ISO 8601 with a clock is one second, in the zone it names or in UTC+7", "[unit][time]")
{
    CHECK(parse_time("1970-01-01T00:00:00Z")->from.unix_s == 0);
    CHECK(parse_time("2024-05-06T07:08:09Z")->from.unix_s == 1714979289);
    CHECK(parse_time("2024-05-06T07:08:09")->from.unix_s == 1714979289 - 7 * 3600);
    CHECK(parse_time("2024-05-06T07:08:09", Zone{0})->from.unix_s == 1714979289);
    for (const char* same :
         {"2024-05-06T14:08:09+07:00", "2024-05-06 14:08:09+0700", "2024-05-06T14:08:09+07", "2024-05-06T07:08:09.537Z",
          "2024-05-06T07:08:09,5Z", "2024-05-06T02:38:09-04:30", "2024-05-06 07:08:09 UTC", "2024-05-06T14:08:09 UTC+7",
          "2024/05/06 14:08:09.25+07", "20240506T070809Z", "20240506140809", "2024-05-06T07:08:09.537123+00:00",
          "  2024-05-06T07:08:09Z\r\n", "2024-05-06 14:08:09 (UTC+7)"}) {
        INFO(same);
        const auto span = parse_time(same);
        REQUIRE(span);
        CHECK(span->from.unix_s == 1714979289);
        CHECK(span->to == span->from);
    }
}

TEST_CASE("a bare day spans the day in its zone", "[unit][time]")
{
    const auto span = parse_time("2020-01-31");
    REQUIRE(span);
    CHECK(span->from.unix_s == from_civil({2020, 1, 31, 0, 0, 0}).unix_s);
    CHECK(span->to.unix_s - span->from.unix_s == day_s - 1);
    CHECK(parse_time("2020-01-31", Zone{0})->from.unix_s == span->from.unix_s + 7 * 3600);
}

TEST_CASE("every way to write a day is the same day", "[unit][time]")
{
    for (const char* text : {"2020-01-13",
                             "2020/01/13",
                             "2020.01.13",
                             "20200113",
                             "13/01/2020",
                             "13-01-2020",
                             "13.01.2020",
                             "13/1/2020",
                             "13/01/20",
                             "13-Jan-20",
                             "13-Jan-2020",
                             "13 Jan 2020",
                             "13 January 2020",
                             "January 13, 2020",
                             "Jan 13 2020",
                             "Jan. 13, 2020",
                             "13th January 2020",
                             "the 13th of January 2020",
                             "Monday, 13 January 2020",
                             "2020-Jan-13",
                             "13JAN2020",
                             "13 janvier 2020",
                             "13 janv. 2020",
                             "le 13 janvier 2020",
                             "lundi 13 janvier 2020",
                             "ngày 13 tháng 1 năm 2020",
                             "Ngày 13 tháng 01 năm 2020",
                             "13 tháng 1, 2020",
                             "13 tháng giêng năm 2020",
                             "Thứ Hai, ngày 13 tháng 1 năm 2020",
                             "Thứ Hai, 13/01/2020"}) {
        INFO(text);
        CHECK(read(text) == whole_day("2020-01-13"));
    }
}

TEST_CASE("month names in English and French, any case, with and without accents", "[unit][time]")
{
    CHECK(read("1 FEBRUARY 2021") == whole_day("2021-02-01"));
    CHECK(read("1er février 2021") == whole_day("2021-02-01"));
    CHECK(read("14 août 2021") == whole_day("2021-08-14"));
    CHECK(read("14 aout 2021") == whole_day("2021-08-14"));
    CHECK(read("25 décembre 2021") == whole_day("2021-12-25"));
    CHECK(read("3 juin 2021") == whole_day("2021-06-03"));
    CHECK(read("3 juillet 2021") == whole_day("2021-07-03"));
    CHECK(read("3 mai 2021") == whole_day("2021-05-03"));
    CHECK(read("3-Sep-21") == whole_day("2021-09-03"));
    CHECK(read("3 Sept 2021") == whole_day("2021-09-03"));
}

TEST_CASE("days of the files that are imported", "[unit][time]")
{
    CHECK(read("2022-04-28") == whole_day("2022-04-28"));                      // ASAM
    CHECK(read("9-Jul-19") == whole_day("2019-07-09"));                        // Missing Migrants
    CHECK(read("01/04/2018 05:19:48") == "2018-04-01T05:19:48");               // Baltic AIS, pretty
    CHECK(read("1522559988000") == "2018-04-01T12:19:48");                     // Baltic AIS, milliseconds
    CHECK(read("2025-08-27T00:57:22.791093+00:00") == "2025-08-27T07:57:22");  // live AIS
    CHECK(read("2024-01-01T06:57:25.537Z") == "2024-01-01T13:57:25");          // EarthRanger fixes
    CHECK(read("2008-03-22 17:00:00+00:00") == "2008-03-23T00:00:00");         // EarthRanger relocations
    CHECK(read("2015-04-22T00:00:00+07:00") == "2015-04-22T00:00:00");
}

TEST_CASE("a clock without seconds leaves a minute open, an hour alone an hour", "[unit][time]")
{
    const std::string minute = "2020-01-13T14:05:00 .. 2020-01-13T14:05:59";
    for (const char* text :
         {"2020-01-13T14:05", "2020-01-13 14:05", "13/01/2020 14:05", "13/01/2020, 14:05", "13-Jan-20 2:05 PM",
          "13/01/2020 2:05pm", "13/01/2020 02:05 p.m.", "14:05 13/01/2020", "14:05, ngày 13/01/2020",
          "14h05 ngày 13/01/2020", "Lúc 14 giờ 05 phút ngày 13 tháng 1 năm 2020", "13/01/2020 14h05",
          "13 janvier 2020 à 14h05", "le 13 janvier 2020 à 14 h 05", "20200113T1405"}) {
        INFO(text);
        CHECK(read(text) == minute);
    }
    CHECK(read("13/01/2020 2 PM") == "2020-01-13T14:00:00 .. 2020-01-13T14:59:59");
    CHECK(read("13/01/2020 14h") == "2020-01-13T14:00:00 .. 2020-01-13T14:59:59");
    CHECK(read("13/01/2020 12:00:00 AM") == "2020-01-13T00:00:00");
    CHECK(read("13/01/2020 12:00:00 PM") == "2020-01-13T12:00:00");
    CHECK(read("2020-01-13T24:00:00") == "2020-01-14T00:00:00");
}

TEST_CASE("the order of day and month is asked only where the numbers leave it open", "[unit][time]")
{
    CHECK(read("03/04/2020") == whole_day("2020-04-03"));
    CHECK(read("03/04/2020", DateOrder::month_first) == whole_day("2020-03-04"));
    CHECK(read("13/04/2020", DateOrder::month_first) == whole_day("2020-04-13"));
    CHECK(read("04/13/2020") == whole_day("2020-04-13"));
    CHECK(read("2020-04-03", DateOrder::month_first) == whole_day("2020-04-03"));
}

TEST_CASE("two-digit years turn at 70", "[unit][time]")
{
    CHECK(read("01/02/69") == whole_day("2069-02-01"));
    CHECK(read("01/02/70") == whole_day("1970-02-01"));
    CHECK(read("1-Feb-99") == whole_day("1999-02-01"));
    CHECK(read("1-Feb-00") == whole_day("2000-02-01"));
}

TEST_CASE("Unix seconds and milliseconds of 1973 to 2100", "[unit][time]")
{
    CHECK(parse_time("1714979289")->from.unix_s == 1714979289);
    CHECK(parse_time("1714979289.75")->from.unix_s == 1714979289);
    CHECK(parse_time("1714979289999")->from.unix_s == 1714979289);
    CHECK(parse_time("1714979289999.5")->from.unix_s == 1714979289);
    CHECK(parse_time("100000000")->to.unix_s == 100000000);
    CHECK(parse_time("4133980799")->from.unix_s == 4133980799);
    CHECK_FALSE(parse_time("4133980800"));
    CHECK_FALSE(parse_time("9999999999999"));
    CHECK_FALSE(parse_time("17149792891714979289"));
    CHECK_FALSE(parse_time("-1714979289"));
    CHECK_FALSE(parse_time("1714979289."));
}

TEST_CASE("what is no real time is refused", "[unit][time]")
{
    for (const char* text : {"",
                             " ",
                             "x",
                             "2020",
                             "2020-01",
                             "31/02/2020",
                             "2021-02-29",
                             "29/02/1900",
                             "2020-00-10",
                             "2020-13-01",
                             "2020-01-00",
                             "2020-01-32",
                             "31-04-2020",
                             "30 February 2020",
                             "0000-01-01",
                             "20200230",
                             "2020-01-31T25:00",
                             "2020-01-31T24:01",
                             "2020-01-31T12:60",
                             "2020-01-31T12:30:60",
                             "2020-01-31T12:30:99Z",
                             "13/01/2020 13:00 PM",
                             "13/01/2020 0:30 AM",
                             "2020-01-31T",
                             "2020-01-31 12",
                             "2020-01-31T12:3",
                             "2020-01-31T12:30:4",
                             "2020-01-31x",
                             "2020-01-31T12:30 hours",
                             "2020-01-31T12:30:00+25:00",
                             "2020-01-31T12:30:00+07:60",
                             "2020-01-31T12:30:00+7:0",
                             "2020-01-31T12:30:00.",
                             "2020-01/31",
                             "13/01-2020",
                             "13/01/020",
                             "13/01/02020",
                             "13.1",
                             "1.5",
                             "45.123",
                             "21.52",
                             "-99",
                             "NaN",
                             "12:30",
                             "14h05",
                             "Jan",
                             "January 2020",
                             "13 Foo 2020",
                             "tháng 1 năm 2020",
                             "ngày 32 tháng 1 năm 2020",
                             "ngày 13 tháng 13 năm 2020",
                             "2020-01-31 to 2020-02-01",
                             "13/01/2020 14:05 15:06",
                             "106.72",
                             "3 of 5",
                             "Unknown"}) {
        INFO(text);
        CHECK(read(text) == "no time");
    }
    CHECK(read(std::string(200, '1')) == "no time");
    CHECK(read(std::string("2020-01-31T12:30:00\0Z", 21)) == "no time");
}

TEST_CASE("leap days are real", "[unit][time]")
{
    CHECK(read("29/02/2020") == whole_day("2020-02-29"));
    CHECK(read("2000-02-29") == whole_day("2000-02-29"));
}

TEST_CASE("no cut of a good text crashes the reader", "[unit][time]")
{
    const std::string texts[] = {"Lúc 14 giờ 05 phút ngày 13 tháng 1 năm 2020", "2024-05-06T07:08:09.537+07:00",
                                 "Monday, January 13, 2020 2:05:06 p.m. (UTC+07:00)", "20240506T070809Z"};
    for (const auto& text : texts) {
        CHECK(parse_time(text));
        for (std::size_t from = 0; from < text.size(); ++from)
            for (std::size_t n = 0; from + n <= text.size(); ++n) (void)parse_time(std::string(text, from, n));
    }
}

TEST_CASE("an instant is written in its zone, and read back", "[unit][time]")
{
    const Instant t{1714979289};
    CHECK(to_iso(t) == "2024-05-06T14:08:09+07:00");
    CHECK(to_iso(t, Zone{0}) == "2024-05-06T07:08:09Z");
    CHECK(to_iso(t, Zone{-270}) == "2024-05-06T02:38:09-04:30");
    CHECK(to_iso_date({1714979289 + 12 * 3600}) == "2024-05-07");
    for (const int minutes : {0, 420, -270, 840}) CHECK(parse_time(to_iso(t, Zone{minutes}))->from == t);
}

TEST_CASE("civil and from_civil undo each other over four centuries", "[unit][time]")
{
    for (std::int64_t day = -50000; day < 100000; day += 37) {
        const Instant t{day * day_s + (day * 7919 % day_s + day_s) % day_s};
        CHECK(from_civil(civil(t)) == t);
        CHECK(from_civil(civil(t, Zone{-270}), Zone{-270}) == t);
    }
    CHECK(civil({-1}, Zone{0}).second == 59);
}

TEST_CASE("weekdays follow each other without a break, also before 1970", "[unit][time]")
{
    CHECK(civil({0}, Zone{0}).weekday == 4);
    CHECK(civil({1795478400}, Zone{0}).weekday == 2);  // Tuesday, 2026-11-24
    for (std::int64_t day = -1000; day < 1000; ++day)
        CHECK(civil({(day + 1) * day_s}).weekday == (civil({day * day_s}).weekday + 1) % 7);
}
