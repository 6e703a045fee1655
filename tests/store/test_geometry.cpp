#include "support.hpp"

#include "store/area.hpp"
#include "store/circle.hpp"
#include "store/geometry.hpp"

#include "domain/geodesy.hpp"

#include "store/connection.hpp"

#include <cmath>
#include <cstring>

using namespace tuantra;
using namespace tuantra::tests;
using namespace tuantra::store;

namespace {

const domain::MultiPolygon ring_with_hole{{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}, {{.2, .2}, {.4, .2}, {.4, .4}}},
                                          {{{5, 5}, {6, 5}, {6, 6}, {5, 5}}}};
const std::vector<domain::Fix> line{{{1, 2}, 10.5}, {{3, 4}, 11}, {{3, 4}, 12}};

/// The mutations that made SpatiaLite crash: bytes set to hostile values, cuts, wild counts, bytes added.
Blob mutate(Blob b, std::mt19937_64& random)
{
    const auto whole = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
    };
    static constexpr std::array<std::uint8_t, 7> hostile{0, 1, 0xFF, 0x7F, 0x80, 0xFE, 0x7C};
    static constexpr std::array<std::uint32_t, 5> counts{0xFFFFFFFF, 0x7FFFFFFF, 0x10000000, 100000, 0};
    for (std::size_t i = 0, n = 1 + whole(6); i < n && !b.empty(); ++i) {
        const auto pick = whole(100);
        if (pick < 60) {
            b[whole(b.size())] = pick < 55 ? hostile[whole(7)] : static_cast<std::uint8_t>(whole(256));
        } else if (pick < 75 && b.size() > 2) {
            b.resize(1 + whole(b.size() - 1));
        } else if (pick < 90 && b.size() > 8) {
            std::memcpy(b.data() + whole(b.size() - 4), &counts[whole(5)], 4);
        } else {
            for (int k = 0; k < 8; ++k) b.push_back(static_cast<std::uint8_t>(whole(256)));
        }
    }
    return b;
}

}  // namespace

TEST_CASE("Geometry blobs come back as they were written", "[unit]")
{
    CHECK(read_point(point_blob({106.5, -21})) == domain::LonLat{106.5, -21});
    CHECK(read_line(line_blob(line)) == line);
    CHECK(read_line(line_blob(std::span(line).first(1)))->size() == 2);
    const auto polygons = read_polygons(polygons_blob(ring_with_hole));
    REQUIRE(polygons);
    CHECK((*polygons)[0][0].size() == 5);
    CHECK((*polygons)[0][1].front() == (*polygons)[0][1].back());
    CHECK((*polygons)[1][0].size() == 4);
    CHECK(blob_bounds(polygons_blob(ring_with_hole)) == domain::Box{0, 0, 6, 6});
}

TEST_CASE("The validator takes no blob but a well-formed one", "[unit]")
{
    const auto good = polygons_blob(ring_with_hole);
    for (std::size_t n = 0; n < good.size(); ++n)
        CHECK_FALSE(valid_geometry(std::span(good).first(n), GeometryType::multipolygon));
    CHECK_FALSE(valid_geometry(good, GeometryType::point));
    CHECK_FALSE(valid_geometry({}, GeometryType::linestring_m));
    auto open = good;
    open[open.size() - 20] ^= 1U;  // the last ring no longer closes
    CHECK_FALSE(valid_geometry(open, GeometryType::multipolygon));
    CHECK_FALSE(valid_geometry(point_blob({181, 0}), GeometryType::point));
    CHECK_FALSE(valid_geometry(point_blob({std::nan(""), 0}), GeometryType::point));
}

TEST_CASE("No mutated blob that the validator takes harms SpatiaLite", "[store]")
{
    const TempDir dir;
    Store::open(dir / "a.sqlite", OpenMode::create);
    Connection connection(dir / "a.sqlite", Connection::Access::write);
    std::mt19937_64 random(GENERATE(1U, 2U, 3U, 4U));
    const std::array<std::pair<Blob, GeometryType>, 3> base{
        {{point_blob({4, 5}), GeometryType::point},
         {line_blob(line), GeometryType::linestring_m},
         {polygons_blob(ring_with_hole), GeometryType::multipolygon}}};
    int taken = 0;
    for (int i = 0; i < 20000; ++i) {
        const auto& [blob, type] = base[random() % base.size()];
        const auto changed = mutate(blob, random);
        if (!valid_geometry(changed, type)) continue;
        ++taken;
        SQLite::Statement use(connection.db(),
                              "SELECT ST_IsValid(?1),ST_Intersects(?1,MakePoint(1,1,4326)),MbrMinX(?1),ST_AsText(?1)");
        use.bind(1, changed.data(), static_cast<int>(changed.size()));
        use.executeStep();
    }
    CHECK(taken > 10);
}

