#include "desk_fixture.hpp"
#include "ui/chips.hpp"
#include "ui/desk.hpp"
#include "ui/desk_state.hpp"
#include "ui/filter_fields.hpp"
#include "ui/layout.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace tuantra;
using tests::HeadlessDesk;
using tests::only;

namespace {

struct Desk {
    HeadlessDesk imgui{1600, 1000};
    view::Model model = tests::full_model(300);
    ui::Layout at;

    Desk()
    {
        lang::use(lang::Language::en);
        model.ribbon_open = false;
        model.selected.reset();
        model.details.reset();
        at = ui::layout(model, {}, 1600, 1000, 1, true);
        imgui.settle(model);
    }
    std::int64_t id_at(std::size_t position) const
    {
        return model.scene->incidents->id[(*model.table.order)[position]];
    }
    std::vector<view::Command> click_row(std::size_t position, bool ctrl = false, bool shift = false)
    {
        ImGui::GetIO().KeyShift = shift;
        auto sent =
            imgui.click(model, at.table.x + 300, at.table.y + 26 + 25 * static_cast<float>(position) + 12, ctrl);
        ImGui::GetIO().KeyShift = false;
        for (const auto& c : only<view::Select>(sent)) model.selected = c.id;
        return sent;
    }
    std::vector<std::int64_t> copied()
    {
        const auto sent = only<view::CopyRows>(imgui.key(model, 'C', true));
        return sent.empty() ? std::vector<std::int64_t>{} : sent[0].ids;
    }
};

}  // namespace

TEST_CASE("Each condition of the filter stands above the map with a cross that takes away only it", "[unit]")
{
    Desk d;
    d.model.filter.severity_min = 3;
    d.model.filter.text = "mòn";
    d.model.filter.grade_max = 'C';
    d.imgui.settle(d.model);
    // Along the row until each has been hit.
    std::vector<domain::Filter> left;
    for (float x = d.at.map.x + 20; x < d.at.map.x + d.at.map.w * 0.66F; x += 12)
        for (const auto& sent : only<view::SetFilter>(d.imgui.click(d.model, x, d.at.map.y + 26)))
            if (std::find(left.begin(), left.end(), sent.filter) == left.end()) left.push_back(sent.filter);
    CHECK(left.size() == 3);
    for (const auto part : {view::FilterPart::severity, view::FilterPart::text, view::FilterPart::grade})
        CHECK(std::find(left.begin(), left.end(), view::without(d.model.filter, part)) != left.end());
}

