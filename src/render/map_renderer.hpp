#pragma once
#include "render/error.hpp"
#include "view/model.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::render {

/// The rectangle of the framebuffer that the map fills, pixels, y down.
struct Viewport {
    int x = 0, y = 0, width = 0, height = 0;
};

/// Texts that the map shows in its corners, already in the user's language.
struct MapTexts {
    std::string banner;       ///< "EXERCISE - SYNTHETIC DATA"; empty: none
    std::string title;        ///< what is shown: the filter's sentence; empty: none
    std::string heat_legend;  ///< "Density along the line"; unit line below
    std::string heat_unit;    ///< "incidents per km, h = 10 km"
    std::string attribution;
    std::string km, nautical_miles;  ///< unit names of the scale bar
};

/// Draws the map with OpenGL 3.3. A GL context must be current on the calling thread in every member, the constructor
/// and the destructor. Leaves GL state as Dear ImGui expects it (it saves and restores what it changes).
class MapRenderer {
public:
    /// Compiles shaders/ and builds the glyph atlas from the font file. Throws Error with the driver's log and the
    /// lines around the failing one.
    MapRenderer(const std::filesystem::path& shaders, const std::filesystem::path& font, float pixel_scale = 1);
    ~MapRenderer();
    MapRenderer(const MapRenderer&) = delete;
    MapRenderer& operator=(const MapRenderer&) = delete;

    /// The map of the model into the viewport of a framebuffer of fb_height pixels. Never waits for anything but GL:
    /// what takes longer than a frame is made in the background, and the picture before it stays until then.
    void draw(const view::Model& model, const MapTexts& texts, Viewport viewport, int fb_height);
    /// The same, but waits until nothing is missing. For pictures that are kept.
    void draw_complete(const view::Model& model, const MapTexts& texts, Viewport viewport, int fb_height);
    /// Whether work in the background will change the picture: draw again soon.
    bool busy() const;

    /// The incident drawn nearest to `at` within 12 px, the row of the scene.
    std::optional<std::uint32_t> pick(const view::Model& model, view::ScreenPoint at) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// What the framebuffer holds, RGBA rows from the top.
std::vector<std::uint8_t> read_pixels(Viewport viewport, int fb_height);

/// An offscreen target of a size, current until destroyed. For snapshots.
class Offscreen {
public:
    Offscreen(int width, int height);
    ~Offscreen();
    Offscreen(const Offscreen&) = delete;
    Offscreen& operator=(const Offscreen&) = delete;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace tuantra::render
