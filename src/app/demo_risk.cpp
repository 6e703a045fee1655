#include "app/demo_plan.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::app {

namespace {

constexpr double year_s = 365.25 * 86400;
constexpr std::uint64_t part_clusters = 2, part_base = 4, part_truth = 6;

std::vector<DemoCluster> clusters_of(const DemoPlan& plan, const DemoKind& kind, const std::vector<DemoUnit>& units,
                                     const domain::Lines& lines, DemoRandom& random)
{
    std::vector<DemoCluster> clusters;
    const auto begin = static_cast<double>(plan.from.unix_s), end = static_cast<double>(plan.to.unix_s);
    for (int i = 0; i < kind.clusters; ++i) {
        DemoCluster c;
        c.line = static_cast<domain::LineId>(random.pick({kind.lines.begin(), kind.lines.end()}));
        std::vector<const DemoUnit*> near;
        for (const auto& unit : units)
            if (unit.line == c.line) near.push_back(&unit);
        const double last_km = lines.get(c.line).official_km(), anywhere_km = random.unit() * last_km;
        if (!near.empty() && random.chance(plan.clusters_at_posts)) {
            const auto at = static_cast<std::size_t>(random.unit() * static_cast<double>(near.size()));
            c.km = near[at]->km + random.normal() * 9;
        } else {
            c.km = anywhere_km;
        }
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

/// A risk that rises and falls along the line without any cluster: passes, fords and river mouths.
std::vector<double> base_of(const DemoPlan& plan, double length_km, DemoRandom& random)
{
    std::vector<double> knots;
    for (double km = 0; km < length_km + 2 * plan.base_knot_km; km += plan.base_knot_km) {
        const double u = random.unit();
        knots.push_back(plan.base_risk[0] + (plan.base_risk[1] - plan.base_risk[0]) * u * u);
    }
    std::vector<double> cumulative;
    double sum = 0;
    for (std::size_t km = 0; static_cast<double>(km) < length_km; ++km) {
        const double at = (static_cast<double>(km) + 0.5) / plan.base_knot_km;
        const auto knot = static_cast<std::size_t>(at);
        const double t = at - static_cast<double>(knot);
        sum += knots[knot] * (1 - t) + knots[knot + 1] * t;
        cumulative.push_back(sum);
    }
    for (double& c : cumulative) c /= sum;
    return cumulative;
}

double fraction_of_km(double value, double digits)
{
    return std::round(value * digits) / digits;
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

double alive_weight(const std::vector<DemoCluster>& clusters, double time_s)
{
    double sum = 0;
    for (const auto& c : clusters) sum += time_s >= c.from_s && time_s < c.to_s ? c.weight : 0;
    return sum;
}

}  // namespace

DemoPerKm demo_kilometres(const domain::Lines& lines)
{
    DemoPerKm km;
    for (std::size_t l = 0; l < domain::line_count; ++l)
        km[l].assign(static_cast<std::size_t>(std::ceil(lines.get(static_cast<domain::LineId>(l)).official_km())), 0);
    return km;
}

DemoRisk::DemoRisk(const DemoPlan& plan, std::uint64_t seed, const std::vector<DemoUnit>& units,
                   const domain::Lines& lines)
    : m_plan(plan), m_lines(lines)
{
    for (std::size_t l = 0; l < domain::line_count; ++l) {
        DemoRandom random(part_seed(seed, part_base, l));
        m_base[l] = base_of(plan, lines.get(static_cast<domain::LineId>(l)).official_km(), random);
    }
    for (std::size_t k = 0; k < plan.kinds.size(); ++k) {
        DemoRandom random(part_seed(seed, part_clusters, k));
        m_clusters.push_back(clusters_of(plan, plan.kinds[k], units, lines, random));
        m_shares.push_back(plan.kinds[k].share);
    }
}

DemoRisk::Event DemoRisk::happen(DemoRandom& random) const
{
    Event event;
    event.kind = random.pick(m_shares);
    const auto& kind = m_plan.kinds[event.kind];
    event.time = time_of(m_plan, kind, random);
    event.spot = draw(event.kind, static_cast<double>(event.time.unix_s), random);
    // most incidents are near the line: the product of two even numbers leans towards 0
    const double outermost = random.chance(0.12) ? kind.offset_km[1] : kind.offset_km[0];
    const double deep = kind.offset_km[0] >= 0 ? random.between(kind.offset_km[0], kind.offset_km[1])
                                               : outermost * random.unit() * random.unit();
    const auto place = m_lines.get(event.spot.line).point_at(event.spot.km, deep * 1000);
    event.place = {fraction_of_km(place.lon, 1e6), fraction_of_km(place.lat, 1e6)};
    if (const auto located = m_lines.locate_within(event.place, domain::address_reach_m))
        event.address = located->address;
    return event;
}

DemoPerKm DemoRisk::per_km(std::uint64_t seed, std::size_t events) const
{
    auto km = demo_kilometres(m_lines);
    DemoRandom random(part_seed(seed, part_truth, 0));
    for (std::size_t i = 0; i < events; ++i) {
        const auto event = happen(random);
        if (!event.address || std::abs(event.address->offset_m) > demo_strip_m) continue;
        auto& line = km[static_cast<std::size_t>(event.address->line)];
        line[std::min(line.size() - 1, static_cast<std::size_t>(event.address->chainage_km))] +=
            1 / static_cast<double>(events);
    }
    return km;
}

DemoRisk::Spot DemoRisk::draw(std::size_t kind, double time_s, DemoRandom& random) const
{
    const auto& clusters = m_clusters[kind];
    const auto& weight_of_line = m_plan.kinds[kind].lines;
    if (!(alive_weight(clusters, time_s) > 0) || random.chance(m_plan.background_share)) {
        const auto line = random.pick({weight_of_line.begin(), weight_of_line.end()});
        const auto& base = m_base[line];
        const auto at = std::upper_bound(base.begin(), base.end(), random.unit());
        const auto km = static_cast<double>(std::min<std::ptrdiff_t>(at - base.begin(), std::ssize(base) - 1));
        const auto id = static_cast<domain::LineId>(line);
        return {id, std::min(km + random.unit(), m_lines.get(id).official_km())};
    }
    std::vector<double> weights;
    for (const auto& c : clusters) weights.push_back(time_s >= c.from_s && time_s < c.to_s ? c.weight : 0);
    const auto& c = clusters[random.pick(weights)];
    const double km = c.km + c.drift_km_per_s * (time_s - c.from_s) + c.spread_km * random.normal();
    return {c.line, std::clamp(km, 0.0, m_lines.get(c.line).official_km())};
}

}  // namespace tuantra::app
