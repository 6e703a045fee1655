#include "app/track_passes.hpp"

#include <catch2/catch.hpp>

using namespace tuantra;
using app::LegTest;
using app::TrackPass;

namespace {

domain::Filter with_box(const domain::Box& box)
{
    domain::Filter filter;
    filter.box = box;
    return filter;
}

std::shared_ptr<const domain::TrackColumns> tracks(const std::vector<std::vector<domain::Fix>>& pieces)
{
    domain::TrackColumns out;
    out.start.push_back(0);
    for (const auto& piece : pieces) {
        out.track_id.push_back(static_cast<std::int64_t>(out.track_id.size()) + 1);
        out.mover.push_back(0);
        for (const auto& fix : piece) {
            out.map.push_back(domain::to_map(fix.place));
            out.time_s.push_back(fix.time_s);
        }
        out.start.push_back(out.map.size());
    }
    out.movers = {"foot"};
    return std::make_shared<const domain::TrackColumns>(std::move(out));
}

}  // namespace

TEST_CASE("a leg that only crosses a box, a circle or an area comes through it", "[unit]")
{
    //   a ──┼──┼── b    the box lies between two fixes
    const LegTest box(with_box({106.4, 21.4, 106.6, 21.6}));
    CHECK(box({106, 21.5}, {107, 21.5}));
    CHECK(box({106, 21}, {107, 22}));
    CHECK_FALSE(box({106, 21.7}, {107, 21.7}));
    CHECK_FALSE(box({106.5, 21.0}, {107, 21.5}));  // round the corner, though both ends' bounds overlap it
    CHECK(box({106.5, 21.5}, {106.5, 21.5}));

    domain::Filter round;
    round.near = domain::Circle{{106.5, 21.5}, 5};
    const LegTest circle(round);
    CHECK(circle({106, 21.5}, {107, 21.5}));
    CHECK(circle({106, 21.54}, {107, 21.54}));        // 4.4 km beside the centre
    CHECK_FALSE(circle({106, 21.55}, {107, 21.55}));  // 5.5 km

    domain::Filter area;
    area.within = {{{{106.4, 21.4}, {106.6, 21.4}, {106.5, 21.6}}}};
    const LegTest triangle(area);
    CHECK(triangle({106, 21.5}, {107, 21.5}));
    CHECK_FALSE(triangle({106.3, 21.5}, {106.44, 21.59}));
}

TEST_CASE("a leg must come through all that are set at one of its points", "[unit]")
{
    auto filter = with_box({106.0, 21.0, 106.2, 22.0});
    filter.near = domain::Circle{{106.5, 21.5}, 20};
    CHECK_FALSE(LegTest(filter)({105.5, 21.5}, {107, 21.5}));
    filter.box->east = 106.4;
    CHECK(LegTest(filter)({105.5, 21.5}, {107, 21.5}));
    // A hole in the area, and the leg inside the hole only.
    domain::Filter ring;
    ring.within = {
        {{{106, 21}, {107, 21}, {107, 22}, {106, 22}}, {{106.2, 21.2}, {106.8, 21.2}, {106.8, 21.8}, {106.2, 21.8}}}};
    CHECK_FALSE(LegTest(ring)({106.3, 21.5}, {106.7, 21.5}));
    CHECK(LegTest(ring)({106.3, 21.5}, {106.9, 21.5}));
}

TEST_CASE("passes say when a piece was there, piece by piece and from fix to fix", "[unit]")
{
    const auto columns = tracks(
        {{{{106.0, 21.5}, 0}, {{107.0, 21.5}, 100}, {{107.5, 21.5}, 200}, {{106.45, 21.5}, 300}, {{106.55, 21.5}, 400}},
         {{{106.5, 21.5}, 50}},
         {{{108, 20}, 0}, {{108.1, 20}, 10}}});
    const domain::TrackClock clock(columns);
    const auto filter = with_box({106.4, 21.4, 106.6, 21.6});
    const auto passes = app::track_passes(clock, filter, nullptr, jobs::Progress{});
    CHECK(passes == std::vector<TrackPass>{{0, 0, 100}, {0, 200, 400}, {1, 50, 50}});
    CHECK(app::pieces_passing(passes, -1e9, 1e9) == std::vector<std::uint32_t>{0, 1});
    CHECK(app::pieces_passing(passes, 110, 190).empty());
    CHECK(app::pieces_passing(passes, 110, 210) == std::vector<std::uint32_t>{0});
    CHECK(app::pieces_passing(passes, 50, 50) == std::vector<std::uint32_t>{0, 1});
    const std::vector<std::int64_t> wanted{2, 3};
    CHECK(app::track_passes(clock, filter, &wanted, jobs::Progress{}) == std::vector<TrackPass>{{1, 50, 50}});
    CHECK(app::track_passes(clock, {}, &wanted, jobs::Progress{}) == std::vector<TrackPass>{{1, 50, 50}, {2, 0, 10}});
    domain::Filter much;
    much.box = filter.box;
    much.text = "x";
    much.since = domain::Instant{7};
    CHECK(app::places_and_source(much) == filter);
}
