#pragma once
#include "app/paths.hpp"
#include "domain/time.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::app {

struct WindowOptions {
    std::filesystem::path database;
    std::string palette;  ///< empty: the remembered one, else office
    domain::Zone zone;
    int width = 0, height = 0;                   ///< 0: the remembered size
    std::vector<std::filesystem::path> imports;  ///< files to import once open, as if dropped
    std::filesystem::path screenshot;            ///< not empty: write the window here once all jobs are done, then quit
};

/// Whether a window can be opened (a display answers).
bool has_display();

/// Opens the dashboard and runs until it is closed. The database is made when absent. Returns the exit status; throws
/// store::Error and std::runtime_error when it cannot start.
int run_window(const WindowOptions& options, const Paths& paths);

}  // namespace tuantra::app
