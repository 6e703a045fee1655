#include "app/demo_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tuantra::app {

namespace {

constexpr std::uint64_t part_incidents = 1;

/// The chance that what happens at a kilometre is found: all of it on the fiftieth where patrols go most,
/// elsewhere in proportion.
DemoPerKm chance_of_finding(const DemoPerKm& coverage)
{
    std::vector<double> all;
    for (const auto& line : coverage) all.insert(all.end(), line.begin(), line.end());
    const auto much = all.begin() + static_cast<std::ptrdiff_t>(all.size() * 49 / 50);
    std::nth_element(all.begin(), much, all.end());
    auto chance = coverage;
    for (auto& line : chance)
        for (double& km : line) km = *much > 0 ? std::min(1.0, km / *much) : 1;
    return chance;
}

/// What happens is drawn until something is found.
DemoRisk::Event found_one(const DemoPlan& plan, const DemoRisk& risk, const DemoPerKm& chance, DemoRandom& random)
{
    const bool by_patrol = random.chance(plan.found_by_patrols);
    for (;;) {
        auto event = risk.happen(random);
        if (!by_patrol) return event;
        if (!event.address) continue;
        const auto& line = chance[static_cast<std::size_t>(event.address->line)];
        const auto km = std::min(line.size() - 1, static_cast<std::size_t>(event.address->chainage_km));
        if (random.chance(line[km])) return event;
    }
}

const DemoUnit& nearest_unit(const std::vector<DemoUnit>& units, const DemoRisk::Spot& spot)
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
                                                  const DemoRisk& risk, const DemoPerKm& coverage,
                                                  const std::vector<DemoUnit>& units)
{
    const auto chance = chance_of_finding(coverage);
    std::vector<domain::Incident> incidents;
    incidents.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        DemoRandom random(part_seed(seed, part_incidents, i));
        const auto event = found_one(plan, risk, chance, random);
        domain::Incident incident;
        incident.source_key = fmt::format("DT-{:06d}", i + 1);
        incident.occurred = known_time(event.time, random);
        incident.place = event.place;
        incident.address = event.address;
        fill_in(incident, plan, plan.kinds[event.kind], nearest_unit(units, event.spot), random);
        incidents.push_back(std::move(incident));
    }
    return incidents;
}

}  // namespace tuantra::app
