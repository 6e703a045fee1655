#include "gis/profile.hpp"

#include "scratch.hpp"

using namespace tuantra;
using namespace tuantra::tests;

TEST_CASE("Every shipped profile is read, written and read again the same", "[unit][profile]")
{
    std::size_t count = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(TUANTRA_SOURCE_DIR) / "data" / "profiles")) {
        INFO(entry.path());
        const auto profile = gis::load_profile(entry.path());
        CHECK(profile.mapping.profile == entry.path().stem());
        CHECK_FALSE(profile.columns.empty());
        const auto text = gis::write_profile(profile);
        CHECK(gis::write_profile(gis::parse_profile("again", text)) == text);
        ++count;
    }
    CHECK(count >= 6);
}

TEST_CASE("A profile with a typing error is refused, naming it", "[unit][profile]")
{
    CHECK_THROWS_WITH(gis::parse_profile("p.json", R"({"name":"x","longitud":"a"})"),
                      Catch::Contains("p.json") && Catch::Contains("longitud"));
    CHECK_THROWS_WITH(gis::parse_profile("p.json", R"({"name":"x","default_kind":"pirates!"})"),
                      Catch::Contains("pirates!"));
    for (const char* text : {"", "[]", "{", "{}", R"({"name":1})", R"({"name":"x","target":"x"})",
                             R"({"name":"x","kind_words":[["a"]]})", R"({"name":"x","date_order":"y"})"})
        CHECK_THROWS_AS(gis::parse_profile("p", text), gis::Error);
}

TEST_CASE("A profile of the user's own overrides the guess", "[unit][profile]")
{
    const Scratch scratch;
    const auto profile =
        scratch.write("mine.json", R"({"name":"mine","target":"incidents","time":"t","lon":"b","lat":"a","kind":"what",
        "kind_words":[["xăng","smuggling"]],"key_columns":["t","what"],"date_order":"month_first"})");
    gis::ImportOptions options;
    options.profile = profile;
    const auto all = import_text(scratch, "a,b,t,what\n21,106,03/04/2024,Buôn XĂNG dầu\n", options);
    REQUIRE(all.incidents.size() == 1);
    CHECK(all.mapping.profile == "mine");
    CHECK(all.incidents[0].place == domain::LonLat{106, 21});
    CHECK(all.incidents[0].kind == domain::Kind::smuggling);
    CHECK(all.incidents[0].source_key == "03/04/2024|Buôn XĂNG dầu");
    CHECK(domain::to_iso_date(all.incidents[0].occurred.from) == "2024-03-04");
}

TEST_CASE("A profile that does not fit the file, or is not there, is an error", "[unit][profile]")
{
    const Scratch scratch;
    const auto file = scratch.write("a.csv", "a,b\n1,2\n");
    gis::ImportOptions options;
    options.profile = "asam";
    CHECK(error_of(file, options).find("has no column") != std::string::npos);
    options.profile = "nothing";
    CHECK(error_of(file, options).find("there are ais_baltic, ais_live, asam") != std::string::npos);
}

TEST_CASE("Column names are compared without case, marks and spaces", "[unit][profile]")
{
    CHECK(gis::column_key("Kinh độ (X)") == "kinhdox");
    CHECK(gis::find_column({"a", "Thời Gian", "thoi_gian"}, "thoi_gian") == 2);
    CHECK(gis::find_column({"a", "Thời Gian"}, "thoigian") == 1);
    CHECK(gis::find_column({"a"}, "b") == -1);
}
