#include "program.hpp"

#include "app/movers.hpp"

#include <cmath>

using namespace tuantra::tests;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

/// Forty patrols of the exercise, no incidents.
struct Exercise : Program {
    Exercise() { done(*this, {"--quiet", "demo", "--incidents", "0", "--patrols", "40"}); }
};

double sum(const json& segments, const char* name)
{
    double total = 0;
    for (const auto& s : segments) total += s.at(name).get<double>();
    return total;
}

}  // namespace

TEST_CASE("effort of the exercise's patrols is the length of their tracks, on the lines and elsewhere", "[store]")
{
    const Exercise program;
    const auto effort = done(program, {"--json", "effort", "--no-posts"}).json();
    CHECK(effort.at("synthetic") == true);
    CHECK(effort.at("tracks") == 40);
    CHECK(effort.at("other_tracks") == 0);
    CHECK(effort.at("posts") == 0);
    const auto& segments = effort.at("segments");
    REQUIRE(segments.size() == 504 + 326);
    double length_km = 0;
    for (const auto& track : done(program, {"query", "tracks", "--format", "json"}).json())
        length_km += track.at("length_km").get<double>();
    const double here = sum(segments, "patrol_km"), elsewhere = effort.at("elsewhere").at("patrol_km").get<double>();
    CHECK(here > 0.9 * length_km);
    CHECK(here + elsewhere == Approx(length_km).epsilon(1e-6));
    CHECK(effort.at("lines").at("LAND").at("patrol_km").get<double>() +
              effort.at("lines").at("COAST").at("patrol_km").get<double>() ==
          Approx(here).epsilon(1e-6));
    CHECK(effort.at("silences").get<int>() == 0);  // the store holds none inside a run

    std::size_t watched = 0;
    for (const auto& s : segments) {
        const bool is_watched = s.at("watched").get<bool>();
        watched += is_watched ? 1U : 0U;
        CHECK(is_watched == (s.at("patrol_hours").get<double>() > 0));
        CHECK(s.at("last_seen").is_null() == !is_watched);
        CHECK(s.at("watched_km").get<double>() <= s.at("to_km").get<double>() - s.at("from_km").get<double>() + 1e-6);
    }
    CHECK(watched > 40);
    CHECK(watched < segments.size() / 2);
}

TEST_CASE("effort does not depend on how the lines are cut", "[store]")
{
    const Exercise program;
    const auto tens = done(program, {"--json", "effort", "--line", "LAND", "--segment-km", "10"}).json(),
               fives = done(program, {"--json", "effort", "--line", "LAND", "--segment-km", "5"}).json();
    CHECK(tens.at("segments").size() == 504);
    CHECK(fives.at("segments").size() == 1008);
    for (const auto* name : {"patrol_km", "patrol_hours", "swept_km2", "watched_km"})
        CHECK(sum(tens.at("segments"), name) == Approx(sum(fives.at("segments"), name)).epsilon(1e-6));
    CHECK(tens.at("lines").at("LAND").at("post_km_hours").get<double>() ==
          Approx(fives.at("lines").at("LAND").at("post_km_hours").get<double>()).epsilon(1e-6));
    CHECK_FALSE(tens.at("lines").contains("COAST"));
}

TEST_CASE("posts watch their stretch for the whole period, and say that this is assumed", "[store]")
{
    const Exercise program;
    const auto effort = done(program, {"--json", "effort", "--since", "2025-01-01", "--until", "2025-01-11"}).json();
    CHECK(effort.at("posts").get<int>() > 20);
    CHECK(effort.at("settings").at("posts_manned") == "assumed");
    double most = 0;
    for (const auto& s : effort.at("segments")) most = std::max(most, s.at("post_hours").get<double>());
    // at most 2 of 10 km in reach of one post, 240 hours; some posts stand close together
    CHECK(most > 10);
    CHECK(most <= 240);
    const auto text = done(program, {"effort"}).out;
    CHECK_THAT(text, Contains("SYNTHETIC"));
    CHECK_THAT(text, Contains("taken to be manned"));
    CHECK_THAT(text, Contains("Not watched"));
    CHECK_THAT(text, Contains("LAND"));
}

