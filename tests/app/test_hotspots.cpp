#include "hotspot_calls.hpp"

#include <cmath>
#include <set>

using namespace tuantra::tests;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

bool overlaps(const json& cell, double from_km, double to_km)
{
    return cell.at("line") == "LAND" && cell.at("to_km").get<double>() > from_km &&
           cell.at("from_km").get<double>() < to_km;
}

}  // namespace

TEST_CASE("every method answers in one shape, says its choices, and counts every incident", "[store]")
{
    const OneCluster program;
    const int count = done(program, {"--json", "query", "incidents", "--count"}).json().at("count").get<int>();
    for (const std::string method : {"line", "gi", "trend", "best", "scan", "compare"}) {
        INFO(method);
        auto words = std::vector<std::string>{method};
        if (method == "compare") words.insert(words.end(), {"--since", "2024-01-01", "--until", "2025-01-01"});
        const auto run = hotspots(program, words);
        CHECK(run.at("run_uid").is_null());
        CHECK(run.at("method") == method);
        CHECK(run.at("settings").at("snap_km") == 25);
        const int outside = method == "trend" ? run.at("facts").at("outside_steps").get<int>() : 0;
        CHECK(run.at("n").get<int>() + run.at("left_out").get<int>() + outside == count);
        CHECK(run.at("data_hash").get<std::string>().size() == 64);
        CHECK_FALSE(run.at("warnings").empty());  // effort is not known
        REQUIRE_FALSE(run.at("cells").empty());
        for (const auto& cell : run.at("cells")) {
            CHECK(cell.at("to_km").get<double>() > cell.at("from_km").get<double>());
            CHECK(std::isfinite(cell.at("lon").get<double>()));
        }
        CHECK(hotspots(program, words) == run);
        words.insert(words.begin(), "hotspots");
        const auto table = done(program, words).out;
        CHECK_THAT(table, Contains("It ") && Contains("LAND km"));
    }
}

TEST_CASE("Gi* finds a planted cluster and tells hollow segments from full ones", "[store]")
{
    const OneCluster program;
    const auto run = hotspots(program, {"gi", "--line", "LAND", "--segment-km", "5", "--neighbours", "1"});
    double hottest = -1e9;
    std::size_t hot = 0;
    json top;
    for (const auto& cell : run.at("cells")) {
        if (cell.at("z").get<double>() > hottest) hottest = cell.at("z").get<double>(), top = cell;
        if (!cell.at("hot").get<bool>()) continue;
        ++hot;
        CHECK(overlaps(cell, 290, 320));
        CHECK(cell.at("through_neighbours").get<bool>() == (cell.at("incidents") == 0));
    }
    CHECK(overlaps(top, 300, 310));
    CHECK(hot >= 2);
    CHECK(run.at("facts").at("hot").get<std::size_t>() == hot);
    CHECK(run.at("cells").size() == 1007);  // 1,007 times 5 km, the last kilometre joined to the last of them
    CHECK(run.at("settings").at("seed") == 1);
    const auto other = hotspots(program, {"gi", "--line", "LAND", "--seed", "2"});
    CHECK(other.at("cells")[60].at("z") == run.at("cells")[60].at("z"));
}

TEST_CASE("the best kilometres are the best, also in pieces and over both lines", "[store]")
{
    const Program program;
    Planted().spread(30, 1000, 1009).spread(20, 2000, 2004, 2).spread(12, 3000, 3004, 3).import_into(program);
    const auto one = hotspots(program, {"best", "--length-km", "10"});
    REQUIRE(one.at("cells").size() == 1);
    CHECK(one.at("cells")[0].at("incidents") == 30);
    CHECK(overlaps(one.at("cells")[0], 1000, 1009));
    CHECK(one.at("facts").at("share").get<double>() == Approx(30.0 / 62));
    CHECK_THAT(one.at("findings")[0].get<std::string>(), Contains("48.4 percent"));
    const auto two = hotspots(program, {"best", "--length-km", "20", "--stretches", "2"});
    REQUIRE(two.at("cells").size() == 2);
    CHECK(two.at("facts").at("inside") == 50);
    const auto circle = hotspots(program, {"best", "--area-km2", "400"});
    REQUIRE(circle.at("cells").size() == 1);
    CHECK(circle.at("cells")[0].at("incidents") == 30);
    CHECK(circle.at("cells")[0].at("polygon")[0].size() == 73);
}

TEST_CASE("the scan names the planted stretch and no other", "[store]")
{
    const OneCluster program;
    const auto run = hotspots(program, {"scan"});
    REQUIRE(run.at("facts").at("significant") == 1);
    const auto& cluster = run.at("facts").at("clusters")[0];
    CHECK(overlaps(cluster, 300, 310));
    CHECK(cluster.at("to_km").get<double>() - cluster.at("from_km").get<double>() <= 20);
    CHECK(cluster.at("p").get<double>() == Approx(0.001));
    for (const auto& cell : run.at("cells"))
        if (cell.at("hot").get<bool>()) CHECK(cell.at("cluster") == 1);
}

