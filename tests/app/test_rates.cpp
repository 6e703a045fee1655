#include "planted.hpp"
#include "ranks.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <sstream>

using namespace tuantra::tests;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

/// Foot patrols along LAND, a fix a kilometre, spread evenly over the first eight months of 2023.
class Patrols {
public:
    Patrols& along(double from_km, double to_km, int times)
    {
        for (int i = 0; i < times; ++i) {
            ++m_patrols;
            const int day = i * 224 / times;
            int minute = 0;
            for (double km = from_km; km <= to_km; km += 1, minute += 10) {
                const auto place = the_lines().land->point_at(km, -60);
                char time[32];
                std::snprintf(time, sizeof time, "%sT%02d:%02d:00+07:00",
                              Planted::day_of(day / 28, 1 + day % 28).substr(0, 10).c_str(), minute / 60, minute % 60);
                m_text += "p" + std::to_string(m_patrols) + "," + time + "," + std::to_string(place.lon) + "," +
                          std::to_string(place.lat) + "\n";
            }
        }
        return *this;
    }
    void import_into(const Program& program) const
    {
        const auto profile = program.write("foot.json", R"({"name": "foot", "target": "tracks", "mover_kind": "foot",
            "columns": ["id", "time", "lon", "lat"], "time": "time", "lon": "lon", "lat": "lat", "mover": "id"})");
        done(program, {"--quiet", "import", program.write("patrols.csv", m_text), "--profile", profile});
    }

private:
    std::string m_text = "id,time,lon,lat\n";
    int m_patrols = 0;
};

/// Many patrols and some incidents at km 1000 to 1100; few patrols and as many incidents at km 2000 to 2020; incidents
/// that nobody was there to see at km 3000 to 3010.
struct Uneven : Program {
    Uneven()
    {
        Planted incidents;
        for (int i = 0; i < 40; ++i) incidents.at(1000.5 + 2.47 * i, Planted::day_of(i % 8, 1 + i % 28));
        for (int i = 0; i < 20; ++i) incidents.at(2000.5 + 0.97 * i, Planted::day_of(i % 8, 1 + i % 28));
        for (int i = 0; i < 5; ++i) incidents.at(3001 + i, Planted::day_of(i, 3));
        incidents.import_into(*this);
        Patrols().along(1000, 1100, 220).along(2000, 2020, 20).import_into(*this);
    }
    json rates(std::vector<std::string> more = {}) const
    {
        std::vector<std::string> words = {"--json",  "hotspots",   "rates",   "--line",    "LAND",
                                          "--since", "2023-01-01", "--until", "2024-01-01"};
        words.insert(words.end(), more.begin(), more.end());
        return done(*this, words).json();
    }
};

const json& cell_at(const json& run, double km)
{
    for (const auto& cell : run.at("cells"))
        if (cell.at("from_km").get<double>() <= km && km < cell.at("to_km").get<double>()) return cell;
    FAIL("no cell at km " << km);
    return run;
}

/// Planted risk per kilometre by line and whole kilometre.
std::map<std::pair<std::string, int>, double> truth_in(const std::filesystem::path& file)
{
    std::map<std::pair<std::string, int>, double> truth;
    std::istringstream text(Program::read(file));
    std::string row;
    std::getline(text, row);
    while (std::getline(text, row)) {
        std::istringstream fields(row);
        std::string line, from, to, risk;
        std::getline(fields, line, ',');
        std::getline(fields, from, ',');
        std::getline(fields, to, ',');
        std::getline(fields, risk, ',');
        truth[{line, std::stoi(from)}] = std::stod(risk);
    }
    return truth;
}

}  // namespace

