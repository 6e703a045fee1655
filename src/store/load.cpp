#include "store/geometry.hpp"
#include "store/impl.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <memory>
#include <thread>

namespace tuantra::store {

namespace {

using domain::IncidentColumns;
using domain::TrackColumns;

constexpr std::int64_t rows_apart = 20'000;  // fewer are not worth a second connection

/// Steps through rows without SQLiteCpp's column objects, whose counted references cost more than the values.
class Rows {
public:
    Rows(SQLite::Database& db, const char* sql, std::int64_t from, std::int64_t to) : m_db(db)
    {
        db.check(sqlite3_prepare_v2(db.getHandle(), sql, -1, &m_statement, nullptr));
        sqlite3_bind_int64(m_statement, 1, from);
        sqlite3_bind_int64(m_statement, 2, to);
    }
    ~Rows() { sqlite3_finalize(m_statement); }
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    bool next()
    {
        const int result = sqlite3_step(m_statement);
        if (result != SQLITE_ROW && result != SQLITE_DONE) throw SQLite::Exception(m_db.getHandle(), result);
        return result == SQLITE_ROW;
    }
    std::int64_t integer(int column) const { return sqlite3_column_int64(m_statement, column); }
    double real(int column) const { return sqlite3_column_double(m_statement, column); }
    std::string_view text(int column) const
    {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
        return {text == nullptr ? "" : text, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
    }
    std::span<const std::uint8_t> blob(int column) const
    {
        const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_statement, column));
        return {data, data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
    }

private:
    SQLite::Database& m_db;
    sqlite3_stmt* m_statement = nullptr;
};

/// Several connections that see one and the same state of the file, or the store's own one alone.
class Readers {
public:
    Readers(Connection& own, std::size_t wanted) : m_own(own)
    {
        if (sqlite3_get_autocommit(own.db().getHandle()) == 0) return;  // what it wrote only this connection sees
        for (int attempt = 0; !m_pinned; ++attempt) begin(attempt < 3 ? wanted : 1);
    }
    ~Readers()
    {
        if (m_pinned) m_own.db().tryExec("COMMIT");
    }
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    /// Calls work(connection, part) for parts 0 .. count-1, each once, on as many threads as there are connections.
    template <typename Work>
    void each_part(std::size_t count, const Work& work)
    {
        std::atomic<std::size_t> next{0};
        std::vector<std::exception_ptr> failures(m_others.size() + 1);
        const auto run = [&](SQLite::Database& db, std::exception_ptr& failure) {
            try {
                for (std::size_t part = next++; part < count; part = next++) work(db, part);
            } catch (...) {
                failure = std::current_exception();
                next = count;
            }
        };
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < m_others.size(); ++i)
                threads.emplace_back([&, i] { run(*m_others[i], failures[i]); });
            run(m_own.db(), failures.back());
        }
        for (const auto& failure : failures)
            if (failure) std::rethrow_exception(failure);
    }

private:
    static void pin(SQLite::Database& db)
    {
        db.exec("BEGIN");
        if (db.tryExec("SELECT count(*) FROM source") == SQLITE_OK) return;
        const SQLite::Exception failure(db.getHandle());
        db.tryExec("ROLLBACK");
        throw failure;
    }
    /// Who reads in a transaction sees the state at its beginning. No commit of others between the first question and
    /// the last beginning: one state for all.
    void begin(std::size_t wanted)
    {
        auto& db = m_own.db();
        const auto version = [&] { return db.execAndGet("PRAGMA data_version").getInt64(); };
        const auto before = version();
        std::vector<std::unique_ptr<SQLite::Database>> others;
        while (others.size() + 1 < wanted) {
            others.push_back(std::make_unique<SQLite::Database>(open_plain(m_own.path())));
            pin(*others.back());
        }
        pin(db);
        m_pinned = others.empty() || version() == before;
        if (m_pinned)
            m_others = std::move(others);
        else
            db.exec("COMMIT");
    }

    Connection& m_own;
    bool m_pinned = false;
    std::vector<std::unique_ptr<SQLite::Database>> m_others;
};

std::size_t readers_for(std::int64_t rows)
{
    return rows < rows_apart ? 1 : std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
}

/// A closed range of ids.
struct Ids {
    std::int64_t from = 0, to = -1;
};

