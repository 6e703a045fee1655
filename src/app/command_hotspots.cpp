#include "analysis/line_density.hpp"
#include "app/cli_context.hpp"
#include "app/cli_parse.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/record_writer.hpp"
#include "app/scene_job.hpp"
#include "app/table.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"
#include "view/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <memory>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

struct HotspotOptions {
    std::string method, out;
    FilterTexts filter;
    std::string bandwidth = "10", step = "1", snap;
};

struct Settings {
    double bandwidth_km = 10, step_km = heat_step_km, snap_km = heat_snap_m / 1000;
};

Settings settings_of(const HotspotOptions& options)
{
    Settings settings;
    settings.bandwidth_km = parse_number("--bandwidth-km", options.bandwidth);
    settings.step_km = parse_number("--step-km", options.step);
    if (!options.snap.empty()) settings.snap_km = parse_number("--snap-km", options.snap);
    if (settings.bandwidth_km < 0.1 || settings.bandwidth_km > 500)
        throw CallError(tr("--bandwidth-km takes 0.1 to 500"));
    if (settings.step_km < 0.1 || settings.step_km > 100) throw CallError(tr("--step-km takes 0.1 to 100"));
    if (settings.snap_km < 0) throw CallError(tr("--snap-km takes 0 or more"));
    return settings;
}

struct LineResult {
    domain::LineId id;
    analysis::LineDensity density;
};

std::vector<LineResult> compute(const store::Store& store, const domain::Filter& filter, const domain::Lines& lines,
                                const Settings& settings)
{
    std::array<std::vector<double>, domain::line_count> chainages;
    std::array<std::size_t, domain::line_count> left_out{};
    store.incidents(filter, [&](const store::IncidentRecord& row) {
        Progress::check();
        const auto& address = row.incident.address;
        if (!address) return true;
        const auto line = static_cast<std::size_t>(address->line);
        if (std::abs(address->offset_m) > settings.snap_km * 1000)
            ++left_out[line];
        else
            chainages[line].push_back(address->chainage_km);
        return true;
    });
    std::vector<LineResult> results;
    for (const auto id : {domain::LineId::land, domain::LineId::coast}) {
        if (filter.line && *filter.line != id) continue;
        const auto at = static_cast<std::size_t>(id);
        auto density = analysis::line_density(chainages[at], {}, lines.get(id).official_km(), settings.bandwidth_km,
                                              settings.step_km);
        density.left_out = left_out[at];
        results.push_back({id, std::move(density)});
    }
    return results;
}

void write_json(std::ostream& out, const std::vector<LineResult>& results, const domain::Lines& lines,
                const Settings& settings, const std::string& sentence, bool synthetic)
{
    std::size_t n = 0, left_out = 0;
    Json cells = Json::array();
    for (const auto& result : results) {
        const auto& d = result.density;
        n += d.events;
        left_out += d.left_out;
        for (std::size_t i = 0; i < d.density.size(); ++i) {
            const double from = static_cast<double>(i) * d.step_km, to = std::min(from + d.step_km, d.length_km);
            const auto place = lines.get(result.id).point_at((from + to) / 2);
            cells.push_back({{"line", domain::to_string(result.id)},
                             {"from_km", from},
                             {"to_km", to},
                             {"per_km", d.density[i]},
                             {"lon", std::round(place.lon * 1e7) / 1e7},
                             {"lat", std::round(place.lat * 1e7) / 1e7}});
        }
    }
    Json document = {{"run_uid", nullptr},
                     {"method", "line"},
                     {"settings",
                      {{"kernel", "quartic"},
                       {"bandwidth_km", settings.bandwidth_km},
                       {"step_km", settings.step_km},
                       {"snap_km", settings.snap_km},
                       {"ends", "reflected"}}},
                     {"filter", sentence},
                     {"n", n},
                     {"left_out", left_out}};
    if (synthetic) document["synthetic"] = true;
    document["cells"] = std::move(cells);
    out << to_text(document) << '\n';
}

struct Peak {
    domain::LineId line;
    double km = 0, per_km = 0;
};

std::vector<Peak> peaks(const std::vector<LineResult>& results)
{
    std::vector<Peak> found;
    for (const auto& [id, d] : results) {
        const auto& v = d.density;
        for (std::size_t i = 0; i < v.size(); ++i) {
            const double before = i > 0 ? v[i - 1] : -1, after = i + 1 < v.size() ? v[i + 1] : -1;
            if (v[i] > 0 && v[i] > before && v[i] >= after)
                found.push_back({id, std::min((static_cast<double>(i) + 0.5) * d.step_km, d.length_km), v[i]});
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const Peak& a, const Peak& b) { return a.per_km > b.per_km; });
    return found;
}

