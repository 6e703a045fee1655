#include "desk_fixture.hpp"
#include "domain/geodesy.hpp"
#include "ui/desk.hpp"
#include "ui/desk_state.hpp"
#include "ui/layout.hpp"
#include "ui/map_shapes.hpp"
#include "ui/map_tools.hpp"
#include "ui/texts.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace tuantra;
using tests::HeadlessDesk;
using tests::only;

namespace {

constexpr int key_escape = 256, key_enter = 257, key_backspace = 259;

struct Desk {
    HeadlessDesk imgui{1600, 1000};
    view::Model model = tests::full_model(300);
    ui::MapArea map;

    Desk()
    {
        lang::use(lang::Language::en);
        ImGui::GetIO().KeyMap[ImGuiKey_Backspace] = key_backspace;
        map = ui::map_area(model, 1600, 1000);
        model.camera = view::fitted(
            view::resized(model.camera, static_cast<int>(map.width), static_cast<int>(map.height)), {105, 21, 108, 23});
        imgui.settle(model);
    }
    ImVec2 on_map(double x, double y) const { return {map.x + static_cast<float>(x), map.y + static_cast<float>(y)}; }
    ImVec2 on_map(domain::LonLat p) const
    {
        const auto s = view::to_screen(model.camera, domain::to_map(p));
        return on_map(s.x, s.y);
    }
    domain::LonLat place(double x, double y) const { return view::to_lon_lat(model.camera, {x, y}); }
    /// Applies what the panels sent of the tool and the filter, as the program does.
    std::vector<view::Command> follow(std::vector<view::Command> sent)
    {
        for (const auto& c : only<view::StartTool>(sent)) model.drawing = c.tool;
        for (const auto& c : only<view::SetFilter>(sent)) model.filter = c.filter;
        return sent;
    }
    std::vector<view::Command> click(double x, double y)
    {
        const auto p = on_map(x, y);
        ImGui::GetIO().MouseClickedTime[0] = -10;  // as long ago as it takes not to be a double click
        return follow(imgui.click(model, p.x, p.y));
    }
    std::vector<view::Command> key(int code) { return follow(imgui.key(model, code)); }
    const ui::Sketch& sketch() const { return ui::desk_state().sketch; }
};

}  // namespace

TEST_CASE("Each tool has a button on the map and a key, and both start it", "[unit]")
{
    Desk d;
    const auto bar = ui::tool_bar({d.map.x, d.map.y, d.map.width, d.map.height}, 1);
    for (std::size_t i = 0; i < ui::tools.size(); ++i) {
        const auto& b = bar.button[i];
        const auto started = only<view::StartTool>(d.imgui.click(d.model, b.x + b.w / 2, b.y + b.h / 2));
        REQUIRE(started.size() == 1);
        CHECK(started[0].tool == ui::tools[i].id);
        const auto by_key = only<view::StartTool>(d.imgui.key(d.model, ui::tools[i].letter));
        REQUIRE(by_key.size() == 1);
        CHECK(by_key[0].tool == ui::tools[i].id);
        CHECK(*ui::tool_name(ui::tools[i].id) != 0);
    }
}

TEST_CASE("The toolbar lies within the map at every size, or is left out", "[unit]")
{
    for (const float scale : {0.75F, 1.0F, 2.5F}) {
        for (const ui::Rect map : {ui::Rect{292, 48, 900, 700}, {0, 48, 520, 240}, {0, 48, 100, 60}}) {
            const auto bar = ui::tool_bar(map, scale);
            if (bar.all.empty()) continue;
            for (const auto& b : bar.button) {
                CHECK(b.x >= map.x);
                CHECK(b.right() <= map.right());
                CHECK(b.bottom() <= map.bottom());
            }
        }
    }
    CHECK_FALSE(ui::tool_bar({0, 48, 520, 240}, 1).all.empty());
}

TEST_CASE("Measuring takes a place with each click, gives one back and ends with Escape, leaving the line", "[unit]")
{
    Desk d;
    d.key('M');
    REQUIRE(d.model.drawing == "measure");
    for (const double x : {200.0, 320.0, 440.0}) CHECK(only<view::PickAt>(d.click(x, 300)).empty());
    REQUIRE(d.sketch().path.size() == 3);
    CHECK(domain::distance_m(d.sketch().path[1], d.place(320, 300)) < 1);
    d.key(key_backspace);
    CHECK(d.sketch().path.size() == 2);
    d.key(key_escape);
    CHECK(d.model.drawing.empty());
    d.imgui.frame(d.model);
    CHECK(d.sketch().path.size() == 2);
    d.model.selected.reset();
    d.key(key_escape);
    CHECK(d.sketch().path.empty());
}

