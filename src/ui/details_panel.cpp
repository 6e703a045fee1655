#include "domain/kind.hpp"
#include "lang/lang.hpp"
#include "ui/busiest.hpp"
#include "ui/edit_panel.hpp"
#include "ui/hotspot_panel.hpp"
#include "ui/incident_form.hpp"
#include "ui/numbers_panel.hpp"
#include "ui/panels.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

namespace tuantra::ui {

using lang::tr;

namespace {

void severity_dots(const Frame& f, ImVec2 at, int severity)
{
    auto* to = ImGui::GetWindowDrawList();
    for (int i = 0; i < 5; ++i) {
        const ImVec2 from{at.x + static_cast<float>(i) * f.px(12), at.y};
        const view::Colour on = severity >= 5 ? f.pal().danger : severity == 4 ? f.pal().warning : f.pal().text;
        to->AddRectFilled(from, {from.x + f.px(9), from.y + f.px(5)}, u32(i < severity ? on : f.pal().rule), f.px(2));
    }
}

/// The card that is read first: the address, and under it side, province and the nearest gate.
void address_card(const Frame& f, const std::optional<domain::Address>& address, domain::LonLat place,
                  const view::Details* more)
{
    const auto& pal = f.pal();
    std::string below;
    const auto add = [&below](const std::string& part) {
        if (part.empty()) return;
        if (!below.empty()) below += " · ";
        below += part;
    };
    if (address) add(offset_text(*address));
    if (more != nullptr) {
        add(more->province);
        if (!more->nearest_gate.empty())
            add(lang::fill(tr("{} km from {}"), {lang::number(more->nearest_gate_km, 1), more->nearest_gate}));
    }
    if (below.empty()) below = view::position_text(place);
    const float width = ImGui::GetContentRegionAvail().x, pad = f.px(12);
    const char* end = below.data() + below.size();
    const ImVec2 lines = f.font.body->CalcTextSizeA(f.font.body->FontSize, FLT_MAX, width - 2 * pad, below.data(), end);
    const float high = f.px(8) + line_height(f.font.address) + f.px(4) + lines.y + f.px(10);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    auto* to = ImGui::GetWindowDrawList();
    const bool go = hit("##address", {width, high});
    to->AddRectFilled(at, {at.x + width, at.y + high},
                      u32(ImGui::IsItemHovered() ? mixed(pal.raised, pal.text, 0.06F) : pal.raised), f.px(6));
    const std::string title = address ? line_km_text(*address) : tr("Far from both lines");
    text_at(to, f.font.address, {at.x + pad, at.y + f.px(8)}, u32(pal.text), title);
    to->AddText(f.font.body, f.font.body->FontSize, {at.x + pad, at.y + f.px(12) + line_height(f.font.address)},
                u32(pal.dim), below.data(), end, width - 2 * pad);
    if (ImGui::IsItemHovered()) tip(f, tr("Show on the map"));
    if (go) f.send(view::GoTo{place, 0});
}

void title_block(const Frame& f, const domain::KindInfo& kind, std::string_view title, const std::string& when,
                 int severity)
{
    const auto& pal = f.pal();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, left = f.px(34);
    auto* to = ImGui::GetWindowDrawList();
    kind_symbol(f, to, {at.x + f.px(12), at.y + f.px(14)}, f.px(11), kind);
    const float room = width - left - f.px(30);
    const auto* font = f.font.heading;
    const ImVec2 area = font->CalcTextSizeA(font->FontSize, FLT_MAX, room, title.data(), title.data() + title.size());
    to->AddText(font, font->FontSize, {at.x + left, at.y + f.px(2)}, u32(pal.text), title.data(),
                title.data() + title.size(), room);
    float y = at.y + f.px(4) + area.y;
    text_at(to, f.font.body, {at.x + left, y}, u32(pal.dim), elided(f.font.body, when, width - left));
    y += line_height(f.font.body) + f.px(4);
    severity_dots(f, {at.x + left, y + f.px(5)}, severity);
    text_at(to, f.font.label, {at.x + left + f.px(68), y}, u32(pal.dim),
            lang::fill(tr("severity {} of 5"), {lang::number(std::int64_t{severity})}));
    y += line_height(f.font.label) + f.px(8);
    ImGui::Dummy({width, y - at.y});
}

std::string grade(const domain::Incident& incident)
{
    std::string out;
    if (incident.reliability != 0) out += incident.reliability;
    if (incident.credibility != 0) out += std::to_string(incident.credibility);
    return out.empty() ? std::string(tr("not graded")) : out;
}

void known_fields(const Frame& f, const view::Details& d)
{
    const auto& x = d.incident;
    ImGui::Dummy({0, f.px(6)});
    field_row(f, tr("Kind"), tr(domain::info(x.kind).label.data()));
    std::string source = source_text(d.source_name);
    if (d.versions.size() > 1 && d.versions.front().by_hand && !d.versions.back().by_hand)
        source += " · " + d.versions.back().source_name;
    field_row(f, tr("Source"), source);
    field_row(f, tr("Grade"), grade(x));
    if (x.victims >= 0) field_row(f, tr("Victims"), lang::number(std::int64_t{x.victims}));
    if (x.suspects >= 0) field_row(f, tr("Suspects"), lang::number(std::int64_t{x.suspects}));
    field_row(f, tr("Position"), view::position_text(x.place));
    if (!d.province.empty()) field_row(f, tr("Province"), d.province);
    if (!d.neighbour.empty()) field_row(f, tr("Neighbour"), neighbour_text(f.model.lines.land.get(), d.neighbour));
    if (!d.nearest_gate.empty())
        field_row(f, tr("Nearest gate"), d.nearest_gate + " · " + lang::number(d.nearest_gate_km, 1) + " km");
}

const char* unit_text(const std::string& kind)
{
    if (kind == "post") return tr("post");
    if (kind == "port") return tr("port");
    if (kind == "squadron") return tr("squadron");
    return kind.c_str();
}

/// A name with what is said of it below; true when pressed.
bool near_row(const Frame& f, const std::string& name, const std::string& below)
{
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float high = line_height(f.font.body) + line_height(f.font.label) + f.px(8);
    auto* to = ImGui::GetWindowDrawList();
    const bool go = hit("##near", {width, high});
    if (ImGui::IsItemHovered()) {
        to->AddRectFilled({at.x - f.px(6), at.y}, {at.x + width + f.px(6), at.y + high}, u32(f.pal().raised), f.px(5));
        tip(f, tr("Show on the map"));
    }
    text_at(to, f.font.body, {at.x, at.y + f.px(3)}, u32(f.pal().text), elided(f.font.body, name, width));
    text_at(to, f.font.label, {at.x, at.y + f.px(4) + line_height(f.font.body)}, u32(f.pal().dim), below);
    return go;
}

/// The posts that could have been there, each a press away on the map.
void near_part(const Frame& f, const view::Details& d)
{
    const auto km = [](double v) { return lang::number(v, v < 10 ? 1 : 0) + " km"; };
    if (!d.units.empty()) {
        section(f, tr("NEAREST POSTS"));
        int i = 0;
        for (const auto& unit : d.units) {
            ImGui::PushID(i++);
            if (near_row(f, unit.name, km(unit.km) + " · " + unit_text(unit.kind))) f.send(view::GoTo{unit.place, 0});
            ImGui::PopID();
        }
    }
    if (d.tracks.empty()) return;
    section(f, tr("PATROLS THAT PASSED"));
    for (const auto& track : d.tracks) {
        std::string when = tr("at that time");
        const auto minutes = (std::abs(track.apart_s) + 30) / 60;
        if (track.apart_s != 0)
            when = lang::fill(track.apart_s < 0 ? tr("{0} h {1} min before") : tr("{0} h {1} min after"),
                              {lang::number(minutes / 60), lang::number(minutes % 60)});
        wrapped(f, f.font.body, f.pal().text, track.name);
        wrapped(f, f.font.label, f.pal().dim, km(track.km) + " · " + when);
        ImGui::Dummy({0, f.px(4)});
    }
}

std::string written_by(const view::RecordVersion& version)
{
    return source_text(version.source_name) + (version.who.empty() ? "" : " (" + version.who + ")");
}

void history_part(const Frame& f, const view::Details& d)
{
    if (d.versions.size() < 2) return;
    section(f, tr("HISTORY"));
    for (std::size_t i = 0; i + 1 < d.versions.size(); ++i) {
        const auto& now = d.versions[i];
        wrapped(f, f.font.bold, f.pal().text, time_text({now.written_unix_s}) + " · " + written_by(now));
        for (const auto& change : changes(d.versions[i + 1].incident, now.incident))
            wrapped(f, f.font.body, f.pal().dim,
                    lang::fill(tr("{0}: {1} (was: {2})"), {change.field, change.after.empty() ? "—" : change.after,
                                                           change.before.empty() ? "—" : change.before}));
        ImGui::Dummy({0, f.px(4)});
    }
    const auto& first = d.versions.back();
    wrapped(f, f.font.body, f.pal().dim, time_text({first.written_unix_s}) + " · " + written_by(first));
}

void change_buttons(const Frame& f, const view::Details& d)
{
    if (f.model.read_only) return;
    ImGui::Dummy({0, f.px(4)});
    const float gap = f.px(6), half = (ImGui::GetContentRegionAvail().x - gap) / 2, high = f.px(28);
    if (button(f, "##edit", tr("Change… (E)"), {half, high})) f.send(view::OpenEdit{d.id});
    ImGui::SameLine(0, gap);
    if (button(f, "##remove", tr("Remove"), {half, high})) f.send(view::RemoveIncident{d.id});
    if (ImGui::IsItemHovered()) tip(f, tr("Can be taken back (Ctrl Z); the record stays in the history"));
}

void full_details(const Frame& f, const view::Details& d)
{
    const auto& x = d.incident;
    const std::string_view title =
        x.title.empty() ? std::string_view(tr(domain::info(x.kind).label.data())) : std::string_view(x.title);
    title_block(f, domain::info(x.kind), title, span_text(x.occurred), x.severity);
    address_card(f, x.address, x.place, &d);
    change_buttons(f, d);
    known_fields(f, d);
    if (!x.narrative.empty()) {
        section(f, tr("NARRATIVE"));
        wrapped(f, f.font.body, f.pal().text, x.narrative);
    }
    if (!x.attributes.empty()) {
        section(f, tr("OTHER COLUMNS OF THE SOURCE"));
        for (const auto& [name, value] : x.attributes) field_row(f, name.c_str(), value);
    }
    near_part(f, d);
    history_part(f, d);
    section(f, tr("RECORD"));
    if (!x.source_key.empty()) field_row(f, tr("Key"), x.source_key);
    if (!d.created_at.empty()) field_row(f, tr("Entered"), d.created_at);
    if (!d.updated_at.empty() && d.updated_at != d.created_at) field_row(f, tr("Changed"), d.updated_at);
}

/// What the columns know, until the rest arrives.
void first_details(const Frame& f, std::int64_t id)
{
    const auto* rows = f.model.scene ? f.model.scene->incidents.get() : nullptr;
    if (rows != nullptr) {
        const auto at = std::find(rows->id.begin(), rows->id.end(), id);
        if (at != rows->id.end()) {
            const auto i = static_cast<std::size_t>(at - rows->id.begin());
            const auto& kind = domain::info(rows->kind[i]);
            title_block(f, kind, tr(kind.label.data()), span_text({{rows->from_s[i]}, {rows->to_s[i]}}),
                        rows->severity[i]);
            std::optional<domain::Address> address;
            if (rows->line[i] >= 0)
                address =
                    domain::Address{static_cast<domain::LineId>(rows->line[i]),
                                    static_cast<double>(rows->chainage_km[i]), static_cast<double>(rows->offset_m[i])};
            address_card(f, address, rows->place[i], nullptr);
        }
    }
    ImGui::Dummy({0, f.px(8)});
    wrapped(f, f.font.body, f.pal().dim, tr("Reading the record…"));
}

void busiest_part(const Frame& f)
{
    const auto peaks = busiest(*f.model.scene, 6);
    if (peaks.empty()) return;
    section(f, tr("BUSIEST STRETCHES"));
    auto* to = ImGui::GetWindowDrawList();
    int i = 0;
    for (const auto& p : peaks) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float width = ImGui::GetContentRegionAvail().x, high = f.px(28);
        ImGui::PushID(i++);
        const bool go = hit("##peak", {width, high});
        const bool hot = ImGui::IsItemHovered();
        ImGui::PopID();
        if (hot)
            to->AddRectFilled({at.x - f.px(6), at.y}, {at.x + width + f.px(6), at.y + high}, u32(f.pal().raised),
                              f.px(5));
        const float top = static_cast<float>(peaks.front().per_km), share = static_cast<float>(p.per_km) / top;
        const auto colour =
            f.model.heat_ramp.colours[static_cast<std::size_t>(std::lround(std::clamp(share, 0.0F, 1.0F) * 255))];
        to->AddRectFilled({at.x, at.y + f.px(8)}, {at.x + f.px(4), at.y + high - f.px(8)}, u32(colour), f.px(2));
        const float y = at.y + (high - line_height(f.font.body)) / 2;
        text_at(to, f.font.body, {at.x + f.px(12), y}, u32(f.pal().text), line_km_text({p.line, p.km, 0}));
        text_right(to, f.font.body, {at.x + width, y}, u32(f.pal().dim),
                   lang::fill(tr("{} per km"), {lang::number(p.per_km, 2)}));
        const auto* line = p.line == domain::LineId::land ? f.model.lines.land.get() : f.model.lines.coast.get();
        if (go && line != nullptr) f.send(view::GoTo{line->point_at(p.km), 150});
    }
}

void empty_state(Frame& f)
{
    const auto& pal = f.pal();
    const bool nothing = f.model.incidents_total == 0;
    text_at(ImGui::GetWindowDrawList(), f.font.heading, ImGui::GetCursorScreenPos(), u32(pal.text),
            nothing ? tr("No records yet") : tr("Nothing selected"));
    ImGui::Dummy({0, line_height(f.font.heading) + f.px(2)});
    if (nothing) {
        wrapped(f, f.font.body, pal.dim,
                tr("Drop files on the window to import incidents and patrol tracks: CSV, Excel, GeoJSON, GeoPackage, "
                   "Shapefile, KML, GPX."));
        ImGui::Dummy({0, f.px(8)});
        if (button(f, "##import", tr("Import files…"), {ImGui::GetContentRegionAvail().x, f.px(32)}, true))
            f.send(view::TogglePanel{view::Panel::import});
        return;
    }
    wrapped(f, f.font.body, pal.dim,
            tr("Click a symbol on the map or a row of the table to see the record and its address."));
    if (!f.model.read_only && f.model.lines.land) {
        ImGui::Dummy({0, f.px(8)});
        if (button(f, "##new", tr("Enter an incident… (N)"), {ImGui::GetContentRegionAvail().x, f.px(28)}))
            begin_new_incident(f);
    }
    section(f, tr("IN VIEW OF THE FILTER"));
    if (f.model.scene) {
        const auto n = [](std::size_t v) { return lang::number(static_cast<std::int64_t>(v)); };
        field_row(f, tr("Incidents"), n(f.model.scene->shown.size()));
        field_row(f, tr("of all"), n(f.model.incidents_total));
        field_row(f, tr("Pieces of track"), n(f.model.scene->shown_pieces.size()));
        for (const auto line : {domain::LineId::land, domain::LineId::coast})
            field_row(f, line_title(line), n(f.model.scene->heat[static_cast<std::size_t>(line)].events));
        if (f.model.data_span)
            field_row(f, tr("Records span"),
                      date_text(f.model.data_span->from) + " – " + date_text(f.model.data_span->to));
        busiest_part(f);
    }
}

void content(Frame& f, Rect at, bool closes)
{
    if (f.model.edit.open) return draw_edit_form(f);
    const bool hotspots = f.model.hotspots_open, numbers = f.model.numbers_open || hotspots;
    const bool any = f.model.selected.has_value() && !numbers;
    const ImVec2 home = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({at.right() - f.px(16) - f.px(24), home.y});
    if (any || closes) {
        if (icon_button(f, "##close", Icon::cross, any ? tr("Clear the selection (Esc)") : tr("Close"))) {
            if (numbers && closes)
                f.send(view::TogglePanel{hotspots ? view::Panel::hotspots : view::Panel::numbers});
            else if (any)
                f.send(view::Select{});
            f.desk.drawer = false;
        }
    } else if (icon_button(f, "##fold", Icon::fold_right, tr("Fold the details"))) {
        f.send(view::TogglePanel{view::Panel::details});
    }
    ImGui::SetCursorScreenPos(home);
    ImGui::Dummy({0, 0});
    ImGui::SetCursorScreenPos(home);
    draw_right_tabs(f, ImGui::GetContentRegionAvail().x);
    if (hotspots) return draw_hotspots(f);
    if (numbers) return draw_numbers(f);
    if (!any) return empty_state(f);
    if (f.model.details && f.model.details->id == *f.model.selected)
        full_details(f, *f.model.details);
    else
        first_details(f, *f.model.selected);
}

void rail(Frame& f)
{
    const auto& at = f.at.right;
    begin_panel(f, tr("Details"), "details-rail", at, {.padding = {6, 10}, .scroll = false});
    if (icon_button(f, "##unfold", Icon::fold_left, tr("Open the details"))) {
        if (!f.model.details_open) f.send(view::TogglePanel{view::Panel::details});
        f.desk.drawer = f.at.drawer && !f.desk.drawer;
    }
    ImGui::GetWindowDrawList()->AddLine({at.x, at.y}, {at.x, at.bottom()}, u32(f.pal().rule));
    end_panel();
}

}  // namespace

