#pragma once
#include <imgui.h>

namespace tuantra::ui {

/// The keys the desk listens to. Dear ImGui before 1.87 names only editing keys; the others are the window library's
/// own codes (GLFW's).
enum class Key {
    left,
    right,
    up,
    down,
    page_up,
    page_down,
    home,
    end,
    enter,
    escape,
    plus,
    minus,
    f1,
    f,
    l,
    q,
    r,
    t,
    b,
    c,
    space,
    comma,
    period,
    m,
    g,
    o,
    p,
    k,
    n,
    e,
    s,
    z,
    v,
    d,
    w,
    h,
    backspace,
    remove
};

/// The digit key 1 to 9 that went down in this frame, or 0.
int pressed_digit();
/// Went down in this frame (or repeats, where `repeat`).
bool pressed(Key key, bool repeat = false);

}  // namespace tuantra::ui
