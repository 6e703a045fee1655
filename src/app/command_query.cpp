#include "app/cli_context.hpp"
#include "app/cli_parse.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/record_writer.hpp"
#include "lang/lang.hpp"

#include <iostream>
#include <map>
#include <memory>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

struct QueryOptions {
    std::string what, format, out;
    FilterTexts filter;
    bool count = false, explain = false;
    std::size_t limit = 0;
    bool tracks() const { return what == "tracks"; }
};

int explain(const Cli& cli, const store::Store& store, const QueryOptions& options, const domain::Filter& filter)
{
    const auto explained = options.tracks() ? store.explain_tracks(filter) : store.explain_incidents(filter);
    if (cli.json) {
        print_json({{"sql", explained.sql}, {"plan", explained.plan}, {"full_scan", explained.full_scan}});
    } else {
        std::cout << explained.sql << '\n';
        for (const auto& line : explained.plan) std::cout << "  " << line << '\n';
        if (explained.full_scan) std::cout << tr("reads a whole table") << '\n';
    }
    return exit_done;
}

int count(const Cli& cli, const store::Store& store, const QueryOptions& options, const domain::Filter& filter)
{
    const auto n = options.tracks() ? store.count_tracks(filter) : store.count_incidents(filter);
    if (cli.json || options.format == "json") {
        Json document = {{"count", n}};
        if (store.synthetic()) document["synthetic"] = true;
        print_json(document);
    } else {
        if (store.synthetic() && !cli.quiet) std::cerr << synthetic_note() << '\n';
        std::cout << n << '\n';
    }
    return exit_done;
}

std::size_t write_incidents(const store::Store& store, const domain::Filter& filter, std::size_t limit,
                            domain::Zone zone, RecordWriter& writer)
{
    std::size_t written = 0;
    store.incidents(filter, [&](const store::IncidentRecord& row) {
        Progress::check();
        writer.add(to_record(row, zone));
        return ++written != limit;
    });
    return written;
}

std::size_t write_tracks(const store::Store& store, const domain::Filter& filter, std::size_t limit, domain::Zone zone,
                         bool with_shape, RecordWriter& writer)
{
    std::map<std::string, bool> synthetic;
    for (const auto& source : store.sources()) synthetic[source.name] = source.synthetic;
    std::vector<store::Store::TrackRow> rows;
    store.tracks(filter, [&](const store::Store::TrackRow& row) {
        Progress::check();
        rows.push_back(row);
        return rows.size() != limit;
    });
    for (const auto& row : rows) {
        Progress::check();
        auto fixes = with_shape ? store.track_fixes(row.id) : std::vector<domain::Fix>{};
        writer.add(to_record(row, std::move(fixes), synthetic[row.source_name], zone));
    }
    return rows.size();
}

int query(const Cli& cli, const QueryOptions& options)
{
    const auto filter = to_filter(options.filter, cli.zone);
    const auto format = parse_format(options.format.empty() ? (cli.json ? "json" : "table") : options.format);
    if (!format)
        throw CallError(fill(tr("{0}: '{1}' is not understood; it takes {2}"),
                             {"--format", options.format, "table, json, csv, geojson"}));
    const auto store = cli.open_to_read();
    if (options.explain) return explain(cli, store, options, filter);
    if (options.count) return count(cli, store, options, filter);

    const Progress progress(tr("Query"), true);
    Output output(options.out);
    const bool synthetic = store.synthetic();
    const auto writer = options.tracks()
                            ? make_writer(*format, output.stream(), track_columns(),
                                          {"from", "to", "kind", "name", "fixes", "length_km", "source"}, synthetic)
                            : make_writer(*format, output.stream(), incident_columns(),
                                          {"occurred_from", "kind", "severity", "line", "chainage_km", "offset_m",
                                           "lon", "lat", "title", "source"},
                                          synthetic);
    const auto written = options.tracks()
                             ? write_tracks(store, filter, options.limit, cli.zone, *format == Format::geojson, *writer)
                             : write_incidents(store, filter, options.limit, cli.zone, *writer);
    writer->finish();
    output.commit();
    if (!options.out.empty() && !cli.quiet)
        std::cerr << fill(tr("{0}: {1} records written"), {options.out, std::to_string(written)}) << '\n';
    return exit_done;
}

void add_what(CLI::App& command, QueryOptions& options)
{
    command.add_option("what", options.what, tr("incidents or tracks"))
        ->required()
        ->type_name("incidents|tracks")
        ->check(CLI::IsMember({"incidents", "tracks"}));
    command.add_option("--limit", options.limit, tr("at most this many records"))->type_name("N");
    add_filter_options(command, options.filter);
}

}  // namespace

void add_query(CLI::App& app, Cli& cli)
{
    const auto options = std::make_shared<QueryOptions>();
    auto* command =
        add_command(app, "query", tr("the spatial questions"),
                    "tuantra query incidents --kind drugs,smuggling --line LAND --km 0:200 --since 2024-01-01");
    add_what(*command, *options);
    command->add_flag("--count", options->count, tr("only how many"));
    command->add_flag("--explain", options->explain, tr("the SQL and its plan instead of records"));
    command->add_option("--format", options->format, tr("table, json, csv or geojson"))->type_name("F");
    command->add_option("--out", options->out, tr("write to a file"))->type_name("FILE");
    command->callback([&cli, options] { cli.command = [&cli, options] { return query(cli, *options); }; });

    const auto wanted = std::make_shared<QueryOptions>();
    auto* to_file = add_command(app, "export", tr("data files for others"),
                                "tuantra export incidents --format geojson --out incidents.geojson");
    add_what(*to_file, *wanted);
    to_file->add_option("--format", wanted->format, tr("csv or geojson"))
        ->type_name("csv|geojson")
        ->required()
        ->check(CLI::IsMember({"csv", "geojson"}));
    to_file->add_option("--out", wanted->out, tr("write to a file"))->type_name("FILE")->required();
    to_file->callback([&cli, wanted] { cli.command = [&cli, wanted] { return query(cli, *wanted); }; });
}

}  // namespace tuantra::app
