#include "domain/geo.hpp"
#include "lang/lang.hpp"
#include "ui/import_parts.hpp"
#include "ui/keys.hpp"
#include "ui/panels.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>

namespace tuantra::ui {

using lang::mark;
using lang::tr;

namespace {

constexpr float panel_width = 620;

struct Name {
    std::string_view id;
    const char* text;
};

constexpr std::array target_names{Name{"incidents", mark("incidents")}, Name{"tracks", mark("tracks")},
                                  Name{"places", mark("places")}, Name{"zones", mark("zones")}};

constexpr std::array role_names{
    Name{"time", mark("time")},
    Name{"clock", mark("clock, beside a day")},
    Name{"time_to", mark("time, at the latest")},
    Name{"lon", mark("longitude")},
    Name{"lat", mark("latitude")},
    Name{"both", mark("both coordinates")},
    Name{"easting", mark("easting, metres")},
    Name{"northing", mark("northing, metres")},
    Name{"kind", mark("kind of incident")},
    Name{"severity", mark("severity")},
    Name{"title", mark("title")},
    Name{"narrative", mark("narrative")},
    Name{"reliability", mark("reliability of the source")},
    Name{"credibility", mark("credibility of the report")},
    Name{"suspects", mark("number of suspects")},
    Name{"victims", mark("number of victims")},
    Name{"mover", mark("who or what moved")},
    Name{"name_column", mark("name")},
    Name{"zone_kind", mark("kind of place or zone")},
    Name{"valid_from", mark("valid from")},
    Name{"valid_to", mark("valid until")},
    Name{"key", mark("the source's own key")},
};

std::string text_of(std::span<const Name> names, std::string_view id)
{
    const auto found = std::find_if(names.begin(), names.end(), [&](const Name& n) { return n.id == id; });
    return found == names.end() ? std::string(id) : std::string(tr(found->text));
}

/// A list that opens; pair with ImGui::EndCombo() where it is true.
bool dropdown(const Frame& f, const char* id, const std::string& shown, float width)
{
    ImGui::SetNextItemWidth(width);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, f.px(8, 4));
    ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, f.px(5));
    const bool open =
        ImGui::BeginCombo(id, elided(f.font.body, shown, width - f.px(36)).c_str(), ImGuiComboFlags_HeightLarge);
    ImGui::PopStyleVar(2);
    return open;
}

void send_choice(const Frame& f, const view::ImportChoice& choice)
{
    if (choice != f.model.import.asked) f.send(view::SetImportChoice{choice});
}

void target_part(Frame& f, const view::ImportPreview& preview)
{
    section(f, tr("READ AS"));
    const float gap = f.px(4), n = static_cast<float>(target_names.size());
    const float each = std::floor((ImGui::GetContentRegionAvail().x - (n - 1) * gap) / n);
    for (const Name& target : target_names) {
        if (target.id != target_names.front().id) ImGui::SameLine(0, gap);
        ImGui::PushID(target.text);
        const auto& asked = f.model.import.asked;
        const bool on =
            preview.error.empty() && asked == preview.choice ? preview.target == target.id : asked.target == target.id;
        if (button(f, "##target", tr(target.text), {each, f.px(28)}, on)) {
            view::ImportChoice choice = asked;
            choice.target = target.id;
            choice.roles.clear();
            send_choice(f, choice);
        }
        ImGui::PopID();
    }
}

