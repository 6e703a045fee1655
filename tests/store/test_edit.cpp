#include "support.hpp"

#include <cmath>
#include <csignal>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

using namespace tuantra;
using namespace tuantra::tests;
using store::EditReceipt;
using store::OpenMode;
using store::Store;

namespace {

std::vector<std::int64_t> with_text(const Store& store, const std::string& words)
{
    domain::Filter filter;
    filter.text = words;
    return store.incident_ids(filter);
}

std::vector<std::int64_t> in_box(const Store& store, const domain::Box& box, domain::Kind kind)
{
    domain::Filter filter;
    filter.box = box;
    filter.kinds = domain::KindSet::none();
    filter.kinds.set(kind, true);
    return store.incident_ids(filter);
}

domain::Incident typed()
{
    auto in = incident("", {105.5, 22.5}, noon + 3600);
    in.kind = domain::Kind::drugs;
    in.severity = 4;
    in.title = "Thuốc phiện tại lối mòn";
    in.narrative = "Bắt hai người";
    in.reliability = 'B';
    in.credibility = 2;
    in.suspects = 2;
    in.address = domain::Address{domain::LineId::land, 700, -300};
    return in;
}

const domain::Box around{105.4, 22.4, 105.6, 22.6};

}  // namespace

TEST_CASE("A record added by hand is found by place, kind and text, and taking it back leaves the file as before",
          "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    import_all(store, "one", random_incidents(400, 1));
    REQUIRE(with_text(store, "buon lau").size() == 80);  // the text index is up to date
    const auto before = store.digest();
    const auto receipt = store.add_by_hand(typed(), now_ms);
    CHECK(receipt.what == EditReceipt::What::added);
    CHECK(in_box(store, around, domain::Kind::drugs) == std::vector{receipt.id});
    CHECK(with_text(store, "thuoc phien") == std::vector{receipt.id});
    const auto record = store.incident(receipt.id);
    REQUIRE(record);
    CHECK(record->incident.title == "Thuốc phiện tại lối mòn");
    CHECK(record->incident.address == typed().address);
    CHECK(record->incident.credibility == 2);
    CHECK(record->incident.victims == -1);
    CHECK(record->source_name == store::by_hand);
    CHECK_FALSE(record->synthetic);
    CHECK(store.check().empty());
    store.undo_edit(receipt, now_ms + 1);
    CHECK_FALSE(store.incident(receipt.id));
    CHECK(with_text(store, "thuoc phien").empty());
    CHECK(store.check().empty());
    CHECK(store.digest() == before);
}

TEST_CASE("A changed record keeps its uid, its key and its first stamp, and its history has what it was", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    import_all(store, "one", random_incidents(50, 1));
    with_text(store, "x");
    const auto before = store.digest();
    const auto old = *store.incident(7);
    auto changed = old.incident;
    changed.title = "Sửa lại tên";
    changed.place = {105.5, 22.5};
    changed.kind = domain::Kind::piracy;
    const auto receipt = store.edit_by_hand(7, changed, old.content, now_ms + 5000);
    CHECK(receipt.what == EditReceipt::What::changed);
    const auto now = *store.incident(7);
    CHECK(now.incident.uid == old.incident.uid);
    CHECK(now.incident.source_key == old.incident.source_key);
    CHECK(now.created_at == old.created_at);
    CHECK(now.updated_at > old.updated_at);
    CHECK(now.incident.attributes == old.incident.attributes);
    CHECK(in_box(store, around, domain::Kind::piracy) == std::vector<std::int64_t>{7});
    CHECK(with_text(store, "sua lai ten") == std::vector<std::int64_t>{7});
    const auto history = store.incident_history(7);
    REQUIRE(history.size() == 2);
    CHECK(history[0].incident.title == "Sửa lại tên");
    CHECK(history[0].by_hand);
    CHECK(history[0].written_ms == now_ms + 5000);
    CHECK(history[1].incident.title == old.incident.title);
    CHECK(history[1].source_name == "one");
    CHECK_FALSE(history[1].by_hand);
    CHECK_FALSE(history[0].who.empty());
    CHECK(history[1].who.empty());
    CHECK(store.check().empty());
    store.undo_edit(receipt, now_ms + 6000);
    CHECK(store.incident_history(7).size() == 1);
    CHECK(store.check().empty());
    CHECK(store.digest() == before);
}

TEST_CASE("A removed record is gone from every question and comes back whole", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    import_all(store, "one", {typed(), incident("b")});
    REQUIRE(with_text(store, "thuoc").size() == 1);
    const auto before = store.digest();
    const auto id = with_text(store, "thuoc").front();
    const auto receipt = store.remove_by_hand(id, store.incident(id)->content, now_ms + 1);
    CHECK(receipt.what == EditReceipt::What::removed);
    CHECK_FALSE(store.incident(id));
    CHECK(with_text(store, "thuoc").empty());
    CHECK(in_box(store, around, domain::Kind::drugs).empty());
    CHECK(store.count_incidents({}) == 1);
    CHECK(store.load_incidents().size() == 1);
    CHECK(store.incident_history(id).size() == 1);
    CHECK(store.check().empty());
    store.undo_edit(receipt, now_ms + 2);
    CHECK(with_text(store, "thuoc") == std::vector{id});
    CHECK(store.check().empty());
    CHECK(store.digest() == before);
}

