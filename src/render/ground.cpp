#include "render/ground.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::render {

using domain::MapLine;
using domain::MapPoint;

namespace {

constexpr double level_limits[2] = {1500, 220};  // metres per pixel from which levels 0 and 1 are exact enough
constexpr float dash_on = 6, dash_period = 9.5F;

std::vector<std::vector<MapPoint>> points_of(const std::vector<MapLine>& lines,
                                             const std::function<bool(const MapLine&)>& wanted)
{
    std::vector<std::vector<MapPoint>> out;
    for (const MapLine& line : lines)
        if (line.points.size() > 1 && wanted(line)) out.push_back(line.points);
    return out;
}

bool valid_on(const MapLine& line, const std::string& day)
{
    if (day.empty()) return line.valid_to.empty();
    return (line.valid_from.empty() || line.valid_from <= day) && (line.valid_to.empty() || line.valid_to > day);
}

/// How much lighter (positive) or darker a place is drawn, from its slope towards a light in the north-west.
float shade_of(const domain::Relief& relief, int x, int y)
{
    const auto at = [&](int cx, int cy) {
        cx = std::clamp(cx, 0, relief.width - 1);
        cy = std::clamp(cy, 0, relief.height - 1);
        return static_cast<float>(relief.metres[static_cast<std::size_t>(cy) * static_cast<std::size_t>(relief.width) +
                                                static_cast<std::size_t>(cx)]);
    };
    const float east = at(x + 1, y) - at(x - 1, y), south = at(x, y + 1) - at(x, y - 1);
    return std::clamp((east + south) / 1600, -1.0F, 1.0F);
}

}  // namespace

Programs::Programs(const std::filesystem::path& shaders)
    : land(shaders, "land"),
      stroke(shaders, "stroke"),
      image(shaders, "image"),
      text(shaders, "text"),
      mark(shaders, "mark"),
      heat(shaders, "heat"),
      glow(shaders, "glow")
{
}

Ground::Shape Ground::shape_of(const domain::Basemap& basemap, std::size_t level)
{
    Shape shape;
    for (const domain::LandPolygon& polygon : basemap.land[level])
        add_polygon(shape.meshes[static_cast<std::size_t>(polygon.land_class)], polygon.rings);
    const Shores lines = shores(basemap.land[level]);
    shape.home_shore = LineSet(lines.home);
    shape.other_shore = LineSet(lines.other);
    return shape;
}

Ground::Land::Land(Shape shape) : home_shore(std::move(shape.home_shore)), other_shore(std::move(shape.other_shore))
{
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Mesh& mesh = shape.meshes[i];
        describe(parts[i].array, parts[i].vertices, sizeof(FixedPoint), {{2, GL_INT, 0, Attribute::As::integer}});
        glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(mesh.vertices.size() * sizeof(FixedPoint)),
                     mesh.vertices.data(), GL_STATIC_DRAW);
        glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, parts[i].indices.id());
        glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(mesh.indices.size() * sizeof(std::uint32_t)),
                     mesh.indices.data(), GL_STATIC_DRAW);
        glBindVertexArray(0);
        parts[i].runs = mesh.runs;
    }
}

bool Ground::prepare(const std::shared_ptr<const domain::Basemap>& basemap, const std::string& today,
                     const Frame& frame, bool complete)
{
    bool changed = basemap != m_basemap;
    if (changed) {
        m_basemap = basemap;
        m_shown = nullptr;
        m_coming_lines.take(true);
        m_lines.reset();
        m_relief.reset();
        for (std::size_t level = 0; level < m_land.size(); ++level) {
            m_land[level].reset();
            m_coming[level].take(true);
            if (basemap && !basemap->land[level].empty())
                m_coming[level].start([basemap, level] { return shape_of(*basemap, level); });
        }
    }
    if (!m_basemap) return changed;
    const Land* before = m_shown;
    choose_land(frame, complete);
    changed = take_lines(today, complete) || m_shown != before || changed;
    const float s = frame.scale;
    if (m_shown != nullptr) {
        m_shown->home_shore.prepare(frame, 1.2F * s);
        m_shown->other_shore.prepare(frame, 0.8F * s);
    }
    if (!m_lines) return changed;
    m_lines->border.prepare(frame, 2.4F * s, dash_period * s);
    m_lines->abroad.prepare(frame, 0.8F * s);
    m_lines->coast.prepare(frame, 1.2F * s);
    m_lines->provinces.prepare(frame, 0.8F * s);
    for (MapStrokes& river : m_lines->rivers) river.prepare(frame, 1.2F * s);
    return changed;
}

