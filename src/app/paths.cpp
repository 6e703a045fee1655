#include "app/paths.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <system_error>

namespace tuantra::app {

namespace fs = std::filesystem;

namespace {

bool holds_our_files(const fs::path& dir)
{
    std::error_code ignored;
    return fs::exists(dir / "maps" / "line_land.fgb", ignored) && fs::is_directory(dir / "data", ignored);
}

/// Ours within a folder of the XDG base directory specification, by which a relative path in the variable counts as
/// none.
fs::path user_folder(const char* variable, const char* below_home)
{
    if (const char* base = std::getenv(variable); base != nullptr && *base == '/') return fs::path(base) / "tuantra";
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr && *home != '\0' ? home : ".") / below_home / "tuantra";
}

Paths below(const fs::path& dir)
{
    return {dir / "maps", dir / "data", dir / "shaders", dir.parent_path() / "locale", TUANTRA_FONT_DIR};
}

}  // namespace

Paths find_paths()
{
    std::string tried;
    if (const char* dir = std::getenv("TUANTRA_DATA_DIR"); dir != nullptr && *dir != '\0') {
        if (holds_our_files(dir)) return below(dir);
        tried = std::string(dir) + " (TUANTRA_DATA_DIR)";
        throw std::runtime_error("the program's maps and data are not in " + tried);
    }
    std::error_code error;
    const auto exe = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        const auto installed = (exe.parent_path() / ".." / "share" / "tuantra").lexically_normal();
        if (holds_our_files(installed)) return below(installed);
        tried = installed.string();
    }
    const fs::path source = TUANTRA_SOURCE_DIR;
    if (holds_our_files(source)) {
        auto paths = below(source);
        paths.catalogues = fs::path(TUANTRA_BINARY_DIR) / "catalogues";
        return paths;
    }
    throw std::runtime_error("the program's maps and data are in none of: " + tried + ", " + source.string());
}

fs::path default_database()
{
    return user_folder("XDG_DATA_HOME", ".local/share") / "tuantra.sqlite";
}

fs::path config_folder()
{
    return user_folder("XDG_CONFIG_HOME", ".config");
}

}  // namespace tuantra::app
