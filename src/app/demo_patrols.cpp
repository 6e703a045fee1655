#include "app/demo_plan.hpp"
#include "domain/geodesy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tuantra::app {

namespace {

constexpr std::uint64_t part_patrols = 3;
constexpr double metres_per_degree = 111'320;

double micro(double degrees)
{
    return std::round(degrees * 1e6) / 1e6;
}

/// Distance good enough to keep a walking pace between neighbouring waypoints.
double flat_distance_m(domain::LonLat a, domain::LonLat b)
{
    const double squeeze = std::cos((a.lat + b.lat) / 2 * 3.14159265358979323846 / 180);
    const double dx = (b.lon - a.lon) * squeeze, dy = b.lat - a.lat;
    return std::sqrt(dx * dx + dy * dy) * metres_per_degree;
}

/// A position that moves along a route and turns back at its end.
class Walker {
public:
    explicit Walker(std::vector<domain::LonLat> route) : m_route(std::move(route)) {}

    void advance(double metres)
    {
        while (metres > 0 && m_route.size() > 1) {
            const std::size_t to = m_forward ? m_at + 1 : m_at - 1;
            const double length = std::max(1.0, flat_distance_m(m_route[m_at], m_route[to]));
            if (m_along + metres < length) {
                m_along += metres;
                m_t = m_along / length;
                return;
            }
            metres -= length - m_along;
            m_along = m_t = 0;
            m_at = to;
            if (m_at == 0 || m_at + 1 == m_route.size()) m_forward = m_at == 0;
        }
    }

    domain::LonLat place() const
    {
        const auto a = m_route[m_at];
        if (m_route.size() < 2) return a;
        const auto b = m_route[m_forward ? m_at + 1 : m_at - 1];
        return {a.lon + (b.lon - a.lon) * m_t, a.lat + (b.lat - a.lat) * m_t};
    }

private:
    std::vector<domain::LonLat> m_route;
    std::size_t m_at = 0;
    double m_along = 0, m_t = 0;
    bool m_forward = true;
};

/// On which side of the line's direction outward lies, by asking the line itself at several places.
double outward_side(const domain::MeasuredLine& line)
{
    int right = 0;
    for (int i = 1; i <= 9; ++i) {
        const double km = line.official_km() * i / 10;
        const auto ahead = domain::inverse(line.point_at(km - 5), line.point_at(km + 5));
        const auto out = domain::inverse(line.point_at(km), line.point_at(km, 500));
        const double turn = std::remainder(out.azimuth_deg - ahead.azimuth_deg, 360);
        right += turn > 0 ? 1 : -1;
    }
    return right > 0 ? 90 : -90;
}

}  // namespace

DemoPatrols::DemoPatrols(const DemoPlan& plan, std::uint64_t seed, const std::vector<DemoUnit>& units,
                         const domain::Lines& lines)
    : m_plan(plan), m_seed(seed), m_units(units), m_lines(lines)
{
    for (const auto id : {domain::LineId::land, domain::LineId::coast})
        m_outward[static_cast<std::size_t>(id)] = outward_side(lines.get(id));
    for (const auto& kind : plan.patrol_kinds) m_kind_weights.push_back(kind.share);
}

domain::LonLat DemoPatrols::waypoint(domain::LineId id, double km, double reach_km, double offset_km) const
{
    // square to the way ahead over a few kilometres: square to the line itself would jump at every bend
    const auto& line = m_lines.get(id);
    const auto ahead = domain::inverse(line.point_at(km - reach_km), line.point_at(km + reach_km));
    const double azimuth = ahead.azimuth_deg + m_outward[static_cast<std::size_t>(id)];
    return domain::direct(line.point_at(km), azimuth, offset_km * 1000);
}