bool Ground::busy() const
{
    return m_coming_lines.running() || m_coming[m_wanted].running();
}

void Ground::choose_land(const Frame& frame, bool complete)
{
    const double mpp = frame.camera.metres_per_pixel / static_cast<double>(std::max(frame.scale, 1.0F));
    const std::size_t wanted = m_wanted = mpp >= level_limits[0] ? 0 : mpp >= level_limits[1] ? 1 : 2;
    for (std::size_t level = 0; level < m_land.size(); ++level)
        if (auto shape = m_coming[level].take(complete && level == wanted))
            m_land[level] = std::make_unique<Land>(std::move(*shape));
    for (const std::size_t level : {wanted, wanted - 1, wanted - 2, wanted + 1, wanted + 2})
        if (level < m_land.size() && m_land[level]) {
            m_shown = m_land[level].get();
            return;
        }
}

Ground::LineSets Ground::line_sets(const domain::Basemap& basemap, const std::string& today)
{
    const auto all = [](const MapLine&) { return true; };
    const auto rank = [](int low, int high) {
        return [=](const MapLine& l) { return l.rank >= low && l.rank <= high; };
    };
    const bool shores_known =
        std::any_of(basemap.land.begin(), basemap.land.end(), [](const auto& l) { return !l.empty(); });
    LineSets sets;
    sets.today = today;
    sets.border = LineSet(points_of(basemap.border, all), true);
    sets.abroad = LineSet(points_of(basemap.borders_abroad, all));
    if (!shores_known) sets.coast = LineSet(points_of(basemap.coast, all));
    sets.provinces = LineSet(points_of(basemap.province_lines, [&](const MapLine& l) { return valid_on(l, today); }));
    sets.rivers = {LineSet(points_of(basemap.rivers, rank(-9, 2))), LineSet(points_of(basemap.rivers, rank(3, 4))),
                   LineSet(points_of(basemap.rivers, rank(5, 99)))};
    return sets;
}

bool Ground::take_lines(const std::string& today, bool complete)
{
    const auto show = [this](LineSets sets) {
        m_today = std::move(sets.today);
        m_lines =
            std::make_unique<Lines>(Lines{MapStrokes(std::move(sets.border)),
                                          MapStrokes(std::move(sets.abroad)),
                                          MapStrokes(std::move(sets.coast)),
                                          MapStrokes(std::move(sets.provinces)),
                                          {MapStrokes(std::move(sets.rivers[0])), MapStrokes(std::move(sets.rivers[1])),
                                           MapStrokes(std::move(sets.rivers[2]))}});
    };
    bool changed = false;
    if (auto sets = m_coming_lines.take(complete)) {
        show(std::move(*sets));
        changed = true;
    }
    if (m_coming_lines.running() || (m_lines && m_today == today)) return changed;
    if (complete) {
        show(line_sets(*m_basemap, today));
        return true;
    }
    m_coming_lines.start([basemap = m_basemap, today] { return line_sets(*basemap, today); });
    return changed;
}

