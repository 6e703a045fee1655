#include "render/backdrop.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tuantra::render {

namespace {

constexpr int margin = 128;       // pixels on each side
constexpr int most_restarts = 4;  // of the strips under a quick hand, before the whole is drawn at once
constexpr int strips = 3;         // in which changed records are drawn
constexpr int rim = 24;  // pixels at its edges where symbols are missing whose middle lies outside: never shown

struct ReadFramebuffer {
    explicit ReadFramebuffer(GLuint id)
    {
        glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &before);
        glBindFramebuffer(GL_READ_FRAMEBUFFER, id);
    }
    ~ReadFramebuffer() { glBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<GLuint>(before)); }
    ReadFramebuffer(const ReadFramebuffer&) = delete;
    ReadFramebuffer& operator=(const ReadFramebuffer&) = delete;
    GLint before = 0;
};

}  // namespace

void Backdrop::Sheet::resize(int w, int h)
{
    if (w == width && h == height) return;
    width = w;
    height = h;
    fill_texture(texture, GL_RGBA8, GL_RGBA, w, h, nullptr, false);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer.id());
    glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture.id(), 0);
}

bool Backdrop::fits(const Frame& frame) const
{
    GLint most = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &most);
    const bool symbols_fit = frame.px(9) < static_cast<float>(rim);
    return symbols_fit && frame.camera.width + 2 * margin <= most && frame.camera.height + 2 * margin <= most;
}

Frame Backdrop::plan(const view::Model& model, const std::shared_ptr<const view::Scene>& scene, const std::string& day,
                     const Frame& frame)
{
    Key key{scene,
            model.basemap,
            {model.lines.land, model.lines.coast},
            model.layers,
            day,
            frame.palette->name,
            model.heat_ramp.name,
            frame.camera.metres_per_pixel,
            frame.camera.width,
            frame.camera.height,
            frame.scale,
            model.playback.at_s.has_value()};
    if (key.at_clock) {  // what moves is drawn above the picture
        key.layers.incidents = key.layers.tracks = false;
        if (!key.layers.heat) key.scene.reset();
    }
    // Another scene of the same map is a change that can wait a few frames, not another picture.
    m_other_scene = m_other_scene || key.scene != m_key.scene;
    m_key.scene = key.scene;
    m_whole = m_whole && key == m_key;
    m_key = std::move(key);
    m_view_width = frame.camera.width;
    m_view_height = frame.camera.height;
    m_dx = m_dy = 0;
    const double mpp = frame.camera.metres_per_pixel;
    const double x = (frame.camera.centre.x - m_frame.camera.centre.x) / mpp;
    const double y = (m_frame.camera.centre.y - frame.camera.centre.y) / mpp;
    // Between whole pixels nothing can be kept: names and lines would part.
    const bool steps = std::abs(x - std::round(x)) < 0.02 && std::abs(y - std::round(y)) < 0.02;
    const bool overlaps = std::abs(x) < m_view_width - rim && std::abs(y) < m_view_height - rim;
    m_frame.palette = frame.palette;
    if (!m_whole || !steps || !overlaps) {
        m_whole = false;
        m_frame = frame;
        m_frame.camera.width += 2 * margin;
        m_frame.camera.height += 2 * margin;
        m_left = m_top = margin;
        return m_frame;
    }
    m_left = margin + static_cast<int>(std::lround(x));
    m_top = margin + static_cast<int>(std::lround(y));
    const auto recentre = [](int& at, int& by) {
        if (at >= rim && at <= 2 * margin - rim) return;
        by = at - margin;
        at = margin;
    };
    recentre(m_left, m_dx);
    recentre(m_top, m_dy);
    m_frame.camera.centre.x += m_dx * mpp;
    m_frame.camera.centre.y -= m_dy * mpp;
    return m_frame;
}

