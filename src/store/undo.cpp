#include "store/impl.hpp"
#include "store/json_text.hpp"
#include "store/rtree_pack.hpp"
#include "store/schema.hpp"

namespace tuantra::store {

namespace {

/// The columns of a table without those that are generated, as its history has them.
std::string columns_of(SQLite::Database& db, const std::string& table)
{
    std::string out;
    SQLite::Statement names(db, "SELECT name FROM pragma_table_info(?)");
    names.bind(1, table);
    while (names.executeStep()) out += (out.empty() ? "" : ",") + names.getColumn(0).getString();
    return out;
}

class Undo {
public:
    Undo(Connection& connection, std::int64_t source)
        : m_connection(connection), m_db(connection.db()), m_source(source)
    {
    }

    std::int64_t run()
    {
        std::int64_t touched = 0;
        for (const char* table : {"track", "zone", "place", "incident"}) touched += records(table);
        for (const char* table : {"unit", "patrol"}) {
            if (std::string(table) == "unit")
                run("DELETE FROM idx_unit_geom WHERE pkid IN (SELECT id FROM unit WHERE source_id=?1)");
            run(std::string("INSERT INTO tombstone SELECT uid,'") + table + "',unixepoch()*1000 FROM " + table +
                " WHERE source_id=?1");
            touched += run(std::string("DELETE FROM ") + table + " WHERE source_id=?1");
        }
        run("DELETE FROM quarantine WHERE source_id=?1");
        run("DELETE FROM source WHERE id=?1");
        return touched;
    }

private:
    std::int64_t run(const std::string& sql)
    {
        SQLite::Statement statement(m_db, sql);
        statement.bind(1, m_source);
        return statement.exec();
    }

    std::int64_t records(const std::string& table)
    {
        const auto history = table + "_history";
        const auto columns = columns_of(m_db, table);
        const bool chunks = table == "track";
        // Versions that were replaced within the file go with the file.
        run("DELETE FROM " + history + " WHERE by_source=?1 AND in_file=1");
        if (chunks) move_chunks_up();
        // A version of this import that a later one replaced: what lay under it moves up.
        run("UPDATE " + history + " SET by_source=(SELECT l.by_source FROM " + history + " l WHERE l.id=" + history +
            ".id AND l.source_id=?1 AND l.in_file=0) WHERE by_source=?1 AND id IN (SELECT id FROM " + history +
            " WHERE source_id=?1 AND in_file=0)");
        run("DELETE FROM " + history + " WHERE source_id=?1 AND in_file=0");
        m_db.exec(
            "DROP TABLE IF EXISTS temp.gone; DROP TABLE IF EXISTS temp.back;"
            "CREATE TEMP TABLE gone(id INTEGER PRIMARY KEY); CREATE TEMP TABLE back(id INTEGER PRIMARY KEY)");
        const auto range = table == "incident"
                               ? std::string(
                                     " AND id BETWEEN (SELECT first_incident FROM source WHERE id=?1) AND "
                                     "(SELECT last_incident FROM source WHERE id=?1)")
                               : std::string();
        run("INSERT INTO temp.back SELECT id FROM " + history + " WHERE by_source=?1");
        const auto gone = run("INSERT INTO temp.gone SELECT id FROM " + table + " WHERE source_id=?1" + range +
                              " AND id NOT IN (SELECT id FROM temp.back)");
        const auto back = m_db.execAndGet("SELECT count(*) FROM temp.back").getInt64();
        if (gone + back == 0) return 0;
        m_db.exec("INSERT INTO tombstone SELECT uid,'" + table + "',unixepoch()*1000 FROM " + table +
                  " WHERE id IN (SELECT id FROM temp.gone)");
        if (table == "incident") forget_text();
        const std::string both = " IN (SELECT id FROM temp.gone UNION ALL SELECT id FROM temp.back)";
        if (chunks) {
            const auto of_tracks = " IN (SELECT id FROM track_chunk WHERE track_id" + both + ")";
            m_db.exec("DELETE FROM idx_track_chunk_geom WHERE pkid" + of_tracks);
            m_db.exec("DELETE FROM track_rtree WHERE id" + of_tracks);
            m_db.exec("DELETE FROM track_chunk WHERE track_id" + both);
        }
        const bool large = table == "incident" && gone + back > 2000;
        if (!large && table != "track") m_db.exec("DELETE FROM idx_" + table + "_geom WHERE pkid" + both);
        if (!large && table == "incident") m_db.exec("DELETE FROM incident_rtree WHERE id" + both);
        m_db.exec("DELETE FROM " + table + " WHERE id" + both);
        run("INSERT INTO " + table + "(" + columns + ") SELECT " + columns + " FROM " + history +
            " WHERE by_source=?1");
        run("DELETE FROM " + history + " WHERE by_source=?1");
        restore_index(table, large);
        m_db.exec("DROP TABLE temp.gone; DROP TABLE temp.back");
        return gone + back;
    }

