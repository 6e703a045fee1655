#include "domain/kind.hpp"
#include "lang/lang.hpp"
#include "ui/keys.hpp"
#include "ui/panels.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace tuantra::ui {

using lang::tr;

namespace {

struct Column {
    view::TableColumn column;
    const char* title;
    float width;  ///< points; 0 takes what is left
    bool right;
};

std::array<Column, 6> columns()
{
    using enum view::TableColumn;
    return {{{time, tr("Time"), 180, false},
             {kind, tr("Kind"), 180, false},
             {severity, tr("Severity"), 76, false},
             {address, tr("Address"), 196, true},
             {title, tr("Title"), 0, false},
             {source, tr("Source"), 168, false}}};
}

struct Grid {
    std::array<Column, 6> columns;
    std::array<float, 7> x{};
};

Grid grid(const Frame& f, float left, float width)
{
    Grid g{columns(), {}};
    const float narrow = width / f.scale < 900 ? 0.82F : 1.0F;
    float fixed = 0;
    for (auto& c : g.columns) fixed += f.px(c.width * narrow);
    const float rest = std::max(f.px(120), width - fixed);
    float x = left;
    for (std::size_t i = 0; i < g.columns.size(); ++i) {
        g.x[i] = x;
        x += g.columns[i].width > 0 ? f.px(g.columns[i].width * narrow) : rest;
    }
    g.x.back() = x;
    return g;
}

void head(Frame& f, const Grid& g, Rect at)
{
    auto* to = ImGui::GetWindowDrawList();
    const auto& state = f.model.table;
    for (std::size_t i = 0; i < g.columns.size(); ++i) {
        const auto& c = g.columns[i];
        const float left = g.x[i], right = g.x[i + 1];
        ImGui::SetCursorScreenPos({left, at.y});
        ImGui::PushID(static_cast<int>(i));
        const bool sort = hit("##head", {right - left, at.h});
        const bool hot = ImGui::IsItemHovered();
        ImGui::PopID();
        const bool on = state.sort == c.column;
        const ImU32 ink = u32(on || hot ? f.pal().text : f.pal().dim);
        const float y = at.y + (at.h - line_height(f.font.label)) / 2, pad = f.px(10);
        const float used = text_width(f.font.label, c.title);
        const float text_x = c.right ? right - pad - used : left + pad;
        text_at(to, f.font.label, {text_x, y}, ink, elided(f.font.label, c.title, right - left - pad));
        const float mark_x = c.right ? text_x - f.px(10) : text_x + used + f.px(10);
        if (on)
            icon(f, to, {mark_x, at.y + at.h / 2}, f.px(5), state.descending ? Icon::down : Icon::up,
                 u32(f.pal().accent));
        if (sort) {
            const bool by_text = c.column == view::TableColumn::title || c.column == view::TableColumn::source;
            f.send(
                view::SortTable{c.column, on ? !state.descending : !by_text && c.column != view::TableColumn::address});
        }
    }
    to->AddLine({at.x, at.bottom() - 1}, {at.right(), at.bottom() - 1}, u32(f.pal().rule));
}

const view::TableRow* texts_of(const view::TableState& table, std::size_t position, std::int64_t id)
{
    for (const auto& page : table.pages) {
        if (position < page.first || position >= page.first + page.rows.size()) continue;
        const auto& row = page.rows[position - page.first];
        if (row.id == id) return &row;
    }
    return nullptr;
}

void cells(const Frame& f, const Grid& g, std::size_t position, std::size_t row, ImVec2 at, float high)
{
    auto* to = ImGui::GetWindowDrawList();
    const auto& rows = *f.model.scene->incidents;
    const auto& pal = f.pal();
    const float pad = f.px(10), y = at.y + (high - line_height(f.font.body)) / 2;
    const auto text = [&](std::size_t column, std::string_view value, ImU32 ink, float indent = 0) {
        const float left = g.x[column] + pad + indent, right = g.x[column + 1] - pad;
        if (right <= left) return;
        const auto shown = elided(f.font.body, value, right - left);
        if (g.columns[column].right)
            text_right(to, f.font.body, {right, y}, ink, shown);
        else
            text_at(to, f.font.body, {left, y}, ink, shown);
    };
    const auto& kind = domain::info(rows.kind[row]);
    text(0, span_text({{rows.from_s[row]}, {rows.to_s[row]}}), u32(pal.text));
    kind_symbol(f, to, {g.x[1] + pad + f.px(8), at.y + high / 2}, f.px(7), kind);
    text(1, tr(kind.label.data()), u32(pal.text), f.px(24));
    for (int i = 0; i < 5; ++i) {
        const ImVec2 from{g.x[2] + pad + static_cast<float>(i) * f.px(10), at.y + high / 2 - f.px(3)};
        const bool on = i < rows.severity[row];
        const view::Colour lit = rows.severity[row] >= 5 ? pal.danger : rows.severity[row] == 4 ? pal.warning : pal.dim;
        to->AddRectFilled(from, {from.x + f.px(7), from.y + f.px(6)}, u32(on ? lit : pal.rule), f.px(2));
    }
    if (rows.line[row] >= 0)
        text(3,
             view::address_text({static_cast<domain::LineId>(rows.line[row]),
                                 static_cast<double>(rows.chainage_km[row]), static_cast<double>(rows.offset_m[row])}),
             u32(pal.text));
    else
        text(3, "—", u32(pal.faint));
    const auto* more = texts_of(f.model.table, position, rows.id[row]);
    text(4, more != nullptr ? more->title : "…", u32(more != nullptr ? pal.text : pal.faint));
    text(5, more != nullptr ? more->source : "", u32(pal.dim));
}

/// Asks for the texts of the rows in view, in whole hundreds, once until the answer or two seconds.
void want_texts(Frame& f, std::size_t first, std::size_t last)
{
    const auto& order = *f.model.table.order;
    const auto& rows = *f.model.scene->incidents;
    bool missing = false;
    for (std::size_t i = first; i < last && !missing; ++i)
        missing = texts_of(f.model.table, i, rows.id[order[i]]) == nullptr;
    auto& desk = f.desk;
    desk.want_age += ImGui::GetIO().DeltaTime;
    if (!missing) return;
    const std::size_t from = first / 100 * 100;
    const std::size_t count = std::min(order.size(), (last + 99) / 100 * 100) - from;
    const bool asked =
        desk.want_first == from && desk.want_count == count && desk.table_order == &order && desk.want_age < 2;
    if (asked) return;
    desk.want_first = from;
    desk.want_count = count;
    desk.want_age = 0;
    desk.table_order = &order;
    f.send(view::WantTableRows{from, count});
}

std::optional<std::size_t> rank_of_selected(Frame& f)
{
    auto& desk = f.desk;
    if (!f.model.selected) {
        desk.table_seen.reset();
        return std::nullopt;
    }
    const auto& order = *f.model.table.order;
    const auto& ids = f.model.scene->incidents->id;
    const RankKey key{&order, order.size(), f.model.scene->version, *f.model.selected};
    if (desk.rank_key == key) return desk.table_rank;
    const auto at = std::find_if(order.begin(), order.end(),
                                 [&](std::uint32_t row) { return row < ids.size() && ids[row] == *f.model.selected; });
    desk.table_rank = at == order.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - order.begin()));
    desk.rank_key = key;
    return desk.table_rank;
}

