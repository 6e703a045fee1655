#include "analysis/clusters.hpp"

#include "analysis/cell_index.hpp"
#include "analysis/near_metric.hpp"
#include "analysis/parallel.hpp"
#include "analysis/require.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace tuantra::analysis {

namespace {

constexpr std::size_t cells_per_task = 256;
constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// Cells are narrower than the radius, so that all points of one are near each other; this many sides reach it.
constexpr std::uint32_t reach = 2;
/// The same in time, well below a whole number of slices so that rounding cannot need one more.
constexpr double slice_of_window = 0.6;
constexpr std::uint32_t slices = 2;

/// Disjoint sets of cells.
class Sets {
public:
    explicit Sets(std::size_t n) : m_parent(n) { std::iota(m_parent.begin(), m_parent.end(), 0U); }
    std::uint32_t root(std::uint32_t i)
    {
        while (m_parent[i] != i) i = m_parent[i] = m_parent[m_parent[i]];
        return i;
    }
    void join(std::uint32_t a, std::uint32_t b) { m_parent[std::max(root(a), root(b))] = std::min(root(a), root(b)); }

private:
    std::vector<std::uint32_t> m_parent;
};

struct Bounds {
    domain::Vec3 low, high;

    void hold(const domain::Vec3& p)
    {
        low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
    }
    /// The square of the straight way to the nearest point of a box.
    double square_to(const Bounds& other) const
    {
        const auto gap = [](double a_low, double a_high, double b_low, double b_high) {
            return std::max({0.0, b_low - a_high, a_low - b_high});
        };
        const domain::Vec3 d{gap(low.x, high.x, other.low.x, other.high.x),
                             gap(low.y, high.y, other.low.y, other.high.y),
                             gap(low.z, high.z, other.low.z, other.high.z)};
        return dot(d, d);
    }
};

template <class Metric>
class Search {
public:
    using Place = typename Metric::Place;

    Search(std::span<const Place> places, std::span<const double> times, double radius, double window,
           std::size_t min_points, const ClusterOptions& options)
        : m_index(Metric(places).points(), Metric::cube(radius), times, window * slice_of_window),
          m_metric(ordered(places)),
          m_times(ordered(times)),
          m_limit(Metric::limit(radius)),
          m_window(window),
          m_min_points(min_points),
          m_options(options),
          m_core(places.size(), 0),
          m_sets(m_index.cells())
    {
        for (std::size_t cell = 0; cell < m_index.cells(); ++cell) {
            const auto& first = m_metric.points()[m_index.begin(cell)];
            m_bounds.push_back({first, first});
            for (auto i = m_index.begin(cell); i < m_index.end(cell); ++i) m_bounds[cell].hold(m_metric.points()[i]);
        }
    }

    Clusters run()
    {
        each_cell([&](std::size_t cell, std::vector<CellIndex::Run>& runs) { find_core(cell, runs); });
        list_core();
        std::vector<CellIndex::Run> runs;
        for (std::size_t cell = 0; cell < m_index.cells(); ++cell) join_near(cell, runs);
        find_seeds();
        each_cell([&](std::size_t cell, std::vector<CellIndex::Run>& runs_of_task) { assign(cell, runs_of_task); });
        return labelled();
    }

private:
    template <class T>
    std::vector<T> ordered(std::span<const T> values) const
    {
        std::vector<T> out;
        if (values.empty()) return out;
        for (const std::uint32_t id : m_index.order()) out.push_back(values[id]);
        return out;
    }

    template <class Work>
    void each_cell(const Work& work) const
    {
        const std::size_t cells = m_index.cells();
        parallel_chunks((cells + cells_per_task - 1) / cells_per_task, 1, m_options.threads,
                        [&](std::size_t begin, std::size_t end) {
                            std::vector<CellIndex::Run> runs;
                            check_stop(m_options.stop);
                            for (auto cell = begin * cells_per_task; cell < std::min(cells, end * cells_per_task);
                                 ++cell)
                                work(cell, runs);
                        });
    }

    bool near(std::uint32_t a, std::uint32_t b) const
    {
        return (m_times.empty() || std::abs(m_times[a] - m_times[b]) <= m_window) && m_metric.within(a, b, m_limit);
    }

