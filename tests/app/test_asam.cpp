#include "program.hpp"
#include "shared.hpp"

#include <cstdio>

using namespace tuantra::tests;
using nlohmann::json;

namespace {

struct Case {
    std::string method;
    std::vector<std::string> options;
    std::vector<std::string> reach;  ///< of the coast
};

std::string figure(const json& value)
{
    if (!value.is_number()) return "-";
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", value.get<double>());
    return text;
}

}  // namespace

TEST_CASE("runs on piracy before 2015 are held against 2015 to 2022", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const Program program;
    done(program, {"--quiet", "import", (shared / "data" / "incidents" / "asam" / "RAW_ASAM.csv.gz").string()});
    const std::vector<std::string> snap = {"--snap-km", "100"}, strip = {"--offset=-100000:100000"};
    const std::vector<Case> cases = {{"line", {}, snap},
                                     {"line", {"--bandwidth-km", "40"}, snap},
                                     {"density", {}, strip},
                                     {"density", {"--area", "sea"}, strip},
                                     {"gi", {}, snap},
                                     {"gi", {"--segment-km", "10"}, snap},
                                     {"gi", {"--hexagons", "50"}, snap},
                                     {"moran", {}, snap},
                                     {"moran", {"--hexagons", "50"}, snap},
                                     {"trend", {"--since", "1994-01-01"}, snap},
                                     {"best", {"--length-km", "300", "--stretches", "5"}, snap},
                                     {"scan", {}, snap}};
    std::string table = "PAI and PEI of ASAM before 2015 on 2015 to 2022, COAST within 100 km\n";
    for (const auto& c : cases) {
        std::vector<std::string> words = {"--json", "hotspots",      c.method,     "--until", "2015-01-01",
                                          "--seal", "--valid-until", "2023-01-01", "--line",  "COAST"};
        words.insert(words.end(), c.reach.begin(), c.reach.end());
        words.insert(words.end(), c.options.begin(), c.options.end());
        const auto run = done(program, words).json();
        const auto score = done(program, {"--json", "score", run.at("run_uid").get<std::string>()}).json();
        CHECK(run.at("n").get<int>() >= 100);
        CHECK(score.at("later").get<int>() + score.at("later_left_out").get<int>() >= 41);
        CHECK(score.at("later").get<int>() >= 30);
        table += c.method;
        for (const auto& option : c.options) table += ' ' + option;
        table += ": n " + run.at("n").dump() + ", later " + score.at("later").dump();
        for (const auto& line : score.at("scores")) {
            table += "; " + line.at("what").get<std::string>() + " " + figure(line.at("size")) + ' ' +
                     score.at("size_unit").get<std::string>() + ", hit rate " + figure(line.at("hit_rate")) + ", PAI " +
                     figure(line.at("pai")) + ", PEI " + figure(line.at("pei"));
        }
        table += '\n';
        // better than blind, never better than the best
        const auto& own = score.at("scores")[0];
        CHECK(own.at("pai").get<double>() > 1);
        CHECK(own.at("pei").get<double>() <= 1 + 1e-9);
    }
    WARN(table);
    // rates need effort, which this register does not tell of
    const auto rates = program.run({"hotspots", "rates", "--line", "COAST", "--until", "2015-01-01"});
    CHECK(rates.status == 1);
    CHECK_THAT(rates.err, Catch::Contains("no patrol effort is recorded"));
    CHECK(done(program, {"--json", "check"}).json().at("whole") == true);
}
