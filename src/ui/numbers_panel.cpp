#include "ui/numbers_panel.hpp"

#include "domain/kind.hpp"
#include "lang/lang.hpp"
#include "ui/filter_fields.hpp"
#include "ui/keys.hpp"
#include "ui/ribbon_lanes.hpp"
#include "ui/texts.hpp"
#include "ui/timeline_math.hpp"
#include "ui/timeline_texts.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tuantra::ui {

using lang::tr;

namespace {

constexpr float row_high = 26;

std::string count_text(std::size_t n)
{
    return lang::number(static_cast<std::int64_t>(n));
}

void send_filter(const Frame& f, const domain::Filter& filter)
{
    if (filter != f.model.filter) f.send(view::SetFilter{filter});
}

/// A row with a number at its right end and a bar behind; true when pressed.
struct CountRow {
    std::string name;
    std::string more;  ///< beside the number, dim
    std::size_t count = 0, most = 1;
    const domain::KindInfo* kind = nullptr;
    bool on = false;
    float dim = 1;
};
bool count_row(const Frame& f, const char* id, const CountRow& row, const char* help)
{
    const auto& pal = f.pal();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, high = f.px(row_high), pad = f.px(6);
    auto* to = ImGui::GetWindowDrawList();
    const bool chosen = hit(id, {width, high});
    const bool hot = ImGui::IsItemHovered();
    if (hot) to->AddRectFilled({at.x - pad, at.y}, {at.x + width + pad, at.y + high}, u32(pal.raised), f.px(5));
    if (row.on)
        to->AddRectFilled({at.x - pad, at.y + f.px(4)}, {at.x - pad + f.px(3), at.y + high - f.px(4)}, u32(pal.accent),
                          f.px(2));
    const float thick = f.px(2),
                share = static_cast<float>(row.count) / static_cast<float>(std::max<std::size_t>(1, row.most));
    const float left = row.kind != nullptr ? f.px(24) : 0;
    to->AddRectFilled({at.x + left, at.y + high - thick}, {at.x + width, at.y + high}, u32(pal.rule, 0.6F));
    to->AddRectFilled({at.x + left, at.y + high - thick}, {at.x + left + (width - left) * share, at.y + high},
                      u32(row.kind != nullptr ? kind_colour(f, *row.kind) : pal.accent));
    if (row.kind != nullptr) kind_symbol(f, to, {at.x + f.px(9), at.y + high / 2}, f.px(7), *row.kind, row.dim);
    const float y = at.y + (high - line_height(f.font.body)) / 2 - f.px(1);
    const std::string number = count_text(row.count);
    const auto* bold = row.on ? f.font.bold : f.font.body;
    text_right(to, bold, {at.x + width, y}, u32(pal.text), number);
    float right = at.x + width - std::max(f.px(44), text_width(bold, number)) - f.px(8);
    if (!row.more.empty()) {
        text_right(to, f.font.label, {right, y + f.px(2)}, u32(pal.dim), row.more);
        right -= text_width(f.font.label, row.more) + f.px(8);
    }
    text_at(to, bold, {at.x + left, y}, u32(row.dim < 1 ? pal.dim : pal.text),
            elided(bold, row.name, right - at.x - left));
    if (hot) tip(f, help);
    return chosen;
}

void kinds_part(Frame& f, const view::Numbers& numbers)
{
    section(f, tr("BY KIND"));
    const auto& counts = f.model.scene->by_kind;
    const std::size_t most = *std::max_element(counts.begin(), counts.end());
    const bool compared = numbers.trend && numbers.trend->covered;
    for (const auto& kind : domain::kinds()) {
        const auto k = static_cast<std::size_t>(kind.kind);
        CountRow row{tr(kind.label.data()), {}, counts[k], most, &kind};
        if (compared) row.more = lang::fill(tr("before {0}"), {count_text(numbers.trend->before_by_kind[k])});
        row.on = f.model.filter.kinds != domain::KindSet::all() && f.model.filter.kinds.has(kind.kind);
        row.dim = f.model.filter.kinds.has(kind.kind) ? 1.0F : 0.4F;
        ImGui::PushID(static_cast<int>(k));
        if (count_row(f, "##kind", row, tr("Click: only this kind. Again: all.")))
            send_filter(f, only_kind(f.model.filter, kind.kind));
        ImGui::PopID();
    }
}

std::string stretch_text(const Frame& f, const view::StretchCount& s)
{
    const auto* line = s.line == domain::LineId::land ? f.model.lines.land.get() : f.model.lines.coast.get();
    if (s.kind == "neighbour") return neighbour_text(line, s.name);
    // A province has a Vietnamese name in every language.
    return s.name_vi.empty() ? s.name : s.name_vi;
}

void stretches_part(Frame& f, const view::Numbers& numbers)
{
    int id = 0;
    for (const char* kind : {"neighbour", "province"}) {
        std::vector<const view::StretchCount*> rows;
        std::size_t empty = 0;
        for (const auto& s : numbers.stretches) {
            if (s.kind != kind) continue;
            if (s.count > 0 || is_of_stretch(f.model.filter, s))
                rows.push_back(&s);
            else
                ++empty;
        }
        if (rows.empty() && empty == 0) continue;
        const bool province = std::string_view(kind) == "province";
        section(f, province ? tr("BY PROVINCE") : tr("BY NEIGHBOUR"));
        std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->count > b->count; });
        for (const auto* s : rows) {
            CountRow row{stretch_text(f, *s), {}, s->count, rows.front()->count};
            row.more =
                std::string(domain::to_string(s->line)) + " " + lang::number(s->from_km) + "–" + lang::number(s->to_km);
            row.on = is_of_stretch(f.model.filter, *s);
            ImGui::PushID(id++);
            if (count_row(f, "##stretch", row, tr("Click: only this stretch of the line. Again: all.")))
                send_filter(f, only_stretch(f.model.filter, *s));
            ImGui::PopID();
        }
        if (empty > 0)
            wrapped(f, f.font.label, f.pal().dim,
                    lang::fill(lang::trn("{0} more without incidents", "{0} more without incidents",
                                         static_cast<std::int64_t>(empty)),
                               {count_text(empty)}));
    }
    if (numbers.off_lines > 0)
        wrapped(f, f.font.label, f.pal().dim,
                lang::fill(lang::trn("{0} has no address on a line", "{0} have no address on a line",
                                     static_cast<std::int64_t>(numbers.off_lines)),
                           {count_text(numbers.off_lines)}));
}

