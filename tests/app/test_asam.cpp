#include "program.hpp"
#include "shared.hpp"

#include <cstdio>

using namespace tuantra::tests;
using nlohmann::json;

namespace {

struct Case {
    std::string method;
    std::vector<std::string> options;
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
    const std::vector<std::string> coast = {"--line", "COAST", "--snap-km", "100"};
    const std::vector<Case> cases = {{"line", {}},
                                     {"line", {"--bandwidth-km", "40"}},
                                     {"gi", {}},
                                     {"gi", {"--segment-km", "10"}},
                                     {"trend", {"--since", "1994-01-01"}},
                                     {"best", {"--length-km", "300", "--stretches", "5"}},
                                     {"scan", {}}};
    std::string table = "PAI and PEI of ASAM before 2015 on 2015 to 2022, COAST within 100 km\n";
    for (const auto& c : cases) {
        std::vector<std::string> words = {"--json",     "hotspots", c.method,        "--until",
                                          "2015-01-01", "--seal",   "--valid-until", "2023-01-01"};
        words.insert(words.end(), coast.begin(), coast.end());
        words.insert(words.end(), c.options.begin(), c.options.end());
        const auto run = done(program, words).json();
        const auto score = done(program, {"--json", "score", run.at("run_uid").get<std::string>()}).json();
        CHECK(run.at("n").get<int>() >= 100);
        CHECK(score.at("later").get<int>() == 41);
        table += c.method;
        for (const auto& option : c.options) table += ' ' + option;
        table += ": n " + run.at("n").dump() + ", later " + score.at("later").dump();
        for (const auto& line : score.at("scores")) {
            table += "; " + line.at("what").get<std::string>() + " " + figure(line.at("size")) + " km, hit rate " +
                     figure(line.at("hit_rate")) + ", PAI " + figure(line.at("pai")) + ", PEI " +
                     figure(line.at("pei"));
        }
        table += '\n';
        // better than blind, never better than the best
        const auto& own = score.at("scores")[0];
        CHECK(own.at("pai").get<double>() > 1);
        CHECK(own.at("pei").get<double>() <= 1 + 1e-9);
    }
    WARN(table);
    CHECK(done(program, {"--json", "check"}).json().at("whole") == true);
}
