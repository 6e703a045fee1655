#include "domain/track.hpp"

#include "domain/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tuantra::domain {

namespace {

constexpr double same_place_m = 0.01;

/// One fix for each time: the first row wins.
std::vector<Fix> merged(std::vector<Fix> fixes, TrackBuild& build)
{
    std::stable_sort(fixes.begin(), fixes.end(), [](const Fix& a, const Fix& b) { return a.time_s < b.time_s; });
    std::vector<Fix> kept;
    kept.reserve(fixes.size());
    for (const Fix& fix : fixes) {
        if (kept.empty() || fix.time_s > kept.back().time_s)
            kept.push_back(fix);
        else if (fix.place == kept.back().place || distance_m(fix.place, kept.back().place) <= same_place_m)
            ++build.duplicates;
        else
            ++build.conflicting;
    }
    return kept;
}

bool is_jump(const Fix& a, const Fix& b, const MoverLimits& limits)
{
    return distance_m(a.place, b.place) > limits.max_speed_mps * (b.time_s - a.time_s);
}

bool is_gap(const Fix& a, const Fix& b, const MoverLimits& limits)
{
    return b.time_s - a.time_s > limits.max_gap_s;
}

/// A jump from the fix before to fix i and another to the fix after, while the step around i is possible.
bool is_wild(const std::vector<Fix>& fixes, std::size_t i, const Fix& before, const MoverLimits& limits)
{
    if (i + 1 >= fixes.size()) return false;
    const Fix& after = fixes[i + 1];
    return is_jump(fixes[i], after, limits) && !is_jump(before, after, limits) && !is_gap(before, after, limits);
}

}  // namespace

TrackBuild build_track(std::vector<Fix> fixes, const MoverLimits& limits)
{
    TrackBuild build;
    const std::vector<Fix> kept = merged(std::move(fixes), build);
    std::vector<Fix> piece;
    std::vector<std::vector<Fix>> apart;
    const auto close = [&] {
        if (!piece.empty()) build.pieces.push_back(std::move(piece));
        piece.clear();
        // Wild fixes come after the piece that goes on around them.
        std::move(apart.begin(), apart.end(), std::back_inserter(build.pieces));
        apart.clear();
    };
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (!piece.empty()) {
            const Fix& before = piece.back();
            const bool gap = is_gap(before, kept[i], limits);
            const bool jump = !gap && is_jump(before, kept[i], limits);
            if (jump && is_wild(kept, i, before, limits)) {
                apart.push_back({kept[i]});
                ++build.jumps;
                continue;
            }
            build.gaps += gap;
            build.jumps += jump;
            if (gap || jump) close();
        }
        piece.push_back(kept[i]);
    }
    close();
    return build;
}

std::vector<std::span<const Fix>> chunk(std::span<const Fix> piece, std::size_t max_fixes)
{
    std::vector<std::span<const Fix>> runs;
    if (piece.empty()) return runs;
    const std::size_t most = std::max<std::size_t>(max_fixes, 2);
    for (std::size_t first = 0;;) {
        const std::size_t count = std::min(most, piece.size() - first);
        runs.push_back(piece.subspan(first, count));
        if (first + count == piece.size()) return runs;
        first += count - 1;
    }
}

}  // namespace tuantra::domain
