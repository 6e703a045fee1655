#include "store/store.hpp"

#include "store/geometry.hpp"
#include "store/import_impl.hpp"
#include "store/schema.hpp"

#include <sqlite3.h>

// Needs what sqlite3.h declares.
#include <spatialite.h>

#include <unistd.h>

namespace tuantra::store {

namespace {

/// A bulk load that was killed left the pages it had changed beside the file: only a connection that may write puts
/// them back.
void put_back(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (!std::filesystem::exists(file.string() + "-journal", ignored) || ::access(file.c_str(), W_OK) != 0) return;
    guarded(file, [&] {
        Connection connection(file, Connection::Access::write);
        connection.db().execAndGet("SELECT count(*) FROM sqlite_schema");
    });
}

/// Makes the file whole under another name first, so that nobody ever sees a half-made database under its own.
void create_file(const std::filesystem::path& file)
{
    const std::filesystem::path made = file.string() + ".new-" + std::to_string(::getpid());
    struct Remove {
        const std::filesystem::path& file;
        ~Remove()
        {
            std::error_code ignored;
            for (const char* part : {"", "-journal", "-wal", "-shm"})
                std::filesystem::remove(file.string() + part, ignored);
        }
    } remove{made};
    guarded(file, [&] {
        Connection connection(made, Connection::Access::create);
        migrate(connection);
        connection.db().exec("PRAGMA journal_mode=WAL");
    });
    std::error_code failed;
    if (std::filesystem::exists(file))
        std::filesystem::rename(made, file, failed);  // an empty file
    else if (::link(made.c_str(), file.c_str()) != 0 && errno != EEXIST)
        std::filesystem::rename(made, file, failed);  // file systems without links
    if (failed) throw Error(Error::Code::failed, file.string() + ": cannot be made (" + failed.message() + ")");
}

}  // namespace

Store Store::open(const std::filesystem::path& file, OpenMode mode)
{
    if (!inspect_header(file)) {
        if (mode != OpenMode::create) throw Error(Error::Code::failed, file.string() + ": there is no such database");
        create_file(file);
    }
    if (mode == OpenMode::read_only) put_back(file);
    return guarded(file, [&] {
        const bool read = mode == OpenMode::read_only;
        auto impl =
            std::make_unique<Impl>(Impl{Connection(file, read ? Connection::Access::read : Connection::Access::write)});
        auto& db = impl->db();
        const bool current = is_current(impl->connection);
        if (read) {
            db.exec("PRAGMA query_only=ON");
            if (!current)
                throw Error(Error::Code::older,
                            file.string() + ": written by an older program; open it for writing once");
            return Store(std::move(impl));
        }
        if (sqlite3_db_readonly(db.getHandle(), "main") != 0)
            throw Error(Error::Code::read_only, file.string() + ": the database cannot be written");
        db.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=67108864");
        if (!current) migrate(impl->connection);
        return Store(std::move(impl));
    });
}

Store::Store(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

const std::filesystem::path& Store::path() const
{
    return m_impl->connection.path();
}
bool Store::read_only() const
{
    return m_impl->connection.read_only();
}

void Store::Impl::must_be_writable() const
{
    if (connection.read_only())
        throw Error(Error::Code::read_only, connection.path().string() + ": the database was opened for reading only");
    if (importing) throw Error(Error::Code::locked, connection.path().string() + ": an import is under way");
}

void Store::Impl::journal_for(bool bulk_load)
{
    // Refused while another program has the file open; then the log stays, which is right too.
    db().tryExec(bulk_load ? "PRAGMA synchronous=FULL; PRAGMA journal_mode=DELETE"
                           : "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL");
}

void Store::load_alone()
{
    m_impl->must_be_writable();
    m_impl->alone = true;
}

Import Store::begin_import(const SourceInfo& source, std::int64_t now_unix_ms, std::uint64_t seed)
{
    m_impl->must_be_writable();
    return m_impl->guarded([&] { return Import(std::make_unique<Import::Impl>(*m_impl, source, now_unix_ms, seed)); });
}

std::vector<SourceRow> Store::sources() const
{
    return m_impl->guarded([&] {
        std::vector<SourceRow> out;
        SQLite::Statement rows(m_impl->db(),
                               "SELECT uid,name,path,sha256,imported_at,rows_read,rows_kept,rows_updated,"
                               "rows_duplicate,rows_rejected,tracks,fixes,synthetic FROM source ORDER BY id");
        while (rows.executeStep()) {
            auto& row = out.emplace_back();
            row.uid = uid_of(rows.getColumn(0));
            row.name = rows.getColumn(1).getString();
            row.path = rows.getColumn(2).getString();
            row.sha256 = rows.getColumn(3).getString();
            row.imported_at = stamp(rows.getColumn(4).getInt64());
            auto& c = row.counts;
            int i = 4;
            for (auto* value : {&c.read, &c.kept, &c.updated, &c.duplicate, &c.rejected, &c.tracks, &c.fixes})
                *value = rows.getColumn(++i).getInt64();
            row.synthetic = rows.getColumn(12).getInt() != 0;
        }
        return out;
    });
}

void Store::quarantine(const std::optional<domain::Uid>& source,
                       const std::function<void(const QuarantineRow&)>& each) const
{
    m_impl->guarded([&] {
        SQLite::Statement rows(
            m_impl->db(), std::string("SELECT s.uid,q.row_number,q.reason,q.raw FROM source s JOIN quarantine q ON "
                                      "q.source_id=s.id") +
                              (source ? " WHERE s.uid=?1" : "") + " ORDER BY q.id");
        if (source) bind_uid(rows, 1, *source);
        while (rows.executeStep())
            each({uid_of(rows.getColumn(0)), rows.getColumn(1).getInt64(), rows.getColumn(2).getString(),
                  rows.getColumn(3).getString()});
    });
}

bool Store::synthetic() const
{
    return m_impl->guarded(
        [&] { return m_impl->db().execAndGet("SELECT EXISTS(SELECT 1 FROM source WHERE synthetic=1)").getInt() != 0; });
}

FileInfo Store::info() const
{
    return m_impl->guarded([&] {
        auto& db = m_impl->db();
        const auto number = [&](const char* sql) { return db.execAndGet(sql).getInt64(); };
        FileInfo out;
        out.schema_version = number("PRAGMA user_version");
        out.incidents = number("SELECT count(*) FROM incident");
        out.tracks = number("SELECT count(*) FROM track");
        out.fixes = number("SELECT coalesce(sum(fixes),0) FROM track");
        out.sources = number("SELECT count(*) FROM source");
        out.places = number("SELECT count(*) FROM place");
        out.zones = number("SELECT count(*) FROM zone");
        out.quarantined = number("SELECT count(*) FROM quarantine");
        out.hotspot_runs = number("SELECT count(*) FROM hotspot_run");
        out.bytes = number("SELECT page_count*page_size FROM pragma_page_count(),pragma_page_size()");
        out.sqlite = sqlite3_libversion();
        out.spatialite = spatialite_version();
        out.synthetic = synthetic();
        return out;
    });
}

domain::Uid uid_of(const SQLite::Column& column)
{
    domain::Uid uid;
    const auto blob = blob_of(column);
    if (blob.size() == uid.bytes.size()) std::copy(blob.begin(), blob.end(), uid.bytes.begin());
    return uid;
}

std::string_view text_of(const SQLite::Column& column)
{
    const auto* text = column.getText();
    return {text, static_cast<std::size_t>(column.getBytes())};
}

std::span<const std::uint8_t> blob_of(const SQLite::Column& column)
{
    const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
    return {data, data == nullptr ? 0 : static_cast<std::size_t>(column.getBytes())};
}

domain::LonLat place_of(std::span<const std::uint8_t> geom)
{
    const auto place = read_point(geom);
    if (!place) throw Error(Error::Code::damaged, "a stored place is malformed");
    return *place;
}

std::vector<domain::Fix> fixes_of(std::span<const std::uint8_t> geom, bool lone)
{
    auto fixes = read_line(geom);
    if (!fixes) throw Error(Error::Code::damaged, "a stored track is malformed");
    if (lone) fixes->resize(1);
    return std::move(*fixes);
}

domain::Kind kind_of(std::string_view id)
{
    for (const auto& info : domain::kinds())
        if (info.id == id) return info.kind;
    return domain::Kind::other;
}

std::int64_t meta_value(SQLite::Database& db, const char* name)
{
    SQLite::Statement get(db, "SELECT value FROM meta WHERE name=?");
    get.bind(1, name);
    return get.executeStep() ? get.getColumn(0).getInt64() : 0;
}

void set_meta(SQLite::Database& db, const char* name, std::int64_t value)
{
    SQLite::Statement set(db, "INSERT OR REPLACE INTO meta VALUES(?,?)");
    set.bind(1, name);
    set.bind(2, value);
    set.exec();
}

std::string stamp(std::int64_t unix_ms)
{
    return domain::to_iso({unix_ms / 1000}, domain::Zone{0});
}

}  // namespace tuantra::store
