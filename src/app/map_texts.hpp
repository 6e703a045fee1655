#pragma once
#include "domain/time.hpp"
#include "render/map_renderer.hpp"
#include "view/model.hpp"

namespace tuantra::app {

/// What the map says in its corners, in the current language.
render::MapTexts map_texts(const view::Model& model, domain::Zone zone);

}  // namespace tuantra::app