TEST_CASE("Conditions that find no room are counted, and opening them opens the filter", "[unit]")
{
    HeadlessDesk imgui(1280, 720);
    lang::use(lang::Language::en);
    auto model = tests::full_model(50);
    auto& f = model.filter;
    f.severity_min = 2;
    f.text = "one two three four five";
    f.grade_max = 'B';
    f.line = domain::LineId::land;
    f.km = {100, 300};
    f.offset_m = {-5000, 5000};
    f.near = domain::Circle{{106, 21}, 40};
    f.kinds.set(domain::Kind::other, false);
    f.since = domain::Instant{1'700'000'000};
    model.filter_open = false;
    imgui.settle(model);
    const auto at = ui::layout(model, {}, 1280, 720, 1, false);
    std::vector<view::TogglePanel> opened;
    for (float x = at.map.x + 20; x < at.map.right() && opened.empty(); x += 12)
        opened = only<view::TogglePanel>(imgui.click(model, x, at.map.y + 26));
    REQUIRE(opened.size() == 1);
    CHECK(opened[0].panel == view::Panel::filter);
}

TEST_CASE("The source's grade is a range that is pressed like the severity", "[unit]")
{
    domain::Filter f;
    ui::press_grade(f, 'C');  // one inside becomes the least
    CHECK(f.grade_min == 'C');
    ui::press_grade(f, 'F');
    CHECK(f.grade_max == 'E');
    ui::press_grade(f, 'A');
    CHECK(f.grade_min == 'A');
    f.grade_min = f.grade_max = 'B';
    ui::press_grade(f, 'B');
    CHECK(f == domain::Filter{});
}

TEST_CASE("Ctrl and Shift clicks mark rows, and Ctrl C copies them in the table's order", "[unit]")
{
    Desk d;
    const auto in_view = d.copied();
    REQUIRE(in_view.size() >= 4);
    CHECK(in_view[0] == d.id_at(0));
    d.click_row(3);
    CHECK(d.model.selected == d.id_at(3));
    CHECK(d.copied() == std::vector{d.id_at(3)});
    CHECK(only<view::Select>(d.click_row(1, true)).empty());
    CHECK(d.copied() == std::vector{d.id_at(1), d.id_at(3)});
    d.click_row(3, true);
    CHECK(d.copied() == std::vector{d.id_at(1)});
    d.click_row(0);
    d.click_row(2, false, true);
    CHECK(d.copied() == std::vector{d.id_at(0), d.id_at(1), d.id_at(2)});
    d.click_row(2);
    CHECK(d.copied() == std::vector{d.id_at(2)});
}

TEST_CASE("A text that was copied reaches the clipboard once", "[unit]")
{
    Desk d;
    static std::string clipboard;
    clipboard.clear();
    ImGui::GetIO().SetClipboardTextFn = [](void*, const char* text) { clipboard += text; };
    d.model.clip = {1, "a\tb\n"};
    d.imgui.settle(d.model);
    CHECK(clipboard == "a\tb\n");
    d.model.clip = {2, "c\n"};
    d.imgui.settle(d.model);
    CHECK(clipboard == "a\tb\nc\n");
}

TEST_CASE("The table's head chooses columns, copies and opens the CSV card", "[unit]")
{
    Desk d;
    const auto& t = d.at.table;
    d.imgui.click(d.model, t.right() - 3 * 24 - 8 + 12, t.y + 13);
    d.imgui.settle(d.model);
    REQUIRE(ui::desk_state().columns_open);
    std::vector<view::SetColumns> chosen;
    for (float y = t.y - 250; y < t.y && chosen.empty(); y += 6)
        chosen = only<view::SetColumns>(d.imgui.click(d.model, t.right() - 180, y));
    REQUIRE(chosen.size() == 1);
    CHECK(chosen[0].columns.bits == 0x3e);
    CHECK(only<view::CopyRows>(d.imgui.click(d.model, t.right() - 2 * 24 - 8 + 12, t.y + 13)).size() == 1);
    const auto opened = only<view::TogglePanel>(d.imgui.click(d.model, t.right() - 24 - 8 + 12, t.y + 13));
    REQUIRE(opened.size() == 1);
    CHECK(opened[0].panel == view::Panel::table_export);
}

TEST_CASE("With any one column, or all, the table draws and its rows are pressed", "[unit]")
{
    for (unsigned bits : {0x01U, 0x04U, 0x80U, 0xffU}) {
        Desk d;
        d.model.table.columns.bits = static_cast<std::uint8_t>(bits);
        d.imgui.settle(d.model);
        CHECK(only<view::Select>(d.click_row(1)).size() == 1);
    }
}

TEST_CASE("The CSV card offers a dated file in the documents folder and asks before it replaces one", "[unit]")
{
    Desk d;
    d.model.documents = "/home/trực/Tài liệu";
    d.model.table_export.open = true;
    d.imgui.settle(d.model);
    const std::string offered = ui::desk_state().export_path.data();
    CHECK(offered == "/home/trực/Tài liệu/tuantra-2026-11-23.csv");
    const auto write = [&] {
        for (float y = 380; y < 640; y += 6)
            for (float x : {1050.0F, 1070.0F})
                if (const auto sent = only<view::ExportRows>(d.imgui.click(d.model, x, y)); !sent.empty())
                    return sent[0];
        return view::ExportRows{};
    };
    CHECK(write().path == offered);
    CHECK_FALSE(write().replace);
    d.model.table_export.exists = offered;
    d.imgui.settle(d.model);
    CHECK(write().replace);
}

TEST_CASE("Digits open the saved views in their order, and V their list", "[unit]")
{
    Desk d;
    d.model.views = {"Alpha", "Beta"};
    const auto second = only<view::OpenView>(d.imgui.key(d.model, '2'));
    REQUIRE(second.size() == 1);
    CHECK(second[0].name == "Beta");
    CHECK(only<view::OpenView>(d.imgui.key(d.model, '3')).empty());
    const auto list = only<view::TogglePanel>(d.imgui.key(d.model, 'V'));
    REQUIRE(list.size() == 1);
    CHECK(list[0].panel == view::Panel::views);
    d.model.views_open = true;
    d.imgui.settle(d.model);
    std::vector<view::OpenView> opened;
    const auto& button = ui::desk_state().views_button;
    for (float y = 60; y < 200 && opened.empty(); y += 8)
        opened = only<view::OpenView>(d.imgui.click(d.model, button.right() - 200, y));
    REQUIRE(opened.size() == 1);
    CHECK(opened[0].name == "Alpha");
}

TEST_CASE("A view is saved under the typed name, and removed only when pressed twice", "[unit]")
{
    Desk d;
    d.model.views = {"Alpha"};
    d.model.views_open = true;
    d.imgui.settle(d.model);
    ui::desk_state().view_name = {};
    const std::string name = "Đêm";
    std::copy(name.begin(), name.end(), ui::desk_state().view_name.begin());
    const auto& button = ui::desk_state().views_button;
    std::vector<view::SaveView> saved;
    for (float y = 60; y < 300 && saved.empty(); y += 6)
        saved = only<view::SaveView>(d.imgui.click(d.model, button.right() - 20, y));
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].name == "Đêm");
}
