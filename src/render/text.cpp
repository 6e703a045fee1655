#include "render/text.hpp"

#include "render/error.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_GLYPH_H
#include FT_STROKER_H

#include <algorithm>
#include <cmath>

namespace tuantra::render {

namespace {

constexpr int atlas_width = 1024;

FT_Face open_face(FT_Library library, const std::filesystem::path& file)
{
    FT_Face face = nullptr;
    if (FT_New_Face(library, file.c_str(), 0, &face) != 0) throw Error("cannot read the font " + file.string());
    return face;
}

std::filesystem::path bold_beside(const std::filesystem::path& regular)
{
    std::string name = regular.filename().string();
    const auto at = name.find("Regular");
    if (at == std::string::npos) return regular;
    const auto bold = regular.parent_path() / name.replace(at, 7, "Bold");
    return std::filesystem::exists(bold) ? bold : regular;
}

/// A rendered outline, owned.
class Rendered {
public:
    explicit Rendered(FT_Glyph glyph) : m_glyph(glyph)
    {
        if (m_glyph != nullptr && FT_Glyph_To_Bitmap(&m_glyph, FT_RENDER_MODE_NORMAL, nullptr, 1) != 0) {
            FT_Done_Glyph(m_glyph);
            m_glyph = nullptr;
        }
    }
    ~Rendered()
    {
        if (m_glyph != nullptr) FT_Done_Glyph(m_glyph);
    }
    Rendered(const Rendered&) = delete;
    Rendered& operator=(const Rendered&) = delete;

    int left() const { return m_glyph != nullptr ? bitmap().left : 0; }
    int top() const { return m_glyph != nullptr ? bitmap().top : 0; }
    int width() const { return m_glyph != nullptr ? static_cast<int>(bitmap().bitmap.width) : 0; }
    int height() const { return m_glyph != nullptr ? static_cast<int>(bitmap().bitmap.rows) : 0; }
    std::uint8_t at(int x, int y) const { return bitmap().bitmap.buffer[y * bitmap().bitmap.pitch + x]; }

private:
    const FT_BitmapGlyphRec& bitmap() const { return *reinterpret_cast<const FT_BitmapGlyphRec*>(m_glyph); }
    FT_Glyph m_glyph;
};

}  // namespace

std::u32string code_points(std::string_view utf8)
{
    std::u32string out;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = lead < 0x80          ? 1
                                   : (lead >> 5U) == 6  ? 2
                                   : (lead >> 4U) == 14 ? 3
                                   : (lead >> 3U) == 30 ? 4
                                                        : 0;
        char32_t code = length == 1 ? lead : lead & (0x7fU >> length);
        bool good = length > 0 && i + length <= utf8.size();
        for (std::size_t k = 1; good && k < length; ++k) {
            const auto next = static_cast<unsigned char>(utf8[i + k]);
            good = (next >> 6U) == 2;
            code = code << 6U | (next & 0x3fU);
        }
        out.push_back(good ? code : U'\xFFFD');
        i += good ? length : 1;
    }
    return out;
}

struct GlyphAtlas::Fonts {
    FT_Library library = nullptr;
    FT_Face regular = nullptr, bold = nullptr;
    FT_Stroker stroker = nullptr;

    explicit Fonts(const std::filesystem::path& file)
    {
        if (FT_Init_FreeType(&library) != 0) throw Error("FreeType does not start");
        try {
            regular = open_face(library, file);
            bold = open_face(library, bold_beside(file));
            if (FT_Stroker_New(library, &stroker) != 0) throw Error("FreeType makes no stroker");
        } catch (...) {
            FT_Done_FreeType(library);
            throw;
        }
    }
    ~Fonts()
    {
        FT_Stroker_Done(stroker);
        FT_Done_FreeType(library);  // frees the faces
    }
    Fonts(const Fonts&) = delete;
    Fonts& operator=(const Fonts&) = delete;
    FT_Face face(bool is_bold) const { return is_bold ? bold : regular; }
};

GlyphAtlas::GlyphAtlas(const std::filesystem::path& regular, float halo_radius)
    : m_fonts(std::make_unique<Fonts>(regular)), m_height(256), m_halo_radius(halo_radius)
{
    m_texels.resize(static_cast<std::size_t>(atlas_width) * 2 * static_cast<std::size_t>(m_height));
    FT_Stroker_Set(m_fonts->stroker, std::lround(halo_radius * 64), FT_STROKER_LINECAP_ROUND, FT_STROKER_LINEJOIN_ROUND,
                   0);
}

