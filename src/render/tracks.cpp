#include "render/tracks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <thread>
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
constexpr double most_strokes = 6'000;       // steps in view: beyond, they are drawn into a raster
constexpr double stroke_pixels = 12;         // of a line cost about as much as one step more
constexpr double raster_margin = 320;        // pixels
constexpr double stroke_exact = 0.9, raster_exact = 1.5;  // pixels that what is left out may be off by

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

/// Calls `run(first, last)` for each stretch of a piece's steps that touch the box: numbers of the level.
template <typename Run>
void each_step_run(const TrackLevels& levels, const TrackLevels::Level& level, std::size_t piece, const MapBox& box,
                   const Run& run)
{
    const auto& map = levels.tracks().map;
    const std::uint32_t end = level.start[piece + 1];
    std::uint32_t from = end, i = level.start[piece];
    if (i == end) return;
    for (domain::MapPoint a = map[level.fix(i)]; i + 1 < end; ++i) {
        const domain::MapPoint b = map[level.fix(i + 1)];
        const bool outside = (a.x < box.west && b.x < box.west) || (a.x > box.east && b.x > box.east) ||
                             (a.y < box.south && b.y < box.south) || (a.y > box.north && b.y > box.north);
        a = b;
        if (!outside && from == end) from = i;
        if (!outside || from == end) continue;
        run(from, i);
        from = end;
    }
    if (from != end) run(from, i);
}

double longest_silence(const domain::TrackColumns& columns, std::size_t piece)
{
    double longest = 0;
    for (std::size_t i = columns.start[piece] + 1; i < columns.start[piece + 1]; ++i)
        longest = std::max(longest, columns.time_s[i] - columns.time_s[i - 1]);
    return longest;
}

}  // namespace

/// How the tracks of one picture look.
struct Tracks::Look {
    const TrackLevels& levels;
    const TrackLevels::Level& level;
    std::vector<std::uint32_t> colours;  ///< by mover, and last the one of no known mover
    float half = 0.5F, arrow = 4.5F;
    double arrow_room = 0;  ///< display metres; 0: none
    std::uint8_t colour_of(std::size_t piece) const
    {
        return std::min(levels.tracks().mover[piece], static_cast<std::uint8_t>(colours.size() - 1));
    }
};

/// One arrow in each cell of the map, so that panning moves none.
class Tracks::Arrows {
public:
    explicit Arrows(double room) : m_room(room) {}
    bool wanted(domain::MapPoint at, Pixel from, Pixel to)
    {
        if (m_room <= 0 || std::hypot(to.x - from.x, to.y - from.y) <= 1) return false;
        const auto x = static_cast<std::int64_t>(std::floor(at.x / m_room)),
                   y = static_cast<std::int64_t>(std::floor(at.y / m_room));
        return m_cells.insert(static_cast<std::uint64_t>(x) << 32U ^ (static_cast<std::uint64_t>(y) & 0xffffffffU))
            .second;
    }

private:
    double m_room;
    std::unordered_set<std::uint64_t> m_cells;
};

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
        m_image.upload({}, false);
        return changed;
    }
    const bool served = scene == m_scene && m_palette == frame.palette->name && m_patch.serves(frame);
    // A raster takes longer than a quick hand to its edge: the next one is begun half way there.
    const bool early = served && !complete && !m_image.empty() && !m_patch.serves(frame, raster_margin / 2);
    if (served && !early) return changed;
    if (m_work.running()) {  // its result is taken when it is there: a frame waits for nothing
        if (m_ordered != scene) m_work.give_up();
        return changed;
    }
    const auto work = [known = m_lines, scene, frame, palette = *frame.palette](const std::stop_token& stop) {
        std::shared_ptr<const Lines> lines = known;
        if (!lines || lines->levels.columns() != scene->tracks)
            lines = std::make_shared<const Lines>(Lines{TrackLevels(scene->tracks), find_gaps(*scene->tracks)});
        Frame own = frame;
        own.palette = &palette;
        return build(std::move(lines), scene, own, stop);
    };
    if (complete || (!early && scene->tracks->fixes() < little_work)) {
        show(*work({}));
        return true;
    }
    m_ordered = scene;
    m_work.start(work);
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
    m_image.upload(picture.raster, false);
}