void Ground::build_relief(const Frame& frame)
{
    const domain::Relief& from = m_basemap->relief;
    m_relief = std::make_unique<Relief>();
    m_relief->dark = frame.palette->dark;
    const auto cells =
        static_cast<std::size_t>(std::max(from.width, 0)) * static_cast<std::size_t>(std::max(from.height, 0));
    if (cells < 4 || from.metres.size() < cells) return;
    std::vector<std::uint8_t> texels;
    texels.reserve(cells * 4);
    for (int y = 0; y < from.height; ++y)
        for (int x = 0; x < from.width; ++x) {
            const auto metres =
                static_cast<float>(from.metres[static_cast<std::size_t>(y) * static_cast<std::size_t>(from.width) +
                                               static_cast<std::size_t>(x)]);
            const float shade = metres > 0 ? shade_of(from, x, y) : 0;
            float dark = metres > 0 ? std::max(0.0F, -shade) * 0.45F
                                    : std::log1p(-metres / 60) / std::log1p(4500.0F / 60) * 0.5F;
            const float light = metres > 0 ? std::max(0.0F, shade) * 0.16F + std::min(metres / 3000, 1.0F) * 0.07F : 0;
            if (!frame.palette->dark) dark *= 0.55F;
            const std::uint32_t c = packed({light, light, light, std::min(dark + light, 1.0F)});
            for (unsigned part = 0; part < 4; ++part)
                texels.push_back(static_cast<std::uint8_t>(c >> (8 * part) & 0xffU));
        }
    fill_texture(m_relief->texture, GL_RGBA8, GL_RGBA, from.width, from.height, texels.data(), true);

    // Rows are even in latitude, the map is not: a strip of rectangles follows it.
    constexpr int strips = 48;
    struct Corner {
        float x, y, u, v;
        std::uint32_t rgba;
    };
    std::vector<Corner> corners;
    const MapPoint north_west = domain::to_map({from.box.west, from.box.north});
    m_relief->origin = north_west;
    for (int i = 0; i <= strips; ++i) {
        const double t = static_cast<double>(i) / strips;
        const MapPoint right = domain::to_map({from.box.east, from.box.north + (from.box.south - from.box.north) * t});
        const auto y = static_cast<float>(north_west.y - right.y), v = static_cast<float>(t);
        corners.push_back({0, y, 0, v, 0xffffffffU});
        corners.push_back({static_cast<float>(right.x - north_west.x), y, 1, v, 0xffffffffU});
    }
    describe(m_relief->array, m_relief->vertices, sizeof(Corner),
             {{2, GL_FLOAT, 0},
              {2, GL_FLOAT, offsetof(Corner, u)},
              {4, GL_UNSIGNED_BYTE, offsetof(Corner, rgba), Attribute::As::normalised}});
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(corners.size() * sizeof(Corner)), corners.data(),
                 GL_STATIC_DRAW);
    m_relief->count = static_cast<GLsizei>(corners.size());
}

void Ground::draw_land(const Program& land, const Frame& frame) const
{
    const view::Palette& palette = *frame.palette;
    const view::Colour colours[3] = {palette.abroad, palette.land, mixed(palette.land, palette.abroad, 0.45)};
    land.use();
    const FixedPoint centre = to_fixed(frame.camera.centre);
    glUniform2i(land.uniform("u_centre"), centre.x, centre.y);
    const double step = 2 / (frame.camera.metres_per_pixel * fixed_per_metre);
    glUniform2f(land.uniform("u_scale"), static_cast<float>(step / frame.camera.width),
                static_cast<float>(step / frame.camera.height));
    const MapBox view = frame.box();
    for (const auto c : {domain::LandClass::abroad, domain::LandClass::home, domain::LandClass::island}) {
        const auto& part = m_shown->parts[static_cast<std::size_t>(c)];
        std::vector<GLsizei> counts;
        std::vector<const void*> offsets;
        std::uint32_t end = 0;
        for (const Mesh::Run& run : part.runs) {
            if (!run.box.meets(view)) continue;
            if (!counts.empty() && run.first == end)
                counts.back() += static_cast<GLsizei>(run.count);
            else {
                counts.push_back(static_cast<GLsizei>(run.count));
                offsets.push_back(
                    reinterpret_cast<const void*>(static_cast<std::size_t>(run.first) * sizeof(std::uint32_t)));
            }
            end = run.first + run.count;
        }
        if (counts.empty()) continue;
        set_colour(land.uniform("u_colour"), rgba(colours[static_cast<std::size_t>(c)]));
        glBindVertexArray(part.array.id());
        glMultiDrawElements(GL_TRIANGLES, counts.data(), GL_UNSIGNED_INT, offsets.data(),
                            static_cast<GLsizei>(counts.size()));
    }
}

