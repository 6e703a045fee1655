#pragma once
#include "app/errors.hpp"
#include "app/json.hpp"
#include "app/paths.hpp"
#include "domain/time.hpp"
#include "store/store.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <functional>
#include <string>

namespace tuantra::app {

enum ExitStatus : int { exit_done = 0, exit_data = 1, exit_call = 2, exit_database = 3 };

/// What every command knows of the call. Commands set `command`; run_cli runs it once the whole line is parsed.
struct Cli {
    std::filesystem::path database;
    bool json = false;
    bool quiet = false;
    domain::Zone zone;
    Paths paths;
    std::function<int()> command;

    /// The database for reading; one of an older program is brought up to date first. Throws DataError with a hint when
    /// there is none yet.
    store::Store open_to_read() const;
    /// The database for writing, made when absent. Throws store::Error.
    store::Store open_to_write() const;
};

/// Adds a subcommand with a description and an example shown by --help.
CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& description,
                      const std::string& example);

/// Prints one JSON document and a newline; bytes that are not UTF-8 are replaced.
void print_json(const Json& document);

std::int64_t now_unix_ms();

void add_demo(CLI::App& app, Cli& cli);
void add_import(CLI::App& app, Cli& cli);
void add_sources(CLI::App& app, Cli& cli);
void add_query(CLI::App& app, Cli& cli);
void add_lines(CLI::App& app, Cli& cli);
void add_hotspots(CLI::App& app, Cli& cli);
void add_effort(CLI::App& app, Cli& cli);
void add_runs(CLI::App& app, Cli& cli);
void add_snapshot(CLI::App& app, Cli& cli);
void add_file(CLI::App& app, Cli& cli);

}  // namespace tuantra::app
