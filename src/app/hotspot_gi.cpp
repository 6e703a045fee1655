#include "analysis/local_stats.hpp"
#include "app/hotspot_lattice.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::app {

using lang::mark;

namespace {

constexpr double default_segment_km = 5;

}  // namespace

HotspotResult run_gi(const HotspotInput& input)
{
    auto [result, settings, neighbours, counts, values, hexagons] = lattice_of(input, default_segment_km);
    input.control.at(0.2);
    const auto gi = analysis::gi_star(values, neighbours);
    input.control.at(0.3);
    const auto permuted = analysis::permutation_p(values, neighbours, settings.seed, settings.permutations);
    input.control.at(0.9);

    // Both tests have to agree: counts are too skewed for the normal curve alone, and 999 permutations alone cannot
    // stand correction over a thousand segments.
    std::vector<double> p(values.size());
    for (std::size_t i = 0; i < p.size(); ++i) p[i] = std::max(gi.p_adjusted[i], permuted[i]);
    const auto heat = analysis::heat_of(counts, gi.z, p);
    std::vector<double> level, through;
    double hot = 0, hollow = 0;
    for (std::size_t i = 0; i < heat.size(); ++i) {
        level.push_back(heat[i].level);
        through.push_back(heat[i].through_neighbours ? 1 : 0);
        result.cells[i].risk = gi.z[i];
        result.cells[i].hot = gi.z[i] > 0 && p[i] <= settings.alpha;
        hot += result.cells[i].hot ? 1 : 0;
        hollow += result.cells[i].hot && heat[i].through_neighbours ? 1 : 0;
    }
    result.shown = ranked(gi.z, [&](std::size_t i) { return heat[i].level > 0; });
    using Type = HotspotColumn::Type;
    add_column(result, "incidents", mark("incidents"), counts, 0, Type::whole);
    add_column(result, "z", mark("z"), gi.z, 2);
    add_column(result, "p", mark("p"), gi.p, 4);
    add_column(result, "p_permutation", mark("p by permutation"), permuted, 4);
    add_column(result, "p_adjusted", mark("p adjusted"), gi.p_adjusted, 4);
    add_column(result, "level", mark("level"), level, 0, Type::whole);
    add_column(result, "through_neighbours", mark("only through neighbours"), through, 0, Type::flag);
    result.unit = mark("z of Gi*");
    say_permutations(result, settings,
                     mark("hot is what both the z-test after Benjamini and Hochberg and {0} permutations (seed "
                          "{1}) call unlikely at {2} percent"));
    const double all = static_cast<double>(values.size());
    result.facts = {{hexagons ? "hexagons" : "segments", values.size()},
                    {"hot", static_cast<std::size_t>(hot)},
                    {"hot_only_through_neighbours", static_cast<std::size_t>(hollow)}};
    result.findings.push_back({hexagons
                                   ? mark("{0} of {1} hexagons are hot, {2} of them only through their neighbours")
                                   : mark("{0} of {1} segments are hot, {2} of them only through their neighbours"),
                               {hot, all, hollow}});
    result.settings = settings;
    return std::move(result);
}

}  // namespace tuantra::app