std::vector<domain::LonLat> DemoPatrols::route(const DemoPatrolKind& kind, double from_km, double length_km,
                                               bool forward, DemoRandom& random) const
{
    std::vector<domain::LonLat> route;
    const double last_km = m_lines.get(kind.line).official_km();
    double offset = random.between(kind.offset_km[0], kind.offset_km[1]);
    const double wander = (kind.offset_km[1] - kind.offset_km[0]) * 0.12;
    for (double along = 0; along <= length_km; along += kind.waypoint_km) {
        const double km = forward ? from_km + along : from_km - along;
        if (km < 0 || km > last_km) break;
        offset = std::clamp(offset + random.normal() * wander, kind.offset_km[0], kind.offset_km[1]);
        route.push_back(waypoint(kind.line, km, kind.waypoint_km * 2, offset));
    }
    return route;
}

void DemoPatrols::add_way(const DemoPatrol& patrol, DemoPerKm& km) const
{
    constexpr std::size_t stride = 4;  // some hundred metres: finer than what is asked of it
    constexpr double longest_m = 10'000;
    for (std::size_t i = stride; i < patrol.fixes.size(); i += stride) {
        const auto a = patrol.fixes[i - stride].place, b = patrol.fixes[i].place;
        const double metres = flat_distance_m(a, b);
        if (metres > longest_m) continue;  // a silence
        const auto located = m_lines.locate_within({(a.lon + b.lon) / 2, (a.lat + b.lat) / 2}, demo_strip_m);
        if (!located) continue;
        auto& line = km[static_cast<std::size_t>(located->address.line)];
        line[std::min(line.size() - 1, static_cast<std::size_t>(located->address.chainage_km))] += metres / 1000;
    }
}

DemoPerKm DemoPatrols::coverage(std::size_t count) const
{
    auto km = demo_kilometres(m_lines);
    for (std::size_t i = 0; i < count; ++i) add_way(make(i), km);
    return km;
}

DemoPatrol DemoPatrols::make(std::size_t index) const
{
    DemoRandom random(part_seed(m_seed, part_patrols, index));
    const auto& kind = m_plan.patrol_kinds[random.pick(m_kind_weights)];
    std::vector<double> weights;
    for (const auto& unit : m_units) weights.push_back(unit.line == kind.line ? unit.patrol_share : 0);
    DemoPatrol patrol;
    patrol.unit = random.pick(weights);
    patrol.mover = kind.mover;
    patrol.key = fmt::format("TT-{:05d}", index + 1);
    patrol.name = fmt::format("Diễn tập: {} {}", kind.name, index + 1);

    const double seconds = random.between(kind.hours[0], kind.hours[1]) * 3600;
    const double speed = random.between(kind.speed_mps[0], kind.speed_mps[1]);
    const auto days = static_cast<double>((m_plan.to.unix_s - m_plan.from.unix_s) / 86400);
    const double day = std::floor(random.unit() * (days - 1));
    const double hour = static_cast<double>(random.pick(m_plan.patrol_start_hours)) + random.unit();
    const double start = static_cast<double>(m_plan.from.unix_s) + day * 86400 + std::floor(hour * 3600);

    const auto& unit = m_units[patrol.unit];
    const double last_km = m_lines.get(kind.line).official_km();
    const double length_km = speed * seconds / 2000;
    const double from_km = std::clamp(unit.km + random.normal() * 4, 0.0, last_km);
    const bool forward = from_km < length_km || (from_km + length_km < last_km && random.chance(0.5));
    Walker walker(route(kind, from_km, length_km, forward, random));

    double silent_from = seconds + 1, silent_to = silent_from;
    if (random.chance(kind.gap_chance)) {
        silent_from = random.between(0.1, 0.7) * seconds;
        silent_to = silent_from + random.between(kind.gap_min[0], kind.gap_min[1]) * 60;
    }
    double rest_until = -1;
    for (double t = 0; t <= seconds; t += kind.step_s) {
        if (t > rest_until && random.chance(kind.step_s / 7200)) rest_until = t + random.between(300, 1200);
        if (t > rest_until) walker.advance(speed * kind.step_s * random.between(0.75, 1.2));
        if (t >= silent_from && t < silent_to) continue;
        const auto p = walker.place();
        const double noise = kind.noise_m / metres_per_degree;
        patrol.fixes.push_back(
            {{micro(p.lon + random.normal() * noise), micro(p.lat + random.normal() * noise)}, start + t});
    }
    return patrol;
}

}  // namespace tuantra::app
