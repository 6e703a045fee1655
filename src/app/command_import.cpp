#include "app/cli_context.hpp"
#include "app/import_job.hpp"
#include "app/new_file.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/record_writer.hpp"
#include "app/table.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"

#include <iostream>
#include <memory>

#include <malloc.h>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

struct ImportTexts {
    std::vector<std::string> files;
    std::string as = "auto", profile, layer, crs, name;
    bool dry_run = false;
};

gis::Target parse_target(const std::string& text)
{
    using enum gis::Target;
    for (const auto target : {automatic, incidents, tracks, places, zones})
        if (text == to_string(target)) return target;
    throw CallError(fill(tr("{0}: '{1}' is not understood; it takes {2}"),
                         {"--as", text, "auto, incidents, tracks, places, zones"}));
}

ImportSettings settings_of(const Cli& cli, const ImportTexts& texts)
{
    ImportSettings settings;
    settings.options.target = parse_target(texts.as);
    settings.options.profile = texts.profile;
    settings.options.layer = texts.layer;
    settings.options.crs = texts.crs;
    settings.options.zone = cli.zone;
    settings.options.profiles_dir = cli.paths.data / "profiles";
    settings.movers = cli.paths.data / "movers.json";
    settings.source_name = texts.name;
    settings.dry_run = texts.dry_run;
    settings.now_unix_ms = now_unix_ms();
    return settings;
}

Json to_json(const ImportReport& report)
{
    Json rejects = Json::array();
    for (const auto& reject : report.rejects) rejects.push_back({{"row", reject.row}, {"reason", reject.reason}});
    const auto& c = report.counts;
    Json file = {{"path", report.path.string()},
                 {"as", to_string(report.target)},
                 {"source_uid", report.source ? Json(domain::to_string(*report.source)) : Json()},
                 {"rows_read", c.read},
                 {"rows_kept", c.kept},
                 {"rows_updated", c.updated},
                 {"rows_duplicate", c.duplicate},
                 {"rows_rejected", c.rejected},
                 {"tracks", c.tracks},
                 {"fixes", c.fixes},
                 {"format", report.format},
                 {"profile", report.profile.empty() ? Json() : Json(report.profile)},
                 {"rejects", rejects}};
    const auto left_out = c.rejected - static_cast<std::int64_t>(report.rejects.size());
    if (left_out > 0) file["rejects_left_out"] = left_out;
    return file;
}

void print_report(const ImportReport& report)
{
    std::cout << summary(report);
    if (report.counts.fixes > 0)
        std::cout << fill(tr("; {0} tracks, {1} fixes"),
                          {lang::number(report.counts.tracks), lang::number(report.counts.fixes)});
    std::cout << '\n';
    constexpr std::size_t shown = 10;
    for (std::size_t i = 0; i < std::min(shown, report.rejects.size()); ++i)
        std::cout << "  "
                  << fill(tr("row {0}: {1}"),
                          {std::to_string(report.rejects[i].row), one_line(report.rejects[i].reason)})
                  << '\n';
    if (report.counts.rejected > static_cast<std::int64_t>(shown))
        std::cout << "  "
                  << fill(tr("{0} more; 'tuantra quarantine {1}' lists them"),
                          {lang::number(report.counts.rejected - static_cast<std::int64_t>(shown)),
                           report.source ? domain::to_string(*report.source) : ""})
                  << '\n';
}

struct FileFailure {
    std::string file, message;
    std::int64_t row = 0;
};

/// Imports each file on its own; one at fault does not keep the others out.
/// Memory given back between the growing columns of a large import is faulted in again page by page; this process ends
/// with the import, so it keeps what it has.
void keep_freed_memory()
{
    constexpr int most = 1 << 30;
    ::mallopt(M_MMAP_THRESHOLD, most);
    ::mallopt(M_TRIM_THRESHOLD, most);
}

