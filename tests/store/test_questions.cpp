#include "support.hpp"

#include "domain/geodesy.hpp"
#include "domain/text.hpp"
#include "store/words.hpp"

#include <algorithm>
#include <cmath>
#include <map>

using namespace tuantra;
using namespace tuantra::tests;
using domain::Filter;
using store::OpenMode;
using store::Store;

namespace {

const domain::MultiPolygon star{
    {{{105, 12}, {107, 13}, {109, 11}, {108, 16}, {110, 19}, {106, 17}, {103, 20}, {104, 15}},
     {{105.5, 14}, {106.5, 14}, {106.5, 15.5}, {105.5, 15.5}}},
    {{{103, 9}, {104, 9}, {104, 10.5}}}};

/// The definition of each part, on the record itself.
bool passes(const Filter& f, const domain::Incident& in)
{
    if (f.since && in.occurred.to < *f.since) return false;
    if (f.until && in.occurred.from >= *f.until) return false;
    if (!f.kinds.has(in.kind) || in.severity < f.severity_min || in.severity > f.severity_max) return false;
    if (f.box && !domain::contains(*f.box, in.place)) return false;
    if (f.near && domain::distance_m(f.near->centre, in.place) > f.near->radius_km * 1000) return false;
    if (!f.within.empty() &&
        std::none_of(f.within.begin(), f.within.end(), [&](const auto& p) { return domain::contains(p, in.place); }))
        return false;
    if (f.line && (!in.address || in.address->line != *f.line)) return false;
    if (!f.km.open() && (!in.address || !f.km.has(in.address->chainage_km))) return false;
    if (!f.offset_m.open() && (!in.address || !f.offset_m.has(in.address->offset_m))) return false;
    if (f.grade_min != 'A' || f.grade_max != 'F')
        if (in.reliability < f.grade_min || in.reliability > f.grade_max) return false;
    return store::words_match(store::split_words(f.text), in.title, in.narrative);
}

/// Each part of a filter alone, by name.
std::map<std::string, Filter> single_filters(const domain::Uid& source)
{
    std::map<std::string, Filter> out;
    out["since"].since = domain::Instant{noon - 200 * day};
    out["until"].until = domain::Instant{noon - 700 * day};
    out["kinds"].kinds = domain::KindSet::none();
    out["kinds"].kinds.set(domain::Kind::drugs, true);
    out["kinds"].kinds.set(domain::Kind::piracy, true);
    out["no kinds"].kinds = domain::KindSet::none();
    out["severity_min"].severity_min = 4;
    out["severity_max"].severity_max = 2;
    out["text"].text = "LANG Sơn, lậu";
    out["box"].box = domain::Box{104, 11, 107.25, 17.5};
    out["near"].near = domain::Circle{{105.5, 14.2}, 180};
    out["within"].within = star;
    out["line"].line = domain::LineId::coast;
    out["km"].km = {500, 1500};
    out["km from"].km = {4000, {}};
    out["offset"].offset_m = {-3000, 1000};
    out["source"].source = source;
    out["grade"].grade_max = 'B';
    out["grades"].grade_min = 'C';
    return out;
}

/// Both filters at once.
Filter both(const Filter& a, const Filter& b)
{
    const Filter open;
    Filter out = a;
    if (b.since) out.since = b.since;
    if (b.until) out.until = b.until;
    if (!(b.kinds == open.kinds)) out.kinds = b.kinds;
    if (b.severity_min != 1) out.severity_min = b.severity_min;
    if (b.severity_max != 5) out.severity_max = b.severity_max;
    if (!b.text.empty()) out.text = b.text;
    if (b.box) out.box = b.box;
    if (b.near) out.near = b.near;
    if (!b.within.empty()) out.within = b.within;
    if (b.line) out.line = b.line;
    if (!b.km.open()) out.km = b.km;
    if (!b.offset_m.open()) out.offset_m = b.offset_m;
    if (b.source) out.source = b.source;
    if (b.grade_min != 'A') out.grade_min = b.grade_min;
    if (b.grade_max != 'F') out.grade_max = b.grade_max;
    return out;
}

}  // namespace

