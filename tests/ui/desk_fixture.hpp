#pragma once
#include "view/command.hpp"
#include "view/model.hpp"

#include <imgui.h>

#include <vector>

namespace tuantra::tests {

/// Like the office palette, for panels without the data folder.
view::Palette office_palette();
/// A fire-like ramp, dark to bright.
view::Ramp plain_ramp();
/// Nothing imported yet.
view::Model empty_model();
/// `n` invented incidents on two simplified lines, with density, counts, table order, sources, a selection.
view::Model full_model(std::size_t n);

/// An ImGui context with no window and no GPU: fonts built in memory, input set by hand.
class HeadlessDesk {
public:
    HeadlessDesk(float width, float height, float scale = 1);
    ~HeadlessDesk();
    HeadlessDesk(const HeadlessDesk&) = delete;
    HeadlessDesk& operator=(const HeadlessDesk&) = delete;

    /// One frame; returns what the panels sent.
    std::vector<view::Command> frame(const view::Model& model);
    /// Several frames with nothing happening, as the first of a window.
    void settle(const view::Model& model, int frames = 4);
    /// Moves there, presses, releases; returns everything sent over the frames.
    std::vector<view::Command> click(const view::Model& model, float x, float y, bool ctrl = false);
    std::vector<view::Command> drag(const view::Model& model, ImVec2 from, ImVec2 to);
    std::vector<view::Command> wheel(const view::Model& model, float x, float y, float notches);
    std::vector<view::Command> key(const view::Model& model, int code, bool ctrl = false);
    std::vector<view::Command> type(const view::Model& model, const char* text);
    /// Triangles' corners of the last frame.
    int vertices() const { return m_vertices; }

private:
    int m_vertices = 0;
};

/// The commands of one type, in order.
template <typename T>
std::vector<T> only(const std::vector<view::Command>& commands)
{
    std::vector<T> out;
    for (const auto& c : commands)
        if (const auto* x = std::get_if<T>(&c)) out.push_back(*x);
    return out;
}

}  // namespace tuantra::tests
