#include "analysis/accuracy.hpp"

#include "analysis/require.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

namespace tuantra::analysis {

namespace {

void check(std::span<const ForecastCell> cells, double coverage)
{
    require_enough(cells.size(), 1, "cells");
    if (!(coverage > 0 && coverage <= 1)) throw std::invalid_argument("accuracy: the coverage must be within 0 and 1");
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const ForecastCell& c = cells[i];
        const bool counts = std::isfinite(c.before) && c.before >= 0 && std::isfinite(c.after) && c.after >= 0;
        if (!(c.size > 0) || !std::isfinite(c.size) || !std::isfinite(c.risk) || !counts)
            throw std::invalid_argument("accuracy: cell " + std::to_string(i) +
                                        " has no size, or its risk or counts are not numbers");
    }
}

/// Rounding in the sum must not push out the cell that fits exactly.
constexpr double slack = 1e-12;

template <class Risk>
std::vector<std::size_t> select(std::span<const ForecastCell> cells, double limit, const Risk& risk)
{
    std::vector<std::size_t> order(cells.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return risk(cells[a]) > risk(cells[b]); });
    double size = 0;
    std::size_t taken = 0;
    while (taken < order.size() && size + cells[order[taken]].size <= limit * (1 + slack))
        size += cells[order[taken++]].size;
    order.resize(taken);
    return order;
}

double sum_of(std::span<const ForecastCell> cells, const std::vector<std::size_t>& selected,
              double ForecastCell::*member)
{
    double sum = 0;
    for (const std::size_t i : selected) sum += cells[i].*member;
    return sum;
}

std::optional<double> ratio(double a, double b)
{
    if (!(b > 0)) return std::nullopt;
    return a / b;
}

}  // namespace

Accuracy accuracy(std::span<const ForecastCell> cells, double coverage)
{
    check(cells, coverage);
    Accuracy result;
    result.coverage = coverage;
    double total_before = 0;
    for (const ForecastCell& cell : cells) {
        result.total_size += cell.size;
        result.total += cell.after;
        total_before += cell.before;
    }
    const double limit = coverage * result.total_size;
    result.selected = select(cells, limit, [](const ForecastCell& c) { return c.risk; });
    result.best_selected = select(cells, limit, [](const ForecastCell& c) { return c.after / c.size; });
    result.size = sum_of(cells, result.selected, &ForecastCell::size);
    result.hits = sum_of(cells, result.selected, &ForecastCell::after);
    result.best_size = sum_of(cells, result.best_selected, &ForecastCell::size);
    result.best_hits = sum_of(cells, result.best_selected, &ForecastCell::after);
    result.hit_rate = ratio(result.hits, result.total);
    if (result.hit_rate) result.pai = ratio(*result.hit_rate, result.size / result.total_size);
    if (const auto best = ratio(result.best_hits, result.total))
        result.best_pai = ratio(*best, result.best_size / result.total_size);
    if (result.pai && result.best_pai) result.pei = ratio(*result.pai, *result.best_pai);
    result.ser = ratio(result.hits, result.size).value_or(0);
    const auto here = ratio(result.hits, sum_of(cells, result.selected, &ForecastCell::before));
    const auto everywhere = ratio(result.total, total_before);
    if (here && everywhere) result.rri = ratio(*here, *everywhere);
    return result;
}

}  // namespace tuantra::analysis
