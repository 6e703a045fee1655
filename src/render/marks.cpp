#include "render/marks.hpp"

#include "render/symbols.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace tuantra::render {

using domain::MapPoint;

namespace {

constexpr std::size_t most_single = 15'000;  // beyond, positions are binned
constexpr double bin_pixels = 2.5;           // design pixels
constexpr std::size_t many = 800;            // in view: dots shrink to specks
constexpr double dot_pixels = 2;             // dots nearer than this hide each other

std::uint64_t cell_key(std::int64_t x, std::int64_t y)
{
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(x)) << 32U | static_cast<std::uint32_t>(y);
}

/// Scales in steps of the square root of two, so that what depends on them stays while the zoom glides.
double stepped(double metres_per_pixel)
{
    return std::exp2(std::round(std::log2(metres_per_pixel) * 2) / 2);
}

/// Room for one full symbol, design pixels: calm from afar, complete from near.
double symbol_room(double metres_per_pixel, std::size_t shown)
{
    if (shown <= 300) return 22;
    const double far = std::clamp(std::log2(metres_per_pixel / 60) / std::log2(1500.0 / 60), 0.0, 1.0);
    return 24 + far * 40;
}

double bin_step(const Frame& frame)
{
    return stepped(frame.camera.metres_per_pixel) * bin_pixels * static_cast<double>(frame.scale);
}

struct Bin {
    float n = 0, r = 0, g = 0, b = 0;
};

std::vector<std::uint32_t> coloured(const std::vector<Bin>& bins)
{
    float most = 1;
    for (const Bin& b : bins) most = std::max(most, b.n);
    const float top = std::log1p(most);
    std::vector<std::uint32_t> texels(bins.size());
    for (std::size_t i = 0; i < bins.size(); ++i) {
        const Bin& b = bins[i];
        if (b.n <= 0) continue;
        const float share = std::log1p(b.n) / top, alpha = 0.35F + 0.65F * share;
        const float white = share > 0.6F ? (share - 0.6F) * 0.9F : 0.0F;  // the fullest bins stand out in grey too
        const auto part = [&](float sum) { return (sum / b.n * (1 - white) + white) * alpha; };
        texels[i] = packed({part(b.r), part(b.g), part(b.b), alpha});
    }
    return texels;
}

}  // namespace

Marks::Points::Points()
{
    describe(
        array, buffer, sizeof(Vertex),
        {{2, GL_FLOAT, offsetof(Vertex, x)}, {1, GL_UNSIGNED_INT, offsetof(Vertex, cell), Attribute::As::integer}});
    glBindVertexArray(0);
}

void Marks::Points::upload(const std::vector<Vertex>& vertices)
{
    count = static_cast<GLsizei>(vertices.size());
    if (count == 0) return;
    glBindBuffer(GL_ARRAY_BUFFER, buffer.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(vertices.size() * sizeof(Vertex)), vertices.data(),
                 GL_STREAM_DRAW);
}

Marks::Marks(GlyphAtlas& glyphs, float scale)
{
    const auto send = [](Sheet& to, const SymbolSheet& from) {
        to.side = from.side;
        fill_texture(to.texture, GL_RGBA8, GL_RGBA, from.side * static_cast<int>(domain::kind_count), from.side,
                     from.rgba.data(), false);
    };
    send(m_symbol_sheet, full_symbols(glyphs, scale));
    send(m_dot_sheet, dot_symbols(scale));
    send(m_speck_sheet, speck_symbols(scale));
}

bool Marks::Picture::serves(const Frame& frame) const
{
    if (!index || index->size() == 0) return true;
    if (!binned) return patch.serves(frame);
    const MapBox view = frame.box();
    return bin_step(frame) == step && view.west >= raster.box.west && view.east <= raster.box.east &&
           view.south >= raster.box.south && view.north <= raster.box.north && index->at_most(view) > most_single;
}

