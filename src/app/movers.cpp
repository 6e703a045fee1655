#include "app/movers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace tuantra::app {

Movers::Movers(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    if (!stream) throw std::runtime_error(file.string() + ": cannot be read");
    try {
        const auto document = nlohmann::json::parse(stream);
        for (const auto& mover : document.at("movers")) {
            m_limits.push_back({mover.at("kind"), mover.at("max_speed_mps"), mover.at("max_gap_s")});
            m_sweeps.push_back({mover.at("kind"), mover.value("sweep_width_m", 0.0), mover.value("patrol", false)});
        }
        for (const auto& post : document.value("posts", nlohmann::json::array()))
            m_posts.push_back({post.at("kind"), post.at("reach_m"), post.at("hours_per_day")});
    } catch (const nlohmann::json::exception& error) {
        throw std::runtime_error(file.string() + ": " + error.what());
    }
    const auto unknown =
        std::find_if(m_limits.begin(), m_limits.end(), [](const auto& m) { return m.kind == "unknown"; });
    if (unknown == m_limits.end()) throw std::runtime_error(file.string() + ": has no limits for \"unknown\"");
    std::iter_swap(m_sweeps.begin(), m_sweeps.begin() + (unknown - m_limits.begin()));
    std::iter_swap(m_limits.begin(), unknown);
    const bool positive = std::all_of(m_sweeps.begin(), m_sweeps.end(), [](const auto& s) { return s.width_m >= 0; }) &&
                          std::all_of(m_posts.begin(), m_posts.end(), [](const auto& p) {
                              return p.reach_m >= 0 && p.hours_per_day >= 0 && p.hours_per_day <= 24;
                          });
    if (!positive)
        throw std::runtime_error(file.string() + ": a sweep width or a post's reach or hours are impossible");
}

const domain::MoverLimits& Movers::limits(const std::string& kind) const
{
    const auto at = std::find_if(m_limits.begin(), m_limits.end(), [&](const auto& m) { return m.kind == kind; });
    return at == m_limits.end() ? m_limits.front() : *at;
}

const Sweep& Movers::sweep(const std::string& kind) const
{
    const auto at = std::find_if(m_sweeps.begin(), m_sweeps.end(), [&](const auto& s) { return s.kind == kind; });
    return at == m_sweeps.end() ? m_sweeps.front() : *at;
}

PostWatch Movers::post(const std::string& kind) const
{
    const auto at = std::find_if(m_posts.begin(), m_posts.end(), [&](const auto& p) { return p.kind == kind; });
    return at == m_posts.end() ? PostWatch{kind, 0, 0} : *at;
}

}  // namespace tuantra::app
