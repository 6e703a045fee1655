#include "analysis/line_density.hpp"
#include "app/hotspot_data.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::app {

using lang::mark;

namespace {

constexpr double default_bandwidth_km = 10, default_step_km = 1;

/// Where the density is higher than on both sides, highest first.
std::vector<std::size_t> peaks(const LineFrame& frame, const std::vector<double>& density)
{
    const auto is_peak = [&](std::size_t i) {
        const auto& part = frame.part_of(i);
        const double before = i > part.first ? density[i - 1] : -1;
        const double after = i + 1 < part.first + part.count ? density[i + 1] : -1;
        return density[i] > 0 && density[i] > before && density[i] >= after;
    };
    return ranked(density, is_peak);
}

}  // namespace

HotspotResult run_line(const HotspotInput& input)
{
    auto settings = input.settings();
    const bool chosen = !settings.bandwidth_km;
    settings.bandwidth_km = settings.bandwidth_km.value_or(default_bandwidth_km);
    settings.cell_km = settings.cell_km.value_or(default_step_km);
    const LineFrame frame(input.lines, input.request.filter, *settings.cell_km, LineFrame::Rest::apart);
    const auto snapped = snap(input.events, settings.snap_km);
    require_incidents(input, snapped.rows.size(), snapped.left_out);
    auto result = line_result(input, frame, snapped);
    std::vector<double> per_km;
    Json lines = Json::array();
    for (const auto& part : frame.parts()) {
        const auto km = chainages_in(input.events, snapped.rows, part);
        const auto density =
            analysis::line_density(km, {}, part.length_km(), *settings.bandwidth_km, *settings.cell_km);
        per_km.insert(per_km.end(), density.density.begin(), density.density.end());
        lines.push_back({{"line", domain::to_string(part.line)}, {"n", km.size()}, {"peak_per_km", density.peak}});
    }
    for (std::size_t i = 0; i < per_km.size(); ++i) result.cells[i].risk = per_km[i];
    result.shown = peaks(frame, per_km);
    add_column(result, "per_km", mark("incidents per km"), std::move(per_km));
    result.unit = mark("incidents per km");
    result.settings_json = {{"kernel", "quartic"},
                            {"bandwidth_km", *settings.bandwidth_km},
                            {"step_km", *settings.cell_km},
                            {"snap_km", settings.snap_km},
                            {"ends", "reflected"}};
    result.facts = {{"lines", lines}};
    if (chosen) result.choices.push_back({mark("bandwidth {0} km, the program's own default"), {default_bandwidth_km}});
    result.settings = settings;
    return result;
}

}  // namespace tuantra::app