std::string period_text(const domain::TimeSpan& period)
{
    return window_text({static_cast<double>(period.from.unix_s), static_cast<double>(period.to.unix_s)});
}

void no_trend(Frame& f)
{
    wrapped(f, f.font.body, f.pal().dim, tr("Choose a period, and it is compared with the one just before it."));
    ImGui::Dummy({0, f.px(4)});
    if (!button(f, "##weeks", preset_text(Preset::four_weeks), {ImGui::GetContentRegionAvail().x, f.px(28)})) return;
    send_filter(f, with_preset(f.model.filter, Preset::four_weeks, period_end(f.model.data_span, f.model.now_unix_s)));
}

/// What the limits of the ratio say, in words and in a colour.
struct Verdict {
    const char* text;
    view::Colour colour;
};
Verdict verdict_of(const Frame& f, const view::Trend& t)
{
    if (t.now_count + t.before_count == 0) return {tr("none in either period"), f.pal().text};
    if (t.low > 1) return {tr("more than chance explains"), f.pal().danger};
    if (t.high < 1) return {tr("fewer than chance explains"), f.pal().good};
    return {tr("may well be chance"), f.pal().text};
}

void trend_figure(const Frame& f, const view::Trend& t)
{
    auto* to = ImGui::GetWindowDrawList();
    const auto verdict = verdict_of(f, t);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const std::string figure = t.ratio ? change_text(*t.ratio) : t.now_count > 0 ? tr("new") : "—";
    text_at(to, f.font.address, at, u32(verdict.colour), figure);
    std::string limits;
    if (t.now_count + t.before_count > 0) {
        const std::string high = std::isfinite(t.high) ? change_text(t.high) : std::string(tr("no limit"));
        limits = lang::fill(tr("95 %: {0} to {1}"), {change_text(t.low), high});
    }
    const float base = at.y + line_height(f.font.address) - line_height(f.font.body) - f.px(2);
    text_right(to, f.font.body, {at.x + width, base}, u32(f.pal().dim), limits);
    ImGui::Dummy({width, line_height(f.font.address) + f.px(2)});
    wrapped(f, f.font.body, f.pal().text, verdict.text);
}