/// The ids of a table in at most `count` parts, ascending. The first and the last reach on without end: ids may have
/// been added since.
std::vector<Ids> parts_of(SQLite::Database& db, const char* table, std::int64_t count)
{
    SQLite::Statement ends(db, std::string("SELECT coalesce(min(id),0),coalesce(max(id),0) FROM ") + table);
    ends.executeStep();
    const std::int64_t from = ends.getColumn(0).getInt64(), to = ends.getColumn(1).getInt64();
    const std::int64_t step = std::max<std::int64_t>(1, (to - from) / count + 1);
    std::vector<Ids> parts{{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}};
    for (std::int64_t next = from + step; next <= to; next += step) {
        parts.back().to = next - 1;
        parts.push_back({next, std::numeric_limits<std::int64_t>::max()});
    }
    return parts;
}

struct IncidentRow {
    std::int64_t from_s, id, to_s;
    domain::LonLat place;
    domain::MapPoint map;
    float chainage_km, offset_m;
    domain::Kind kind;
    std::uint8_t severity;
    char reliability;
    std::int8_t line;
    friend bool operator<(const IncidentRow& a, const IncidentRow& b)
    {
        return a.from_s != b.from_s ? a.from_s < b.from_s : a.id < b.id;
    }
};

std::vector<IncidentRow> incidents_of(SQLite::Database& db, Ids ids)
{
    Rows rows(db,
              "SELECT id,occurred_from,occurred_to,kind,severity,reliability,line,chainage_km,offset_m,geom FROM "
              "incident WHERE id BETWEEN ?1 AND ?2",
              ids.from, ids.to);
    std::vector<IncidentRow> out;
    while (rows.next()) {
        const auto place = read_point(rows.blob(9));
        if (!place) throw Error(Error::Code::damaged, "a stored place is malformed");
        const auto grade = rows.text(5);
        const auto line = domain::parse_line(rows.text(6));
        out.push_back({rows.integer(1), rows.integer(0), rows.integer(2), *place, domain::to_map(*place),
                       static_cast<float>(rows.real(7)), static_cast<float>(rows.real(8)), kind_of(rows.text(3)),
                       static_cast<std::uint8_t>(rows.integer(4)), grade.empty() ? char{0} : grade.front(),
                       line ? static_cast<std::int8_t>(*line) : std::int8_t{-1}});
    }
    if (!std::is_sorted(out.begin(), out.end())) std::sort(out.begin(), out.end());
    return out;
}

IncidentColumns merged(const std::vector<std::vector<IncidentRow>>& parts)
{
    std::size_t total = 0;
    for (const auto& part : parts) total += part.size();
    IncidentColumns out;
    const auto reserve = [total](auto&... columns) { (columns.reserve(total), ...); };
    reserve(out.id, out.place, out.map, out.from_s, out.to_s, out.kind, out.severity, out.reliability, out.line,
            out.chainage_km, out.offset_m);
    std::vector<std::size_t> next(parts.size(), 0);
    for (std::size_t n = 0; n < total; ++n) {
        const IncidentRow* first = nullptr;
        std::size_t of = 0;
        for (std::size_t p = 0; p < parts.size(); ++p) {
            if (next[p] == parts[p].size() || (first != nullptr && *first < parts[p][next[p]])) continue;
            first = &parts[p][next[p]];
            of = p;
        }
        ++next[of];
        out.id.push_back(first->id);
        out.place.push_back(first->place);
        out.map.push_back(first->map);
        out.from_s.push_back(first->from_s);
        out.to_s.push_back(first->to_s);
        out.kind.push_back(first->kind);
        out.severity.push_back(first->severity);
        out.reliability.push_back(first->reliability);
        out.line.push_back(first->line);
        out.chainage_km.push_back(first->chainage_km);
        out.offset_m.push_back(first->offset_m);
    }
    return out;
}

/// Pieces and fixes of the tracks of a part.
struct TrackCount {
    std::size_t pieces = 0, fixes = 0;
};

TrackCount count_of(SQLite::Database& db, Ids ids)
{
    Rows rows(db, "SELECT sum(seq=0),sum(fixes-(seq>0)) FROM track_chunk WHERE track_id BETWEEN ?1 AND ?2", ids.from,
              ids.to);
    rows.next();
    return {static_cast<std::size_t>(rows.integer(0)), static_cast<std::size_t>(rows.integer(1))};
}

