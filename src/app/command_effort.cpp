#include "app/cli_context.hpp"
#include "app/cli_parse.hpp"
#include "app/effort_job.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/record_writer.hpp"
#include "app/table.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"
#include "view/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

struct EffortOptions {
    std::string segment = "10", snap = "25", out;
    bool no_posts = false;
    FilterTexts filter;
};

/// All that the outputs say.
struct Answer {
    const Cli& cli;
    const Movers& movers;
    EffortQuestion question;
    EffortReport report;
    domain::Lines lines;
    bool synthetic = false;
};

EffortQuestion question_of(const Cli& cli, const EffortOptions& options, const domain::Lines& lines)
{
    EffortQuestion question;
    question.filter = to_filter(options.filter, cli.zone);
    question.segment_km = parse_number("--segment-km", options.segment);
    question.snap_km = parse_number("--snap-km", options.snap);
    question.posts = !options.no_posts;
    if (question.segment_km < 0.5 || question.segment_km > 1000) throw CallError(tr("--segment-km takes 0.5 to 1000"));
    if (!(question.snap_km > 0) || question.snap_km > 1000)
        throw CallError(tr("--snap-km takes more than 0, up to 1000"));
    const auto& offset = question.filter.offset_m;
    const double snap_m = question.snap_km * 1000;
    if (std::max(-snap_m, offset.from.value_or(-snap_m)) >= std::min(snap_m, offset.to.value_or(snap_m)))
        throw CallError(fill(tr("--offset {0} leaves no strip within {1} km of the lines"),
                             {options.filter.offset, fmt::format("{:g}", question.snap_km)}));
    try {
        effort_segments(lines, question);
    } catch (const std::invalid_argument&) {
        throw CallError(fill(tr("--km {0} lies outside the line"), {options.filter.km}));
    }
    return question;
}

bool asks_about_incidents(const domain::Filter& f)
{
    return !(f.kinds == domain::KindSet::all()) || f.severity_min > 1 || f.severity_max < 5 || !f.text.empty() ||
           f.grade_min > 'A' || f.grade_max < 'F';
}

double rounded(double value, double scale)
{
    return std::round(value * scale) / scale;
}

std::string moment(double time_s, domain::Zone zone)
{
    return domain::to_iso({static_cast<std::int64_t>(std::floor(time_s))}, zone);
}

Json moment_or_null(const std::optional<double>& time_s, domain::Zone zone)
{
    return time_s ? Json(moment(*time_s, zone)) : Json(nullptr);
}

/// The segments of one line added up.
struct LineSum {
    std::size_t segments = 0, not_watched = 0;
    double line_km = 0, patrol_km = 0, patrol_hours = 0, swept_km2 = 0, watched_km = 0, post_km_hours = 0;
};

LineSum sum_of(const analysis::Effort& effort, domain::LineId line)
{
    LineSum sum;
    for (const auto& s : effort.segments) {
        if (s.segment.line != line) continue;
        ++sum.segments;
        if (!s.watched()) ++sum.not_watched;
        sum.line_km += s.segment.km();
        sum.patrol_km += s.patrol_km;
        sum.patrol_hours += s.patrol_hours;
        sum.swept_km2 += s.swept_km2;
        sum.watched_km += s.watched_km;
        sum.post_km_hours += s.post_km_hours;
    }
    return sum;
}

Json settings_json(const Answer& a)
{
    Json settings = {{"segment_km", a.question.segment_km}, {"snap_km", a.question.snap_km}};
    settings.update(effort_assumptions(a.movers, a.question.posts));
    return settings;
}

Json segment_json(const Answer& a, const analysis::SegmentEffort& s)
{
    const auto place = a.lines.get(s.segment.line).point_at((s.segment.from_km + s.segment.to_km) / 2);
    return {{"line", domain::to_string(s.segment.line)},
            {"from_km", s.segment.from_km},
            {"to_km", s.segment.to_km},
            {"watched", s.watched()},
            {"patrol_km", rounded(s.patrol_km, 1e6)},
            {"patrol_hours", rounded(s.patrol_hours, 1e6)},
            {"swept_km2", rounded(s.swept_km2, 1e6)},
            {"watched_km", rounded(s.watched_km, 1e6)},
            {"post_hours", rounded(s.post_hours(), 1e6)},
            {"last_seen", moment_or_null(s.last_seen_s, a.cli.zone)},
            {"lon", rounded(place.lon, 1e7)},
            {"lat", rounded(place.lat, 1e7)}};
}

