#include "desk_fixture.hpp"
#include "domain/geodesy.hpp"
#include "ui/desk.hpp"
#include "ui/desk_state.hpp"
#include "ui/incident_form.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstring>

using namespace tuantra;
using tests::HeadlessDesk;
using tests::only;
using ui::FormField;

namespace {

constexpr std::int64_t now = 1795452067;  // 2026-11-23 23:41:07 at UTC+7

template <std::size_t N>
void type(std::array<char, N>& field, const std::string& text)
{
    field.fill(0);
    std::copy_n(text.begin(), std::min(text.size(), N - 1), field.begin());
}

struct Typed {
    view::Model model = tests::full_model(1);
    ui::IncidentForm form;
    Typed()
    {
        lang::use(lang::Language::en);
        form = ui::new_form(now, domain::LonLat{106.7, 21.9});
        type(form.title, "Two men with packs");
    }
    ui::ReadForm read() const { return ui::read_form(form, model.lines, now); }
    bool refused(FormField field) const { return read().issue(field) != nullptr; }
};

domain::Incident known()
{
    domain::Incident in;
    in.source_key = "K7";
    in.occurred = {{now - 86400 + 13}, {now - 86400 + 13}};
    in.kind = domain::Kind::drugs;
    in.severity = 4;
    in.title = "Tên";
    in.narrative = "Dòng một\nDòng hai";
    in.reliability = 'C';
    in.credibility = 2;
    in.victims = 0;
    in.suspects = 3;
    in.attributes = {{"a", "b"}};
    in.place = {106.734567891, 21.812345678};
    return in;
}

}  // namespace

TEST_CASE("A new form knows the time and the pointed place, and wants a title", "[unit]")
{
    Typed t;
    CHECK(t.read().issues.empty());
    CHECK(t.read().incident.occurred.from.unix_s == now - 7);
    CHECK(t.read().incident.place == domain::LonLat{106.7, 21.9});
    CHECK(t.read().incident.suspects == -1);
    type(t.form.title, "  \t ");
    CHECK(t.refused(FormField::title));
    t.form = ui::new_form(now, std::nullopt);
    CHECK(t.refused(FormField::place));
    CHECK_FALSE(ui::is_changed(t.form));
}

