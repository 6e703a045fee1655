#include "ui/widgets.hpp"

#include "lang/lang.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <numbers>

namespace tuantra::ui {

ImU32 u32(view::Colour c)
{
    return IM_COL32(c.rgba >> 24U & 255U, c.rgba >> 16U & 255U, c.rgba >> 8U & 255U, c.rgba & 255U);
}

ImU32 u32(view::Colour c, float alpha)
{
    const auto a = static_cast<unsigned>(std::clamp(static_cast<float>(c.rgba & 255U) * alpha, 0.0F, 255.0F));
    return IM_COL32(c.rgba >> 24U & 255U, c.rgba >> 16U & 255U, c.rgba >> 8U & 255U, a);
}

ImVec4 vec4(view::Colour c, float alpha)
{
    return ImGui::ColorConvertU32ToFloat4(u32(c, alpha));
}

view::Colour mixed(view::Colour a, view::Colour b, float t)
{
    std::uint32_t out = 0;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        const auto from = static_cast<float>(a.rgba >> shift & 255U);
        const auto to = static_cast<float>(b.rgba >> shift & 255U);
        out |= static_cast<std::uint32_t>(std::lround(from + (to - from) * t)) << shift;
    }
    return {out};
}

ImU32 ink_on(view::Colour c)
{
    const auto part = [c](unsigned shift) { return static_cast<float>(c.rgba >> shift & 255U) / 255.0F; };
    const float luma = 0.299F * part(24) + 0.587F * part(16) + 0.114F * part(8);
    return luma > 0.5F ? IM_COL32(8, 16, 24, 255) : IM_COL32(255, 255, 255, 255);
}

float text_width(const ImFont* font, std::string_view text)
{
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

float line_height(const ImFont* font)
{
    return font->FontSize;
}

void text_at(ImDrawList* to, const ImFont* font, ImVec2 at, ImU32 colour, std::string_view text)
{
    to->AddText(font, font->FontSize, {std::round(at.x), std::round(at.y)}, colour, text.data(),
                text.data() + text.size());
}

void text_right(ImDrawList* to, const ImFont* font, ImVec2 at, ImU32 colour, std::string_view text)
{
    text_at(to, font, {at.x - text_width(font, text), at.y}, colour, text);
}

void text_centred(ImDrawList* to, const ImFont* font, ImVec2 centre, ImU32 colour, std::string_view text)
{
    text_at(to, font, {centre.x - text_width(font, text) / 2, centre.y - font->FontSize / 2}, colour, text);
}

std::string elided(const ImFont* font, std::string_view text, float width)
{
    if (text_width(font, text) <= width) return std::string(text);
    const float room = width - text_width(font, "…");
    std::size_t good = 0;
    float used = 0;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t next = i + 1;
        while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U) ++next;
        used += text_width(font, text.substr(i, next - i));
        if (used > room) break;
        good = next;
        i = next;
    }
    while (good > 0 && text[good - 1] == ' ') --good;
    return std::string(text.substr(0, good)) + "…";
}

