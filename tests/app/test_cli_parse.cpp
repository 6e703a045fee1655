#include "app/cli_context.hpp"
#include "app/cli_parse.hpp"
#include "app/demo_random.hpp"

#include <catch2/catch.hpp>

using namespace tuantra;
using namespace tuantra::app;

TEST_CASE("a range may be open at either side", "[unit]")
{
    CHECK(parse_range("--km", "1:2.5") == domain::Range{1.0, 2.5});
    CHECK(parse_range("--km", ":2") == domain::Range{{}, 2.0});
    CHECK(parse_range("--km", "-5:") == domain::Range{-5.0, {}});
    CHECK(parse_range("--km", "7") == domain::Range{7.0, 7.0});
    for (const auto* text : {"2:1", "1:2:3", "a:b", "", "nan:1", "inf"})
        CHECK_THROWS_AS(parse_range("--km", text), CallError);
}

TEST_CASE("a zone is an offset or UTC", "[unit]")
{
    CHECK(parse_zone("+07:00").minutes == 420);
    CHECK(parse_zone("+7").minutes == 420);
    CHECK(parse_zone("-0330").minutes == -210);
    CHECK(parse_zone("Z").minutes == 0);
    for (const auto* text : {"", "7", "+25", "+07:61", "+abc"}) CHECK_THROWS_AS(parse_zone(text), CallError);
}

TEST_CASE("swapped axes are named as such", "[unit]")
{
    CHECK(parse_place("106.7", "21.9") == domain::LonLat{106.7, 21.9});
    CHECK_THROWS_WITH(parse_place("21.9", "106.7"), Catch::Matchers::Contains("did you mean 106.7 21.9"));
}

TEST_CASE("filter options become one filter", "[unit]")
{
    FilterTexts texts;
    texts.since = "2024-01-01";
    texts.kind = "drugs,smuggling";
    texts.severity = "2:4";
    texts.bbox = "102,8,118,24";
    texts.near = "107.97,21.52,25";
    texts.line = "land";
    texts.km = "0:100";
    texts.offset = ":-500";
    texts.grade = "A-C";
    const auto filter = to_filter(texts, {});
    CHECK(filter.since->unix_s == 1704042000);
    CHECK(filter.kinds.has(domain::Kind::drugs));
    CHECK_FALSE(filter.kinds.has(domain::Kind::piracy));
    CHECK(filter.severity_min == 2);
    CHECK(filter.severity_max == 4);
    CHECK(filter.box == domain::Box{102, 8, 118, 24});
    CHECK(filter.near->radius_km == 25);
    CHECK(filter.line == domain::LineId::land);
    CHECK(filter.offset_m == domain::Range{{}, -500.0});
    CHECK(filter.grade_max == 'C');
    CHECK(to_filter(FilterTexts{}, {}) == domain::Filter{});
}

TEST_CASE("the exercise's numbers are the same everywhere", "[unit]")
{
    DemoRandom random(1);
    CHECK(random.bits() == 0x910a2dec89025cc1ULL);
    CHECK(random.bits() == 0xbeeb8da1658eec67ULL);
    double sum = 0, squares = 0;
    constexpr int n = 20'000;
    for (int i = 0; i < n; ++i) {
        const double x = random.normal();
        sum += x;
        squares += x * x;
    }
    CHECK(std::abs(sum / n) < 0.03);
    CHECK(squares / n == Approx(1).epsilon(0.05));
}
