#pragma once
#include "store/error.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <utility>

namespace tuantra::store {

/// One SQLite connection with SpatiaLite and our own functions in it. Triggers are off: what they would keep (the
/// spatial indexes) this layer keeps itself; they are there for other programs that edit the file.
class Connection {
public:
    enum class Access : std::uint8_t { read, write, create };
    /// Opens the file as it is; no migration. Throws Error.
    Connection(const std::filesystem::path& file, Access access);

    SQLite::Database& db() { return m_db; }
    const std::filesystem::path& path() const { return m_path; }
    bool read_only() const { return m_read_only; }

    /// For the packed loader and migrations only.
    void defensive(bool on);
    void triggers(bool on);
    void foreign_keys(bool on);
    void trusted_schema(bool on);

private:
    struct FreeSpatialite {
        void operator()(void* cache) const;
    };
    std::filesystem::path m_path;
    bool m_read_only;
    std::unique_ptr<void, FreeSpatialite> m_spatialite;  // outlives m_db, whose functions use it
    SQLite::Database m_db;
};

/// A connection that only reads plain columns: without SpatiaLite and functions, so that opening costs little. May be
/// used on any one thread at a time. Throws SQLite::Exception.
SQLite::Database open_plain(const std::filesystem::path& file);

/// The Error for what SQLite said, with the file in its text.
Error to_error(const SQLite::Exception& e, const std::filesystem::path& file);

/// Runs `work`, turning SQLite's exceptions into Error.
template <typename Work>
decltype(auto) guarded(const std::filesystem::path& file, Work&& work)
{
    try {
        return std::forward<Work>(work)();
    } catch (const SQLite::Exception& e) {
        throw to_error(e, file);
    }
}

}  // namespace tuantra::store
