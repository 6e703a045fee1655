#include "desk_fixture.hpp"
#include "ui/desk.hpp"
#include "ui/layout.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace tuantra;
using tests::HeadlessDesk;
using tests::only;

namespace {

ui::Layout layout_of(const view::Model& model, float w, float h)
{
    return ui::layout(model, {}, w, h, 1, false);
}

/// Clicks down a column of the window until something of type T comes; its position is left in `y`.
template <typename T>
std::vector<T> hunt(HeadlessDesk& desk, const view::Model& model, float x, float& y, float until, float step = 6,
                    bool ctrl = false)
{
    for (; y < until; y += step)
        if (auto found = only<T>(desk.click(model, x, y, ctrl)); !found.empty()) return found;
    return {};
}

}  // namespace

TEST_CASE("The desk draws an empty and a full model at three sizes and two scales", "[unit]")
{
    for (const auto& [w, h, scale] :
         {std::tuple(1280.0F, 720.0F, 1.0F), {1600.0F, 1000.0F, 1.0F}, {2560.0F, 1440.0F, 1.75F}}) {
        HeadlessDesk desk(w, h, scale);
        const auto empty = tests::empty_model();
        desk.settle(empty);
        const int bare = desk.vertices();
        CHECK(bare > 1000);
        auto model = tests::full_model(500);
        desk.settle(model);
        CHECK(desk.vertices() > bare + 2000);
        model.help_open = model.sources_open = model.import_open = true;
        model.jobs = {{1, "reading", 0.5}, {2, "counting", -1}};
        model.notices = {{view::Notice::Level::error, "a file could not be read", 0}};
        const int before = desk.vertices();
        desk.settle(model);
        CHECK(desk.vertices() > before);
    }
}

TEST_CASE("A tiny window and a closed desk draw without trouble", "[unit]")
{
    auto model = tests::full_model(50);
    HeadlessDesk small(200, 120);
    small.settle(model);
    model.filter_open = model.details_open = model.table_open = model.ribbon_open = false;
    small.settle(model);
    CHECK(small.vertices() > 0);
}

TEST_CASE("Panels that fold give their room to the map", "[unit]")
{
    auto model = tests::full_model(10);
    const auto open = layout_of(model, 1600, 1000).map;
    model.filter_open = false;
    const auto no_filter = layout_of(model, 1600, 1000).map;
    CHECK(no_filter.w > open.w + 200);
    model.details_open = false;
    CHECK(layout_of(model, 1600, 1000).map.w > no_filter.w + 200);
    model.table_open = model.ribbon_open = false;
    CHECK(layout_of(model, 1600, 1000).map.h > open.h + 150);
}

TEST_CASE("The map keeps at least a third of the window's width and a quarter of its height", "[unit]")
{
    const auto model = tests::full_model(10);
    const ui::Sizes huge{5000, 5000, 5000, 5000};
    for (const auto& [w, h] : {std::pair(1280.0F, 720.0F), {1600.0F, 1000.0F}, {2560.0F, 1440.0F}}) {
        const auto map = ui::layout(model, huge, w, h, 1, false).map;
        CHECK(map.w >= w / 3 - 1);
        CHECK(map.h >= h / 4);
    }
}

TEST_CASE("A small window puts the details in a drawer and table and ribbon in one place", "[unit]")
{
    const auto model = tests::full_model(10);
    const auto small = layout_of(model, 1280, 720);
    CHECK(small.drawer);
    CHECK((small.table.empty() || small.ribbon.empty()));
    const auto large = layout_of(model, 1920, 1080);
    CHECK_FALSE(large.drawer);
    CHECK_FALSE(large.table.empty());
    CHECK_FALSE(large.ribbon.empty());
}

TEST_CASE("Clicking a kind takes it out of the filter, each kind in the order of the list", "[unit]")
{
    HeadlessDesk desk(1600, 1000);
    const auto model = tests::full_model(200);
    desk.settle(model);
    std::vector<domain::Kind> taken;
    for (float y = 240; y < 520; y += 6)
        for (const auto& sent : only<view::SetFilter>(desk.click(model, 100, y))) {
            auto back = sent.filter;
            std::vector<domain::Kind> missing;
            for (const auto& kind : domain::kinds())
                if (!sent.filter.kinds.has(kind.kind)) missing.push_back(kind.kind);
            if (missing.size() != 1) continue;
            back.kinds = domain::KindSet::all();
            CHECK(back == model.filter);
            if (taken.empty() || taken.back() != missing[0]) taken.push_back(missing[0]);
        }
    REQUIRE(taken.size() == domain::kind_count);
    for (std::size_t i = 0; i < taken.size(); ++i) CHECK(taken[i] == domain::kinds()[i].kind);
}

TEST_CASE("A kind with Ctrl is the only one left, and a second time all come back", "[unit]")
{
    HeadlessDesk desk(1600, 1000);
    auto model = tests::full_model(200);
    desk.settle(model);
    float y = 270;
    const auto first = hunt<view::SetFilter>(desk, model, 100, y, 520, 6, true);
    REQUIRE(first.size() == 1);
    int left = 0;
    for (const auto& kind : domain::kinds()) left += first[0].filter.kinds.has(kind.kind) ? 1 : 0;
    CHECK(left == 1);
    model.filter = first[0].filter;
    const auto second = only<view::SetFilter>(desk.click(model, 100, y, true));
    REQUIRE(second.size() == 1);
    CHECK(second[0].filter.kinds == domain::KindSet::all());
}

