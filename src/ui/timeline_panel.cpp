#include "lang/lang.hpp"
#include "ui/filter_fields.hpp"
#include "ui/keys.hpp"
#include "ui/panels.hpp"
#include "ui/timeline_chart.hpp"
#include "ui/timeline_texts.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

using domain::Instant;
using lang::tr;

namespace {

TimeChart chart_of(const Frame& f)
{
    const auto& at = f.at.timeline;
    TimeChart s;
    const auto* timeline = f.model.scene ? f.model.scene->timeline.get() : nullptr;
    s.whole = whole_time(timeline != nullptr ? timeline->span : f.model.data_span, f.model.now_unix_s);
    const float left = at.x + f.px(124), width = std::max(40.0F, at.w - f.px(124) - f.px(20));
    const TimeRun shown = shown_time(f.model.timeline, s.whole);
    s.axis = {shown.from, shown.to, left, width};
    const float label = line_height(f.font.label), pad = f.px(4);
    s.side = {at.x + f.px(16), at.y + f.px(7), f.px(102), at.h - f.px(14)};
    s.head = {left, at.y + pad, width, label + f.px(4)};
    s.ruler = {left, at.bottom() - label - pad, width, label + f.px(2)};
    s.bars = {left, s.head.bottom() + f.px(3), width, std::max(8.0F, s.ruler.y - s.head.bottom() - f.px(4))};
    if (timeline != nullptr) s.level = level_for(*timeline, s.axis, f.px(3));
    s.window = f.desk.time_window ? f.desk.time_window : window_of(f.model.filter, s.whole);
    return s;
}

/// Bins that the axis shows: [first, last).
std::pair<std::size_t, std::size_t> bins_shown(const TimeChart& s)
{
    const auto& h = *s.level;
    const auto clamped = [&](double t) {
        const auto n = domain::bin_of({static_cast<std::int64_t>(std::floor(t))}, h.bin, h.zone) - h.first;
        return static_cast<std::size_t>(std::clamp<std::int64_t>(n, 0, static_cast<std::int64_t>(h.certain.size())));
    };
    return {clamped(s.axis.from), std::min(clamped(s.axis.to) + 1, h.certain.size())};
}

double highest(const TimeChart& s)
{
    const auto [first, last] = bins_shown(s);
    double most = 0;
    for (std::size_t i = first; i < last; ++i) most = std::max(most, s.level->at(i));
    return most;
}

void bars(const Frame& f, const TimeChart& s)
{
    auto* to = ImGui::GetWindowDrawList();
    const auto& b = s.bars;
    const auto& pal = f.pal();
    to->AddRectFilled({b.x, b.y}, {b.right(), b.bottom()}, u32(mixed(pal.panel, pal.background, 0.75F)));
    to->AddLine({b.x, b.bottom()}, {b.right(), b.bottom()}, u32(pal.rule));
    if (s.level == nullptr) return;
    const double most = std::max(highest(s), 1e-9);
    const ImU32 outside = u32(mixed(pal.panel, pal.dim, 0.5F)), inside = u32(pal.accent),
                alone = u32(mixed(pal.panel, pal.accent, 0.5F));
    const ImU32 outside_faint = u32(mixed(pal.panel, pal.dim, 0.5F), 0.5F), inside_faint = u32(pal.accent, 0.5F),
                alone_faint = u32(mixed(pal.panel, pal.accent, 0.5F), 0.5F);
    const auto [first, last] = bins_shown(s);
    const float high = b.h - f.px(2);
    double begin = static_cast<double>(s.level->start(first).unix_s);
    for (std::size_t i = first; i < last; ++i) {
        const double end = static_cast<double>(s.level->start(i + 1).unix_s), from = begin;
        begin = end;
        const double n = s.level->at(i);
        if (n <= 0) continue;
        const float left = std::max(b.x, std::round(s.axis.at(from)));
        const float right = std::max(left + 1, std::min(b.right(), std::round(s.axis.at(end)) - 1));
        const bool in = s.window && (from + end) / 2 >= s.window->from && (from + end) / 2 < s.window->to;
        const float top = b.bottom() - std::max(1.0F, high * static_cast<float>(n / most));
        const float sure = b.bottom() - high * static_cast<float>(static_cast<double>(s.level->certain[i]) / most);
        const float middle = std::clamp(sure, top, b.bottom());
        to->AddRectFilled({left, top}, {right, middle}, !s.window ? alone_faint : in ? inside_faint : outside_faint);
        to->AddRectFilled({left, middle}, {right, b.bottom()}, !s.window ? alone : in ? inside : outside);
    }
}

void window(const Frame& f, const TimeChart& s)
{
    if (!s.window) return;
    const auto& b = s.bars;
    const float a = s.axis.at(s.window->from), z = std::max(s.axis.at(s.window->to), a + f.px(2));
    if (z < b.x || a > b.right()) return;
    auto* to = ImGui::GetWindowDrawList();
    const auto& pal = f.pal();
    to->AddRectFilled({std::max(a, b.x), b.y}, {std::min(z, b.right()), b.bottom()}, u32(pal.accent, 0.14F));
    const float thick = std::max(1.0F, std::round(f.scale * 1.3F)), grip = f.px(10);
    for (const float x : {a, z}) {
        if (x < b.x - 1 || x > b.right() + 1) continue;
        to->AddRectFilled({std::round(x) - thick / 2, b.y}, {std::round(x) + thick / 2, b.bottom()}, u32(pal.accent));
        const float y = b.y + (b.h - grip) / 2;
        to->AddRectFilled({std::round(x) - f.px(2), y}, {std::round(x) + f.px(2), y + grip}, u32(pal.accent), f.px(2));
    }
}

void ruler(const Frame& f, const TimeChart& s)
{
    auto* to = ImGui::GetWindowDrawList();
    const auto& r = s.ruler;
    const TimeTicks ticks = time_ticks(s.axis, f.px(58));
    float free_from = r.x;
    const Instant begin{static_cast<std::int64_t>(s.axis.from)};
    const std::string context = context_text(begin, ticks.step);
    const float context_width = text_width(f.font.label, context) + f.px(8);
    const auto is_major = [&](const TimeTick& t) {
        return t.unit > ticks.step || (ticks.step == TickUnit::minute && t.unit > TickUnit::hour);
    };
    // Unless a tick nearby says it.
    const bool said = std::any_of(ticks.ticks.begin(), ticks.ticks.end(), [&](const TimeTick& t) {
        return is_major(t) && s.axis.at(static_cast<double>(t.at.unix_s)) < r.x + context_width + f.px(24);
    });
    if (!context.empty() && !said) {
        text_at(to, f.font.label, {r.x, r.y}, u32(f.pal().text), context);
        free_from = r.x + context_width;
    }
    for (const auto& tick : ticks.ticks) {
        const float x = std::round(s.axis.at(static_cast<double>(tick.at.unix_s)));
        const bool major = is_major(tick);
        to->AddLine({x, s.bars.bottom()}, {x, s.bars.bottom() + f.px(major ? 4.0F : 3.0F)},
                    u32(major ? f.pal().dim : f.pal().faint));
        const std::string text = tick_text(tick, ticks.step);
        const float width = text_width(f.font.label, text);
        const float left = std::clamp(x - width / 2, r.x, r.right() - width + f.px(12));
        if (left < free_from) continue;
        text_at(to, f.font.label, {left, r.y}, u32(major ? f.pal().text : f.pal().dim), text);
        free_from = left + width + f.px(8);
    }
}

/// A small button of the header; returns where the next may begin.
float chip(Frame& f, const TimeChart& s, float x, Preset preset, bool on, bool enabled)
{
    const auto& pal = f.pal();
    const char* text = preset_text(preset);
    const float width = text_width(f.font.label, text) + f.px(12);
    ImGui::SetCursorScreenPos({x, s.head.y});
    ImGui::PushID(static_cast<int>(preset));
    if (!enabled) ImGui::BeginDisabled();
    const bool chosen = hit("##preset", {width, s.head.h});
    if (!enabled) ImGui::EndDisabled();
    ImGui::PopID();
    const bool hot = enabled && ImGui::IsItemHovered();
    auto* to = ImGui::GetWindowDrawList();
    if (on || hot)
        to->AddRectFilled({x, s.head.y}, {x + width, s.head.bottom()}, u32(on ? pal.accent : pal.raised), f.px(4));
    text_at(to, f.font.label, {x + f.px(6), s.head.y + f.px(2)},
            on ? ink_on(pal.accent)
               : u32(!enabled ? pal.faint
                     : hot    ? pal.text
                              : pal.dim),
            text);
    if (hot && preset == Preset::year_before) tip(f, tr("The same dates one year back"));
    if (chosen) {
        const auto end = period_end(f.model.data_span, f.model.now_unix_s);
        const auto changed = with_preset(f.model.filter, preset, end);
        if (changed != f.model.filter) f.send(view::SetFilter{changed});
    }
    return x + width + f.px(2);
}

void header(Frame& f, const TimeChart& s)
{
    const auto end = period_end(f.model.data_span, f.model.now_unix_s);
    const auto& filter = f.model.filter;
    float x = s.head.x;
    for (const Preset preset : presets) {
        const bool back = preset == Preset::year_before;
        const bool on = !back && with_preset(filter, preset, end) == filter;
        x = chip(f, s, x, preset, on, !back || filter.since.has_value());
    }
    auto* to = ImGui::GetWindowDrawList();
    const float y = s.head.y + f.px(2);
    float right = s.head.right();
    const std::string text = window_text(s.window.value_or(s.whole));
    if (right - text_width(f.font.label, text) > x + f.px(12)) {
        text_right(to, f.font.label, {right, y}, u32(s.window ? f.pal().text : f.pal().dim), text);
        right -= text_width(f.font.label, text) + f.px(16);
    }
    if (s.level == nullptr) return;
    const std::string unit =
        std::string(bin_unit_text(s.level->bin)) + " · " + lang::fill(tr("at most {}"), {lang::number(highest(s))});
    if (right - text_width(f.font.label, unit) > x + f.px(12))
        text_right(to, f.font.label, {right, y}, u32(f.pal().faint), unit);
}

void hover(const Frame& f, const TimeChart& s, float x)
{
    auto* to = ImGui::GetWindowDrawList();
    to->AddLine({x, s.bars.y}, {x, s.bars.bottom()}, u32(f.pal().text, 0.5F));
    if (s.level == nullptr) return;
    const auto& h = *s.level;
    const Instant t{static_cast<std::int64_t>(std::floor(s.axis.time(x)))};
    const auto n = domain::bin_of(t, h.bin, h.zone);
    std::string text = bin_text(domain::bin_start(n, h.bin, h.zone), h.bin) + "\n";
    const auto i = n - h.first;
    const bool inside = i >= 0 && i < static_cast<std::int64_t>(h.certain.size());
    const auto index = static_cast<std::size_t>(std::max<std::int64_t>(i, 0));
    if (inside && h.shared[index] > 0) {
        text += lang::fill(tr("about {} incidents: some are known only by the day or longer"),
                           {lang::number(h.at(index), 1)});
    } else {
        const auto count = inside ? static_cast<std::int64_t>(h.certain[index]) : 0;
        text += lang::fill(lang::trn("{0} incident", "{0} incidents", count), {lang::number(count)});
    }
    tip(f, text);
}

void set_shown(const Frame& f, const TimeChart& s, TimeRun run)
{
    f.send(view::SetTimeline{run == s.whole ? view::TimelineView{} : view::TimelineView{run.from, run.to}});
}

void send_window(const Frame& f, TimeRun run)
{
    domain::Filter changed = f.model.filter;
    changed.since = Instant{static_cast<std::int64_t>(std::llround(run.from))};
    changed.until = Instant{static_cast<std::int64_t>(std::llround(run.to))};
    if (changed != f.model.filter) f.send(view::SetFilter{changed});
}

void wheel_and_keys(const Frame& f, const TimeChart& s, float x, bool hovered, bool focused)
{
    const TimeRun now{s.axis.from, s.axis.to};
    const auto& io = ImGui::GetIO();
    const double span = now.to - now.from;
    if (hovered && io.MouseWheel != 0) {
        const auto notches = static_cast<double>(io.MouseWheel);
        set_shown(f, s,
                  io.KeyShift ? panned_time(now, -0.1 * notches * span, s.whole)
                              : zoomed_time(now, std::pow(1.3, notches), s.axis.time(x), s.whole));
    }
    if (hovered && io.MouseWheelH != 0)
        set_shown(f, s, panned_time(now, -0.1 * static_cast<double>(io.MouseWheelH) * span, s.whole));
    if (!focused || io.WantTextInput || io.KeyShift || io.KeyCtrl) return;
    const double middle = s.window ? (s.window->from + s.window->to) / 2 : (now.from + now.to) / 2;
    if (pressed(Key::plus, true)) set_shown(f, s, zoomed_time(now, 1.3, middle, s.whole));
    if (pressed(Key::minus, true)) set_shown(f, s, zoomed_time(now, 1 / 1.3, middle, s.whole));
    for (const auto& [key, sign] : {std::pair(Key::left, -1.0), {Key::right, 1.0}}) {
        if (!pressed(key, true)) continue;
        if (!s.window) {
            set_shown(f, s, panned_time(now, sign * span / 10, s.whole));
        } else {
            const double wide = s.window->to - s.window->from;
            send_window(f, dragged(Grab::whole, *s.window, 0, sign * wide, s.axis, s.whole));
        }
    }
}

void drag(Frame& f, const TimeChart& s, float x, bool pressed_now)
{
    auto& desk = f.desk;
    if (pressed_now) {
        desk.time_grab = grab_at(x, s.window, s.axis, f.px(5));
        desk.time_start = s.window.value_or(TimeRun{});
        desk.time_pressed = s.axis.time(x);
        desk.time_moved = false;
    }
    if (desk.time_grab == Grab::none) return;
    const double now = s.axis.time(std::clamp(x, s.bars.x, s.bars.right()));
    if (std::abs(s.axis.at(desk.time_pressed) - x) >= f.px(4)) desk.time_moved = true;
    if (desk.time_moved) {
        desk.time_window = dragged(desk.time_grab, desk.time_start, desk.time_pressed, now, s.axis, s.whole);
        // The map follows while dragging, as fast as it can.
        if (!f.model.filter_pending) send_window(f, *desk.time_window);
    }
    if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
    if (desk.time_window) send_window(f, *desk.time_window);
    desk.time_window.reset();
    desk.time_grab = Grab::none;
}

void input(Frame& f, const TimeChart& s)
{
    const auto& io = ImGui::GetIO();
    ImGui::SetCursorScreenPos({s.bars.x, s.bars.y});
    hit("##timeline", {s.bars.w, s.bars.h});
    const bool hovered = ImGui::IsItemHovered();
    const float x = io.MousePos.x;
    drag(f, s, x, ImGui::IsItemActivated() && ImGui::IsMouseDown(ImGuiMouseButton_Left));
    if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) f.send(view::SetTimeline{});
    wheel_and_keys(f, s, x, hovered, ImGui::IsItemFocused());
    if (!hovered) return;
    const Grab over = f.desk.time_grab != Grab::none ? f.desk.time_grab : grab_at(x, s.window, s.axis, f.px(5));
    if (over == Grab::from || over == Grab::to) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    if (over == Grab::fresh) ImGui::SetMouseCursor(ImGuiMouseCursor_Arrow);
    if (f.desk.time_grab == Grab::none) hover(f, s, x);
}