void write_table(std::ostream& out, const std::vector<LineResult>& results, const domain::Lines& lines,
                 const Settings& settings, const std::string& sentence, bool synthetic)
{
    if (synthetic) out << synthetic_note() << '\n';
    out << sentence << '\n';
    for (const auto& [id, d] : results)
        out << fill(tr("{0}: {1} incidents, {2} farther than {3} km left out; quartic kernel, bandwidth {4} km"),
                    {std::string(domain::to_string(id)), std::to_string(d.events), std::to_string(d.left_out),
                     fmt::format("{:g}", settings.snap_km), fmt::format("{:g}", settings.bandwidth_km)})
            << '\n';
    Table table({{tr("line"), Table::Align::left, 8},
                 {tr("km"), Table::Align::right, 10},
                 {tr("incidents per km"), Table::Align::right, 18},
                 {tr("lon"), Table::Align::right, 12},
                 {tr("lat"), Table::Align::right, 12}});
    constexpr std::size_t shown = 20;
    const auto found = peaks(results);
    for (std::size_t i = 0; i < std::min(shown, found.size()); ++i) {
        const auto place = lines.get(found[i].line).point_at(found[i].km);
        table.add({std::string(domain::to_string(found[i].line)), fmt::format("{:.1f}", found[i].km),
                   fmt::format("{:.3f}", found[i].per_km), fmt::format("{:.5f}", place.lon),
                   fmt::format("{:.5f}", place.lat)});
    }
    table.print(out);
}

void write_csv(std::ostream& out, const std::vector<LineResult>& results, bool synthetic)
{
    out << "line,from_km,to_km,per_km,synthetic\r\n";
    for (const auto& [id, d] : results)
        for (std::size_t i = 0; i < d.density.size(); ++i) {
            const double from = static_cast<double>(i) * d.step_km;
            out << fmt::format("{},{:g},{:g},{},{}\r\n", domain::to_string(id), from,
                               std::min(from + d.step_km, d.length_km), d.density[i], synthetic);
        }
}

int hotspots(const Cli& cli, const HotspotOptions& options)
{
    if (options.method != "line") {
        const std::array later = {"density", "gi", "rates", "trend", "near-repeat", "best"};
        const bool known = std::find(later.begin(), later.end(), options.method) != later.end();
        throw CallError(
            known ? fill(tr("hotspots {0}: not in this version; it has: line"), {options.method})
                  : fill(tr("{0}: '{1}' is not understood; it takes {2}"), {"METHOD", options.method, "line"}));
    }
    const auto settings = settings_of(options);
    const auto filter = to_filter(options.filter, cli.zone);
    const auto store = cli.open_to_read();
    const auto lines = gis::load_lines(cli.paths.maps, cli.paths.data);
    const Progress progress(tr("Hotspots"), true);
    const auto results = compute(store, filter, lines, settings);
    const auto sentence = view::sentence(filter, cli.zone);
    Output output(options.out);
    if (cli.json || options.out.ends_with(".json"))
        write_json(output.stream(), results, lines, settings, sentence, store.synthetic());
    else if (options.out.ends_with(".csv"))
        write_csv(output.stream(), results, store.synthetic());
    else
        write_table(output.stream(), results, lines, settings, sentence, store.synthetic());
    output.commit();
    return exit_done;
}

}  // namespace

void add_hotspots(CLI::App& app, Cli& cli)
{
    const auto options = std::make_shared<HotspotOptions>();
    auto* command = add_command(app, "hotspots", tr("where incidents concentrate"),
                                "tuantra hotspots line --kind drugs --since 2024-01-01 --bandwidth-km 10");
    command->add_option("method", options->method, tr("line: kernel density along the measured lines"))
        ->required()
        ->type_name("METHOD");
    command->add_option("--bandwidth-km", options->bandwidth, tr("reach of one incident along the line, km"))
        ->type_name("KM");
    command->add_option("--step-km", options->step, tr("length of a cell, km"))->type_name("KM");
    command->add_option("--snap-km", options->snap, tr("incidents farther from the line are left out"))
        ->type_name("KM");
    command->add_option("--out", options->out, tr("write to a file (.json, .csv or text)"))->type_name("FILE");
    add_filter_options(*command, options->filter);
    command->callback([&cli, options] { cli.command = [&cli, options] { return hotspots(cli, *options); }; });
}

}  // namespace tuantra::app
