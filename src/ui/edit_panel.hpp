#pragma once
#include "ui/frame.hpp"

namespace tuantra::ui {

/// The form in the details' place, while the model's `edit` is open.
void draw_edit_form(Frame& f);
/// Opens the form for a new incident, at the place where the pointer is on the map.
void begin_new_incident(Frame& f);
/// Saves what is typed; where something is missing the form says what.
void save_form(Frame& f);

}  // namespace tuantra::ui
