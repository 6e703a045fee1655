#include "app/cli.hpp"

#include "app/cli_context.hpp"
#include "app/cli_parse.hpp"
#include "app/progress.hpp"
#include "app/table.hpp"
#include "app/window.hpp"
#include "gis/error.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"

#include <chrono>
#include <cstring>
#include <iostream>
#include <memory>
#include <optional>
#include <string_view>

namespace tuantra::app {

using lang::fill;
using lang::tr;

store::Store Cli::open_to_read() const
{
    if (!std::filesystem::exists(database))
        throw DataError(
            fill(tr("{0}: no database yet; 'tuantra import FILE' or 'tuantra demo' makes one"), {database.string()}),
            database.string());
    try {
        return store::Store::open(database, store::OpenMode::read_only);
    } catch (const store::Error& error) {
        if (error.code() != store::Error::Code::older) throw;
    }
    store::Store::open(database, store::OpenMode::read_write);
    return store::Store::open(database, store::OpenMode::read_only);
}

store::Store Cli::open_to_write() const
{
    std::error_code error;
    if (database.has_parent_path()) std::filesystem::create_directories(database.parent_path(), error);
    if (error)
        throw DataError(
            fill(tr("{0}: the folder cannot be made: {1}"), {database.parent_path().string(), error.message()}),
            database.string());
    return store::Store::open(database, store::OpenMode::create);
}

CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& description,
                      const std::string& example)
{
    auto* command = app.add_subcommand(name, description);
    command->footer(std::string(tr("Example:")) + "\n  " + example);
    return command;
}

void print_json(const Json& document)
{
    std::cout << to_text(document) << '\n';
}

std::string to_text(const Json& value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::int64_t now_unix_ms()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

namespace {

/// The language has to be known before the options are described, so it is looked for ahead of the parse.
lang::Language language_asked(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view arg = argv[i];
        std::optional<lang::Language> language;
        if (arg == "--lang" && i + 1 < argc) language = lang::parse_language(argv[i + 1]);
        if (arg.starts_with("--lang=")) language = lang::parse_language(arg.substr(7));
        if (language) return *language;
    }
    return lang::from_environment();
}

bool json_asked(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i)
        if (std::string_view(argv[i]) == "--json") return true;
    return false;
}

int fail(bool json, int status, const std::string& message, const std::string& file = {}, std::int64_t row = 0)
{
    const std::string line = one_line(message);
    if (json) {
        Json error = {{"message", line}, {"file", nullptr}, {"row", nullptr}};
        if (!file.empty()) error["file"] = file;
        if (row > 0) error["row"] = row;
        print_json({{"error", error}});
        std::cout.flush();
    }
    std::cerr << "tuantra: " << line << '\n';
    return status;
}

int status_of(const store::Error& error)
{
    const bool ours = error.code() == store::Error::Code::newer || error.code() == store::Error::Code::damaged;
    return ours ? exit_database : exit_data;
}

struct WindowTexts {
    std::string palette, size, screenshot;
    std::vector<std::string> open;
};

void add_window_options(CLI::App& app, WindowTexts& texts)
{
    const char* group = tr("Window");
    app.add_option("--palette", texts.palette, tr("office, day, dusk or night"))->type_name("NAME")->group(group);
    app.add_option("--window-size", texts.size, tr("size of the window"))->type_name("WxH")->group(group);
    app.add_option("--screenshot", texts.screenshot, tr("write the window to a PNG, then quit"))
        ->type_name("FILE")
        ->group(group);
    app.add_option("--open", texts.open, tr("import these files once the window is open"))
        ->type_name("FILE")
        ->group(group);
}

int open_window(const Cli& cli, const WindowTexts& texts)
{
    if (!has_display()) {
        throw DataError(
            tr("no display to open a window on; 'tuantra snapshot --out map.png' draws the map without one"));
    }
    WindowOptions options;
    options.database = cli.database;
    options.palette = texts.palette;
    options.zone = cli.zone;
    if (!texts.size.empty()) std::tie(options.width, options.height) = parse_size("--window-size", texts.size);
    options.screenshot = texts.screenshot;
    for (const auto& file : texts.open) options.imports.emplace_back(file);
    std::error_code error;
    if (cli.database.has_parent_path()) std::filesystem::create_directories(cli.database.parent_path(), error);
    return run_window(options, cli.paths);
}

int parse_and_run(int argc, char** argv)
{
    Cli cli;
    cli.paths = find_paths();
    lang::load_catalogues(cli.paths.catalogues);
    lang::use(language_asked(argc, argv));

    CLI::App app(tr("Tuantra: incidents, patrols and hotspots along a measured border"), "tuantra");
    std::string database, language, zone;
    WindowTexts window;
    app.fallthrough();
    app.set_help_flag("-h,--help", tr("show this help"));
    app.set_version_flag("--version", TUANTRA_VERSION);
    app.add_option("--db", database, tr("the database file"))->type_name("FILE");
    app.add_option("--lang", language, tr("language of texts"))->type_name("vi|en|fr");
    app.add_option("--tz", zone, tr("zone of times without one, and of times shown"))->type_name("+HH:MM");
    app.add_flag("--json", cli.json, tr("one JSON document on standard output"));
    app.add_flag("--quiet", cli.quiet, tr("no progress, no notes"));
    app.require_subcommand(0, 1);
    app.footer(std::string(tr("Without a command the dashboard opens.")) + "\n" + tr("Example:") +
               "\n  tuantra demo && tuantra");
    add_window_options(app, window);
    add_demo(app, cli);
    add_import(app, cli);
    add_sources(app, cli);
    add_query(app, cli);
    add_lines(app, cli);
    add_hotspots(app, cli);
    add_effort(app, cli);
    add_runs(app, cli);
    add_snapshot(app, cli);
    add_file(app, cli);

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& done) {
        return app.exit(done);
    } catch (const CLI::ParseError& error) {
        const auto used = app.get_subcommands();
        const std::string who = used.empty() ? "tuantra" : "tuantra " + used.front()->get_name();
        throw CallError(fill(tr("{0} ('{1} --help' says what it takes)"), {error.what(), who}));
    }
    if (!language.empty() && !lang::parse_language(language))
        throw CallError(fill(tr("{0}: '{1}' is not understood; it takes {2}"), {"--lang", language, "vi, en, fr"}));
    if (!zone.empty()) cli.zone = parse_zone(zone);
    cli.database = database.empty() ? default_database() : std::filesystem::path(database);
    gis::initialise();
    if (!cli.command) cli.command = [&] { return open_window(cli, window); };
    const int status = cli.command();
    errno = 0;
    std::cout.flush();
    if (!std::cout) throw DataError(fill(tr("standard output cannot be written: {0}"), {std::strerror(errno)}));
    return status;
}

}  // namespace

int run_cli(int argc, char** argv)
{
    const bool json = json_asked(argc, argv);
    try {
        return parse_and_run(argc, argv);
    } catch (const CallError& error) {
        return fail(json, exit_call, error.what());
    } catch (const gis::Error& error) {
        return fail(json, exit_data, error.what(), error.file(), error.row());
    } catch (const store::Error& error) {
        return fail(json, status_of(error), error.what());
    } catch (const DataError& error) {
        return fail(json, exit_data, error.what(), error.file);
    } catch (const Interrupted&) {
        return fail(json, exit_data, tr("stopped; nothing was changed"));
    } catch (const std::bad_alloc&) {
        return fail(json, exit_data, tr("out of memory"));
    } catch (const std::exception& error) {
        return fail(json, exit_data, error.what());
    }
}

}  // namespace tuantra::app
