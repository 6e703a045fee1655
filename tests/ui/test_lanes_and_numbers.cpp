#include "desk_fixture.hpp"
#include "lang/lang.hpp"
#include "ui/desk.hpp"
#include "ui/desk_state.hpp"
#include "ui/layout.hpp"
#include "ui/numbers_panel.hpp"
#include "ui/ribbon_values.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace tuantra;
using tests::HeadlessDesk;
using tests::only;

namespace {

constexpr float wide = 1600, high = 1000;

/// Ten kilometres and a half: 0-3 patrolled, 4 by a post alone, the rest not.
view::LineWatch short_line()
{
    view::LineWatch w;
    w.length_km = 10.5;
    w.patrol_per_km.assign(11, 0);
    w.post_hours.assign(11, 0);
    w.watched.assign(11, false);
    for (std::size_t i = 0; i < 4; ++i) {
        w.watched[i] = true;
        w.patrol_per_km[i] = static_cast<float>(i + 1);
    }
    w.watched[4] = true;
    w.post_hours[4] = 8;
    w.peak = 4;
    return w;
}

std::shared_ptr<const view::Watch> watch_of(const view::Model& model, std::size_t tracks)
{
    auto watch = std::make_shared<view::Watch>();
    auto seen = std::make_shared<view::LastSeen>();
    for (const auto id : {domain::LineId::land, domain::LineId::coast}) {
        const auto l = static_cast<std::size_t>(id);
        auto& line = watch->lines[l];
        line.length_km = model.lines.get(id).official_km();
        const auto cells = static_cast<std::size_t>(std::ceil(line.length_km));
        line.patrol_per_km.assign(cells, 0);
        line.post_hours.assign(cells, 0);
        line.watched.assign(cells, false);
        seen->at_s[l].assign(cells, view::LastSeen::never);
        for (std::size_t i = 0; tracks > 0 && i < cells / 2; ++i) {
            line.watched[i] = true;
            line.patrol_per_km[i] = 2;
            seen->at_s[l][i] = model.now_unix_s - 3600 * static_cast<std::int64_t>(1 + i % 50);
        }
        line.peak = tracks > 0 ? 2 : 0;
    }
    watch->tracks = tracks;
    watch->last_seen = seen;
    return watch;
}

std::shared_ptr<const view::Numbers> numbers_of(const view::Model& model)
{
    auto n = std::make_shared<view::Numbers>();
    n->scene = model.scene->version;
    n->total = model.scene->shown.size();
    n->stretches = {{domain::LineId::land, "neighbour", "China", "Trung Quốc", 0, 1100, 40},
                    {domain::LineId::land, "province", "Lang Son", "Lạng Sơn", 100, 330, 12},
                    {domain::LineId::coast, "province", "Ca Mau", "Cà Mau", 2700, 2900, 20}};
    n->cell.assign(model.scene->shown.size(), view::Numbers::no_cell);
    for (std::size_t i = 0; i < 5; ++i) n->cell[10 + i] = 26;  // Tuesday 02:00
    n->by_hour[1][2] = 5;
    n->longer = n->total - 5;
    return n;
}

struct Desk {
    HeadlessDesk imgui{wide, high};
    view::Model model = tests::full_model(300);
    ui::Layout at;

    Desk()
    {
        model.time_ramp = model.heat_ramp;
        at = ui::layout(model, {}, wide, high, 1, false);
        const auto map = ui::map_area(model, wide, high);
        model.camera = view::resized(model.camera, static_cast<int>(map.width), static_cast<int>(map.height));
        imgui.settle(model);
    }
    /// Presses every few points down the middle of the panel until something of the type is sent.
    template <typename T>
    std::vector<T> press_down(float x, float from_y, float to_y)
    {
        for (float y = from_y; y < to_y; y += 9) {
            auto sent = only<T>(imgui.click(model, x, y));
            if (!sent.empty()) return sent;
        }
        return {};
    }
};

}  // namespace

