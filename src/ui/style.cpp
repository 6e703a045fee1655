#include "ui/desk.hpp"
#include "ui/frame.hpp"
#include "ui/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <string>

namespace tuantra::ui {

namespace {

// Noto Sans stands 1.362 em high and Dear ImGui counts the whole height, so 13 px of type are asked for as 17.7.
constexpr float em_height = 1.362F;

constexpr std::array<ImWchar, 33> glyphs{0x20,   0x7E,   0xA0,   0x17F,  0x1A0,  0x1A1,  0x1AF,  0x1B0,  0x300,
                                         0x304,  0x306,  0x306,  0x309,  0x309,  0x31B,  0x31B,  0x323,  0x323,
                                         0x1EA0, 0x1EF9, 0x2009, 0x203A, 0x2070, 0x208E, 0x20AB, 0x20AC, 0x2122,
                                         0x2122, 0x2212, 0x2212, 0x2264, 0x2265, 0};

struct Face {
    const char* file;
    float size;
};
constexpr std::array<Face, 5> faces{{{"NotoSans-Regular.ttf", 13},
                                     {"NotoSans-Regular.ttf", 11},
                                     {"NotoSans-Bold.ttf", 13},
                                     {"NotoSans-Bold.ttf", 16},
                                     {"NotoSans-Bold.ttf", 19}}};

void metrics(ImGuiStyle& style, float scale)
{
    style = ImGuiStyle();
    style.WindowRounding = 0;
    style.ChildRounding = 0;
    style.FrameRounding = 5;
    style.PopupRounding = 6;
    style.GrabRounding = 4;
    style.ScrollbarSize = 7;
    style.ScrollbarRounding = 5;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.PopupBorderSize = 1;
    style.FramePadding = {8, 4};
    style.ItemSpacing = {8, 4};
    style.ItemInnerSpacing = {6, 4};
    style.WindowPadding = {12, 12};
    style.ScaleAllSizes(scale);
    style.PopupBorderSize = 1;
    style.AntiAliasedLinesUseTex = true;
    style.DisabledAlpha = 0.5F;
}

}  // namespace

void load_fonts(const std::filesystem::path& fonts, float scale)
{
    auto& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    loaded_scale() = std::clamp(scale, 0.5F, 4.0F);
    for (const auto& face : faces) {
        ImFontConfig config;
        config.OversampleH = 2;
        config.OversampleV = 1;
        config.PixelSnapH = false;
        config.RasterizerMultiply = 1.08F;
        const auto file = (fonts / face.file).string();
        const float size = std::round(face.size * em_height * std::clamp(scale, 0.5F, 4.0F));
        std::error_code unreadable;
        const bool there = std::filesystem::is_regular_file(file, unreadable);
        if (!there || atlas.AddFontFromFileTTF(file.c_str(), size, &config, glyphs.data()) == nullptr) {
            ImFontConfig fallback;
            fallback.SizePixels = size;
            atlas.AddFontDefault(&fallback);
        }
    }
}

float& loaded_scale()
{
    static float scale = 1;
    return scale;
}

Fonts current_fonts()
{
    const auto& all = ImGui::GetIO().Fonts->Fonts;
    if (all.Size < static_cast<int>(faces.size())) {
        ImFont* only = ImGui::GetFont();
        return {only, only, only, only, only};
    }
    return {all[0], all[1], all[2], all[3], all[4]};
}

void apply_palette(const view::Palette& palette, float scale)
{
    auto& style = ImGui::GetStyle();
    metrics(style, scale);
    if (palette.dark)
        ImGui::StyleColorsDark();
    else
        ImGui::StyleColorsLight();
    auto* c = style.Colors;
    c[ImGuiCol_Text] = vec4(palette.text);
    c[ImGuiCol_TextDisabled] = vec4(palette.faint);
    c[ImGuiCol_WindowBg] = vec4(palette.panel);
    c[ImGuiCol_ChildBg] = ImVec4(0, 0, 0, 0);
    c[ImGuiCol_PopupBg] = vec4(palette.raised);
    c[ImGuiCol_Border] = vec4(palette.rule);
    c[ImGuiCol_BorderShadow] = ImVec4(0, 0, 0, 0);
    c[ImGuiCol_FrameBg] = vec4(mixed(palette.panel, palette.background, 0.6F));
    c[ImGuiCol_FrameBgHovered] = vec4(palette.raised);
    c[ImGuiCol_FrameBgActive] = vec4(palette.raised);
    c[ImGuiCol_ScrollbarBg] = ImVec4(0, 0, 0, 0);
    c[ImGuiCol_ScrollbarGrab] = vec4(palette.rule);
    c[ImGuiCol_ScrollbarGrabHovered] = vec4(palette.faint);
    c[ImGuiCol_ScrollbarGrabActive] = vec4(palette.dim);
    c[ImGuiCol_Header] = vec4(palette.accent, 0.22F);
    c[ImGuiCol_HeaderHovered] = vec4(palette.raised);
    c[ImGuiCol_HeaderActive] = vec4(palette.accent, 0.3F);
    c[ImGuiCol_TextSelectedBg] = vec4(palette.accent, 0.35F);
    c[ImGuiCol_NavHighlight] = vec4(palette.accent);
    c[ImGuiCol_NavWindowingHighlight] = vec4(palette.accent, 0.8F);
    c[ImGuiCol_NavWindowingDimBg] = vec4(palette.background, 0.4F);
    c[ImGuiCol_ModalWindowDimBg] = vec4(palette.background, 0.5F);
    c[ImGuiCol_Separator] = vec4(palette.rule);
}

}  // namespace tuantra::ui