TEST_CASE("Mutated blobs in the file are found by the check and answer no question", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    import_all(store, "one", random_incidents(200, 1));
    {
        auto import = store.begin_import({"tracks", "", "", false}, now_ms);
        std::vector<domain::Fix> fixes;
        for (int i = 0; i < 60; ++i) fixes.push_back({{105 + i * 0.01, 15}, static_cast<double>(noon + i * 60)});
        for (int t = 0; t < 20; ++t) import.add({{}, "t" + std::to_string(t), "", "foot", {}}, {fixes});
        import.finish();
    }
    CHECK(store.check().empty());
    std::mt19937_64 random(3);
    int broken = 0;
    {
        Connection connection(dir / "a.sqlite", Connection::Access::write);
        for (const std::string table : {"incident", "track_chunk"}) {
            for (int id = 1; id <= 20; ++id) {
                SQLite::Statement get(connection.db(), "SELECT geom FROM " + table + " WHERE id=?");
                get.bind(1, id);
                REQUIRE(get.executeStep());
                const auto* data = static_cast<const std::uint8_t*>(get.getColumn(0).getBlob());
                auto blob = mutate({data, data + get.getColumn(0).getBytes()}, random);
                broken += valid_geometry(blob, table == "incident" ? GeometryType::point : GeometryType::linestring_m)
                              ? 0
                              : 1;
                get.reset();
                SQLite::Statement set(connection.db(), "UPDATE " + table + " SET geom=? WHERE id=?");
                set.bind(1, blob.data(), static_cast<int>(blob.size()));
                set.bind(2, id);
                set.exec();
            }
        }
    }
    CHECK(broken > 30);
    const auto findings = store.check();
    CHECK(std::count_if(findings.begin(), findings.end(), [](const auto& f) { return f.rfind("geometry", 0) == 0; }) ==
          broken);
    domain::Filter filter;
    filter.within = {{{{90, 0}, {120, 0}, {120, 30}, {90, 30}}}};
    CHECK(store.count_incidents(filter) <= 200);
    CHECK(store.count_tracks(filter) <= 20);
    filter = {};
    filter.box = domain::Box{90, 0, 120, 30};
    CHECK(store.count_tracks(filter) <= 20);
    filter = {};
    filter.near = domain::Circle{{105, 15}, 5000};
    CHECK(store.count_incidents(filter) <= 200);
    CHECK(store.count_tracks(filter) <= 20);
    CHECK(code_of([&] { store.load_incidents(); }) == Error::Code::damaged);
    CHECK(code_of([&] { store.load_tracks(); }) == Error::Code::damaged);
}

TEST_CASE("An area knows boxes and places as even-odd does, or says that it is not sure", "[unit]")
{
    std::mt19937_64 random(6);
    std::uniform_real_distribution<double> at(-1, 7), size(0, 1);
    const Area area(ring_with_hole);
    const auto inside = [&](domain::LonLat p) {
        return domain::contains(ring_with_hole[0], p) || domain::contains(ring_with_hole[1], p);
    };
    int sure = 0;
    for (int i = 0; i < 20000; ++i) {
        const domain::LonLat p{at(random), at(random)};
        REQUIRE((area.side(p) == Area::Side::inside) == inside(p));
        const domain::Box box{p.lon, p.lat, p.lon + size(random) / 4, p.lat + size(random) / 4};
        const auto side = area.side(box);
        if (side == Area::Side::unsure) continue;
        ++sure;
        for (int k = 0; k < 5; ++k) {
            const domain::LonLat q{box.west + size(random) * (box.east - box.west),
                                   box.south + size(random) * (box.north - box.south)};
            REQUIRE(inside(q) == (side == Area::Side::inside));
        }
    }
    CHECK(sure > 15000);
    CHECK(area.side(domain::LonLat{1, 0.5}) == Area::Side::unsure);
    CHECK(area.side(domain::LonLat{0.3, 0.2}) == Area::Side::unsure);
}

TEST_CASE("The least distance to a box is never more than the distance to a place in it", "[unit]")
{
    std::mt19937_64 random(8);
    std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90), part(0, 1);
    for (int i = 0; i < 20000; ++i) {
        const domain::LonLat p{lon(random), lat(random)};
        domain::Box box{lon(random), lat(random), 0, 0};
        box.east = box.west + part(random) * part(random) * (180 - box.west);
        box.north = box.south + part(random) * part(random) * (90 - box.south);
        const domain::LonLat q{box.west + part(random) * (box.east - box.west),
                               box.south + part(random) * (box.north - box.south)};
        REQUIRE(least_distance_m(p, box) <= domain::distance_m(p, q));
        REQUIRE(least_distance_m(p, {q.lon, q.lat, q.lon, q.lat}) >= 0.989 * domain::distance_m(p, q));
        const double radius = domain::distance_m(p, q);
        REQUIRE(CircleTest(p, radius + 1e-3).has(q));
        REQUIRE_FALSE(CircleTest(p, radius - 1e-3).has(q));
    }
}
