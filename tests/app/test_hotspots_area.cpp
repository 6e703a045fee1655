#include "hotspot_calls.hpp"
#include "store/connection.hpp"

#include <cmath>
#include <set>

using namespace tuantra::tests;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

double km_between(const json& a, double lon, double lat)
{
    const double dy = (a.at("lat").get<double>() - lat) * 111;
    const double dx = (a.at("lon").get<double>() - lon) * 111 * std::cos(lat * 3.14159265 / 180);
    return std::sqrt(dx * dx + dy * dy);
}

tuantra::domain::LonLat planted_place(double km)
{
    return the_lines().land->point_at(km, -50);
}

/// Value of one cell of a SQLite file.
std::string answer(const std::filesystem::path& file, const std::string& sql)
{
    auto database = tuantra::store::open_plain(file);
    return database.execAndGet(sql).getString();
}

}  // namespace

TEST_CASE("density peaks on the planted cluster, holds every incident, and says its bandwidth and why", "[store]")
{
    const OneCluster program;
    const auto run = hotspots(program, {"density"});
    const auto middle = planted_place(305);
    CHECK(km_between(run.at("facts").at("peak"), middle.lon, middle.lat) < 15);
    CHECK(run.at("n") == 260);
    CHECK(run.at("facts").at("integral").get<double>() == Approx(260).epsilon(0.01));
    CHECK(run.at("unit") == "incidents per km2");
    const auto& settings = run.at("settings");
    CHECK(settings.at("cross_validated_km").get<double>() <= settings.at("scott_km").get<double>());
    CHECK(settings.at("cell_km").get<double>() <= settings.at("bandwidth_km").get<double>() / 5 + 1e-9);
    CHECK_THAT(run.at("choices")[0].get<std::string>(), Contains("by cross-validation over 260 incidents"));
    CHECK(run.at("classified_on").get<std::string>().size() == 10);
    // the smallest areas that hold more of the density are larger, lie at lower levels and hold more incidents
    const auto& cells = run.at("cells");
    REQUIRE(cells.size() == 5);
    for (std::size_t i = 1; i < cells.size(); ++i) {
        CHECK(cells[i].at("area_km2").get<double>() > cells[i - 1].at("area_km2").get<double>());
        CHECK(cells[i].at("level").get<double>() < cells[i - 1].at("level").get<double>());
        CHECK(cells[i].at("incidents").get<double>() >= cells[i - 1].at("incidents").get<double>());
    }
    CHECK(cells[0].at("percent") == 25);
    CHECK(hotspots(program, {"density"}) == run);
    const auto gaussian = hotspots(program, {"density", "--kernel", "gaussian", "--bandwidth-km", "10", "--adaptive"});
    CHECK(gaussian.at("settings").at("adaptive") == true);
    CHECK(km_between(gaussian.at("facts").at("peak"), middle.lon, middle.lat) < 15);
    CHECK_THAT(done(program, {"hotspots", "density"}).out, Contains("effort: not in it"));
}

TEST_CASE("at the border what leaks abroad is given back where the ground is named", "[store]")
{
    const OneCluster program;
    const std::vector<std::string> call = {"density", "--bandwidth-km", "20", "--line", "LAND", "--km", "250:400"};
    const auto with = [&](std::vector<std::string> more) {
        auto words = call;
        words.insert(words.end(), more.begin(), more.end());
        return hotspots(program, words);
    };
    const auto none = with({}), diggle = with({"--area", "land"}),
               uniform = with({"--area", "land", "--edge", "uniform"}),
               bare = with({"--area", "land", "--edge", "none"});
    const auto held = [](const json& run) { return run.at("facts").at("integral").get<double>(); };
    const double n = diggle.at("n").get<double>();
    CHECK(n + diggle.at("left_out").get<double>() == none.at("n").get<double>());
    CHECK(n >= 0.9 * none.at("n").get<double>());
    CHECK(held(none) == Approx(none.at("n").get<double>()).epsilon(0.01));
    CHECK(held(diggle) == Approx(n).epsilon(0.01));
    CHECK(held(bare) < 0.75 * n);  // about half of every kernel lies abroad
    CHECK(held(uniform) > held(bare) * 1.3);
    CHECK(diggle.at("settings").at("edge") == "Diggle");
    CHECK(diggle.at("facts").at("area_km2").get<double>() < 0.8 * none.at("facts").at("area_km2").get<double>());
    bool told = false;
    for (const auto& warning : none.at("warnings"))
        told = told || warning.get<std::string>().find("coast and border") != std::string::npos;
    CHECK(told);
}

