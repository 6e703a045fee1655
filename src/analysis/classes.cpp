#include "analysis/classes.hpp"

#include "analysis/quantile.hpp"
#include "analysis/require.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace tuantra::analysis {

namespace {

std::vector<double> sorted_values(std::span<const double> values, std::size_t classes)
{
    if (classes < 1 || classes > most_classes) throw std::invalid_argument("classes: 1 to 7 classes can be told apart");
    require_enough(values.size(), 1, "values");
    require_finite(values, "classes");
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

double squares_about_mean(std::span<const double> sorted)
{
    if (sorted.empty()) return 0;
    const double mean = std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size());
    double squares = 0;
    for (const double v : sorted) squares += (v - mean) * (v - mean);
    return squares;
}

double deviations_from_median(std::span<const double> sorted)
{
    if (sorted.empty()) return 0;
    const double median = quantile(sorted, 0.5);
    double sum = 0;
    for (const double v : sorted) sum += std::abs(v - median);
    return sum;
}

/// Counts the values and measures the fit of bounds that ascend.
Classes with_bounds(std::span<const double> sorted, std::vector<double> bounds)
{
    Classes result;
    double squares = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        const std::size_t end =
            i + 1 == bounds.size()
                ? sorted.size()
                : static_cast<std::size_t>(std::upper_bound(sorted.begin(), sorted.end(), bounds[i]) - sorted.begin());
        const auto part = sorted.subspan(begin, end - begin);
        result.counts.push_back(part.size());
        squares += squares_about_mean(part);
        result.absolute_deviation += deviations_from_median(part);
        begin = end;
    }
    const double all = squares_about_mean(sorted);
    result.variance_fit = all > 0 ? 1 - squares / all : 1;
    result.upper_bounds = std::move(bounds);
    return result;
}

/// The least squared deviations of the first values in so many classes, class after class.
class LeastSquares {
public:
    explicit LeastSquares(std::span<const double> sorted)
    {
        // From the middle, so that sums of squares keep their digits.
        const double middle = quantile(sorted, 0.5);
        m_sums.push_back({});
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                m_values.push_back(sorted[i]);
                m_sums.push_back(m_sums.back());
            }
            const long double v = static_cast<long double>(sorted[i]) - middle;
            Sums& sums = m_sums.back();
            sums.count += 1, sums.sum += v, sums.squares += v * v;
        }
    }

    std::vector<double> bounds(std::size_t classes)
    {
        const std::size_t n = m_values.size();
        classes = std::min(classes, n);
        m_best.resize(n + 1);
        for (std::size_t i = 0; i <= n; ++i) m_best[i] = i == 0 ? 0 : cost(0, i);
        std::vector<std::vector<std::size_t>> starts(classes);  // of the last class, by the number of values
        for (std::size_t k = 1; k < classes; ++k) {
            m_next.assign(n + 1, std::numeric_limits<long double>::infinity());
            m_starts.assign(n + 1, 0);
            solve(k + 1, n, k, n - 1);
            std::swap(m_best, m_next);
            starts[k] = m_starts;
        }
        std::vector<double> upper;
        std::size_t end = n;
        for (std::size_t k = classes; k-- > 0; end = k > 0 ? starts[k][end] : 0) upper.push_back(m_values[end - 1]);
        std::reverse(upper.begin(), upper.end());
        return upper;
    }

private:
    struct Sums {
        long double count = 0, sum = 0, squares = 0;
    };

    /// Of the values from begin to end (exclusive) in one class.
    long double cost(std::size_t begin, std::size_t end) const
    {
        const Sums &a = m_sums[begin], &b = m_sums[end];
        const long double sum = b.sum - a.sum;
        return std::max(b.squares - a.squares - sum * sum / (b.count - a.count), 0.0L);
    }

    /// Finds where the last class begins for every end in first..last, knowing that it lies in low..high.
    void solve(std::size_t first, std::size_t last, std::size_t low, std::size_t high)
    {
        if (first > last) return;
        const std::size_t end = first + (last - first) / 2;
        for (std::size_t start = low; start <= std::min(high, end - 1); ++start) {
            const long double value = m_best[start] + cost(start, end);
            if (value < m_next[end]) m_next[end] = value, m_starts[end] = start;
        }
        solve(first, end - 1, low, m_starts[end]);
        solve(end + 1, last, m_starts[end], high);
    }

    std::vector<double> m_values;  ///< different ones
    std::vector<Sums> m_sums;      ///< of the first so many of them
    std::vector<long double> m_best, m_next;
    std::vector<std::size_t> m_starts;
};

}  // namespace

std::size_t Classes::class_of(double value) const
{
    if (std::isnan(value)) throw std::invalid_argument("classes: what is not a number has no class");
    const auto at = std::lower_bound(upper_bounds.begin(), upper_bounds.end(), value);
    return std::min(static_cast<std::size_t>(at - upper_bounds.begin()), upper_bounds.size() - 1);
}

Classes fisher_jenks(std::span<const double> values, std::size_t classes)
{
    const auto sorted = sorted_values(values, classes);
    return with_bounds(sorted, LeastSquares(sorted).bounds(classes));
}

Classes quantile_classes(std::span<const double> values, std::size_t classes)
{
    const auto sorted = sorted_values(values, classes);
    std::vector<double> bounds;
    for (std::size_t i = 1; i <= classes; ++i) {
        const double bound = quantile(sorted, static_cast<double>(i) / static_cast<double>(classes));
        if (bounds.empty() || bound > bounds.back()) bounds.push_back(bound);
    }
    return with_bounds(sorted, std::move(bounds));
}

Classes equal_intervals(std::span<const double> values, std::size_t classes)
{
    const auto sorted = sorted_values(values, classes);
    const double low = sorted.front(), high = sorted.back();
    std::vector<double> bounds;
    for (std::size_t i = 1; i < classes; ++i) {
        const double bound = std::lerp(low, high, static_cast<double>(i) / static_cast<double>(classes));
        if (bound < high && bound > (bounds.empty() ? low : bounds.back())) bounds.push_back(bound);
    }
    bounds.push_back(high);
    return with_bounds(sorted, std::move(bounds));
}

Classes fixed_breaks(std::span<const double> values, std::span<const double> upper_bounds)
{
    const auto sorted = sorted_values(values, upper_bounds.size());
    require_finite(upper_bounds, "classes");
    for (std::size_t i = 1; i < upper_bounds.size(); ++i)
        if (!(upper_bounds[i] > upper_bounds[i - 1])) throw std::invalid_argument("classes: the bounds must ascend");
    return with_bounds(sorted, {upper_bounds.begin(), upper_bounds.end()});
}

}  // namespace tuantra::analysis