void move_with_keys(Frame& f, std::optional<std::size_t> rank, std::size_t page)
{
    const auto& order = *f.model.table.order;
    if (order.empty() || !ImGui::IsWindowFocused() || ImGui::IsAnyItemActive()) return;
    const std::size_t last = order.size() - 1, now = rank.value_or(0);
    std::optional<std::size_t> next;
    if (pressed(Key::down, true)) next = rank ? std::min(now + 1, last) : 0;
    if (pressed(Key::up, true)) next = now > 0 ? now - 1 : 0;
    if (pressed(Key::page_down, true)) next = std::min(now + page, last);
    if (pressed(Key::page_up, true)) next = now > page ? now - page : 0;
    if (pressed(Key::home)) next = 0;
    if (pressed(Key::end)) next = last;
    if (pressed(Key::enter) && rank) f.send(view::Select{f.model.selected, true});
    if (next && next != rank) f.send(view::Select{f.model.scene->incidents->id[order[*next]], false});
}

void body(Frame& f, const Grid& g, Rect at)
{
    const auto& order = *f.model.table.order;
    const auto& rows = *f.model.scene->incidents;
    const float high = f.px(25);
    ImGui::SetCursorScreenPos({at.x, at.y});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    ImGui::BeginChild("rows", {at.w, at.h}, false, ImGuiWindowFlags_NoNavInputs);
    const auto rank = rank_of_selected(f);
    move_with_keys(f, rank, static_cast<std::size_t>(std::max(1.0F, at.h / high - 1)));
    if (rank && f.desk.table_seen != f.model.selected) {
        const float y = static_cast<float>(*rank) * high, top = ImGui::GetScrollY();
        if (y < top || y + high > top + at.h) ImGui::SetScrollY(std::max(0.0F, y - at.h / 3));
    }
    f.desk.table_seen = f.model.selected;
    auto* to = ImGui::GetWindowDrawList();
    std::size_t seen_from = std::numeric_limits<std::size_t>::max(), seen_to = 0;
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(order.size()), high);
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const auto position = static_cast<std::size_t>(i);
            const std::size_t row = order[position];
            if (row >= rows.size()) continue;
            const ImVec2 from = ImGui::GetCursorScreenPos();
            ImGui::PushID(i);
            const bool chosen = hit("##row", {at.w, high});
            const bool hot = ImGui::IsItemHovered();
            const bool twice = hot && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
            ImGui::PopID();
            const bool on = f.model.selected == rows.id[row];
            if (on)
                to->AddRectFilled(from, {from.x + at.w, from.y + high}, u32(f.pal().accent, 0.2F));
            else if (hot)
                to->AddRectFilled(from, {from.x + at.w, from.y + high}, u32(f.pal().raised));
            if (on) to->AddRectFilled(from, {from.x + f.px(3), from.y + high}, u32(f.pal().accent));
            cells(f, g, position, row, from, high);
            if (twice)
                f.send(view::Select{rows.id[row], true});
            else if (chosen)
                f.send(view::Select{rows.id[row], false});
            seen_from = std::min(seen_from, position);
            seen_to = std::max(seen_to, position + 1);
        }
    }
    if (seen_from < seen_to) want_texts(f, seen_from, seen_to);
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

}  // namespace

void draw_table(Frame& f)
{
    const auto& at = f.at.table;
    if (at.empty()) return;
    begin_panel(f, tr("Table"), "table", at, {.padding = {0, 0}, .scroll = false});
    const bool ready = f.model.scene && f.model.scene->incidents && f.model.table.order;
    if (!ready || f.model.table.order->empty()) {
        const char* text = f.model.incidents_total == 0 ? tr("No records yet")
                           : ready                      ? tr("No record passes the filter")
                                                        : tr("Counting…");
        text_centred(ImGui::GetWindowDrawList(), f.font.body, {at.x + at.w / 2, at.y + at.h / 2}, u32(f.pal().dim),
                     text);
        end_panel();
        return;
    }
    const float head_height = f.px(26);
    const float bar = ImGui::GetStyle().ScrollbarSize;
    const Grid g = grid(f, at.x + f.px(6), at.w - bar - f.px(12));
    head(f, g, {at.x, at.y, at.w, head_height});
    body(f, g, {at.x, at.y + head_height, at.w, at.h - head_height});
    end_panel();
}

}  // namespace tuantra::ui
