#include "scratch.hpp"

#include <string>

using namespace tuantra;
using namespace tuantra::tests;
using gis::Target;

TEST_CASE("Columns in Vietnamese, English and French get the same meaning", "[unit][import]")
{
    const Scratch scratch;
    const char* const texts[] = {
        "Mã vụ việc,Thời gian,Kinh độ,Vĩ độ,Loại vụ việc,Mức độ,Tiêu đề,Nội dung\nV1,2024-03-05 14:05,106.70,21.85,ma "
        "túy,cao,Bắt giữ,Thu 2 kg\n",
        "id,timestamp,longitude,latitude,kind,severity,title,description\nV1,2024-03-05 "
        "14:05,106.70,21.85,drugs,high,Bắt giữ,Thu 2 kg\n",
        "Identifiant;Date heure;Longitude;Latitude;Nature;Gravité;Titre;Récit\nV1;05/03/2024 "
        "14:05;106,70;21,85;drogue;élevée;Bắt giữ;Thu 2 kg\n"};
    for (const char* text : texts) {
        INFO(text);
        const auto all = import_text(scratch, text);
        REQUIRE(all.target == Target::incidents);
        REQUIRE(all.incidents.size() == 1);
        const auto& incident = all.incidents[0];
        CHECK(incident.source_key == "V1");
        CHECK(incident.place == domain::LonLat{106.70, 21.85});
        CHECK(incident.kind == domain::Kind::drugs);
        CHECK(incident.severity == 4);
        CHECK(incident.title == "Bắt giữ");
        CHECK(incident.narrative == "Thu 2 kg");
        CHECK(domain::to_iso(incident.occurred.from) == "2024-03-05T14:05:00+07:00");
    }
}

TEST_CASE("A day and a clock in two columns make one time, and a day alone stays a day", "[unit][import]")
{
    const Scratch scratch;
    const auto all = import_text(
        scratch,
        "ngày,giờ,kinh độ,vĩ độ,loại\n05/03/2024,14:05,106.7,21.8,buôn lậu\n05/03/2024,,106.7,21.8,buôn lậu\n");
    REQUIRE(all.incidents.size() == 2);
    CHECK(domain::to_iso(all.incidents[0].occurred.from) == "2024-03-05T14:05:00+07:00");
    CHECK(domain::to_iso(all.incidents[1].occurred.from) == "2024-03-05T00:00:00+07:00");
    CHECK(domain::to_iso(all.incidents[1].occurred.to) == "2024-03-05T23:59:59+07:00");
}

TEST_CASE("Bad rows are rejected with row, reason and raw text, and every row is accounted for", "[unit][import]")
{
    const Scratch scratch;
    const auto all = import_text(scratch,
                                 "id,time,lon,lat\n"
                                 "1,2024-01-01T00:00:00Z,106.7,21.8\n"
                                 "2,2024-01-01T00:00:00Z,21.8,106.7\n"
                                 "3,2024-01-01T00:00:00Z,106.7,95\n"
                                 "4,2024-01-01T00:00:00Z,nan,21.8\n"
                                 "5,2024-01-01T00:00:00Z,inf,21.8\n"
                                 "6,2024-01-01T00:00:00Z,0,0\n"
                                 "7,2024-02-31T00:00:00Z,106.7,21.8\n"
                                 "8,,106.7,21.8\n"
                                 "9,2024-01-01T00:00:00Z,,\n"
                                 "10,2024-01-01T00:00:00Z,1,2,3,4\n"
                                 "11,2024-01-01T00:00:00Z,200,21.8\n");
    CHECK(all.read == 11);
    CHECK(all.incidents.size() == 1);
    REQUIRE(all.rejects.size() == 10);
    CHECK(all.balanced());
    CHECK(all.rejects[0].row == 2);
    CHECK(all.rejects[0].reason == "latitude 106.7 is out of range; longitude and latitude may be swapped");
    CHECK(all.rejects[0].raw == "2,2024-01-01T00:00:00Z,21.8,106.7");
    CHECK(all.rejects[1].reason == "latitude 95 is out of range");
    CHECK(all.rejects[2].reason == "the coordinates are not finite numbers");
    CHECK(all.rejects[3].reason == "the coordinates are not finite numbers");
    CHECK(all.rejects[4].reason == "longitude 0, latitude 0 stands for a missing place");
    CHECK(all.rejects[5].reason == "not a time: 2024-02-31T00:00:00Z");
    CHECK(all.rejects[6].reason == "the time is empty");
    CHECK(all.rejects[7].reason == "the place is empty");
    CHECK(all.rejects[8].reason == "the row has more fields than the header");
    CHECK(all.rejects[9].reason == "longitude 200 is out of range");
}

TEST_CASE("Projected columns need a CRS, and Vietnamese X is the northing", "[unit][import]")
{
    const Scratch scratch;
    const auto file = scratch.write("vn2000.csv", "ngày,X,Y,loại\n2024-01-01,2417623.7292,674443.2728,ma túy\n");
    CHECK(error_of(file).find("--crs") != std::string::npos);
    gis::ImportOptions options;
    options.crs = "EPSG:3405";
    const auto all = import_all(file, options);
    REQUIRE(all.incidents.size() == 1);
    CHECK(all.incidents[0].place.lon == Approx(106.6899910896).margin(1e-7));
    CHECK(all.incidents[0].place.lat == Approx(21.8530079686).margin(1e-7));
    options.crs = "EPSG:4147";
    CHECK(error_of(file, options).find("Hanoi 1972") != std::string::npos);
}

