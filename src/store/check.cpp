#include "store/geometry.hpp"
#include "store/impl.hpp"
#include "store/runs_hash.hpp"
#include "store/schema.hpp"
#include "store/sha256.hpp"

#include <array>

namespace tuantra::store {

namespace {

constexpr std::size_t findings_at_most = 100;

class Check {
public:
    explicit Check(SQLite::Database& db) : m_db(db) {}

    std::vector<std::string> run()
    {
        lines("PRAGMA integrity_check(20)", [](SQLite::Statement& row) {
            const auto text = row.getColumn(0).getString();
            return text == "ok" ? std::string() : "integrity: " + text;
        });
        if (!m_findings.empty()) return std::move(m_findings);  // what follows would only repeat it
        lines("PRAGMA foreign_key_check", [](SQLite::Statement& row) {
            return "foreign key: " + row.getColumn(0).getString() + " row " + row.getColumn(1).getString() +
                   " has no " + row.getColumn(2).getString();
        });
        geometries();
        indexes();
        runs();
        for (auto& finding : check_log(m_db, findings_at_most)) m_findings.push_back(std::move(finding));
        return std::move(m_findings);
    }

private:
    template <typename Line>
    void lines(const std::string& sql, Line&& line)
    {
        SQLite::Statement rows(m_db, sql);
        while (m_findings.size() < findings_at_most && rows.executeStep())
            if (auto text = line(rows); !text.empty()) m_findings.push_back(std::move(text));
    }

    void geometries()
    {
        struct Column {
            const char *table, *column;
            GeometryType type;
        };
        static constexpr std::array<Column, 8> columns{{{"incident", "geom", GeometryType::point},
                                                        {"place", "geom", GeometryType::point},
                                                        {"unit", "geom", GeometryType::point},
                                                        {"zone", "geom", GeometryType::multipolygon},
                                                        {"track_chunk", "geom", GeometryType::linestring_m},
                                                        {"line", "geom", GeometryType::linestring_m},
                                                        {"hotspot_cell", "area", GeometryType::multipolygon},
                                                        {"hotspot_cell", "stretch", GeometryType::linestring_m}}};
        for (const auto& [table, column, type] : columns)
            // A cell of a run has one of the two.
            lines(std::string("SELECT id FROM ") + table + " WHERE NOT valid_blob(" + column + "," +
                      std::to_string(static_cast<std::uint32_t>(type)) + ")" +
                      (std::string(column) == "geom" ? "" : std::string(" AND ") + column + " IS NOT NULL"),
                  [table = std::string(table)](SQLite::Statement& row) {
                      return "geometry: " + table + " row " + row.getColumn(0).getString() + " is malformed";
                  });
    }

    void indexes()
    {
        for (const char* table : {"incident", "place", "unit", "zone", "track_chunk", "line"})
            tree(std::string("idx_") + table + "_geom", table, "pkid", {"xmin", "xmax", "ymin", "ymax"});
        const auto position = incident_position("i.");
        const auto facet = incident_facet("i.");
        tree("incident_rtree", "incident", "id", {"lon0", "lon1", "lat0", "lat1"},
             " AND t0<=occurred_from-1577836800 AND t1>=occurred_to-1577836800 AND p0<=" + position +
                 " AND p1>=" + position + " AND f0<=" + facet + " AND f1>=" + facet);
        tree("track_rtree", "track_chunk", "id", {"lon0", "lon1", "lat0", "lat1"},
             " AND t0<=from_time-1577836800 AND t1>=to_time-1577836800");
    }

    void runs()
    {
        for (const char* column : {"area", "stretch"})
            tree(std::string("idx_hotspot_cell_") + column,
                 std::string("(SELECT id,") + column + " AS geom FROM hotspot_cell WHERE " + column + " IS NOT NULL)",
                 "pkid", {"xmin", "xmax", "ymin", "ymax"});
        lines("SELECT id,uid,hash FROM hotspot_run ORDER BY id", [this](SQLite::Statement& row) {
            const auto uid = domain::to_string(uid_of(row.getColumn(1)));
            const auto hash = row.getColumn(2).getString();
            if (hash_of_run(m_db, row.getColumn(0).getInt64()) != hash)
                return "hotspot run " + uid + ": was altered after it was sealed";
            SQLite::Statement logged(m_db,
                                     "SELECT 1 FROM log WHERE action='seal' AND subject=?1 AND "
                                     "json_extract(detail,'$.hash')=?2");
            logged.bind(1, uid);
            logged.bind(2, hash);
            return logged.executeStep() ? std::string() : "hotspot run " + uid + ": the log does not know it";
        });
        lines("SELECT subject FROM log WHERE action='seal'", [this](SQLite::Statement& row) {
            const auto text = row.getColumn(0).getString();
            const auto uid = domain::parse_uid(text);
            SQLite::Statement kept(m_db, "SELECT 1 FROM hotspot_run WHERE uid=?");
            if (uid) bind_uid(kept, 1, *uid);
            return kept.executeStep() ? std::string() : "hotspot run " + text + ": is gone, though the log knows it";
        });
    }

