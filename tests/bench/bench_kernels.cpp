// Densities over an area and what goes with them. TUANTRA_BENCH_INCIDENTS names a CSV file whose columns 5 and 6 (from
// 0) are x and y, so that a peer can be given the same points; without it the points are made here. The surface is
// 2048 x 2048 cells of 652.26 m from (55660, 4084000), the radius 10 km, as the peers have it.
// Every peer counts events in cells first, which lowers the peak: the counter "peak" is ours, with each event where it
// is, "binned" ours for events that were moved to the centres of their cells, both as a sum of (1 - (d/h)^2)^2 (or of
// exp(-(d/h)^2/2)), to compare with theirs.
#include "analysis/bandwidth.hpp"
#include "analysis/classes.hpp"
#include "analysis/contours.hpp"
#include "analysis/density.hpp"
#include "analysis/network_density.hpp"
#include "analysis/random.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

using namespace tuantra::analysis;

namespace {

const Grid grid{{55660, 4084000}, 652.26, 2048, 2048};

std::vector<XY> made(std::size_t n)
{
    Random random(1);
    std::vector<XY> points;
    while (points.size() < n) {
        // Sixty crowds along a slanting line, and a quarter of all far from it.
        const double along = random.uniform(), far = random.below(4) == 0 ? 40000 : 5000;
        const double at = random.below(4) == 0 ? along : std::floor(along * 60) / 60;
        const double spread = far * std::sqrt(-2 * std::log(1 - random.uniform()));
        const double turn = 6.283185307179586 * random.uniform();
        points.push_back(
            {155660 + 1.1e6 * at + spread * std::cos(turn), 4184000 + 1.1e6 * at + spread * std::sin(turn)});
    }
    return points;
}

const std::vector<XY>& points()
{
    static const std::vector<XY> loaded = [] {
        const char* file = std::getenv("TUANTRA_BENCH_INCIDENTS");
        if (file == nullptr) return made(1'000'000);
        std::vector<XY> read;
        std::ifstream in(file);
        std::string line;
        std::getline(in, line);
        while (std::getline(in, line)) {
            std::size_t at = 0;
            for (int i = 0; i < 5; ++i) at = line.find(',', at) + 1;
            char* end = nullptr;
            const double x = std::strtod(line.c_str() + at, &end);
            read.push_back({x, std::strtod(end + 1, nullptr)});
        }
        return read;
    }();
    return loaded;
}

std::vector<XY> moved_to_centres()
{
    std::vector<XY> moved;
    for (const XY& p : points()) {
        const double column = std::floor((p.x - grid.origin.x) / grid.cell),
                     row = std::floor((p.y - grid.origin.y) / grid.cell);
        moved.push_back({grid.origin.x + (column + 0.5) * grid.cell, grid.origin.y + (row + 0.5) * grid.cell});
    }
    return moved;
}

void surface(benchmark::State& state, const DensitySettings& settings)
{
    const double height = kernel_at(settings.kernel, 0, settings.bandwidth_m) * 1e6;
    double peak = 0;
    points();
    for (auto _ : state) peak = density(points(), {}, grid, settings).peak;
    state.counters["peak"] = peak / height;
    if (!settings.adaptive) state.counters["binned"] = density(moved_to_centres(), {}, grid, settings).peak / height;
}
BENCHMARK_CAPTURE(surface, quartic_1M_to_2048_squared,
                  DensitySettings{Kernel::quartic, 10000, false, EdgeCorrection::none, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(surface, gaussian_1M_to_2048_squared,
                  DensitySettings{Kernel::gaussian, 10000.0 / 3, false, EdgeCorrection::none, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(surface, adaptive_quartic_1M_to_2048_squared,
                  DensitySettings{Kernel::quartic, 10000, true, EdgeCorrection::none, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

void edge_corrected(benchmark::State& state, EdgeCorrection edge)
{
    // A band along the slanting line: most cells and most events are near its edge.
    StudyArea area{grid, std::vector<std::uint8_t>(grid.size())};
    for (std::size_t i = 0; i < grid.size(); ++i) {
        const auto row = static_cast<double>(i / 2048), column = static_cast<double>(i % 2048);
        area.inside[i] = std::abs(row - column) < 300;
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(density(points(), {}, grid, {Kernel::quartic, 10000, false, edge, 2}, &area).peak);
}
BENCHMARK_CAPTURE(edge_corrected, uniform, EdgeCorrection::uniform)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(edge_corrected, diggle, EdgeCorrection::diggle)->Unit(benchmark::kMillisecond)->UseRealTime();

void bandwidth_by_cross_validation_1M(benchmark::State& state)
{
    points();
    BandwidthChoice choice;
    for (auto _ : state) choice = choose_bandwidth(points(), Kernel::gaussian, 2);
    state.counters["sigma_m"] = choice.bandwidth_m;
    state.counters["scott_m"] = choice.scott_m;
}
BENCHMARK(bandwidth_by_cross_validation_1M)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

void contours_of_2048_squared(benchmark::State& state)
{
    const auto made_once = density(points(), {}, grid, {Kernel::quartic, 10000});
    std::size_t corners = 0;
    for (auto _ : state) {
        corners = 0;
        for (const VolumeLevel& level : volume_levels(grid, made_once.values))
            for (const PlaneRing& ring : isolines(grid, made_once.values, level.level)) corners += ring.size();
    }
    state.counters["corners"] = static_cast<double>(corners);
}
BENCHMARK(contours_of_2048_squared)->Unit(benchmark::kMillisecond)->UseRealTime();

void fisher_jenks_7_of_100k(benchmark::State& state)
{
    Random random(3);
    std::vector<double> values(100'000);
    for (double& v : values) v = -std::log(1 - random.uniform());
    for (auto _ : state) benchmark::DoNotOptimize(fisher_jenks(values, 7).variance_fit);
}
BENCHMARK(fisher_jenks_7_of_100k)->Unit(benchmark::kMillisecond)->UseRealTime();

void network_3000_events_on_5000_km(benchmark::State& state, NetworkMethod method)
{
    // A ladder: a border of 1,000 rungs with a road beside it.
    Network network{2002, {}};
    for (std::uint32_t i = 0; i <= 1000; ++i) {
        network.edges.push_back({2 * i, 2 * i + 1, 1.5});
        if (i == 1000) break;
        network.edges.push_back({2 * i, 2 * i + 2, 1.75});
        network.edges.push_back({2 * i + 1, 2 * i + 3, 1.75});
    }
    Random random(4);
    std::vector<NetworkPlace> events, places;
    for (int i = 0; i < 3000; ++i) {
        const auto e = static_cast<std::uint32_t>(random.below(network.edges.size()));
        events.push_back({e, network.edges[e].length_km * random.uniform()});
    }
    for (const Lixel& part : lixels(network, 0.25)) places.push_back(part.centre);
    for (auto _ : state)
        benchmark::DoNotOptimize(
            network_density_at(places, network, events, {}, {method, NetworkKernel::quartic, 10, 2}));
}
BENCHMARK_CAPTURE(network_3000_events_on_5000_km, simple, NetworkMethod::simple)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(network_3000_events_on_5000_km, continuous, NetworkMethod::continuous)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
