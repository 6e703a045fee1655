#include "app/effort_job.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

namespace tuantra::app {

namespace {

/// What the filter says of places, for the middle of a part of a track.
std::function<bool(domain::LonLat)> inside_of(const domain::Filter& filter)
{
    const auto test = std::make_shared<const domain::PlaceTest>(filter);
    if (test->open()) return {};
    return [test](domain::LonLat p) { return (*test)(p); };
}

analysis::EffortSettings settings_of(const domain::Lines& lines, const EffortQuestion& question)
{
    const auto& f = question.filter;
    analysis::EffortSettings settings;
    settings.segments = effort_segments(lines, question);
    const double snap_m = question.snap_km * 1000;
    settings.strip_from_m = std::max(-snap_m, f.offset_m.from.value_or(-snap_m));
    settings.strip_to_m = std::min(snap_m, f.offset_m.to.value_or(snap_m));
    if (f.since) settings.since_s = static_cast<double>(f.since->unix_s);
    if (f.until) settings.until_s = static_cast<double>(f.until->unix_s);
    settings.inside = inside_of(f);
    settings.stop = question.stop;
    return settings;
}

/// Runs gathered until they are worth the threads' while.
class Gathered {
public:
    Gathered(analysis::EffortMeter& meter, const Movers& movers) : m_meter(meter), m_movers(movers) {}

    void add(store::Store::TrackRun&& run)
    {
        m_fixes += run.fixes.size();
        m_runs.push_back(std::move(run));
        constexpr std::size_t enough = 100'000;
        if (m_fixes >= enough) flush();
    }

    void flush()
    {
        std::vector<analysis::EffortPiece> pieces;
        for (const auto& run : m_runs)
            pieces.push_back({run.fixes, m_movers.sweep(run.kind).width_m / 2, m_movers.limits(run.kind).max_gap_s});
        m_meter.add(pieces);
        m_runs.clear();
        m_fixes = 0;
    }

private:
    analysis::EffortMeter& m_meter;
    const Movers& m_movers;
    std::vector<store::Store::TrackRun> m_runs;
    std::size_t m_fixes = 0;
};

void add_posts(const store::Store& store, const Movers& movers, analysis::EffortMeter& meter, EffortReport& report)
{
    for (const auto& unit : store.units()) {
        const auto watch = movers.post(unit.kind);
        if (!(watch.reach_m > 0) || !(watch.hours_per_day > 0)) continue;
        if (!report.from_s || !report.to_s) {
            report.posts_without_period = true;
            return;
        }
        meter.add({unit.base, watch.reach_m, *report.from_s, *report.to_s, watch.hours_per_day / 24});
        ++report.posts;
    }
}

}  // namespace

Json effort_assumptions(const Movers& movers, bool posts)
{
    Json sweeps = Json::object(), watches = Json::object();
    for (const auto& sweep : movers.sweeps())
        if (sweep.width_m > 0) sweeps[sweep.kind] = sweep.width_m;
    for (const auto& post : movers.posts())
        if (post.reach_m > 0) watches[post.kind] = {{"reach_m", post.reach_m}, {"hours_per_day", post.hours_per_day}};
    return {{"sweep_width_m", sweeps},
            {"posts", posts ? watches : Json(nullptr)},
            {"posts_manned", posts ? Json("assumed") : Json(nullptr)}};
}

std::vector<analysis::LineSegment> effort_segments(const domain::Lines& lines, const EffortQuestion& question)
{
    if (!question.segments.empty()) return question.segments;
    return analysis::line_segments(lines, question.segment_km, question.filter.line, question.filter.km);
}

EffortReport measure_effort(const store::Store& store, const domain::Lines& lines, const Movers& movers,
                            const EffortQuestion& question, const std::function<void(std::size_t)>& tick)
{
    const auto settings = settings_of(lines, question);
    analysis::EffortMeter meter(lines, settings);
    EffortReport report;
    report.from_s = settings.since_s;
    report.to_s = settings.until_s;
    std::optional<double> first, last;
    std::set<std::int64_t> tracks, others;
    std::size_t fixes = 0;
    Gathered gathered(meter, movers);
    store.track_runs(question.filter, [&](store::Store::TrackRun&& run) {
        if (tick) tick(fixes += run.fixes.size());
        if (!run.patrol && !movers.sweep(run.kind).patrol) {
            others.insert(run.track_id);
            return true;
        }
        tracks.insert(run.track_id);
        first = std::min(first.value_or(run.fixes.front().time_s), run.fixes.front().time_s);
        last = std::max(last.value_or(run.fixes.back().time_s), run.fixes.back().time_s);
        gathered.add(std::move(run));
        return true;
    });
    gathered.flush();
    if (!report.from_s) report.from_s = report.to_s && first && *first > *report.to_s ? report.to_s : first;
    if (!report.to_s) report.to_s = report.from_s && last && *last < *report.from_s ? report.from_s : last;
    report.first_s = first;
    report.last_s = last;
    report.tracks = tracks.size();
    report.other_tracks = others.size();
    if (question.posts) add_posts(store, movers, meter, report);
    report.effort = meter.result();
    return report;
}

}  // namespace tuantra::app