/// Profile, layer and CRS, each with what it is when nobody says.
void how_part(Frame& f, const view::ImportPreview& preview)
{
    const float gap = f.px(6), third = std::floor((ImGui::GetContentRegionAvail().x - 2 * gap) / 3);
    ImGui::Dummy({0, f.px(2)});
    view::ImportChoice choice = f.model.import.asked;
    const std::string by_itself =
        preview.profile.empty() ? tr("Columns as guessed") : lang::fill(tr("Profile {0}"), {preview.profile});
    const std::string profile =
        !choice.roles.empty() ? tr("Columns as chosen below") : (choice.profile.empty() ? by_itself : choice.profile);
    if (dropdown(f, "##profile", profile, third)) {
        if (ImGui::Selectable(tr("By itself"), choice.profile.empty() && choice.roles.empty())) {
            choice.profile.clear();
            choice.roles.clear();
        }
        for (const auto& name : preview.profiles)
            if (ImGui::Selectable(name.c_str(), choice.profile == name)) {
                choice.profile = name;
                choice.roles.clear();
            }
        ImGui::EndCombo();
    }
    if (ImGui::IsItemHovered()) tip(f, tr("Which profile says what the columns mean"));
    ImGui::SameLine(0, gap);
    if (dropdown(f, "##layer", preview.layer.empty() ? tr("first layer") : preview.layer, third)) {
        for (const auto& name : preview.layers)
            if (ImGui::Selectable(name.c_str(), preview.layer == name)) {
                choice.layer = name;
                choice.roles.clear();
            }
        ImGui::EndCombo();
    }
    if (ImGui::IsItemHovered()) tip(f, tr("Layer of the file"));
    ImGui::SameLine(0, gap);
    auto& crs = f.desk.import_crs;
    if (f.desk.import_seen != preview.path) put(crs, choice.crs);
    const bool bad = !preview.error.empty() && !choice.crs.empty();
    input(f, "##crs", preview.crs.c_str(), crs, third, bad);
    if (ImGui::IsItemDeactivatedAfterEdit()) choice.crs = std::string(get(crs));
    if (ImGui::IsItemHovered())
        tip(f, tr("Coordinate system, where the file does not say it: EPSG:3405 is VN-2000 UTM 48N"));
    send_choice(f, choice);
}

std::string degrees_text(const domain::Box& box)
{
    return view::position_text({box.west, box.south}) + " – " + view::position_text({box.east, box.north});
}

void counted_part(Frame& f, const view::ImportPreview& preview)
{
    const auto n = [](std::int64_t v) { return lang::number(v); };
    struct Count {
        const char* name;
        std::int64_t count;
        view::Colour colour;
    };
    const std::array counts{
        Count{tr("new"), preview.kept - preview.updated, f.pal().accent},
        Count{tr("changed"), preview.updated, f.pal().text}, Count{tr("there already"), preview.duplicate, f.pal().dim},
        Count{tr("rejected"), preview.rejected, preview.rejected > 0 ? f.pal().warning : f.pal().dim}};
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float each = ImGui::GetContentRegionAvail().x / static_cast<float>(counts.size());
    auto* to = ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const float x = at.x + static_cast<float>(i) * each;
        text_at(to, f.font.address, {x, at.y}, u32(counts[i].colour), n(counts[i].count));
        text_at(to, f.font.body, {x, at.y + line_height(f.font.address)}, u32(f.pal().dim), counts[i].name);
    }
    ImGui::Dummy({0, line_height(f.font.address) + line_height(f.font.body) + f.px(4)});
    if (preview.span) wrapped(f, f.font.body, f.pal().text, span_text(*preview.span));
    if (!preview.extent) return;
    wrapped(f, f.font.body, f.pal().text, degrees_text(*preview.extent));
    if (link(f, "##show", tr("Show on the map"))) f.send(view::FitBox{*preview.extent});
}

void counts_part(Frame& f, const view::ImportPreview& preview)
{
    section(f, tr("WHAT WOULD COME IN"));
    if (preview.counted) return counted_part(f, preview);
    const auto job = std::find_if(f.model.jobs.begin(), f.model.jobs.end(),
                                  [&](const auto& j) { return j.id == f.model.import.counting; });
    const bool known = job != f.model.jobs.end() && job->done >= 0;
    wrapped(f, f.font.body, f.pal().dim,
            f.model.import.counting == 0 ? std::string(tr("Not counted."))
            : known ? lang::fill(tr("Counting rows: {} %"), {lang::number(static_cast<std::int64_t>(job->done * 100))})
                    : std::string(tr("Counting rows…")));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, high = f.px(4);
    auto* to = ImGui::GetWindowDrawList();
    to->AddRectFilled(at, {at.x + width, at.y + high}, u32(f.pal().rule), high / 2);
    if (known)
        to->AddRectFilled(at, {at.x + width * static_cast<float>(job->done), at.y + high}, u32(f.pal().accent),
                          high / 2);
    ImGui::Dummy({width, high});
}

void give_role(const Frame& f, const view::ImportPreview& preview, const std::string& column, const std::string& role)
{
    view::ImportChoice choice = f.model.import.asked;
    choice.target = preview.target;
    if (choice.roles.empty()) choice.roles = preview.meanings;
    // A meaning has one column, the one that it was given last, and a column one meaning.
    std::erase_if(choice.roles, [&](const auto& r) { return r.second == column || r.first == role; });
    // With none at all the file is read by itself again.
    if (!role.empty()) choice.roles.emplace_back(role, column);
    send_choice(f, choice);
}

