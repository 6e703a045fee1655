#include "planted.hpp"
#include "store/connection.hpp"

using namespace tuantra::tests;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

/// Forty in 2023 and forty in 2024 between km 800 and 810, and two hundred everywhere in both years.
struct TwoYears : Program {
    TwoYears()
    {
        Planted planted;
        planted.spread(200, 0, 5036);
        for (int i = 0; i < 80; ++i) planted.at(800.1 + i % 40 * 0.24, Planted::day_of(i * 24 / 80, 1 + i % 28));
        planted.import_into(*this);
    }
    std::string seal(const std::string& method, std::vector<std::string> more = {}) const
    {
        std::vector<std::string> words = {"--json",  "hotspots",   method,   "--line",        "LAND",
                                          "--until", "2024-01-01", "--seal", "--valid-until", "2025-01-01"};
        words.insert(words.end(), more.begin(), more.end());
        return done(*this, words).json().at("run_uid").get<std::string>();
    }
    json score(const std::string& uid, std::vector<std::string> more = {}) const
    {
        std::vector<std::string> words = {"--json", "score", uid};
        words.insert(words.end(), more.begin(), more.end());
        return done(*this, words).json();
    }
};

void requires_refusal(const Run& run, int status, const std::string& says)
{
    INFO("stdout: " << run.out << "\nstderr: " << run.err);
    CHECK(run.status == status);
    CHECK_THAT(run.err, Contains(says));
}

const json& line_of(const json& score, const std::string& what)
{
    for (const auto& line : score.at("scores"))
        if (line.at("what") == what) return line;
    FAIL("no score of " << what);
    return score;
}

}  // namespace

TEST_CASE("a sealed run stays whole: settings, cells, hash and line in the log", "[store]")
{
    const TwoYears program;
    const auto uid = program.seal("gi", {"--kind", "smuggling", "--seed", "7"});
    const auto list = done(program, {"--json", "runs"}).json().at("runs");
    REQUIRE(list.size() == 1);
    CHECK(list[0].at("run_uid") == uid);
    CHECK(list[0].at("end") == "2024-01-01T00:00:00+07:00");
    CHECK(list[0].at("valid_until") == "2025-01-01T00:00:00+07:00");
    const auto run = done(program, {"--json", "runs", uid}).json();
    CHECK(run.at("method") == "gi");
    CHECK(run.at("seed") == 7);
    CHECK(run.at("filter_parts").at("kind") == json{"smuggling"});
    CHECK(run.at("settings").at("segment_km") == 5);
    CHECK(run.at("cells").size() == 1007);
    CHECK(run.at("cells")[160].at("z").is_number());
    CHECK(run.at("hash").get<std::string>().size() == 64);
    CHECK_THAT(done(program, {"runs"}).out, Contains(uid));
    CHECK_THAT(done(program, {"runs", uid}).out, Contains("1007 cells"));
    CHECK(done(program, {"--json", "check"}).json().at("whole") == true);
    CHECK(info(program).at("hotspot_runs") == 1);
}

TEST_CASE("what is computed anew equals what was sealed while the data are the same", "[store]")
{
    const TwoYears program;
    const auto uid = program.seal("trend", {"--since", "2023-01-01"});
    const auto sealed = done(program, {"--json", "runs", uid}).json();
    const auto again = done(program, {"--json", "hotspots", "trend", "--line", "LAND", "--since", "2023-01-01",
                                      "--until", "2024-01-01"})
                           .json();
    CHECK(again.at("data_hash") == sealed.at("data_hash"));
    REQUIRE(again.at("cells").size() == sealed.at("cells").size());
    for (std::size_t i = 0; i < again.at("cells").size(); ++i)
        CHECK(again.at("cells")[i].at("z_last") == sealed.at("cells")[i].at("z_last"));
}

TEST_CASE("a run is not sealed with data later than its own end", "[store]")
{
    const TwoYears program;
    // an incident of which only the day is known, and a run that would end within that day
    done(program, {"--quiet", "import",
                   program.write("day.csv", "id,time,lon,lat,kind,title\nd,2023-12-15,106.7,21.9,drugs,Day\n")});
    requires_refusal(program.run({"hotspots", "line", "--until", "2023-12-15T12:00:00", "--seal"}), 1,
                     "later than its own end");
    requires_refusal(
        program.run({"hotspots", "line", "--until", "2024-01-01", "--seal", "--valid-until", "2023-06-01"}), 2,
        "--valid-until must be later");
    CHECK(done(program, {"--json", "runs"}).json().at("runs").empty());
}

