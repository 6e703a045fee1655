#include "desk_fixture.hpp"
#include "domain/text.hpp"
#include "ui/busiest.hpp"
#include "ui/filter_fields.hpp"
#include "ui/ribbon_math.hpp"
#include "ui/search.hpp"
#include "ui/widgets.hpp"

#include <catch2/catch.hpp>

using namespace tuantra;
using domain::LineId;

TEST_CASE("An address is read as it is said, in three languages", "[unit]")
{
    const auto plain = ui::parse_address("LAND 268.4");
    REQUIRE(plain);
    CHECK(*plain == domain::Address{LineId::land, 268.4, 0});
    CHECK(ui::parse_address("land km 1 234,5 -800 m") == domain::Address{LineId::land, 1234.5, -800});
    CHECK(ui::parse_address("LAND km 1\u202f234.5, \u2212800 m") == domain::Address{LineId::land, 1234.5, -800});
    CHECK(ui::parse_address("Biên giới 12") == domain::Address{LineId::land, 12, 0});
    CHECK(ui::parse_address("bờ biển km 40, 2 km") == domain::Address{LineId::coast, 40, 2000});
    CHECK(ui::parse_address("côte 7") == domain::Address{LineId::coast, 7, 0});
    CHECK_FALSE(ui::parse_address("Lạng Sơn"));
    CHECK_FALSE(ui::parse_address("landing 5"));
    CHECK_FALSE(ui::parse_address("LAND"));
}

TEST_CASE("Coordinates are longitude first, unless that cannot be", "[unit]")
{
    CHECK(ui::parse_position("106.73 21.81") == domain::LonLat{106.73, 21.81});
    CHECK(ui::parse_position("106,73; 21,81") == domain::LonLat{106.73, 21.81});
    CHECK(ui::parse_position("21.81, 106.73") == domain::LonLat{106.73, 21.81});
    CHECK(ui::parse_position("21.81N 106.73E") == domain::LonLat{106.73, 21.81});
    const auto dms = ui::parse_position("21°48'10\"B 106°44′05″Đ");
    REQUIRE(dms);
    CHECK(dms->lat == Approx(21 + 48 / 60.0 + 10 / 3600.0));
    CHECK(dms->lon == Approx(106 + 44 / 60.0 + 5 / 3600.0));
    CHECK(ui::parse_position("-60.5 -3")->lon == -60.5);
    CHECK_FALSE(ui::parse_position("106.73"));
    CHECK_FALSE(ui::parse_position("106.73 121.81"));
    CHECK_FALSE(ui::parse_position("200 95"));
    CHECK_FALSE(ui::parse_position("km 5 6"));
}

TEST_CASE("Names are found without diacritics, those that begin with the text first", "[unit]")
{
    const auto model = tests::full_model(10);
    const auto entries = ui::search_entries(*model.basemap);
    CHECK(entries.size() == model.basemap->places.size() + model.basemap->gates.size());
    const auto hits = ui::find(model, entries, "LANG");
    REQUIRE_FALSE(hits.empty());
    CHECK(hits[0].name == "Lạng Sơn");
    CHECK(ui::find(model, entries, "xyz").empty());
    CHECK(ui::find(model, entries, "   ").empty());
    CHECK(ui::find(model, entries, "a", 3).size() == 3);
    CHECK(ui::find(model, entries, "LAND 9999").empty());
}

TEST_CASE("Pressing severities widens, narrows and resets the range", "[unit]")
{
    domain::Filter f;
    ui::press_severity(f, 1);
    CHECK(f.severity_min == 2);
    ui::press_severity(f, 5);
    CHECK(f.severity_max == 4);
    ui::press_severity(f, 3);
    CHECK((f.severity_min == 3 && f.severity_max == 4));
    ui::press_severity(f, 4);
    CHECK((f.severity_min == 3 && f.severity_max == 3));
    ui::press_severity(f, 3);
    CHECK((f.severity_min == 1 && f.severity_max == 5));
    f.severity_min = 3;
    ui::press_severity(f, 2);
    CHECK(f.severity_min == 2);
}

TEST_CASE("Numbers are read as people write them", "[unit]")
{
    CHECK(ui::parse_number("1 234,5") == 1234.5);
    CHECK(ui::parse_number("\u2212800") == -800.0);
    CHECK(ui::parse_number("1\u202f234.5") == 1234.5);
    CHECK_FALSE(ui::parse_number("12 km"));
    CHECK_FALSE(ui::parse_number(""));
    CHECK_FALSE(ui::parse_number("inf"));
}