TEST_CASE("effort heeds the period, the area and the strip of the filter", "[store]")
{
    const Exercise program;
    const auto km = [&](const std::vector<std::string>& filter) {
        std::vector<std::string> call = {"--json", "--quiet", "effort", "--no-posts"};
        call.insert(call.end(), filter.begin(), filter.end());
        return sum(done(program, call).json().at("segments"), "patrol_km");
    };
    const double all = km({});
    const auto halves = [&](const std::vector<std::string>& one, const std::vector<std::string>& two) {
        const double a = km(one), b = km(two);
        CHECK(a > 0);
        CHECK(b > 0);
        CHECK(a + b == Approx(all).epsilon(1e-3));  // parts of tracks are cut anew at the ends
    };
    halves({"--until", "2025-01-01"}, {"--since", "2025-01-01"});
    halves({"--bbox", "100,5,120,16"}, {"--bbox", "100,16,120,25"});
    halves({"--line", "LAND"}, {"--line", "COAST"});
    halves({"--km", "0:1000"}, {"--km", "1000:6000"});
    CHECK(km({"--offset=0:25000"}) < all);
    CHECK(km({"--near", "106.7,21.95,1"}) < 0.1 * all);
    CHECK(km({"--since", "2035-01-01"}) == 0);
    CHECK(km({"--kind", "drugs"}) == Approx(all));
    CHECK_THAT(program.run({"effort", "--kind", "drugs"}).err, Contains("say nothing of patrols"));
}

TEST_CASE("tracks of animals and of ships' traffic are no patrol effort", "[store]")
{
    const Program program;
    std::string rows =
        "timestamp,mmsi,vessel_name,latitude,longitude,speed_knots,course_degrees,heading_degrees,navigation_status,"
        "ship_type,estimated_dwt,call_sign,destination,imo_number,max_draught\n";
    for (const auto* fix :
         {"00,574000001,A,16.20,108.30", "10,574000001,A,16.21,108.32", "20,574000001,A,16.22,108.34"})
        rows += "2024-01-01T00:" + std::string(fix).insert(2, ":00Z") + ",8,90,90,0,70,0,X,Y,1,5\n";
    const auto csv = program.write("ais.csv", rows);
    const auto imported = program.run({"--json", "import", csv, "--profile", "ais_live"});
    INFO(imported.out << imported.err);
    REQUIRE(imported.status == 0);
    CHECK(done(program, {"query", "tracks", "--format", "json"}).json().at(0).at("kind") == "vessel");
    const auto effort = done(program, {"--json", "effort"}).json();
    CHECK(effort.at("tracks") == 0);
    CHECK(effort.at("other_tracks") == 1);
    CHECK(effort.at("period").at("from").is_null());
    for (const auto& s : effort.at("segments")) CHECK(s.at("watched") == false);
}

TEST_CASE("effort goes to CSV and JSON files, and a call at fault is refused", "[store]")
{
    const Exercise program;
    const auto csv = (program.dir() / "effort.csv").string(), file = (program.dir() / "effort.json").string();
    done(program, {"effort", "--segment-km", "50", "--out", csv});
    const auto text = Program::read(csv);
    CHECK(lines_in(text) == 1 + 101 + 66);
    CHECK_THAT(text, Contains("line,from_km,to_km,watched,patrol_km"));
    CHECK_THAT(text, !Contains("nan"));
    done(program, {"effort", "--segment-km", "50", "--out", file});
    CHECK(json::parse(Program::read(file)).at("segments").size() == 101 + 66);
    const std::vector<std::vector<std::string>> calls = {
        {"effort", "--segment-km", "0"},    {"effort", "--segment-km", "x"},
        {"effort", "--snap-km", "0"},       {"effort", "--km", "9000:9100"},
        {"effort", "--offset=40000:50000"}, {"effort", "--since", "2025-02-01", "--until", "2025-01-01"}};
    for (const auto& call : calls) {
        const auto run = program.run(call);
        INFO(call[1] << ' ' << run.err);
        CHECK(run.status == 2);
        CHECK(run.out.empty());
        CHECK(lines_in(run.err) == 1);
    }
}

TEST_CASE("sweep widths and posts come from data, and every one has its source", "[unit]")
{
    const auto file = std::string(TUANTRA_SOURCE_DIR) + "/data/movers.json";
    const tuantra::app::Movers movers(file);
    CHECK(movers.sweep("foot").width_m > 0);
    CHECK(movers.sweep("foot").patrol);
    CHECK(movers.sweep("boat").width_m > movers.sweep("foot").width_m);
    CHECK_FALSE(movers.sweep("vessel").patrol);
    CHECK_FALSE(movers.sweep("animal").patrol);
    CHECK(movers.sweep("zeppelin").width_m == 0);
    CHECK_FALSE(movers.sweep("zeppelin").patrol);
    CHECK(movers.post("post").reach_m > 0);
    CHECK(movers.post("squadron").reach_m == 0);
    CHECK(movers.post("lighthouse").reach_m == 0);
    const auto document = json::parse(Program::read(file));
    for (const auto& mover : document.at("movers")) CHECK_FALSE(mover.at("sweep_source").get<std::string>().empty());
    for (const auto& post : document.at("posts")) CHECK_FALSE(post.at("source").get<std::string>().empty());
}
