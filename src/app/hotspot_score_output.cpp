#include "app/hotspot_output.hpp"
#include "app/hotspot_score.hpp"
#include "app/hotspot_seal.hpp"
#include "app/record_writer.hpp"
#include "app/table.hpp"
#include "lang/lang.hpp"
#include "view/sentence.hpp"

#include <cmath>

namespace tuantra::app {

using lang::fill;
using lang::tr;

namespace {

Json known(const std::optional<double>& value)
{
    return value ? Json(*value) : Json();
}

Json whole_or_not(double value)
{
    return value == std::floor(value) ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

std::string known_text(const std::optional<double>& value, int decimals)
{
    return value ? lang::number(*value, decimals) : std::string("-");
}

}  // namespace

Json score_json(const HotspotScore& score, domain::Zone zone)
{
    Json lines = Json::array();
    for (const auto& line : score.lines)
        lines.push_back({{"what", line.id},
                         {"size", line.size},
                         {"hits", whole_or_not(line.hits)},
                         {"hit_rate", known(line.hit_rate)},
                         {"pai", known(line.pai)},
                         {"pei", known(line.pei)},
                         {"ser", known(line.ser)},
                         {"rri", known(line.rri)}});
    auto json = run_json(score.run, zone);
    json["from"] = domain::to_iso(score.window.from, zone);
    json["to"] = domain::to_iso(score.window.to, zone);
    json["over"] = score.over;
    json["after_the_fact"] = score.after_the_fact;
    json["later"] = whole_or_not(score.n);
    json["later_left_out"] = whole_or_not(score.left_out);
    json["share"] = score.share;
    json["size_unit"] = score.size_unit;
    json["total_size"] = score.total_size;
    json["scores"] = std::move(lines);
    json["warnings"] = notes_json(score.warnings);
    return json;
}

void write_score_table(std::ostream& out, const HotspotScore& score, domain::Zone zone)
{
    if (score.run.synthetic) out << synthetic_note() << '\n';
    const auto* method = hotspot_method(score.run.method);
    out << fill(tr("{0}, sealed {1}, from {2} incidents before {3}"),
                {method == nullptr ? score.run.method : tr(method->label),
                 view::moment_text({score.run.made_at_ms / 1000}, zone), lang::number(score.run.n),
                 view::moment_text(score.run.end, zone)})
        << '\n'
        << fill(tr("held against {0} incidents, {1} to {2}; {3} more lie outside"),
                {number_text(score.n), view::moment_text(score.window.from, zone),
                 view::moment_text(score.window.to, zone), number_text(score.left_out)})
        << '\n';
    for (const auto& note : score.warnings) out << tr("Note:") << ' ' << text(note) << '\n';
    using Align = Table::Align;
    Table table({{tr("what"), Align::left, 24},
                 {score.size_unit, Align::right, 12},
                 {tr("hits"), Align::right, 10},
                 {tr("hit rate"), Align::right, 10},
                 {"PAI", Align::right, 10},
                 {"PEI", Align::right, 10},
                 {"SER", Align::right, 10},
                 {"RRI", Align::right, 10}});
    for (const auto& line : score.lines)
        table.add({tr(line.label), lang::number(line.size, 1), lang::number(line.hits, line.id == "uniform" ? 1 : 0),
                   known_text(line.hit_rate, 3), known_text(line.pai, 2), known_text(line.pei, 3),
                   known_text(line.ser, 4), known_text(line.rri, 2)});
    table.print(out);
    out << tr("hit rate: share of later incidents in the hot part; PAI: hit rate over its share of the size, 1 is "
              "blind "
              "chance; PEI: PAI over the best possible, 1 is perfect; SER: hits per size; RRI: hits to earlier "
              "incidents, "
              "against the whole")
        << '\n';
}

}  // namespace tuantra::app
