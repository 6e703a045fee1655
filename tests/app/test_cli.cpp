#include "program.hpp"

#include <cmath>
#include <set>

using namespace tuantra::tests;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

const char* const five_incidents =
    "id,time,lon,lat,kind,severity,title\n"
    "1,2024-01-05T10:00:00,106.7,21.95,drugs,4,Seizure at the pass\n"
    "2,2024-02-06 23:30,107.97,21.53,smuggling,2,\"Boxes, left behind\"\n"
    "3,2024-03-07,105.2,23.2,illegal_crossing,3,Group on the path\n"
    "4,2024-04-08T01:15:00,104.0,22.5,drugs,5,Second seizure\n"
    "5,2024-05-09T04:00:00,109.3,12.2,piracy,3,Anchorage\n";

/// A home with five incidents.
struct Filled : Program {
    Filled() { file = write("five.csv", five_incidents), done(*this, {"--quiet", "import", file}); }
    std::string file;
};

json first_file(const Run& run)
{
    return run.json().at("files").at(0);
}

void requires_whole_counts(const json& file)
{
    CHECK(file.at("rows_read").get<int>() ==
          file.at("rows_kept").get<int>() + file.at("rows_duplicate").get<int>() + file.at("rows_rejected").get<int>());
}

std::string many_incidents(int count)
{
    std::string text = "id,time,lon,lat,kind,title\n";
    for (int i = 0; i < count; ++i)
        text += std::to_string(i) + ",2024-01-05T10:00:00Z," + std::to_string(104 + i % 5000 * 0.001) +
                ",21.5,drugs,Report " + std::to_string(i) + "\n";
    return text;
}

void requires_refusal(const Run& run, int status, const std::string& says)
{
    INFO("stdout: " << run.out << "\nstderr: " << run.err);
    CHECK(run.status == status);
    CHECK_THAT(run.err, Contains(says));
    CHECK(lines_in(run.err) == 1);
}

}  // namespace

TEST_CASE("every command has help with an example", "[store]")
{
    const Program program;
    for (const auto* command :
         {"demo", "import", "sources", "undo", "quarantine", "query", "lines", "address", "locate", "hotspots", "runs",
          "score", "effort", "snapshot", "check", "info", "export"}) {
        const auto run = done(program, {command, "--help"});
        CHECK_THAT(run.out, Contains("Example:"));
        CHECK_THAT(run.out, Contains(std::string("tuantra ") + command));
    }
    CHECK_FALSE(std::filesystem::exists(program.database()));
}

TEST_CASE("incidents come in with addresses and are counted", "[store]")
{
    const Filled program;
    CHECK(done(program, {"--json", "query", "incidents", "--count"}).json() == json{{"count", 5}});
    const auto rows = done(program, {"query", "incidents", "--format", "json"}).json();
    REQUIRE(rows.size() == 5);
    for (const auto& row : rows) {
        CHECK(row.at("line").is_string());
        CHECK(row.at("chainage_km").is_number());
        CHECK(row.at("synthetic") == false);
    }
    CHECK(rows[0].at("title") == "Seizure at the pass");
    CHECK(rows[0].at("occurred_from") == "2024-01-05T10:00:00+07:00");
    CHECK(rows[2].at("occurred_from") == "2024-03-07T00:00:00+07:00");
    CHECK(rows[2].at("occurred_to") == "2024-03-07T23:59:59+07:00");
    CHECK(rows[4].at("line") == "COAST");
}

