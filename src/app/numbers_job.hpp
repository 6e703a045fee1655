#pragma once
#include "domain/line.hpp"
#include "domain/time.hpp"
#include "jobs/runner.hpp"
#include "view/numbers.hpp"
#include "view/scene.hpp"

#include <cstdint>
#include <optional>

namespace tuantra::app {

struct NumbersInput {
    std::shared_ptr<const view::Scene> scene;  ///< not null, with its rows of any time
    domain::Lines lines;
    domain::Zone zone;                          ///< of the clock that hours and weekdays are read on
    std::optional<domain::TimeSpan> data_span;  ///< first and last incident
    std::int64_t now_unix_s = 0;
};

/// Counts what the numbers panel shows. The period before is as long as the filter's, which ends with it, with the
/// newest record or now, whichever comes first. Throws jobs::Cancelled.
view::Numbers make_numbers(const NumbersInput& input, jobs::Progress& progress);

}  // namespace tuantra::app
