#include "domain/kind.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace tuantra::domain;

TEST_CASE("the table stands in the order of the enumeration and nothing in it occurs twice", "[unit][kind]")
{
    std::set<std::string_view> ids, labels;
    std::set<char> letters;
    std::set<Shape> shapes;
    std::set<std::uint32_t> colours;
    for (std::size_t i = 0; i < kind_count; ++i) {
        const auto& k = kinds()[i];
        CHECK(k.kind == static_cast<Kind>(i));
        CHECK(&info(k.kind) == &k);
        ids.insert(k.id);
        labels.insert(k.label);
        letters.insert(k.letter);
        shapes.insert(k.shape);
        colours.insert(k.rgb);
    }
    CHECK(ids == std::set<std::string_view>{"trafficking", "illegal_crossing", "drugs", "smuggling", "illegal_fishing",
                                            "piracy", "other"});
    CHECK(labels.size() == kind_count);
    CHECK(letters.size() == kind_count);
    CHECK(shapes.size() == kind_count);
    CHECK(colours.size() == kind_count);
}

TEST_CASE("symbols are those of the design", "[unit][kind]")
{
    CHECK(info(Kind::trafficking).letter == 'T');
    CHECK(info(Kind::trafficking).shape == Shape::diamond);
    CHECK(info(Kind::trafficking).rgb == 0xff6b8b);
    CHECK(info(Kind::drugs).letter == 'M');
    CHECK(info(Kind::drugs).shape == Shape::square);
    CHECK(info(Kind::piracy).shape == Shape::hexagon);
    CHECK(info(Kind::other).letter == 'O');
}

TEST_CASE("a kind is known by its id", "[unit][kind]")
{
    for (const auto& k : kinds()) CHECK(parse_kind(k.id) == k.kind);
    for (const auto& k : kinds()) CHECK(parse_kind(k.label) == k.kind);
}

TEST_CASE("a kind is known by its names in three languages, whatever case, accents and gaps", "[unit][kind]")
{
    CHECK(parse_kind("mua ban nguoi") == Kind::trafficking);
    CHECK(parse_kind("Mua bán người") == Kind::trafficking);
    CHECK(parse_kind("MUA BÁN NGƯỜI") == Kind::trafficking);
    CHECK(parse_kind("human trafficking") == Kind::trafficking);
    CHECK(parse_kind("Traite des êtres humains") == Kind::trafficking);
    CHECK(parse_kind("Xuất nhập cảnh trái phép") == Kind::illegal_crossing);
    CHECK(parse_kind(" Illegal-Crossing ") == Kind::illegal_crossing);
    CHECK(parse_kind("Franchissement illégal") == Kind::illegal_crossing);
    CHECK(parse_kind("Ma túy") == Kind::drugs);
    CHECK(parse_kind("Ma tuý") == Kind::drugs);
    CHECK(parse_kind("stupéfiants") == Kind::drugs);
    CHECK(parse_kind("Buôn lậu, gian lận thương mại") == Kind::smuggling);
    CHECK(parse_kind("contrebande") == Kind::smuggling);
    CHECK(parse_kind("Khai thác IUU") == Kind::illegal_fishing);
    CHECK(parse_kind("Pêche illégale") == Kind::illegal_fishing);
    CHECK(parse_kind("Cướp biển") == Kind::piracy);
    CHECK(parse_kind("piratage") == Kind::piracy);
    CHECK(parse_kind("PIRATES") == Kind::piracy);
    CHECK(parse_kind("Khác") == Kind::other);
}

TEST_CASE("what fits no kind is none", "[unit][kind]")
{
    for (const char* text : {"", " ", "traffic", "xyz", "drugs and arms", "\xff\xfe", "trafficking;drugs"}) {
        INFO(text);
        CHECK_FALSE(parse_kind(text));
    }
}

TEST_CASE("a set of kinds holds all by default, and each one alone", "[unit][kind]")
{
    CHECK(KindSet{} == KindSet::all());
    for (const auto& k : kinds()) {
        CHECK(KindSet::all().has(k.kind));
        CHECK_FALSE(KindSet::none().has(k.kind));
        auto one = KindSet::none();
        one.set(k.kind, true);
        for (const auto& other : kinds()) CHECK(one.has(other.kind) == (other.kind == k.kind));
        one.set(k.kind, false);
        CHECK(one == KindSet::none());
    }
}
