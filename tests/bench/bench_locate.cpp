#include "domain/brute_force.hpp"
#include "domain/filter.hpp"
#include "gis/files.hpp"

#include <benchmark/benchmark.h>

#include <filesystem>
#include <random>

using namespace tuantra;

namespace {

const domain::Lines& lines()
{
    static const domain::Lines loaded = [] {
        gis::initialise();
        const std::filesystem::path root = TUANTRA_SOURCE_DIR;
        return gis::load_lines(root / "maps", root / "data");
    }();
    return loaded;
}

/// Places around LAND, normally scattered to both sides.
std::vector<domain::LonLat> around_land(double spread_km, std::size_t count)
{
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> km(0, lines().land->official_km());
    std::normal_distribution<double> off(0, spread_km * 1000);
    std::vector<domain::LonLat> places(count);
    for (auto& p : places) p = lines().land->point_at(km(random), off(random));
    return places;
}

template <class Locate>
void each(benchmark::State& state, const std::vector<domain::LonLat>& places, Locate locate)
{
    std::size_t i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(locate(places[i]));
        i = i + 1 < places.size() ? i + 1 : 0;
    }
    state.SetItemsProcessed(state.iterations());
}

void land(benchmark::State& state)
{
    each(state, around_land(static_cast<double>(state.range(0)), 200'000),
         [](domain::LonLat p) { return lines().land->locate(p); });
}

void nearer_line(benchmark::State& state)
{
    each(state, around_land(static_cast<double>(state.range(0)), 200'000),
         [](domain::LonLat p) { return lines().locate_within(p, domain::address_reach_m); });
}

void box_of_the_region(benchmark::State& state)
{
    std::mt19937_64 random(2);
    std::uniform_real_distribution<double> lon(100, 118);
    std::uniform_real_distribution<double> lat(5, 25);
    std::vector<domain::LonLat> places(100'000);
    for (auto& p : places) p = {lon(random), lat(random)};
    each(state, places, [](domain::LonLat p) { return lines().locate_within(p, domain::address_reach_m); });
}

void far_away(benchmark::State& state)
{
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> lon(-100, 60);
    std::uniform_real_distribution<double> lat(-60, 60);
    std::vector<domain::LonLat> places(10'000);
    for (auto& p : places) p = {lon(random), lat(random)};
    const bool give_up = state.range(0) != 0;
    each(state, places, [&](domain::LonLat p) {
        return give_up ? lines().locate_within(p, domain::address_reach_m) : lines().locate(p);
    });
}

/// Not a time but an error: the worst difference to a search of all segments, over random places of the region.
void error_on(benchmark::State& state, const domain::MeasuredLine& line)
{
    const tests::BruteForce brute(line.points());
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> lon(100, 118);
    std::uniform_real_distribution<double> lat(5, 25);
    double worst = 0;
    double farther = 0;
    for (auto _ : state) {
        const domain::LonLat p{lon(random), lat(random)};
        const double least = brute.nearest(p).distance_m;
        const auto at = line.locate(p);
        worst = std::max(worst, std::abs(std::abs(at.address.offset_m) - least));
        farther = std::max(farther, domain::distance_m(p, at.foot) - least);
    }
    state.counters["worst_offset_error_m"] = worst;
    state.counters["foot_farther_by_m"] = farther;
}

void error_on_land(benchmark::State& state)
{
    error_on(state, *lines().land);
}

void error_on_coast(benchmark::State& state)
{
    error_on(state, *lines().coast);
}

void select_box_and_time(benchmark::State& state)
{
    std::mt19937_64 random(4);
    std::uniform_real_distribution<double> lon(100, 118);
    std::uniform_real_distribution<double> lat(5, 25);
    domain::IncidentColumns rows;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
        rows.id.push_back(i);
        rows.place.push_back({lon(random), lat(random)});
        rows.from_s.push_back(i * 100);
        rows.to_s.push_back(i * 100);
        rows.kind.push_back(static_cast<domain::Kind>(i % 7));
        rows.severity.push_back(3);
    }
    domain::Filter filter;
    filter.since = domain::Instant{state.range(0) * 20};
    filter.until = domain::Instant{state.range(0) * 80};
    filter.box = domain::Box{104, 10, 108, 20};
    for (auto _ : state) benchmark::DoNotOptimize(domain::select(rows, filter).size());
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

}  // namespace

BENCHMARK(land)->Arg(5)->Arg(30)->Arg(80);
BENCHMARK(nearer_line)->Arg(5)->Arg(30)->Arg(80);
BENCHMARK(box_of_the_region);
BENCHMARK(far_away)->Arg(0)->Arg(1);
BENCHMARK(error_on_land)->Iterations(10'000);
BENCHMARK(error_on_coast)->Iterations(10'000);
BENCHMARK(select_box_and_time)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
