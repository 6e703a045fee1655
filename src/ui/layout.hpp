#pragma once
#include "view/model.hpp"

namespace tuantra::ui {

/// A rectangle in ImGui points.
struct Rect {
    float x = 0, y = 0, w = 0, h = 0;
    float right() const { return x + w; }
    float bottom() const { return y + h; }
    bool empty() const { return w <= 0 || h <= 0; }
    bool has(float px, float py) const { return px >= x && px < right() && py >= y && py < bottom(); }
};

/// Sizes that the user drags, in points at scale 1.
struct Sizes {
    float left = 292, right = 332, table = 184, ribbon = 240;
};

/// Where everything stands. Empty rectangles are not drawn.
struct Layout {
    Rect top, left, map, right, bottom_bar, table, ribbon, timeline;
    bool left_folded = false;   ///< `left` is a narrow rail
    bool right_folded = false;  ///< `right` is a narrow rail
    bool drawer = false;        ///< a small window: details open over the map instead of beside it
    bool tabbed = false;        ///< a low window: table and ribbon share one place
};

/// Pure. `scale` is points per design pixel. Sizes are bounded so that the map keeps at least a third of the window.
Layout layout(const view::Model& model, const Sizes& sizes, float width, float height, float scale,
              bool table_in_front);

}  // namespace tuantra::ui
