#include "app/scene_job.hpp"

#include "analysis/line_density.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>
#include <limits>

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

/// The filter but for its time window and kinds: those change most often, and the rest can be costly.
Filter without_time_and_kinds(Filter filter)
{
    filter.since.reset();
    filter.until.reset();
    filter.kinds = domain::KindSet::all();
    return filter;
}

using Rows = std::shared_ptr<const std::vector<std::uint32_t>>;

Rows rows_of_any_time(const SceneInput& input)
{
    const Filter all = without_time_and_kinds(input.filter);
    if (const auto& before = input.previous; before && before->incidents == input.records.incidents &&
                                             before->any_time && without_time_and_kinds(before->filter) == all)
        return before->any_time;
    auto rows = domain::select(*input.records.incidents, all);
    if (domain::needs_store(all)) {
        const auto store = store::Store::open(input.database, store::OpenMode::read_only);
        rows = keep(rows, *input.records.incidents, store.incident_ids(all));
    }
    return std::make_shared<const std::vector<std::uint32_t>>(std::move(rows));
}

std::optional<domain::TimeSpan> span_of(const Records& records)
{
    auto span = records.span;
    const auto tracks = records.clock ? records.clock->span() : std::nullopt;
    if (!span || !tracks) return span ? span : tracks;
    return domain::TimeSpan{std::min(span->from, tracks->from), std::max(span->to, tracks->to)};
}

std::shared_ptr<const view::Timeline> timeline_of(const SceneInput& input, const Rows& rows, jobs::Progress& progress)
{
    const auto& before = input.previous;
    if (before && before->any_time == rows && before->filter.kinds == input.filter.kinds && before->timeline &&
        before->timeline->span == span_of(input.records))
        return before->timeline;
    auto timeline = std::make_shared<view::Timeline>();
    timeline->span = span_of(input.records);
    std::vector<std::uint32_t> kept;
    const auto* of_kinds = rows.get();
    if (input.filter.kinds != domain::KindSet::all()) {
        kept.reserve(rows->size());
        for (const std::uint32_t row : *rows)
            if (input.filter.kinds.has(input.records.incidents->kind[row])) kept.push_back(row);
        of_kinds = &kept;
    }
    for (std::size_t bin = 0; bin < timeline->levels.size(); ++bin) {
        progress.check();
        timeline->levels[bin] =
            domain::time_histogram(*input.records.incidents, *of_kinds, static_cast<domain::TimeBin>(bin), input.zone);
    }
    return timeline;
}

/// The passes for what the filter asks of places and source, kept until that or the tracks change.
std::shared_ptr<const std::vector<TrackPass>> passes_of_any_time(const SceneInput& input, const Filter& places,
                                                                 const jobs::Progress& progress)
{
    const auto& records = input.records;
    if (input.passes) {
        const std::lock_guard lock(input.passes->mutex);
        if (input.passes->passes && input.passes->tracks == records.tracks && input.passes->places == places)
            return input.passes->passes;
    }
    std::vector<std::int64_t> wanted;
    if (places.source) {
        Filter of_source;
        of_source.source = places.source;
        store::Store::open(input.database, store::OpenMode::read_only)
            .tracks(of_source, [&](const store::Store::TrackRow& row) {
                wanted.push_back(row.id);
                return true;
            });
        std::sort(wanted.begin(), wanted.end());
    }
    auto passes = std::make_shared<const std::vector<TrackPass>>(
        track_passes(*records.clock, places, places.source ? &wanted : nullptr, progress));
    if (input.passes) {
        const std::lock_guard lock(input.passes->mutex);
        input.passes->tracks = records.tracks;
        input.passes->places = places;
        input.passes->passes = passes;
    }
    return passes;
}

std::vector<std::uint32_t> pieces_of(const SceneInput& input, const jobs::Progress& progress)
{
    constexpr double ever = std::numeric_limits<double>::infinity();
    const Records& records = input.records;
    const Filter& filter = input.filter;
    std::vector<std::uint32_t> pieces;
    if (!records.clock) return pieces;
    // The window's end is left out, and a fix may stand on a fraction of the second before it.
    const double from = filter.since ? static_cast<double>(filter.since->unix_s) : -ever;
    const double until = filter.until ? std::nextafter(static_cast<double>(filter.until->unix_s), -ever) : ever;
    const Filter places = places_and_source(filter);
    if (places == Filter{})
        records.clock->pieces_between(from, until, pieces);
    else
        pieces = pieces_passing(*passes_of_any_time(input, places, progress), from, until);
    return pieces;
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

Records reload_incidents(const store::Store& store, Records records)
{
    records.span.reset();
    auto incidents = store.load_incidents();
    if (incidents.size() > 0) {
        const auto last = *std::max_element(incidents.to_s.begin(), incidents.to_s.end());
        records.span = domain::TimeSpan{{incidents.from_s.front()}, {last}};
    }
    records.incidents = std::make_shared<const IncidentColumns>(std::move(incidents));
    records.sources = store.sources();
    records.synthetic = store.synthetic();
    return records;
}

Records load_records(const store::Store& store)
{
    Records records = reload_incidents(store, {});
    records.tracks = std::make_shared<const domain::TrackColumns>(store.load_tracks());
    records.clock = std::make_shared<const domain::TrackClock>(records.tracks);
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

    scene.filter = input.filter;
    scene.clock = input.records.clock;

    scene.any_time = rows_of_any_time(input);
    progress.check();
    const auto rows =
        domain::rows_within(*input.records.incidents, *scene.any_time, input.filter.since, input.filter.until);
    scene.shown.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        const domain::Kind kind = input.records.incidents->kind[row];
        ++scene.by_kind[static_cast<std::size_t>(kind)];
        if (input.filter.kinds.has(kind)) scene.shown.push_back(row);
    }
    progress.check();
    const auto add_line = [&](LineId id) {
        scene.heat[static_cast<std::size_t>(id)] = heat_of(input, scene.shown, id);
        scene.counts[static_cast<std::size_t>(id)] = counts_of(input, scene.shown, id);
    };
    // The two lines and the rest know nothing of each other; the future waits when what follows throws.
    auto coast = std::async(std::launch::async, [&] { add_line(LineId::coast); });
    add_line(LineId::land);
    progress.check();
    scene.shown_pieces = pieces_of(input, progress);
    scene.timeline = timeline_of(input, scene.any_time, progress);
    coast.get();
    progress.check();
    return scene;
}

}  // namespace tuantra::app