int import_files(const Cli& cli, const ImportTexts& texts)
{
    keep_freed_memory();
    const auto settings = settings_of(cli, texts);
    Progress progress(tr("Import"), cli.quiet);
    const auto lines = gis::load_lines(cli.paths.maps, cli.paths.data);
    NewFile file(cli.database);  // a rehearsal leaves none behind
    auto store = cli.open_to_write();
    if (file.is_new()) {
        store.save_lines(lines);
        store.load_alone();
    }
    if (!texts.dry_run) file.keep();
    Json files = Json::array();
    std::vector<FileFailure> failures;
    for (const auto& path : texts.files) {
        progress.retitle(std::filesystem::path(path).filename().string());
        const auto tick = [&](double done) { progress.tick(done); };
        try {
            const auto report = import_file(path, settings, store, lines, tick);
            if (cli.json)
                files.push_back(to_json(report));
            else
                print_report(report);
        } catch (const gis::Error& error) {
            failures.push_back({path, one_line(error.what()), error.row()});
        } catch (const Interrupted&) {
            throw DataError(fill(tr("stopped; nothing of {0} was kept"), {path}), path);
        }
    }
    for (const auto& failure : failures) std::cerr << "tuantra: " << failure.message << '\n';
    if (cli.json) {
        Json document = {{"files", files}};
        if (!failures.empty()) {
            const auto& first = failures.front();
            document["error"] = {
                {"message", first.message}, {"file", first.file}, {"row", first.row > 0 ? Json(first.row) : Json()}};
            Json errors = Json::array();
            for (const auto& f : failures)
                errors.push_back({{"message", f.message}, {"file", f.file}, {"row", f.row > 0 ? Json(f.row) : Json()}});
            document["errors"] = errors;
        }
        print_json(document);
    }
    return failures.empty() ? exit_done : exit_data;
}

int show_sources(const Cli& cli)
{
    const auto store = cli.open_to_read();
    const auto sources = store.sources();
    if (cli.json) {
        Json list = Json::array();
        for (const auto& s : sources)
            list.push_back({{"uid", domain::to_string(s.uid)},
                            {"name", s.name},
                            {"path", s.path},
                            {"sha256", s.sha256},
                            {"imported_at", s.imported_at},
                            {"rows_read", s.counts.read},
                            {"rows_kept", s.counts.kept},
                            {"rows_updated", s.counts.updated},
                            {"rows_duplicate", s.counts.duplicate},
                            {"rows_rejected", s.counts.rejected},
                            {"synthetic", s.synthetic}});
        print_json({{"sources", list}});
        return exit_done;
    }
    if (store.synthetic()) std::cout << synthetic_note() << '\n';
    Table table({{tr("uid"), Table::Align::left, 36},
                 {tr("name"), Table::Align::left, 40},
                 {tr("imported at"), Table::Align::left, 30},
                 {tr("read"), Table::Align::right, 14},
                 {tr("kept"), Table::Align::right, 14},
                 {tr("updated"), Table::Align::right, 14},
                 {tr("duplicate"), Table::Align::right, 14},
                 {tr("rejected"), Table::Align::right, 14}});
    for (const auto& s : sources)
        table.add({domain::to_string(s.uid), s.name, s.imported_at, std::to_string(s.counts.read),
                   std::to_string(s.counts.kept), std::to_string(s.counts.updated), std::to_string(s.counts.duplicate),
                   std::to_string(s.counts.rejected)});
    table.print(std::cout);
    return exit_done;
}

domain::Uid source_uid(const std::string& text)
{
    const auto uid = domain::parse_uid(text);
    if (!uid)
        throw CallError(fill(tr("{0}: '{1}' is not understood; it takes {2}"),
                             {"SOURCE_UID", text, tr("the uid of an import, as 'tuantra sources' lists it")}));
    return *uid;
}

void require_source(const store::Store& store, const domain::Uid& uid)
{
    for (const auto& source : store.sources())
        if (source.uid == uid) return;
    throw DataError(fill(tr("no import has the uid {0}"), {domain::to_string(uid)}));
}

