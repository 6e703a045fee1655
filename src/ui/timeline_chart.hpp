#pragma once
#include "domain/time_bins.hpp"
#include "ui/frame.hpp"
#include "ui/timeline_math.hpp"

#include <optional>

namespace tuantra::ui {

/// The timeline, where its parts stand.
struct TimeChart {
    TimeRun whole;
    TimeAxis axis;
    Rect side;  ///< the clock's controls
    Rect head, bars, ruler;
    const domain::TimeHistogram* level = nullptr;
    std::optional<TimeRun> window;  ///< the filter's, or the one being dragged
};

/// Play, steps, speed and trail.
void draw_clock_controls(Frame& f, const TimeChart& chart);
/// The clock's hand and its trail over the bars; dragging on the ruler moves it.
void draw_clock_hand(Frame& f, const TimeChart& chart);

}  // namespace tuantra::ui
