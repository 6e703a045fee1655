#pragma once
#include "render/frame.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace tuantra::render {

struct TextStyle {
    float size = 12;  ///< pixels
    bool bold = false;
    view::Colour fill, halo;
    float fill_alpha = 1, halo_alpha = 0;
    float spacing = 0;  ///< extra pixels after each letter
};

/// A glyph in the atlas, texels and pixels.
struct Glyph {
    std::uint16_t left = 0, top = 0, width = 0, height = 0;  ///< in the atlas
    float x = 0, y = 0;                                      ///< from pen to the upper left corner, y down
    float advance = 0;
    bool known = false;  ///< the font has it
};

struct TextVertex {
    float x = 0, y = 0;
    float u = 0, v = 0;  ///< texels
    std::uint32_t fill = 0, halo = 0;
};

/// Glyphs of Noto Sans at the very sizes they are shown in, four horizontal positions each, with an outline for the
/// halo. Grows as texts need it.
class GlyphAtlas {
public:
    /// `bold` is looked for beside the regular file. Throws Error when a font cannot be read.
    GlyphAtlas(const std::filesystem::path& regular, float halo_radius);
    ~GlyphAtlas();
    GlyphAtlas(const GlyphAtlas&) = delete;
    GlyphAtlas& operator=(const GlyphAtlas&) = delete;

    float width(std::string_view utf8, const TextStyle& style);
    /// Distance from the baseline to the top of capitals.
    float cap_height(const TextStyle& style) const { return style.size * 0.714F; }
    /// Whether the font can write all of it.
    bool can_write(std::string_view utf8);
    /// Adds the text with its baseline's left end at `at`; the baseline lands on a whole pixel.
    void write(std::vector<TextVertex>& out, std::string_view utf8, Pixel at, const TextStyle& style, float dim);
    /// Sends new glyphs to the GPU and binds the texture.
    void bind();

    /// A filled coverage bitmap of one letter, for drawing symbols on the CPU.
    struct Bitmap {
        int width = 0, height = 0;
        std::vector<std::uint8_t> cover;
    };
    Bitmap letter(char32_t code, float size, bool bold);

private:
    struct Fonts;
    using Key = std::tuple<char32_t, std::uint16_t, bool, std::uint8_t>;  // code, size in 1/8 px, bold, quarter pixel
    const Glyph& glyph(char32_t code, const TextStyle& style, unsigned quarter);
    Glyph make(char32_t code, float size, bool bold, unsigned quarter);
    void place(Glyph& glyph);

    std::unique_ptr<Fonts> m_fonts;
    std::map<Key, Glyph> m_glyphs;
    std::vector<std::uint8_t> m_texels;  // red, green
    int m_height = 0, m_shelf_x = 0, m_shelf_y = 0, m_shelf_height = 0;
    bool m_dirty = true;
    float m_halo_radius = 1;
    Texture m_texture;
};

/// Code points of UTF-8; bytes that are none give U+FFFD.
std::u32string code_points(std::string_view utf8);

/// Texts of one frame, drawn in two passes: all halos, then all letters.
class TextBatch {
public:
    TextBatch();
    std::vector<TextVertex>& vertices() { return m_vertices; }
    void draw(const Program& text, GlyphAtlas& atlas, const Frame& frame);

private:
    std::vector<TextVertex> m_vertices;
    std::vector<std::uint32_t> m_indices;
    VertexArray m_array;
    Buffer m_buffer, m_index_buffer;
};

}  // namespace tuantra::render