TEST_CASE("a cluster that began with the last months is new or consecutive, and the prospective scan sees it",
          "[store]")
{
    const Program program;
    Planted planted;
    planted.spread(300, 0, 5036);
    for (int month = 21; month < 24; ++month)
        for (int i = 0; i < 12; ++i) planted.at(1502 + i * 0.5, Planted::day_of(month, 1 + i * 2));
    planted.import_into(program);
    const std::vector<std::string> years = {"--since", "2023-01-01", "--until", "2025-01-01"};
    auto words = std::vector<std::string>{"trend", "--segment-km", "10"};
    words.insert(words.end(), years.begin(), years.end());
    const auto trend = hotspots(program, words);
    CHECK(trend.at("settings").at("steps") == 24);
    CHECK(trend.at("settings").at("last_step") == "2024-12");
    std::size_t hot = 0;
    for (const auto& cell : trend.at("cells"))
        if (cell.at("hot").get<bool>() && overlaps(cell, 1500, 1510)) {
            ++hot;
            const auto pattern = cell.at("pattern").get<std::string>();
            CHECK((pattern == "consecutive hot" || pattern == "new hot"));
        }
    CHECK(hot >= 1);
    words = {"scan", "--prospective", "--step", "month"};
    words.insert(words.end(), years.begin(), years.end());
    const auto scan = hotspots(program, words);
    const auto& cluster = scan.at("facts").at("clusters").at(0);
    CHECK(overlaps(cluster, 1500, 1510));
    CHECK(cluster.at("first_step") == "2024-10");
    CHECK(cluster.at("last_step") == "2024-12");
    CHECK(cluster.at("p").get<double>() <= 0.01);
}

TEST_CASE("a comparison gives counts, ratio and limits, and holds what rose apart from chance", "[store]")
{
    const Program program;
    Planted planted;
    planted.spread(200, 0, 5036);
    for (int i = 0; i < 25; ++i) planted.at(703 + i * 0.2, Planted::day_of(14 + i % 6, 1 + i));
    planted.import_into(program);
    const auto run = hotspots(program, {"compare", "--since", "2024-01-01", "--until", "2025-01-01"});
    const auto& whole = run.at("facts").at("whole");
    CHECK(whole.at("first").get<int>() + whole.at("second").get<int>() == 225);
    CHECK(run.at("facts").at("first_from") == "2022-12-31T00:00:00+07:00");  // 366 days before
    CHECK(whole.at("ratio_low").get<double>() < whole.at("ratio").get<double>());
    std::size_t up = 0;
    for (const auto& cell : run.at("cells"))
        if (cell.at("change") == 1) {
            ++up;
            CHECK(overlaps(cell, 700, 710));
        }
    CHECK(up == 1);
    requires_refusal(program,
                     {"compare", "--since", "2024-01-01", "--until", "2025-01-01", "--against-since", "2023-06-01",
                      "--against-until", "2024-06-01"},
                     2, "do not overlap");

    const auto none = hotspots(program, {"compare", "--since", "2030-01-01", "--until", "2030-02-01", "--against-since",
                                         "2024-01-01", "--against-until", "2025-01-01"});
    CHECK(none.at("facts").at("whole").at("second") == 0);
    CHECK(none.at("facts").at("whole").at("ratio") == 0);
    CHECK(none.at("from") == "2030-01-01T00:00:00+07:00");
    requires_refusal(program, {"compare", "--since", "2030-01-01", "--until", "2030-02-01"}, 1, "not enough");
    requires_refusal(program, {"compare", "--since", "2030-01-01"}, 1, "not enough");
}

TEST_CASE("an incident whose time may lie in either period is counted in one of them", "[store]")
{
    const Program program;
    std::string rows = "id,start,end,lon,lat,kind,title\n";
    for (int i = 0; i < 10; ++i) {
        const auto place = the_lines().land->point_at(700 + i, -50);
        rows += std::to_string(i) + ",2023-12-30T10:00:00,2024-01-02T10:00:00," + std::to_string(place.lon) + ',' +
                std::to_string(place.lat) + ",smuggling,Report\n";
    }
    done(program, {"--quiet", "import", program.write("spans.csv", rows)});
    const auto run = hotspots(program, {"compare", "--since", "2024-01-01", "--until", "2025-01-01"});
    const auto& whole = run.at("facts").at("whole");
    CHECK(whole.at("first").get<int>() + whole.at("second").get<int>() == 10);
}

