#include "analysis/local_stats.hpp"
#include "app/hotspot_lattice.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tuantra::app {

using lang::mark;

namespace {

constexpr double default_segment_km = 5;

enum class Place : std::uint8_t { neither, high_high, high_low, low_low, low_high };
constexpr std::array<const char*, 5> place_names{mark("neither"), mark("high among high"), mark("high among low"),
                                                 mark("low among low"), mark("low among high")};

Place place_of(analysis::Quadrant quadrant)
{
    switch (quadrant) {
        case analysis::Quadrant::high_high:
            return Place::high_high;
        case analysis::Quadrant::high_low:
            return Place::high_low;
        case analysis::Quadrant::low_low:
            return Place::low_low;
        case analysis::Quadrant::low_high:
            break;
    }
    return Place::low_high;
}

void say_whole(HotspotResult& result, const Lattice& lattice)
{
    const auto all = analysis::global_moran(lattice.values, lattice.neighbours, analysis::Weights::row_standardised);
    result.facts["global_moran"] = {
        {"i", all.value}, {"expected", all.expected}, {"z", all.z_random}, {"p", all.p_random}};
    result.findings.push_back(
        {mark("Moran's I of the whole is {0} (z {1}): neighbours are alike above 0, unlike below"),
         {std::round(all.value * 1000) / 1000, std::round(all.z_random * 100) / 100}});
}

}  // namespace

HotspotResult run_moran(const HotspotInput& input)
{
    auto lattice = lattice_of(input, default_segment_km);
    auto& result = lattice.result;
    const auto& settings = lattice.settings;
    input.control.at(0.2);
    const auto moran = analysis::local_moran(lattice.values, lattice.neighbours);
    input.control.at(0.3);
    const auto permuted =
        analysis::permutation_p(lattice.values, lattice.neighbours, settings.seed, settings.permutations);
    input.control.at(0.9);
    const auto& s = moran.statistic;
    std::vector<double> place;
    std::array<std::size_t, place_names.size()> held{};
    for (std::size_t i = 0; i < s.value.size(); ++i) {
        // as for Gi*, both tests have to agree
        const bool sure = std::max(s.p_adjusted[i], permuted[i]) <= settings.alpha;
        const auto where = sure ? place_of(moran.quadrant[i]) : Place::neither;
        ++held[static_cast<std::size_t>(where)];
        place.push_back(static_cast<double>(where));
        result.cells[i].hot = where == Place::high_high;
        result.cells[i].risk = result.cells[i].hot ? lattice.values[i] : 0;
    }
    result.shown = ranked(s.z, [&](std::size_t i) { return place[i] != 0; });
    using Type = HotspotColumn::Type;
    add_column(result, "incidents", mark("incidents"), lattice.counts, 0, Type::whole);
    add_column(result, "i", mark("I"), s.value, 3);
    add_column(result, "z", mark("z"), s.z, 2);
    add_column(result, "p", mark("p"), s.p, 4);
    add_column(result, "p_permutation", mark("p by permutation"), permuted, 4);
    add_column(result, "p_adjusted", mark("p adjusted"), s.p_adjusted, 4);
    add_column(result, "place", mark("among neighbours"), place, 0, Type::name,
               {place_names.begin(), place_names.end()});
    result.unit = mark("local Moran's I");
    result.facts = {{lattice.hexagons ? "hexagons" : "segments", s.value.size()}};
    constexpr std::array<const char*, 5> ids{"neither", "high_high", "high_low", "low_low", "low_high"};
    for (std::size_t k = 0; k < ids.size(); ++k) result.facts[ids[k]] = held[k];
    result.findings.push_back(
        {mark("{0} of {1} are high among high ones, {2} high among low ones"),
         {static_cast<double>(held[1]), static_cast<double>(s.value.size()), static_cast<double>(held[2])}});
    say_whole(result, lattice);
    say_permutations(result, settings,
                     mark("named is what both the z-test after Benjamini and Hochberg and {0} permutations (seed {1}) "
                          "call unlikely at {2} percent"));
    result.settings = settings;
    return result;
}

}  // namespace tuantra::app
