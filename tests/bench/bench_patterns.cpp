// Near repeats, clusters and patrol effort at the sizes they are made for.
#include "analysis/clusters.hpp"
#include "analysis/near_repeat.hpp"
#include "analysis/random.hpp"
#include "app/demo.hpp"
#include "app/effort_job.hpp"
#include "gis/files.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <vector>

#include <unistd.h>

using namespace tuantra;
using namespace tuantra::analysis;

namespace {

struct Incidents {
    std::vector<domain::LonLat> places;
    std::vector<double> times;  ///< days of three years
};

/// Along 1,600 km, two thirds in 150 clusters of some kilometres.
Incidents incidents(std::size_t n)
{
    Random random(1);
    std::vector<domain::LonLat> centres;
    const auto anywhere = [&] {
        const double lat = 8 + random.uniform() * 15;
        return domain::LonLat{105.5 + 1.5 * std::sin(lat), lat};
    };
    for (int i = 0; i < 150; ++i) centres.push_back(anywhere());
    Incidents made;
    for (std::size_t i = 0; i < n; ++i) {
        domain::LonLat p = i % 3 == 0 ? anywhere() : centres[random.below(centres.size())];
        const double spread = 0.04 * std::sqrt(-2 * std::log(1 - random.uniform())), turn = 6.28 * random.uniform();
        p.lon += spread * std::cos(turn);
        p.lat += spread * std::sin(turn);
        made.places.push_back(p);
        made.times.push_back(std::floor(random.uniform() * 1095));
    }
    return made;
}

void knox_999(benchmark::State& state)
{
    const auto data = incidents(static_cast<std::size_t>(state.range(0)));
    const KnoxBands bands{{0, 200, 500, 1000, 2000}, {0, 4, 8, 15, 29}};
    std::uint64_t close = 0;
    for (auto _ : state) {
        const auto table = knox(data.places, data.times, bands);
        close = 0;
        for (const auto& cell : table.cells) close += cell.observed;
    }
    state.counters["close_in_both"] = static_cast<double>(close);
}
BENCHMARK(knox_999)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void dbscan_1_km(benchmark::State& state)
{
    const auto data = incidents(static_cast<std::size_t>(state.range(0)));
    std::size_t clusters = 0;
    for (auto _ : state) clusters = dbscan(data.places, 1000, 10).count();
    state.counters["clusters"] = static_cast<double>(clusters);
}
BENCHMARK(dbscan_1_km)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void st_dbscan_1_km_30_days(benchmark::State& state)
{
    const auto data = incidents(static_cast<std::size_t>(state.range(0)));
    std::size_t clusters = 0;
    for (auto _ : state) clusters = st_dbscan(data.places, data.times, 1000, 30, 10).count();
    state.counters["clusters"] = static_cast<double>(clusters);
}
BENCHMARK(st_dbscan_1_km_30_days)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The exercise as `tuantra demo` makes it: 3,600 patrols, 2,000,000 fixes.
struct Exercise {
    Exercise()
    {
        gis::initialise();
        lines = gis::load_lines(paths.maps, paths.data);
        store = std::make_unique<store::Store>(store::Store::open(file, store::OpenMode::create));
        app::make_demo({}, paths, *store, lines, {});
    }
    ~Exercise()
    {
        store.reset();
        for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + end);
    }
    app::Paths paths = app::find_paths();
    std::filesystem::path file =
        std::filesystem::temp_directory_path() / ("bench_patterns-" + std::to_string(::getpid()) + ".sqlite");
    domain::Lines lines;
    std::unique_ptr<store::Store> store;
};

const Exercise& exercise()
{
    static const Exercise made;
    return made;
}

void effort_of_the_exercise(benchmark::State& state)
{
    const auto& e = exercise();
    const app::Movers movers(e.paths.data / "movers.json");
    app::EffortQuestion question;
    question.segment_km = static_cast<double>(state.range(0));
    std::size_t fixes = 0;
    double km = 0;
    for (auto _ : state) {
        const auto report = app::measure_effort(*e.store, e.lines, movers, question, [&](std::size_t n) { fixes = n; });
        km = report.effort.elsewhere_km;
        for (const auto& s : report.effort.segments) km += s.patrol_km;
    }
    state.counters["fixes"] = static_cast<double>(fixes);
    state.counters["km"] = km;
}
BENCHMARK(effort_of_the_exercise)->Arg(10)->Arg(1)->Unit(benchmark::kMillisecond)->UseRealTime();

void reading_the_runs_alone(benchmark::State& state)
{
    const auto& e = exercise();
    for (auto _ : state) {
        std::size_t fixes = 0;
        e.store->track_runs({}, [&](store::Store::TrackRun&& run) {
            fixes += run.fixes.size();
            return true;
        });
        benchmark::DoNotOptimize(fixes);
    }
}
BENCHMARK(reading_the_runs_alone)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
