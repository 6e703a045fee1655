// Statistics of many cells. TUANTRA_BENCH_INCIDENTS names a CSV file whose columns 5, 6 and 8 (from 0) are x, y and a
// value, so that a peer can be given the same points; without it the points are made here.
#include "analysis/best.hpp"
#include "analysis/local_stats.hpp"
#include "analysis/random.hpp"
#include "analysis/scan.hpp"
#include "analysis/trend.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

using namespace tuantra::analysis;

namespace {

struct Data {
    std::vector<XY> points;
    std::vector<double> values;
};

Data made(std::size_t n)
{
    Random random(1);
    Data data;
    for (std::size_t i = 0; i < n; ++i) {
        const double along = random.uniform() * 1.6e6, spread = 20000 * std::sqrt(-2 * std::log(1 - random.uniform()));
        const double turn = 6.283185307179586 * random.uniform();
        data.points.push_back({1e5 * std::sin(along / 2e5) + spread * std::cos(turn), along + spread * std::sin(turn)});
        data.values.push_back(1 + static_cast<double>(random.below(5)));
    }
    return data;
}

const Data& data()
{
    static const Data loaded = [] {
        const char* file = std::getenv("TUANTRA_BENCH_INCIDENTS");
        if (file == nullptr) return made(100000);
        Data read;
        std::ifstream in(file);
        std::string line;
        std::getline(in, line);
        while (read.points.size() < 100000 && std::getline(in, line)) {
            std::istringstream row(line);
            std::vector<std::string> parts;
            for (std::string part; std::getline(row, part, ',');) parts.push_back(part);
            read.points.push_back({std::stod(parts.at(5)), std::stod(parts.at(6))});
            read.values.push_back(std::stod(parts.at(8)));
        }
        return read;
    }();
    return loaded;
}

void neighbours_and_gi_star(benchmark::State& state)
{
    const Data& d = data();
    std::size_t pairs = 0, hot = 0, cold = 0;
    for (auto _ : state) {
        const auto near = neighbours_within(d.points, 1500);
        const auto star = gi_star(d.values, near);
        pairs = near.targets.size() / 2;
        hot = cold = 0;
        for (const double z : star.z) hot += z > 1.96, cold += z < -1.96;
    }
    state.counters["pairs"] = static_cast<double>(pairs);
    state.counters["hot"] = static_cast<double>(hot);
    state.counters["cold"] = static_cast<double>(cold);
}
BENCHMARK(neighbours_and_gi_star)->Unit(benchmark::kMillisecond)->UseRealTime();

void gi_star_within_1500_m(benchmark::State& state)
{
    const Data& d = data();
    std::size_t hot = 0, cold = 0;
    for (auto _ : state) {
        const auto star = gi_star_within(d.values, d.points, 1500);
        hot = cold = 0;
        for (const double z : star.z) hot += z > 1.96, cold += z < -1.96;
    }
    state.counters["hot"] = static_cast<double>(hot);
    state.counters["cold"] = static_cast<double>(cold);
}
BENCHMARK(gi_star_within_1500_m)->Unit(benchmark::kMillisecond)->UseRealTime();

std::vector<double> counts(std::size_t n)
{
    Random random(3);
    std::vector<double> values(n);
    for (double& v : values) v = std::floor(-3 * std::log(1 - random.uniform()));
    return values;
}

void gi_star_100k_cells(benchmark::State& state)
{
    const auto near = grid_neighbours(316, 317, Contiguity::corner);
    const auto values = counts(near.size());
    for (auto _ : state) benchmark::DoNotOptimize(gi_star(values, near));
}
BENCHMARK(gi_star_100k_cells)->Unit(benchmark::kMillisecond)->UseRealTime();

void permutation_999_of_100k_cells(benchmark::State& state)
{
    const auto near = grid_neighbours(316, 317, Contiguity::corner);
    const auto values = counts(near.size());
    for (auto _ : state) benchmark::DoNotOptimize(permutation_p(values, near, 1));
}
BENCHMARK(permutation_999_of_100k_cells)->Unit(benchmark::kMillisecond)->UseRealTime();

void emerging_8000_cells_of_36_steps(benchmark::State& state)
{
    Cube cube{8000, 36, counts(8000 * 36)};
    const auto near = grid_neighbours(80, 100);
    for (auto _ : state) benchmark::DoNotOptimize(emerging_patterns(cube, near));
}
BENCHMARK(emerging_8000_cells_of_36_steps)->Unit(benchmark::kMillisecond)->UseRealTime();

void scan_1000_segments_999_replicas(benchmark::State& state)
{
    std::vector<double> at(1000), effort(1000, 1);
    std::vector<std::uint32_t> cases(1000);
    std::iota(at.begin(), at.end(), 0.0);
    const auto values = counts(1000);
    for (std::size_t i = 0; i < 1000; ++i) cases[i] = static_cast<std::uint32_t>(values[i]);
    const auto zones = interval_zones(at, effort);
    for (auto _ : state) benchmark::DoNotOptimize(scan_poisson(cases, effort, zones));
}
BENCHMARK(scan_1000_segments_999_replicas)->Unit(benchmark::kMillisecond)->UseRealTime();

void space_time_scan_200_places_52_weeks_999_replicas(benchmark::State& state)
{
    Random random(5);
    std::vector<XY> places(200);
    std::vector<double> per_place(200, 0);
    std::vector<ScanCase> cases;
    for (XY& p : places) p = {random.uniform() * 1e6, random.uniform() * 1e6};
    for (int i = 0; i < 3000; ++i) {
        cases.push_back(
            {static_cast<std::uint32_t>(random.below(200)), static_cast<std::uint32_t>(random.below(52)), 1});
        ++per_place[cases.back().location];
    }
    const auto zones = circular_zones(places, per_place);
    for (auto _ : state) benchmark::DoNotOptimize(scan_space_time(cases, 200, 52, zones));
}
BENCHMARK(space_time_scan_200_places_52_weeks_999_replicas)->Unit(benchmark::kMillisecond)->UseRealTime();

void best_circle_500_km2_of_100k(benchmark::State& state)
{
    double share = 0;
    for (auto _ : state) share = best_circle(data().points, {}, 500).share;
    state.counters["share"] = share;
}
BENCHMARK(best_circle_500_km2_of_100k)->Unit(benchmark::kMillisecond)->UseRealTime();

void best_60_of_5036_km_in_up_to_5_stretches(benchmark::State& state)
{
    const auto values = counts(5036);
    for (auto _ : state) benchmark::DoNotOptimize(best_free_stretches(values, 1, 60, 5, 5));
}
BENCHMARK(best_60_of_5036_km_in_up_to_5_stretches)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
