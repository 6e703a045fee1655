#include "render/tracks.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace tuantra::render {

namespace {

constexpr double arrows_below = 160;  // metres per pixel
constexpr float arrow_room = 90;      // design pixels between arrows
constexpr int hide_pixels = 2;        // side of the cells in which a second track hides behind the first

view::Colour colour_of(std::string_view mover, const view::Palette& palette)
{
    if (mover == "boat" || mover == "vessel") return palette.accent;
    if (mover == "aircraft") return mixed(palette.accent, palette.text, 0.5);
    if (mover == "vehicle") return mixed(palette.good, palette.warning, 0.35);
    if (mover == "foot") return palette.good;
    return palette.dim;
}

/// Marks the cells that lines have passed, so that a thousand patrols of one path cost one.
class Passed {
public:
    explicit Passed(const Patch& patch)
        : m_left((patch.box.west - patch.centre.x) / patch.metres_per_pixel),
          m_top((patch.centre.y - patch.box.north) / patch.metres_per_pixel),
          m_wide(static_cast<std::size_t>((patch.box.east - patch.box.west) / patch.metres_per_pixel) / hide_pixels + 1),
          m_high(static_cast<std::size_t>((patch.box.north - patch.box.south) / patch.metres_per_pixel) / hide_pixels + 1),
          m_cells(m_wide * m_high)
    {
    }
    /// Whether the place was passed before; marks it.
    bool again(Pixel p)
    {
        const double x = (static_cast<double>(p.x) - m_left) / hide_pixels, y = (static_cast<double>(p.y) - m_top) / hide_pixels;
        if (!(x >= 0 && y >= 0 && x < static_cast<double>(m_wide) && y < static_cast<double>(m_high))) return false;
        auto& cell = m_cells[static_cast<std::size_t>(y) * m_wide + static_cast<std::size_t>(x)];
        const bool was = cell != 0;
        cell = 1;
        return was;
    }

private:
    double m_left, m_top;
    std::size_t m_wide, m_high;
    std::vector<std::uint8_t> m_cells;
};

void add_arrow(StrokeMesh& mesh, Pixel from, Pixel to, float size, std::uint32_t rgba)
{
    const float dx = to.x - from.x, dy = to.y - from.y, length = std::hypot(dx, dy);
    if (length <= 0) return;
    const Pixel u{dx / length * size, dy / length * size}, middle{(from.x + to.x) / 2, (from.y + to.y) / 2};
    const Pixel tip{middle.x + u.x, middle.y + u.y};
    const Pixel left{middle.x - u.x * 0.7F - u.y * 0.75F, middle.y - u.y * 0.7F + u.x * 0.75F};
    const Pixel right{middle.x - u.x * 0.7F + u.y * 0.75F, middle.y - u.y * 0.7F - u.x * 0.75F};
    mesh.add_triangle(tip, left, right, rgba);
    const Pixel outline[] = {left, tip, right, left};
    mesh.add(outline, 0.6F, rgba);
}

}  // namespace

void Tracks::prepare(const std::shared_ptr<const view::Scene>& scene, const Frame& frame)
{
    if (!scene || !scene->tracks) {
        m_scene = scene;
        m_columns.reset();
        m_lines = {};
        m_mesh.clear();
        m_buffer.upload(m_mesh);
        return;
    }
    if (scene == m_scene && m_palette == frame.palette->name && m_patch.serves(frame)) return;
    if (scene->tracks != m_columns) {
        m_columns = scene->tracks;
        m_lines = LineSet(m_columns->map, m_columns->start, false);
    }
    if (scene != m_scene) {
        m_shown.assign(m_columns->pieces(), false);
        for (const std::uint32_t piece : scene->shown_pieces)
            if (piece < m_shown.size()) m_shown[piece] = true;
    }
    m_scene = scene;
    m_palette = frame.palette->name;
    build(frame);
}

void Tracks::build(const Frame& frame)
{
    m_patch = Patch::around(frame);
    m_mesh.clear();
    if (!m_lines.empty()) {
        std::vector<std::uint32_t> colours;
        for (const std::string& mover : m_columns->movers)
            colours.push_back(packed(rgba(colour_of(mover, *frame.palette), 1, static_cast<float>(frame.palette->map_dim))));
        const std::uint32_t plain = packed(rgba(frame.palette->dim));
        Passed passed(m_patch);
        const double mpp = m_patch.metres_per_pixel, room = static_cast<double>(frame.px(static_cast<double>(arrow_room))) * mpp;
        std::unordered_set<std::uint64_t> arrows;
        std::vector<Pixel> line;
        const LineSet::Level& level = m_lines.level(0.9 * mpp);
        const float half = frame.px(mpp > 300 ? 0.5 : 0.7);
        each_run(level, m_patch.box, [&](const LineSet::Chunk& chunk, std::uint32_t from, std::uint32_t to) {
            if (!m_shown[chunk.line]) return;
            const std::uint8_t mover = m_columns->mover[chunk.line];
            const std::uint32_t colour = mover < colours.size() ? colours[mover] : plain;
            line.clear();
            bool hidden = false;
            for (std::uint32_t i = from; i <= to; ++i) {
                const Pixel p = m_patch.pixel(level.points[i]);
                const bool again = passed.again(p);
                const bool step_hidden = again && hidden && !line.empty() &&
                                         std::hypot(p.x - line.back().x, p.y - line.back().y) < 4 * hide_pixels;
                if (step_hidden) {
                    m_mesh.add(line, half, colour);
                    line.assign(1, p);
                    continue;
                }
                line.push_back(p);
                hidden = again;
                if (mpp > arrows_below || line.size() < 2 || i == from) continue;
                const domain::MapPoint q = level.points[i];
                const auto x = static_cast<std::int64_t>(std::floor(q.x / room)), y = static_cast<std::int64_t>(std::floor(q.y / room));
                const auto cell = static_cast<std::uint64_t>(x) << 32U ^ (static_cast<std::uint64_t>(y) & 0xffffffffU);
                const Pixel before = line[line.size() - 2];
                if (std::hypot(p.x - before.x, p.y - before.y) > 1 && arrows.insert(cell).second)
                    add_arrow(m_mesh, before, p, frame.px(4.5), colour);
            }
            m_mesh.add(line, half, colour);
        });
    }
    m_buffer.upload(m_mesh);
}

void Tracks::draw(const Program& stroke, const Frame& frame) const
{
    // From afar tracks are a ground that incidents stand on, from near they are read one by one.
    const double near = std::clamp(std::log2(2000 / frame.camera.metres_per_pixel) / std::log2(2000 / 120.0), 0.0, 1.0);
    const auto alpha = static_cast<float>(0.28 + 0.6 * near);
    m_buffer.draw(stroke, frame, m_patch.shift(frame), {{alpha, alpha, alpha, alpha}, 0, 0, 0});
}

}  // namespace tuantra::render
