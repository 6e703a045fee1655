#include "analysis/best.hpp"

#include "analysis/require.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>

namespace tuantra::analysis {

namespace {

/// Two chainages that differ by less are the same place: a tenth of a millimetre.
constexpr double same_km = 1e-7;

/// Events in order along the line; sums[i] is the weight of the first i.
struct Ordered {
    std::vector<double> at;
    std::vector<double> sums{0};
};

Ordered in_order(std::span<const double> chainages, std::span<const double> weights, double line_km, double length_km)
{
    require_enough(chainages.size(), 1, "incidents");
    if (!weights.empty()) require_same_size(chainages.size(), weights.size(), "best stretch, chainages and weights");
    require_counts(weights, "best stretch, weights");
    require_finite(chainages, "best stretch, chainages");
    if (!std::isfinite(line_km) || !std::isfinite(length_km) || !(length_km > 0) || length_km > line_km)
        throw std::invalid_argument("best stretch: the length must be within 0 and the length of the line");
    std::vector<std::size_t> order(chainages.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return chainages[a] < chainages[b]; });
    Ordered events;
    for (const std::size_t i : order) {
        if (chainages[i] < 0 || chainages[i] > line_km)
            throw std::invalid_argument("best stretch: incident " + std::to_string(i) + " lies beyond the line");
        events.at.push_back(chainages[i]);
        events.sums.push_back(events.sums.back() + (weights.empty() ? 1 : weights[i]));
    }
    return events;
}

void sum_up(BestStretches& result, double total)
{
    result.total = total;
    for (const Stretch& s : result.stretches) result.weight += s.weight;
    result.share = total > 0 ? result.weight / total : 0;
}

/// A stretch that starts at an event may leave the line: pushes it back from the end, and those it runs into, and
/// counts anew what each holds.
void fit(std::vector<Stretch>& stretches, const Ordered& events, double line_km)
{
    double limit = line_km;
    for (auto s = stretches.rbegin(); s != stretches.rend(); ++s) {
        const double length = s->to_km - s->from_km;
        s->to_km = std::min(s->to_km, limit);
        s->from_km = std::max(0.0, s->to_km - length);
        limit = s->from_km;
    }
    std::size_t first = 0;
    for (Stretch& s : stretches) {
        while (first < events.at.size() && events.at[first] < s.from_km - same_km) ++first;
        std::size_t end = first;
        while (end < events.at.size() && events.at[end] <= s.to_km + same_km) ++end;
        s.weight = events.sums[end] - events.sums[first];
        s.events = end - first;
        first = end;
    }
}

}  // namespace

BestStretches best_stretch(std::span<const double> chainages_km, std::span<const double> weights, double line_km,
                           double length_km)
{
    return best_equal_stretches(chainages_km, weights, line_km, length_km, 1);
}

BestStretches best_equal_stretches(std::span<const double> chainages_km, std::span<const double> weights,
                                   double line_km, double length_km, std::size_t count)
{
    if (count == 0) throw std::invalid_argument("best stretches: at least one is needed");
    const Ordered events = in_order(chainages_km, weights, line_km, length_km);
    const std::size_t n = events.at.size();
    count = std::min(count, n);
    const double each = length_km / static_cast<double>(count);
    std::vector<std::size_t> end(n);  // the first event beyond a stretch that starts at event i
    for (std::size_t i = 0, e = 0; i < n; ++i) {
        while (e < n && events.at[e] <= events.at[i] + each + same_km) ++e;
        end[i] = e;
    }
    // best[k][i]: most weight of events i and after in k stretches.
    std::vector<std::vector<double>> best(count + 1, std::vector<double>(n + 1, 0));
    for (std::size_t k = 1; k <= count; ++k)
        for (std::size_t i = n; i-- > 0;)
            best[k][i] = std::max(best[k][i + 1], events.sums[end[i]] - events.sums[i] + best[k - 1][end[i]]);
    BestStretches result;
    for (std::size_t k = count, i = 0; k > 0 && i < n;) {
        const double taken = events.sums[end[i]] - events.sums[i] + best[k - 1][end[i]];
        if (taken >= best[k][i]) {
            result.stretches.push_back({events.at[i], events.at[i] + each, 0, 0});
            i = end[i];
            --k;
        } else {
            ++i;
        }
    }
    fit(result.stretches, events, line_km);
    sum_up(result, events.sums.back());
    return result;
}

