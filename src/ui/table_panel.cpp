#include "domain/kind.hpp"
#include "domain/time.hpp"
#include "lang/lang.hpp"
#include "ui/keys.hpp"
#include "ui/panels.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"
#include "view/playback.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <vector>

namespace tuantra::ui {

using lang::tr;

namespace {

constexpr float buttons_width = 3 * 24 + 14;

struct Column {
    view::TableColumn column;
    const char* title;
    float width;  ///< points; 0 takes what is left
    bool right;
};

std::array<Column, view::table_column_count> columns()
{
    using enum view::TableColumn;
    return {{{time, tr("Time"), 180, false},
             {kind, tr("Kind"), 180, false},
             {severity, tr("Severity"), 76, false},
             {address, tr("Address"), 196, true},
             {title, tr("Title"), 0, false},
             {source, tr("Source"), 168, false},
             {grade, tr("Grade"), 64, false},
             {position, tr("Position"), 200, false}}};
}

/// The chosen columns and their left edges, with the last one's right edge at the end.
struct Grid {
    std::vector<Column> columns;
    std::vector<float> x;
};

Grid grid(const Frame& f, float left, float width)
{
    Grid g;
    for (const auto& c : columns())
        if (f.model.table.columns.has(c.column)) g.columns.push_back(c);
    if (g.columns.empty()) return g;
    // What is left goes to the title, or where it is not shown to the last one.
    const bool titled = f.model.table.columns.has(view::TableColumn::title);
    if (!titled) g.columns.back().width = 0;
    const float narrow = width / f.scale < 900 ? 0.82F : 1.0F;
    float fixed = 0;
    for (auto& c : g.columns) fixed += f.px(c.width * narrow);
    const float rest = std::max(f.px(120), width - fixed);
    float x = left;
    for (const auto& c : g.columns) {
        g.x.push_back(x);
        x += c.width > 0 ? f.px(c.width * narrow) : rest;
    }
    g.x.push_back(x);
    return g;
}

void head(Frame& f, const Grid& g, Rect at)
{
    auto* to = ImGui::GetWindowDrawList();
    const auto& state = f.model.table;
    for (std::size_t i = 0; i < g.columns.size(); ++i) {
        const auto& c = g.columns[i];
        const float left = g.x[i], right = std::min(g.x[i + 1], at.right() - f.px(buttons_width));
        if (right <= left) continue;
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

void severity_marks(const Frame& f, ImVec2 at, int severity)
{
    auto* to = ImGui::GetWindowDrawList();
    const view::Colour lit = severity >= 5 ? f.pal().danger : severity == 4 ? f.pal().warning : f.pal().dim;
    for (int i = 0; i < 5; ++i) {
        const float x = at.x + static_cast<float>(i) * f.px(10);
        to->AddRectFilled({x, at.y}, {x + f.px(7), at.y + f.px(6)}, u32(i < severity ? lit : f.pal().rule), f.px(2));
    }
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
    const auto* more = texts_of(f.model.table, position, rows.id[row]);
    const auto& what = domain::info(rows.kind[row]);
    for (std::size_t i = 0; i < g.columns.size(); ++i) {
        using enum view::TableColumn;
        switch (g.columns[i].column) {
            case time:
                text(i, span_text({{rows.from_s[row]}, {rows.to_s[row]}}), u32(pal.text));
                break;
            case view::TableColumn::kind:
                kind_symbol(f, to, {g.x[i] + pad + f.px(8), at.y + high / 2}, f.px(7), what);
                text(i, tr(what.label.data()), u32(pal.text), f.px(24));
                break;
            case severity:
                severity_marks(f, {g.x[i] + pad, at.y + high / 2 - f.px(3)}, rows.severity[row]);
                break;
            case address:
                if (rows.line[row] >= 0)
                    text(i,
                         view::address_text({static_cast<domain::LineId>(rows.line[row]),
                                             static_cast<double>(rows.chainage_km[row]),
                                             static_cast<double>(rows.offset_m[row])}),
                         u32(pal.text));
                else
                    text(i, "—", u32(pal.faint));
                break;
            case title:
                text(i, more != nullptr ? more->title : "…", u32(more != nullptr ? pal.text : pal.faint));
                break;
            case source:
                text(i, more != nullptr ? source_text(more->source) : "", u32(pal.dim));
                break;
            case grade:
                text(i, rows.reliability[row] != 0 ? std::string(1, rows.reliability[row]) : "—",
                     u32(rows.reliability[row] != 0 ? pal.text : pal.faint));
                break;
            case view::TableColumn::position:
                text(i, view::position_text(rows.place[row]), u32(pal.dim));
                break;
        }
    }
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

bool is_marked(const Frame& f, std::int64_t id)
{
    return std::binary_search(f.desk.table_marked.begin(), f.desk.table_marked.end(), id);
}

/// A click selects a row, with Ctrl it marks one more, with Shift all from the last click on.
void press_row(Frame& f, std::size_t position)
{
    const auto& order = *f.model.table.order;
    const auto& ids = f.model.scene->incidents->id;
    auto& desk = f.desk;
    const auto& io = ImGui::GetIO();
    const auto id = ids[order[position]];
    if (io.KeyShift && desk.table_anchor && *desk.table_anchor < order.size()) {
        const auto [from, to] = std::minmax(*desk.table_anchor, position);
        desk.table_marked.clear();
        for (std::size_t i = from; i <= to; ++i) desk.table_marked.push_back(ids[order[i]]);
        std::sort(desk.table_marked.begin(), desk.table_marked.end());
        return;
    }
    desk.table_anchor = position;
    if (io.KeyCtrl) {
        auto& marked = desk.table_marked;
        // The row that was selected before is the first of those marked.
        if (marked.empty() && f.model.selected && *f.model.selected != id) marked.push_back(*f.model.selected);
        const auto at = std::lower_bound(marked.begin(), marked.end(), id);
        if (at != marked.end() && *at == id)
            marked.erase(at);
        else
            marked.insert(at, id);
        return;
    }
    desk.table_marked.clear();
    f.send(view::Select{id, false});
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
    if (f.desk.table_reveal) {
        ImGui::SetScrollY(std::max(0.0F, static_cast<float>(*f.desk.table_reveal) * high - at.h / 3));
        f.desk.table_reveal.reset();
    }
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
            const bool marked = is_marked(f, rows.id[row]);
            if (on || marked)
                to->AddRectFilled(from, {from.x + at.w, from.y + high}, u32(f.pal().accent, marked ? 0.28F : 0.2F));
            else if (hot)
                to->AddRectFilled(from, {from.x + at.w, from.y + high}, u32(f.pal().raised));
            if (on) to->AddRectFilled(from, {from.x + f.px(3), from.y + high}, u32(f.pal().accent));
            cells(f, g, position, row, from, high);
            if (twice)
                f.send(view::Select{rows.id[row], true});
            else if (chosen)
                press_row(f, position);
            seen_from = std::min(seen_from, position);
            seen_to = std::max(seen_to, position + 1);
        }
    }
    f.desk.table_seen_rows = {std::min(seen_from, seen_to), seen_to};
    if (seen_from < seen_to) want_texts(f, seen_from, seen_to);
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

/// Columns, copy and CSV, at the head's right end.
void table_buttons(Frame& f, Rect head)
{
    const float side = f.px(24), y = head.y + (head.h - side) / 2;
    float x = head.right() - 3 * side - f.px(8);
    ImGui::GetWindowDrawList()->AddRectFilled({x - f.px(6), head.y}, {head.right(), head.bottom() - 1},
                                              u32(f.pal().panel));
    ImGui::SetCursorScreenPos({x, y});
    if (icon_button(f, "##columns", Icon::columns, tr("Choose the columns"), f.desk.columns_open))
        f.desk.columns_open = !f.desk.columns_open;
    ImGui::SetCursorScreenPos({x += side, y});
    if (icon_button(f, "##copy", Icon::copy,
                    tr("Copy the marked rows, else the one selected, else those in view (Ctrl C)")))
        copy_table(f);
    ImGui::SetCursorScreenPos({x += side, y});
    if (icon_button(f, "##csv", Icon::arrow_out, tr("Write all that the filter yields to a CSV file…"),
                    f.model.table_export.open))
        f.send(view::TogglePanel{view::Panel::table_export});
}

void columns_list(Frame& f, Rect head)
{
    if (!f.desk.columns_open) return;
    const float width = f.px(190), high = f.px(20) + static_cast<float>(view::table_column_count) * f.px(29);
    begin_panel(f, tr("Columns"), "columns", {head.right() - width - f.px(8), head.y - high, width, high},
                {.padding = {12, 8}, .scroll = false, .raised = true, .rounded = true});
    if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();
    auto chosen = f.model.table.columns;
    for (const auto& c : columns()) {
        ImGui::PushID(static_cast<int>(c.column));
        if (toggle(f, "##column", c.title, chosen.has(c.column))) {
            chosen.flip(c.column);
            f.send(view::SetColumns{chosen});
        }
        ImGui::PopID();
    }
    end_panel();
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
    const Rect top{at.x, at.y, at.w, head_height};
    head(f, g, top);
    table_buttons(f, top);
    body(f, g, {at.x, at.y + head_height, at.w, at.h - head_height});
    end_panel();
    columns_list(f, top);
}

void copy_table(Frame& f)
{
    if (!f.model.scene || !f.model.table.order) return;
    const auto& order = *f.model.table.order;
    const auto& ids = f.model.scene->incidents->id;
    view::CopyRows rows;
    if (!f.desk.table_marked.empty()) {
        for (const auto row : order)
            if (row < ids.size() && is_marked(f, ids[row])) rows.ids.push_back(ids[row]);
    } else if (f.model.selected) {
        rows.ids.push_back(*f.model.selected);
    } else if (f.at.table.h > 0) {
        for (auto i = f.desk.table_seen_rows.first; i < std::min(f.desk.table_seen_rows.second, order.size()); ++i)
            if (order[i] < ids.size()) rows.ids.push_back(ids[order[i]]);
    }
    if (!rows.ids.empty()) f.send(std::move(rows));
}

void draw_table_export(Frame& f)
{
    const auto& state = f.model.table_export;
    auto& desk = f.desk;
    if (f.model.clip.serial != desk.clip_seen) {
        desk.clip_seen = f.model.clip.serial;
        ImGui::SetClipboardText(f.model.clip.text.c_str());
    }
    if (!state.open) {
        desk.export_path.fill(0);
        return;
    }
    if (desk.export_path[0] == 0) {
        const std::string path = (f.model.documents.empty() ? "" : f.model.documents + "/") + "tuantra-" +
                                 domain::to_iso_date({f.model.now_unix_s}) + ".csv";
        std::copy_n(path.begin(), std::min(path.size(), desk.export_path.size() - 1), desk.export_path.begin());
    }
    const bool stays = begin_card(f, tr("Write a CSV file"), "table-export", 620, 176);
    const auto n = f.model.scene ? static_cast<std::int64_t>(f.model.scene->shown.size()) : 0;
    wrapped(f, f.font.body, f.pal().dim,
            lang::fill(lang::trn("{0} incident: {1}", "{0} incidents: {1}", n),
                       {lang::number(n), view::sentence(view::filter_at(f.model.filter, f.model.playback))}));
    ImGui::Dummy({0, f.px(4)});
    const std::string path(desk.export_path.data());
    const bool replace = !state.exists.empty() && state.exists == path;
    const char* go = replace ? tr("Replace") : tr("Write");
    const float width = ImGui::GetContentRegionAvail().x, label = text_width(f.font.bold, go) + f.px(32);
    input_text(f, "##export-path", tr("/path/to/file.csv"), desk.export_path, width - label - f.px(8));
    const bool entered = ImGui::IsItemDeactivatedAfterEdit() && pressed(Key::enter);
    ImGui::SameLine(0, f.px(8));
    const bool ready = !path.empty() && !state.running && n > 0;
    if ((button(f, "##write", go, {label, line_height(f.font.body) + f.px(8)}, ready, ready) || entered) && ready)
        f.send(view::ExportRows{path, replace});
    if (replace) wrapped(f, f.font.body, f.pal().warning, tr("There is such a file already."));
    if (!state.error.empty()) wrapped(f, f.font.body, f.pal().danger, state.error);
    end_panel();
    if (!stays) f.send(view::TogglePanel{view::Panel::table_export});
}

}  // namespace tuantra::ui
