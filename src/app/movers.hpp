#pragma once
#include "domain/track.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tuantra::app {

/// The limits by kind of mover, as data/movers.json gives them.
class Movers {
public:
    /// Throws std::runtime_error naming the file when it is not what it should be (it holds at least "unknown").
    explicit Movers(const std::filesystem::path& file);
    /// Those of the kind, else of "unknown".
    const domain::MoverLimits& limits(const std::string& kind) const;

private:
    std::vector<domain::MoverLimits> m_limits;
};

}  // namespace tuantra::app
