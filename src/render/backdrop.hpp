#pragma once
#include "domain/line.hpp"
#include "render/frame.hpp"
#include "view/model.hpp"

#include <array>
#include <functional>
#include <memory>
#include <string>

namespace tuantra::render {

/// All of the map that lies under the names, kept as a picture somewhat larger than the view, so that frames in which
/// only panels, names or pointed incidents change cost a copy, and so does panning. Panned beyond its edge, it keeps
/// what is still in view and draws the strip that is new. Records that change are drawn anew in strips, one a frame, on
/// a second sheet, so that no frame takes as long as the whole; the picture before them stays until all are done.
class Backdrop {
public:
    /// Draws the layers of a frame that begins at the lower left of the bound framebuffer, inside the scissor box.
    using Draw = std::function<void(const Frame&, GLuint target, const GLint (&viewport)[4])>;

    /// Whether the view can be served: false for views larger than textures can be, or symbols than the
    /// picture's rim.
    bool fits(const Frame& frame) const;
    /// The frame that the picture will have after update(), to prepare the layers for.
    /// `scene` is the one of the layers that are in the picture.
    Frame plan(const view::Model& model, const std::shared_ptr<const view::Scene>& scene, const std::string& day,
               const Frame& frame);
    /// Brings the picture up to the plan, or a strip nearer to it where records `changed`, and copies the view's part
    /// into the target.
    void update(bool changed, GLuint target, const GLint (&viewport)[4], const Draw& draw);
    /// Strips are missing: draw again soon.
    bool renewing() const { return m_renewed >= 0; }
    void forget()
    {
        m_whole = false;
        m_renewed = -1;
    }

private:
    struct Key {
        std::shared_ptr<const view::Scene> scene;
        std::shared_ptr<const domain::Basemap> basemap;
        std::array<std::shared_ptr<const domain::MeasuredLine>, 2> lines;
        view::Layers layers;
        std::string day, palette, ramp;
        double metres_per_pixel = 0;
        int width = 0, height = 0;
        float scale = 1;
        bool at_clock = false;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Sheet {
        Texture texture;
        Framebuffer framebuffer;
        int width = 0, height = 0;
        void resize(int w, int h);
    };
    void redraw(Sheet& sheet, const PixelBox& part, const Draw& draw);
    void shift(const Draw& draw);
    void renew(const Draw& draw);

    Key m_key;
    std::array<Sheet, 2> m_sheets;
    std::size_t m_front = 0;
    bool m_whole = false;        ///< the front sheet shows m_frame
    bool m_other_scene = false;  ///< than the one on the front sheet
    int m_renewed = -1;          ///< rows of the back sheet that show what changed; -1: nothing did
    int m_restarts = 0;
    Frame m_frame;
    int m_left = 0, m_top = 0;  ///< the view's corner on the picture
    int m_dx = 0, m_dy = 0;     ///< what the plan moves the picture by
    int m_view_width = 0, m_view_height = 0;
};

}  // namespace tuantra::render