TEST_CASE("every part of a filter narrows the answer", "[store]")
{
    const Filled program;
    const auto count = [&](std::vector<std::string> filter) {
        std::vector<std::string> words = {"--json", "query", "incidents", "--count"};
        words.insert(words.end(), filter.begin(), filter.end());
        return done(program, words).json().at("count").get<int>();
    };
    const auto area = program.write(
        "area.geojson", R"({"type":"Polygon","coordinates":[[[106,21],[108,21],[108,22.5],[106,22.5],[106,21]]]})");
    CHECK(count({"--kind", "drugs"}) == 2);
    CHECK(count({"--kind", "drugs,piracy"}) == 3);
    CHECK(count({"--severity", "3:4"}) == 3);
    CHECK(count({"--since", "2024-02-01", "--until", "2024-04-01"}) == 2);
    CHECK(count({"--bbox", "106,21,108,22.5"}) == 2);
    CHECK(count({"--near", "106.7,21.95,1"}) == 1);
    CHECK(count({"--within", area}) == 2);
    CHECK(count({"--line", "COAST"}) >= 1);
    CHECK(count({"--line", "LAND", "--km", "0:300", "--kind", "drugs"}) == 1);
    CHECK(count({"--text", "seizure"}) == 2);
    CHECK(count({"--text", "second seiz"}) == 1);
    CHECK(count({"--source", "00000000-0000-7000-8000-000000000000"}) == 0);
    CHECK(count({"--offset", "-100000:100000", "--kind", "drugs"}) == 2);
}

TEST_CASE("importing the same file again adds nothing", "[store]")
{
    const Filled program;
    const auto before = info(program);
    const auto again = first_file(done(program, {"--json", "import", program.file}));
    CHECK(again.at("rows_read") == 5);
    CHECK(again.at("rows_duplicate") == 5);
    CHECK(again.at("rows_kept") == 0);
    CHECK(info(program).at("incidents") == before.at("incidents"));
    CHECK(info(program).at("digest") == before.at("digest"));
}

TEST_CASE("a newer edition updates what changed, and undo brings the old one back", "[store]")
{
    const Filled program;
    const auto before = info(program);
    std::string edition = five_incidents;
    edition.replace(edition.find("Anchorage"), 9, "Anchorage, corrected");
    edition.replace(edition.find("Anchorage, corrected"), 20, "\"Anchorage, corrected\"");
    edition += "6,2024-06-10,108.0,21.4,other,1,New one\n";
    program.write("five.csv", edition);
    const auto file = first_file(done(program, {"--json", "import", program.file}));
    requires_whole_counts(file);
    CHECK(file.at("rows_kept") == 2);
    CHECK(file.at("rows_updated") == 1);
    CHECK(file.at("rows_duplicate") == 4);
    CHECK(info(program).at("incidents") == 6);
    CHECK(done(program, {"--json", "query", "incidents", "--text", "corrected", "--count"}).json().at("count") == 1);

    done(program, {"undo", file.at("source_uid").get<std::string>()});
    CHECK(info(program).at("digest") == before.at("digest"));
    CHECK(done(program, {"--json", "query", "incidents", "--text", "corrected", "--count"}).json().at("count") == 0);
}

TEST_CASE("rejected rows stand in quarantine with their reasons", "[store]")
{
    const Program program;
    const auto path = program.write("bad.csv",
                                    "id,time,lon,lat,kind\n"
                                    "1,2024-01-05,106.7,21.95,drugs\n"
                                    "2,2024-01-05,106.7,95,drugs\n"
                                    "3,2024-02-31,106.7,21.9,drugs\n"
                                    "4,2024-01-05,nan,21.9,drugs\n"
                                    "5,2024-01-05,inf,21.9,drugs\n");
    const auto file = first_file(done(program, {"--json", "import", path}));
    requires_whole_counts(file);
    CHECK(file.at("rows_read") == 5);
    CHECK(file.at("rows_kept") == 1);
    CHECK(file.at("rows_rejected") == 4);
    REQUIRE(file.at("rejects").size() == 4);
    CHECK(file.at("rejects")[0].at("row") == 2);
    const auto uid = file.at("source_uid").get<std::string>();
    const auto rows = done(program, {"--json", "quarantine", uid}).json();
    REQUIRE(rows.size() == 4);
    for (const auto& row : rows) CHECK_FALSE(row.at("reason").get<std::string>().empty());
    CHECK_THAT(rows[0].at("raw").get<std::string>(), Contains("95"));
    const auto csv = (program.dir() / "q.csv").string();
    done(program, {"quarantine", "--out", csv});
    CHECK(lines_in(Program::read(csv)) == 5);
}

