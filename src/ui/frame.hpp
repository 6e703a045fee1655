#pragma once
#include "ui/desk_state.hpp"
#include "ui/layout.hpp"
#include "view/command.hpp"
#include "view/model.hpp"

#include <imgui.h>

#include <cmath>
#include <utility>

namespace tuantra::ui {

/// The fonts of load_fonts by their use; all the same font where a context has none of ours.
struct Fonts {
    ImFont* body = nullptr;
    ImFont* label = nullptr;    ///< 11 px
    ImFont* bold = nullptr;     ///< body size
    ImFont* heading = nullptr;  ///< 16 px, bold
    ImFont* address = nullptr;  ///< 19 px, bold
};
Fonts current_fonts();

/// What every panel gets: the model to read, the queue to send to, and how to draw. Lives for one frame.
struct Frame {
    const view::Model& model;
    view::CommandQueue& out;
    DeskState& desk;
    Layout at;
    Rect clear;  ///< the part of the map that no drawer covers
    Fonts font;
    float scale = 1;

    float px(float points) const { return std::round(points * scale); }
    ImVec2 px(float x, float y) const { return {px(x), px(y)}; }
    const view::Palette& pal() const { return model.palette; }
    void send(view::Command c) const { out.push(std::move(c)); }
};

}  // namespace tuantra::ui
