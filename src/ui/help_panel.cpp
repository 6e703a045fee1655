#include "lang/lang.hpp"
#include "ui/panels.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

namespace tuantra::ui {

using lang::mark;
using lang::tr;

namespace {

/// Texts are ids of the catalogues; names of keys stand in them where a language has its own.
struct Shortcut {
    const char* keys;
    const char* what;
};

struct Group {
    const char* title;
    std::span<const Shortcut> rows;
};

constexpr std::array map_keys{
    Shortcut{mark("arrows"), mark("move the map")},
    Shortcut{"+  -", mark("zoom the map, or the ribbon where it has the focus")},
    Shortcut{mark("wheel"), mark("zoom to the pointer")},
    Shortcut{mark("double click"), mark("zoom in; on the ribbon: the whole line")},
    Shortcut{"Home", mark("show both lines")},
    Shortcut{"Enter", mark("pick what is in the middle of the map")},
    Shortcut{"Ctrl F", mark("find a place, an address, coordinates")},
};

constexpr std::array tool_keys{
    Shortcut{"M", mark("measure distance, bearing, area")},
    Shortcut{"G", mark("range rings")},
    Shortcut{"B", mark("draw a box")},
    Shortcut{"O", mark("draw a circle")},
    Shortcut{"P", mark("draw an area")},
    Shortcut{"K", mark("a stretch of the line and a depth")},
    Shortcut{"Backspace", mark("take back the last point of a drawing")},
    Shortcut{"Esc", mark("cancel the tool, close, clear the selection")},
};

constexpr std::array record_keys{
    Shortcut{"N", mark("enter an incident at the pointer")},
    Shortcut{"E", mark("change the selected incident; Ctrl S saves")},
    Shortcut{mark("Delete"), mark("remove the selected incident")},
    Shortcut{"Ctrl Z", mark("take back the last change by hand")},
    Shortcut{mark("up, down"), mark("next row of the table; Enter goes there")},
    Shortcut{"Ctrl C", mark("copy rows of the table; Ctrl and Shift click mark them")},
    Shortcut{mark("Ctrl click on a kind"), mark("only this kind")},
};

constexpr std::array time_keys{
    Shortcut{mark("Space"), mark("play or pause; press the button that has the focus")},
    Shortcut{",  .", mark("step the clock back, forward")},
    Shortcut{"Shift ,  .", mark("slower, faster")},
    Shortcut{mark("drag on the timeline"), mark("window of time; its edges and middle move")},
    Shortcut{mark("arrows on the timeline"), mark("the window before, the window after")},
    Shortcut{mark("click on the ribbon"), mark("go to that kilometre")},
    Shortcut{mark("drag on the ribbon"), mark("filter by kilometres")},
    Shortcut{mark("Shift wheel"), mark("move along the ribbon")},
};

constexpr std::array panel_keys{
    Shortcut{"F1", mark("this help")},
    Shortcut{"L", mark("filter panel")},
    Shortcut{"R", mark("ribbon")},
    Shortcut{"H", mark("time by kilometre on the ribbon")},
    Shortcut{"D", mark("numbers in front of the details")},
    Shortcut{"W", mark("hotspots in front of the details")},
    Shortcut{"T", mark("table")},
    Shortcut{"C", mark("timeline and clock")},
    Shortcut{"V", mark("saved views; 1 to 9 show them")},
    Shortcut{"Ctrl +  Ctrl -", mark("larger, smaller")},
    Shortcut{"Ctrl Tab", mark("next panel")},
    Shortcut{"Ctrl Q", mark("quit")},
};

constexpr std::array groups{
    Group{mark("MAP"), map_keys},        Group{mark("TOOLS OF THE MAP"), tool_keys},
    Group{mark("RECORDS"), record_keys}, Group{mark("TIME AND RIBBON"), time_keys},
    Group{mark("PANELS"), panel_keys},
};

constexpr float row_high = 20, title_high = 28, keys_width = 150;

float height_of(const Frame& f, const Group& group)
{
    return f.px(title_high) + f.px(row_high) * static_cast<float>(group.rows.size());
}

void draw_group(const Frame& f, const Group& group, ImVec2 at, float width)
{
    auto* to = ImGui::GetWindowDrawList();
    text_at(to, f.font.label, {at.x, at.y + f.px(10)}, u32(f.pal().dim), tr(group.title));
    float y = at.y + f.px(title_high);
    const float left = f.px(keys_width);
    for (const auto& row : group.rows) {
        text_at(to, f.font.bold, {at.x, y}, u32(f.pal().text), elided(f.font.bold, tr(row.keys), left - f.px(8)));
        text_at(to, f.font.body, {at.x + left, y}, u32(f.pal().dim), elided(f.font.body, tr(row.what), width - left));
        y += f.px(row_high);
    }
}

}  // namespace

void draw_help(Frame& f)
{
    if (!f.model.help_open) return;
    const bool wide = ImGui::GetIO().DisplaySize.x >= f.px(1000);
    float whole = 0;
    for (const auto& group : groups) whole += height_of(f, group);
    const float rows = (wide ? whole * 0.56F : whole) / f.scale;
    const bool stays = begin_card(f, tr("Help"), "help", wide ? 980 : 520, rows + 130);
    wrapped(f, f.font.body, f.pal().dim,
            tr("Every place has an address: the line, the kilometre from Móng Cái, and the offset in metres, outward "
               "positive. It can be said over a radio and typed in the search box."));
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float gap = f.px(28), room = ImGui::GetContentRegionAvail().x, column = wide ? (room - gap) / 2 : room;
    float x = from.x, y = from.y, lowest = from.y;
    bool first = true;
    for (const auto& group : groups) {
        // The second column begins where half is written.
        if (wide && first && y - from.y > whole * 0.5F) {
            x += column + gap;
            y = from.y;
            first = false;
        }
        draw_group(f, group, {x, y}, column);
        y += height_of(f, group);
        lowest = std::max(lowest, y);
    }
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy({room, lowest - from.y + f.px(4)});
    end_panel();
    if (!stays) f.send(view::TogglePanel{view::Panel::help});
}

}  // namespace tuantra::ui
