#include "domain/line_foot.hpp"

#include "domain/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace tuantra::domain {

namespace {

constexpr double tie_m = 0.001;

/// Appends the pieces of one geodesic; its length.
double cut(LonLat from, LonLat to, double measured_m, std::vector<Piece>& pieces)
{
    const Inverse whole = inverse(from, to);
    const auto count = static_cast<std::size_t>(std::max(1.0, std::ceil(whole.distance_m / piece_max_m)));
    Vec3 start = to_ecef(from);
    for (std::size_t i = 1; i <= count; ++i) {
        const double part = static_cast<double>(i) / static_cast<double>(count);
        const Vec3 end = to_ecef(i == count ? to : direct(from, whole.azimuth_deg, whole.distance_m * part));
        const Vec3 way = end - start;
        const double way2 = dot(way, way);
        // Shorter than a micrometre is the same point twice.
        if (way2 > 1e-12) {
            const double before = static_cast<double>(i - 1) / static_cast<double>(count);
            pieces.push_back({start, way, 1 / way2, measured_m + whole.distance_m * before});
        }
        start = end;
    }
    return whole.distance_m;
}

std::vector<Piece> cut(const Polyline& vertices, std::vector<double>& vertex_m)
{
    std::vector<Piece> pieces;
    pieces.reserve(vertices.size());
    vertex_m.reserve(vertices.size());
    double sum = 0;
    for (std::size_t i = 0; i < vertices.size(); ++i) {
        if (i > 0) sum += cut(vertices[i - 1], vertices[i], sum, pieces);
        vertex_m.push_back(sum);
    }
    if (pieces.empty()) throw std::invalid_argument("a measured line needs two distinct points");
    return pieces;
}

}  // namespace

FootFinder::FootFinder(const Polyline& vertices) : m_index(cut(vertices, m_vertex_m))
{
    m_length_m = m_vertex_m.back();
}

double FootFinder::end_m(std::size_t piece) const
{
    const auto& pieces = m_index.pieces();
    return piece + 1 < pieces.size() ? pieces[piece + 1].measured_m : m_length_m;
}

double FootFinder::measured_m(const Foot& foot) const
{
    return std::lerp(m_index.pieces()[foot.piece].measured_m, end_m(foot.piece), foot.t);
}

Foot FootFinder::at(double measured_m) const
{
    const auto& pieces = m_index.pieces();
    const auto after = std::upper_bound(pieces.begin() + 1, pieces.end(), measured_m,
                                        [](double m, const Piece& piece) { return m < piece.measured_m; });
    Foot foot;
    foot.piece = static_cast<std::size_t>(after - pieces.begin()) - 1;
    const double start = pieces[foot.piece].measured_m;
    const double end = end_m(foot.piece);
    foot.t = end > start ? std::clamp((measured_m - start) / (end - start), 0.0, 1.0) : 0;
    // A place said to the millimetre at a vertex is that vertex.
    if ((measured_m - start) < tie_m) foot.t = 0;
    if ((end - measured_m) < tie_m) foot.t = 1;
    foot.ground = ground_at(pieces[foot.piece].at(foot.t));
    return foot;
}

Heading FootFinder::along(std::size_t piece, const Ground& ground) const
{
    return unit(ground.flat(m_index.pieces()[piece].way));
}

Heading FootFinder::direction(const Foot& foot) const
{
    const Heading own = along(foot.piece, foot.ground);
    Heading other;
    if (foot.t <= 0 && foot.piece > 0) other = along(foot.piece - 1, foot.ground);
    if (foot.t >= 1 && foot.piece + 1 < m_index.pieces().size()) other = along(foot.piece + 1, foot.ground);
    const Heading sum{own.e + other.e, own.n + other.n};
    // A line that turns back on itself has no middle direction.
    return dot(sum, sum) > 1e-12 ? unit(sum) : own;
}

Foot FootFinder::looked_at(const Candidate& c, Vec3 p) const
{
    const Vec3 at = m_index.pieces()[c.piece].at(c.t);
    const Vec3 chord = p - at;
    Foot foot{c.piece, c.t, 0, ground_at(at), {}};
    foot.distance_m = arc_m(at, chord, foot.ground);
    foot.sight = unit(foot.ground.flat(chord));
    return foot;
}

