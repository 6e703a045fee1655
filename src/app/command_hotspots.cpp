#include "analysis/parallel.hpp"
#include "app/cli_context.hpp"
#include "app/cli_parse.hpp"
#include "app/hotspot.hpp"
#include "app/hotspot_files.hpp"
#include "app/hotspot_output.hpp"
#include "app/hotspot_seal.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <iostream>
#include <limits>
#include <memory>
#include <thread>
#include <type_traits>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

struct HotspotTexts {
    std::string method, out, valid_until;
    bool seal = false;
    FilterTexts filter;
    std::string snap, bandwidth, step_km, segment_km, neighbours, permutations, seed, alpha, step, length, stretches,
        area, max_share, against_since, against_until;
    std::string effort, cell_km, kernel, area_of, edge, hexagons, distances, days, least_ratio, radius, min_points,
        window;
    bool adaptive = false;
    bool space_time = false, prospective = false, no_posts = false, occupancy = false;
    std::vector<const CLI::Option*> options;  ///< of the methods
};

/// One of a few words. \returns which
std::size_t parse_word(const char* option, const std::string& text, std::initializer_list<const char*> words)
{
    std::string all;
    std::size_t at = 0;
    for (const char* word : words) {
        if (text == word) return at;
        ++at;
        all += (all.empty() ? "" : ", ") + std::string(word);
    }
    throw CallError(fill(tr("{0}: '{1}' is not understood; it takes {2}"), {option, text, all}));
}

domain::TimeSpan parse_against(const HotspotTexts& texts, domain::Zone zone)
{
    if (texts.against_since.empty() || texts.against_until.empty())
        throw CallError(tr("--against-since and --against-until go together"));
    return {parse_time_option("--against-since", texts.against_since, zone).from,
            parse_time_option("--against-until", texts.against_until, zone).from};
}

/// An option that the method does not know would be a wish not heard.
void refuse_foreign_options(const HotspotTexts& texts, const HotspotMethodInfo& method)
{
    for (const auto* option : texts.options) {
        const std::string name = option->get_name();
        const bool own = std::find(method.options.begin(), method.options.end(), name) != method.options.end();
        if (option->count() > 0 && !own) throw CallError(fill(tr("{0}: not an option of {1}"), {name, method.id}));
    }
}

void add_area_settings(HotspotSettings& s, const HotspotTexts& texts)
{
    using analysis::EdgeCorrection;
    using analysis::Kernel;
    if (!texts.kernel.empty())
        s.kernel = std::array{Kernel::quartic,
                              Kernel::gaussian}[parse_word("--kernel", texts.kernel, {"quartic", "gaussian"})];
    if (!texts.area_of.empty())
        if (const auto at = parse_word("--area", texts.area_of, {"none", "land", "sea"}); at > 0)
            s.area = at == 1 ? StudyGround::land : StudyGround::sea;
    if (!texts.edge.empty())
        s.edge = std::array{EdgeCorrection::none, EdgeCorrection::uniform,
                            EdgeCorrection::diggle}[parse_word("--edge", texts.edge, {"none", "uniform", "diggle"})];
    s.adaptive = texts.adaptive;
}

HotspotSettings settings_of(const HotspotTexts& texts, domain::Zone zone)
{
    HotspotSettings s;
    const auto number = [](const char* option, const std::string& text, auto& into) {
        if (!text.empty()) into = parse_number(option, text);
    };
    const auto whole = [](const char* option, const std::string& text, auto& into) {
        using Into = std::remove_reference_t<decltype(into)>;
        if (text.empty()) return;
        const std::uint64_t value = parse_whole(option, text);
        // What is too much stays too much, to be refused by name; it must not come round as a small number.
        if constexpr (std::is_arithmetic_v<Into>)
            into = static_cast<Into>(std::min<std::uint64_t>(value, std::numeric_limits<Into>::max()));
        else
            into = value;
    };
    number("--snap-km", texts.snap, s.snap_km);
    number("--bandwidth-km", texts.bandwidth, s.bandwidth_km);
    number("--step-km", texts.step_km, s.cell_km);
    number("--segment-km", texts.segment_km, s.cell_km);
    whole("--neighbours", texts.neighbours, s.reach);
    whole("--permutations", texts.permutations, s.permutations);
    whole("--seed", texts.seed, s.seed);
    number("--alpha", texts.alpha, s.alpha);
    if (!texts.step.empty())
        s.step = parse_word("--step", texts.step, {"week", "month"}) == 0 ? TimeStep::week : TimeStep::month;
    number("--length-km", texts.length, s.length_km);
    whole("--stretches", texts.stretches, s.stretches);
    number("--area-km2", texts.area, s.area_km2);
    number("--max-share", texts.max_share, s.max_share);
    s.space_time = texts.space_time;
    s.prospective = texts.prospective;
    if (!texts.effort.empty())
        s.effort = parse_word("--effort", texts.effort, {"km", "hours"}) == 0 ? EffortUnit::km : EffortUnit::hours;
    s.posts = !texts.no_posts;
    s.occupancy = texts.occupancy;
    number("--cell-km", texts.cell_km, s.cell_km);
    number("--hexagons", texts.hexagons, s.hexagon_km);
    number("--least-ratio", texts.least_ratio, s.least_ratio);
    number("--radius-km", texts.radius, s.radius_km);
    whole("--min-points", texts.min_points, s.min_points);
    number("--window-days", texts.window, s.window_days);
    if (!texts.distances.empty()) s.space_km = parse_list("--distances-km", texts.distances);
    if (!texts.days.empty()) s.days = parse_list("--days", texts.days);
    add_area_settings(s, texts);
    if (!texts.against_since.empty() || !texts.against_until.empty()) s.against = parse_against(texts, zone);
    return s;
}

