#include "domain/geodesy.hpp"
#include "domain/line.hpp"
#include "grid.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace tuantra::domain;
using tuantra::tests::Grid;

namespace {

LineSpec spec(Polyline points, Outward outward = Outward::right)
{
    LineSpec s;
    s.official_km = length_m(points) / 1000;
    s.points = std::move(points);
    s.outward = outward;
    return s;
}

MeasuredLine line_of(Polyline points, Outward outward = Outward::right)
{
    return MeasuredLine(spec(std::move(points), outward));
}

double offset(const MeasuredLine& line, LonLat p)
{
    return line.locate(p).address.offset_m;
}

double chainage_m(const MeasuredLine& line, LonLat p)
{
    return line.locate(p).address.chainage_km * 1000;
}

}  // namespace

TEST_CASE("a place beside a line has the distance to its foot, outward positive", "[unit]")
{
    const Grid grid(R"(
l
a----f----b
r
)");
    const auto line = line_of({grid.at('a'), grid.at('b')});
    const LonLat left{106.05, 16.011};
    const LonLat right{106.05, 15.99};
    const Located at = line.locate(left);
    CHECK(at.address.line == LineId::land);
    CHECK(at.address.offset_m == Approx(-distance_m(left, at.foot)).epsilon(1e-9));
    CHECK(distance_m(at.foot, grid.at('f')) < 1);
    CHECK(at.address.chainage_km * 1000 == Approx(distance_m(grid.at('a'), at.foot)).margin(0.001));
    CHECK(offset(line, right) > 0);

    const auto mirrored = line_of({grid.at('a'), grid.at('b')}, Outward::left);
    CHECK(offset(mirrored, left) == Approx(-at.address.offset_m));
    CHECK(offset(mirrored, right) < 0);
}

TEST_CASE("a place on the line has no offset", "[unit]")
{
    const Grid grid("\na----b\n\n\nc----d\n");
    const auto line = line_of(grid.line("abdc"));
    for (const char corner : {'a', 'b', 'd', 'c'}) {
        CHECK(std::abs(offset(line, grid.at(corner))) < 1e-6);
        CHECK(distance_m(line.locate(grid.at(corner)).foot, grid.at(corner)) < 1e-6);
    }
}

TEST_CASE("a place past an end is clamped to the end and keeps its side", "[unit]")
{
    const Grid grid(R"(
p          q
   a----b
r          s
)");
    const auto line = line_of(grid.line("ab"));
    for (const auto& [place, end, sign] : {std::tuple{'p', 'a', -1}, {'q', 'b', -1}, {'r', 'a', 1}, {'s', 'b', 1}}) {
        const Located at = line.locate(grid.at(place));
        CAPTURE(place);
        CHECK(distance_m(at.foot, grid.at(end)) < 1e-3);
        CHECK(at.address.offset_m == Approx(sign * distance_m(grid.at(place), grid.at(end))));
        CHECK(at.address.chainage_km == Approx(end == 'a' ? 0 : line.official_km()).margin(1e-9));
    }
}

TEST_CASE("around a corner the side is that of the area, not of one segment", "[unit]")
{
    const Grid grid(R"(
       u
 v
   b-----c
   |
   |  i
   a    o
)");
    // Turning right at b: what lies beyond the corner is to the left.
    const auto line = line_of(grid.line("abc"));
    CHECK(offset(line, grid.at('v')) < 0);
    CHECK(distance_m(line.locate(grid.at('v')).foot, grid.at('b')) < 1e-3);
    CHECK(offset(line, grid.at('u')) < 0);
    CHECK(offset(line, grid.at('i')) > 0);
    CHECK(offset(line, grid.at('o')) > 0);
}

TEST_CASE("beyond the tip of a hairpin both sides are the same area", "[unit]")
{
    const Grid grid(R"(
              p
a---------t   q
b             r
)");
    // East to the tip and back just below: a right turn, so the tip points into the left.
    const LonLat back{106, 15.9995};
    Polyline points = grid.line("at");
    points.push_back(back);
    const auto line = line_of(points);
    for (const char place : {'p', 'q', 'r'}) {
        CAPTURE(place);
        CHECK(offset(line, grid.at(place)) < 0);
    }
    const auto mirrored = line_of({back, grid.at('t'), grid.at('a')});
    for (const char place : {'p', 'q', 'r'}) CHECK(offset(mirrored, grid.at(place)) > 0);
}

