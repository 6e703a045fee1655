#include "app/hotspot_occupancy.hpp"

#include "analysis/rates.hpp"
#include "app/effort_job.hpp"
#include "app/errors.hpp"
#include "app/hotspot_time.hpp"
#include "lang/lang.hpp"

#include <cmath>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;

namespace {

constexpr std::size_t least_steps = 2;

double effort_of(const analysis::SegmentEffort& s, EffortUnit unit)
{
    return unit == EffortUnit::km ? s.patrol_km : s.patrol_hours + s.post_hours();
}

std::vector<std::uint8_t> detected(const HotspotInput& input, const LineFrame& frame, const Snapped& snapped,
                                   const TimeSteps& steps)
{
    std::vector<std::uint8_t> hit(frame.size() * steps.size(), 0);
    for (const std::uint32_t row : snapped.rows) {
        const auto segment = frame.segment_of(*input.events.address[row]);
        const auto step = steps.step_of(input.events.moment(row));
        if (segment && step) hit[*step * frame.size() + *segment] = 1;
    }
    return hit;
}

/// One visit for every segment and step with effort.
std::vector<analysis::Visit> visits_of(const HotspotInput& input, const LineFrame& frame, const Snapped& snapped,
                                       const Movers& movers, const TimeSteps& steps)
{
    const auto& settings = input.settings();
    const auto hit = detected(input, frame, snapped, steps);
    EffortQuestion question;
    question.filter = input.request.filter;
    question.filter.source = {};
    question.snap_km = settings.snap_km;
    question.posts = settings.posts && settings.effort == EffortUnit::hours;
    question.stop = input.control.stop;
    for (std::size_t i = 0; i < frame.size(); ++i) question.segments.push_back(frame.segment(i));
    std::vector<analysis::Visit> visits;
    for (std::size_t t = 0; t < steps.size(); ++t) {
        question.filter.since = domain::Instant{steps.starts[t]};
        question.filter.until = domain::Instant{steps.starts[t + 1]};
        const auto report = measure_effort(input.store, input.lines, movers, question);
        for (std::size_t i = 0; i < frame.size(); ++i) {
            const double effort = effort_of(report.effort.segments[i], settings.effort);
            if (effort > 0) visits.push_back({i, effort, hit[t * frame.size() + i] != 0});
        }
        input.control.at(0.4 + 0.5 * static_cast<double>(t + 1) / static_cast<double>(steps.size()));
    }
    return visits;
}

}  // namespace

void add_occupancy(HotspotResult& result, const HotspotInput& input, const LineFrame& frame, const Snapped& snapped,
                   const Movers& movers, domain::TimeSpan period)
{
    const auto& settings = input.settings();
    const auto steps = whole_steps(period.from.unix_s, period.to.unix_s, settings.step, input.request.zone);
    if (steps.size() < least_steps)
        throw DataError(fill(tr("not enough: {0} whole steps of time, this test needs {1}"),
                             {std::to_string(steps.size()), std::to_string(least_steps)}));
    const auto o = analysis::occupancy(frame.size(), visits_of(input, frame, snapped, movers, steps));
    std::vector<double> occupied = o.occupied;
    for (std::size_t i = 0; i < occupied.size(); ++i)
        if (!o.watched[i]) occupied[i] = std::nan("");
    add_column(result, "used", mark("chance of use"), occupied, 3);
    result.settings_json["occupancy_step"] = settings.step == TimeStep::month ? "month" : "week";
    result.settings_json["occupancy_steps"] = steps.size();
    result.facts["occupancy"] = {{"psi", o.psi},
                                 {"theta", o.theta},
                                 {"naive", o.naive},
                                 {"log_likelihood", o.log_likelihood},
                                 {"at_bound", o.at_bound}};
    result.findings.push_back({mark("occupancy: {0} percent of the segments are used; detections were seen on {1} "
                                    "percent"),
                               {std::round(o.psi * 1000) / 10, std::round(o.naive * 1000) / 10}});
    if (o.at_bound)
        result.warnings.push_back({mark("occupancy: the data do not tell how many segments are used from how easily "
                                        "use is noticed"),
                                   {}});
}

}  // namespace tuantra::app
