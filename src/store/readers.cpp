#include "store/readers.hpp"

#include <sqlite3.h>

#include <system_error>
#include <thread>

namespace tuantra::store {

namespace {

/// Who reads in a transaction sees the state at its first question.
void pin(SQLite::Database& db)
{
    db.exec("BEGIN");
    if (db.tryExec("SELECT count(*) FROM source") == SQLITE_OK) return;
    const SQLite::Exception failure(db.getHandle());
    db.tryExec("ROLLBACK");
    throw failure;
}

/// Another file stands in the place of the one that is open, or none: its name leads elsewhere.
bool has_moved(SQLite::Database& db)
{
    int moved = 0;
    const int asked = sqlite3_file_control(db.getHandle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return asked != SQLITE_OK || moved != 0;
}

}  // namespace

Readers::Readers(Connection& own, std::size_t wanted) : m_own(own)
{
    if (sqlite3_get_autocommit(own.db().getHandle()) == 0) return;  // what it wrote only this connection sees
    for (int attempt = 0; attempt < 3 && wanted > 1; ++attempt)
        if (begin(wanted)) return;
    begin(1);
}

Readers::~Readers()
{
    if (m_pinned) m_own.db().tryExec("COMMIT");
}

Readers::Others Readers::open_others(std::size_t wanted) const
{
    try {
        const char* file = sqlite3_db_filename(m_own.db().getHandle(), "main");
        if (file == nullptr || *file == '\0' || has_moved(m_own.db())) return {};
        Others others;
        while (others.size() + 1 < wanted) {
            others.push_back(std::make_unique<SQLite::Database>(open_plain(file)));
            pin(*others.back());
        }
        if (has_moved(m_own.db())) return {};
        return others;
    } catch (const std::exception&) {
        return {};
    }
}

/// No commit of others between the first question and the last beginning: one state for all. False, and nothing begun,
/// where there was one.
bool Readers::begin(std::size_t wanted)
{
    auto& db = m_own.db();
    const auto version = [&] { return db.execAndGet("PRAGMA data_version").getInt64(); };
    const auto before = version();
    auto others = open_others(wanted);
    pin(db);
    try {
        m_pinned = others.empty() || version() == before;
    } catch (...) {
        db.tryExec("ROLLBACK");
        throw;
    }
    if (m_pinned)
        m_others = std::move(others);
    else
        db.tryExec("ROLLBACK");  // it only read
    return m_pinned;
}

void Readers::each_part(std::size_t count, const Work& work)
{
    std::atomic<std::size_t> next{0};
    std::atomic<bool> others_failed{false};
    {
        std::vector<std::jthread> threads;
        const auto help = [&](SQLite::Database& db) {
            try {
                for (std::size_t part = next++; part < count; part = next++) work(db, part);
            } catch (...) {
                others_failed = true;
                next = count;
            }
        };
        try {
            for (const auto& other : m_others) threads.emplace_back([&help, &other] { help(*other); });
        } catch (const std::system_error&) {
            // As many threads as there can be.
        }
        try {
            for (std::size_t part = next++; part < count; part = next++) work(m_own.db(), part);
        } catch (...) {
            next = count;
            throw;
        }
    }
    for (std::size_t part = 0; others_failed && part < count; ++part) work(m_own.db(), part);
}

}  // namespace tuantra::store
