#include "lang/lang.hpp"
#include "ui/panels.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

using lang::tr;

namespace {

void job_row(Frame& f, const view::JobView& job)
{
    const auto& pal = f.pal();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, high = f.px(36), side = f.px(22);
    auto* to = ImGui::GetWindowDrawList();
    const std::string share = job.done >= 0 ? lang::number(std::clamp(job.done, 0.0, 1.0) * 100) + " %" : "";
    text_right(to, f.font.body, {at.x + width - side - f.px(6), at.y}, u32(pal.dim), share);
    text_at(to, f.font.body, at, u32(pal.text),
            elided(f.font.body, job.title, width - side - text_width(f.font.body, share) - f.px(20)));
    const float y = at.y + line_height(f.font.body) + f.px(4), right = at.x + width - side - f.px(6);
    to->AddRectFilled({at.x, y}, {right, y + f.px(4)}, u32(pal.rule), f.px(2));
    if (job.done >= 0) {
        to->AddRectFilled({at.x, y},
                          {at.x + (right - at.x) * static_cast<float>(std::clamp(job.done, 0.0, 1.0)), y + f.px(4)},
                          u32(pal.accent), f.px(2));
    } else {
        const float phase = static_cast<float>(std::fmod(ImGui::GetTime() * 0.6, 1.0)),
                    from = at.x + (right - at.x) * 0.7F * phase;
        to->AddRectFilled({from, y}, {from + (right - at.x) * 0.3F, y + f.px(4)}, u32(pal.accent), f.px(2));
    }
    ImGui::SetCursorScreenPos({at.x + width - side, at.y + f.px(2)});
    ImGui::PushID(static_cast<int>(job.id));
    if (job.stoppable && icon_button(f, "##cancel", Icon::cross, tr("Stop this job"), false, 22)) f.send(view::CancelJob{job.id});
    ImGui::PopID();
    ImGui::SetCursorScreenPos({at.x, at.y + high});
    ImGui::Dummy({0, 0});
}

void jobs(Frame& f)
{
    if (f.model.jobs.empty() || f.clear.empty()) return;
    const auto n = std::min<std::size_t>(f.model.jobs.size(), 5);
    const float width = std::min(f.px(340), f.clear.w - f.px(76)), high = f.px(40) * static_cast<float>(n) + f.px(16);
    begin_panel(f, tr("Jobs"), "jobs", {f.clear.x + f.px(60), f.clear.y + f.px(52), width, high},
                {.padding = {12, 10}, .scroll = false, .raised = true, .rounded = true});
    for (std::size_t i = 0; i < n; ++i) job_row(f, f.model.jobs[i]);
    end_panel();
}

/// A notice at the bottom edge `bottom`; returns its upper edge.
float notice(Frame& f, std::size_t index, float bottom)
{
    const auto& pal = f.pal();
    const auto& n = f.model.notices[index];
    const float width = std::min(f.px(380), f.clear.w - f.px(32)), pad = f.px(12), side = f.px(22);
    const float room = width - 2 * pad - side - f.px(8);
    const char* end = n.text.data() + n.text.size();
    const ImVec2 area = f.font.body->CalcTextSizeA(f.font.body->FontSize, FLT_MAX, room, n.text.data(), end);
    const float row = n.undo != 0 ? line_height(f.font.body) + f.px(6) : 0;
    const float high = std::min(area.y, f.clear.h / 2) + f.px(18) + row;
    const Rect at{f.clear.right() - width - f.px(16), bottom - high, width, high};
    const auto id = "notice" + std::to_string(index);
    begin_panel(f, tr("Notice"), id.c_str(), at, {.padding = {0, 0}, .scroll = false, .raised = true, .rounded = true});
    using Level = view::Notice::Level;
    const view::Colour colour = n.level == Level::error     ? pal.danger
                                : n.level == Level::warning ? pal.warning
                                                            : pal.accent;
    auto* to = ImGui::GetWindowDrawList();
    to->AddRectFilled({at.x + f.px(4), at.y + f.px(6)}, {at.x + f.px(7), at.bottom() - f.px(6)}, u32(colour), f.px(2));
    to->AddText(f.font.body, f.font.body->FontSize, {at.x + pad + f.px(2), at.y + f.px(9)}, u32(pal.text),
                n.text.data(), end, room);
    if (n.undo != 0) {
        ImGui::SetCursorScreenPos({at.x + pad + f.px(2), at.bottom() - f.px(8) - line_height(f.font.body)});
        if (link(f, "##undo", tr("Undo"))) f.send(view::UndoEdit{n.undo});
    }
    ImGui::SetCursorScreenPos({at.right() - side - f.px(6), at.y + f.px(6)});
    if (icon_button(f, "##dismiss", Icon::cross, tr("Dismiss"), false, 22)) f.send(view::DismissNotice{index});
    end_panel();
    return at.y;
}

}  // namespace

void draw_jobs_and_notices(Frame& f)
{
    jobs(f);
    if (f.clear.empty()) return;
    float bottom = f.clear.bottom() - f.px(72);
    std::size_t shown = 0;
    for (std::size_t i = f.model.notices.size(); i-- > 0 && shown < 4 && bottom > f.clear.y + f.px(80); ++shown)
        bottom = notice(f, i, bottom) - f.px(8);
}

}  // namespace tuantra::ui
