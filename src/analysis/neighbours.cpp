#include "analysis/neighbours.hpp"

#include "analysis/parallel.hpp"
#include "analysis/point_bins.hpp"
#include "analysis/require.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

namespace tuantra::analysis {

namespace {

constexpr std::size_t points_per_task = 2048;

void require_addressable(std::size_t n)
{
    if (n >= std::numeric_limits<std::uint32_t>::max())
        throw std::invalid_argument("neighbours: too many cells or pairs");
}

}  // namespace

Neighbours neighbours_of(std::span<const std::vector<std::uint32_t>> lists)
{
    Neighbours result;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        auto sorted = lists[i];
        std::sort(sorted.begin(), sorted.end());
        const bool twice = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
        const bool itself = std::binary_search(sorted.begin(), sorted.end(), static_cast<std::uint32_t>(i));
        if (twice || itself || (!sorted.empty() && sorted.back() >= lists.size()))
            throw std::invalid_argument("neighbours of cell " + std::to_string(i) +
                                        ": one is listed twice, is the cell itself or does not exist");
        result.targets.insert(result.targets.end(), sorted.begin(), sorted.end());
        require_addressable(result.targets.size());
        result.offsets.push_back(static_cast<std::uint32_t>(result.targets.size()));
    }
    return result;
}

Neighbours line_neighbours(std::span<const std::size_t> segments_per_line, std::size_t reach)
{
    if (reach == 0) throw std::invalid_argument("neighbours along a line: the reach must be at least one segment");
    Neighbours result;
    std::size_t first = 0;
    for (const std::size_t segments : segments_per_line) {
        const std::size_t end = first + segments;
        require_addressable(end);
        for (std::size_t i = first; i < end; ++i) {
            for (std::size_t j = i - std::min(reach, i - first); j < end && j <= i + reach; ++j)
                if (j != i) result.targets.push_back(static_cast<std::uint32_t>(j));
            require_addressable(result.targets.size());
            result.offsets.push_back(static_cast<std::uint32_t>(result.targets.size()));
        }
        first = end;
    }
    return result;
}

Neighbours grid_neighbours(std::size_t rows, std::size_t columns, Contiguity contiguity)
{
    require_addressable(rows * columns * 8);
    Neighbours result;
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c) {
            for (std::size_t y = r > 0 ? r - 1 : 0; y <= std::min(r + 1, rows - 1); ++y)
                for (std::size_t x = c > 0 ? c - 1 : 0; x <= std::min(c + 1, columns - 1); ++x) {
                    const bool self = x == c && y == r, corner = x != c && y != r;
                    if (!self && (!corner || contiguity == Contiguity::corner))
                        result.targets.push_back(static_cast<std::uint32_t>(y * columns + x));
                }
            result.offsets.push_back(static_cast<std::uint32_t>(result.targets.size()));
        }
    return result;
}

Neighbours neighbours_within(std::span<const XY> points, double radius_m, unsigned threads)
{
    if (!(radius_m > 0) || !std::isfinite(radius_m))
        throw std::invalid_argument("neighbours: the radius must be positive");
    require_places(points, "neighbours");
    Neighbours result;
    const std::size_t n = points.size();
    if (n == 0) return result;
    require_addressable(n);
    const PointBins bins(points, radius_m);
    const double radius2 = radius_m * radius_m;
    std::vector<std::size_t> offsets(n + 1, 0);
    std::vector<std::vector<std::uint32_t>> found((n + points_per_task - 1) / points_per_task);
    // One search per point; what a task finds waits in its own list until all counts are known. Every place of a run is
    // written and only the near ones are kept, since a branch here is a coin toss.
    const auto search = [&](std::size_t task) {
        auto& list = found[task];
        std::size_t size = 0;
        const std::size_t end = std::min(n, (task + 1) * points_per_task);
        for (std::size_t at = task * points_per_task; at < end; ++at) {
            const std::size_t before = size;
            const XY p = bins.place(at);
            bins.each_run(at, [&](std::size_t first, std::size_t last) {
                if (list.size() < size + (last - first)) list.resize(std::max(2 * list.size(), size + (last - first)));
                for (std::size_t other = first; other < last; ++other) {
                    const XY q = bins.place(other);
                    const double dx = q.x - p.x, dy = q.y - p.y;
                    list[size] = bins.id(other);
                    size += static_cast<std::size_t>((dx * dx + dy * dy <= radius2) & (other != at));
                }
            });
            offsets[bins.id(at) + 1] = size - before;
        }
    };
    parallel_chunks(found.size(), 1, threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t task = begin; task < end; ++task) search(task);
    });
    std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
    require_addressable(offsets.back());
    result.offsets.assign(offsets.begin(), offsets.end());
    result.targets.resize(offsets.back());
    parallel_chunks(found.size(), 1, threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t task = begin; task < end; ++task) {
            auto from = found[task].begin();
            for (std::size_t at = task * points_per_task; at < std::min(n, (task + 1) * points_per_task); ++at) {
                const auto count = static_cast<std::ptrdiff_t>(result.count(bins.id(at)));
                std::copy(from, from + count, result.targets.begin() + result.offsets[bins.id(at)]);
                from += count;
            }
        }
    });
    return result;
}

}  // namespace tuantra::analysis
