#include "ui/ribbon_lanes.hpp"

#include "lang/lang.hpp"
#include "ui/texts.hpp"
#include "ui/timeline_math.hpp"
#include "ui/timeline_texts.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tuantra::ui {

using lang::tr;

namespace {

/// What a lane's gutter says beside its name.
struct LaneNote {
    std::string most;                  ///< with its unit; empty: not known yet
    std::string bare;                  ///< where there is no room for `most`
    const view::Ramp* ramp = nullptr;  ///< colours that stand for none to most
    std::string help;
};

/// What was unseen for long must stand out: bright on dark ground, dark on light.
view::Colour time_colour(const Frame& f, float share)
{
    return ramp_at(f, f.model.time_ramp, f.pal().dark ? 0.08F + 0.92F * share : 1 - (0.08F + 0.92F * share));
}

/// Not watched: unknown, not safe.
void hatch(const Frame& f, const Rect& lane, float from, float until)
{
    const float a = std::max(from, lane.x), b = std::min(until, lane.right());
    if (b - a < 0.5F) return;
    auto* to = ImGui::GetWindowDrawList();
    const float gap = f.px(6), thick = std::max(1.0F, f.scale);
    to->PushClipRect({a, lane.y}, {b, lane.bottom()}, true);
    const ImU32 ink = u32(f.pal().dim, 0.75F);
    // Laid from one origin, so that neighbouring runs make one hatching.
    for (float x = lane.x + std::floor((a - lane.x - lane.h) / gap) * gap; x < b; x += gap)
        to->AddLine({x, lane.bottom()}, {x + lane.h, lane.y}, ink, thick);
    to->PopClipRect();
}

LaneNote density_lane(const Frame& f, const RibbonLine& line, const Rect& p)
{
    LaneNote note;
    lane_ground(f, p);
    if (line.heat == nullptr) return note;
    note.most = lang::fill(tr("max {0} per km"), {lang::number(static_cast<double>(line.heat->peak), 2)});
    note.bare = lang::number(static_cast<double>(line.heat->peak), 2) + " /km";
    note.help = lang::fill(tr("Incidents per kilometre, smoothed over {0} km, of those within 25 km of the line"),
                           {lang::number(line.heat->bandwidth_km)});
    if (line.heat->peak <= 0) return note;
    auto* to = ImGui::GetWindowDrawList();
    const float step = p.w > 1600 ? 2.0F : std::max(1.0F, std::round(f.scale));
    for (float x = p.x; x < p.right(); x += step) {
        const float share = density_between(*line.heat, line.axis.km(x), line.axis.km(x + step)) / line.heat->peak;
        if (share <= 0.002F) continue;
        // The lowest tenth of the ramp is as dark as the ground, so colours begin above it; what is next to nothing
        // fades into the ground, on light ground too.
        const float there = std::min(1.0F, 0.2F + 6 * share);
        const ImU32 top = u32(ramp_at(f, f.model.heat_ramp, 0.12F + 0.88F * share), there),
                    foot = u32(ramp_at(f, f.model.heat_ramp, 0.08F + 0.5F * share), there);
        const float high = std::max(1.0F, share * (p.h - 2)), end = std::min(x + step, p.right());
        to->AddRectFilledMultiColor({x, p.bottom() - high}, {end, p.bottom()}, top, top, foot, foot);
    }
    return note;
}

LaneNote incidents_lane(const Frame& f, const RibbonLine& line, const Rect& b)
{
    LaneNote note;
    lane_ground(f, b);
    if (line.counts == nullptr) return note;
    const Steps s = steps_of(f, line, 4);
    std::uint32_t most = 0;
    const auto total = [&](double km) {
        const auto sum = counts_between(*line.counts, km, km + s.step);
        return std::accumulate(sum.begin(), sum.end(), 0U);
    };
    each_step(line, s, [&](double km, float, float) { most = std::max(most, total(km)); });
    note.most =
        lang::fill(tr("max {0} in {1} km"), {lang::number(static_cast<std::int64_t>(most)), lang::number(s.step)});
    note.bare = lang::number(static_cast<std::int64_t>(most)) + " / " + lang::number(s.step) + " km";
    note.help =
        lang::fill(tr("Incidents within 25 km of the line, stacked by kind; a bar is {0} km"), {lang::number(s.step)});
    if (most == 0) return note;
    auto* to = ImGui::GetWindowDrawList();
    each_step(line, s, [&](double km, float left, float right) {
        const auto sum = counts_between(*line.counts, km, km + s.step);
        const float end = right - left > 3 ? right - 1 : right;
        float y = b.bottom();
        for (const auto& kind : domain::kinds()) {
            const auto n = sum[static_cast<std::size_t>(kind.kind)];
            if (n == 0) continue;
            const float high = b.h * static_cast<float>(n) / static_cast<float>(most);
            to->AddRectFilled({left, y - high}, {end, y}, u32(kind_colour(f, kind)));
            y -= high;
        }
    });
    return note;
}

LaneNote patrols_lane(const Frame& f, const RibbonLine& line, const Rect& b)
{
    LaneNote note;
    note.help =
        tr("Kilometres of patrol per kilometre of line in the filter's window, whatever else the filter says; "
           "a thin line: watched by a post alone. Hatched: not watched, so nothing is known.");
    lane_ground(f, b);
    if (!f.model.watch) return note;
    const auto& watch = f.model.watch->lines[line.index()];
    const Steps s = steps_of(f, line, 3);
    double most = 0;
    each_step(line, s, [&](double km, float, float) {
        most = std::max(most, watched_between(watch, km, km + s.step).patrol_per_km);
    });
    note.most = lang::fill(tr("max {0} km per km"), {lang::number(most, most < 10 ? 1 : 0)});
    note.bare = lang::number(most, most < 10 ? 1 : 0) + " km/km";
    auto* to = ImGui::GetWindowDrawList();
    const auto colour = mixed(f.pal().background, f.pal().good, 0.35F + 0.65F * static_cast<float>(f.pal().map_dim));
    float hatched_from = -1, hatched_to = -1;
    const auto close = [&] {
        if (hatched_to > hatched_from) hatch(f, b, hatched_from, hatched_to);
        hatched_from = hatched_to = -1;
    };
    each_step(line, s, [&](double km, float left, float right) {
        const auto part = watched_between(watch, km, km + s.step);
        if (part.mostly_not()) {
            if (hatched_from < 0) hatched_from = left;
            hatched_to = right;
            return;
        }
        close();
        const float share = most > 0 ? static_cast<float>(part.patrol_per_km / most) : 0;
        const float high = std::max(std::max(1.0F, f.scale), share * b.h);
        to->AddRectFilled({left, b.bottom() - high}, {right, b.bottom()}, u32(colour));
    });
    close();
    return note;
}

std::int64_t as_of(const Frame& f)
{
    const auto& watch = *f.model.watch;
    const std::int64_t now = f.model.now_unix_s;
    return watch.until ? std::min(now, watch.until->unix_s) : now;
}

std::string hours_text(double hours)
{
    if (hours < 100) return lang::fill(tr("{0} h"), {lang::number(hours, hours < 10 ? 1 : 0)});
    return lang::fill(tr("{0} days"), {lang::number(hours / 24)});
}

LaneNote unseen_lane(const Frame& f, const RibbonLine& line, const Rect& b)
{
    LaneNote note;
    lane_ground(f, b);
    if (!f.model.watch || !f.model.watch->last_seen) return note;
    const auto& watch = f.model.watch->lines[line.index()];
    const auto& seen = f.model.watch->last_seen->at_s[line.index()];
    const std::int64_t now = as_of(f);
    const UnseenRange range = unseen_range(seen, now);
    note.most = hours_text(range.least_h) + " – " + hours_text(range.most_h);
    note.bare = hours_text(range.most_h);
    note.ramp = &f.model.time_ramp;
    note.help =
        lang::fill(tr("Time since the last patrol before {0}. Hatched: no patrol on record."), {time_text({now})});
    const Steps s = steps_of(f, line, 3);
    auto* to = ImGui::GetWindowDrawList();
    float hatched_from = -1, hatched_to = -1;
    const auto close = [&] {
        if (hatched_to > hatched_from) hatch(f, b, hatched_from, hatched_to);
        hatched_from = hatched_to = -1;
    };
    each_step(line, s, [&](double km, float left, float right) {
        const auto part = seen_between(seen, line.length, km, km + s.step);
        if (part.mostly_never() || !part.longest_ago_s) {
            const auto posts = watched_between(watch, km, km + s.step);
            if (posts.post_hours > 0 && !posts.mostly_not()) {
                close();
                to->AddRectFilled({left, b.bottom() - std::max(1.0F, f.scale)}, {right, b.bottom()}, u32(f.pal().good));
                return;
            }
            if (hatched_from < 0) hatched_from = left;
            hatched_to = right;
            return;
        }
        close();
        const double hours = static_cast<double>(std::max<std::int64_t>(0, now - *part.longest_ago_s)) / 3600;
        to->AddRectFilled({left, b.y}, {right, b.bottom()}, u32(time_colour(f, unseen_share(hours, range))));
    });
    close();
    return note;
}

const char* lane_name(LaneKind kind)
{
    switch (kind) {
        case LaneKind::density:
            return tr("Density");
        case LaneKind::incidents:
            return tr("Incidents");
        case LaneKind::patrols:
            return tr("Patrols");
        case LaneKind::unseen:
            return tr("Unseen for");
    }
    return "";
}

void swatch(const Frame& f, ImVec2 at, ImVec2 size)
{
    auto* to = ImGui::GetWindowDrawList();
    constexpr int parts = 8;
    for (int i = 0; i < parts; ++i) {
        const float a = static_cast<float>(i) / parts, b = static_cast<float>(i + 1) / parts;
        const ImU32 left = u32(time_colour(f, a)), right = u32(time_colour(f, b));
        to->AddRectFilledMultiColor({at.x + size.x * a, at.y}, {at.x + size.x * b, at.y + size.y}, left, right, right,
                                    left);
    }
}

/// Name left, maximum with its unit right.
void label(const Frame& f, const RibbonLine& line, const LanePlace& lane, const LaneNote& note)
{
    if (line.names.h <= 0) return;
    auto* to = ImGui::GetWindowDrawList();
    const Rect at{line.gutter.x, line.body.y + lane.y, line.gutter.w, lane.h};
    const float high = line_height(f.font.label), y = std::round(at.y + (at.h - high) / 2), gap = f.px(8);
    const std::string name = elided(f.font.label, lane_name(lane.kind), at.w * 0.6F);
    text_at(to, f.font.label, {at.x, y}, u32(f.pal().text), name);
    const float used = text_width(f.font.label, name) + gap;
    const std::string known = note.most.empty() ? std::string("…") : note.most;
    const auto& value = text_width(f.font.label, known) + used <= at.w ? known : note.bare;
    text_right(to, f.font.label, {at.right(), y}, u32(f.pal().dim), value);
    const float room = at.w - used - text_width(f.font.label, value) - gap;
    if (note.ramp != nullptr && room >= f.px(20)) {
        const float wide = std::min(room, f.px(40)), thick = f.px(5);
        swatch(f, {at.x + used, at.y + (at.h - thick) / 2}, {wide, thick});
    }
    if (!note.help.empty() && ImGui::IsWindowHovered() &&
        ImGui::IsMouseHoveringRect({at.x, at.y}, {at.right(), at.bottom()}))
        tip(f, note.help);
}

/// Says so over the hatching where there has never been a patrol at all.
void say_unwatched(const Frame& f, const RibbonLine& line)
{
    const auto& watch = f.model.watch;
    if (!watch || watch->tracks > 0 || watch->posts > 0) return;
    for (const auto& lane : line.lanes) {
        if (lane.kind != LaneKind::patrols) continue;
        const Rect at = line.at(lane);
        const std::string text = tr("not watched in this time: unknown, not safe");
        const float width = text_width(f.font.label, text);
        if (width + f.px(20) > at.w) return;
        auto* to = ImGui::GetWindowDrawList();
        const float x = at.x + (at.w - width) / 2, y = at.y + (at.h - line_height(f.font.label)) / 2;
        to->AddRectFilled({x - f.px(6), at.y}, {x + width + f.px(6), at.bottom()}, u32(f.pal().panel));
        text_at(to, f.font.label, {x, y}, u32(f.pal().text), text);
    }
}

std::string seen_text(const Frame& f, const RibbonLine& line, double from, double until)
{
    const auto& watch = *f.model.watch;
    const auto part = watched_between(watch.lines[line.index()], from, until);
    std::string text;
    if (part.not_watched_km >= part.km)
        text = tr("not watched in the filter's window: unknown, not safe");
    else
        text = lang::fill(tr("{0} km of patrol per km"), {lang::number(part.patrol_per_km, 1)});
    if (part.post_hours > 0) text += "\n" + lang::fill(tr("posts watched {0} h"), {lang::number(part.post_hours)});
    if (part.not_watched_km > 0 && part.not_watched_km < part.km)
        text += "\n" + lang::fill(tr("{0} of {1} km not watched"),
                                  {lang::number(part.not_watched_km, 1), lang::number(part.km, 1)});
    if (!watch.last_seen) return text;
    const auto seen = seen_between(watch.last_seen->at_s[line.index()], line.length, from, until);
    if (!seen.longest_ago_s) return text + "\n" + tr("no patrol on record");
    const double hours = static_cast<double>(std::max<std::int64_t>(0, as_of(f) - *seen.longest_ago_s)) / 3600;
    return text + "\n" +
           lang::fill(tr("last patrol {0}: unseen for {1}"), {time_text({*seen.longest_ago_s}), hours_text(hours)});
}

}  // namespace

