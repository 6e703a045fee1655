#include "analysis/clusters.hpp"
#include "app/errors.hpp"
#include "app/hotspot_areas.hpp"
#include "app/hotspot_data.hpp"
#include "domain/geodesy.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::app {

using lang::mark;

namespace {

constexpr double default_radius_km = 5, day_s = 86400;
constexpr std::size_t default_least = 10;
constexpr double least_rim_m = 50;  ///< of a cluster that is all at one place, so that it can be seen

/// All about one cluster.
struct Group {
    std::vector<std::size_t> rows;
    std::size_t core = 0;
    std::int64_t first = 0, last = 0;
};

std::vector<Group> groups_of(const HotspotInput& input, const analysis::Clusters& clusters)
{
    std::vector<Group> groups(clusters.count());
    for (std::size_t i = 0; i < clusters.label.size(); ++i) {
        if (clusters.label[i] == analysis::noise) continue;
        auto& g = groups[static_cast<std::size_t>(clusters.label[i])];
        const auto t = input.events.moment(i);
        g.first = g.rows.empty() ? t : std::min(g.first, t);
        g.last = g.rows.empty() ? t : std::max(g.last, t);
        g.rows.push_back(i);
        g.core += clusters.core[i];
    }
    return groups;
}

/// The hull of a cluster's places; where they lie on a line or at one place, a circle around their middle.
HotspotCell cell_of(const HotspotInput& input, const Group& group)
{
    std::vector<analysis::XY> points;
    analysis::XY middle;
    const auto n = static_cast<double>(group.rows.size());
    for (const auto row : group.rows) {
        points.push_back(on_plane(input.events.place[row]));
        middle.x += points.back().x / n;
        middle.y += points.back().y / n;
    }
    HotspotCell cell;
    cell.centre = off_plane(middle);
    cell.count = n;
    const auto hull = convex_hull(points);
    cell.size = std::abs(signed_area_m2(hull)) / 1e6;
    if (hull.size() >= 3 && cell.size > 0) {
        cell.area = {{ring_off_plane(hull)}};
    } else {
        double reach = least_rim_m;
        for (const auto row : group.rows)
            reach = std::max(reach, domain::distance_m(cell.centre, input.events.place[row]));
        cell.area = {{circle_around(cell.centre, reach)}};
        cell.size = 3.14159265358979323846 * reach * reach / 1e6;
    }
    cell.risk = n / cell.size;
    return cell;
}

void add_clusters(HotspotResult& result, const HotspotInput& input, const std::vector<Group>& groups)
{
    std::vector<double> number, count, core, first, last, density;
    for (std::size_t k = 0; k < groups.size(); ++k) {
        const auto& g = groups[k];
        result.cells.push_back(cell_of(input, g));
        number.push_back(static_cast<double>(k));
        count.push_back(static_cast<double>(g.rows.size()));
        core.push_back(static_cast<double>(g.core));
        first.push_back(static_cast<double>(g.first));
        last.push_back(static_cast<double>(g.last));
        density.push_back(result.cells.back().risk);
        result.total_size += result.cells.back().size;
    }
    result.shown = ranked(count, [](std::size_t) { return true; });
    using Type = HotspotColumn::Type;
    add_column(result, "cluster", mark("cluster"), number, 0, Type::whole);
    add_column(result, "incidents", mark("incidents"), count, 0, Type::whole);
    add_column(result, "core", mark("core incidents"), core, 0, Type::whole);
    add_column(result, "first", mark("first"), first, 0, Type::moment);
    add_column(result, "last", mark("last"), last, 0, Type::moment);
    add_column(result, "per_km2", mark("incidents per km2"), density, 3);
}

}  // namespace

HotspotResult run_clusters(const HotspotInput& input)
{
    auto settings = input.settings();
    HotspotResult result;
    if (!settings.radius_km) {
        settings.radius_km = default_radius_km;
        result.choices.push_back({mark("radius {0} km, the program's own default"), {default_radius_km}});
    }
    if (!settings.min_points) {
        settings.min_points = default_least;
        result.choices.push_back({mark("{0} incidents within the radius make a cluster, the program's own default"),
                                  {static_cast<double>(default_least)}});
    }
    require_incidents(input, input.events.size(), 0);
    const analysis::ClusterOptions options{0, input.control.stop};
    std::vector<double> times;
    for (std::size_t i = 0; i < input.events.size(); ++i) times.push_back(static_cast<double>(input.events.moment(i)));
    const auto clusters =
        settings.window_days
            ? analysis::st_dbscan(input.events.place, times, *settings.radius_km * 1000, *settings.window_days * day_s,
                                  *settings.min_points, options)
            : analysis::dbscan(input.events.place, *settings.radius_km * 1000, *settings.min_points, options);
    input.control.at(0.8);

    result.n = input.events.size();
    result.size_unit = "km2";
    result.by_snap = false;
    result.unit = mark("incidents per km2");
    add_clusters(result, input, groups_of(input, clusters));
    for (std::size_t i = 0; i < input.events.size(); ++i)
        result.points.push_back(
            {input.events.place[i], {input.events.moment(i)}, clusters.label[i], clusters.core[i] != 0});
    result.facts = {{"clusters", clusters.count()}, {"noise", clusters.noise_points}};
    result.findings.push_back({mark("{0} clusters hold {1} of {2} incidents; the rest belongs to none"),
                               {static_cast<double>(clusters.count()),
                                static_cast<double>(result.n - clusters.noise_points), static_cast<double>(result.n)}});
    result.settings_json = {{"algorithm", settings.window_days ? "ST-DBSCAN" : "DBSCAN"},
                            {"radius_km", *settings.radius_km},
                            {"min_points", *settings.min_points},
                            {"distances", "geodesic"}};
    if (settings.window_days) result.settings_json["window_days"] = *settings.window_days;
    result.settings = settings;
    return result;
}

}  // namespace tuantra::app