TEST_CASE("A click on the first point closes the measured figure", "[unit]")
{
    Desk d;
    d.key('M');
    d.click(200, 300);
    d.click(320, 300);
    d.click(320, 200);
    d.click(203, 302);
    CHECK(d.sketch().closed);
    CHECK(d.sketch().path.size() == 3);
    CHECK(d.model.drawing.empty());
    d.key('M');
    d.imgui.frame(d.model);
    CHECK(d.sketch().path.empty());
    CHECK_FALSE(d.sketch().closed);
}

TEST_CASE("A double click ends the measuring without another point", "[unit]")
{
    Desk d;
    d.key('M');
    d.click(200, 300);
    d.click(320, 300);
    const auto p = d.on_map(320, 300);
    d.follow(d.imgui.click(d.model, p.x, p.y));
    CHECK(d.model.drawing.empty());
    CHECK(d.sketch().path.size() == 2);
}

TEST_CASE("Dragging pans the map while points are being clicked", "[unit]")
{
    Desk d;
    d.key('M');
    d.click(200, 300);
    const auto sent = d.imgui.drag(d.model, d.on_map(400, 300), d.on_map(460, 280));
    CHECK_FALSE(only<view::SetCamera>(sent).empty());
    CHECK(d.sketch().path.size() == 1);
}

TEST_CASE("A dragged circle becomes the filter's circle with its geodesic radius", "[unit]")
{
    Desk d;
    d.model.filter.box = domain::Box{1, 2, 3, 4};
    d.key('O');
    const auto sent = d.follow(d.imgui.drag(d.model, d.on_map(400, 300), d.on_map(500, 300)));
    CHECK(only<view::SetCamera>(sent).empty());
    REQUIRE(d.model.filter.near);
    CHECK_FALSE(d.model.filter.box);
    CHECK(domain::distance_m(d.model.filter.near->centre, d.place(400, 300)) < 1);
    CHECK(d.model.filter.near->radius_km * 1000 == Approx(domain::distance_m(d.place(400, 300), d.place(500, 300)))
                                                       .margin(2 * view::ground_metres_per_pixel(d.model.camera)));
    CHECK(d.model.drawing.empty());
}

TEST_CASE("Clicked corners become the filter's area once the first is clicked again", "[unit]")
{
    Desk d;
    d.key('P');
    d.click(300, 200);
    d.click(500, 200);
    d.click(500, 400);
    CHECK(d.model.filter.within.empty());
    d.click(302, 202);
    REQUIRE(d.model.filter.within.size() == 1);
    REQUIRE(d.model.filter.within[0].size() == 1);
    REQUIRE(d.model.filter.within[0][0].size() == 3);
    CHECK(domain::distance_m(d.model.filter.within[0][0][2], d.place(500, 400)) < 1);
    CHECK(domain::contains(d.model.filter.within[0], d.place(450, 250)));
    CHECK(d.model.drawing.empty());
}

TEST_CASE("An area whose sides cross is not taken", "[unit]")
{
    Desk d;
    d.key('P');
    d.click(300, 200);
    d.click(500, 400);
    d.click(500, 200);
    d.click(300, 400);
    d.key(key_enter);
    CHECK(d.model.filter.within.empty());
    CHECK(d.model.drawing == "polygon");
    d.key(key_backspace);
    d.key(key_enter);
    CHECK(d.model.filter.within.size() == 1);
}

TEST_CASE("Escape forgets a half-drawn area and the filter stays", "[unit]")
{
    Desk d;
    d.key('P');
    d.click(300, 200);
    d.click(500, 200);
    d.key(key_escape);
    d.imgui.frame(d.model);
    CHECK(d.sketch().corners.empty());
    CHECK(d.model.filter == domain::Filter{});
}

TEST_CASE("Range rings stand round the clicked place at four round distances", "[unit]")
{
    Desk d;
    d.key('G');
    d.click(400, 300);
    REQUIRE(d.sketch().rings.size() == 1);
    const auto& rings = d.sketch().rings[0];
    CHECK(rings.count == 4);
    CHECK(domain::distance_m(rings.centre, d.place(400, 300)) < 1);
    CHECK(rings.step_m > 0);
    d.imgui.drag(d.model, d.on_map(200, 200), d.on_map(300, 200));
    REQUIRE(d.sketch().rings.size() == 2);
    const double dragged = domain::distance_m(d.place(200, 200), d.place(300, 200));
    CHECK(d.sketch().rings[1].step_m * 4 == Approx(dragged).epsilon(0.1));
    d.key(key_backspace);
    CHECK(d.sketch().rings.size() == 1);
}

