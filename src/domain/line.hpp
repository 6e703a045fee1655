#pragma once
#include "domain/geo.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tuantra::domain {

/// The two measured lines, both from Mong Cai to Ha Tien.
enum class LineId : std::uint8_t { land, coast };
inline constexpr std::size_t line_count = 2;
std::string_view to_string(LineId line);                     ///< "LAND", "COAST"
std::optional<LineId> parse_line(std::string_view text);     ///< case ignored

/// Where something is along a measured line.
struct Address {
    LineId line = LineId::land;
    double chainage_km = 0;  ///< calibrated: 0 at Mong Cai, the official length at Ha Tien
    double offset_m = 0;     ///< geodesic distance to the foot, positive outward (abroad, seaward), negative inland
    friend bool operator==(const Address&, const Address&) = default;
};

struct Located {
    Address address;
    LonLat foot;
};

/// Pins a calibrated chainage at a measured one, e.g. at a surveyed border marker.
struct ControlPoint {
    double measured_km = 0;
    double chainage_km = 0;
};

struct Stretch {
    std::string kind;           ///< neighbour, province
    std::string name, name_vi;
    std::string valid_from, valid_to;  ///< ISO dates, empty where open
    double from_km = 0, to_km = 0;     ///< calibrated
};

/// Which side of the line, seen in its direction, is outward.
enum class Outward : std::uint8_t { left, right };

struct LineSpec {
    LineId id = LineId::land;
    Polyline points;             ///< at least two distinct, valid points
    double official_km = 0;      ///< > 0
    std::string official_source;
    Outward outward = Outward::right;
    std::vector<ControlPoint> controls;  ///< strictly increasing in both, inside the ends; the ends are implied
    std::vector<Stretch> stretches;      ///< in MEASURED km; the line calibrates them
};

/// A line that gives places an address. Immutable, so safe to share between threads.
///
/// locate() returns the true nearest point of the line (geodesic distance on WGS 84): the foot lies within 1 m of the
/// foot of the nearest segment of a brute-force search, and never on a farther segment; among equally near points (to
/// 1 mm) the smallest chainage wins. A point beyond an end is clamped to the end. At a hairpin or at an end the sign of
/// the offset is that of the area on whose side the point lies (decided by the two segments that meet there).
class MeasuredLine {
public:
    explicit MeasuredLine(LineSpec spec);  ///< throws std::invalid_argument when a precondition of LineSpec fails
    ~MeasuredLine();
    MeasuredLine(MeasuredLine&&) noexcept;
    MeasuredLine& operator=(MeasuredLine&&) noexcept;

    /// Throws std::invalid_argument when p is not valid (locate_within: nullopt).
    Located locate(LonLat p) const;
    /// As locate, but gives up (nullopt) once the line is known to be farther than max_m: quick for far points.
    std::optional<Located> locate_within(LonLat p, double max_m) const;
    /// The place of an address; chainage clamped to the line, offset laid off square to the local direction.
    /// point_at(locate(p)) is within 1 m of p for |offset| up to 50 km where the line is locally straight.
    LonLat point_at(double chainage_km, double offset_m = 0) const;
    /// The piece of the line between two chainages, with its vertices. from <= to, clamped.
    Polyline between(double from_km, double to_km) const;

    LineId id() const;
    const Polyline& points() const;
    const std::vector<double>& vertex_km() const;  ///< calibrated chainage of each vertex
    double official_km() const;
    double measured_km() const;
    const std::string& official_source() const;
    const std::vector<Stretch>& stretches() const;
    double calibrated(double measured_km) const;
    double measured(double chainage_km) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// The lines the program measures along. Places nearer to a line than reach_km get an address.
struct Lines {
    std::shared_ptr<const MeasuredLine> land;
    std::shared_ptr<const MeasuredLine> coast;

    const MeasuredLine& get(LineId id) const { return id == LineId::land ? *land : *coast; }
    /// The address on the nearer line (LAND on a tie within 1 mm). Always gives one.
    Located locate(LonLat p) const;
    /// nullopt when both lines are farther than max_m.
    std::optional<Located> locate_within(LonLat p, double max_m) const;
};

/// Records farther than this from both lines are stored without an address (the world-wide records of shared registers).
inline constexpr double address_reach_m = 1'000'000;

}  // namespace tuantra::domain
