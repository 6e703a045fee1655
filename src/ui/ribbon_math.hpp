#pragma once
#include "domain/basemap.hpp"
#include "domain/kind.hpp"
#include "ui/desk_state.hpp"
#include "view/model.hpp"

#include <array>
#include <vector>

namespace tuantra::ui {

/// How a line's kilometres lie on the screen.
struct KmAxis {
    double from = 0, to = 1;  ///< from < to
    float x = 0, width = 1;
    float at(double km) const { return x + static_cast<float>((km - from) / (to - from)) * width; }
    double km(float px) const { return from + static_cast<double>(px - x) / static_cast<double>(width) * (to - from); }
    double per_pixel() const { return (to - from) / static_cast<double>(width); }
};

/// What of the line is shown: the model's range, or the whole line. Never outside the line, never under 1 km.
KmRun shown_range(const view::RibbonView& view, double length_km);
/// The range after zooming by `factor` (> 1 nearer) with `anchor_km` standing still.
KmRun zoomed_range(KmRun now, double factor, double anchor_km, double length_km);
KmRun panned_range(KmRun now, double by_km, double length_km);
/// 1, 2 or 5 times a power of ten, so that ticks are at least `least` pixels apart.
double tick_step(const KmAxis& axis, float least);
/// The parts of a line inside a box, in kilometres; gaps under `bridge_km` are bridged.
std::vector<KmRun> runs_in(const domain::MeasuredLine& line, const domain::Box& box, double bridge_km = 20);
/// Names near a line with their kilometre, the weightier first.
std::vector<RibbonLabel> names_along(const domain::MeasuredLine& line, const domain::Basemap& basemap);
/// Highest density between two kilometres; 0 outside.
float density_between(const view::LineHeat& heat, double from_km, double to_km);
/// Incidents by kind between two kilometres, whole kilometres that begin in the range.
std::array<std::uint32_t, domain::kind_count> counts_between(const view::LineCounts& counts, double from_km,
                                                             double to_km);

}  // namespace tuantra::ui