void write_json(std::ostream& out, const Answer& a)
{
    const auto& effort = a.report.effort;
    Json lines = Json::object(), segments = Json::array();
    for (const auto id : {domain::LineId::land, domain::LineId::coast}) {
        const auto sum = sum_of(effort, id);
        if (sum.segments == 0) continue;
        lines[std::string(domain::to_string(id))] = {{"segments", sum.segments},
                                                     {"not_watched", sum.not_watched},
                                                     {"km", sum.line_km},
                                                     {"watched_km", rounded(sum.watched_km, 1e6)},
                                                     {"patrol_km", rounded(sum.patrol_km, 1e6)},
                                                     {"patrol_hours", rounded(sum.patrol_hours, 1e6)},
                                                     {"swept_km2", rounded(sum.swept_km2, 1e6)},
                                                     {"post_km_hours", rounded(sum.post_km_hours, 1e6)}};
    }
    for (const auto& s : effort.segments) segments.push_back(segment_json(a, s));
    Json document = {
        {"settings", settings_json(a)},
        {"filter", view::sentence(a.question.filter, a.cli.zone)},
        {"period",
         {{"from", moment_or_null(a.report.from_s, a.cli.zone)}, {"to", moment_or_null(a.report.to_s, a.cli.zone)}}},
        {"tracks", a.report.tracks},
        {"other_tracks", a.report.other_tracks},
        {"posts", a.report.posts},
        {"lines", lines},
        {"elsewhere",
         {{"patrol_km", rounded(effort.elsewhere_km, 1e6)}, {"patrol_hours", rounded(effort.elsewhere_hours, 1e6)}}},
        {"silences", effort.silences},
        {"silent_hours", rounded(effort.silent_hours, 1e6)}};
    if (a.synthetic) document["synthetic"] = true;
    document["segments"] = std::move(segments);
    out << to_text(document) << '\n';
}

void write_csv(std::ostream& out, const Answer& a)
{
    out << "line,from_km,to_km,watched,patrol_km,patrol_hours,swept_km2,watched_km,post_hours,last_seen,synthetic\r\n";
    for (const auto& s : a.report.effort.segments)
        out << fmt::format("{},{:g},{:g},{},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{},{}\r\n",
                           domain::to_string(s.segment.line), s.segment.from_km, s.segment.to_km, s.watched(),
                           s.patrol_km, s.patrol_hours, s.swept_km2, s.watched_km, s.post_hours(),
                           s.last_seen_s ? moment(*s.last_seen_s, a.cli.zone) : "", a.synthetic);
}

std::string km_text(double km)
{
    return fmt::format("{:g}", rounded(km, 10));
}

/// Stretches of neighbouring segments that nobody watched, the longest first.
std::vector<analysis::LineSegment> not_watched(const analysis::Effort& effort)
{
    std::vector<analysis::LineSegment> stretches;
    bool open = false;
    for (const auto& s : effort.segments) {
        const bool goes_on =
            open && stretches.back().line == s.segment.line && stretches.back().to_km == s.segment.from_km;
        open = !s.watched();
        if (open && goes_on)
            stretches.back().to_km = s.segment.to_km;
        else if (open)
            stretches.push_back(s.segment);
    }
    std::stable_sort(stretches.begin(), stretches.end(), [](const auto& a, const auto& b) { return a.km() > b.km(); });
    return stretches;
}

void print_not_watched(std::ostream& out, const Answer& a)
{
    constexpr std::size_t shown = 10;
    auto stretches = not_watched(a.report.effort);
    if (stretches.empty()) return;
    out << '\n' << tr("Not watched, the longest first (nothing is known of these):") << '\n';
    Table table({{tr("line"), Table::Align::left, 8},
                 {tr("from km"), Table::Align::right, 10},
                 {tr("to km"), Table::Align::right, 10},
                 {tr("km"), Table::Align::right, 10}});
    if (stretches.size() > shown) stretches.resize(shown);
    for (const auto& s : stretches)
        table.add({std::string(domain::to_string(s.line)), km_text(s.from_km), km_text(s.to_km), km_text(s.km())});
    table.print(out);
}

