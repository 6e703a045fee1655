#include "domain/time.hpp"
#include "lang/lang.hpp"
#include "ui/filter_fields.hpp"
#include "ui/hotspot_panel.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <string>

namespace tuantra::ui {

using lang::tr;

namespace {

using Field = view::HotspotField;

std::string automatic_text(const Field& field)
{
    if (!field.has_standard) return tr(field.automatic);
    int decimals = 0;
    for (double v = field.standard; decimals < 4 && v != static_cast<double>(static_cast<long long>(v)); v *= 10)
        ++decimals;
    return lang::number(field.standard, decimals);
}

/// What is sent for a typed text, as the command line takes it; nullopt when it cannot be read.
std::optional<std::string> read(const Field& field, std::string_view typed)
{
    if (typed.find_first_not_of(' ') == std::string_view::npos) return std::string();
    if (field.type == Field::Type::list) return std::string(typed);
    if (field.type == Field::Type::time) {
        const auto time = domain::parse_time(typed);
        return time ? std::optional(domain::to_iso(time->from)) : std::nullopt;
    }
    const auto number = parse_number(typed);
    if (!number) return std::nullopt;
    auto text = std::to_string(*number);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.')) text.pop_back();
    }
    return text;
}

std::string shown(const Field& field, const std::string& value)
{
    if (value.empty() || field.type == Field::Type::list) return value;
    if (field.type == Field::Type::time) {
        const auto time = domain::parse_time(value);
        return time ? time_text(time->from) : value;
    }
    std::string text = value;
    if (lang::current() != lang::Language::en) std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

void text_field(Frame& f, const Field& field, const std::string& value, float width)
{
    auto& buffer = f.desk.hotspot_fields[field.option];
    if (!buffer.editing) put(buffer.text, shown(field, value));
    const std::string hint = automatic_text(field);
    input(f, "##value", hint.c_str(), buffer.text, width, buffer.bad);
    buffer.editing = ImGui::IsItemActive();
    if (!ImGui::IsItemDeactivatedAfterEdit()) return;
    const auto text = read(field, get(buffer.text));
    buffer.bad = !text;
    if (text && *text != value) f.send(view::SetHotspotOption{field.option, *text});
}

void choice_field(Frame& f, const Field& field, const std::string& value, float width, float high)
{
    const auto& all = field.choices;
    auto at = std::find_if(all.begin(), all.end(), [&](const auto& c) { return c.value == value; });
    if (at == all.end()) at = all.begin();
    if (button(f, "##choice", elided(f.font.body, tr(at->label), width - f.px(12)).c_str(), {width, high})) {
        const auto next = at + 1 == all.end() ? all.begin() : at + 1;
        f.send(view::SetHotspotOption{field.option, next == all.begin() ? std::string() : next->value});
    }
    if (ImGui::IsItemHovered()) tip(f, tr("Press for the next choice"));
}

void one_field(Frame& f, const Field& field, const std::string& value)
{
    const float width = ImGui::GetContentRegionAvail().x, high = line_height(f.font.body) + f.px(8);
    if (field.type == Field::Type::flag) {
        if (toggle(f, "##flag", tr(field.label), !value.empty(), width))
            f.send(view::SetHotspotOption{field.option, value.empty() ? "1" : ""});
        return;
    }
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float unit = field.unit[0] == '\0' ? 0 : f.px(30), box = f.px(field.type == Field::Type::choice ? 128 : 104);
    const std::string label = tr(field.label);
    const float room = width - box - unit - f.px(8);
    auto* to = ImGui::GetWindowDrawList();
    const std::string cut = elided(f.font.body, label, room);
    text_at(to, f.font.body, {at.x, at.y + f.px(4)}, u32(f.pal().text), cut);
    if (cut != label && ImGui::IsMouseHoveringRect(at, {at.x + room, at.y + high})) tip(f, label);
    ImGui::SetCursorScreenPos({at.x + width - box - unit, at.y});
    if (field.type == Field::Type::choice)
        choice_field(f, field, value, box, high);
    else
        text_field(f, field, value, box);
    if (unit > 0)
        text_at(to, f.font.body, {at.x + width - unit + f.px(6), at.y + f.px(4)}, u32(f.pal().dim), field.unit);
    ImGui::SetCursorScreenPos({at.x, at.y + high + f.px(4)});
    ImGui::Dummy({0, 0});
}

}  // namespace

void draw_hotspot_fields(Frame& f, const view::HotspotMethodRow& method)
{
    const auto& board = *f.model.hotspots;
    for (const auto& field : method.fields) {
        const auto found = board.values.find(field.option);
        ImGui::PushID(field.option.c_str());
        one_field(f, field, found == board.values.end() ? std::string() : found->second);
        ImGui::PopID();
    }
    if (method.elsewhere.empty()) return;
    std::string names;
    for (const auto& name : method.elsewhere) names += (names.empty() ? "" : ", ") + name;
    wrapped(f, f.font.label, f.pal().dim, lang::fill(tr("On the command line also: {0}"), {names}));
}

}  // namespace tuantra::ui
