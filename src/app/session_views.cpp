// What a session does with views that are kept under a name.
#include "app/session.hpp"

#include "app/views.hpp"
#include "lang/lang.hpp"
#include "ui/filter_fields.hpp"

#include <algorithm>
#include <utility>

namespace tuantra::app {

namespace {

const view::SavedView* find(const std::vector<view::SavedView>& views, const std::string& name)
{
    const auto found = std::find_if(views.begin(), views.end(), [&](const auto& v) { return v.name == name; });
    return found == views.end() ? nullptr : &*found;
}

/// The name itself, or with the first number that no view has yet.
std::string free_name(const std::string& name, const std::vector<view::SavedView>& views)
{
    std::string free = name;
    for (int n = 2; find(views, free) != nullptr; ++n) free = name + " (" + std::to_string(n) + ")";
    return free;
}

}  // namespace

void Session::take_views(std::vector<view::SavedView> views)
{
    m_views = std::move(views);
    m_model.views.clear();
    for (const auto& v : m_views) m_model.views.push_back(v.name);
}

/// Changes the folder off the UI thread and reads it again, one change after the other.
void Session::change_views(const char* title, std::function<std::string()> change)
{
    m_files.start(title, "",
                  [this, change = std::move(change)](jobs::Progress&) {
                      const std::string said = change ? change() : std::string();
                      auto views = std::make_shared<std::vector<view::SavedView>>(read_views(views_folder()));
                      return [this, views, said] {
                          take_views(std::move(*views));
                          if (!said.empty()) notify(view::Notice::Level::info, said);
                      };
                  },
                  {.stop = jobs::Stop::never});
}

void Session::save_view(const std::string& name)
{
    if (name.empty()) return;
    auto view = view::saved_view(m_model, lang::nfc(name), ui::period_end(m_model.data_span, m_model.now_unix_s));
    const std::string said = lang::fill(lang::tr("View saved: {0}"), {view.name});
    change_views(lang::tr("Saving the view"), [view = std::move(view), said] {
        write_view(view_file(views_folder(), view.name), view);
        return said;
    });
}

void Session::open_view(const std::string& name)
{
    const auto* view = find(m_views, name);
    if (view == nullptr) return;
    apply(view::SetFilter{view::filter_of(*view, ui::period_end(m_model.data_span, m_model.now_unix_s))});
    apply(view::SetLayers{view->layers});
    if (!view->palette.empty() && view->palette != m_model.palette.name) apply(view::SetPalette{view->palette});
    apply(view::GoTo{view->centre, view->metres_per_pixel});
    m_wanted_box.reset();
}

void Session::remove_view(const std::string& name)
{
    change_views(lang::tr("Removing the view"), [name, said = lang::fill(lang::tr("View removed: {0}"), {name})] {
        std::filesystem::remove(view_file(views_folder(), name));
        return said;
    });
}

void Session::export_view(const std::string& name, const std::string& path)
{
    const auto* view = find(m_views, name);
    if (view == nullptr || path.empty()) return;
    const std::string said = lang::fill(lang::tr("View written to {0}"), {path});
    change_views(lang::tr("Writing the view"), [view = *view, path, said] {
        if (std::filesystem::exists(path)) throw std::runtime_error(path + ": there is such a file already");
        write_view(path, view);
        return said;
    });
}

void Session::import_view(const std::string& path)
{
    change_views(lang::tr("Reading a view"), [path, said = std::string(lang::tr("View saved: {0}"))] {
        auto view = read_view(path);
        view.name = free_name(view.name, read_views(views_folder()));
        write_view(view_file(views_folder(), view.name), view);
        return lang::fill(said, {view.name});
    });
}

}  // namespace tuantra::app