TEST_CASE("data that do not carry a method are refused with what it needs", "[store]")
{
    const Program program;
    Planted planted;
    for (int i = 0; i < 7; ++i) planted.at(100 + i, Planted::day_of(i, 5));
    planted.import_into(program);
    requires_refusal(program, {"gi"}, 1, "not enough: 7 incidents, this test needs 30");
    requires_refusal(program, {"trend"}, 1, "not enough: 7 incidents, this test needs 30");
    requires_refusal(program, {"line", "--kind", "piracy"}, 1, "not enough: 0 incidents, this test needs 1");
    requires_refusal(program, {"line", "--snap-km", "0.01"}, 1, "all 7 incidents lie farther than 0.01 km");
    requires_refusal(program, {"best", "--area-km2", "10", "--kind", "piracy"}, 1, "not enough: 0 incidents");
    const Program more;
    Planted().spread(120, 500, 500.5).import_into(more);
    requires_refusal(more, {"trend", "--since", "2023-01-01", "--until", "2023-07-01"}, 1, "not enough");
    requires_refusal(more, {"trend", "--since", "2023-02-01", "--until", "2023-11-20"}, 1,
                     "not enough: 9 whole months, this test needs 10");
    // all at one place is an answer, not an error
    for (const std::string method : {"line", "gi", "scan", "best"})
        CHECK(done(more, {"hotspots", method}).out.size() > 100);
}

TEST_CASE("a hotspot call at fault is refused with what it takes", "[store]")
{
    const OneCluster program;
    requires_refusal(program, {"guess"}, 2,
                     "line, density, gi, moran, trend, rates, scan, near-repeat, clusters, best, compare");
    requires_refusal(program, {"line", "--bandwidth-km", "0"}, 2, "--bandwidth-km takes 0.1 to 500");
    requires_refusal(program, {"line", "--bandwidth-km", "9999"}, 2, "--bandwidth-km takes");
    requires_refusal(program, {"line", "--step-km", "-1"}, 2, "--step-km takes");
    requires_refusal(program, {"line", "--bandwidth-km", "nan"}, 2, "--bandwidth-km");
    requires_refusal(program, {"line", "--permutations", "999"}, 2, "--permutations: not an option of line");
    requires_refusal(program, {"gi", "--segment-km", "0"}, 2, "--segment-km takes");
    requires_refusal(program, {"gi", "--permutations", "5"}, 2, "--permutations takes 99");
    requires_refusal(program, {"gi", "--seed", "1.5"}, 2, "a whole number");
    requires_refusal(program, {"gi", "--seed", "-1"}, 2, "a whole number");
    requires_refusal(program, {"gi", "--line", "LAND", "--km", "6000:7000"}, 2, "--km");
    requires_refusal(program, {"trend", "--step", "day"}, 2, "week, month");
    requires_refusal(program, {"best", "--length-km", "0"}, 2, "--length-km takes");
    requires_refusal(program, {"best", "--length-km", "4000", "--line", "LAND", "--km", "0:500"}, 2,
                     "longer than the line");
    requires_refusal(program, {"scan", "--max-share", "0.9"}, 2, "--max-share takes");
    requires_refusal(program, {"compare", "--against-since", "2023-01-01"}, 2, "go together");
    requires_refusal(program, {"line", "--valid-until", "2030-01-01"}, 2, "--seal");
}

TEST_CASE("hotspots within kilometres look at those kilometres alone", "[store]")
{
    const OneCluster program;
    const auto run = hotspots(program, {"line", "--line", "LAND", "--km", "250:400"});
    double sum = 0;
    for (const auto& cell : run.at("cells")) {
        CHECK(cell.at("from_km").get<double>() >= 250);
        CHECK(cell.at("to_km").get<double>() <= 400);
        sum += cell.at("per_km").get<double>() * (cell.at("to_km").get<double>() - cell.at("from_km").get<double>());
    }
    CHECK(run.at("cells").size() == 150);
    CHECK(sum == Approx(run.at("n").get<int>()).epsilon(0.01));
    CHECK(hotspots(program, {"gi", "--line", "LAND", "--km", "250:400"}).at("cells").size() == 30);
}

TEST_CASE("hotspots come as CSV with a row for every cell", "[store]")
{
    const OneCluster program;
    const auto file = (program.dir() / "gi.csv").string();
    done(program, {"hotspots", "gi", "--out", file});
    const auto text = Program::read(file);
    CHECK(lines_in(text) == 1 + 1007 + 652);
    CHECK_THAT(text, Catch::StartsWith("line,from_km,to_km,incidents,z,p,p_permutation,p_adjusted,level,"
                                       "through_neighbours,hot,lon,lat,synthetic\r\n"));
}
