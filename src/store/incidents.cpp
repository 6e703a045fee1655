#include "store/circle.hpp"
#include "store/geometry.hpp"
#include "store/impl.hpp"
#include "store/question.hpp"

#include "domain/geodesy.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>

namespace tuantra::store {

namespace {

constexpr const char* record_columns =
    "SELECT i.id,i.occurred_from,i.occurred_to,i.kind,i.severity,i.reliability,i.line,i.chainage_km,i.offset_m,i.geom,"
    "i.credibility,i.suspects,i.victims,i.title,i.narrative,i.attributes,i.source_key,i.uid,i.created_at,i.updated_at,"
    "s.name,s.synthetic,i.content_hash FROM incident i JOIN source s ON s.id=i.source_id WHERE i.id=?";

int or_unknown(const SQLite::Column& column, int unknown)
{
    return column.isNull() ? unknown : column.getInt();
}

std::vector<std::pair<std::string, std::string>> attributes_of(std::string_view json)
{
    std::vector<std::pair<std::string, std::string>> out;
    if (json.empty()) return out;
    const auto parsed = nlohmann::ordered_json::parse(json, nullptr, false);
    if (!parsed.is_object()) return out;
    for (const auto& [name, value] : parsed.items())
        out.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
    return out;
}

IncidentRecord record_of(SQLite::Statement& row)
{
    IncidentRecord out;
    auto& in = out.incident;
    out.id = row.getColumn(0).getInt64();
    in.occurred = {{row.getColumn(1).getInt64()}, {row.getColumn(2).getInt64()}};
    in.kind = kind_of(text_of(row.getColumn(3)));
    in.severity = row.getColumn(4).getInt();
    const auto grade = text_of(row.getColumn(5));
    in.reliability = grade.empty() ? char{0} : grade.front();
    if (const auto line = domain::parse_line(text_of(row.getColumn(6))))
        in.address = domain::Address{*line, row.getColumn(7).getDouble(), row.getColumn(8).getDouble()};
    in.place = place_of(blob_of(row.getColumn(9)));
    in.credibility = or_unknown(row.getColumn(10), 0);
    in.suspects = or_unknown(row.getColumn(11), -1);
    in.victims = or_unknown(row.getColumn(12), -1);
    in.title = text_of(row.getColumn(13));
    in.narrative = text_of(row.getColumn(14));
    in.attributes = attributes_of(text_of(row.getColumn(15)));
    in.source_key = text_of(row.getColumn(16));
    in.uid = uid_of(row.getColumn(17));
    out.created_at = stamp(row.getColumn(18).getInt64());
    out.updated_at = stamp(row.getColumn(19).getInt64());
    out.source_name = text_of(row.getColumn(20));
    out.synthetic = row.getColumn(21).getInt() != 0;
    out.content = static_cast<std::uint64_t>(row.getColumn(22).getInt64());
    return out;
}

}  // namespace

void index_text(SQLite::Database& db)
{
    auto watermark = meta_value(db, "text_watermark");
    if (watermark < 0) {
        db.exec("INSERT INTO incident_text(incident_text) VALUES('delete-all')");
        watermark = 0;
    }
    SQLite::Statement put(db,
                          "INSERT INTO incident_text(rowid,words) SELECT id,text_words(title,narrative) FROM incident "
                          "WHERE id>?");
    put.bind(1, watermark);
    put.exec();
    set_meta(db, "text_watermark",
             std::max(watermark, db.execAndGet("SELECT coalesce(max(id),0) FROM incident").getInt64()));
}

namespace {

/// A connection that may write brings the text index up to date before the first text question.
Question question(Connection& connection, bool importing, const domain::Filter& filter)
{
    if (filter.text.empty()) return Question::incidents(filter, 0);
    auto& db = connection.db();
    const bool behind =
        meta_value(db, "text_watermark") < db.execAndGet("SELECT coalesce(max(id),0) FROM incident").getInt64();
    if (behind && !connection.read_only() && !importing) {
        Transaction transaction(db);
        index_text(db);
        transaction.commit();
    }
    return Question::incidents(filter, meta_value(db, "text_watermark"));
}

bool reads_a_whole_table(const std::string& step)
{
    for (const char* table : {"SCAN i", "SCAN t", "SCAN c", "SCAN n"})
        if (step == table || step.rfind(std::string(table) + " ", 0) == 0) return true;
    return step.rfind("SCAN r", 0) == 0 && step.ends_with(":");  // an R*Tree without a constraint
}

Explained explain(SQLite::Database& db, const Question& question, std::string sql)
{
    Explained out;
    SQLite::Statement plan(db, "EXPLAIN QUERY PLAN " + sql);
    question.bind(plan);
    while (plan.executeStep()) out.plan.push_back(plan.getColumn(3).getString());
    out.sql = std::move(sql);
    out.full_scan = !question.open() && std::any_of(out.plan.begin(), out.plan.end(), reads_a_whole_table);
    return out;
}

}  // namespace

std::int64_t Store::count_incidents(const domain::Filter& filter) const
{
    return m_impl->guarded([&] {
        const auto q = question(m_impl->connection, m_impl->importing, filter);
        SQLite::Statement count(m_impl->db(), q.select_ids("count(*)"));
        q.bind(count);
        count.executeStep();
        return count.getColumn(0).getInt64();
    });
}

std::vector<std::int64_t> Store::incident_ids(const domain::Filter& filter) const
{
    return m_impl->guarded([&] {
        const auto q = question(m_impl->connection, m_impl->importing, filter);
        SQLite::Statement rows(m_impl->db(), q.select_ids("{id}"));
        q.bind(rows);
        std::vector<std::int64_t> out;
        while (rows.executeStep()) out.push_back(rows.getColumn(0).getInt64());
        std::sort(out.begin(), out.end());
        return out;
    });
}

void Store::incidents(const domain::Filter& filter, const std::function<bool(const IncidentRecord&)>& each) const
{
    m_impl->guarded([&] {
        std::vector<std::pair<std::int64_t, std::int64_t>> order;
        {
            const auto q = question(m_impl->connection, m_impl->importing, filter);
            SQLite::Statement rows(m_impl->db(), q.select("i.occurred_from,i.id"));
            q.bind(rows);
            while (rows.executeStep()) order.emplace_back(rows.getColumn(0).getInt64(), rows.getColumn(1).getInt64());
        }
        std::sort(order.begin(), order.end());
        SQLite::Statement record(m_impl->db(), record_columns);
        for (const auto& [from, id] : order) {
            record.bind(1, id);
            const bool more = !record.executeStep() || each(record_of(record));
            record.reset();
            if (!more) return;
        }
    });
}

Explained Store::explain_incidents(const domain::Filter& filter) const
{
    return m_impl->guarded([&] {
        const auto q = question(m_impl->connection, m_impl->importing, filter);
        return explain(m_impl->db(), q, q.select_ids("{id}"));
    });
}

std::vector<std::int64_t> Store::nearest_incidents(domain::LonLat place, std::size_t k) const
{
    using Hit = std::pair<double, std::int64_t>;
    return m_impl->guarded([&] {
        std::vector<Hit> best;  // a heap, the worst on top
        SQLite::Statement rows(m_impl->db(),
                               "SELECT r.pkid,r.xmin,r.ymin,r.xmax,r.ymax,i.geom FROM idx_incident_geom r "
                               "CROSS JOIN incident i ON i.id=r.pkid WHERE r.pkid MATCH rtree_nearest(?1,?2)");
        rows.bind(1, place.lon);
        rows.bind(2, place.lat);
        while (k > 0 && rows.executeStep()) {
            if (best.size() == k) {
                const domain::Box box{rows.getColumn(1).getDouble(), rows.getColumn(2).getDouble(),
                                      rows.getColumn(3).getDouble(), rows.getColumn(4).getDouble()};
                if (least_distance_m(place, box) > best.front().first) break;
            }
            const Hit hit{domain::distance_m(place, place_of(blob_of(rows.getColumn(5)))),
                          rows.getColumn(0).getInt64()};
            if (best.size() == k) {
                if (!(hit < best.front())) continue;
                std::pop_heap(best.begin(), best.end());
                best.pop_back();
            }
            best.push_back(hit);
            std::push_heap(best.begin(), best.end());
        }
        std::sort_heap(best.begin(), best.end());
        std::vector<std::int64_t> out;
        for (const auto& hit : best) out.push_back(hit.second);
        return out;
    });
}

std::optional<IncidentRecord> Store::incident(std::int64_t id) const
{
    return m_impl->guarded([&]() -> std::optional<IncidentRecord> {
        SQLite::Statement record(m_impl->db(), record_columns);
        record.bind(1, id);
        if (!record.executeStep()) return {};
        return record_of(record);
    });
}

std::vector<IncidentVersion> Store::incident_history(std::int64_t id) const
{
    return m_impl->guarded([&] {
        std::vector<IncidentVersion> out;
        std::vector<std::string> contents;
        // The columns of record_columns, from the present version and then from the replaced ones.
        std::string columns = record_columns;
        columns.resize(columns.find(" FROM incident i"));
        for (const char* rest :
             {" FROM incident i JOIN source s ON s.id=i.source_id WHERE i.id=?",
              " FROM incident_history i LEFT JOIN source s ON s.id=i.source_id WHERE i.id=? ORDER BY "
              "i.rowid DESC"}) {
            SQLite::Statement rows(m_impl->db(), columns + rest);
            rows.bind(1, id);
            while (rows.executeStep()) {
                const auto record = record_of(rows);
                out.push_back({record.incident,
                               record.source_name,
                               rows.getColumn(19).getInt64(),
                               record.source_name == by_hand,
                               {}});
                contents.push_back(std::to_string(record.content));
            }
        }
        if (out.empty()) return out;
        SQLite::Statement log(m_impl->db(), "SELECT who,detail FROM log WHERE subject=? ORDER BY seq");
        log.bind(1, domain::to_string(out.front().incident.uid));
        while (log.executeStep()) {
            const auto detail = nlohmann::json::parse(log.getColumn(1).getString(), nullptr, false);
            const auto after = detail.is_object() ? detail.value("after", std::string()) : std::string();
            for (std::size_t i = 0; i < out.size(); ++i)
                if (out[i].by_hand && contents[i] == after) out[i].who = log.getColumn(0).getString();
        }
        return out;
    });
}

std::vector<TableText> Store::table_texts(const std::vector<std::int64_t>& ids) const
{
    return m_impl->guarded([&] {
        std::vector<TableText> out;
        SQLite::Statement row(m_impl->db(),
                              "SELECT i.title,s.name FROM incident i JOIN source s ON s.id=i.source_id WHERE i.id=?");
        for (const auto id : ids) {
            row.bind(1, id);
            if (row.executeStep()) out.push_back({id, row.getColumn(0).getString(), row.getColumn(1).getString()});
            row.reset();
        }
        return out;
    });
}

Explained Store::explain_tracks(const domain::Filter& filter) const
{
    return m_impl->guarded([&] {
        const auto q = Question::tracks(filter);
        return explain(m_impl->db(), q, q.select("t.id"));
    });
}

Explained Store::explain_track_runs(const domain::Filter& filter) const
{
    return m_impl->guarded([&] {
        const auto q = Question::track_runs(filter);
        return explain(m_impl->db(), q, q.select("c.id"));
    });
}

}  // namespace tuantra::store
