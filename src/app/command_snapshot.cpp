#include "app/cli_context.hpp"
#include "app/cli_parse.hpp"
#include "app/snapshot.hpp"
#include "lang/lang.hpp"

#include <iostream>
#include <memory>
#include <sstream>
#include <tuple>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

struct SnapshotTexts {
    std::string out, size = "1600x1000", palette = "office", view, centre, scale, bandwidth = "10", layers;
    FilterTexts filter;
};

/// "heat,-tracks,+relief": what is on is added to or taken from the usual layers.
view::Layers parse_layers(const std::string& text)
{
    view::Layers layers;
    const std::pair<const char*, bool view::Layers::*> names[] = {
        {"relief", &view::Layers::relief},       {"rivers", &view::Layers::rivers},
        {"provinces", &view::Layers::provinces}, {"places", &view::Layers::places},
        {"gates", &view::Layers::gates},         {"graticule", &view::Layers::graticule},
        {"heat", &view::Layers::heat},           {"incidents", &view::Layers::incidents},
        {"tracks", &view::Layers::tracks}};
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');) {
        const bool on = part.empty() || part[0] != '-';
        const std::string name = !part.empty() && (part[0] == '-' || part[0] == '+') ? part.substr(1) : part;
        bool known = false;
        for (const auto& [id, member] : names) {
            if (name != id) continue;
            layers.*member = on;
            known = true;
        }
        if (!known)
            throw CallError(fill(
                tr("{0}: '{1}' is not understood; it takes {2}"),
                {"--layers", part, "relief, rivers, provinces, places, gates, graticule, heat, incidents, tracks"}));
    }
    return layers;
}

int snapshot(const Cli& cli, const SnapshotTexts& texts)
{
    SnapshotOptions options;
    options.out = texts.out;
    std::tie(options.width, options.height) = parse_size("--size", texts.size);
    options.palette = texts.palette;
    options.layers = parse_layers(texts.layers);
    options.filter = to_filter(texts.filter, cli.zone);
    options.zone = cli.zone;
    options.bandwidth_km = parse_number("--bandwidth-km", texts.bandwidth);
    if (options.bandwidth_km < 0.1 || options.bandwidth_km > 500)
        throw CallError(tr("--bandwidth-km takes 0.1 to 500"));
    if (!texts.view.empty()) {
        FilterTexts box;
        box.bbox = texts.view;
        options.view = to_filter(box, cli.zone).box;
    }
    if (!texts.centre.empty()) {
        const auto comma = texts.centre.find(',');
        if (comma == std::string::npos || texts.scale.empty())
            throw CallError(tr("--centre takes LON,LAT and needs --metres-per-pixel"));
        options.centre = parse_place(texts.centre.substr(0, comma), texts.centre.substr(comma + 1));
        options.metres_per_pixel = parse_number("--metres-per-pixel", texts.scale);
        if (options.metres_per_pixel <= 0) throw CallError(tr("--metres-per-pixel takes a number above 0"));
    }
    cli.open_to_read();
    write_snapshot(cli.database, cli.paths, options);
    if (cli.json)
        print_json({{"file", texts.out}, {"width", options.width}, {"height", options.height}});
    else if (!cli.quiet)
        std::cerr << fill(tr("{0}: {1} x {2} pixels"),
                          {texts.out, std::to_string(options.width), std::to_string(options.height)})
                  << '\n';
    return exit_done;
}

}  // namespace

void add_snapshot(CLI::App& app, Cli& cli)
{
    const auto texts = std::make_shared<SnapshotTexts>();
    auto* command = add_command(app, "snapshot", tr("what the dashboard's map would show, without a display"),
                                "tuantra snapshot --out map.png --size 1920x1080 --view 105,20,109,23");
    command->add_option("--out", texts->out, tr("the PNG to write"))->required()->type_name("FILE.png");
    command->add_option("--size", texts->size, tr("size of the picture"))->type_name("WxH");
    command->add_option("--view", texts->view, tr("box to show, degrees; both lines if not given"))
        ->type_name("W,S,E,N");
    command->add_option("--centre", texts->centre, tr("place in the middle"))->type_name("LON,LAT");
    command->add_option("--metres-per-pixel", texts->scale, tr("scale, with --centre"))->type_name("M");
    command->add_option("--palette", texts->palette, tr("office, day, dusk or night"))->type_name("NAME");
    command->add_option("--layers", texts->layers, tr("layers to add, or with - to take away, e.g. relief,-tracks"))
        ->type_name("NAME[,NAME...]");
    command->add_option("--bandwidth-km", texts->bandwidth, tr("reach of one incident along the line, km"))
        ->type_name("KM");
    add_filter_options(*command, texts->filter);
    command->callback([&cli, texts] { cli.command = [&cli, texts] { return snapshot(cli, *texts); }; });
}

}  // namespace tuantra::app
