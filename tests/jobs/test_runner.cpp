#include "jobs/runner.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <latch>
#include <memory>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using tuantra::jobs::Progress;
using tuantra::jobs::Runner;
using tuantra::jobs::Stop;

namespace {

// Delivers until nothing is left to wait for; what a frame loop does.
void drain(Runner& runner)
{
    while (!runner.idle()) {
        runner.deliver();
        std::this_thread::yield();
    }
}

// Runs until it is told to stop, and says when it began.
Runner::Work until_stopped(std::shared_ptr<std::latch> begun)
{
    return [begun](Progress& progress) -> Runner::Delivery {
        begun->count_down();
        for (;;) {
            progress.check();
            std::this_thread::yield();
        }
    };
}

}  // namespace

TEST_CASE("a delivery runs on the thread that asks for it, with the result of the work", "[unit][jobs]")
{
    Runner runner;
    std::thread::id worked_on, delivered_on;
    int result = 0;
    runner.start("add", "", [&worked_on, &delivered_on, &result](Progress&) {
        worked_on = std::this_thread::get_id();
        return [&delivered_on, &result, sum = 2 + 3] {
            delivered_on = std::this_thread::get_id();
            result = sum;
        };
    });
    drain(runner);
    CHECK(result == 5);
    CHECK(worked_on != std::this_thread::get_id());
    CHECK(delivered_on == std::this_thread::get_id());
}

TEST_CASE("deliver says whether anything came", "[unit][jobs]")
{
    std::counting_semaphore<> woken{0};
    Runner runner([&] { woken.release(); });
    CHECK_FALSE(runner.deliver());
    CHECK(runner.idle());
    runner.start("one", "", [](Progress&) { return [] {}; });
    woken.acquire();
    CHECK_FALSE(runner.idle());
    CHECK(runner.deliver());
    CHECK_FALSE(runner.deliver());
    CHECK(runner.idle());
}

TEST_CASE("a job that returns no delivery still ends", "[unit][jobs]")
{
    Runner runner;
    runner.start("nothing", "", [](Progress&) { return Runner::Delivery{}; });
    drain(runner);
    CHECK(runner.status().empty());
    CHECK(runner.take_failures().empty());
}

TEST_CASE("an exception comes back as a failure with the job's id, title and text", "[unit][jobs]")
{
    Runner runner;
    const auto id = runner.start("reads a file", "",
                                 [](Progress&) -> Runner::Delivery { throw std::runtime_error("row 7 is broken"); });
    const auto odd = runner.start("throws a number", "", [](Progress&) -> Runner::Delivery { throw 3; });
    drain(runner);
    auto failures = runner.take_failures();
    REQUIRE(failures.size() == 2);
    if (failures[0].id == odd) std::swap(failures[0], failures[1]);
    CHECK(failures[0].id == id);
    CHECK(failures[0].title == "reads a file");
    CHECK(failures[0].what == "row 7 is broken");
    CHECK_FALSE(failures[1].what.empty());
    CHECK(runner.take_failures().empty());
}

TEST_CASE("an exception of a delivery is a failure too, and the next delivery still runs", "[unit][jobs]")
{
    Runner runner({}, 1);
    bool next = false;
    runner.start("bad", "", [](Progress&) { return [] { throw std::runtime_error("while showing"); }; });
    runner.start("good", "", [&next](Progress&) { return [&next] { next = true; }; });
    drain(runner);
    CHECK(next);
    const auto failures = runner.take_failures();
    REQUIRE(failures.size() == 1);
    CHECK(failures[0].what == "while showing");
}

TEST_CASE("a cancelled running job neither delivers nor fails", "[unit][jobs]")
{
    Runner runner;
    const auto begun = std::make_shared<std::latch>(1);
    const auto id = runner.start("long", "", until_stopped(begun));
    begun->wait();
    runner.cancel(id);
    drain(runner);
    CHECK(runner.take_failures().empty());
    CHECK(runner.status().empty());
}

TEST_CASE("what a cancelled job throws while it stops is no failure", "[unit][jobs]")
{
    Runner runner;
    const auto begun = std::make_shared<std::latch>(1);
    const auto id = runner.start("query", "", [begun](Progress& progress) -> Runner::Delivery {
        begun->count_down();
        while (!progress.cancelled()) std::this_thread::yield();
        throw std::runtime_error("interrupted");
    });
    begun->wait();
    runner.cancel(id);
    drain(runner);
    CHECK(runner.take_failures().empty());
}

