#include "ui/edit_panel.hpp"

#include "domain/kind.hpp"
#include "lang/lang.hpp"
#include "ui/incident_form.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

namespace tuantra::ui {

using lang::tr;

namespace {

void fill_when_opened(Frame& f)
{
    auto& form = f.desk.form;
    const auto& edit = f.model.edit;
    if (form.opened == edit.opened || (edit.id && !edit.incident)) return;
    form = edit.id ? form_of(*edit.incident) : new_form(f.model.now_unix_s, f.desk.form_place);
    form.opened = edit.opened;
    f.desk.form_place.reset();
}

/// A row of equal buttons; returns the pressed one or -1.
int choice(const Frame& f, const char* id, std::span<const std::string> names, int chosen)
{
    const float gap = f.px(4), width = ImGui::GetContentRegionAvail().x, high = f.px(26);
    const auto n = static_cast<float>(names.size());
    const float each = std::floor((width - (n - 1) * gap) / n);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    int pressed = -1;
    ImGui::PushID(id);
    for (int i = 0; i < static_cast<int>(names.size()); ++i) {
        ImGui::SetCursorScreenPos({at.x + static_cast<float>(i) * (each + gap), at.y});
        ImGui::PushID(i);
        if (button(f, "##choice", names[static_cast<std::size_t>(i)].c_str(), {each, high}, i == chosen)) pressed = i;
        ImGui::PopID();
    }
    ImGui::PopID();
    return pressed;
}

void issue(const Frame& f, const ReadForm& read, FormField field)
{
    const auto* found = f.desk.form.tried ? read.issue(field) : nullptr;
    if (found != nullptr) wrapped(f, f.font.label, f.pal().danger, found->text);
}

bool is_bad(const Frame& f, const ReadForm& read, FormField field)
{
    return f.desk.form.tried && read.issue(field) != nullptr;
}

void kind_part(Frame& f)
{
    auto& form = f.desk.form;
    section(f, tr("KIND"));
    auto* to = ImGui::GetWindowDrawList();
    const float side = f.px(34), gap = f.px(4);
    for (const auto& kind : domain::kinds()) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImGui::PushID(static_cast<int>(kind.kind));
        if (hit("##kind", {side, side})) form.kind = kind.kind;
        const bool hot = ImGui::IsItemHovered(), on = form.kind == kind.kind;
        ImGui::PopID();
        if (on || hot) to->AddRectFilled(at, {at.x + side, at.y + side}, u32(f.pal().raised), f.px(5));
        if (on) to->AddRect(at, {at.x + side, at.y + side}, u32(f.pal().accent), f.px(5), 0, f.px(2));
        kind_symbol(f, to, {at.x + side / 2, at.y + side / 2}, f.px(10), kind);
        if (hot) tip(f, tr(kind.label.data()));
        if (kind.kind != domain::kinds().back().kind) ImGui::SameLine(0, gap);
    }
    wrapped(f, f.font.body, f.pal().text, view::kind_text(form.kind));
    section(f, tr("SEVERITY"));
    const std::vector<std::string> levels{"1", "2", "3", "4", "5"};
    if (const int level = choice(f, "severity", levels, form.severity - 1); level >= 0) form.severity = level + 1;
}

void time_part(Frame& f, const ReadForm& read)
{
    auto& form = f.desk.form;
    section(f, tr("TIME"));
    const float gap = f.px(4), half = (ImGui::GetContentRegionAvail().x - gap) / 2;
    input_text(f, "##when", tr("22/11/2026 02:10"), form.when, half, is_bad(f, read, FormField::when));
    if (ImGui::IsItemHovered()) tip(f, tr("A moment, or a day alone where the hour is not known"));
    ImGui::SameLine(0, gap);
    input_text(f, "##until", tr("at the latest"), form.until, half, is_bad(f, read, FormField::until));
    if (ImGui::IsItemHovered()) tip(f, tr("Where the time is only known within bounds: the later one"));
    issue(f, read, FormField::when);
    issue(f, read, FormField::until);
}

void place_part(Frame& f, const ReadForm& read)
{
    auto& form = f.desk.form;
    section(f, tr("PLACE"));
    const float side = line_height(f.font.body) + f.px(8), gap = f.px(4);
    input_text(f, "##place", tr("106.73 21.81, or LAND 268.4"), form.place,
               ImGui::GetContentRegionAvail().x - side - gap, is_bad(f, read, FormField::place));
    ImGui::SameLine(0, gap);
    const bool picking = f.model.drawing == "place";
    if (icon_button(f, "##pick", Icon::target, tr("Click on the map"), picking, side / f.scale))
        f.send(view::StartTool{picking ? "" : "place"});
    if (read.place && f.model.lines.land) {
        const auto found = f.model.lines.locate_within(*read.place, domain::address_reach_m);
        wrapped(f, f.font.label, f.pal().dim,
                found ? line_km_text(found->address) + " · " + offset_text(found->address)
                      : std::string(tr("Far from both lines")));
    }
    issue(f, read, FormField::place);
}

void words_part(Frame& f, const ReadForm& read)
{
    auto& form = f.desk.form;
    const float width = ImGui::GetContentRegionAvail().x, gap = f.px(4), half = (width - gap) / 2;
    section(f, tr("TITLE"));
    input_text(f, "##title", tr("What happened, in a few words"), form.title, width, is_bad(f, read, FormField::title));
    issue(f, read, FormField::title);
    section(f, tr("NARRATIVE"));
    input_lines(f, "##narrative", form.narrative, {width, f.px(96)});
    section(f, tr("SUSPECTS, VICTIMS"));
    input_text(f, "##suspects", tr("suspects"), form.suspects, half, is_bad(f, read, FormField::suspects));
    ImGui::SameLine(0, gap);
    input_text(f, "##victims", tr("victims"), form.victims, half, is_bad(f, read, FormField::victims));
    issue(f, read, FormField::suspects);
    issue(f, read, FormField::victims);
}

void grade_part(Frame& f)
{
    auto& form = f.desk.form;
    section(f, tr("HOW RELIABLE IS THE SOURCE"));
    const std::vector<std::string> letters{"—", "A", "B", "C", "D", "E", "F"};
    const int letter = form.reliability == 0 ? 0 : form.reliability - 'A' + 1;
    if (const int chosen = choice(f, "reliability", letters, letter); chosen >= 0)
        form.reliability = chosen == 0 ? '\0' : static_cast<char>('A' + chosen - 1);
    section(f, tr("HOW CREDIBLE IS THE REPORT"));
    const std::vector<std::string> digits{"—", "1", "2", "3", "4", "5", "6"};
    if (const int chosen = choice(f, "credibility", digits, form.credibility); chosen >= 0) form.credibility = chosen;
}

void close(Frame& f)
{
    if (f.model.drawing == "place") f.send(view::StartTool{""});
    f.send(view::CloseEdit{});
}

void close_or_arm(Frame& f)
{
    auto& form = f.desk.form;
    if (is_changed(form) && !form.drop_armed) {
        form.drop_armed = true;
        return;
    }
    form.drop_armed = false;
    close(f);
}

void buttons_part(Frame& f)
{
    auto& form = f.desk.form;
    ImGui::Dummy({0, f.px(2)});
    const float gap = f.px(6), half = (ImGui::GetContentRegionAvail().x - gap) / 2, high = f.px(30);
    const bool saving = f.model.edit.saving;
    if (button(f, "##save", saving ? tr("Saving…") : tr("Save"), {half, high}, !saving, !saving)) save_form(f);
    if (ImGui::IsItemHovered()) tip(f, tr("Ctrl S"));
    ImGui::SameLine(0, gap);
    if (button(f, "##cancel", form.drop_armed ? tr("Drop what was typed") : tr("Cancel"), {half, high}, false, !saving))
        close_or_arm(f);
    if (!f.model.edit.error.empty())
        wrapped(f, f.font.body, f.pal().danger, lang::fill(tr("Not saved: {0}"), {f.model.edit.error}));
    else if (form.tried && !read_form(form, f.model.lines, f.model.now_unix_s).issues.empty())
        wrapped(f, f.font.body, f.pal().danger, tr("Something is missing or wrong: see below."));
}

}  // namespace

