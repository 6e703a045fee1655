#include "render/tracks.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace tuantra::render {

view::Colour mover_colour(std::string_view mover, const view::Palette& palette)
{
    if (mover == "boat" || mover == "vessel") return palette.accent;
    if (mover == "aircraft") return mixed(palette.accent, palette.text, 0.5);
    if (mover == "vehicle") return mixed(palette.good, palette.warning, 0.35);
    if (mover == "foot") return palette.good;
    return palette.dim;
}

namespace {

constexpr double arrows_below = 160;         // metres per pixel
constexpr float arrow_room = 90;             // design pixels between arrows
constexpr float gap_on = 3, gap_period = 7;  // pixels
constexpr double shortest_gap = 8;           // pixels: below, no dash could be told from a line
constexpr int hide_pixels = 2;               // side of the cells in which a second track hides behind the first

/// Marks the cells that lines have passed, so that a thousand patrols of one path cost one.
class Passed {
public:
    explicit Passed(const Patch& patch)
        : m_left((patch.box.west - patch.centre.x) / patch.metres_per_pixel),
          m_top((patch.centre.y - patch.box.north) / patch.metres_per_pixel),
          m_wide(static_cast<std::size_t>((patch.box.east - patch.box.west) / patch.metres_per_pixel) / hide_pixels +
                 1),
          m_high(static_cast<std::size_t>((patch.box.north - patch.box.south) / patch.metres_per_pixel) / hide_pixels +
                 1),
          m_cells(m_wide * m_high)
    {
    }
    /// Whether the place was passed before; marks it.
    bool again(Pixel p)
    {
        const double x = (static_cast<double>(p.x) - m_left) / hide_pixels,
                     y = (static_cast<double>(p.y) - m_top) / hide_pixels;
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

double longest_silence(const domain::TrackColumns& columns, std::size_t piece)
{
    double longest = 0;
    for (std::size_t i = columns.start[piece] + 1; i < columns.start[piece + 1]; ++i)
        longest = std::max(longest, columns.time_s[i] - columns.time_s[i - 1]);
    return longest;
}

}  // namespace

std::vector<Tracks::Gap> Tracks::find_gaps(const domain::TrackColumns& columns)
{
    std::vector<Gap> gaps;
    if (columns.time_s.size() < columns.map.size()) return gaps;
    std::size_t before = columns.pieces();
    double before_silence = 0;
    for (std::size_t piece = 0; piece < columns.pieces(); ++piece) {
        if (columns.start[piece + 1] - columns.start[piece] < 2) continue;  // a wild fix, set apart
        const double silence = longest_silence(columns, piece);
        if (before < piece && columns.track_id[before] == columns.track_id[piece]) {
            const std::size_t end = columns.start[before + 1] - 1, begin = columns.start[piece];
            // A piece also ends at a jump, within the mover's usual rhythm: nobody travelled there, so nothing is
            // drawn.
            if (columns.time_s[begin] - columns.time_s[end] > std::max(before_silence, silence))
                gaps.push_back({before, piece});
        }
        before = piece;
        before_silence = silence;
    }
    return gaps;
}

bool Tracks::prepare(const std::shared_ptr<const view::Scene>& scene, const Frame& frame, bool complete)
{
    bool changed = false;
    if (auto picture = m_work.take(complete); picture && scene && picture->scene->tracks == scene->tracks) {
        show(std::move(*picture));
        changed = true;
    }
    if (!scene || !scene->tracks) {
        changed = changed || m_scene != scene;
        m_scene = scene;
        m_lines.reset();
        m_buffer.upload({});
        m_gap_buffer.upload({});
        return changed;
    }
    if (scene == m_scene && m_palette == frame.palette->name && m_patch.serves(frame)) return changed;
    const auto work = [known = m_lines, scene, frame, palette = *frame.palette] {
        std::shared_ptr<const Lines> lines = known;
        if (!lines || lines->columns != scene->tracks)
            lines = std::make_shared<const Lines>(Lines{
                scene->tracks, LineSet(scene->tracks->map, scene->tracks->start, false), find_gaps(*scene->tracks)});
        Frame own = frame;
        own.palette = &palette;
        return build(std::move(lines), scene, own);
    };
    if (complete || scene->tracks->fixes() < little_work) {
        m_work.take(true);  // of an older scene
        show(work());
        return true;
    }
    if (!m_work.running()) m_work.start(work);
    return changed;
}

void Tracks::show(Picture picture)
{
    m_lines = std::move(picture.lines);
    m_scene = std::move(picture.scene);
    m_palette = std::move(picture.palette);
    m_patch = picture.patch;
    m_buffer.upload(picture.mesh);
    m_gap_buffer.upload(picture.gaps);
}

Tracks::Picture Tracks::build(std::shared_ptr<const Lines> lines, std::shared_ptr<const view::Scene> scene,
                              const Frame& frame)
{
    const domain::TrackColumns& columns = *lines->columns;
    Picture picture{lines, scene, frame.palette->name, Patch::around(frame), {}, {}};
    if (lines->set.empty()) return picture;
    std::vector<bool> shown(columns.pieces(), false);
    for (const std::uint32_t piece : scene->shown_pieces)
        if (piece < shown.size()) shown[piece] = true;
    const auto dim = static_cast<float>(frame.palette->map_dim);
    const std::uint32_t plain = packed(rgba(frame.palette->dim));
    std::vector<std::uint32_t> colours;  // by piece
    colours.reserve(columns.pieces());
    for (const std::uint8_t mover : columns.mover)
        colours.push_back(mover < columns.movers.size()
                              ? packed(rgba(mover_colour(columns.movers[mover], *frame.palette), 1, dim))
                              : plain);
    const Patch& patch = picture.patch;
    Passed passed(patch);
    const double mpp = patch.metres_per_pixel,
                 room = static_cast<double>(frame.px(static_cast<double>(arrow_room))) * mpp;
    std::unordered_set<std::uint64_t> arrows;
    std::vector<Pixel> line;
    const LineSet::Level& level = lines->set.level(0.9 * mpp);
    const float half = frame.px(mpp > 300 ? 0.5 : 0.7);
    each_run(level, patch.box, [&](const LineSet::Chunk& chunk, std::uint32_t from, std::uint32_t to) {
        if (!shown[chunk.line]) return;
        const std::uint32_t colour = colours[chunk.line];
        line.clear();
        bool hidden = false;
        for (std::uint32_t i = from; i <= to; ++i) {
            const Pixel p = patch.pixel(level.points[i]);
            const bool again = passed.again(p);
            const bool step_hidden = again && hidden && !line.empty() &&
                                     std::hypot(p.x - line.back().x, p.y - line.back().y) < 4 * hide_pixels;
            if (step_hidden) {
                picture.mesh.add(line, half, colour);
                line.assign(1, p);
                continue;
            }
            line.push_back(p);
            hidden = again;
            if (mpp > arrows_below || line.size() < 2 || i == from) continue;
            const domain::MapPoint q = level.points[i];
            const auto x = static_cast<std::int64_t>(std::floor(q.x / room)),
                       y = static_cast<std::int64_t>(std::floor(q.y / room));
            const auto cell = static_cast<std::uint64_t>(x) << 32U ^ (static_cast<std::uint64_t>(y) & 0xffffffffU);
            const Pixel before = line[line.size() - 2];
            if (std::hypot(p.x - before.x, p.y - before.y) > 1 && arrows.insert(cell).second)
                add_arrow(picture.mesh, before, p, frame.px(4.5), colour);
        }
        picture.mesh.add(line, half, colour);
    });
    add_gaps(picture, shown, colours, half);
    return picture;
}

void Tracks::add_gaps(Picture& picture, const std::vector<bool>& shown, const std::vector<std::uint32_t>& colours,
                      float half_width)
{
    const domain::TrackColumns& columns = *picture.lines->columns;
    const Patch& patch = picture.patch;
    for (const Gap& gap : picture.lines->gaps) {
        if (!shown[gap.before] || !shown[gap.after]) continue;
        const domain::MapPoint a = columns.map[columns.start[gap.before + 1] - 1],
                               b = columns.map[columns.start[gap.after]];
        if (std::hypot(b.x - a.x, b.y - a.y) < shortest_gap * patch.metres_per_pixel) continue;
        const auto part = clipped(a, b, patch.box);
        if (!part) continue;
        const double along = std::hypot(part->first.x - a.x, part->first.y - a.y) / patch.metres_per_pixel;
        const Pixel line[] = {patch.pixel(part->first), patch.pixel(part->second)};
        picture.gaps.add(line, half_width, colours[gap.after],
                         static_cast<float>(std::fmod(along, static_cast<double>(gap_period))));
    }
}

void Tracks::draw(const Program& stroke, const Frame& frame) const
{
    // From afar tracks are a ground that incidents stand on, from near they are read one by one.
    const double near = std::clamp(std::log2(2000 / frame.camera.metres_per_pixel) / std::log2(2000 / 120.0), 0.0, 1.0);
    const auto alpha = static_cast<float>(0.28 + 0.6 * near), faint = alpha * 0.7F;
    const float grow = m_patch.grow(frame);
    m_gap_buffer.draw(stroke, frame, m_patch.shift(frame), {{faint, faint, faint, faint}, 0, gap_on, gap_period}, grow);
    m_buffer.draw(stroke, frame, m_patch.shift(frame), {{alpha, alpha, alpha, alpha}, 0, 0, 0}, grow);
}

}  // namespace tuantra::render
