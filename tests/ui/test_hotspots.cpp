// The hotspot panel, its map and its lane on the ribbon, without a window.
#include "desk_fixture.hpp"
#include "ui/hotspot_panel.hpp"
#include "view/hotspot.hpp"

#include <catch2/catch.hpp>

using namespace tuantra;
using tests::only;

namespace {

view::HotspotField field(const char* option, view::HotspotField::Type type)
{
    view::HotspotField f;
    f.option = option;
    f.label = "Length of a segment";
    f.unit = "km";
    f.type = type;
    f.automatic = "automatic";
    if (type == view::HotspotField::Type::choice) f.choices = {{"month", "month"}, {"week", "week"}};
    return f;
}

view::HotspotBoard board_without_result()
{
    using Type = view::HotspotField::Type;
    view::HotspotBoard board;
    view::HotspotMethodRow line, gi;
    line.id = "line";
    line.label = "Line density";
    line.answers = "Where along the line incidents lie densest.";
    line.cannot = "It cannot tell chance from pattern.";
    line.fields = {field("--bandwidth-km", Type::number), field("--step", Type::choice), field("--flag", Type::flag),
                   field("--against-since", Type::time), field("--days", Type::list)};
    line.elsewhere = {"--odd"};
    line.last = view::HotspotMarks{0.5, 2.5, 0.7};
    gi = line;
    gi.id = "gi";
    gi.label = "Gi* on segments";
    board.methods = {line, gi};
    board.runs = {{"019365a0-0000-7000-8000-000000000000", "line", "2026-11-01", "2026-11-01", "2027-11-01", "120",
                   view::HotspotMarks{0.5, 2.5, 0.7}, "held against 30 incidents", true}};
    return board;
}

/// A class of every style, some of them on each line, and one area.
view::HotspotBoard board_with_result()
{
    auto board = board_without_result();
    auto shown = std::make_shared<view::HotspotShown>();
    shown->version = 1;
    shown->method = "line";
    shown->title = "Line density";
    shown->unit = "incidents per km";
    shown->value_title = "incidents per km";
    using Style = view::HotspotStyle;
    for (const auto style : {Style::none, Style::solid, Style::hollow, Style::dotted, Style::hatched})
        shown->classes.push_back({{0xffb454ffU}, 0.6F, style, "class"});
    for (const auto line : {domain::LineId::land, domain::LineId::coast}) {
        const auto l = static_cast<std::size_t>(line);
        shown->on_line[l] = {shown->cells.size(), shown->cells.size() + 100};
        for (int i = 0; i < 100; ++i) {
            const double km = 10.0 * i;
            shown->cells.push_back(
                {line, km, km + 10, {}, {106, 21}, 0.5F, static_cast<std::uint8_t>(i % 5), i % 7 == 0});
        }
    }
    view::HotspotCellView area;
    area.area = {{{{105, 21}, {106, 21}, {106, 22}, {105, 22}}}};
    area.in_class = 1;
    shown->cells.push_back(area);
    for (std::size_t i = 0; i < 30; ++i) shown->rows.push_back({i, "LAND km 0 to 10", "1.5", "9"});
    shown->findings = {"something was found"};
    shown->warnings = {"patrol effort is not in it"};
    shown->choices = {"bandwidth 10 km, the program's own default"};
    shown->legend = {"bandwidth 10 km", "n = 120"};
    shown->rim_label = "outlined: hot";
    shown->forecasts = true;
    board.result = shown;
    return board;
}

view::Model with(view::HotspotBoard board, std::size_t incidents = 300)
{
    auto model = incidents == 0 ? tests::empty_model() : tests::full_model(incidents);
    model.selected.reset();
    model.details.reset();
    model.hotspots_open = true;
    model.hotspots = std::make_shared<const view::HotspotBoard>(std::move(board));
    return model;
}

/// Presses down a column of the panel until a command of the type comes.
template <typename T>
std::vector<T> press_down(tests::HeadlessDesk& desk, const view::Model& model, float x, float from, float to)
{
    for (float y = from; y < to; y += 9) {
        auto sent = only<T>(desk.click(model, x, y));
        if (!sent.empty()) return sent;
    }
    return {};
}

constexpr float wide = 1920, high = 1400, in_panel = wide - 100;

}  // namespace