TEST_CASE("A part of a line is watched by its cells, each by how much of it lies inside", "[unit]")
{
    const auto line = short_line();
    const auto all = ui::watched_between(line, 0, 4);
    CHECK(all.km == Approx(4));
    CHECK(all.patrol_per_km == Approx(2.5));
    CHECK(all.not_watched_km == Approx(0));
    const auto part = ui::watched_between(line, 2.5, 6);
    CHECK(part.km == Approx(3.5));
    CHECK(part.not_watched_km == Approx(1));
    CHECK(part.patrol_per_km == Approx((0.5 * 3 + 4) / 3.5));
    CHECK(part.post_hours == Approx(8 / 3.5));
    CHECK_FALSE(part.mostly_not());
    const auto end = ui::watched_between(line, 9.5, 40);
    CHECK(end.km == Approx(1));
    CHECK(end.mostly_not());
    CHECK(ui::watched_between(line, 20, 30).km == 0);
    CHECK(ui::watched_between(line, 5, 5).km == 0);
}

TEST_CASE("The time unseen of a part is that of its cell unseen for longest, and never is told apart", "[unit]")
{
    constexpr auto never = view::LastSeen::never;
    const std::vector<std::int64_t> at{1000, 400, never, 900};
    const auto part = ui::seen_between(at, 4, 0, 4);
    REQUIRE(part.longest_ago_s);
    CHECK(*part.longest_ago_s == 400);
    CHECK(part.never_km == Approx(1));
    CHECK_FALSE(part.mostly_never());
    CHECK_FALSE(ui::seen_between(at, 4, 2, 3).longest_ago_s);
    CHECK(ui::seen_between(at, 4, 2, 3.4).mostly_never());
    const auto range = ui::unseen_range(at, 4000);
    CHECK(range.least_h == Approx(3000.0 / 3600));
    CHECK(range.most_h == Approx(1));
    CHECK(ui::unseen_range({never}, 4000).most_h == 0);
    CHECK(ui::unseen_share(0, {0, 100}) == 0);
    CHECK(ui::unseen_share(100, {0, 100}) == 1);
    CHECK(ui::unseen_share(30, {30, 100}) == 0);
    CHECK(ui::unseen_share(24, {0, 8760}) > 0.15F);
    CHECK(ui::unseen_share(24, {0, 8760}) < ui::unseen_share(168, {0, 8760}));
    CHECK(ui::unseen_share(5, {0, 0}) == 0);
}

TEST_CASE("Lanes share any height without touching, and the density is never without room", "[unit]")
{
    for (const float unit : {0.75F, 1.0F, 2.5F})
        for (float height = 8; height < 400; height += 7) {
            const auto lanes = ui::lane_places(height, unit);
            REQUIRE_FALSE(lanes.empty());
            CHECK(lanes.front().kind == ui::LaneKind::density);
            CHECK(lanes.front().h >= 1);
            for (std::size_t i = 1; i < lanes.size(); ++i) {
                CHECK(lanes[i].kind > lanes[i - 1].kind);
                CHECK(lanes[i].y >= lanes[i - 1].y + lanes[i - 1].h + 1);
                CHECK(lanes[i].h >= std::round(13 * unit));
                CHECK(lanes[i].y + lanes[i].h <= height);
            }
        }
    CHECK(ui::lane_places(76, 1).size() == 4);
    const auto low = ui::lane_places(46, 1);
    REQUIRE(low.size() == 3);
    CHECK(low.back().kind == ui::LaneKind::unseen);
}

TEST_CASE("Blocks of time and kilometres add up to their cells", "[unit]")
{
    view::SpaceTime c;
    c.rows = 3;
    c.cells = {4, 0};
    c.count[0] = {1, 0,    2, 0,  //
                  0, 0.5F, 0, 0, 0, 0.5F, 0, 7};
    CHECK(ui::block_sum(c, 0, 0, 3, 0, 4) == Approx(11));
    CHECK(ui::block_sum(c, 0, 1, 3, 1, 2) == Approx(1));
    CHECK(ui::block_sum(c, 0, 2, 9, 3, 50) == Approx(7));
    CHECK(ui::block_sum(c, 1, 0, 3, 0, 4) == 0);
    CHECK(ui::rows_per_band(96, 48, 3) == 6);
    CHECK(ui::rows_per_band(3, 48, 3) == 1);
    CHECK(ui::rows_per_band(10, 1, 3) == 10);
}