void begin_new_incident(Frame& f)
{
    if (!f.model.edit.open) f.desk.form_place = f.model.cursor_place;
    f.send(view::OpenEdit{});
}

void save_form(Frame& f)
{
    auto& form = f.desk.form;
    if (!f.model.edit.open || f.model.edit.saving || form.opened != f.model.edit.opened) return;
    form.tried = true;
    form.drop_armed = false;
    const auto read = read_form(form, f.model.lines, f.model.now_unix_s);
    if (!read.issues.empty()) return;
    if (f.model.drawing == "place") f.send(view::StartTool{""});
    f.send(view::SaveIncident{read.incident});
}

void leave_form(Frame& f)
{
    auto& form = f.desk.form;
    if (f.model.edit.saving) return;
    if (form.opened == f.model.edit.opened && is_changed(form))
        form.drop_armed = !form.drop_armed;
    else
        close(f);
}

void draw_edit_form(Frame& f)
{
    fill_when_opened(f);
    if (f.desk.form.opened != f.model.edit.opened) return;
    const bool changed = is_changed(f.desk.form);
    if (changed != f.model.edit.changed) f.send(view::TouchEdit{changed});
    const auto read = read_form(f.desk.form, f.model.lines, f.model.now_unix_s);
    const char* title = f.model.edit.id ? tr("Change the incident") : tr("New incident");
    const ImVec2 at = ImGui::GetCursorScreenPos();
    text_at(ImGui::GetWindowDrawList(), f.font.heading, at, u32(f.pal().text), title);
    ImGui::Dummy({0, line_height(f.font.heading)});
    buttons_part(f);
    kind_part(f);
    time_part(f, read);
    place_part(f, read);
    words_part(f, read);
    grade_part(f);
}

}  // namespace tuantra::ui