namespace {

/// Corners of a kind's shape round a centre, on a circle of the radius; the circle has none.
std::size_t corners(domain::Shape shape, ImVec2 c, float r, std::array<ImVec2, 12>& out)
{
    const auto ring = [&](std::size_t n, float turn, float k) {
        for (std::size_t i = 0; i < n; ++i) {
            const float a = turn + static_cast<float>(i) * 2 * std::numbers::pi_v<float> / static_cast<float>(n);
            out[i] = {c.x + r * k * std::cos(a), c.y + r * k * std::sin(a)};
        }
        return n;
    };
    constexpr float up = -std::numbers::pi_v<float> / 2;
    switch (shape) {
        case domain::Shape::diamond:
            return ring(4, up, 1.12F);
        case domain::Shape::triangle:
            return ring(3, up, 1.22F);
        case domain::Shape::square:
            return ring(4, up + std::numbers::pi_v<float> / 4, 1.15F);
        case domain::Shape::pentagon:
            return ring(5, up, 1.06F);
        case domain::Shape::hexagon:
            return ring(6, 0, 1.04F);
        case domain::Shape::circle:
        case domain::Shape::cross:
            break;
    }
    return 0;
}

void cross_shape(ImDrawList* to, ImVec2 c, float r, ImU32 fill, ImU32 outline, float line)
{
    const float a = r * 0.98F, b = r * 0.52F;
    const std::array<ImVec2, 12> p{{{c.x - b, c.y - a},
                                    {c.x + b, c.y - a},
                                    {c.x + b, c.y - b},
                                    {c.x + a, c.y - b},
                                    {c.x + a, c.y + b},
                                    {c.x + b, c.y + b},
                                    {c.x + b, c.y + a},
                                    {c.x - b, c.y + a},
                                    {c.x - b, c.y + b},
                                    {c.x - a, c.y + b},
                                    {c.x - a, c.y - b},
                                    {c.x - b, c.y - b}}};
    to->AddRectFilled({c.x - b, c.y - a}, {c.x + b, c.y + a}, fill);
    to->AddRectFilled({c.x - a, c.y - b}, {c.x + a, c.y + b}, fill);
    to->AddPolyline(p.data(), static_cast<int>(p.size()), outline, ImDrawFlags_Closed, line);
}

}  // namespace

void kind_symbol(const Frame& f, ImDrawList* to, ImVec2 c, float r, const domain::KindInfo& kind, float alpha)
{
    const view::Colour colour{kind.rgb << 8U | 255U};
    const ImU32 fill = u32(colour, alpha);
    const ImU32 outline = IM_COL32(6, 11, 17, static_cast<int>(230 * alpha));
    const float line = std::max(1.0F, 1.4F * f.scale);
    std::array<ImVec2, 12> p;
    if (kind.shape == domain::Shape::circle) {
        to->AddCircleFilled(c, r, fill);
        to->AddCircle(c, r, outline, 0, line);
    } else if (kind.shape == domain::Shape::cross) {
        cross_shape(to, c, r, fill, outline, line);
    } else {
        const auto n = static_cast<int>(corners(kind.shape, c, r, p));
        to->AddConvexPolyFilled(p.data(), n, fill);
        to->AddPolyline(p.data(), n, outline, ImDrawFlags_Closed, line);
    }
    const float drop = kind.shape == domain::Shape::triangle ? r * 0.18F : 0;
    const float size = r * (kind.shape == domain::Shape::cross ? 1.4F : 1.8F);
    const std::string_view letter(&kind.letter, 1);
    const ImVec2 area = f.font.bold->CalcTextSizeA(size, FLT_MAX, 0, letter.data(), letter.data() + 1);
    to->AddText(f.font.bold, size, {c.x - area.x / 2, c.y + drop - area.y / 2},
                IM_COL32(10, 16, 24, static_cast<int>(255 * alpha)), letter.data(), letter.data() + 1);
}

void begin_panel(const Frame& f, const char* title, const char* id, Rect at, const PanelLook& look)
{
    ImGui::SetNextWindowPos({at.x, at.y});
    ImGui::SetNextWindowSize({at.w, at.h});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, f.px(look.padding.x, look.padding.y));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, look.rounded ? f.px(6) : 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, look.rounded ? 1.0F : 0.0F);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2(1, 1));
    ImGui::PushStyleColor(ImGuiCol_WindowBg, vec4(f.pal().panel, look.alpha));
    ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize |
                             ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoCollapse |
                             ImGuiWindowFlags_NoFocusOnAppearing;
    if (!look.raised) flags |= ImGuiWindowFlags_NoBringToFrontOnFocus;
    if (!look.scroll) flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
    if (!look.keys) flags |= ImGuiWindowFlags_NoNavInputs;
    const std::string name = std::string(title) + "###" + id;
    ImGui::Begin(name.c_str(), nullptr, flags);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(4);
}