TEST_CASE("a density goes to GeoTIFF, GeoPackage, GeoJSON and CSV with all that it says of itself", "[store]")
{
    const OneCluster program;
    const auto file = [&](const std::string& name) { return (program.dir() / name).string(); };
    const std::vector<std::string> call = {"hotspots", "density", "--bandwidth-km", "20", "--out"};
    const auto write = [&](const std::string& name) {
        auto words = call;
        words.push_back(file(name));
        done(program, words);
    };
    for (const char* name : {"d.tif", "d.gpkg", "d.geojson", "d.csv"}) write(name);
    const auto image = Program::read(file("d.tif"));
    REQUIRE(image.size() > 10'000);
    CHECK(image.substr(0, 4) == std::string("II*\0", 4));
    for (const char* said : {"bandwidth_km", "left_out", "classified_on", "incidents per km2", "data_hash"})
        CHECK_THAT(image, Contains(said));
    CHECK(answer(file("d.gpkg"), "SELECT count(*) FROM hotspots_density") == "5");
    CHECK(answer(file("d.gpkg"), "SELECT count(*) FROM gpkg_metadata WHERE metadata LIKE '%bandwidth%'") != "0");
    const auto geojson = json::parse(Program::read(file("d.geojson")));
    CHECK(geojson.at("type") == "FeatureCollection");
    REQUIRE(geojson.at("features").size() == 5);
    for (const auto& feature : geojson.at("features")) {
        CHECK(feature.at("geometry").at("type") == "MultiPolygon");
        for (const auto& polygon : feature.at("geometry").at("coordinates"))
            for (const auto& ring : polygon) CHECK(ring.front() == ring.back());
    }
    CHECK(lines_in(Program::read(file("d.csv"))) == 6);
    requires_refusal(program, {"gi", "--out", file("gi.tif")}, 2, "makes no surface");
    CHECK_FALSE(std::filesystem::exists(file("gi.tif")));
}

TEST_CASE("a sealed density is scored by its surface", "[store]")
{
    const OneCluster program;
    const auto run = hotspots(program, {"density", "--until", "2024-01-01", "--seal", "--valid-until", "2025-01-01",
                                        "--bandwidth-km", "25", "--area", "land"});
    const auto uid = run.at("run_uid").get<std::string>();
    const auto score = done(program, {"--json", "score", uid, "--share", "0.05"}).json();
    CHECK(score.at("size_unit") == "km2");
    CHECK(score.at("total_size").get<double>() == Approx(run.at("facts").at("area_km2").get<double>()));
    const auto& own = score.at("scores")[0];
    CHECK(own.at("size").get<double>() <= 0.05 * score.at("total_size").get<double>() * (1 + 1e-6));
    CHECK(own.at("pai").get<double>() > 3);
    CHECK(own.at("pei").get<double>() <= 1 + 1e-9);
    CHECK(done(program, {"--json", "check"}).json().at("whole") == true);
}

TEST_CASE("near repeats that were planted are found, and watched while they are live", "[store]")
{
    const Program program;
    Planted planted;
    planted.spread(100, 0, 5036);
    // sixty places far apart, each hit again within a kilometre three days later
    for (int i = 0; i < 60; ++i) {
        planted.at(50 + 80 * i, Planted::day_of(i % 23, 5 + i % 20));
        planted.at(50.4 + 80 * i, Planted::day_of(i % 23, 8 + i % 20));
    }
    planted.at(2000, "2024-12-30T10:00:00");
    planted.import_into(program);
    const std::vector<std::string> call = {"near-repeat", "--distances-km", "0,1,5,20", "--days", "0,7,14,28"};
    auto until = call;
    until.insert(until.end(), {"--until", "2025-01-01"});
    const auto run = hotspots(program, until);
    const auto& bands = run.at("facts").at("bands");
    REQUIRE(bands.size() == 9);
    CHECK(bands[0].at("observed").get<int>() >= 60);
    CHECK(bands[0].at("ratio").get<double>() > 5);
    CHECK(bands[0].at("p").get<double>() == Approx(0.001));
    CHECK(run.at("facts").at("significant").get<int>() >= 1);
    // of all incidents only the one of two days before is still to be watched, for another five days
    std::size_t near = 0;
    for (const auto& cell : run.at("cells")) {
        CHECK(cell.at("watch_until").get<std::string>() > "2025-01-01");
        CHECK(cell.at("incident_at").get<std::string>() > "2024-12-04");
        const auto place = planted_place(2000);
        if (km_between(cell, place.lon, place.lat) > 0.1) continue;
        if (cell.at("radius_km") != 1) continue;
        ++near;
        CHECK(cell.at("watch_until") == "2025-01-06T10:00:00+07:00");
    }
    CHECK(near == 1);
    auto seeded = until;
    seeded.insert(seeded.end(), {"--seed", "9"});
    CHECK(hotspots(program, seeded).at("facts").at("bands")[0].at("expected") == bands[0].at("expected"));
    requires_refusal(program, {"near-repeat", "--distances-km", "5,1"}, 2, "ascending");
    requires_refusal(program, {"near-repeat", "--days", "0"}, 2, "two or more");
    requires_refusal(program, {"near-repeat", "--days", "0,x"}, 2, "--days");
    requires_refusal(program, {"near-repeat", "--kind", "piracy"}, 1, "not enough: 0 incidents, this test needs 30");
}

TEST_CASE("clusters are those that were planted, with the rest as noise, in place and in time", "[store]")
{
    const Program program;
    Planted planted;
    for (int i = 0; i < 20; ++i) planted.at(300 + 0.1 * i, Planted::day_of(i % 2, 1 + i));
    for (int i = 0; i < 20; ++i) planted.at(900 + 0.1 * i, Planted::day_of(i < 10 ? 0 : 20, 1 + i % 10));
    for (int i = 0; i < 15; ++i) planted.at(1500 + 200 * i, Planted::day_of(i, 3));
    for (int i = 0; i < 12; ++i) planted.at(4900, Planted::day_of(3, 10));
    planted.import_into(program);
    const auto run = hotspots(program, {"clusters", "--radius-km", "2", "--min-points", "5"});
    CHECK(run.at("facts").at("clusters") == 3);
    CHECK(run.at("facts").at("noise") == 15);
    std::multiset<int> sizes;
    for (const auto& cell : run.at("cells")) sizes.insert(cell.at("incidents").get<int>());
    const int at_one_place = *sizes.begin();  // duplicates of one report are kept once
    CHECK(sizes.count(20) == 2);
    CHECK(at_one_place <= 12);
    std::size_t labelled = 0;
    for (const auto& point : run.at("points")) labelled += point.at("cluster").is_null() ? 0U : 1U;
    CHECK(labelled + 15 == run.at("n").get<std::size_t>());
    for (const auto& cell : run.at("cells")) CHECK(cell.at("polygon")[0].size() >= 4);
    // twenty months apart are two clusters
    const auto timed = hotspots(program, {"clusters", "--radius-km", "2", "--min-points", "5", "--window-days", "60"});
    CHECK(timed.at("facts").at("clusters") == 4);
    CHECK(timed.at("settings").at("algorithm") == "ST-DBSCAN");
    const auto file = (program.dir() / "c.gpkg").string();
    done(program, {"hotspots", "clusters", "--radius-km", "2", "--min-points", "5", "--out", file});
    CHECK(answer(file, "SELECT count(*) FROM hotspots_clusters") == "3");
    CHECK(answer(file, "SELECT count(*) FROM incidents WHERE cluster IS NULL") == "15");
    requires_refusal(program, {"clusters", "--radius-km", "0"}, 2, "--radius-km takes");
    requires_refusal(program, {"clusters", "--min-points", "1"}, 2, "--min-points takes");
    requires_refusal(program, {"clusters", "--window-days", "nan"}, 2, "--window-days");
    const auto sealed = hotspots(program, {"clusters", "--seal", "--until", "2025-01-01"});
    const auto scored = program.run({"score", sealed.at("run_uid").get<std::string>()});
    CHECK(scored.status == 1);
    CHECK_THAT(scored.err, Contains("cannot be scored"));
}

TEST_CASE("hexagons have one area, hold every incident once, and the planted cluster is hot in them", "[store]")
{
    const OneCluster program;
    const auto middle = planted_place(305);
    for (const std::string method : {"gi", "moran"}) {
        INFO(method);
        const auto run = hotspots(program, {method, "--hexagons", "20"});
        double sum = 0;
        std::size_t hot = 0;
        for (const auto& cell : run.at("cells")) {
            CHECK(cell.at("area_km2").get<double>() == Approx(20 * 20 * std::sqrt(3.0) / 2));
            CHECK(cell.at("polygon")[0].size() == 7);
            sum += cell.at("incidents").get<double>();
            if (!cell.at("hot").get<bool>()) continue;
            ++hot;
            CHECK(km_between(cell, middle.lon, middle.lat) < 60);
        }
        CHECK(hot >= 1);
        CHECK(sum == run.at("n").get<double>());
        CHECK(run.at("n").get<int>() + run.at("left_out").get<int>() == 260);
        CHECK(run.at("n").get<int>() >= 255);
        CHECK(run.at("facts").at("hexagons") == run.at("cells").size());
        const auto sealed = hotspots(
            program, {method, "--hexagons", "20", "--until", "2024-01-01", "--seal", "--valid-until", "2025-01-01"});
        const auto score = done(program, {"--json", "score", sealed.at("run_uid").get<std::string>()}).json();
        CHECK(score.at("scores")[0].at("pai").get<double>() > 1.5);
        CHECK(score.at("size_unit") == "km2");
    }
    requires_refusal(program, {"gi", "--hexagons", "0"}, 2, "--hexagons takes");
    requires_refusal(program, {"gi", "--hexagons", "10", "--segment-km", "5"}, 2, "not both");
}

TEST_CASE("local Moran names what is high among high and what stands alone", "[store]")
{
    const OneCluster program;
    const auto run = hotspots(program, {"moran", "--line", "LAND"});
    std::size_t high = 0;
    for (const auto& cell : run.at("cells")) {
        const bool hot = cell.at("hot").get<bool>();
        CHECK(hot == (cell.at("place") == "high among high"));
        if (!hot) continue;
        ++high;
        CHECK(cell.at("from_km").get<double>() >= 290);
        CHECK(cell.at("to_km").get<double>() <= 320);
        CHECK(cell.at("i").get<double>() > 0);
    }
    CHECK(high >= 1);
    CHECK(run.at("facts").at("high_high") == high);
    CHECK(run.at("facts").at("global_moran").at("i").get<double>() > 0);
    CHECK(run.at("settings").at("seed") == 1);
}

TEST_CASE("what a density or a cluster cannot be made of is refused with a sentence", "[store]")
{
    const Program program;
    Planted().at(100, Planted::day_of(1, 1)).import_into(program);
    requires_refusal(program, {"density"}, 1, "not enough: 1 incidents");
    CHECK(hotspots(program, {"density", "--bandwidth-km", "10"}).at("n") == 1);
    requires_refusal(program, {"density", "--kind", "piracy"}, 1, "not enough: 0 incidents, this test needs 1");
    requires_refusal(program, {"density", "--bandwidth-km", "0"}, 2, "--bandwidth-km takes");
    requires_refusal(program, {"density", "--bandwidth-km", "5000"}, 2, "--bandwidth-km takes");
    requires_refusal(program, {"density", "--bandwidth-km", "10", "--cell-km", "5"}, 2, "at most 2");
    requires_refusal(program, {"density", "--bandwidth-km", "100", "--cell-km", "0.01"}, 2, "too many");
    requires_refusal(program, {"density", "--edge", "diggle"}, 2, "--area land");
    requires_refusal(program, {"density", "--bandwidth-km", "10", "--adaptive", "--area", "land", "--edge", "uniform"},
                     1, "uniform");
    requires_refusal(program, {"density", "--kernel", "cone"}, 2, "quartic, gaussian");
    requires_refusal(program, {"density", "--area", "moon"}, 2, "none, land, sea");
    requires_refusal(program, {"density", "--snap-km", "5"}, 2, "not an option of density");
    const Program same;
    std::string rows = "id,time,lon,lat,kind,title\n";
    for (int i = 0; i < 40; ++i)
        rows += std::to_string(i) + "," + Planted::day_of(i % 20, 1 + i % 28) + ",106.7,21.9,drugs,Report\n";
    done(same, {"--quiet", "import", same.write("same.csv", rows)});
    requires_refusal(same, {"density"}, 1, "one place");
    CHECK(hotspots(same, {"clusters"}).at("facts").at("clusters") == 1);
    CHECK(done(same, {"hotspots", "near-repeat"}).out.size() > 100);
}
