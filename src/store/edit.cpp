#include "store/edit.hpp"

#include "store/geometry.hpp"
#include "store/impl.hpp"
#include "store/incident_row.hpp"
#include "store/json_text.hpp"
#include "store/schema.hpp"

#include "domain/text.hpp"

#include <array>

namespace tuantra::store {

namespace {

constexpr std::int64_t day_ms = 86'400'000;

[[noreturn]] void refuse(const std::string& why)
{
    throw Error(Error::Code::failed, why);
}

void validate_ranges(const domain::Incident& in)
{
    validate(in);
    if (in.severity < 1 || in.severity > 5) refuse("a record is refused: its severity is not 1 to 5");
    if (in.reliability != 0 && (in.reliability < 'A' || in.reliability > 'F'))
        refuse("a record is refused: its source is not graded A to F");
    if (in.credibility < 0 || in.credibility > 6) refuse("a record is refused: its report is not graded 1 to 6");
    if (in.suspects < -1 || in.victims < -1) refuse("a record is refused: a count is negative");
}

struct Live {
    std::int64_t source = 0;
    domain::Uid uid;
    std::uint64_t content = 0;
    std::int64_t created_ms = 0;
    bool synthetic = false;
};

/// One change of one record, inside a transaction. The source that stands for the hand keeps the rules by which
/// Store::undo() works: of each record it has at most one replaced version that another source wrote (in_file = 0).
class Edit {
public:
    Edit(SQLite::Database& db, std::int64_t now_ms) : m_db(db), m_now_ms(now_ms) {}

    std::optional<Live> live(std::int64_t id)
    {
        SQLite::Statement row(m_db,
                              "SELECT i.source_id,i.uid,i.content_hash,i.created_at,s.synthetic FROM incident i JOIN "
                              "source s ON s.id=i.source_id WHERE i.id=?");
        row.bind(1, id);
        if (!row.executeStep()) return {};
        return Live{row.getColumn(0).getInt64(), uid_of(row.getColumn(1)),
                    static_cast<std::uint64_t>(row.getColumn(2).getInt64()), row.getColumn(3).getInt64(),
                    row.getColumn(4).getInt() != 0};
    }

    Live seen(std::int64_t id, std::uint64_t content)
    {
        const auto now = live(id);
        if (!now) refuse("the record is no longer there");
        if (now->content != content) refuse("the record was changed since it was opened");
        return *now;
    }

    /// The source of today's changes by hand; another where the record already has a version that this one replaced.
    std::int64_t hand(bool synthetic, std::int64_t id, std::int64_t present_source)
    {
        SQLite::Statement find(
            m_db,
            "SELECT s.id FROM source s WHERE s.name=?1 AND s.path='' AND s.synthetic=?2 AND "
            "s.imported_at/?3=?4/?3 AND (s.id=?5 OR NOT EXISTS(SELECT 1 FROM incident_history h WHERE "
            "h.id=?6 AND h.by_source=s.id)) ORDER BY s.id DESC LIMIT 1");
        find.bind(1, by_hand);
        find.bind(2, synthetic ? 1 : 0);
        find.bind(3, day_ms);
        find.bind(4, m_now_ms);
        find.bind(5, present_source);
        find.bind(6, id);
        if (find.executeStep()) return find.getColumn(0).getInt64();
        SQLite::Statement put(m_db,
                              "INSERT INTO source(uid,name,path,sha256,imported_at,synthetic) VALUES(?,?,'','',?,?)");
        bind_uid(put, 1, m_uids.make(m_now_ms));
        put.bind(2, by_hand);
        put.bind(3, m_now_ms);
        put.bind(4, synthetic ? 1 : 0);
        put.exec();
        return m_db.getLastInsertRowid();
    }

    bool only_invented()
    {
        return m_db.execAndGet(
                       "SELECT EXISTS(SELECT 1 FROM source WHERE synthetic=1) AND NOT EXISTS(SELECT 1 FROM "
                       "source WHERE synthetic=0 AND rows_kept>0)")
                   .getInt() != 0;
    }

