#pragma once
#include "ui/frame.hpp"

namespace tuantra::ui {

/// One function per panel; each draws itself from the frame's layout and sends commands.
void draw_top_bar(Frame& f);
void draw_search_results(Frame& f, Rect box);
void draw_filter_panel(Frame& f);
void draw_details_panel(Frame& f);
void draw_bottom_bar(Frame& f);
void draw_table(Frame& f);
void draw_ribbon(Frame& f);
void draw_timeline(Frame& f);
/// The clock on the map.
void draw_clock(Frame& f);
/// Space plays; "," and "." step, with Shift they change the speed.
void handle_clock_keys(Frame& f);
void draw_map_input(Frame& f);
void draw_map_overlays(Frame& f);
void draw_jobs_and_notices(Frame& f);
void draw_sources(Frame& f);
/// The list of files to choose from, and what the first of those waiting would bring.
void draw_import(Frame& f);
void draw_help(Frame& f);
void draw_views(Frame& f);
void draw_table_export(Frame& f);
/// Sends the marked rows, else the selected one, else those in view to the clipboard.
void copy_table(Frame& f);
/// Keys that work wherever the focus is, unless a text is being typed.
void handle_keys(Frame& f);

/// Where the drawer stands over the map; empty while it is closed or the details have a place of their own.
Rect drawer_place(const view::Model& model, const DeskState& desk, const Layout& at, float scale);

/// Both measured lines, else the country's box.
domain::Box home_box(const view::Model& model);

}  // namespace tuantra::ui
