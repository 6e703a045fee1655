#pragma once
#include "ui/frame.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::ui {

/// Details and numbers share the right-hand place: a row of two names, the one in front marked.
void draw_right_tabs(Frame& f, float room);
/// Counts by kind and stretch, by hour and weekday, and against the period before; each a press away from its rows.
void draw_numbers(Frame& f);
/// Hours by weekdays, and what is said of those that no hour is known of.
void draw_hours(Frame& f, const view::Numbers& numbers);
/// D brings the numbers, H shows time by kilometre on the ribbon.
void handle_count_keys(Frame& f);

/// "+38 %", "-4 %", "±0 %"; more than tenfold as "×12".
std::string change_text(double ratio);
/// Rows of the scene in a cell of Numbers::cell, ascending. Empty where the numbers are of another scene.
std::vector<std::uint32_t> rows_of_cell(const view::Numbers& numbers, const view::Scene& scene, std::uint8_t cell);
/// The filter with one kind alone; pressed again, with all.
domain::Filter only_kind(domain::Filter filter, domain::Kind kind);
/// The filter with a stretch's kilometres; pressed again, with the whole of both lines.
domain::Filter only_stretch(domain::Filter filter, const view::StretchCount& stretch);
bool is_of_stretch(const domain::Filter& filter, const view::StretchCount& stretch);

}  // namespace tuantra::ui
