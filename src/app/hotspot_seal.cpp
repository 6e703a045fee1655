#include "app/hotspot_seal.hpp"

#include "app/errors.hpp"
#include "app/hotspot_output.hpp"
#include "domain/geodesy.hpp"
#include "lang/lang.hpp"
#include "view/filter_json.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;

namespace {

constexpr std::int64_t year_s = 365 * 86400;

Json notes_to_keep(const std::vector<Note>& notes)
{
    Json list = Json::array();
    for (const auto& note : notes) list.push_back(to_json(note));
    return list;
}

std::vector<Note> notes_kept(const Json& list)
{
    std::vector<Note> notes;
    for (const auto& json : list) notes.push_back(note_of(json));
    return notes;
}

Json parts_json(const std::vector<LinePart>& parts)
{
    Json list = Json::array();
    for (const auto& part : parts)
        list.push_back({{"line", domain::to_string(part.line)}, {"from_km", part.from_km}, {"to_km", part.to_km}});
    return list;
}

/// The piece of line with a chainage at each vertex: right at both ends, and between them by length.
std::vector<domain::Fix> stretch_of(const domain::MeasuredLine& line, double from_km, double to_km)
{
    const auto places = line.between(from_km, to_km);
    const double whole = domain::length_m(places);
    std::vector<domain::Fix> fixes;
    double walked = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (i > 0) walked += domain::distance_m(places[i - 1], places[i]);
        const double share = whole > 0 ? std::min(1.0, walked / whole) : 0;
        fixes.push_back({places[i], from_km + (to_km - from_km) * share});
    }
    if (!fixes.empty()) fixes.back().time_s = to_km;
    return fixes;
}

store::HotspotRunCell to_cell(const HotspotResult& result, std::size_t i, const domain::Lines& lines, domain::Zone zone)
{
    const auto& from = result.cells[i];
    store::HotspotRunCell cell;
    cell.line = from.line;
    cell.from_km = from.from_km;
    cell.to_km = from.to_km;
    cell.size = from.size;
    cell.count = from.count;
    if (std::isfinite(from.risk)) cell.risk = from.risk;
    cell.watched = from.watched;
    cell.hot = from.hot;
    Json numbers = Json::object();
    for (const auto& column : result.columns) numbers[column.id] = cell_value(column, i, zone);
    cell.numbers = to_text(numbers);
    if (from.line)
        cell.stretch = stretch_of(lines.get(*from.line), from.from_km, from.to_km);
    else
        cell.area = from.area;
    return cell;
}

void must_not_know_the_future(const HotspotResult& result, domain::Instant end, domain::Zone zone)
{
    if (result.data.to < end) return;
    throw DataError(fill(tr("not sealed: it holds incidents up to {0}, later than its own end {1}; --until chooses "
                            "another end"),
                         {view::moment_text(result.data.to, zone), view::moment_text(end, zone)}));
}

}  // namespace

SealedHotspots seal_hotspots(const HotspotResult& result, const domain::Lines& lines, domain::Zone zone,
                             std::optional<domain::Instant> valid_until, std::int64_t now_unix_ms)
{
    const domain::Instant end = result.filter.until.value_or(domain::Instant{now_unix_ms / 1000});
    must_not_know_the_future(result, end, zone);
    const auto looked_back = std::clamp<std::int64_t>(end.unix_s - result.period.from.unix_s, 1, year_s);
    const domain::Instant otherwise =
        result.expires && *result.expires > end ? *result.expires : domain::Instant{end.unix_s + looked_back};
    const domain::Instant until = valid_until.value_or(otherwise);
    if (until <= end)
        throw CallError(fill(tr("--valid-until must be later than the run's end {0}"), {view::moment_text(end, zone)}));
    SealedHotspots sealed;
    auto& run = sealed.run;
    run.uid = domain::UidMaker().make(now_unix_ms);
    run.method = info(result.method).id;
    run.filter = to_text(view::to_json(result.filter));
    auto choices = result.choices;
    if (!valid_until && until.unix_s == end.unix_s + looked_back)
        choices.push_back({mark("valid for as long as it looked back, at most a year"), {}});
    run.settings = to_text({{"settings", result.settings_json},
                            {"parts", parts_json(result.frame)},
                            {"size_unit", result.size_unit},
                            {"total_size", result.total_size},
                            {"unit", result.unit},
                            {"effort", result.with_effort},
                            {"facts", result.facts},
                            {"choices", notes_to_keep(choices)},
                            {"findings", notes_to_keep(result.findings)},
                            {"warnings", notes_to_keep(result.warnings)}});
    run.seed = result.settings.seed;
    run.data_hash = result.data_hash;
    run.n = static_cast<std::int64_t>(result.n);
    run.left_out = static_cast<std::int64_t>(result.left_out);
    run.data = result.data;
    run.end = end;
    run.valid_until = until;
    run.made_at_ms = now_unix_ms;
    run.program = TUANTRA_VERSION;
    run.synthetic = result.synthetic;
    if (result.surface) run.grid = result.surface->values;
    for (std::size_t i = 0; i < result.cells.size(); ++i) sealed.cells.push_back(to_cell(result, i, lines, zone));
    return sealed;
}

