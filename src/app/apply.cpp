#include "app/session.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <variant>

namespace tuantra::app {

/// One function for each command: what it does to the session.
struct Session::Apply {
    Session& s;

    void operator()(const view::SetFilter& c) const
    {
        if (s.m_model.filter == c.filter) return;
        s.m_model.filter = c.filter;
        s.keep_clock_in_span();
        s.m_model.filter_pending = true;
        s.request_scene();
    }
    void operator()(const view::ResetFilter&) const { (*this)(view::SetFilter{}); }
    void operator()(const view::SetCamera& c) const
    {
        s.m_model.camera = c.camera;
        s.m_map_sized = c.camera.width > 1;
        if (!s.m_wanted_box || !s.m_map_sized) return;
        s.m_model.camera = view::fitted(s.m_model.camera, *s.m_wanted_box, home_margin);
        s.m_wanted_box.reset();
    }
    void operator()(const view::FitBox& c) const { s.m_model.camera = view::fitted(s.m_model.camera, c.box); }
    void operator()(const view::GoTo& c) const
    {
        s.m_model.camera.centre = domain::to_map(c.place);
        if (c.metres_per_pixel > 0) s.m_model.camera.metres_per_pixel = c.metres_per_pixel;
    }
    void operator()(const view::SetLayers& c) const { s.m_model.layers = c.layers; }
    void operator()(const view::SetPalette& c) const
    {
        for (const auto& palette : s.m_model.palettes)
            if (palette.name == c.name) s.m_model.palette = palette;
        s.m_style_changed = true;
    }
    void operator()(const view::SetLanguage& c) const
    {
        lang::use(c.language);
        s.m_style_changed = true;
        s.retell_hotspots();
    }
    void operator()(const view::SetUiScale& c) const
    {
        s.m_model.ui_scale = std::clamp(c.scale, 0.75F, 2.5F);
        s.m_style_changed = true;
    }
    void operator()(const view::Hover& c) const { s.update_cursor(c.at); }
    void operator()(const view::PickAt& c) const
    {
        const auto row = s.m_pick ? s.m_pick(c.at) : std::nullopt;
        const auto& scene = s.m_model.scene;
        (*this)(view::Select{row && scene ? std::optional(scene->incidents->id[*row]) : std::nullopt, false});
    }
    void operator()(const view::Select& c) const
    {
        s.m_model.selected = c.id;
        if (c.id) s.m_model.numbers_open = s.m_model.hotspots_open = false;
        s.request_details();
        if (!c.id || !c.go_there || !s.m_model.scene) return;
        const auto& columns = *s.m_model.scene->incidents;
        const auto found = std::find(columns.id.begin(), columns.id.end(), *c.id);
        if (found == columns.id.end()) return;
        const auto row = static_cast<std::size_t>(found - columns.id.begin());
        (*this)(view::GoTo{columns.place[row], std::min(s.m_model.camera.metres_per_pixel, 150.0)});
    }
    void operator()(const view::SortTable& c) const
    {
        s.m_model.table.sort = c.column;
        s.m_model.table.descending = c.descending;
        s.request_order();
    }
    void operator()(const view::WantTableRows& c) const { s.request_rows(c.first, c.count); }
    void operator()(const view::SetRibbon& c) const { s.m_model.ribbon[static_cast<std::size_t>(c.line)] = c.view; }
    void operator()(const view::BrushRibbon& c) const
    {
        domain::Filter filter = s.m_model.filter;
        filter.line = c.line;
        filter.km = {std::min(c.from_km, c.to_km), std::max(c.from_km, c.to_km)};
        (*this)(view::SetFilter{filter});
    }
    void operator()(const view::SetTimeline& c) const { s.m_model.timeline = c.view; }
    void operator()(const view::SetClock& c) const { s.set_clock(c.at_s); }
    void operator()(const view::Play& c) const { s.play(c.on); }
    void operator()(const view::SetPlayback& c) const { s.set_playback(c); }
    void operator()(const view::StartTool& c) const { s.m_model.drawing = c.tool; }
    void operator()(const view::OpenEdit& c) const { s.open_edit(c.id); }
    void operator()(const view::CloseEdit&) const
    {
        if (s.m_model.edit.saving) return;
        s.m_model.edit.open = false;
        s.m_model.edit.changed = false;
    }
    void operator()(const view::TouchEdit& c) const { s.m_model.edit.changed = s.m_model.edit.open && c.changed; }
    void operator()(const view::SaveIncident& c) const { s.save_incident(c.incident); }
    void operator()(const view::RemoveIncident& c) const { s.remove_incident(c.id); }
    void operator()(const view::UndoEdit& c) const { s.undo_edit(c.id); }
    void operator()(const view::SetColumns& c) const
    {
        // A table without columns would be a riddle.
        if (c.columns.bits != 0) s.m_model.table.columns = c.columns;
    }
    void operator()(const view::CopyRows& c) const { s.copy_rows(c.ids); }
    void operator()(const view::ExportRows& c) const { s.export_rows(c.path, c.replace); }
    void operator()(const view::SaveView& c) const { s.save_view(c.name); }
    void operator()(const view::OpenView& c) const { s.open_view(c.name); }
    void operator()(const view::RemoveView& c) const { s.remove_view(c.name); }
    void operator()(const view::ExportView& c) const { s.export_view(c.name, c.path); }
    void operator()(const view::ImportView& c) const { s.import_view(c.path); }
    void operator()(const view::ImportFiles& c) const { s.import_files(c.paths); }
    void operator()(const view::OpenFiles& c) const { s.open_files(c.paths); }
    void operator()(const view::SetImportChoice& c) const
    {
        if (!s.m_model.import.waiting.empty()) s.look_at_file(c.choice);
    }
    void operator()(const view::AcceptImport& c) const { s.accept_import(c.all); }
    void operator()(const view::DismissImport& c) const { s.dismiss_import(c.all); }
    void operator()(const view::BrowseFolder& c) const { s.browse(c.path); }
    void operator()(const view::ChooseHotspots& c) const { s.choose_hotspots(c.method); }
    void operator()(const view::SetHotspotOption& c) const { s.set_hotspot_option(c.option, c.text); }
    void operator()(const view::RunHotspots&) const { s.run_hotspots(); }
    void operator()(const view::PickHotspot& c) const { s.pick_hotspot(c.cell); }
    void operator()(const view::SealHotspots&) const { s.seal_hotspots(); }
    void operator()(const view::ScoreHotspots& c) const { s.score_hotspots(c.run_uid); }
    void operator()(const view::ClearHotspots&) const { s.clear_hotspots(); }
    void operator()(const view::UndoImport& c) const { s.undo(c.source_uid); }
    void operator()(const view::CancelJob& c) const
    {
        for (jobs::Runner* runner : {&s.m_files, &s.m_writes, &s.m_runner}) runner->cancel(c.id);
    }
    void operator()(const view::DismissNotice& c) const
    {
        auto& notices = s.m_model.notices;
        if (c.index < notices.size()) notices.erase(notices.begin() + static_cast<std::ptrdiff_t>(c.index));
    }
    void operator()(const view::TogglePanel& c) const
    {
        auto& m = s.m_model;
        bool* const open[] = {&m.filter_open,  &m.details_open,      &m.table_open,      &m.ribbon_open,
                              &m.help_open,    &m.import_open,       &m.sources_open,    &m.timeline_open,
                              &m.views_open,   &m.table_export.open, &m.space_time_open, &m.numbers_open,
                              &m.hotspots_open};
        bool& one = *open[static_cast<std::size_t>(c.panel)];
        one = !one;
        // They share a place.
        if (m.numbers_open && m.hotspots_open)
            (c.panel == view::Panel::numbers ? m.hotspots_open : m.numbers_open) = false;
        // What was folded was not counted.
        s.request_counts();
    }
    void operator()(const view::Quit&) const { s.quit(); }
};

namespace {

constexpr std::array command_names{"SetFilter",
                                   "ResetFilter",
                                   "SetCamera",
                                   "FitBox",
                                   "GoTo",
                                   "SetLayers",
                                   "SetPalette",
                                   "SetLanguage",
                                   "SetUiScale",
                                   "Hover",
                                   "PickAt",
                                   "Select",
                                   "SortTable",
                                   "WantTableRows",
                                   "SetRibbon",
                                   "BrushRibbon",
                                   "SetTimeline",
                                   "SetClock",
                                   "Play",
                                   "SetPlayback",
                                   "StartTool",
                                   "OpenEdit",
                                   "CloseEdit", "TouchEdit",
                                   "SaveIncident",
                                   "RemoveIncident",
                                   "UndoEdit",
                                   "SetColumns",
                                   "CopyRows",
                                   "ExportRows",
                                   "SaveView",
                                   "OpenView",
                                   "RemoveView",
                                   "ExportView",
                                   "ImportView",
                                   "ImportFiles",
                                   "OpenFiles",
                                   "SetImportChoice",
                                   "AcceptImport",
                                   "DismissImport",
                                   "BrowseFolder",
                                   "ChooseHotspots",
                                   "SetHotspotOption",
                                   "RunHotspots",
                                   "PickHotspot",
                                   "SealHotspots",
                                   "ScoreHotspots",
                                   "ClearHotspots",
                                   "UndoImport",
                                   "CancelJob",
                                   "DismissNotice",
                                   "TogglePanel",
                                   "Quit"};
static_assert(command_names.size() == std::variant_size_v<view::Command>);

}  // namespace

void Session::apply(const view::Command& command)
{
    if (!std::holds_alternative<view::Hover>(command)) spdlog::debug("apply {}", command_names[command.index()]);
    std::visit(Apply{*this}, command);
}

}  // namespace tuantra::app