TEST_CASE("a line that turns back on itself still gives an address", "[unit]")
{
    const Grid grid("\n      p\na--t  q\n\n");
    const auto line = line_of({grid.at('a'), grid.at('t'), grid.at('a')});
    for (const char place : {'p', 'q'}) {
        const Located at = line.locate(grid.at(place));
        CHECK(std::abs(at.address.offset_m) == Approx(distance_m(grid.at(place), grid.at('t'))));
        CHECK(at.address.chainage_km == Approx(line.official_km() / 2));
    }
}

TEST_CASE("a hairpin gives the nearer arm", "[unit]")
{
    const Grid grid(R"(
a------------b
  p
             |

  q
d------------c
)");
    const auto line = line_of(grid.line("abcd"));
    CHECK(offset(line, grid.at('p')) > 0);
    CHECK(chainage_m(line, grid.at('p')) < distance_m(grid.at('a'), grid.at('b')));
    CHECK(offset(line, grid.at('q')) > 0);
    CHECK(chainage_m(line, grid.at('q')) > distance_m(grid.at('a'), grid.at('b')));
}

TEST_CASE("a place equally near to two stretches gets the smaller chainage", "[unit]")
{
    // Two meridians, mirrored at 106 E: every place on 106 E is equally near to both.
    const Polyline up_and_down{{105.9, 16}, {105.9, 17}, {106.1, 17}, {106.1, 16}};
    const Polyline down_and_up{{106.1, 16}, {106.1, 17}, {105.9, 17}, {105.9, 16}};
    for (const auto& points : {up_and_down, down_and_up}) {
        const auto line = line_of(points);
        for (double lat = 16.05; lat < 16.85; lat += 0.05) {
            const Located at = line.locate({106, lat});
            CHECK(at.foot.lon == Approx(points.front().lon));
            CHECK(at.address.chainage_km < line.official_km() / 2);
        }
    }
}

TEST_CASE("a place inside a sharp angle, equally near to both its sides, gets the first", "[unit]")
{
    const Polyline angle{{105.9, 16.5}, {106, 16}, {106.1, 16.5}};
    const auto line = line_of(angle);
    const Located at = line.locate({106, 16.3});
    CHECK(at.address.chainage_km < line.official_km() / 2);
    CHECK(at.foot.lon < 106);
    CHECK(at.address.offset_m < 0);
}

