#include "scratch.hpp"

#include <string>
#include <vector>

using namespace tuantra;
using namespace tuantra::tests;
using gis::Target;

namespace {

/// What a real file holds, counted with other programs (csv and xml readers of Python).
struct Expected {
    const char* file;
    Target target;
    std::size_t kept, rejected, movers;
};

const Expected tables[] = {
    {"incidents/asam/RAW_ASAM.csv.gz", Target::incidents, 8619, 0, 0},
    {"incidents/asam/subregions.csv", Target::zones, 58, 0, 0},
    {"incidents/iom_missing_migrants/data.csv.gz", Target::incidents, 6339, 0, 0},
    {"ais/decoded/decoded_reports_baltic_all_ships_april_2018_micro_20k_sample_ais_data.csv.gz", Target::tracks, 19999,
     0, 387},
    {"ais/decoded/dry_bulk_vessels_20250827T00.csv.gz", Target::tracks, 25489, 33, 5782},
    {"tracks/earthranger/er_relocs.csv.zip", Target::tracks, 35769, 0, 2},
    {"tracks/earthranger/smart_patrol_observations_a.csv.gz", Target::tracks, 25994, 0, 11},
    {"places/UpdatedPub150.csv.gz", Target::places, 3768, 0, 0},
    {"places/vietnam_places_geonames.csv", Target::places, 905, 0, 0},
    {"places/Provinces_included_Paracel_SpratlyIslands_combine.geojson.gz", Target::zones, 65, 0, 0},
    {"vietnam_border_gates.csv", Target::places, 51, 0, 0},
};

const Expected tracks[] = {
    {"gpsbabel/24173415.gpx", Target::tracks, 689, 0, 1},
    {"gpsbabel/bike~gpx.gpx", Target::tracks, 1812, 0, 1},
    {"gpsbabel/expertgps.gpx", Target::tracks, 64, 0, 1},
    {"gpsbabel/garmin-oregon-700-output.gpx", Target::tracks, 997, 0, 1},
    {"gpsbabel/garmin_xt_strk.gpx", Target::tracks, 958, 0, 2},
    {"gpsbabel/garminconnect.gpx", Target::tracks, 68, 0, 1},
    {"gpsbabel/gdb-sample.gpx", Target::tracks, 747, 0, 9},
    {"gpsbabel/google_ext~kml.gpx", Target::tracks, 451, 0, 1},
    {"gpsbabel/gtrnctr_power.gpx.gz", Target::tracks, 5109, 0, 1},
    {"gpsbabel/lezyne_super_gps-garmin_fit-sample-bad-endian.gpx", Target::tracks, 804, 0, 1},
    {"gpsbabel/mtk_logger.gpx", Target::tracks, 817, 0, 3},
    {"gpsbabel/mtk_logger_m241_multiple_tracks.gpx.gz", Target::tracks, 14263, 0, 6},
    {"gpsbabel/simplify_error_crosstrack.gpx", Target::tracks, 365, 0, 1},
    {"gpsbabel/tpo-sample2.gpx", Target::tracks, 711, 295, 12},
    {"gpsbabel/vitovtt-sample.gpx", Target::tracks, 1866, 0, 1},
    {"gpsbabel/wahoo-element-bolt.gpx", Target::tracks, 1101, 0, 1},
    {"togeojson/apple_watch_route.gpx", Target::tracks, 44, 0, 1},
    {"togeojson/empty_ele.gpx", Target::tracks, 2, 0, 1},
    {"togeojson/missing_hr.gpx", Target::tracks, 16, 0, 1},
    {"togeojson/multitrackgpx.gpx", Target::tracks, 117, 0, 3},
    {"togeojson/osm.gpx", Target::tracks, 175, 245, 2},
    {"togeojson/run_gpxtpx.gpx", Target::tracks, 42, 0, 1},
    {"togeojson/unique_trkpt.gpx", Target::tracks, 1, 0, 1},
    {"gpsbabel/transform-rte.gpx", Target::places, 86, 0, 0},
    {"gpsbabel/umsonstdraussen.gpx", Target::places, 78, 0, 0},
    {"gpsbabel/LineStyles.kml", Target::places, 16, 0, 0},
    {"opencpn/foo.gpx", Target::places, 13, 0, 0},
    {"togeojson/trek.gpx", Target::places, 120, 0, 0},
    {"togeojson/wpt.gpx", Target::places, 40, 0, 0},
};

void check_file(const std::filesystem::path& folder, const Expected& expected)
{
    INFO(expected.file);
    const auto all = import_all(folder / expected.file);
    CHECK(all.target == expected.target);
    CHECK(all.incidents.size() + all.fixes.size() + all.places.size() + all.zones.size() == expected.kept);
    CHECK(all.rejects.size() == expected.rejected);
    CHECK(all.movers.size() == expected.movers);
    CHECK(all.balanced());
}

}  // namespace

