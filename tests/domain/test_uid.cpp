#include "domain/uid.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <set>

using namespace tuantra::domain;

namespace {

std::int64_t ms_of(const Uid& uid)
{
    std::int64_t ms = 0;
    for (std::size_t i = 0; i < 6; ++i) ms = ms << 8 | uid.bytes[i];
    return ms;
}

}  // namespace

TEST_CASE("a uid is a UUID of version 7 that begins with its time", "[unit][uid]")
{
    UidMaker maker(1);
    const Uid uid = maker.make(0x0190'1234'5678);
    CHECK(uid.bytes[6] >> 4 == 7);
    CHECK(uid.bytes[8] >> 6 == 2);
    CHECK(ms_of(uid) == 0x0190'1234'5678);
    const auto text = to_string(uid);
    CHECK(text.size() == 36);
    CHECK(text.substr(0, 15) == "01901234-5678-7");
    CHECK(text[18] == '-');
    CHECK(text[23] == '-');
}

TEST_CASE("uids of one maker increase, also within a millisecond and when the clock steps back", "[unit][uid]")
{
    UidMaker maker(7);
    Uid last = maker.make(1000);
    for (int i = 0; i < 20000; ++i) {
        const Uid uid = maker.make(i < 10000 ? 1000 : 500);
        REQUIRE(last < uid);
        last = uid;
    }
    CHECK(ms_of(last) < 1010);
    CHECK(last < maker.make(2000));
    CHECK(ms_of(maker.make(3000)) == 3000);
}

TEST_CASE("text order is byte order", "[unit][uid]")
{
    UidMaker maker(3);
    Uid last = maker.make(1);
    for (int i = 2; i < 2000; i += 3) {
        const Uid uid = maker.make(i);
        CHECK(to_string(last) < to_string(uid));
        last = uid;
    }
}

TEST_CASE("one seed and one list of times give the same uids, another seed others", "[unit][uid]")
{
    UidMaker a(42), b(42), c(43), d, e;
    for (int i = 0; i < 100; ++i) {
        const Uid uid = a.make(i);
        CHECK(uid == b.make(i));
        CHECK(uid != c.make(i));
    }
    CHECK(d.make(5) != e.make(5));
}

TEST_CASE("the same uids on every machine", "[unit][uid]")
{
    UidMaker maker(42);
    // Computed by a second implementation of SplitMix64 and xoshiro256**, in Python.
    CHECK(to_string(maker.make(1'700'000'000'000)) == "018bcfe5-6800-7716-a104-d9866d113a7e");
}

TEST_CASE("a hundred thousand uids of one instant differ", "[unit][uid]")
{
    UidMaker maker(5);
    std::set<Uid> seen;
    for (int i = 0; i < 100000; ++i) seen.insert(maker.make(1));
    CHECK(seen.size() == 100000);
}

TEST_CASE("times outside 48 bits are clamped", "[unit][uid]")
{
    UidMaker maker(1);
    CHECK(ms_of(maker.make(-5)) == 0);
    CHECK(ms_of(maker.make(std::int64_t{1} << 60)) == (std::int64_t{1} << 48) - 1);
}

TEST_CASE("a uid is read back from its text in either case, and nothing else is", "[unit][uid]")
{
    UidMaker maker(9);
    const Uid uid = maker.make(1'700'000'000'000);
    const auto text = to_string(uid);
    CHECK(parse_uid(text) == uid);
    CHECK(parse_uid("018BCFE5-6800-7ABC-8DEF-0123456789AB"));
    CHECK(to_string(*parse_uid("018BCFE5-6800-7ABC-8DEF-0123456789AB")) == "018bcfe5-6800-7abc-8def-0123456789ab");
    for (const char* bad :
         {"", "018bcfe5", "018bcfe5-6800-7abc-8def-0123456789a", "018bcfe5-6800-7abc-8def-0123456789abc",
          "018bcfe5-6800-7abc-8def-0123456789ag", "018bcfe5x6800-7abc-8def-0123456789ab",
          "018bcfe5-68007-abc-8def-0123456789ab", "{18bcfe5-6800-7abc-8def-0123456789a}"}) {
        INFO(bad);
        CHECK_FALSE(parse_uid(bad));
    }
}
