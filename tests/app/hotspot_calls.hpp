#pragma once
#include "planted.hpp"

namespace tuantra::tests {

inline nlohmann::json hotspots(const Program& program, std::vector<std::string> words)
{
    words.insert(words.begin(), {"--json", "hotspots"});
    return done(program, words).json();
}

inline void requires_refusal(const Program& program, std::vector<std::string> words, int status,
                             const std::string& says)
{
    words.insert(words.begin(), "hotspots");
    const auto run = program.run(words);
    INFO("stdout: " << run.out << "\nstderr: " << run.err);
    CHECK(run.status == status);
    CHECK_THAT(run.err, Catch::Matchers::Contains(says));
    CHECK(lines_in(run.err) == 1);
}

/// Two hundred everywhere on LAND, sixty between km 300 and 310.
struct OneCluster : Program {
    OneCluster() { Planted().spread(200, 0, 5036).spread(60, 300, 310, 2).import_into(*this); }
};

}  // namespace tuantra::tests