TEST_CASE("Each filter and each pair of filters gives what its definition says, without reading a whole table",
          "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const auto records = random_incidents(2500, 11);
    const auto others = random_incidents(40, 12);
    domain::Uid uid;
    import_all(store, "one", records, &uid);
    import_all(store, "two", others);

    const auto check = [&](const std::string& name, const Filter& filter) {
        INFO(name);
        std::vector<std::int64_t> expected;
        for (std::size_t i = 0; i < records.size() + others.size(); ++i) {
            const bool first = i < records.size();
            const auto& in = first ? records[i] : others[i - records.size()];
            if ((first || !filter.source) && passes(filter, in)) expected.push_back(static_cast<std::int64_t>(i) + 1);
        }
        const auto found = store.incident_ids(filter);
        CHECK(found == expected);
        CHECK(store.count_incidents(filter) == static_cast<std::int64_t>(expected.size()));
        const auto explained = store.explain_incidents(filter);
        INFO(explained.sql);
        CHECK_FALSE(explained.full_scan);
        CHECK_FALSE(explained.plan.empty());
    };
    const auto singles = single_filters(uid);
    for (const auto& [name, filter] : singles) check(name, filter);
    for (const auto& [a, first] : singles)
        for (const auto& [b, second] : singles)
            if (a < b) check(a + " and " + b, both(first, second));
    CHECK(store.count_incidents({}) == 2540);
    CHECK_FALSE(store.explain_incidents({}).full_scan);
}

TEST_CASE("A plan that reads a whole table is told from one that does not", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const auto plan = store.explain_incidents({}).plan;
    REQUIRE(plan.size() == 1);
    CHECK(plan[0].rfind("SCAN i", 0) == 0);
}

TEST_CASE("Incidents come ordered by time and number, and stop when told", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    import_all(store, "one", random_incidents(300, 1));
    std::vector<std::pair<std::int64_t, std::int64_t>> order;
    store.incidents({}, [&](const store::IncidentRecord& r) {
        order.emplace_back(r.incident.occurred.from.unix_s, r.id);
        return true;
    });
    CHECK(order.size() == 300);
    CHECK(std::is_sorted(order.begin(), order.end()));
    int seen = 0;
    store.incidents({}, [&](const store::IncidentRecord&) { return ++seen < 5; });
    CHECK(seen == 5);
    const auto columns = store.load_incidents();
    REQUIRE(columns.size() == 300);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto record = store.incident(columns.id[i]).value();
        CHECK(std::pair(columns.from_s[i], columns.id[i]) == order[i]);
        CHECK(columns.place[i] == record.incident.place);
        CHECK(columns.kind[i] == record.incident.kind);
        CHECK(columns.severity[i] == record.incident.severity);
        CHECK(columns.reliability[i] == record.incident.reliability);
        CHECK((columns.line[i] >= 0) == record.incident.address.has_value());
        if (record.incident.address)
            CHECK(columns.offset_m[i] == static_cast<float>(record.incident.address->offset_m));
    }
}

TEST_CASE("The nearest are those of brute force, at the date line and the poles too", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    auto records = random_incidents(3000, 4);
    std::mt19937_64 random(9);
    std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90);
    for (std::size_t i = 0; i < 800; ++i) records[i].place = {lon(random), lat(random)};
    records[900].place = records[901].place;  // a tie
    import_all(store, "one", records);
    std::vector<domain::LonLat> places{{179.99, 10}, {-180, -20}, {0, 90}, {33, -89.9}, {106, 16}, records[901].place};
    for (int i = 0; i < 60; ++i) places.push_back({lon(random), lat(random)});
    for (const auto& p : places) {
        std::vector<std::pair<double, std::int64_t>> all;
        for (std::size_t i = 0; i < records.size(); ++i)
            all.emplace_back(domain::distance_m(p, records[i].place), static_cast<std::int64_t>(i) + 1);
        std::sort(all.begin(), all.end());
        std::vector<std::int64_t> expected;
        for (std::size_t i = 0; i < 10; ++i) expected.push_back(all[i].second);
        CHECK(store.nearest_incidents(p, 10) == expected);
    }
    CHECK(store.nearest_incidents({106, 16}, 0).empty());
    CHECK(store.nearest_incidents({106, 16}, 5000).size() == 3000);
}

