#include "domain/kind.hpp"
#include "lang/lang.hpp"
#include "ui/filter_fields.hpp"
#include "ui/panels.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace tuantra::ui {

using domain::Filter;
using lang::tr;

namespace {

constexpr std::int64_t day_s = 86400;

void send_filter(const Frame& f, Filter changed)
{
    f.send(view::SetFilter{std::move(changed)});
}

/// A row of buttons, each as wide as its text needs and the rest shared; returns which was pressed, or -1.
int segments(const Frame& f, const char* id, std::initializer_list<const char*> names, const auto& is_on)
{
    const float gap = f.px(4), width = ImGui::GetContentRegionAvail().x;
    float texts = 0;
    for (const char* name : names) texts += text_width(f.font.bold, name);
    const float share = (width - texts) / static_cast<float>(names.size()) - gap;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    int chosen = -1, i = 0;
    float x = 0;
    ImGui::PushID(id);
    for (const char* name : names) {
        const bool last = i + 1 == static_cast<int>(names.size());
        const float each =
            last ? width - x
                 : std::floor(text_width(f.font.bold, name) + share + gap / static_cast<float>(names.size()));
        ImGui::SetCursorScreenPos({at.x + x, at.y});
        ImGui::PushID(i);
        if (button(f, "##seg", name, {std::max(1.0F, each), f.px(28)}, is_on(i))) chosen = i;
        ImGui::PopID();
        x += each + gap;
        ++i;
    }
    ImGui::PopID();
    return chosen;
}

/// A field that shows `shown` until it is edited, and tells when an edit is finished (Enter, leaving it, or a pause).
bool field(const Frame& f, const char* id, const char* hint, Field& field, std::string_view shown, float width,
           bool eager)
{
    if (!field.editing && !field.bad && get(field.text) != shown) put(field.text, shown);
    if (input(f, id, hint, field.text, width, field.bad)) field.changed_ago = 0;
    const bool active = ImGui::IsItemActive();
    const bool left = ImGui::IsItemDeactivated();
    field.editing = active;
    if (field.changed_ago < 0) return false;
    field.changed_ago += ImGui::GetIO().DeltaTime;
    if (!left && !(eager && field.changed_ago > 0.35F)) return false;
    field.changed_ago = -1;
    return true;
}

void time_part(Frame& f)
{
    const Filter& now = f.model.filter;
    section(f, tr("TIME"));
    static constexpr std::array<std::int64_t, 5> days{1, 7, 28, 365, 0};
    const auto end = period_end(f.model.data_span, f.model.now_unix_s);
    const auto since_of = [&](std::size_t i) { return domain::Instant{end.unix_s - days[i] * day_s}; };
    const auto is_on = [&](int at) {
        const auto i = static_cast<std::size_t>(at);
        return i == 4 ? !now.since && !now.until : !now.until && now.since == since_of(i);
    };
    const int chosen =
        segments(f, "period", {tr("24 h"), tr("7 d"), tr("28 d"), tr("1 year"), lang::trc("time", "All")}, is_on);
    if (chosen >= 0) {
        Filter changed = now;
        changed.until.reset();
        changed.since.reset();
        if (chosen < 4) changed.since = since_of(static_cast<std::size_t>(chosen));
        f.desk.since.bad = f.desk.until.bad = false;
        send_filter(f, changed);
    }
    ImGui::Dummy({0, f.px(2)});
    const float gap = f.px(4), half = (ImGui::GetContentRegionAvail().x - gap) / 2;
    auto& since = f.desk.since;
    if (field(f, "##since", tr("from date"), since, now.since ? date_text(*now.since) : "", half, false)) {
        const auto text = get(since.text);
        const auto read = domain::parse_time(text);
        since.bad = !text.empty() && !read;
        if (!since.bad) {
            Filter changed = now;
            changed.since = read ? std::optional(read->from) : std::nullopt;
            send_filter(f, changed);
        }
    }
    ImGui::SameLine(0, gap);
    auto& until = f.desk.until;
    if (field(f, "##until", tr("to date"), until, now.until ? date_text({now.until->unix_s - 1}) : "", half, false)) {
        const auto text = get(until.text);
        const auto read = domain::parse_time(text);
        until.bad = !text.empty() && !read;
        if (!until.bad) {
            Filter changed = now;
            changed.until = read ? std::optional(domain::Instant{read->to.unix_s + 1}) : std::nullopt;
            send_filter(f, changed);
        }
    }
}

void kinds_part(Frame& f)
{
    const auto& pal = f.pal();
    section(f, tr("KINDS"));
    auto* to = ImGui::GetWindowDrawList();
    for (const auto& kind : domain::kinds()) {
        const bool on = f.model.filter.kinds.has(kind.kind);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float width = ImGui::GetContentRegionAvail().x, high = f.px(24);
        ImGui::PushID(static_cast<int>(kind.kind));
        const bool flip = hit("##kind", {width, high});
        const bool hot = ImGui::IsItemHovered();
        ImGui::PopID();
        if (hot)
            to->AddRectFilled({at.x - f.px(6), at.y}, {at.x + width + f.px(6), at.y + high}, u32(pal.raised), f.px(5));
        kind_symbol(f, to, {at.x + f.px(10), at.y + high / 2}, f.px(8), kind, on ? 1.0F : 0.25F);
        const float y = at.y + (high - line_height(f.font.body)) / 2;
        const std::string count =
            f.model.scene
                ? lang::number(static_cast<std::int64_t>(f.model.scene->by_kind[static_cast<std::size_t>(kind.kind)]))
                : "";
        text_right(to, f.font.body, {at.x + width, y}, u32(on ? pal.dim : pal.faint), count);
        const float room = width - f.px(30) - text_width(f.font.body, count) - f.px(8);
        text_at(to, f.font.body, {at.x + f.px(30), y}, u32(on ? pal.text : pal.faint),
                elided(f.font.body, tr(kind.label.data()), room));
        if (hot) tip(f, tr("Click: on or off. Ctrl+click: only this kind."));
        if (flip) {
            Filter changed = f.model.filter;
            if (ImGui::GetIO().KeyCtrl) {
                auto only = domain::KindSet::none();
                only.set(kind.kind, true);
                changed.kinds = changed.kinds == only ? domain::KindSet::all() : only;
            } else {
                changed.kinds.set(kind.kind, !on);
            }
            send_filter(f, changed);
        }
    }
}

/// A row of levels of which a range is on; returns the pressed one or -1.
int levels(const Frame& f, const char* id, ImVec2 at, float width, std::initializer_list<std::string> names, int from,
           int to)
{
    const auto& pal = f.pal();
    const auto n = static_cast<float>(names.size());
    const float gap = f.px(3), each = std::floor((width - (n - 1) * gap) / n);
    auto* draw = ImGui::GetWindowDrawList();
    int chosen = -1, level = 0;
    ImGui::PushID(id);
    for (const auto& name : names) {
        const bool on = level >= from && level <= to, last = level + 1 == static_cast<int>(names.size());
        const ImVec2 corner{at.x + static_cast<float>(level) * (each + gap), at.y};
        ImGui::SetCursorScreenPos(corner);
        ImGui::PushID(level);
        const float wide = last ? width - (n - 1) * (each + gap) : each;
        if (hit("##level", {wide, f.px(26)})) chosen = level;
        const bool hot = ImGui::IsItemHovered();
        ImGui::PopID();
        view::Colour fill = on ? mixed(pal.raised, pal.accent, 0.28F) : mixed(pal.panel, pal.background, 0.5F);
        if (hot) fill = mixed(fill, pal.text, 0.12F);
        draw->AddRectFilled(corner, {corner.x + wide, corner.y + f.px(26)}, u32(fill), f.px(5));
        text_centred(draw, f.font.body, {corner.x + wide / 2, corner.y + f.px(13)}, u32(on ? pal.text : pal.faint),
                     name);
        ++level;
    }
    ImGui::PopID();
    return chosen;
}

/// Severity and the source's grade side by side.
void severity_part(Frame& f)
{
    const Filter& now = f.model.filter;
    const float gap = f.px(14), width = ImGui::GetContentRegionAvail().x;
    const float left = std::floor((width - gap) * 0.46F), right = width - gap - left;
    const ImVec2 head = ImGui::GetCursorScreenPos();
    section(f, tr("SEVERITY"));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    text_at(ImGui::GetWindowDrawList(), f.font.label, {at.x + left + gap, head.y + f.px(8)}, u32(f.pal().dim),
            elided(f.font.label, tr("SOURCE GRADE"), right));
    const int level =
        levels(f, "severity", at, left, {"1", "2", "3", "4", "5"}, now.severity_min - 1, now.severity_max - 1);
    const int grade = levels(f, "grade", {at.x + left + gap, at.y}, right, {"A", "B", "C", "D", "E", "F"},
                             now.grade_min - 'A', now.grade_max - 'A');
    if (ImGui::IsMouseHoveringRect({at.x + left + gap, at.y}, {at.x + width, at.y + f.px(26)}) &&
        ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem))
        tip(f, tr("A reliable .. E unreliable, F cannot be judged; records without a grade show only with all six"));
    if (level < 0 && grade < 0) return;
    Filter changed = now;
    if (level >= 0) press_severity(changed, level + 1);
    if (grade >= 0) press_grade(changed, static_cast<char>('A' + grade));
    send_filter(f, changed);
}

