#include "store/geometry.hpp"
#include "store/import_impl.hpp"

#include "domain/ecef.hpp"
#include "domain/geodesy.hpp"
#include "domain/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tuantra::store {

namespace {

[[noreturn]] void refuse(const std::string& why)
{
    throw Error(Error::Code::failed, "a record is refused: " + why);
}

void must_be_utf8(std::initializer_list<const std::string*> texts)
{
    for (const auto* text : texts)
        if (!domain::is_utf8(*text)) refuse("a text is not UTF-8");
}

std::uint64_t version_of(std::uint64_t key, std::uint64_t content)
{
    return ContentHash().number(key).number(content).value();
}

std::uint64_t key_of(std::string_view key, std::uint64_t content)
{
    return key.empty() ? ContentHash().number(~content).value() : ContentHash().text(key).value();
}

/// Geodesic: the chord is right to a micrometre for legs of patrols, and long legs are measured.
double leg_m(const domain::Fix& a, const domain::Fix& b, domain::Vec3& at_a)
{
    constexpr double chord_exact_m = 2000;
    const auto at_b = domain::to_ecef(b.place);
    const auto d = at_b - at_a;
    at_a = at_b;
    const double chord = std::sqrt(dot(d, d));
    return chord < chord_exact_m ? chord : domain::distance_m(a.place, b.place);
}

double length_m(const std::vector<std::vector<domain::Fix>>& pieces)
{
    double sum = 0;
    for (const auto& piece : pieces) {
        if (piece.empty()) continue;
        auto at = domain::to_ecef(piece.front().place);
        for (std::size_t i = 1; i < piece.size(); ++i) sum += leg_m(piece[i - 1], piece[i], at);
    }
    return sum;
}

std::uint64_t content_of(const domain::Track& track, const std::vector<std::vector<domain::Fix>>& pieces,
                         const std::optional<domain::Uid>& patrol)
{
    ContentHash h;
    h.text(track.name).text(track.kind);
    if (patrol) h.text({reinterpret_cast<const char*>(patrol->bytes.data()), patrol->bytes.size()});
    for (const auto& piece : pieces) {
        h.number(piece.size());
        for (const auto& fix : piece) h.number(fix.place.lon).number(fix.place.lat).number(fix.time_s);
    }
    return h.value();
}

void bind_text_or_null(SQLite::Statement& s, int index, const std::string& text)
{
    if (text.empty())
        s.bind(index);
    else
        s.bind(index, text);
}

}  // namespace

Verdict Import::Impl::judge(KeyedTable& table, const std::string& key, std::uint64_t content)
{
    const std::string name = table.table;
    if (!table.loaded) {
        table.loaded = true;
        SQLite::Statement rows(db, "SELECT id,source_key,content_hash FROM " + name +
                                       " WHERE source_id IN (SELECT id FROM source WHERE name=?1)");
        rows.bind(1, source_name);
        while (rows.executeStep()) {
            const auto hash = static_cast<std::uint64_t>(rows.getColumn(2).getInt64());
            table.known.put(key_of(text_of(rows.getColumn(1)), hash), rows.getColumn(0).getInt64(), hash);
        }
        SQLite::Statement old(db,
                              "SELECT source_key,content_hash FROM " + name +
                                  "_history WHERE in_file=1 AND by_source IN (SELECT id FROM source WHERE name=?1)");
        old.bind(1, source_name);
        while (old.executeStep()) {
            const auto hash = static_cast<std::uint64_t>(old.getColumn(1).getInt64());
            table.superseded.insert(version_of(key_of(text_of(old.getColumn(0)), hash), hash));
        }
    }
    const auto hash = key_of(key, content);
    const auto* slot = table.known.find(hash);
    if (slot == nullptr) return {};
    if (slot->content == content || table.superseded.contains(version_of(hash, content)))
        return {Fate::duplicate, slot->id};
    table.superseded.insert(version_of(hash, slot->content));
    return {Fate::update, slot->id};
}