TEST_CASE("Periods count from the newest record, or from now where it lies ahead", "[unit]")
{
    CHECK(ui::period_end({}, 1000).unix_s == 1000);
    CHECK(ui::period_end(domain::TimeSpan{{10}, {500}}, 1000).unix_s == 500);
    CHECK(ui::period_end(domain::TimeSpan{{10}, {5000}}, 1000).unix_s == 1000);
}

TEST_CASE("A ribbon's range stays on the line and zooms round its anchor", "[unit]")
{
    CHECK(ui::shown_range({}, 3260).to == 3260);
    CHECK(ui::shown_range({3000, 4000}, 3260).to == 3260);
    const auto near = ui::zoomed_range({0, 1000}, 2, 250, 3260);
    CHECK(near.from == Approx(125));
    CHECK(near.to == Approx(625));
    const auto far = ui::zoomed_range(near, 100, 250, 3260);
    CHECK(far.to - far.from == Approx(5));
    const auto out = ui::zoomed_range(near, 0.0001, 250, 3260);
    CHECK(out.from == 0);
    CHECK(out.to == 3260);
    const auto moved = ui::panned_range({3000, 3200}, 500, 3260);
    CHECK(moved.to == 3260);
    CHECK(moved.to - moved.from == Approx(200));
}

TEST_CASE("Ticks stand on round kilometres and apart", "[unit]")
{
    const ui::KmAxis axis{0, 5036, 0, 1000};
    CHECK(ui::tick_step(axis, 72) == 500);
    CHECK(ui::tick_step({0, 10, 0, 1000}, 72) == 1);
    CHECK(axis.km(axis.at(1234)) == Approx(1234).margin(0.01));
}

TEST_CASE("Counts of neighbouring ranges add up to the count of both", "[unit]")
{
    const auto model = tests::full_model(2000);
    const auto& counts = model.scene->counts[0];
    std::uint32_t parts = 0, whole = 0;
    for (double km = 0; km < 5040; km += 7)
        for (const auto n : ui::counts_between(counts, km, km + 7)) parts += n;
    for (const auto n : ui::counts_between(counts, 0, 5040)) whole += n;
    CHECK(parts == whole);
    CHECK(whole == model.scene->heat[0].events);
}

TEST_CASE("The highest density of a range is found, and none outside the line", "[unit]")
{
    view::LineHeat heat;
    heat.step_km = 1;
    heat.per_km = {0, 1, 5, 2};
    CHECK(ui::density_between(heat, 0, 4) == 5);
    CHECK(ui::density_between(heat, 0, 2) == 1);
    CHECK(ui::density_between(heat, 2.2, 2.2) == 5);
    CHECK(ui::density_between(heat, 9, 12) == 0);
    CHECK(ui::density_between(heat, -5, -1) == 0);
}

TEST_CASE("What of a line lies in a box comes as runs of kilometres", "[unit]")
{
    const auto model = tests::full_model(10);
    const auto& line = *model.lines.land;
    const auto all = ui::runs_in(line, {90, 0, 120, 30});
    REQUIRE(all.size() == 1);
    CHECK(all[0].from == 0);
    CHECK(all[0].to == Approx(line.official_km()));
    CHECK(ui::runs_in(line, {0, 0, 1, 1}).empty());
    for (const auto& run : ui::runs_in(line, {106, 21, 108.5, 23})) CHECK(run.from <= run.to);
}

TEST_CASE("The busiest stretches are the highest peaks and stand apart", "[unit]")
{
    const auto model = tests::full_model(3000);
    const auto peaks = ui::busiest(*model.scene, 6);
    REQUIRE(peaks.size() == 6);
    CHECK(peaks[0].per_km ==
          Approx(static_cast<double>(std::max(model.scene->heat[0].peak, model.scene->heat[1].peak))));
    for (std::size_t i = 0; i < peaks.size(); ++i)
        for (std::size_t k = 0; k < i; ++k) {
            CHECK(peaks[k].per_km >= peaks[i].per_km);
            if (peaks[k].line == peaks[i].line) CHECK(std::abs(peaks[k].km - peaks[i].km) >= 20);
        }
}

TEST_CASE("A long text is cut at a character and fits", "[unit]")
{
    tests::HeadlessDesk desk(800, 600);
    const auto model = tests::empty_model();
    desk.settle(model, 1);
    const auto* font = ui::current_fonts().body;
    const std::string text = "Xuất nhập cảnh trái phép";
    const auto cut = ui::elided(font, text, 80);
    CHECK(ui::text_width(font, cut) <= 80);
    CHECK(cut.ends_with("…"));
    CHECK(ui::elided(font, text, 1000) == text);
    for (float width = 0; width < 150; width += 3) CHECK(domain::is_utf8(ui::elided(font, text, width)));
}
