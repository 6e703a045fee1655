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
        for (const auto& mover : document.at("movers"))
            m_limits.push_back({mover.at("kind"), mover.at("max_speed_mps"), mover.at("max_gap_s")});
    } catch (const nlohmann::json::exception& error) {
        throw std::runtime_error(file.string() + ": " + error.what());
    }
    const auto unknown =
        std::find_if(m_limits.begin(), m_limits.end(), [](const auto& m) { return m.kind == "unknown"; });
    if (unknown == m_limits.end()) throw std::runtime_error(file.string() + ": has no limits for \"unknown\"");
    std::iter_swap(m_limits.begin(), unknown);
}

const domain::MoverLimits& Movers::limits(const std::string& kind) const
{
    const auto at = std::find_if(m_limits.begin(), m_limits.end(), [&](const auto& m) { return m.kind == kind; });
    return at == m_limits.end() ? m_limits.front() : *at;
}

}  // namespace tuantra::app