    /// Whether a point may be near any of a cell; worth asking where the cell holds many.
    bool may_be_near(std::uint32_t a, std::size_t cell) const
    {
        constexpr std::uint32_t many = 8;
        if (m_index.end(cell) - m_index.begin(cell) < many) return true;
        const auto& p = m_metric.points()[a];
        return Bounds{p, p}.square_to(m_bounds[cell]) <= m_limit.no;
    }

    void find_core(std::size_t cell, std::vector<CellIndex::Run>& runs)
    {
        const std::uint32_t begin = m_index.begin(cell), end = m_index.end(cell);
        if (end - begin >= m_min_points) {
            std::fill(m_core.begin() + begin, m_core.begin() + end, std::uint8_t{1});
            return;
        }
        m_index.near(cell, reach, slices, runs);
        for (std::uint32_t a = begin; a < end; ++a) m_core[a] = has_enough(a, cell, runs) ? 1 : 0;
    }

    bool has_enough(std::uint32_t a, std::size_t own, const std::vector<CellIndex::Run>& runs) const
    {
        std::size_t found = m_index.end(own) - m_index.begin(own);
        for (const auto& run : runs)
            for (std::size_t cell = run.first; cell < run.last; ++cell) {
                if (cell == own || !may_be_near(a, cell)) continue;
                for (std::uint32_t b = m_index.begin(cell); b < m_index.end(cell); ++b)
                    if (near(a, b) && ++found >= m_min_points) return true;
            }
        return false;
    }

    void list_core()
    {
        for (std::size_t cell = 0; cell < m_index.cells(); ++cell) {
            for (std::uint32_t a = m_index.begin(cell); a < m_index.end(cell); ++a)
                if (m_core[a] != 0) m_core_points.push_back(a);
            m_core_starts.push_back(m_core_points.size());
        }
    }

    std::span<const std::uint32_t> core_of(std::size_t cell) const
    {
        return std::span(m_core_points).subspan(m_core_starts[cell], m_core_starts[cell + 1] - m_core_starts[cell]);
    }

    bool any_core_near(std::uint32_t a, std::size_t cell) const
    {
        if (!may_be_near(a, cell)) return false;
        const auto core = core_of(cell);
        return std::any_of(core.begin(), core.end(), [&](std::uint32_t b) { return near(a, b); });
    }

    void join_near(std::size_t cell, std::vector<CellIndex::Run>& runs)
    {
        const auto core = core_of(cell);
        if (core.empty()) return;
        check_stop(m_options.stop);
        m_index.near(cell, reach, slices, runs);
        for (const auto& run : runs)
            for (std::size_t other = std::max(run.first, cell + 1); other < run.last; ++other) {
                const auto a = static_cast<std::uint32_t>(cell), b = static_cast<std::uint32_t>(other);
                if (core_of(other).empty() || m_sets.root(a) == m_sets.root(b)) continue;
                if (m_bounds[cell].square_to(m_bounds[other]) > m_limit.no) continue;
                if (std::any_of(core.begin(), core.end(), [&](std::uint32_t i) { return any_core_near(i, other); }))
                    m_sets.join(a, b);
            }
    }

    /// A cluster is known by its first core point.
    void find_seeds()
    {
        std::vector<std::uint32_t> seed_of_root(m_index.cells(), none);
        for (std::size_t cell = 0; cell < m_index.cells(); ++cell)
            for (const std::uint32_t a : core_of(cell)) {
                auto& seed = seed_of_root[m_sets.root(static_cast<std::uint32_t>(cell))];
                seed = std::min(seed, m_index.order()[a]);
            }
        for (std::size_t cell = 0; cell < m_index.cells(); ++cell)
            m_seeds.push_back(seed_of_root[m_sets.root(static_cast<std::uint32_t>(cell))]);
        m_cluster.assign(m_core.size(), none);
    }

    void assign(std::size_t cell, std::vector<CellIndex::Run>& runs)
    {
        const bool all_core = core_of(cell).size() == m_index.end(cell) - m_index.begin(cell);
        if (!all_core) m_index.near(cell, reach, slices, runs);
        for (std::uint32_t a = m_index.begin(cell); a < m_index.end(cell); ++a) {
            std::uint32_t& best = m_cluster[m_index.order()[a]];
            best = m_seeds[cell];  // all points of a cell are near each other
            if (m_core[a] != 0) continue;
            for (const auto& run : runs)
                for (std::size_t other = run.first; other < run.last; ++other)
                    if (m_seeds[other] < best && any_core_near(a, other)) best = m_seeds[other];
        }
    }

