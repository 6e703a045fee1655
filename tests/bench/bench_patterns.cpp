// Near repeats, clusters and patrol effort at the sizes they are made for.
#include "analysis/clusters.hpp"
#include "analysis/near_repeat.hpp"
#include "analysis/random.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

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

}  // namespace
