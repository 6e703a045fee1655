#include "view/playback.hpp"

#include <catch2/catch.hpp>

using namespace tuantra;
using view::Playback;

namespace {

domain::Filter window(std::optional<std::int64_t> since, std::optional<std::int64_t> until)
{
    domain::Filter f;
    if (since) f.since = domain::Instant{*since};
    if (until) f.until = domain::Instant{*until};
    return f;
}

}  // namespace

TEST_CASE("The clock runs through the filter's window within the records", "[unit]")
{
    const domain::TimeSpan records{{1000}, {9000}};
    const auto span = [&](auto since, auto until) {
        const auto s = view::played_span(window(since, until), records);
        REQUIRE(s);
        return std::pair(s->from_s, s->to_s);
    };
    using P = std::pair<double, double>;
    CHECK(span(std::nullopt, std::nullopt) == P(1000, 9000));
    CHECK(span(2000, std::nullopt) == P(2000, 9000));
    CHECK(span(0, 3000) == P(1000, 2999));
    CHECK_FALSE(view::played_span(window(9001, std::nullopt), records));
    CHECK_FALSE(view::played_span({}, std::nullopt));
}

TEST_CASE("The clock advances by its speed and stops at the end", "[unit]")
{
    Playback p{5000.0, true, 600, 3600};
    p = view::advanced(p, {1000, 9000}, 0.5);
    CHECK(*p.at_s == Approx(5300));
    CHECK(p.playing);
    p = view::advanced(p, {1000, 9000}, 100);
    CHECK(*p.at_s == 9000);
    CHECK_FALSE(p.playing);
    const Playback paused{5000.0, false, 600, 3600}, off{};
    CHECK(view::advanced(paused, {1000, 9000}, 10).at_s == 5000);
    CHECK_FALSE(view::advanced(off, {1000, 9000}, 10).at_s);
}

TEST_CASE("At the clock only its trail within the filter's window is shown", "[unit]")
{
    const Playback p{5000.5, true, 1, 1000};
    auto f = view::filter_at({}, p);
    CHECK(f.since->unix_s == 4001);
    CHECK(f.until->unix_s == 5001);
    f = view::filter_at(window(4500, 4800), p);
    CHECK(f.since->unix_s == 4500);
    CHECK(f.until->unix_s == 4800);
    domain::Filter other = window(100, std::nullopt);
    other.text = "boat";
    CHECK(view::filter_at(other, p).text == "boat");
    CHECK(view::filter_at(other, Playback{}) == other);
}

TEST_CASE("Speeds go up and down their list and stay at its ends", "[unit]")
{
    CHECK(view::stepped(view::speeds, 600, 1) == 3600);
    CHECK(view::stepped(view::speeds, 600, -2) == 10);
    CHECK(view::stepped(view::speeds, 1, -1) == 1);
    CHECK(view::stepped(view::speeds, 7 * 86400, 1) == 7 * 86400);
    CHECK(view::stepped(view::speeds, 700, 0) == 600);
}
