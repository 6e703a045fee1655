// A hotspot result in the user's words: table, legend, sentences.
#include "app/hotspot_data.hpp"
#include "app/hotspot_panel.hpp"
#include "app/note.hpp"
#include "lang/lang.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;

namespace {

constexpr std::size_t most_rows = 400;

const char* main_column_id(HotspotMethod method)
{
    switch (method) {
        case HotspotMethod::line:
            return "per_km";
        case HotspotMethod::density:
            return "percent";
        case HotspotMethod::gi:
            return "z";
        case HotspotMethod::moran:
            return "place";
        case HotspotMethod::trend:
            return "pattern";
        case HotspotMethod::rates:
            return "rate_smoothed";
        case HotspotMethod::scan:
            return "relative_risk";
        case HotspotMethod::near_repeat:
            return "watch_until";
        case HotspotMethod::clusters:
            return "per_km2";
        case HotspotMethod::best:
            return "share";
        case HotspotMethod::compare:
            return "ratio";
    }
    return "";
}

std::vector<std::string> texts(const std::vector<Note>& notes)
{
    std::vector<std::string> out;
    for (const auto& note : notes) out.push_back(in_panel_words(text(note)));
    return out;
}

/// What the cells are: from the settings, as files have them.
std::string cell_text(const HotspotResult& result)
{
    const auto& s = result.settings_json;
    std::string out;
    const auto add = [&](const char* name, const char* says) {
        const auto found = s.find(name);
        if (found == s.end() || !found->is_number()) return;
        const double value = found->get<double>();
        out += (out.empty() ? "" : " · ") + fill(tr(says), {lang::number(value, value == std::floor(value) ? 0 : 1)});
    };
    add("bandwidth_km", mark("bandwidth {0} km"));
    add("step_km", mark("cells of {0} km"));
    add("cell_km", mark("cells of {0} km"));
    if (s.contains("hexagon_km"))
        add("hexagon_km", mark("hexagons {0} km apart"));
    else
        add("segment_km", mark("segments of {0} km"));
    add("radius_km", mark("radius {0} km"));
    add("length_km", mark("the best {0} km"));
    add("area_km2", mark("a circle of {0} km²"));
    return out;
}

std::string whole(std::size_t n)
{
    return lang::number(static_cast<std::int64_t>(n));
}

std::vector<std::string> legend_of(const HotspotResult& result, domain::Zone zone)
{
    std::vector<std::string> lines;
    if (auto cell = cell_text(result); !cell.empty()) lines.push_back(std::move(cell));
    if (result.period.from != result.period.to)
        lines.push_back(view::date_text(result.period.from, zone) + " – " +
                        view::date_text({result.period.to.unix_s - 1}, zone));
    lines.push_back(fill(tr("n = {0} · left out {1}"), {whole(result.n), whole(result.left_out)}));
    lines.push_back(result.with_effort ? tr("effort: patrols and posts") : tr("effort: not in it"));
    lines.push_back(fill(tr("classified on {0}"), {view::date_text(result.made, zone)}));
    if (result.expires) lines.push_back(fill(tr("holds until {0}"), {view::moment_text(*result.expires, zone)}));
    return lines;
}

/// The value that the table and the picked cell show; of a ratio its sign of a rise is said too.
std::string value_text(const HotspotColumn* column, std::size_t cell, domain::Zone zone)
{
    if (column == nullptr) return {};
    if (column->id == "share" && std::isfinite(column->values[cell]))
        return lang::number(100 * column->values[cell], 1) + " %";
    return column_text(*column, cell, zone);
}

void add_rows(view::HotspotShown& shown, const HotspotResult& result, domain::Zone zone)
{
    const auto* column = main_column(result);
    shown.value_title = column == nullptr ? std::string() : tr(column->label);
    for (std::size_t k = 0; k < std::min(most_rows, result.shown.size()); ++k) {
        const auto cell = result.shown[k];
        shown.rows.push_back({cell, cell_place(result.cells[cell]), value_text(column, cell, zone),
                              lang::number(result.cells[cell].count, 0)});
    }
    shown.rows_left_out = result.shown.size() - shown.rows.size();
}

void add_cells(view::HotspotShown& shown, const HotspotResult& result, const HotspotClasses& classes)
{
    for (std::size_t i = 0; i < result.cells.size(); ++i) {
        const auto& cell = result.cells[i];
        shown.cells.push_back({cell.line, cell.from_km, cell.to_km, cell.area, cell.centre, classes.level[i],
                               classes.of_cell[i], cell.hot && !classes.rim_label.empty()});
        if (!cell.line) continue;
        auto& range = shown.on_line[static_cast<std::size_t>(*cell.line)];
        if (range.second == 0) range.first = i;
        range.second = i + 1;
    }
}

}  // namespace

const HotspotColumn* main_column(const HotspotResult& result)
{
    return result.column(main_column_id(result.method));
}

std::string column_text(const HotspotColumn& column, std::size_t cell, domain::Zone zone)
{
    const double value = column.values[cell];
    if (!std::isfinite(value)) return "—";
    switch (column.type) {
        case HotspotColumn::Type::flag:
            return value != 0 ? tr("yes") : tr("no");
        case HotspotColumn::Type::name:
            return tr(column.names[static_cast<std::size_t>(value)]);
        case HotspotColumn::Type::whole:
            return lang::number(value, 0);
        case HotspotColumn::Type::moment:
            return view::moment_text({static_cast<std::int64_t>(value)}, zone);
        case HotspotColumn::Type::number:
            break;
    }
    const double least = std::pow(10.0, -column.decimals);
    if (value > 0 && value < least / 2) return "<" + lang::number(least, column.decimals);
    return lang::number(value, column.decimals);
}

std::string cell_place(const HotspotCell& cell)
{
    if (cell.line) return stretch_text(*cell.line, cell.from_km, cell.to_km);
    return fill(tr("{0} km² at {1}"),
                {lang::number(cell.size, cell.size < 10 ? 2 : 0), view::position_text(cell.centre)});
}

view::HotspotShown shown_hotspots(const HotspotResult& result, const view::Ramp& ramp, std::uint64_t version,
                                  domain::Zone zone)
{
    view::HotspotShown shown;
    const auto& method = info(result.method);
    shown.version = version;
    shown.method = method.id;
    shown.filter = result.filter;
    auto classes = classify(result, ramp);
    shown.rim_label = classes.rim_label;
    add_cells(shown, result, classes);
    shown.classes = std::move(classes.classes);
    add_rows(shown, result, zone);
    shown.choices = texts(result.choices);
    shown.findings = texts(result.findings);
    shown.warnings = texts(result.warnings);
    shown.title = tr(method.label);
    shown.unit = tr(result.unit);
    shown.legend = legend_of(result, zone);
    shown.forecasts = method.score != ScoreBy::none;
    shown.n = result.n;
    return shown;
}

}  // namespace tuantra::app