bool has_meaning(const view::ImportPreview& preview, const std::string& column, const std::string& role)
{
    return std::find(preview.meanings.begin(), preview.meanings.end(), view::ColumnMeaning(role, column)) !=
           preview.meanings.end();
}

void column_row(Frame& f, const view::ImportPreview& preview, std::size_t i)
{
    const auto& column = preview.columns[i];
    const float width = ImGui::GetContentRegionAvail().x, role_width = f.px(190);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    auto* to = ImGui::GetWindowDrawList();
    const float name_width = std::floor((width - role_width) * 0.4F);
    const float y = at.y + f.px(4);
    text_at(to, f.font.bold, {at.x, y}, u32(f.pal().text), elided(f.font.bold, column.name, name_width - f.px(8)));
    std::string samples;
    for (const auto& sample : column.samples) samples += (samples.empty() ? "" : " · ") + sample;
    text_at(to, f.font.body, {at.x + name_width, y}, u32(f.pal().dim),
            elided(f.font.body, samples, width - role_width - name_width - f.px(8)));
    ImGui::SetCursorScreenPos({at.x + width - role_width, at.y});
    ImGui::PushID(static_cast<int>(i));
    std::string shown;
    for (const auto& [role, of] : preview.meanings)
        if (of == column.name) shown += (shown.empty() ? "" : " · ") + text_of(role_names, role);
    const bool none = shown.empty();
    if (none) shown = tr("kept as it is");
    if (dropdown(f, "##role", shown, role_width)) {
        if (ImGui::Selectable(tr("kept as it is"), none)) give_role(f, preview, column.name, "");
        for (const auto& role : preview.roles) {
            ImGui::PushID(role.c_str());
            if (ImGui::Selectable(text_of(role_names, role).c_str(), has_meaning(preview, column.name, role)))
                give_role(f, preview, column.name, role);
            ImGui::PopID();
        }
        ImGui::EndCombo();
    }
    ImGui::PopID();
    ImGui::SetCursorScreenPos({at.x, at.y + line_height(f.font.body) + f.px(12)});
    ImGui::Dummy({0, 0});
}

void rejects_part(Frame& f, const view::ImportPreview& preview)
{
    if (preview.rejects.empty()) return;
    section(f, tr("ROWS THAT CANNOT BE READ"));
    for (const auto& reject : preview.rejects)
        wrapped(f, f.font.body, f.pal().text,
                lang::fill(tr("Row {0}: {1}"), {lang::number(reject.row), reject.reason}));
    const auto more = preview.rejected - static_cast<std::int64_t>(preview.rejects.size());
    if (more > 0)
        wrapped(f, f.font.body, f.pal().dim,
                lang::fill(lang::trn("and {} more", "and {} more", more), {lang::number(more)}));
    wrapped(f, f.font.label, f.pal().dim, tr("They are kept aside with the reason, and none is lost."));
}

void buttons_part(Frame& f)
{
    const auto waiting = f.model.import.waiting.size();
    const auto* preview = f.model.import.acceptable();
    const bool ready = preview != nullptr && !f.model.read_only;
    const std::string go =
        ready && preview->counted
            ? lang::fill(lang::trn("Import {} row", "Import {} rows", preview->kept), {lang::number(preview->kept)})
            : std::string(tr("Import"));
    const float gap = f.px(6), high = f.px(30), pad = f.px(32);
    const float wide = std::max(f.px(140), text_width(f.font.bold, go) + pad);
    if (button(f, "##accept", go.c_str(), {wide, high}, ready, ready)) f.send(view::AcceptImport{});
    ImGui::SameLine(0, gap);
    const char* drop = waiting > 1 ? tr("Leave this one out") : tr("Cancel");
    if (button(f, "##dismiss", drop, {text_width(f.font.body, drop) + pad, high})) f.send(view::DismissImport{});
    if (waiting > 1) {
        const std::string all =
            lang::fill(lang::trn("Import all {}", "Import all {}", static_cast<std::int64_t>(waiting)),
                       {lang::number(static_cast<std::int64_t>(waiting))});
        ImGui::SameLine(0, gap);
        if (button(f, "##all", all.c_str(), {text_width(f.font.body, all) + pad, high}, false, !f.model.read_only))
            f.send(view::AcceptImport{true});
    }
    if (f.model.read_only) wrapped(f, f.font.body, f.pal().warning, tr("The database can only be read."));
}

