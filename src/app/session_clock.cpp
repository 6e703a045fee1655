#include "app/session.hpp"

#include <algorithm>

namespace tuantra::app {

namespace {

/// Of playing between two scenes: panels five times a second are as good as live, and leave the workers time.
constexpr double scene_every_s = 0.2;
/// A speed is chosen so that the window plays in about so many seconds, and a trail of a few seconds of it.
constexpr double play_s = 90, trail_share = 1.0 / 24;

}  // namespace

std::optional<view::PlayedSpan> Session::played_span() const
{
    const auto& scene = m_model.scene;
    if (!scene || !scene->timeline) return std::nullopt;
    return view::played_span(m_model.filter, scene->timeline->span);
}

void Session::set_clock(std::optional<double> at_s)
{
    auto& playback = m_model.playback;
    const auto span = played_span();
    if (!at_s || !span) {
        if (!playback.at_s) return;
        playback.at_s.reset();
        playback.playing = false;
        m_model.filter_pending = true;
        request_scene();
        return;
    }
    if (!playback.at_s && !m_speed_chosen) {
        playback.speed = view::stepped(view::speeds, std::max(1.0, (span->to_s - span->from_s) / play_s), 0);
        playback.trail_s = view::stepped(view::trails, std::max(1.0, (span->to_s - span->from_s) * trail_share), 0);
    }
    playback.at_s = std::clamp(*at_s, span->from_s, span->to_s);
    follow_clock();
}

void Session::play(bool on)
{
    auto& playback = m_model.playback;
    const auto span = played_span();
    if (on && span && (!playback.at_s || *playback.at_s >= span->to_s)) set_clock(span->from_s);
    playback.playing = on && playback.at_s.has_value();
    if (!on && playback.at_s) follow_clock();
}

void Session::set_playback(const view::SetPlayback& c)
{
    auto& playback = m_model.playback;
    m_speed_chosen = true;
    playback.speed = std::clamp(c.speed, view::speeds.front(), view::speeds.back());
    const double trail = std::clamp(c.trail_s, view::trails.front(), view::trails.back());
    if (trail == playback.trail_s) return;
    playback.trail_s = trail;
    if (playback.at_s) follow_clock();
}

void Session::keep_clock_in_span()
{
    auto& playback = m_model.playback;
    if (!playback.at_s) return;
    if (const auto span = played_span()) {
        playback.at_s = std::clamp(*playback.at_s, span->from_s, span->to_s);
    } else {
        playback.at_s.reset();
        playback.playing = false;
    }
}

void Session::follow_clock()
{
    if (m_scene_running)
        m_clock_moved = true;  // its delivery asks again
    else
        request_scene();
}

void Session::tick(double seconds)
{
    if (!playing()) return;
    const auto span = played_span();
    if (!span) {
        set_clock(std::nullopt);
        return;
    }
    m_model.playback = view::advanced(m_model.playback, *span, std::clamp(seconds, 0.0, 0.25));
    m_since_scene_s += seconds;
    if (m_since_scene_s >= scene_every_s || !m_model.playback.playing) follow_clock();
}

}  // namespace tuantra::app
