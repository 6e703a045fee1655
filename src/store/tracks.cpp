#include "store/geometry.hpp"
#include "store/impl.hpp"
#include "store/question.hpp"

#include <algorithm>

namespace tuantra::store {

void Store::save_lines(const domain::Lines& lines)
{
    m_impl->must_be_writable();
    m_impl->guarded([&] {
        auto& db = m_impl->db();
        Transaction transaction(db);
        db.exec("DELETE FROM stretch; DELETE FROM line; DELETE FROM idx_line_geom");
        SQLite::Statement line(db,
                               "INSERT INTO line(name,official_km,official_source,measured_km,geom) VALUES(?,?,?,?,?)");
        SQLite::Statement box(db, "INSERT INTO idx_line_geom VALUES(?,?,?,?,?)");
        SQLite::Statement stretch(db,
                                  "INSERT INTO stretch(line,from_km,to_km,name,name_vi,kind,valid_from,valid_to) "
                                  "VALUES(?,?,?,?,?,?,nullif(?,''),nullif(?,''))");
        for (const auto* measured : {lines.land.get(), lines.coast.get()}) {
            if (measured == nullptr) continue;
            const std::string name(domain::to_string(measured->id()));
            std::vector<domain::Fix> vertices;
            for (std::size_t i = 0; i < measured->points().size(); ++i)
                vertices.push_back({measured->points()[i], measured->vertex_km()[i]});
            const auto geom = line_blob(vertices);
            line.bind(1, name);
            line.bind(2, measured->official_km());
            line.bind(3, measured->official_source());
            line.bind(4, measured->measured_km());
            bind_blob(line, 5, geom);
            line.exec();
            line.reset();
            const auto b = blob_bounds(geom);
            box.bind(1, db.getLastInsertRowid());
            int i = 1;
            for (const double v : {b.west, b.east, b.south, b.north}) box.bind(++i, v);
            box.exec();
            box.reset();
            for (const auto& s : measured->stretches()) {
                stretch.bind(1, name);
                stretch.bind(2, s.from_km);
                stretch.bind(3, s.to_km);
                int at = 3;
                for (const auto* text : {&s.name, &s.name_vi, &s.kind, &s.valid_from, &s.valid_to})
                    stretch.bind(++at, *text);
                stretch.exec();
                stretch.reset();
            }
        }
        transaction.commit();
    });
}

std::int64_t Store::count_tracks(const domain::Filter& filter) const
{
    return m_impl->guarded([&] {
        const auto q = Question::tracks(filter);
        SQLite::Statement count(m_impl->db(), q.select("count(*)"));
        q.bind(count);
        count.executeStep();
        return count.getColumn(0).getInt64();
    });
}

void Store::tracks(const domain::Filter& filter, const std::function<bool(const TrackRow&)>& each) const
{
    m_impl->guarded([&] {
        const auto q = Question::tracks(filter);
        SQLite::Statement rows(
            m_impl->db(),
            q.select("t.id,t.uid,t.name,t.kind,(SELECT name FROM source WHERE id=t.source_id),t.source_key,"
                     "t.from_time,t.to_time,t.fixes,t.length_m") +
                " ORDER BY t.from_time,t.id");
        q.bind(rows);
        while (rows.executeStep()) {
            TrackRow row;
            row.id = rows.getColumn(0).getInt64();
            row.uid = uid_of(rows.getColumn(1));
            row.name = text_of(rows.getColumn(2));
            row.kind = text_of(rows.getColumn(3));
            row.source_name = text_of(rows.getColumn(4));
            row.source_key = text_of(rows.getColumn(5));
            row.span = {{static_cast<std::int64_t>(rows.getColumn(6).getDouble())},
                        {static_cast<std::int64_t>(rows.getColumn(7).getDouble())}};
            row.fixes = rows.getColumn(8).getInt64();
            row.length_km = rows.getColumn(9).getDouble() / 1000;
            if (!each(row)) return;
        }
    });
}

std::vector<domain::Fix> Store::track_fixes(std::int64_t track_id) const
{
    return m_impl->guarded([&] {
        std::vector<domain::Fix> out;
        SQLite::Statement rows(m_impl->db(),
                               "SELECT seq,fixes,geom FROM track_chunk WHERE track_id=? ORDER BY piece,seq");
        rows.bind(1, track_id);
        while (rows.executeStep()) {
            const auto fixes = fixes_of(blob_of(rows.getColumn(2)), rows.getColumn(1).getInt64() == 1);
            const bool repeats = rows.getColumn(0).getInt64() > 0;  // the last fix of the chunk before
            out.insert(out.end(), fixes.begin() + (repeats ? 1 : 0), fixes.end());
        }
        return out;
    });
}

void Store::track_runs(const domain::Filter& filter, const std::function<bool(TrackRun&&)>& each) const
{
    m_impl->guarded([&] {
        const auto q = Question::track_runs(filter);
        SQLite::Statement rows(m_impl->db(),
                               q.select("t.id,t.kind,t.patrol_uid,c.fixes,c.geom") + " ORDER BY t.id,c.piece,c.seq");
        q.bind(rows);
        while (rows.executeStep()) {
            TrackRun run;
            run.track_id = rows.getColumn(0).getInt64();
            run.kind = text_of(rows.getColumn(1));
            if (!rows.getColumn(2).isNull()) run.patrol = uid_of(rows.getColumn(2));
            run.fixes = fixes_of(blob_of(rows.getColumn(4)), rows.getColumn(3).getInt64() == 1);
            if (!each(std::move(run))) return;
        }
    });
}

std::vector<UnitRow> Store::units() const
{
    return m_impl->guarded([&] {
        std::vector<UnitRow> units;
        SQLite::Statement rows(m_impl->db(), "SELECT uid,name,kind,geom FROM unit ORDER BY name,id");
        while (rows.executeStep()) {
            const auto place = read_point(blob_of(rows.getColumn(3)));
            if (!place) throw Error(Error::Code::damaged, "the place of a stored unit is malformed");
            units.push_back({uid_of(rows.getColumn(0)), std::string(text_of(rows.getColumn(1))),
                             std::string(text_of(rows.getColumn(2))), *place});
        }
        return units;
    });
}

}  // namespace tuantra::store