domain::Filter sealed_filter(const store::HotspotRun& run)
{
    try {
        return view::filter_of(Json::parse(run.filter));
    } catch (const std::exception& error) {
        throw DataError(std::string("the filter of run ") + domain::to_string(run.uid) + ": " + error.what());
    }
}

SealedSettings sealed_settings(const store::HotspotRun& run)
{
    try {
        const auto json = Json::parse(run.settings);
        SealedSettings s{json.at("settings"),
                         json.at("facts"),
                         notes_kept(json.at("choices")),
                         notes_kept(json.at("findings")),
                         notes_kept(json.at("warnings")),
                         json.at("unit").get<std::string>(),
                         json.at("size_unit").get<std::string>(),
                         json.at("total_size").get<double>(),
                         {}};
        for (const auto& part : json.at("parts"))
            s.parts.push_back({domain::parse_line(part.at("line").get<std::string>()).value_or(domain::LineId::land),
                               part.at("from_km").get<double>(), part.at("to_km").get<double>()});
        return s;
    } catch (const std::exception& error) {
        throw DataError(std::string("the settings of run ") + domain::to_string(run.uid) + ": " + error.what());
    }
}

Json run_json(const store::HotspotRun& run, domain::Zone zone)
{
    Json json = {{"run_uid", domain::to_string(run.uid)},
                 {"method", run.method},
                 {"n", run.n},
                 {"left_out", run.left_out},
                 {"end", domain::to_iso(run.end, zone)},
                 {"valid_until", domain::to_iso(run.valid_until, zone)},
                 {"made_at", domain::to_iso({run.made_at_ms / 1000}, zone)},
                 {"program", run.program},
                 {"seed", run.seed},
                 {"data_hash", run.data_hash},
                 {"hash", run.hash}};
    if (run.synthetic) json["synthetic"] = true;
    return json;
}

Json whole_run_json(const store::HotspotRun& run, const std::vector<store::HotspotRunCell>& cells, domain::Zone zone)
{
    const auto kept = sealed_settings(run);
    auto json = run_json(run, zone);
    json["filter"] = view::sentence(sealed_filter(run), zone);
    json["filter_parts"] = Json::parse(run.filter);
    json["settings"] = kept.settings;
    json["unit"] = kept.unit;
    json["size_unit"] = kept.size_unit;
    json["total_size"] = kept.total_size;
    json["choices"] = notes_json(kept.choices);
    json["findings"] = notes_json(kept.findings);
    json["warnings"] = notes_json(kept.warnings);
    json["facts"] = kept.facts;
    json["cells"] = Json::array();
    for (const auto& cell : cells) {
        Json entry = Json::object();
        if (cell.line) {
            entry["line"] = domain::to_string(*cell.line);
            entry["from_km"] = cell.from_km;
            entry["to_km"] = cell.to_km;
        } else {
            entry["area_km2"] = cell.size;
        }
        entry["incidents"] = cell.count;
        entry.update(Json::parse(cell.numbers));
        entry["risk"] = cell.risk ? Json(*cell.risk) : Json();
        entry["watched"] = cell.watched;
        entry["hot"] = cell.hot;
        json["cells"].push_back(std::move(entry));
    }
    return json;
}

}  // namespace tuantra::app
