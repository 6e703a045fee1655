#include "app/views.hpp"

#include "app/output.hpp"
#include "app/paths.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace tuantra::app {

namespace {

constexpr std::uintmax_t largest_file = 16U << 20U;

}  // namespace

std::filesystem::path views_folder()
{
    return config_folder() / "views";
}

std::filesystem::path view_file(const std::filesystem::path& folder, const std::string& name)
{
    std::string readable;
    for (const char c : domain::fold(name)) {
        const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0;
        if (letter)
            readable += c;
        else if (!readable.empty() && readable.back() != '-')
            readable += '-';
        if (readable.size() >= 40) break;
    }
    // The hash tells apart names that fold to one.
    return folder / fmt::format("{}-{:08x}{}", readable, domain::hash64(name) & 0xffffffffU, view_ending);
}

view::SavedView read_view(const std::filesystem::path& file)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    std::ifstream in(file, std::ios::binary);
    if (error || !in) throw std::runtime_error(file.string() + ": cannot be read");
    if (size > largest_file) throw std::runtime_error(file.string() + ": this is not a saved view");
    const std::string text(std::istreambuf_iterator<char>(in), {});
    try {
        return view::saved_view_of(text);
    } catch (const std::runtime_error& e) {
        throw std::runtime_error(file.string() + ": " + e.what());
    }
}

std::vector<view::SavedView> read_views(const std::filesystem::path& folder)
{
    std::vector<view::SavedView> out;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        if (!at->path().string().ends_with(view_ending)) continue;
        try {
            out.push_back(read_view(at->path()));
        } catch (const std::exception&) {
            continue;
        }
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        return std::pair(domain::fold(a.name), a.name) < std::pair(domain::fold(b.name), b.name);
    });
    return out;
}

void write_view(const std::filesystem::path& file, const view::SavedView& view)
{
    std::error_code error;
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
    Output output(file);
    output.stream() << view::to_json(view);
    output.commit();
}

}  // namespace tuantra::app
