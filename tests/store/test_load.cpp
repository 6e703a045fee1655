#include "support.hpp"

#include "store/connection.hpp"
#include "store/geometry.hpp"
#include "store/readers.hpp"

#include <limits>
#include <thread>

using namespace tuantra;
using namespace tuantra::tests;
using store::OpenMode;
using store::Store;

namespace {

/// So many connections load together while it lives.
struct Forced {
    explicit Forced(std::size_t readers) { store::forced_readers = readers; }
    ~Forced() { store::forced_readers = 0; }
    Forced(const Forced&) = delete;
    Forced& operator=(const Forced&) = delete;
};

/// What another program does to the file, without our checks.
void edit(const std::filesystem::path& file, const std::string& sql)
{
    store::Connection connection(file, store::Connection::Access::write);
    connection.foreign_keys(false);
    connection.db().exec(sql);
}

std::vector<domain::Fix> walk(double lat, int n)
{
    std::vector<domain::Fix> out;
    for (int i = 0; i < n; ++i) out.push_back({{100 + i * 0.001, lat}, double{noon} + i * 60});
    return out;
}

/// Tracks 1 of 700 fixes, 2 of a piece of 600 and a lone fix, and 3 of 10: chunks of up to 256.
void fill_tracks(const std::filesystem::path& file)
{
    auto store = Store::open(file, OpenMode::create);
    auto import = store.begin_import({"one", "", "", false}, now_ms);
    import.add({{}, "a", "", "foot", {}}, {walk(10, 700)});
    import.add({{}, "b", "", "boat", {}}, {walk(11, 600), walk(12, 1)});
    import.add({{}, "c", "", "foot", {}}, {walk(13, 10)});
    import.finish();
}

std::string literal(const store::Blob& blob)
{
    static const char* hex = "0123456789ABCDEF";
    std::string out = "X'";
    for (const auto byte : blob) {
        out += hex[byte >> 4U];
        out += hex[byte & 15U];
    }
    return out + "'";
}

}  // namespace

TEST_CASE("Columns of many records, read by several connections, are those of the records one by one", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const auto records = random_incidents(45'000, 3);
    import_all(store, "one", records);
    const auto columns = store.load_incidents();
    REQUIRE(columns.size() == records.size());
    REQUIRE(columns.map.size() == records.size());
    std::size_t disordered = 0, wrong = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& in = records[static_cast<std::size_t>(columns.id[i] - 1)];
        if (i > 0 && std::pair(columns.from_s[i - 1], columns.id[i - 1]) >= std::pair(columns.from_s[i], columns.id[i]))
            ++disordered;
        if (columns.place[i] != in.place || columns.from_s[i] != in.occurred.from.unix_s ||
            columns.to_s[i] != in.occurred.to.unix_s || columns.kind[i] != in.kind ||
            columns.severity[i] != in.severity || columns.reliability[i] != in.reliability ||
            columns.map[i] != domain::to_map(in.place) || (columns.line[i] >= 0) != in.address.has_value())
            ++wrong;
    }
    CHECK(disordered == 0);
    CHECK(wrong == 0);
    // The readers let go of the file: it can be written again.
    import_all(store, "two", {incident("later")});
    CHECK(store.load_incidents().size() == records.size() + 1);
}

TEST_CASE("Many tracks read by several connections keep their order and their movers' names", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const char* kinds[] = {"foot", "boat", "vehicle", "vessel"};
    std::vector<std::vector<domain::Fix>> walks;
    auto import = store.begin_import({"one", "", "", false}, now_ms);
    for (int t = 0; t < 90; ++t) {
        std::vector<domain::Fix> fixes;
        for (int i = 0; i < 200 + t * 3; ++i)
            fixes.push_back({{100 + t * 0.05 + i * 0.0003, 10 + t * 0.1}, double{noon} + t * 1000.0 + i * 60.0});
        import.add({{}, "t" + std::to_string(t), "", kinds[t * 7 % 4], {}}, {fixes});
        walks.push_back(std::move(fixes));
    }
    import.finish();
    const auto columns = store.load_tracks();
    REQUIRE(columns.pieces() == walks.size());
    CHECK(columns.movers == std::vector<std::string>{"foot", "vessel", "vehicle", "boat"});
    for (std::size_t t = 0; t < walks.size(); ++t) {
        CHECK(columns.track_id[t] == static_cast<std::int64_t>(t) + 1);
        CHECK(columns.movers[columns.mover[t]] == kinds[t * 7 % 4]);
        const std::size_t from = columns.start[t];
        REQUIRE(columns.start[t + 1] - from == walks[t].size());
        for (std::size_t i = 0; i < walks[t].size(); ++i)
            if (columns.map[from + i] != domain::to_map(walks[t][i].place) ||
                columns.time_s[from + i] != walks[t][i].time_s)
                FAIL_CHECK("fix " << i << " of track " << t);
    }
}

