// Conditional permutation for all cells from one set of shuffles.
//
// A shuffle is an order of cells. For a cell with k neighbours the first k of that order, itself left out, are a fair
// draw from all others. Unless the cell stands among the first k, that is simply the sum of the first k: the same for
// every cell with k neighbours, so that these sums are sorted once and a cell costs two binary searches. The few
// shuffles that hold the cell among the first k are put right one by one. The result is that of drawing for every cell.
#include "analysis/local_stats.hpp"
#include "analysis/parallel.hpp"
#include "analysis/random.hpp"
#include "analysis/require.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace tuantra::analysis {

namespace {

constexpr std::size_t cells_per_chunk = 2048;

/// The first `depth` cells of every shuffle, their running sums, and where each cell stands.
struct Shuffles {
    std::size_t count = 0, depth = 0;
    std::vector<std::uint32_t> cells;  ///< [shuffle * depth + place]
    std::vector<double> sums;          ///< the first place + 1 cells
    std::vector<std::size_t> starts;   ///< per cell, into where
    std::vector<std::size_t> where;    ///< shuffle * depth + place, of each cell

    double first(std::size_t shuffle, std::size_t k) const { return sums[shuffle * depth + k - 1]; }
};

void draw(Shuffles& s, std::span<const double> values, std::uint64_t seed, std::size_t begin, std::size_t end)
{
    std::vector<std::uint32_t> order(values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::vector<std::size_t> swapped(s.depth);
    for (std::size_t shuffle = begin; shuffle < end; ++shuffle) {
        Random random(seed, shuffle);
        double sum = 0;
        for (std::size_t place = 0; place < s.depth; ++place) {
            swapped[place] = place + random.below(order.size() - place);
            std::swap(order[place], order[swapped[place]]);
            s.cells[shuffle * s.depth + place] = order[place];
            s.sums[shuffle * s.depth + place] = sum += values[order[place]];
        }
        // Every shuffle starts from the same order, whichever thread draws it.
        for (std::size_t place = s.depth; place > 0; --place) std::swap(order[place - 1], order[swapped[place - 1]]);
    }
}

Shuffles shuffles_of(std::span<const double> values, std::size_t depth, std::uint64_t seed, std::size_t count,
                     unsigned threads)
{
    Shuffles s{count, depth, {}, {}, std::vector<std::size_t>(values.size() + 1, 0), {}};
    s.cells.resize(count * depth);
    s.sums.resize(count * depth);
    parallel_chunks(count, 64, threads, [&](std::size_t begin, std::size_t end) { draw(s, values, seed, begin, end); });
    for (const std::uint32_t cell : s.cells) ++s.starts[cell + 1];
    std::partial_sum(s.starts.begin(), s.starts.end(), s.starts.begin());
    s.where.resize(s.cells.size());
    auto next = s.starts;
    for (std::size_t at = 0; at < s.cells.size(); ++at) s.where[next[s.cells[at]]++] = at;
    return s;
}

struct Tails {
    std::size_t above = 0, below = 0;  ///< at least, at most as seen
};

Tails tails_of(std::span<const double> sorted, double seen, double slack)
{
    const auto first_above = std::lower_bound(sorted.begin(), sorted.end(), seen - slack);
    const auto end_below = std::upper_bound(sorted.begin(), sorted.end(), seen + slack);
    return {static_cast<std::size_t>(sorted.end() - first_above), static_cast<std::size_t>(end_below - sorted.begin())};
}

/// Takes out of the tails the draws that hold the cell itself, and puts in what they are without it.
void put_right(Tails& tails, const Shuffles& s, std::span<const double> values, std::size_t cell, std::size_t k,
               double seen, double slack)
{
    for (std::size_t i = s.starts[cell]; i < s.starts[cell + 1]; ++i) {
        const std::size_t shuffle = s.where[i] / s.depth, place = s.where[i] % s.depth;
        if (place >= k) continue;
        const double wrong = s.first(shuffle, k);
        const double right = wrong - values[cell] + values[s.cells[shuffle * s.depth + k]];
        tails.above -= wrong >= seen - slack;
        tails.below -= wrong <= seen + slack;
        tails.above += right >= seen - slack;
        tails.below += right <= seen + slack;
    }
}

}  // namespace

std::vector<double> permutation_p(std::span<const double> values, const Neighbours& neighbours, std::uint64_t seed,
                                  std::size_t permutations, unsigned threads)
{
    require_same_size(values.size(), neighbours.size(), "permutation, values and neighbours");
    require_enough(values.size(), 3, "cells");
    require_finite(values, "permutation");
    if (permutations < 19) throw std::invalid_argument("permutation: at least 19 permutations are needed");
    const std::size_t n = values.size();
    std::vector<char> used(n, 0);
    std::size_t most = 0;
    double magnitude = 0;
    for (std::size_t i = 0; i < n; ++i) {
        used[neighbours.count(i)] = 1;
        most = std::max(most, neighbours.count(i));
        magnitude = std::max(magnitude, std::abs(values[i]));
    }
    std::vector<double> p(n, 1.0);
    if (most == 0) return p;
    const Shuffles s = shuffles_of(values, most + 1, seed, permutations, threads);
    // Sums that differ only by rounding are equal.
    const double slack = magnitude * static_cast<double>(most) * 1e-13;
    std::vector<std::vector<double>> sorted(most + 1);
    parallel_chunks(most, 1, threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t k = begin + 1; k <= end; ++k) {
            if (!used[k]) continue;
            for (std::size_t shuffle = 0; shuffle < permutations; ++shuffle) sorted[k].push_back(s.first(shuffle, k));
            std::sort(sorted[k].begin(), sorted[k].end());
        }
    });
    parallel_chunks(n, cells_per_chunk, threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::size_t k = neighbours.count(i);
            if (k == 0) continue;
            double seen = 0;
            for (const std::uint32_t j : neighbours.of(i)) seen += values[j];
            Tails tails = tails_of(sorted[k], seen, slack);
            put_right(tails, s, values, i, k, seen, slack);
            const double rarer = static_cast<double>(std::min(tails.above, tails.below) + 1);
            p[i] = std::min(1.0, 2 * rarer / static_cast<double>(permutations + 1));
        }
    });
    return p;
}

}  // namespace tuantra::analysis
