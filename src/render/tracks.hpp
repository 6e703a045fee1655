#pragma once
#include "render/strokes.hpp"
#include "view/scene.hpp"

#include <memory>
#include <vector>

namespace tuantra::render {

/// Patrol and vessel tracks, thinned to the pixels they cover, with arrows in the direction of travel when near.
class Tracks {
public:
    void prepare(const std::shared_ptr<const view::Scene>& scene, const Frame& frame);
    void draw(const Program& stroke, const Frame& frame) const;

private:
    void build(const Frame& frame);

    std::shared_ptr<const domain::TrackColumns> m_columns;
    std::shared_ptr<const view::Scene> m_scene;
    std::string m_palette;
    std::vector<bool> m_shown;
    LineSet m_lines;
    Patch m_patch;
    StrokeMesh m_mesh;
    StrokeBuffer m_buffer;
};

}  // namespace tuantra::render
