#include "app/cli_context.hpp"
#include "app/cli_parse.hpp"
#include "app/hotspot_score.hpp"
#include "app/hotspot_seal.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/record_writer.hpp"
#include "app/table.hpp"
#include "lang/lang.hpp"
#include "view/sentence.hpp"

#include <iostream>
#include <memory>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

domain::Uid run_uid_of(const std::string& text)
{
    const auto uid = domain::parse_uid(text);
    if (!uid)
        throw CallError(fill(tr("{0}: '{1}' is not understood; it takes {2}"),
                             {"RUN_UID", text, tr("the uid of a sealed run, as 'tuantra runs' lists it")}));
    return *uid;
}

int list_runs(const Cli& cli)
{
    const auto store = cli.open_to_read();
    const auto runs = store.hotspot_runs();
    if (cli.json) {
        Json list = Json::array();
        for (const auto& run : runs) list.push_back(run_json(run, cli.zone));
        print_json({{"runs", list}});
        return exit_done;
    }
    if (store.synthetic()) std::cout << synthetic_note() << '\n';
    Table table({{"run_uid", Table::Align::left, 36},
                 {tr("method"), Table::Align::left, 12},
                 {tr("incidents"), Table::Align::right, 10},
                 {tr("end"), Table::Align::left, 20},
                 {tr("valid until"), Table::Align::left, 20},
                 {tr("sealed"), Table::Align::left, 20}});
    for (const auto& run : runs)
        table.add({domain::to_string(run.uid), run.method, std::to_string(run.n), view::moment_text(run.end, cli.zone),
                   view::moment_text(run.valid_until, cli.zone), view::moment_text({run.made_at_ms / 1000}, cli.zone)});
    table.print(std::cout);
    return exit_done;
}

int show_run(const Cli& cli, const std::string& uid_text, const std::string& file)
{
    const auto uid = run_uid_of(uid_text);
    const auto store = cli.open_to_read();
    const auto run = store.hotspot_run(uid);
    if (!run) throw DataError(fill(tr("there is no run {0}"), {uid_text}));
    store.verify_hotspot_run(uid);
    const auto json = whole_run_json(*run, store.hotspot_cells(uid), cli.zone);
    Output output(file);
    if (cli.json || file.ends_with(".json")) {
        output.stream() << to_text(json) << '\n';
    } else {
        if (run->synthetic) output.stream() << synthetic_note() << '\n';
        for (const auto& [name, value] : json.items()) {
            if (name == "cells") continue;
            output.stream() << name << std::string(name.size() < 16 ? 16 - name.size() : 1, ' ')
                            << (value.is_string() ? value.get<std::string>() : to_text(value)) << '\n';
        }
        output.stream() << fill(tr("{0} cells (--json shows them)"), {std::to_string(json.at("cells").size())}) << '\n';
    }
    output.commit();
    return exit_done;
}

struct ScoreTexts {
    std::string run, until, share;
};

/// A score is told to the log, so that a method's record can be read later; a file that cannot be written is only read.
void keep_score(const Cli& cli, const HotspotScore& score)
{
    try {
        auto store = store::Store::open(cli.database, store::OpenMode::read_write);
        auto detail = score_json(score, domain::Zone{0});
        for (const char* told : {"hash", "data_hash", "program", "warnings"}) detail.erase(told);
        store.note("score", domain::to_string(score.run.uid), to_text(detail));
    } catch (const store::Error& error) {
        if (!cli.quiet) std::cerr << "tuantra: " << fill(tr("the score is not kept: {0}"), {error.what()}) << '\n';
    }
}

int score(const Cli& cli, const ScoreTexts& texts)
{
    ScoreRequest request{run_uid_of(texts.run), {}, {}, {now_unix_ms() / 1000}};
    if (!texts.until.empty()) request.until = parse_time_option("--until", texts.until, cli.zone).from;
    if (!texts.share.empty()) {
        request.share = parse_number("--share", texts.share);
        if (!(*request.share > 0 && *request.share <= 1)) throw CallError(tr("--share takes more than 0, at most 1"));
    }
    HotspotScore result;
    {
        const auto store = cli.open_to_read();
        Progress progress(tr("Score"), cli.quiet);
        result = score_run(request, store, {[&](double done) { progress.tick(done); }, {}});
    }
    keep_score(cli, result);
    if (cli.json)
        print_json(score_json(result, cli.zone));
    else
        write_score_table(std::cout, result, cli.zone);
    return exit_done;
}

}  // namespace

void add_runs(CLI::App& app, Cli& cli)
{
    const auto uid = std::make_shared<std::string>(), file = std::make_shared<std::string>();
    auto* runs =
        add_command(app, "runs", tr("sealed hotspot runs; with a uid, one of them whole"), "tuantra runs --json");
    runs->add_option("run", *uid, tr("the uid of a sealed run"))->type_name("RUN_UID");
    runs->add_option("--out", *file, tr("write to a file"))->type_name("FILE");
    runs->callback([&cli, uid, file] {
        cli.command = [&cli, uid, file] { return uid->empty() ? list_runs(cli) : show_run(cli, *uid, *file); };
    });

    const auto texts = std::make_shared<ScoreTexts>();
    auto* held = add_command(app, "score", tr("how right a sealed run was about what came after it"),
                             "tuantra score 019365a0-0000-7000-8000-000000000000 --share 0.2");
    held->add_option("run", texts->run, tr("the uid of a sealed run"))->required()->type_name("RUN_UID");
    held->add_option("--until", texts->until, tr("end of the time it is held against; else its validity"))
        ->type_name("T");
    held->add_option("--share", texts->share, tr("hot is the riskiest share of the length or area; else 0.2"))
        ->type_name("P");
    held->callback([&cli, texts] { cli.command = [&cli, texts] { return score(cli, *texts); }; });
}

}  // namespace tuantra::app
