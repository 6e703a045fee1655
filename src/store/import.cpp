#include "store/import_impl.hpp"

#include "store/geometry.hpp"
#include "store/json_text.hpp"

namespace tuantra::store {

namespace {

/// A later import with the same seed must not draw the same uids again.
domain::UidMaker make_uids(SQLite::Database& db, std::uint64_t seed)
{
    if (seed == 0) return domain::UidMaker();
    const auto earlier =
        db.execAndGet("SELECT coalesce(max(seq),0) FROM sqlite_sequence WHERE name='source'").getInt64();
    return domain::UidMaker(seed + static_cast<std::uint64_t>(earlier) * 0x9E3779B97F4A7C15ULL);
}

}  // namespace

Import::Impl::Impl(Store::Impl& s, const SourceInfo& source, std::int64_t now_unix_ms, std::uint64_t seed)
    : store(s), db(s.db()), source_name(source.name), now_ms(now_unix_ms), uids(make_uids(db, seed))
{
    source_uid = uids.make(now_ms);
    // Every source_id written here is that of the row below; the check of the whole file looks at them again.
    store.connection.foreign_keys(false);
    if (store.alone) store.journal_for(true);
    try {
        db.exec("BEGIN IMMEDIATE");
        open = true;
        store.importing = true;
        SQLite::Statement put(db, "INSERT INTO source(uid,name,path,sha256,imported_at,synthetic) VALUES(?,?,?,?,?,?)");
        bind_uid(put, 1, source_uid);
        put.bind(2, source.name);
        put.bind(3, source.path);
        put.bind(4, source.sha256);
        put.bind(5, now_ms);
        put.bind(6, source.synthetic ? 1 : 0);
        put.exec();
        source_id = db.getLastInsertRowid();
        first_id = next_id = meta_value(db, "next_incident");
        watermark = meta_value(db, "text_watermark");
        before = db.execAndGet("SELECT count(*) FROM incident").getInt64();
    } catch (...) {
        close();
        throw;
    }
}

Import::Impl::~Impl()
{
    close();
}

void Import::Impl::close()
{
    insert.reset();
    update.reset();
    insert_chunk.reset();
    insert_chunk_index.reset();
    insert_chunk_box.reset();
    if (open) db.tryExec("ROLLBACK");
    if (open) store.importing = false;
    open = false;
    store.connection.foreign_keys(true);
    if (store.alone) store.journal_for(false);
}

void Import::Impl::count(Fate fate)
{
    counts.kept += fate != Fate::duplicate ? 1 : 0;
    counts.updated += fate == Fate::update ? 1 : 0;
    counts.duplicate += fate == Fate::duplicate ? 1 : 0;
}

void Import::Impl::write_source_row()
{
    counts.read = counts.kept + counts.duplicate + counts.rejected;
    SQLite::Statement put(db,
                          "UPDATE source SET rows_kept=?,rows_updated=?,rows_duplicate=?,rows_rejected=?,tracks=?,"
                          "fixes=?,first_incident=?,last_incident=? WHERE id=?");
    int i = 0;
    for (const auto value :
         {counts.kept, counts.updated, counts.duplicate, counts.rejected, counts.tracks, counts.fixes})
        put.bind(++i, value);
    auto first = next_id > first_id ? first_id : greatest_updated;
    if (least_updated > 0) first = std::min(first, least_updated);
    const auto last = next_id > first_id ? next_id - 1 : greatest_updated;
    if (first > 0) {
        put.bind(7, first);
        put.bind(8, last);
    }
    put.bind(9, source_id);
    put.exec();
    const nlohmann::ordered_json detail = {{"name", source_name},         {"kept", counts.kept},
                                           {"updated", counts.updated},   {"duplicate", counts.duplicate},
                                           {"rejected", counts.rejected}, {"tracks", counts.tracks},
                                           {"fixes", counts.fixes}};
    write_log(db, store.who, "import", domain::to_string(source_uid), to_text(detail));
    set_meta(db, "next_incident", next_id);
    // What SpatiaLite's own triggers would note: programs that keep extents know by it that theirs are old.
    db.exec("UPDATE geometry_columns_time SET last_insert=strftime('%Y-%m-%dT%H:%M:%fZ','now')");
}

ImportCounts Import::Impl::finish(const std::function<void(double)>& tick)
{
    const auto step = [&](double done) {
        if (tick) tick(done);
    };
    step(0);
    insert.reset();
    update.reset();
    index_incidents();
    step(0.8);
    write_source_row();
    if (next_id - 1 - std::max<std::int64_t>(watermark, 0) <= rows_indexed_at_once) index_text(db);
    step(0.9);
    db.exec("COMMIT");
    open = false;
    store.importing = false;
    close();
    db.tryExec("PRAGMA wal_checkpoint(PASSIVE)");
    step(1);
    return counts;
}

Import::Import(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Import::~Import() = default;
Import::Import(Import&&) noexcept = default;

namespace {

void must_be_open(bool open)
{
    if (!open) throw Error(Error::Code::failed, "the import is finished");
}

}  // namespace

void Import::add(const domain::Incident& incident)
{
    must_be_open(m_impl->open);
    m_impl->store.guarded([&] { m_impl->add(incident); });
}

bool Import::add(const domain::Track& track, const std::vector<std::vector<domain::Fix>>& pieces,
                 std::optional<domain::Uid> patrol)
{
    must_be_open(m_impl->open);
    return m_impl->store.guarded([&] { return m_impl->add_track(track, pieces, patrol); });
}

void Import::reject(std::int64_t row, const std::string& reason, const std::string& raw)
{
    must_be_open(m_impl->open);
    m_impl->store.guarded([&] {
        SQLite::Statement put(m_impl->db, "INSERT INTO quarantine(source_id,row_number,reason,raw) VALUES(?,?,?,?)");
        put.bind(1, m_impl->source_id);
        put.bind(2, row);
        put.bind(3, reason);
        put.bind(4, raw);
        put.exec();
        ++m_impl->counts.rejected;
    });
}

void Import::count_kept(std::int64_t rows)
{
    m_impl->counts.kept += rows;
}
void Import::count_duplicate(std::int64_t rows)
{
    m_impl->counts.duplicate += rows;
}

ImportCounts Import::finish(const std::function<void(double)>& tick)
{
    must_be_open(m_impl->open);
    return m_impl->store.guarded([&] { return m_impl->finish(tick); });
}

ImportCounts Import::counts() const
{
    auto counts = m_impl->counts;
    counts.read = counts.kept + counts.duplicate + counts.rejected;
    return counts;
}

const domain::Uid& Import::source() const
{
    return m_impl->source_uid;
}

}  // namespace tuantra::store
