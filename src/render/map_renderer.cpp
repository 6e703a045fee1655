#include "render/map_renderer.hpp"

#include "render/backdrop.hpp"
#include "render/furniture.hpp"
#include "render/ground.hpp"
#include "render/heat.hpp"
#include "render/labels.hpp"
#include "render/marks.hpp"
#include "render/movers.hpp"
#include "render/tracks.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <utility>

namespace tuantra::render {

namespace {

constexpr double pick_reach = 12;  // pixels

/// The day whose provinces are drawn: the filter's last, or empty for today's.
std::string day_of(const view::Model& model)
{
    return model.filter.until ? domain::to_iso_date(*model.filter.until) : std::string();
}

}  // namespace

struct MapRenderer::Impl {
    float scale;
    Programs programs;
    GlyphAtlas glyphs;
    Ground ground;
    Heat heat;
    Tracks tracks;
    Movers movers;
    Marks marks;
    Labels labels;
    TextBatch text;
    StrokeMesh mesh;
    StrokeBuffer graticule, overlay, top;
    VertexArray ramp_array;
    Buffer ramp_buffer;
    Texture ramp_texture;
    std::string ramp_name;
    Backdrop backdrop;
    double last_metres_per_pixel = 0;
    std::shared_ptr<const view::Scene> under;  ///< the scene of the layers below those that move
    std::chrono::steady_clock::time_point under_since;

    Impl(const std::filesystem::path& shaders, const std::filesystem::path& font, float pixel_scale)
        : scale(pixel_scale), programs(shaders), glyphs(font, 1.7F * pixel_scale), marks(glyphs, pixel_scale)
    {
        describe(ramp_array, ramp_buffer, 5 * sizeof(float),
                 {{2, GL_FLOAT, 0},
                  {2, GL_FLOAT, 2 * sizeof(float)},
                  {4, GL_UNSIGNED_BYTE, 4 * sizeof(float), Attribute::As::normalised}});
        glBindVertexArray(0);
    }