Tracks::Look Tracks::look_of(const Lines& lines, const Frame& frame, const Patch& patch, double pixels)
{
    const domain::TrackColumns& columns = lines.levels.tracks();
    const double mpp = patch.metres_per_pixel;
    Look look{lines.levels, lines.levels.level(pixels * mpp), {}, frame.px(mpp > 300 ? 0.5 : 0.7), frame.px(4.5), 0};
    if (mpp <= arrows_below) look.arrow_room = static_cast<double>(frame.px(static_cast<double>(arrow_room))) * mpp;
    const auto dim = static_cast<float>(frame.palette->map_dim);
    for (const std::string& mover : columns.movers)
        look.colours.push_back(packed(rgba(mover_colour(mover, *frame.palette), 1, dim)));
    look.colours.push_back(packed(rgba(frame.palette->dim)));
    return look;
}

std::optional<Tracks::Picture> Tracks::build(std::shared_ptr<const Lines> lines,
                                             std::shared_ptr<const view::Scene> scene, const Frame& frame,
                                             std::stop_token stop)
{
    const TrackLevels& levels = lines->levels;
    Picture picture{lines, scene, frame.palette->name, Patch::around(frame), {}, {}, {}};
    const std::size_t pieces = levels.tracks().pieces();
    if (pieces == 0) return picture;
    const Look look = look_of(*lines, frame, picture.patch, stroke_exact);
    const double mpp = picture.patch.metres_per_pixel;
    std::vector<bool> shown(pieces, false);
    std::vector<std::uint32_t> near;
    double steps = 0;
    for (const std::uint32_t piece : scene->shown_pieces) {
        if (stop.stop_requested()) return std::nullopt;
        if (piece >= pieces) continue;
        shown[piece] = true;
        if (!levels.extent(piece).meets(picture.patch.box)) continue;
        near.push_back(piece);
        if (steps <= most_strokes)
            each_step_run(levels, look.level, piece, picture.patch.box, [&](std::uint32_t from, std::uint32_t to) {
                const auto& map = levels.tracks().map;
                for (std::uint32_t i = from + 1; i <= to; ++i) {
                    const domain::MapPoint a = map[look.level.fix(i - 1)], b = map[look.level.fix(i)];
                    const double metres = std::abs(b.x - a.x) + std::abs(b.y - a.y);
                    steps += 1 + std::min(metres / mpp, 2000.0) / stroke_pixels;
                }
            });
    }
    if (steps <= most_strokes)
        add_strokes(picture, look, near);
    else
        add_raster(picture, look_of(*lines, frame, picture.patch, raster_exact), near, frame, stop);
    add_gaps(picture, look, shown);
    if (stop.stop_requested()) return std::nullopt;
    return picture;
}

void Tracks::add_strokes(Picture& picture, const Look& look, const std::vector<std::uint32_t>& pieces)
{
    const Patch& patch = picture.patch;
    Passed passed(patch);
    Arrows arrows(look.arrow_room);
    std::vector<Pixel> line;
    const auto& map = look.levels.tracks().map;
    for (const std::uint32_t piece : pieces) {
        const std::uint32_t colour = look.colours[look.colour_of(piece)];
        each_step_run(look.levels, look.level, piece, patch.box, [&](std::uint32_t from, std::uint32_t to) {
            line.clear();
            bool hidden = false;
            for (std::uint32_t i = from; i <= to; ++i) {
                const domain::MapPoint place = map[look.level.fix(i)];
                const Pixel p = patch.pixel(place);
                const bool again = passed.again(p);
                const bool step_hidden = again && hidden && !line.empty() &&
                                         std::hypot(p.x - line.back().x, p.y - line.back().y) < 4 * hide_pixels;
                if (step_hidden) {
                    picture.mesh.add(line, look.half, colour);
                    line.assign(1, p);
                    continue;
                }
                line.push_back(p);
                hidden = again;
                if (line.size() < 2) continue;
                const Pixel before = line[line.size() - 2];
                if (arrows.wanted(place, before, p)) add_arrow(picture.mesh, before, p, look.arrow, colour);
            }
            picture.mesh.add(line, look.half, colour);
        });
    }
}

