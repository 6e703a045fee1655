#pragma once
#include "analysis/parallel.hpp"
#include "analysis/scan.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace tuantra::analysis::scan {

/// n ln n for whole n, so that a likelihood costs no logarithm of a count.
class CountLogs {
public:
    explicit CountLogs(std::size_t most) : m_values(most + 1, 0)
    {
        for (std::size_t n = 1; n <= most; ++n) m_values[n] = static_cast<double>(n) * std::log(static_cast<double>(n));
    }
    double operator()(std::size_t n) const { return m_values[n]; }

private:
    std::vector<double> m_values;
};

/// A log-likelihood ratio from a table differs from one computed afresh by rounding; equal ones must count as equal.
constexpr double same_llr = 1e-9;

/// Fills p by the share of replicas whose best is at least as good.
inline void set_p(std::vector<ScanCluster>& clusters, const std::vector<double>& best)
{
    for (ScanCluster& cluster : clusters) {
        const auto as_good =
            std::count_if(best.begin(), best.end(), [&](double llr) { return llr >= cluster.llr - same_llr; });
        cluster.p = best.empty() ? std::numeric_limits<double>::quiet_NaN()
                                 : static_cast<double>(as_good + 1) / static_cast<double>(best.size() + 1);
    }
}

/// The best of every replica, in order; best_of(replica) must depend on its number only.
template <class BestOf>
std::vector<double> replicas(const ScanOptions& options, const BestOf& best_of)
{
    std::vector<double> best(options.replicas);
    parallel_chunks(best.size(), 4, options.threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t replica = begin; replica < end; ++replica) {
            check_stop(options.stop);
            best[replica] = best_of(replica);
        }
    });
    return best;
}

/// Is the window that ends with member `at` of the centre whole, or is the next member as far?
inline bool window_ends(const ScanZones& zones, std::size_t centre, std::size_t at)
{
    return at + 1 == zones.offsets[centre + 1] || zones.reach[at + 1] > zones.reach[at];
}

/// A window by place: members offsets[centre] to end.
struct Candidate {
    double llr = 0;
    std::size_t centre = 0, end = 0;
    std::size_t first_step = 0, last_step = 0;
    double cases = 0, expected = 0;
};

/// Likeliest first, each without a location of one before.
inline std::vector<ScanCluster> apart(std::vector<Candidate> candidates, const ScanZones& zones, std::size_t locations,
                                      double total, std::size_t most)
{
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        if (a.llr != b.llr) return a.llr > b.llr;
        return a.centre != b.centre ? a.centre < b.centre : a.end < b.end;
    });
    std::vector<bool> taken(locations, false);
    std::vector<ScanCluster> clusters;
    for (const Candidate& c : candidates) {
        if (clusters.size() == most) break;
        ScanCluster cluster;
        cluster.members.assign(zones.members.begin() + static_cast<std::ptrdiff_t>(zones.offsets[c.centre]),
                               zones.members.begin() + static_cast<std::ptrdiff_t>(c.end));
        if (std::any_of(cluster.members.begin(), cluster.members.end(), [&](std::uint32_t i) { return taken[i]; }))
            continue;
        for (const std::uint32_t i : cluster.members) taken[i] = true;
        std::sort(cluster.members.begin(), cluster.members.end());
        cluster.centre = c.centre;
        cluster.reach = zones.reach[c.end - 1];
        cluster.first_step = c.first_step;
        cluster.last_step = c.last_step;
        cluster.cases = c.cases;
        cluster.expected = c.expected;
        cluster.llr = c.llr;
        cluster.relative_risk = total > c.cases ? (c.cases / c.expected) / ((total - c.cases) / (total - c.expected))
                                                : std::numeric_limits<double>::infinity();
        clusters.push_back(std::move(cluster));
    }
    return clusters;
}

}  // namespace tuantra::analysis::scan