    void draw(const view::Model& model, const MapTexts& texts, Viewport viewport, int fb_height, bool complete);
    void choose_under(const view::Model& model, bool complete);
    bool prepare(const view::Model& model, const Frame& frame, bool complete);
    void draw_layers(const view::Model& model, const Frame& frame, GLuint target, const GLint (&viewport)[4]);
    void draw_at_clock(const view::Model& model, const Frame& frame, bool complete);
    void draw_texts(const view::Model& model, const MapTexts& texts, const Frame& frame);
    void draw_ramp(const view::Ramp& ramp, const PixelBox& box, const Frame& frame);
};

/// While the clock plays, what lies under the movers is brought up to date once a second: it costs several frames.
void MapRenderer::Impl::choose_under(const view::Model& model, bool complete)
{
    const auto now = std::chrono::steady_clock::now();
    const bool playing = model.playback.at_s && model.playback.playing && !complete;
    if (playing && under && now - under_since < std::chrono::seconds(1)) return;
    if (under != model.scene) under_since = now;
    under = model.scene;
}

bool MapRenderer::Impl::prepare(const view::Model& model, const Frame& frame, bool complete)
{
    bool changed = ground.prepare(model.basemap, day_of(model), frame, complete);
    if (model.layers.heat) heat.prepare(model.lines, under, frame);
    if (model.playback.at_s) return changed;  // the rest is drawn above the backdrop
    if (model.layers.tracks) changed = tracks.prepare(model.scene, frame, complete) || changed;
    if (model.layers.incidents) changed = marks.prepare(model.scene, frame, complete) || changed;
    return changed;
}

void MapRenderer::Impl::draw_layers(const view::Model& model, const Frame& frame, GLuint target,
                                    const GLint (&viewport)[4])
{
    const view::Layers& layers = model.layers;
    ground.draw(programs, frame, layers.relief, layers.rivers, layers.provinces);
    if (layers.graticule) {
        mesh.clear();
        draw_graticule(frame, mesh);
        graticule.upload(mesh);
        graticule.draw(programs.stroke, frame, {0, 0}, {});
    }
    if (layers.heat) heat.draw(programs.heat, programs.glow, model.heat_ramp, frame, target, viewport);
    ground.draw_borders(programs, frame);
    if (model.playback.at_s) return;
    if (layers.tracks) tracks.draw(programs.stroke, programs.image, frame);
    if (layers.incidents) marks.draw(programs.mark, programs.image, frame);
}

/// What moves or comes and goes with the clock: never part of the backdrop, which is left as it is.
void MapRenderer::Impl::draw_at_clock(const view::Model& model, const Frame& frame, bool complete)
{
    if (!model.playback.at_s) return;
    if (model.layers.tracks) movers.draw(programs.stroke, model, frame);
    if (!model.layers.incidents) return;
    marks.prepare(model.scene, frame, complete);
    marks.draw(programs.mark, programs.image, frame);
    mesh.clear();
    movers.add_rings(model, frame, mesh);
    overlay.upload(mesh);
    overlay.draw(programs.stroke, frame, {0, 0}, {});
}

void MapRenderer::Impl::draw_texts(const view::Model& model, const MapTexts& texts, const Frame& frame)
{
    mesh.clear();
    const Furniture furniture(frame, model, texts, glyphs);
    Room room;
    furniture.reserve(room);
    labels.prepare(model.basemap, day_of(model));
    labels.draw(frame, model.layers, true, room, glyphs, text.vertices(), mesh);
    if (model.layers.incidents) marks.each_symbol(frame, [&](PixelBox box) { room.take(box); });
    if (model.layers.graticule) label_graticule(frame, room, glyphs, text.vertices());
    labels.draw(frame, model.layers, false, room, glyphs, text.vertices(), mesh);
    overlay.upload(mesh);
    overlay.draw(programs.stroke, frame, {0, 0}, {});
    text.draw(programs.text, glyphs, frame);

    mesh.clear();
    if (model.layers.incidents) marks.draw_pointed(programs.mark, model, frame, mesh);
    furniture.draw(text.vertices(), mesh);
    top.upload(mesh);
    top.draw(programs.stroke, frame, {0, 0}, {});
    draw_ramp(model.heat_ramp, furniture.ramp(), frame);
    text.draw(programs.text, glyphs, frame);
}

void MapRenderer::Impl::draw_ramp(const view::Ramp& ramp, const PixelBox& box, const Frame& frame)
{
    if (box.right <= box.left) return;
    if (ramp.name != ramp_name) {
        std::vector<std::uint8_t> texels;
        for (const view::Colour c : ramp.colours)
            for (const unsigned part : {24U, 16U, 8U, 0U})
                texels.push_back(static_cast<std::uint8_t>(c.rgba >> part & 0xffU));
        fill_texture(ramp_texture, GL_RGBA8, GL_RGBA, 256, 1, texels.data(), true);
        ramp_name = ramp.name;
    }
    const auto dim = static_cast<float>(frame.palette->map_dim);
    const float tint = std::bit_cast<float>(packed({dim, dim, dim, 1}));
    const float corners[] = {box.left,  box.top, 0, 0, tint, box.left,  box.bottom, 0, 1, tint,
                             box.right, box.top, 1, 0, tint, box.right, box.bottom, 1, 1, tint};
    glBindVertexArray(ramp_array.id());
    glBindBuffer(GL_ARRAY_BUFFER, ramp_buffer.id());
    glBufferData(GL_ARRAY_BUFFER, sizeof corners, corners, GL_STREAM_DRAW);
    programs.image.use();
    set_space(programs.image, frame, {0, 0});
    glUniform1f(programs.image.uniform("u_grow"), 1);
    glBindTexture(GL_TEXTURE_2D, ramp_texture.id());
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

MapRenderer::MapRenderer(const std::filesystem::path& shaders, const std::filesystem::path& font, float pixel_scale)
    : m_impl(std::make_unique<Impl>(shaders, font, std::clamp(pixel_scale, 0.5F, 8.0F)))
{
}

MapRenderer::~MapRenderer() = default;

void MapRenderer::draw(const view::Model& model, const MapTexts& texts, Viewport viewport, int fb_height)
{
    m_impl->draw(model, texts, viewport, fb_height, false);
}

void MapRenderer::draw_complete(const view::Model& model, const MapTexts& texts, Viewport viewport, int fb_height)
{
    m_impl->draw(model, texts, viewport, fb_height, true);
}

bool MapRenderer::busy() const
{
    return m_impl->ground.busy() || m_impl->tracks.busy() || m_impl->marks.busy() || m_impl->backdrop.renewing();
}

void MapRenderer::Impl::draw(const view::Model& model, const MapTexts& texts, Viewport viewport, int fb_height,
                             bool complete)
{
    if (viewport.width <= 0 || viewport.height <= 0) return;
    const StateGuard guard;
    const GLint area[4] = {viewport.x, fb_height - viewport.y - viewport.height, viewport.width, viewport.height};
    glViewport(area[0], area[1], area[2], area[3]);
    glScissor(area[0], area[1], area[2], area[3]);
    glEnable(GL_SCISSOR_TEST);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_CULL_FACE);
    glDisable(GL_STENCIL_TEST);
    glEnable(GL_BLEND);
    glEnable(GL_PROGRAM_POINT_SIZE);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glActiveTexture(GL_TEXTURE0);

    Frame frame;
    frame.camera = model.camera;
    frame.camera.width = viewport.width;
    frame.camera.height = viewport.height;
    if (!(frame.camera.metres_per_pixel > 0)) frame.camera.metres_per_pixel = 1800;
    frame.scale = scale;
    frame.palette = &model.palette;
    choose_under(model, complete);
    // While the zoom glides no picture serves a second frame, and a kept picture needs no second one.
    const bool gliding =
        frame.camera.metres_per_pixel != std::exchange(last_metres_per_pixel, frame.camera.metres_per_pixel);
    if (complete || gliding || !backdrop.fits(frame)) {
        if (prepare(model, frame, complete) || !gliding) backdrop.forget();
        draw_layers(model, frame, guard.framebuffer(), area);
    } else {
        const bool changed = prepare(model, backdrop.plan(model, under, day_of(model), frame), false);
        backdrop.update(
            changed, guard.framebuffer(), area,
            [&](const Frame& wide, GLuint target, const GLint(&box)[4]) { draw_layers(model, wide, target, box); });
    }
    draw_at_clock(model, frame, complete);
    draw_texts(model, texts, frame);
}

std::optional<std::uint32_t> MapRenderer::pick(const view::Model& model, view::ScreenPoint at) const
{
    if (!model.layers.incidents) return std::nullopt;
    return m_impl->marks.pick(model, at, static_cast<float>(pick_reach) * m_impl->scale);
}

}  // namespace tuantra::render
