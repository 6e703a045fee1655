#include "desk_fixture.hpp"
#include "lang/lang.hpp"
#include "ui/layout.hpp"
#include "ui/timeline_math.hpp"
#include "ui/timeline_texts.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace tuantra;
using domain::Instant;
using tests::HeadlessDesk;
using tests::only;
using ui::Grab;
using ui::TimeAxis;
using ui::TimeRun;

namespace {

constexpr double day = 86400;

double at(const char* text)
{
    return static_cast<double>(domain::parse_time(text)->from.unix_s);
}

std::string iso(double t)
{
    return domain::to_iso({static_cast<std::int64_t>(t)}).substr(0, 16);
}

TimeAxis axis(const char* from, const char* to, float width = 1000)
{
    return {at(from), at(to), 100, width};
}

std::vector<std::string> texts(const TimeAxis& a)
{
    const auto ticks = ui::time_ticks(a, 60);
    std::vector<std::string> out;
    for (const auto& t : ticks.ticks) out.push_back(ui::tick_text(t, ticks.step));
    return out;
}

struct Desk {
    HeadlessDesk imgui{1600, 1000};
    view::Model model = tests::full_model(3000);
    ui::Rect at;
    TimeAxis axis;

    Desk()
    {
        at = ui::layout(model, {}, 1600, 1000, 1, false).timeline;
        const auto whole = ui::whole_time(model.scene->timeline->span, model.now_unix_s);
        axis = {whole.from, whole.to, at.x + 124, at.w - 144};
        imgui.settle(model);
    }
    float middle() const { return at.y + at.h * 0.55F; }
    void window(double from, double to)
    {
        model.filter.since = Instant{static_cast<std::int64_t>(from)};
        model.filter.until = Instant{static_cast<std::int64_t>(to)};
        imgui.settle(model);
    }
};

double seconds(const std::optional<Instant>& t)
{
    return static_cast<double>(t->unix_s);
}

}  // namespace

TEST_CASE("Ticks stand at round times and say what changes", "[unit]")
{
    using T = std::vector<std::string>;
    lang::use(lang::Language::en);
    CHECK(texts(axis("2023-12-15", "2026-03-01", 1200)).at(1) == "Apr");
    CHECK(texts(axis("2023-12-15", "2026-03-01", 1200)).at(0) == "2024");
    CHECK(texts(axis("2024-02-27", "2024-03-03", 500)) == T{"27 Feb", "28 Feb", "29 Feb", "1 Mar", "2 Mar", "3 Mar"});
    CHECK(texts(axis("2024-05-06T20:00:00", "2024-05-07T05:00:00", 700)) ==
          T{"20:00", "21:00", "22:00", "23:00", "7 May", "01:00", "02:00", "03:00", "04:00", "05:00"});
    CHECK(texts(axis("2024-05-06T10:00:00", "2024-05-06T10:20:00", 400)) ==
          T{"10:00", "10:05", "10:10", "10:15", "10:20"});
    CHECK(texts(axis("1950-01-01", "2049-12-31", 900)) ==
          T{"1950", "1960", "1970", "1980", "1990", "2000", "2010", "2020", "2030", "2040"});
}

TEST_CASE("Ticks are never nearer than asked, at any zoom", "[unit]")
{
    for (double span = 3600; span < 400 * 365 * day; span *= 1.7) {
        const TimeAxis a{at("2020-01-31T13:00:00"), at("2020-01-31T13:00:00") + span, 0, 900};
        const auto ticks = ui::time_ticks(a, 60).ticks;
        CHECK(ticks.size() >= 1);
        for (std::size_t i = 1; i < ticks.size(); ++i)
            CHECK(a.at(static_cast<double>(ticks[i].at.unix_s)) - a.at(static_cast<double>(ticks[i - 1].at.unix_s)) >=
                  Approx(60).margin(6));  // months are not equally long
    }
}