TEST_CASE("A chunk without a track is left out, and one that another program changed has the vertices it has now",
          "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    fill_tracks(file);
    const Forced forced(GENERATE(1U, 3U));
    edit(file,
         "INSERT INTO track_chunk(track_id,piece,seq,from_time,to_time,fixes,geom) "
         "SELECT 999,piece,seq,from_time,to_time,fixes,geom FROM track_chunk WHERE track_id=1");
    const auto store = Store::open(file, OpenMode::read_only);
    CHECK(store.load_tracks().start == std::vector<std::size_t>{0, 700, 1300, 1301, 1311});
    const auto longer = walk(14, 12);
    edit(file, "UPDATE track_chunk SET geom=" + literal(store::line_blob(longer)) + " WHERE track_id=3");
    const auto columns = store.load_tracks();
    CHECK(columns.start == std::vector<std::size_t>{0, 700, 1300, 1301, 1313});
    CHECK(columns.movers == std::vector<std::string>{"foot", "boat"});
    CHECK(columns.map.back() == domain::to_map(longer.back().place));
    for (const char* count : {"9223372036854775807", "-9223372036854775807", "-3", "0"}) {
        CAPTURE(count);
        edit(file, std::string("UPDATE track SET fixes=") + count);
        edit(file, std::string("UPDATE track_chunk SET fixes=") + count + " WHERE track_id<>2");
        CHECK(store.load_tracks().start == columns.start);
        CHECK(store.load_tracks().map == columns.map);
    }
    // Without its first chunk a piece begins where the rest does, and is no part of the piece before.
    edit(file, "DELETE FROM track_chunk WHERE track_id=2 AND piece=0 AND seq=0");
    CHECK(store.load_tracks().start == std::vector<std::size_t>{0, 700, 1045, 1046, 1058});
}

TEST_CASE("Ids at both ends of what a file can hold are read like others", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    fill_tracks(file);
    import_all(*std::make_unique<Store>(Store::open(file, OpenMode::read_write)), "two", random_incidents(40, 1));
    const Forced forced(3);
    const auto [table, chunks] = GENERATE(std::pair("incident", false), std::pair("track", true));
    const auto sizes = [&, chunks = chunks](const Store& store) {
        return chunks ? store.load_tracks().pieces() : store.load_incidents().size();
    };
    const auto before = sizes(Store::open(file, OpenMode::read_only));
    const auto renumber = [&, table = table, chunks = chunks](const char* from, const char* to) {
        edit(file, std::string("UPDATE ") + table + " SET id=" + to + " WHERE id=" + from);
        if (chunks) edit(file, std::string("UPDATE track_chunk SET track_id=") + to + " WHERE track_id=" + from);
    };
    renumber("3", "9223372036854775807");
    CHECK(sizes(Store::open(file, OpenMode::read_only)) == before);
    renumber("2", "9223372036854775800");
    CHECK(sizes(Store::open(file, OpenMode::read_only)) == before);
    renumber("1", "-9223372036854775808");
    CHECK(sizes(Store::open(file, OpenMode::read_only)) == before);
}

TEST_CASE("A damaged place or line is an error, on whichever connection it is read", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    fill_tracks(file);
    import_all(*std::make_unique<Store>(Store::open(file, OpenMode::read_write)), "two", random_incidents(40, 1));
    const Forced forced(GENERATE(1U, 2U, 4U));
    const std::string id = GENERATE("1", "3");
    const auto store = Store::open(file, OpenMode::read_only);
    edit(file, "UPDATE incident SET geom=substr(geom,1,59) WHERE id=" + id);
    CHECK(code_of([&] { (void)store.load_incidents(); }) == store::Error::Code::damaged);
    const std::string bad = GENERATE("substr(geom,1,length(geom)-1)", "X'00'", "substr(geom,1,length(geom)-24)",
                                     "CAST('text' AS TEXT)", "CAST(geom||geom AS BLOB)");
    edit(file, "UPDATE track_chunk SET geom=" + bad + " WHERE track_id=" + id);
    CHECK(code_of([&] { (void)store.load_tracks(); }) == store::Error::Code::damaged);
}

TEST_CASE("Several connections see one state of the file while another writes pairs to it", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    {
        auto store = Store::open(file, OpenMode::create);
    }
    const Forced forced(4);
    const auto store = Store::open(file, GENERATE(OpenMode::read_only, OpenMode::read_write));
    constexpr std::size_t pairs = 40;
    std::atomic<std::size_t> written{0};
    std::exception_ptr failure;
    std::size_t odd = 0, backwards = 0, last = 0;
    {
        const std::jthread writer([&] {
            try {
                auto other = Store::open(file, OpenMode::read_write);
                for (; written < pairs; ++written) {
                    const auto name = std::to_string(written);
                    auto import = other.begin_import({name, "", "", false}, now_ms);
                    for (const char* half : {"a", "b"}) {
                        import.add(incident(name + half));
                        import.add({{}, name + half, "", "foot", {}}, {walk(10, 5)});
                    }
                    import.finish();
                }
            } catch (...) {
                failure = std::current_exception();
                written = pairs;
            }
        });
        while (written < pairs) {
            const auto incidents = store.load_incidents().size(), pieces = store.load_tracks().pieces();
            odd += incidents % 2 + pieces % 2;
            backwards += incidents < last || pieces < incidents;
            last = pieces;
        }
    }
    if (failure) std::rethrow_exception(failure);
    CHECK(odd == 0);
    CHECK(backwards == 0);
    CHECK(store.load_incidents().size() == 2 * pairs);
    CHECK(store.load_tracks().pieces() == 2 * pairs);
}

TEST_CASE("A file put in the place of the open one is not read together with it", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite", other = dir / "b.sqlite";
    import_all(*std::make_unique<Store>(Store::open(file, OpenMode::create)), "one", random_incidents(60, 1));
    import_all(*std::make_unique<Store>(Store::open(other, OpenMode::create)), "one", random_incidents(100, 2));
    const Forced forced(4);
    const auto store = Store::open(file, OpenMode::read_only);
    const auto before = store.load_incidents();
    for (const char* part : {"", "-wal", "-shm"})
        if (std::filesystem::exists(file.string() + part))
            std::filesystem::rename(file.string() + part, (dir / "c.sqlite").string() + part);
    std::filesystem::rename(other, file);
    const auto after = store.load_incidents();
    CHECK(after.id == before.id);
    CHECK(after.from_s == before.from_s);
    // Nor does it take others to read what is open.
    std::filesystem::remove(file);
    CHECK(store.load_incidents().from_s == before.from_s);
}
