#include "ui/busiest.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

std::vector<Peak> busiest(const view::Scene& scene, std::size_t limit)
{
    std::vector<Peak> tops;
    for (std::size_t l = 0; l < scene.heat.size(); ++l) {
        const auto& heat = scene.heat[l];
        const auto& v = heat.per_km;
        for (std::size_t i = 0; i < v.size(); ++i) {
            const bool rises = i == 0 || v[i] > v[i - 1];
            const bool falls = i + 1 == v.size() || v[i] >= v[i + 1];
            if (v[i] > 0 && rises && falls)
                tops.push_back({static_cast<domain::LineId>(l), (static_cast<double>(i) + 0.5) * heat.step_km,
                                static_cast<double>(v[i])});
        }
    }
    std::stable_sort(tops.begin(), tops.end(), [](const Peak& a, const Peak& b) { return a.per_km > b.per_km; });
    std::vector<Peak> out;
    for (const auto& t : tops) {
        if (out.size() >= limit) break;
        const double apart = 2 * scene.heat[static_cast<std::size_t>(t.line)].bandwidth_km;
        const bool shadowed = std::any_of(
            out.begin(), out.end(), [&](const Peak& p) { return p.line == t.line && std::abs(p.km - t.km) < apart; });
        if (!shadowed) out.push_back(t);
    }
    return out;
}

}  // namespace tuantra::ui