TEST_CASE("Zooming keeps the time under the pointer and never leaves the records", "[unit]")
{
    const TimeRun whole{0, 1000 * day};
    const double anchor = 400 * day;
    const auto near = ui::zoomed_time(whole, 4, anchor, whole);
    CHECK(near.to - near.from == Approx(250 * day));
    CHECK((anchor - near.from) / (near.to - near.from) == Approx(0.4));
    CHECK(ui::zoomed_time(near, 1e-9, anchor, whole) == whole);
    const auto nearest = ui::zoomed_time(whole, 1e12, anchor, whole);
    CHECK(nearest.to - nearest.from == Approx(3600));
    CHECK(ui::panned_time(near, -1e9, whole).from == 0);
    CHECK(ui::panned_time(near, 1e9, whole).to == whole.to);
    CHECK(ui::shown_time({5, 5}, whole) == whole);
}

TEST_CASE("A window is brought into view wide enough to be taken hold of", "[unit]")
{
    const TimeRun whole{0, 1000 * day}, month{500 * day, 528 * day}, day_window{900 * day, 901 * day};
    CHECK(ui::revealed(whole, {100 * day, 400 * day}, whole) == whole);
    for (const auto& window : {month, day_window, TimeRun{999 * day, 1000 * day}}) {
        for (const TimeRun from : {whole, TimeRun{0, 100 * day}, TimeRun{640 * day, 641 * day}}) {
            const auto shown = ui::revealed(from, window, whole);
            CHECK(shown.from <= window.from);
            CHECK(shown.to >= window.to);
            CHECK((window.to - window.from) / (shown.to - shown.from) >= 1.0 / 12.01);
            CHECK(shown.from >= whole.from);
            CHECK(shown.to <= whole.to);
        }
    }
    // Moved no farther than needed.
    const auto moved = ui::revealed({0, 100 * day}, {110 * day, 120 * day}, whole);
    CHECK(moved.to - moved.from == Approx(100 * day));
    CHECK(moved.to == Approx(125 * day));
}

TEST_CASE("The pointer takes an edge, the window, or begins a new one", "[unit]")
{
    const TimeAxis a{0, 1000, 0, 1000};
    const std::optional<TimeRun> window = TimeRun{300, 600};
    const auto grab = [&](float x) { return ui::grab_at(x, window, a, 5); };
    CHECK(grab(100) == Grab::fresh);
    CHECK(grab(296) == Grab::from);
    CHECK(grab(304) == Grab::from);
    CHECK(grab(310) == Grab::whole);
    CHECK(grab(596) == Grab::to);
    CHECK(grab(605) == Grab::to);
    CHECK(grab(606) == Grab::fresh);
    CHECK(ui::grab_at(300, std::nullopt, a, 5) == Grab::fresh);
    // However narrow, its middle still moves it.
    CHECK(ui::grab_at(303, TimeRun{300, 306}, a, 5) == Grab::whole);
}

TEST_CASE("Dragged edges keep to whole days, or hours when near, and never cross", "[unit]")
{
    const TimeRun whole{at("2024-01-01"), at("2025-01-01")};
    const auto far = axis("2024-01-01", "2025-01-01");
    const TimeRun start{at("2024-03-01"), at("2024-03-15")};
    auto w = ui::dragged(Grab::fresh, {}, at("2024-06-03T15:00:00"), at("2024-05-01T05:00:00"), far, whole);
    CHECK(iso(w.from) == "2024-05-01T00:00");
    CHECK(iso(w.to) == "2024-06-04T00:00");
    w = ui::dragged(Grab::from, start, 0, 5 * day + 100, far, whole);
    CHECK(iso(w.from) == "2024-03-06T00:00");
    CHECK(w.to == start.to);
    w = ui::dragged(Grab::from, start, 0, 90 * day, far, whole);
    CHECK(iso(w.from) == "2024-03-14T00:00");
    w = ui::dragged(Grab::to, start, 0, -90 * day, far, whole);
    CHECK(iso(w.to) == "2024-03-02T00:00");
    w = ui::dragged(Grab::whole, start, 0, -400 * day, far, whole);
    CHECK(w.from == whole.from);
    CHECK(w.to - w.from == start.to - start.from);
    w = ui::dragged(Grab::whole, start, 0, 400 * day, far, whole);
    CHECK(w.to == whole.to);
    const auto near = axis("2024-03-01", "2024-03-03");
    w = ui::dragged(Grab::to, start, 0, 1.2 * 3600, near, whole);
    CHECK(iso(w.to) == "2024-03-15T01:00");
}

