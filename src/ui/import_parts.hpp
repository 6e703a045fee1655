#pragma once
#include "ui/frame.hpp"

namespace tuantra::ui {

/// The list of folders and files, while the import panel is open.
void draw_browser(Frame& f);

}  // namespace tuantra::ui