/// A window set elsewhere is brought into view, once.
void follow(Frame& f, const TimeChart& s)
{
    const auto window = window_of(f.model.filter, s.whole);
    auto& seen = f.desk.time_seen;
    const bool changed = seen && *seen != window;
    seen = window;
    if (!changed || !window || f.desk.time_grab != Grab::none) return;
    const TimeRun now{s.axis.from, s.axis.to}, next = revealed(now, *window, s.whole);
    if (next != now) set_shown(f, s, next);
}

}  // namespace

void draw_timeline(Frame& f)
{
    const auto& at = f.at.timeline;
    if (at.empty()) return;
    begin_panel(f, tr("Timeline"), "timeline", at, {.padding = {0, 0}, .scroll = false});
    ImGui::GetWindowDrawList()->AddLine({at.x, at.y}, {at.right(), at.y}, u32(f.pal().rule));
    const TimeChart s = chart_of(f);
    follow(f, s);
    draw_clock_controls(f, s);
    header(f, s);
    bars(f, s);
    ruler(f, s);
    ImGui::PushClipRect({s.bars.x - f.px(3), at.y}, {s.bars.right() + f.px(3), at.bottom()}, true);
    window(f, s);
    ImGui::PopClipRect();
    input(f, s);
    draw_clock_hand(f, s);
    end_panel();
}

}  // namespace tuantra::ui
