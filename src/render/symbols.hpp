#pragma once
#include "domain/kind.hpp"
#include "render/text.hpp"

#include <vector>

namespace tuantra::render {

/// The symbols of all kinds in a row, drawn once at the size they are shown in: RGBA, premultiplied.
struct SymbolSheet {
    int side = 0;  ///< pixels of one cell
    std::vector<std::uint8_t> rgba;
};

/// Shape, colour, dark outline and letter.
SymbolSheet full_symbols(GlyphAtlas& glyphs, float scale);
/// What is left of a symbol where many stand together: a dot in the kind's colour.
SymbolSheet dot_symbols(float scale);
/// The least that still has a colour, for thousands of them.
SymbolSheet speck_symbols(float scale);

}  // namespace tuantra::render
