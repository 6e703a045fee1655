#include "ui/keys.hpp"

#include <initializer_list>

namespace tuantra::ui {

namespace {

bool any(std::initializer_list<int> codes, bool repeat)
{
    for (const int code : codes) {
#if IMGUI_VERSION_NUM >= 18700
        if (ImGui::IsKeyPressed(static_cast<ImGuiKey>(code), repeat)) return true;
#else
        if (code >= 0 && ImGui::IsKeyPressed(code, repeat)) return true;
#endif
    }
    return false;
}

#if IMGUI_VERSION_NUM >= 18700
constexpr int key_plus = ImGuiKey_Equal, key_plus_pad = ImGuiKey_KeypadAdd, key_minus = ImGuiKey_Minus,
              key_minus_pad = ImGuiKey_KeypadSubtract, key_f1 = ImGuiKey_F1, key_f = ImGuiKey_F, key_l = ImGuiKey_L,
              key_q = ImGuiKey_Q, key_r = ImGuiKey_R, key_t = ImGuiKey_T, key_b = ImGuiKey_B, key_c = ImGuiKey_C,
              key_m = ImGuiKey_M, key_g = ImGuiKey_G, key_o = ImGuiKey_O, key_p = ImGuiKey_P, key_k = ImGuiKey_K,
              key_n = ImGuiKey_N, key_e = ImGuiKey_E, key_s = ImGuiKey_S, key_z = ImGuiKey_Z, key_v = ImGuiKey_V,
              key_d = ImGuiKey_D, key_w = ImGuiKey_W, key_h = ImGuiKey_H, key_space = ImGuiKey_Space,
              key_comma = ImGuiKey_Comma, key_period = ImGuiKey_Period;
int editing(ImGuiKey key)
{
    return key;
}
#else
constexpr int key_plus = 61, key_plus_pad = 334, key_minus = 45, key_minus_pad = 333, key_f1 = 290, key_f = 'F',
              key_l = 'L', key_q = 'Q', key_r = 'R', key_t = 'T', key_b = 'B', key_c = 'C', key_m = 'M', key_g = 'G',
              key_o = 'O', key_p = 'P', key_k = 'K', key_n = 'N', key_e = 'E', key_s = 'S', key_z = 'Z', key_v = 'V',
              key_d = 'D', key_w = 'W', key_h = 'H', key_space = ' ', key_comma = ',', key_period = '.';
int editing(ImGuiKey_ key)
{
    return ImGui::GetKeyIndex(key);
}
#endif

}  // namespace

int pressed_digit()
{
    for (int digit = 1; digit <= 9; ++digit) {
#if IMGUI_VERSION_NUM >= 18700
        const int row = ImGuiKey_0 + digit, pad = ImGuiKey_Keypad0 + digit;
#else
        const int row = '0' + digit, pad = 320 + digit;
#endif
        if (any({row, pad}, false)) return digit;
    }
    return 0;
}

bool pressed(Key key, bool repeat)
{
    switch (key) {
        case Key::left:
            return any({editing(ImGuiKey_LeftArrow)}, repeat);
        case Key::right:
            return any({editing(ImGuiKey_RightArrow)}, repeat);
        case Key::up:
            return any({editing(ImGuiKey_UpArrow)}, repeat);
        case Key::down:
            return any({editing(ImGuiKey_DownArrow)}, repeat);
        case Key::page_up:
            return any({editing(ImGuiKey_PageUp)}, repeat);
        case Key::page_down:
            return any({editing(ImGuiKey_PageDown)}, repeat);
        case Key::home:
            return any({editing(ImGuiKey_Home)}, repeat);
        case Key::end:
            return any({editing(ImGuiKey_End)}, repeat);
        case Key::enter:
            return any({editing(ImGuiKey_Enter), editing(ImGuiKey_KeyPadEnter)}, repeat);
        case Key::escape:
            return any({editing(ImGuiKey_Escape)}, repeat);
        case Key::plus:
            return any({key_plus, key_plus_pad}, repeat);
        case Key::minus:
            return any({key_minus, key_minus_pad}, repeat);
        case Key::f1:
            return any({key_f1}, repeat);
        case Key::f:
            return any({key_f}, repeat);
        case Key::l:
            return any({key_l}, repeat);
        case Key::q:
            return any({key_q}, repeat);
        case Key::r:
            return any({key_r}, repeat);
        case Key::t:
            return any({key_t}, repeat);
        case Key::b:
            return any({key_b}, repeat);
        case Key::c:
            return any({key_c}, repeat);
        case Key::space:
            return any({key_space}, repeat);
        case Key::comma:
            return any({key_comma}, repeat);
        case Key::period:
            return any({key_period}, repeat);
        case Key::m:
            return any({key_m}, repeat);
        case Key::g:
            return any({key_g}, repeat);
        case Key::o:
            return any({key_o}, repeat);
        case Key::p:
            return any({key_p}, repeat);
        case Key::k:
            return any({key_k}, repeat);
        case Key::n:
            return any({key_n}, repeat);
        case Key::e:
            return any({key_e}, repeat);
        case Key::s:
            return any({key_s}, repeat);
        case Key::z:
            return any({key_z}, repeat);
        case Key::v:
            return any({key_v}, repeat);
        case Key::d:
            return any({key_d}, repeat);
        case Key::w:
            return any({key_w}, repeat);
        case Key::h:
            return any({key_h}, repeat);
        case Key::remove:
            return any({editing(ImGuiKey_Delete)}, repeat);
        case Key::backspace:
            return any({editing(ImGuiKey_Backspace)}, repeat);
    }
    return false;
}

}  // namespace tuantra::ui
