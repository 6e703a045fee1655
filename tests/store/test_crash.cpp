#include "support.hpp"

#include <csignal>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tuantra;
using namespace tuantra::tests;
using store::OpenMode;
using store::Store;

namespace {

enum class Alone : bool { no, yes };

/// Imports in a process of its own. The child never returns into the test framework.
template <typename Before>
pid_t import_in_child(const std::filesystem::path& file, const std::vector<domain::Incident>& records, Before&& before,
                      Alone alone = Alone::no)
{
    const auto pid = ::fork();
    if (pid != 0) return pid;
    before();
    try {
        auto store = Store::open(file, OpenMode::create);
        if (alone == Alone::yes) store.load_alone();
        import_all(store, "two", records);
    } catch (const store::Error& e) {
        ::_exit(e.code() == store::Error::Code::full ? 7 : 8);
    } catch (...) {
        ::_exit(9);
    }
    ::_exit(0);
}

int wait_for(pid_t pid)
{
    int status = 0;
    ::waitpid(pid, &status, 0);
    return status;
}

}  // namespace

TEST_CASE("Killed at any moment of an import, the database is as before or as after", "[store]")
{
    const auto alone = GENERATE(Alone::no, Alone::yes);
    CAPTURE(alone == Alone::yes);
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    const auto second = random_incidents(8000, 2);
    std::string before, after;
    {
        auto store = Store::open(file, OpenMode::create);
        import_all(store, "one", random_incidents(1000, 1));
        before = store.digest();
    }
    std::chrono::steady_clock::duration whole{};
    {
        std::filesystem::copy_file(file, dir / "b.sqlite");
        const auto began = std::chrono::steady_clock::now();
        auto store = Store::open(dir / "b.sqlite", OpenMode::read_write);
        import_all(store, "two", second);
        whole = std::chrono::steady_clock::now() - began;
        after = store.digest();
    }
    // Moments spread over an import as long as the one just timed, the first as soon as the process exists: however
    // fast the machine, that one cannot have finished.
    constexpr int moments = 12;
    int killed = 0;
    for (int i = 0; i < moments; ++i) {
        const auto pid = import_in_child(
            file, second, [] {}, alone);
        REQUIRE(pid > 0);
        std::this_thread::sleep_for(whole * i / moments);
        ::kill(pid, SIGKILL);
        killed += WIFSIGNALED(wait_for(pid)) ? 1 : 0;
        const auto mode = i % 2 == 0 ? OpenMode::read_only : OpenMode::read_write;
        const auto store = Store::open(file, mode);
        CHECK(store.check().empty());
        const auto digest = store.digest();
        CHECK((digest == before || digest == after));
        if (digest == after) break;
    }
    CHECK(killed > 0);
}

TEST_CASE("Killed while it is made, a database is there whole or not at all", "[store]")
{
    const TempDir dir;
    std::mt19937_64 random(5);
    for (int i = 0; i < 10; ++i) {
        const auto file = dir / ("n" + std::to_string(i)).c_str();
        const auto pid = import_in_child(file, {}, [] {});
        REQUIRE(pid > 0);
        std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution<int>(1, 80)(random)));
        ::kill(pid, SIGKILL);
        wait_for(pid);
        CHECK(Store::open(file, OpenMode::create).check().empty());
    }
}

TEST_CASE("A disk that is full is named, and nothing is lost", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    std::string before;
    {
        auto store = Store::open(file, OpenMode::create);
        import_all(store, "one", random_incidents(500, 1));
        before = store.digest();
    }
    const auto pid = import_in_child(file, random_incidents(60000, 2), [] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{4U << 20U, 4U << 20U};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    REQUIRE(pid > 0);
    const auto status = wait_for(pid);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 7);
    const auto store = Store::open(file, OpenMode::read_write);
    CHECK(store.digest() == before);
    CHECK(store.check().empty());
}
