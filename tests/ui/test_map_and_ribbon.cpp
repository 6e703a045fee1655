#include "desk_fixture.hpp"
#include "domain/geodesy.hpp"
#include "ui/desk.hpp"
#include "ui/layout.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace tuantra;
using tests::HeadlessDesk;
using tests::only;

namespace {

constexpr float wide = 1600, high = 1000;

struct Desk {
    HeadlessDesk imgui{wide, high};
    view::Model model = tests::full_model(300);
    ui::MapArea map;
    ui::Layout at;

    Desk()
    {
        at = ui::layout(model, {}, wide, high, 1, false);
        map = ui::map_area(model, wide, high);
        model.camera = view::resized(model.camera, static_cast<int>(map.width), static_cast<int>(map.height));
        imgui.settle(model);
    }
    ImVec2 on_map(double x, double y) const { return {map.x + static_cast<float>(x), map.y + static_cast<float>(y)}; }
};

}  // namespace

TEST_CASE("The wheel zooms the map and leaves the place under the pointer where it is", "[unit]")
{
    Desk d;
    const view::ScreenPoint at{300, 200};
    const auto p = d.on_map(at.x, at.y);
    const auto sent = only<view::SetCamera>(d.imgui.wheel(d.model, p.x, p.y, 1));
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].camera.metres_per_pixel < d.model.camera.metres_per_pixel);
    const auto before = view::to_lon_lat(d.model.camera, at), after = view::to_lon_lat(sent[0].camera, at);
    CHECK(domain::distance_m(before, after) < 1);
}

TEST_CASE("Dragging the map moves it by as much as the pointer", "[unit]")
{
    Desk d;
    const auto from = d.on_map(400, 300), to = d.on_map(460, 280);
    const auto sent = d.imgui.drag(d.model, from, to);
    const auto cameras = only<view::SetCamera>(sent);
    REQUIRE(cameras.size() == 2);
    // The model stands still, so each step is half of the way.
    const auto before = view::to_lon_lat(d.model.camera, {400, 300}),
               after = view::to_lon_lat(cameras[0].camera, {430, 290});
    CHECK(domain::distance_m(before, after) < 5);
    CHECK(only<view::PickAt>(sent).empty());
}

TEST_CASE("A click on the map picks there and moves nothing", "[unit]")
{
    Desk d;
    const auto p = d.on_map(250, 120);
    const auto sent = d.imgui.click(d.model, p.x, p.y);
    const auto picks = only<view::PickAt>(sent);
    REQUIRE(picks.size() == 1);
    CHECK(std::abs(picks[0].at.x - 250) < 1);
    CHECK(std::abs(picks[0].at.y - 120) < 1);
    CHECK(only<view::SetCamera>(sent).empty());
}

TEST_CASE("The pointer tells where it is only when it has moved, and once when it leaves", "[unit]")
{
    Desk d;
    auto& io = ImGui::GetIO();
    io.MousePos = d.on_map(100, 100);
    std::size_t told = 0;
    for (int i = 0; i < 5; ++i) told += only<view::Hover>(d.imgui.frame(d.model)).size();
    CHECK(told == 1);
    io.MousePos = {20, 20};
    std::vector<view::Hover> left;
    for (int i = 0; i < 5; ++i)
        for (const auto& h : only<view::Hover>(d.imgui.frame(d.model))) left.push_back(h);
    REQUIRE(left.size() == 1);
    CHECK_FALSE(left[0].at);
}

TEST_CASE("A box drawn on the map becomes the filter's box and ends the tool", "[unit]")
{
    Desk d;
    d.model.drawing = "box";
    const auto sent = d.imgui.drag(d.model, d.on_map(500, 100), d.on_map(300, 260));
    const auto filters = only<view::SetFilter>(sent);
    REQUIRE(filters.size() == 1);
    REQUIRE(filters[0].filter.box);
    const auto upper = view::to_lon_lat(d.model.camera, {300, 100}),
               lower = view::to_lon_lat(d.model.camera, {500, 260});
    CHECK(filters[0].filter.box->west == Approx(upper.lon));
    CHECK(filters[0].filter.box->north == Approx(upper.lat));
    CHECK(filters[0].filter.box->east == Approx(lower.lon));
    CHECK(filters[0].filter.box->south == Approx(lower.lat));
    const auto tools = only<view::StartTool>(sent);
    REQUIRE(tools.size() == 1);
    CHECK(tools[0].tool.empty());
    CHECK(only<view::SetCamera>(sent).empty());
}

TEST_CASE("Escape takes back the tool, then the help, then the selection", "[unit]")
{
    Desk d;
    d.model.drawing = "box";
    d.model.help_open = true;
    auto sent = d.imgui.key(d.model, 256);
    CHECK(only<view::StartTool>(sent).size() == 1);
    CHECK(only<view::Select>(sent).empty());
    d.model.drawing.clear();
    sent = d.imgui.key(d.model, 256);
    CHECK(only<view::TogglePanel>(sent).size() == 1);
    CHECK(only<view::Select>(sent).empty());
    d.model.help_open = false;
    const auto cleared = only<view::Select>(d.imgui.key(d.model, 256));
    REQUIRE(cleared.size() == 1);
    CHECK_FALSE(cleared[0].id);
}

