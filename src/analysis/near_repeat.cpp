#include "analysis/near_repeat.hpp"

#include "analysis/cell_index.hpp"
#include "analysis/near_metric.hpp"
#include "analysis/parallel.hpp"
#include "analysis/random.hpp"
#include "analysis/require.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace tuantra::analysis {

namespace {

/// Edges from 0 on without the infinite one, so that all bounded bands and what lies below them are counted.
struct Bands {
    Bands(const std::vector<double>& given, const std::string& what)
    {
        const auto out_of_order =
            std::adjacent_find(given.begin(), given.end(), [](double a, double b) { return !(a < b); });
        if (given.size() < 2 || out_of_order != given.end() || given.front() < 0)
            throw std::invalid_argument("bands of " + what +
                                        " need two or more edges from 0 up, each greater than the one before");
        skipped = given.front() > 0 ? 1 : 0;
        if (skipped > 0) edges.push_back(0);
        edges.insert(edges.end(), given.begin(), given.end());
        open = std::isinf(edges.back());
        if (open) edges.pop_back();
        count = given.size() - 1;
    }
    std::size_t bounded() const { return edges.size() - 1; }

    std::vector<double> edges;
    std::size_t skipped = 0;  ///< bands before the first that was asked for
    bool open = false;        ///< one more band follows, without end
    std::size_t count = 0;    ///< that were asked for
};

struct Pair {
    std::uint32_t a = 0, b = 0;
};

/// The close pairs by band of space, as positions in the order of the index.
struct ClosePairs {
    std::vector<std::vector<Pair>> of;
    std::vector<std::uint32_t> order;
};

constexpr std::size_t cells_per_task = 256;

template <class Metric>
class PairSearch {
public:
    PairSearch(const Metric& metric, const Bands& bands, const KnoxOptions& options)
        : m_metric(metric), m_options(options), m_index(metric.points(), side(bands))
    {
        for (std::size_t i = 1; i < bands.edges.size(); ++i)
            m_limits.push_back(Metric::limit(std::nextafter(bands.edges[i], 0)));
    }

    ClosePairs run()
    {
        const std::size_t tasks = m_limits.empty() ? 0 : (m_index.cells() + cells_per_task - 1) / cells_per_task;
        m_found.assign(tasks, std::vector<std::vector<Pair>>(m_limits.size()));
        parallel_chunks(tasks, 1, m_options.threads, [&](std::size_t begin, std::size_t end) {
            for (std::size_t task = begin; task < end; ++task) search(task);
        });
        ClosePairs pairs;
        pairs.order = m_index.order();
        pairs.of.resize(m_limits.size());
        for (std::size_t band = 0; band < m_limits.size(); ++band) {
            std::size_t total = 0;
            for (const auto& found : m_found) total += found[band].size();
            pairs.of[band].reserve(total);
            for (auto& found : m_found) {
                pairs.of[band].insert(pairs.of[band].end(), found[band].begin(), found[band].end());
                found[band] = {};
            }
        }
        return pairs;
    }

private:
    /// A little wider than the last edge, so that rounding never needs the cell after the next.
    static double side(const Bands& bands) { return bands.bounded() > 0 ? bands.edges.back() * 1.001 : 1e9; }

    void search(std::size_t task)
    {
        std::vector<CellIndex::Run> runs;
        const std::size_t end = std::min(m_index.cells(), (task + 1) * cells_per_task);
        for (std::size_t cell = task * cells_per_task; cell < end; ++cell) {
            check_stop(m_options.stop);
            m_index.near(cell, 1, 0, runs);
            for (std::uint32_t a = m_index.begin(cell); a < m_index.end(cell); ++a) {
                std::uint64_t pairs = 0;
                for (const auto& run : runs)
                    if (run.last > cell) pairs += pair_up(a, std::max(run.first, cell), run.last, m_found[task]);
                require_room(pairs);
            }
        }
    }

    /// Before the next point is looked at: thousands of incidents at one place are millions of pairs.
    void require_room(std::uint64_t pairs)
    {
        if (m_pairs.fetch_add(pairs) + pairs > m_options.max_pairs)
            throw std::invalid_argument("more than " + std::to_string(m_options.max_pairs) +
                                        " pairs of incidents lie within the widest band of distance: "
                                        "narrow the bands or choose fewer incidents");
    }