TEST_CASE("Lanes are drawn on an empty model, before the patrols are measured, without patrols, and with them",
          "[unit]")
{
    Desk d;
    const int before = d.imgui.vertices();
    d.model.watch = watch_of(d.model, 0);
    d.imgui.settle(d.model);
    const int hatched = d.imgui.vertices();
    CHECK(hatched > before);
    d.model.watch = watch_of(d.model, 3);
    d.imgui.settle(d.model);
    CHECK(d.imgui.vertices() > before);
    // Down to one kilometre.
    d.model.ribbon[0] = {2400, 2401};
    d.imgui.settle(d.model);
    auto nothing = tests::empty_model();
    nothing.numbers_open = true;
    nothing.space_time_open = true;
    d.imgui.settle(nothing);
}

TEST_CASE("Time by kilometre stands in place of the lanes, and a click in it goes to the same kilometre", "[unit]")
{
    Desk d;
    const auto& r = d.at.ribbon;
    const float x = r.x + 600, y = r.y + r.h * 0.3F;
    const auto lanes = only<view::GoTo>(d.imgui.click(d.model, x, y));
    d.model.space_time_open = true;
    d.imgui.settle(d.model);
    auto counts = std::make_shared<view::SpaceTime>();
    counts->rows = 12;
    counts->bin = domain::TimeBin::month;
    counts->first = 670;
    for (std::size_t l = 0; l < 2; ++l) {
        counts->cells[l] = l == 0 ? 5036 : 3260;
        counts->count[l].assign(12 * counts->cells[l], 0);
        for (std::size_t i = 0; i < counts->count[l].size(); i += 97) counts->count[l][i] = 1;
    }
    d.model.space_time = counts;
    d.imgui.settle(d.model);
    const auto strip = only<view::GoTo>(d.imgui.click(d.model, x, y));
    REQUIRE(lanes.size() == 1);
    REQUIRE(strip.size() == 1);
    CHECK(lanes[0].place == strip[0].place);
}

TEST_CASE("H shows time by kilometre and D the numbers, opening what holds them", "[unit]")
{
    Desk d;
    auto sent = only<view::TogglePanel>(d.imgui.key(d.model, 'H'));
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].panel == view::Panel::space_time);
    sent = only<view::TogglePanel>(d.imgui.key(d.model, 'D'));
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].panel == view::Panel::numbers);
    d.model.details_open = false;
    d.model.ribbon_open = false;
    sent = only<view::TogglePanel>(d.imgui.key(d.model, 'D'));
    REQUIRE(sent.size() == 2);
    CHECK(sent[0].panel == view::Panel::details);
    CHECK(sent[1].panel == view::Panel::numbers);
    sent = only<view::TogglePanel>(d.imgui.key(d.model, 'H'));
    REQUIRE(sent.size() == 2);
    CHECK(sent[0].panel == view::Panel::ribbon);
}

TEST_CASE("A change is told as it is said", "[unit]")
{
    lang::use(lang::Language::en);
    CHECK(ui::change_text(1.38) == "+38 %");
    CHECK(ui::change_text(0.96) == "-4 %");
    CHECK(ui::change_text(1.001) == "±0 %");
    CHECK(ui::change_text(0) == "-100 %");
    CHECK(ui::change_text(12.34) == "×12.3");
}

