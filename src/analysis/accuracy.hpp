#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tuantra::analysis {

/// A cell or a stretch of line, what was predicted for it, and what came.
struct ForecastCell {
    double size = 0;    ///< km2, or km of line
    double risk = 0;    ///< predicted, per unit of size; only the order counts
    double before = 0;  ///< events the prediction was made from
    double after = 0;   ///< events since
};

/// How right a prediction was at one coverage. What would be a division by zero is empty.
struct Accuracy {
    double coverage = 0;                ///< asked for, share of the total size
    std::vector<std::size_t> selected;  ///< cells, riskiest first
    double size = 0, total_size = 0;
    double hits = 0, total = 0;              ///< events since, in the selection and in all
    std::optional<double> hit_rate;          ///< hits / total
    std::optional<double> pai;               ///< hit rate / share of size selected (Chainey, Tompson and Uhlig 2008)
    std::vector<std::size_t> best_selected;  ///< the same rule, had one known what came
    double best_hits = 0, best_size = 0;
    std::optional<double> best_pai;
    std::optional<double> pei;  ///< pai / best_pai (Hunt 2016)
    double ser = 0;             ///< hits per unit of size selected (Bowers, Johnson and Pease 2004); 0 for none
    std::optional<double> rri;  ///< (hits / events before, selected) / (the same of all) (Levine 2008)
};

/// Cells by risk descending, ties by index, are taken while their summed size stays within coverage times the total, up
/// to the first that does not fit. No cells, a size that is not positive, risk that is not finite (or missing), counts
/// negative or not finite, a coverage outside 0 to 1: std::invalid_argument.
Accuracy accuracy(std::span<const ForecastCell> cells, double coverage);

}  // namespace tuantra::analysis