TEST_CASE("the hotspot panel draws before a session begins, on no records and without a result", "[gui]")
{
    tests::HeadlessDesk desk(wide, high);
    auto nothing = tests::empty_model();
    nothing.hotspots_open = true;
    desk.settle(nothing);
    desk.settle(with(board_without_result(), 0));
    desk.settle(with(board_without_result()));
    CHECK(desk.vertices() > 0);
}

TEST_CASE("a run is asked for only where there are incidents", "[gui]")
{
    const auto runs_asked = [](const view::Model& model) {
        tests::HeadlessDesk desk(wide, high);
        desk.settle(model);
        return press_down<view::RunHotspots>(desk, model, in_panel, 60, 700).size();
    };
    CHECK(runs_asked(with(board_without_result(), 0)) == 0);
    CHECK(runs_asked(with(board_without_result())) == 1);
}

TEST_CASE("a running method can be stopped, and a refusal stands beside the old result", "[gui]")
{
    auto board = board_with_result();
    board.job = 77;
    board.refusal = "not enough: 7 incidents, this test needs 30";
    auto model = with(board);
    model.jobs = {{77, "Hotspots: Gi*", 0.4}};
    tests::HeadlessDesk desk(wide, high);
    desk.settle(model);
    const auto sent = press_down<view::CancelJob>(desk, model, wide - 40, 60, 700);
    REQUIRE(sent.size() == 1);
    CHECK(sent.front().id == 77);
}

TEST_CASE("a place of the table is a press away, and so is sealing", "[gui]")
{
    const auto model = with(board_with_result());
    tests::HeadlessDesk desk(wide, high);
    desk.settle(model);
    const auto picked = press_down<view::PickHotspot>(desk, model, in_panel, 280, 800);
    REQUIRE_FALSE(picked.empty());
    CHECK(picked.front().cell.has_value());
}

TEST_CASE("a picked cell shows its sentence, its numbers and its neighbours, and lets the rest back in", "[gui]")
{
    auto board = board_with_result();
    view::HotspotWhy why;
    why.cell = 3;
    why.place = "LAND km 30 to 40";
    why.sentence = "It and its neighbours hold 9 incidents.";
    why.numbers = {{"z", "3.1"}, {"p", "0.002"}};
    why.neighbours = {{2, "LAND km 20 to 30", "4"}, {4, "LAND km 40 to 50", "5"}};
    why.filter.line = domain::LineId::land;
    why.filter.km = {30, 40};
    board.why = why;
    auto model = with(board);
    model.filter = why.filter;
    tests::HeadlessDesk desk(wide, high);
    desk.settle(model);
    const auto sent = press_down<view::PickHotspot>(desk, model, wide - 30, 260, 700);
    REQUIRE_FALSE(sent.empty());
    CHECK_FALSE(sent.front().cell.has_value());
    CHECK(view::asked_filter(board, model.filter) == domain::Filter{});
}

TEST_CASE("W opens the hotspots, and small windows carry them too", "[gui]")
{
    auto model = with(board_with_result());
    model.hotspots_open = false;
    tests::HeadlessDesk desk(1280, 720);
    desk.settle(model);
    const auto sent = only<view::TogglePanel>(desk.key(model, 'W'));
    REQUIRE(sent.size() == 1);
    CHECK(sent.front().panel == view::Panel::hotspots);
    model.hotspots_open = true;
    desk.settle(model);
    CHECK(desk.vertices() > 0);
}

TEST_CASE("a kilometre finds its cell, and none beyond the result", "[unit]")
{
    const auto board = board_with_result();
    CHECK(ui::hotspot_at_km(*board.result, domain::LineId::land, 35) == std::size_t{3});
    CHECK(ui::hotspot_at_km(*board.result, domain::LineId::coast, 35) == std::size_t{103});
    CHECK_FALSE(ui::hotspot_at_km(*board.result, domain::LineId::land, 4000).has_value());
}