void trend_part(Frame& f, const view::Numbers& numbers)
{
    section(f, tr("AGAINST THE PERIOD BEFORE"));
    if (!numbers.trend) return no_trend(f);
    const auto& t = *numbers.trend;
    if (t.covered) trend_figure(f, t);
    const std::size_t most = std::max(t.now_count, t.before_count);
    CountRow now{period_text(t.now), {}, t.now_count, most};
    now.on = true;
    const CountRow before{period_text(t.before), {}, t.before_count, most};
    const auto show = [&](const domain::TimeSpan& period) {
        auto changed = f.model.filter;
        changed.since = period.from;
        changed.until = period.to;
        send_filter(f, changed);
    };
    if (count_row(f, "##now", now, tr("Click: only this period"))) show(t.now);
    if (count_row(f, "##before", before, tr("Click: only this period"))) show(t.before);
    ImGui::Dummy({0, f.px(3)});
    if (!t.covered && f.model.data_span)
        wrapped(f, f.font.label, f.pal().warning,
                lang::fill(tr("The records begin on {0}: the period before is not whole, and no change is told."),
                           {date_text(f.model.data_span->from)}));
    else
        wrapped(f, f.font.label, f.pal().dim,
                tr("Counted by the middle of each record's time. Patrol effort is not taken into account: more patrols "
                   "find more."));
}

void empty_part(Frame& f)
{
    const bool none = f.model.incidents_total == 0;
    wrapped(f, f.font.heading, f.pal().text, none ? tr("No records yet") : tr("No record passes the filter"));
    wrapped(f, f.font.body, f.pal().dim,
            none
                ? tr("Drop files on the window, and what they hold is counted here by kind, stretch, hour and weekday, "
                     "and against the period before.")
                : tr("Widen the window of time or take a condition away above the map."));
    ImGui::Dummy({0, f.px(8)});
    const ImVec2 size{ImGui::GetContentRegionAvail().x, f.px(30)};
    if (none) {
        if (button(f, "##import", tr("Import files…"), size, true)) f.send(view::TogglePanel{view::Panel::import});
    } else if (button(f, "##reset", tr("Reset the filter"), size, true)) {
        f.send(view::ResetFilter{});
    }
}

float tab(Frame& f, const char* id, const char* text, float x, float y, bool on, bool& pressed_now)
{
    const auto* font = on ? f.font.bold : f.font.body;
    const float width = text_width(font, text), high = f.px(26);
    ImGui::SetCursorScreenPos({x, y});
    pressed_now = hit(id, {width, high});
    const bool hot = ImGui::IsItemHovered();
    auto* to = ImGui::GetWindowDrawList();
    text_at(to, font, {x, y + (high - line_height(font)) / 2}, u32(on || hot ? f.pal().text : f.pal().dim), text);
    if (on) to->AddRectFilled({x, y + high - f.px(2)}, {x + width, y + high}, u32(f.pal().accent));
    return x + width + f.px(18);
}

}  // namespace

std::string change_text(double ratio)
{
    if (ratio >= 10) return "×" + lang::number(ratio, ratio < 100 ? 1 : 0);
    const double percent = std::round((ratio - 1) * 100);
    const std::string amount = lang::number(std::abs(percent));
    return (percent > 0 ? "+" : percent < 0 ? "-" : "±") + amount + " %";
}

