#include "ui/chips.hpp"

#include "lang/lang.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"

#include <algorithm>

namespace tuantra::ui {

using lang::tr;

namespace {

constexpr float chip_high = 28, chip_gap = 6, widest = 260, side_pad = 10, cross_room = 22;

std::string count_text(const Frame& f)
{
    if (!f.model.scene) return {};
    const auto n = static_cast<std::int64_t>(f.model.scene->shown.size());
    return lang::fill(lang::trn("{0} incident", "{0} incidents", n), {lang::number(n)});
}

/// As much as the legend in the other corner leaves.
float room_of(const Frame& f)
{
    return f.clear.w * 0.66F - f.px(24);
}

void plate(const Frame& f, ImDrawList* to, const Rect& at, bool hot)
{
    const auto fill = hot ? mixed(f.pal().raised, f.pal().text, 0.12F) : f.pal().raised;
    to->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, u32(fill, 0.95F), f.px(14));
    to->AddRect({at.x, at.y}, {at.right(), at.bottom()}, u32(f.pal().accent, 0.55F), f.px(14));
}

}  // namespace

std::vector<Chip> chips(const Frame& f, float room)
{
    std::vector<Chip> out;
    float used = 0;
    const auto all = view::phrases(f.model.filter);
    for (std::size_t i = 0; i < all.size(); ++i) {
        Chip chip{all[i].part, all[i].text, {}, 0};
        if (chip.part == view::FilterPart::source) {
            const auto uid = domain::to_string(*f.model.filter.source);
            for (const auto& source : f.model.sources)
                if (source.uid == uid) chip.text = lang::fill(tr("source {0}"), {source_text(source.name)});
        }
        chip.shown = elided(f.font.body, chip.text, f.px(widest));
        const float width = text_width(f.font.body, chip.shown) + f.px(side_pad + cross_room);
        // Room is kept for saying how many more there are.
        const float more = i + 1 < all.size() ? f.px(44) : 0;
        const bool fits = out.empty() || out.back().width > 0;
        if (fits && used + width + more <= room) {
            chip.width = width;
            used += width + f.px(chip_gap);
        }
        out.push_back(std::move(chip));
    }
    return out;
}

void draw_chips(Frame& f)
{
    const std::string count = count_text(f);
    if (count.empty() || f.clear.w < f.px(240)) return;
    const float count_width = text_width(f.font.bold, count) + f.px(2 * side_pad);
    const auto all = chips(f, room_of(f) - count_width - f.px(chip_gap));
    float width = count_width;
    std::string hidden;
    std::int64_t hidden_n = 0;
    for (const auto& chip : all) {
        if (chip.width > 0) {
            width += f.px(chip_gap) + chip.width;
            continue;
        }
        ++hidden_n;
        hidden += (hidden.empty() ? "" : "\n") + chip.text;
    }
    const std::string more = "+" + lang::number(hidden_n);
    if (hidden_n > 0) width += f.px(chip_gap) + f.px(44);
    const Rect at{f.clear.x + f.px(12), f.clear.y + f.px(12), width, f.px(chip_high)};
    begin_panel(f, tr("Conditions"), "chips", at, {.padding = {0, 0}, .scroll = false, .alpha = 0, .raised = true});
    auto* to = ImGui::GetWindowDrawList();
    to->AddRectFilled({at.x, at.y}, {at.x + count_width, at.bottom()}, u32(f.pal().background, 0.82F), f.px(5));
    text_at(to, f.font.bold, {at.x + f.px(side_pad), at.y + (at.h - line_height(f.font.bold)) / 2}, u32(f.pal().text),
            count);
    float x = at.x + count_width + f.px(chip_gap);
    const float y = at.y + (at.h - line_height(f.font.body)) / 2;
    for (const auto& chip : all) {
        if (chip.width <= 0) continue;
        const Rect place{x, at.y, chip.width, at.h};
        ImGui::SetCursorScreenPos({x, at.y});
        ImGui::PushID(static_cast<int>(chip.part));
        const bool gone = hit("##chip", {chip.width, at.h});
        const bool hot = ImGui::IsItemHovered();
        ImGui::PopID();
        plate(f, to, place, hot);
        text_at(to, f.font.body, {x + f.px(side_pad), y}, u32(f.pal().text), chip.shown);
        icon(f, to, {place.right() - f.px(13), at.y + at.h / 2}, f.px(5), Icon::cross,
             u32(hot ? f.pal().text : f.pal().dim));
        if (hot) tip(f, chip.text + "\n" + tr("Click takes this condition away"));
        if (gone) f.send(view::SetFilter{view::without(f.model.filter, chip.part)});
        x += chip.width + f.px(chip_gap);
    }
    if (hidden_n > 0) {
        const Rect place{x, at.y, f.px(44), at.h};
        ImGui::SetCursorScreenPos({x, at.y});
        const bool open = hit("##more", {place.w, place.h});
        const bool hot = ImGui::IsItemHovered();
        plate(f, to, place, hot);
        text_centred(to, f.font.body, {place.x + place.w / 2, at.y + at.h / 2}, u32(f.pal().text), more);
        if (hot) tip(f, hidden);
        if (open && !f.model.filter_open) f.send(view::TogglePanel{view::Panel::filter});
    }
    end_panel();
}

}  // namespace tuantra::ui
