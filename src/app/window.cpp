#include "app/window.hpp"

#include "app/gui_frame.hpp"
#include "app/session.hpp"
#include "app/settings.hpp"

#include "gis/files.hpp"
#include "lang/lang.hpp"
#include "render/map_renderer.hpp"
#include "view/hotspot.hpp"

#include <spdlog/cfg/env.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace tuantra::app {

namespace {

/// Dear ImGui needs a few frames after an event until hover and layout have settled.
constexpr int frames_after_event = 3;

struct Glfw {
    Glfw()
    {
        glfwSetErrorCallback([](int, const char* text) { spdlog::debug("glfw: {}", text); });
        if (glfwInit() == 0)
            throw std::runtime_error("no display answers; `tuantra snapshot` draws the map without one");
    }
    ~Glfw() { glfwTerminate(); }
    Glfw(const Glfw&) = delete;
    Glfw& operator=(const Glfw&) = delete;
};

struct WindowDeleter {
    void operator()(GLFWwindow* w) const { glfwDestroyWindow(w); }
};
using WindowHandle = std::unique_ptr<GLFWwindow, WindowDeleter>;

WindowHandle make_window(int width, int height, bool maximised)
{
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_MAXIMIZED, maximised ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "tuantra");
    glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "tuantra");  // GLFW sets neither unless both are given
    WindowHandle window(glfwCreateWindow(width, height, "Tuần tra", nullptr, nullptr));
    if (!window)
        throw std::runtime_error("the display offers no OpenGL 3.3; `tuantra snapshot` draws the map without one");
    glfwMakeContextCurrent(window.get());
    glfwSwapInterval(1);
    glfwSetWindowSizeLimits(window.get(), 800, 500, GLFW_DONT_CARE, GLFW_DONT_CARE);
    return window;
}

std::int64_t now_unix_s()
{
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

void use_settings(const Settings& settings, const WindowOptions& options, Session& session)
{
    view::Model& model = session.model();
    model.layers = settings.layers;
    model.table.columns = settings.columns;
    model.table_open = settings.table_open;
    model.ribbon_open = settings.ribbon_open;
    model.filter_open = settings.filter_open;
    model.details_open = settings.details_open;
    model.timeline_open = settings.timeline_open;
    model.space_time_open = settings.space_time_open;
    model.numbers_open = settings.numbers_open;
    model.hotspots_open = settings.hotspots_open && !settings.numbers_open;
    session.apply(view::SetPalette{options.palette.empty() ? settings.palette : options.palette});
    session.apply(view::SetUiScale{settings.ui_scale});
}

Settings settings_of(const view::Model& model, GLFWwindow* window)
{
    Settings settings;
    glfwGetWindowSize(window, &settings.width, &settings.height);
    settings.maximised = glfwGetWindowAttrib(window, GLFW_MAXIMIZED) != 0;
    settings.palette = model.palette.name;
    settings.language = lang::to_string(lang::current());
    settings.ui_scale = model.ui_scale;
    settings.layers = model.layers;
    if (model.hotspots && model.hotspots->hides_heat) settings.layers.heat = true;
    settings.columns = model.table.columns;
    settings.table_open = model.table_open;
    settings.ribbon_open = model.ribbon_open;
    settings.filter_open = model.filter_open;
    settings.details_open = model.details_open;
    settings.timeline_open = model.timeline_open;
    settings.space_time_open = model.space_time_open;
    settings.numbers_open = model.numbers_open;
    settings.hotspots_open = model.hotspots_open;
    return settings;
}

/// Sleeps until something happens: an event, a finished job, or the clock's next minute.
void wait(const Session& session, const GuiFrame& gui, int frames_left)
{
    if (frames_left > 0) {
        glfwPollEvents();
    } else if (session.playing()) {
        glfwWaitEventsTimeout(1.0 / 60);  // where the display does not hold back the swap
    } else if (gui.busy()) {
        glfwWaitEventsTimeout(0.02);
    } else if (!session.idle()) {
        glfwWaitEventsTimeout(0.1);  // a running job's progress moves
    } else {
        glfwWaitEventsTimeout(static_cast<double>(60 - now_unix_s() % 60));
    }
}

bool write_screenshot(const std::filesystem::path& file, GLFWwindow* window)
{
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window, &width, &height);
    const auto pixels = render::read_pixels({0, 0, width, height}, height);
    gis::write_png(file, width, height, pixels);
    return true;
}

}  // namespace

bool has_display()
{
    const char* x11 = std::getenv("DISPLAY");
    const char* wayland = std::getenv("WAYLAND_DISPLAY");
    return (x11 != nullptr && *x11 != 0) || (wayland != nullptr && *wayland != 0);
}

int run_window(const WindowOptions& options, const Paths& paths)
{
    spdlog::set_default_logger(spdlog::stderr_logger_mt("tuantra"));
    spdlog::set_level(spdlog::level::warn);
    spdlog::cfg::load_env_levels();  // SPDLOG_LEVEL=debug tells every command and scene
    const auto began = std::chrono::steady_clock::now();
    const Settings settings = read_settings(settings_file());
    const Glfw glfw;
    // Reads on while the window is made.
    Session session(options.database, paths, options.zone, [] { glfwPostEmptyEvent(); });
    session.set_now(now_unix_s());
    session.start();
    const WindowHandle window = make_window(options.width > 0 ? options.width : settings.width,
                                            options.height > 0 ? options.height : settings.height, settings.maximised);
    GuiFrame gui(window.get(), session, paths, options.zone);
    use_settings(settings, options, session);
    if (!options.imports.empty()) {
        view::ImportFiles files;
        for (const auto& file : options.imports) files.paths.push_back(file.string());
        session.commands().push(std::move(files));
    }

    int frames_left = frames_after_event;
    bool first_map = true;
    auto last_frame_at = began;
    while (!session.wants_quit()) {
        if (glfwWindowShouldClose(window.get()) != 0) {
            // Asked like with the key: something may have to be saved first.
            glfwSetWindowShouldClose(window.get(), GLFW_FALSE);
            session.apply(view::Quit{});
            frames_left = frames_after_event;
        }
        const bool woke = gui.take_activity();
        const bool delivered = session.deliver();
        frames_left = woke || delivered ? frames_after_event : frames_left - 1;
        session.set_now(now_unix_s());
        const auto frame_at = std::chrono::steady_clock::now();
        session.tick(std::chrono::duration<double>(frame_at - std::exchange(last_frame_at, frame_at)).count());
        gui.draw();
        glfwSwapBuffers(window.get());
        if (first_map && session.model().scene) {
            first_map = false;
            spdlog::info("first frame with records after {} ms",
                         std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began)
                             .count());
        }
        if (!options.screenshot.empty() && !first_map && session.idle() && !gui.busy() && frames_left <= 0)
            return write_screenshot(options.screenshot, window.get()) ? 0 : 1;
        wait(session, gui, frames_left);
    }
    if (options.screenshot.empty()) write_settings(settings_file(), settings_of(session.model(), window.get()));
    return 0;
}

}  // namespace tuantra::app
