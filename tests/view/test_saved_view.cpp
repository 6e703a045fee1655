#include "view/saved_view.hpp"

#include "domain/uid.hpp"
#include "view/sentence.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace tuantra;

namespace {

constexpr std::int64_t day_s = 86400;
const domain::Instant newest{1795452067};

/// Every condition set.
domain::Filter strict()
{
    domain::Filter f;
    f.since = domain::Instant{newest.unix_s - 100'000};
    f.until = domain::Instant{newest.unix_s - 10};
    f.kinds.set(domain::Kind::drugs, false);
    f.severity_min = 2;
    f.severity_max = 4;
    f.text = "lối \"mòn\"\n";
    f.box = domain::Box{102.125, 8.1, 109.3, 23.0000001};
    f.near = domain::Circle{{106.7, 21.9}, 12.34};
    f.within = {{{{105, 20}, {107, 20}, {106, 22}}, {{105.9, 20.5}, {106.1, 20.5}, {106, 20.7}}},
                {{{1, 2}, {3, 4}, {5, 7}}}};
    f.within_name = "Khu A";
    f.line = domain::LineId::coast;
    f.km = {1.5, std::nullopt};
    f.offset_m = {-2500, 0};
    f.source = domain::UidMaker(7).make(1);
    f.grade_min = 'B';
    f.grade_max = 'D';
    return f;
}

view::Model model()
{
    view::Model m;
    m.filter = strict();
    m.camera.metres_per_pixel = 123.456;
    m.layers.relief = true;
    m.layers.tracks = false;
    m.palette.name = "night";
    return m;
}

}  // namespace

TEST_CASE("A saved view comes back whole from its file", "[unit]")
{
    const auto view = view::saved_view(model(), "Đêm ở Lạng Sơn", newest);
    const auto back = view::saved_view_of(view::to_json(view));
    CHECK(back == view);
    CHECK(view::filter_of(back, newest) == strict());
    view::Model plain;
    const auto open = view::saved_view(plain, "all", newest);
    CHECK(view::saved_view_of(view::to_json(open)) == open);
}

TEST_CASE("The last days of a saved view are the last days when it is opened", "[unit]")
{
    auto m = model();
    m.filter = {};
    m.filter.since = domain::Instant{newest.unix_s - 7 * day_s};
    const auto view = view::saved_view_of(view::to_json(view::saved_view(m, "week", newest)));
    REQUIRE(view.last_days == 7);
    const domain::Instant later{newest.unix_s + 3 * day_s + 77};
    CHECK(view::filter_of(view, later).since == domain::Instant{later.unix_s - 7 * day_s});
    CHECK_FALSE(view::filter_of(view, later).until);
    m.filter.until = newest;  // a closed window stays where it is
    CHECK_FALSE(view::saved_view(m, "week", newest).last_days);
    m.filter.until.reset();
    m.filter.since->unix_s += 1;
    CHECK_FALSE(view::saved_view(m, "week", newest).last_days);
}

TEST_CASE("What is no saved view, or one with a value out of range, is refused with the reason", "[unit]")
{
    const auto good = view::to_json(view::saved_view(model(), "x", newest));
    const auto broken = [&](const std::string& from, const std::string& to) {
        auto text = good;
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
        CHECK_THROWS_AS(view::saved_view_of(text), std::runtime_error);
    };
    for (const char* text : {"", "[]", "{", "{\"format\":\"other\"}", "null"})
        CHECK_THROWS_AS(view::saved_view_of(text), std::runtime_error);
    broken("\"version\": 1", "\"version\": 2");
    broken("\"name\": \"x\"", "\"name\": 3");
    broken("123.456", "0");
    broken("123.456", "\"far\"");
    broken("\"COAST\"", "\"RIVER\"");
    broken("\"B-D\"", "\"D-B\"");
    broken("\"B-D\"", "\"B\"");
    broken("\"illegal_crossing\"", "\"weather\"");
    broken("102.125", "190.0");
    broken("12.34", "-12.34");
    broken("\"since\": \"2026", "\"since\": \"20-26");
}

TEST_CASE("Each condition is a phrase of its own, and without all of them the filter is open", "[unit]")
{
    lang::use(lang::Language::en);
    CHECK(view::phrases({}).empty());
    auto filter = strict();
    const auto all = view::phrases(filter);
    CHECK(all.size() == 11);
    std::string joined;
    for (const auto& phrase : all) joined += (joined.empty() ? "" : "; ") + phrase.text;
    CHECK(view::sentence(filter) == joined);
    auto left = all.size();
    for (const auto& phrase : all) {
        filter = view::without(filter, phrase.part);
        CHECK(view::phrases(filter).size() == --left);
    }
    CHECK(filter == domain::Filter{});
}