bool Marks::prepare(const std::shared_ptr<const view::Scene>& scene, const Frame& frame, bool complete)
{
    bool changed = false;
    if (auto picture = m_work.take(complete); picture && picture->scene == scene) {
        show(std::move(*picture));
        changed = true;
    }
    if (scene == m_picture.scene && m_picture.serves(frame)) return changed;
    if (m_work.running()) {  // its result is taken when it is there: a frame waits for nothing
        if (m_ordered != scene) m_work.give_up();
        return changed;
    }
    const auto work = [scene, index = scene == m_picture.scene ? m_picture.index : nullptr,
                       frame](const std::stop_token& stop) { return build(scene, index, frame, stop); };
    const bool little = scene == m_picture.scene ? m_picture.index->at_most(Patch::around(frame).box) < little_work
                                                 : !scene || !scene->incidents || scene->shown.size() < little_work;
    if (complete || little) {
        show(*work({}));
        return true;
    }
    m_ordered = scene;
    m_work.start(work);
    return changed;
}

void Marks::show(Picture picture)
{
    m_picture = std::move(picture);
    m_dots.upload(m_picture.dots);
    m_symbols.upload(m_picture.symbols);
    m_image.upload(m_picture.raster, true);
    m_picture.dots = {};
    m_picture.raster.squares = {};
    m_picture.raster.texels = {};
}

std::optional<Marks::Picture> Marks::build(std::shared_ptr<const view::Scene> scene,
                                           std::shared_ptr<const PlaceIndex> index, const Frame& frame,
                                           const std::stop_token& stop)
{
    Picture picture;
    if (!index && scene && scene->incidents)
        index = std::make_shared<const PlaceIndex>(scene->incidents->map, scene->shown);
    picture.scene = std::move(scene);
    picture.index = std::move(index);
    if (!picture.index || picture.index->size() == 0) return picture;
    if (stop.stop_requested()) return std::nullopt;
    picture.binned = picture.index->at_most(frame.box()) > most_single;
    picture.patch = Patch::around(frame);
    if (picture.binned)
        bin(picture, frame);
    else
        gather(picture, frame);
    return picture;
}

void Marks::gather(Picture& picture, const Frame& frame)
{
    const Patch& patch = picture.patch;
    const domain::IncidentColumns& rows = *picture.scene->incidents;
    struct Found {
        std::uint32_t row;
        MapPoint place;
        std::uint64_t cell;
    };
    std::vector<Found> found;
    const double room = symbol_room(patch.metres_per_pixel, picture.index->size()) * static_cast<double>(frame.scale) *
                        stepped(patch.metres_per_pixel);
    const auto column = [room](double v) { return static_cast<std::int64_t>(std::floor(v / room)); };
    picture.index->each(patch.box, [&](std::uint32_t row, MapPoint p) {
        found.push_back({row, p, cell_key(column(p.x), column(p.y))});
    });
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.row < b.row; });

    // One full symbol a cell of the plane: the gravest, then the latest. Cells are fixed to the map, so panning changes
    // none.
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        return rows.severity[a] != rows.severity[b] ? rows.severity[a] > rows.severity[b] : a > b;
    };
    std::unordered_map<std::uint64_t, std::uint32_t> best;
    best.reserve(1024);
    for (const Found& f : found) {
        const auto [at, fresh] = best.try_emplace(f.cell, f.row);
        if (!fresh && before(f.row, at->second)) at->second = f.row;
    }
    const auto crowded = [&](const Found& f) {
        const double near = std::min(room, 21 * static_cast<double>(frame.scale) * patch.metres_per_pixel);
        for (int dy = -1; dy <= 1; ++dy)
            for (int dx = -1; dx <= 1; ++dx) {
                const auto other = best.find(cell_key(column(f.place.x) + dx, column(f.place.y) + dy));
                if (other == best.end() || other->second == f.row || !before(other->second, f.row)) continue;
                const MapPoint q = rows.map[other->second];
                if (std::hypot(q.x - f.place.x, q.y - f.place.y) < near) return true;
            }
        return false;
    };

    std::vector<Vertex>& dots = picture.dots;
    picture.specks = found.size() > many;
    const double dot = dot_pixels * static_cast<double>(frame.scale) * patch.metres_per_pixel;
    const auto wide = static_cast<std::size_t>((patch.box.east - patch.box.west) / dot) + 2;
    const auto high = static_cast<std::size_t>((patch.box.north - patch.box.south) / dot) + 2;
    std::vector<bool> taken(wide * high);
    for (auto f = found.rbegin(); f != found.rend(); ++f) {
        const Pixel p = patch.pixel(f->place);
        const auto kind = static_cast<std::uint32_t>(rows.kind[f->row]);
        if (best.find(f->cell)->second == f->row && !crowded(*f)) {
            picture.symbol_rows.push_back(f->row);
            picture.symbols.push_back({p.x, p.y, kind});
            continue;
        }
        const auto at = static_cast<std::size_t>((f->place.y - patch.box.south) / dot) * wide +
                        static_cast<std::size_t>((f->place.x - patch.box.west) / dot);
        if (taken[at]) continue;
        taken[at] = true;
        dots.push_back({p.x, p.y, kind});
    }
    std::reverse(dots.begin(), dots.end());
    std::reverse(picture.symbol_rows.begin(), picture.symbol_rows.end());
    std::reverse(picture.symbols.begin(), picture.symbols.end());
}

