#include "analysis/effort.hpp"

#include "analysis/parallel.hpp"
#include "analysis/random.hpp"
#include "domain/geodesy.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>

using namespace tuantra;
using namespace tuantra::analysis;
using domain::Fix;
using domain::LineId;
using domain::LonLat;

namespace {

constexpr double hour = 3600;
constexpr double degree_km = 111.31949079327358;  ///< of the equator

std::shared_ptr<const domain::MeasuredLine> line(LineId id, domain::Polyline points, double official_km)
{
    domain::LineSpec spec;
    spec.id = id;
    spec.points = std::move(points);
    spec.official_km = official_km;
    spec.official_source = "test";
    spec.outward = domain::Outward::left;  // north, for a line that runs east
    return std::make_shared<domain::MeasuredLine>(std::move(spec));
}

/// LAND 200 km along the equator from 100 E, COAST 100 km along 2 N.
const domain::Lines& two_lines()
{
    static const domain::Lines lines = [] {
        const double land = 200 / degree_km;
        const LonLat end = domain::direct({100, 2}, 90, 100'000);
        return domain::Lines{line(LineId::land, {{100, 0}, {100 + land, 0}}, 200),
                             line(LineId::coast, {{100, 2}, end}, 100)};
    }();
    return lines;
}

/// A place at a kilometre of LAND, so many metres north.
LonLat at(double km, double north_m = 0)
{
    return domain::direct({100 + km / degree_km, 0}, 0, north_m);
}

EffortSettings settings(double segment_km, double strip_m = 5000)
{
    EffortSettings s;
    s.segments = line_segments(two_lines(), segment_km);
    s.strip_from_m = -strip_m;
    s.strip_to_m = strip_m;
    return s;
}

Effort measured(const EffortSettings& s, const std::vector<EffortPiece>& pieces,
                const domain::Lines& lines = two_lines())
{
    EffortMeter meter(lines, s);
    meter.add(pieces);
    return meter.result();
}

double total_km(const Effort& e)
{
    double sum = e.elsewhere_km;
    for (const auto& s : e.segments) sum += s.patrol_km;
    return sum;
}

double total_hours(const Effort& e)
{
    double sum = e.elsewhere_hours;
    for (const auto& s : e.segments) sum += s.patrol_hours;
    return sum;
}

/// A patrol that wanders about the line, with rests.
std::vector<Fix> wander(Random& random, double start_s)
{
    std::vector<Fix> fixes;
    double km = random.uniform() * 200, off = (random.uniform() - 0.5) * 12'000, t = start_s;
    const double way = random.uniform() < 0.5 ? -1 : 1;
    for (int i = 0; i < 120; ++i) {
        fixes.push_back({at(km, off), t});
        t += 30 + random.uniform() * 60;
        if (random.uniform() < 0.2) continue;
        km += way * random.uniform() * 0.4;
        off += (random.uniform() - 0.5) * 300;
    }
    return fixes;
}

}  // namespace

TEST_CASE("A patrol along the line spends its kilometres and hours where it walked", "[unit]")
{
    // from km 5 to km 15 in two hours, 300 m inland, seeing 50 m to both sides
    const std::vector<Fix> fixes{{at(5, -300), 0}, {at(9, -300), 0.8 * hour}, {at(15, -300), 2 * hour}};
    const auto effort = measured(settings(10), {{fixes, 50}});
    REQUIRE(effort.segments.size() == 30);
    for (const std::size_t i : {0U, 1U}) {
        const auto& s = effort.segments[i];
        CHECK(s.segment.line == LineId::land);
        CHECK(s.patrol_km == Approx(5).epsilon(1e-6));
        CHECK(s.patrol_hours == Approx(1).epsilon(1e-6));
        CHECK(s.swept_km2 == Approx(0.5).epsilon(1e-6));
        CHECK(s.watched_km == Approx(5).margin(0.26));
        CHECK(s.watched());
    }
    CHECK(effort.segments[0].last_seen_s.value() == Approx(hour));
    CHECK(effort.segments[1].last_seen_s.value() == Approx(2 * hour));
    CHECK(effort.elsewhere_km == 0);
    CHECK(effort.pieces == 1);
}

TEST_CASE("A segment without effort is not watched, and holds no number that is none", "[unit]")
{
    const std::vector<Fix> fixes{{at(5), 0}, {at(6), hour}}, alone{{at(55), 0}};
    const auto effort = measured(settings(10), {{fixes, 50}, {alone, 50}, {{}, 50}});
    CHECK(effort.pieces == 1);
    for (std::size_t i = 1; i < effort.segments.size(); ++i) {
        const auto& s = effort.segments[i];
        CHECK_FALSE(s.watched());
        CHECK_FALSE(s.last_seen_s.has_value());
        for (const double v : {s.patrol_km, s.patrol_hours, s.swept_km2, s.watched_km, s.post_hours()}) CHECK(v == 0);
    }
}

TEST_CASE("Silences are no effort and rests are", "[unit]")
{
    const std::vector<Fix> fixes{{at(2), 0},           {at(4), hour},      {at(14), 3 * hour},  // silent for two hours
                                 {at(14), 3.5 * hour}, {at(14), 4 * hour},                      // a rest of an hour
                                 {at(15), 4.5 * hour}};
    const auto effort = measured(settings(10), {{fixes, 0, 1.5 * hour}});
    CHECK(effort.silences == 1);
    CHECK(effort.silent_hours == 2);
    CHECK(effort.segments[0].patrol_km == Approx(2));
    CHECK(effort.segments[0].patrol_hours == Approx(1));
    CHECK(effort.segments[0].last_seen_s.value() == Approx(hour));
    CHECK(effort.segments[1].patrol_km == Approx(1));
    CHECK(effort.segments[1].patrol_hours == Approx(1.5));
    CHECK(measured(settings(10), {{fixes, 0}}).silences == 0);

    // an hour on one spot is an hour, and no kilometre
    const std::vector<Fix> stood{{at(33), 0}, {at(33), hour}};
    const auto post = measured(settings(10), {{stood, 10}}).segments[3];
    CHECK(post.patrol_km == 0);
    CHECK(post.patrol_hours == 1);
    CHECK(post.watched());
}

TEST_CASE("A sweep counts by the part that lies within the strip", "[unit]")
{
    const auto along = [](double north_m) { return std::vector<Fix>{{at(20, north_m), 0}, {at(30, north_m), hour}}; };
    struct Case {
        double north_m, half_width_m, share;
    };
    for (const Case c : {Case{0, 1000, 1}, Case{4000, 1000, 1}, Case{5000, 1000, 0.5}, Case{-5500, 1000, 0.25},
                         Case{6100, 1000, 0}, Case{0, 10000, 0.5}, Case{4990, 0, 1}, Case{5010, 0, 0}}) {
        const auto fixes = along(c.north_m);
        const auto effort = measured(settings(10), {{fixes, c.half_width_m}});
        const auto& s = effort.segments[2];
        CHECK(s.patrol_km == Approx(10 * c.share).epsilon(1e-4).margin(1e-9));
        CHECK(s.patrol_hours == Approx(c.share).epsilon(1e-4).margin(1e-9));
        CHECK(s.swept_km2 == Approx(10 * c.share * 2 * c.half_width_m / 1000).epsilon(1e-4).margin(1e-9));
        CHECK(total_km(effort) == Approx(10).epsilon(1e-4));
        CHECK(s.watched() == (c.share > 0));
    }
    // a strip on one side only
    auto seaward = settings(10);
    seaward.strip_from_m = 0;
    const auto inland = along(-3000), outside = along(3000);
    CHECK(measured(seaward, {{inland, 500}}).segments[2].patrol_km == 0);
    CHECK(measured(seaward, {{outside, 500}}).segments[2].patrol_km == Approx(10).epsilon(1e-4));
}

TEST_CASE("Only the period counts, and steps across its ends are cut", "[unit]")
{
    const std::vector<Fix> fixes{{at(0), 0}, {at(4), hour}, {at(8), 2 * hour}};
    auto s = settings(4);
    s.since_s = 0.5 * hour;
    s.until_s = 1.5 * hour;
    const auto effort = measured(s, {{fixes, 0}});
    CHECK(effort.segments[0].patrol_km == Approx(2).epsilon(1e-6));
    CHECK(effort.segments[0].patrol_hours == Approx(0.5).epsilon(1e-6));
    CHECK(effort.segments[1].patrol_km == Approx(2).epsilon(1e-6));
    CHECK(effort.segments[1].last_seen_s.value() == Approx(1.5 * hour));
    s.since_s = s.until_s = 3 * hour;
    const auto none = measured(s, {{fixes, 0}});
    CHECK(total_km(none) == 0);
    CHECK(none.pieces == 0);
}

TEST_CASE("Only effort inside the area counts", "[unit]")
{
    const std::vector<Fix> fixes{{at(0), 0}, {at(20), hour}};
    auto s = settings(10);
    s.inside = [](LonLat p) { return p.lon < at(5).lon; };
    const auto effort = measured(s, {{fixes, 0}});
    CHECK(effort.segments[0].patrol_km == Approx(5).epsilon(1e-6));
    CHECK(total_km(effort) == Approx(5).epsilon(1e-6));
}

TEST_CASE("Effort is conserved, however the lines are cut and whoever computes it", "[unit]")
{
    Random random(17);
    std::vector<std::vector<Fix>> tracks;
    std::vector<EffortPiece> pieces;
    double km = 0, hours = 0;
    for (int i = 0; i < 60; ++i) tracks.push_back(wander(random, i * 10'000));
    for (const auto& t : tracks) {
        pieces.push_back({t, random.uniform() * 900, 80});
        for (std::size_t i = 1; i < t.size(); ++i) {
            if (t[i].time_s - t[i - 1].time_s > 80) continue;
            km += domain::distance_m(t[i - 1].place, t[i].place) / 1000;
            hours += (t[i].time_s - t[i - 1].time_s) / hour;
        }
    }
    auto coarse = settings(10);
    auto fine = coarse;
    fine.segments = line_segments(two_lines(), 2.5);
    fine.threads = 3;
    coarse.threads = 1;
    const auto tens = measured(coarse, pieces), quarters = measured(fine, pieces);
    CHECK(total_km(tens) == Approx(km).epsilon(1e-9));
    CHECK(total_hours(tens) == Approx(hours).epsilon(1e-9));
    CHECK(tens.elsewhere_km > 0);
    CHECK(tens.elsewhere_km < km);
    CHECK(tens.silences > 0);
    CHECK(tens.elsewhere_km == Approx(quarters.elsewhere_km).epsilon(1e-12));
    for (std::size_t i = 0; i < tens.segments.size(); ++i) {
        const auto& whole = tens.segments[i];
        SegmentEffort sum;
        for (std::size_t part = 4 * i; part < 4 * i + 4; ++part) {
            const auto& s = quarters.segments[part];
            REQUIRE(s.segment.from_km >= whole.segment.from_km);
            REQUIRE(s.segment.to_km <= whole.segment.to_km);
            sum.patrol_km += s.patrol_km;
            sum.patrol_hours += s.patrol_hours;
            sum.swept_km2 += s.swept_km2;
            sum.watched_km += s.watched_km;
            if (s.last_seen_s) sum.last_seen_s = std::max(sum.last_seen_s.value_or(0), *s.last_seen_s);
        }
        CHECK(sum.patrol_km == Approx(whole.patrol_km).epsilon(1e-9).margin(1e-12));
        CHECK(sum.patrol_hours == Approx(whole.patrol_hours).epsilon(1e-9).margin(1e-12));
        CHECK(sum.swept_km2 == Approx(whole.swept_km2).epsilon(1e-9).margin(1e-12));
        CHECK(sum.watched_km == Approx(whole.watched_km).epsilon(1e-9).margin(1e-9));
        CHECK(sum.last_seen_s == whole.last_seen_s);
    }
    // the same bits on four threads, in one call or piece by piece
    auto other = coarse;
    other.threads = 4;
    EffortMeter meter(two_lines(), other);
    for (const auto& piece : pieces) meter.add(std::vector<EffortPiece>{piece});
    for (const auto& again : {measured(other, pieces), meter.result()})
        for (std::size_t i = 0; i < tens.segments.size(); ++i) {
            CHECK(again.segments[i].patrol_km == tens.segments[i].patrol_km);
            CHECK(again.segments[i].patrol_hours == tens.segments[i].patrol_hours);
            CHECK(again.segments[i].watched_km == tens.segments[i].watched_km);
        }
}

TEST_CASE("What is passed twice is watched once", "[unit]")
{
    const std::vector<Fix> there{{at(10), 0}, {at(18), hour}}, back{{at(18), 2 * hour}, {at(10), 3 * hour}},
        more{{at(16), 4 * hour}, {at(20), 5 * hour}};
    const auto effort = measured(settings(10), {{there, 50}, {back, 50}, {more, 50}});
    CHECK(effort.segments[1].patrol_km == Approx(20));
    CHECK(effort.segments[1].watched_km == Approx(9.75).margin(0.01));  // to the middles of the first and last part
}

TEST_CASE("A bay whose mouth is passed by is not watched", "[unit]")
{
    // the line turns south into a bay 40 km deep and 2 km wide at km 50
    const LonLat mouth = at(50), far_side = at(52);
    const domain::Lines lines{line(LineId::land,
                                   {at(0), mouth, domain::direct(mouth, 180, 40'000),
                                    domain::direct(far_side, 180, 40'000), far_side, at(100)},
                                   180),
                              line(LineId::coast, {{100, 5}, {101, 5}}, 111)};
    auto s = settings(10);
    s.segments = line_segments(lines, 180, LineId::land);
    const std::vector<Fix> fixes{{at(40, 1000), 0}, {at(62, 1000), hour}};
    const auto effort = measured(s, {{fixes, 50}}, lines);
    CHECK(effort.segments[0].patrol_km == Approx(22).epsilon(0.001));
    CHECK(effort.segments[0].watched_km == Approx(20).margin(1.2));
}

TEST_CASE("A post watches the kilometres within its reach for as long as it is manned", "[unit]")
{
    auto s = settings(10);
    EffortMeter meter(two_lines(), s);
    // on the line at km 48, reaching km 43 to 53; a day, a quarter of it manned
    meter.add(WatchPost{at(48), 5000, 0, 24 * hour, 0.25});
    // 3 km off the line at km 100, reaching 4 km to both sides, an hour
    meter.add(WatchPost{at(100, 3000), 5000, 0, hour});
    // too far away
    meter.add(WatchPost{at(150, 6000), 5000, 0, hour});
    const auto effort = meter.result();
    CHECK(effort.segments[4].post_km_hours == Approx(7 * 6).epsilon(1e-4));
    CHECK(effort.segments[4].post_hours() == Approx(0.7 * 6).epsilon(1e-4));
    CHECK(effort.segments[4].watched_km == Approx(7).epsilon(1e-4));
    CHECK(effort.segments[5].post_km_hours == Approx(3 * 6).epsilon(1e-4));
    CHECK(effort.segments[9].post_km_hours == Approx(4).epsilon(1e-4));
    CHECK(effort.segments[10].post_km_hours == Approx(4).epsilon(1e-4));
    CHECK(effort.segments[4].watched());
    CHECK_FALSE(effort.segments[4].last_seen_s.has_value());
    CHECK_FALSE(effort.segments[15].watched());

    s.since_s = 12 * hour;
    s.until_s = 18 * hour;
    EffortMeter later(two_lines(), s);
    later.add(WatchPost{at(48), 5000, 0, 24 * hour, 0.25});
    later.add(WatchPost{at(100), 5000, 0, hour});
    CHECK(later.result().segments[4].post_km_hours == Approx(7 * 1.5).epsilon(1e-4));
    CHECK_FALSE(later.result().segments[10].watched());

    s.strip_from_m = 1000;  // records off the line only: a post on it sees none of the strip
    EffortMeter beyond(two_lines(), s);
    beyond.add(WatchPost{at(48), 5000, 12 * hour, 24 * hour});
    CHECK_FALSE(beyond.result().segments[4].watched());
}

TEST_CASE("The parts of a line within a distance of a place begin and end at that distance", "[unit]")
{
    const auto& land = *two_lines().land;
    const LonLat place = at(70, 12'000);
    const auto found = line_within(land, place, 20'000);
    REQUIRE(found.size() == 1);
    CHECK(found[0].from_km == Approx(54).margin(0.005));
    for (const double km : {found[0].from_km, found[0].to_km})
        CHECK(domain::distance_m(land.point_at(km), place) == Approx(20'000).margin(1));
    CHECK(line_within(land, place, 11'999).empty());
    CHECK(line_within(land, at(0), 1000)[0].from_km == 0);
    // only what lies inside, to a quarter of a kilometre
    const auto west_of_60 = line_within(land, place, 20'000, [](LonLat p) { return p.lon < 100 + 60 / degree_km; });
    REQUIRE(west_of_60.size() == 1);
    CHECK(west_of_60[0].from_km == found[0].from_km);
    CHECK(west_of_60[0].to_km == Approx(60).margin(0.13));
    CHECK_THROWS_AS(line_within(land, {200, 0}, 1), std::invalid_argument);
    CHECK_THROWS_AS(line_within(land, place, -1), std::invalid_argument);
    // a line that leaves and returns
    const auto bent = line(LineId::land, {at(0), at(10), at(10, -30'000), at(12, -30'000), at(12), at(30)}, 92);
    CHECK(line_within(*bent, at(11, -30'000), 5000).size() == 1);
    CHECK(line_within(*bent, at(11, -10'000), 3000).size() == 2);
}

TEST_CASE("Segments cover the lines, a line or a part of it", "[unit]")
{
    const auto all = line_segments(two_lines(), 30);
    REQUIRE(all.size() == 7 + 4);
    CHECK(all[6].from_km == 180);
    CHECK(all[6].to_km == 200);
    CHECK(all[7].line == LineId::coast);
    const auto part = line_segments(two_lines(), 30, LineId::coast, {25.0, 62.0});
    REQUIRE(part.size() == 3);
    CHECK(part[0].from_km == 25);
    CHECK(part[0].to_km == 30);
    CHECK(part[2].to_km == 62);
    // no segment of a hair's breadth where rounding leaves one
    const auto even = line_segments(two_lines(), 0.6, LineId::land, {119.4, 125.4});
    REQUIRE(even.size() == 10);
    for (const auto& segment : even) CHECK(segment.km() == Approx(0.6));
    CHECK_THROWS_AS(line_segments(two_lines(), 0), std::invalid_argument);
    CHECK_THROWS_AS(line_segments(two_lines(), NAN), std::invalid_argument);
    CHECK_THROWS_AS(line_segments(two_lines(), 1e-6), std::invalid_argument);
    CHECK_THROWS_AS(line_segments(two_lines(), 10, LineId::coast, {150.0, 180.0}), std::invalid_argument);
}

TEST_CASE("Bad input of effort is refused in a sentence", "[unit]")
{
    const auto refuse = [](auto change) {
        auto s = settings(10);
        change(s);
        CHECK_THROWS_AS(EffortMeter(two_lines(), s), std::invalid_argument);
    };
    refuse([](EffortSettings& s) { s.segments[3].to_km = s.segments[3].from_km; });
    refuse([](EffortSettings& s) { std::swap(s.segments[3], s.segments[4]); });
    refuse([](EffortSettings& s) { s.segments.back().to_km = 101; });
    refuse([](EffortSettings& s) { s.strip_from_m = s.strip_to_m; });
    refuse([](EffortSettings& s) { s.part_m = 0; });
    refuse([](EffortSettings& s) { s.since_s = 2, s.until_s = 1; });
    EffortMeter meter(two_lines(), settings(10));
    const auto refuse_piece = [&](const std::vector<Fix>& fixes, double width = 10) {
        const std::vector<EffortPiece> pieces{{fixes, width}};
        CHECK_THROWS_AS(meter.add(pieces), std::invalid_argument);
    };
    refuse_piece({{{200, 0}, 0}, {at(1), 1}});
    refuse_piece({{at(1), 1}, {at(2), 1}});
    refuse_piece({{at(1), NAN}, {at(2), 1}});
    refuse_piece({{at(1), 0}, {at(2), 1}}, -1);
    CHECK_THROWS_AS(meter.add(WatchPost{at(1), -1, 0, 1}), std::invalid_argument);
    CHECK_THROWS_AS(meter.add(WatchPost{at(1), 1, 1, 0}), std::invalid_argument);
    CHECK_THROWS_AS(meter.add(WatchPost{at(1), 1, 0, 1, 1.5}), std::invalid_argument);
    auto stopped = settings(10);
    std::stop_source stop;
    stop.request_stop();
    stopped.stop = stop.get_token();
    const std::vector<Fix> fixes{{at(1), 0}, {at(2), 1}};
    CHECK_THROWS_AS(measured(stopped, {{fixes, 1}}), Stopped);
}
