#include "app/cli_context.hpp"
#include "app/demo.hpp"
#include "app/new_file.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/record_writer.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

/// A row for every kilometre of both lines.
void write_truth(const std::string& file, const DemoTruth& truth, const domain::Lines& lines)
{
    Output output(file);
    output.stream() << "line,from_km,to_km,planted_risk,synthetic\r\n";
    for (const auto id : {domain::LineId::land, domain::LineId::coast}) {
        const auto& per_km = truth.per_km[static_cast<std::size_t>(id)];
        for (std::size_t km = 0; km < per_km.size(); ++km)
            output.stream() << fmt::format("{},{},{:g},{:.9g},true\r\n", domain::to_string(id), km,
                                           std::min(static_cast<double>(km + 1), lines.get(id).official_km()),
                                           per_km[km]);
    }
    output.commit();
}

int demo(const Cli& cli, const DemoSettings& settings, const std::string& truth_file)
{
    Progress progress(tr("Exercise"), cli.quiet);
    NewFile file(cli.database);
    const auto lines = gis::load_lines(cli.paths.maps, cli.paths.data);
    auto store = cli.open_to_write();
    if (file.is_new()) {
        store.save_lines(lines);
        store.load_alone();
    }
    const auto report = make_demo(settings, cli.paths, store, lines, [&](double done) { progress.tick(done); });
    file.keep();
    if (!truth_file.empty()) write_truth(truth_file, demo_truth(settings.seed, cli.paths, lines), lines);
    if (cli.json) {
        print_json({{"synthetic", true},
                    {"database", cli.database.string()},
                    {"seed", settings.seed},
                    {"source_uid", domain::to_string(report.source)},
                    {"units", report.units},
                    {"incidents", report.incidents},
                    {"patrols", report.patrols},
                    {"tracks", report.tracks},
                    {"fixes", report.fixes},
                    {"digest", store.digest()}});
    } else {
        std::cout << synthetic_note() << '\n'
                  << fill(tr("{0}: seed {1}, {2} units, {3} incidents, {4} patrols, {5} fixes"),
                          {cli.database.string(), std::to_string(settings.seed),
                           lang::number(static_cast<std::int64_t>(report.units)), lang::number(report.incidents),
                           lang::number(static_cast<std::int64_t>(report.patrols)), lang::number(report.fixes)})
                  << '\n';
    }
    return exit_done;
}

struct DemoTexts {
    std::uint64_t seed = 1;
    std::int64_t incidents = -1, patrols = -1;
    std::string truth;
};

}  // namespace

void add_demo(CLI::App& app, Cli& cli)
{
    const auto texts = std::make_shared<DemoTexts>();
    auto* command = add_command(app, "demo", tr("fills a new database with a synthetic exercise"),
                                "tuantra demo --seed 7 --incidents 500 --patrols 100");
    command->add_option("--seed", texts->seed, tr("same seed, same records"))->type_name("N");
    command->add_option("--incidents", texts->incidents, tr("how many incidents"))
        ->type_name("N")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000}));
    command->add_option("--patrols", texts->patrols, tr("how many patrols"))
        ->type_name("N")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{100'000}));
    command->add_option("--truth", texts->truth, tr("also write what was planted, to hold methods against (.csv)"))
        ->type_name("FILE");
    command->callback([&cli, texts] {
        cli.command = [&cli, texts] {
            DemoSettings settings;
            settings.seed = texts->seed;
            if (texts->incidents >= 0) settings.incidents = static_cast<std::size_t>(texts->incidents);
            if (texts->patrols >= 0) settings.patrols = static_cast<std::size_t>(texts->patrols);
            return demo(cli, settings, texts->truth);
        };
    });
}

}  // namespace tuantra::app