/// The distance along a piece falls while the sight points forward, so its least is where the sight turns square.
Foot FootFinder::exact(std::size_t piece, LonLat p) const
{
    const auto look = [&](double t) {
        Foot foot{piece, t, 0, ground_at(m_index.pieces()[piece].at(t)), {}};
        const Inverse way = inverse(foot.ground.place(), p);
        foot.distance_m = way.distance_m;
        if (way.distance_m > 0) foot.sight = heading_of_azimuth(way.azimuth_deg);
        return foot;
    };
    const Foot first = look(0);
    const double forward = dot(along(piece, first.ground), first.sight);
    if (forward <= 0) return first;
    const Foot last = look(1);
    const double back = -dot(along(piece, last.ground), last.sight);
    if (back <= 0) return last;
    return look(forward / (forward + back));
}

void FootFinder::near_feet(LonLat place, Vec3 p, const std::vector<Candidate>& candidates,
                           std::vector<Foot>& feet) const
{
    feet.clear();
    double best = std::numeric_limits<double>::infinity();
    for (const Candidate& c : candidates) {
        feet.push_back(looked_at(c, p));
        best = std::min(best, feet.back().distance_m);
    }
    if (best < arc_exact_m) return;
    std::erase_if(feet, [&](const Foot& foot) { return foot.distance_m > best + 2 * arc_error_m(best); });
    for (Foot& foot : feet) foot = exact(foot.piece, place);
}

std::vector<Foot> FootFinder::far_feet(LonLat p) const
{
    struct Search {
        const FootFinder& finder;
        LonLat p;
        std::vector<Foot> feet;
        double best = std::numeric_limits<double>::infinity();

        double distance_to(std::size_t piece) const
        {
            const auto& pieces = finder.m_index.pieces();
            const Vec3 at = piece < pieces.size() ? pieces[piece].start : pieces.back().at(1);
            return distance_m(ground_at(at).place(), p);
        }
        /// No point of a stretch is nearer than its ends' distances and its own length allow.
        void search(std::size_t first, double first_m, std::size_t last, double last_m)
        {
            const double length = finder.end_m(last - 1) - finder.m_index.pieces()[first].measured_m;
            if ((first_m + last_m - length) / 2 > best + tie_m) return;
            if (last - first == 1) {
                feet.push_back(finder.exact(first, p));
                best = std::min(best, feet.back().distance_m);
                return;
            }
            const std::size_t middle = first + (last - first) / 2;
            const double middle_m = distance_to(middle);
            best = std::min(best, middle_m);
            if (first_m > last_m) search(middle, middle_m, last, last_m);
            search(first, first_m, middle, middle_m);
            if (first_m <= last_m) search(middle, middle_m, last, last_m);
        }
    };
    Search s{*this, p, {}};
    const std::size_t count = m_index.pieces().size();
    s.search(0, s.distance_to(0), count, s.distance_to(count));
    return std::move(s.feet);
}

/// Whether stepping off the end of the piece leads away from the place.
bool FootFinder::is_bottom(const Foot& foot) const
{
    if (foot.t <= 0 && foot.piece > 0) return dot(along(foot.piece - 1, foot.ground), foot.sight) >= 0;
    if (foot.t >= 1 && foot.piece + 1 < m_index.pieces().size())
        return dot(along(foot.piece + 1, foot.ground), foot.sight) <= 0;
    return true;
}

Foot FootFinder::first_of_nearest(const std::vector<Foot>& feet) const
{
    const auto nearer = [](const Foot& a, const Foot& b) { return a.distance_m < b.distance_m; };
    const Foot& best = *std::min_element(feet.begin(), feet.end(), nearer);
    const Foot* first = &best;
    for (const Foot& foot : feet) {
        if (foot.distance_m <= best.distance_m + tie_m && measured_m(foot) < measured_m(*first) && is_bottom(foot))
            first = &foot;
    }
    return *first;
}

std::optional<Foot> FootFinder::find(LonLat p, double max_m) const
{
    // Kept between calls, so that a million places do not cost a million allocations.
    thread_local std::vector<Candidate> candidates;
    thread_local std::vector<Foot> feet;
    const Vec3 at = to_ecef(p);
    m_index.near(at, std::min(max_m, arc_usable_m), candidates);
    if (candidates.empty() && max_m <= arc_usable_m) return std::nullopt;
    if (candidates.empty())
        feet = far_feet(p);
    else
        near_feet(p, at, candidates, feet);
    const Foot foot = first_of_nearest(feet);
    if (!(foot.distance_m <= max_m)) return std::nullopt;
    return foot;
}

}  // namespace tuantra::domain