TEST_CASE("A mover with times makes tracks, grouped and with fractions of seconds", "[unit][import]")
{
    const Scratch scratch;
    const auto all = import_text(scratch,
                                 "mmsi,name,time,lat,lon\n574000001,A,2024-01-01T00:00:00.25Z,20,107\n574000002,B,"
                                 "1704067200500,20,107\n574000001,A,2024-01-01T00:01:00Z,20.1,107\n");
    CHECK(all.target == Target::tracks);
    REQUIRE(all.fixes.size() == 3);
    REQUIRE(all.movers.size() == 2);
    CHECK(all.movers[0].key == "574000001");
    CHECK(all.movers[0].name == "A");
    CHECK(all.movers[0].kind == "vessel");
    CHECK(all.fixes[0].mover == all.fixes[2].mover);
    CHECK(all.fixes[0].fix.time_s == 1704067200.25);
    CHECK(all.fixes[1].fix.time_s == 1704067200.5);
    CHECK(all.rows_to_tracks == 3);
}

TEST_CASE("Points without a time are places", "[unit][import]")
{
    const Scratch scratch;
    const auto all = import_text(scratch, "tên,kinh độ,vĩ độ,loại,ghi chú\nMóng Cái,107.97,21.53,cửa khẩu,x\n");
    CHECK(all.target == Target::places);
    REQUIRE(all.places.size() == 1);
    CHECK(all.places[0].name == "Móng Cái");
    CHECK(all.places[0].kind == "cửa khẩu");
    CHECK(all.places[0].attributes == std::vector<std::pair<std::string, std::string>>{{"ghi chú", "x"}});
}

TEST_CASE("What a row says beyond its meaning is kept as attributes", "[unit][import]")
{
    const Scratch scratch;
    const auto all = import_text(
        scratch, "id,time,lon,lat,kind,severity,weather,empty\n1,2024-01-01T00:00:00Z,106,21,drone,7,rain,\n");
    REQUIRE(all.incidents.size() == 1);
    const auto& incident = all.incidents[0];
    CHECK(incident.kind == domain::Kind::other);
    CHECK(incident.severity == 3);
    CHECK(incident.attributes ==
          std::vector<std::pair<std::string, std::string>>{{"kind", "drone"}, {"severity", "7"}, {"weather", "rain"}});
}

TEST_CASE("The memory of a batch is used again and carries nothing over", "[unit][import]")
{
    const Scratch scratch;
    const auto file = scratch.write("r.csv",
                                    "id,time,lon,lat,title,note\n1,2024-01-01T00:00:00Z,106,21,first title,a note of "
                                    "some length\n2,2024-01-01T00:00:00Z,106,21,,\n");
    const auto reader = gis::ImportReader::open(file, {});
    gis::Batch batch;
    REQUIRE(reader->next(batch, 1));
    REQUIRE(batch.incidents.size() == 1);
    batch.incidents[0].address = domain::Address{};
    REQUIRE(reader->next(batch, 1));
    REQUIRE(batch.incidents.size() == 1);
    CHECK(batch.incidents[0].source_key == "2");
    CHECK(batch.incidents[0].title.empty());
    CHECK(batch.incidents[0].attributes.empty());
    CHECK_FALSE(batch.incidents[0].address);
    CHECK_FALSE(reader->next(batch, 1));
}

TEST_CASE("A file without a place or a time names its columns", "[unit][import]")
{
    const Scratch scratch;
    CHECK(error_of(scratch.write("a.csv", "name,number\nx,1\n"))
              .ends_with("no column can be a place; the columns are name, number"));
    gis::ImportOptions options;
    options.target = Target::incidents;
    CHECK(error_of(scratch.write("b.csv", "name,lon,lat\nx,106,21\n"), options).find("no column can be a time") !=
          std::string::npos);
    options.target = Target::zones;
    CHECK(error_of(scratch.write("b.csv", "name,lon,lat\nx,106,21\n"), options).find("no areas") != std::string::npos);
}

TEST_CASE("Lines with M times are tracks, areas are zones", "[unit][import]")
{
    const Scratch scratch;
    const auto zones = import_all(scratch.write(
        "z.geojson",
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Khu A","loai":"cam"},
        "geometry":{"type":"MultiPolygon","coordinates":[[[[105,20],[106,20],[106,21],[105,20]],[[105.5,20.2],[105.7,20.2],[105.7,20.3],[105.5,20.2]]],[[[107,20],[108,20],[108,21],[107,20]]]]}}]})"));
    CHECK(zones.target == Target::zones);
    REQUIRE(zones.zones.size() == 1);
    CHECK(zones.zones[0].name == "Khu A");
    CHECK(zones.zones[0].kind == "cam");
    REQUIRE(zones.zones[0].polygons.size() == 2);
    CHECK(zones.zones[0].polygons[0].size() == 2);
    CHECK(error_of(scratch.write("l.geojson", R"({"type":"LineString","coordinates":[[105,20],[106,21]]})"))
              .find("no times") != std::string::npos);
}

TEST_CASE("The SHA-256 of a file is that of its bytes", "[unit][import]")
{
    const Scratch scratch;
    CHECK(gis::file_sha256(scratch.write("abc", "abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK_THROWS_AS(gis::file_sha256(scratch.path() / "none"), gis::Error);
}
