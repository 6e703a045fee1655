#include "app/cli_context.hpp"
#include "app/cli_parse.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/record_writer.hpp"
#include "app/table.hpp"
#include "domain/line.hpp"
#include "domain/text.hpp"
#include "gis/error.hpp"
#include "gis/files.hpp"
#include "gis/rows.hpp"
#include "lang/lang.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <iostream>
#include <memory>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

double rounded(double value, double scale)
{
    return std::round(value * scale) / scale;
}

Json to_json(const domain::MeasuredLine& line)
{
    Json stretches = Json::array();
    for (const auto& s : line.stretches()) {
        Json stretch = {{"name", s.name},
                        {"name_vi", s.name_vi},
                        {"kind", s.kind},
                        {"from_km", rounded(s.from_km, 1000)},
                        {"to_km", rounded(s.to_km, 1000)}};
        if (!s.valid_from.empty()) stretch["valid_from"] = s.valid_from;
        if (!s.valid_to.empty()) stretch["valid_to"] = s.valid_to;
        stretches.push_back(stretch);
    }
    return {{"name", domain::to_string(line.id())},
            {"official_km", line.official_km()},
            {"measured_km", rounded(line.measured_km(), 1000)},
            {"official_source", line.official_source()},
            {"stretches", stretches}};
}

int show_lines(const Cli& cli)
{
    const auto lines = gis::load_lines(cli.paths.maps, cli.paths.data);
    if (cli.json) {
        print_json({{"lines", {to_json(*lines.land), to_json(*lines.coast)}}});
        return exit_done;
    }
    for (const auto* line : {lines.land.get(), lines.coast.get()}) {
        std::cout << domain::to_string(line->id()) << "  "
                  << fill(tr("official {0} km, measured {1} km"),
                          {lang::number(line->official_km(), 1), lang::number(line->measured_km(), 1)})
                  << "\n  " << line->official_source() << '\n';
        Table table({{tr("stretch"), Table::Align::left, 16},
                     {tr("name"), Table::Align::left, 40},
                     {tr("from km"), Table::Align::right, 12},
                     {tr("to km"), Table::Align::right, 12},
                     {tr("valid from"), Table::Align::left, 10},
                     {tr("valid to"), Table::Align::left, 10}});
        for (const auto& s : line->stretches()) {
            const bool vietnamese = lang::current() == lang::Language::vi && !s.name_vi.empty();
            table.add({s.kind, vietnamese ? s.name_vi : s.name, fmt::format("{:.1f}", s.from_km),
                       fmt::format("{:.1f}", s.to_km), s.valid_from, s.valid_to});
        }
        table.print(std::cout);
        std::cout << '\n';
    }
    return exit_done;
}

Json to_json(const domain::Located& located)
{
    return {{"line", domain::to_string(located.address.line)},
            {"chainage_km", rounded(located.address.chainage_km, 1e6)},
            {"offset_m", rounded(located.address.offset_m, 1e3)},
            {"foot", {{"lon", rounded(located.foot.lon, 1e9)}, {"lat", rounded(located.foot.lat, 1e9)}}}};
}

struct AddressOptions {
    std::string lon, lat, csv, out;
};

int address(const Cli& cli, const AddressOptions& options)
{
    const auto place = parse_place(options.lon, options.lat);
    const auto lines = gis::load_lines(cli.paths.maps, cli.paths.data);
    const auto located = lines.locate(place);
    if (cli.json) {
        print_json(to_json(located));
    } else {
        std::cout << fmt::format("{} km {:.3f}  {:+.0f} m", domain::to_string(located.address.line),
                                 located.address.chainage_km, located.address.offset_m)
                  << '\n'
                  << fmt::format("{}  {:.6f} {:.6f}", tr("foot"), located.foot.lon, located.foot.lat) << '\n';
    }
    return exit_done;
}

std::optional<std::size_t> column_named(const std::vector<std::string>& columns,
                                        std::initializer_list<const char*> names)
{
    for (const char* name : names)
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (domain::fold(columns[i]) == name) return i;
    return {};
}

