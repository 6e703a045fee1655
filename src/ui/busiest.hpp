#pragma once
#include "domain/line.hpp"
#include "view/scene.hpp"

#include <vector>

namespace tuantra::ui {

/// A peak of the density along a line.
struct Peak {
    domain::LineId line = domain::LineId::land;
    double km = 0;
    double per_km = 0;
};

/// The highest peaks of both lines, highest first, each at least two bandwidths from a higher one on its line.
std::vector<Peak> busiest(const view::Scene& scene, std::size_t limit);

}  // namespace tuantra::ui