TEST_CASE("Presets are the last hours and days, the calendar's month and year, and a year back", "[unit]")
{
    const Instant end{static_cast<std::int64_t>(at("2024-02-29T15:30:00"))};
    domain::Filter base;
    base.text = "boat";
    const auto of = [&](ui::Preset p, const domain::Filter& f) { return ui::with_preset(f, p, end); };
    CHECK(seconds(of(ui::Preset::day, base).since) == at("2024-02-28T15:30:00"));
    CHECK_FALSE(of(ui::Preset::four_weeks, base).until);
    CHECK(of(ui::Preset::week, base).text == "boat");
    const auto month = of(ui::Preset::month, base);
    CHECK(seconds(month.since) == at("2024-02-01"));
    CHECK(seconds(month.until) == at("2024-03-01"));
    const auto year = of(ui::Preset::year, base);
    CHECK(seconds(year.since) == at("2024-01-01"));
    CHECK(seconds(year.until) == at("2025-01-01"));
    const auto before = of(ui::Preset::year_before, month);
    CHECK(seconds(before.since) == at("2023-02-01"));
    CHECK(seconds(before.until) == at("2023-03-01"));
    const auto rolling = of(ui::Preset::year_before, of(ui::Preset::day, base));
    CHECK(seconds(rolling.since) == at("2023-02-28T15:30:00"));
    CHECK(seconds(rolling.until) == at("2023-02-28T15:30:01"));
    CHECK(of(ui::Preset::year_before, base) == base);
    CHECK(of(ui::Preset::all, month) == base);
}

TEST_CASE("The histogram's step follows the zoom", "[unit]")
{
    const auto model = tests::full_model(500);
    const auto& timeline = *model.scene->timeline;
    const auto step = [&](double span) {
        return ui::level_for(timeline, {at("2025-01-01"), at("2025-01-01") + span, 0, 1000}, 3)->bin;
    };
    CHECK(step(2 * day) == domain::TimeBin::hour);
    CHECK(step(60 * day) == domain::TimeBin::day);
    CHECK(step(3 * 365 * day) == domain::TimeBin::week);
    CHECK(step(20 * 365 * day) == domain::TimeBin::month);
    CHECK(step(900 * 365 * day) == domain::TimeBin::year);
    CHECK(ui::level_for(view::Timeline{}, {0, 1, 0, 100}, 3) == nullptr);
}

TEST_CASE("Dragging over the timeline makes a window of whole days and shows it at once", "[unit]")
{
    Desk d;
    const double from = at("2025-03-10T09:00:00"), to = at("2025-06-01T15:00:00");
    const auto sent = d.imgui.drag(d.model, {d.axis.at(from), d.middle()}, {d.axis.at(to), d.middle()});
    const auto filters = only<view::SetFilter>(sent);
    REQUIRE(filters.size() >= 2);
    const auto& last = filters.back().filter;
    CHECK(seconds(last.since) == Approx(from).margin(1.6 * day));
    CHECK(seconds(last.until) == Approx(to).margin(1.6 * day));
    CHECK(iso(seconds(last.since)).substr(11) == "00:00");
    CHECK(iso(seconds(last.until)).substr(11) == "00:00");
    CHECK(filters.front().filter.since == last.since);
}

TEST_CASE("The window's edges and middle are dragged on the timeline", "[unit]")
{
    Desk d;
    const double from = at("2025-01-01"), to = at("2025-07-01");
    d.window(from, to);
    const float step = 60 / static_cast<float>(d.axis.per_pixel()) * 1440 * 20;  // twenty days
    auto last =
        only<view::SetFilter>(d.imgui.drag(d.model, {d.axis.at(to), d.middle()}, {d.axis.at(to) + step, d.middle()}));
    REQUIRE(last.size() > 0);
    CHECK(seconds(last.back().filter.since) == from);
    CHECK(seconds(last.back().filter.until) == Approx(to + 20 * day).margin(1.1 * day));
    last = only<view::SetFilter>(d.imgui.drag(d.model, {d.axis.at(at("2025-04-01")), d.middle()},
                                              {d.axis.at(at("2025-04-01")) - step, d.middle()}));
    REQUIRE(last.size() > 0);
    CHECK(seconds(last.back().filter.until) - seconds(last.back().filter.since) == to - from);
    CHECK(seconds(last.back().filter.since) == Approx(from - 20 * day).margin(1.1 * day));
}