void Tracks::add_raster(Picture& picture, const Look& look, const std::vector<std::uint32_t>& pieces,
                        const Frame& frame, const std::stop_token& stop)
{
    const Patch& patch = picture.patch = Patch::around(frame, raster_margin);
    const double mpp = patch.metres_per_pixel;
    // Texels fall on the pixels of the frame, whose middle is between two of them where its side is even.
    const auto edge = [mpp](double metres, int side) { return std::floor(metres / mpp) - (side % 2 == 0 ? 0 : 0.5); };
    const double left = edge(patch.box.west - patch.centre.x, frame.camera.width),
                 top = edge(patch.centre.y - patch.box.north, frame.camera.height);
    Raster& raster = picture.raster;
    raster.columns = static_cast<int>(std::ceil((patch.box.east - patch.centre.x) / mpp - left));
    raster.rows = static_cast<int>(std::ceil((patch.centre.y - patch.box.south) / mpp - top));
    raster.box = {patch.centre.x + left * mpp, patch.centre.y - (top + raster.rows) * mpp,
                  patch.centre.x + (left + raster.columns) * mpp, patch.centre.y - top * mpp};
    const Pixel corner{static_cast<float>(left), static_cast<float>(top)};
    // Two halves on two threads, whatever the machine: the picture does not depend on it.
    LineCanvas one(raster.columns, raster.rows), two(raster.columns, raster.rows);
    std::size_t all = 0, half = 0, middle = 0;
    const auto steps = [&](std::uint32_t piece) { return look.level.start[piece + 1] - look.level.start[piece]; };
    for (const std::uint32_t piece : pieces) all += steps(piece);
    while (middle < pieces.size() && half * 2 < all) half += steps(pieces[middle++]);
    const std::span<const std::uint32_t> rest = pieces;
    {
        const std::jthread second([&] { add_lines(two, patch, look, rest.subspan(middle), corner, stop); });
        add_lines(one, patch, look, rest.first(middle), corner, stop);
    }
    if (look.arrow_room > 0) add_arrows(picture.mesh, patch, look, pieces);
    if (stop.stop_requested()) return;
    colour_raster(raster, look, one, two, static_cast<double>(all));
}

/// Where few pass, a line is as it is drawn one by one; the more there are in view, the more a pixel's share of them
/// tells, so that ten thousand patrols show where most went.
void Tracks::colour_raster(Raster& raster, const Look& look, const LineCanvas& one, const LineCanvas& two, double steps)
{
    const double crowd = std::clamp(std::log2(steps / most_strokes) / 8, 0.0, 1.0);
    const auto faintest = static_cast<float>(1 - 0.75 * crowd);
    int most = 1;
    for (int y = 0; y < raster.rows; ++y)
        for (int x = 0; x < raster.columns; ++x) most = std::max(most, one.at(x, y).times + two.at(x, y).times);
    std::array<float, 256> share{};  // by the logarithm of how often, in steps of an eighth
    const float top = std::log2(static_cast<float>(most) + 1);
    for (std::size_t i = 0; i < share.size(); ++i)
        share[i] = std::min(1.0F, faintest + (1 - faintest) * static_cast<float>(i) / 8 / top);
    std::array<std::uint8_t, 1024> eighths{};
    for (std::size_t n = 0; n < eighths.size(); ++n)
        eighths[n] = static_cast<std::uint8_t>(std::lround(8 * std::log2(static_cast<float>(n) + 1)));
    const auto eighth = [&](std::size_t n) {
        unsigned shift = 0;
        for (; n >= eighths.size(); n /= 2) ++shift;
        return std::min<std::size_t>(eighths[n] + std::size_t{8} * shift, 255);
    };
    raster.fill([&](int x, int y) {
        const LineCanvas::Point &a = one.at(x, y), &b = two.at(x, y);
        const LineCanvas::Point& fuller = b.cover > a.cover ? b : a;
        if (fuller.cover == 0) return 0U;
        const float alpha = static_cast<float>(fuller.cover) / 255 * share[eighth(std::size_t{a.times} + b.times)];
        const std::uint32_t colour = look.colours[fuller.colour];
        std::uint32_t texel = 0;
        for (unsigned shift = 0; shift < 32; shift += 8)
            texel |= static_cast<std::uint32_t>(static_cast<float>(colour >> shift & 0xffU) * alpha + 0.5F) << shift;
        return texel;
    });
}

