#include "analysis/best.hpp"
#include "app/errors.hpp"
#include "app/hotspot_areas.hpp"
#include "app/hotspot_data.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::app {

using lang::mark;

namespace {

struct PartStretches {
    analysis::BestStretches best;
    std::size_t count = 0;
};

/// The best use of `count` equal stretches over several parts of line: exact, for each part is solved exactly for every
/// number of stretches it may get.
std::vector<PartStretches> share_out(const std::vector<std::vector<double>>& km, std::span<const LinePart> parts,
                                     double stretch_km, std::size_t count)
{
    std::vector<PartStretches> best(parts.size());
    std::vector<double> reached(count + 1, 0);
    std::vector<std::vector<PartStretches>> solved(count + 1, best);
    for (std::size_t p = 0; p < km.size(); ++p) {
        const double length = parts[p].to_km - parts[p].from_km;
        std::vector<PartStretches> alone(1);
        for (std::size_t j = 1; j <= count && !km[p].empty(); ++j) {
            const double total = static_cast<double>(j) * stretch_km;
            if (total > length) break;
            alone.push_back({analysis::best_equal_stretches(km[p], {}, length, total, j), j});
        }
        auto next = reached;
        auto chosen = solved;
        for (std::size_t k = 0; k <= count; ++k)
            for (std::size_t j = 0; j < alone.size() && j <= k; ++j) {
                const double weight = reached[k - j] + alone[j].best.weight;
                if (!(weight > next[k])) continue;
                next[k] = weight;
                chosen[k] = solved[k - j];
                chosen[k][p] = alone[j];
            }
        reached = next;
        solved = chosen;
    }
    return solved[count];
}

void add_stretch(HotspotResult& result, const HotspotInput& input, const LineFrame::Part& part,
                 const analysis::Stretch& stretch)
{
    HotspotCell cell;
    cell.line = part.line;
    cell.from_km = part.from_km + stretch.from_km;
    cell.to_km = part.from_km + stretch.to_km;
    cell.size = cell.to_km - cell.from_km;
    cell.centre = input.lines.get(part.line).point_at((cell.from_km + cell.to_km) / 2);
    cell.count = stretch.weight;
    cell.risk = cell.size > 0 ? cell.count / cell.size : 0;
    cell.hot = true;
    result.cells.push_back(cell);
}

HotspotResult best_stretches(const HotspotInput& input, const Snapped& snapped)
{
    const auto& settings = input.settings();
    const LineFrame frame(input.lines, input.request.filter, 1);
    const double stretch_km = settings.length_km / static_cast<double>(settings.stretches);
    std::vector<std::vector<double>> km;
    std::size_t n = 0;
    bool fits = false;
    for (const auto& part : frame.parts()) {
        km.push_back(chainages_in(input.events, snapped.rows, part));
        n += km.back().size();
        fits = fits || stretch_km <= part.length_km();
    }
    if (!fits) throw CallError(lang::tr("--length-km: longer than the line"));
    HotspotResult result;
    result.n = n;
    result.left_out = snapped.left_out;
    result.frame = frame.line_parts();
    result.total_size = frame.total_km();
    const auto shares = share_out(km, result.frame, stretch_km, settings.stretches);
    double inside = 0, length = 0;
    for (std::size_t p = 0; p < shares.size(); ++p)
        for (const auto& stretch : shares[p].best.stretches) {
            add_stretch(result, input, frame.parts()[p], stretch);
            inside += stretch.weight;
            length += result.cells.back().size;
        }
    result.settings_json = {
        {"length_km", settings.length_km}, {"stretches", settings.stretches}, {"snap_km", settings.snap_km}};
    const double share = n > 0 ? inside / static_cast<double>(n) : 0;
    result.facts = {{"length_km", length}, {"of_km", frame.total_km()}, {"inside", inside}, {"share", share}};
    result.findings.push_back({mark("these {0} km of {1} km hold {2} percent of the incidents: {3} of {4}"),
                               {std::round(length * 10) / 10, std::round(frame.total_km() * 10) / 10,
                                std::round(share * 1000) / 10, inside, static_cast<double>(n)}});
    return result;
}

HotspotResult best_circle(const HotspotInput& input)
{
    const auto& settings = input.settings();
    std::vector<analysis::XY> points;
    for (const auto& place : input.events.place) points.push_back(on_plane(place));
    const auto best = analysis::best_circle(points, {}, *settings.area_km2);
    HotspotCell cell;
    cell.centre = off_plane(best.centre);
    cell.area = {{plane_circle(best.centre, best.radius_m)}};
    cell.size = best.area_km2;
    cell.count = best.weight;
    cell.risk = cell.count / cell.size;
    cell.hot = true;
    HotspotResult result;
    result.n = points.size();
    result.size_unit = "km2";
    result.cells.push_back(cell);
    result.settings_json = {{"area_km2", *settings.area_km2}, {"plane", domain::plane_crs}};
    result.facts = {{"radius_km", best.radius_m / 1000}, {"inside", best.weight}, {"share", best.share}};
    result.findings.push_back(
        {mark("this circle of {0} km2 holds {1} percent of the incidents: {2} of {3}"),
         {*settings.area_km2, std::round(best.share * 1000) / 10, best.weight, static_cast<double>(points.size())}});
    return result;
}

}  // namespace

double most_in_stretches(const std::vector<std::vector<double>>& km, std::span<const LinePart> parts, double stretch_km,
                         std::size_t count)
{
    double most = 0;
    for (const auto& part : share_out(km, parts, stretch_km, count)) most += part.best.weight;
    return most;
}

HotspotResult run_best(const HotspotInput& input)
{
    HotspotResult result;
    if (input.settings().area_km2) {
        require_incidents(input, input.events.size(), 0);
        result = best_circle(input);
    } else {
        const auto snapped = snap(input.events, input.settings().snap_km);
        require_incidents(input, snapped.rows.size(), snapped.left_out);
        result = best_stretches(input, snapped);
    }
    std::vector<double> shares;
    for (const auto& cell : result.cells) shares.push_back(cell.count / static_cast<double>(result.n));
    for (std::size_t i = 0; i < result.cells.size(); ++i) result.shown.push_back(i);
    add_column(result, "share", mark("share"), std::move(shares));
    result.unit = mark("share of incidents");
    result.settings = input.settings();
    return result;
}

}  // namespace tuantra::app
