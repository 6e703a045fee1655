#include "domain/filter.hpp"
#include "domain/geodesy.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <random>

using namespace tuantra::domain;

namespace {

struct Row {
    LonLat place{106, 16};
    std::int64_t from_s = 0, to_s = 0;
    Kind kind = Kind::other;
    int severity = 3;
    char reliability = 0;
    int line = -1;
    double km = 0, offset_m = 0;
};

IncidentColumns columns(const std::vector<Row>& rows)
{
    IncidentColumns c;
    for (const Row& row : rows) {
        c.id.push_back(static_cast<std::int64_t>(c.id.size()) + 1);
        c.place.push_back(row.place);
        c.map.push_back(to_map(row.place));
        c.from_s.push_back(row.from_s);
        c.to_s.push_back(row.to_s);
        c.kind.push_back(row.kind);
        c.severity.push_back(static_cast<std::uint8_t>(row.severity));
        c.reliability.push_back(row.reliability);
        c.line.push_back(static_cast<std::int8_t>(row.line));
        c.chainage_km.push_back(static_cast<float>(row.km));
        c.offset_m.push_back(static_cast<float>(row.offset_m));
    }
    return c;
}

using Rows = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("an empty filter lets every row through", "[unit]")
{
    CHECK(select(columns({{}, {}, {}}), {}) == Rows{0, 1, 2});
    CHECK(select({}, {}).empty());
}

TEST_CASE("a record passes the time window when it may have happened inside", "[unit]")
{
    const auto rows = columns({{{}, 0, 99}, {{}, 50, 149}, {{}, 100, 100}, {{}, 150, 250}, {{}, 200, 200}});
    Filter filter;
    filter.since = Instant{100};
    CHECK(select(rows, filter) == Rows{1, 2, 3, 4});
    filter.until = Instant{200};
    CHECK(select(rows, filter) == Rows{1, 2, 3});
    filter.since.reset();
    CHECK(select(rows, filter) == Rows{0, 1, 2, 3});
    filter.until = Instant{0};
    CHECK(select(rows, filter).empty());
}

TEST_CASE("kinds and severity select", "[unit]")
{
    std::vector<Row> all(4);
    all[0].kind = Kind::drugs;
    all[1].kind = Kind::piracy;
    all[2].severity = 1;
    all[3].severity = 5;
    const auto rows = columns(all);
    Filter filter;
    filter.kinds = KindSet::none();
    CHECK(select(rows, filter).empty());
    filter.kinds.set(Kind::drugs, true);
    filter.kinds.set(Kind::piracy, true);
    CHECK(select(rows, filter) == Rows{0, 1});
    filter.kinds = KindSet::all();
    filter.severity_min = 3;
    CHECK(select(rows, filter) == Rows{0, 1, 3});
    filter.severity_max = 4;
    CHECK(select(rows, filter) == Rows{0, 1});
}

TEST_CASE("a box holds its sides in the filter as well", "[unit]")
{
    const auto rows = columns({{{106, 16}}, {{107, 17}}, {{107.000001, 17}}, {{106.5, 15.999}}});
    Filter filter;
    filter.box = Box{106, 16, 107, 17};
    CHECK(select(rows, filter) == Rows{0, 1});
}

TEST_CASE("a radius is a geodesic distance, its rim inside", "[unit]")
{
    const LonLat centre{106, 16};
    for (const double radius_km : {0.5, 20.0, 300.0, 999.0, 1001.0, 5'000.0}) {
        std::vector<Row> all;
        Rows expected;
        for (int azimuth = 0; azimuth < 360; azimuth += 10) {
            expected.push_back(static_cast<std::uint32_t>(all.size()));
            all.push_back({direct(centre, azimuth, radius_km * 1000 - 0.01)});
            all.push_back({direct(centre, azimuth, radius_km * 1000 + 0.01)});
        }
        Filter filter;
        filter.near = Circle{centre, radius_km};
        CAPTURE(radius_km);
        CHECK(select(columns(all), filter) == expected);
    }
}

TEST_CASE("a radius reaches across the date line and over a pole", "[unit]")
{
    const auto rows = columns({{{-179.9, 10}}, {{179.5, 10}}, {{178, 10}}, {{0, 89.9}}, {{180, 89.9}}, {{0, 80}}});
    Filter filter;
    filter.near = Circle{{179.95, 10}, 60};
    CHECK(select(rows, filter) == Rows{0, 1});
    filter.near = Circle{{90, 89.9}, 30};
    CHECK(select(rows, filter) == Rows{3, 4});
}

TEST_CASE("a radius and a box both hold", "[unit]")
{
    const auto rows = columns({{{106.01, 16}}, {{105.99, 16}}, {{108, 16}}});
    Filter filter;
    filter.near = Circle{{106, 16}, 50};
    filter.box = Box{106, 10, 110, 20};
    CHECK(select(rows, filter) == Rows{0});
}

TEST_CASE("a random radius selects what the geodesic distance says", "[unit]")
{
    std::mt19937 random(3);
    std::uniform_real_distribution<double> lon(100, 118);
    std::uniform_real_distribution<double> lat(5, 25);
    std::vector<Row> all;
    for (int i = 0; i < 2000; ++i) all.push_back({{lon(random), lat(random)}});
    const auto rows = columns(all);
    for (int k = 0; k < 20; ++k) {
        const Circle circle{{lon(random), lat(random)}, 100.0 + 60 * k};
        Rows expected;
        for (std::uint32_t i = 0; i < all.size(); ++i)
            if (distance_m(circle.centre, all[i].place) <= circle.radius_km * 1000) expected.push_back(i);
        Filter filter;
        filter.near = circle;
        CHECK(select(rows, filter) == expected);
    }
}

TEST_CASE("questions of the line leave out what has no address", "[unit]")
{
    std::vector<Row> all(4);
    all[0].line = 0;
    all[0].km = 100;
    all[0].offset_m = -500;
    all[1].line = 1;
    all[1].km = 100;
    all[1].offset_m = 500;
    all[2].line = 0;
    all[2].km = 300;
    const auto rows = columns(all);
    Filter filter;
    filter.line = LineId::land;
    CHECK(select(rows, filter) == Rows{0, 2});
    filter.km.to = 200;
    CHECK(select(rows, filter) == Rows{0});
    filter.line.reset();
    CHECK(select(rows, filter) == Rows{0, 1});
    filter.offset_m.from = 0;
    CHECK(select(rows, filter) == Rows{1});
    filter.km = {};
    CHECK(select(rows, filter) == Rows{1, 2});
}

TEST_CASE("an unknown grade passes only when every grade may", "[unit]")
{
    std::vector<Row> all(4);
    all[0].reliability = 'A';
    all[1].reliability = 'C';
    all[2].reliability = 'F';
    const auto rows = columns(all);
    Filter filter;
    CHECK(select(rows, filter).size() == 4);
    filter.grade_max = 'C';
    CHECK(select(rows, filter) == Rows{0, 1});
    filter.grade_min = 'B';
    filter.grade_max = 'F';
    CHECK(select(rows, filter) == Rows{1, 2});
}

TEST_CASE("text, area and source are questions for the store", "[unit]")
{
    Filter filter;
    CHECK_FALSE(needs_store(filter));
    filter.since = Instant{5};
    filter.near = Circle{{106, 16}, 5};
    CHECK_FALSE(needs_store(filter));
    filter.text = "boat";
    CHECK(needs_store(filter));
    filter = {};
    filter.within = {{{{0, 0}, {1, 0}, {1, 1}}}};
    CHECK(needs_store(filter));
    filter = {};
    filter.source = Uid{};
    CHECK(needs_store(filter));
}

TEST_CASE("a row with a place that is no number never passes a question of place", "[unit]")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto rows = columns({{{nan, 16}}, {{106, 16}}});
    Filter filter;
    filter.near = Circle{{106, 16}, 20'000};
    CHECK(select(rows, filter) == Rows{1});
}

TEST_CASE("a place passes within all of box, circle and area that are set, edges of box and circle included", "[unit]")
{
    Filter filter;
    CHECK(PlaceTest(filter).open());
    CHECK(PlaceTest(filter)({0, 89}));
    filter.text = "a question that is none of places";
    CHECK(PlaceTest(filter).open());

    filter.box = Box{106, 21, 107, 22};
    CHECK_FALSE(PlaceTest(filter).open());
    CHECK(PlaceTest(filter)({106, 22}));
    CHECK_FALSE(PlaceTest(filter)({105.9999, 21.5}));

    filter.near = Circle{{107, 21.5}, 10};
    const double edge = 21.5 + 10 / 110.75;  // short of a degree of latitude there, 110.74 km
    CHECK(PlaceTest(filter)({107, edge}));
    CHECK_FALSE(PlaceTest(filter)({107, edge + 0.001}));
    CHECK_FALSE(PlaceTest(filter)({107.01, 21.5}));  // in the circle, out of the box

    filter.within = {{{{106.9, 21.4}, {107.1, 21.4}, {107.1, 21.6}, {106.9, 21.6}},
                      {{106.96, 21.46}, {107.04, 21.46}, {107.04, 21.54}, {106.96, 21.54}}}};
    CHECK(PlaceTest(filter)({106.95, 21.5}));
    CHECK_FALSE(PlaceTest(filter)({106.98, 21.5}));  // in the area's hole
    CHECK_FALSE(PlaceTest(filter)({106.85, 21.5}));  // out of the area
}