std::vector<std::uint32_t> rows_of_cell(const view::Numbers& numbers, const view::Scene& scene, std::uint8_t cell)
{
    std::vector<std::uint32_t> rows;
    if (numbers.scene != scene.version || numbers.cell.size() != scene.shown.size()) return rows;
    for (std::size_t i = 0; i < scene.shown.size(); ++i)
        if (numbers.cell[i] == cell) rows.push_back(scene.shown[i]);
    return rows;
}

domain::Filter only_kind(domain::Filter filter, domain::Kind kind)
{
    auto only = domain::KindSet::none();
    only.set(kind, true);
    filter.kinds = filter.kinds == only ? domain::KindSet::all() : only;
    return filter;
}

bool is_of_stretch(const domain::Filter& filter, const view::StretchCount& stretch)
{
    return filter.line == stretch.line && filter.km == domain::Range{stretch.from_km, stretch.to_km};
}

domain::Filter only_stretch(domain::Filter filter, const view::StretchCount& stretch)
{
    if (is_of_stretch(filter, stretch)) {
        filter.line.reset();
        filter.km = {};
    } else {
        filter.line = stretch.line;
        filter.km = {stretch.from_km, stretch.to_km};
    }
    return filter;
}

void draw_right_tabs(Frame& f, float room)
{
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool numbers = f.model.numbers_open, hotspots = f.model.hotspots_open;
    bool to_details = false, to_numbers = false, to_hotspots = false;
    float x = tab(f, "##tab-details", tr("Details"), at.x, at.y, !numbers && !hotspots, to_details);
    x = tab(f, "##tab-numbers", tr("Numbers"), x, at.y, numbers, to_numbers);
    if (ImGui::IsItemHovered()) tip(f, tr("Counts by kind, stretch, hour and weekday (D)"));
    tab(f, "##tab-hotspots", tr("Hotspots"), x, at.y, hotspots, to_hotspots);
    if (ImGui::IsItemHovered()) tip(f, tr("Where incidents concentrate, and how sure that is (W)"));
    if (numbers ? to_details : to_numbers) f.send(view::TogglePanel{view::Panel::numbers});
    if (hotspots ? to_details : to_hotspots) f.send(view::TogglePanel{view::Panel::hotspots});
    if (f.at.drawer && (to_details || to_numbers || to_hotspots)) f.desk.drawer = true;
    ImGui::SetCursorScreenPos({at.x, at.y + f.px(26)});
    ImGui::GetWindowDrawList()->AddLine({at.x, at.y + f.px(26)}, {at.x + room, at.y + f.px(26)}, u32(f.pal().rule));
    ImGui::Dummy({0, f.px(8)});
}

void draw_numbers(Frame& f)
{
    const auto& numbers = f.model.numbers;
    if (!f.model.scene || f.model.incidents_total == 0 || f.model.scene->shown.empty()) return empty_part(f);
    if (!numbers) return wrapped(f, f.font.body, f.pal().dim, tr("Counting…"));
    const auto n = static_cast<std::int64_t>(numbers->total);
    wrapped(f, f.font.heading, f.pal().text,
            lang::fill(lang::trn("{0} incident", "{0} incidents", n), {lang::number(n)}));
    trend_part(f, *numbers);
    draw_hours(f, *numbers);
    kinds_part(f, *numbers);
    stretches_part(f, *numbers);
}

void handle_count_keys(Frame& f)
{
    const auto& io = ImGui::GetIO();
    if (io.KeyCtrl || io.KeyAlt || io.WantTextInput) return;
    if (pressed(Key::h)) {
        if (!f.model.ribbon_open) f.send(view::TogglePanel{view::Panel::ribbon});
        if (f.at.tabbed) f.desk.table_in_front = false;
        f.send(view::TogglePanel{view::Panel::space_time});
    }
    if (!pressed(Key::d) || f.model.edit.open) return;
    if (!f.model.details_open) f.send(view::TogglePanel{view::Panel::details});
    if (f.model.details_open || !f.model.numbers_open) f.send(view::TogglePanel{view::Panel::numbers});
}

}  // namespace tuantra::ui
