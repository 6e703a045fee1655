#include "render/movers.hpp"

#include "domain/clock.hpp"
#include "render/tracks.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::render {

namespace {

constexpr std::size_t most_fixes = 60'000;  // of all tails: beyond, fixes are left out evenly
constexpr int ages = 6;                     // steps in which a tail fades
constexpr float faintest = 0.12F, brightest = 0.85F;
constexpr float thin_pixels = 1.2F;
constexpr double silent_below = 700;  // metres per pixel: from afar the ends of patrols would hide them
constexpr double ring_s = 0.9;        // of the user's time
constexpr std::size_t most_rings = 300;

/// Steps that are powers of two, counted from the columns' beginning: the fixes that are kept stay the same while the
/// clock moves.
std::size_t stride_for(std::size_t fixes)
{
    std::size_t stride = 1;
    while (fixes / stride > most_fixes) stride *= 2;
    return stride;
}

bool touches(const domain::MapExtent& e, const MapBox& box)
{
    return e.high.x >= box.west && e.low.x <= box.east && e.high.y >= box.south && e.low.y <= box.north;
}

/// Whether the mover of a piece that ended was heard of later, until the instant: in the pieces beside it, where a wild
/// fix stands after the piece that goes on around it.
bool heard_later(const domain::TrackColumns& tracks, std::size_t piece, double at_s)
{
    const auto last = [&](std::size_t p) { return tracks.time_s[tracks.start[p + 1] - 1]; };
    const auto same = [&](std::size_t p) {
        return p < tracks.pieces() && tracks.track_id[p] == tracks.track_id[piece] &&
               tracks.start[p] < tracks.start[p + 1];
    };
    constexpr std::size_t near = 8;
    for (std::size_t p = piece + 1; p <= piece + near && same(p); ++p)
        if (tracks.time_s[tracks.start[p]] <= at_s && last(p) > last(piece)) return true;
    for (std::size_t p = piece; p > 0 && p + near > piece && same(p - 1); --p)
        if (last(p - 1) > last(piece)) return true;
    return false;
}

}  // namespace

void Movers::add_tail(const domain::TrackColumns& tracks, std::size_t piece, const domain::FixRange& range,
                      std::optional<domain::MapPoint> here, std::size_t stride, const Frame& frame, view::Colour colour)
{
    const auto dim = static_cast<float>(frame.palette->map_dim);
    const float half = frame.px(0.9);
    const double step_s = (m_at_s - m_from_s) / ages;
    int age = -1;  // 0 the oldest
    const auto flush = [&](int next) {
        const float share = static_cast<float>(age) / (ages - 1);
        if (age >= 0 && m_line.size() > 1)
            m_tails.add(m_line, half, packed(rgba(colour, faintest + (brightest - faintest) * share * share, dim)));
        if (m_line.size() > 1) m_line.erase(m_line.begin(), m_line.end() - 1);
        age = next;
    };
    const auto put = [&](domain::MapPoint place, double time_s, bool keep) {
        const Pixel p = frame.pixel(place);
        if (!keep && !m_line.empty() && std::abs(p.x - m_line.back().x) + std::abs(p.y - m_line.back().y) < thin_pixels)
            return;
        m_line.push_back(p);
        const int now = std::clamp(static_cast<int>((time_s - m_from_s) / step_s), 0, ages - 1);
        if (now != age) flush(now);
    };
    m_line.clear();
    if (const auto entered = domain::position_at(tracks, piece, m_from_s)) put(entered->place, m_from_s, true);
    for (std::size_t i = range.first; i < range.last; ++i)
        if (i % stride == 0 || i + 1 == range.last) put(tracks.map[i], tracks.time_s[i], i + 1 == range.last);
    if (here) put(*here, m_at_s, true);
    flush(-1);
    m_line.clear();
}

void Movers::add_head(const domain::TrackPosition& here, const Frame& frame, view::Colour colour)
{
    const auto dim = static_cast<float>(frame.palette->map_dim);
    const std::uint32_t fill = packed(rgba(colour, 1, dim));
    const std::uint32_t edge =
        packed(rgba(frame.palette->dark ? frame.palette->background : frame.palette->text, 0.9F));
    const Pixel p = frame.pixel(here.place);
    const float size = frame.px(6.5), rim = frame.px(1.6);
    if (!here.course) {
        m_heads.add_ring(p, 0, size * 0.6F + rim, edge);
        m_heads.add_ring(p, 0, size * 0.6F, fill);
        return;
    }
    const auto course = static_cast<float>(*here.course);
    const Pixel u{std::sin(course), -std::cos(course)};
    const auto arrow = [&](float r, std::uint32_t ink) {
        const Pixel tip{p.x + u.x * r, p.y + u.y * r};
        const Pixel left{p.x - u.x * r * 0.8F - u.y * r * 0.7F, p.y - u.y * r * 0.8F + u.x * r * 0.7F};
        const Pixel right{p.x - u.x * r * 0.8F + u.y * r * 0.7F, p.y - u.y * r * 0.8F - u.x * r * 0.7F};
        const Pixel notch{p.x - u.x * r * 0.35F, p.y - u.y * r * 0.35F};
        m_heads.add_triangle(tip, left, notch, ink);
        m_heads.add_triangle(tip, notch, right, ink);
        const Pixel outline[] = {notch, left, tip, right, notch};
        m_heads.add(outline, 0.5F, ink);
    };
    arrow(size + rim * 1.5F, edge);
    arrow(size, fill);
}

