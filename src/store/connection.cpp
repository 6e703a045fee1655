#include "store/connection.hpp"

#include "store/functions.hpp"

#include <sqlite3.h>

// Needs what sqlite3.h declares.
#include <spatialite.h>

#include <mutex>

#include <unistd.h>

namespace tuantra::store {

namespace {

constexpr int busy_ms = 5000;
constexpr int one_thread = SQLITE_OPEN_NOMUTEX;  // a Store stays on its thread: no lock around every call

/// Counting its memory costs SQLite a lock at every allocation, and nobody asks for the count.
void configure_once()
{
    static std::once_flag done;
    std::call_once(done, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

/// A database in WAL mode on a medium that cannot be written (a disc, a folder without rights) opens only as immutable.
bool must_be_immutable(const std::filesystem::path& file)
{
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    return ::access(folder.c_str(), W_OK) != 0 && !std::filesystem::exists(file.string() + "-wal");
}

std::string uri(const std::filesystem::path& file)
{
    static const char* hex = "0123456789ABCDEF";
    std::string out = "file:";
    for (const char c : file.string()) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '?' || c == '#' || c == '%') {
            out += '%';
            out += hex[byte >> 4U];
            out += hex[byte & 15U];
        } else {
            out += c;
        }
    }
    return out + "?immutable=1";
}

SQLite::Database open_database(const std::filesystem::path& file, Connection::Access access)
{
    switch (access) {
        case Connection::Access::create:
            return {file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | one_thread, busy_ms};
        case Connection::Access::write:
            return {file.string(), SQLite::OPEN_READWRITE | one_thread, busy_ms};
        case Connection::Access::read:
            break;
    }
    if (must_be_immutable(file)) return {uri(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI | one_thread, busy_ms};
    return {file.string(), SQLite::OPEN_READONLY | one_thread, busy_ms};
}

void configure(SQLite::Database& db, int option, bool on)
{
    sqlite3_db_config(db.getHandle(), option, on ? 1 : 0, nullptr);
}

}  // namespace

void Connection::FreeSpatialite::operator()(void* cache) const
{
    spatialite_cleanup_ex(cache);
}

Connection::Connection(const std::filesystem::path& file, Access access)
    : m_path(file),
      m_read_only(access == Access::read),
      m_spatialite((configure_once(), spatialite_alloc_connection())),
      m_db(open_database(file, access))
{
    spatialite_init_ex(m_db.getHandle(), m_spatialite.get(), 0);
    spatialite_set_silent_mode(m_spatialite.get());
    register_functions(m_db);
    defensive(true);
    triggers(false);
    trusted_schema(false);
    m_db.exec(
        "PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=OFF;"
        "PRAGMA mmap_size=1073741824; PRAGMA cell_size_check=ON");
}

SQLite::Database open_plain(const std::filesystem::path& file)
{
    auto db = open_database(file, Connection::Access::read);
    configure(db, SQLITE_DBCONFIG_DEFENSIVE, true);
    configure(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, false);
    db.exec("PRAGMA query_only=ON; PRAGMA mmap_size=1073741824; PRAGMA cell_size_check=ON");
    return db;
}

void Connection::defensive(bool on)
{
    configure(m_db, SQLITE_DBCONFIG_DEFENSIVE, on);
}
void Connection::triggers(bool on)
{
    configure(m_db, SQLITE_DBCONFIG_ENABLE_TRIGGER, on);
}
void Connection::foreign_keys(bool on)
{
    configure(m_db, SQLITE_DBCONFIG_ENABLE_FKEY, on);
}
void Connection::trusted_schema(bool on)
{
    configure(m_db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, on);
}

Error to_error(const SQLite::Exception& e, const std::filesystem::path& file)
{
    using Code = Error::Code;
    const auto text = [&](const char* reason) { return file.string() + ": " + reason + " (" + e.what() + ")"; };
    const int extended = e.getExtendedErrorCode();
    if (extended == SQLITE_IOERR_WRITE || extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_TRUNCATE)
        return {Code::full, text("writing failed, the disk may be full")};
    switch (e.getErrorCode()) {
        case SQLITE_NOTADB:
            return {Code::not_a_database, text("this is not a database")};
        case SQLITE_CORRUPT:
            return {Code::damaged, text("the database is damaged")};
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {Code::read_only, text("the database cannot be written")};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {Code::locked, text("another program is writing to the database")};
        case SQLITE_FULL:
            return {Code::full, text("the disk is full")};
        case SQLITE_CANTOPEN:
            return {Code::failed, text("the database cannot be opened")};
        default:
            return {Code::failed, file.string() + ": " + e.what()};
    }
}

}  // namespace tuantra::store
