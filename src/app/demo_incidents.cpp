#include "app/demo_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tuantra::app {

namespace {

constexpr double year_s = 365.25 * 86400;
constexpr std::uint64_t part_incidents = 1, part_clusters = 2;

/// Where incidents of a kind gather for a while, on the move along the line.
struct Cluster {
    domain::LineId line = domain::LineId::land;
    double km = 0, drift_km_per_s = 0, spread_km = 5, weight = 1;
    double from_s = 0, to_s = 0;
};

double fraction_of_km(double value, double digits)
{
    return std::round(value * digits) / digits;
}

std::vector<Cluster> clusters_of(const DemoPlan& plan, const DemoKind& kind, const std::vector<DemoUnit>& units,
                                 DemoRandom& random)
{
    std::vector<Cluster> clusters;
    const auto begin = static_cast<double>(plan.from.unix_s), end = static_cast<double>(plan.to.unix_s);
    for (int i = 0; i < kind.clusters; ++i) {
        Cluster c;
        c.line = static_cast<domain::LineId>(random.pick({kind.lines.begin(), kind.lines.end()}));
        std::vector<const DemoUnit*> near;
        for (const auto& unit : units)
            if (unit.line == c.line) near.push_back(&unit);
        if (near.empty()) continue;
        const auto at = static_cast<std::size_t>(random.unit() * static_cast<double>(near.size()));
        c.km = near[at]->km + random.normal() * 9;
        c.drift_km_per_s = random.normal() * kind.drift_km_per_year / year_s;
        c.spread_km = kind.spread_km * random.between(0.6, 1.6);
        const double life = random.between(kind.life_years[0], kind.life_years[1]) * year_s;
        c.from_s = random.between(begin - life * 0.5, end - life * 0.5);
        c.to_s = c.from_s + life;
        const double strength = random.unit();
        c.weight = 0.3 + 2.7 * strength * strength;
        clusters.push_back(c);
    }
    return clusters;
}

/// A time with the kind's seasons, nights and weekends: even times, kept with the chance of their weight.
domain::Instant time_of(const DemoPlan& plan, const DemoKind& kind, DemoRandom& random)
{
    const auto most = [](const std::vector<double>& w) { return *std::max_element(w.begin(), w.end()); };
    const double peak = most(kind.months) * most(kind.weekdays) * most(kind.hours);
    for (;;) {
        const double span = static_cast<double>(plan.to.unix_s - plan.from.unix_s);
        const domain::Instant t{plan.from.unix_s + static_cast<std::int64_t>(random.unit() * span)};
        const auto c = domain::civil(t);
        const double weight = kind.months[static_cast<std::size_t>(c.month - 1)] *
                              kind.weekdays[static_cast<std::size_t>(c.weekday)] *
                              kind.hours[static_cast<std::size_t>(c.hour)];
        if (random.chance(weight / peak)) return t;
    }
}

struct Spot {
    domain::LineId line;
    double km;
};

Spot spot_of(const DemoPlan& plan, const DemoKind& kind, const std::vector<Cluster>& clusters, double time_s,
             const domain::Lines& lines, DemoRandom& random)
{
    std::vector<double> weights;
    bool any = false;
    for (const auto& c : clusters) {
        const bool alive = time_s >= c.from_s && time_s < c.to_s;
        weights.push_back(alive ? c.weight : 0);
        any = any || alive;
    }
    if (!any || random.chance(plan.background_share)) {
        const auto line = static_cast<domain::LineId>(random.pick({kind.lines.begin(), kind.lines.end()}));
        return {line, random.unit() * lines.get(line).official_km()};
    }
    const auto& c = clusters[random.pick(weights)];
    const double km = c.km + c.drift_km_per_s * (time_s - c.from_s) + c.spread_km * random.normal();
    return {c.line, std::clamp(km, 0.0, lines.get(c.line).official_km())};
}

const DemoUnit& nearest_unit(const std::vector<DemoUnit>& units, const Spot& spot)
{
    const DemoUnit* best = &units.front();
    for (const auto& unit : units) {
        const bool on_line = unit.line == spot.line, best_on_line = best->line == spot.line;
        if (on_line && (!best_on_line || std::abs(unit.km - spot.km) < std::abs(best->km - spot.km))) best = &unit;
    }
    return *best;
}

void fill_in(domain::Incident& incident, const DemoPlan& plan, const DemoKind& kind, const DemoUnit& unit,
             DemoRandom& random)
{
    const auto among = [&](const Between& b) { return random.whole(static_cast<int>(b[0]), static_cast<int>(b[1])); };
    incident.kind = kind.kind;
    incident.severity = 1 + static_cast<int>(random.pick(kind.severity));
    incident.title = kind.titles[static_cast<std::size_t>(random.unit() * static_cast<double>(kind.titles.size()))];
    incident.suspects = among(kind.suspects);
    incident.victims = among(kind.victims);
    incident.reliability = plan.grades[random.pick(plan.grade_weights)];
    incident.credibility = 1 + static_cast<int>(random.pick(plan.credibility));
    incident.narrative = fmt::format("[SYNTHETIC] Tình huống giả định. {} báo cáo: {} đối tượng, {} nạn nhân.",
                                     unit.name, incident.suspects, incident.victims);
}

/// Some reports know only the day or the hour.
domain::TimeSpan known_time(domain::Instant t, DemoRandom& random)
{
    const double precision = random.unit();
    if (precision < 0.06) {
        auto c = domain::civil(t);
        c.hour = c.minute = c.second = 0;
        const auto day = domain::from_civil(c);
        return {day, {day.unix_s + 86399}};
    }
    if (precision < 0.2) {
        const domain::Instant hour{t.unix_s - t.unix_s % 3600};
        return {hour, {hour.unix_s + 3599}};
    }
    const domain::Instant minute{t.unix_s - t.unix_s % 60};
    return {minute, minute};
}

}  // namespace

