#include "domain/clock.hpp"

#include "domain/filter.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numbers>
#include <numeric>
#include <random>

using namespace tuantra::domain;

namespace {

struct Timed {
    double x, y, t;
};

TrackColumns columns(const std::vector<std::vector<Timed>>& pieces)
{
    TrackColumns c;
    c.start.push_back(0);
    for (const auto& piece : pieces) {
        for (const Timed& f : piece) {
            c.map.push_back({f.x, f.y});
            c.time_s.push_back(f.t);
        }
        c.track_id.push_back(static_cast<std::int64_t>(c.track_id.size()));
        c.mover.push_back(0);
        c.start.push_back(c.map.size());
    }
    c.movers = {"boat"};
    return c;
}

TrackClock clock_of(const std::vector<std::vector<Timed>>& pieces)
{
    return TrackClock(std::make_shared<const TrackColumns>(columns(pieces)));
}

std::vector<std::uint32_t> found(const TrackClock& clock, double from, double to)
{
    std::vector<std::uint32_t> out{99};
    clock.pieces_between(from, to, out);
    return out;
}

}  // namespace

TEST_CASE("A piece is under way from its first fix to its last, both included", "[unit]")
{
    const auto clock = clock_of({{{0, 0, 100}, {1, 0, 200}}, {{5, 5, 150}}, {{0, 0, 90}, {1, 1, 300}}});
    using Pieces = std::vector<std::uint32_t>;
    CHECK(found(clock, 0, 89) == Pieces{});
    CHECK(found(clock, 0, 90) == Pieces{2});
    CHECK(found(clock, 150, 150) == Pieces{0, 1, 2});
    CHECK(found(clock, 150.5, 199) == Pieces{0, 2});
    CHECK(found(clock, 200, 200) == Pieces{0, 2});
    CHECK(found(clock, 201, 400) == Pieces{2});
    CHECK(found(clock, 301, 400) == Pieces{});
    CHECK(clock.span() == TimeSpan{{90}, {300}});
}

TEST_CASE("The clock knows what part of the map each piece covers", "[unit]")
{
    const auto clock = clock_of({{{3, -2, 100}, {1, 8, 200}, {2, 4, 300}}, {{5, 5, 150}}});
    CHECK(clock.extent(0).low.x == 1);
    CHECK(clock.extent(0).low.y == -2);
    CHECK(clock.extent(0).high.x == 3);
    CHECK(clock.extent(0).high.y == 8);
    CHECK(clock.extent(1).low.x == clock.extent(1).high.x);
}

TEST_CASE("A clock without tracks shows nothing", "[unit]")
{
    CHECK(found(TrackClock(), 0, 1e12).empty());
    CHECK(found(clock_of({}), 0, 1e12).empty());
    CHECK(found(clock_of({{}}), 0, 1e12).empty());
    CHECK_FALSE(clock_of({}).span());
}

