#include "app/details.hpp"

#include "domain/geodesy.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace tuantra::app {

namespace {

/// The stretch of a kind around a chainage among those valid today; null when the line has none.
const domain::Stretch* stretch_at(const domain::MeasuredLine& line, const char* kind, double km)
{
    for (const auto& stretch : line.stretches())
        if (stretch.kind == kind && stretch.valid_to.empty() && km >= stretch.from_km && km <= stretch.to_km)
            return &stretch;
    return nullptr;
}

constexpr std::size_t units_named = 3, tracks_named = 3;
constexpr double track_reach_km = 10;
constexpr std::int64_t track_reach_s = 6 * 3600;

std::vector<view::NearUnit> nearest_units(const store::Store& store, domain::LonLat place)
{
    std::vector<view::NearUnit> out;
    for (const auto& unit : store.units())
        out.push_back({unit.name, unit.kind, unit.base, domain::distance_m(unit.base, place) / 1000});
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.km < b.km; });
    if (out.size() > units_named) out.resize(units_named);
    return out;
}

/// Seconds from a span to a moment outside it, negative where the moment comes before; 0 within.
double apart(const domain::TimeSpan& span, double time_s)
{
    const auto from = static_cast<double>(span.from.unix_s), to = static_cast<double>(span.to.unix_s);
    return time_s < from ? time_s - from : time_s > to ? time_s - to : 0;
}

/// Tracks that came within reach of the incident in place and time, each by its nearest fix, the nearest first.
std::vector<view::NearTrack> passing_tracks(const store::Store& store, const domain::Incident& incident)
{
    domain::Filter around;
    around.since = domain::Instant{incident.occurred.from.unix_s - track_reach_s};
    around.until = domain::Instant{incident.occurred.to.unix_s + track_reach_s + 1};
    around.near = domain::Circle{incident.place, track_reach_km};
    std::map<std::int64_t, view::NearTrack> nearest;
    store.track_runs(around, [&](const store::Store::TrackRun& run) {
        for (const auto& fix : run.fixes) {
            const double gap = apart(incident.occurred, fix.time_s);
            if (std::abs(gap) > track_reach_s) continue;
            const double km = domain::distance_m(fix.place, incident.place) / 1000;
            if (km > track_reach_km) continue;
            const auto [at, fresh] = nearest.try_emplace(run.track_id, view::NearTrack{"", run.kind, km, 0});
            if (!fresh && at->second.km <= km) continue;
            at->second.km = km;
            at->second.apart_s = std::llround(gap);
        }
        return true;
    });
    if (nearest.empty()) return {};
    store.tracks(around, [&](const store::Store::TrackRow& row) {
        if (const auto at = nearest.find(row.id); at != nearest.end()) at->second.name = row.name;
        return true;
    });
    std::vector<view::NearTrack> out;
    for (auto& [id, track] : nearest) out.push_back(std::move(track));
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.km < b.km; });
    if (out.size() > tracks_named) out.resize(tracks_named);
    return out;
}

std::vector<view::RecordVersion> versions_of(const store::Store& store, std::int64_t id)
{
    std::vector<view::RecordVersion> out;
    for (auto& v : store.incident_history(id))
        out.push_back(
            {std::move(v.incident), std::move(v.source_name), v.written_ms / 1000, v.by_hand, std::move(v.who)});
    return out;
}

}  // namespace

std::optional<view::Details> read_details(const std::filesystem::path& database, std::int64_t id,
                                          const domain::Basemap* basemap, const domain::Lines& lines)
{
    const auto store = store::Store::open(database, store::OpenMode::read_only);
    const auto record = store.incident(id);
    if (!record) return std::nullopt;
    view::Details details;
    details.id = id;
    details.incident = record->incident;
    details.content = record->content;
    details.versions = versions_of(store, id);
    details.units = nearest_units(store, record->incident.place);
    details.tracks = passing_tracks(store, record->incident);
    details.source_name = record->source_name;
    details.created_at = record->created_at;
    details.updated_at = record->updated_at;
    if (const auto& address = record->incident.address; address && lines.land) {
        const domain::MeasuredLine& line = lines.get(address->line);
        if (const auto* province = stretch_at(line, "province", address->chainage_km))
            details.province = province->name_vi;
        if (const auto* neighbour = stretch_at(line, "neighbour", address->chainage_km))
            details.neighbour = neighbour->name;
    }
    if (basemap == nullptr) return details;
    double nearest_m = 1e12;
    for (const auto& gate : basemap->gates) {
        const double d = domain::distance_m(gate.place, record->incident.place);
        if (d >= nearest_m) continue;
        nearest_m = d;
        details.nearest_gate = gate.name;
        details.nearest_gate_km = d / 1000;
    }
    return details;
}

}  // namespace tuantra::app