/// Writes the part's pieces and fixes behind `at`, where there is room for all of them. Movers are numbered in the
/// order of `movers`, which the part makes for itself.
void read_tracks(SQLite::Database& db, Ids ids, TrackCount at, TrackCount room, TrackColumns& out,
                 std::vector<std::string>& movers)
{
    Rows rows(db,
              "SELECT c.track_id,c.seq,c.fixes,c.geom,t.kind FROM track_chunk c CROSS JOIN track t ON t.id=c.track_id "
              "WHERE c.track_id BETWEEN ?1 AND ?2 ORDER BY c.track_id,c.piece,c.seq",
              ids.from, ids.to);
    const TrackCount end{at.pieces + room.pieces, at.fixes + room.fixes};
    while (rows.next()) {
        auto fixes = read_line(rows.blob(3));
        if (fixes && rows.integer(2) == 1) fixes->resize(1);  // a lone fix is stored as a line of two equal vertices
        const bool joins = rows.integer(1) > 0;
        const bool fits = fixes && fixes->size() == static_cast<std::size_t>(rows.integer(2)) &&
                          at.fixes + fixes->size() - (joins ? 1 : 0) <= end.fixes &&
                          at.pieces + (joins ? 0 : 1) <= end.pieces;
        if (!fits) throw Error(Error::Code::damaged, "a stored track is malformed");
        if (!joins) {
            const auto kind = rows.text(4);
            auto mover = std::find(movers.begin(), movers.end(), kind);
            if (mover == movers.end()) mover = movers.insert(mover, std::string(kind));
            out.mover[at.pieces] = static_cast<std::uint8_t>(mover - movers.begin());
            out.track_id[at.pieces] = rows.integer(0);
            out.start[at.pieces++] = at.fixes;
        }
        for (std::size_t i = joins ? 1 : 0; i < fixes->size(); ++i) {
            out.map[at.fixes] = domain::to_map((*fixes)[i].place);
            out.time_s[at.fixes++] = (*fixes)[i].time_s;
        }
    }
    if (at.pieces != end.pieces || at.fixes != end.fixes)
        throw Error(Error::Code::damaged, "a stored track is malformed");
}

/// Numbers the movers as they come in the order of the pieces, whatever the parts were.
void number_movers(TrackColumns& out, std::span<const TrackCount> begin,
                   const std::vector<std::vector<std::string>>& movers)
{
    for (std::size_t p = 0; p < movers.size(); ++p) {
        std::vector<std::uint8_t> number;
        for (const auto& name : movers[p]) {
            auto at = std::find(out.movers.begin(), out.movers.end(), name);
            if (at == out.movers.end()) at = out.movers.insert(at, name);
            number.push_back(static_cast<std::uint8_t>(at - out.movers.begin()));
        }
        for (std::size_t i = begin[p].pieces; i < begin[p + 1].pieces; ++i) out.mover[i] = number[out.mover[i]];
    }
}

}  // namespace

IncidentColumns Store::load_incidents() const
{
    return m_impl->guarded([&] {
        auto& db = m_impl->db();
        const auto most = db.execAndGet("SELECT coalesce(max(id)-min(id),0) FROM incident").getInt64();
        Readers readers(m_impl->connection, readers_for(most));
        const auto parts = parts_of(db, "incident", most < rows_apart ? 1 : 8);
        std::vector<std::vector<IncidentRow>> rows(parts.size());
        readers.each_part(parts.size(),
                          [&](SQLite::Database& each, std::size_t p) { rows[p] = incidents_of(each, parts[p]); });
        return merged(rows);
    });
}

TrackColumns Store::load_tracks() const
{
    return m_impl->guarded([&] {
        auto& db = m_impl->db();
        const auto most = db.execAndGet("SELECT coalesce(sum(fixes),0) FROM track").getInt64();
        Readers readers(m_impl->connection, readers_for(most));
        const auto parts = parts_of(db, "track", most < rows_apart ? 1 : 16);
        std::vector<TrackCount> begin(parts.size() + 1);
        for (std::size_t p = 0; p < parts.size(); ++p) {
            const auto count = count_of(db, parts[p]);
            begin[p + 1] = {begin[p].pieces + count.pieces, begin[p].fixes + count.fixes};
        }
        TrackColumns out;
        const auto [pieces, fixes] = begin.back();
        if (pieces == 0) return out;
        out.track_id.resize(pieces);
        out.mover.resize(pieces);
        out.start.resize(pieces + 1, fixes);
        out.map.resize(fixes);
        out.time_s.resize(fixes);
        std::vector<std::vector<std::string>> movers(parts.size());
        readers.each_part(parts.size(), [&](SQLite::Database& each, std::size_t p) {
            const TrackCount room{begin[p + 1].pieces - begin[p].pieces, begin[p + 1].fixes - begin[p].fixes};
            read_tracks(each, parts[p], begin[p], room, out, movers[p]);
        });
        number_movers(out, begin, movers);
        return out;
    });
}

}  // namespace tuantra::store
