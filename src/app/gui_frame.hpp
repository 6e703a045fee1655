#pragma once
#include "app/paths.hpp"
#include "app/session.hpp"
#include "domain/time.hpp"

#include <memory>

struct GLFWwindow;

namespace tuantra::app {

/// One window's Dear ImGui context, map renderer and input callbacks, around a session. The window's GL context is
/// current while it lives.
class GuiFrame {
public:
    GuiFrame(GLFWwindow* window, Session& session, const Paths& paths, domain::Zone zone);
    ~GuiFrame();
    GuiFrame(const GuiFrame&) = delete;
    GuiFrame& operator=(const GuiFrame&) = delete;

    /// Draws panels, applies what they asked for, draws the map and the panels' pixels. Does not swap buffers.
    void draw();
    /// True when input came since the last call.
    bool take_activity();
    /// True while the map is not yet what it will be: draw again soon.
    bool busy() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace tuantra::app
