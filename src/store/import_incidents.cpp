#include "store/edit.hpp"
#include "store/geometry.hpp"
#include "store/import_impl.hpp"
#include "store/incident_row.hpp"
#include "store/schema.hpp"

#include "domain/text.hpp"

#include <algorithm>

namespace tuantra::store {

namespace {

constexpr std::int64_t first_second = -62135596800;  // 0001-01-01
constexpr std::int64_t last_second = 253402300799;   // 9999-12-31
constexpr std::uint64_t keyless = 0x9AE16A3B2F90404FULL;
constexpr std::size_t small_import = 2000;

[[noreturn]] void refuse(const std::string& why)
{
    throw Error(Error::Code::failed, "a record is refused: " + why);
}

}  // namespace

void validate(const domain::Incident& in)
{
    if (!domain::is_valid(in.place)) refuse("its place is not on the globe");
    const auto [from, to] = in.occurred;
    if (from > to || from.unix_s < first_second || to.unix_s > last_second) refuse("its time is out of range");
    for (const auto* text : {&in.source_key, &in.title, &in.narrative})
        if (!domain::is_utf8(*text)) refuse("a text is not UTF-8");
    for (const auto& [name, value] : in.attributes)
        if (!domain::is_utf8(name) || !domain::is_utf8(value)) refuse("a text is not UTF-8");
}

std::uint64_t content_of(const domain::Incident& in)
{
    ContentHash h;
    h.number(in.occurred.from.unix_s).number(in.occurred.to.unix_s).number(static_cast<std::uint8_t>(in.kind));
    h.number(in.severity).text(in.title).text(in.narrative).number(in.reliability).number(in.credibility);
    h.number(in.suspects).number(in.victims).number(in.place.lon).number(in.place.lat);
    for (const auto& [name, value] : in.attributes) h.text(name).text(value);
    return h.value();
}

namespace {

std::uint64_t key_of(std::string_view source_key, std::uint64_t content)
{
    return source_key.empty() ? ContentHash().number(content ^ keyless).value()
                              : ContentHash().text(source_key).value();
}

std::uint64_t version_of(std::uint64_t key, std::uint64_t content)
{
    return ContentHash().number(key).number(content).value();
}

void append_json(std::string& out, std::string_view s)
{
    static constexpr char hex[] = "0123456789abcdef";
    out += '"';
    for (const char c : s) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += hex[byte >> 4U];
            out += hex[byte & 15U];
        } else {
            out += c;
        }
    }
    out += '"';
}

}  // namespace

void write_json(std::string& out, const std::vector<std::pair<std::string, std::string>>& attributes)
{
    out = '{';
    for (const auto& [name, value] : attributes) {
        if (out.size() > 1) out += ',';
        append_json(out, name);
        out += ':';
        append_json(out, value);
    }
    out += '}';
}

IndexEntry entry_of(const domain::Incident& in, std::int64_t id)
{
    return {id,
            in.place.lon,
            in.place.lat,
            static_cast<double>(in.occurred.from.unix_s - rtree_epoch),
            static_cast<double>(in.occurred.to.unix_s - rtree_epoch),
            position_of(in.address),
            facet_of(in.kind, in.severity, in.reliability)};
}

namespace {

void bind_optional(SQLite::Statement& s, int index, int value, int unknown)
{
    if (value == unknown)
        s.bind(index);
    else
        s.bind(index, value);
}

void bind_optional(SQLite::Statement& s, int index, const std::string& value)
{
    if (value.empty())
        s.bind(index);
    else
        s.bindNoCopy(index, value);
}

void bind_view(SQLite::Statement& s, int index, std::string_view text)
{
    s.bind(index, std::string(text));
}

void bind_address(SQLite::Statement& s, const std::optional<domain::Address>& address)
{
    if (!address) {
        for (const int i : {7, 8, 9}) s.bind(i);
        return;
    }
    bind_view(s, 7, domain::to_string(address->line));
    s.bind(8, address->chainage_km);
    s.bind(9, address->offset_m);
}

}  // namespace

void bind_fields(SQLite::Statement& s, const domain::Incident& in)
{
    s.bind(2, in.occurred.from.unix_s);
    s.bind(3, in.occurred.to.unix_s);
    bind_view(s, 4, domain::info(in.kind).id);
    s.bind(5, in.severity);
    if (in.reliability == 0)
        s.bind(6);
    else
        bind_view(s, 6, {&in.reliability, 1});
    bind_address(s, in.address);
    bind_optional(s, 11, in.credibility, 0);
    bind_optional(s, 12, in.suspects, -1);
    bind_optional(s, 13, in.victims, -1);
    s.bindNoCopy(14, in.title);
    bind_optional(s, 15, in.narrative);
    bind_optional(s, 17, in.source_key);
}

