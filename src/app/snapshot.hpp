#pragma once
#include "app/paths.hpp"
#include "domain/filter.hpp"
#include "view/model.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace tuantra::app {

struct SnapshotOptions {
    std::filesystem::path out;
    int width = 1600, height = 1000;
    domain::Filter filter;
    view::Layers layers;
    std::string palette = "office";
    std::optional<domain::Box> view;       ///< empty: both lines
    std::optional<domain::LonLat> centre;  ///< with metres_per_pixel, wins over view
    double metres_per_pixel = 0;
    double bandwidth_km = 10;
    domain::Zone zone;
};

/// Draws what the dashboard's map would show, without a display, and writes a PNG (whole or not at all).
/// Throws store::Error, gis::Error, render::Error.
void write_snapshot(const std::filesystem::path& database, const Paths& paths, const SnapshotOptions& options);

}  // namespace tuantra::app