/// Two number fields for a closed range; returns the new range when one was edited.
std::optional<domain::Range> range_fields(Frame& f, const char* id, const char* unit, Field& lo, Field& hi,
                                          const domain::Range& now)
{
    const float gap = f.px(4), unit_width = std::max(f.px(26), text_width(f.font.body, unit) + f.px(4));
    const float half = (ImGui::GetContentRegionAvail().x - unit_width - 2 * gap) / 2;
    const auto shown = [](const std::optional<double>& v) {
        if (!v) return std::string();
        return lang::number(*v, std::abs(*v - std::round(*v)) < 0.05 ? 0 : 1);
    };
    std::optional<domain::Range> out;
    const auto one = [&](const char* name, const char* hint, Field& which, const std::optional<double>& value,
                         auto member) {
        if (!field(f, name, hint, which, shown(value), half, false)) return;
        const auto text = get(which.text);
        const auto read = parse_number(text);
        which.bad = !text.empty() && !read;
        if (which.bad) return;
        out = now;
        (*out).*member = read;
    };
    ImGui::PushID(id);
    one("##from", tr("from"), lo, now.from, &domain::Range::from);
    ImGui::SameLine(0, gap);
    one("##to", tr("to"), hi, now.to, &domain::Range::to);
    ImGui::SameLine(0, gap);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    text_at(ImGui::GetWindowDrawList(), f.font.body, {at.x, at.y + f.px(4)}, u32(f.pal().dim), unit);
    ImGui::Dummy({unit_width, line_height(f.font.body)});
    ImGui::PopID();
    return out;
}