void end_panel()
{
    ImGui::End();
}

bool begin_card(const Frame& f, const char* title, const char* id, float width, float height)
{
    const auto& io = ImGui::GetIO();
    const float w = std::min(f.px(width), io.DisplaySize.x - f.px(32)),
                h = std::min(f.px(height), io.DisplaySize.y - f.px(96));
    const Rect at{(io.DisplaySize.x - w) / 2, f.at.top.h + (io.DisplaySize.y - f.at.top.h - h) / 2, w, h};
    begin_panel(f, title, id, at, {.padding = {20, 16}, .raised = true, .rounded = true});
    if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    text_at(ImGui::GetWindowDrawList(), f.font.heading, from, u32(f.pal().text), title);
    ImGui::SetCursorScreenPos({from.x + ImGui::GetContentRegionAvail().x - f.px(24), from.y - f.px(2)});
    const bool closed = icon_button(f, "##close", Icon::cross, lang::tr("Close (Esc)"));
    ImGui::SetCursorScreenPos({from.x, from.y + line_height(f.font.heading) + f.px(10)});
    return !closed;
}

bool hit(const char* id, ImVec2 size)
{
    const ImVec4 none(0, 0, 0, 0);
    ImGui::PushStyleColor(ImGuiCol_Button, none);
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, none);
    ImGui::PushStyleColor(ImGuiCol_ButtonActive, none);
    const bool pressed = ImGui::Button(id, {std::max(1.0F, size.x), std::max(1.0F, size.y)});
    ImGui::PopStyleColor(3);
    if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    return pressed;
}

void section(const Frame& f, const char* text)
{
    ImGui::Dummy({0, f.px(4)});
    const ImVec2 at = ImGui::GetCursorScreenPos();
    text_at(ImGui::GetWindowDrawList(), f.font.label, at, u32(f.pal().dim), text);
    ImGui::Dummy({0, line_height(f.font.label) + f.px(4)});
}

bool link(const Frame& f, const char* id, const char* text)
{
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 size{text_width(f.font.body, text), line_height(f.font.body)};
    const bool pressed = hit(id, size);
    auto* to = ImGui::GetWindowDrawList();
    text_at(to, f.font.body, at, u32(f.pal().accent), text);
    if (ImGui::IsItemHovered())
        to->AddLine({at.x, at.y + size.y - 1}, {at.x + size.x, at.y + size.y - 1}, u32(f.pal().accent));
    return pressed;
}

bool button(const Frame& f, const char* id, const char* text, ImVec2 size, bool on, bool enabled)
{
    const auto& pal = f.pal();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (!enabled) ImGui::BeginDisabled();
    const bool pressed = hit(id, size);
    if (!enabled) ImGui::EndDisabled();
    const bool hot = enabled && ImGui::IsItemHovered();
    view::Colour fill = on ? pal.accent : pal.raised;
    if (hot) fill = mixed(fill, pal.text, 0.12F);
    auto* to = ImGui::GetWindowDrawList();
    to->AddRectFilled(at, {at.x + size.x, at.y + size.y}, u32(fill), f.px(5));
    const auto* font = on ? f.font.bold : f.font.body;
    const ImU32 ink = on ? ink_on(pal.accent) : u32(enabled ? pal.text : pal.faint);
    text_centred(to, font, {at.x + size.x / 2, at.y + size.y / 2}, ink, elided(font, text, size.x - f.px(4)));
    return pressed;
}