    /// The same for the chunks of track versions.
    void move_chunks_up()
    {
        run("DELETE FROM track_chunk_history WHERE (by_source,track_id) IN "
            "(SELECT by_source,id FROM track_history WHERE source_id=?1 AND in_file=0)");
        run("UPDATE track_chunk_history SET by_source=(SELECT l.by_source FROM track_history l WHERE "
            "l.id=track_chunk_history.track_id AND l.source_id=?1 AND l.in_file=0) WHERE by_source=?1 AND track_id IN "
            "(SELECT id FROM track_history WHERE source_id=?1 AND in_file=0)");
    }

    /// The text index forgets what it knows of the records; restore_index() tells it of those that come back.
    void forget_text()
    {
        const auto watermark = meta_value(m_db, "text_watermark");
        if (watermark <= 0) return;
        const auto changes =
            m_db.execAndGet("SELECT (SELECT count(*) FROM temp.gone)+(SELECT count(*) FROM temp.back)").getInt64();
        if (changes > 20'000) {
            set_meta(m_db, "text_watermark", -1);  // cheaper made anew than taken apart
            return;
        }
        SQLite::Statement drop(
            m_db,
            "INSERT INTO incident_text(incident_text,rowid,words) SELECT 'delete',id,"
            "text_words(title,narrative) FROM incident WHERE id<=?1 AND id IN (SELECT id FROM temp.gone "
            "UNION ALL SELECT id FROM temp.back)");
        drop.bind(1, watermark);
        drop.exec();
    }

    void restore_index(const std::string& table, bool large)
    {
        if (table == "track") {
            const auto columns = columns_of(m_db, table + "_chunk");
            run("INSERT INTO track_chunk(" + columns + ") SELECT " + columns +
                " FROM track_chunk_history WHERE by_source=?1");
            run("DELETE FROM track_chunk_history WHERE by_source=?1");
            box_index("track_chunk", "track_id");
            space_time_index("track_chunk");
            return;
        }
        if (large) {
            repack_incidents(m_connection);
        } else {
            box_index(table, "id");
            if (table == "incident") space_time_index(table);
        }
        if (table != "incident") return;
        SQLite::Statement put(
            m_db,
            "INSERT INTO incident_text(rowid,words) SELECT id,text_words(title,narrative) FROM incident "
            "WHERE id<=?1 AND id IN (SELECT id FROM temp.back)");
        put.bind(1, meta_value(m_db, "text_watermark"));
        put.exec();
    }

    void box_index(const std::string& table, const std::string& key)
    {
        m_db.exec("INSERT INTO idx_" + table +
                  "_geom SELECT id,blob_west(geom),blob_east(geom),blob_south(geom),blob_north(geom) FROM " + table +
                  " WHERE " + key + " IN (SELECT id FROM temp.back)");
    }

    void space_time_index(const std::string& table)
    {
        const auto epoch = std::to_string(rtree_epoch);
        const std::string of_back = " IN (SELECT id FROM temp.back)";
        if (table == "incident")
            m_db.exec("INSERT INTO incident_rtree SELECT " +
                      incident_index_values("", {"blob_west", "blob_east", "blob_south", "blob_north"}) +
                      " FROM incident WHERE id" + of_back);
        else
            m_db.exec(
                "INSERT INTO track_rtree SELECT id,blob_west(geom),blob_east(geom),blob_south(geom),"
                "blob_north(geom),from_time-" +
                epoch + ",to_time-" + epoch + " FROM track_chunk WHERE track_id" + of_back);
    }

    Connection& m_connection;
    SQLite::Database& m_db;
    std::int64_t m_source;
};

}  // namespace

std::int64_t Store::undo(const domain::Uid& source)
{
    m_impl->must_be_writable();
    return m_impl->guarded([&] {
        auto& connection = m_impl->connection;
        struct Unchecked {
            Connection& connection;
            explicit Unchecked(Connection& c) : connection(c) { c.foreign_keys(false); }
            ~Unchecked() { connection.foreign_keys(true); }
        } unchecked(connection);
        auto& db = connection.db();
        Transaction transaction(db);
        std::int64_t id = 0;
        std::string name;
        {
            SQLite::Statement find(db, "SELECT id,name FROM source WHERE uid=?");
            bind_uid(find, 1, source);
            if (!find.executeStep())
                throw Error(Error::Code::failed,
                            connection.path().string() + ": there is no import " + domain::to_string(source));
            id = find.getColumn(0).getInt64();
            name = find.getColumn(1).getString();
        }
        const auto touched = Undo(connection, id).run();
        write_log(db, m_impl->who, "undo", domain::to_string(source), to_text({{"name", name}, {"records", touched}}));
        db.exec("UPDATE geometry_columns_time SET last_delete=strftime('%Y-%m-%dT%H:%M:%fZ','now')");
        transaction.commit();
        return touched;
    });
}

}  // namespace tuantra::store