int undo(const Cli& cli, const std::string& text)
{
    const auto uid = source_uid(text);
    if (!std::filesystem::exists(cli.database)) cli.open_to_read();
    auto store = store::Store::open(cli.database, store::OpenMode::read_write);
    require_source(store, uid);
    const auto touched = store.undo(uid);
    if (cli.json)
        print_json({{"source_uid", domain::to_string(uid)}, {"records", touched}});
    else
        std::cout << fill(tr("taken back: {0} records"), {lang::number(touched)}) << '\n';
    return exit_done;
}

struct QuarantineOptions {
    std::string source, out;
};

int quarantine(const Cli& cli, const QuarantineOptions& options)
{
    std::optional<domain::Uid> uid;
    if (!options.source.empty()) uid = source_uid(options.source);
    const auto store = cli.open_to_read();
    if (uid) require_source(store, *uid);
    const Progress progress(tr("Quarantine"), true);
    Output output(options.out);
    const bool to_file = !options.out.empty();
    const auto format = cli.json ? Format::json : to_file ? Format::csv : Format::table;
    const auto writer =
        make_writer(format, output.stream(), {"source_uid", "row", "reason", "raw"}, {"row", "reason", "raw"}, false);
    store.quarantine(uid, [&](const store::QuarantineRow& row) {
        Progress::check();
        Record record;
        record.columns = {
            {"source_uid", domain::to_string(row.source)}, {"row", row.row}, {"reason", row.reason}, {"raw", row.raw}};
        writer->add(record);
    });
    writer->finish();
    output.commit();
    return exit_done;
}

}  // namespace

void add_import(CLI::App& app, Cli& cli)
{
    const auto texts = std::make_shared<ImportTexts>();
    auto* command = add_command(app, "import", tr("reads foreign files into the database"),
                                "tuantra import asam.csv patrols.gpx --dry-run");
    command
        ->add_option("files", texts->files, tr("CSV, TSV, XLSX, GeoJSON, GeoPackage, Shapefile, KML, GPX, FlatGeobuf"))
        ->required()
        ->type_name("FILE...");
    command->add_option("--as", texts->as, tr("what the rows are"))->type_name("auto|incidents|tracks|places|zones");
    command->add_option("--profile", texts->profile, tr("a shipped profile by name, or a JSON file"))
        ->type_name("NAME|FILE.json");
    command->add_option("--layer", texts->layer, tr("the layer of a file with several"))->type_name("NAME");
    command->add_option("--crs", texts->crs, tr("of coordinates in files that do not say"))->type_name("EPSG:N");
    command->add_option("--source-name", texts->name, tr("the source's name; the file's name if not given"))
        ->type_name("NAME");
    command->add_flag("--dry-run", texts->dry_run, tr("do everything, keep nothing"));
    command->callback([&cli, texts] { cli.command = [&cli, texts] { return import_files(cli, *texts); }; });
}

void add_sources(CLI::App& app, Cli& cli)
{
    add_command(app, "sources", tr("what was imported"), "tuantra sources")->callback([&cli] {
        cli.command = [&cli] { return show_sources(cli); };
    });

    const auto uid = std::make_shared<std::string>();
    auto* back =
        add_command(app, "undo", tr("takes an import back whole"), "tuantra undo 0192f0c1-2b3c-7def-8123-456789abcdef");
    back->add_option("source", *uid, tr("uid of the import"))->required()->type_name("SOURCE_UID");
    back->callback([&cli, uid] { cli.command = [&cli, uid] { return undo(cli, *uid); }; });

    const auto options = std::make_shared<QuarantineOptions>();
    auto* rejected =
        add_command(app, "quarantine", tr("the rejected rows with reasons"), "tuantra quarantine --out rejected.csv");
    rejected->add_option("source", options->source, tr("uid of the import"))->type_name("SOURCE_UID");
    rejected->add_option("--out", options->out, tr("write to a file"))->type_name("FILE");
    rejected->callback([&cli, options] { cli.command = [&cli, options] { return quarantine(cli, *options); }; });
}

}  // namespace tuantra::app