bool toggle(const Frame& f, const char* id, const char* text, bool on, float width)
{
    const auto& pal = f.pal();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = f.px(25);
    if (width <= 0) width = ImGui::GetContentRegionAvail().x;
    const bool pressed = hit(id, {width, height});
    const bool hot = ImGui::IsItemHovered();
    auto* to = ImGui::GetWindowDrawList();
    const ImVec2 knob = f.px(26, 14);
    const ImVec2 from{at.x, std::round(at.y + (height - knob.y) / 2)};
    view::Colour track = on ? pal.accent : mixed(pal.rule, pal.faint, 0.25F);
    if (hot) track = mixed(track, pal.text, 0.12F);
    to->AddRectFilled(from, {from.x + knob.x, from.y + knob.y}, u32(track), knob.y / 2);
    const float r = knob.y / 2 - f.px(2);
    to->AddCircleFilled({on ? from.x + knob.x - knob.y / 2 : from.x + knob.y / 2, from.y + knob.y / 2}, r,
                        IM_COL32(250, 252, 255, 255));
    const float left = at.x + knob.x + f.px(8);
    text_at(to, f.font.body, {left, at.y + (height - line_height(f.font.body)) / 2}, u32(on ? pal.text : pal.dim),
            elided(f.font.body, text, at.x + width - left));
    return pressed;
}