    void put(const domain::Incident& in, std::int64_t id, std::int64_t source, std::int64_t created_ms)
    {
        std::vector<std::uint8_t> blob(point_blob_size);
        std::string attributes;
        SQLite::Statement s(m_db, put_incident);
        bind_fields(s, in);
        s.bind(1, id);
        write_point(blob.data(), in.place);
        bind_blob(s, 10, blob);
        write_json(attributes, in.attributes);
        if (in.attributes.empty())
            s.bind(16);
        else
            s.bindNoCopy(16, attributes);
        bind_uid(s, 18, in.uid);
        s.bind(19, source);
        s.bind(20, static_cast<std::int64_t>(content_of(in)));
        s.bind(21, created_ms);
        s.bind(22, m_now_ms);
        s.exec();
        IncidentIndex(m_db).put(entry_of(in, id));
        m_db.exec("UPDATE geometry_columns_time SET last_insert=strftime('%Y-%m-%dT%H:%M:%fZ','now')");
    }

    void archive(std::int64_t id, std::int64_t by)
    {
        run("INSERT INTO incident_history SELECT ?2,source_id=?2,* FROM incident WHERE id=?1", id, by);
    }

    void drop(std::int64_t id)
    {
        for (const char* sql : {"DELETE FROM idx_incident_geom WHERE pkid=?1", "DELETE FROM incident_rtree WHERE id=?1",
                                "DELETE FROM incident WHERE id=?1"})
            run(sql, id);
        m_db.exec("UPDATE geometry_columns_time SET last_delete=strftime('%Y-%m-%dT%H:%M:%fZ','now')");
    }

    /// Puts an archived version in the place of the present one, and takes it out of the history.
    void restore(std::int64_t id, std::int64_t history_row)
    {
        run("DELETE FROM idx_incident_geom WHERE pkid=?1", id);
        run("DELETE FROM incident_rtree WHERE id=?1", id);
        const std::string columns = incident_columns;
        run("INSERT OR REPLACE INTO incident(" + columns + ") SELECT " + columns +
                " FROM incident_history WHERE rowid=?2"
                " AND id=?1",
            id, history_row);
        run("DELETE FROM incident_history WHERE rowid=?2 AND id=?1", id, history_row);
        run("INSERT INTO idx_incident_geom SELECT id,blob_west(geom),blob_east(geom),blob_south(geom),blob_north(geom) "
            "FROM incident WHERE id=?1",
            id);
        run("INSERT INTO incident_rtree SELECT " +
                incident_index_values("", {"blob_west", "blob_east", "blob_south", "blob_north"}) +
                " FROM incident WHERE id=?1",
            id);
        m_db.exec("UPDATE geometry_columns_time SET last_update=strftime('%Y-%m-%dT%H:%M:%fZ','now')");
    }

    void bury(const domain::Uid& uid)
    {
        SQLite::Statement put(m_db, "INSERT INTO tombstone VALUES(?,'incident',?)");
        bind_uid(put, 1, uid);
        put.bind(2, m_now_ms);
        put.exec();
    }

    void unbury(const domain::Uid& uid)
    {
        SQLite::Statement drop_stone(m_db, "DELETE FROM tombstone WHERE uid=? AND record='incident'");
        bind_uid(drop_stone, 1, uid);
        drop_stone.exec();
    }

    /// The row of the newest archived version that one of the hand's sources replaced, or that very source where `by`
    /// is not 0; 0 where there is none.
    std::int64_t replaced(std::int64_t id, std::int64_t by)
    {
        SQLite::Statement find(m_db,
                               "SELECT coalesce(max(h.rowid),0) FROM incident_history h JOIN source s ON "
                               "s.id=h.by_source WHERE h.id=?1 AND s.name=?2 AND (?3=0 OR h.by_source=?3)");
        find.bind(1, id);
        find.bind(2, by_hand);
        find.bind(3, by);
        find.executeStep();
        return find.getColumn(0).getInt64();
    }

