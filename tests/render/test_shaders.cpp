#include "render/error.hpp"
#include "render/gl.hpp"
#include "render/map_renderer.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace tuantra;

TEST_CASE("Every shader file compiles", "[gl]")
{
    const render::Offscreen target(8, 8);
    int files = 0;
    for (const auto& file : std::filesystem::directory_iterator(TUANTRA_SOURCE_DIR "/shaders")) {
        INFO(file.path());
        const auto extension = file.path().extension();
        REQUIRE((extension == ".vert" || extension == ".frag"));
        CHECK_NOTHROW(render::check_shader(file.path()));
        ++files;
    }
    CHECK(files >= 14);
}

TEST_CASE("A shader that does not compile is reported with its file and the lines around the mistake", "[gl]")
{
    const render::Offscreen target(8, 8);
    const auto file = std::filesystem::temp_directory_path() / "tuantra_broken_shader.frag";
    std::ofstream(file) << "#version 330 core\nout vec4 o;\nvoid main()\n{\n    o = nowhere;\n}\n";
    try {
        render::check_shader(file);
        FAIL("compiled");
    } catch (const render::Error& error) {
        CHECK_THAT(error.what(), Catch::Contains("tuantra_broken_shader.frag"));
        CHECK_THAT(error.what(), Catch::Contains("> 5:     o = nowhere;"));
        CHECK_THAT(error.what(), Catch::Contains("  4: {"));
    }
    std::filesystem::remove(file);
}

TEST_CASE("A missing shader is reported by name", "[gl]")
{
    const render::Offscreen target(8, 8);
    CHECK_THROWS_WITH(render::check_shader("/nowhere/map.vert"), Catch::Contains("/nowhere/map.vert"));
}