TEST_CASE("A change that changes nothing writes nothing", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    import_all(store, "one", {typed()});
    const auto record = *store.incident(1);
    const auto receipt = store.edit_by_hand(1, record.incident, record.content, now_ms + 1);
    CHECK(receipt.what == EditReceipt::What::nothing);
    CHECK(store.incident_history(1).size() == 1);
    CHECK(store.sources().size() == 1);
    store.undo_edit(receipt, now_ms + 2);
    CHECK(store.count_incidents({}) == 1);
}

TEST_CASE("What was changed since it was opened is not overwritten, nor taken back", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    import_all(store, "one", {typed()});
    const auto seen = *store.incident(1);
    auto first = seen.incident, second = seen.incident;
    first.title = "First";
    second.title = "Second";
    const auto receipt = store.edit_by_hand(1, first, seen.content, now_ms + 1);
    const auto digest = store.digest();
    CHECK_THROWS_WITH(store.edit_by_hand(1, second, seen.content, now_ms + 2), Catch::Contains("changed since"));
    CHECK_THROWS_WITH(store.remove_by_hand(1, seen.content, now_ms + 2), Catch::Contains("changed since"));
    CHECK_THROWS_WITH(store.edit_by_hand(99, second, seen.content, now_ms + 2), Catch::Contains("no longer there"));
    CHECK(store.digest() == digest);
    const auto later = store.edit_by_hand(1, second, receipt.content, now_ms + 3);
    CHECK_THROWS_WITH(store.undo_edit(receipt, now_ms + 4), Catch::Contains("changed again"));
    store.undo_edit(later, now_ms + 4);
    store.undo_edit(receipt, now_ms + 5);
    CHECK(store.incident(1)->incident.title == seen.incident.title);
    CHECK(store.check().empty());
}

TEST_CASE("Each change by hand stands in the log with its record and what it was before", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    const auto added = store.add_by_hand(typed(), now_ms);
    auto changed = typed();
    changed.title = "x";
    const auto edit = store.edit_by_hand(added.id, changed, added.content, now_ms + 1);
    store.undo_edit(edit, now_ms + 2);
    store.remove_by_hand(added.id, added.content, now_ms + 3);
    std::vector<std::string> actions, details;
    store.log([&](const store::LogRow& row) {
        if (row.subject != domain::to_string(added.uid)) return;
        actions.push_back(row.action);
        details.push_back(row.detail);
        CHECK_FALSE(row.who.empty());
    });
    REQUIRE(actions == std::vector<std::string>{"add", "change", "undo change", "remove"});
    const auto has = [&](std::size_t i, const char* key, std::uint64_t content) {
        return details[i].find(std::string("\"") + key + "\":\"" + std::to_string(content) + "\"") != std::string::npos;
    };
    CHECK(has(0, "after", added.content));
    CHECK(has(1, "before", added.content));
    CHECK(has(1, "after", edit.content));
    CHECK(has(2, "after", added.content));
    CHECK(has(3, "after", 0));
    CHECK(store.check().empty());
}

TEST_CASE("Records out of range are refused and nothing is written", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    import_all(store, "one", {typed()});
    const auto before = store.digest();
    const auto refused = [&](auto&& spoil) {
        auto in = typed();
        spoil(in);
        CHECK(code_of([&] { store.add_by_hand(in, now_ms); }) == store::Error::Code::failed);
    };
    refused([](auto& in) { in.severity = 0; });
    refused([](auto& in) { in.severity = 6; });
    refused([](auto& in) { in.reliability = 'G'; });
    refused([](auto& in) { in.credibility = 7; });
    refused([](auto& in) { in.suspects = -2; });
    refused([](auto& in) { in.place = {200, 10}; });
    refused([](auto& in) { in.place.lat = std::nan(""); });
    refused([](auto& in) { std::swap(in.occurred.from, in.occurred.to), in.occurred.to.unix_s -= 9; });
    refused([](auto& in) { in.title = "\xff"; });
    CHECK(store.digest() == before);
    const auto reader = Store::open(dir / "a.sqlite", OpenMode::read_only);
    CHECK(code_of([&] { const_cast<Store&>(reader).add_by_hand(typed(), now_ms); }) == store::Error::Code::read_only);
}

