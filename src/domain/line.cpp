#include "domain/line.hpp"

#include "domain/geodesy.hpp"
#include "domain/line_foot.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace tuantra::domain {

namespace {

constexpr double no_limit = std::numeric_limits<double>::infinity();

void check(const LineSpec& spec)
{
    if (!std::all_of(spec.points.begin(), spec.points.end(), is_valid))
        throw std::invalid_argument("a measured line has an invalid point");
    if (!(spec.official_km > 0) || !std::isfinite(spec.official_km))
        throw std::invalid_argument("the official length of a measured line must be positive");
}

/// The ends and the pins between them, strictly increasing in both.
std::vector<ControlPoint> knots_of(const LineSpec& spec, double measured_km)
{
    std::vector<ControlPoint> knots{{0, 0}};
    knots.insert(knots.end(), spec.controls.begin(), spec.controls.end());
    knots.push_back({measured_km, spec.official_km});
    for (std::size_t i = 1; i < knots.size(); ++i) {
        if (!(knots[i - 1].measured_km < knots[i].measured_km) || !(knots[i - 1].chainage_km < knots[i].chainage_km))
            throw std::invalid_argument("the control points of a measured line must increase between its ends");
    }
    return knots;
}

double along_knots(const std::vector<ControlPoint>& knots, double x, double ControlPoint::*from,
                   double ControlPoint::*to)
{
    const auto after = std::lower_bound(knots.begin() + 1, knots.end() - 1, x,
                                        [&](const ControlPoint& knot, double v) { return knot.*from < v; });
    const ControlPoint& a = *(after - 1);
    const ControlPoint& b = *after;
    return std::lerp(a.*to, b.*to, std::clamp((x - a.*from) / (b.*from - a.*from), 0.0, 1.0));
}

}  // namespace

std::string_view to_string(LineId line)
{
    return line == LineId::land ? "LAND" : "COAST";
}

std::optional<LineId> parse_line(std::string_view text)
{
    const auto is = [&](std::string_view name) {
        return std::equal(text.begin(), text.end(), name.begin(), name.end(), [](char a, char b) {
            return std::toupper(static_cast<unsigned char>(a)) == static_cast<unsigned char>(b);
        });
    };
    for (const LineId id : {LineId::land, LineId::coast})
        if (is(to_string(id))) return id;
    return std::nullopt;
}

struct MeasuredLine::Impl {
    explicit Impl(LineSpec line) : spec((check(line), std::move(line))), feet(spec.points)
    {
        measured_km = feet.length_m() / 1000;
        knots = knots_of(spec, measured_km);
        for (const double m : feet.vertex_m()) vertex_km.push_back(calibrated(m / 1000));
        for (Stretch& stretch : spec.stretches) {
            stretch.from_km = calibrated(stretch.from_km);
            stretch.to_km = calibrated(stretch.to_km);
        }
    }

    double calibrated(double km) const
    {
        return along_knots(knots, km, &ControlPoint::measured_km, &ControlPoint::chainage_km);
    }
    double measured(double km) const
    {
        return along_knots(knots, km, &ControlPoint::chainage_km, &ControlPoint::measured_km);
    }
    Located located(const Foot& foot) const
    {
        const double left = cross(feet.direction(foot), foot.sight);
        const bool inward = spec.outward == Outward::left ? left < 0 : left > 0;
        return {{spec.id, calibrated(feet.measured_m(foot) / 1000), inward ? -foot.distance_m : foot.distance_m},
                foot.ground.place()};
    }

    LineSpec spec;
    FootFinder feet;
    double measured_km = 0;
    std::vector<ControlPoint> knots;
    std::vector<double> vertex_km;
};

MeasuredLine::MeasuredLine(LineSpec spec) : m_impl(std::make_unique<Impl>(std::move(spec))) {}
MeasuredLine::~MeasuredLine() = default;
MeasuredLine::MeasuredLine(MeasuredLine&&) noexcept = default;
MeasuredLine& MeasuredLine::operator=(MeasuredLine&&) noexcept = default;

Located MeasuredLine::locate(LonLat p) const
{
    const auto found = locate_within(p, no_limit);
    if (!found) throw std::invalid_argument("only a valid place has an address");
    return *found;
}

std::optional<Located> MeasuredLine::locate_within(LonLat p, double max_m) const
{
    if (!is_valid(p) || !(max_m >= 0)) return std::nullopt;
    const auto foot = m_impl->feet.find(p, max_m);
    if (!foot) return std::nullopt;
    return m_impl->located(*foot);
}

LonLat MeasuredLine::point_at(double chainage_km, double offset_m) const
{
    const Foot foot = m_impl->feet.at(measured(chainage_km) * 1000);
    if (offset_m == 0) return foot.ground.place();
    const double outward = m_impl->spec.outward == Outward::right ? 90 : -90;
    return direct(foot.ground.place(), azimuth_of(m_impl->feet.direction(foot)) + outward, offset_m);
}

Polyline MeasuredLine::between(double from_km, double to_km) const
{
    const double from = measured(from_km) * 1000;
    const double to = measured(to_km) * 1000;
    const auto& vertex_m = m_impl->feet.vertex_m();
    Polyline piece{point_at(from_km)};
    const auto first = std::upper_bound(vertex_m.begin(), vertex_m.end(), from) - vertex_m.begin();
    for (auto i = static_cast<std::size_t>(first); i < vertex_m.size() && vertex_m[i] < to; ++i)
        piece.push_back(points()[i]);
    piece.push_back(point_at(to_km));
    return piece;
}

LineId MeasuredLine::id() const
{
    return m_impl->spec.id;
}
const Polyline& MeasuredLine::points() const
{
    return m_impl->spec.points;
}
const std::vector<double>& MeasuredLine::vertex_km() const
{
    return m_impl->vertex_km;
}
double MeasuredLine::official_km() const
{
    return m_impl->spec.official_km;
}
double MeasuredLine::measured_km() const
{
    return m_impl->measured_km;
}
const std::string& MeasuredLine::official_source() const
{
    return m_impl->spec.official_source;
}
const std::vector<Stretch>& MeasuredLine::stretches() const
{
    return m_impl->spec.stretches;
}
double MeasuredLine::calibrated(double measured_km) const
{
    return m_impl->calibrated(measured_km);
}
double MeasuredLine::measured(double chainage_km) const
{
    return m_impl->measured(chainage_km);
}

Located Lines::locate(LonLat p) const
{
    const Located on_land = land->locate(p);
    const auto on_coast = coast->locate_within(p, std::abs(on_land.address.offset_m));
    const bool nearer = on_coast && std::abs(on_coast->address.offset_m) < std::abs(on_land.address.offset_m) - 0.001;
    return nearer ? *on_coast : on_land;
}

std::optional<Located> Lines::locate_within(LonLat p, double max_m) const
{
    const auto on_land = land->locate_within(p, max_m);
    if (!on_land) return coast->locate_within(p, max_m);
    const double offset = std::abs(on_land->address.offset_m);
    const auto on_coast = coast->locate_within(p, offset);
    return on_coast && std::abs(on_coast->address.offset_m) < offset - 0.001 ? on_coast : on_land;
}

}  // namespace tuantra::domain
