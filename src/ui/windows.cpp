#include "lang/lang.hpp"
#include "ui/panels.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <array>

namespace tuantra::ui {

using lang::tr;

namespace {

void undo_button(Frame& f, const view::SourceView& source, float right, float y)
{
    auto& armed = f.desk.undo_armed;
    if (f.model.read_only) return;
    const float high = f.px(28);
    if (armed != source.uid) {
        const float width = text_width(f.font.body, tr("Take back")) + f.px(24);
        ImGui::SetCursorScreenPos({right - width, y});
        if (button(f, "##undo", tr("Take back"), {width, high})) armed = source.uid;
        return;
    }
    const std::string yes = lang::fill(tr("Take back {} records"), {lang::number(source.kept + source.updated)});
    const float keep = text_width(f.font.body, tr("Keep")) + f.px(24), sure = text_width(f.font.bold, yes) + f.px(24);
    ImGui::SetCursorScreenPos({right - keep - f.px(6) - sure, y});
    if (button(f, "##sure", yes.c_str(), {sure, high}, true)) {
        f.send(view::UndoImport{source.uid});
        armed.clear();
    }
    ImGui::SetCursorScreenPos({right - keep, y});
    if (button(f, "##keep", tr("Keep"), {keep, high})) armed.clear();
}

void source_row(Frame& f, const view::SourceView& source, int i)
{
    const auto& pal = f.pal();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    auto* to = ImGui::GetWindowDrawList();
    const auto n = [](std::int64_t v) { return lang::number(v); };
    std::string counts = lang::fill(tr("{0} read · {1} kept · {2} duplicate · {3} rejected"),
                                    {n(source.read), n(source.kept), n(source.duplicate), n(source.rejected)});
    if (source.updated > 0) counts += " · " + lang::fill(tr("{} updated"), {n(source.updated)});
    std::string title = source_text(source.name);
    if (source.synthetic) title += std::string(" · ") + tr("SYNTHETIC");
    const float room = width - f.px(300);
    text_at(to, f.font.bold, {at.x, at.y + f.px(6)}, u32(source.synthetic ? pal.warning : pal.text),
            elided(f.font.bold, title, room));
    text_at(to, f.font.body, {at.x, at.y + f.px(6) + line_height(f.font.bold)}, u32(pal.dim),
            elided(f.font.body, counts, width));
    text_at(to, f.font.label, {at.x, at.y + f.px(8) + 2 * line_height(f.font.bold)}, u32(pal.faint),
            elided(f.font.label, source.imported_at + (source.path.empty() ? "" : " · " + source.path), width));
    const float high = f.px(14) + 2 * line_height(f.font.bold) + line_height(f.font.label);
    ImGui::PushID(i);
    undo_button(f, source, at.x + width, at.y + f.px(4));
    ImGui::PopID();
    ImGui::SetCursorScreenPos({at.x, at.y + high});
    rule(f);
}

}  // namespace

void draw_sources(Frame& f)
{
    if (!f.model.sources_open) return;
    const bool stays =
        begin_card(f, tr("Sources"), "sources", 720,
                   std::min(520.0F, 90 + 72 * static_cast<float>(std::max<std::size_t>(1, f.model.sources.size()))));
    if (f.model.sources.empty())
        wrapped(f, f.font.body, f.pal().dim, tr("Nothing has been imported yet. Drop files on the window."));
    int i = 0;
    for (const auto& source : f.model.sources) source_row(f, source, i++);
    end_panel();
    if (!stays) f.send(view::TogglePanel{view::Panel::sources});
}

}  // namespace tuantra::ui