void icon(const Frame& f, ImDrawList* to, ImVec2 c, float r, Icon which, ImU32 colour)
{
    const float line = std::max(1.2F, 1.5F * f.scale);
    const auto seg = [&](float x0, float y0, float x1, float y1) {
        to->AddLine({c.x + x0 * r, c.y + y0 * r}, {c.x + x1 * r, c.y + y1 * r}, colour, line);
    };
    const auto chevron = [&](float dx, float dy, float shift) {
        const float sx = dx * shift, sy = dy * shift;
        seg(sx - dx * 0.35F - dy * 0.7F, sy - dy * 0.35F - dx * 0.7F, sx + dx * 0.35F, sy + dy * 0.35F);
        seg(sx - dx * 0.35F + dy * 0.7F, sy - dy * 0.35F + dx * 0.7F, sx + dx * 0.35F, sy + dy * 0.35F);
    };
    switch (which) {
        case Icon::cross:
            seg(-0.6F, -0.6F, 0.6F, 0.6F);
            seg(-0.6F, 0.6F, 0.6F, -0.6F);
            break;
        case Icon::fold_left:
            chevron(-1, 0, 0);
            break;
        case Icon::fold_right:
            chevron(1, 0, 0);
            break;
        case Icon::fold_down:
            chevron(0, 1, 0);
            break;
        case Icon::fold_up:
            chevron(0, -1, 0);
            break;
        case Icon::help:
            text_centred(to, f.font.bold, c, colour, "?");
            break;
        case Icon::search:
            to->AddCircle({c.x - r * 0.15F, c.y - r * 0.15F}, r * 0.55F, colour, 0, line);
            seg(0.25F, 0.25F, 0.75F, 0.75F);
            break;
        case Icon::box:
            to->AddRect({c.x - r * 0.75F, c.y - r * 0.6F}, {c.x + r * 0.75F, c.y + r * 0.6F}, colour, 0, 0, line);
            break;
        case Icon::menu:
            for (const float y : {-0.5F, 0.0F, 0.5F}) seg(-0.7F, y, 0.7F, y);
            break;
        case Icon::up:
            to->AddTriangleFilled({c.x, c.y - r * 0.5F}, {c.x + r * 0.7F, c.y + r * 0.4F},
                                  {c.x - r * 0.7F, c.y + r * 0.4F}, colour);
            break;
        case Icon::down:
            to->AddTriangleFilled({c.x, c.y + r * 0.5F}, {c.x - r * 0.7F, c.y - r * 0.4F},
                                  {c.x + r * 0.7F, c.y - r * 0.4F}, colour);
            break;
        case Icon::undo:
            to->PathArcTo(c, r * 0.6F, -2.6F, 1.6F);
            to->PathStroke(colour, 0, line);
            seg(-0.55F, -0.35F, -0.6F, -0.95F);
            seg(-0.55F, -0.35F, 0.05F, -0.3F);
            break;
        case Icon::palette:
            to->AddCircle(c, r * 0.7F, colour, 0, line);
            to->PathArcTo(c, r * 0.7F, -std::numbers::pi_v<float> / 2, std::numbers::pi_v<float> / 2);
            to->PathFillConvex(colour);
            break;
        case Icon::ruler:
            seg(-0.85F, 0.35F, 0.35F, -0.85F);
            seg(-0.35F, 0.85F, 0.85F, -0.35F);
            seg(-0.85F, 0.35F, -0.35F, 0.85F);
            seg(0.35F, -0.85F, 0.85F, -0.35F);
            for (const float t : {0.25F, 0.5F, 0.75F}) {
                const float x = -0.85F + 1.2F * t, y = 0.35F - 1.2F * t;
                seg(x, y, x + 0.22F, y + 0.22F);
            }
            break;
        case Icon::rings:
            to->AddCircle(c, r * 0.9F, colour, 0, line);
            to->AddCircle(c, r * 0.5F, colour, 0, line);
            to->AddCircleFilled(c, r * 0.16F, colour);
            break;
        case Icon::circle:
            to->AddCircle(c, r * 0.8F, colour, 0, line);
            to->AddCircleFilled(c, r * 0.16F, colour);
            break;
        case Icon::polygon: {
            const std::array<ImVec2, 5> p{{{c.x - 0.8F * r, c.y - 0.3F * r},
                                           {c.x + 0.05F * r, c.y - 0.85F * r},
                                           {c.x + 0.85F * r, c.y - 0.25F * r},
                                           {c.x + 0.4F * r, c.y + 0.75F * r},
                                           {c.x - 0.6F * r, c.y + 0.65F * r}}};
            to->AddPolyline(p.data(), static_cast<int>(p.size()), colour, ImDrawFlags_Closed, line);
            break;
        }
        case Icon::strip:
            seg(-0.9F, 0.3F, -0.3F, -0.15F);
            seg(-0.3F, -0.15F, 0.3F, 0.15F);
            seg(0.3F, 0.15F, 0.9F, -0.3F);
            for (const float y : {-0.6F, 0.6F})
                for (const float x : {-0.75F, -0.1F, 0.55F}) seg(x, y + x * -0.15F, x + 0.3F, y + x * -0.15F - 0.045F);
            break;
        case Icon::eraser:
            seg(-0.8F, 0.2F, 0.1F, -0.7F);
            seg(0.1F, -0.7F, 0.7F, -0.1F);
            seg(0.7F, -0.1F, -0.2F, 0.75F);
            seg(-0.2F, 0.75F, -0.8F, 0.2F);
            seg(-0.35F, -0.25F, 0.25F, 0.33F);
            seg(-0.2F, 0.75F, 0.9F, 0.75F);
            break;
        case Icon::play:
            to->AddTriangleFilled({c.x - r * 0.55F, c.y - r * 0.8F}, {c.x + r * 0.85F, c.y},
                                  {c.x - r * 0.55F, c.y + r * 0.8F}, colour);
            break;
        case Icon::pause:
            to->AddRectFilled({c.x - r * 0.7F, c.y - r * 0.75F}, {c.x - r * 0.2F, c.y + r * 0.75F}, colour);
            to->AddRectFilled({c.x + r * 0.2F, c.y - r * 0.75F}, {c.x + r * 0.7F, c.y + r * 0.75F}, colour);
            break;
        case Icon::step_back:
            to->AddTriangleFilled({c.x + r * 0.6F, c.y - r * 0.65F}, {c.x - r * 0.4F, c.y},
                                  {c.x + r * 0.6F, c.y + r * 0.65F}, colour);
            to->AddRectFilled({c.x - r * 0.75F, c.y - r * 0.65F}, {c.x - r * 0.45F, c.y + r * 0.65F}, colour);
            break;
        case Icon::step_forward:
            to->AddTriangleFilled({c.x - r * 0.6F, c.y - r * 0.65F}, {c.x + r * 0.4F, c.y},
                                  {c.x - r * 0.6F, c.y + r * 0.65F}, colour);
            to->AddRectFilled({c.x + r * 0.45F, c.y - r * 0.65F}, {c.x + r * 0.75F, c.y + r * 0.65F}, colour);
            break;
        case Icon::plus:
            seg(-0.7F, 0, 0.7F, 0);
            seg(0, -0.7F, 0, 0.7F);
            break;
        case Icon::arrow_out:
            seg(0, -0.85F, 0, 0.25F);
            seg(-0.4F, -0.45F, 0, -0.85F);
            seg(0.4F, -0.45F, 0, -0.85F);
            seg(-0.8F, 0.1F, -0.8F, 0.8F);
            seg(-0.8F, 0.8F, 0.8F, 0.8F);
            seg(0.8F, 0.8F, 0.8F, 0.1F);
            break;
        case Icon::copy:
            to->AddRect({c.x - r * 0.35F, c.y - r * 0.85F}, {c.x + r * 0.8F, c.y + r * 0.4F}, colour, 0, 0, line);
            seg(-0.35F, -0.4F, -0.8F, -0.4F);
            seg(-0.8F, -0.4F, -0.8F, 0.85F);
            seg(-0.8F, 0.85F, 0.35F, 0.85F);
            seg(0.35F, 0.85F, 0.35F, 0.4F);
            break;
        case Icon::columns:
            to->AddRect({c.x - r * 0.85F, c.y - r * 0.7F}, {c.x + r * 0.85F, c.y + r * 0.7F}, colour, 0, 0, line);
            seg(-0.28F, -0.7F, -0.28F, 0.7F);
            seg(0.28F, -0.7F, 0.28F, 0.7F);
            break;
        case Icon::target:
            to->AddCircle(c, r * 0.6F, colour, 0, line);
            seg(-1, 0, -0.3F, 0);
            seg(0.3F, 0, 1, 0);
            seg(0, -1, 0, -0.3F);
            seg(0, 0.3F, 0, 1);
            break;
        case Icon::pencil:
            seg(-0.8F, 0.8F, -0.6F, 0.25F);
            seg(-0.8F, 0.8F, -0.25F, 0.6F);
            seg(-0.6F, 0.25F, 0.45F, -0.8F);
            seg(-0.25F, 0.6F, 0.8F, -0.45F);
            seg(0.45F, -0.8F, 0.8F, -0.45F);
            break;
        case Icon::bin:
            seg(-0.75F, -0.55F, 0.75F, -0.55F);
            seg(-0.25F, -0.85F, 0.25F, -0.85F);
            seg(-0.55F, -0.55F, -0.45F, 0.85F);
            seg(0.55F, -0.55F, 0.45F, 0.85F);
            seg(-0.45F, 0.85F, 0.45F, 0.85F);
            seg(0, -0.2F, 0, 0.5F);
            break;
    }
}

