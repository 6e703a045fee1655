#pragma once
#include "domain/track.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tuantra::app {

/// How a kind of mover searches.
struct Sweep {
    std::string kind;
    double width_m = 0;   ///< sweep width W of Koopman (1980): as much is missed within it as seen beyond
    bool patrol = false;  ///< tracks of this kind are effort even where no patrol is recorded with them
};

/// What a kind of post sees while it stands.
struct PostWatch {
    std::string kind;
    double reach_m = 0;
    double hours_per_day = 0;
};

/// The limits by kind of mover and what movers and posts see, as data/movers.json gives them.
class Movers {
public:
    /// Throws std::runtime_error naming the file when it is not what it should be (it holds at least "unknown").
    explicit Movers(const std::filesystem::path& file);
    /// Those of the kind, else of "unknown".
    const domain::MoverLimits& limits(const std::string& kind) const;
    /// Those of the kind, else of "unknown".
    const Sweep& sweep(const std::string& kind) const;
    const std::vector<Sweep>& sweeps() const { return m_sweeps; }
    /// Nothing where the file does not name the kind: such a post watches nothing.
    PostWatch post(const std::string& kind) const;
    const std::vector<PostWatch>& posts() const { return m_posts; }

private:
    std::vector<domain::MoverLimits> m_limits;  ///< "unknown" first, as in m_sweeps
    std::vector<Sweep> m_sweeps;
    std::vector<PostWatch> m_posts;
};

}  // namespace tuantra::app