TEST_CASE("a rate is incidents over the effort that the effort command measures, with exact limits", "[store]")
{
    const Uneven program;
    const auto run = program.rates();
    CHECK(run.at("effort") == true);
    CHECK(run.at("unit") == "incidents per 100 patrol-km");
    CHECK(run.at("settings").at("sweep_width_m").at("foot") == 100);
    CHECK(run.at("settings").at("posts_manned") == "assumed");
    CHECK(run.at("n") == 60);
    CHECK(run.at("facts").at("without_effort") == 5);
    CHECK(run.at("facts").at("tracks") == 240);
    const auto effort = done(program, {"--json", "effort", "--line", "LAND", "--since", "2023-01-01", "--until",
                                       "2024-01-01", "--segment-km", "10"})
                            .json();
    for (const double km : {1015.0, 2015.0}) {
        const auto& cell = cell_at(run, km);
        double patrol_km = 0;
        for (const auto& s : effort.at("segments"))
            if (s.at("from_km") == cell.at("from_km")) patrol_km = s.at("patrol_km").get<double>();
        const double n = cell.at("incidents").get<double>(), rate = cell.at("rate").get<double>();
        CHECK(cell.at("patrol_km").get<double>() == Approx(patrol_km).epsilon(1e-6));
        CHECK(rate == Approx(100 * n / patrol_km).epsilon(1e-6));
        CHECK(cell.at("rate_low").get<double>() < rate);
        CHECK(cell.at("rate_high").get<double>() > rate);
    }
    // Garwood's limits of a count of 10: 4.795 and 18.39
    const auto& ten = cell_at(run, 2015);
    REQUIRE(ten.at("incidents") == 10);
    CHECK(ten.at("rate_low").get<double>() / ten.at("rate").get<double>() == Approx(0.4795).epsilon(1e-3));
    CHECK(ten.at("rate_high").get<double>() / ten.at("rate").get<double>() == Approx(1.839).epsilon(1e-3));
}

TEST_CASE("many incidents for many patrols are not hot, and a place that nobody watched is not cold", "[store]")
{
    const Uneven program;
    const auto run = program.rates();
    for (const auto& cell : run.at("cells")) {
        const double km = cell.at("from_km").get<double>();
        CAPTURE(km);
        if (km >= 2000 && km < 2020)
            CHECK(cell.at("state") == "hot");
        else
            CHECK_FALSE(cell.at("hot").get<bool>());
        if (cell.at("patrol_km") != 0) continue;
        CHECK(cell.at("state") == "not watched");
        CHECK(cell.at("watched") == false);
        for (const char* none : {"rate", "rate_low", "rate_high", "rate_smoothed", "p_adjusted"})
            CHECK(cell.at(none).is_null());
    }
    CHECK(cell_at(run, 3005).at("incidents") == 5);
    CHECK(cell_at(run, 3005).at("state") == "not watched");
    // the small stretch is drawn towards the whole, and stays on its own side of it
    const auto& few = cell_at(run, 2015);
    CHECK(few.at("rate_smoothed").get<double>() < few.at("rate").get<double>());
    CHECK(few.at("rate_smoothed").get<double>() > run.at("facts").at("overall_rate").get<double>());
    const auto table = done(program, {"hotspots", "rates", "--line", "LAND"}).out;
    CHECK_THAT(table, Contains("were not watched: nothing is known of them") && Contains("assumed, not measured") &&
                          Contains("foot 100"));
    CHECK(program.rates() == run);
}

TEST_CASE("hours count posts and patrols, and occupancy says how likely a segment is used", "[store]")
{
    const Uneven program;
    const auto run = program.rates({"--effort", "hours", "--occupancy", "--step", "month"});
    CHECK(run.at("unit") == "incidents per hour of patrol or post");
    const auto& cell = cell_at(run, 1015);
    CHECK(cell.at("rate").get<double>() ==
          Approx(cell.at("incidents").get<double>() / cell.at("patrol_hours").get<double>()));
    CHECK(cell.at("used").get<double>() == 1);  // something came to light there
    CHECK(cell_at(run, 3005).at("used").is_null());
    const auto& occupancy = run.at("facts").at("occupancy");
    CHECK(occupancy.at("psi").get<double>() >= occupancy.at("naive").get<double>() - 1e-6);
    CHECK(run.at("settings").at("occupancy_steps") == 7);  // the last of the eight months is not whole
}

TEST_CASE("a rate run is sealed with its effort and scored where somebody watched", "[store]")
{
    const Uneven program;
    const auto run = done(program, {"--json", "hotspots", "rates", "--line", "LAND", "--until", "2023-06-01", "--seal",
                                    "--valid-until", "2024-01-01"})
                         .json();
    const auto uid = run.at("run_uid").get<std::string>();
    const auto sealed = done(program, {"--json", "runs", uid}).json();
    CHECK(sealed.at("facts").at("effort_hash") == run.at("facts").at("effort_hash"));
    const auto score = done(program, {"--json", "score", uid, "--share", "0.01"}).json();
    CHECK(score.at("scores")[0].at("pai").get<double>() > 5);
}

