#pragma once
#include "app/demo_random.hpp"
#include "domain/incident.hpp"
#include "domain/line.hpp"
#include "domain/time.hpp"
#include "domain/track.hpp"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::app {

/// From and to of an even distribution.
using Between = std::array<double, 2>;

struct DemoKind {
    domain::Kind kind = domain::Kind::other;
    double share = 0;
    std::array<double, domain::line_count> lines{};  ///< weights
    int clusters = 1;
    double spread_km = 5, drift_km_per_year = 0;
    Between life_years{1, 1}, offset_km{0, 0}, suspects{0, 0}, victims{0, 0};
    std::vector<double> months, weekdays, hours, severity;
    std::vector<std::string> titles;
};

struct DemoPatrolKind {
    std::string mover, name;
    domain::LineId line = domain::LineId::land;
    double share = 0, step_s = 60, waypoint_km = 1, gap_chance = 0, noise_m = 5;
    Between hours{1, 1}, speed_mps{1, 1}, offset_km{0, 0}, gap_min{0, 0};
};

/// data/demo/exercise.json.
struct DemoPlan {
    domain::Instant from, to;
    std::size_t units = 0, incidents = 0, patrols = 0;
    double background_share = 0;   ///< of incidents that lie in no cluster
    double base_knot_km = 30;      ///< between the places whose base risk is drawn
    Between base_risk{1, 1};       ///< least and greatest base risk; the least is the commonest
    double clusters_at_posts = 1;  ///< share of clusters that lie near a unit; the others lie anywhere
    double found_by_patrols = 0;   ///< share of incidents that come to light only where a patrol passes
    Between patrol_share{1, 1};    ///< least and greatest share of patrols of a unit; the least is the commonest
    std::vector<char> grades;
    std::vector<double> grade_weights, credibility, patrol_start_hours;
    std::vector<DemoKind> kinds;
    std::vector<DemoPatrolKind> patrol_kinds;
};

/// Throws std::runtime_error naming the file and what is wrong.
DemoPlan read_demo_plan(const std::filesystem::path& file);

/// A unit of the exercise, at a real gate or port.
struct DemoUnit {
    std::string name, kind;  ///< kind: post, port, squadron
    domain::LonLat base;
    domain::LineId line = domain::LineId::land;
    double km = 0;
    double patrol_share = 1;  ///< how many of the patrols are its own, against the others
};

/// Something for every kilometre of each line, from its beginning.
using DemoPerKm = std::array<std::vector<double>, domain::line_count>;

/// One zero for each.
DemoPerKm demo_kilometres(const domain::Lines& lines);

/// Where incidents of a kind gather for a while, on the move along the line.
struct DemoCluster {
    domain::LineId line = domain::LineId::land;
    double km = 0, drift_km_per_s = 0, spread_km = 5, weight = 1;
    double from_s = 0, to_s = 0;
};

/// What happens in the exercise, whether or not anybody comes to know. Immutable.
class DemoRisk {
public:
    DemoRisk(const DemoPlan& plan, std::uint64_t seed, const std::vector<DemoUnit>& units, const domain::Lines& lines);

    struct Spot {
        domain::LineId line = domain::LineId::land;
        double km = 0;
    };
    struct Event {
        std::size_t kind = 0;
        domain::Instant time;
        Spot spot;                               ///< where it was laid out from
        domain::LonLat place;                    ///< at its offset from there
        std::optional<domain::Address> address;  ///< of the place, which at sea may be elsewhere than the spot
    };
    Event happen(DemoRandom& random) const;
    /// The truth: the chance that what happens has its address on a kilometre and within 25 km of the line, from as
    /// many events.
    DemoPerKm per_km(std::uint64_t seed, std::size_t events) const;

private:
    Spot draw(std::size_t kind, double time_s, DemoRandom& random) const;

    const DemoPlan& m_plan;
    const domain::Lines& m_lines;
    DemoPerKm m_base;                                  ///< cumulative, ends at 1
    std::vector<std::vector<DemoCluster>> m_clusters;  ///< per kind
    std::vector<double> m_shares;                      ///< of the kinds
};

/// Near enough to the line for what happens and for who looks to count.
inline constexpr double demo_strip_m = 25'000;

/// The incidents that came to light, in order of making; each with place and address. Where patrols pass often, more of
/// what happens is found.
std::vector<domain::Incident> make_demo_incidents(const DemoPlan& plan, std::size_t count, std::uint64_t seed,
                                                  const DemoRisk& risk, const DemoPerKm& coverage,
                                                  const std::vector<DemoUnit>& units);

struct DemoPatrol {
    std::size_t unit = 0;
    std::string mover, name, key;
    std::vector<domain::Fix> fixes;
};

/// How patrols follow the lines. Immutable, so that several threads can make patrols.
class DemoPatrols {
public:
    DemoPatrols(const DemoPlan& plan, std::uint64_t seed, const std::vector<DemoUnit>& units,
                const domain::Lines& lines);
    /// Patrol number `index`; does not depend on which others were made.
    DemoPatrol make(std::size_t index) const;
    /// Kilometres that the first `count` patrols went along each kilometre of line, as in the strip.
    DemoPerKm coverage(std::size_t count) const;

private:
    void add_way(const DemoPatrol& patrol, DemoPerKm& km) const;
    std::vector<domain::LonLat> route(const DemoPatrolKind& kind, double from_km, double length_km, bool forward,
                                      DemoRandom& random) const;
    domain::LonLat waypoint(domain::LineId line, double km, double reach_km, double offset_km) const;

    const DemoPlan& m_plan;
    std::uint64_t m_seed;
    const std::vector<DemoUnit>& m_units;
    const domain::Lines& m_lines;
    std::array<double, domain::line_count> m_outward{};  ///< degrees clockwise from the line's direction
    std::vector<double> m_kind_weights;
};

}  // namespace tuantra::app
