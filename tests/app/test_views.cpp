#include "app/views.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

using namespace tuantra;

namespace {

struct Folder {
    std::filesystem::path path;
    Folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "tuantra-views-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

view::SavedView view_named(const std::string& name)
{
    view::SavedView v;
    v.name = name;
    v.filter.severity_min = 3;
    v.centre = {106.7, 21.9};
    v.palette = "office";
    return v;
}

}  // namespace

TEST_CASE("Saved views are files that come back in the order of their names, whatever the diacritics", "[unit]")
{
    const Folder folder;
    const auto views = folder.path / "deep" / "views";
    CHECK(app::read_views(views).empty());
    for (const char* name : {"Đêm", "dawn", "Ea Súp", "dem"})
        app::write_view(app::view_file(views, name), view_named(name));
    std::ofstream(views / "broken.view.json") << "{";
    std::ofstream(views / "note.txt") << "nothing";
    const auto read = app::read_views(views);
    REQUIRE(read.size() == 4);
    CHECK(read[0].name == "dawn");
    CHECK(read[1].name == "dem");
    CHECK(read[2].name == "Đêm");
    CHECK(read[3].name == "Ea Súp");
    CHECK(read[3] == view_named("Ea Súp"));
}

TEST_CASE("Names that look alike, or like paths, are files of their own within the folder", "[unit]")
{
    const std::filesystem::path folder = "/views";
    CHECK(app::view_file(folder, "dem") != app::view_file(folder, "Đêm"));
    CHECK(app::view_file(folder, "a b") != app::view_file(folder, "a-b"));
    for (const char* name : {"../../etc/passwd", "/", "", "..", "a/b"})
        CHECK(app::view_file(folder, name).parent_path() == folder);
    CHECK(app::view_file(folder, std::string(5000, 'x')).filename().string().size() < 100);
}

TEST_CASE("A file that is no view, is too large or is not there is named in the reason", "[unit]")
{
    const Folder folder;
    const auto file = folder.path / "x.view.json";
    const auto fails = [&] { CHECK_THROWS_WITH(app::read_view(file), Catch::Contains("x.view.json")); };
    fails();
    std::ofstream(file) << "{\"format\":\"tuantra-view\",\"version\":9}";
    fails();
    std::filesystem::resize_file(file, 17U << 20U);
    fails();
    CHECK_THROWS_WITH(app::write_view("/proc/nowhere/x.view.json", view_named("x")),
                      Catch::Contains("x.view.json"));
}