TEST_CASE("A drag along the line and a click away from it filter by that stretch and that depth", "[unit]")
{
    Desk d;
    const auto& land = *d.model.lines.land;
    d.key('K');
    d.imgui.drag(d.model, d.on_map(land.point_at(150)), d.on_map(land.point_at(260)));
    REQUIRE(d.sketch().strip);
    CHECK(d.sketch().strip_deep);
    CHECK(d.model.filter == domain::Filter{});
    const auto away = d.on_map(land.point_at(200, -10'000));
    ImGui::GetIO().MouseClickedTime[0] = -10;
    d.follow(d.imgui.click(d.model, away.x, away.y));
    CHECK(d.model.filter.line == domain::LineId::land);
    REQUIRE(d.model.filter.km.from);
    CHECK(*d.model.filter.km.from == Approx(150).margin(2));
    CHECK(*d.model.filter.km.to == Approx(260).margin(2));
    REQUIRE(d.model.filter.offset_m.from);
    const double depth = std::abs(land.locate(land.point_at(200, -10'000)).address.offset_m);
    CHECK(*d.model.filter.offset_m.from == Approx(-depth).margin(1500));
    CHECK(*d.model.filter.offset_m.to == -*d.model.filter.offset_m.from);
    CHECK(d.model.drawing.empty());
}

TEST_CASE("A stretch pressed far from both lines does not begin", "[unit]")
{
    Desk d;
    d.key('K');
    const auto inland = d.on_map(domain::LonLat{105.3, 21.4});
    d.imgui.drag(d.model, inland, {inland.x + 60, inland.y});
    CHECK_FALSE(d.sketch().strip);
    CHECK(d.model.drawing == "stretch");
}

TEST_CASE("The depth of a stretch is on both sides, or on the one that is asked for", "[unit]")
{
    CHECK(ui::offsets_of({domain::LineId::land, 0, 1, 500, 0}) == domain::Range{-500, 500});
    CHECK(ui::offsets_of({domain::LineId::land, 0, 1, 500, 1}) == domain::Range{0, 500});
    CHECK(ui::offsets_of({domain::LineId::land, 0, 1, 500, -1}) == domain::Range{-500, 0});
    CHECK(ui::offsets_of({domain::LineId::land, 0, 1, 0, 1}).open());
    const auto filter = ui::with_strip({}, {domain::LineId::coast, 30, 10, 500, 0});
    CHECK(filter.km == domain::Range{10, 30});
}

TEST_CASE("The edge of a strip is as far from the line as it says", "[unit]")
{
    const auto model = tests::full_model(1);
    const auto& land = *model.lines.land;
    std::size_t places = 0;
    for (const double offset : {4000.0, -4000.0}) {
        for (const auto& part : ui::offset_edge(land, 100, 400, offset, 300)) {
            for (const auto& p : part) {
                ++places;
                const auto found = land.locate(p);
                CHECK(std::abs(found.address.offset_m) == Approx(4000).epsilon(0.021));
            }
        }
    }
    CHECK(places > 150);
}

TEST_CASE("A new area takes the place of the old one", "[unit]")
{
    domain::Filter filter;
    filter.text = "x";
    filter = ui::with_box(filter, {1, 2, 3, 4});
    filter = ui::with_polygon(filter, {{0, 0}, {1, 0}, {1, 1}});
    CHECK_FALSE(filter.box);
    filter = ui::with_circle(filter, {{1, 1}, 2});
    CHECK(filter.within.empty());
    CHECK(filter.near);
    filter = ui::without_area(filter);
    CHECK_FALSE(filter.near);
    CHECK(filter.text == "x");
}

TEST_CASE("Far ends of a line are cut where they leave the view", "[unit]")
{
    const auto camera = view::resized({}, 800, 600);
    view::ScreenPoint a{-1e9, 300}, b{1e9, 300};
    REQUIRE(ui::clip_to_view(camera, 40, a, b));
    CHECK(a.x == Approx(-40));
    CHECK(b.x == Approx(840));
    CHECK(a.y == Approx(300));
    view::ScreenPoint c{-50, -50}, e{-50, 700};
    CHECK_FALSE(ui::clip_to_view(camera, 40, c, e));
    view::ScreenPoint g{10, 10}, h{20, 30};
    REQUIRE(ui::clip_to_view(camera, 40, g, h));
    CHECK(g.x == 10);
    CHECK(h.y == 30);
}

TEST_CASE("Distances are said in kilometres and nautical miles, areas and bearings in their units", "[unit]")
{
    lang::use(lang::Language::en);
    CHECK(ui::distance_text(1852) == "1.85 km · 1.00 nm");
    CHECK(ui::distance_text(500) == "500 m · 0.27 nm");
    CHECK(ui::distance_text(185'200) == "185 km · 100 nm");
    CHECK(ui::area_text(12'000) == "1.20 ha");
    CHECK(ui::area_text(2.5e6) == "2.50 km²");
    CHECK(ui::bearing_text(4.6) == "005°");
    CHECK(ui::bearing_text(359.7) == "000°");
}