TEST_CASE("Untouched, a form gives back the record to the last digit", "[unit]")
{
    Typed t;
    auto in = known();
    for (const std::int64_t length : {0, 47, 7200, 100'000}) {
        in.occurred.to.unix_s = in.occurred.from.unix_s + length;
        if (in.occurred.to.unix_s > now) in.occurred.to.unix_s = now;
        t.form = ui::form_of(in);
        CHECK_FALSE(ui::is_changed(t.form));
        const auto read = t.read();
        CHECK(read.issues.empty());
        CHECK(read.incident.occurred == in.occurred);
        CHECK(read.incident.place == in.place);
        CHECK(read.incident.title == in.title);
        CHECK(read.incident.narrative == in.narrative);
        CHECK(read.incident.victims == 0);
        CHECK(read.incident.suspects == 3);
        CHECK(read.incident.attributes == in.attributes);
        CHECK(read.incident.source_key == in.source_key);
        CHECK(ui::changes(in, read.incident).empty());
    }
}

TEST_CASE("A text longer than its field is kept whole where it is not touched", "[unit]")
{
    Typed t;
    auto in = known();
    in.title.clear();
    while (in.title.size() < 400) in.title += "ế";
    in.narrative.assign(20'000, 'n');
    t.form = ui::form_of(in);
    CHECK(t.read().incident.title == in.title);
    CHECK(t.read().incident.narrative == in.narrative);
    type(t.form.title, "short");
    CHECK(t.read().incident.title == "short");
    CHECK(t.read().incident.narrative == in.narrative);
}

TEST_CASE("Times are read with their uncertainty, and impossible ones are refused with a reason", "[unit]")
{
    Typed t;
    type(t.form.when, "22/11/2026 02:10");
    CHECK(t.read().incident.occurred == domain::TimeSpan{{1795288200}, {1795288259}});
    type(t.form.until, "22/11/2026 04:30");
    CHECK(t.read().incident.occurred == domain::TimeSpan{{1795288200}, {1795288259 + 8400}});
    type(t.form.until, "21/11/2026");
    CHECK(t.refused(FormField::until));
    type(t.form.until, "soon");
    CHECK(t.refused(FormField::until));
    type(t.form.until, "");
    type(t.form.when, "22/11/2026");
    CHECK(t.read().incident.occurred == domain::TimeSpan{{1795280400}, {1795280400 + 86399}});
    type(t.form.when, "23/11/2026");  // today is not over, but a day is a day
    CHECK_FALSE(t.refused(FormField::when));
    CHECK_FALSE(t.refused(FormField::until));
    type(t.form.when, "24/11/2026");
    CHECK(t.refused(FormField::when));
    type(t.form.when, "23/11/2026 20:00");
    type(t.form.until, "24/11/2026 02:00");
    CHECK(t.refused(FormField::until));
    type(t.form.until, "");
    type(t.form.when, "31/02/2026");
    CHECK(t.refused(FormField::when));
    type(t.form.when, "");
    CHECK(t.refused(FormField::when));
}

TEST_CASE("Places are typed as coordinates or as an address along a line", "[unit]")
{
    Typed t;
    type(t.form.place, "106.75 21.85");
    CHECK(t.read().incident.place == domain::LonLat{106.75, 21.85});
    type(t.form.place, "LAND 268.4 -1000 m");
    REQUIRE(t.read().place);
    CHECK(domain::distance_m(*t.read().place, t.model.lines.land->point_at(268.4, -1000)) < 0.01);
    for (const char* wrong : {"", "LAND 99999", "somewhere", "106.75 95"}) {
        type(t.form.place, wrong);
        CHECK(t.refused(FormField::place));
    }
    ui::put_place(t.form, {105.123456789, 20.5});
    CHECK(t.read().incident.place == domain::LonLat{105.123456789, 20.5});
    CHECK(std::string(t.form.place.data()) == "105.12346 20.50000");
}

TEST_CASE("Counts are whole numbers or unknown", "[unit]")
{
    Typed t;
    type(t.form.suspects, "12");
    CHECK(t.read().incident.suspects == 12);
    for (const char* wrong : {"-1", "1.5", "many", "1000000"}) {
        type(t.form.suspects, wrong);
        CHECK(t.refused(FormField::suspects));
    }
    type(t.form.suspects, " ");
    CHECK(t.read().incident.suspects == -1);
    type(t.form.victims, "x");
    CHECK(t.refused(FormField::victims));
}

TEST_CASE("The history says field by field what changed", "[unit]")
{
    lang::use(lang::Language::en);
    const auto before = known();
    auto after = before;
    after.title = "New";
    after.severity = 5;
    after.place.lat += 0.01;
    after.victims = -1;
    after.attributes = {{"a", "c"}, {"d", "e"}};
    const auto found = ui::changes(before, after);
    const auto of = [&](const std::string& field) {
        const auto at = std::find_if(found.begin(), found.end(), [&](const auto& c) { return c.field == field; });
        REQUIRE(at != found.end());
        return *at;
    };
    CHECK(found.size() == 6);
    CHECK(of("Title").after == "New");
    CHECK(of("Severity").before == "4");
    CHECK(of("Victims").before == "0");
    CHECK(of("Victims").after == "—");
    CHECK(of("Position").after.find("1.11 km") != std::string::npos);
    CHECK(of("a").before == "b");
    CHECK(of("d").before == "—");
}

TEST_CASE("The form fills itself when it opens, keeps what is typed, and sends it with Ctrl S", "[unit]")
{
    lang::use(lang::Language::en);
    HeadlessDesk imgui(1600, 1000);
    auto model = tests::full_model(50);
    imgui.settle(model);
    const auto opened = only<view::OpenEdit>(imgui.key(model, 'E'));
    REQUIRE(opened.size() == 1);
    CHECK(opened[0].id == model.selected);
    model.edit = {true, model.selected, 1, 1, false, "", model.details->incident};
    imgui.settle(model);
    auto& form = ui::desk_state().form;
    CHECK(std::string(form.title.data()) == model.details->incident.title);
    type(form.title, "Đổi tên");
    imgui.settle(model);
    CHECK(std::string(form.title.data()) == "Đổi tên");
    const auto saved = only<view::SaveIncident>(imgui.key(model, 'S', true));
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].incident.title == "Đổi tên");
    CHECK(saved[0].incident.place == model.details->incident.place);
    CHECK(saved[0].incident.attributes == model.details->incident.attributes);
    type(form.title, "");
    CHECK(only<view::SaveIncident>(imgui.key(model, 'S', true)).empty());
    CHECK(form.tried);
    model.edit.saving = true;
    type(form.title, "x");
    CHECK(only<view::SaveIncident>(imgui.key(model, 'S', true)).empty());
}

TEST_CASE("A place clicked on the map goes into the form and ends the picking", "[unit]")
{
    HeadlessDesk imgui(1600, 1000);
    auto model = tests::full_model(50);
    const auto map = ui::map_area(model, 1600, 1000);
    model.camera = view::resized(model.camera, static_cast<int>(map.width), static_cast<int>(map.height));
    model.edit = {true, std::nullopt, 0, 1, false, ""};
    model.drawing = "place";
    imgui.settle(model);
    const auto sent = imgui.click(model, map.x + 300, map.y + 200);
    CHECK(only<view::PickAt>(sent).empty());
    REQUIRE(only<view::StartTool>(sent).size() == 1);
    CHECK(only<view::StartTool>(sent)[0].tool.empty());
    const auto read = ui::read_form(ui::desk_state().form, model.lines, now);
    REQUIRE(read.place);
    CHECK(domain::distance_m(*read.place, view::to_lon_lat(model.camera, {300, 200})) < 1);
}