TEST_CASE("A click on the timeline changes no window", "[unit]")
{
    Desk d;
    const auto sent = d.imgui.click(d.model, d.axis.at(at("2025-04-01")), d.middle());
    CHECK(only<view::SetFilter>(sent).empty());
}

TEST_CASE("The wheel zooms the timeline and a double click shows all of it", "[unit]")
{
    Desk d;
    const float x = d.axis.at(at("2025-04-01"));
    const auto zoomed = only<view::SetTimeline>(d.imgui.wheel(d.model, x, d.middle(), 2));
    REQUIRE(zoomed.size() == 1);
    const auto& v = zoomed[0].view;
    CHECK(v.to_s - v.from_s == Approx((d.axis.to - d.axis.from) / 1.69));
    d.model.timeline = v;
    d.imgui.click(d.model, x, d.middle());
    const auto all = only<view::SetTimeline>(d.imgui.click(d.model, x, d.middle()));
    REQUIRE(all.size() == 1);
    CHECK(all[0].view.from_s == all[0].view.to_s);
}

TEST_CASE("A preset pressed on the timeline sets its window", "[unit]")
{
    Desk d;
    std::vector<domain::Filter> found;
    for (float x = d.axis.x + 4; x < d.axis.x + 520; x += 9)
        for (const auto& sent : only<view::SetFilter>(d.imgui.click(d.model, x, d.at.y + 12)))
            if (found.empty() || found.back() != sent.filter) found.push_back(sent.filter);
    const Instant end{d.model.data_span->to};
    REQUIRE(found.size() == 5);  // nothing to go back from, and all is shown already
    CHECK(found[0] == ui::with_preset({}, ui::Preset::day, end));
    CHECK(found[2] == ui::with_preset({}, ui::Preset::four_weeks, end));
    CHECK(found[4] == ui::with_preset({}, ui::Preset::year, end));
}

TEST_CASE("A window set elsewhere is brought into the timeline's view once", "[unit]")
{
    Desk d;
    d.model.filter.since = Instant{d.model.data_span->to.unix_s - 86400};
    const auto first = only<view::SetTimeline>(d.imgui.frame(d.model));
    REQUIRE(first.size() == 1);
    CHECK(first[0].view.to_s - first[0].view.from_s < 30 * day);
    CHECK(only<view::SetTimeline>(d.imgui.frame(d.model)).empty());
}

TEST_CASE("C folds the timeline and gives its room to the map", "[unit]")
{
    Desk d;
    const auto sent = only<view::TogglePanel>(d.imgui.key(d.model, 'C'));
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].panel == view::Panel::timeline);
    const auto open = ui::layout(d.model, {}, 1600, 1000, 1, false);
    d.model.timeline_open = false;
    const auto folded = ui::layout(d.model, {}, 1600, 1000, 1, false);
    CHECK(folded.timeline.empty());
    CHECK(folded.map.h > open.map.h + 70);
}

TEST_CASE("The timeline fits below the ribbon at every window size", "[unit]")
{
    const auto model = tests::full_model(10);
    for (const auto& [w, h] :
         {std::pair(1280.0F, 720.0F), {1600.0F, 1000.0F}, {1920.0F, 1080.0F}, {2560.0F, 1440.0F}}) {
        const auto l = ui::layout(model, {}, w, h, 1, false);
        CHECK(l.timeline.h >= 60);
        CHECK(l.timeline.bottom() == Approx(h));
        CHECK(l.ribbon.bottom() == Approx(l.timeline.y));
        CHECK(l.map.h >= h / 3);
    }
}

TEST_CASE("Space plays and pauses wherever the focus is, but not while a text is being typed", "[unit]")
{
    Desk d;
    auto sent = only<view::Play>(d.imgui.key(d.model, ' '));
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].on);
    d.model.playback.at_s = at("2025-03-01");
    d.model.playback.playing = true;
    sent = only<view::Play>(d.imgui.key(d.model, ' '));
    REQUIRE(sent.size() == 1);
    CHECK_FALSE(sent[0].on);
    d.imgui.key(d.model, 'F', true);
    d.imgui.settle(d.model);
    CHECK(only<view::Play>(d.imgui.key(d.model, ' ')).empty());
}