TEST_CASE("Keys pan, zoom and fit the map", "[unit]")
{
    Desk d;
    const auto right = only<view::SetCamera>(d.imgui.key(d.model, 262));
    REQUIRE(right.size() == 1);
    CHECK(right[0].camera.centre.x > d.model.camera.centre.x);
    const auto nearer = only<view::SetCamera>(d.imgui.key(d.model, 61));
    REQUIRE(nearer.size() == 1);
    CHECK(nearer[0].camera.metres_per_pixel < d.model.camera.metres_per_pixel);
    const auto fit = only<view::FitBox>(d.imgui.key(d.model, 268));
    REQUIRE(fit.size() == 1);
    CHECK(fit[0].box.west < 102.3);
    CHECK(fit[0].box.north > 23);
}

TEST_CASE("Single letters open and fold panels, but not while a text is being typed", "[unit]")
{
    Desk d;
    for (const auto& [code, panel] : {std::pair(int{'T'}, view::Panel::table),
                                      {int{'R'}, view::Panel::ribbon},
                                      {int{'L'}, view::Panel::filter},
                                      {290, view::Panel::help}}) {
        const auto sent = only<view::TogglePanel>(d.imgui.key(d.model, code));
        REQUIRE(sent.size() == 1);
        CHECK(sent[0].panel == panel);
    }
    CHECK(only<view::Quit>(d.imgui.key(d.model, 'Q', true)).size() == 1);
    d.imgui.key(d.model, 'F', true);
    d.imgui.settle(d.model);
    REQUIRE(ImGui::GetIO().WantTextInput);
    CHECK(only<view::TogglePanel>(d.imgui.key(d.model, 'T')).empty());
}

TEST_CASE("An address typed in the search box goes there", "[unit]")
{
    Desk d;
    d.imgui.key(d.model, 'F', true);
    d.imgui.settle(d.model);
    d.imgui.type(d.model, "land 268,4");
    const auto sent = only<view::GoTo>(d.imgui.key(d.model, 257));
    REQUIRE(sent.size() == 1);
    CHECK(domain::distance_m(sent[0].place, d.model.lines.land->point_at(268.4)) < 1);
}

TEST_CASE("A name typed without diacritics finds the gate", "[unit]")
{
    Desk d;
    d.imgui.key(d.model, 'F', true);
    d.imgui.settle(d.model);
    d.imgui.type(d.model, "huu ng");
    const auto sent = only<view::GoTo>(d.imgui.key(d.model, 257));
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].place == d.model.basemap->gates[0].place);
}

TEST_CASE("Dragging along the ribbon filters by the kilometres that a click there goes to", "[unit]")
{
    Desk d;
    const auto& r = d.at.ribbon;
    for (const auto line : {domain::LineId::land, domain::LineId::coast}) {
        const float y = r.y + r.h * (line == domain::LineId::land ? 0.3F : 0.75F);
        const auto brushed = only<view::BrushRibbon>(d.imgui.drag(d.model, {r.x + 600, y}, {r.x + 400, y}));
        REQUIRE(brushed.size() == 1);
        CHECK(brushed[0].line == line);
        CHECK(brushed[0].from_km < brushed[0].to_km);
        const auto gone = only<view::GoTo>(d.imgui.click(d.model, r.x + 400, y));
        REQUIRE(gone.size() == 1);
        CHECK(domain::distance_m(gone[0].place, d.model.lines.get(line).point_at(brushed[0].from_km)) < 1);
    }
}

TEST_CASE("The wheel on the ribbon zooms round the kilometre under the pointer", "[unit]")
{
    Desk d;
    const auto& r = d.at.ribbon;
    const float y = r.y + r.h * 0.3F;
    const auto sent = only<view::SetRibbon>(d.imgui.wheel(d.model, r.x + 500, y, 3));
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].view.to_km - sent[0].view.from_km < 4000);
    const auto before = only<view::GoTo>(d.imgui.click(d.model, r.x + 500, y));
    d.model.ribbon[0] = sent[0].view;
    for (int i = 0; i < 40; ++i) d.imgui.frame(d.model);
    const auto after = only<view::GoTo>(d.imgui.click(d.model, r.x + 500, y));
    REQUIRE(before.size() == 1);
    REQUIRE(after.size() == 1);
    CHECK(domain::distance_m(before[0].place, after[0].place) < 200);
}

TEST_CASE("A double click on the ribbon shows the whole line again", "[unit]")
{
    Desk d;
    d.model.ribbon[0] = {100, 300};
    const auto& r = d.at.ribbon;
    const float y = r.y + r.h * 0.3F;
    d.imgui.click(d.model, r.x + 500, y);
    const auto sent = only<view::SetRibbon>(d.imgui.click(d.model, r.x + 500, y));
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].view.from_km == sent[0].view.to_km);
}
