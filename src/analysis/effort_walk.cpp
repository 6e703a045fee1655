#include "analysis/effort_walk.hpp"

#include "domain/ecef.hpp"
#include "domain/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tuantra::analysis {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A moment of a walk: where, when, and how far from its start.
struct Node {
    domain::Vec3 at;
    double time_s = 0;
    double along_m = 0;
};

domain::Vec3 between(const domain::Vec3& a, const domain::Vec3& b, double part)
{
    return a + (b - a) * part;
}

double step_m(const domain::Fix& a, const domain::Fix& b, const domain::Vec3& from, const domain::Vec3& to)
{
    const domain::Vec3 chord = to - from;
    const bool near = dot(chord, chord) < domain::arc_exact_m * domain::arc_exact_m;
    return near ? domain::arc_m(from, chord, domain::ground_at(from)) : domain::distance_m(a.place, b.place);
}

class Walk {
public:
    Walk(const EffortPiece& piece, const domain::Lines& lines, const EffortSettings& settings)
        : m_piece(piece), m_lines(lines), m_settings(settings)
    {
        const double w = piece.half_width_m;
        m_reach_m = std::max(std::abs(settings.strip_from_m), std::abs(settings.strip_to_m)) + w;
    }

    EffortFound run()
    {
        const double since = m_settings.since_s.value_or(-infinity), until = m_settings.until_s.value_or(infinity);
        const auto& fixes = m_piece.fixes;
        domain::Vec3 from = fixes.empty() ? domain::Vec3{} : domain::to_ecef(fixes[0].place);
        for (std::size_t i = 1; i < fixes.size(); ++i) {
            const domain::Vec3 to = domain::to_ecef(fixes[i].place);
            const double start = std::max(fixes[i - 1].time_s, since), end = std::min(fixes[i].time_s, until);
            const double lasts = fixes[i].time_s - fixes[i - 1].time_s;
            if (lasts > m_piece.max_gap_s) {
                finish_run();
                if (end > start) ++m_found.silences, m_found.silent_s += end - start;
            } else if (end > start) {
                step(fixes[i - 1], fixes[i], from, to, start, end);
            }
            from = to;
        }
        finish_run();
        return std::move(m_found);
    }

private:
    /// The part of a step within the period. Steps of a run follow each other without a break, for a period has none.
    void step(const domain::Fix& a, const domain::Fix& b, const domain::Vec3& from, const domain::Vec3& to,
              double start, double end)
    {
        const double lasts = b.time_s - a.time_s;
        const double first = (start - a.time_s) / lasts, last = (end - a.time_s) / lasts;
        if (m_run.empty()) m_run.push_back({between(from, to, first), start, 0});
        const double along = m_run.back().along_m + step_m(a, b, from, to) * (last - first);
        m_run.push_back({between(from, to, last), end, along});
    }

    /// Cuts the run into equal parts and asks each where it lies.
    void finish_run()
    {
        if (m_run.size() > 1) {
            const double length = m_run.back().along_m;
            const double parts = std::max(1.0, std::ceil(length / m_settings.part_m));
            std::size_t node = 0, end_node = 0;
            double start_s = m_run.front().time_s;
            for (double part = 0; part < parts; ++part) {
                const double end_m = length * (part + 1) / parts;
                const double end_s = part + 1 < parts ? time_at(end_m, end_node) : m_run.back().time_s;
                count(place_at(length * (part + 0.5) / parts, node), length / parts, end_s - start_s, end_s);
                start_s = end_s;
            }
        }
        close_passage();
        m_run.clear();
    }

    /// The step of the run that holds a length; `node` only moves on. A rest belongs to what lies before it.
    void advance(double along_m, std::size_t& node) const
    {
        while (node + 2 < m_run.size() && m_run[node + 1].along_m <= along_m) ++node;
    }

    static double share_of_step(const Node& a, const Node& b, double along_m)
    {
        return b.along_m > a.along_m ? std::clamp((along_m - a.along_m) / (b.along_m - a.along_m), 0.0, 1.0) : 0;
    }