TEST_CASE("Pieces found by the clock are those that a look at every piece finds", "[unit]")
{
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> start(0, 10'000), length(0, 400), share(0, 1);
    std::vector<std::vector<Timed>> pieces(700);
    for (auto& piece : pieces) {
        const double from = start(random), to = from + length(random) * (share(random) < 0.03 ? 20 : 1);
        piece = {{0, 0, from}, {0, 0, to}};
        if (share(random) < 0.1) piece.resize(1);
    }
    const auto clock = clock_of(pieces);
    std::size_t most = 0;
    for (double t = -100; t < 19'000; t += 37) {
        const double until = t + (share(random) < 0.5 ? 0 : 250);
        std::vector<std::uint32_t> expected;
        for (std::size_t i = 0; i < pieces.size(); ++i)
            if (pieces[i].front().t <= until && pieces[i].back().t >= t)
                expected.push_back(static_cast<std::uint32_t>(i));
        most = std::max(most, expected.size());
        REQUIRE(found(clock, t, until) == expected);
    }
    CHECK(most > 20);
}

TEST_CASE("Between two fixes a mover goes straight and evenly", "[unit]")
{
    const auto c = columns({{{0, 0, 100}, {100, 0, 200}, {100, 50, 210}}});
    const auto mid = position_at(c, 0, 125);
    REQUIRE(mid);
    CHECK(mid->place.x == Approx(25));
    CHECK(mid->place.y == 0);
    CHECK(mid->before == 0);
    CHECK(*mid->course == Approx(std::numbers::pi / 2));
    const auto north = position_at(c, 0, 205);
    REQUIRE(north);
    CHECK(north->place.x == Approx(100));
    CHECK(north->place.y == Approx(25));
    CHECK(north->before == 1);
    CHECK(*north->course == Approx(0).margin(1e-12));
}

TEST_CASE("A mover stands on its fixes at their times, and nowhere before the first or after the last", "[unit]")
{
    const auto c = columns({{{7, 7, 50}}, {{0, 0, 100}, {100, 0, 200}, {100, 50, 210}}});
    CHECK_FALSE(position_at(c, 1, 99.9));
    CHECK_FALSE(position_at(c, 1, 210.1));
    CHECK(position_at(c, 1, 100)->place.x == 0);
    CHECK(position_at(c, 1, 200)->place.x == 100);
    CHECK(position_at(c, 1, 200)->before == 2);
    const auto last = position_at(c, 1, 210);
    REQUIRE(last);
    CHECK(last->place.y == 50);
    CHECK(last->before == 3);
    CHECK(*last->course == Approx(0).margin(1e-12));
    const auto only = position_at(c, 0, 50);
    REQUIRE(only);
    CHECK(only->place.x == 7);
    CHECK_FALSE(only->course);
}

TEST_CASE("A mover that stands still has no course", "[unit]")
{
    const auto c = columns({{{3, 3, 0}, {3, 3, 10}, {4, 3, 20}}});
    CHECK_FALSE(position_at(c, 0, 5)->course);
    CHECK(position_at(c, 0, 15)->course);
}

TEST_CASE("The fixes of a while are those of the piece with both ends included", "[unit]")
{
    const auto c = columns({{{0, 0, 1}, {0, 0, 2}}, {{0, 0, 1}, {0, 0, 2}, {0, 0, 3}, {0, 0, 4}}});
    const auto range = [&](double from, double to) {
        const auto r = fixes_between(c, 1, from, to);
        return std::pair(r.first, r.last);
    };
    CHECK(range(2, 3) == std::pair<std::size_t, std::size_t>(3, 5));
    CHECK(range(0, 9) == std::pair<std::size_t, std::size_t>(2, 6));
    CHECK(range(2.1, 2.9) == std::pair<std::size_t, std::size_t>(4, 4));
    CHECK(range(5, 9) == std::pair<std::size_t, std::size_t>(6, 6));
}

TEST_CASE("Rows of a window are those that the filter passes", "[unit]")
{
    IncidentColumns c;
    std::mt19937 random(3);
    for (int i = 0; i < 400; ++i) {
        c.from_s.push_back(i * 10);
        c.to_s.push_back(i * 10 + (random() % 7 == 0 ? 900 : 0));
        c.id.push_back(i);
    }
    c.place.resize(400);
    c.severity.resize(400, 3);
    c.kind.resize(400, Kind::drugs);
    std::vector<std::uint32_t> all(400);
    std::iota(all.begin(), all.end(), 0U);
    for (const auto& [since, until] : {std::pair<std::optional<Instant>, std::optional<Instant>>{},
                                       {Instant{1005}, {}},
                                       {{}, Instant{2000}},
                                       {Instant{1000}, Instant{2000}},
                                       {Instant{9000}, Instant{9001}},
                                       {Instant{2000}, Instant{1000}}}) {
        Filter window;
        window.since = since;
        window.until = until;
        CHECK(rows_within(c, all, since, until) == select(c, window));
    }
    const std::vector<std::uint32_t> some{2, 5, 7, 90};
    const auto begin = rows_beginning(c, some, 50, 70);
    CHECK(std::vector<std::uint32_t>(begin.begin(), begin.end()) == std::vector<std::uint32_t>{5});
    CHECK(rows_beginning(c, some, 70, 50).empty());
}