void line_part(Frame& f)
{
    section(f, tr("LINE, KILOMETRES, OFFSET"));
    const Filter& now = f.model.filter;
    const auto is_on = [&](int i) {
        return i == 0 ? !now.line : now.line == (i == 1 ? domain::LineId::land : domain::LineId::coast);
    };
    const int chosen = segments(f, "line", {tr("Both"), tr("Land"), tr("Coast")}, is_on);
    if (chosen >= 0) {
        Filter changed = now;
        changed.line.reset();
        if (chosen > 0) changed.line = chosen == 1 ? domain::LineId::land : domain::LineId::coast;
        changed.km = {};
        send_filter(f, changed);
    }
    ImGui::Dummy({0, f.px(2)});
    if (const auto km = range_fields(f, "km", "km", f.desk.km_from, f.desk.km_to, now.km)) {
        Filter changed = now;
        changed.km = *km;
        send_filter(f, changed);
    }
    if (const auto offset = range_fields(f, "offset", "m", f.desk.offset_from, f.desk.offset_to, now.offset_m)) {
        Filter changed = now;
        changed.offset_m = *offset;
        send_filter(f, changed);
    }
    if (ImGui::IsWindowHovered() && ImGui::IsItemHovered())
        tip(f, tr("Offset from the line: inland is negative, abroad and seaward positive"));
}

/// A condition with a cross that takes it away.
bool removable(const Frame& f, const char* id, const std::string& text)
{
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, high = f.px(26);
    const bool gone = hit(id, {width, high});
    auto* to = ImGui::GetWindowDrawList();
    const view::Colour fill = mixed(f.pal().panel, f.pal().accent, ImGui::IsItemHovered() ? 0.3F : 0.16F);
    to->AddRectFilled(at, {at.x + width, at.y + high}, u32(fill), f.px(5));
    text_at(to, f.font.body, {at.x + f.px(8), at.y + (high - line_height(f.font.body)) / 2}, u32(f.pal().text),
            elided(f.font.body, text, width - f.px(36)));
    icon(f, to, {at.x + width - f.px(13), at.y + high / 2}, f.px(6), Icon::cross, u32(f.pal().dim));
    ImGui::Dummy({0, f.px(1)});
    return gone;
}

