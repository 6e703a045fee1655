#include "lang/lang.hpp"
#include "ui/keys.hpp"
#include "ui/map_tools.hpp"
#include "ui/panels.hpp"
#include "ui/texts.hpp"
#include "ui/timeline_chart.hpp"
#include "ui/timeline_texts.hpp"
#include "ui/widgets.hpp"
#include "view/playback.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tuantra::ui {

using domain::Instant;
using lang::tr;

namespace {

/// As far as one second of playing.
void step(const Frame& f, double seconds)
{
    const auto& p = f.model.playback;
    if (!p.at_s) return f.send(view::Play{true}), f.send(view::Play{false});
    if (p.playing) f.send(view::Play{false});
    f.send(view::SetClock{*p.at_s + seconds * p.speed});
}

void change_speed(const Frame& f, int by)
{
    const auto& p = f.model.playback;
    f.send(view::SetPlayback{view::stepped(view::speeds, p.speed, by), p.trail_s});
}

/// A value that a click steps up, a right click or Shift down, and the wheel either way; beyond the end it begins anew.
/// Returns the step, or 0.
int dial(Frame& f, const char* id, Rect at, const std::string& text, const char* about, bool at_end)
{
    const auto& pal = f.pal();
    ImGui::SetCursorScreenPos({at.x, at.y});
    const bool chosen = hit(id, {at.w, at.h});
    const bool hot = ImGui::IsItemHovered();
    auto* to = ImGui::GetWindowDrawList();
    to->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()},
                      u32(hot ? mixed(pal.raised, pal.text, 0.12F) : pal.raised), f.px(4));
    text_centred(to, f.font.label, {at.x + at.w / 2, at.y + at.h / 2}, u32(pal.text),
                 elided(f.font.label, text, at.w - f.px(4)));
    if (hot) tip(f, about);
    const auto& io = ImGui::GetIO();
    if (hot && io.MouseWheel != 0) return io.MouseWheel > 0 ? 1 : -1;
    if (hot && ImGui::IsMouseClicked(ImGuiMouseButton_Right)) return -1;
    if (!chosen) return 0;
    if (io.KeyShift) return -1;
    return at_end ? -1000 : 1;
}

bool small_button(Frame& f, const char* id, float x, float y, float side, Icon which, const char* about)
{
    ImGui::SetCursorScreenPos({x, y});
    return icon_button(f, id, which, about, false, side);
}

/// The clock's reading: with seconds only where they can be followed.
std::string reading(const view::Playback& p)
{
    const Instant t{static_cast<std::int64_t>(std::floor(*p.at_s))};
    if (p.speed > 10) return clock_text(t);
    const int second = domain::civil(t).second;
    return clock_text(t) + (second < 10 ? ":0" : ":") + std::to_string(second);
}

}  // namespace

void draw_clock_controls(Frame& f, const TimeChart& chart)
{
    const auto& p = f.model.playback;
    const auto& pal = f.pal();
    const Rect& at = chart.side;
    const float side = f.px(26), small = f.px(22), y = at.y + f.px(1);
    ImGui::SetCursorScreenPos({at.x, y});
    const bool pressed_play = hit("##play", {side, side});
    const bool hot = ImGui::IsItemHovered();
    auto* to = ImGui::GetWindowDrawList();
    const ImVec2 c{at.x + side / 2, y + side / 2};
    to->AddCircleFilled(c, side / 2, u32(hot ? mixed(pal.accent, pal.text, 0.2F) : pal.accent));
    icon(f, to, c, f.px(6), p.playing ? Icon::pause : Icon::play, ink_on(pal.accent));
    if (hot) tip(f, p.playing ? tr("Pause (Space)") : tr("Play the records back (Space)"));
    if (pressed_play) f.send(view::Play{!p.playing});

    float x = at.x + side + f.px(4);
    const float inset = (side - small) / 2;
    if (small_button(f, "##back", x, y + inset, 22, Icon::step_back, tr("A step back (,)"))) step(f, -1);
    x += small + f.px(1);
    if (small_button(f, "##forward", x, y + inset, 22, Icon::step_forward, tr("A step forward (.)"))) step(f, 1);
    x += small + f.px(1);
    if (p.at_s && small_button(f, "##off", x, y + inset, 22, Icon::cross, tr("Put the clock away (Esc)")))
        f.send(view::SetClock{});

    const float high = f.px(20), below = at.bottom() - high, left = f.px(55), gap = f.px(3);
    const int faster = dial(f, "##speed", {at.x, below, left, high}, view::speed_text(p.speed),
                            tr("Speed. Click: faster. Right click: slower."), p.speed >= view::speeds.back());
    if (faster != 0) change_speed(f, faster);
    const int longer =
        dial(f, "##trail", {at.x + left + gap, below, at.w - left - gap, high}, view::duration_text(p.trail_s),
             tr("How long what happened stays in view. Click: longer. Right click: shorter."),
             p.trail_s >= view::trails.back());
    if (longer != 0) f.send(view::SetPlayback{p.speed, view::stepped(view::trails, p.trail_s, longer)});
}