    double time_at(double along_m, std::size_t& node) const
    {
        advance(along_m, node);
        const Node &a = m_run[node], &b = m_run[node + 1];
        return std::lerp(a.time_s, b.time_s, share_of_step(a, b, along_m));
    }

    domain::LonLat place_at(double along_m, std::size_t& node) const
    {
        advance(along_m, node);
        const Node &a = m_run[node], &b = m_run[node + 1];
        return domain::ground_at(between(a.at, b.at, share_of_step(a, b, along_m))).place();
    }

    /// How much of the sweep lies in the strip.
    double share_in_strip(double offset_m) const
    {
        const double w = m_piece.half_width_m;
        const double low = m_settings.strip_from_m, high = m_settings.strip_to_m;
        if (!(w > 0)) return offset_m >= low && offset_m <= high ? 1 : 0;
        return std::clamp((std::min(offset_m + w, high) - std::max(offset_m - w, low)) / (2 * w), 0.0, 1.0);
    }

    void count(domain::LonLat place, double length_m, double lasts_s, double end_s)
    {
        if (m_settings.inside && !m_settings.inside(place)) return close_passage();
        m_found.any = true;
        const double km = length_m / 1000, hours = lasts_s / 3600;
        const auto located = m_lines.locate_within(place, m_reach_m);
        const double share = located ? share_in_strip(located->address.offset_m) : 0;
        const auto segment = share > 0 ? segment_at(located->address) : m_settings.segments.size();
        if (segment == m_settings.segments.size()) {
            m_found.elsewhere_km += km;
            m_found.elsewhere_hours += hours;
            return close_passage();
        }
        m_found.elsewhere_km += km * (1 - share);
        m_found.elsewhere_hours += hours * (1 - share);
        auto& spent = m_found.spent;
        if (spent.empty() || spent.back().segment != segment) spent.push_back({segment, 0, 0, 0, end_s});
        spent.back().km += km * share;
        spent.back().hours += hours * share;
        spent.back().swept_km2 += km * share * 2 * m_piece.half_width_m / 1000;
        spent.back().last_s = end_s;
        pass(located->address, km);
    }

    std::size_t segment_at(const domain::Address& address) const
    {
        const auto& segments = m_settings.segments;
        const auto after = std::upper_bound(
            segments.begin(), segments.end(), address, [](const domain::Address& a, const LineSegment& s) {
                return a.line < s.line || (a.line == s.line && a.chainage_km < s.from_km);
            });
        if (after == segments.begin()) return segments.size();
        const LineSegment& s = *(after - 1);
        const bool holds = s.line == address.line && address.chainage_km <= s.to_km;
        return holds ? static_cast<std::size_t>(after - 1 - segments.begin()) : segments.size();
    }

    /// Lengthens the passage along the line, unless the foot has jumped over a bay or a bend.
    void pass(const domain::Address& address, double way_km)
    {
        const double km = address.chainage_km;
        constexpr double slack_km = 0.5;
        const bool follows = m_passing && m_line == address.line && std::abs(km - m_last_km) <= 2 * way_km + slack_km;
        if (!follows) {
            close_passage();
            m_passing = true;
            m_line = address.line;
            m_passage = {km, km};
        }
        m_passage = {std::min(m_passage.from_km, km), std::max(m_passage.to_km, km)};
        m_last_km = km;
    }

    void close_passage()
    {
        if (m_passing && m_passage.to_km > m_passage.from_km) m_found.passed.emplace_back(m_line, m_passage);
        m_passing = false;
    }

    const EffortPiece& m_piece;
    const domain::Lines& m_lines;
    const EffortSettings& m_settings;
    double m_reach_m = 0;
    std::vector<Node> m_run;
    EffortFound m_found;
    bool m_passing = false;
    domain::LineId m_line = domain::LineId::land;
    KmInterval m_passage;
    double m_last_km = 0;
};

}  // namespace

EffortFound walk(const EffortPiece& piece, const domain::Lines& lines, const EffortSettings& settings)
{
    return Walk(piece, lines, settings).run();
}

}  // namespace tuantra::analysis
