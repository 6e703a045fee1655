#include "app/details.hpp"

#include "domain/geodesy.hpp"
#include "store/store.hpp"

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

}  // namespace

std::optional<view::Details> read_details(const std::filesystem::path& database, std::int64_t id,
                                          const domain::Basemap* basemap, const domain::Lines& lines)
{
    const auto record = store::Store::open(database, store::OpenMode::read_only).incident(id);
    if (!record) return std::nullopt;
    view::Details details;
    details.id = id;
    details.incident = record->incident;
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