TEST_CASE("a job cancelled while it waits in the queue never runs", "[unit][jobs]")
{
    Runner runner({}, 1);
    const auto begun = std::make_shared<std::latch>(1);
    std::atomic<bool> ran{false};
    const auto first = runner.start("long", "", until_stopped(begun));
    begun->wait();
    const auto second = runner.start("waits", "", [&ran](Progress&) {
        ran = true;
        return [] {};
    });
    runner.cancel(second);
    runner.cancel(first);
    runner.cancel(99);
    drain(runner);
    CHECK_FALSE(ran);
}

TEST_CASE("a job cancelled after it finished does not deliver", "[unit][jobs]")
{
    std::counting_semaphore<> woken{0};
    Runner runner([&] { woken.release(); });
    bool delivered = false;
    const auto id = runner.start("quick", "", [&delivered](Progress&) { return [&delivered] { delivered = true; }; });
    woken.acquire();
    runner.cancel(id);
    CHECK_FALSE(runner.deliver());
    CHECK_FALSE(delivered);
    CHECK(runner.idle());
}

TEST_CASE("of jobs with one key only the newest delivers", "[unit][jobs]")
{
    Runner runner({}, 3);
    std::vector<int> scenes;
    for (int i = 0; i < 50; ++i) {
        runner.start("scene", "scene", [&scenes, i](Progress&) { return [&scenes, i] { scenes.push_back(i); }; });
    }
    runner.start("other", "other", [&scenes](Progress&) { return [&scenes] { scenes.push_back(1000); }; });
    drain(runner);
    std::sort(scenes.begin(), scenes.end());
    CHECK(scenes == std::vector<int>{49, 1000});
}

TEST_CASE("a newer job of the key stops the running one", "[unit][jobs]")
{
    Runner runner({}, 1);
    const auto begun = std::make_shared<std::latch>(1);
    bool delivered = false;
    runner.start("old", "key", until_stopped(begun));
    begun->wait();
    runner.start("new", "key", [&delivered](Progress&) { return [&delivered] { delivered = true; }; });
    drain(runner);
    CHECK(delivered);
}

TEST_CASE("jobs without a key do not disturb each other", "[unit][jobs]")
{
    Runner runner({}, 4);
    int delivered = 0;
    for (int i = 0; i < 100; ++i) runner.start("one of many", "", [&](Progress&) { return [&] { ++delivered; }; });
    drain(runner);
    CHECK(delivered == 100);
}

TEST_CASE("a delivery may start and cancel jobs, also those that wait for delivery", "[unit][jobs]")
{
    std::counting_semaphore<> woken{0};
    Runner runner([&] { woken.release(); }, 1);
    std::string order;
    runner.start("a", "", [&](Progress&) {
        return [&] {
            order += 'a';
            runner.start("newer", "b", [&order](Progress&) { return [&order] { order += 'c'; }; });
        };
    });
    runner.start("older", "b", [&order](Progress&) { return [&order] { order += 'b'; }; });
    woken.acquire();
    woken.acquire();
    drain(runner);
    CHECK(order == "ac");
}

TEST_CASE("status lists queued and running jobs, oldest first, with their progress", "[unit][jobs]")
{
    Runner runner({}, 1);
    std::latch half(1), go(1);
    runner.start("first", "", [&](Progress& progress) {
        progress.set(0.5);
        half.count_down();
        go.wait();
        return [] {};
    });
    half.wait();
    runner.start("second", "", [](Progress&) { return [] {}; });
    const auto status = runner.status();
    REQUIRE(status.size() == 2);
    CHECK(status[0].title == "first");
    CHECK(status[0].done == 0.5);
    CHECK(status[1].title == "second");
    CHECK(status[1].done < 0);
    CHECK(status[0].id < status[1].id);
    go.count_down();
    drain(runner);
    CHECK(runner.status().empty());
}

TEST_CASE("destruction cancels what runs and what waits, and waits for it", "[unit][jobs]")
{
    std::atomic<int> inside{0};
    bool delivered = false;
    {
        Runner runner({}, 2);
        const auto begun = std::make_shared<std::latch>(2);
        for (int i = 0; i < 8; ++i) {
            runner.start("long", "", [&inside, &delivered, begun](Progress& progress) {
                ++inside;
                begun->count_down();
                while (!progress.cancelled()) std::this_thread::yield();
                --inside;
                return [&delivered] { delivered = true; };
            });
        }
        begun->wait();
    }
    CHECK(inside == 0);
    CHECK_FALSE(delivered);
}