TEST_CASE("Importing the file again does not undo what a hand changed or removed; a new edition does", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    import_all(store, "one", {incident("a"), incident("b"), incident("c")});
    auto changed = store.incident(1)->incident;
    changed.title = "By hand";
    auto receipt = store.edit_by_hand(1, changed, store.incident(1)->content, now_ms + 1);
    changed.title = "By hand, again";
    store.edit_by_hand(1, changed, receipt.content, now_ms + 2 * day * 1000);  // another day: another source
    store.remove_by_hand(2, store.incident(2)->content, now_ms + 3);
    auto counts = import_all(store, "one", {incident("a"), incident("b"), incident("c")});
    CHECK(counts.duplicate == 3);
    CHECK(store.incident(1)->incident.title == "By hand, again");
    CHECK_FALSE(store.incident(2));
    CHECK(store.count_incidents({}) == 2);

    auto a = incident("a"), b = incident("b");
    a.severity = 5;
    b.severity = 5;
    counts = import_all(store, "one", {a, b, incident("c")});
    CHECK(counts.updated == 1);
    CHECK(counts.kept == 2);
    CHECK(store.incident(1)->incident.severity == 5);
    CHECK(store.incident_history(1).size() == 4);
    CHECK(store.count_incidents({}) == 3);
    CHECK(store.check().empty());
    counts = import_all(store, "one", {incident("a"), a, b});
    CHECK(counts.duplicate == 3);
    CHECK(store.check().empty());
}

TEST_CASE("The hand's work of a day is a source that can be taken back whole", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    import_all(store, "one", random_incidents(30, 3));
    const auto before = store.digest();
    std::vector<domain::Uid> hands;
    std::mt19937_64 random(11);
    std::vector<EditReceipt> done;
    for (int i = 0; i < 60; ++i) {
        const auto at = now_ms + i / 20 * day * 1000 + i;
        const auto id = static_cast<std::int64_t>(1 + random() % 34);
        const auto record = store.incident(id);
        auto in = record ? record->incident : typed();
        in.title = "Change " + std::to_string(i);
        in.place.lon = 104 + 0.01 * i;
        if (!record)
            done.push_back(store.add_by_hand(in, at));
        else if (i % 5 == 0)
            done.push_back(store.remove_by_hand(id, record->content, at));
        else
            done.push_back(store.edit_by_hand(id, in, record->content, at));
        if (i % 7 == 0) {
            store.undo_edit(done.back(), at + 1);
            done.pop_back();
        }
        if (i == 30) import_all(store, "one", random_incidents(30, 4));  // an edition in between
    }
    CHECK(store.check().empty());
    auto sources = store.sources();
    std::int64_t edition = 0;
    for (auto source = sources.rbegin(); source != sources.rend(); ++source) {
        if (source->name != store::by_hand && ++edition > 1) continue;
        store.undo(source->uid);
        CHECK(store.check().empty());
    }
    CHECK(store.sources().size() == 1);
    CHECK(store.digest() == before);
}

TEST_CASE("What a hand changes in an exercise stays marked as invented", "[store]")
{
    const TempDir dir;
    auto store = Store::open(dir / "a.sqlite", OpenMode::create);
    {
        auto import = store.begin_import({"exercise", "", "", true}, now_ms, 7);
        import.add(incident("a"));
        import.finish();
    }
    const auto added = store.add_by_hand(typed(), now_ms);
    CHECK(store.incident(added.id)->synthetic);
    import_all(store, "real", {incident("r", {106, 20})});
    auto changed = store.incident(1)->incident;
    changed.title = "x";
    store.edit_by_hand(1, changed, store.incident(1)->content, now_ms);
    CHECK(store.incident(1)->synthetic);
    CHECK_FALSE(store.incident(store.add_by_hand(typed(), now_ms).id)->synthetic);
}

TEST_CASE("Killed at any moment of a change by hand, the record is as before or as after", "[store]")
{
    const TempDir dir;
    const auto file = dir / "a.sqlite";
    std::string before, after;
    {
        auto store = Store::open(file, OpenMode::create);
        import_all(store, "one", random_incidents(300, 1));
    }
    const auto change = [](Store& store) {
        const auto record = *store.incident(5);
        auto in = record.incident;
        in.title = "After";
        store.edit_by_hand(5, in, record.content, now_ms);
    };
    before = Store::open(file, OpenMode::read_only).digest();
    {
        std::filesystem::copy_file(file, dir / "b.sqlite");
        auto store = Store::open(dir / "b.sqlite", OpenMode::read_write);
        change(store);
        after = store.digest();
    }
    for (int i = 0; i < 10; ++i) {
        const auto pid = ::fork();
        REQUIRE(pid >= 0);
        if (pid == 0) {
            auto store = Store::open(file, OpenMode::read_write);
            change(store);
            ::_exit(0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(i * 2));
        ::kill(pid, SIGKILL);
        int status = 0;
        ::waitpid(pid, &status, 0);
        const auto store = Store::open(file, OpenMode::read_only);
        CHECK(store.check().empty());
        const auto digest = store.digest();
        CHECK((digest == before || digest == after));
        if (digest == after) break;
    }
}
