#include "support.hpp"

#include "store/schema.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <sys/stat.h>
#include <unistd.h>

using namespace tuantra;
using namespace tuantra::tests;
using Code = store::Error::Code;
using store::OpenMode;
using store::Store;

TEST_CASE("A new database is whole, empty and of this schema", "[store]")
{
    const TempDir dir;
    const auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const auto info = store.info();
    CHECK(info.schema_version == store::schema_version);
    CHECK(info.incidents == 0);
    CHECK(info.bytes > 0);
    CHECK_FALSE(store.synthetic());
    CHECK(store.check().empty());
    CHECK(std::distance(std::filesystem::directory_iterator(dir.path()), {}) <= 3);  // the file, its wal and shm
}

TEST_CASE("Opening an absent file makes one only when asked to", "[store]")
{
    const TempDir dir;
    CHECK(code_of([&] { Store::open(dir / "no.sqlite", OpenMode::read_only); }) == Code::failed);
    CHECK(code_of([&] { Store::open(dir / "no.sqlite", OpenMode::read_write); }) == Code::failed);
    CHECK_FALSE(std::filesystem::exists(dir / "no.sqlite"));
    CHECK(code_of([&] { Store::open(dir / "no/folder.sqlite", OpenMode::create); }).has_value());
}

TEST_CASE("What is no Tuantra database is refused and left as it is", "[store]")
{
    const TempDir dir;
    const auto file = dir / "x.sqlite";
    const auto refused = [&](Code code) {
        const auto before = bytes_of(file);
        for (const auto mode : {OpenMode::read_only, OpenMode::read_write, OpenMode::create})
            CHECK(code_of([&] { Store::open(file, mode); }) == code);
        CHECK(bytes_of(file) == before);
        CHECK_FALSE(std::filesystem::exists(file.string() + "-wal"));
    };
    SECTION("a text")
    {
        std::ofstream(file) << "lon,lat\n1,2\n";
        refused(Code::not_a_database);
    }
    SECTION("another program's database")
    {
        SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t(x)");
        refused(Code::not_a_database);
    }
    SECTION("one of a newer program")
    {
        Store::open(file, OpenMode::create);
        SQLite::Database(file.string(), SQLite::OPEN_READWRITE)
            .exec("PRAGMA journal_mode=DELETE; PRAGMA user_version=" + std::to_string(store::schema_version + 1));
        refused(Code::newer);
    }
    SECTION("a folder")
    {
        for (const auto mode : {OpenMode::read_only, OpenMode::read_write, OpenMode::create})
            CHECK(code_of([&] { Store::open(dir.path(), mode); }) == Code::not_a_database);
    }
}

TEST_CASE("A newer schema that is only in the write-ahead log is refused too", "[store]")
{
    const TempDir dir;
    const auto file = dir / "x.sqlite";
    Store::open(file, OpenMode::create);
    SQLite::Database other(file.string(), SQLite::OPEN_READWRITE);
    other.exec("PRAGMA wal_autocheckpoint=0; PRAGMA user_version=99");
    CHECK(code_of([&] { Store::open(file, OpenMode::read_write); }) == Code::newer);
    CHECK(code_of([&] { Store::open(file, OpenMode::read_only); }) == Code::newer);
    CHECK(other.execAndGet("PRAGMA user_version").getInt() == 99);
}

TEST_CASE("An empty file becomes a database", "[store]")
{
    const TempDir dir;
    std::ofstream(dir / "e.sqlite").close();
    CHECK(Store::open(dir / "e.sqlite", OpenMode::create).check().empty());
}

TEST_CASE("A connection for reading writes nothing", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    {
        auto store = Store::open(file, OpenMode::create);
        import_all(store, "one", random_incidents(20, 1));
    }
    auto store = Store::open(file, OpenMode::read_only);
    CHECK(store.read_only());
    CHECK(store.count_incidents({}) == 20);
    CHECK(code_of([&] { store.begin_import({"x", "", "", false}, now_ms); }) == Code::read_only);
    CHECK(code_of([&] { store.undo({}); }) == Code::read_only);
    domain::Filter text;
    text.text = "bao cao";
    CHECK(store.count_incidents(text) == 0);
}

TEST_CASE("A file that cannot be written opens for reading, and only so", "[store]")
{
    if (::geteuid() == 0) {
        WARN("skipped: root may write everything");
        return;
    }
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    {
        auto store = Store::open(file, OpenMode::create);
        import_all(store, "one", random_incidents(20, 1));
    }
    ::chmod(file.c_str(), 0444);
    ::chmod(dir.path().c_str(), 0555);
    CHECK(code_of([&] { Store::open(file, OpenMode::read_write); }) == Code::read_only);
    CHECK(Store::open(file, OpenMode::read_only).count_incidents({}) == 20);
    ::chmod(dir.path().c_str(), 0755);
}

TEST_CASE("A damaged file says so", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    {
        auto store = Store::open(file, OpenMode::create);
        import_all(store, "one", random_incidents(3000, 1));
    }
    {
        const auto size = std::filesystem::file_size(file);
        std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
        for (auto at = size / 2; at + 4096 < size; at += 40960) {
            out.seekp(static_cast<std::streamoff>(at / 4096 * 4096));
            out << std::string(4096, '\xA5');
        }
    }
    bool said = false;
    try {
        const auto store = Store::open(file, OpenMode::read_only);
        said = !store.check().empty();
    } catch (const store::Error& e) {
        said = e.code() == Code::damaged;
    }
    CHECK(said);
}

TEST_CASE("A second writer waits, then is told that the database is locked", "[store]")
{
    const TempDir dir;
    auto first = Store::open(dir / "a.sqlite", OpenMode::create);
    auto second = Store::open(dir / "a.sqlite", OpenMode::read_write);
    auto import = first.begin_import({"one", "", "", false}, now_ms);
    CHECK(code_of([&] { second.begin_import({"two", "", "", false}, now_ms); }) == Code::locked);
    CHECK(code_of([&] { first.begin_import({"three", "", "", false}, now_ms); }) == Code::locked);
    CHECK(second.count_incidents({}) == 0);  // readers do not wait
}