TEST_CASE("a rehearsal reports the counts and keeps nothing", "[store]")
{
    const Filled program;
    const auto before = info(program);
    const auto more = program.write(
        "more.csv", "id,time,lon,lat,kind\n9,2024-01-05,106.7,21.95,drugs\n10,2024-01-05,106.7,95,drugs\n");
    const auto file = first_file(done(program, {"--json", "import", "--dry-run", more}));
    CHECK(file.at("rows_read") == 2);
    CHECK(file.at("rows_kept") == 1);
    CHECK(file.at("rows_rejected") == 1);
    CHECK(file.at("source_uid").is_null());
    CHECK(info(program) == before);

    const Program empty;
    done(empty, {"--json", "import", "--dry-run", more});
    CHECK_FALSE(std::filesystem::exists(empty.database()));
}

TEST_CASE("one file at fault does not keep the others out", "[store]")
{
    const Program program;
    const auto good = program.write("good.csv", five_incidents), bad = program.write("bad.csv", "");
    const auto run = program.run({"--json", "import", bad, good, (program.dir() / "absent.csv").string()});
    CHECK(run.status == 1);
    const auto document = run.json();
    REQUIRE(document.at("files").size() == 1);
    CHECK(document.at("files")[0].at("rows_kept") == 5);
    CHECK(document.at("errors").size() == 2);
    CHECK(document.at("error").at("file") == bad);
    CHECK(lines_in(run.err) == 2);
}

TEST_CASE("tracks come in as fixes of movers", "[store]")
{
    const Program program;
    std::string text = "mmsi,timestamp,lon,lat\n";
    for (int i = 0; i < 20; ++i)
        text += "574000001,2024-01-01T00:" + std::string(i < 10 ? "0" : "") + std::to_string(i) + ":00Z," +
                std::to_string(108.0 + i * 0.001) + ",17.0\n";
    text += "574000001,2024-01-01T00:05:00Z,108.005000,17.0\n";
    text += "574000002,2024-01-01T00:00:00Z,109.0,17.0\n";  // a lone fix is found like any track
    const auto path = program.write("ais.csv", text);
    const auto file = first_file(done(program, {"--json", "import", "--as", "tracks", path}));
    requires_whole_counts(file);
    CHECK(file.at("as") == "tracks");
    CHECK(file.at("rows_read") == 22);
    CHECK(file.at("rows_kept") == 21);
    CHECK(file.at("rows_duplicate") == 1);
    CHECK(file.at("tracks") == 2);
    CHECK(file.at("fixes") == 21);
    const auto rows = done(program, {"query", "tracks", "--format", "json"}).json();
    REQUIRE(rows.size() == 2);
    CHECK(
        done(program, {"--json", "query", "tracks", "--count", "--bbox", "108.9,16.9,109.1,17.1"}).json().at("count") ==
        1);

    const auto again = first_file(done(program, {"--json", "import", "--as", "tracks", path}));
    CHECK(again.at("rows_duplicate") == 22);
    CHECK(again.at("rows_kept") == 0);
    CHECK(info(program).at("tracks") == 2);

    const auto shapes = done(program, {"query", "tracks", "--format", "geojson"}).json();
    CHECK(shapes.at("type") == "FeatureCollection");
    REQUIRE(shapes.at("features").size() == 2);
}

TEST_CASE("answers come as table, CSV and GeoJSON", "[store]")
{
    const Filled program;
    const auto table = done(program, {"query", "incidents"}).out;
    CHECK(lines_in(table) == 6);
    CHECK_THAT(table, Contains("Boxes, left behind"));

    const auto csv = done(program, {"query", "incidents", "--format", "csv"}).out;
    CHECK(lines_in(csv) == 6);
    CHECK_THAT(csv, Contains("\"Boxes, left behind\""));
    CHECK_THAT(csv, Contains("\r\n"));

    const auto out = (program.dir() / "out.geojson").string();
    done(program, {"export", "incidents", "--format", "geojson", "--out", out, "--kind", "drugs"});
    const auto shapes = json::parse(Program::read(out));
    REQUIRE(shapes.at("features").size() == 2);
    CHECK(shapes.at("features")[0].at("geometry").at("type") == "Point");
    CHECK(shapes.at("features")[0].at("geometry").at("coordinates")[0].get<double>() == Approx(106.7));
}