bool icon_button(const Frame& f, const char* id, Icon which, const char* text, bool on, float size)
{
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float side = f.px(size);
    const bool pressed = hit(id, {side, side});
    auto* to = ImGui::GetWindowDrawList();
    const bool hot = ImGui::IsItemHovered();
    if (hot || on)
        to->AddRectFilled(at, {at.x + side, at.y + side}, u32(on ? f.pal().accent : f.pal().raised), f.px(5));
    icon(f, to, {at.x + side / 2, at.y + side / 2}, f.px(7), which,
         on ? ink_on(f.pal().accent) : u32(hot ? f.pal().text : f.pal().dim));
    if (hot) tip(f, text);
    return pressed;
}

void rule(const Frame& f)
{
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::GetWindowDrawList()->AddLine({at.x, at.y}, {at.x + width, at.y}, u32(f.pal().rule, 0.7F));
    ImGui::Dummy({0, 1});
}

void wrapped(const Frame& f, const ImFont* font, view::Colour colour, std::string_view text)
{
    (void)f;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = std::max(20.0F, ImGui::GetContentRegionAvail().x);
    const char* end = text.data() + text.size();
    const ImVec2 area = font->CalcTextSizeA(font->FontSize, FLT_MAX, width, text.data(), end);
    ImGui::GetWindowDrawList()->AddText(font, font->FontSize, at, u32(colour), text.data(), end, width);
    ImGui::Dummy({width, area.y});
}