void print_segments(std::ostream& out, const Answer& a)
{
    constexpr std::size_t shown = 20;
    std::vector<const analysis::SegmentEffort*> rows;
    for (const auto& s : a.report.effort.segments)
        if (s.watched()) rows.push_back(&s);
    if (rows.empty()) return;
    if (rows.size() > shown) {
        out << '\n' << fill(tr("The {0} segments with most patrol-kilometres:"), {std::to_string(shown)}) << '\n';
        std::stable_sort(rows.begin(), rows.end(),
                         [](const auto* x, const auto* y) { return x->patrol_km > y->patrol_km; });
        rows.resize(shown);
    } else {
        out << '\n' << tr("Segments that were watched:") << '\n';
    }
    Table table({{tr("line"), Table::Align::left, 8},
                 {tr("from km"), Table::Align::right, 10},
                 {tr("to km"), Table::Align::right, 10},
                 {tr("patrol-km"), Table::Align::right, 14},
                 {tr("patrol-hours"), Table::Align::right, 14},
                 {tr("post-hours"), Table::Align::right, 14},
                 {tr("last seen"), Table::Align::left, 20}});
    for (const auto* s : rows) {
        const auto seen = s->last_seen_s.value_or(0);
        table.add({std::string(domain::to_string(s->segment.line)), km_text(s->segment.from_km),
                   km_text(s->segment.to_km), lang::number(s->patrol_km, 1), lang::number(s->patrol_hours, 1),
                   lang::number(s->post_hours(), 1),
                   s->last_seen_s ? view::moment_text({static_cast<std::int64_t>(seen) / 60 * 60}, a.cli.zone) : ""});
    }
    table.print(out);
}

void print_sums(std::ostream& out, const Answer& a)
{
    const auto& effort = a.report.effort;
    for (const auto id : {domain::LineId::land, domain::LineId::coast}) {
        const auto sum = sum_of(effort, id);
        if (sum.segments == 0) continue;
        out << fill(tr("{0}: {1} patrol-km and {2} patrol-hours; {3} of {4} km watched; {5} of {6} segments of {7} km "
                       "not watched"),
                    {std::string(domain::to_string(id)), lang::number(sum.patrol_km), lang::number(sum.patrol_hours),
                     lang::number(sum.watched_km), lang::number(sum.line_km), std::to_string(sum.not_watched),
                     std::to_string(sum.segments), km_text(a.question.segment_km)})
            << '\n';
    }
    out << fill(tr("elsewhere (more than {0} km from the lines, or outside the segments): {1} patrol-km and {2} "
                   "patrol-hours"),
                {km_text(a.question.snap_km), lang::number(effort.elsewhere_km), lang::number(effort.elsewhere_hours)})
        << '\n';
    if (a.report.other_tracks > 0)
        out << fill(tr("{0} tracks of movers that are no patrol left aside"), {std::to_string(a.report.other_tracks)})
            << '\n';
    if (a.report.posts > 0)
        out << fill(tr("{0} posts taken to be manned as data/movers.json says"), {std::to_string(a.report.posts)})
            << '\n';
    if (a.report.posts_without_period)
        out << tr("posts left out: without tracks, --since and --until must say from when to when") << '\n';
}

void write_text(std::ostream& out, const Answer& a)
{
    if (a.synthetic) out << synthetic_note() << '\n';
    out << fill(tr("Patrol effort; filter: {0}"), {view::sentence(a.question.filter, a.cli.zone)}) << '\n';
    print_sums(out, a);
    print_not_watched(out, a);
    print_segments(out, a);
}

int effort(const Cli& cli, const EffortOptions& options)
{
    const auto lines = gis::load_lines(cli.paths.maps, cli.paths.data);
    const Movers movers(cli.paths.data / "movers.json");
    const auto question = question_of(cli, options, lines);
    const auto store = cli.open_to_read();
    if (asks_about_incidents(question.filter) && !cli.quiet)
        std::cerr << tr("--kind, --severity, --text and --grade say nothing of patrols and are left aside") << '\n';
    Progress progress(tr("Effort"), cli.quiet);
    const Answer answer{
        cli,      movers,
        question, measure_effort(store, lines, movers, question, [&](std::size_t) { progress.tick(-1); }),
        lines,    store.synthetic()};
    Output output(options.out);
    if (cli.json || options.out.ends_with(".json"))
        write_json(output.stream(), answer);
    else if (options.out.ends_with(".csv"))
        write_csv(output.stream(), answer);
    else
        write_text(output.stream(), answer);
    output.commit();
    return exit_done;
}

}  // namespace

void add_effort(CLI::App& app, Cli& cli)
{
    const auto options = std::make_shared<EffortOptions>();
    auto* command = add_command(app, "effort", tr("what patrols and posts spent on each segment of the lines"),
                                "tuantra effort --since 2024-01-01 --line LAND --segment-km 10 --out effort.csv");
    command->add_option("--segment-km", options->segment, tr("length of a segment, km"))->type_name("KM");
    command->add_option("--snap-km", options->snap, tr("tracks farther from the line are effort elsewhere"))
        ->type_name("KM");
    command->add_flag("--no-posts", options->no_posts, tr("patrols only, without fixed posts"));
    command->add_option("--out", options->out, tr("write to a file (.json, .csv or text)"))->type_name("FILE");
    add_filter_options(*command, options->filter);
    command->callback([&cli, options] { cli.command = [&cli, options] { return effort(cli, *options); }; });
}

}  // namespace tuantra::app
