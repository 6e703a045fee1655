#include "domain/filter.hpp"

#include "domain/ecef.hpp"
#include "domain/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace tuantra::domain {

namespace {

constexpr double degree = std::numbers::pi / 180;
/// Below every radius of curvature of WGS 84.
constexpr double least_radius_m = 6'335'000;
constexpr Box everywhere{-180, -90, 180, 90};

Box overlap(const Box& a, const Box& b)
{
    return {std::max(a.west, b.west), std::max(a.south, b.south), std::min(a.east, b.east), std::min(a.north, b.north)};
}

/// A box that holds the circle; all longitudes where the circle meets a pole or the date line.
Box box_around(const Circle& circle)
{
    const double arc = circle.radius_km * 1000 / least_radius_m;
    const double high = arc / degree;
    Box box{-180, circle.centre.lat - high, 180, circle.centre.lat + high};
    if (box.south <= -90 || box.north >= 90) return box;
    const double wide = std::asin(std::min(1.0, std::sin(arc) / std::cos(circle.centre.lat * degree))) / degree + 0.01;
    if (circle.centre.lon - wide < -180 || circle.centre.lon + wide > 180) return box;
    box.west = circle.centre.lon - wide;
    box.east = circle.centre.lon + wide;
    return box;
}

/// Answers most places from the straight distance, which bounds the geodesic from both sides.
class WithinCircle {
public:
    explicit WithinCircle(const Circle& circle)
        : m_circle(circle), m_centre(to_ecef(circle.centre)), m_radius_m(circle.radius_km * 1000)
    {
        const double arc = std::min(m_radius_m / least_radius_m, std::numbers::pi);
        m_surely_m = m_radius_m < 1'000'000 ? 2 * least_radius_m * std::sin(arc / 2) - 0.001 : 0;
    }
    bool operator()(LonLat p) const
    {
        const Vec3 v = to_ecef(p) - m_centre;
        const double chord = std::sqrt(dot(v, v));
        if (chord > m_radius_m + 0.001) return false;
        return chord < m_surely_m || distance_m(m_circle.centre, p) <= m_radius_m;
    }

private:
    Circle m_circle;
    Vec3 m_centre;
    double m_radius_m;
    double m_surely_m;
};

/// Rows that pass time, kind, severity and box. The first `count` rows are those that begin early enough.
std::vector<std::uint32_t> coarse(const IncidentColumns& rows, std::size_t count, const Filter& filter, const Box& box)
{
    std::vector<std::uint32_t> found(count + 1);
    const std::int64_t since = filter.since ? filter.since->unix_s : std::numeric_limits<std::int64_t>::min();
    const unsigned kinds = filter.kinds.bits;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const LonLat p = rows.place[i];
        // Without branches: which rows pass is as good as random to the processor.
        const bool pass =
            bool(rows.to_s[i] >= since) & bool(p.lon >= box.west) & bool(p.lon <= box.east) & bool(p.lat >= box.south) &
            bool(p.lat <= box.north) & bool(rows.severity[i] >= filter.severity_min) &
            bool(rows.severity[i] <= filter.severity_max) & bool(kinds >> static_cast<unsigned>(rows.kind[i]) & 1U);
        found[kept] = static_cast<std::uint32_t>(i);
        kept += pass;
    }
    found.resize(kept);
    return found;
}

template <class Keep>
void narrow(std::vector<std::uint32_t>& found, Keep keep)
{
    std::erase_if(found, [&](std::uint32_t i) { return !keep(i); });
}

}  // namespace

struct PlaceTest::Impl {
    bool open = true;
    Box box = everywhere;  ///< around all that is set
    std::optional<WithinCircle> circle;
    MultiPolygon area;
};

PlaceTest::PlaceTest(const Filter& filter)
{
    auto impl = std::make_unique<Impl>();
    impl->open = !filter.box && !filter.near && filter.within.empty();
    if (filter.box) impl->box = *filter.box;
    if (filter.near) {
        impl->box = overlap(impl->box, box_around(*filter.near));
        impl->circle.emplace(*filter.near);
    }
    impl->area = filter.within;
    std::vector<LonLat> corners;
    for (const auto& polygon : impl->area)
        if (!polygon.empty()) corners.insert(corners.end(), polygon.front().begin(), polygon.front().end());
    if (const auto around = bounds(corners)) impl->box = overlap(impl->box, *around);
    m_impl = std::move(impl);
}

PlaceTest::~PlaceTest() = default;
PlaceTest::PlaceTest(PlaceTest&&) noexcept = default;

bool PlaceTest::open() const
{
    return m_impl->open;
}

bool PlaceTest::operator()(LonLat place) const
{
    const auto& test = *m_impl;
    if (!contains(test.box, place) || (test.circle && !(*test.circle)(place))) return false;
    return test.area.empty() || std::any_of(test.area.begin(), test.area.end(),
                                            [&](const Polygon& polygon) { return contains(polygon, place); });
}

bool needs_store(const Filter& filter)
{
    return !filter.text.empty() || !filter.within.empty() || filter.source.has_value();
}

std::vector<std::uint32_t> select(const IncidentColumns& rows, const Filter& filter)
{
    Box box = filter.box.value_or(everywhere);
    if (filter.near) box = overlap(box, box_around(*filter.near));
    std::size_t count = rows.size();
    if (filter.until) {
        const auto end = std::lower_bound(rows.from_s.begin(), rows.from_s.end(), filter.until->unix_s);
        count = static_cast<std::size_t>(end - rows.from_s.begin());
    }
    auto found = coarse(rows, count, filter, box);
    if (filter.line)
        narrow(found, [&](std::uint32_t i) { return rows.line[i] == static_cast<std::int8_t>(*filter.line); });
    if (!filter.km.open() || !filter.offset_m.open()) {
        narrow(found, [&](std::uint32_t i) {
            return rows.line[i] >= 0 && filter.km.has(double{rows.chainage_km[i]}) &&
                   filter.offset_m.has(double{rows.offset_m[i]});
        });
    }
    if (filter.grade_min != 'A' || filter.grade_max != 'F') {
        narrow(found, [&](std::uint32_t i) {
            return rows.reliability[i] >= filter.grade_min && rows.reliability[i] <= filter.grade_max;
        });
    }
    if (filter.near) {
        const WithinCircle within(*filter.near);
        narrow(found, [&](std::uint32_t i) { return within(rows.place[i]); });
    }
    return found;
}

}  // namespace tuantra::domain
