#include "render/strokes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tuantra::render {

namespace {

constexpr float soft_edge = 1;  // pixels outside the half width that the edge may blur into
constexpr float mitre_limit = 2;
constexpr float turn_back = -0.4F;  // cosine of the bend beyond which a line is cut rather than mitred

Pixel direction(Pixel a, Pixel b)
{
    const float dx = b.x - a.x, dy = b.y - a.y, length = std::hypot(dx, dy);
    return length > 0 ? Pixel{dx / length, dy / length} : Pixel{1, 0};
}

}  // namespace

void StrokeMesh::clear()
{
    m_vertices.clear();
    m_indices.clear();
}

void StrokeMesh::pair(Pixel p, Pixel normal, float stretch, float half, float along, std::uint32_t rgba, bool joined)
{
    const float reach = half + soft_edge;
    const auto base = static_cast<std::uint32_t>(m_vertices.size());
    const float ox = normal.x * stretch * reach, oy = normal.y * stretch * reach;
    m_vertices.push_back({p.x + ox, p.y + oy, reach, along, half, rgba});
    m_vertices.push_back({p.x - ox, p.y - oy, -reach, along, half, rgba});
    if (joined) m_indices.insert(m_indices.end(), {base - 2, base - 1, base, base, base - 1, base + 1});
}

void StrokeMesh::add(std::span<const Pixel> line, float half_width, std::uint32_t rgba, float along)
{
    if (line.size() < 2) return;
    Pixel before = direction(line[0], line[1]);
    const Pixel start{line[0].x - before.x * half_width, line[0].y - before.y * half_width};
    pair(start, {-before.y, before.x}, 1, half_width, along - half_width, rgba, false);
    for (std::size_t i = 1; i < line.size(); ++i) {
        along += std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
        if (i + 1 == line.size()) {
            const Pixel end{line[i].x + before.x * half_width, line[i].y + before.y * half_width};
            pair(end, {-before.y, before.x}, 1, half_width, along + half_width, rgba, true);
            return;
        }
        const Pixel after = direction(line[i], line[i + 1]);
        const float bend = before.x * after.x + before.y * after.y;
        if (bend < turn_back) {
            pair(line[i], {-before.y, before.x}, 1, half_width, along, rgba, true);
            pair(line[i], {-after.y, after.x}, 1, half_width, along, rgba, false);
        } else {
            const Pixel middle = direction({0, 0}, {before.x + after.x, before.y + after.y});
            const float cosine = middle.x * before.x + middle.y * before.y;
            pair(line[i], {-middle.y, middle.x}, std::min(1 / cosine, mitre_limit), half_width, along, rgba, true);
        }
        before = after;
    }
}

void StrokeMesh::add_ring(Pixel centre, float radius, float half_width, std::uint32_t rgba)
{
    // Corners that cannot be seen: a fifth of a pixel from the circle.
    const int steps = std::clamp(static_cast<int>(std::sqrt(radius + half_width) * 6), 10, 96);
    for (int i = 0; i <= steps; ++i) {
        const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(i) / static_cast<float>(steps);
        const Pixel out{std::cos(angle), std::sin(angle)};
        pair({centre.x + out.x * radius, centre.y + out.y * radius}, out, 1, half_width, 0, rgba, i > 0);
    }
}

void StrokeMesh::add_triangle(Pixel a, Pixel b, Pixel c, std::uint32_t rgba)
{
    const auto base = static_cast<std::uint32_t>(m_vertices.size());
    for (const Pixel p : {a, b, c}) m_vertices.push_back({p.x, p.y, 0, 0, 1, rgba});
    m_indices.insert(m_indices.end(), {base, base + 1, base + 2});
}

void StrokeMesh::add_panel(const PixelBox& box, float radius, std::uint32_t rgba)
{
    constexpr int steps = 6;  // per corner
    const Pixel middles[4] = {{box.right - radius, box.bottom - radius},
                              {box.left + radius, box.bottom - radius},
                              {box.left + radius, box.top + radius},
                              {box.right - radius, box.top + radius}};
    const auto base = static_cast<std::uint32_t>(m_vertices.size());
    m_vertices.push_back({(box.left + box.right) / 2, (box.top + box.bottom) / 2, 0, 0, 1, rgba});
    constexpr std::uint32_t corners = 4 * (steps + 1);
    for (int i = 0; i < static_cast<int>(corners); ++i) {
        const int corner = i / (steps + 1), step = i % (steps + 1);
        const float angle =
            std::numbers::pi_v<float> / 2 * (static_cast<float>(corner) + static_cast<float>(step) / steps);
        m_vertices.push_back({middles[corner].x + std::cos(angle) * radius,
                              middles[corner].y + std::sin(angle) * radius, 0, 0, 1, rgba});
        const auto at = static_cast<std::uint32_t>(i);
        m_indices.insert(m_indices.end(), {base, base + 1 + at, base + 1 + (at + 1) % corners});
    }
}

