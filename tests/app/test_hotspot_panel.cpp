// The hotspot panel's work: the command line's numbers, its refusals in words, what a picked cell lets through.
#include "app/hotspot_output.hpp"
#include "app/hotspot_panel.hpp"
#include "app/session.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"
#include "program.hpp"
#include "settle.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

using namespace tuantra;
using tests::done;
using tests::Program;

namespace {

void make_demo(const Program& program)
{
    lang::use(lang::Language::en);
    gis::initialise();
    done(program, {"--quiet", "demo", "--incidents", "1500", "--patrols", "40"});
}

/// What the panel computes for the same question as `hotspots METHOD ARGUMENTS...`.
app::Json panel_json(const Program& program, const std::string& method,
                     const std::map<std::string, std::string>& values)
{
    const auto paths = app::find_paths();
    app::HotspotRequest request;
    request.method = app::hotspot_method(method)->method;
    request.settings = app::panel_settings(method, values, {});
    request.now = {
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
    request.filter.until = domain::parse_time("2026-01-01")->from;
    request.paths = paths;
    jobs::Progress progress;
    const auto result =
        app::run_for_panel(request, program.database(), gis::load_lines(paths.maps, paths.data), progress);
    return app::Json::parse(app::to_text(app::hotspot_json(result, nullptr, {})));
}

void run(app::Session& session, const std::string& method)
{
    session.apply(view::ChooseHotspots{method});
    session.apply(view::RunHotspots{});
    tests::settle(session);
}

}  // namespace

TEST_CASE("the panel's runs give the command line's numbers", "[store]")
{
    const Program program;
    make_demo(program);
    const std::vector<std::pair<std::string, std::map<std::string, std::string>>> asked{
        {"line", {{"--bandwidth-km", "12.5"}}},
        {"gi", {{"--segment-km", "10"}, {"--permutations", "99"}, {"--seed", "7"}}},
        {"trend", {{"--segment-km", "20"}, {"--step", "month"}}},
        {"scan", {{"--segment-km", "20"}, {"--permutations", "99"}}},
        {"best", {{"--length-km", "90"}, {"--stretches", "3"}}}};
    for (const auto& [method, values] : asked) {
        std::vector<std::string> words{"--json", "--quiet", "hotspots", method, "--until", "2026-01-01"};
        for (const auto& [option, value] : values) words.insert(words.end(), {option, value});
        INFO(method);
        const auto told = app::Json::parse(done(program, words).out), shown = panel_json(program, method, values);
        REQUIRE(told.at("cells").size() > 1);
        CHECK(told.at("cells") == shown.at("cells"));
        CHECK(told == shown);
    }
}

TEST_CASE("every option of the command line is a field of the panel or is named there", "[unit]")
{
    const auto rows = app::panel_methods();
    REQUIRE(rows.size() == app::hotspot_methods().size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        CHECK(rows[i].fields.size() + rows[i].elsewhere.size() == app::hotspot_methods()[i].options.size());
    CHECK_THROWS(app::panel_settings("gi", {{"--segment-km", "long"}}, {}));
    CHECK(app::panel_settings("gi", {{"--length-km", "7"}}, {}).length_km == app::HotspotSettings{}.length_km);
    lang::use(lang::Language::en);
    CHECK(app::in_panel_words("--step-km: too short; --step too") ==
          "“Length of a cell”: too short; “Step of time” too");
}

TEST_CASE("a picked cell shows exactly the incidents that it counts, and lets the others back in", "[store]")
{
    const Program program;
    make_demo(program);
    app::Session session(program.database(), app::find_paths(), {}, {});
    session.start();
    session.apply(view::SetCamera{view::resized({}, 1000, 600)});
    tests::settle(session);
    const auto& model = session.model();
    run(session, "gi");
    REQUIRE(model.hotspots->result);
    CHECK(model.hotspots->job == 0);
    CHECK_FALSE(model.layers.heat);
    const auto& result = *model.hotspots->result;
    REQUIRE(result.rows.size() > 1);
    for (const auto& row : {result.rows[0], result.rows[1]}) {
        session.apply(view::PickHotspot{row.cell});
        tests::settle(session);
        REQUIRE(model.hotspots->why);
        CHECK(std::to_string(model.scene->shown.size()) == row.incidents);
        CHECK(model.hotspots->why->neighbours.size() == 2);
        CHECK_FALSE(model.hotspots->why->sentence.empty());
    }
    session.apply(view::PickHotspot{});
    tests::settle(session);
    CHECK(model.filter == domain::Filter{});
    session.apply(view::ClearHotspots{});
    CHECK_FALSE(model.hotspots->result);
    CHECK(model.layers.heat);
}

TEST_CASE("a refusal is a sentence and leaves the old result, and a sealed run is listed", "[store]")
{
    const Program program;
    make_demo(program);
    app::Session session(program.database(), app::find_paths(), {}, {});
    session.start();
    tests::settle(session);
    const auto& board = *session.model().hotspots;
    run(session, "line");
    REQUIRE(board.result);
    const auto version = board.result->version;
    domain::Filter few;
    few.since = domain::parse_time("1990-01-01")->from;
    few.until = domain::parse_time("1990-02-01")->from;
    session.apply(view::SetFilter{few});
    tests::settle(session);
    run(session, "gi");
    CHECK(board.refusal == "not enough: 0 incidents, this test needs 30");
    REQUIRE(board.result);
    CHECK(board.result->version == version);
    CHECK(board.job == 0);

    session.apply(view::SealHotspots{});
    tests::settle(session);
    CHECK(board.seal_refusal == "");
    REQUIRE(board.runs.size() == 1);
    CHECK(board.runs[0].uid == board.sealed);
    CHECK(board.runs[0].method == "line");
    CHECK(done(program, {"--json", "runs"}).json().at("runs").at(0).at("run_uid") == board.sealed);
}

TEST_CASE("a score made at the command line stands next to the method's name", "[store]")
{
    const Program program;
    make_demo(program);
    const auto uid = done(program, {"--json", "--quiet", "hotspots", "line", "--until", "2025-11-01", "--seal"})
                         .json()
                         .at("run_uid")
                         .get<std::string>();
    const auto told = done(program, {"--json", "--quiet", "score", uid}).json();
    app::Session session(program.database(), app::find_paths(), {}, {});
    session.start();
    tests::settle(session);
    const auto& board = *session.model().hotspots;
    REQUIRE(board.runs.size() == 1);
    REQUIRE(board.runs[0].last);
    CHECK(*board.runs[0].last->pai == Approx(told.at("scores").at(0).at("pai").get<double>()));
    REQUIRE(board.methods[0].last);
    CHECK(*board.methods[0].last->pai == *board.runs[0].last->pai);
    session.apply(view::ScoreHotspots{uid});
    tests::settle(session);
    CHECK(board.score_refusal == "");
    CHECK(*board.runs[0].last->pai == Approx(told.at("scores").at(0).at("pai").get<double>()));
}
