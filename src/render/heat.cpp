#include "render/heat.hpp"

#include "render/strokes.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::render {

using domain::MapPoint;

namespace {

constexpr double tile = 32;             // pixels
constexpr float faintest = 0.02F;       // of the peak: below, nothing is drawn
constexpr float narrow = 4, wide = 20;  // half widths in design pixels

float density_at(const view::LineHeat& heat, double km)
{
    if (heat.per_km.empty() || heat.step_km <= 0) return 0;
    const double at = std::clamp(km / heat.step_km - 0.5, 0.0, static_cast<double>(heat.per_km.size() - 1));
    const auto i = static_cast<std::size_t>(at);
    const std::size_t j = std::min(i + 1, heat.per_km.size() - 1);
    const auto t = static_cast<float>(at - static_cast<double>(i));
    return heat.per_km[i] * (1 - t) + heat.per_km[j] * t;
}

LineSet with_chainage(const domain::MeasuredLine& line)
{
    std::vector<MapPoint> points;
    points.reserve(line.points().size());
    for (const domain::LonLat p : line.points()) points.push_back(domain::to_map(p));
    return {points, std::span<const double>(line.vertex_km())};
}

LineSet from_cells(const view::LineHeat& heat)
{
    std::vector<double> km;
    for (std::size_t i = 0; i < heat.map.size(); ++i) km.push_back((static_cast<double>(i) + 0.5) * heat.step_km);
    return {heat.map, std::span<const double>(km)};
}

}  // namespace

Heat::Heat()
{
    describe(m_array, m_vertices, sizeof(Vertex), {{2, GL_FLOAT, 0}, {2, GL_FLOAT, offsetof(Vertex, across)}});
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, m_index_buffer.id());
    describe(m_tile_array, m_tile_vertices, sizeof(Pixel), {{2, GL_FLOAT, 0}});
    glBindVertexArray(0);
}

float Heat::peak(const view::Scene& scene)
{
    float most = 0;
    for (const view::LineHeat& heat : scene.heat) most = std::max(most, heat.peak);
    return most;
}

void Heat::prepare(const domain::Lines& lines, const std::shared_ptr<const view::Scene>& scene, const Frame& frame)
{
    if (!scene) {
        m_scene.reset();
        m_count = 0;
        return;
    }
    if (scene == m_scene && m_patch.serves(frame)) return;
    for (std::size_t i = 0; i < domain::line_count; ++i) {
        const auto& source = i == 0 ? lines.land : lines.coast;
        if (source && source != m_lines[i].source) m_lines[i].set = with_chainage(*source);
        if (!source && scene != m_scene) m_lines[i].set = from_cells(scene->heat[i]);
        m_lines[i].source = source;
    }
    m_scene = scene;
    build(*scene, frame);
}

void Heat::build(const view::Scene& scene, const Frame& frame)
{
    m_patch = Patch::around(frame);
    m_scale = frame.scale;
    m_mesh.clear();
    m_indices.clear();
    const double across = (m_patch.box.east - m_patch.box.west) / m_patch.metres_per_pixel;
    const double down = (m_patch.box.north - m_patch.box.south) / m_patch.metres_per_pixel;
    m_tiles_wide = static_cast<std::size_t>(across / tile) + 1;
    m_tiles_high = static_cast<std::size_t>(down / tile) + 1;
    m_tiles.assign(m_tiles_wide * m_tiles_high, false);
    const float most = peak(scene);
    const double reach = 2 * static_cast<double>(wide * m_scale) * m_patch.metres_per_pixel;
    const MapBox box{m_patch.box.west - reach, m_patch.box.south - reach, m_patch.box.east + reach,
                     m_patch.box.north + reach};
    for (std::size_t i = 0; most > 0 && i < domain::line_count; ++i) {
        if (m_lines[i].set.empty()) continue;
        const LineSet::Level& level = m_lines[i].set.level(3 * static_cast<double>(m_scale) * m_patch.metres_per_pixel);
        each_run(level, box, [&](const LineSet::Chunk&, std::uint32_t from, std::uint32_t to) {
            add_run(level, from, to, scene.heat[i], most);
        });
    }
    m_count = static_cast<GLsizei>(m_indices.size());
    if (m_count == 0) return;
    build_tiles();
    glBindVertexArray(m_array.id());
    glBindBuffer(GL_ARRAY_BUFFER, m_vertices.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(m_mesh.size() * sizeof(Vertex)), m_mesh.data(),
                 GL_STREAM_DRAW);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(m_indices.size() * sizeof(std::uint32_t)),
                 m_indices.data(), GL_STREAM_DRAW);
    glBindVertexArray(0);
}

void Heat::add_run(const LineSet::Level& level, std::uint32_t from, std::uint32_t to, const view::LineHeat& heat,
                   float most)
{
    bool joined = false;
    Pixel before{0, 0};
    float half_before = 0;
    for (std::uint32_t i = from; i <= to; ++i) {
        const float value = std::clamp(density_at(heat, level.along[i]) / most, 0.0F, 1.0F);
        const Pixel a = m_patch.pixel(level.points[i > from ? i - 1 : i]), p = m_patch.pixel(level.points[i]);
        const Pixel b = m_patch.pixel(level.points[i < to ? i + 1 : i]);
        const float dx = b.x - a.x, dy = b.y - a.y, length = std::hypot(dx, dy);
        const Pixel normal = length > 0 ? Pixel{-dy / length, dx / length} : before;
        before = normal;
        const float half = (narrow + (wide - narrow) * std::sqrt(value)) * m_scale;
        const auto base = static_cast<std::uint32_t>(m_mesh.size());
        m_mesh.push_back({p.x + normal.x * half, p.y + normal.y * half, 1, value});
        m_mesh.push_back({p.x - normal.x * half, p.y - normal.y * half, -1, value});
        const bool seen = value > faintest;
        if (joined && seen) m_indices.insert(m_indices.end(), {base - 2, base - 1, base, base, base - 1, base + 1});
        if (joined && seen) mark_tiles(level.points[i - 1], level.points[i], std::max(half, half_before));
        joined = seen;
        half_before = half;
    }
}