    std::int64_t replaced_by(std::int64_t history_row)
    {
        SQLite::Statement by(m_db, "SELECT by_source FROM incident_history WHERE rowid=?");
        by.bind(1, history_row);
        return by.executeStep() ? by.getColumn(0).getInt64() : 0;
    }

    void forget_text(std::int64_t id)
    {
        if (id > meta_value(m_db, "text_watermark")) return;
        run("INSERT INTO incident_text(incident_text,rowid,words) SELECT 'delete',id,text_words(title,narrative) FROM "
            "incident WHERE id=?1",
            id);
    }

    void learn_text(std::int64_t id)
    {
        const auto watermark = meta_value(m_db, "text_watermark");
        if (id <= watermark)
            run("INSERT INTO incident_text(rowid,words) SELECT id,text_words(title,narrative) FROM incident WHERE "
                "id=?1",
                id);
        else if (watermark >= 0 && id - watermark <= rows_indexed_at_once)
            index_text(m_db);
    }

    /// What of a source concerns the record: its live version, and the version of another source that it replaced.
    struct Share {
        std::int64_t kept = 0, updated = 0;
    };
    Share share(std::int64_t id, std::int64_t source)
    {
        SQLite::Statement row(m_db,
                              "SELECT EXISTS(SELECT 1 FROM incident WHERE id=?1 AND source_id=?2),EXISTS(SELECT 1 FROM "
                              "incident_history WHERE id=?1 AND by_source=?2 AND in_file=0)");
        row.bind(1, id);
        row.bind(2, source);
        row.executeStep();
        const bool has = row.getColumn(0).getInt() != 0, replaces = row.getColumn(1).getInt() != 0;
        return {has || replaces ? 1 : 0, replaces ? 1 : 0};
    }

    void recount(std::int64_t source, std::int64_t id, Share before)
    {
        const auto now = share(id, source);
        SQLite::Statement put(m_db,
                              "UPDATE source SET rows_kept=rows_kept+?2,rows_updated=rows_updated+?3,"
                              "first_incident=min(coalesce(first_incident,?4),?4),"
                              "last_incident=max(coalesce(last_incident,?4),?4) WHERE id=?1");
        put.bind(1, source);
        put.bind(2, now.kept - before.kept);
        put.bind(3, now.updated - before.updated);
        put.bind(4, id);
        put.exec();
    }

    /// What was done to which record, with the content before and after (0: none), in the log that nobody alters
    /// unseen.
    void log(const std::string& who, const char* action, const domain::Uid& uid, std::int64_t id, std::uint64_t before,
             std::uint64_t after)
    {
        write_log(m_db, who, action, domain::to_string(uid),
                  to_text({{"record", id}, {"before", std::to_string(before)}, {"after", std::to_string(after)}}));
    }

    domain::Uid make_uid() { return m_uids.make(m_now_ms); }

private:
    void run(const std::string& sql, std::int64_t first, std::optional<std::int64_t> second = {})
    {
        SQLite::Statement statement(m_db, sql);
        statement.bind(1, first);
        if (second) statement.bind(2, *second);
        statement.exec();
    }