TEST_CASE("what a job captured is freed when it ends", "[unit][jobs]")
{
    Runner runner({}, 1);
    auto input = std::make_shared<int>(1);
    const std::weak_ptr<int> watch = input;
    runner.start("holds", "", [input = std::move(input)](Progress&) { return Runner::Delivery{}; });
    drain(runner);
    CHECK(watch.expired());
}

TEST_CASE("a job that is stopped, queued or running or done, takes back what was set for it, and once", "[unit][jobs]")
{
    std::counting_semaphore<> woken{0};
    Runner runner([&] { woken.release(); }, 1);
    int taken_back = 0, delivered = 0;
    const tuantra::jobs::Terms terms{.otherwise = [&] { ++taken_back; }};
    const auto quick = [&](Progress&) { return [&] { ++delivered; }; };
    const auto done = runner.start("done", "", quick, terms);
    woken.acquire();
    const auto begun = std::make_shared<std::latch>(1);
    const auto running = runner.start("runs", "", until_stopped(begun), terms);
    const auto queued = runner.start("waits", "", quick, terms);
    begun->wait();
    for (const auto id : {done, queued, running, queued}) runner.cancel(id);
    CHECK(taken_back == 0);
    drain(runner);
    CHECK(taken_back == 3);
    CHECK(delivered == 0);
    CHECK(runner.take_failures().empty());
}

TEST_CASE("a failure takes back as well, a delivery does not, and a replaced job does", "[unit][jobs]")
{
    Runner runner({}, 1);
    std::string said;
    const auto terms = [&](char c) { return tuantra::jobs::Terms{.otherwise = [&said, c] { said += c; }}; };
    runner.start(
        "bad", "", [](Progress&) -> Runner::Delivery { throw std::runtime_error("no"); }, terms('a'));
    runner.start(
        "bad to show", "", [](Progress&) { return [] { throw std::runtime_error("no"); }; }, terms('b'));
    runner.start(
        "good", "", [](Progress&) { return [] {}; }, terms('c'));
    drain(runner);
    CHECK(said == "ab");
    CHECK(runner.take_failures().size() == 2);
    const auto begun = std::make_shared<std::latch>(1);
    runner.start("old", "key", until_stopped(begun), terms('d'));
    begun->wait();
    runner.start(
        "new", "key", [](Progress&) { return [] {}; }, terms('e'));
    drain(runner);
    CHECK(said == "abd");
}

TEST_CASE(
    "what nobody may stop is done before the runner ends, and the user's cross leaves alone what is the program's",
    "[unit][jobs]")
{
    std::atomic<int> written{0};
    std::atomic<bool> read{false};
    {
        Runner runner({}, 1);
        const auto begun = std::make_shared<std::latch>(1);
        const auto own = runner.start("of the program", "", until_stopped(begun), {.stop = Stop::by_program});
        begun->wait();
        std::vector<std::uint64_t> ids{own};
        for (int i = 0; i < 3; ++i)
            ids.push_back(runner.start("writes", "",
                                       [&written](Progress& progress) {
                                           if (!progress.cancelled()) ++written;
                                           return Runner::Delivery{};
                                       },
                                       {.stop = Stop::never}));
        runner.start("reads", "", [&read](Progress&) {
            read = true;
            return Runner::Delivery{};
        });
        for (const auto& status : runner.status()) CHECK(status.stoppable == (status.title == "reads"));
        for (const auto id : ids) runner.cancel(id);
        CHECK(runner.status().size() == 5);
    }
    CHECK(written == 3);
    CHECK_FALSE(read);
}

TEST_CASE("a job ahead goes before those that wait, in its own order", "[unit][jobs]")
{
    Runner runner({}, 1);
    std::latch begun(1), go(1);
    std::string order;
    runner.start("runs", "", [&](Progress&) {
        begun.count_down();
        go.wait();
        return Runner::Delivery{};
    });
    begun.wait();
    const auto add = [&](char c, bool ahead) {
        runner.start("one", "", [&order, c](Progress&) { return [&order, c] { order += c; }; }, {.ahead = ahead});
    };
    add('c', false);
    add('a', true);
    add('d', false);
    add('b', true);
    go.count_down();
    drain(runner);
    CHECK(order == "abcd");
}

TEST_CASE("jobs of two runners never share an id", "[unit][jobs]")
{
    Runner one({}, 1), two({}, 1);
    const auto nothing = [](Progress&) { return Runner::Delivery{}; };
    const auto a = one.start("a", "", nothing), b = two.start("b", "", nothing), c = one.start("c", "", nothing);
    CHECK(a != b);
    CHECK(b != c);
    CHECK(a != c);
}
