#include "analysis/network_density.hpp"

#include "analysis/parallel.hpp"
#include "analysis/require.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <queue>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>

namespace tuantra::analysis {

namespace {

constexpr double far = std::numeric_limits<double>::infinity();
constexpr std::size_t most_paths = 1'000'000;
/// Reaches kept at once, about: those of some events, then of so many that memory stays near 200 MB.
constexpr std::size_t first_events = 4, most_events = 4096, kept_reaches = 2'000'000;

/// What one event sends into an edge: the shortest of the ways by its beginning, by its end, and on it.
struct Reach {
    std::uint32_t edge = 0;
    double by_begin = far, by_end = far;  ///< how far the event is from there
    double own_offset = far;              ///< of the event, if it is on this edge
    double factor = 1;

    double distance(double offset, double length) const
    {
        return std::min({by_begin + offset, by_end + length - offset, std::abs(own_offset - offset)});
    }
};

double kernel(NetworkKernel kernel, double distance, double bandwidth)
{
    const double u = distance / bandwidth;
    if (u >= 1) return 0;
    if (kernel == NetworkKernel::triangle) return (1 - u) / bandwidth;
    const double v = 1 - u * u;
    return (kernel == NetworkKernel::quartic ? 15.0 / 16 * v * v : 0.75 * v) / bandwidth;
}

/// An edge gone along in one direction: 2 * edge, and one more against it. Its other direction differs in the last bit.
using Way = std::uint32_t;

/// Finds what an event reaches. Thread-safe.
class Paths {
public:
    Paths(const Network& network, const NetworkSettings& settings) : m_network(network), m_settings(settings)
    {
        m_starts.assign(network.nodes + 2, 0);
        const auto ways = static_cast<Way>(2 * network.edges.size());
        for (Way way = 0; way < ways; ++way) ++m_starts[start_of(way) + 2];
        std::partial_sum(m_starts.begin(), m_starts.end(), m_starts.begin());
        m_ways.resize(ways);
        for (Way way = 0; way < ways; ++way) m_ways[m_starts[start_of(way) + 1]++] = way;
    }

    std::vector<Reach> from(const NetworkPlace& event, double weight) const
    {
        return m_settings.method == NetworkMethod::simple ? shortest(event, weight) : split(event, weight);
    }

private:
    std::uint32_t start_of(Way way) const
    {
        const NetworkEdge& edge = m_network.edges[way / 2];
        return way % 2 == 0 ? edge.from : edge.to;
    }
    std::uint32_t end_of(Way way) const { return start_of(way ^ 1U); }
    double length(Way way) const { return m_network.edges[way / 2].length_km; }
    std::span<const Way> ways_from(std::uint32_t node) const
    {
        return std::span(m_ways).subspan(m_starts[node], m_starts[node + 1] - m_starts[node]);
    }

    /// The event's own edge and, for both directions, how far the node is.
    std::pair<Reach, std::array<double, 2>> start(const NetworkPlace& event, double weight) const
    {
        Reach own{event.edge, far, far, event.offset_km, weight};
        return {own, {m_network.edges[event.edge].length_km - event.offset_km, event.offset_km}};
    }

    /// Dijkstra's, up to the bandwidth.
    std::vector<Reach> shortest(const NetworkPlace& event, double weight) const
    {
        const auto [own, ahead] = start(event, weight);
        using Entry = std::pair<double, std::uint32_t>;
        std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
        std::unordered_map<std::uint32_t, double> settled;
        for (const Way way : {0U, 1U}) queue.push({ahead[way], end_of(2 * event.edge + way)});
        std::vector<Reach> reaches{own};
        while (!queue.empty()) {
            const auto [distance, node] = queue.top();
            queue.pop();
            if (distance >= m_settings.bandwidth_km) break;
            if (!settled.emplace(node, distance).second) continue;
            for (const Way way : ways_from(node)) {
                queue.push({distance + length(way), end_of(way)});
                reaches.push_back({way / 2, way % 2 == 0 ? distance : far, way % 2 == 0 ? far : distance, far, weight});
            }
        }
        merge(reaches);
        return reaches;
    }

    /// One reach for each edge, with the shortest way by either end.
    static void merge(std::vector<Reach>& reaches)
    {
        std::stable_sort(reaches.begin(), reaches.end(),
                         [](const Reach& a, const Reach& b) { return a.edge < b.edge; });
        std::vector<Reach> merged;
        for (const Reach& reach : reaches) {
            if (merged.empty() || merged.back().edge != reach.edge) {
                merged.push_back(reach);
                continue;
            }
            Reach& same = merged.back();
            same.by_begin = std::min(same.by_begin, reach.by_begin);
            same.by_end = std::min(same.by_end, reach.by_end);
            same.own_offset = std::min(same.own_offset, reach.own_offset);
        }
        reaches = std::move(merged);
    }

    /// A path that has arrived at the end of a way.
    struct Arrival {
        Way way = 0;
        double distance = 0, factor = 1;
    };

