#include "app/demo_plan.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>

namespace tuantra::app {

namespace {

using Json = nlohmann::json;

domain::Instant instant(const Json& text)
{
    const auto span = domain::parse_time(text.get<std::string>());
    if (!span) throw std::runtime_error("not a date: " + text.get<std::string>());
    return span->from;
}

domain::LineId line_of(const std::string& name)
{
    const auto line = domain::parse_line(name);
    if (!line) throw std::runtime_error("not a line: " + name);
    return *line;
}

std::vector<double> weights(const Json& list, std::size_t count)
{
    auto values = list.get<std::vector<double>>();
    if (values.size() != count) throw std::runtime_error("expected " + std::to_string(count) + " weights");
    return values;
}

DemoKind kind_of(const Json& j)
{
    DemoKind kind;
    const auto parsed = domain::parse_kind(j.at("kind").get<std::string>());
    if (!parsed) throw std::runtime_error("not a kind: " + j.at("kind").get<std::string>());
    kind.kind = *parsed;
    kind.share = j.at("share");
    for (const auto& [name, weight] : j.at("lines").items())
        kind.lines[static_cast<std::size_t>(line_of(name))] = weight.get<double>();
    kind.clusters = j.at("clusters");
    kind.spread_km = j.at("spread_km");
    kind.drift_km_per_year = j.at("drift_km_per_year");
    kind.life_years = j.at("life_years");
    kind.offset_km = j.at("offset_km");
    kind.suspects = j.at("suspects");
    kind.victims = j.at("victims");
    kind.months = weights(j.at("months"), 12);
    kind.weekdays = weights(j.at("weekdays"), 7);
    kind.hours = weights(j.at("hours"), 24);
    kind.severity = weights(j.at("severity"), 5);
    kind.titles = j.at("titles").get<std::vector<std::string>>();
    if (kind.titles.empty() || kind.clusters < 1) throw std::runtime_error("a kind needs titles and clusters");
    return kind;
}

DemoPatrolKind patrol_kind_of(const Json& j)
{
    DemoPatrolKind kind;
    kind.mover = j.at("mover");
    kind.name = j.at("name");
    kind.line = line_of(j.at("line"));
    kind.share = j.at("share");
    kind.step_s = j.at("step_s");
    kind.waypoint_km = j.at("waypoint_km");
    kind.gap_chance = j.at("gap_chance");
    kind.noise_m = j.at("noise_m");
    kind.hours = j.at("hours");
    kind.speed_mps = j.at("speed_mps");
    kind.offset_km = j.at("offset_km");
    kind.gap_min = j.at("gap_min");
    if (kind.step_s < 1 || kind.waypoint_km <= 0 || kind.speed_mps[0] <= 0)
        throw std::runtime_error("a patrol needs step_s, waypoint_km and speed_mps above 0");
    return kind;
}

DemoPlan plan_of(const Json& j)
{
    DemoPlan plan;
    plan.from = instant(j.at("from"));
    plan.to = instant(j.at("to"));
    if (plan.to <= plan.from) throw std::runtime_error("\"to\" is not after \"from\"");
    plan.units = j.at("units");
    plan.incidents = j.at("incidents");
    plan.patrols = j.at("patrols");
    plan.background_share = j.at("background_share");
    plan.base_knot_km = j.at("base_knot_km");
    plan.base_risk = j.at("base_risk");
    plan.clusters_at_posts = j.at("clusters_at_posts");
    plan.found_by_patrols = j.at("found_by_patrols");
    plan.patrol_share = j.at("patrol_share");
    if (!(plan.base_knot_km > 0) || !(plan.base_risk[0] > 0) || !(plan.patrol_share[0] > 0))
        throw std::runtime_error("base_knot_km, base_risk and patrol_share must be above 0");
    for (const auto& [grade, weight] : j.at("reliability").items()) {
        plan.grades.push_back(grade.at(0));
        plan.grade_weights.push_back(weight.get<double>());
    }
    plan.credibility = weights(j.at("credibility"), 6);
    plan.patrol_start_hours = weights(j.at("patrol_start_hours"), 24);
    for (const auto& kind : j.at("kinds")) plan.kinds.push_back(kind_of(kind));
    for (const auto& kind : j.at("patrol_kinds")) plan.patrol_kinds.push_back(patrol_kind_of(kind));
    return plan;
}

}  // namespace

DemoPlan read_demo_plan(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    if (!stream) throw std::runtime_error(file.string() + ": cannot be read");
    try {
        return plan_of(Json::parse(stream));
    } catch (const std::exception& error) {
        throw std::runtime_error(file.string() + ": " + error.what());
    }
}

}  // namespace tuantra::app