void Movers::draw(const Program& stroke, const view::Model& model, const Frame& frame)
{
    const auto& scene = model.scene;
    if (!model.playback.at_s || !scene || !scene->clock || !scene->clock->tracks()) return;
    const domain::TrackColumns& tracks = *scene->clock->tracks();
    m_at_s = *model.playback.at_s;
    m_from_s = m_at_s - model.playback.trail_s;
    if (model.filter.since) m_from_s = std::max(m_from_s, static_cast<double>(model.filter.since->unix_s));
    scene->clock->pieces_between(m_from_s, m_at_s, m_pieces);
    const MapBox view = frame.box(20);
    const bool by_place = model.filter.box.has_value();  // the scene knows which pieces pass
    std::erase_if(m_pieces, [&](std::uint32_t piece) {
        if (!touches(scene->clock->extent(piece), view)) return true;
        return by_place && !std::binary_search(scene->shown_pieces.begin(), scene->shown_pieces.end(), piece);
    });
    std::size_t fixes = 0;
    m_ranges.clear();
    for (const std::uint32_t piece : m_pieces) {
        m_ranges.push_back(domain::fixes_between(tracks, piece, m_from_s, m_at_s));
        fixes += m_ranges.back().last - m_ranges.back().first;
    }
    const std::size_t stride = stride_for(fixes);
    m_tails.clear();
    m_heads.clear();
    const auto dim = static_cast<float>(frame.palette->map_dim);
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        const std::size_t piece = m_pieces[i];
        const auto mover = tracks.mover[piece];
        const view::Colour colour =
            mover < tracks.movers.size() ? mover_colour(tracks.movers[mover], *frame.palette) : frame.palette->dim;
        const auto here = domain::position_at(tracks, piece, m_at_s);
        add_tail(tracks, piece, m_ranges[i], here ? std::optional(here->place) : std::nullopt, stride, frame, colour);
        if (here)
            add_head(*here, frame, colour);
        else if (frame.camera.metres_per_pixel < silent_below && !heard_later(tracks, piece, m_at_s))
            m_heads.add_ring(frame.pixel(tracks.map[tracks.start[piece + 1] - 1]), frame.px(3), frame.px(0.7),
                             packed(rgba(colour, 0.6F, dim)));
    }
    m_tail_buffer.upload(m_tails);
    m_tail_buffer.draw(stroke, frame, {0, 0}, {});
    m_head_buffer.upload(m_heads);
    m_head_buffer.draw(stroke, frame, {0, 0}, {});
}

void Movers::add_rings(const view::Model& model, const Frame& frame, StrokeMesh& overlay) const
{
    const auto& scene = model.scene;
    const auto& playback = model.playback;
    if (!playback.at_s || !playback.playing || !scene || !scene->any_time) return;
    const domain::IncidentColumns& rows = *scene->incidents;
    const double while_s = ring_s * playback.speed;
    const auto until = static_cast<std::int64_t>(std::floor(*playback.at_s)) + 1;
    auto fresh = domain::rows_beginning(rows, *scene->any_time,
                                        static_cast<std::int64_t>(std::floor(*playback.at_s - while_s)), until);
    if (fresh.size() > most_rings) fresh = fresh.last(most_rings);
    const auto dim = static_cast<float>(frame.palette->map_dim);
    for (const std::uint32_t row : fresh) {
        if (!model.filter.kinds.has(rows.kind[row])) continue;
        const Pixel p = frame.pixel(rows.map[row]);
        if (p.x < -40 || p.y < -40 || p.x > frame.width() + 40 || p.y > frame.height() + 40) continue;
        const double age = std::clamp((*playback.at_s - static_cast<double>(rows.from_s[row])) / while_s, 0.0, 1.0);
        const auto left = static_cast<float>(1 - age);
        overlay.add_ring(p, frame.px(8 + 12 * age), frame.px(1.1),
                         packed(rgba(opaque_rgb(domain::info(rows.kind[row]).rgb), left * 0.9F, dim)));
    }
}

}  // namespace tuantra::render
