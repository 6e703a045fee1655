#include "brute_force.hpp"
#include "domain/line.hpp"

#include <catch2/catch.hpp>

using namespace tuantra;
using domain::LonLat;

namespace {

domain::MeasuredLine measured(const domain::Polyline& points)
{
    domain::LineSpec spec;
    spec.points = points;
    spec.official_km = 5036;
    return domain::MeasuredLine(std::move(spec));
}

/// Compares `count` places of a box; the distance may differ by a millimetre, the foot by a metre unless two are
/// equally near.
void compare(const domain::Polyline& points, int count, std::uint32_t seed, domain::Box box)
{
    const auto line = measured(points);
    const tests::BruteForce brute(points);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> lon(box.west, box.east);
    std::uniform_real_distribution<double> lat(box.south, box.north);
    double worst_offset = 0;
    double worst_foot = 0;
    for (int i = 0; i < count; ++i) {
        const LonLat p{lon(random), lat(random)};
        const auto expected = brute.nearest(p);
        const auto found = line.locate(p);
        const double offset = std::abs(found.address.offset_m);
        worst_offset = std::max(worst_offset, std::abs(offset - expected.distance_m));
        worst_offset = std::max(worst_offset, std::abs(offset - domain::distance_m(p, found.foot)));
        const double apart = domain::distance_m(found.foot, expected.foot);
        // A foot elsewhere is right only when it is as near, to the millimetre.
        if (domain::distance_m(p, found.foot) > expected.distance_m + 0.001) worst_foot = std::max(worst_foot, apart);
        const auto again = line.point_at(found.address.chainage_km);
        worst_foot = std::max(worst_foot, domain::distance_m(again, found.foot));
    }
    CHECK(worst_offset < 0.002);
    CHECK(worst_foot < 0.01);
}

}  // namespace

TEST_CASE("the foot is the one a search of all segments finds", "[unit]")
{
    const auto points = tests::rough_line(12, 7);
    REQUIRE(points.size() > 20'000);
    compare(points, 200, 1, {100, 5, 118, 25});
}

TEST_CASE("the foot is right close to the line", "[unit]")
{
    compare(tests::rough_line(12, 8), 100, 2, {104, 19, 106, 21});
}

TEST_CASE("the foot is right on a line of long segments", "[unit]")
{
    compare(tests::rough_line(3, 9), 200, 3, {100, 5, 118, 25});
}

TEST_CASE("the foot is right anywhere on Earth", "[unit]")
{
    compare(tests::rough_line(9, 10), 40, 4, {-180, -90, 180, 90});
}

TEST_CASE("the foot of ten thousand places is the one a search of all segments finds", "[.slow]")
{
    compare(tests::rough_line(12, 11), 10'000, 5, {100, 5, 118, 25});
}
