#include "lang/lang.hpp"
#include "ui/numbers_panel.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

using lang::tr;

namespace {

constexpr std::size_t hours = view::hour_count, days = view::weekday_count;

const char* weekday_name(std::size_t monday_first)
{
    static constexpr std::array<const char*, days> names{lang::mark("Mon"), lang::mark("Tue"), lang::mark("Wed"),
                                                         lang::mark("Thu"), lang::mark("Fri"), lang::mark("Sat"),
                                                         lang::mark("Sun")};
    return tr(names[monday_first % days]);
}

std::string hour_text(std::size_t hour)
{
    return (hour < 10 ? "0" : "") + std::to_string(hour) + ":00";
}

std::string cell_text(std::size_t cell)
{
    if (cell >= hours * days) return lang::fill(tr("{0}, known to the day alone"), {weekday_name(cell - hours * days)});
    const auto hour = cell % hours;
    return std::string(weekday_name(cell / hours)) + " " + hour_text(hour) + "–" + hour_text((hour + 1) % hours);
}

std::size_t count_of(const view::Numbers& n, std::size_t cell)
{
    return cell < hours * days ? n.by_hour[cell / hours][cell % hours] : n.day_only[cell - hours * days];
}

std::string incidents_text(std::size_t n)
{
    const auto count = static_cast<std::int64_t>(n);
    return lang::fill(lang::trn("{0} incident", "{0} incidents", count), {lang::number(count)});
}

/// The filter knows no hours: the rows are marked in the table instead, and the table comes to the first of them.
void mark_rows(Frame& f, const view::Numbers& numbers, std::size_t cell)
{
    const auto rows = rows_of_cell(numbers, *f.model.scene, static_cast<std::uint8_t>(cell));
    if (rows.empty()) return;
    auto& desk = f.desk;
    desk.table_marked.clear();
    for (const auto row : rows) desk.table_marked.push_back(f.model.scene->incidents->id[row]);
    std::sort(desk.table_marked.begin(), desk.table_marked.end());
    desk.numbers_cell = cell;
    desk.numbers_marked = desk.table_marked.size();
    desk.table_in_front = true;
    if (!f.model.table_open) f.send(view::TogglePanel{view::Panel::table});
    if (!f.model.table.order) return;
    const auto& order = *f.model.table.order;
    const auto first = std::find_if(order.begin(), order.end(), [&](std::uint32_t row) {
        return std::binary_search(rows.begin(), rows.end(), row);
    });
    if (first != order.end()) desk.table_reveal = static_cast<std::size_t>(first - order.begin());
}

/// Where the cells stand: a column for each hour, a gap, and one for what is known to the day alone.
struct Grid {
    ImVec2 from;
    float names = 0, cell = 0, high = 0, gap = 0;
    bool day_column = false;
    float left(std::size_t column) const
    {
        return from.x + names + cell * static_cast<float>(column) + (column >= hours ? gap : 0);
    }
};

Grid grid_of(const Frame& f, const view::Numbers& numbers)
{
    Grid g;
    g.from = ImGui::GetCursorScreenPos();
    for (std::size_t day = 0; day < days; ++day)
        g.names = std::max(g.names, text_width(f.font.label, weekday_name(day)));
    g.names += f.px(8);
    g.high = f.px(15);
    g.gap = f.px(6);
    g.day_column = std::any_of(numbers.day_only.begin(), numbers.day_only.end(), [](std::size_t n) { return n > 0; });
    const float width = ImGui::GetContentRegionAvail().x - g.names - (g.day_column ? g.gap : 0);
    g.cell = std::floor(width / static_cast<float>(hours + (g.day_column ? 1 : 0)));
    return g;
}

void one_cell(Frame& f, const view::Numbers& numbers, const Grid& g, std::size_t day, std::size_t column,
              std::size_t most)
{
    const std::size_t cell = column < hours ? day * hours + column : hours * days + day;
    const std::size_t n = count_of(numbers, cell);
    const ImVec2 at{g.left(column), g.from.y + g.high * static_cast<float>(day)};
    const ImVec2 end{at.x + g.cell - 1, at.y + g.high - 1};
    ImGui::SetCursorScreenPos(at);
    ImGui::PushID(static_cast<int>(cell));
    const bool chosen = hit("##cell", {g.cell, g.high});
    ImGui::PopID();
    auto* to = ImGui::GetWindowDrawList();
    const float share = static_cast<float>(n) / static_cast<float>(std::max<std::size_t>(1, most));
    const auto& ramp = f.model.time_ramp.colours;
    // Many must stand out: bright on dark ground, dark on light.
    const float t = 0.1F + 0.9F * share, index = f.pal().dark ? t : 1 - t;
    const auto full = ramp[static_cast<std::size_t>(std::lround(std::clamp(index, 0.0F, 1.0F) * 255))];
    const auto colour = n == 0 ? mixed(f.pal().panel, f.pal().background, 0.75F)
                               : mixed(f.pal().background, full, static_cast<float>(f.pal().map_dim));
    to->AddRectFilled(at, end, u32(colour));
    const bool marked = f.desk.numbers_cell == cell && f.desk.table_marked.size() == f.desk.numbers_marked;
    const bool hot = ImGui::IsItemHovered();
    if (marked || hot)
        to->AddRect(at, end, u32(marked ? f.pal().accent : f.pal().text), 0, 0, std::max(1.0F, f.scale * 1.5F));
    if (hot)
        tip(f,
            cell_text(cell) + "\n" + incidents_text(n) + (n > 0 ? std::string("\n") + tr("Click marks the rows") : ""));
    if (chosen) mark_rows(f, numbers, cell);
}

void labels(const Frame& f, const Grid& g)
{
    auto* to = ImGui::GetWindowDrawList();
    for (std::size_t day = 0; day < days; ++day)
        text_at(to, f.font.label,
                {g.from.x, g.from.y + g.high * static_cast<float>(day) + (g.high - line_height(f.font.label)) / 2},
                u32(f.pal().dim), weekday_name(day));
    const float y = g.from.y + g.high * static_cast<float>(days) + f.px(2);
    for (const std::size_t hour : {0U, 6U, 12U, 18U})
        text_at(to, f.font.label, {g.left(hour), y}, u32(f.pal().dim), std::to_string(hour));
    if (!g.day_column) return;
    const char* day = tr("day");
    const float right = g.left(hours) + g.cell;
    text_right(to, f.font.label, {right, y}, u32(f.pal().dim), day);
}

void notes(const Frame& f, const view::Numbers& numbers)
{
    std::size_t by_day = 0;
    for (const auto n : numbers.day_only) by_day += n;
    const auto n = [](std::size_t v) { return lang::number(static_cast<std::int64_t>(v)); };
    if (by_day > 0)
        wrapped(f, f.font.label, f.pal().dim,
                lang::fill(lang::trn("{0} is known only to the day: in the last column, in no hour.",
                                     "{0} are known only to the day: in the last column, in no hour.",
                                     static_cast<std::int64_t>(by_day)),
                           {n(by_day)}));
    if (numbers.longer > 0)
        wrapped(f, f.font.label, f.pal().dim,
                lang::fill(lang::trn("{0} is known no better than several days and is not here.",
                                     "{0} are known no better than several days and are not here.",
                                     static_cast<std::int64_t>(numbers.longer)),
                           {n(numbers.longer)}));
    const auto& desk = f.desk;
    if (desk.numbers_cell && desk.numbers_marked > 0 && desk.table_marked.size() == desk.numbers_marked)
        wrapped(f, f.font.label, f.pal().text,
                lang::fill(lang::trn("{0} row of {1} is marked in the table: the filter has no hours of the day.",
                                     "{0} rows of {1} are marked in the table: the filter has no hours of the day.",
                                     static_cast<std::int64_t>(desk.numbers_marked)),
                           {n(desk.numbers_marked), cell_text(*desk.numbers_cell)}));
}

}  // namespace

void draw_hours(Frame& f, const view::Numbers& numbers)
{
    section(f, tr("BY HOUR AND WEEKDAY (UTC+7)"));
    std::size_t most = 0;
    for (const auto& day : numbers.by_hour) most = std::max(most, *std::max_element(day.begin(), day.end()));
    const Grid g = grid_of(f, numbers);
    const std::size_t most_of_days = *std::max_element(numbers.day_only.begin(), numbers.day_only.end());
    for (std::size_t day = 0; day < days; ++day)
        for (std::size_t column = 0; column < hours + (g.day_column ? 1 : 0); ++column)
            one_cell(f, numbers, g, day, column, column < hours ? most : most_of_days);
    labels(f, g);
    ImGui::SetCursorScreenPos(
        {g.from.x, g.from.y + g.high * static_cast<float>(days) + line_height(f.font.label) + f.px(6)});
    wrapped(f, f.font.label, f.pal().dim,
            lang::fill(tr("at most {0} in an hour of the week"), {lang::number(static_cast<std::int64_t>(most))}));
    notes(f, numbers);
}

}  // namespace tuantra::ui
