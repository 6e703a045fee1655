#include "gis/coordinates.hpp"
#include "gis/csv.hpp"
#include "gis/profile.hpp"
#include "scratch.hpp"

#include <cmath>
#include <random>
#include <string>
#include <vector>

using namespace tuantra;
using namespace tuantra::tests;

namespace {

/// Damages a text the same way for the same seed: bytes changed, pieces doubled, cut out and spliced in.
class Mutator {
public:
    explicit Mutator(std::uint32_t seed) : m_random(seed) {}

    std::string operator()(std::string text, std::string_view other)
    {
        static constexpr std::string_view tokens = "\",;\t|\n\r\0'°NSEWĐB-+.0987{}[]:\xFF\xFE\xC3";
        for (std::size_t n = 1 + pick(6); n > 0; --n) {
            const std::size_t at = pick(text.size() + 1);
            switch (pick(5)) {
                case 0:
                    if (at < text.size()) text[at] = static_cast<char>(pick(256));
                    break;
                case 1:
                    text.insert(at, 1, tokens[pick(tokens.size())]);
                    break;
                case 2:
                    text.erase(at, pick(8));
                    break;
                case 3:
                    text.insert(at, std::string(text, at, pick(40)));
                    break;
                default:
                    text.insert(at, std::string(other, pick(other.size() + 1), pick(40)));
                    break;
            }
        }
        return text;
    }

private:
    std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(m_random); }
    std::mt19937 m_random;
};

}  // namespace

TEST_CASE("Damaged CSV is read to its end or refused, and every row has its number", "[unit][mutation]")
{
    const std::vector<std::string> seeds = {
        "id,time,lon,lat,title\n1,2024-01-01,106.7,21.8,\"a \"\"b\"\", c\"\n2,2024-01-02,106.8,21.9,x\n",
        "\xEF\xBB\xBFtên;kinh độ;vĩ độ\r\nA;106,7;21,8\r\n\"B\nC\";106,7;21,8\r\n",
        std::string("\xFF\xFE"
                    "a\0,\0b\0\n\0"
                    "1\0,\0"
                    "2\0\n\0",
                    18),
        "La\xF2ng,S\xF5n\n1\t2|3\n"};
    Mutator mutate(20240611);
    gis::OpenOptions options;
    options.max_row_bytes = 4096;
    std::size_t rows = 0, refused = 0;
    for (int i = 0; i < 8000; ++i) {
        const auto k = static_cast<std::size_t>(i) % seeds.size();
        const std::string text = mutate(seeds[k], seeds[(k + 1) % seeds.size()]);
        try {
            gis::CsvReader reader("text", "text", gis::memory_bytes(text), options);
            gis::RawRow row;
            std::int64_t number = 0;
            while (reader.next(row)) {
                ++rows;
                if (row.number != ++number) FAIL("row numbers jump");
                if (row.defect.empty() && row.values.size() < reader.columns().size()) FAIL("values are missing");
            }
        } catch (const gis::Error&) {
            ++refused;
        }
    }
    CHECK(rows > 8000);
    CHECK(refused < 4000);
}

TEST_CASE("Damaged coordinates are finite numbers or nothing", "[unit][mutation]")
{
    const std::vector<std::string> seeds = {"13°43'00\"N 121°02'00\"E", "21,5° B; 105,8° Đ",
                                            "POINT (-2.16 15.65)",      "{'longitude': -2.1, 'latitude': 15}",
                                            "N 21 15 00 E 105 30 00",   "vĩ độ 21,5 Bắc, kinh độ 105,8 Đông",
                                            "-98.754264661883",         "5°60'00\"S"};
    Mutator mutate(7);
    std::size_t read = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto k = static_cast<std::size_t>(i) % seeds.size();
        const std::string text = mutate(seeds[k], seeds[(k + 3) % seeds.size()]);
        if (const auto pair = gis::parse_angle_pair(text)) {
            ++read;
            if (!std::isfinite(pair->first.degrees) || !std::isfinite(pair->second.degrees)) FAIL(text);
        }
        gis::parse_angle(text);
    }
    CHECK(read > 1000);
}

TEST_CASE("Damaged profiles are read or refused", "[unit][mutation]")
{
    const std::string seed = read_all(std::filesystem::path(TUANTRA_SOURCE_DIR) / "data" / "profiles" / "asam.json");
    Mutator mutate(42);
    std::size_t read = 0;
    for (int i = 0; i < 5000; ++i) {
        const std::string text = mutate(seed, seed);
        try {
            gis::write_profile(gis::parse_profile("text", text));
            ++read;
        } catch (const gis::Error&) {
        }
    }
    CHECK(read > 0);
    CHECK(read < 5000);
}

TEST_CASE("Damaged files of every binary format are balanced or refused", "[shared][mutation]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const Scratch scratch;
    const auto nasty = shared / "data" / "nasty";
    const std::pair<std::filesystem::path, const char*> seeds[] = {
        {nasty / "mapshaper/geopackage/same_crs_points.gpkg", "m.gpkg"},
        {nasty / "mapshaper/kml/Albania.kmz", "m.kmz"},
        {nasty / "fiona/test_gpx.gpx", "m.gpx"},
        {nasty / "fiona/grenada.geojson", "m.geojson"},
        {nasty / "togeojson/multitrack.kml", "m.kml"}};
    std::mt19937 random(3);
    for (const auto& [file, name] : seeds) {
        const std::string whole = read_all(file);
        for (int i = 0; i < 40; ++i) {
            std::string bytes = whole;
            for (int n = 0; n < 8; ++n) bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
            if (i % 4 == 0) bytes.resize(random() % bytes.size());
            INFO(name << " " << i);
            try {
                const auto all = import_all(scratch.write(name, bytes));
                CHECK(all.balanced());
            } catch (const gis::Error& e) {
                CHECK(std::string_view(e.what()).find('\n') == std::string_view::npos);
            }
        }
    }
}