std::pair<std::int64_t, domain::Uid> Import::Impl::take_row(KeyedTable& table, const Verdict& verdict,
                                                            std::uint64_t key_hash, std::uint64_t content)
{
    const std::string name = table.table;
    domain::Uid uid = uids.make(now_ms);
    auto id = verdict.id;
    if (verdict.fate == Fate::update) {
        SQLite::Statement old(db, "SELECT uid FROM " + name + " WHERE id=?");
        old.bind(1, id);
        if (old.executeStep()) uid = uid_of(old.getColumn(0));
        archive(table.table, id);
    } else {
        id = db.execAndGet("SELECT max(coalesce((SELECT max(id) FROM " + name + "),0),coalesce((SELECT max(id) FROM " +
                           name + "_history),0))+1")
                 .getInt64();
    }
    table.known.put(key_hash, id, content);
    return {id, uid};
}

/// Copies the record's present version to the history (a track with its chunks).
void Import::Impl::archive(const char* table, std::int64_t id)
{
    const std::string name = table;
    SQLite::Statement copy(db,
                           "INSERT INTO " + name + "_history SELECT ?1,source_id=?1,* FROM " + name + " WHERE id=?2");
    copy.bind(1, source_id);
    copy.bind(2, id);
    copy.exec();
}

void Import::Impl::index_box(const char* table, std::int64_t id, const domain::Box& box)
{
    SQLite::Statement put(db, std::string("INSERT OR REPLACE INTO idx_") + table + "_geom VALUES(?,?,?,?,?)");
    put.bind(1, id);
    int i = 1;
    for (const double v : {box.west, box.east, box.south, box.north}) put.bind(++i, v);
    put.exec();
}

void Import::add_place(const std::string& key, const std::string& name, const std::string& kind, domain::LonLat place)
{
    auto& in = *m_impl;
    if (!domain::is_valid(place)) refuse("its place is not on the globe");
    must_be_utf8({&key, &name, &kind});
    in.store.guarded([&] {
        const auto content = ContentHash().text(name).text(kind).number(place.lon).number(place.lat).value();
        const auto verdict = in.judge(in.places, key, content);
        in.count(verdict.fate);
        if (verdict.fate == Fate::duplicate) return;
        const auto [id, uid] = in.take_row(in.places, verdict, key_of(key, content), content);
        SQLite::Statement put(in.db,
                              "INSERT OR REPLACE INTO place(id,name,kind,geom,source_key,uid,source_id,content_hash,"
                              "created_at,updated_at) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,"
                              "coalesce((SELECT created_at FROM place WHERE id=?1),?9),?9)");
        put.bind(1, id);
        put.bind(2, name);
        put.bind(3, kind);
        const auto blob = point_blob(place);
        bind_blob(put, 4, blob);
        bind_text_or_null(put, 5, key);
        bind_uid(put, 6, uid);
        put.bind(7, in.source_id);
        put.bind(8, static_cast<std::int64_t>(content));
        put.bind(9, in.now_ms);
        put.exec();
        in.index_box("place", id, {place.lon, place.lat, place.lon, place.lat});
    });
}