TEST_CASE("Registers, feeds and gazetteers yield as many records as other programs count in them", "[shared][real]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    for (const auto& expected : tables) check_file(shared / "data", expected);
}

TEST_CASE("Receivers' files yield their timed track points, else their routes and waypoints", "[shared][real]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    for (const auto& expected : tracks) check_file(shared / "data" / "tracks", expected);
}

TEST_CASE("Tracks without any time are refused with advice", "[shared][real]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    gis::ImportOptions as_places;
    as_places.target = Target::places;
    const std::pair<const char*, std::size_t> files[] = {{"gpsbabel/LineStyles.gpx", 901},
                                                         {"gpsbabel/bounds-test-track.gpx", 108},
                                                         {"gpsbabel/lowrance-v2.gpx", 3258},
                                                         {"togeojson/gdal.gpx", 4},
                                                         {"togeojson/style.gpx", 362}};
    for (const auto& [name, points] : files) {
        INFO(name);
        const auto file = shared / "data" / "tracks" / name;
        CHECK(error_of(file).find("import them as places") != std::string::npos);
        CHECK(import_all(file, as_places).places.size() == points);
    }
    CHECK(error_of(shared / "data/tracks/togeojson/trek_no_rtept.gpx").find("no rows") != std::string::npos);
}

TEST_CASE("ASAM: sixty minutes, days, keys and the whole story", "[shared][real]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto all = import_all(shared / "data/incidents/asam/RAW_ASAM.csv.gz");
    CHECK(all.mapping.profile == "asam");
    const auto& first = all.incidents.front();
    CHECK(first.source_key == "2022-127");
    CHECK(first.place.lon == Approx(121 + 2.0 / 60));
    CHECK(first.place.lat == Approx(13 + 43.0 / 60));
    CHECK(first.kind == domain::Kind::piracy);
    CHECK(domain::to_iso(first.occurred.from) == "2022-04-28T00:00:00+07:00");
    CHECK(first.occurred.to.unix_s - first.occurred.from.unix_s == 86399);
    CHECK(first.title == "Marshall Islands-flagged tanker SEXTANS");
    CHECK(first.narrative.starts_with("PHILIPPINES: On 28 April"));
    std::size_t in_box = 0;
    for (const auto& i : all.incidents) in_box += domain::contains(domain::Box{100, 5, 118, 25}, i.place) ? 1U : 0U;
    CHECK(in_box == 390);
}

TEST_CASE("Missing migrants: victims, two-digit years and the box of the region", "[shared][real]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto all = import_all(shared / "data/incidents/iom_missing_migrants/data.csv.gz");
    CHECK(all.mapping.profile == "missing_migrants");
    const auto& third = all.incidents[2];
    CHECK(third.source_key == "52771");
    CHECK(third.victims == 29);
    CHECK(domain::to_iso_date(third.occurred.from) == "2020-01-11");
    CHECK(third.kind == domain::Kind::illegal_crossing);
    std::size_t in_box = 0;
    for (const auto& i : all.incidents) in_box += domain::contains(domain::Box{100, 5, 118, 25}, i.place) ? 1U : 0U;
    CHECK(in_box == 49);
}

TEST_CASE("AIS: milliseconds, also as 1.522542e+12, and names that are Unknown", "[shared][real]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto baltic = import_all(shared / "data/ais/decoded" /
                                   "decoded_reports_baltic_all_ships_april_2018_micro_20k_sample_ais_data.csv.gz");
    CHECK(baltic.mapping.profile == "ais_baltic");
    CHECK(baltic.fixes.front().fix == domain::Fix{{10.313084, 54.536476}, 1522559988});
    CHECK(baltic.movers.front().name == "TEMSE");
    const auto live = import_all(shared / "data/ais/decoded/dry_bulk_vessels_20250827T00.csv.gz");
    CHECK(live.fixes.front().fix.time_s == Approx(1756256242.791093).margin(1e-6));
    CHECK(live.movers.front().name.empty());
    CHECK(live.rejected_for("longitude 0, latitude 0") == 33);
}