TEST_CASE("what was exported can be imported again", "[store]")
{
    const Filled program;
    const auto out = (program.dir() / "out.csv").string();
    done(program, {"export", "incidents", "--format", "csv", "--out", out});
    const Program other;
    const auto file = first_file(done(other, {"--json", "import", out}));
    CHECK(file.at("as") == "incidents");
    CHECK(file.at("rows_kept") == 5);
    CHECK(done(other, {"--json", "query", "incidents", "--kind", "drugs", "--count"}).json().at("count") == 2);
}

TEST_CASE("explain shows the SQL, its plan, and that no filter reads a whole table", "[store]")
{
    const Filled program;
    const auto explained =
        done(program, {"--json", "query", "incidents", "--explain", "--bbox", "106,21,108,22", "--since", "2024-01-01"})
            .json();
    CHECK_THAT(explained.at("sql").get<std::string>(), Contains("SELECT"));
    CHECK_FALSE(explained.at("plan").empty());
    CHECK(explained.at("full_scan") == false);
}

TEST_CASE("the measured lines carry both lengths and their stretches", "[store]")
{
    const Program program;
    const auto lines = done(program, {"--json", "lines"}).json().at("lines");
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].at("name") == "LAND");
    CHECK(lines[0].at("official_km") == 5036);
    CHECK(lines[0].at("measured_km").get<double>() == Approx(4763).epsilon(0.005));
    CHECK(lines[1].at("name") == "COAST");
    CHECK(lines[1].at("official_km") == 3260);
    CHECK_FALSE(lines[0].at("stretches").empty());
    CHECK_THAT(done(program, {"lines"}).out, Contains("LAND"));
}

TEST_CASE("an address leads back to its place", "[store]")
{
    const Program program;
    const auto address = done(program, {"--json", "address", "106.712", "21.976"}).json();
    CHECK(address.at("line") == "LAND");
    CHECK(address.at("foot").at("lon").get<double>() == Approx(106.712).epsilon(0.001));
    const auto place = done(program, {"--json", "locate", address.at("line").get<std::string>(),
                                      std::to_string(address.at("chainage_km").get<double>()),
                                      std::to_string(address.at("offset_m").get<double>())})
                           .json();
    CHECK(std::abs(place.at("lon").get<double>() - 106.712) < 2e-5);
    CHECK(std::abs(place.at("lat").get<double>() - 21.976) < 2e-5);

    const auto csv = program.write("places.csv", "name,lon,lat\na,106.712,21.976\nb,109.3,12.2\n");
    const auto rows = done(program, {"address", "--csv", csv}).out;
    CHECK(lines_in(rows) == 3);
    CHECK_THAT(rows, Contains("COAST"));
    const auto bad = program.write("bad.csv", "lon,lat\n106.7,21.9\n106.7,x\n");
    const auto run = program.run({"--json", "address", "--csv", bad});
    CHECK(run.status == 1);
    CHECK(run.json().at("error").at("row") == 2);
}

TEST_CASE("line hotspots add up to the incidents near the line", "[store]")
{
    const Filled program;
    const auto run = done(program, {"--json", "hotspots", "line", "--line", "LAND", "--snap-km", "60"}).json();
    CHECK(run.at("method") == "line");
    const int n = run.at("n").get<int>();
    CHECK(n >= 3);
    double sum = 0;
    for (const auto& cell : run.at("cells"))
        sum += cell.at("per_km").get<double>() * (cell.at("to_km").get<double>() - cell.at("from_km").get<double>());
    CHECK(sum == Approx(n).epsilon(0.01));
    CHECK_THAT(done(program, {"hotspots", "line"}).out, Contains("LAND"));
}