    Clusters labelled() const
    {
        Clusters result;
        const std::size_t n = m_core.size();
        result.label.assign(n, noise);
        result.core.assign(n, 0);
        for (std::uint32_t a = 0; a < n; ++a) result.core[m_index.order()[a]] = m_core[a];
        std::vector<std::int32_t> number(n, noise);
        for (std::size_t id = 0; id < n; ++id) {
            if (m_cluster[id] == none) {
                ++result.noise_points;
                continue;
            }
            auto& label = number[m_cluster[id]];
            if (label == noise) {
                label = static_cast<std::int32_t>(result.sizes.size());
                result.sizes.push_back(0);
            }
            result.label[id] = label;
            ++result.sizes[static_cast<std::size_t>(label)];
        }
        return result;
    }

    CellIndex m_index;
    Metric m_metric;  ///< of places in the order of cells, as m_times and m_core
    std::vector<double> m_times;
    NearLimit m_limit;
    double m_window;
    std::size_t m_min_points;
    const ClusterOptions& m_options;
    std::vector<Bounds> m_bounds;
    std::vector<std::uint8_t> m_core;
    std::vector<std::uint32_t> m_core_points;
    std::vector<std::size_t> m_core_starts{0};
    Sets m_sets;
    std::vector<std::uint32_t> m_seeds;    ///< per cell: id of its cluster's first core point, or none
    std::vector<std::uint32_t> m_cluster;  ///< per point by id: the same
};

void require_input(double radius, std::size_t min_points)
{
    if (!(radius > 0) || !std::isfinite(radius)) throw std::invalid_argument("clusters: the radius must be positive");
    if (min_points == 0) throw std::invalid_argument("clusters: at least one point must be enough for a core");
}

void require_places(std::span<const domain::LonLat> places, const std::string& what)
{
    if (!std::all_of(places.begin(), places.end(), domain::is_valid))
        throw std::invalid_argument(what + ": a place is not on the globe");
}

using analysis::require_places;

template <class Metric, class Place>
Clusters in_space(std::span<const Place> places, double radius, std::size_t min_points, const ClusterOptions& options)
{
    require_input(radius, min_points);
    require_places(places, "clusters");
    if (places.empty()) return {};
    return Search<Metric>(places, {}, radius, 0, min_points, options).run();
}

template <class Metric, class Place>
Clusters in_space_and_time(std::span<const Place> places, std::span<const double> times, double radius, double window,
                           std::size_t min_points, const ClusterOptions& options)
{
    require_input(radius, min_points);
    require_places(places, "clusters");
    require_same_size(places.size(), times.size(), "clusters");
    require_finite(times, "times");
    if (!(window > 0) || !std::isfinite(window)) throw std::invalid_argument("clusters: the window must be positive");
    if (places.empty()) return {};
    return Search<Metric>(places, times, radius, window, min_points, options).run();
}

}  // namespace

Clusters dbscan(std::span<const domain::LonLat> places, double radius_m, std::size_t min_points,
                const ClusterOptions& options)
{
    return in_space<GeodesicMetric>(places, radius_m, min_points, options);
}

Clusters dbscan(std::span<const XY> places, double radius_m, std::size_t min_points, const ClusterOptions& options)
{
    return in_space<PlaneMetric>(places, radius_m, min_points, options);
}

Clusters st_dbscan(std::span<const domain::LonLat> places, std::span<const double> times, double radius_m,
                   double window, std::size_t min_points, const ClusterOptions& options)
{
    return in_space_and_time<GeodesicMetric>(places, times, radius_m, window, min_points, options);
}

Clusters st_dbscan(std::span<const XY> places, std::span<const double> times, double radius_m, double window,
                   std::size_t min_points, const ClusterOptions& options)
{
    return in_space_and_time<PlaneMetric>(places, times, radius_m, window, min_points, options);
}

}  // namespace tuantra::analysis