void Marks::bin(Picture& picture, const Frame& frame)
{
    Raster& out = picture.raster;
    const double step = picture.step = bin_step(frame);
    const MapBox wanted = frame.box(0.25 * std::max(frame.camera.width, frame.camera.height));
    out.box = {std::floor(wanted.west / step) * step, std::floor(wanted.south / step) * step,
               std::ceil(wanted.east / step) * step, std::ceil(wanted.north / step) * step};
    const int columns = out.columns = static_cast<int>(std::lround((out.box.east - out.box.west) / step));
    const int rows = out.rows = static_cast<int>(std::lround((out.box.north - out.box.south) / step));
    std::vector<Bin> bins(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    std::array<Bin, domain::kind_count> colours;
    for (std::size_t k = 0; k < domain::kind_count; ++k) {
        const Rgba c = rgba(opaque_rgb(domain::kinds()[k].rgb));
        colours[k] = {1, c[0], c[1], c[2]};
    }
    const domain::IncidentColumns& data = *picture.scene->incidents;
    const double per_step = 1 / step;
    const auto add = [&](std::uint32_t row, MapPoint p) {
        const double x = (p.x - out.box.west) * per_step, y = (out.box.north - p.y) * per_step;
        if (!(x >= 0 && y >= 0 && x < columns && y < rows)) return;
        Bin& b = bins[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(x)];
        const Bin& c = colours[static_cast<std::size_t>(data.kind[row])];
        b.n += c.n;
        b.r += c.r;
        b.g += c.g;
        b.b += c.b;
    };
    // Reading the columns in their order is several times faster than hopping through cells, unless few cells are
    // wanted.
    if (picture.index->at_most(out.box) > picture.index->size() / 4)
        for (const std::uint32_t row : picture.scene->shown) add(row, data.map[row]);
    else
        picture.index->each(out.box, add);
    const auto texels = coloured(bins);
    out.fill([&](int x, int y) {
        return texels[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(x)];
    });
}

void Marks::draw_points(const Program& mark, const Frame& frame, const Points& points, const Sheet& sheet, Pixel shift,
                        float grow, float alpha) const
{
    if (points.count == 0) return;
    mark.use();
    set_space(mark, frame, shift);
    glUniform1f(mark.uniform("u_grow"), grow);
    glUniform1f(mark.uniform("u_side"), static_cast<float>(sheet.side));
    glUniform1f(mark.uniform("u_cells"), static_cast<float>(domain::kind_count));
    const auto dim = static_cast<float>(frame.palette->map_dim);
    set_colour(mark.uniform("u_tint"), {dim * alpha, dim * alpha, dim * alpha, alpha});
    glBindTexture(GL_TEXTURE_2D, sheet.texture.id());
    glBindVertexArray(points.array.id());
    glDrawArrays(GL_POINTS, 0, points.count);
}

void Marks::draw(const Program& mark, const Program& image, const Frame& frame) const
{
    if (size() == 0) return;
    if (!m_picture.binned) {
        const Pixel shift = m_picture.patch.shift(frame);
        const float grow = m_picture.patch.grow(frame);
        if (m_picture.specks)
            draw_points(mark, frame, m_dots, m_speck_sheet, shift, grow, 0.8F);
        else
            draw_points(mark, frame, m_dots, m_dot_sheet, shift, grow);
        draw_points(mark, frame, m_symbols, m_symbol_sheet, shift, grow);
        return;
    }
    const auto dim = static_cast<float>(frame.palette->map_dim);
    m_image.draw(image, frame, {dim, dim, dim, 1});
}

void Marks::draw_pointed(const Program& mark, const view::Model& model, const Frame& frame, StrokeMesh& overlay)
{
    if (!m_picture.scene || !m_picture.scene->incidents) return;
    const domain::IncidentColumns& rows = *m_picture.scene->incidents;
    std::vector<Vertex> vertices;
    const auto add = [&](std::uint32_t row, view::Colour colour, double radius, double half_width) {
        if (row >= rows.size()) return;
        const Pixel p = frame.pixel(rows.map[row]);
        if (!(std::abs(p.x) < 1e5F && std::abs(p.y) < 1e5F)) return;
        vertices.push_back({p.x, p.y, static_cast<std::uint32_t>(rows.kind[row])});
        const Pixel middle{std::floor(p.x) + 0.5F, std::floor(p.y) + 0.5F};
        overlay.add_ring(middle, frame.px(radius), frame.px(half_width + 1), packed(rgba(opaque_rgb(0x0e151d), 0.6F)));
        overlay.add_ring(middle, frame.px(radius), frame.px(half_width), packed(rgba(colour)));
    };
    if (model.hovered) add(*model.hovered, frame.palette->accent, 14, 0.9);
    if (model.selected) {
        const auto at = std::find(rows.id.begin(), rows.id.end(), *model.selected);
        if (at != rows.id.end()) add(static_cast<std::uint32_t>(at - rows.id.begin()), opaque_rgb(0xffffff), 15.5, 1.3);
    }
    if (vertices.empty()) return;
    m_pointed.upload(vertices);
    draw_points(mark, frame, m_pointed, m_symbol_sheet, {0, 0}, 1);
}

std::optional<std::uint32_t> Marks::pick(const view::Model& model, view::ScreenPoint at, float reach) const
{
    if (!model.scene || model.scene != m_picture.scene || size() == 0) return std::nullopt;
    const MapPoint place = view::to_map(model.camera, at);
    const double metres = static_cast<double>(reach) * model.camera.metres_per_pixel;
    const domain::IncidentColumns& rows = *m_picture.scene->incidents;
    std::optional<std::uint32_t> best;
    double nearest = metres * metres;
    const auto consider = [&](std::uint32_t row, MapPoint p) {
        const double dx = p.x - place.x, dy = p.y - place.y, d = dx * dx + dy * dy;
        if (d > nearest || (d == nearest && best && *best > row)) return;
        nearest = d;
        best = row;
    };
    // A symbol lies above the dots around it, so it is what the user points at.
    for (const std::uint32_t row : m_picture.symbol_rows) consider(row, rows.map[row]);
    if (!best)
        m_picture.index->each({place.x - metres, place.y - metres, place.x + metres, place.y + metres}, consider);
    return best;
}

void Marks::each_symbol(const Frame& frame, const std::function<void(PixelBox)>& visit) const
{
    if (m_picture.binned || size() == 0) return;
    const Pixel shift = m_picture.patch.shift(frame);
    const float grow = m_picture.patch.grow(frame);
    const float half = frame.px(9);
    for (const Vertex& v : m_picture.symbols) {
        const float x = v.x * grow + shift.x, y = v.y * grow + shift.y;
        if (x > 0 && y > 0 && x < frame.width() && y < frame.height()) visit({x - half, y - half, x + half, y + half});
    }
}

}  // namespace tuantra::render