TEST_CASE("on a smooth stretch the tie rule does not pull the foot back", "[unit]")
{
    // Segments of 2 m seen from 90 km: the neighbours' ends are less than a millimetre farther than the foot.
    Polyline points;
    for (int i = 0; i <= 2000; ++i) points.push_back({106, 16 + i * 2e-5});
    const auto line = line_of(points);
    const LonLat seen_from = direct({106, 16.02}, 90, 90'000);
    CHECK(std::abs(line.locate(seen_from).foot.lat - 16.02) * 111'000 < 0.5);
}

TEST_CASE("where a line closes on itself near a tripoint every place gets the nearer part", "[unit]")
{
    const Grid grid(R"(
        d
  b    /
 / \  e   p
a   c     f--g
)");
    const auto line = line_of(grid.line("abcdefg"));
    const LonLat p = grid.at('p');
    const Located at = line.locate(p);
    double least = std::numeric_limits<double>::infinity();
    const auto& points = line.points();
    for (std::size_t i = 1; i < points.size(); ++i)
        least = std::min(least, std::abs(offset(line_of({points[i - 1], points[i]}), p)));
    CHECK(std::abs(at.address.offset_m) == Approx(least));
}

TEST_CASE("a long segment is a geodesic, not a straight line in degrees", "[unit]")
{
    const LonLat a{104, 21};
    const LonLat b{108, 21};
    const Inverse way = inverse(a, b);
    const LonLat middle = direct(a, way.azimuth_deg, way.distance_m / 2);
    REQUIRE(middle.lat - 21 > 0.01);
    const auto line = line_of({a, b});
    CHECK(std::abs(offset(line, middle)) < 0.01);
    CHECK(offset(line, {106, 21}) == Approx(distance_m({106, 21}, middle)).epsilon(1e-4));
    CHECK(distance_m(line.point_at(line.official_km() / 2), middle) < 0.01);
}

TEST_CASE("a line may cross the date line", "[unit]")
{
    const auto line = line_of({{179.9, 10}, {-179.9, 10}});
    CHECK(line.measured_km() == Approx(21.93).margin(0.01));
    const Located at = line.locate({180, 10.1});
    CHECK(at.address.chainage_km == Approx(line.official_km() / 2).margin(0.001));
    CHECK(at.address.offset_m < 0);
}

TEST_CASE("a place returns from its address where the line is straight", "[unit]")
{
    const auto line = line_of({{103, 22}, {105, 18}});
    for (double offset_m = -50'000; offset_m <= 50'000; offset_m += 7'000) {
        const LonLat p = direct(line.point_at(200), 65, offset_m);
        const Address address = line.locate(p).address;
        CHECK(distance_m(line.point_at(address.chainage_km, address.offset_m), p) < 0.1);
    }
}

TEST_CASE("a place laid off from a chainage has that address", "[unit]")
{
    for (const Outward outward : {Outward::left, Outward::right}) {
        const auto line = line_of({{106, 16}, {106.5, 16.3}, {107.2, 16.35}}, outward);
        for (const double km : {5.0, 30.0, 90.0}) {
            for (const double off : {-3'000.0, 0.0, 2'500.0}) {
                const Address address = line.locate(line.point_at(km, off)).address;
                CHECK(address.chainage_km == Approx(km).margin(1e-5));
                CHECK(address.offset_m == Approx(off).margin(0.01));
            }
        }
    }
}

TEST_CASE("at a corner the offset is laid off half-way between the segments", "[unit]")
{
    const Grid grid("\n  b---c\n  |\n  |\n  a\n");
    const auto line = line_of(grid.line("abc"));
    const double corner_km = line.vertex_km()[1];
    const LonLat p = line.point_at(corner_km, -1000);
    CHECK(inverse(grid.at('b'), p).azimuth_deg == Approx(-45).margin(1));
    CHECK(line.locate(p).address.chainage_km == Approx(corner_km));
    CHECK(line.locate(p).address.offset_m == Approx(-1000).margin(0.01));
}

TEST_CASE("chainages beyond the ends are clamped", "[unit]")
{
    const auto line = line_of({{106, 16}, {107, 17}});
    CHECK(distance_m(line.point_at(-5), {106, 16}) < 1e-3);
    CHECK(distance_m(line.point_at(1e9), {107, 17}) < 1e-3);
}

TEST_CASE("a piece of a line has its ends and the vertices between", "[unit]")
{
    const Grid grid("\na--b--c--d\n");
    const auto line = line_of(grid.line("abcd"));
    const auto& km = line.vertex_km();
    const Polyline piece = line.between(km[0] + 0.5, km[2] + 0.5);
    REQUIRE(piece.size() == 4);
    CHECK(piece[1] == grid.at('b'));
    CHECK(piece[2] == grid.at('c'));
    CHECK(length_m(piece) == Approx((km[2] - km[0]) * 1000).margin(0.01));
    const Polyline whole = line.between(-1, 1e6);
    CHECK(whole.size() == 4);
    CHECK(length_m(whole) == Approx(line.measured_km() * 1000));
    CHECK(length_m(line.between(1, 1)) < 1e-6);
}

TEST_CASE("points that repeat do no harm", "[unit]")
{
    const Grid grid("\na--b--c\n   p\n");
    const auto plain = line_of(grid.line("abc"));
    const auto repeated = line_of(grid.line("aabbbcc"));
    CHECK(repeated.vertex_km().size() == 7);
    CHECK(repeated.locate(grid.at('p')).address == plain.locate(grid.at('p')).address);
}

TEST_CASE("locating within a reach agrees with locating, and gives up beyond it", "[unit]")
{
    const auto line = line_of({{106, 16}, {106.5, 16.3}, {107.2, 16.35}});
    for (const LonLat p : {LonLat{106.2, 16.5}, LonLat{106, 16}, LonLat{120, 10}, LonLat{-60, -10}}) {
        const Located at = line.locate(p);
        const double d = std::abs(at.address.offset_m);
        const auto within = line.locate_within(p, d + 0.01);
        REQUIRE(within.has_value());
        CHECK(within->address == at.address);
        if (d > 1) CHECK_FALSE(line.locate_within(p, d - 0.01).has_value());
    }
    CHECK_FALSE(line.locate_within({106.2, 16.5}, -1).has_value());
    CHECK_FALSE(line.locate_within({106.2, 16.5}, std::numeric_limits<double>::quiet_NaN()).has_value());
}

TEST_CASE("a place that is not valid has no address", "[unit]")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto line = line_of({{106, 16}, {107, 17}});
    CHECK_THROWS_AS(line.locate({nan, 10}), std::invalid_argument);
    CHECK_THROWS_AS(line.locate({106, 95}), std::invalid_argument);
    CHECK_FALSE(line.locate_within({106, nan}, 1e9).has_value());
}

TEST_CASE("a moved line goes on", "[unit]")
{
    auto line = line_of({{106, 16}, {107, 17}});
    const Address before = line.locate({106.2, 16.9}).address;
    MeasuredLine moved = std::move(line);
    CHECK(moved.locate({106.2, 16.9}).address == before);
}