std::string method_ids()
{
    std::string ids;
    for (const auto& method : hotspot_methods()) ids += (ids.empty() ? "" : ", ") + std::string(method.id);
    return ids;
}

const HotspotMethodInfo& method_of(const std::string& id)
{
    if (const auto* method = hotspot_method(id)) return *method;
    throw CallError(fill(tr("{0}: '{1}' is not understood; it takes {2}"), {"METHOD", id, method_ids()}));
}

/// Asks a computation to stop once Ctrl-C came, also while it reports no progress.
class StopAtInterrupt {
public:
    StopAtInterrupt() : m_watch([this](const std::stop_token& done) { watch(done); }) {}
    std::stop_token token() const { return m_stop.get_token(); }

private:
    void watch(const std::stop_token& done)
    {
        try {
            while (!done.stop_requested()) {
                Progress::check();
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
            }
        } catch (const Interrupted&) {
            m_stop.request_stop();
        }
    }
    std::stop_source m_stop;
    std::jthread m_watch;
};

HotspotResult compute(const HotspotRequest& request, const store::Store& store, const domain::Lines& lines, bool quiet)
{
    Progress progress(tr("Hotspots"), quiet);
    const StopAtInterrupt stop;
    try {
        return run_hotspots(request, store, lines, {[&](double done) { progress.tick(done); }, stop.token()});
    } catch (const analysis::Stopped&) {
        throw Interrupted{};
    }
}

/// Keeps the result; \returns the run's uid.
Json seal(const Cli& cli, const HotspotTexts& texts, const HotspotResult& result, const domain::Lines& lines)
{
    std::optional<domain::Instant> until;
    if (!texts.valid_until.empty()) until = parse_time_option("--valid-until", texts.valid_until, cli.zone).from;
    const auto sealed = seal_hotspots(result, lines, cli.zone, until, now_unix_ms());
    store::Store::open(cli.database, store::OpenMode::read_write).seal(sealed.run, sealed.cells);
    return domain::to_string(sealed.run.uid);
}

/// In the form that the file's ending asks for.
void write(const Cli& cli, const std::string& file, const HotspotResult& result, const domain::Lines& lines,
           const Json& run_uid)
{
    if (file.ends_with(".gpkg")) {
        write_hotspot_geopackage(file, result, lines, run_uid, cli.zone);
        if (cli.json) print_json(hotspot_json(result, run_uid, cli.zone));
        return;
    }
    if (file.ends_with(".tif") || file.ends_with(".tiff")) {
        write_hotspot_geotiff(file, result, run_uid, cli.zone);
        if (cli.json) print_json(hotspot_json(result, run_uid, cli.zone));
        return;
    }
    Output output(file);
    if (file.ends_with(".csv"))
        write_hotspot_csv(output.stream(), result, cli.zone);
    else if (file.ends_with(".geojson"))
        output.stream() << to_text(hotspot_geojson(result, lines, run_uid, cli.zone)) << '\n';
    else if (cli.json || file.ends_with(".json"))
        output.stream() << to_text(hotspot_json(result, run_uid, cli.zone)) << '\n';
    else
        write_hotspot_table(output.stream(), result, cli.zone);
    output.commit();
}

int hotspots(const Cli& cli, const HotspotTexts& texts)
{
    const auto& method = method_of(texts.method);
    if (!texts.valid_until.empty() && !texts.seal) throw CallError(tr("--valid-until goes with --seal"));
    refuse_foreign_options(texts, method);
    const HotspotRequest request{method.method,
                                 to_filter(texts.filter, cli.zone),
                                 settings_of(texts, cli.zone),
                                 cli.zone,
                                 {now_unix_ms() / 1000},
                                 cli.paths};
    const auto lines = gis::load_lines(cli.paths.maps, cli.paths.data);
    const auto result = compute(request, cli.open_to_read(), lines, cli.quiet);
    const Json run_uid = texts.seal ? seal(cli, texts, result, lines) : Json();
    write(cli, texts.out, result, lines, run_uid);
    if (!run_uid.is_null() && !cli.quiet)
        std::cerr << fill(tr("sealed as run {0}"), {run_uid.get<std::string>()}) << '\n';
    return exit_done;
}