StrokeBuffer::StrokeBuffer()
{
    describe(m_array, m_vertices, sizeof(StrokeVertex),
             {{2, GL_FLOAT, offsetof(StrokeVertex, x)},
              {3, GL_FLOAT, offsetof(StrokeVertex, across)},
              {4, GL_UNSIGNED_BYTE, offsetof(StrokeVertex, rgba), Attribute::As::normalised}});
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, m_indices.id());
    glBindVertexArray(0);
}

void StrokeBuffer::upload(const StrokeMesh& mesh)
{
    m_count = static_cast<GLsizei>(mesh.indices().size());
    if (m_count == 0) return;
    glBindVertexArray(m_array.id());
    glBindBuffer(GL_ARRAY_BUFFER, m_vertices.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(mesh.vertices().size() * sizeof(StrokeVertex)),
                 mesh.vertices().data(), GL_STREAM_DRAW);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(mesh.indices().size() * sizeof(std::uint32_t)),
                 mesh.indices().data(), GL_STREAM_DRAW);
    glBindVertexArray(0);
}

void StrokeBuffer::draw(const Program& stroke, const Frame& frame, Pixel shift, const Pass& pass, float grow) const
{
    if (m_count == 0) return;
    stroke.use();
    set_space(stroke, frame, shift);
    set_colour(stroke.uniform("u_tint"), pass.tint);
    glUniform1f(stroke.uniform("u_grow"), grow);
    glUniform1f(stroke.uniform("u_half"), pass.half_width);
    glUniform2f(stroke.uniform("u_dash"), pass.dash_on, pass.dash_period);
    glBindVertexArray(m_array.id());
    glDrawElements(GL_TRIANGLES, m_count, GL_UNSIGNED_INT, nullptr);
}

std::optional<std::pair<domain::MapPoint, domain::MapPoint>> clipped(domain::MapPoint a, domain::MapPoint b,
                                                                     const MapBox& box)
{
    const double dx = b.x - a.x, dy = b.y - a.y;
    double from = 0, to = 1;
    for (const auto& [step, room] :
         {std::pair{-dx, a.x - box.west}, {dx, box.east - a.x}, {-dy, a.y - box.south}, {dy, box.north - a.y}}) {
        if (step == 0 && room < 0) return std::nullopt;
        if (step < 0) from = std::max(from, room / step);
        if (step > 0) to = std::min(to, room / step);
    }
    if (from >= to) return std::nullopt;
    return std::pair{domain::MapPoint{a.x + dx * from, a.y + dy * from},
                     domain::MapPoint{a.x + dx * to, a.y + dy * to}};
}

void each_run(const LineSet::Level& level, const MapBox& box,
              const std::function<void(const LineSet::Chunk&, std::uint32_t, std::uint32_t)>& run)
{
    const LineSet::Chunk* open = nullptr;
    std::uint32_t from = 0, to = 0;
    const auto close = [&] {
        if (open != nullptr && to > from) run(*open, from, to);
        open = nullptr;
    };
    for (const LineSet::Chunk& chunk : level.chunks) {
        if (open != nullptr && (open->line != chunk.line || to != chunk.begin)) close();
        if (!chunk.box.meets(box)) {
            close();
            continue;
        }
        for (std::uint32_t i = chunk.begin; i < chunk.end; ++i) {
            const domain::MapPoint a = level.points[i], b = level.points[i + 1];
            const bool outside = (a.x < box.west && b.x < box.west) || (a.x > box.east && b.x > box.east) ||
                                 (a.y < box.south && b.y < box.south) || (a.y > box.north && b.y > box.north);
            if (outside) {
                close();
                continue;
            }
            if (open == nullptr) {
                open = &chunk;
                from = i;
            }
            to = i + 1;
        }
    }
    close();
}

void MapStrokes::prepare(const Frame& frame, float half_width, float dash_period)
{
    if (m_lines.empty() || (m_patch.serves(frame) && m_half_width == half_width)) return;
    m_patch = Patch::around(frame);
    m_half_width = half_width;
    m_mesh.clear();
    const double mpp = m_patch.metres_per_pixel;
    const LineSet::Level& level = m_lines.level(0.75 * mpp);
    std::vector<Pixel> line;
    each_run(level, m_patch.box, [&](const LineSet::Chunk&, std::uint32_t from, std::uint32_t to) {
        line.clear();
        for (std::uint32_t i = from; i <= to; ++i) line.push_back(m_patch.pixel(level.points[i]));
        double along = 0;
        if (dash_period > 0 && !level.along.empty())
            along = std::fmod(level.along[from] / mpp, static_cast<double>(dash_period));
        m_mesh.add(line, half_width, 0xffffffffU, static_cast<float>(along));
    });
    m_buffer.upload(m_mesh);
}

void MapStrokes::draw(const Program& stroke, const Frame& frame, const StrokeBuffer::Pass& pass) const
{
    m_buffer.draw(stroke, frame, m_patch.shift(frame), pass);
}

}  // namespace tuantra::render