bool title_part(Frame& f, const std::string& path)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const std::string name = std::filesystem::path(path).filename().string();
    auto* to = ImGui::GetWindowDrawList();
    text_at(to, f.font.heading, from, u32(f.pal().text), elided(f.font.heading, name, width - f.px(40)));
    ImGui::SetCursorScreenPos({from.x + width - f.px(24), from.y - f.px(2)});
    const bool closed = icon_button(f, "##close", Icon::cross, tr("Close (Esc)"));
    ImGui::SetCursorScreenPos({from.x, from.y + line_height(f.font.heading) + f.px(2)});
    std::string about = elided(f.font.label, std::filesystem::path(path).parent_path().string(), width * 0.6F);
    if (const auto& preview = f.model.import.preview; preview && !preview->format.empty())
        about = preview->format + " · " + about;
    if (const auto more = f.model.import.waiting.size() - 1; more > 0)
        about +=
            " · " + lang::fill(lang::trn("{} more file waits", "{} more files wait", static_cast<std::int64_t>(more)),
                               {lang::number(static_cast<std::int64_t>(more))});
    wrapped(f, f.font.label, f.pal().dim, about);
    ImGui::Dummy({0, f.px(2)});
    return closed;
}

void draw_extent(const Frame& f, const view::ImportPreview& preview)
{
    if (!preview.extent || f.clear.empty()) return;
    auto* to = ImGui::GetBackgroundDrawList();
    to->PushClipRect({f.at.map.x, f.at.map.y}, {f.at.map.right(), f.at.map.bottom()});
    const float points = static_cast<float>(f.model.camera.width) / std::max(1.0F, f.at.map.w);
    const auto at = [&](domain::LonLat p) {
        const auto s = view::to_screen(f.model.camera, domain::to_map(p));
        return ImVec2(f.at.map.x + static_cast<float>(s.x) / points, f.at.map.y + static_cast<float>(s.y) / points);
    };
    for (const auto& place : preview.places) {
        const ImVec2 dot = at(place);
        to->AddRectFilled({dot.x - f.px(2), dot.y - f.px(2)}, {dot.x + f.px(2), dot.y + f.px(2)},
                          u32(f.pal().background));
        to->AddRectFilled({dot.x - f.px(1), dot.y - f.px(1)}, {dot.x + f.px(1), dot.y + f.px(1)}, u32(f.pal().accent));
    }
    const auto& box = *preview.extent;
    const float pad = f.px(6);
    const ImVec2 low = at({box.west, box.south}), high = at({box.east, box.north});
    to->AddRect({low.x - pad, high.y - pad}, {high.x + pad, low.y + pad}, u32(f.pal().accent), f.px(3), 0, f.px(2));
    to->PopClipRect();
}

}  // namespace

void draw_import(Frame& f)
{
    draw_browser(f);
    const auto& desk = f.model.import;
    if (desk.waiting.empty()) {
        f.desk.import_seen.clear();
        return;
    }
    const auto& io = ImGui::GetIO();
    const auto* preview = desk.preview.get();
    if (preview != nullptr) draw_extent(f, *preview);
    const float top = f.at.top.bottom() + f.px(8);
    const Rect at{f.px(8), top, std::min(f.px(panel_width), io.DisplaySize.x - f.px(16)),
                  io.DisplaySize.y - top - f.px(40)};
    begin_panel(f, tr("Import"), "import-preview", at, {.padding = {20, 16}, .raised = true, .rounded = true});
    if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();
    if (title_part(f, desk.waiting.front())) f.send(view::DismissImport{true});
    buttons_part(f);
    if (preview == nullptr) {
        wrapped(f, f.font.body, f.pal().dim, tr("Reading the first rows…"));
        end_panel();
        return;
    }
    if (!preview->error.empty()) wrapped(f, f.font.body, f.pal().danger, preview->error);
    target_part(f, *preview);
    how_part(f, *preview);
    f.desk.import_seen = preview->path;
    if (preview->error.empty()) {
        counts_part(f, *preview);
        rejects_part(f, *preview);
        if (!preview->columns.empty()) section(f, tr("COLUMNS, FIRST VALUES, MEANING"));
        for (std::size_t i = 0; i < preview->columns.size(); ++i) column_row(f, *preview, i);
    }
    end_panel();
}

}  // namespace tuantra::ui
