#pragma once
#include "gis/files.hpp"
#include "lang/lang.hpp"
#include "view/model.hpp"

#include <filesystem>
#include <memory>

namespace tuantra::bench {

/// The base map, lines and palettes that the program has, in Vietnamese.
inline void load_real_map(view::Model& model, const std::filesystem::path& root)
{
    gis::initialise();
    lang::use(lang::Language::vi);
    model.basemap = std::make_shared<domain::Basemap>(gis::load_basemap(root / "maps"));
    model.lines = gis::load_lines(root / "maps", root / "data");
    model.palettes = view::load_palettes(root / "data/palettes.json");
    model.palette = model.palettes.front();
    model.heat_ramp = view::load_ramps(root / "data/ramps.json").front();
}

}  // namespace tuantra::bench