std::optional<double> to_double(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

struct PlacedRow {
    std::int64_t row = 0;
    domain::LonLat place;
    domain::Located located;
};

/// Every row has to be a place: the answer must line up with the question.
std::vector<PlacedRow> locate_rows(const std::string& file, const domain::Lines& lines)
{
    const auto reader = gis::open_rows(file);
    const auto lon = column_named(reader->columns(), {"lon", "longitude", "lng", "long", "x", "kinh do"});
    const auto lat = column_named(reader->columns(), {"lat", "latitude", "y", "vi do"});
    std::vector<PlacedRow> rows;
    gis::RawRow row;
    while (reader->next(row)) {
        Progress::check();
        if (!row.defect.empty()) throw gis::Error(file, row.number, std::string(row.defect));
        domain::LonLat place{1000, 1000};
        if (lon && lat) {
            const auto x = to_double(row.values[*lon]), y = to_double(row.values[*lat]);
            if (!x || !y) throw gis::Error(file, row.number, tr("longitude or latitude is no number"));
            place = {*x, *y};
        } else if (row.shape != nullptr && row.shape->type == gis::Shape::Type::point) {
            place = row.shape->parts.at(0).at(0);
        } else {
            throw gis::Error(file, row.number, tr("no columns lon and lat, and no point"));
        }
        if (!domain::is_valid(place))
            throw gis::Error(file, row.number, tr("not a place: longitude -180 to 180, latitude -90 to 90"));
        rows.push_back({row.number, place, lines.locate(place)});
    }
    return rows;
}

int address_csv(const Cli& cli, const AddressOptions& options)
{
    const Progress progress(options.csv, cli.quiet);
    const auto lines = gis::load_lines(cli.paths.maps, cli.paths.data);
    const auto rows = locate_rows(options.csv, lines);
    Output output(options.out);
    if (cli.json) {
        Json list = Json::array();
        for (const auto& r : rows) {
            Json entry = {{"row", r.row}, {"lon", r.place.lon}, {"lat", r.place.lat}};
            entry.update(to_json(r.located));
            list.push_back(entry);
        }
        output.stream() << to_text(Json{{"addresses", list}}) << '\n';
    } else {
        output.stream() << "lon,lat,line,chainage_km,offset_m,foot_lon,foot_lat\r\n";
        for (const auto& r : rows)
            output.stream() << fmt::format("{},{},{},{:.6f},{:.3f},{:.9f},{:.9f}\r\n", r.place.lon, r.place.lat,
                                           domain::to_string(r.located.address.line), r.located.address.chainage_km,
                                           r.located.address.offset_m, r.located.foot.lon, r.located.foot.lat);
    }
    output.commit();
    return exit_done;
}

struct LocateOptions {
    std::string line, km, offset = "0";
};

int locate(const Cli& cli, const LocateOptions& options)
{
    const auto id = parse_line_option(options.line);
    const double km = parse_number("KM", options.km), offset = parse_number("OFFSET_M", options.offset);
    const auto lines = gis::load_lines(cli.paths.maps, cli.paths.data);
    const auto& line = lines.get(id);
    if (km < 0 || km > line.official_km())
        throw CallError(
            fill(tr("{0} has km 0 to {1}; {2} is outside"),
                 {std::string(domain::to_string(id)), fmt::format("{:g}", line.official_km()), options.km}));
    if (std::abs(offset) > 1'000'000) throw CallError(tr("OFFSET_M: at most 1,000,000 m to either side"));
    const auto place = line.point_at(km, offset);
    if (cli.json)
        print_json({{"lon", rounded(place.lon, 1e9)}, {"lat", rounded(place.lat, 1e9)}});
    else
        std::cout << fmt::format("{:.6f} {:.6f}", place.lon, place.lat) << '\n';
    return exit_done;
}

}  // namespace

void add_lines(CLI::App& app, Cli& cli)
{
    add_command(app, "lines", tr("the measured lines: official and measured km, stretches, sources"),
                "tuantra lines --json")
        ->callback([&cli] { cli.command = [&cli] { return show_lines(cli); }; });

    const auto place = std::make_shared<AddressOptions>();
    auto* to_address = add_command(app, "address", tr("from a place to its address on the nearer line"),
                                   "tuantra address 106.712 21.976");
    auto* lon = to_address->add_option("lon", place->lon, tr("longitude, degrees"))->type_name("LON");
    auto* lat = to_address->add_option("lat", place->lat, tr("latitude, degrees"))->type_name("LAT");
    to_address->add_option("--csv", place->csv, tr("a file with columns lon and lat, one address a row"))
        ->type_name("FILE")
        ->excludes(lon)
        ->excludes(lat);
    to_address->add_option("--out", place->out, tr("write to a file"))->type_name("FILE");
    to_address->callback([&cli, place] {
        cli.command = [&cli, place] {
            if (!place->csv.empty()) return address_csv(cli, *place);
            if (place->lon.empty() || place->lat.empty()) throw CallError(tr("address takes LON LAT, or --csv FILE"));
            return address(cli, *place);
        };
    });

    const auto at = std::make_shared<LocateOptions>();
    auto* to_place = add_command(app, "locate", tr("from an address to its place"), "tuantra locate LAND 1234.5 -800");
    to_place->add_option("line", at->line, tr("LAND or COAST"))->required()->type_name("LINE");
    to_place->add_option("km", at->km, tr("chainage, km"))->required()->type_name("KM");
    to_place->add_option("offset", at->offset, tr("metres from the line, positive outward"))->type_name("OFFSET_M");
    to_place->callback([&cli, at] { cli.command = [&cli, at] { return locate(cli, *at); }; });
}

}  // namespace tuantra::app