void draw_clock_hand(Frame& f, const TimeChart& chart)
{
    const auto& r = chart.ruler;
    const auto& io = ImGui::GetIO();
    ImGui::SetCursorScreenPos({r.x, r.y});
    hit("##ruler", {r.w, r.h});
    const double pointed = chart.axis.time(std::clamp(io.MousePos.x, r.x, r.right()));
    const auto& p = f.model.playback;
    if (ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        if (ImGui::IsItemActivated() && p.playing) f.send(view::Play{false});
        if (!p.at_s || std::abs(*p.at_s - pointed) > chart.axis.per_pixel() / 4) f.send(view::SetClock{pointed});
    } else if (ImGui::IsItemHovered()) {
        tip(f, time_text({static_cast<std::int64_t>(pointed)}) + "\n" + tr("Click or drag: the clock"));
    }
    if (!p.at_s) return;
    auto* to = ImGui::GetWindowDrawList();
    const auto& b = chart.bars;
    ImGui::PushClipRect({b.x - f.px(6), b.y - f.px(4)}, {b.right() + f.px(6), r.bottom()}, true);
    double from = *p.at_s - p.trail_s;
    if (chart.window) from = std::max(from, chart.window->from);
    const float x = std::round(chart.axis.at(*p.at_s)), start = chart.axis.at(from);
    to->AddRectFilled({start, b.y}, {x, b.bottom()}, u32(f.pal().text, 0.16F));
    const float half = std::max(1.0F, f.px(1.0F)) / 2, head = f.px(5);
    to->AddRectFilled({x - half - 1, b.y}, {x + half + 1, b.bottom()}, u32(f.pal().background, 0.8F));
    to->AddRectFilled({x - half, b.y}, {x + half, b.bottom() + f.px(2)}, u32(f.pal().text));
    to->AddTriangleFilled({x - head, b.bottom() + head + f.px(2)}, {x, b.bottom() - f.px(1)},
                          {x + head, b.bottom() + head + f.px(2)}, u32(f.pal().text));
    ImGui::PopClipRect();
}

void draw_clock(Frame& f)
{
    const auto& p = f.model.playback;
    if (!p.at_s || f.clear.empty()) return;
    const Instant t{static_cast<std::int64_t>(std::floor(*p.at_s))};
    const std::string clock = reading(p), day = weekday_text(t) + " " + date_text(t),
                      more = view::speed_text(p.speed) + " · UTC+7";
    const float pad = f.px(12), gap = f.px(10);
    const float right_width = std::max(text_width(f.font.bold, day), text_width(f.font.label, more));
    const float clock_size = f.font.address->FontSize * 1.35F;
    const auto size_of = [&](const char* s) { return f.font.address->CalcTextSizeA(clock_size, FLT_MAX, 0, s).x; };
    // As wide as its widest reading, so that it stands still.
    const float clock_width = size_of(p.speed > 10 ? "00:00" : "00:00:00"), mark = f.px(18);
    const float width = pad + mark + clock_width + gap + right_width + pad, high = f.px(46);
    // Beside the tools, or below them where they lie in a row.
    const Rect bar = tool_bar(f.clear, f.scale).all;
    const bool column = bar.h > bar.w;
    const Rect at{column ? bar.right() + f.px(8) : f.clear.x + f.px(12),
                  column || bar.empty() ? f.clear.y + f.px(46) : bar.bottom() + f.px(8), width, high};
    if (at.right() > f.clear.right() || at.bottom() > f.clear.bottom()) return;
    begin_panel(f, tr("Clock"), "clock", at,
                {.padding = {0, 0}, .scroll = false, .keys = false, .alpha = 0.92F, .rounded = true});
    auto* to = ImGui::GetWindowDrawList();
    icon(f, to, {at.x + pad + f.px(4), at.y + high / 2}, f.px(6), p.playing ? Icon::play : Icon::pause,
         u32(p.playing ? f.pal().accent : f.pal().dim));
    to->AddText(f.font.address, clock_size, {at.x + pad + mark, std::round(at.y + (high - clock_size) / 2)},
                u32(f.pal().text), clock.c_str());
    const float x = at.x + pad + mark + clock_width + gap;
    text_at(to, f.font.bold, {x, at.y + f.px(5)}, u32(f.pal().text), day);
    text_at(to, f.font.label, {x, at.y + f.px(5) + line_height(f.font.bold)}, u32(f.pal().dim), more);
    end_panel();
}

void handle_clock_keys(Frame& f)
{
    const auto& io = ImGui::GetIO();
    if (io.KeyCtrl || io.KeyAlt || io.WantTextInput) return;
    // A button that shows keyboard focus has the first claim on Space.
    if (pressed(Key::space) && !io.NavVisible) f.send(view::Play{!f.model.playback.playing});
    for (const auto& [key, sign] : {std::pair(Key::comma, -1), {Key::period, 1}}) {
        if (!pressed(key, true)) continue;
        if (io.KeyShift)
            change_speed(f, sign);
        else
            step(f, sign);
    }
}

}  // namespace tuantra::ui