TEST_CASE("A stretch and a kind set the filter and, pressed again, let it go", "[unit]")
{
    const view::StretchCount lang_son{domain::LineId::land, "province", "Lang Son", "Lạng Sơn", 100, 330, 12};
    domain::Filter f;
    f.severity_min = 3;
    const auto one = ui::only_stretch(f, lang_son);
    CHECK(one.line == domain::LineId::land);
    CHECK(one.km == domain::Range{100, 330});
    CHECK(one.severity_min == 3);
    CHECK(ui::is_of_stretch(one, lang_son));
    CHECK(ui::only_stretch(one, lang_son) == f);
    const auto drugs = ui::only_kind(f, domain::Kind::drugs);
    CHECK(drugs.kinds.has(domain::Kind::drugs));
    CHECK_FALSE(drugs.kinds.has(domain::Kind::piracy));
    CHECK(ui::only_kind(drugs, domain::Kind::drugs) == f);
}

TEST_CASE("Rows of an hour are those of the same scene, and none of an older one", "[unit]")
{
    Desk d;
    const auto numbers = numbers_of(d.model);
    CHECK(ui::rows_of_cell(*numbers, *d.model.scene, 26) == std::vector<std::uint32_t>{10, 11, 12, 13, 14});
    CHECK(ui::rows_of_cell(*numbers, *d.model.scene, 27).empty());
    auto older = *numbers;
    older.scene += 100;
    CHECK(ui::rows_of_cell(older, *d.model.scene, 26).empty());
}

TEST_CASE("Figures of the numbers panel are a press away from their rows", "[unit]")
{
    Desk d;
    d.model.numbers_open = true;
    d.model.numbers = numbers_of(d.model);
    d.imgui.settle(d.model);
    const float x = d.at.right.x + d.at.right.w / 2;

    SECTION("without a period the panel offers one")
    {
        const auto sent = d.press_down<view::SetFilter>(x, d.at.right.y + 40, d.at.right.bottom());
        REQUIRE(sent.size() == 1);
        CHECK(sent[0].filter.since);
    }
    SECTION("an hour marks its rows in the table")
    {
        // The column of 02:00 of the week's grid; the rows are found by trying.
        auto& desk = ui::desk_state();
        for (float y = d.at.right.y + 100; y < d.at.right.bottom() && desk.table_marked.empty(); y += 7)
            for (float left = d.at.right.x + 40; left < d.at.right.x + 110 && desk.table_marked.empty(); left += 5) {
                d.imgui.click(d.model, left, y);
                d.model.filter = {};
            }
        REQUIRE(desk.table_marked.size() == 5);
        CHECK(desk.table_marked.front() == d.model.scene->incidents->id[10]);
        CHECK(std::is_sorted(desk.table_marked.begin(), desk.table_marked.end()));
    }
    SECTION("both periods set the window")
    {
        view::Trend t;
        t.now = {{1'790'000'000}, {1'792'419'200}};
        t.before = {{1'787'580'800}, {1'790'000'000}};
        t.now_count = 46;
        t.before_count = 33;
        t.covered = true;
        t.ratio = 46.0 / 33;
        t.low = 0.87;
        t.high = 2.25;
        auto numbers = *d.model.numbers;
        numbers.trend = t;
        d.model.numbers = std::make_shared<const view::Numbers>(numbers);
        d.model.filter.since = t.now.from;
        d.imgui.settle(d.model);
        const auto sent = d.press_down<view::SetFilter>(x, d.at.right.y + 40, d.at.right.bottom());
        REQUIRE(sent.size() == 1);
        CHECK(sent[0].filter.since == t.now.from);
        CHECK(sent[0].filter.until == t.now.to);
    }
}

TEST_CASE("Without records the numbers say how to get some, and without matches how to get them back", "[unit]")
{
    HeadlessDesk imgui(wide, high);
    auto model = tests::empty_model();
    model.numbers_open = true;
    imgui.settle(model);
    const auto at = ui::layout(model, {}, wide, high, 1, false);
    bool offered = false;
    for (float y = at.right.y + 40; y < at.right.y + 260 && !offered; y += 9)
        for (const auto& t : only<view::TogglePanel>(imgui.click(model, at.right.x + 150, y)))
            offered = offered || t.panel == view::Panel::import;
    CHECK(offered);
}