TEST_CASE("Circles around the date line and the poles hold what lies in them", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90);
    std::vector<domain::Incident> records;
    for (int i = 0; i < 3000; ++i) records.push_back(incident("k" + std::to_string(i), {lon(random), lat(random)}));
    import_all(store, "one", records);
    for (const auto& circle : {domain::Circle{{179.5, 10}, 1500},
                               {{-179.9, -60}, 2500},
                               {{20, 89}, 800},
                               {{106, 16}, 12000},
                               {{106, 16}, 25000},
                               {{106, 16}, 0}}) {
        Filter filter;
        filter.near = circle;
        std::int64_t expected = 0;
        for (const auto& in : records) expected += passes(filter, in) ? 1 : 0;
        CHECK(store.count_incidents(filter) == expected);
        CHECK(static_cast<std::int64_t>(store.incident_ids(filter).size()) == expected);
    }
}

TEST_CASE("Bounds are kept to the last bit although the index holds 32-bit numbers", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    std::vector<domain::Incident> records;
    const double step = 1e-9;
    for (int i = -50; i <= 50; ++i)
        records.push_back(incident("k" + std::to_string(i), {106 + i * step, 16 - i * step}, noon + i));
    import_all(store, "one", records);
    Filter filter;
    filter.box = domain::Box{106, 10, 107, 17};
    CHECK(store.count_incidents(filter) == 51);
    filter = {};
    filter.until = domain::Instant{noon};
    CHECK(store.count_incidents(filter) == 50);
    filter.until.reset();
    filter.since = domain::Instant{noon};
    CHECK(store.count_incidents(filter) == 51);
    filter = {};
    filter.within = {{{{106, 15}, {107, 15}, {107, 17}, {106, 17}}}};
    CHECK(store.count_incidents(filter) == 51);  // SpatiaLite counts the place on the edge in
}

TEST_CASE("Text is found without marks, by beginnings of words, also before it is indexed", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    auto store = Store::open(file, OpenMode::create);
    std::vector<domain::Incident> records;
    for (int i = 0; i < 25000; ++i) records.push_back(incident("k" + std::to_string(i)));  // too many to index at once
    records[7].title = "Đường mòn “Cầu Treo”";
    records[8].narrative = "cau-treo; duong";
    records[9].title = "treo";
    import_all(store, "one", records);
    Filter filter;
    filter.text = "TREO đư";
    const std::vector<std::int64_t> expected{8, 9};
    CHECK(Store::open(file, OpenMode::read_only).incident_ids(filter) == expected);
    CHECK(store.incident_ids(filter) == expected);  // indexes
    CHECK(store.incident_ids(filter) == expected);
    CHECK(Store::open(file, OpenMode::read_only).incident_ids(filter) == expected);
    filter.text = "reo";
    CHECK(store.count_incidents(filter) == 0);
    filter.text = "\"* OR )(";
    CHECK(store.count_incidents(filter) == 0);
    filter.text = " ;. ";
    CHECK(store.count_incidents(filter) == 25000);
    CHECK(store.check().empty());
}

TEST_CASE("An area that is none is refused", "[store]")
{
    const TempDir dir;
    const auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    Filter filter;
    filter.within = {{{{105, 20}, {106, 20}}}};
    CHECK_THROWS_AS(store.count_incidents(filter), store::Error);
    filter.within = {{}};
    CHECK_THROWS_AS(store.count_incidents(filter), store::Error);
    filter.within = {{{{105, 20}, {106, 20}, {std::nan(""), 3}}}};
    CHECK_THROWS_AS(store.count_incidents(filter), store::Error);
}