TEST_CASE("a period without effort has no rates, and says so", "[store]")
{
    const Program program;
    Planted().spread(40, 100, 200).import_into(program);
    const auto none = program.run({"hotspots", "rates"});
    CHECK(none.status == 1);
    CHECK_THAT(none.err, Contains("no patrol effort is recorded"));
    CHECK(lines_in(none.err) == 1);
    const Uneven uneven;
    const auto later = uneven.run({"hotspots", "rates", "--since", "2023-11-01", "--until", "2024-01-01"});
    CHECK(later.status == 1);
    for (const auto& call : std::vector<std::vector<std::string>>{{"hotspots", "rates", "--effort", "money"},
                                                                  {"hotspots", "rates", "--segment-km", "0"},
                                                                  {"hotspots", "rates", "--alpha", "2"},
                                                                  {"hotspots", "gi", "--occupancy"}}) {
        const auto run = uneven.run(call);
        INFO(call[2] << ' ' << run.err);
        CHECK(run.status == 2);
        CHECK(lines_in(run.err) == 1);
    }
    const auto one = uneven.run({"hotspots", "rates", "--occupancy", "--since", "2023-02-01", "--until", "2023-03-01"});
    CHECK(one.status == 1);
    CHECK_THAT(one.err, Contains("not enough: 1 whole steps"));
}

TEST_CASE("on the exercise, rates follow the planted risk where counts follow the patrols", "[store]")
{
    const Program program;
    const auto truth_file = program.dir() / "truth.csv";
    done(program, {"--quiet", "demo", "--truth", truth_file.string()});
    const auto truth = truth_in(truth_file);
    double whole = 0;
    for (const auto& [place, risk] : truth) whole += risk;
    CHECK(whole > 0.85);  // the rest happens farther than 25 km out at sea
    CHECK(whole <= 1);

    const auto run = done(program, {"--json", "hotspots", "rates", "--segment-km", "20"}).json();
    const auto gi = done(program, {"--json", "hotspots", "gi", "--segment-km", "20"}).json();
    std::vector<double> planted, smoothed, counts, gi_z;
    std::vector<bool> hot;
    REQUIRE(run.at("cells").size() == gi.at("cells").size());
    for (std::size_t i = 0; i < run.at("cells").size(); ++i) {
        const auto& cell = run.at("cells")[i];
        if (cell.at("rate_smoothed").is_null()) continue;
        double risk = 0;
        const double from = cell.at("from_km"), to = cell.at("to_km");
        for (int km = static_cast<int>(from); km < static_cast<int>(std::ceil(to)); ++km)
            if (const auto at = truth.find({cell.at("line").get<std::string>(), km}); at != truth.end())
                risk += at->second;
        planted.push_back(risk / (to - from));
        smoothed.push_back(cell.at("rate_smoothed").get<double>());
        counts.push_back(cell.at("incidents").get<double>() / (to - from));
        gi_z.push_back(gi.at("cells")[i].at("z").get<double>());
        hot.push_back(cell.at("hot").get<bool>());
    }
    REQUIRE(planted.size() > 200);
    const double by_rate = spearman(smoothed, planted), by_count = spearman(counts, planted),
                 by_gi = spearman(gi_z, planted);
    // planted clusters: the riskiest tenth; false ones: among the quarter with most incidents, yet of less than
    // middling risk, so that only patrols make them
    const auto risk_rank = ranks(planted), count_rank = ranks(counts);
    const double n = static_cast<double>(planted.size());
    double clusters = 0, clusters_hot = 0, only_patrols = 0, only_patrols_hot = 0;
    for (std::size_t i = 0; i < planted.size(); ++i) {
        const bool risky = risk_rank[i] >= 0.9 * n, falsely = count_rank[i] >= 0.75 * n && risk_rank[i] < 0.5 * n;
        clusters += risky ? 1 : 0;
        clusters_hot += risky && hot[i] ? 1 : 0;
        only_patrols += falsely ? 1 : 0;
        only_patrols_hot += falsely && hot[i] ? 1 : 0;
    }
    CAPTURE(by_rate, by_count, by_gi, clusters, clusters_hot, only_patrols, only_patrols_hot, planted.size());
    CHECK(by_rate >= by_count + 0.2);
    CHECK(by_rate >= by_gi + 0.2);
    CHECK(by_rate > 0.65);
    CHECK(clusters_hot >= 0.6 * clusters);
    CHECK(only_patrols >= 5);
    CHECK(only_patrols_hot <= 0.1 * only_patrols);
}
