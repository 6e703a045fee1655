#pragma once
#include "view/command.hpp"
#include "view/model.hpp"

#include <filesystem>

namespace tuantra::ui {

/// Where the panels leave room for the map, in ImGui points.
struct MapArea {
    float x = 0, y = 0, width = 0, height = 0;
};

/// Where the panels stand for a window of this size. Pure; drawing uses the same.
MapArea map_area(const view::Model& model, float width, float height);

/// Loads the fonts (Noto Sans with Vietnamese ranges) into the current ImGui context and sets the style's metrics.
/// Call again after the scale changes, then rebuild the font texture.
void load_fonts(const std::filesystem::path& fonts, float scale);
void apply_palette(const view::Palette& palette, float scale);

/// Draws every panel and the map's input area. Reads the model, sends commands; between NewFrame and Render.
void draw(const view::Model& model, view::CommandQueue& commands);

}  // namespace tuantra::ui
