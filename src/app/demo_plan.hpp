#pragma once
#include "app/demo_random.hpp"
#include "domain/incident.hpp"
#include "domain/line.hpp"
#include "domain/time.hpp"
#include "domain/track.hpp"

#include <array>
#include <filesystem>
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
    double background_share = 0;
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
};

/// The incidents, in order of making; each with place and address.
std::vector<domain::Incident> make_demo_incidents(const DemoPlan& plan, std::size_t count, std::uint64_t seed,
                                                  const std::vector<DemoUnit>& units, const domain::Lines& lines);

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

private:
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
