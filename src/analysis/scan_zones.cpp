#include "analysis/require.hpp"
#include "analysis/scan.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace tuantra::analysis {

namespace {

/// Rounding in a sum of weights must not push out the window that fits exactly.
constexpr double slack = 1e-12;

double limit_of(std::size_t locations, std::span<const double> weights, double max_share)
{
    require_enough(locations, 2, "locations");
    require_same_size(locations, weights.size(), "scan, locations and weights");
    require_counts(weights, "scan, weights");
    if (!(max_share > 0 && max_share <= 0.5))
        throw std::invalid_argument("scan: the largest window must be within 0 and 50 percent");
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (!(sum > 0)) throw std::invalid_argument("scan: nothing to scan, all weights are zero");
    return sum * max_share * (1 + slack);
}

struct Far {
    double distance = 0;
    std::uint32_t location = 0;
    bool operator<(const Far& o) const
    {
        return distance != o.distance ? distance < o.distance : location < o.location;
    }
};

/// Appends the windows of one centre; locations as far as the last one must all fit or none of them.
void append(ScanZones& zones, const std::vector<Far>& order, std::span<const double> weights, double limit)
{
    double sum = 0;
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first;
        while (end < order.size() && order[end].distance <= order[first].distance)
            sum += weights[order[end++].location];
        if (sum > limit) break;
        for (; first < end; ++first) {
            zones.members.push_back(order[first].location);
            zones.reach.push_back(order[first].distance);
        }
    }
    zones.offsets.push_back(zones.members.size());
}

}  // namespace

ScanZones circular_zones(std::size_t locations, const std::function<double(std::size_t, std::size_t)>& distance,
                         std::span<const double> weights, double max_share)
{
    const double limit = limit_of(locations, weights, max_share);
    ScanZones zones;
    std::vector<Far> order(locations);
    for (std::size_t centre = 0; centre < locations; ++centre) {
        for (std::size_t i = 0; i < locations; ++i) {
            order[i] = {distance(centre, i), static_cast<std::uint32_t>(i)};
            if (!(order[i].distance >= 0)) throw std::invalid_argument("scan: a distance is negative or not a number");
        }
        std::sort(order.begin(), order.end());
        append(zones, order, weights, limit);
    }
    return zones;
}

ScanZones circular_zones(std::span<const XY> places, std::span<const double> weights, double max_share)
{
    require_places(places, "scan");
    return circular_zones(
        places.size(),
        [&](std::size_t a, std::size_t b) { return std::hypot(places[a].x - places[b].x, places[a].y - places[b].y); },
        weights, max_share);
}

ScanZones interval_zones(std::span<const double> chainages_km, std::span<const double> weights, double max_share)
{
    const double limit = limit_of(chainages_km.size(), weights, max_share);
    require_finite(chainages_km, "scan, chainages");
    ScanZones zones;
    std::vector<std::uint32_t> along(chainages_km.size());
    std::iota(along.begin(), along.end(), 0U);
    std::sort(along.begin(), along.end(), [&](std::uint32_t a, std::uint32_t b) {
        return chainages_km[a] != chainages_km[b] ? chainages_km[a] < chainages_km[b] : a < b;
    });
    std::vector<std::size_t> place(along.size());
    for (std::size_t i = 0; i < along.size(); ++i) place[along[i]] = i;
    std::vector<Far> order;
    for (std::size_t centre = 0; centre < along.size(); ++centre) {
        order.clear();
        // The window begins with all that lie where its first location lies, also those sorted before it.
        std::size_t first = place[centre];
        while (first > 0 && chainages_km[along[first - 1]] == chainages_km[centre]) --first;
        double sum = 0;
        for (std::size_t i = first; i < along.size() && sum <= limit; ++i) {
            order.push_back({chainages_km[along[i]] - chainages_km[centre], along[i]});
            sum += weights[along[i]];
        }
        // Cut off in the middle of equals: leave them all to the limit's test.
        const std::size_t next = first + order.size();
        for (std::size_t i = next; i < along.size() && chainages_km[along[i]] == chainages_km[order.back().location];
             ++i)
            order.push_back({order.back().distance, along[i]});
        append(zones, order, weights, limit);
    }
    return zones;
}

}  // namespace tuantra::analysis
