#include "view/sentence.hpp"

#include "lang/lang.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <string>

using namespace tuantra;
using domain::Filter;
using domain::Kind;
using domain::LineId;
using lang::Language;

namespace {

// The compiled catalogues; the tests below compare their texts, so without them nothing would be tested.
struct Speaking {
    explicit Speaking(Language language)
    {
        const auto folder = std::filesystem::path(TUANTRA_BINARY_DIR) / "catalogues";
        REQUIRE(std::filesystem::exists(folder / "vi/LC_MESSAGES/tuantra.mo"));
        lang::load_catalogues(folder);
        lang::use(language);
    }
    ~Speaking() { lang::use(Language::en); }
};

domain::Instant at(std::string_view text)
{
    return domain::parse_time(text)->from;
}

domain::KindSet only(std::initializer_list<Kind> kinds)
{
    auto set = domain::KindSet::none();
    for (const Kind kind : kinds) set.set(kind, true);
    return set;
}

// Narrow no-break spaces are hard to see in a test, so they are compared as plain ones.
std::string plain(std::string text)
{
    const std::string narrow = "\u202F";
    for (auto found = text.find(narrow); found != std::string::npos; found = text.find(narrow))
        text.replace(found, narrow.size(), " ");
    return text;
}

std::string say(const Filter& filter)
{
    return plain(view::sentence(filter));
}

Filter everything()
{
    Filter f;
    f.kinds = only({Kind::illegal_crossing, Kind::smuggling});
    f.since = at("2026-10-26");
    f.until = at("2026-11-24");
    f.severity_min = 2;
    f.text = "xe tải";
    f.near = domain::Circle{{106.7347, 21.8028}, 12.5};
    f.within = {{{{106, 21}, {107, 21}, {107, 22}}}};
    f.within_name = "Lạng Sơn";
    f.line = LineId::land;
    f.km = {0, 1465};
    f.offset_m = {-5000, 1000};
    f.grade_max = 'C';
    return f;
}

}  // namespace

TEST_CASE("the default filter lets all incidents through and says so", "[unit][sentence]")
{
    const Speaking english(Language::en);
    CHECK(say({}) == "all incidents");
    lang::use(Language::vi);
    CHECK(say({}) == "tất cả vụ việc");
    lang::use(Language::fr);
    CHECK(say({}) == "tous les incidents");
}

TEST_CASE("kinds, whole days and a stretch of the border in English", "[unit][sentence]")
{
    const Speaking english(Language::en);
    Filter f;
    f.kinds = only({Kind::illegal_crossing, Kind::smuggling});
    f.since = at("2026-10-26");
    f.until = at("2026-11-24");
    f.line = LineId::land;
    f.km = {0, 1465};
    CHECK(say(f) == "illegal crossing, smuggling; 2026-10-26 to 2026-11-23; LAND km 0–1 465");
}

TEST_CASE("the same in Vietnamese and in French", "[unit][sentence]")
{
    Filter f;
    f.kinds = only({Kind::illegal_crossing, Kind::smuggling});
    f.since = at("2026-10-26");
    f.until = at("2026-11-24");
    f.line = LineId::land;
    f.km = {0, 1465};
    const Speaking vietnamese(Language::vi);
    CHECK(say(f) == "xuất nhập cảnh trái phép, buôn lậu; từ 26/10/2026 đến 23/11/2026; LAND km 0–1 465");
    lang::use(Language::fr);
    CHECK(say(f) == "franchissement illégal, contrebande; du 26/10/2026 au 23/11/2026; LAND km 0–1 465");
}

TEST_CASE("every part of a filter is said", "[unit][sentence]")
{
    const Speaking english(Language::en);
    CHECK(say(everything()) ==
          "illegal crossing, smuggling; 2026-10-26 to 2026-11-23; severity 2 to 5; text \"xe tải\"; "
          "within 12.5 km of 21°48'10\"N 106°44'05\"E; in Lạng Sơn; LAND km 0–1 465; offset -5 000 to +1 000 m; "
          "reliability A to C");
    lang::use(Language::vi);
    CHECK(say(everything()) ==
          "xuất nhập cảnh trái phép, buôn lậu; từ 26/10/2026 đến 23/11/2026; mức độ 2 đến 5; có chữ “xe tải”; "
          "trong bán kính 12,5 km quanh 21°48'10\"B 106°44'05\"Đ; trong Lạng Sơn; LAND km 0–1 465; "
          "cách tuyến -5 000 đến +1 000 m; độ tin cậy A đến C");
}

