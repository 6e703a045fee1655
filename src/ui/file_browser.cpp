#include "lang/lang.hpp"
#include "ui/import_parts.hpp"
#include "ui/keys.hpp"
#include "ui/panels.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>

namespace tuantra::ui {

using lang::tr;

namespace {

constexpr float row_high = 26, places_width = 150;

std::string size_text(std::int64_t bytes)
{
    constexpr std::array units{"B", "KB", "MB", "GB"};
    double size = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; size >= 1024 && unit + 1 < units.size(); ++unit) size /= 1024;
    return lang::number(size, unit == 0 || size >= 100 ? 0 : 1) + " " + units[unit];
}

std::string place_name(const std::string& path, bool home)
{
    if (home) return tr("Home folder");
    if (path == "/") return tr("This computer");
    return std::filesystem::path(path).filename().string();
}

std::string joined(const std::string& folder, const std::string& name)
{
    return (std::filesystem::path(folder) / name).string();
}

void open_file(const Frame& f, const std::string& path)
{
    f.send(view::OpenFiles{{path}});
    f.send(view::TogglePanel{view::Panel::import});
}

/// Where to look: a row of folders to go to, and the path, which can be written.
void path_part(Frame& f)
{
    const auto& folder = f.model.import.folder;
    auto& path = f.desk.import_path;
    if (f.desk.import_folder != folder.path) {
        f.desk.import_folder = folder.path;
        path.fill(0);
        std::copy_n(folder.path.begin(), std::min(folder.path.size(), path.size() - 1), path.begin());
    }
    const float side = f.px(28), gap = f.px(6);
    if (icon_button(f, "##up", Icon::up, tr("The folder above (Backspace)"), false, 28) && !folder.parent.empty())
        f.send(view::BrowseFolder{folder.parent});
    ImGui::SameLine(0, gap);
    const float go = text_width(f.font.body, tr("Open")) + f.px(32);
    input_text(f, "##path", tr("/path/to/file.csv"), path, ImGui::GetContentRegionAvail().x - go - gap,
               !folder.error.empty());
    const bool entered = ImGui::IsItemDeactivatedAfterEdit() && pressed(Key::enter);
    ImGui::SameLine(0, gap);
    const std::string written(path.data());
    const bool other = !written.empty() && written != folder.path;
    if ((button(f, "##go", tr("Open"), {go, side}, other, other) || entered) && other) {
        const bool listed =
            std::any_of(folder.places.begin(), folder.places.end(), [&](const auto& p) { return p == written; });
        // What has an ending is taken for a file: no disk is asked here.
        if (listed || written.ends_with("/") || std::filesystem::path(written).extension().empty())
            f.send(view::BrowseFolder{written});
        else
            open_file(f, written);
    }
}

void places_part(Frame& f, float high)
{
    const auto& folder = f.model.import.folder;
    ImGui::BeginChild("##places", {f.px(places_width), high});
    for (const auto& place : folder.places) {
        ImGui::PushID(place.c_str());
        const std::string name = place_name(place, place == folder.home);
        if (button(f, "##place", name.c_str(), {f.px(places_width) - f.px(8), f.px(row_high)}, place == folder.path))
            f.send(view::BrowseFolder{place});
        if (ImGui::IsItemHovered()) tip(f, place);
        ImGui::PopID();
    }
    ImGui::EndChild();
}

void entry_row(Frame& f, const view::FolderEntry& entry, int i)
{
    const auto& pal = f.pal();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, high = f.px(row_high);
    auto* to = ImGui::GetWindowDrawList();
    ImGui::PushID(i);
    const bool chosen = hit("##entry", {width, high});
    if (ImGui::IsItemHovered()) to->AddRectFilled(at, {at.x + width, at.y + high}, u32(pal.raised), f.px(4));
    ImGui::PopID();
    const float y = at.y + (high - line_height(f.font.body)) / 2;
    const float dates = f.px(110), sizes = f.px(80);
    text_at(to, entry.folder ? f.font.bold : f.font.body, {at.x + f.px(6), y}, u32(pal.text),
            elided(f.font.body, entry.folder ? entry.name + "/" : entry.name, width - dates - sizes - f.px(16)));
    if (!entry.folder)
        text_right(to, f.font.label, {at.x + width - dates, y + f.px(2)}, u32(pal.dim), size_text(entry.bytes));
    text_right(to, f.font.label, {at.x + width - f.px(6), y + f.px(2)}, u32(pal.dim),
               date_text({entry.changed_unix_s}));
    if (!chosen) return;
    const std::string path = joined(f.model.import.folder.path, entry.name);
    if (entry.folder)
        f.send(view::BrowseFolder{path});
    else
        open_file(f, path);
}

void entries_part(Frame& f, float high)
{
    const auto& folder = f.model.import.folder;
    ImGui::BeginChild("##entries", {0, high});
    if (!folder.error.empty()) wrapped(f, f.font.body, f.pal().danger, folder.error);
    if (folder.entries.empty() && folder.error.empty())
        wrapped(f, f.font.body, f.pal().dim, tr("Nothing here that can be imported."));
    ImGuiListClipper rows;
    rows.Begin(static_cast<int>(folder.entries.size()), f.px(row_high));
    while (rows.Step())
        for (int i = rows.DisplayStart; i < rows.DisplayEnd; ++i)
            entry_row(f, folder.entries[static_cast<std::size_t>(i)], i);
    if (folder.more) wrapped(f, f.font.label, f.pal().dim, tr("There are more; write the path above."));
    ImGui::EndChild();
}

}  // namespace

void draw_browser(Frame& f)
{
    if (!f.model.import_open) {
        f.desk.import_asked = false;
        return;
    }
    if (!std::exchange(f.desk.import_asked, true)) f.send(view::BrowseFolder{f.model.import.folder.path});
    const bool stays = begin_card(f, tr("Import"), "import", 720, 540);
    wrapped(f, f.font.body, f.pal().dim,
            tr("Choose a file, or drop files on the window: CSV, TSV, Excel, GeoJSON, GeoPackage, Shapefile, KML, GPX, "
               "FlatGeobuf. What it would bring is shown before anything is kept."));
    ImGui::Dummy({0, f.px(4)});
    path_part(f);
    ImGui::Dummy({0, f.px(4)});
    const float high = ImGui::GetContentRegionAvail().y;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, f.px(0, 4));
    places_part(f, high);
    ImGui::SameLine(0, f.px(8));
    ImGui::PopStyleVar();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    entries_part(f, high);
    ImGui::PopStyleVar();
    const auto& parent = f.model.import.folder.parent;
    if (!ImGui::GetIO().WantTextInput && pressed(Key::backspace) && !parent.empty()) f.send(view::BrowseFolder{parent});
    end_panel();
    if (!stays) f.send(view::TogglePanel{view::Panel::import});
}

}  // namespace tuantra::ui