TEST_CASE("a call at fault is refused with what it takes", "[store]")
{
    const Filled program;
    const std::vector<std::vector<std::string>> calls = {
        {"fly"},
        {"query"},
        {"query", "people"},
        {"query", "incidents", "--kind", "picnic"},
        {"query", "incidents", "--severity", "0:9"},
        {"query", "incidents", "--bbox", "108,21,106,22"},
        {"query", "incidents", "--bbox", "1,2,3"},
        {"query", "incidents", "--near", "106,95,10"},
        {"query", "incidents", "--since", "yesterday-ish"},
        {"query", "incidents", "--since", "2024-02-01", "--until", "2024-01-01"},
        {"query", "incidents", "--km", "9:1"},
        {"query", "incidents", "--line", "RIVER"},
        {"query", "incidents", "--source", "7"},
        {"query", "incidents", "--grade", "Z"},
        {"query", "incidents", "--format", "pdf"},
        {"import"},
        {"import", program.file, "--as", "soup"},
        {"address"},
        {"address", "21.97"},
        {"address", "a", "b"},
        {"locate", "LAND"},
        {"locate", "LAND", "5037"},
        {"locate", "LAND", "-1"},
        {"undo", "nonsense"},
        {"hotspots", "astrology"},
        {"hotspots", "line", "--bandwidth-km", "0"},
        {"snapshot"},
        {"snapshot", "--out", "x.png", "--size", "0x0"},
        {"--lang", "xx", "lines"},
        {"--tz", "noon", "lines"},
        {"demo", "--incidents", "-5"},
        {"export", "incidents", "--format", "csv"},
    };
    for (const auto& call : calls) {
        std::string line;
        for (const auto& word : call) line += word + ' ';
        INFO(line);
        const auto run = program.run(call);
        INFO("stderr: " << run.err);
        CHECK(run.status == 2);
        CHECK(lines_in(run.err) == 1);
        CHECK(run.out.empty());
    }
    const auto run = program.run({"--json", "address", "21.976", "106.712"});
    CHECK(run.status == 2);
    CHECK_THAT(run.json().at("error").at("message").get<std::string>(), Contains("did you mean"));
}

TEST_CASE("without a database, reading commands say how to make one", "[store]")
{
    const Program program;
    for (const auto* command : {"sources", "check", "info", "quarantine"})
        requires_refusal(program.run({command}), 1, "tuantra demo");
    requires_refusal(program.run({"query", "incidents"}), 1, "tuantra import");
    CHECK_FALSE(std::filesystem::exists(program.database()));
}

TEST_CASE("without a display the dashboard points to the snapshot", "[store]")
{
    const Program program;
    requires_refusal(program.run({}), 1, "snapshot");
}

TEST_CASE("a database from a newer program is refused untouched", "[store]")
{
    const Filled program;
    const auto set = "sqlite3 '" + program.database().string() +
                     "' 'PRAGMA journal_mode=DELETE; PRAGMA user_version=9999;' >/dev/null";
    if (std::system(set.c_str()) != 0) {
        WARN("skipped: no sqlite3 command");
        return;
    }
    const auto before = Program::read(program.database());
    for (const auto& call : std::vector<std::vector<std::string>>{
             {"info"}, {"check"}, {"query", "incidents"}, {"import", program.file}, {"demo"}, {"sources"}}) {
        const auto run = program.run(call);
        INFO(call.front() << ": " << run.err);
        CHECK(run.status == 3);
        CHECK(lines_in(run.err) == 1);
    }
    CHECK(Program::read(program.database()) == before);
}

