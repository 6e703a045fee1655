// The space-time permutation scan.
#include "analysis/random.hpp"
#include "analysis/require.hpp"
#include "analysis/scan.hpp"
#include "analysis/scan_common.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace tuantra::analysis {

namespace {

/// Cases one by one: the location stays, the step is what a replica shuffles.
struct Cases {
    std::vector<std::uint32_t> location, step;
    std::vector<std::size_t> until;  ///< cases of all locations before each step
};

Cases cases_of(std::span<const ScanCase> rows, std::size_t locations, std::size_t steps)
{
    require_enough(steps, 2, "steps");
    Cases cases;
    cases.until.assign(steps + 1, 0);
    for (const ScanCase& row : rows) {
        if (row.location >= locations || row.step >= steps)
            throw std::invalid_argument("scan: a case at a location or in a step that does not exist");
        cases.location.insert(cases.location.end(), row.count, row.location);
        cases.step.insert(cases.step.end(), row.count, row.step);
        cases.until[row.step + 1] += row.count;
    }
    require_enough(cases.step.size(), 1, "cases");
    std::partial_sum(cases.until.begin(), cases.until.end(), cases.until.begin());
    return cases;
}

class SpaceTime {
public:
    SpaceTime(const Cases& cases, std::size_t locations, std::size_t steps, const ScanZones& zones,
              const SpaceTimeOptions& options)
        : m_cases(cases),
          m_zones(zones),
          m_locations(locations),
          m_steps(steps),
          m_total(cases.step.size()),
          m_longest(std::max<std::size_t>(
              1, static_cast<std::size_t>(std::floor(static_cast<double>(steps) * options.max_time_share + 1e-9)))),
          m_prospective(options.prospective),
          m_count_logs(m_total),
          m_logs(m_total + 1, 0)
    {
        for (std::size_t n = 1; n <= m_total; ++n) m_logs[n] = std::log(static_cast<double>(n));
    }

    /// Calls use(window) for every window whose LLR is above floor(), which may rise while this runs: most windows are
    /// then passed over without a logarithm.
    template <class Floor, class Use>
    void windows(const std::vector<std::uint32_t>& step, Floor floor, Use use) const
    {
        std::vector<std::uint32_t> grid(m_locations * m_steps, 0);
        for (std::size_t i = 0; i < m_total; ++i) ++grid[m_cases.location[i] * m_steps + step[i]];
        std::vector<std::size_t> until(m_steps + 1), zone(m_steps);
        for (std::size_t centre = 0; centre < m_zones.centres(); ++centre) {
            std::fill(zone.begin(), zone.end(), 0);
            for (std::size_t at = m_zones.offsets[centre]; at < m_zones.offsets[centre + 1]; ++at) {
                const std::uint32_t* row = grid.data() + m_zones.members[at] * m_steps;
                for (std::size_t t = 0; t < m_steps; ++t) zone[t] += row[t];
                if (!scan::window_ends(m_zones, centre, at)) continue;
                std::partial_sum(zone.begin(), zone.end(), until.begin() + 1);
                if (until.back() > 0) intervals(until, {0, centre, at + 1, 0, 0, 0, 0}, floor, use);
            }
        }
    }

private:
    template <class Floor, class Use>
    void intervals(const std::vector<std::size_t>& until, scan::Candidate window, Floor floor, Use use) const
    {
        const std::size_t in_zone = until.back();
        for (std::size_t last = m_prospective ? m_steps - 1 : 0; last < m_steps; ++last)
            for (std::size_t first = last + 1 - std::min(m_longest, last + 1); first <= last; ++first) {
                const std::size_t c = until[last + 1] - until[first];
                const std::size_t in_steps = m_cases.until[last + 1] - m_cases.until[first];
                if (c * m_total <= in_zone * in_steps) continue;
                const double total = static_cast<double>(m_total), count = static_cast<double>(c);
                const double expected = static_cast<double>(in_zone) * static_cast<double>(in_steps) / total;
                const double inside = count * (m_logs[c] - m_logs[in_zone] - m_logs[in_steps] + m_logs[m_total]);
                // ln(1 - x) <= -x bounds the second term.
                if (inside - (total - count) * (count - expected) / (total - expected) <= floor()) continue;
                window.llr = inside + m_count_logs(m_total - c) - (total - count) * std::log(total - expected);
                window.first_step = first;
                window.last_step = last;
                window.cases = count;
                window.expected = expected;
                if (window.llr > floor()) use(window);
            }
    }

    const Cases& m_cases;
    const ScanZones& m_zones;
    std::size_t m_locations, m_steps, m_total, m_longest;
    bool m_prospective;
    scan::CountLogs m_count_logs;
    std::vector<double> m_logs;
};

}  // namespace

std::vector<ScanCluster> scan_space_time(std::span<const ScanCase> rows, std::size_t locations, std::size_t steps,
                                         const ScanZones& zones, const SpaceTimeOptions& options)
{
    const Cases cases = cases_of(rows, locations, steps);
    if (!(options.max_time_share > 0 && options.max_time_share <= 1))
        throw std::invalid_argument("scan: the longest window must be within 0 and 100 percent of the steps");
    for (const std::uint32_t member : zones.members)
        if (member >= locations) throw std::invalid_argument("scan: the windows were made for other locations");
    const SpaceTime scan_of(cases, locations, steps, zones, options);
    // Of one zone only the best interval can be reported.
    std::vector<scan::Candidate> candidates;
    scan_of.windows(
        cases.step, [] { return 0.0; },
        [&](const scan::Candidate& window) {
            const bool same =
                !candidates.empty() && candidates.back().centre == window.centre && candidates.back().end == window.end;
            if (!same)
                candidates.push_back(window);
            else if (window.llr > candidates.back().llr)
                candidates.back() = window;
        });
    auto clusters = scan::apart(std::move(candidates), zones, locations, static_cast<double>(cases.step.size()),
                                options.scan.clusters);
    if (clusters.empty()) return clusters;
    scan::set_p(clusters, scan::replicas(options.scan, [&](std::size_t replica) {
                    Random random(options.scan.seed, replica);
                    auto shuffled = cases.step;
                    random.shuffle(std::span<std::uint32_t>(shuffled));
                    double best = 0;
                    scan_of.windows(
                        shuffled, [&] { return best; }, [&](const scan::Candidate& window) { best = window.llr; });
                    return best;
                }));
    return clusters;
}

}  // namespace tuantra::analysis