TEST_CASE("The clock steps as far as it plays in a second, and the step pauses it", "[unit]")
{
    Desk d;
    d.model.playback = {at("2025-03-01"), true, 3600, 86400};
    const auto forward = d.imgui.key(d.model, '.');
    REQUIRE(only<view::SetClock>(forward).size() == 1);
    CHECK(only<view::SetClock>(forward)[0].at_s == at("2025-03-01T01:00:00"));
    REQUIRE(only<view::Play>(forward).size() == 1);
    CHECK_FALSE(only<view::Play>(forward)[0].on);
    const auto back = only<view::SetClock>(d.imgui.key(d.model, ','));
    REQUIRE(back.size() == 1);
    CHECK(back[0].at_s == at("2025-02-28T23:00:00"));
    ImGui::GetIO().KeyShift = true;
    const auto faster = only<view::SetPlayback>(d.imgui.key(d.model, '.'));
    ImGui::GetIO().KeyShift = false;
    REQUIRE(faster.size() == 1);
    CHECK(faster[0].speed == 6 * 3600);
    CHECK(faster[0].trail_s == 86400);
}

TEST_CASE("Dragging along the ruler sets the clock and pauses it, and leaves the window alone", "[unit]")
{
    Desk d;
    d.model.playback = {at("2025-03-01"), true, 3600, 86400};
    const float y = d.at.bottom() - 8;
    const auto sent = d.imgui.drag(d.model, {d.axis.at(at("2025-04-01")), y}, {d.axis.at(at("2025-05-01")), y});
    const auto clocks = only<view::SetClock>(sent);
    REQUIRE(clocks.size() >= 2);
    CHECK(*clocks.front().at_s == Approx(at("2025-04-01")).margin(d.axis.per_pixel()));
    CHECK(*clocks.back().at_s == Approx(at("2025-05-01")).margin(d.axis.per_pixel()));
    REQUIRE(only<view::Play>(sent).size() == 1);
    CHECK_FALSE(only<view::Play>(sent)[0].on);
    CHECK(only<view::SetFilter>(sent).empty());
}

TEST_CASE("Escape puts the clock away before it clears the selection", "[unit]")
{
    Desk d;
    d.model.playback.at_s = at("2025-03-01");
    const auto sent = d.imgui.key(d.model, 256);
    REQUIRE(only<view::SetClock>(sent).size() == 1);
    CHECK_FALSE(only<view::SetClock>(sent)[0].at_s);
    CHECK(only<view::Select>(sent).empty());
}

TEST_CASE("Play, steps, speed and trail stand beside the timeline and answer clicks", "[unit]")
{
    Desk d;
    d.model.playback = {at("2025-03-01"), false, 600, 86400};
    d.imgui.settle(d.model);
    const auto play = only<view::Play>(d.imgui.click(d.model, d.at.x + 28, d.at.y + 20));
    REQUIRE(play.size() == 1);
    CHECK(play[0].on);
    const float low = d.at.bottom() - 16;
    const auto speed = only<view::SetPlayback>(d.imgui.click(d.model, d.at.x + 40, low));
    REQUIRE(speed.size() == 1);
    CHECK(speed[0].speed == 3600);
    const auto trail = only<view::SetPlayback>(d.imgui.click(d.model, d.at.x + 100, low));
    REQUIRE(trail.size() == 1);
    CHECK(trail[0].speed == 600);
    CHECK(trail[0].trail_s == 3 * 86400);
    d.model.playback.speed = 7 * 86400;
    const auto around = only<view::SetPlayback>(d.imgui.click(d.model, d.at.x + 40, low));
    REQUIRE(around.size() == 1);
    CHECK(around[0].speed == 1);
}

TEST_CASE("The clock stands on the map while it is on, at every size", "[unit]")
{
    for (const auto& [w, h] : {std::pair(1280.0F, 720.0F), {1920.0F, 1080.0F}, {200.0F, 120.0F}}) {
        HeadlessDesk desk(w, h);
        auto model = tests::full_model(100);
        desk.settle(model);
        const int without = desk.vertices();
        model.playback = {at("2025-03-01"), true, 10, 86400};
        desk.settle(model);
        if (w > 1000) CHECK(desk.vertices() > without + 40);
    }
}
