#include "app/gui_frame.hpp"

#include "app/map_texts.hpp"
#include "lang/lang.hpp"
#include "render/map_renderer.hpp"
#include "ui/desk.hpp"

#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tuantra::app {

namespace {

/// An owner for the two back ends, which must end in the reverse order of their start.
struct Imgui {
    explicit Imgui(GLFWwindow* window)
    {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;  // what is remembered is in our own settings
        io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
        ImGui_ImplGlfw_InitForOpenGL(window, true);
        ImGui_ImplOpenGL3_Init("#version 330 core");
    }
    ~Imgui()
    {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui_ImplGlfw_Shutdown();
        ImGui::DestroyContext();
    }
    Imgui(const Imgui&) = delete;
    Imgui& operator=(const Imgui&) = delete;
};

}  // namespace

struct GuiFrame::Impl {
    Impl(GLFWwindow* w, Session& s, const Paths& p, domain::Zone z) : window(w), session(s), paths(p), zone(z)
    {
        install_callbacks();
        imgui = std::make_unique<Imgui>(w);  // chains to the callbacks installed before it
        float scale_x = 1;
        float scale_y = 1;
        glfwGetWindowContentScale(w, &scale_x, &scale_y);
        content_scale = std::max(1.0F, scale_x);
        renderer = std::make_unique<render::MapRenderer>(p.shaders, p.fonts / "NotoSans-Regular.ttf", content_scale);
        session.set_picker([this](view::ScreenPoint at) { return renderer->pick(session.model(), at); });
    }
    ~Impl() { session.set_picker({}); }

    static Impl& of(GLFWwindow* w) { return *static_cast<Impl*>(glfwGetWindowUserPointer(w)); }

    void install_callbacks()
    {
        glfwSetWindowUserPointer(window, this);
        glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** names) {
            view::OpenFiles files;
            files.paths.assign(names, names + count);
            of(w).session.commands().push(std::move(files));
            of(w).active = true;
        });
        glfwSetCursorPosCallback(window, [](GLFWwindow* w, double, double) { of(w).active = true; });
        glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int, int, int) { of(w).active = true; });
        glfwSetScrollCallback(window, [](GLFWwindow* w, double, double) { of(w).active = true; });
        glfwSetKeyCallback(window, [](GLFWwindow* w, int, int, int, int) { of(w).active = true; });
        glfwSetCharCallback(window, [](GLFWwindow* w, unsigned) { of(w).active = true; });
        glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int) { of(w).active = true; });
        glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { of(w).active = true; });
        glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { of(w).active = true; });
        glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { of(w).active = true; });
    }

    void rebuild_style()
    {
        const float scale = session.model().ui_scale * content_scale;
        if (scale != font_scale) {
            ui::load_fonts(paths.fonts, scale);
            ImGui_ImplOpenGL3_DestroyDeviceObjects();  // NewFrame makes them anew with the new atlas
            font_scale = scale;
        }
        ui::apply_palette(session.model().palette, scale);
        glfwSetWindowTitle(window, lang::tr("Tuantra"));
    }

    /// The map's rectangle in framebuffer pixels.
    render::Viewport viewport(int fb_width, int fb_height) const
    {
        const ImGuiIO& io = ImGui::GetIO();
        const ui::MapArea area = ui::map_area(session.model(), io.DisplaySize.x, io.DisplaySize.y);
        const float sx = io.DisplayFramebufferScale.x;
        const float sy = io.DisplayFramebufferScale.y;
        render::Viewport v{static_cast<int>(std::lround(area.x * sx)), static_cast<int>(std::lround(area.y * sy)),
                           static_cast<int>(std::lround(area.width * sx)),
                           static_cast<int>(std::lround(area.height * sy))};
        v.width = std::clamp(v.width, 1, std::max(1, fb_width - v.x));
        v.height = std::clamp(v.height, 1, std::max(1, fb_height - v.y));
        return v;
    }

    void draw()
    {
        if (session.take_style_change()) rebuild_style();
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        ImGui::NewFrame();
        ui::draw(session.model(), session.commands());
        ImGui::Render();

        int fb_width = 0;
        int fb_height = 0;
        glfwGetFramebufferSize(window, &fb_width, &fb_height);
        if (!session.commands().empty()) active = true;
        session.apply_all();
        const render::Viewport map = viewport(fb_width, fb_height);
        const view::Camera& camera = session.model().camera;
        if (camera.width != map.width || camera.height != map.height)
            session.apply(view::SetCamera{view::resized(camera, map.width, map.height)});
        auto texts = map_texts(session.model(), zone);
        texts.banner.clear();  // the top bar says it, always in view
        texts.title.clear();   // the conditions stand there, each with its cross
        renderer->draw(session.model(), texts, map, fb_height);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    }

    GLFWwindow* window;
    Session& session;
    const Paths& paths;
    domain::Zone zone;
    std::unique_ptr<Imgui> imgui;
    std::unique_ptr<render::MapRenderer> renderer;
    float content_scale = 1;
    float font_scale = 0;
    bool active = true;
};

GuiFrame::GuiFrame(GLFWwindow* window, Session& session, const Paths& paths, domain::Zone zone)
    : m_impl(std::make_unique<Impl>(window, session, paths, zone))
{
}

GuiFrame::~GuiFrame() = default;

void GuiFrame::draw()
{
    m_impl->draw();
}

bool GuiFrame::take_activity()
{
    return std::exchange(m_impl->active, false);
}

bool GuiFrame::busy() const
{
    return m_impl->renderer->busy();
}

}  // namespace tuantra::app