Rect drawer_place(const view::Model& model, const DeskState& desk, const Layout& at, float scale)
{
    const bool in_front = model.numbers_open || model.hotspots_open;
    const bool wanted = model.edit.open || (model.details_open && (model.selected || desk.drawer || in_front));
    if (!at.drawer || !wanted) return {};
    const float width = std::round(scale * std::clamp(desk.sizes.right, 260.0F, 400.0F));
    return {at.right.x - width, at.right.y, width, at.right.h};
}

void draw_details_panel(Frame& f)
{
    const auto& at = f.at.right;
    if (at.empty()) return;
    if (f.at.right_folded) rail(f);
    if (f.at.right_folded && !f.at.drawer) return;
    const Rect place = f.at.drawer ? drawer_place(f.model, f.desk, f.at, f.scale) : at;
    if (place.empty()) return;
    begin_panel(f, tr("Details"), "details", place,
                {.padding = {16, 12}, .alpha = f.at.drawer ? 0.97F : 1.0F, .raised = f.at.drawer});
    content(f, place, f.at.drawer);
    ImGui::Dummy({0, f.px(8)});
    ImGui::PushClipRect({place.x, place.y}, {place.right(), place.bottom()}, false);
    ImGui::GetWindowDrawList()->AddLine({place.x, place.y}, {place.x, place.bottom()}, u32(f.pal().rule));
    ImGui::PopClipRect();
    end_panel();
}

}  // namespace tuantra::ui
