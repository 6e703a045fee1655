#include "analysis/line_density.hpp"

#include <benchmark/benchmark.h>

#include <random>

namespace {

void density(benchmark::State& state)
{
    std::mt19937 random(1);
    std::uniform_real_distribution<double> anywhere(0, 5036);
    std::vector<double> events(static_cast<std::size_t>(state.range(0)));
    for (double& km : events) km = anywhere(random);
    for (auto _ : state) benchmark::DoNotOptimize(tuantra::analysis::line_density(events, {}, 5036, 10, 1).peak);
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

}  // namespace

BENCHMARK(density)->Arg(12'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