    void tree(const std::string& index, const std::string& table, const std::string& key,
              const std::array<const char*, 4>& sides, const std::string& time = "")
    {
        lines("SELECT rtreecheck('" + index + "')", [&](SQLite::Statement& row) {
            const auto text = row.getColumn(0).getString();
            return text == "ok" ? std::string() : "spatial index " + index + ": " + text.substr(0, text.find('\n'));
        });
        const auto [west, east, south, north] = sides;
        lines("SELECT (SELECT count(*) FROM " + table + "),(SELECT count(*) FROM \"" + index + "_rowid\")",
              [&](SQLite::Statement& row) {
                  return row.getColumn(0).getInt64() == row.getColumn(1).getInt64()
                             ? std::string()
                             : "spatial index " + index + ": " + row.getColumn(1).getString() + " entries for " +
                                   row.getColumn(0).getString() + " records";
              });
        lines("SELECT r." + key + " FROM \"" + index + "\" r LEFT JOIN " + table + " i ON i.id=r." + key +
                  " WHERE i.id IS NULL OR NOT (" + west + "<=blob_west(i.geom) AND " + east +
                  ">=blob_east(i.geom) AND " + south + "<=blob_south(i.geom) AND " + north + ">=blob_north(i.geom)" +
                  time + ")",
              [&](SQLite::Statement& row) {
                  return "spatial index " + index + ": entry " + row.getColumn(0).getString() +
                         " does not hold its record";
              });
    }

    SQLite::Database& m_db;
    std::vector<std::string> m_findings;
};

}  // namespace

std::vector<std::string> Store::check() const
{
    try {
        return Check(m_impl->db()).run();
    } catch (const SQLite::Exception& e) {
        return {std::string("integrity: ") + e.what()};
    }
}

std::string Store::digest() const
{
    return m_impl->guarded([&] {
        Sha256 sha;
        // Values with their types and lengths, so that no two contents give one stream.
        for (const char* sql :
             {"SELECT "
              "s.name,i.source_key,i.occurred_from,i.occurred_to,i.kind,i.severity,i.reliability,i.credibility,i."
              "suspects,"
              "i.victims,i.title,i.narrative,i.attributes,i.geom,i.line,i.chainage_km,i.offset_m FROM incident i JOIN "
              "source s ON "
              "s.id=i.source_id ORDER BY s.name,i.source_key,i.content_hash",
              "SELECT s.name,p.source_key,p.name,p.kind,p.geom FROM place p JOIN source s ON s.id=p.source_id "
              "ORDER BY s.name,p.source_key,p.content_hash",
              "SELECT s.name,z.source_key,z.name,z.kind,z.valid_from,z.valid_to,z.geom FROM zone z JOIN source s ON "
              "s.id=z.source_id "
              "ORDER BY s.name,z.source_key,z.content_hash",
              "SELECT s.name,t.source_key,t.name,t.kind,c.piece,c.seq,c.geom FROM track t JOIN source s ON "
              "s.id=t.source_id "
              "LEFT JOIN track_chunk c ON c.track_id=t.id ORDER BY s.name,t.source_key,t.content_hash,c.piece,c.seq",
              "SELECT name,kind,geom FROM unit ORDER BY 1,2,3",
              "SELECT u.name,p.planned,p.start_time,p.end_time,p.state FROM patrol p LEFT JOIN unit u ON "
              "u.uid=p.unit_uid "
              "ORDER BY 1,2,3,4,5",
              "SELECT name,official_km,official_source,measured_km,geom FROM line ORDER BY 1",
              "SELECT line,from_km,to_km,name,name_vi,kind,valid_from,valid_to FROM stretch ORDER BY 1,6,2,3,4,5,7,8",
              "SELECT s.name,q.row_number,q.reason,q.raw FROM quarantine q JOIN source s ON s.id=q.source_id ORDER BY "
              "1,2,3,4"}) {
            sha.add("table");
            SQLite::Statement rows(m_impl->db(), sql);
            while (rows.executeStep()) {
                for (int i = 0; i < rows.getColumnCount(); ++i) {
                    const auto column = rows.getColumn(i);
                    const auto value = column.getString();
                    sha.add(std::to_string(column.getType()) + ":" + std::to_string(value.size()) + ":").add(value);
                }
            }
        }
        return sha.hex();
    });
}

}  // namespace tuantra::store