void Import::add_zone(const std::string& key, const std::string& name, const std::string& kind,
                      const std::string& valid_from, const std::string& valid_to, const domain::MultiPolygon& polygons)
{
    auto& in = *m_impl;
    must_be_utf8({&key, &name, &kind, &valid_from, &valid_to});
    if (polygons.empty()) refuse("the zone has no polygon");
    ContentHash h;
    h.text(name).text(kind).text(valid_from).text(valid_to);
    for (const auto& polygon : polygons) {
        if (polygon.empty()) refuse("a polygon has no ring");
        for (const auto& ring : polygon) {
            if (ring.size() < 3) refuse("a ring has fewer than three places");
            h.number(ring.size());
            for (const auto& p : ring) {
                if (!domain::is_valid(p)) refuse("a ring leaves the globe");
                h.number(p.lon).number(p.lat);
            }
        }
    }
    in.store.guarded([&] {
        const auto content = h.value();
        const auto verdict = in.judge(in.zones, key, content);
        in.count(verdict.fate);
        if (verdict.fate == Fate::duplicate) return;
        const auto [id, uid] = in.take_row(in.zones, verdict, key_of(key, content), content);
        SQLite::Statement put(
            in.db,
            "INSERT OR REPLACE INTO zone(id,name,kind,valid_from,valid_to,geom,source_key,uid,source_id,"
            "content_hash,created_at,updated_at) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,"
            "coalesce((SELECT created_at FROM zone WHERE id=?1),?11),?11)");
        put.bind(1, id);
        put.bind(2, name);
        put.bind(3, kind);
        bind_text_or_null(put, 4, valid_from);
        bind_text_or_null(put, 5, valid_to);
        const auto blob = polygons_blob(polygons);
        bind_blob(put, 6, blob);
        bind_text_or_null(put, 7, key);
        bind_uid(put, 8, uid);
        put.bind(9, in.source_id);
        put.bind(10, static_cast<std::int64_t>(content));
        put.bind(11, in.now_ms);
        put.exec();
        in.index_box("zone", id, blob_bounds(blob));
    });
}

void Import::add_unit(const UnitRow& unit)
{
    auto& in = *m_impl;
    if (!domain::is_valid(unit.base)) refuse("its place is not on the globe");
    must_be_utf8({&unit.name, &unit.kind});
    in.store.guarded([&] {
        SQLite::Statement put(in.db,
                              "INSERT INTO unit(uid,name,kind,geom,source_id,created_at,updated_at) "
                              "VALUES(?1,?2,?3,?4,?5,?6,?6)");
        bind_uid(put, 1, unit.uid == domain::Uid{} ? in.uids.make(in.now_ms) : unit.uid);
        put.bind(2, unit.name);
        put.bind(3, unit.kind);
        const auto blob = point_blob(unit.base);
        bind_blob(put, 4, blob);
        put.bind(5, in.source_id);
        put.bind(6, in.now_ms);
        put.exec();
        in.index_box("unit", in.db.getLastInsertRowid(), {unit.base.lon, unit.base.lat, unit.base.lon, unit.base.lat});
    });
}

void Import::add_patrol(const PatrolRow& patrol)
{
    auto& in = *m_impl;
    must_be_utf8({&patrol.state});
    in.store.guarded([&] {
        SQLite::Statement put(in.db,
                              "INSERT INTO patrol(uid,unit_uid,planned,start_time,end_time,state,source_id,created_at,"
                              "updated_at) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?8)");
        bind_uid(put, 1, patrol.uid == domain::Uid{} ? in.uids.make(in.now_ms) : patrol.uid);
        bind_uid(put, 2, patrol.unit);
        put.bind(3, patrol.planned ? 1 : 0);
        put.bind(4, patrol.span.from.unix_s);
        put.bind(5, patrol.span.to.unix_s);
        put.bind(6, patrol.state);
        put.bind(7, in.source_id);
        put.bind(8, in.now_ms);
        put.exec();
    });
}

