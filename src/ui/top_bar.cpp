#include "lang/lang.hpp"
#include "ui/keys.hpp"
#include "ui/panels.hpp"
#include "ui/search.hpp"
#include "ui/texts.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <array>

namespace tuantra::ui {

using lang::tr;

namespace {

std::string base_name(const std::string& path)
{
    const auto slash = path.find_last_of('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

const char* palette_title(const std::string& name)
{
    if (name == "day") return lang::trc("palette", "Day");
    if (name == "dusk") return lang::trc("palette", "Dusk");
    if (name == "night") return lang::trc("palette", "Night");
    if (name == "office") return lang::trc("palette", "Office");
    return name.c_str();
}

/// Language, palette, help and clock, laid from the right edge inwards. Returns how far left they reach.
float right_side(Frame& f)
{
    const auto& pal = f.pal();
    const auto& top = f.at.top;
    auto* to = ImGui::GetWindowDrawList();
    const domain::Instant now{f.model.now_unix_s};
    const float mid = top.y + top.h / 2, high = f.px(26);
    float x = top.right() - f.px(16);
    const bool wide = top.w / f.scale >= 1500;
    const std::string clock = clock_text(now);
    const std::string date = weekday_text(now) + " " + date_text(now) + (wide ? " (UTC+7)" : "");
    if (top.w / f.scale >= 1000) {
        text_right(to, f.font.body, {x, mid - line_height(f.font.body) / 2}, u32(pal.dim), date);
        x -= text_width(f.font.body, date) + f.px(10);
    }
    text_right(to, f.font.bold, {x, mid - line_height(f.font.bold) / 2}, u32(pal.text), clock);
    x -= text_width(f.font.bold, "00:00:00") + f.px(16);

    x -= high;
    ImGui::SetCursorScreenPos({x, mid - high / 2});
    if (icon_button(f, "##help", Icon::help, tr("Help and shortcuts (F1)"), f.model.help_open, 26))
        f.send(view::TogglePanel{view::Panel::help});
    x -= f.px(4);

    const char* shade = palette_title(f.model.palette.name);
    const float shade_width = std::max(f.px(72), text_width(f.font.body, shade) + f.px(20));
    x -= shade_width;
    ImGui::SetCursorScreenPos({x, mid - high / 2});
    if (button(f, "##palette", shade, {shade_width, high}) && !f.model.palettes.empty()) {
        const auto& all = f.model.palettes;
        const auto at =
            std::find_if(all.begin(), all.end(), [&](const auto& p) { return p.name == f.model.palette.name; });
        const auto next = at == all.end() || at + 1 == all.end() ? all.begin() : at + 1;
        f.send(view::SetPalette{next->name});
    }
    if (ImGui::IsItemHovered()) tip(f, tr("Next palette"));
    x -= f.px(8);

    for (const auto language : {lang::Language::fr, lang::Language::en, lang::Language::vi}) {
        const bool on = lang::current() == language;
        std::string code(lang::to_string(language));
        for (auto& c : code) c = static_cast<char>(c - 'a' + 'A');
        x -= f.px(30);
        ImGui::SetCursorScreenPos({x, mid - high / 2});
        const ImVec2 at = ImGui::GetCursorScreenPos();
        if (hit(("##" + code).c_str(), {f.px(28), high}) && !on) f.send(view::SetLanguage{language});
        text_centred(to, on ? f.font.bold : f.font.body, {at.x + f.px(14), mid}, u32(on ? pal.accent : pal.dim), code);
    }
    const char* views = tr("Views");
    const float views_width = text_width(f.font.bold, views) + f.px(22);
    x -= views_width + f.px(10);
    ImGui::SetCursorScreenPos({x, mid - high / 2});
    f.desk.views_button = {x, mid - high / 2, views_width, high};
    if (button(f, "##views", views, {views_width, high}, f.model.views_open))
        f.send(view::TogglePanel{view::Panel::views});
    if (ImGui::IsItemHovered() && !f.model.views_open) tip(f, tr("Saved views (V, 1 to 9)"));
    return x - f.px(12);
}

/// Name and database. Returns where the next thing may begin.
float left_side(Frame& f)
{
    const auto& pal = f.pal();
    auto* to = ImGui::GetWindowDrawList();
    const float mid = f.at.top.y + f.at.top.h / 2;
    float x = f.px(16);
    const char* name = tr("Tuantra");
    text_at(to, f.font.address, {x, mid - line_height(f.font.address) / 2}, u32(pal.text), name);
    x += text_width(f.font.address, name) + f.px(12);
    std::string file = base_name(f.model.database_path);
    if (f.model.read_only) file += std::string(" · ") + tr("read only");
    const float room = f.px(292) - x - f.px(8);
    const std::string shown = elided(f.font.body, file, room);
    const ImVec2 at{x, mid - line_height(f.font.body) / 2 + f.px(2)};
    text_at(to, f.font.body, at, u32(pal.dim), shown);
    if (ImGui::IsMouseHoveringRect(at, {at.x + room, at.y + line_height(f.font.body)})) tip(f, f.model.database_path);
    return f.px(292);
}

Rect search_box(Frame& f, float x, float width)
{
    auto& desk = f.desk;
    const float high = line_height(f.font.body) + f.px(8);
    const Rect at{x, f.at.top.y + (f.at.top.h - high) / 2, width, high};
    ImGui::SetCursorScreenPos({at.x, at.y});
    if (desk.search_wants_focus) {
        ImGui::SetKeyboardFocusHere();
        desk.search_wants_focus = false;
    }
    const std::string hint = std::string("      ") + tr("Find a place, a gate, “LAND 268.4”, coordinates…");
    if (input(f, "##search", get(desk.search).empty() ? hint.c_str() : "", desk.search, at.w, false,
              ImGuiInputTextFlags_AutoSelectAll))
        desk.search_at = 0;
    if (get(desk.search).empty())
        icon(f, ImGui::GetWindowDrawList(), {at.x + f.px(16), at.y + at.h / 2}, f.px(7), Icon::search,
             u32(f.pal().dim));
    return at;
}

void banner(Frame& f, float from, float until)
{
    const char* text = tr("EXERCISE · SYNTHETIC DATA");
    const char* brief = tr("EXERCISE");
    if (until - from < text_width(f.font.bold, text) + f.px(28)) text = brief;
    const float width = text_width(f.font.bold, text) + f.px(28), high = f.px(28);
    if (until - from < width) return;
    const float mid = f.at.top.y + f.at.top.h / 2;
    auto* to = ImGui::GetWindowDrawList();
    to->AddRectFilled({from, mid - high / 2}, {from + width, mid + high / 2},
                      u32(mixed(f.pal().panel, f.pal().warning, 0.22F)), f.px(5));
    to->AddRect({from, mid - high / 2}, {from + width, mid + high / 2}, u32(f.pal().warning, 0.5F), f.px(5));
    text_centred(to, f.font.bold, {from + width / 2, mid}, u32(f.pal().warning), text);
}

void go(Frame& f, const Hit& found)
{
    const double now = view::ground_metres_per_pixel(f.model.camera);
    f.send(view::GoTo{found.place, now < found.metres_per_pixel ? 0 : found.metres_per_pixel});
    f.desk.search.fill(0);
}

}  // namespace

void draw_top_bar(Frame& f)
{
    if (f.at.top.empty()) return;
    begin_panel(f, tr("Top bar"), "top", f.at.top, {.padding = {0, 0}, .scroll = false});
    const float left = left_side(f), right = right_side(f);
    const bool synthetic = f.model.scene != nullptr && f.model.scene->synthetic;
    const float banner_room = synthetic ? f.px(130) : 0;
    const float width = std::clamp(right - left - f.px(12) - banner_room, f.px(120), f.px(430));
    const Rect box = search_box(f, left, width);
    if (synthetic) banner(f, box.right() + f.px(16), right);
    ImGui::GetWindowDrawList()->AddLine({0, f.at.top.h - 1}, {f.at.top.w, f.at.top.h - 1}, u32(f.pal().rule));
    end_panel();
    draw_search_results(f, box);
}

void draw_search_results(Frame& f, Rect box)
{
    auto& desk = f.desk;
    const auto text = get(desk.search);
    if (text.empty()) return;
    if (f.model.basemap != nullptr && desk.search_basemap != f.model.basemap.get()) {
        desk.search_entries = search_entries(*f.model.basemap);
        desk.search_basemap = f.model.basemap.get();
    }
    const auto hits = find(f.model, desk.search_entries, text);
    const int n = static_cast<int>(hits.size());
    if (n > 0) {
        if (pressed(Key::down, true)) desk.search_at = std::min(desk.search_at + 1, n - 1);
        if (pressed(Key::up, true)) desk.search_at = std::max(desk.search_at - 1, 0);
        desk.search_at = std::clamp(desk.search_at, 0, n - 1);
        if (pressed(Key::enter)) return go(f, hits[static_cast<std::size_t>(desk.search_at)]);
    }
    const float row = f.px(30), pad = f.px(6);
    const Rect at{box.x, box.bottom() + f.px(6), std::max(box.w, f.px(320)),
                  row * static_cast<float>(std::max(n, 1)) + 2 * pad};
    begin_panel(f, tr("Search results"), "results", at,
                {.padding = {0, 0}, .scroll = false, .keys = false, .raised = true, .rounded = true});
    auto* to = ImGui::GetWindowDrawList();
    if (n == 0)
        text_at(to, f.font.body, {at.x + f.px(12), at.y + pad + f.px(5)}, u32(f.pal().dim),
                tr("Nothing found. Longitude comes first: 106.73 21.81"));
    for (int i = 0; i < n; ++i) {
        const auto& hit_row = hits[static_cast<std::size_t>(i)];
        const ImVec2 from{at.x, at.y + pad + row * static_cast<float>(i)};
        ImGui::SetCursorScreenPos(from);
        ImGui::PushID(i);
        const bool chosen = hit("##hit", {at.w, row});
        const bool hot = ImGui::IsItemHovered();
        ImGui::PopID();
        if (hot || i == desk.search_at)
            to->AddRectFilled({from.x + f.px(4), from.y}, {from.x + at.w - f.px(4), from.y + row}, u32(f.pal().raised),
                              f.px(4));
        const float y = from.y + (row - line_height(f.font.body)) / 2;
        const bool known = hit_row.kind == Hit::Kind::place || hit_row.kind == Hit::Kind::gate;
        const std::string where =
            hit_row.kind == Hit::Kind::gate
                ? (hit_row.where.empty() ? tr("gate") : std::string(tr("gate")) + " · " + hit_row.where)
            : known ? std::string(tr("place"))
                    : hit_row.where;
        const float used = text_width(f.font.label, where);
        text_right(to, f.font.label, {from.x + at.w - f.px(12), y + f.px(2)}, u32(f.pal().dim), where);
        text_at(to, f.font.body, {from.x + f.px(12), y}, u32(f.pal().text),
                elided(f.font.body, hit_row.name, at.w - used - f.px(36)));
        if (chosen) go(f, hit_row);
    }
    end_panel();
}

}  // namespace tuantra::ui
