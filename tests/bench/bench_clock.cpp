// An instant of ten million fixes: building the clock, and finding every mover with its tail.
#include "domain/clock.hpp"

#include <benchmark/benchmark.h>

#include <random>

using namespace tuantra::domain;

namespace {

constexpr double year_s = 365.0 * 86400;

/// Patrols of eight hours over a year with a fix a minute, and a few vessels that never rest.
std::shared_ptr<const TrackColumns> make_tracks(std::size_t fixes)
{
    auto out = std::make_shared<TrackColumns>();
    out->map.reserve(fixes);
    out->time_s.reserve(fixes);
    out->start.push_back(0);
    out->movers = {"foot", "vessel"};
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> when(0, year_s), place(0, 1'000'000), step(-60, 60);
    while (out->map.size() < fixes) {
        const bool vessel = out->start.size() % 500 == 0;
        const std::size_t n = std::min<std::size_t>(vessel ? 20'000 : 480, fixes - out->map.size());
        double t = when(random), x = place(random), y = place(random);
        for (std::size_t i = 0; i < n; ++i) {
            out->map.push_back({x += step(random), y += step(random)});
            out->time_s.push_back(t += 60);
        }
        out->track_id.push_back(static_cast<std::int64_t>(out->track_id.size()));
        out->mover.push_back(vessel ? 1 : 0);
        out->start.push_back(out->map.size());
    }
    return out;
}

const TrackClock& clock_of(std::int64_t fixes)
{
    static const TrackClock clock(make_tracks(static_cast<std::size_t>(fixes)));
    return clock;
}

void build(benchmark::State& state)
{
    const auto tracks = clock_of(state.range(0)).tracks();
    for (auto _ : state) benchmark::DoNotOptimize(TrackClock(tracks));
    state.counters["pieces"] = static_cast<double>(tracks->pieces());
}

/// Positions and tails of every mover of an instant, at instants spread over the year.
void instant(benchmark::State& state)
{
    const TrackClock& clock = clock_of(state.range(0));
    const auto tail_s = static_cast<double>(state.range(1));
    std::vector<std::uint32_t> pieces;
    double at = 0, movers = 0, points = 0;
    for (auto _ : state) {
        at = std::fmod(at + 7'777'777, year_s);
        clock.pieces_between(at - tail_s, at, pieces);
        MapPoint sum{0, 0};
        for (const std::uint32_t piece : pieces) {
            if (const auto here = position_at(*clock.tracks(), piece, at)) sum.x += here->place.x;
            const FixRange tail = fixes_between(*clock.tracks(), piece, at - tail_s, at);
            for (std::size_t i = tail.first; i < tail.last; ++i) sum.y += clock.tracks()->map[i].y;
            points += static_cast<double>(tail.last - tail.first);
        }
        movers += static_cast<double>(pieces.size());
        benchmark::DoNotOptimize(sum);
    }
    state.counters["movers"] = benchmark::Counter(movers, benchmark::Counter::kAvgIterations);
    state.counters["tail fixes"] = benchmark::Counter(points, benchmark::Counter::kAvgIterations);
}

}  // namespace

BENCHMARK(build)->Arg(10'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(instant)
    ->Args({10'000'000, 3600})
    ->Args({10'000'000, 86400})
    ->Args({10'000'000, 7 * 86400})
    ->Args({10'000'000, 28 * 86400})
    ->Unit(benchmark::kMicrosecond);
