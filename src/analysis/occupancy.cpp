// Occupancy by maximum likelihood. For a given theta the best psi solves one equation in one unknown, so that only
// theta is searched for: first over a grid wide enough for any effort, then by golden section around the best.
#include "analysis/rates.hpp"
#include "analysis/require.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace tuantra::analysis {

namespace {

struct History {
    double effort = 0;
    std::vector<double> hits;  ///< effort of the visits with a detection
    double missed = 0;         ///< effort of those without
};

struct Point {
    double psi = 0, log_likelihood = 0;
};

/// The best psi for a theta: sum of logs that is concave in psi, its slope found by bisection.
Point best_psi(const std::vector<History>& cells, double theta)
{
    double detected = 0, fixed = 0;
    std::vector<double> seen_if_used;  // of the cells without a detection
    for (const History& cell : cells) {
        if (cell.effort == 0) continue;
        if (cell.hits.empty()) {
            seen_if_used.push_back(-std::expm1(-theta * cell.effort));
            continue;
        }
        ++detected;
        fixed -= theta * cell.missed;
        for (const double effort : cell.hits) fixed += std::log(-std::expm1(-theta * effort));
    }
    const auto slope = [&](double psi) {
        double sum = detected / psi;
        for (const double q : seen_if_used) sum -= q / (1 - psi * q);
        return sum;
    };
    double low = 0, high = 1;
    const double top = 1 - 1e-15;
    if (slope(top) >= 0) {
        low = 1;
    } else {
        for (int i = 0; i < 200 && high - low > 1e-16; ++i) {
            const double middle = (low + high) / 2;
            if (middle == low || middle == high) break;
            (slope(middle) > 0 ? low : high) = middle;
        }
    }
    Point point{low, fixed + detected * std::log(low)};
    for (const double q : seen_if_used) point.log_likelihood += std::log1p(-low * q);
    return point;
}

std::vector<History> histories(std::size_t cells, std::span<const Visit> visits)
{
    std::vector<History> result(cells);
    std::size_t detections = 0;
    bool any = false;
    for (const Visit& visit : visits) {
        if (visit.cell >= cells)
            throw std::invalid_argument("occupancy: a visit to cell " + std::to_string(visit.cell) +
                                        ", which does not exist");
        if (!std::isfinite(visit.effort) || visit.effort < 0)
            throw std::invalid_argument("occupancy: effort is negative or not a number");
        if (visit.detected && visit.effort == 0)
            throw std::invalid_argument("occupancy: a detection without effort in cell " + std::to_string(visit.cell));
        History& cell = result[visit.cell];
        cell.effort += visit.effort;
        any = any || visit.effort > 0;
        if (visit.detected) {
            cell.hits.push_back(visit.effort);
            ++detections;
        } else {
            cell.missed += visit.effort;
        }
    }
    if (!any) throw std::invalid_argument("occupancy: no visit has any effort");
    require_enough(detections, 1, "detections");
    return result;
}

/// The ends of log theta: a look that finds almost nothing in the most watched cell, one that finds all in the least.
struct Range {
    double low = 0, high = 0;
};

Range theta_range(const std::vector<History>& cells)
{
    double least = std::numeric_limits<double>::infinity(), most = 0;
    for (const History& cell : cells) {
        most = std::max(most, cell.effort);
        for (const double effort : cell.hits) least = std::min(least, effort);
    }
    return {std::log(1e-4 / most), std::log(50 / least)};
}

}  // namespace

Occupancy occupancy(std::size_t cell_count, std::span<const Visit> visits)
{
    const auto cells = histories(cell_count, visits);
    const auto range = theta_range(cells);
    const auto value = [&](double log_theta) { return best_psi(cells, std::exp(log_theta)).log_likelihood; };
    constexpr int steps = 240;
    const double step = (range.high - range.low) / steps;
    int best = 0;
    double best_value = value(range.low);
    for (int i = 1; i <= steps; ++i)
        if (const double v = value(range.low + i * step); v > best_value) best = i, best_value = v;
    double low = range.low + std::max(0, best - 1) * step, high = range.low + std::min(steps, best + 1) * step;
    constexpr double golden = 0.6180339887498949;
    double left = high - golden * (high - low), right = low + golden * (high - low);
    double at_left = value(left), at_right = value(right);
    while (high - low > 1e-10) {
        if (at_left >= at_right) {
            high = right, right = left, at_right = at_left;
            left = high - golden * (high - low), at_left = value(left);
        } else {
            low = left, left = right, at_left = at_right;
            right = low + golden * (high - low), at_right = value(right);
        }
    }
    Occupancy result;
    result.theta = std::exp((low + high) / 2);
    const Point point = best_psi(cells, result.theta);
    result.psi = point.psi;
    result.log_likelihood = point.log_likelihood;
    result.at_bound = best == 0 || best == steps || point.psi >= 1 - 1e-9;
    for (const History& cell : cells) {
        const double missed = std::exp(-result.theta * cell.effort);
        const bool seen = !cell.hits.empty();
        result.naive += seen ? 1.0 / static_cast<double>(cell_count) : 0;
        result.watched.push_back(cell.effort > 0);
        result.occupied.push_back(seen ? 1 : result.psi * missed / (1 - result.psi + result.psi * missed));
    }
    return result;
}

}  // namespace tuantra::analysis
