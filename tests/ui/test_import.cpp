#include "desk_fixture.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace tuantra;
using tests::HeadlessDesk;
using tests::only;

namespace {

view::Model with_preview()
{
    auto model = tests::full_model(50);
    auto preview = std::make_shared<view::ImportPreview>();
    preview->path = "/home/me/reports.csv";
    preview->target = "incidents";
    preview->format = "CSV";
    preview->roles = {"time", "lon", "lat", "kind"};
    preview->columns = {{"ngay", {"2024-05-01"}}, {"x", {"106.6"}}, {"y", {"22.1"}}, {"loai", {}}};
    preview->meanings = {{"time", "ngay"}, {"lon", "x"}, {"lat", "y"}};
    preview->counted = true;
    preview->read = 12;
    preview->kept = 9;
    preview->updated = 1;
    preview->duplicate = 1;
    preview->rejected = 2;
    preview->rejects = {{3, "the time is empty"}, {4, "latitude 95"}};
    preview->extent = domain::Box{104, 20, 107, 23};
    preview->places = {{104, 20}, {107, 23}};
    preview->span = domain::TimeSpan{{1'700'000'000}, {1'700'100'000}};
    model.import.preview = preview;
    model.import.waiting = {preview->path, "/home/me/more.csv"};
    return model;
}

/// Presses all over the left of the window until a command of the type comes.
template <typename T>
std::vector<T> hunt(HeadlessDesk& desk, const view::Model& model, float from_y, float to_y)
{
    for (float y = from_y; y < to_y; y += 7)
        for (float x = 40; x < 620; x += 24)
            if (auto found = only<T>(desk.click(model, x, y)); !found.empty()) return found;
    return {};
}

/// Nothing in the panel accepts what is shown, only all files as they are.
void nothing_accepts(const view::Model& model)
{
    HeadlessDesk desk(1280, 800);
    desk.settle(model);
    for (const auto& accepted : hunt<view::AcceptImport>(desk, model, 60, 170)) CHECK(accepted.all);
}

}  // namespace

TEST_CASE("What a file would bring is accepted, left out or shown on the map with a press", "[unit]")
{
    auto model = with_preview();
    HeadlessDesk desk(1280, 800);
    desk.settle(model);
    CHECK(only<view::AcceptImport>(desk.frame(model)).empty());
    const auto accepted = hunt<view::AcceptImport>(desk, model, 60, 200);
    REQUIRE(accepted.size() == 1);
    CHECK_FALSE(accepted[0].all);
    CHECK(hunt<view::DismissImport>(desk, model, 60, 200).size() == 1);
    const auto shown = hunt<view::FitBox>(desk, model, 200, 500);
    REQUIRE(shown.size() == 1);
    CHECK(shown[0].box == *model.import.preview->extent);
    const auto chosen = hunt<view::SetImportChoice>(desk, model, 150, 300);
    REQUIRE(chosen.size() == 1);
    CHECK(chosen[0].choice.target == "incidents");
}

TEST_CASE("A file that cannot be read so, one still unread, and a read-only database draw and cannot be accepted",
          "[unit]")
{
    auto model = with_preview();
    // What is shown answers an older choice and is not taken for the newer one.
    model.import.asked.crs = "EPSG:3405";
    nothing_accepts(model);
    model.import.asked = {};
    auto broken = std::make_shared<view::ImportPreview>(*model.import.preview);
    broken->error = "reports.csv: no column can be a place; the columns are a, b";
    model.import.preview = broken;
    HeadlessDesk desk(1280, 800);
    desk.settle(model);
    CHECK(hunt<view::AcceptImport>(desk, model, 60, 170).front().all);
    model.import.preview.reset();
    desk.settle(model);
    CHECK(desk.vertices() > 1000);
    model = with_preview();
    model.read_only = true;
    desk.settle(model);
    CHECK(hunt<view::AcceptImport>(desk, model, 60, 200).empty());
}

TEST_CASE("The browser asks for its folder once, opens folders and looks at files", "[unit]")
{
    auto model = tests::empty_model();
    model.import_open = true;
    HeadlessDesk desk(1280, 800);
    CHECK(only<view::BrowseFolder>(desk.frame(model)).size() == 1);
    CHECK(only<view::BrowseFolder>(desk.frame(model)).empty());
    auto& folder = model.import.folder;
    folder.path = "/data";
    folder.parent = "/";
    folder.places = {"/"};
    folder.entries = {{"old", true, 0, 0}, {"reports.csv", false, 1234, 1'700'000'000}};
    desk.settle(model);
    std::vector<view::BrowseFolder> folders;
    std::vector<view::OpenFiles> files;
    for (float y = 220; y < 420 && files.empty(); y += 6) {
        const auto sent = desk.click(model, 700, y);
        for (const auto& c : only<view::BrowseFolder>(sent)) folders.push_back(c);
        for (const auto& c : only<view::OpenFiles>(sent)) files.push_back(c);
    }
    REQUIRE_FALSE(folders.empty());
    CHECK(folders[0].path == "/data/old");
    REQUIRE(files.size() == 1);
    CHECK(files[0].paths == std::vector<std::string>{"/data/reports.csv"});
}
