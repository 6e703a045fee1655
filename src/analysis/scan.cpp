// The Poisson scan. Expected counts and their logarithms depend on the window only, so that a replica costs two
// look-ups per window.
#include "analysis/scan.hpp"

#include "analysis/random.hpp"
#include "analysis/require.hpp"
#include "analysis/scan_common.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

namespace tuantra::analysis {

namespace {

struct Window {
    double expected = 0, log_expected = 0, log_rest = 0;
    bool whole = false;  ///< all that lie as far as its last member are in
};

std::vector<Window> windows_of(const ScanZones& zones, std::span<const double> population, double total_cases)
{
    const double total = std::accumulate(population.begin(), population.end(), 0.0);
    std::vector<Window> windows(zones.members.size());
    for (std::size_t centre = 0; centre < zones.centres(); ++centre) {
        double inside = 0;
        for (std::size_t at = zones.offsets[centre]; at < zones.offsets[centre + 1]; ++at) {
            inside += population[zones.members[at]];
            const double expected = total_cases * inside / total;
            const bool some = expected > 0 && expected < total_cases;
            windows[at] = {expected, some ? std::log(expected) : 0, some ? std::log(total_cases - expected) : 0,
                           some && scan::window_ends(zones, centre, at)};
        }
    }
    return windows;
}

/// Calls use(centre, member place, cases inside, llr) for every window with more cases than expected.
template <class Use>
void scan_windows(const ScanZones& zones, const std::vector<Window>& windows, const scan::CountLogs& logs,
                  std::span<const std::uint32_t> cases, std::size_t total, Use use)
{
    for (std::size_t centre = 0; centre < zones.centres(); ++centre) {
        std::size_t inside = 0;
        for (std::size_t at = zones.offsets[centre]; at < zones.offsets[centre + 1]; ++at) {
            inside += cases[zones.members[at]];
            const Window& w = windows[at];
            const double c = static_cast<double>(inside);
            if (!w.whole || c <= w.expected) continue;
            use(centre, at, c,
                logs(inside) - c * w.log_expected + logs(total - inside) -
                    static_cast<double>(total - inside) * w.log_rest);
        }
    }
}

void check(std::span<const std::uint32_t> cases, std::span<const double> population, const ScanZones& zones)
{
    require_same_size(cases.size(), population.size(), "scan, cases and population");
    require_counts(population, "scan, population");
    for (const std::uint32_t member : zones.members)
        if (member >= cases.size()) throw std::invalid_argument("scan: the windows were made for other locations");
    for (std::size_t i = 0; i < cases.size(); ++i)
        if (cases[i] > 0 && population[i] == 0)
            throw std::invalid_argument("scan: location " + std::to_string(i) + " has cases but no population");
}

}  // namespace

std::vector<ScanCluster> scan_poisson(std::span<const std::uint32_t> cases, std::span<const double> population,
                                      const ScanZones& zones, const ScanOptions& options)
{
    check(cases, population, zones);
    const std::size_t total = std::accumulate(cases.begin(), cases.end(), std::size_t{0});
    require_enough(total, 1, "cases");
    const auto windows = windows_of(zones, population, static_cast<double>(total));
    const scan::CountLogs logs(total);
    std::vector<scan::Candidate> candidates;
    scan_windows(zones, windows, logs, cases, total, [&](std::size_t centre, std::size_t at, double c, double llr) {
        candidates.push_back({llr, centre, at + 1, 0, 0, c, windows[at].expected});
    });
    auto clusters =
        scan::apart(std::move(candidates), zones, cases.size(), static_cast<double>(total), options.clusters);
    if (clusters.empty()) return clusters;
    const AliasTable by_population(population);
    scan::set_p(clusters, scan::replicas(options, [&](std::size_t replica) {
                    Random random(options.seed, replica);
                    std::vector<std::uint32_t> drawn(cases.size(), 0);
                    for (std::size_t i = 0; i < total; ++i) ++drawn[by_population.draw(random)];
                    double best = 0;
                    scan_windows(zones, windows, logs, drawn, total,
                                 [&](std::size_t, std::size_t, double, double llr) { best = std::max(best, llr); });
                    return best;
                }));
    return clusters;
}

}  // namespace tuantra::analysis