    SQLite::Database& m_db;
    std::int64_t m_now_ms;
    domain::UidMaker m_uids;
};

}  // namespace

EditReceipt Store::add_by_hand(domain::Incident incident, std::int64_t now_unix_ms)
{
    m_impl->must_be_writable();
    validate_ranges(incident);
    return m_impl->guarded([&] {
        auto& db = m_impl->db();
        Transaction transaction(db);
        Edit edit(db, now_unix_ms);
        const auto id = meta_value(db, "next_incident");
        set_meta(db, "next_incident", id + 1);
        incident.uid = edit.make_uid();
        const auto hand = edit.hand(edit.only_invented(), id, 0);
        const auto before = edit.share(id, hand);
        edit.put(incident, id, hand, now_unix_ms);
        edit.learn_text(id);
        edit.recount(hand, id, before);
        edit.log(m_impl->who, "add", incident.uid, id, 0, content_of(incident));
        transaction.commit();
        return EditReceipt{EditReceipt::What::added, id, incident.uid, content_of(incident)};
    });
}

EditReceipt Store::edit_by_hand(std::int64_t id, domain::Incident incident, std::uint64_t seen_content,
                                std::int64_t now_unix_ms)
{
    m_impl->must_be_writable();
    validate_ranges(incident);
    return m_impl->guarded([&] {
        auto& db = m_impl->db();
        Transaction transaction(db);
        Edit edit(db, now_unix_ms);
        const auto now = edit.seen(id, seen_content);
        incident.uid = now.uid;
        const auto content = content_of(incident);
        if (content == now.content) return EditReceipt{EditReceipt::What::nothing, id, now.uid, content};
        const auto hand = edit.hand(now.synthetic, id, now.source);
        const auto before = edit.share(id, hand);
        edit.forget_text(id);
        edit.archive(id, hand);
        edit.put(incident, id, hand, now.created_ms);
        edit.learn_text(id);
        edit.recount(hand, id, before);
        edit.log(m_impl->who, "change", now.uid, id, now.content, content);
        transaction.commit();
        return EditReceipt{EditReceipt::What::changed, id, now.uid, content};
    });
}

EditReceipt Store::remove_by_hand(std::int64_t id, std::uint64_t seen_content, std::int64_t now_unix_ms)
{
    m_impl->must_be_writable();
    return m_impl->guarded([&] {
        auto& db = m_impl->db();
        Transaction transaction(db);
        Edit edit(db, now_unix_ms);
        const auto now = edit.seen(id, seen_content);
        const auto hand = edit.hand(now.synthetic, id, now.source);
        const auto before = edit.share(id, hand);
        edit.forget_text(id);
        edit.archive(id, hand);
        edit.drop(id);
        edit.bury(now.uid);
        edit.recount(hand, id, before);
        edit.log(m_impl->who, "remove", now.uid, id, now.content, 0);
        transaction.commit();
        return EditReceipt{EditReceipt::What::removed, id, now.uid, now.content};
    });
}

void Store::undo_edit(const EditReceipt& receipt, std::int64_t now_unix_ms)
{
    using What = EditReceipt::What;
    m_impl->must_be_writable();
    if (receipt.what == What::nothing) return;
    m_impl->guarded([&] {
        auto& db = m_impl->db();
        Transaction transaction(db);
        Edit edit(db, now_unix_ms);
        const auto now = edit.live(receipt.id);
        const bool same = receipt.what == What::removed ? !now : now && now->content == receipt.content;
        if (!same) refuse("the record changed again since; it cannot be taken back");
        // 0: nothing lies under it
        std::int64_t row = 0;
        if (receipt.what != What::added) row = edit.replaced(receipt.id, now ? now->source : 0);
        if (row == 0 && receipt.what != What::added) refuse("the version before is no longer kept");
        const std::int64_t hand = now ? now->source : edit.replaced_by(row);
        const auto before = edit.share(receipt.id, hand);
        if (now) edit.forget_text(receipt.id);
        if (row != 0) {
            edit.restore(receipt.id, row);
            edit.learn_text(receipt.id);
            if (!now) edit.unbury(receipt.uid);
        } else {
            edit.drop(receipt.id);
            edit.bury(receipt.uid);
        }
        edit.recount(hand, receipt.id, before);
        const auto back = edit.live(receipt.id);
        edit.log(m_impl->who, "undo change", receipt.uid, receipt.id, now ? now->content : 0, back ? back->content : 0);
        transaction.commit();
    });
}

}  // namespace tuantra::store