void Heat::mark_tiles(domain::MapPoint a, domain::MapPoint b, float half)
{
    const double mpp = m_patch.metres_per_pixel, reach = static_cast<double>(half) + 4;  // 4: the texture is coarser
    const MapBox box{m_patch.box.west - reach * mpp, m_patch.box.south - reach * mpp, m_patch.box.east + reach * mpp,
                     m_patch.box.north + reach * mpp};
    const auto part = clipped(a, b, box);
    if (!part) return;
    const auto& [from, to] = *part;
    const int steps = static_cast<int>(std::hypot(to.x - from.x, to.y - from.y) / mpp / (tile / 2)) + 1;
    const double room = reach + tile / 4;  // between two steps
    const auto index = [](double pixel, std::size_t most) {
        return static_cast<std::size_t>(std::clamp(pixel / tile, 0.0, static_cast<double>(most - 1)));
    };
    for (int i = 0; i <= steps; ++i) {
        const double t = static_cast<double>(i) / steps;
        const double x = (from.x + (to.x - from.x) * t - m_patch.box.west) / mpp;
        const double y = (m_patch.box.north - from.y - (to.y - from.y) * t) / mpp;
        const std::size_t right = index(x + room, m_tiles_wide), bottom = index(y + room, m_tiles_high);
        for (std::size_t row = index(y - room, m_tiles_high); row <= bottom; ++row)
            for (std::size_t column = index(x - room, m_tiles_wide); column <= right; ++column)
                m_tiles[row * m_tiles_wide + column] = true;
    }
}

void Heat::build_tiles()
{
    const Pixel corner = m_patch.pixel({m_patch.box.west, m_patch.box.north});
    const auto at = [&](std::size_t column, std::size_t row) {
        return Pixel{corner.x + static_cast<float>(column) * static_cast<float>(tile),
                     corner.y + static_cast<float>(row) * static_cast<float>(tile)};
    };
    std::vector<Pixel> corners;
    for (std::size_t row = 0; row < m_tiles_high; ++row)
        for (std::size_t from = 0; from < m_tiles_wide; ++from) {
            std::size_t to = from;
            while (to < m_tiles_wide && m_tiles[row * m_tiles_wide + to]) ++to;
            if (to == from) continue;
            const Pixel a = at(from, row), b = at(to, row + 1);
            corners.insert(corners.end(), {a, {b.x, a.y}, {a.x, b.y}, {a.x, b.y}, {b.x, a.y}, b});
            from = to;
        }
    m_tile_count = static_cast<GLsizei>(corners.size());
    glBindBuffer(GL_ARRAY_BUFFER, m_tile_vertices.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(corners.size() * sizeof(Pixel)), corners.data(),
                 GL_STREAM_DRAW);
}

void Heat::resize(int width, int height)
{
    if (width == m_width && height == m_height) return;
    m_width = width;
    m_height = height;
    fill_texture(m_values, GL_RG8, GL_RG, width, height, nullptr, true);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, m_framebuffer.id());
    glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, m_values.id(), 0);
}

void Heat::draw(const Program& heat, const Program& glow, const view::Ramp& ramp, const Frame& frame, GLuint target,
                const GLint (&viewport)[4])
{
    if (m_count == 0) return;
    const Pixel shift = m_patch.shift(frame);
    if (ramp.name != m_ramp) {
        std::vector<std::uint8_t> texels;
        for (const view::Colour c : ramp.colours)
            for (const unsigned part : {24U, 16U, 8U, 0U})
                texels.push_back(static_cast<std::uint8_t>(c.rgba >> part & 0xffU));
        fill_texture(m_ramp_texture, GL_RGBA8, GL_RGBA, 256, 1, texels.data(), true);
        m_ramp = ramp.name;
    }
    resize(std::max(1, frame.camera.width / 2), std::max(1, frame.camera.height / 2));

    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, m_framebuffer.id());
    glDisable(GL_SCISSOR_TEST);
    glViewport(0, 0, m_width, m_height);
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT);
    glBlendEquation(GL_MAX);
    heat.use();
    set_space(heat, frame, shift);
    glBindVertexArray(m_array.id());
    glDrawElements(GL_TRIANGLES, m_count, GL_UNSIGNED_INT, nullptr);
    glBlendEquation(GL_FUNC_ADD);

    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, target);
    glViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
    glEnable(GL_SCISSOR_TEST);
    glow.use();
    set_space(glow, frame, shift);
    glUniform1i(glow.uniform("u_values"), 0);
    glUniform1i(glow.uniform("u_ramp"), 1);
    glUniform1f(glow.uniform("u_dim"), static_cast<float>(frame.palette->map_dim));
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, m_ramp_texture.id());
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, m_values.id());
    glBindVertexArray(m_tile_array.id());
    glDrawArrays(GL_TRIANGLES, 0, m_tile_count);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, 0);
    glActiveTexture(GL_TEXTURE0);
}

}  // namespace tuantra::render