TEST_CASE("a damaged database ends with status 3, a foreign file with status 1", "[store]")
{
    const Filled program;
    std::string bytes = Program::read(program.database());
    REQUIRE(bytes.size() > 40'000);
    for (std::size_t at = 20'000; at < bytes.size(); at += 1) bytes[at] = static_cast<char>(at * 7);
    program.write("damaged.sqlite", bytes);
    const auto damaged = program.run({"--db", (program.dir() / "damaged.sqlite").string(), "check"});
    INFO(damaged.err << damaged.out);
    CHECK(damaged.status == 3);

    const auto foreign = program.write("foreign.sqlite", "this is no database at all, only a text of some length\n");
    const auto run = program.run({"--db", foreign, "info"});
    INFO(run.err);
    CHECK(run.status == 1);
    CHECK(Program::read(foreign) == "this is no database at all, only a text of some length\n");
    requires_refusal(program.run({"--db", program.dir().string(), "info"}), 1, program.dir().string());
}

TEST_CASE("a killed import leaves the database as before or as after", "[store]")
{
    const Filled program;
    const auto before = info(program);
    const auto big = program.write("big.csv", many_incidents(150'000));
    for (const int ms : {30, 120, 300, 600, 1000}) {
        const auto pid = program.start({"--quiet", "import", big});
        usleep(static_cast<useconds_t>(ms) * 1000);
        kill(pid, SIGKILL);
        program.wait(pid);
        const auto now = info(program);
        const bool as_before = now.at("digest") == before.at("digest");
        if (!as_before) CHECK(now.at("incidents") == 150'005);
        CHECK(done(program, {"--json", "check"}).json().at("whole") == true);
        if (!as_before) break;
    }
}

TEST_CASE("Ctrl-C stops an import and keeps nothing of it", "[store]")
{
    const Filled program;
    const auto before = info(program);
    const auto big = program.write("big.csv", many_incidents(300'000));
    const auto wal = program.database().string() + "-wal";
    std::filesystem::remove(wal);  // a reader may have left an empty one; its return says that the import is under way
    const auto pid = program.start({"--quiet", "import", big});
    for (int i = 0; i < 3000 && !std::filesystem::exists(wal); ++i) usleep(10'000);
    usleep(100'000);
    kill(pid, SIGINT);
    const auto run = program.wait(pid);
    INFO(run.err);
    REQUIRE(run.status == 1);
    CHECK_THAT(run.err, Contains("stopped"));
    CHECK(info(program).at("digest") == before.at("digest"));
}

TEST_CASE("a full disk fails an import cleanly", "[store]")
{
    const Filled program;
    const auto before = info(program);
    const auto big = program.write("big.csv", many_incidents(50'000));
    const auto run = program.run({"--quiet", "import", big}, 4U << 20U);
    INFO(run.err);
    CHECK(run.status == 1);
    CHECK(lines_in(run.err) == 1);
    CHECK(info(program).at("digest") == before.at("digest"));
    CHECK(done(program, {"--json", "check"}).json().at("whole") == true);
}

TEST_CASE("an output that cannot be written leaves no half file", "[store]")
{
    const Filled program;
    const auto out = program.dir() / "nowhere" / "out.csv";
    requires_refusal(program.run({"export", "incidents", "--format", "csv", "--out", out.string()}), 1, "nowhere");
    const auto old = program.write("old.json", "kept");
    const auto run = program.run({"query", "incidents", "--format", "json", "--out", old, "--source", "bad"});
    CHECK(run.status == 2);
    CHECK(Program::read(old) == "kept");
    CHECK(program.run({"query", "incidents", "--format", "json", "--out", old}, 100).status == 1);
    CHECK(Program::read(old) == "kept");
}

TEST_CASE("undo of an unknown import says so", "[store]")
{
    const Filled program;
    requires_refusal(program.run({"undo", "0192f0c1-2b3c-7def-8123-456789abcdef"}), 1, "no import");
}

TEST_CASE("one seed gives one exercise", "[store]")
{
    const Program one, two, three;
    const std::vector<std::string> call = {"--json", "demo", "--seed", "7", "--incidents", "300", "--patrols", "20"};
    const auto first = done(one, call).json(), second = done(two, call).json();
    CHECK(first.at("synthetic") == true);
    CHECK(first.at("incidents") == 300);
    CHECK(first.at("units") == 60);
    CHECK(first.at("fixes").get<int>() > 20 * 100);
    CHECK(first.at("digest") == second.at("digest"));
    auto other = call;
    other[3] = "8";
    CHECK(done(three, other).json().at("digest") != first.at("digest"));

    // again, and with another seed, in the same file: it is the exercise asked for, not the sum
    CHECK(done(one, call).json().at("digest") == first.at("digest"));
    done(one, other);
    CHECK(info(one).at("incidents") == 300);
}

TEST_CASE("the exercise is marked synthetic in every output", "[store]")
{
    const Program program;
    done(program, {"demo", "--incidents", "50", "--patrols", "5"});
    CHECK_THAT(done(program, {"query", "incidents"}).out, Contains("SYNTHETIC"));
    CHECK_THAT(done(program, {"query", "tracks"}).out, Contains("SYNTHETIC"));
    CHECK_THAT(done(program, {"sources"}).out, Contains("SYNTHETIC"));
    CHECK_THAT(done(program, {"info"}).out, Contains("SYNTHETIC"));
    CHECK_THAT(done(program, {"hotspots", "line"}).out, Contains("SYNTHETIC"));
    CHECK(done(program, {"--json", "query", "incidents", "--count"}).json().at("synthetic") == true);
    CHECK(done(program, {"query", "incidents", "--format", "geojson"}).json().at("synthetic") == true);
    std::set<std::string> kinds;
    for (const auto& row : done(program, {"query", "incidents", "--format", "json"}).json()) {
        CHECK(row.at("synthetic") == true);
        kinds.insert(row.at("kind").get<std::string>());
    }
    CHECK(kinds.size() >= 4);
    for (const auto& row : done(program, {"query", "tracks", "--format", "json"}).json())
        CHECK(row.at("synthetic") == true);
}

TEST_CASE("the exercise does not mix with real records", "[store]")
{
    const Filled program;
    const auto before = info(program);
    requires_refusal(program.run({"demo", "--incidents", "10", "--patrols", "1"}), 1, "not synthetic");
    CHECK(info(program).at("digest") == before.at("digest"));
}

TEST_CASE("patrols of the exercise follow the lines at a believable pace, with gaps", "[store]")
{
    const Program program;
    done(program, {"demo", "--incidents", "0", "--patrols", "40"});
    std::set<std::string> movers;
    const auto patrols = done(program, {"query", "tracks", "--format", "geojson"}).json().at("features");
    REQUIRE(patrols.size() == 40);
    std::string csv = "lon,lat\n";
    for (const auto& patrol : patrols) {
        movers.insert(patrol.at("properties").at("kind").get<std::string>());
        CHECK(patrol.at("properties").at("length_km").get<double>() > 1);
        const auto& places = patrol.at("geometry").at("coordinates");
        for (std::size_t i = 0; i < places.size(); i += 50)
            csv += places[i][0].dump() + "," + places[i][1].dump() + "\n";
    }
    CHECK(movers.size() == 3);
    const auto addresses =
        done(program, {"--json", "address", "--csv", program.write("fixes.csv", csv)}).json().at("addresses");
    for (const auto& address : addresses) CHECK(std::abs(address.at("offset_m").get<double>()) < 40'000);
}

TEST_CASE("messages come in the language asked for", "[store]")
{
    const Program program;
    const auto english = done(program, {"--lang", "en", "lines"}).out,
               french = done(program, {"--lang", "fr", "lines"}).out,
               vietnamese = done(program, {"--lang", "vi", "lines"}).out;
    CHECK(english != french);
    CHECK(english != vietnamese);
}

TEST_CASE("a snapshot is a PNG of the size asked for", "[store]")
{
    const Program program;
    done(program, {"demo", "--incidents", "50", "--patrols", "5"});
    const auto out = (program.dir() / "map.png").string();
    done(program, {"snapshot", "--out", out, "--size", "400x300"});
    const auto png = Program::read(out);
    REQUIRE(png.size() > 1000);
    CHECK(png.substr(1, 3) == "PNG");
    const auto number = [&](std::size_t at) {
        unsigned value = 0;
        for (std::size_t i = 0; i < 4; ++i) value = value << 8U | static_cast<unsigned char>(png[at + i]);
        return value;
    };
    CHECK(number(16) == 400);
    CHECK(number(20) == 300);
}
