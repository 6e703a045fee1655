#include "domain/geodesy.hpp"
#include "domain/line.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace tuantra::domain;

namespace {

/// 200 km due north along a meridian.
LineSpec north(double official_km = 210)
{
    LineSpec s;
    const LonLat start{106, 15};
    s.points = {start, direct(start, 0, 60'000), direct(start, 0, 200'000)};
    s.official_km = official_km;
    s.official_source = "a decree";
    return s;
}

}  // namespace

TEST_CASE("chainage is stretched to the official length", "[unit]")
{
    const MeasuredLine line(north());
    CHECK(line.measured_km() == Approx(200).margin(1e-6));
    CHECK(line.official_km() == 210);
    CHECK(line.official_source() == "a decree");
    CHECK(line.vertex_km().front() == 0);
    CHECK(line.vertex_km()[1] == Approx(63).margin(1e-6));
    CHECK(line.vertex_km().back() == 210);
    CHECK(line.locate(direct({106, 15}, 0, 100'000)).address.chainage_km == Approx(105).margin(1e-6));
    CHECK(distance_m({106, 15}, line.point_at(105)) == Approx(100'000).margin(0.001));
    CHECK(line.calibrated(-3) == 0);
    CHECK(line.calibrated(1000) == 210);
}

TEST_CASE("a control point pins a chainage, and the rest stretches between pins", "[unit]")
{
    LineSpec s = north();
    s.controls = {{50, 60}, {150, 140}};
    const MeasuredLine line(std::move(s));
    CHECK(line.calibrated(50) == Approx(60));
    CHECK(line.calibrated(150) == Approx(140));
    CHECK(line.calibrated(25) == Approx(30));
    CHECK(line.calibrated(100) == Approx(100));
    CHECK(line.calibrated(175) == Approx(175));
    CHECK(line.locate(direct({106, 15}, 0, 50'000)).address.chainage_km == Approx(60).margin(1e-6));
    CHECK(distance_m({106, 15}, line.point_at(140)) == Approx(150'000).margin(0.001));
    for (double km = 0; km <= 200; km += 12.5) CHECK(line.measured(line.calibrated(km)) == Approx(km).margin(1e-9));
}

TEST_CASE("stretches are given in measured and told in calibrated kilometres", "[unit]")
{
    LineSpec s = north();
    s.stretches = {{"neighbour", "Laos", "Lào", "", "", 0, 100}, {"province", "Nghe An", "Nghệ An", "", "", 100, 200}};
    const MeasuredLine line(std::move(s));
    REQUIRE(line.stretches().size() == 2);
    CHECK(line.stretches()[0].from_km == 0);
    CHECK(line.stretches()[0].to_km == Approx(105));
    CHECK(line.stretches()[1].from_km == Approx(105));
    CHECK(line.stretches()[1].to_km == Approx(210).margin(1e-6));
    CHECK(line.stretches()[1].name_vi == "Nghệ An");
}

TEST_CASE("control points must increase between the ends", "[unit]")
{
    const auto with = [](std::vector<ControlPoint> controls) {
        LineSpec s = north();
        s.controls = std::move(controls);
        return MeasuredLine(std::move(s));
    };
    CHECK_NOTHROW(with({{50, 60}}));
    CHECK_THROWS_AS(with({{50, 60}, {50, 70}}), std::invalid_argument);
    CHECK_THROWS_AS(with({{50, 60}, {60, 60}}), std::invalid_argument);
    CHECK_THROWS_AS(with({{60, 60}, {50, 70}}), std::invalid_argument);
    CHECK_THROWS_AS(with({{0, 0}}), std::invalid_argument);
    CHECK_THROWS_AS(with({{250, 200}}), std::invalid_argument);
    CHECK_THROWS_AS(with({{50, 211}}), std::invalid_argument);
    CHECK_THROWS_AS(with({{50, std::nan("")}}), std::invalid_argument);
}

TEST_CASE("a line needs two distinct valid points and a positive official length", "[unit]")
{
    const auto of = [](Polyline points, double official_km) {
        LineSpec s;
        s.points = std::move(points);
        s.official_km = official_km;
        return MeasuredLine(std::move(s));
    };
    CHECK_THROWS_AS(of({}, 1), std::invalid_argument);
    CHECK_THROWS_AS(of({{106, 16}}, 1), std::invalid_argument);
    CHECK_THROWS_AS(of({{106, 16}, {106, 16}}, 1), std::invalid_argument);
    CHECK_THROWS_AS(of({{106, 16}, {106, 96}}, 1), std::invalid_argument);
    CHECK_THROWS_AS(of({{106, 16}, {106, 17}}, 0), std::invalid_argument);
    CHECK_THROWS_AS(of({{106, 16}, {106, 17}}, std::numeric_limits<double>::infinity()), std::invalid_argument);
}

TEST_CASE("lines are known by name", "[unit]")
{
    CHECK(to_string(LineId::land) == "LAND");
    CHECK(to_string(LineId::coast) == "COAST");
    CHECK(parse_line("land") == LineId::land);
    CHECK(parse_line("Coast") == LineId::coast);
    CHECK_FALSE(parse_line("").has_value());
    CHECK_FALSE(parse_line("LANDS").has_value());
    CHECK_FALSE(parse_line("river").has_value());
}

TEST_CASE("of two lines the nearer gives the address, LAND when they are equally near", "[unit]")
{
    const auto meridian = [](LineId id, double lon, Outward outward) {
        LineSpec s;
        s.id = id;
        s.points = {{lon, 15}, {lon, 17}};
        s.official_km = 200;
        s.outward = outward;
        return std::make_shared<const MeasuredLine>(std::move(s));
    };
    const Lines lines{meridian(LineId::land, 105, Outward::right), meridian(LineId::coast, 107, Outward::left)};
    CHECK(lines.locate({105.9, 16}).address.line == LineId::land);
    CHECK(lines.locate({106.1, 16}).address.line == LineId::coast);
    CHECK(lines.locate({106, 16}).address.line == LineId::land);
    CHECK(lines.get(LineId::coast).id() == LineId::coast);
    REQUIRE(lines.locate_within({106.1, 16}, 100'000).has_value());
    CHECK(lines.locate_within({106.1, 16}, 100'000)->address == lines.locate({106.1, 16}).address);
    CHECK(lines.locate_within({107.1, 16}, 20'000)->address.line == LineId::coast);
    CHECK_FALSE(lines.locate_within({106, 16}, 50'000).has_value());
}