GlyphAtlas::~GlyphAtlas() = default;

void GlyphAtlas::place(Glyph& glyph)
{
    if (m_shelf_x + glyph.width + 1 > atlas_width) {
        m_shelf_y += m_shelf_height + 1;
        m_shelf_x = m_shelf_height = 0;
    }
    m_shelf_height = std::max<int>(m_shelf_height, glyph.height);
    while (m_shelf_y + m_shelf_height > m_height) m_height *= 2;
    m_texels.resize(static_cast<std::size_t>(atlas_width) * 2 * static_cast<std::size_t>(m_height));
    glyph.left = static_cast<std::uint16_t>(m_shelf_x);
    glyph.top = static_cast<std::uint16_t>(m_shelf_y);
    m_shelf_x += glyph.width + 1;
    m_dirty = true;
}

Glyph GlyphAtlas::make(char32_t code, float size, bool bold, unsigned quarter)
{
    Glyph glyph;
    const FT_Face face = m_fonts->face(bold);
    FT_Set_Char_Size(face, 0, std::lround(size * 64), 72, 72);
    const FT_UInt index = FT_Get_Char_Index(face, code);
    glyph.known = index != 0;
    if (FT_Load_Glyph(face, index, FT_LOAD_NO_BITMAP | FT_LOAD_TARGET_LIGHT) != 0) return glyph;
    glyph.advance = static_cast<float>(face->glyph->linearHoriAdvance) / 65536.0F;
    if (!glyph.known || face->glyph->format != FT_GLYPH_FORMAT_OUTLINE || face->glyph->outline.n_points == 0)
        return glyph;
    FT_Outline_Translate(&face->glyph->outline, static_cast<FT_Pos>(quarter * 16), 0);
    FT_Glyph body = nullptr, outline = nullptr;
    if (FT_Get_Glyph(face->glyph, &body) != 0) return glyph;
    if (FT_Glyph_Copy(body, &outline) == 0 && FT_Glyph_Stroke(&outline, m_fonts->stroker, 1) != 0) {
        FT_Done_Glyph(outline);
        outline = nullptr;
    }
    const Rendered fill(body), halo(outline);
    const int left = std::min(fill.left(), halo.left()), top = std::max(fill.top(), halo.top());
    const int right = std::max(fill.left() + fill.width(), halo.left() + halo.width());
    const int bottom = std::min(fill.top() - fill.height(), halo.top() - halo.height());
    glyph.width = static_cast<std::uint16_t>(right - left);
    glyph.height = static_cast<std::uint16_t>(top - bottom);
    glyph.x = static_cast<float>(left);
    glyph.y = static_cast<float>(-top);
    place(glyph);
    const auto copy = [&](const Rendered& from, std::size_t channel, bool also_halo) {
        for (int y = 0; y < from.height(); ++y)
            for (int x = 0; x < from.width(); ++x) {
                const int ax = glyph.left + from.left() - left + x, ay = glyph.top + top - from.top() + y;
                auto* texel =
                    &m_texels[(static_cast<std::size_t>(ay) * atlas_width + static_cast<std::size_t>(ax)) * 2];
                texel[channel] = from.at(x, y);
                if (also_halo) texel[1] = std::max(texel[1], from.at(x, y));
            }
    };
    copy(halo, 1, false);
    copy(fill, 0, true);
    return glyph;
}

const Glyph& GlyphAtlas::glyph(char32_t code, const TextStyle& style, unsigned quarter)
{
    const auto eighths = static_cast<std::uint16_t>(std::lround(style.size * 8));
    const Key key{code, eighths, style.bold, static_cast<std::uint8_t>(quarter)};
    const auto known = m_glyphs.find(key);
    if (known != m_glyphs.end()) return known->second;
    return m_glyphs.emplace(key, make(code, static_cast<float>(eighths) / 8, style.bold, quarter)).first->second;
}

float GlyphAtlas::width(std::string_view utf8, const TextStyle& style)
{
    float pen = 0;
    for (const char32_t code : code_points(utf8)) {
        const Glyph& g = glyph(code, style, 0);
        if (g.known) pen += g.advance + style.spacing;
    }
    return pen > 0 ? pen - style.spacing : 0;
}

