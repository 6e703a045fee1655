#include "ui/layout.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

namespace {

constexpr float top_height = 48, bar_height = 32, rail_width = 36;
constexpr float timeline_height = 80, low_timeline_height = 68;
constexpr float drawer_below_width = 1400, tabs_below_height = 1040, low_height = 800;

}  // namespace

Layout layout(const view::Model& model, const Sizes& sizes, float width, float height, float s, bool table_in_front)
{
    const auto px = [s](float v) { return std::round(v * s); };
    Layout l;
    l.drawer = width / s < drawer_below_width;
    l.tabbed = height / s < tabs_below_height;
    l.left_folded = !model.filter_open;
    l.right_folded = !(model.details_open || model.edit.open) || l.drawer;

    const float top = std::min(px(top_height), height);
    l.top = {0, 0, width, top};
    const float side_max = width / 3;
    const float left = l.left_folded ? px(rail_width) : std::min(px(std::clamp(sizes.left, 220.0F, 480.0F)), side_max);
    const float right =
        l.right_folded ? px(rail_width) : std::min(px(std::clamp(sizes.right, 260.0F, 560.0F)), side_max);
    l.left = {0, top, left, height - top};

    const bool low = height / s < low_height;
    const float timeline = model.timeline_open && height > 2 * (top + px(timeline_height))
                               ? px(low ? low_timeline_height : timeline_height)
                               : 0;
    const float room = std::max(0.0F, (height - top) * 0.62F - px(bar_height) - timeline);
    float table = model.table_open ? px(std::clamp(sizes.table, 96.0F, 640.0F)) : 0;
    float ribbon =
        model.ribbon_open ? px(std::clamp(low ? std::min(sizes.ribbon, 184.0F) : sizes.ribbon, 112.0F, 420.0F)) : 0;
    if (l.tabbed && table > 0 && ribbon > 0) (table_in_front ? ribbon : table) = 0;
    if (table + ribbon > room) {
        const float k = room / (table + ribbon);
        table = std::floor(table * k);
        ribbon = std::floor(ribbon * k);
    }
    const float bar = px(bar_height);
    const float middle = std::max(0.0F, width - left);
    float y = height;
    y -= timeline;
    l.timeline = {left, y, middle, timeline};
    y -= ribbon;
    l.ribbon = {left, y, middle, ribbon};
    y -= table;
    l.table = {left, y, middle, table};
    y -= bar;
    l.bottom_bar = {left, y, middle, bar};
    l.right = {width - right, top, right, std::max(0.0F, y - top)};
    l.map = {left, top, std::max(0.0F, width - left - right), std::max(0.0F, y - top)};
    return l;
}

}  // namespace tuantra::ui