void words_and_area(Frame& f)
{
    section(f, tr("WORDS AND AREA"));
    const Filter& now = f.model.filter;
    const bool drawing = f.model.drawing == "box";
    const float gap = f.px(4), side = line_height(f.font.body) + f.px(8);
    const char* box_text = drawing ? tr("Drag…") : tr("Box");
    const float box_width = text_width(f.font.bold, box_text) + f.px(34);
    if (field(f, "##text", tr("words in title or text"), f.desk.text, now.text,
              ImGui::GetContentRegionAvail().x - box_width - gap, true)) {
        Filter changed = now;
        changed.text = get(f.desk.text.text);
        send_filter(f, changed);
    }
    ImGui::SameLine(0, gap);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (button(f, "##box", "", {box_width, side}, drawing)) f.send(view::StartTool{drawing ? "" : "box"});
    if (ImGui::IsItemHovered()) tip(f, tr("Draw a box on the map (B)"));
    const ImU32 ink = drawing ? ink_on(f.pal().accent) : u32(f.pal().text);
    icon(f, ImGui::GetWindowDrawList(), {at.x + f.px(15), at.y + side / 2}, f.px(7), Icon::box, ink);
    text_at(ImGui::GetWindowDrawList(), f.font.body, {at.x + f.px(26), at.y + (side - line_height(f.font.body)) / 2},
            ink, box_text);
    const auto without = [&](auto&& change) {
        Filter changed = now;
        change(changed);
        send_filter(f, changed);
    };
    if (now.box) {
        const auto& b = *now.box;
        const auto n = [](double v) { return lang::number(v, 2); };
        if (removable(f, "##nobox", n(b.west) + " – " + n(b.east) + " · " + n(b.south) + " – " + n(b.north)))
            without([](Filter& x) { x.box.reset(); });
    }
    if (now.near && removable(f, "##nonear",
                              lang::fill(tr("within {} km of {}"), {lang::number(now.near->radius_km, 1),
                                                                    view::position_text(now.near->centre)})))
        without([](Filter& x) { x.near.reset(); });
    if (!now.within.empty() && removable(f, "##nowithin", now.within_name.empty() ? tr("an area") : now.within_name))
        without([](Filter& x) { x.within.clear(), x.within_name.clear(); });
    if (now.source && removable(f, "##nosource", tr("one source only"))) without([](Filter& x) { x.source.reset(); });
}

void layers_part(Frame& f)
{
    section(f, tr("MAP LAYERS"));
    struct Row {
        const char* id;
        const char* text;
        bool view::Layers::*member;
    };
    const std::array<Row, 9> rows{{{"##heat", tr("Hotspots along the line"), &view::Layers::heat},
                                   {"##incidents", tr("Incidents"), &view::Layers::incidents},
                                   {"##tracks", tr("Tracks"), &view::Layers::tracks},
                                   {"##places", tr("Places"), &view::Layers::places},
                                   {"##gates", tr("Gates, ports"), &view::Layers::gates},
                                   {"##provinces", tr("Provinces"), &view::Layers::provinces},
                                   {"##rivers", tr("Rivers"), &view::Layers::rivers},
                                   {"##relief", tr("Relief"), &view::Layers::relief},
                                   {"##graticule", tr("Graticule"), &view::Layers::graticule}}};
    ImGui::PushID("layers");
    // The left column is as wide as its texts, so that the right one keeps the most it can.
    float left = 0;
    for (std::size_t i = 1; i < rows.size(); i += 2)
        left = std::max(left, text_width(f.font.body, rows[i].text) + f.px(36));
    const float gap = f.px(4), whole = ImGui::GetContentRegionAvail().x;
    left = std::clamp(left, whole * 0.4F, whole * 0.55F);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& row = rows[i];
        // The first alone on its row, for its length; the others in pairs.
        if (i > 0 && i % 2 == 0) ImGui::SameLine(0, gap);
        if (!toggle(f, row.id, row.text, f.model.layers.*row.member,
                    i == 0       ? 0
                    : i % 2 == 1 ? left
                                 : whole - left - gap))
            continue;
        view::Layers changed = f.model.layers;
        changed.*row.member = !(changed.*row.member);
        f.send(view::SetLayers{changed});
    }
    ImGui::PopID();
}

