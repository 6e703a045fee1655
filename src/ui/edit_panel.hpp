#pragma once
#include "ui/frame.hpp"

namespace tuantra::ui {

/// The form in the details' place, while the model's `edit` is open.
void draw_edit_form(Frame& f);
/// Opens the form for a new incident, at the place where the pointer is on the map.
void begin_new_incident(Frame& f);
/// Saves what is typed; where something is missing the form says what.
void save_form(Frame& f);
/// Escape: closes a form in which nothing was typed. Else it only arms its button, or disarms it: no key drops a
/// record.
void leave_form(Frame& f);

}  // namespace tuantra::ui