bool Import::Impl::add_track(const domain::Track& track, const std::vector<std::vector<domain::Fix>>& pieces,
                             const std::optional<domain::Uid>& patrol)
{
    must_be_utf8({&track.source_key, &track.name, &track.kind});
    std::int64_t fixes = 0;
    double from = 0, to = 0;
    for (const auto& piece : pieces) {
        for (const auto& fix : piece) {
            if (!domain::is_valid(fix.place) || !std::isfinite(fix.time_s))
                refuse("a fix is not on the globe or has no time");
            from = fixes == 0 ? fix.time_s : std::min(from, fix.time_s);
            to = fixes++ == 0 ? fix.time_s : std::max(to, fix.time_s);
        }
    }
    const auto content = content_of(track, pieces, patrol);
    const auto verdict = judge(tracks, track.source_key, content);
    if (verdict.fate == Fate::duplicate) return false;
    auto [id, uid] = take_row(tracks, verdict, key_of(track.source_key, content), content);
    if (verdict.fate == Fate::fresh && !(track.uid == domain::Uid{})) uid = track.uid;
    if (verdict.fate == Fate::update) {
        SQLite::Statement keep(db,
                               "INSERT INTO track_chunk_history SELECT ?1,* FROM track_chunk WHERE track_id=?2 AND "
                               "(SELECT source_id FROM track WHERE id=?2)<>?1");
        keep.bind(1, source_id);
        keep.bind(2, id);
        keep.exec();
        for (const char* sql :
             {"DELETE FROM idx_track_chunk_geom WHERE pkid IN (SELECT id FROM track_chunk WHERE track_id=?)",
              "DELETE FROM track_rtree WHERE id IN (SELECT id FROM track_chunk WHERE track_id=?)",
              "DELETE FROM track_chunk WHERE track_id=?"}) {
            SQLite::Statement move(db, sql);
            move.bind(1, id);
            move.exec();
        }
    }
    SQLite::Statement put(
        db,
        "INSERT OR REPLACE INTO track(id,name,kind,patrol_uid,from_time,to_time,fixes,length_m,source_key,uid,"
        "source_id,content_hash,created_at,updated_at) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,"
        "coalesce((SELECT created_at FROM track WHERE id=?1),?13),?13)");
    put.bind(1, id);
    put.bind(2, track.name);
    put.bind(3, track.kind);
    if (patrol) bind_uid(put, 4, *patrol);
    if (fixes > 0) {
        put.bind(5, from);
        put.bind(6, to);
    }
    put.bind(7, fixes);
    put.bind(8, length_m(pieces));
    bind_text_or_null(put, 9, track.source_key);
    bind_uid(put, 10, uid);
    put.bind(11, source_id);
    put.bind(12, static_cast<std::int64_t>(content));
    put.bind(13, now_ms);
    put.exec();
    write_chunks(id, pieces);
    ++counts.tracks;
    counts.fixes += fixes;
    return true;
}

void Import::Impl::write_chunks(std::int64_t track, const std::vector<std::vector<domain::Fix>>& pieces)
{
    if (!insert_chunk) {
        insert_chunk = std::make_unique<SQLite::Statement>(
            db, "INSERT INTO track_chunk(track_id,piece,seq,from_time,to_time,fixes,geom) VALUES(?,?,?,?,?,?,?)");
        insert_chunk_index =
            std::make_unique<SQLite::Statement>(db, "INSERT INTO idx_track_chunk_geom VALUES(?1,?2,?3,?4,?5)");
        insert_chunk_box =
            std::make_unique<SQLite::Statement>(db, "INSERT INTO track_rtree VALUES(?1,?2,?3,?4,?5,?6,?7)");
    }
    auto& row = *insert_chunk;
    for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
        std::int64_t seq = 0;
        for (const auto run : domain::chunk(pieces[piece])) {
            const auto geom = line_blob(run);
            row.bind(1, track);
            row.bind(2, static_cast<std::int64_t>(piece));
            row.bind(3, seq++);
            row.bind(4, run.front().time_s);
            row.bind(5, run.back().time_s);
            row.bind(6, static_cast<std::int64_t>(run.size()));
            bind_blob(row, 7, geom);
            row.exec();
            row.reset();
            const auto id = db.getLastInsertRowid();
            const auto box = blob_bounds(geom);
            for (auto* index : {insert_chunk_index.get(), insert_chunk_box.get()}) {
                index->bind(1, id);
                int i = 1;
                for (const double v : {box.west, box.east, box.south, box.north}) index->bind(++i, v);
                if (index == insert_chunk_box.get()) {
                    index->bind(6, run.front().time_s - static_cast<double>(rtree_epoch));
                    index->bind(7, run.back().time_s - static_cast<double>(rtree_epoch));
                }
                index->exec();
                index->reset();
            }
        }
    }
}

}  // namespace tuantra::store
