#include "render/map_renderer.hpp"