std::vector<domain::Incident> make_demo_incidents(const DemoPlan& plan, std::size_t count, std::uint64_t seed,
                                                  const std::vector<DemoUnit>& units, const domain::Lines& lines)
{
    std::vector<std::vector<Cluster>> clusters;
    std::vector<double> shares;
    for (std::size_t k = 0; k < plan.kinds.size(); ++k) {
        DemoRandom random(part_seed(seed, part_clusters, k));
        clusters.push_back(clusters_of(plan, plan.kinds[k], units, random));
        shares.push_back(plan.kinds[k].share);
    }
    std::vector<domain::Incident> incidents;
    incidents.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        DemoRandom random(part_seed(seed, part_incidents, i));
        const std::size_t k = random.pick(shares);
        const auto& kind = plan.kinds[k];
        const auto t = time_of(plan, kind, random);
        const auto spot = spot_of(plan, kind, clusters[k], static_cast<double>(t.unix_s), lines, random);
        // most incidents are near the line: the product of two even numbers leans towards 0
        const double outermost = random.chance(0.12) ? kind.offset_km[1] : kind.offset_km[0];
        const double deep = kind.offset_km[0] >= 0 ? random.between(kind.offset_km[0], kind.offset_km[1])
                                                   : outermost * random.unit() * random.unit();
        auto place = lines.get(spot.line).point_at(spot.km, deep * 1000);
        place = {fraction_of_km(place.lon, 1e6), fraction_of_km(place.lat, 1e6)};
        domain::Incident incident;
        incident.source_key = fmt::format("DT-{:06d}", i + 1);
        incident.occurred = known_time(t, random);
        incident.place = place;
        fill_in(incident, plan, kind, nearest_unit(units, spot), random);
        if (const auto located = lines.locate_within(place, domain::address_reach_m))
            incident.address = located->address;
        incidents.push_back(std::move(incident));
    }
    return incidents;
}

}  // namespace tuantra::app