view::Colour ramp_at(const Frame& f, const view::Ramp& ramp, float share)
{
    const auto c = ramp.colours[static_cast<std::size_t>(std::lround(std::clamp(share, 0.0F, 1.0F) * 255))];
    return f.pal().map_dim < 1 ? mixed(f.pal().background, c, static_cast<float>(f.pal().map_dim)) : c;
}

void lane_ground(const Frame& f, const Rect& at)
{
    ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()},
                                              u32(mixed(f.pal().panel, f.pal().background, 0.75F)));
}

Steps steps_of(const Frame& f, const RibbonLine& line, float least_px)
{
    Steps s;
    s.step = std::max(1.0, std::ceil(static_cast<double>(f.px(least_px)) * line.axis.per_pixel()));
    s.first = std::floor(line.axis.from / s.step) * s.step;
    return s;
}

view::Colour kind_colour(const Frame& f, const domain::KindInfo& kind)
{
    const view::Colour c{kind.rgb << 8U | 255U};
    if (!f.pal().dark) return mixed(c, f.pal().text, 0.3F);
    return mixed(f.pal().background, c, static_cast<float>(f.pal().map_dim));
}

void draw_lanes(const Frame& f, const RibbonLine& line)
{
    for (const auto& lane : line.lanes) {
        const Rect at = line.at(lane);
        const LaneNote note = lane.kind == LaneKind::density     ? density_lane(f, line, at)
                              : lane.kind == LaneKind::incidents ? incidents_lane(f, line, at)
                              : lane.kind == LaneKind::patrols   ? patrols_lane(f, line, at)
                                                                 : unseen_lane(f, line, at);
        label(f, line, lane, note);
    }
    say_unwatched(f, line);
}

std::string lanes_text(const Frame& f, const RibbonLine& line, double km, float pointer_y)
{
    std::string text = line_km_text({line.line, km, 0});
    const double half = std::max(0.5, line.axis.per_pixel() * static_cast<double>(f.px(4)));
    const double from = std::max(0.0, std::floor(km - half + 0.5));
    const double until = std::min(std::max(from + 1, std::floor(km + half + 0.5)), std::max(line.length, from));
    if (line.lanes.empty()) return text + space_time_text(f, line, from, until, pointer_y);
    if (line.counts != nullptr) {
        const auto sum = counts_between(*line.counts, from, until);
        const std::int64_t n = std::accumulate(sum.begin(), sum.end(), std::int64_t{0});
        text += "\n" + lang::fill(lang::trn("{0} incident in km {1}–{2}", "{0} incidents in km {1}–{2}", n),
                                  {lang::number(n), lang::number(from), lang::number(until)});
    }
    if (line.heat != nullptr)
        text += "\n" + lang::fill(tr("density {} per km"),
                                  {lang::number(static_cast<double>(density_between(*line.heat, km, km)), 2)});
    if (f.model.watch) text += "\n" + seen_text(f, line, from, until);
    return text;
}

}  // namespace tuantra::ui
