#pragma once
#include "analysis/effort.hpp"
#include "analysis/neighbours.hpp"
#include "app/hotspot.hpp"

namespace tuantra::app {

/// The incidents of a question, in the store's order.
struct HotspotEvents {
    std::vector<domain::LonLat> place;
    std::vector<domain::TimeSpan> time;
    std::vector<std::optional<domain::Address>> address;
    std::string hash;  ///< SHA-256 of what they are, whatever the order and uids

    std::size_t size() const { return place.size(); }
    /// What a span that is known only to the day counts as: its middle.
    std::int64_t moment(std::size_t row) const { return (time[row].from.unix_s + time[row].to.unix_s) / 2; }
};

HotspotEvents load_hotspot_events(const store::Store& store, const domain::Filter& filter,
                                  const HotspotControl& control);

/// The stretches of the lines that a filter is about, cut into segments from their beginnings.
class LineFrame {
public:
    /// What is left at the end is a segment of its own: always, or only when at least half as long as the others (else
    /// the last segment is longer).
    enum class Rest : std::uint8_t { apart, joined };
    struct Part : LinePart {
        std::size_t first = 0, count = 0;  ///< segments
        double length_km() const { return to_km - from_km; }
    };

    /// Throws CallError when the filter's kilometres lie on no line.
    LineFrame(const domain::Lines& lines, const domain::Filter& filter, double segment_km, Rest rest = Rest::joined);

    const std::vector<Part>& parts() const { return m_parts; }
    std::size_t size() const { return m_from.size(); }
    double from_km(std::size_t segment) const { return m_from[segment]; }
    double to_km(std::size_t segment) const { return m_to[segment]; }
    double length_km(std::size_t segment) const { return m_to[segment] - m_from[segment]; }
    double middle_km(std::size_t segment) const { return (m_from[segment] + m_to[segment]) / 2; }
    double total_km() const;
    std::vector<LinePart> line_parts() const { return {m_parts.begin(), m_parts.end()}; }
    const Part& part_of(std::size_t segment) const;
    /// The segment that holds an address; nullopt off the frame.
    std::optional<std::size_t> segment_of(const domain::Address& address) const;
    analysis::Neighbours neighbours(std::size_t reach) const;
    analysis::LineSegment segment(std::size_t i) const { return {part_of(i).line, m_from[i], m_to[i]}; }
    /// A cell for every segment, with place and size.
    std::vector<HotspotCell> cells(const domain::Lines& lines) const;

private:
    double m_segment_km;
    std::vector<Part> m_parts;
    std::vector<double> m_from, m_to;
};

/// What each method is given.
struct HotspotInput {
    const HotspotRequest& request;
    const store::Store& store;
    const domain::Lines& lines;
    const HotspotControl& control;
    HotspotEvents events;

    const HotspotSettings& settings() const { return request.settings; }
};

/// The incidents near enough to the lines, and how many are not.
struct Snapped {
    std::vector<std::uint32_t> rows;
    std::size_t left_out = 0;
};
Snapped snap(const HotspotEvents& events, double snap_km);

/// Incidents per segment; \pre rows as snap() gives them
std::vector<double> counts_of(const HotspotEvents& events, std::span<const std::uint32_t> rows, const LineFrame& frame);

/// Kilometres from the beginning of the part, of those on it; \pre as above
std::vector<double> chainages_in(const HotspotEvents& events, std::span<const std::uint32_t> rows,
                                 const LinePart& part);

/// Throws DataError when fewer are used than the method needs: none at all, all too far off, or "not enough: 7
/// incidents, this test needs 30".
void require_incidents(const HotspotInput& input, std::size_t used, std::size_t left_out);

/// What a method on segments begins with: its settings with a segment length, the lines cut so, the incidents on them.
struct OnSegments {
    HotspotSettings settings;
    std::vector<Note> choices;  ///< what the program chose where the user did not
    LineFrame frame;
    Snapped snapped;
};
OnSegments on_segments(const HotspotInput& input, double default_segment_km);

/// A result with what is the same for all methods that look along the lines.
HotspotResult line_result(const HotspotInput& input, const LineFrame& frame, const Snapped& snapped);
void add_column(HotspotResult& result, std::string id, const char* label, std::vector<double> values, int decimals = 3,
                HotspotColumn::Type type = HotspotColumn::Type::number, std::vector<const char*> names = {});
/// The settings of a run along segments that go into files.
Json segment_settings(const HotspotInput& input, double segment_km);
/// Cells by descending value, those where `wanted` is false left out.
std::vector<std::size_t> ranked(std::span<const double> values, const std::function<bool(std::size_t)>& wanted);

/// "LAND km 1,200 to 1,205".
std::string stretch_text(domain::LineId line, double from_km, double to_km);

/// The most incidents that `count` stretches of stretch_km each can hold; km as chainages_in() gives them for each
/// part.
double most_in_stretches(const std::vector<std::vector<double>>& km, std::span<const LinePart> parts, double stretch_km,
                         std::size_t count);

/// Where a surface lies, for files and sealed runs, and back. Throws DataError when it is not what grid_json() writes.
Json grid_json(const analysis::Grid& grid);
analysis::Grid grid_of(const Json& json);
/// The cell that holds a point; nullopt outside.
std::optional<std::size_t> cell_at(const analysis::Grid& grid, analysis::XY point);

HotspotResult run_line(const HotspotInput& input);
HotspotResult run_density(const HotspotInput& input);
HotspotResult run_gi(const HotspotInput& input);
HotspotResult run_moran(const HotspotInput& input);
HotspotResult run_trend(const HotspotInput& input);
HotspotResult run_rates(const HotspotInput& input);
HotspotResult run_near_repeat(const HotspotInput& input);
HotspotResult run_clusters(const HotspotInput& input);
HotspotResult run_best(const HotspotInput& input);
HotspotResult run_scan(const HotspotInput& input);
HotspotResult run_compare(const HotspotInput& input);

}  // namespace tuantra::app