TEST_CASE("Delete removes the selected incident and Ctrl Z takes the last change back", "[unit]")
{
    HeadlessDesk imgui(1600, 1000);
    auto model = tests::full_model(50);
    ImGui::GetIO().KeyMap[ImGuiKey_Delete] = 261;
    imgui.settle(model);
    const auto removed = only<view::RemoveIncident>(imgui.key(model, 261));
    REQUIRE(removed.size() == 1);
    CHECK(removed[0].id == *model.selected);
    REQUIRE(only<view::UndoEdit>(imgui.key(model, 'Z', true)).size() == 1);
    model.notices = {{view::Notice::Level::info, "Removed: x", 0, 5}};
    imgui.settle(model);
    const auto where = ui::layout(model, {}, 1600, 1000, 1, false).map;
    std::vector<view::UndoEdit> undone;
    for (float y = where.bottom() - 130; y < where.bottom() - 70 && undone.empty(); y += 4)
        undone = only<view::UndoEdit>(imgui.click(model, where.right() - 370, y));
    REQUIRE(undone.size() == 1);
    CHECK(undone[0].id == 5);
}

TEST_CASE("Every single thing that is typed counts as a change, a place moved by a hair too", "[unit]")
{
    const auto in = known();
    const auto changed = [&](auto edit) {
        auto form = ui::form_of(in);
        edit(form);
        return ui::is_changed(form);
    };
    CHECK_FALSE(changed([](auto&) {}));
    CHECK(changed([](auto& f) { f.kind = domain::Kind::smuggling; }));
    CHECK(changed([](auto& f) { f.severity = 1; }));
    CHECK(changed([](auto& f) { f.reliability = 'A'; }));
    CHECK(changed([](auto& f) { f.credibility = 1; }));
    CHECK(changed([](auto& f) { type(f.when, "22/11/2026"); }));
    CHECK(changed([](auto& f) { type(f.until, "22/11/2026"); }));
    CHECK(changed([](auto& f) { type(f.suspects, ""); }));
    CHECK(changed([](auto& f) { type(f.victims, "2"); }));
    CHECK(changed([](auto& f) { type(f.title, "T"); }));
    CHECK(changed([](auto& f) { type(f.narrative, "N"); }));
    CHECK(changed([](auto& f) { type(f.place, "106.7 21.8"); }));
    CHECK(changed([](auto& f) { ui::put_place(f, {107, 22}); }));
    CHECK(changed([&](auto& f) { ui::put_place(f, {in.place.lon + 1e-7, in.place.lat}); }));
    auto fresh = ui::new_form(now, domain::LonLat{106.7, 21.9});
    CHECK_FALSE(ui::is_changed(fresh));
    ui::put_place(fresh, {106.8, 21.9});
    CHECK(ui::is_changed(fresh));
}

TEST_CASE("A form shows the record it was opened with, or nothing, and says when something was typed", "[unit]")
{
    HeadlessDesk imgui(1600, 1000);
    auto model = tests::full_model(50);
    model.edit = {true, model.selected, 1, 1, false, ""};
    const auto incident = model.details->incident;
    model.details.reset();
    imgui.settle(model);
    CHECK(only<view::SaveIncident>(imgui.key(model, 'S', true)).empty());
    model.edit.incident = incident;
    imgui.settle(model);
    auto& form = ui::desk_state().form;
    CHECK(std::string(form.title.data()) == incident.title);
    CHECK(only<view::TouchEdit>(imgui.frame(model)).empty());
    type(form.title, "Typed");
    const auto touched = only<view::TouchEdit>(imgui.frame(model));
    REQUIRE(touched.size() == 1);
    CHECK(touched[0].changed);
    CHECK(only<view::UndoEdit>(imgui.key(model, 'Z', true)).empty());
}

TEST_CASE("Escape closes an untouched form, and only arms a typed one's button", "[unit]")
{
    HeadlessDesk imgui(1600, 1000);
    auto model = tests::full_model(50);
    ImGui::GetIO().KeyMap[ImGuiKey_Escape] = 256;
    model.edit = {true, std::nullopt, 0, 1, false, ""};
    imgui.settle(model);
    auto& form = ui::desk_state().form;
    type(form.title, "Typed");
    for (const bool armed : {true, false, true}) {
        const auto sent = imgui.key(model, 256);
        CHECK(only<view::CloseEdit>(sent).empty());
        CHECK(only<view::Select>(sent).empty());
        CHECK(form.drop_armed == armed);
    }
    type(form.title, "");
    CHECK(only<view::CloseEdit>(imgui.key(model, 256)).size() == 1);
}