TEST_CASE("two filters that differ in one part never say the same", "[unit][sentence]")
{
    const Speaking english(Language::en);
    std::vector<Filter> filters(20, everything());
    filters[1].kinds = domain::KindSet::all();
    filters[2].kinds = domain::KindSet::none();
    filters[3].since.reset();
    filters[4].until.reset();
    filters[5].since = at("2026-10-26T00:01:00");
    filters[6].until = at("2026-11-24T00:00:01");
    filters[7].severity_min = 5;
    filters[8].text = "xe";
    filters[9].near->radius_km = 12.6;
    filters[10].within_name.clear();
    filters[11].within.clear();
    filters[12].line = LineId::coast;
    filters[13].line.reset();
    filters[14].km.to.reset();
    filters[15].km.from.reset();
    filters[16].offset_m.to.reset();
    filters[17].offset_m.from.reset();
    filters[18].grade_min = 'B';
    filters[19].box = domain::Box{106, 21, 107, 22};
    for (const Language language : {Language::en, Language::vi, Language::fr}) {
        lang::use(language);
        std::vector<std::string> said;
        for (const auto& f : filters) said.push_back(view::sentence(f));
        std::sort(said.begin(), said.end());
        CHECK(std::adjacent_find(said.begin(), said.end()) == said.end());
    }
}

TEST_CASE("an end within a day is said with its clock, a single day alone", "[unit][sentence]")
{
    const Speaking english(Language::en);
    Filter f;
    f.since = at("2026-11-23");
    f.until = at("2026-11-24");
    CHECK(say(f) == "all kinds; on 2026-11-23");
    f.until = at("2026-11-23T14:05:00");
    CHECK(say(f) == "all kinds; 2026-11-23 to 2026-11-23 14:05");
    f.since.reset();
    CHECK(say(f) == "all kinds; before 2026-11-23 14:05");
    f.until = at("2026-11-24");
    CHECK(say(f) == "all kinds; up to and including 2026-11-23");
    f.until.reset();
    f.since = at("2026-11-23T23:59:58");
    CHECK(say(f) == "all kinds; since 2026-11-23 23:59:58");
    CHECK(view::sentence(f, domain::Zone{0}) == "all kinds; since 2026-11-23 16:59:58 (UTC)");
    CHECK(view::sentence(f, domain::Zone{330}) == "all kinds; since 2026-11-23 22:29:58 (UTC+5:30)");
}

TEST_CASE("open ranges are said by their one end", "[unit][sentence]")
{
    const Speaking english(Language::en);
    Filter f;
    f.line = LineId::coast;
    CHECK(say(f) == "all kinds; along COAST");
    f.km.from = 12.5;
    CHECK(say(f) == "all kinds; COAST from km 12.5");
    f.line.reset();
    CHECK(say(f) == "all kinds; from km 12.5 of either line");
    f = {};
    f.offset_m.to = 0;
    CHECK(say(f) == "all kinds; offset up to 0 m");
    f = {};
    f.severity_min = f.severity_max = 4;
    CHECK(say(f) == "all kinds; severity 4");
    f = {};
    f.kinds = domain::KindSet::none();
    CHECK(say(f) == "no kind");
}

TEST_CASE("braces in what a user typed stay as they are", "[unit][sentence]")
{
    const Speaking english(Language::en);
    Filter f;
    f.text = "{0} {1}";
    CHECK(say(f) == "all kinds; text \"{0} {1}\"");
}

TEST_CASE("an address as it is said over a radio", "[unit][sentence]")
{
    const Speaking english(Language::en);
    const domain::Address address{LineId::land, 1234.5, -800};
    CHECK(plain(view::address_text(address)) == "LAND km 1 234.5, -800 m");
    lang::use(Language::vi);
    CHECK(plain(view::address_text(address)) == "LAND km 1 234,5, -800 m");
    CHECK(plain(view::address_text({LineId::coast, 0.04, -0.2})) == "COAST km 0,0, 0 m");
}

TEST_CASE("a position in degrees, minutes and seconds with the letters of the language", "[unit][sentence]")
{
    const Speaking english(Language::en);
    CHECK(view::position_text({106.7347, 21.8028}) == "21°48'10\"N 106°44'05\"E");
    CHECK(view::position_text({-51.1, -0.0667}) == "00°04'00\"S 51°06'00\"W");
    CHECK(view::position_text({106.99999, 9.99999}) == "10°00'00\"N 107°00'00\"E");
    lang::use(Language::vi);
    CHECK(view::position_text({106.7347, 21.8028}) == "21°48'10\"B 106°44'05\"Đ");
    CHECK(view::position_text({-51.1, -0.0667}) == "00°04'00\"N 51°06'00\"T");
    lang::use(Language::fr);
    CHECK(view::position_text({-51.1, -0.0667}) == "00°04'00\"S 51°06'00\"O");
}

TEST_CASE("every kind has a name in every language, and no two the same", "[unit][sentence]")
{
    const Speaking english(Language::en);
    for (const auto& kind : domain::kinds()) CHECK(std::string(view::kind_text(kind.kind)) == kind.label);
    for (const Language language : {Language::vi, Language::fr}) {
        lang::use(language);
        std::vector<std::string> names;
        for (const auto& kind : domain::kinds()) {
            names.emplace_back(view::kind_text(kind.kind));
            CHECK(names.back() != kind.label);
        }
        std::sort(names.begin(), names.end());
        CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
    }
}
