#include "ui/ribbon_math.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

namespace {

constexpr double least_km = 1;

KmRun bounded(double from, double span, double length)
{
    span = std::clamp(span, std::min(least_km, length), length);
    from = std::clamp(from, 0.0, length - span);
    return {from, from + span};
}

}  // namespace

KmRun shown_range(const view::RibbonView& view, double length_km)
{
    const double length = std::max(length_km, 1e-6);
    if (!(view.to_km > view.from_km)) return {0, length};
    return bounded(view.from_km, view.to_km - view.from_km, length);
}

KmRun zoomed_range(KmRun now, double factor, double anchor_km, double length_km)
{
    const double span = now.to - now.from;
    const double next = std::clamp(span / factor, std::min(least_km, length_km), length_km);
    const double share = span > 0 ? (anchor_km - now.from) / span : 0;
    return bounded(anchor_km - share * next, next, length_km);
}

KmRun panned_range(KmRun now, double by_km, double length_km)
{
    return bounded(now.from + by_km, now.to - now.from, length_km);
}

double tick_step(const KmAxis& axis, float least)
{
    const double wanted = axis.per_pixel() * static_cast<double>(least);
    double step = std::pow(10.0, std::floor(std::log10(std::max(wanted, 1e-6))));
    for (const double k : {1.0, 2.0, 5.0, 10.0})
        if (step * k >= wanted) return step * k;
    return step * 10;
}

std::vector<KmRun> runs_in(const domain::MeasuredLine& line, const domain::Box& box, double bridge_km)
{
    std::vector<KmRun> out;
    const auto& points = line.points();
    const auto& km = line.vertex_km();
    bool inside = false;
    for (std::size_t i = 0; i < points.size() && i < km.size(); ++i) {
        const bool in = domain::contains(box, points[i]);
        if (in && !inside) {
            if (!out.empty() && km[i] - out.back().to < bridge_km)
                out.back().to = km[i];
            else
                out.push_back({km[i], km[i]});
        }
        if (in) out.back().to = km[i];
        inside = in;
    }
    return out;
}

std::vector<RibbonLabel> names_along(const domain::MeasuredLine& line, const domain::Basemap& basemap)
{
    constexpr double gate_reach_m = 12'000, town_reach_m = 25'000;
    std::vector<RibbonLabel> out;
    const bool coast = line.id() == domain::LineId::coast;
    for (const auto& g : basemap.gates) {
        if ((g.gate_class == domain::GateClass::seaport) != coast) continue;
        if (const auto at = line.locate_within(g.place, gate_reach_m))
            out.push_back({at->address.chainage_km, coast ? 4 : static_cast<int>(g.gate_class) * 3 + 2, g.name});
    }
    for (const auto& p : basemap.places) {
        if (p.rank > 3) continue;
        if (const auto at = line.locate_within(p.place, town_reach_m))
            out.push_back({at->address.chainage_km, p.rank, p.name});
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.rank < b.rank; });
    return out;
}

float density_between(const view::LineHeat& heat, double from_km, double to_km)
{
    if (heat.per_km.empty() || !(heat.step_km > 0)) return 0;
    const auto last = static_cast<double>(heat.per_km.size() - 1);
    const double a = std::floor(from_km / heat.step_km), b = std::floor(std::max(from_km, to_km - 1e-9) / heat.step_km);
    if (b < 0 || a > last) return 0;
    const auto first = static_cast<std::size_t>(std::max(a, 0.0)), end = static_cast<std::size_t>(std::min(b, last));
    float top = 0;
    for (std::size_t i = first; i <= end; ++i) top = std::max(top, heat.per_km[i]);
    return top;
}

std::array<std::uint32_t, domain::kind_count> counts_between(const view::LineCounts& counts, double from_km,
                                                             double to_km)
{
    std::array<std::uint32_t, domain::kind_count> sum{};
    const auto first = static_cast<std::size_t>(std::max(0.0, std::ceil(from_km)));
    for (std::size_t km = first; km < counts.per_km.size() && static_cast<double>(km) < to_km; ++km)
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += counts.per_km[km][k];
    return sum;
}

}  // namespace tuantra::ui
