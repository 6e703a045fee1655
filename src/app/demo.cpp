#include "app/demo.hpp"

#include "app/demo_plan.hpp"
#include "app/movers.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <stdexcept>

namespace tuantra::app {

namespace {

constexpr std::uint64_t part_units = 5;
constexpr double share_of_incidents = 0.1, share_of_patrols = 0.8;

DemoUnit unit_at(const domain::Gate& gate, const domain::Lines& lines)
{
    DemoUnit unit;
    const bool port = gate.gate_class == domain::GateClass::seaport;
    unit.kind = port ? "port" : "post";
    unit.name = (port ? "Đồn Biên phòng Cửa khẩu cảng " : "Đồn Biên phòng Cửa khẩu ") + gate.name;
    unit.base = gate.place;
    unit.line = port ? domain::LineId::coast : domain::LineId::land;
    unit.km = lines.get(unit.line).locate(gate.place).address.chainage_km;
    return unit;
}

/// A post at every gate and port; then boat squadrons at ports, the widest apart first, until there are enough.
std::vector<DemoUnit> units_of(const DemoPlan& plan, const std::filesystem::path& maps, const domain::Lines& lines,
                               std::uint64_t seed)
{
    std::vector<DemoUnit> units;
    for (const auto& gate : gis::load_basemap(maps).gates) units.push_back(unit_at(gate, lines));
    std::vector<DemoUnit> ports;
    for (const auto& unit : units)
        if (unit.kind == "port") ports.push_back(unit);
    if (units.empty() || ports.empty()) throw std::runtime_error("the maps have no border gates or no ports");
    std::stable_sort(ports.begin(), ports.end(), [](const auto& a, const auto& b) { return a.km < b.km; });
    const std::size_t wanted = plan.units > units.size() ? plan.units - units.size() : 0;
    for (std::size_t i = 0; i < wanted; ++i) {
        auto unit = ports[i * ports.size() / wanted % ports.size()];
        unit.kind = "squadron";
        unit.name = "Hải đội Biên phòng " + std::to_string(i + 1);
        units.push_back(unit);
    }
    if (units.size() > plan.units) units.resize(plan.units);
    // some units patrol much more than others, whatever happens before their doors
    for (std::size_t i = 0; i < units.size(); ++i) {
        const double u = DemoRandom(part_seed(seed, part_units, i)).unit();
        units[i].patrol_share = plan.patrol_share[0] + (plan.patrol_share[1] - plan.patrol_share[0]) * u * u * u;
    }
    return units;
}

void make_room(store::Store& store)
{
    const auto info = store.info();
    bool real = info.places > 0 || info.zones > 0;
    for (const auto& source : store.sources()) real = real || !source.synthetic;
    if (real)
        throw std::runtime_error(lang::fill(
            lang::tr(
                "{0}: holds records that are not synthetic; the exercise goes to a new file: tuantra --db FILE demo"),
            {store.path().string()}));
    for (const auto& source : store.sources()) store.undo(source.uid);
}

std::vector<domain::Uid> add_units(const std::vector<DemoUnit>& units, store::Import& import, std::int64_t now_ms,
                                   domain::UidMaker& uids)
{
    std::vector<domain::Uid> made;
    for (const auto& unit : units) {
        made.push_back(uids.make(now_ms));
        import.add_unit({made.back(), unit.name, unit.kind, unit.base});
    }
    return made;
}

}  // namespace

std::string demo_source_name(std::uint64_t seed)
{
    return "SYNTHETIC exercise seed " + std::to_string(seed);
}

DemoTruth demo_truth(std::uint64_t seed, const Paths& paths, const domain::Lines& lines)
{
    const auto plan = read_demo_plan(paths.data / "demo" / "exercise.json");
    const DemoRisk risk(plan, seed, units_of(plan, paths.maps, lines, seed), lines);
    constexpr std::size_t events = 500'000;
    return {risk.per_km(seed, events)};
}

DemoReport make_demo(const DemoSettings& settings, const Paths& paths, store::Store& store, const domain::Lines& lines,
                     const Tick& tick)
{
    const auto say = [&](double done) {
        if (tick) tick(done);
    };
    say(0);
    const auto plan = read_demo_plan(paths.data / "demo" / "exercise.json");
    const Movers movers(paths.data / "movers.json");
    const auto units = units_of(plan, paths.maps, lines, settings.seed);
    make_room(store);

    // stamped with the exercise's own last day, so that the same seed gives the same records on any day
    const std::int64_t now_ms = plan.to.unix_s * 1000;
    domain::UidMaker uids(settings.seed * 2 + 1);
    auto import = store.begin_import({demo_source_name(settings.seed), "", "", true}, now_ms, settings.seed * 2 + 2);
    DemoReport report;
    report.source = import.source();
    report.units = units.size();
    report.patrols = settings.patrols.value_or(plan.patrols);
    const auto unit_uids = add_units(units, import, now_ms, uids);

    const auto count = settings.incidents.value_or(plan.incidents);
    const DemoPatrols patrols(plan, settings.seed, units, lines);
    const DemoRisk risk(plan, settings.seed, units, lines);
    // by the patrols of the whole exercise, however many of them are made
    const auto coverage = count > 0 ? patrols.coverage(plan.patrols) : demo_kilometres(lines);
    say(share_of_incidents / 2);
    for (const auto& incident : make_demo_incidents(plan, count, settings.seed, risk, coverage, units))
        import.add(incident);
    say(share_of_incidents);

    for (std::size_t i = 0; i < report.patrols; ++i) {
        auto patrol = patrols.make(i);
        const domain::TimeSpan span{{static_cast<std::int64_t>(patrol.fixes.front().time_s)},
                                    {static_cast<std::int64_t>(patrol.fixes.back().time_s)}};
        const auto uid = uids.make(now_ms);
        import.add_patrol({uid, unit_uids[patrol.unit], span, "done", false});
        const auto built = domain::build_track(std::move(patrol.fixes), movers.limits(patrol.mover));
        import.add({{}, patrol.key, patrol.name, patrol.mover, {}}, built.pieces, uid);
        say(share_of_incidents + share_of_patrols * static_cast<double>(i + 1) / static_cast<double>(report.patrols));
    }
    const auto counts = import.finish([&](double done) {
        say(share_of_incidents + share_of_patrols + (1 - share_of_incidents - share_of_patrols) * done);
    });
    report.incidents = static_cast<std::int64_t>(count);
    report.tracks = counts.tracks;
    report.fixes = counts.fixes;
    return report;
}

}  // namespace tuantra::app