void field_row(const Frame& f, const char* label, std::string_view value)
{
    const auto& pal = f.pal();
    const float width = ImGui::GetContentRegionAvail().x;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    auto* to = ImGui::GetWindowDrawList();
    const float gap = f.px(12), pad = f.px(3);
    const std::string name = elided(f.font.body, label, width * 0.6F);
    text_at(to, f.font.body, {at.x, at.y + pad}, u32(pal.dim), name);
    const float room = width - text_width(f.font.body, name) - gap;
    if (text_width(f.font.body, value) <= room) {
        text_right(to, f.font.body, {at.x + width, at.y + pad}, u32(pal.text), value);
        ImGui::Dummy({width, line_height(f.font.body) + 2 * pad});
    } else {
        ImGui::Dummy({width, line_height(f.font.body) + pad});
        wrapped(f, f.font.body, pal.text, value);
        ImGui::Dummy({0, pad});
    }
    rule(f);
}

bool input(const Frame& f, const char* id, const char* hint, TextBuffer& text, float width, bool bad,
           ImGuiInputTextFlags flags)
{
    return input_text(f, id, hint, text, width, bad, flags);
}

bool input_text(const Frame& f, const char* id, const char* hint, std::span<char> text, float width, bool bad,
                ImGuiInputTextFlags flags)
{
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, f.px(8, 4));
    ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1);
    ImGui::PushStyleColor(ImGuiCol_Border, vec4(bad ? f.pal().danger : f.pal().rule));
    ImGui::SetNextItemWidth(width);
    // Asking for history, though there is none, keeps up and down from leaving the field.
    const bool changed =
        ImGui::InputTextWithHint(id, hint, text.data(), text.size(), flags | ImGuiInputTextFlags_CallbackHistory,
                                 [](ImGuiInputTextCallbackData*) { return 0; });
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(2);
    return changed;
}

bool input_lines(const Frame& f, const char* id, std::span<char> text, ImVec2 size)
{
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, f.px(8, 4));
    ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1);
    ImGui::PushStyleColor(ImGuiCol_Border, vec4(f.pal().rule));
    const bool changed = ImGui::InputTextMultiline(id, text.data(), text.size(), size);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(2);
    return changed;
}

void tip(const Frame& f, std::string_view text)
{
    if (text.empty()) return;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, f.px(10, 6));
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(f.px(320));
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

float grip(const Frame& f, const char* id, Rect at, bool vertical)
{
    const ImVec2 back = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({at.x, at.y});
    ImGui::InvisibleButton(id, {std::max(1.0F, at.w), std::max(1.0F, at.h)});
    const bool live = ImGui::IsItemActive();
    if (live || ImGui::IsItemHovered()) {
        ImGui::SetMouseCursor(vertical ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
        ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()},
                                                  u32(f.pal().accent, live ? 0.9F : 0.45F));
    }
    ImGui::SetCursorScreenPos(back);
    if (!live) return 0;
    const ImVec2 moved = ImGui::GetIO().MouseDelta;
    return (vertical ? moved.x : moved.y) / f.scale;
}

void put(TextBuffer& to, std::string_view text)
{
    to.fill(0);
    std::size_t n = std::min(text.size(), to.size() - 1);
    while (n > 0 && n < text.size() && (static_cast<unsigned char>(text[n]) & 0xC0U) == 0x80U) --n;
    std::copy_n(text.begin(), n, to.begin());
}

std::string_view get(const TextBuffer& from)
{
    return {from.data(), std::strlen(from.data())};
}

}  // namespace tuantra::ui
