#include "domain/geodesy.hpp"
#include "domain/track.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace tuantra::domain;

namespace {

const MoverLimits on_foot{"foot", 3, 600};

/// Walks north at one metre a second from minute to minute.
Fix walk(int minute, double sideways_m = 0)
{
    const LonLat on_the_way = direct({106, 16}, 0, 60.0 * minute);
    return {sideways_m == 0 ? on_the_way : direct(on_the_way, 90, sideways_m), 1.7e9 + 60.0 * minute};
}

std::vector<Fix> walk(int first, int last, int)
{
    std::vector<Fix> fixes;
    for (int minute = first; minute <= last; ++minute) fixes.push_back(walk(minute));
    return fixes;
}

std::size_t count(const TrackBuild& build)
{
    std::size_t sum = 0;
    for (const auto& piece : build.pieces) sum += piece.size();
    return sum;
}

}  // namespace

TEST_CASE("a walk in order is one piece", "[unit]")
{
    const auto fixes = walk(0, 20, 0);
    const TrackBuild build = build_track(fixes, on_foot);
    REQUIRE(build.pieces.size() == 1);
    CHECK(build.pieces[0] == fixes);
    CHECK(build.duplicates + build.conflicting + build.jumps + build.gaps == 0);
}

TEST_CASE("no fixes make no pieces and one makes one", "[unit]")
{
    CHECK(build_track({}, on_foot).pieces.empty());
    const TrackBuild build = build_track({walk(3)}, on_foot);
    REQUIRE(build.pieces.size() == 1);
    CHECK(build.pieces[0] == std::vector<Fix>{walk(3)});
}

TEST_CASE("fixes in any order are sorted by time", "[unit]")
{
    const auto sorted = walk(0, 30, 0);
    auto shuffled = sorted;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(4));
    REQUIRE(shuffled != sorted);
    const TrackBuild build = build_track(shuffled, on_foot);
    REQUIRE(build.pieces.size() == 1);
    CHECK(build.pieces[0] == sorted);
}

TEST_CASE("the same fix twice is a duplicate, also a millimetre off", "[unit]")
{
    auto fixes = walk(0, 5, 0);
    fixes.push_back(walk(2));
    fixes.push_back(walk(3, 0.001));
    const TrackBuild build = build_track(fixes, on_foot);
    REQUIRE(build.pieces.size() == 1);
    CHECK(build.pieces[0] == walk(0, 5, 0));
    CHECK(build.duplicates == 2);
    CHECK(build.conflicting == 0);
}

TEST_CASE("of two places at one time the first row wins", "[unit]")
{
    std::vector<Fix> fixes{walk(0), walk(1, 40), walk(1), walk(2)};
    const TrackBuild build = build_track(fixes, on_foot);
    REQUIRE(build.pieces.size() == 1);
    CHECK(build.pieces[0] == std::vector<Fix>{walk(0), walk(1, 40), walk(2)});
    CHECK(build.conflicting == 1);
    CHECK(build.duplicates == 0);
}

TEST_CASE("a silence longer than the limit splits", "[unit]")
{
    auto fixes = walk(0, 5, 0);
    const auto later = walk(16, 20, 0);
    fixes.insert(fixes.end(), later.begin(), later.end());
    const TrackBuild build = build_track(fixes, on_foot);
    REQUIRE(build.pieces.size() == 2);
    CHECK(build.pieces[1] == later);
    CHECK(build.gaps == 1);
    CHECK(build.jumps == 0);
    // Ten minutes are just allowed.
    CHECK(build_track({walk(0), walk(10)}, on_foot).pieces.size() == 1);
}

TEST_CASE("a jump that is not taken back splits for good", "[unit]")
{
    std::vector<Fix> fixes{walk(0), walk(1), walk(2), walk(3, 900), walk(4, 900), walk(5, 900)};
    const TrackBuild build = build_track(fixes, on_foot);
    REQUIRE(build.pieces.size() == 2);
    CHECK(build.pieces[0].size() == 3);
    CHECK(build.pieces[1].size() == 3);
    CHECK(build.jumps == 1);
}

TEST_CASE("a single wild fix is set apart and the walk goes on around it", "[unit]")
{
    auto fixes = walk(0, 8, 0);
    fixes[4] = walk(4, 5000);
    const TrackBuild build = build_track(fixes, on_foot);
    REQUIRE(build.pieces.size() == 2);
    CHECK(build.pieces[0].size() == 8);
    CHECK(build.pieces[1] == std::vector<Fix>{walk(4, 5000)});
    CHECK(build.jumps == 1);
    CHECK(count(build) == fixes.size());
}

TEST_CASE("two wild fixes apart from each other are set apart each", "[unit]")
{
    auto fixes = walk(0, 12, 0);
    fixes[3] = walk(3, 5000);
    fixes[8] = walk(8, -7000);
    const TrackBuild build = build_track(fixes, on_foot);
    REQUIRE(build.pieces.size() == 3);
    CHECK(build.pieces[0].size() == 11);
    CHECK(build.pieces[1].size() == 1);
    CHECK(build.pieces[2].size() == 1);
}

TEST_CASE("a wild fix at an end is a piece of its own", "[unit]")
{
    auto first = walk(0, 5, 0);
    first.front() = walk(0, 5000);
    CHECK(build_track(first, on_foot).pieces.size() == 2);
    CHECK(build_track(first, on_foot).pieces[0].size() == 1);
    auto last = walk(0, 5, 0);
    last.back() = walk(5, 5000);
    REQUIRE(build_track(last, on_foot).pieces.size() == 2);
    CHECK(build_track(last, on_foot).pieces[1].size() == 1);
}

TEST_CASE("no fix is lost and every piece increases in time", "[unit]")
{
    std::mt19937 random(12);
    std::vector<Fix> fixes;
    for (int i = 0; i < 3000; ++i) {
        const int minute = static_cast<int>(random() % 6000);
        fixes.push_back(walk(minute, random() % 10 == 0 ? 4000 : 0));
    }
    const TrackBuild build = build_track(fixes, on_foot);
    CHECK(count(build) + build.duplicates + build.conflicting == fixes.size());
    CHECK(build.pieces.size() == 1 + build.jumps + build.gaps);
    for (const auto& piece : build.pieces) {
        CHECK_FALSE(piece.empty());
        CHECK(std::is_sorted(piece.begin(), piece.end(),
                             [](const Fix& a, const Fix& b) { return a.time_s <= b.time_s; }));
    }
}

TEST_CASE("chunks share their end fixes and cover the piece", "[unit]")
{
    for (const int fixes : {2, 3, 255, 256, 257, 511, 512, 1000}) {
        const auto piece = walk(1, fixes, 0);
        const auto runs = chunk(piece);
        CAPTURE(fixes);
        std::size_t steps = 0;
        for (std::size_t i = 0; i < runs.size(); ++i) {
            CHECK(runs[i].size() >= 2);
            CHECK(runs[i].size() <= 256);
            if (i > 0) CHECK(&runs[i].front() == &runs[i - 1].back());
            steps += runs[i].size() - 1;
        }
        CHECK(steps == piece.size() - 1);
        CHECK(runs.front().front() == piece.front());
        CHECK(runs.back().back() == piece.back());
    }
}

TEST_CASE("a piece of one fix is one run and none is none", "[unit]")
{
    const std::vector<Fix> one{walk(0)};
    REQUIRE(chunk(one).size() == 1);
    CHECK(chunk(one)[0].size() == 1);
    CHECK(chunk({}).empty());
}
