#include "render/gl.hpp"
#include "render/map_renderer.hpp"

#include <epoxy/egl.h>

#include <algorithm>
#include <array>

namespace tuantra::render {

namespace {

/// A display that needs no window system: surfaceless, then any device, then the default one.
EGLDisplay open_display()
{
    const auto try_platform = [](EGLenum platform, void* native) {
        const EGLDisplay display = eglGetPlatformDisplayEXT(platform, native, nullptr);
        return display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr) == EGL_TRUE ? display
                                                                                                 : EGL_NO_DISPLAY;
    };
    if (epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless"))
        if (const EGLDisplay d = try_platform(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY)) return d;
    if (epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_platform_device") &&
        epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_device_enumeration")) {
        std::array<EGLDeviceEXT, 16> devices{};
        EGLint count = 0;
        if (eglQueryDevicesEXT(static_cast<EGLint>(devices.size()), devices.data(), &count) == EGL_TRUE)
            for (EGLint i = 0; i < count; ++i)
                if (const EGLDisplay d = try_platform(EGL_PLATFORM_DEVICE_EXT, devices[static_cast<std::size_t>(i)]))
                    return d;
    }
    const EGLDisplay d = eglGetDisplay(EGL_DEFAULT_DISPLAY);
    if (d != EGL_NO_DISPLAY && eglInitialize(d, nullptr, nullptr) == EGL_TRUE) return d;
    throw Error("no EGL display answers: install Mesa's software driver (libegl-mesa0, libgl1-mesa-dri)");
}

}  // namespace

struct Offscreen::Impl {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;
    EGLSurface surface = EGL_NO_SURFACE;
    GLuint framebuffer = 0, colour = 0;

    ~Impl()
    {
        if (context != EGL_NO_CONTEXT) {
            if (colour != 0) glDeleteRenderbuffers(1, &colour);
            if (framebuffer != 0) glDeleteFramebuffers(1, &framebuffer);
            eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
            eglDestroyContext(display, context);
        }
        // The display stays initialised: Mesa shares it between all that ask for it in the process.
        if (surface != EGL_NO_SURFACE) eglDestroySurface(display, surface);
    }
    void make_context();
    void make_target(int width, int height);
};

void Offscreen::Impl::make_context()
{
    if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE) throw Error("EGL has no desktop OpenGL");
    const EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (eglChooseConfig(display, wanted, &config, 1, &count) != EGL_TRUE || count == 0)
        throw Error("EGL has no configuration for OpenGL off screen");
    const EGLint version[] = {
        EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
        EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
    context = eglCreateContext(display, config, EGL_NO_CONTEXT, version);
    if (context == EGL_NO_CONTEXT) throw Error("EGL cannot make an OpenGL 3.3 context");
    if (!epoxy_has_egl_extension(display, "EGL_KHR_surfaceless_context")) {
        const EGLint size[] = {EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE};
        surface = eglCreatePbufferSurface(display, config, size);
    }
    if (eglMakeCurrent(display, surface, surface, context) != EGL_TRUE)
        throw Error("EGL cannot make its OpenGL context current");
}

void Offscreen::Impl::make_target(int width, int height)
{
    glGenFramebuffers(1, &framebuffer);
    glGenRenderbuffers(1, &colour);
    glBindRenderbuffer(GL_RENDERBUFFER, colour);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, std::max(width, 1), std::max(height, 1));
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour);
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
        throw Error("cannot make an off-screen image of " + std::to_string(width) + " x " + std::to_string(height));
    glViewport(0, 0, width, height);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

Offscreen::Offscreen(int width, int height) : m_impl(std::make_unique<Impl>())
{
    m_impl->display = open_display();
    m_impl->make_context();
    m_impl->make_target(width, height);
}

Offscreen::~Offscreen() = default;

std::vector<std::uint8_t> read_pixels(Viewport viewport, int fb_height)
{
    const int w = std::max(viewport.width, 0), h = std::max(viewport.height, 0);
    const auto row = static_cast<std::size_t>(w) * 4;
    std::vector<std::uint8_t> pixels(row * static_cast<std::size_t>(h));
    if (pixels.empty()) return pixels;
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(viewport.x, fb_height - viewport.y - h, w, h, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    for (std::size_t top = 0, bottom = static_cast<std::size_t>(h) - 1; top < bottom; ++top, --bottom)
        std::swap_ranges(pixels.begin() + static_cast<std::ptrdiff_t>(top * row),
                         pixels.begin() + static_cast<std::ptrdiff_t>((top + 1) * row),
                         pixels.begin() + static_cast<std::ptrdiff_t>(bottom * row));
    return pixels;
}

}  // namespace tuantra::render