bool GlyphAtlas::can_write(std::string_view utf8)
{
    for (const char32_t code : code_points(utf8))
        if (FT_Get_Char_Index(m_fonts->regular, code) == 0) return false;
    return true;
}

void GlyphAtlas::write(std::vector<TextVertex>& out, std::string_view utf8, Pixel at, const TextStyle& style, float dim)
{
    const std::uint32_t fill = packed(rgba(style.fill, style.fill_alpha, dim));
    const std::uint32_t halo = packed(rgba(style.halo, style.halo_alpha));
    const float y = std::round(at.y);
    float pen = at.x;
    for (const char32_t code : code_points(utf8)) {
        const float whole = std::floor(pen + 0.125F);
        const auto quarter = static_cast<unsigned>(std::clamp((pen + 0.125F - whole) * 4, 0.0F, 3.0F));
        const Glyph& g = glyph(code, style, quarter);
        if (!g.known) continue;
        pen += g.advance + style.spacing;
        if (g.width == 0) continue;
        const float x0 = whole + g.x, y0 = y + g.y;
        const auto w = static_cast<float>(g.width), h = static_cast<float>(g.height);
        const auto u = static_cast<float>(g.left), v = static_cast<float>(g.top);
        out.push_back({x0, y0, u, v, fill, halo});
        out.push_back({x0 + w, y0, u + w, v, fill, halo});
        out.push_back({x0 + w, y0 + h, u + w, v + h, fill, halo});
        out.push_back({x0, y0 + h, u, v + h, fill, halo});
    }
}

void GlyphAtlas::bind()
{
    if (m_dirty) fill_texture(m_texture, GL_RG8, GL_RG, atlas_width, m_height, m_texels.data(), false);
    m_dirty = false;
    glBindTexture(GL_TEXTURE_2D, m_texture.id());
}

GlyphAtlas::Bitmap GlyphAtlas::letter(char32_t code, float size, bool bold)
{
    Bitmap out;
    const FT_Face face = m_fonts->face(bold);
    FT_Set_Char_Size(face, 0, std::lround(size * 64), 72, 72);
    if (FT_Load_Char(face, code, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) != 0) return out;
    const FT_Bitmap& b = face->glyph->bitmap;
    out.width = static_cast<int>(b.width);
    out.height = static_cast<int>(b.rows);
    for (int y = 0; y < out.height; ++y)
        out.cover.insert(out.cover.end(), b.buffer + y * b.pitch, b.buffer + y * b.pitch + out.width);
    return out;
}

TextBatch::TextBatch()
{
    describe(m_array, m_buffer, sizeof(TextVertex),
             {{2, GL_FLOAT, offsetof(TextVertex, x)},
              {2, GL_FLOAT, offsetof(TextVertex, u)},
              {4, GL_UNSIGNED_BYTE, offsetof(TextVertex, fill), Attribute::As::normalised},
              {4, GL_UNSIGNED_BYTE, offsetof(TextVertex, halo), Attribute::As::normalised}});
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, m_index_buffer.id());
    glBindVertexArray(0);
}

void TextBatch::draw(const Program& text, GlyphAtlas& atlas, const Frame& frame)
{
    if (m_vertices.empty()) return;
    const std::size_t quads = m_vertices.size() / 4;
    glBindVertexArray(m_array.id());
    if (m_indices.size() < quads * 6) {
        for (auto q = static_cast<std::uint32_t>(m_indices.size() / 6); q < quads; ++q)
            for (const std::uint32_t corner : {0U, 1U, 2U, 0U, 2U, 3U}) m_indices.push_back(q * 4 + corner);
        glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(m_indices.size() * sizeof(std::uint32_t)),
                     m_indices.data(), GL_STATIC_DRAW);
    }
    glBindBuffer(GL_ARRAY_BUFFER, m_buffer.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(m_vertices.size() * sizeof(TextVertex)), m_vertices.data(),
                 GL_STREAM_DRAW);
    text.use();
    atlas.bind();
    glUniform2f(text.uniform("u_size"), frame.width(), frame.height());
    for (const int halo : {1, 0}) {
        glUniform1i(text.uniform("u_halo"), halo);
        glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(quads * 6), GL_UNSIGNED_INT, nullptr);
    }
    m_vertices.clear();
}

}  // namespace tuantra::render
