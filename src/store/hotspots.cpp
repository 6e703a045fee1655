#include "store/hotspots.hpp"

#include "store/geometry.hpp"
#include "store/impl.hpp"
#include "store/journal.hpp"
#include "store/json_text.hpp"
#include "store/runs_hash.hpp"
#include "store/sha256.hpp"

#include <cmath>
#include <cstring>

namespace tuantra::store {

namespace {

constexpr const char* run_columns =
    "uid,method,filter,settings,seed,data_hash,n,left_out,data_from,data_to,end_at,valid_until,made_at,program,"
    "synthetic,hash,grid";

std::string grid_bytes(const std::vector<float>& grid)
{
    std::string bytes(grid.size() * sizeof(float), '\0');
    if (!grid.empty()) std::memcpy(bytes.data(), grid.data(), bytes.size());
    return bytes;
}

HotspotRun run_of(SQLite::Statement& row)
{
    HotspotRun run;
    const auto whole = [&](int i) { return row.getColumn(i).getInt64(); };
    const auto text = [&](int i) { return row.getColumn(i).getString(); };
    run.uid = uid_of(row.getColumn(0));
    run.method = text(1);
    run.filter = text(2);
    run.settings = text(3);
    run.seed = static_cast<std::uint64_t>(whole(4));
    run.data_hash = text(5);
    run.n = whole(6);
    run.left_out = whole(7);
    run.data = {{whole(8)}, {whole(9)}};
    run.end = {whole(10)};
    run.valid_until = {whole(11)};
    run.made_at_ms = whole(12);
    run.program = text(13);
    run.synthetic = whole(14) != 0;
    run.hash = text(15);
    const auto grid = blob_of(row.getColumn(16));
    run.grid.resize(grid.size() / sizeof(float));
    if (!run.grid.empty()) std::memcpy(run.grid.data(), grid.data(), run.grid.size() * sizeof(float));
    return run;
}

void must_be_sealable(const HotspotRun& run, const std::vector<HotspotRunCell>& cells)
{
    const auto refuse = [](const std::string& why) { throw Error(Error::Code::failed, "a run is not sealed: " + why); };
    if (run.data.to >= run.end) refuse("it holds data later than its own end");
    if (run.valid_until <= run.end) refuse("it would be valid for no time at all");
    if (cells.empty() && run.grid.empty()) refuse("it has no cells");
    for (const auto& cell : cells)
        if (!(cell.size > 0) || cell.stretch.empty() == cell.area.empty() || (cell.risk && !std::isfinite(*cell.risk)))
            refuse("a cell has no size, no place or no number");
}

void bind_number(SQLite::Statement& put, int index, const std::optional<double>& value)
{
    if (value)
        put.bind(index, *value);
    else
        put.bind(index);
}

std::int64_t insert_run(SQLite::Database& db, const HotspotRun& run)
{
    SQLite::Statement put(
        db, std::string("INSERT INTO hotspot_run(") + run_columns + ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    bind_uid(put, 1, run.uid);
    int i = 1;
    for (const auto* text : {&run.method, &run.filter, &run.settings}) put.bind(++i, *text);
    put.bind(5, static_cast<std::int64_t>(run.seed));
    put.bind(6, run.data_hash);
    i = 6;
    for (const auto value : {run.n, run.left_out, run.data.from.unix_s, run.data.to.unix_s, run.end.unix_s,
                             run.valid_until.unix_s, run.made_at_ms})
        put.bind(++i, value);
    put.bind(14, run.program);
    put.bind(15, run.synthetic ? 1 : 0);
    put.bind(16, "");
    const auto grid = grid_bytes(run.grid);
    if (grid.empty())
        put.bind(17);
    else
        put.bind(17, grid.data(), static_cast<int>(grid.size()));
    put.exec();
    return db.getLastInsertRowid();
}

/// The spatial index of one of the geometry columns.
void index_box(SQLite::Statement& put, std::int64_t id, const Blob& blob)
{
    const auto box = blob_bounds(blob);
    put.bind(1, id);
    int i = 1;
    for (const double side : {box.west, box.east, box.south, box.north}) put.bind(++i, side);
    put.exec();
    put.reset();
}

void insert_cells(SQLite::Database& db, std::int64_t run_id, const std::vector<HotspotRunCell>& cells)
{
    SQLite::Statement put(db,
                          "INSERT INTO hotspot_cell(run_id,seq,line,from_km,to_km,size,incidents,risk,watched,hot,"
                          "numbers,area,stretch) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)");
    SQLite::Statement area_index(db, "INSERT INTO idx_hotspot_cell_area VALUES(?,?,?,?,?)");
    SQLite::Statement stretch_index(db, "INSERT INTO idx_hotspot_cell_stretch VALUES(?,?,?,?,?)");
    for (std::size_t seq = 0; seq < cells.size(); ++seq) {
        const auto& cell = cells[seq];
        put.bind(1, run_id);
        put.bind(2, static_cast<std::int64_t>(seq));
        if (cell.line) {
            put.bind(3, std::string(domain::to_string(*cell.line)));
            put.bind(4, cell.from_km);
            put.bind(5, cell.to_km);
        }
        put.bind(6, cell.size);
        put.bind(7, cell.count);
        bind_number(put, 8, cell.risk);
        put.bind(9, cell.watched ? 1 : 0);
        put.bind(10, cell.hot ? 1 : 0);
        put.bind(11, cell.numbers);
        const Blob blob = cell.area.empty() ? line_blob(cell.stretch) : polygons_blob(cell.area);
        bind_blob(put, cell.area.empty() ? 13 : 12, blob);
        put.exec();
        put.reset();
        put.clearBindings();
        index_box(cell.area.empty() ? stretch_index : area_index, db.getLastInsertRowid(), blob);
    }
}

}  // namespace

std::string hash_of_run(SQLite::Database& db, std::int64_t run_id)
{
    Sha256 sha;
    for (const char* sql :
         {"SELECT uid,method,filter,settings,seed,data_hash,n,left_out,data_from,data_to,end_at,valid_until,made_at,"
          "program,synthetic,grid FROM hotspot_run WHERE id=?1",
          "SELECT seq,line,from_km,to_km,size,incidents,risk,watched,hot,numbers,area,stretch FROM hotspot_cell WHERE "
          "run_id=?1 ORDER BY seq"}) {
        SQLite::Statement rows(db, sql);
        rows.bind(1, run_id);
        while (rows.executeStep())
            for (int i = 0; i < rows.getColumnCount(); ++i) {
                const auto column = rows.getColumn(i);
                const auto value = column.getString();
                sha.add(std::to_string(column.getType()) + ":" + std::to_string(value.size()) + ":").add(value);
            }
    }
    return sha.hex();
}

std::string Store::seal(const HotspotRun& run, const std::vector<HotspotRunCell>& cells)
{
    m_impl->must_be_writable();
    must_be_sealable(run, cells);
    return m_impl->guarded([&] {
        auto& db = m_impl->db();
        Transaction transaction(db);
        const auto id = insert_run(db, run);
        insert_cells(db, id, cells);
        const auto hash = hash_of_run(db, id);
        SQLite::Statement put(db, "UPDATE hotspot_run SET hash=?1 WHERE id=?2");
        put.bind(1, hash);
        put.bind(2, id);
        put.exec();
        write_log(db, m_impl->who, "seal", domain::to_string(run.uid),
                  to_text({{"method", run.method}, {"hash", hash}}));
        db.exec(
            "UPDATE geometry_columns_time SET last_insert=strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE "
            "f_table_name='hotspot_cell'");
        transaction.commit();
        return hash;
    });
}

std::vector<HotspotRun> Store::hotspot_runs() const
{
    return m_impl->guarded([&] {
        std::vector<HotspotRun> runs;
        std::string columns = run_columns;
        columns.replace(columns.rfind("grid"), 4, "NULL");
        SQLite::Statement rows(m_impl->db(), "SELECT " + columns + " FROM hotspot_run ORDER BY id");
        while (rows.executeStep()) runs.push_back(run_of(rows));
        return runs;
    });
}

std::optional<HotspotRun> Store::hotspot_run(const domain::Uid& uid) const
{
    return m_impl->guarded([&]() -> std::optional<HotspotRun> {
        SQLite::Statement rows(m_impl->db(), std::string("SELECT ") + run_columns + " FROM hotspot_run WHERE uid=?");
        bind_uid(rows, 1, uid);
        if (!rows.executeStep()) return {};
        return run_of(rows);
    });
}

std::vector<HotspotRunCell> Store::hotspot_cells(const domain::Uid& uid) const
{
    return m_impl->guarded([&] {
        std::vector<HotspotRunCell> cells;
        SQLite::Statement rows(m_impl->db(),
                               "SELECT line,from_km,to_km,size,incidents,risk,watched,hot,numbers,area,stretch FROM "
                               "hotspot_cell WHERE run_id=(SELECT id FROM hotspot_run WHERE uid=?) ORDER BY seq");
        bind_uid(rows, 1, uid);
        while (rows.executeStep()) {
            auto& cell = cells.emplace_back();
            if (!rows.getColumn(0).isNull()) cell.line = domain::parse_line(rows.getColumn(0).getString());
            cell.from_km = rows.getColumn(1).getDouble();
            cell.to_km = rows.getColumn(2).getDouble();
            cell.size = rows.getColumn(3).getDouble();
            cell.count = rows.getColumn(4).getDouble();
            if (!rows.getColumn(5).isNull()) cell.risk = rows.getColumn(5).getDouble();
            cell.watched = rows.getColumn(6).getInt() != 0;
            cell.hot = rows.getColumn(7).getInt() != 0;
            cell.numbers = rows.getColumn(8).getString();
            if (auto area = read_polygons(blob_of(rows.getColumn(9)))) cell.area = std::move(*area);
            if (auto line = read_line(blob_of(rows.getColumn(10)))) cell.stretch = std::move(*line);
        }
        return cells;
    });
}

void Store::verify_hotspot_run(const domain::Uid& uid) const
{
    m_impl->guarded([&] {
        SQLite::Statement row(m_impl->db(), "SELECT id,hash FROM hotspot_run WHERE uid=?");
        bind_uid(row, 1, uid);
        if (row.executeStep() && hash_of_run(m_impl->db(), row.getColumn(0).getInt64()) != row.getColumn(1).getString())
            throw Error(Error::Code::damaged, path().string() + ": hotspot run " + domain::to_string(uid) +
                                                  " was altered after it was sealed");
    });
}

void Store::note(const std::string& action, const std::string& subject, const std::string& detail)
{
    m_impl->must_be_writable();
    m_impl->guarded([&] {
        Transaction transaction(m_impl->db());
        write_log(m_impl->db(), m_impl->who, action, subject, detail);
        transaction.commit();
    });
}

void Store::log(const std::function<void(const LogRow&)>& each) const
{
    m_impl->guarded([&] {
        SQLite::Statement rows(m_impl->db(), "SELECT seq,at,who,action,subject,detail,hash FROM log ORDER BY seq");
        while (rows.executeStep())
            each({rows.getColumn(0).getInt64(), rows.getColumn(1).getInt64(), rows.getColumn(2).getString(),
                  rows.getColumn(3).getString(), rows.getColumn(4).getString(), rows.getColumn(5).getString(),
                  rows.getColumn(6).getString()});
    });
}

}  // namespace tuantra::store