void Ground::draw_relief(const Program& image, const Frame& frame) const
{
    if (!m_relief || m_relief->count == 0) return;
    image.use();
    set_space(image, frame, frame.pixel(m_relief->origin));
    glUniform1f(image.uniform("u_grow"), static_cast<float>(1 / frame.camera.metres_per_pixel));
    glBindTexture(GL_TEXTURE_2D, m_relief->texture.id());
    glBindVertexArray(m_relief->array.id());
    glDrawArrays(GL_TRIANGLE_STRIP, 0, m_relief->count);
}

void Ground::draw(const Programs& programs, const Frame& frame, bool relief, bool rivers, bool provinces)
{
    const Rgba sea = rgba(frame.palette->sea);
    glClearColor(sea[0], sea[1], sea[2], 1);
    glClear(GL_COLOR_BUFFER_BIT);
    if (!m_basemap) return;
    glDisable(GL_BLEND);
    if (m_shown != nullptr) draw_land(programs.land, frame);
    glEnable(GL_BLEND);
    if (relief) {
        if (!m_relief || m_relief->dark != frame.palette->dark) build_relief(frame);
        draw_relief(programs.image, frame);
    }
    const double mpp = frame.camera.metres_per_pixel;
    const auto width_at = [&](double design, double fade_from) {  // thinner and fainter from afar
        return static_cast<float>(design * std::clamp(fade_from / mpp, 0.35, 1.0)) / 2 * frame.scale;
    };
    if (!m_lines) return;
    if (rivers) {
        constexpr double seen_below[3] = {4000, 1200, 450}, widths[3] = {1.6, 1.2, 1.0};
        for (std::size_t i = 0; i < m_lines->rivers.size(); ++i)
            if (mpp < seen_below[i])
                m_lines->rivers[i].draw(
                    programs.stroke, frame,
                    {rgba(frame.palette->river, mpp > 900 ? 0.7F : 0.9F), width_at(widths[i], 700), 0, 0});
    }
    if (provinces && mpp < 2600)
        m_lines->provinces.draw(programs.stroke, frame,
                                {rgba(frame.palette->province, mpp > 1200 ? 0.55F : 0.85F), width_at(1, 1500), 0, 0});
}

void Ground::draw_borders(const Programs& programs, const Frame& frame)
{
    if (!m_lines) return;
    const view::Palette& palette = *frame.palette;
    const float s = frame.scale;
    const auto dim = static_cast<float>(palette.map_dim);
    m_lines->abroad.draw(programs.stroke, frame, {rgba(palette.province, 0.9F), 0.5F * s, 0, 0});
    if (m_shown != nullptr) {
        m_shown->other_shore.draw(programs.stroke, frame, {rgba(palette.coast, 0.34F, dim), 0.4F * s, 0, 0});
        m_shown->home_shore.draw(programs.stroke, frame, {rgba(palette.coast, 0.95F, dim), 0.6F * s, 0, 0});
    }
    m_lines->coast.draw(programs.stroke, frame, {rgba(palette.coast, 0.95F, dim), 0.6F * s, 0, 0});
    const view::Colour casing = palette.dark ? mixed(palette.background, opaque_rgb(0), 0.3)
                                             : mixed(palette.border, opaque_rgb(0xffffff), 0.75);
    m_lines->border.draw(programs.stroke, frame, {rgba(casing, 0.75F), 1.9F * s, 0, 0});
    m_lines->border.draw(programs.stroke, frame,
                         {rgba(palette.border, 1, dim), 0.85F * s, dash_on * s, dash_period * s});
}

}  // namespace tuantra::render