    std::uint64_t pair_up(std::uint32_t a, std::size_t first, std::size_t last, std::vector<std::vector<Pair>>& found)
    {
        std::uint64_t pairs = 0;
        const auto& order = m_index.order();
        const std::uint32_t end = m_index.end(last - 1);
        for (std::uint32_t b = std::max(a + 1, m_index.begin(first)); b < end; ++b) {
            if (!m_metric.within(order[a], order[b], m_limits.back())) continue;
            std::size_t band = 0;
            while (!m_metric.within(order[a], order[b], m_limits[band])) ++band;
            found[band].push_back({a, b});
            ++pairs;
        }
        return pairs;
    }

    const Metric& m_metric;
    const KnoxOptions& m_options;
    CellIndex m_index;
    std::vector<NearLimit> m_limits;
    std::vector<std::vector<std::vector<Pair>>> m_found;
    std::atomic<std::uint64_t> m_pairs{0};
};

/// Pairs whose times are nearer than the limit.
std::uint64_t pairs_before(const std::vector<double>& sorted, double limit)
{
    std::uint64_t pairs = 0;
    for (std::size_t i = 0, first = 0; i < sorted.size(); ++i) {
        while (!(sorted[i] - sorted[first] < limit) && first < i) ++first;
        pairs += i - first;
    }
    return pairs;
}

/// Pairs by band of space and of time, all bounded ones and the open ones.
class Counts {
public:
    Counts(const Bands& space, const Bands& time, const ClosePairs& pairs, std::span<const double> times)
        : m_space(space), m_time(time), m_pairs(pairs)
    {
        std::vector<double> sorted(times.begin(), times.end());
        std::sort(sorted.begin(), sorted.end());
        std::uint64_t before = 0;
        for (std::size_t j = 1; j < time.edges.size(); ++j) {
            const auto up_to = pairs_before(sorted, time.edges[j]);
            column_totals.push_back(up_to - before);
            before = up_to;
        }
        total = static_cast<std::uint64_t>(times.size()) * (times.size() - 1) / 2;
        column_totals.push_back(total - before);
        std::uint64_t close = 0;
        for (const auto& band : pairs.of) {
            row_totals.push_back(band.size());
            close += band.size();
        }
        row_totals.push_back(total - close);
    }

    std::size_t columns() const { return m_time.bounded() + 1; }
    std::size_t rows() const { return m_space.bounded() + 1; }

    /// \param times in the order of the pairs' positions; out has rows() * columns() places
    void count(std::span<const double> times, std::vector<std::uint64_t>& out) const
    {
        out.assign(rows() * columns(), 0);
        const double latest = m_time.edges.back();
        const std::size_t last = columns() - 1;
        std::uint64_t* const rest = out.data() + (rows() - 1) * columns();
        std::copy(column_totals.begin(), column_totals.end(), rest);
        for (std::size_t i = 0; i < m_pairs.of.size(); ++i) {
            std::uint64_t* const row = out.data() + i * columns();
            for (const auto [a, b] : m_pairs.of[i]) {
                const double apart = std::abs(times[a] - times[b]);
                if (!(apart < latest)) continue;
                std::size_t j = 0;
                while (!(apart < m_time.edges[j + 1])) ++j;
                ++row[j];
            }
            row[last] = row_totals[i];
            for (std::size_t j = 0; j < last; ++j) row[last] -= row[j];
            for (std::size_t j = 0; j <= last; ++j) rest[j] -= row[j];
        }
    }