void header(Frame& f)
{
    const auto& pal = f.pal();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    auto* to = ImGui::GetWindowDrawList();
    text_at(to, f.font.label, {at.x, at.y + f.px(5)}, u32(pal.dim),
            f.model.filter_pending ? tr("FILTER · counting…") : tr("FILTER"));
    const char* reset = tr("Reset");
    if (f.model.filter != Filter{}) {
        ImGui::SetCursorScreenPos({at.x + width - f.px(30) - text_width(f.font.body, reset), at.y + f.px(3)});
        if (link(f, "##reset", reset)) {
            for (Field* field :
                 {&f.desk.since, &f.desk.until, &f.desk.km_from, &f.desk.km_to, &f.desk.offset_from, &f.desk.offset_to})
                field->bad = false;
            f.send(view::ResetFilter{});
        }
    }
    ImGui::SetCursorScreenPos({at.x + width - f.px(22), at.y});
    if (icon_button(f, "##fold", Icon::fold_left, tr("Fold the filter (L)")))
        f.send(view::TogglePanel{view::Panel::filter});
    ImGui::SetCursorScreenPos({at.x, at.y + f.px(26)});
    ImGui::Dummy({0, 0});
    const auto shown = f.model.scene ? f.model.scene->shown.size() : 0;
    const std::string count = lang::number(static_cast<std::int64_t>(shown));
    const ImVec2 big = ImGui::GetCursorScreenPos();
    text_at(to, f.font.address, big, u32(pal.text), count);
    text_at(to, f.font.body,
            {big.x + text_width(f.font.address, count) + f.px(8),
             big.y + line_height(f.font.address) - line_height(f.font.body) - f.px(2)},
            u32(pal.dim),
            lang::fill(tr("of {} incidents"), {lang::number(static_cast<std::int64_t>(f.model.incidents_total))}));
    ImGui::Dummy({0, line_height(f.font.address)});
    // One line always, so that nothing below moves when the filter changes.
    const std::string sentence = view::sentence(f.model.filter);
    const std::string cut = elided(f.font.label, sentence, width);
    const ImVec2 line = ImGui::GetCursorScreenPos();
    text_at(to, f.font.label, line, u32(pal.dim), cut);
    ImGui::Dummy({width, line_height(f.font.label)});
    if (cut != sentence && ImGui::IsItemHovered()) tip(f, sentence);
}

void data_part(Frame& f)
{
    section(f, tr("DATA"));
    const auto n = static_cast<std::int64_t>(f.model.sources.size());
    const std::string text = lang::fill(lang::trn("{} source", "{} sources", n), {lang::number(n)});
    const float gap = f.px(4), half = (ImGui::GetContentRegionAvail().x - gap) / 2;
    if (button(f, "##sources", text.c_str(), {half, f.px(28)}, f.model.sources_open))
        f.send(view::TogglePanel{view::Panel::sources});
    ImGui::SameLine(0, gap);
    if (button(f, "##import", tr("Import…"), {half, f.px(28)}, f.model.import_open))
        f.send(view::TogglePanel{view::Panel::import});
}

}  // namespace

void draw_filter_panel(Frame& f)
{
    const auto& at = f.at.left;
    if (at.empty()) return;
    if (f.at.left_folded) {
        begin_panel(f, tr("Filter"), "filter-rail", at, {.padding = {6, 10}, .scroll = false});
        if (icon_button(f, "##unfold", Icon::fold_right, tr("Open the filter (L)")))
            f.send(view::TogglePanel{view::Panel::filter});
        ImGui::GetWindowDrawList()->AddLine({at.right() - 1, at.y}, {at.right() - 1, at.bottom()}, u32(f.pal().rule));
        end_panel();
        return;
    }
    begin_panel(f, tr("Filter"), "filter", at, {.padding = {16, 12}});
    header(f);
    time_part(f);
    kinds_part(f);
    severity_part(f);
    words_and_area(f);
    line_part(f);
    layers_part(f);
    data_part(f);
    ImGui::Dummy({0, f.px(8)});
    ImGui::PushClipRect({at.x, at.y}, {at.right(), at.bottom()}, false);
    ImGui::GetWindowDrawList()->AddLine({at.right() - 1, at.y}, {at.right() - 1, at.bottom()}, u32(f.pal().rule));
    ImGui::PopClipRect();
    end_panel();
}

}  // namespace tuantra::ui