std::string methods_text()
{
    std::string text;
    for (const auto& method : hotspot_methods())
        text += (text.empty() ? "" : "; ") + std::string(method.id) + ": " + tr(method.label);
    return text;
}

void add_method_options(CLI::App& command, HotspotTexts& texts)
{
    const auto add = [&](const char* name, std::string& text, const char* takes, const char* description) {
        texts.options.push_back(command.add_option(name, text, description)->type_name(takes));
    };
    const auto flag = [&](const char* name, bool& on, const char* description) {
        texts.options.push_back(command.add_flag(name, on, description));
    };
    add("--snap-km", texts.snap, "KM", tr("incidents farther from the line are left out"));
    add("--bandwidth-km", texts.bandwidth, "KM", tr("reach of one incident, km; of a Gaussian its standard deviation"));
    add("--cell-km", texts.cell_km, "KM", tr("side of a cell, km; at most a fifth of the bandwidth"));
    add("--kernel", texts.kernel, "quartic|gaussian", tr("how an incident's weight falls off"));
    flag("--adaptive", texts.adaptive, tr("narrower where incidents are many"));
    add("--area", texts.area_of, "none|land|sea", tr("where incidents could be seen at all"));
    add("--edge", texts.edge, "none|uniform|diggle", tr("what becomes of weight beyond coast and border"));
    add("--hexagons", texts.hexagons, "KM", tr("hexagons instead of segments, km from centre to centre"));
    add("--distances-km", texts.distances, "KM,KM,...", tr("edges of the bands of distance, km"));
    add("--days", texts.days, "D,D,...", tr("edges of the bands of time, days"));
    add("--least-ratio", texts.least_ratio, "R", tr("as many times the expected pairs before a band counts"));
    add("--radius-km", texts.radius, "KM", tr("incidents so near are neighbours"));
    add("--min-points", texts.min_points, "N", tr("neighbours that make a cluster, itself counted"));
    add("--window-days", texts.window, "D", tr("neighbours only when so near in time too"));
    add("--step-km", texts.step_km, "KM", tr("length of a cell, km"));
    add("--segment-km", texts.segment_km, "KM", tr("length of a segment, km (1, 5, 10)"));
    add("--neighbours", texts.neighbours, "N", tr("neighbours of a segment, so many back and ahead"));
    add("--permutations", texts.permutations, "N", tr("random orders that the result is held against"));
    add("--seed", texts.seed, "N", tr("of the random orders; the same seed gives the same result"));
    add("--alpha", texts.alpha, "P", tr("what is called significant"));
    add("--step", texts.step, "week|month", tr("a step of time"));
    add("--length-km", texts.length, "KM", tr("kilometres of border to name"));
    add("--stretches", texts.stretches, "N", tr("in so many separate stretches"));
    add("--area-km2", texts.area, "KM2", tr("a circle of this area instead"));
    add("--max-share", texts.max_share, "P", tr("largest window, share of the whole"));
    flag("--space-time", texts.space_time, tr("clusters in place and time together"));
    flag("--prospective", texts.prospective, tr("only clusters that are still there in the last step"));
    add("--effort", texts.effort, "km|hours", tr("rates per 100 patrol-km or per hour of patrols and posts"));
    flag("--no-posts", texts.no_posts, tr("patrols only, without fixed posts"));
    flag("--occupancy", texts.occupancy, tr("also how likely each segment is used at all"));
    add("--against-since", texts.against_since, "T", tr("beginning of the period to compare with"));
    add("--against-until", texts.against_until, "T", tr("end of the period to compare with"));
}

}  // namespace

void add_hotspots(CLI::App& app, Cli& cli)
{
    const auto texts = std::make_shared<HotspotTexts>();
    auto* command = add_command(app, "hotspots", tr("where incidents concentrate"),
                                "tuantra hotspots line --kind drugs --since 2024-01-01 --bandwidth-km 10");
    command->add_option("method", texts->method, methods_text())->required()->type_name("METHOD");
    add_method_options(*command, *texts);
    command
        ->add_option("--out", texts->out,
                     tr("write to a file (.json, .geojson, .csv, .gpkg, density also .tif, or text)"))
        ->type_name("FILE");
    command->add_flag("--seal", texts->seal, tr("keep the result for good, to be scored on what comes later"));
    command->add_option("--valid-until", texts->valid_until, tr("how long a sealed run is meant to hold"))
        ->type_name("T");
    add_filter_options(*command, texts->filter);
    command->callback([&cli, texts] { cli.command = [&cli, texts] { return hotspots(cli, *texts); }; });
}

}  // namespace tuantra::app
