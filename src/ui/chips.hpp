#pragma once
#include "ui/frame.hpp"
#include "view/sentence.hpp"

#include <string>
#include <vector>

namespace tuantra::ui {

/// A condition of the filter as it stands above the map.
struct Chip {
    view::FilterPart part;
    std::string text;  ///< whole
    std::string shown;
    float width = 0;  ///< 0: there was no room
};

/// The filter's conditions in a row no wider than `room`; those that find no place have no width.
std::vector<Chip> chips(const Frame& f, float room);
/// How many incidents, and each condition with a cross that takes it away.
void draw_chips(Frame& f);

}  // namespace tuantra::ui