TEST_CASE("The periods count back from the newest record", "[unit]")
{
    HeadlessDesk desk(1600, 1000);
    const auto model = tests::full_model(200);
    desk.settle(model);
    float y = 150;
    const auto sent = hunt<view::SetFilter>(desk, model, 100, y, 240);
    REQUIRE(sent.size() == 1);
    REQUIRE(sent[0].filter.since);
    CHECK(model.data_span->to.unix_s - sent[0].filter.since->unix_s == 7 * 86400);
    CHECK_FALSE(sent[0].filter.until);
}

TEST_CASE("A row of the table selects the record at its place in the order", "[unit]")
{
    HeadlessDesk desk(1600, 1000);
    auto model = tests::full_model(300);
    model.ribbon_open = false;
    model.selected.reset();
    model.details.reset();
    desk.settle(model);
    const auto at = layout_of(model, 1600, 1000).table;
    const auto& ids = model.scene->incidents->id;
    for (const std::size_t row : {0U, 1U, 4U}) {
        const float y = at.y + 26 + 25 * (static_cast<float>(row) + 0.5F);
        const auto sent = only<view::Select>(desk.click(model, at.x + 300, y));
        REQUIRE(sent.size() == 1);
        CHECK(sent[0].id == ids[(*model.table.order)[row]]);
    }
}

TEST_CASE("A table's heading sorts by it, and once more turns the order round", "[unit]")
{
    HeadlessDesk desk(1600, 1000);
    auto model = tests::full_model(100);
    model.ribbon_open = false;
    desk.settle(model);
    const auto at = layout_of(model, 1600, 1000).table;
    const auto by_time = only<view::SortTable>(desk.click(model, at.x + 40, at.y + 12));
    REQUIRE(by_time.size() == 1);
    CHECK(by_time[0].column == view::TableColumn::time);
    CHECK_FALSE(by_time[0].descending);
    const auto by_kind = only<view::SortTable>(desk.click(model, at.x + 230, at.y + 12));
    REQUIRE(by_kind.size() == 1);
    CHECK(by_kind[0].column == view::TableColumn::kind);
}

TEST_CASE("Rows without texts are asked for once", "[unit]")
{
    HeadlessDesk desk(1600, 1000);
    auto model = tests::full_model(5000);
    model.ribbon_open = false;
    model.selected.reset();
    model.table.pages.clear();
    std::vector<view::WantTableRows> wanted;
    for (int i = 0; i < 10; ++i)
        for (const auto& w : only<view::WantTableRows>(desk.frame(model))) wanted.push_back(w);
    REQUIRE(wanted.size() == 1);
    CHECK(wanted[0].first == 0);
    CHECK(wanted[0].count >= 8);
    CHECK(wanted[0].count <= 200);
}

TEST_CASE("Up and down in the table move the selection along the order", "[unit]")
{
    HeadlessDesk desk(1600, 1000);
    auto model = tests::full_model(300);
    model.ribbon_open = false;
    desk.settle(model);
    const auto at = layout_of(model, 1600, 1000).table;
    const auto clicked = only<view::Select>(desk.click(model, at.x + 300, at.y + 26 + 12));
    REQUIRE(clicked.size() == 1);
    const auto& ids = model.scene->incidents->id;
    model.selected = ids[(*model.table.order)[3]];
    const auto down = only<view::Select>(desk.key(model, 264));
    REQUIRE(down.size() == 1);
    CHECK(down[0].id == ids[(*model.table.order)[4]]);
    const auto up = only<view::Select>(desk.key(model, 265));
    REQUIRE(up.size() == 1);
    CHECK(up[0].id == ids[(*model.table.order)[2]]);
}

TEST_CASE("An import is taken back only after a second press", "[unit]")
{
    HeadlessDesk desk(1600, 1000);
    auto model = tests::full_model(100);
    model.sources_open = true;
    desk.settle(model);
    std::vector<std::string> undone;
    int presses = 0;
    // The card stands in the middle; its right edge holds the buttons.
    for (const float x : {1080.0F, 960.0F})
        for (float y = 300; y < 700 && undone.empty(); y += 10) {
            ++presses;
            for (const auto& u : only<view::UndoImport>(desk.click(model, x, y))) undone.push_back(u.source_uid);
        }
    REQUIRE(undone.size() == 1);
    CHECK(presses > 1);
    CHECK((undone[0] == "a" || undone[0] == "b"));
}

TEST_CASE("A running job can be stopped and a notice dismissed", "[unit]")
{
    HeadlessDesk desk(1600, 1000);
    auto model = tests::full_model(100);
    model.jobs = {{77, "reading", 0.5}};
    model.notices = {{view::Notice::Level::warning, "nine rows were rejected", 0}};
    desk.settle(model);
    const auto map = layout_of(model, 1600, 1000).map;
    float y = map.y + 40;
    const auto stopped = hunt<view::CancelJob>(desk, model, map.x + 60 + 340 - 22, y, map.y + 160);
    REQUIRE(stopped.size() == 1);
    CHECK(stopped[0].id == 77);
    y = map.bottom() - 160;
    const auto dismissed = hunt<view::DismissNotice>(desk, model, map.right() - 34, y, map.bottom() - 40);
    REQUIRE(dismissed.size() == 1);
    CHECK(dismissed[0].index == 0);
}

TEST_CASE("Panels send nothing while nobody touches them", "[unit]")
{
    HeadlessDesk desk(1600, 1000);
    const auto model = tests::full_model(150);
    desk.settle(model);
    for (int i = 0; i < 30; ++i) CHECK(desk.frame(model).empty());
}