    std::uint64_t total = 0;
    std::vector<std::uint64_t> row_totals, column_totals;

private:
    const Bands& m_space;
    const Bands& m_time;
    const ClosePairs& m_pairs;
};

/// For each cell the shuffles with at least as many pairs.
std::vector<std::uint64_t> shuffles_as_good(const Counts& counts, std::span<const double> times,
                                            const std::vector<std::uint64_t>& observed, const KnoxOptions& options)
{
    std::vector<std::atomic<std::uint64_t>> as_good(observed.size());
    parallel_chunks(options.replicas, 4, options.threads, [&](std::size_t begin, std::size_t end) {
        std::vector<double> shuffled;
        std::vector<std::uint64_t> replica;
        for (std::size_t r = begin; r < end; ++r) {
            check_stop(options.stop);
            shuffled.assign(times.begin(), times.end());
            Random(options.seed, r).shuffle(std::span(shuffled));
            counts.count(shuffled, replica);
            for (std::size_t i = 0; i < replica.size(); ++i)
                if (replica[i] >= observed[i]) as_good[i].fetch_add(1, std::memory_order_relaxed);
        }
    });
    return {as_good.begin(), as_good.end()};
}

template <class Metric>
KnoxTable table_of(const Metric& metric, std::span<const double> times, const KnoxBands& bands,
                   const KnoxOptions& options)
{
    const Bands space(bands.space, "space"), time(bands.time, "time");
    const auto pairs = PairSearch<Metric>(metric, space, options).run();
    const Counts counts(space, time, pairs, times);
    std::vector<double> ordered;
    for (const std::uint32_t id : pairs.order) ordered.push_back(times[id]);
    std::vector<std::uint64_t> observed;
    counts.count(ordered, observed);
    const auto as_good = shuffles_as_good(counts, ordered, observed, options);

    KnoxTable table{times.size(), counts.total, space.count, time.count, options.replicas, options.seed, {}};
    for (std::size_t i = 0; i < space.count; ++i)
        for (std::size_t j = 0; j < time.count; ++j) {
            const std::size_t row = i + space.skipped, column = j + time.skipped;
            const std::size_t at = row * counts.columns() + column;
            KnoxCell cell{
                bands.space[i], bands.space[i + 1], bands.time[j], bands.time[j + 1], observed[at], 0, {}, {}};
            cell.expected = static_cast<double>(counts.row_totals[row]) *
                            static_cast<double>(counts.column_totals[column]) / static_cast<double>(counts.total);
            if (cell.expected > 0) cell.ratio = static_cast<double>(cell.observed) / cell.expected;
            if (options.replicas > 0)
                cell.p = static_cast<double>(as_good[at] + 1) / static_cast<double>(options.replicas + 1);
            table.cells.push_back(cell);
        }
    return table;
}

void require_input(std::size_t places, std::span<const double> times)
{
    require_same_size(places, times.size(), "near repeat");
    require_enough(places, knox_least_incidents, "incidents");
    require_finite(times, "times");
}

}  // namespace

KnoxTable knox(std::span<const domain::LonLat> places, std::span<const double> times, const KnoxBands& bands,
               const KnoxOptions& options)
{
    require_input(places.size(), times);
    if (!std::all_of(places.begin(), places.end(), domain::is_valid))
        throw std::invalid_argument("near repeat: a place is not on the globe");
    return table_of(GeodesicMetric(places), times, bands, options);
}

KnoxTable knox(std::span<const XY> places, std::span<const double> times, const KnoxBands& bands,
               const KnoxOptions& options, PlaneDistance distance)
{
    require_input(places.size(), times);
    require_places(places, "near repeat");
    return distance == PlaneDistance::manhattan ? table_of(ManhattanMetric(places), times, bands, options)
                                                : table_of(PlaneMetric(places), times, bands, options);
}

namespace {

/// A circle as it lies around every incident.
struct Ring {
    double inner = 0, outer = 0, from = 0, until = 0, expected = 0;
    std::uint64_t observed = 0;
};

std::vector<Ring> rings_of(const KnoxTable& table, const WatchRule& rule)
{
    const auto significant = [&](const KnoxCell& cell) {
        return cell.p && *cell.p <= rule.alpha && cell.ratio && *cell.ratio >= rule.least_ratio &&
               std::isfinite(cell.space_to) && std::isfinite(cell.time_to);
    };
    std::vector<Ring> rings;
    for (std::size_t j = 0; j < table.time_bands; ++j)
        for (std::size_t i = 0; i < table.space_bands; ++i) {
            if (!significant(table.at(i, j))) continue;
            Ring ring{table.at(i, j).space_from, 0, table.at(i, j).time_from, table.at(i, j).time_to, 0, 0};
            for (; i < table.space_bands && significant(table.at(i, j)); ++i) {
                ring.outer = table.at(i, j).space_to;
                ring.observed += table.at(i, j).observed;
                ring.expected += table.at(i, j).expected;
            }
            const auto same = std::find_if(rings.begin(), rings.end(), [&](const Ring& r) {
                return r.inner == ring.inner && r.outer == ring.outer && r.until == ring.from;
            });
            if (same == rings.end()) {
                rings.push_back(ring);
            } else {
                same->until = ring.until;
                same->observed += ring.observed;
                same->expected += ring.expected;
            }
        }
    return rings;
}

}  // namespace

std::vector<WatchCircle> watch_circles(const KnoxTable& table, std::span<const domain::LonLat> places,
                                       std::span<const double> times, double now, const WatchRule& rule)
{
    require_same_size(places.size(), times.size(), "watch circles");
    require_same_size(places.size(), table.incidents, "watch circles and their table");
    const auto rings = rings_of(table, rule);
    std::vector<WatchCircle> circles;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (times[i] > now) continue;
        for (const Ring& ring : rings)
            if (times[i] + ring.until > now)
                circles.push_back({i, places[i], ring.inner, ring.outer, times[i] + ring.from, times[i] + ring.until,
                                   ring.observed, static_cast<double>(ring.observed) / ring.expected});
    }
    return circles;
}

}  // namespace tuantra::analysis