TEST_CASE("a score counts what came later, by hand", "[store]")
{
    const TwoYears program;
    const auto later = done(program, {"--json", "query", "incidents", "--line", "LAND", "--since", "2024-01-01",
                                      "--until", "2025-01-01", "--count"})
                           .json()
                           .at("count")
                           .get<double>();
    const auto uid = program.seal("best", {"--length-km", "10"});
    const auto score = program.score(uid);
    CHECK(score.at("later").get<double>() == later);
    CHECK(score.at("after_the_fact") == true);
    CHECK(score.at("over") == true);
    const auto run = done(program, {"--json", "runs", uid}).json();
    const double from = run.at("cells")[0].at("from_km"), to = run.at("cells")[0].at("to_km");
    const auto inside =
        done(program, {"--json", "query", "incidents", "--line", "LAND", "--since", "2024-01-01", "--until",
                       "2025-01-01", "--km", std::to_string(from) + ":" + std::to_string(to), "--count"})
            .json()
            .at("count")
            .get<double>();
    const auto& line = line_of(score, "run");
    CHECK(inside >= 39);
    CHECK(line.at("hits").get<double>() == inside);
    CHECK(line.at("hit_rate").get<double>() == Approx(inside / later));
    CHECK(line.at("pai").get<double>() == Approx(inside / later / (10.0 / 5036)));
    CHECK(line.at("ser").get<double>() == Approx(inside / 10));
    CHECK(line.at("pei").get<double>() <= 1);
    CHECK(line.at("pei").get<double>() > 0.9);
    const auto& uniform = line_of(score, "uniform");
    CHECK(uniform.at("pai") == 1.0);
    CHECK(uniform.at("hits").get<double>() == Approx(later * 10 / 5036));
    CHECK(uniform.at("pei").get<double>() == Approx(line.at("pei").get<double>() / line.at("pai").get<double>()));
}

TEST_CASE("every forecasting method is scored beside last period's counts and even chance", "[store]")
{
    const TwoYears program;
    for (const std::string method : {"line", "gi", "trend", "best", "scan"}) {
        INFO(method);
        auto more = std::vector<std::string>{};
        if (method == "trend") more = {"--since", "2023-01-01"};
        const auto score = program.score(program.seal(method, more));
        REQUIRE(score.at("scores").size() == 3);
        CHECK(line_of(score, "run").at("pai").get<double>() > 1.5);
        CHECK(line_of(score, "last_period").at("pai").get<double>() > 1);
        CHECK(line_of(score, "uniform").at("pai") == 1.0);
        for (const auto& line : score.at("scores")) {
            CHECK(line.at("hit_rate").get<double>() >= 0);
            CHECK(line.at("hit_rate").get<double>() <= 1);
            CHECK(line.at("size").get<double>() <= score.at("total_size").get<double>() * 0.2 * (1 + 1e-6));
        }
    }
    const auto table = done(program, {"score", program.seal("line")}).out;
    CHECK_THAT(table, Contains("PAI") && Contains("uniform") && Contains("as many days before"));
}

TEST_CASE("a smaller share is hit less often, and the whole always", "[store]")
{
    const TwoYears program;
    const auto uid = program.seal("line", {"--bandwidth-km", "100"});
    const auto hit = [&](const std::string& share) {
        return line_of(program.score(uid, {"--share", share}), "run").at("hit_rate").get<double>();
    };
    const double little = hit("0.02"), more = hit("0.3");
    CHECK(little < more);
    requires_refusal(program.run({"score", uid, "--share", "0"}), 2, "--share takes");
    requires_refusal(program.run({"score", uid, "--share", "1.5"}), 2, "--share takes");
    requires_refusal(program.run({"score", program.seal("best"), "--share", "0.2"}), 2, "names its places itself");
}

TEST_CASE("a score says when the data under the run are no longer those it was made from", "[store]")
{
    const TwoYears program;
    const auto uid = program.seal("line");
    CHECK(program.score(uid).at("warnings").size() == 1);  // after the fact
    done(program,
         {"--quiet", "import",
          program.write("late.csv",
                        "id,time,lon,lat,kind,title\nL1,2023-05-01T10:00:00,106.7,21.95,drugs,Late report\n")});
    bool told = false;
    const auto score = program.score(uid);
    for (const auto& warning : score.at("warnings"))
        told = told || warning.get<std::string>().find("have changed") != std::string::npos;
    CHECK(told);
    CHECK(done(program, {"--json", "check"}).json().at("whole") == true);
}

TEST_CASE("what cannot be scored says why", "[store]")
{
    const TwoYears program;
    const auto uid = program.seal("line");
    requires_refusal(program.run({"score", uid, "--until", "2023-01-01"}), 2, "later than the run's end");
    requires_refusal(program.run({"score", uid, "--until", "2024-01-01T00:00:01"}), 1, "nothing to score");
    requires_refusal(program.run({"score", "00000000-0000-7000-8000-000000000000"}), 1, "there is no run");
    requires_refusal(program.run({"score", "abc"}), 2, "RUN_UID");
    requires_refusal(program.run({"runs", "00000000-0000-7000-8000-000000000000"}), 1, "there is no run");
    const auto compared = program.seal("compare", {"--since", "2023-07-01"});
    requires_refusal(program.run({"score", compared}), 1, "cannot be scored");
}

TEST_CASE("a run that was altered is not scored but reported as damage", "[store]")
{
    const TwoYears program;
    const auto uid = program.seal("gi");
    // as another program does it that gets past the triggers
    tuantra::store::Connection(program.database(), tuantra::store::Connection::Access::write)
        .db()
        .exec("UPDATE hotspot_cell SET risk=99 WHERE id=5");
    requires_refusal(program.run({"score", uid}), 3, "altered after it was sealed");
    requires_refusal(program.run({"runs", uid}), 3, "altered after it was sealed");
    requires_refusal(program.run({"check"}), 3, "altered after it was sealed");
}