void Backdrop::redraw(Sheet& sheet, const PixelBox& part, const Draw& draw)
{
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, sheet.framebuffer.id());
    const GLint area[4] = {0, 0, sheet.width, sheet.height};
    glViewport(0, 0, sheet.width, sheet.height);
    glScissor(static_cast<GLint>(part.left), sheet.height - static_cast<GLint>(part.bottom),
              static_cast<GLsizei>(part.right - part.left), static_cast<GLsizei>(part.bottom - part.top));
    draw(m_frame, sheet.framebuffer.id(), area);
}

/// Keeps what both the picture and the plan show, and draws what is new at two edges.
void Backdrop::shift(const Draw& draw)
{
    const int w = m_frame.camera.width, h = m_frame.camera.height;
    const auto wide = static_cast<float>(w), high = static_cast<float>(h);
    const ReadFramebuffer from(m_sheets[m_front].framebuffer.id());
    m_front = 1 - m_front;
    Sheet& sheet = m_sheets[m_front];
    sheet.resize(w, h);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, sheet.framebuffer.id());
    glDisable(GL_SCISSOR_TEST);
    const int left = std::max(m_dx, 0), right = w + std::min(m_dx, 0);
    const int low = std::max(-m_dy, 0), up = h + std::min(-m_dy, 0);  // GL's y goes up
    glBlitFramebuffer(left, low, right, up, left - m_dx, low + m_dy, right - m_dx, up + m_dy, GL_COLOR_BUFFER_BIT,
                      GL_NEAREST);
    glEnable(GL_SCISSOR_TEST);
    const auto dx = static_cast<float>(std::abs(m_dx) + rim), dy = static_cast<float>(std::abs(m_dy) + rim);
    if (m_dx != 0) redraw(sheet, {m_dx > 0 ? wide - dx : 0, 0, m_dx > 0 ? wide : dx, high}, draw);
    if (m_dy != 0) redraw(sheet, {0, m_dy > 0 ? high - dy : 0, wide, m_dy > 0 ? high : dy}, draw);
}

void Backdrop::renew(const Draw& draw)
{
    const int w = m_frame.camera.width, h = m_frame.camera.height;
    Sheet& back = m_sheets[1 - m_front];
    back.resize(w, h);
    const int end = std::min(h, m_renewed + (h + strips - 1) / strips);
    redraw(back, {0, static_cast<float>(m_renewed), static_cast<float>(w), static_cast<float>(end)}, draw);
    m_renewed = end < h ? end : -1;
    if (m_renewed < 0) m_front = 1 - m_front;
}

void Backdrop::update(bool changed, GLuint target, const GLint (&viewport)[4], const Draw& draw)
{
    const int w = m_frame.camera.width, h = m_frame.camera.height;
    const bool moved = m_dx != 0 || m_dy != 0;
    changed = std::exchange(m_other_scene, false) || changed;
    const bool stale = changed || renewing();
    if (!m_whole || (moved && stale && ++m_restarts > most_restarts)) {
        m_sheets[m_front].resize(w, h);
        redraw(m_sheets[m_front], {0, 0, static_cast<float>(w), static_cast<float>(h)}, draw);
        m_renewed = -1;
        m_restarts = 0;
    } else if (moved) {
        shift(draw);
        if (stale) m_renewed = 0;  // what the back sheet had is gone
    } else if (stale) {
        if (changed) m_renewed = 0;
        renew(draw);
        if (!renewing()) m_restarts = 0;
    }
    m_whole = true;
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, target);
    glViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
    glScissor(viewport[0], viewport[1], viewport[2], viewport[3]);
    const ReadFramebuffer from(m_sheets[m_front].framebuffer.id());
    const int bottom = h - m_top - m_view_height;
    glBlitFramebuffer(m_left, bottom, m_left + m_view_width, bottom + m_view_height, viewport[0], viewport[1],
                      viewport[0] + viewport[2], viewport[1] + viewport[3], GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

}  // namespace tuantra::render