const std::string put_incident = std::string("INSERT OR REPLACE INTO incident(") + incident_columns +
                                 ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

IncidentIndex::IncidentIndex(SQLite::Database& db)
    : m_plane(db, "INSERT OR REPLACE INTO idx_incident_geom VALUES(?1,?2,?2,?3,?3)"),
      m_full(db, "INSERT OR REPLACE INTO incident_rtree VALUES(?1,?2,?2,?3,?3,?4,?5,?6,?6,?7,?7)")
{
}

void IncidentIndex::put(const IndexEntry& entry)
{
    m_full.bind(4, entry.from);
    m_full.bind(5, entry.to);
    m_full.bind(6, entry.position);
    m_full.bind(7, entry.facet);
    for (auto* statement : {&m_plane, &m_full}) {
        statement->bind(1, entry.id);
        statement->bind(2, entry.lon);
        statement->bind(3, entry.lat);
        statement->exec();
        statement->reset();
    }
}

void Import::Impl::load_known_incidents()
{
    known_loaded = true;
    SQLite::Statement rows(db,
                           "SELECT id,source_key,content_hash FROM incident WHERE id BETWEEN "
                           "(SELECT min(first_incident) FROM source WHERE name=?1) AND "
                           "(SELECT max(last_incident) FROM source WHERE name=?1) "
                           "AND source_id IN (SELECT id FROM source WHERE name=?1)");
    rows.bind(1, source_name);
    while (rows.executeStep()) {
        const auto content = static_cast<std::uint64_t>(rows.getColumn(2).getInt64());
        known.put(key_of(text_of(rows.getColumn(1)), content), rows.getColumn(0).getInt64(), content);
    }
    SQLite::Statement old(db,
                          "SELECT source_key,content_hash FROM incident_history WHERE in_file=1 AND by_source IN "
                          "(SELECT id FROM source WHERE name=?1)");
    old.bind(1, source_name);
    while (old.executeStep()) {
        const auto content = static_cast<std::uint64_t>(old.getColumn(1).getInt64());
        superseded.insert(version_of(key_of(text_of(old.getColumn(0)), content), content));
    }
    load_changed_by_hand();
}

/// A record that a hand changed since is still the source's: the versions it has given do not come again, a new one
/// replaces the hand's. One that a hand removed stays away (its id is negative here) until the source changes it.
void Import::Impl::load_changed_by_hand()
{
    SQLite::Statement rows(db,
                           "SELECT h.id,h.source_key,h.content_hash,i.id IS NOT NULL,EXISTS(SELECT 1 FROM source x "
                           "WHERE x.id=i.source_id AND x.name=?2) FROM source w CROSS JOIN incident_history h ON "
                           "h.by_source=w.id LEFT JOIN incident i ON i.id=h.id WHERE w.name=?2 AND h.source_id IN "
                           "(SELECT id FROM source WHERE name=?1) "
                           "ORDER BY h.rowid");
    rows.bind(1, source_name);
    rows.bind(2, by_hand);
    while (rows.executeStep()) {
        const auto id = rows.getColumn(0).getInt64();
        const auto content = static_cast<std::uint64_t>(rows.getColumn(2).getInt64());
        const auto key = key_of(text_of(rows.getColumn(1)), content);
        superseded.insert(version_of(key, content));
        const bool lives = rows.getColumn(3).getInt() != 0;
        const auto* present = known.find(key);
        if (!lives && (present == nullptr || present->id < 0))
            known.put(key, -id, content);
        else if (lives && rows.getColumn(4).getInt() != 0)
            known.put(key, id, content);
    }
}

void Import::Impl::add(const domain::Incident& incident)
{
    if (!known_loaded) load_known_incidents();
    const auto content = content_of(incident);
    const auto key = key_of(incident.source_key, content);
    known.expect(key);
    validate(incident);
    auto* slot = known.find(key);
    if (slot != nullptr && (slot->content == content || superseded.contains(version_of(key, content)))) {
        count(Fate::duplicate);
        return;
    }
    if (slot != nullptr && slot->id > 0) {
        superseded.insert(version_of(key, slot->content));
        slot->content = content;
        update_incident(incident, slot->id, content);
        count(Fate::update);
        return;
    }
    insert_incident(incident, next_id, content);
    known.put(key, next_id, content);
    entries.push_back(entry_of(incident, next_id));
    ++next_id;
    count(Fate::fresh);
}

