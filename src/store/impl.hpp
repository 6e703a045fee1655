#pragma once
#include "store/connection.hpp"
#include "store/journal.hpp"
#include "store/store.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tuantra::store {

struct Store::Impl {
    Connection connection;
    bool importing = false;
    bool alone = false;             ///< see load_alone()
    std::string who = user_name();  ///< whom the log names

    SQLite::Database& db() { return connection.db(); }
    /// For one-off questions inside const members; a connection is not shared, so nothing else can see it.
    template <typename Work>
    decltype(auto) guarded(Work&& work)
    {
        return store::guarded(connection.path(), std::forward<Work>(work));
    }
    void must_be_writable() const;
    /// Pages written once, to the file itself, or through the log beside which others read. Outside a transaction.
    void journal_for(bool bulk_load);
};

// Small shared helpers on SQLiteCpp.

inline void bind_uid(SQLite::Statement& statement, int index, const domain::Uid& uid)
{
    statement.bind(index, uid.bytes.data(), static_cast<int>(uid.bytes.size()));
}

inline void bind_blob(SQLite::Statement& statement, int index, std::span<const std::uint8_t> blob)
{
    statement.bindNoCopy(index, blob.data(), static_cast<int>(blob.size()));
}

domain::Uid uid_of(const SQLite::Column& column);
std::string_view text_of(const SQLite::Column& column);
std::span<const std::uint8_t> blob_of(const SQLite::Column& column);
domain::Kind kind_of(std::string_view id);
/// A stored place; throws Error (damaged) where it is malformed.
domain::LonLat place_of(std::span<const std::uint8_t> geom);
/// The fixes of a stored run; `lone`: there is one, stored as a line of two equal vertices. Throws Error (damaged)
/// where it is malformed.
std::vector<domain::Fix> fixes_of(std::span<const std::uint8_t> geom, bool lone);

std::int64_t meta_value(SQLite::Database& db, const char* name);
void set_meta(SQLite::Database& db, const char* name, std::int64_t value);
/// ISO 8601, UTC.
std::string stamp(std::int64_t unix_ms);

/// More new records than this leave their text to the first text question.
inline constexpr std::int64_t rows_indexed_at_once = 20'000;
/// Indexes the text of records that are not yet in the text index. Inside the caller's transaction.
void index_text(SQLite::Database& db);
/// Replaces both spatial indexes of incident by packed ones made from the table.
void repack_incidents(Connection& connection);

/// A transaction that starts by taking the right to write; rolled back unless committed.
class Transaction {
public:
    explicit Transaction(SQLite::Database& db) : m_db(db) { m_db.exec("BEGIN IMMEDIATE"); }
    ~Transaction()
    {
        if (m_open) m_db.tryExec("ROLLBACK");
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit()
    {
        m_db.exec("COMMIT");
        m_open = false;
    }

private:
    SQLite::Database& m_db;
    bool m_open = true;
};

}  // namespace tuantra::store