namespace {

/// One layer of the dynamic programme per cell of the line; a state is (cells used, stretches used, in a stretch or
/// not).
class FreeStretches {
public:
    FreeStretches(std::span<const double> weights, std::size_t steps, std::size_t count, std::size_t least)
        : m_cells(weights.size()), m_steps(steps), m_count(count), m_least(least), m_sums(weights.size() + 1, 0)
    {
        std::partial_sum(weights.begin(), weights.end(), m_sums.begin() + 1);
        m_layer = (steps + 1) * (count + 1) * 2;
        if (static_cast<double>(m_layer) * static_cast<double>(m_cells + 1) > 1e8)
            throw std::invalid_argument(
                "best stretches: cells times steps times stretches are too many; use longer cells");
        m_choice.assign(m_layer * (m_cells + 1), none);
        m_ring.assign(m_layer * (least + 1), lost);
    }

    BestStretches run(double step_km)
    {
        value(0, 0, 0, 0) = 0;
        for (std::size_t cell = 1; cell <= m_cells; ++cell) advance(cell);
        return trace(step_km);
    }

private:
    enum Choice : std::uint8_t { none, skip, leave, start, go_on };
    static constexpr double lost = -1;

    std::size_t at(std::size_t used, std::size_t made, std::size_t inside) const
    {
        return (used * (m_count + 1) + made) * 2 + inside;
    }
    double& value(std::size_t cell, std::size_t used, std::size_t made, std::size_t inside)
    {
        return m_ring[cell % (m_least + 1) * m_layer + at(used, made, inside)];
    }

    void offer(std::size_t cell, std::size_t state, double& best, double candidate, Choice choice)
    {
        if (candidate <= best) return;
        best = candidate;
        m_choice[cell * m_layer + state] = choice;
    }

    void advance(std::size_t cell)
    {
        // The layer that falls out of the ring is the one written now: a start reaches exactly m_least cells back.
        std::vector<double> now(m_layer, lost);
        for (std::size_t used = 0; used <= std::min(m_steps, cell); ++used)
            for (std::size_t made = 0; made <= m_count; ++made) {
                const std::size_t out = at(used, made, 0), in = at(used, made, 1);
                offer(cell, out, now[out], value(cell - 1, used, made, 0), skip);
                offer(cell, out, now[out], value(cell - 1, used, made, 1), leave);
                if (made == 0) continue;
                if (used >= m_least && cell >= m_least) {
                    const double before = value(cell - m_least, used - m_least, made - 1, 0);
                    if (before >= 0) offer(cell, in, now[in], before + m_sums[cell] - m_sums[cell - m_least], start);
                }
                if (used > 0) {
                    const double before = value(cell - 1, used - 1, made, 1);
                    if (before >= 0) offer(cell, in, now[in], before + m_sums[cell] - m_sums[cell - 1], go_on);
                }
            }
        std::copy(now.begin(), now.end(), m_ring.begin() + static_cast<std::ptrdiff_t>(cell % (m_least + 1) * m_layer));
    }

    BestStretches trace(double step_km)
    {
        std::size_t used = 0, made = 0, inside = 0;
        double best = lost;
        for (std::size_t u = 0; u <= m_steps; ++u)
            for (std::size_t m = 0; m <= m_count; ++m)
                for (std::size_t i = 0; i < 2; ++i)
                    if (value(m_cells, u, m, i) > best) best = value(m_cells, u, m, i), used = u, made = m, inside = i;
        BestStretches result;
        std::size_t end = m_cells;
        for (std::size_t cell = m_cells; cell > 0;) {
            const Choice choice = m_choice[cell * m_layer + at(used, made, inside)];
            if (choice == go_on) {
                --cell, --used;
            } else if (choice == start) {
                cell -= m_least, used -= m_least, --made, inside = 0;
                result.stretches.push_back({static_cast<double>(cell) * step_km, static_cast<double>(end) * step_km,
                                            m_sums[end] - m_sums[cell], 0});
                end = cell;
            } else {
                --cell;
                if (choice == leave) inside = 1;
                end = cell;
            }
        }
        std::reverse(result.stretches.begin(), result.stretches.end());
        sum_up(result, m_sums.back());
        return result;
    }

    std::size_t m_cells, m_steps, m_count, m_least, m_layer = 0;
    std::vector<double> m_sums;
    std::vector<Choice> m_choice;
    std::vector<double> m_ring;
};

}  // namespace

BestStretches best_free_stretches(std::span<const double> weights, double step_km, std::size_t steps, std::size_t count,
                                  std::size_t least_steps)
{
    require_enough(weights.size(), 1, "cells");
    require_counts(weights, "best stretches, weights");
    if (!(step_km > 0) || !std::isfinite(step_km))
        throw std::invalid_argument("best stretches: the cell must have a length");
    if (count == 0 || least_steps == 0 || steps < least_steps)
        throw std::invalid_argument("best stretches: at least one stretch, and room for the shortest one, are needed");
    steps = std::min(steps, weights.size());
    if (least_steps > weights.size())
        throw std::invalid_argument("best stretches: the shortest is longer than the line");
    return FreeStretches(weights, steps, std::min(count, weights.size()), least_steps).run(step_km);
}

}  // namespace tuantra::analysis