void Import::Impl::insert_incident(const domain::Incident& incident, std::int64_t id, std::uint64_t content)
{
    if (!insert) {
        insert = std::make_unique<SQLite::Statement>(db, put_incident);
        blob.resize(point_blob_size);
    }
    auto& s = *insert;
    bind_fields(s, incident);
    s.bind(1, id);
    write_point(blob.data(), incident.place);
    bind_blob(s, 10, blob);
    if (incident.attributes.empty()) {
        s.bind(16);
    } else {
        write_json(attributes, incident.attributes);
        s.bindNoCopy(16, attributes);
    }
    const auto uid = incident.uid == domain::Uid{} ? uids.make(now_ms) : incident.uid;
    s.bindNoCopy(18, uid.bytes.data(), static_cast<int>(uid.bytes.size()));
    s.bind(19, source_id);
    s.bind(20, static_cast<std::int64_t>(content));
    s.bind(21, now_ms);
    s.bind(22, now_ms);
    s.exec();
    s.reset();
}

void Import::Impl::update_incident(const domain::Incident& incident, std::int64_t id, std::uint64_t content)
{
    const auto words = "SELECT text_words(title,narrative) FROM incident WHERE id=?";
    const bool indexed = id <= watermark;
    const auto change_text = [&](const char* sql) {
        SQLite::Statement change(db, sql);
        change.bind(1, id);
        SQLite::Statement text(db, words);
        text.bind(1, id);
        if (!text.executeStep()) return;
        const auto value = text.getColumn(0).getString();
        change.bindNoCopy(2, value);
        change.exec();
    };
    if (indexed) change_text("INSERT INTO incident_text(incident_text,rowid,words) VALUES('delete',?,?)");
    archive("incident", id);
    SQLite::Statement old(db, "SELECT uid,created_at FROM incident WHERE id=?");
    old.bind(1, id);
    if (!old.executeStep()) throw Error(Error::Code::damaged, "a record vanished while it was updated");
    auto changed = incident;
    changed.uid = uid_of(old.getColumn(0));
    const auto created = old.getColumn(1).getInt64();
    old.reset();
    insert_incident(changed, id, content);
    SQLite::Statement stamps(db, "UPDATE incident SET created_at=? WHERE id=?");
    stamps.bind(1, created);
    stamps.bind(2, id);
    stamps.exec();
    if (indexed) change_text("INSERT INTO incident_text(rowid,words) VALUES(?,?)");
    if (id >= first_id) {
        entries[static_cast<std::size_t>(id - first_id)] = entry_of(changed, id);
    } else {
        moved[id] = entry_of(changed, id);
        least_updated = least_updated == 0 ? id : std::min(least_updated, id);
        greatest_updated = std::max(greatest_updated, id);
    }
}

void Import::Impl::index_incidents()
{
    const auto changed = entries.size() + moved.size();
    if (changed == 0) return;
    if (before == 0) {
        known = KeyMap();
        pack_rtree(store.connection, "idx_incident_geom", IndexShape::plane, entries);
        pack_rtree(store.connection, "incident_rtree", IndexShape::full, entries);
        return;
    }
    if (changed > std::max(small_import, static_cast<std::size_t>(before) / 12)) {
        repack_incidents(store.connection);
        return;
    }
    IncidentIndex index(db);
    for (const auto& e : entries) index.put(e);
    for (const auto& [id, e] : moved) index.put(e);
}

void repack_incidents(Connection& connection)
{
    std::vector<IndexEntry> all;
    SQLite::Statement rows(connection.db(), "SELECT id,occurred_from,occurred_to,geom," + incident_position("") + "," +
                                                incident_facet("") + " FROM incident");
    while (rows.executeStep()) {
        const auto p = read_point(blob_of(rows.getColumn(3)));
        if (!p) throw Error(Error::Code::damaged, "a stored place is malformed");
        all.push_back({rows.getColumn(0).getInt64(), p->lon, p->lat,
                       static_cast<double>(rows.getColumn(1).getInt64() - rtree_epoch),
                       static_cast<double>(rows.getColumn(2).getInt64() - rtree_epoch), rows.getColumn(4).getDouble(),
                       rows.getColumn(5).getDouble()});
    }
    rows.reset();
    pack_rtree(connection, "idx_incident_geom", IndexShape::plane, all);
    pack_rtree(connection, "incident_rtree", IndexShape::full, all);
}

}  // namespace tuantra::store