void Tracks::add_lines(LineCanvas& canvas, const Patch& patch, const Look& look, std::span<const std::uint32_t> pieces,
                       Pixel corner, const std::stop_token& stop)
{
    const auto& map = look.levels.tracks().map;
    for (const std::uint32_t piece : pieces) {
        if (stop.stop_requested()) return;
        const std::uint8_t colour = look.colour_of(piece);
        each_step_run(look.levels, look.level, piece, patch.box, [&](std::uint32_t from, std::uint32_t to) {
            const auto pixel = [&](std::uint32_t i) {
                const Pixel p = patch.pixel(map[look.level.fix(i)]);
                return Pixel{p.x - corner.x, p.y - corner.y};
            };
            Pixel before = pixel(from);
            for (std::uint32_t i = from + 1; i <= to; ++i) {
                const Pixel p = pixel(i);
                canvas.line(before, p, look.half, colour);
                before = p;
            }
        });
    }
}

void Tracks::add_arrows(StrokeMesh& mesh, const Patch& patch, const Look& look, std::span<const std::uint32_t> pieces)
{
    Arrows arrows(look.arrow_room);
    const auto& map = look.levels.tracks().map;
    for (const std::uint32_t piece : pieces)
        each_step_run(look.levels, look.level, piece, patch.box, [&](std::uint32_t from, std::uint32_t to) {
            for (std::uint32_t i = from + 1; i <= to; ++i) {
                const domain::MapPoint place = map[look.level.fix(i)];
                const Pixel before = patch.pixel(map[look.level.fix(i - 1)]), p = patch.pixel(place);
                if (arrows.wanted(place, before, p))
                    add_arrow(mesh, before, p, look.arrow, look.colours[look.colour_of(piece)]);
            }
        });
}

void Tracks::add_gaps(Picture& picture, const Look& look, const std::vector<bool>& shown)
{
    const domain::TrackColumns& columns = look.levels.tracks();
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
        picture.gaps.add(line, look.half, look.colours[look.colour_of(gap.after)],
                         static_cast<float>(std::fmod(along, static_cast<double>(gap_period))));
    }
}

void Tracks::draw(const Program& stroke, const Program& image, const Frame& frame) const
{
    // From afar tracks are a ground that incidents stand on, from near they are read one by one.
    const double near = std::clamp(std::log2(2000 / frame.camera.metres_per_pixel) / std::log2(2000 / 120.0), 0.0, 1.0);
    const auto alpha = static_cast<float>(0.28 + 0.6 * near), faint = alpha * 0.7F;
    const float grow = m_patch.grow(frame);
    m_image.draw(image, frame, {alpha, alpha, alpha, alpha});
    m_gap_buffer.draw(stroke, frame, m_patch.shift(frame), {{faint, faint, faint, faint}, 0, gap_on, gap_period}, grow);
    m_buffer.draw(stroke, frame, m_patch.shift(frame), {{alpha, alpha, alpha, alpha}, 0, 0, 0}, grow);
}

}  // namespace tuantra::render
