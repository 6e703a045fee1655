#include "app/cli_context.hpp"
#include "app/record_writer.hpp"
#include "lang/lang.hpp"

#include <iostream>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

int check(const Cli& cli)
{
    const auto store = cli.open_to_read();
    const auto findings = store.check();
    if (cli.json) {
        print_json({{"whole", findings.empty()}, {"findings", findings}});
    } else {
        for (const auto& finding : findings) std::cout << finding << '\n';
        if (findings.empty()) std::cout << tr("the file is whole") << '\n';
    }
    if (!findings.empty())
        std::cerr << "tuantra: " << fill(tr("{0}: damaged: {1}"), {cli.database.string(), findings.front()}) << '\n';
    return findings.empty() ? exit_done : exit_database;
}

int info(const Cli& cli, bool with_digest)
{
    const auto store = cli.open_to_read();
    const auto info = store.info();
    Json document = {{"version", TUANTRA_VERSION},
                     {"database", cli.database.string()},
                     {"schema_version", info.schema_version},
                     {"sqlite", info.sqlite},
                     {"spatialite", info.spatialite},
                     {"bytes", info.bytes},
                     {"incidents", info.incidents},
                     {"tracks", info.tracks},
                     {"fixes", info.fixes},
                     {"sources", info.sources},
                     {"places", info.places},
                     {"zones", info.zones},
                     {"quarantined", info.quarantined},
                     {"hotspot_runs", info.hotspot_runs},
                     {"synthetic", info.synthetic}};
    if (with_digest) document["digest"] = store.digest();
    if (cli.json) {
        print_json(document);
        return exit_done;
    }
    if (info.synthetic) std::cout << synthetic_note() << '\n';
    for (const auto& [name, value] : document.items()) {
        std::cout << name << std::string(16 - std::min<std::size_t>(15, name.size()), ' ')
                  << (value.is_string() ? value.get<std::string>() : to_text(value)) << '\n';
    }
    return exit_done;
}

}  // namespace

void add_file(CLI::App& app, Cli& cli)
{
    add_command(app, "check", tr("integrity of the database file"), "tuantra check")->callback([&cli] {
        cli.command = [&cli] { return check(cli); };
    });
    auto* about = add_command(app, "info", tr("versions, sizes, counts"), "tuantra info --json");
    const auto digest = std::make_shared<bool>(false);
    about->add_flag("--digest", *digest, tr("with one digest over all records"));
    about->callback([&cli, digest] { cli.command = [&cli, digest] { return info(cli, *digest); }; });
}

}  // namespace tuantra::app
