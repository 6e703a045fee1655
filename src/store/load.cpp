#include "store/geometry.hpp"
#include "store/impl.hpp"
#include "store/readers.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <limits>
#include <optional>
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

std::size_t readers_for(std::int64_t rows)
{
    if (forced_readers > 0) return forced_readers;
    return rows < rows_apart ? 1 : std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
}

std::int64_t parts_for(std::int64_t rows, std::int64_t many)
{
    return rows < rows_apart && forced_readers == 0 ? 1 : many;
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
    std::vector<Ids> parts{{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}};
    // Any file's ids: only without a sign do their differences fit.
    const auto left = [to](std::int64_t next) {
        return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(next);
    };
    if (count < 2) return parts;
    const std::uint64_t step = left(from) / static_cast<std::uint64_t>(count) + 1;
    for (std::int64_t next = from; left(next) >= step;) {
        next = static_cast<std::int64_t>(static_cast<std::uint64_t>(next) + step);
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
        const auto place = place_of(rows.blob(9));
        const auto grade = rows.text(5);
        const auto line = domain::parse_line(rows.text(6));
        out.push_back({rows.integer(1), rows.integer(0), rows.integer(2), place, domain::to_map(place),
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

/// As many as read_tracks() will find: by what the blobs hold, since other programs edit them and leave `fixes` as it
/// was, or a chunk behind whose track is gone. A chunk after the first of its piece repeats one fix.
TrackCount count_of(SQLite::Database& db, Ids ids)
{
    static const std::string chunks =
        " FROM track_chunk WHERE track_id BETWEEN ?1 AND ?2 AND track_id IN (SELECT id FROM track)";
    static const std::string in_chunk = "CASE WHEN fixes=1 THEN 1 ELSE max(0,(length(geom)-" +
                                        std::to_string(empty_line_blob) + ")/" + std::to_string(line_vertex) + ") END";
    const std::string pieces = "SELECT count(*) FROM (SELECT DISTINCT track_id,piece" + chunks + ")";
    const std::string fixes = "SELECT count(*),coalesce(sum(" + in_chunk + "),0)" + chunks;
    Rows one(db, pieces.c_str(), ids.from, ids.to), other(db, fixes.c_str(), ids.from, ids.to);
    one.next();
    other.next();
    const std::int64_t count = one.integer(0), all = other.integer(1) - other.integer(0) + count;
    if (count < 0 || all < count) throw Error(Error::Code::damaged, "a stored track is malformed");
    return {static_cast<std::size_t>(count), static_cast<std::size_t>(all)};
}

/// Writes the part's pieces and fixes behind `at`, where there is room for all of them. Movers are numbered in the
/// order of `movers`, which the part makes for itself.
void read_tracks(SQLite::Database& db, Ids ids, TrackCount at, TrackCount room, TrackColumns& out,
                 std::vector<std::string>& movers)
{
    Rows rows(db,
              "SELECT c.track_id,c.piece,c.fixes=1,c.geom,t.kind FROM track_chunk c CROSS JOIN track t ON "
              "t.id=c.track_id WHERE c.track_id BETWEEN ?1 AND ?2 ORDER BY c.track_id,c.piece,c.seq",
              ids.from, ids.to);
    const TrackCount end{at.pieces + room.pieces, at.fixes + room.fixes};
    movers.clear();
    std::optional<std::pair<std::int64_t, std::int64_t>> before;
    while (rows.next()) {
        const auto fixes = fixes_of(rows.blob(3), rows.integer(2) != 0);
        const bool joins = before == std::pair(rows.integer(0), rows.integer(1));
        before.emplace(rows.integer(0), rows.integer(1));
        const bool fits =
            at.fixes + fixes.size() - (joins ? 1 : 0) <= end.fixes && at.pieces + (joins ? 0 : 1) <= end.pieces;
        if (!fits) throw Error(Error::Code::damaged, "a stored track is malformed");
        if (!joins) {
            const auto kind = rows.text(4);
            auto mover = std::find(movers.begin(), movers.end(), kind);
            if (mover == movers.end()) mover = movers.insert(mover, std::string(kind));
            out.mover[at.pieces] = static_cast<std::uint8_t>(mover - movers.begin());
            out.track_id[at.pieces] = rows.integer(0);
            out.start[at.pieces++] = at.fixes;
        }
        for (std::size_t i = joins ? 1 : 0; i < fixes.size(); ++i) {
            out.map[at.fixes] = domain::to_map(fixes[i].place);
            out.time_s[at.fixes++] = fixes[i].time_s;
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
        const auto parts = parts_of(db, "incident", parts_for(most, 8));
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
        const auto most = db.execAndGet("SELECT min(total(fixes),1e9) FROM track").getInt64();
        Readers readers(m_impl->connection, readers_for(most));
        const auto parts = parts_of(db, "track", parts_for(most, 16));
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
