#include "app/scene_job.hpp"

#include "analysis/line_density.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace tuantra::app {

namespace {

using domain::Filter;
using domain::IncidentColumns;
using domain::LineId;

std::uint64_t next_version()
{
    static std::atomic<std::uint64_t> version{0};
    return ++version;
}

/// Keeps the rows whose ids the store names. Both lists are short of duplicates; ids come ascending.
std::vector<std::uint32_t> keep(const std::vector<std::uint32_t>& rows, const IncidentColumns& columns,
                                const std::vector<std::int64_t>& ids)
{
    std::vector<std::uint32_t> kept;
    kept.reserve(std::min(rows.size(), ids.size()));
    for (const std::uint32_t row : rows)
        if (std::binary_search(ids.begin(), ids.end(), columns.id[row])) kept.push_back(row);
    return kept;
}

/// Rows that pass all but the kinds.
std::vector<std::uint32_t> rows_of_all_kinds(const SceneInput& input)
{
    Filter all = input.filter;
    all.kinds = domain::KindSet::all();
    auto rows = domain::select(*input.records.incidents, all);
    if (!domain::needs_store(all)) return rows;
    const auto store = store::Store::open(input.database, store::OpenMode::read_only);
    return keep(rows, *input.records.incidents, store.incident_ids(all));
}

bool piece_passes(const domain::TrackColumns& tracks, std::size_t piece, const Filter& filter)
{
    const std::size_t first = tracks.start[piece];
    const std::size_t last = tracks.start[piece + 1];
    if (first == last) return false;
    if (filter.until && tracks.time_s[first] >= static_cast<double>(filter.until->unix_s)) return false;
    if (filter.since && tracks.time_s[last - 1] < static_cast<double>(filter.since->unix_s)) return false;
    if (!filter.box) return true;
    return std::any_of(tracks.map.begin() + static_cast<std::ptrdiff_t>(first),
                       tracks.map.begin() + static_cast<std::ptrdiff_t>(last),
                       [&](domain::MapPoint p) { return domain::contains(*filter.box, domain::to_lon_lat(p)); });
}

view::LineHeat heat_of(const SceneInput& input, const std::vector<std::uint32_t>& shown, LineId id)
{
    const IncidentColumns& columns = *input.records.incidents;
    view::LineHeat heat;
    heat.length_km = input.lines.get(id).official_km();
    heat.step_km = heat_step_km;
    heat.bandwidth_km = input.bandwidth_km;
    std::vector<double> chainages;
    for (const std::uint32_t row : shown) {
        if (columns.line[row] != static_cast<std::int8_t>(id)) continue;
        if (std::abs(columns.offset_m[row]) <= heat_snap_m)
            chainages.push_back(static_cast<double>(columns.chainage_km[row]));
        else
            ++heat.left_out;
    }
    const auto density = analysis::line_density(chainages, {}, heat.length_km, heat.bandwidth_km, heat.step_km);
    heat.events = chainages.size();
    heat.per_km.assign(density.density.begin(), density.density.end());
    heat.peak = static_cast<float>(density.peak);
    heat.map = input.places->centre[static_cast<std::size_t>(id)];
    return heat;
}

view::LineCounts counts_of(const SceneInput& input, const std::vector<std::uint32_t>& shown, LineId id)
{
    const IncidentColumns& columns = *input.records.incidents;
    view::LineCounts counts;
    counts.per_km.resize(static_cast<std::size_t>(std::ceil(input.lines.get(id).official_km())));
    for (const std::uint32_t row : shown) {
        if (columns.line[row] != static_cast<std::int8_t>(id) || std::abs(columns.offset_m[row]) > heat_snap_m)
            continue;
        const auto km =
            std::min(static_cast<std::size_t>(std::max(0.0F, columns.chainage_km[row])), counts.per_km.size() - 1);
        ++counts.per_km[km][static_cast<std::size_t>(columns.kind[row])];
    }
    return counts;
}

}  // namespace

Records load_records(const store::Store& store)
{
    Records records;
    auto incidents = store.load_incidents();
    if (incidents.size() > 0) {
        const auto last = *std::max_element(incidents.to_s.begin(), incidents.to_s.end());
        records.span = domain::TimeSpan{{incidents.from_s.front()}, {last}};
    }
    records.incidents = std::make_shared<const IncidentColumns>(std::move(incidents));
    records.tracks = std::make_shared<const domain::TrackColumns>(store.load_tracks());
    records.sources = store.sources();
    records.synthetic = store.synthetic();
    return records;
}

HeatPlaces heat_places(const domain::Lines& lines)
{
    HeatPlaces places;
    for (const LineId id : {LineId::land, LineId::coast}) {
        const domain::MeasuredLine& line = lines.get(id);
        auto& centres = places.centre[static_cast<std::size_t>(id)];
        const auto cells = static_cast<std::size_t>(std::ceil(line.official_km() / heat_step_km));
        centres.reserve(cells);
        for (std::size_t i = 0; i < cells; ++i)
            centres.push_back(domain::to_map(line.point_at((static_cast<double>(i) + 0.5) * heat_step_km)));
    }
    return places;
}

view::Scene make_scene(const SceneInput& input, jobs::Progress& progress)
{
    view::Scene scene;
    scene.version = next_version();
    scene.incidents = input.records.incidents;
    scene.tracks = input.records.tracks;
    scene.synthetic = input.records.synthetic;

    const auto rows = rows_of_all_kinds(input);
    progress.check();
    scene.shown.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        const domain::Kind kind = input.records.incidents->kind[row];
        ++scene.by_kind[static_cast<std::size_t>(kind)];
        if (input.filter.kinds.has(kind)) scene.shown.push_back(row);
    }
    progress.check();
    for (std::size_t piece = 0; piece < scene.tracks->pieces(); ++piece)
        if (piece_passes(*scene.tracks, piece, input.filter))
            scene.shown_pieces.push_back(static_cast<std::uint32_t>(piece));
    for (const LineId id : {LineId::land, LineId::coast}) {
        progress.check();
        scene.heat[static_cast<std::size_t>(id)] = heat_of(input, scene.shown, id);
        scene.counts[static_cast<std::size_t>(id)] = counts_of(input, scene.shown, id);
    }
    return scene;
}

}  // namespace tuantra::app
