#pragma once
#include "domain/basemap.hpp"
#include "render/background.hpp"
#include "render/strokes.hpp"
#include "render/trapezoids.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::render {

struct Programs {
    Program land, stroke, image, text, mark, heat, glow;
    explicit Programs(const std::filesystem::path& shaders);
};

/// The map under the records: sea, land, relief, water, lines.
class Ground {
public:
    /// `today`: ISO date for which province lines are drawn; empty: those valid without end.
    /// Takes over what the background has finished. With `complete` the picture is whole when it returns. Whether the
    /// picture changed.
    bool prepare(const std::shared_ptr<const domain::Basemap>& basemap, const std::string& today, const Frame& frame,
                 bool complete);
    bool busy() const;
    void draw(const Programs& programs, const Frame& frame, bool relief, bool rivers, bool provinces);
    void draw_borders(const Programs& programs, const Frame& frame);

private:
    struct Shape {
        std::array<Mesh, 3> meshes;  ///< by LandClass
        LineSet home_shore, other_shore;
    };
    struct Land {
        struct Part {
            VertexArray array;
            Buffer vertices, indices;
            std::vector<Mesh::Run> runs;
        };
        std::array<Part, 3> parts;
        MapStrokes home_shore, other_shore;
        explicit Land(Shape shape);
    };
    struct LineSets {
        std::string today;
        LineSet border, abroad, coast, provinces;
        std::array<LineSet, 3> rivers;
    };
    struct Lines {
        MapStrokes border, abroad, coast, provinces;
        std::array<MapStrokes, 3> rivers;
    };
    struct Relief {
        Texture texture;
        VertexArray array;
        Buffer vertices;
        GLsizei count = 0;
        domain::MapPoint origin;
        bool dark = true;
    };
    static Shape shape_of(const domain::Basemap& basemap, std::size_t level);
    void choose_land(const Frame& frame, bool complete);
    static LineSets line_sets(const domain::Basemap& basemap, const std::string& today);
    bool take_lines(const std::string& today, bool complete);
    void build_relief(const Frame& frame);
    void draw_land(const Program& land, const Frame& frame) const;
    void draw_relief(const Program& image, const Frame& frame) const;

    std::shared_ptr<const domain::Basemap> m_basemap;
    std::string m_today;
    std::array<std::unique_ptr<Land>, 3> m_land;
    std::array<Background<Shape>, 3> m_coming;
    std::size_t m_wanted = 0;  ///< the level that the last frame asked for
    Land* m_shown = nullptr;
    Background<LineSets> m_coming_lines;
    std::unique_ptr<Lines> m_lines;
    std::unique_ptr<Relief> m_relief;
};

}  // namespace tuantra::render