    std::vector<Reach> split(const NetworkPlace& event, double weight) const
    {
        const auto [own, ahead] = start(event, weight);
        std::vector<Reach> reaches{own};
        std::vector<Arrival> open;
        for (const Way way : {0U, 1U}) open.push_back({2 * event.edge + way, ahead[way], weight});
        while (!open.empty()) {
            const Arrival at = open.back();
            open.pop_back();
            if (at.distance >= m_settings.bandwidth_km) continue;
            const auto ways = ways_from(end_of(at.way));
            for (const Way way : ways) {
                const double factor = at.factor * part(ways.size(), way == (at.way ^ 1U));
                if (factor == 0) continue;
                reaches.push_back(
                    {way / 2, way % 2 == 0 ? at.distance : far, way % 2 == 0 ? far : at.distance, far, factor});
                open.push_back({way, at.distance + length(way), factor});
            }
            if (reaches.size() > most_paths)
                throw std::invalid_argument(
                    "network density: more than a million paths within the bandwidth of one event; take a shorter "
                    "bandwidth or a simpler network");
        }
        return reaches;
    }

    /// Of what arrives at a node where `count` ways begin, the part that goes on into one of them.
    double part(std::size_t count, bool back) const
    {
        const double n = static_cast<double>(count);
        if (m_settings.method == NetworkMethod::discontinuous) return back ? 0 : 1 / (n - 1);
        return back ? (2 - n) / n : 2 / n;
    }

    const Network& m_network;
    const NetworkSettings& m_settings;
    std::vector<std::size_t> m_starts;
    std::vector<Way> m_ways;  ///< by the node where they begin
};

void require_network(const Network& network)
{
    if (network.edges.empty()) throw std::invalid_argument("network density: the network has no edges");
    if (network.edges.size() > std::numeric_limits<Way>::max() / 2)
        throw std::invalid_argument("network density: too many edges");
    for (std::size_t i = 0; i < network.edges.size(); ++i) {
        const NetworkEdge& edge = network.edges[i];
        if (edge.from >= network.nodes || edge.to >= network.nodes || !(edge.length_km > 0) ||
            !std::isfinite(edge.length_km))
            throw std::invalid_argument("network density: edge " + std::to_string(i) +
                                        " has no length or leads to a node that there is not");
    }
}

void require_on(const Network& network, std::span<const NetworkPlace> places, const std::string& what)
{
    for (std::size_t i = 0; i < places.size(); ++i)
        if (places[i].edge >= network.edges.size() || !(places[i].offset_km >= 0) ||
            places[i].offset_km > network.edges[places[i].edge].length_km)
            throw std::invalid_argument("network density: " + what + " " + std::to_string(i) +
                                        " is not on the network");
}

}  // namespace

std::vector<Lixel> lixels(const Network& network, double longest_km)
{
    require_network(network);
    if (!(longest_km > 0) || !std::isfinite(longest_km))
        throw std::invalid_argument("network density: the length of a part must be positive");
    std::vector<Lixel> parts;
    for (std::uint32_t e = 0; e < network.edges.size(); ++e) {
        const double length = network.edges[e].length_km;
        // A hair's breadth over a whole number is not one part more.
        const double wanted = std::max(1.0, std::ceil(length / longest_km * (1 - 1e-12)));
        if (wanted > 1e8) throw std::invalid_argument("network density: the parts are too short");
        const auto count = static_cast<std::size_t>(wanted);
        for (std::size_t i = 0; i < count; ++i)
            parts.push_back({{e, (static_cast<double>(i) + 0.5) * length / wanted}, length / wanted});
    }
    return parts;
}

std::vector<double> network_density_at(std::span<const NetworkPlace> places, const Network& network,
                                       std::span<const NetworkPlace> events, std::span<const double> weights,
                                       const NetworkSettings& settings, const std::stop_token& stop)
{
    require_network(network);
    require_enough(events.size(), 1, "incidents");
    require_on(network, events, "event");
    require_on(network, places, "place");
    if (!weights.empty()) require_same_size(weights.size(), events.size(), "network density");
    require_counts(weights, "network density");
    if (!(settings.bandwidth_km > 0) || !std::isfinite(settings.bandwidth_km))
        throw std::invalid_argument("network density: the bandwidth must be positive");

    const Paths paths(network, settings);
    std::vector<double> values(places.size(), 0);
    // Some events at a time, so that their paths need not all be kept. However many: the order of the sums is theirs.
    std::size_t at_once = first_events;
    for (std::size_t first = 0, count = 0; first < events.size(); first += count) {
        count = std::min(at_once, events.size() - first);
        std::vector<std::vector<Reach>> reaches(count);
        parallel_chunks(count, 4, settings.threads, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                check_stop(stop);
                reaches[i] = paths.from(events[first + i], weights.empty() ? 1 : weights[first + i]);
            }
        });
        std::vector<std::vector<Reach>> by_edge(network.edges.size());
        std::size_t found = 0;
        for (auto& of_event : reaches) {
            for (const Reach& reach : of_event) by_edge[reach.edge].push_back(reach);
            found += of_event.size();
            std::vector<Reach>().swap(of_event);
        }
        at_once = std::clamp(kept_reaches * count / found, first_events, most_events);
        parallel_chunks(places.size(), 64, settings.threads, [&](std::size_t begin, std::size_t end) {
            check_stop(stop);
            for (std::size_t i = begin; i < end; ++i) {
                const double length = network.edges[places[i].edge].length_km;
                for (const Reach& reach : by_edge[places[i].edge])
                    values[i] += reach.factor * kernel(settings.kernel, reach.distance(places[i].offset_km, length),
                                                       settings.bandwidth_km);
            }
        });
    }
    return values;
}

}  // namespace tuantra::analysis
